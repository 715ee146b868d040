//! Which rows stood in the sheet on the first night, whatever was edited in them since.

use std::collections::HashMap;
use std::fmt;

use crate::domain::finding::field::Field;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::reconcile::claim::only_one_similar;
use crate::domain::reconcile::similarity::SimilarityIndex;

/// The fields of which an earlier row keeps a digest each.
const DIGESTED: [Field; 5] = [Field::Date, Field::Document, Field::Phone, Field::Subject, Field::Grounds];
/// How much of a fingerprint is kept: the version of identity and 48 bits.
const SHORT: usize = 10;

/// A row of the first night, as far as it is kept: a short fingerprint of all that it said, and the digests
/// of the fields by which it is known again once somebody has edited it. Written in at most 60 characters.
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
        Self { fingerprint, digests: digests.within(DIGESTED.into_iter().collect()) }
    }

    /// Reads a row back as it is written, with the fields that had a column then; `None` where the text is
    /// none.
    pub fn parse(text: &str, read: FieldSet) -> Option<Self> {
        let (fingerprint, digests) = text.split_once(' ')?;
        let digests = Digests::parse(digests, read.and(DIGESTED.into_iter().collect()))?;
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

/// For each row, `true` if it is one of the earlier rows, each of which is one row at most: by the same
/// content, then by all that is kept, then as the only one that it resembles. What one of these has claimed
/// no later one takes away.
pub fn stood(rows: &[&Digests], earlier: &[EarlierRow]) -> Vec<bool> {
    let rows: Vec<EarlierRow> = rows.iter().map(|digests| EarlierRow::of(digests)).collect();
    let mut claims = EarlierClaims {
        rows: &rows,
        earlier,
        stood: vec![false; rows.len()],
        taken: vec![false; earlier.len()],
    };
    let read = |rows: &[EarlierRow]| rows.first().map(|row| row.digests.read()).unwrap_or_default();
    let both = read(&rows).and(read(earlier));

    claims.by(|row| Some(row.fingerprint.clone()));
    claims.by(|row| row.says_something().then(|| Fingerprint::within(&row.digests, both).to_string()));
    claims.by_similarity();
    claims.stood
}

/// The earlier rows that rows have claimed so far.
struct EarlierClaims<'a> {
    rows: &'a [EarlierRow],
    earlier: &'a [EarlierRow],
    /// Of each row whether it has claimed one.
    stood: Vec<bool>,
    /// Of each earlier row whether it is claimed.
    taken: Vec<bool>,
}

impl EarlierClaims<'_> {
    /// Claims for each open row an earlier one with the same key.
    fn by(&mut self, key: impl Fn(&EarlierRow) -> Option<String>) {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        let unclaimed = self.earlier.iter().enumerate().filter(|(at, _)| !self.taken[*at]);
        for (at, key) in unclaimed.filter_map(|(at, row)| Some((at, key(row)?))) {
            known.entry(key).or_default().push(at);
        }

        for (at, row) in self.rows.iter().enumerate().filter(|(at, _)| !self.stood[*at]).collect::<Vec<_>>() {
            let same = key(row).and_then(|key| known.get_mut(&key)).and_then(Vec::pop);
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
        let similar = |(at, row): (usize, &EarlierRow)| {
            only_one_similar(&row.digests, &index).map(|(weight, earlier)| (weight, at, earlier))
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
    fn of_two_equal_rows_one_stood_there_once() {
        let minimal = digests(&[(Field::Date, "2026-10-20"), (Field::Subject, "no hay agua")]);
        let earlier = [EarlierRow::of(&minimal)];
        assert_eq!(stood(&[&minimal, &minimal], &earlier), [true, false]);
        assert_eq!(stood(&[&minimal, &minimal], &[earlier[0].clone(), earlier[0].clone()]), [true, true]);
        assert_eq!(stood(&[&minimal], &[]), [false]);
    }
}
