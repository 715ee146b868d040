//! The fields that make up a report's identity, as a set.

use std::fmt;
use std::str::FromStr;

use crate::domain::finding::field::Field;

/// A set of fields that take part in identity: those for which a hand-off found a column.
///
/// Written as one letter a field, in the order of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldSet(u32);

impl FieldSet {
    /// Every field that takes part in identity.
    pub fn all() -> Self {
        Field::ALL.into_iter().collect()
    }

    /// Returns `true` if the field is in the set.
    pub fn has(self, field: Field) -> bool {
        self.0 & bit(field) != 0
    }

    /// The fields of both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The fields of either set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields of this set that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns `true` if no field is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields, in the order of the form.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.has(*field))
    }
}

fn bit(field: Field) -> u32 {
    if letter(field).is_some() { 1 << field as u32 } else { 0 }
}

impl FromIterator<Field> for FieldSet {
    /// Fields of the office take no part and are left out.
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        Self(fields.into_iter().fold(0, |set, field| set | bit(field)))
    }
}

impl fmt::Display for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().filter_map(letter).try_for_each(|letter| write!(f, "{letter}"))
    }
}

/// The text names something that is no field of identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a set of fields, one letter each")]
pub struct ParseFieldSetError;

impl FromStr for FieldSet {
    type Err = ParseFieldSetError;

    fn from_str(text: &str) -> Result<Self, ParseFieldSetError> {
        text.chars().map(|letter| by_letter(letter).ok_or(ParseFieldSetError)).collect()
    }
}

/// The letter by which the ledger names a field; `None` for a field of the office, which takes no part
/// in identity. A letter is never given to another field: `z` stands for what is written outside all of
/// these.
pub(super) fn letter(field: Field) -> Option<char> {
    Some(match field {
        Field::Date => 'd',
        Field::Time => 'h',
        Field::Network => 'r',
        Field::Interaction => 'i',
        Field::Profile => 'u',
        Field::Name => 'n',
        Field::DocumentType => 't',
        Field::Document => 'c',
        Field::Phone => 'f',
        Field::Email => 'e',
        Field::Address => 'a',
        Field::District => 'b',
        Field::Subscriber => 's',
        Field::Service => 'v',
        Field::Kind => 'k',
        Field::Subject => 'o',
        Field::Grounds => 'g',
        Field::Place => 'l',
        Field::Link => 'x',
        Field::Quality => 'q',
        Field::Number | Field::Reply | Field::RegisteredBy | Field::SentOn | Field::Notes => return None,
    })
}

/// The field that a letter names.
pub(super) fn by_letter(wanted: char) -> Option<Field> {
    Field::ALL.into_iter().find(|field| letter(*field) == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_read_back_as_it_is_written() {
        let set: FieldSet = [Field::Grounds, Field::Date, Field::Notes].into_iter().collect();
        assert_eq!(set.to_string(), "dg");
        assert_eq!("gd".parse(), Ok(set));
        assert_eq!("d?".parse::<FieldSet>(), Err(ParseFieldSetError));
        assert_eq!(FieldSet::all().to_string().parse(), Ok(FieldSet::all()));
    }

    #[test]
    fn every_citizens_field_has_a_letter_of_its_own_and_no_other_has() {
        let mut letters: Vec<char> = Field::ALL.into_iter().filter_map(letter).collect();
        assert_eq!(letters.len(), Field::ALL.iter().filter(|field| !field.is_office()).count());
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), FieldSet::all().iter().count());
        assert!(!letters.contains(&'z'), "it is kept");
    }

    #[test]
    fn sets_are_added_and_taken_away() {
        let one: FieldSet = [Field::Date, Field::Name].into_iter().collect();
        let two: FieldSet = [Field::Name, Field::Link].into_iter().collect();
        assert_eq!(one.and(two).to_string(), "n");
        assert_eq!(one.or(two).to_string(), "dnx");
        assert_eq!(one.without(two).to_string(), "d");
        assert!(one.without(one).is_empty());
    }
}
