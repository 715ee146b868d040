//! What makes two rows the same report, and how much two reports resemble each other.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::domain::finding::field::Field;
use crate::domain::form::texts::Texts;

/// Version of the normal form behind [`Fingerprint`] and [`Digests`]. A ledger line is compared by
/// the version it was written with, so a change of the normal form amends nothing.
pub const VERSION: u32 = 1;

/// A digest of everything the citizen's cells say. Unkeyed, because it never leaves the file that
/// holds the text itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a report's identity; see [`crate::domain::form::report::Report::identity`].
    pub fn of(identity: &Texts) -> Self {
        let mut hash = Sha256::new();
        for (field, text) in identity.iter() {
            hash.update(field.key());
            hash.update([0x1f]);
            hash.update(text);
            hash.update([0x1e]);
        }
        Self(format!("{VERSION}:{}", hex::encode(&hash.finalize()[..16])))
    }

    /// Reads a fingerprint back from a ledger cell; `None` when it was never one.
    pub fn parse(text: &str) -> Option<Self> {
        let (version, hex) = text.split_once(':')?;
        version.parse::<u32>().ok()?;
        let well_formed = hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        well_formed.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One short digest a field, kept in the ledger so that a later night can tell which fields of a
/// report changed, and which entry a changed row still resembles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests(Vec<(Field, u32)>);

impl Digests {
    /// The digests of a report's identity.
    pub fn of(identity: &Texts) -> Self {
        Self(identity.iter().map(|(field, text)| (field, digest(field, text))).collect())
    }

    /// Reads digests back from a ledger cell. A key this version does not know is left out: it
    /// takes no part in a comparison.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digests = Vec::new();
        for part in text.split_whitespace() {
            let (key, hex) = part.split_once(':')?;
            let value = u32::from_str_radix(hex, 16).ok()?;
            if let Some(field) = Field::ALL.into_iter().find(|field| field.key() == key) {
                digests.push((field, value));
            }
        }
        digests.sort_unstable();
        Some(Self(digests))
    }

    /// The digest of one field, `None` where its cell was blank.
    pub fn get(&self, field: Field) -> Option<u32> {
        self.0.binary_search_by_key(&field, |(field, _)| *field).ok().map(|at| self.0[at].1)
    }

    /// The fields that differ, blank against filled included, in the form's order.
    pub fn changed(&self, other: &Self) -> Vec<Field> {
        Field::ALL.into_iter().filter(|field| self.get(*field) != other.get(*field)).collect()
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
        for field in Field::ALL {
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
        let same = |field| self.get(field).is_some() && self.get(field) == other.get(field);
        same(Field::Subject) || same(Field::Grounds) || (same(Field::Date) && same(Field::Time))
    }
}

impl fmt::Display for Digests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, value)) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            write!(f, "{gap}{}:{value:08x}", field.key())?;
        }
        Ok(())
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
        | Field::Kind => 0.5,
        Field::Number | Field::Reply | Field::RegisteredBy | Field::SentOn | Field::Notes => 0.0,
    }
}

fn digest(field: Field, text: &str) -> u32 {
    let hash = Sha256::new().chain_update(field.key()).chain_update([0x1f]).chain_update(text).finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(cells: &[(Field, &str)]) -> Texts {
        cells.iter().copied().collect()
    }

    #[test]
    fn text_that_moves_to_the_next_column_is_another_report() {
        let one = identity(&[(Field::Subject, "a"), (Field::Grounds, "bc")]);
        let two = identity(&[(Field::Subject, "ab"), (Field::Grounds, "c")]);
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&two));
    }

    #[test]
    fn what_is_written_to_the_ledger_is_read_back_equal() {
        let report = identity(&[(Field::Name, "ana prueba"), (Field::Grounds, "no hay agua")]);
        let (print, digests) = (Fingerprint::of(&report), Digests::of(&report));
        assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
        assert_eq!(Digests::parse(&digests.to_string()), Some(digests));
        assert_eq!(Fingerprint::parse("1:zz"), None);
        assert_eq!(Digests::parse("name=12"), None);
    }

    #[test]
    fn resemblance_is_the_weighted_share_of_equal_fields() {
        let one = Digests::of(&identity(&[(Field::Document, "CC:1"), (Field::Date, "2026-11-17")]));
        let two = Digests::of(&identity(&[(Field::Document, "CC:1"), (Field::Date, "2026-11-18")]));
        assert!((one.resemblance(&two) - 0.75).abs() < 1e-9);
        assert_eq!(one.changed(&two), vec![Field::Date]);
        assert!(Digests::default().resemblance(&Digests::default()).abs() < 1e-9);
    }

    #[test]
    fn a_report_that_is_completed_is_still_what_it_was() {
        let minimal = [(Field::Date, "2026-11-17"), (Field::Profile, "@ana"), (Field::Subject, "fuga")];
        let rest = [(Field::Name, "ana prueba"), (Field::Document, "CC:1"), (Field::Grounds, "hace días")];
        let entry = Digests::of(&identity(&minimal));
        let completed = Digests::of(&identity(&[&minimal[..], &rest].concat()));
        assert!(entry.continuity(&completed) > 0.7, "{}", entry.continuity(&completed));
        assert!(completed.continuity(&entry) < 0.5, "emptied cells are a departure");
    }
}
