//! What a header says its column is.

mod claims;
mod wording;

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::service_column::ServiceColumn;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;
pub use claims::Contents;
pub(super) use claims::{Assignment, Claims};
use claims::{Claim, Strength};
use wording::words;

/// How many letters may differ in a header.
const FAR: usize = 2;
/// A header this short may differ by one letter only.
const BRIEF: usize = 5;
/// A header this short must be spelled as it is: two letters off, any short word is any other.
const SHORT: usize = 4;

/// A header's word on what its column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Designation {
    /// The fields: one, or several of which the column is one, or all if it is shared.
    pub(super) fields: Vec<Field>,
    pub(super) role: Role,
}

/// The place of a column among others of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The field by itself.
    Whole,
    /// The rest of what another column holds: the surname beside the given name.
    Addition,
    /// The day on which staff typed or filed the message, not the message's own.
    Filing,
}

impl Designation {
    fn of(field: Field, role: Role) -> Self {
        Self { fields: vec![field], role }
    }

    /// Returns `true` if the column holds all of its fields, and each cell decides which.
    pub(super) fn is_shared(&self) -> bool {
        self.fields.len() > 1 && self.fields.iter().all(|field| is_contact(*field))
    }
}

/// Returns `true` if a field is a way to reach the person, which people type into one cell with others.
fn is_contact(field: Field) -> bool {
    matches!(field, Field::Phone | Field::Email | Field::Address)
}

/// The letters that a text has, whatever their order and number, as bits. Two letters may share a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LetterSet(u64);

impl LetterSet {
    fn of(text: &str) -> Self {
        Self(text.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % u64::BITS)))
    }

    /// Returns `false` only if one text cannot become the other by some changes of one letter each: added,
    /// taken away, replaced, or swapped with the next. One change adds or takes away two bits at most.
    fn is_within(self, other: Self, changes: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * changes
    }
}

/// The headers by which a form's file says what a column is.
#[derive(Debug, Default)]
pub(super) struct HeaderLists<'a> {
    /// Headers of each field. One that is listed under phone and e-mail is a column of both; under two
    /// other fields, of the one that no other column claims.
    pub(super) fields: Vec<(Field, &'a [String])>,
    /// Headers of the rest of a name that begins in another column.
    pub(super) surnames: &'a [String],
    /// Headers of the day of typing or filing.
    pub(super) filing: &'a [String],
    /// Headers of columns that are nobody's, however much they look like another.
    pub(super) unread: &'a [String],
    /// Words for whoever asks, as in "Nombre del solicitante".
    pub(super) persons: &'a [String],
}

/// The synonyms of the form's headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headers {
    by_key: HashMap<String, Designation>,
    /// The letters of each key, by which most are told to be too far from a text without counting how far.
    letters: HashMap<String, LetterSet>,
    /// By their words without those that only join others; `None` where these say two things.
    by_words: HashMap<String, Option<Designation>>,
    first: HashMap<Field, String>,
    unread: HashSet<String>,
    persons: Vec<Vec<String>>,
    own: HashSet<String>,
}

impl Headers {
    /// Headers by what they say.
    pub(super) fn new(lists: &HeaderLists<'_>) -> Self {
        let own = ServiceColumn::ALL
            .into_iter()
            .flat_map(|column| [normalize::key(column.header()), normalize::key(&column.own_header())]);
        let mut headers = Self {
            unread: lists.unread.iter().flat_map(|text| [header_key(text), words(text).concat()]).collect(),
            persons: lists.persons.iter().map(|text| words(text)).collect(),
            own: own.collect(),
            ..Self::default()
        };

        for (field, texts) in &lists.fields {
            headers.first.extend(texts.first().map(|text| (*field, text.clone())));
            for text in *texts {
                headers.add(text, Designation::of(*field, Role::Whole));
            }
        }
        for (texts, field, role) in
            [(lists.surnames, Field::Name, Role::Addition), (lists.filing, Field::Date, Role::Filing)]
        {
            for text in texts {
                headers.add(text, Designation::of(field, role));
            }
        }

        headers.letters = headers.by_key.keys().map(|key| (key.clone(), LetterSet::of(key))).collect();
        headers
    }

    /// Adds a header. Of the roles in one field the first stays; fields are gathered.
    fn add(&mut self, text: &str, designation: Designation) {
        let key = header_key(text);
        if let Some(known) = self.by_key.get_mut(&key) {
            known.fields.extend(designation.fields);
            known.fields.sort_unstable();
            known.fields.dedup();
        } else {
            self.by_key.insert(key.clone(), designation);
        }

        // The same header under another field grows; another header makes the words say two things.
        let whole = self.by_key.get(&key).cloned();
        let said = self.by_words.entry(words(text).concat()).or_insert_with(|| whole.clone());
        let grows =
            |new: &Designation, old: &Designation| old.fields.iter().all(|field| new.fields.contains(field));
        *said = whole.filter(|new| said.as_ref().is_some_and(|old| grows(new, old)));
    }

    /// The first of a field's headers.
    pub(super) fn first(&self, field: Field) -> Option<&str> {
        self.first.get(&field).map(String::as_str)
    }

    /// Returns `true` if a text is a header of the form.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.by_key.contains_key(&header_key(text))
    }

    /// Returns `true` if a text is the header of a column of the service that staff do not name so themselves.
    pub(super) fn is_services(&self, text: &str) -> bool {
        let key = normalize::key(text);
        self.own.contains(&key) && key != normalize::key(ServiceColumn::Radicado.header())
    }

    /// The claims of the headers of a row, each by itself.
    pub(super) fn claims(&self, headers: &[String]) -> Claims {
        let claim = |(column, header): (usize, &String)| {
            let key = header_key(header);
            if key.is_empty() || self.own.contains(&key) {
                return None;
            }
            let (designation, strength) = self
                .designation(header)
                .or_else(|| Some((self.nearest_designation(header, &key)?, Strength::Misspelled)))?;
            Some(Claim { column: ColumnIndex::new(column), key, designation, strength })
        };
        Claims::new(headers.iter().enumerate().filter_map(claim).collect())
    }

    /// The designation of a header as it is spelled.
    fn designation(&self, header: &str) -> Option<(Designation, Strength)> {
        let key = header_key(header);
        if let Some(known) = self.by_key.get(&key) {
            let is_first = |field: &Field| {
                [self.first(*field), Some(field.header())]
                    .into_iter()
                    .flatten()
                    .any(|first| header_key(first) == key)
            };
            let exact = known.fields.iter().any(is_first);
            return Some((known.clone(), if exact { Strength::Exact } else { Strength::Synonym }));
        }

        let unread = self.unread.contains(&key) || self.unread.contains(&words(header).concat());
        if unread { None } else { Some((self.worded(header)?, Strength::Derived)) }
    }

    /// The one designation whose headers are nearest to a key.
    fn nearest_designation(&self, header: &str, key: &str) -> Option<Designation> {
        let length = key.chars().count();
        if length <= SHORT || self.unread.contains(key) || self.unread.contains(&words(header).concat()) {
            return None;
        }

        let letters = LetterSet::of(key);
        let similar = self.letters.iter().filter(|(_, known)| known.is_within(letters, FAR));
        let similar = similar.filter_map(|(known, _)| self.by_key.get_key_value(known));

        let mut best: Option<(usize, Option<&Designation>)> = None;
        for (known, designation) in similar {
            let brief = length.min(known.chars().count());
            let far = if brief <= BRIEF { 1 } else { FAR };
            if brief <= SHORT || known.len().abs_diff(key.len()) > 2 * FAR {
                continue;
            }

            let distance = strsim::osa_distance(known, key);
            let only = (distance <= far && designation.fields.len() == 1).then_some(designation);
            match best {
                Some((least, _)) if distance > least => {}
                Some((least, other)) if distance == least && other == only => {}
                Some((least, _)) if distance == least => best = Some((least, None)),
                _ => best = Some((distance, only)),
            }
        }

        best?.1.cloned()
    }

    /// The column of the header most like any of some fields' headers, among those that are not read.
    pub(super) fn nearest(
        &self,
        fields: &[Field],
        headers: &[String],
        unread: &[ColumnIndex],
    ) -> Option<ColumnIndex> {
        let likeness = |key: &str| {
            self.by_key
                .iter()
                .filter(|(_, known)| known.fields.iter().any(|field| fields.contains(field)))
                .map(|(known, _)| strsim::jaro_winkler(known, key))
                .fold(0.0, f64::max)
        };

        unread
            .iter()
            .filter_map(|column| Some((*column, header_key(headers.get(column.index())?))))
            .filter(|(_, key)| !key.is_empty() && !self.own.contains(key))
            .map(|(column, key)| (column, likeness(&key)))
            .filter(|(_, likeness)| *likeness >= 0.7)
            .max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)))
            .map(|(column, _)| column)
    }
}

/// The letters and digits of a header; of one that has none ("#"), its signs.
fn header_key(header: &str) -> String {
    let key = normalize::key(header);
    if key.is_empty() { normalize::plain(header) } else { key }
}

#[cfg(test)]
mod tests;
