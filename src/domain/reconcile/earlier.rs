//! Which rows stood in the sheet on the first night, whatever was edited in them since.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use crate::domain::finding::field::Field;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::reconcile::claim::only_one_similar;
use crate::domain::reconcile::similarity::SimilarityIndex;

/// The fields by which an earlier row is known again, the most telling first.
const TELLING: [Field; 18] = [
    Field::Document,
    Field::Phone,
    Field::Subject,
    Field::Grounds,
    Field::Name,
    Field::Profile,
    Field::Address,
    Field::Subscriber,
    Field::Email,
    Field::Link,
    Field::Time,
    Field::Place,
    Field::District,
    Field::Service,
    Field::Kind,
    Field::Interaction,
    Field::Network,
    Field::DocumentType,
];
/// Of how many of them, besides the date, a row keeps a digest each.
const DIGESTED: usize = 4;
/// How much of a fingerprint is kept: the version of identity and 48 bits.
const SHORT: usize = 10;

/// A row of the first night, as far as it is kept: a short fingerprint of all that it said, and digests of its
/// date and of the most telling fields that it fills, by which it is known again once somebody has edited it.
/// Written in at most 60 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRow {
    fingerprint: String,
    digests: Digests,
}

impl EarlierRow {
    /// The row of a report.
    pub fn of(digests: &Digests) -> Self {
        let mut fingerprint = Fingerprint::of(digests).to_string();
        fingerprint.truncate(SHORT);
        Self { fingerprint, digests: digests.within(digested(digests)) }
    }

    /// Reads a row back as it is written, with the fields that had a column then; `None` where the text is
    /// none.
    pub fn parse(text: &str, read: FieldSet) -> Option<Self> {
        let (fingerprint, digests) = text.split_once(' ')?;
        let digests = Digests::parse(digests, read)?;
        let digests = digests.within(digested(&digests));
        (fingerprint.len() == SHORT).then(|| Self { fingerprint: fingerprint.to_owned(), digests })
    }

    /// Returns `true` if the row says more than when it was, in the fields that are kept.
    fn says_something(&self) -> bool {
        self.digests.iter().any(|(field, _)| field != Field::Date)
    }
}

impl fmt::Display for EarlierRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.fingerprint, self.digests)
    }
}

/// The fields of which a row keeps a digest. Where it fills fewer than it could keep, that the others are blank
/// is kept too.
fn digested(digests: &Digests) -> FieldSet {
    let filled = TELLING.into_iter().filter(|field| digests.get(*field).is_some());
    let chosen: Vec<Field> = filled.take(DIGESTED).collect();
    let fields = if chosen.len() < DIGESTED { TELLING.to_vec() } else { chosen };
    fields.into_iter().chain([Field::Date]).collect()
}

/// For each row, `true` if it is one of the earlier rows, each of which is one row at most: by the same
/// content, then by all that is kept, then as the only one that it resembles. What one of these has claimed
/// no later one takes away.
pub fn stood(rows: &[&Digests], earlier: &[EarlierRow]) -> Vec<bool> {
    let mut claims =
        EarlierClaims { rows, earlier, stood: vec![false; rows.len()], taken: vec![false; earlier.len()] };
    let read = rows.first().map(|row| row.read()).unwrap_or_default();
    let sets: BTreeSet<FieldSet> =
        earlier.iter().filter(|row| row.says_something()).map(|row| row.digests.read()).collect();

    claims.by(|row| Some(row.fingerprint.clone()), |row| EarlierRow::of(row).fingerprint);
    for set in sets {
        let both = set.and(read);
        let within = |digests: &Digests| Fingerprint::within(digests, both).to_string();
        claims.by(
            |row| (row.digests.read() == set && row.says_something()).then(|| within(&row.digests)),
            within,
        );
    }
    claims.by_similarity();
    claims.stood
}

/// The earlier rows that rows have claimed so far.
struct EarlierClaims<'a> {
    rows: &'a [&'a Digests],
    earlier: &'a [EarlierRow],
    /// Of each row whether it has claimed one.
    stood: Vec<bool>,
    /// Of each earlier row whether it is claimed.
    taken: Vec<bool>,
}

impl EarlierClaims<'_> {
    /// Claims for each open row an earlier one with the same key. `None` where an earlier one has none.
    fn by(&mut self, key: impl Fn(&EarlierRow) -> Option<String>, of_row: impl Fn(&Digests) -> String) {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        let unclaimed = self.earlier.iter().enumerate().filter(|(at, _)| !self.taken[*at]);
        for (at, key) in unclaimed.filter_map(|(at, row)| Some((at, key(row)?))) {
            known.entry(key).or_default().push(at);
        }

        for (at, row) in self.rows.iter().enumerate().filter(|(at, _)| !self.stood[*at]).collect::<Vec<_>>() {
            let same = known.get_mut(&of_row(row)).and_then(Vec::pop);
            if let Some(same) = same {
                self.claim(at, same);
            }
        }
    }

    /// Claims for each open row the earlier one that it alone resembles, best resemblance first.
    fn by_similarity(&mut self) {
        let unclaimed = self.earlier.iter().enumerate().filter(|(at, _)| !self.taken[*at]);
        let index = SimilarityIndex::of(unclaimed.map(|(at, row)| (at, &row.digests)));
        let open = self.rows.iter().enumerate().filter(|(at, _)| !self.stood[*at]);
        let similar = |(at, row): (usize, &&Digests)| {
            only_one_similar(row, &index).map(|(weight, earlier)| (weight, at, earlier))
        };

        let mut candidates: Vec<(f64, usize, usize)> = open.filter_map(similar).collect();
        candidates.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(two.1, two.2))));
        for (_, row, earlier) in candidates {
            if !self.taken[earlier] {
                self.claim(row, earlier);
            }
        }
    }

    fn claim(&mut self, row: usize, earlier: usize) {
        self.stood[row] = true;
        self.taken[earlier] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::digests;

    fn report(n: usize) -> Vec<(Field, String)> {
        [Field::Date, Field::Document, Field::Phone, Field::Subject, Field::Grounds, Field::Name]
            .map(|field| (field, format!("{} {n}", field.key())))
            .into()
    }

    fn of(cells: &[(Field, String)]) -> Digests {
        digests(&cells.iter().map(|(field, text)| (*field, text.as_str())).collect::<Vec<_>>())
    }

    #[test]
    fn a_row_is_kept_in_sixty_characters_and_read_back() {
        for digests in [of(&report(1)), Digests::elsewhere(FieldSet::all(), "sin agua"), digests(&[])] {
            let row = EarlierRow::of(&digests);
            assert!(row.to_string().len() <= 60, "{row}");
            assert_eq!(EarlierRow::parse(&row.to_string(), FieldSet::all()), Some(row));
        }
        for damaged in ["", "1:AAAAAAAA", "1:AAAA dAAAAAAAA", "1:AAAAAAAA d1"] {
            assert_eq!(EarlierRow::parse(damaged, FieldSet::all()), None, "{damaged}");
        }
    }

    #[test]
    fn an_edited_row_is_the_one_it_was_and_a_new_one_is_none() {
        let earlier: Vec<EarlierRow> = (0..3).map(|n| EarlierRow::of(&of(&report(n)))).collect();
        let mut renamed = report(0);
        renamed[5].1 = "another name".into();
        let mut corrected = report(1);
        corrected[1].1 = "another document".into();
        let new = report(9);
        let rows = [of(&new), of(&corrected), of(&renamed), of(&report(2))];
        let rows: Vec<&Digests> = rows.iter().collect();
        assert_eq!(stood(&rows, &earlier), [false, true, true, true]);
    }

    #[test]
    fn a_row_without_document_phone_and_texts_is_known_by_what_else_it_fills() {
        let row = |n: usize| -> Vec<(Field, String)> {
            [Field::Date, Field::Profile, Field::Name, Field::Email, Field::Address, Field::Network]
                .map(|field| (field, format!("{} {n}", field.key())))
                .into()
        };
        let earlier: Vec<EarlierRow> = (0..2).map(|n| EarlierRow::of(&of(&row(n)))).collect();
        let written = earlier[0].to_string();
        assert!(written.len() <= 60, "{written}");
        assert_eq!(EarlierRow::parse(&written, FieldSet::all()).as_ref(), Some(&earlier[0]));

        let mut renamed = row(0);
        renamed[2].1 = "another name".into();
        let mut completed = row(1);
        completed.push((Field::Document, "1".into()));
        let rows = [of(&completed), of(&row(9)), of(&renamed)];
        let rows: Vec<&Digests> = rows.iter().collect();
        assert_eq!(stood(&rows, &earlier), [true, false, true]);
    }

    #[test]
    fn of_two_equal_rows_one_stood_there_once() {
        let minimal = digests(&[(Field::Date, "2026-10-20"), (Field::Subject, "no hay agua")]);
        let earlier = [EarlierRow::of(&minimal)];
        assert_eq!(stood(&[&minimal, &minimal], &earlier), [true, false]);
        assert_eq!(stood(&[&minimal, &minimal], &[earlier[0].clone(), earlier[0].clone()]), [true, true]);
        assert_eq!(stood(&[&minimal], &[]), [false]);
    }
}
