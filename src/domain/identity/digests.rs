//! What the ledger keeps of a report's content: a digest of each field.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::finding::field::Field;
use crate::domain::identity::fields::{FieldSet, by_letter, letter};

/// The letter of what a row says outside the citizen's columns.
const ELSEWHERE: char = 'z';
/// How many characters a digest is written with.
const WRITTEN: usize = 8;

/// A digest of what one field says: 48 bits, so that among a million reports two different values are
/// taken for one with a chance of one in five hundred, and two reports never.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldDigest([u8; 6]);

impl FieldDigest {
    fn of(letter: char, text: &str) -> Self {
        let mut key = [0; 4];
        let key = letter.encode_utf8(&mut key);
        let hash = Sha256::new().chain_update(key).chain_update([0x1f]).chain_update(text).finalize();
        let mut digest = [0; 6];
        digest.copy_from_slice(&hash[..6]);
        Self(digest)
    }

    /// The digest of a field's normal form; `None` for a field of the office.
    pub fn of_field(field: Field, normal_form: &str) -> Option<Self> {
        letter(field).map(|letter| Self::of(letter, normal_form))
    }

    /// The bytes of the digest.
    pub fn bytes(self) -> [u8; 6] {
        self.0
    }
}

impl fmt::Display for FieldDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = [0; WRITTEN];
        let length = URL_SAFE_NO_PAD.encode_slice(self.0, &mut written).unwrap_or(0);
        f.write_str(std::str::from_utf8(&written[..length]).unwrap_or_default())
    }
}

impl fmt::Debug for FieldDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The digests of a report's fields, with the set of fields that were read: a field that is read and has
/// no digest was blank, one that is not read had no column, and is compared with nothing.
///
/// Unkeyed, because they never leave the file that holds the text itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    values: Vec<(Field, FieldDigest)>,
    elsewhere: Option<FieldDigest>,
    read: FieldSet,
}

impl Digests {
    /// The digests of a report that says nothing in the fields that were read.
    pub fn none(read: FieldSet) -> Self {
        Self { read, ..Self::default() }
    }

    /// Adds the digest of a field's normal form. A field of the office is left out.
    pub fn add(&mut self, field: Field, normal_form: &str) {
        let Some(letter) = letter(field) else { return };
        let digest = FieldDigest::of(letter, normal_form);
        match self.values.binary_search_by_key(&field, |(field, _)| *field) {
            Ok(at) => self.values[at].1 = digest,
            Err(at) => self.values.insert(at, (field, digest)),
        }
    }

    /// The digest of a row that fills no citizen's column, by what it says elsewhere.
    pub fn elsewhere(read: FieldSet, text: &str) -> Self {
        Self { values: Vec::new(), elsewhere: Some(FieldDigest::of(ELSEWHERE, text)), read }
    }

    /// Reads digests back from a ledger cell, with the fields that were read; `None` where it holds
    /// something else.
    pub fn parse(text: &str, read: FieldSet) -> Option<Self> {
        let mut digests = Self { read, ..Self::default() };

        let mut rest = text;
        while let Some(key) = rest.chars().next() {
            let end = key.len_utf8() + WRITTEN;
            let mut digest = [0; 6];
            let written = rest.get(key.len_utf8()..end)?;
            let length = URL_SAFE_NO_PAD.decode_slice(written, &mut digest).ok()?;
            if length != digest.len() {
                return None;
            }
            match key {
                ELSEWHERE => digests.elsewhere = Some(FieldDigest(digest)),
                _ => digests.values.push((by_letter(key)?, FieldDigest(digest))),
            }
            rest = &rest[end..];
        }

        digests.values.sort_unstable();
        Some(digests)
    }

    /// The digests of some fields, and that of what the row says outside the citizen's columns.
    #[must_use]
    pub fn within(&self, fields: FieldSet) -> Self {
        let values = self.values.iter().filter(|(field, _)| fields.has(*field)).copied().collect();
        Self { values, elsewhere: self.elsewhere, read: self.read.and(fields) }
    }

    /// The fields that were read.
    pub fn read(&self) -> FieldSet {
        self.read
    }

    /// The digest of one field, `None` where its cell was blank or its column was not there.
    pub fn get(&self, field: Field) -> Option<FieldDigest> {
        self.values.binary_search_by_key(&field, |(field, _)| *field).ok().map(|at| self.values[at].1)
    }

    /// The digests of filled fields, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, FieldDigest)> {
        self.values.iter().copied()
    }

    /// The digest of what the row says outside the citizen's columns, where it fills none of these.
    pub(super) fn of_elsewhere(&self) -> Option<FieldDigest> {
        self.elsewhere
    }

    /// The digests of the report once the fields that were not read say what `before` says of them.
    #[must_use]
    pub fn filled_from(&self, before: &Self) -> Self {
        let unread = before.read.without(self.read);
        if unread.is_empty() {
            return self.clone();
        }

        let mut values = self.values.clone();
        values.extend(before.values.iter().filter(|(field, _)| unread.has(*field)));
        values.sort_unstable();
        Self { values, elsewhere: self.elsewhere, read: self.read.or(unread) }
    }

    /// The fields that differ, blank against filled included, in the form's order. A field that one of the
    /// two could not read does not differ.
    pub fn changed(&self, other: &Self) -> Vec<Field> {
        if self.lacks_the_words_of(other) || other.lacks_the_words_of(self) {
            return Vec::new();
        }

        let differs = |field: &Field| self.get(*field) != other.get(*field);
        let mut changed: Vec<Field> = self.read.and(other.read).iter().filter(differs).collect();

        // What stands outside the citizen's columns is shown to the clerks as the object.
        if self.elsewhere != other.elsewhere && changed.is_empty() {
            changed.push(Field::Subject);
        }
        changed
    }

    /// Returns `true` if all that the citizen wrote in the other stood in columns that are not there for this
    /// one, so that only what stands outside of the citizen's columns is left of it.
    fn lacks_the_words_of(&self, other: &Self) -> bool {
        let mut words =
            other.values.iter().map(|(field, _)| *field).filter(|field| field.is_citizens()).peekable();
        let is_left_over = self.elsewhere.is_some() && other.elsewhere.is_none() && words.peek().is_some();
        is_left_over && words.all(|field| !self.read.has(field))
    }

    /// Returns `true` if both say the same in every field that both could read.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.changed(other).is_empty()
    }

    /// The weighted share of equal fields among those filled in either report, from 0 to 1.
    pub fn resemblance(&self, other: &Self) -> f64 {
        self.equal_share(other, 1.0)
    }

    /// How much of what this report said a later one still says, from 0 to 1. Filling a blank is
    /// what completing a report consists of, so it hardly counts as a departure; a row about
    /// something else typed over a copy fills blanks too, so it counts for something.
    pub fn continuity(&self, later: &Self) -> f64 {
        self.equal_share(later, 0.25)
    }

    /// The share of equal fields, where a field that only the other report fills weighs `filled_in`
    /// of what it otherwise does.
    fn equal_share(&self, other: &Self, filled_in: f64) -> f64 {
        let (mut equal, mut filled) = (0.0, 0.0);
        for field in self.read.and(other.read).iter() {
            match (self.get(field), other.get(field)) {
                (None, None) => {}
                (None, Some(_)) => filled += filled_in * weight(field),
                (ours, theirs) => {
                    filled += weight(field);
                    equal += if ours == theirs { weight(field) } else { 0.0 };
                }
            }
        }

        if filled > 0.0 { equal / filled } else { 0.0 }
    }

    /// Returns `true` if both say the same thing in a free text, or were received at the same minute:
    /// without either, two reports of one person are two reports.
    pub fn share_text_or_instant(&self, other: &Self) -> bool {
        self.shares(Field::Subject, other) || self.shares(Field::Grounds, other) || self.share_instant(other)
    }

    /// Returns `true` if both were received at the same minute, as far as their cells say when.
    pub fn share_instant(&self, other: &Self) -> bool {
        self.shares(Field::Date, other) && self.shares(Field::Time, other)
    }

    /// Returns `true` if both say the same in a field.
    fn shares(&self, field: Field, other: &Self) -> bool {
        self.get(field).is_some() && self.get(field) == other.get(field)
    }
}

impl fmt::Display for Digests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values.iter().filter_map(|(field, digest)| Some((letter(*field)?, *digest)));
        let elsewhere = self.elsewhere.map(|digest| (ELSEWHERE, digest));
        values.chain(elsewhere).try_for_each(|(letter, digest)| write!(f, "{letter}{digest}"))
    }
}

/// How much a field says about which report this is. What is typed for one citizen weighs more
/// than what a drop-down offers to all.
fn weight(field: Field) -> f64 {
    match field {
        Field::Document | Field::Grounds => 3.0,
        Field::Profile | Field::Name | Field::Address | Field::Subject | Field::Link | Field::Subscriber => {
            2.0
        }
        Field::Phone | Field::Email => 1.5,
        Field::Date | Field::Time | Field::Place => 1.0,
        Field::Network
        | Field::Interaction
        | Field::DocumentType
        | Field::District
        | Field::Service
        | Field::Kind
        | Field::Quality => 0.5,
        Field::Number | Field::Reply | Field::RegisteredBy | Field::SentOn | Field::Notes => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(read: FieldSet, cells: &[(Field, &str)]) -> Digests {
        let mut digests = Digests::none(read);
        for (field, text) in cells {
            digests.add(*field, text);
        }
        digests
    }

    fn digests(cells: &[(Field, &str)]) -> Digests {
        of(FieldSet::all(), cells)
    }

    #[test]
    fn what_is_written_to_the_ledger_is_read_back_equal() {
        let report = digests(&[(Field::Name, "ana prueba"), (Field::Grounds, "no hay agua")]);
        assert_eq!(report.to_string().len(), 2 * (1 + WRITTEN));
        assert_eq!(Digests::parse(&report.to_string(), FieldSet::all()), Some(report));

        let elsewhere = Digests::elsewhere(FieldSet::all(), "urgente sin agua en gaira");
        assert_eq!(Digests::parse(&elsewhere.to_string(), FieldSet::all()), Some(elsewhere));

        for damaged in ["n=12", "nAAAA", "?AAAAAAAA", "nAAAAAAA\u{e1}", "nAAAA AAAA"] {
            assert_eq!(Digests::parse(damaged, FieldSet::all()), None, "{damaged}");
        }
    }

    #[test]
    fn resemblance_is_the_weighted_share_of_equal_fields() {
        let one = digests(&[(Field::Document, "1"), (Field::Date, "2026-11-17")]);
        let two = digests(&[(Field::Document, "1"), (Field::Date, "2026-11-18")]);
        assert!((one.resemblance(&two) - 0.75).abs() < 1e-9);
        assert_eq!(one.changed(&two), vec![Field::Date]);
        assert!(Digests::default().resemblance(&Digests::default()).abs() < 1e-9);
    }

    #[test]
    fn a_report_that_is_completed_is_still_what_it_was() {
        let minimal = [(Field::Date, "2026-11-17"), (Field::Profile, "@ana"), (Field::Subject, "fuga")];
        let rest = [(Field::Name, "ana prueba"), (Field::Document, "1"), (Field::Grounds, "hace días")];
        let entry = digests(&minimal);
        let completed = digests(&[&minimal[..], &rest].concat());
        assert!(entry.continuity(&completed) > 0.7, "{}", entry.continuity(&completed));
        assert!(completed.continuity(&entry) < 0.5, "emptied cells are a departure");
    }

    #[test]
    fn a_column_that_is_not_there_changes_nothing() {
        let whole = digests(&[(Field::Name, "ana prueba"), (Field::Email, "ana@correo.example")]);
        let without: FieldSet = FieldSet::all().iter().filter(|field| *field != Field::Email).collect();
        let lost = of(without, &[(Field::Name, "ana prueba")]);
        assert!(whole.says_the_same(&lost) && lost.says_the_same(&whole));
        assert!((whole.resemblance(&lost) - 1.0).abs() < 1e-9);

        assert_eq!(lost.filled_from(&whole), whole);
        assert_eq!(whole.filled_from(&lost), whole);
        let emptied = digests(&[(Field::Name, "ana prueba")]);
        assert_eq!(whole.changed(&emptied), [Field::Email], "an emptied cell is a change");
    }

    #[test]
    fn a_text_outside_the_columns_that_changes_is_a_change_of_the_object() {
        let one = Digests::elsewhere(FieldSet::all(), "sin agua en gaira");
        let two = Digests::elsewhere(FieldSet::all(), "sin agua en taganga");
        assert_eq!(one.changed(&two), [Field::Subject]);
        assert!(one.says_the_same(&one.clone()));
    }
}
