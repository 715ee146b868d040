//! Scrambled rows: rows made of nothing but cells of known reports.
//!
//! After a sort of half the columns, a row is half one report and half another, and resembles neither
//! enough, or both equally. It has no cell of its own, so it is no new report. Which report it is
//! matters little, because it is quarantined with all other rows of the sort. Where nothing is
//! quarantined, such a row is a new report.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::claim::{Candidate, RowClaims};
use crate::domain::reconcile::matches::Match;
use crate::domain::reconcile::row::ComparedRow;
use crate::domain::reconcile::similarity::SimilarityIndex;
use crate::domain::reconcile::suspicious;

/// Claims an entry for each scrambled row that is quarantined once it has the entry.
pub(super) fn claim(rows: &[ComparedRow<'_>], ledger: &Ledger, claims: &mut RowClaims<'_>) {
    let mut scrambled = assigned(rows, ledger, claims);

    // A row that is dropped takes changes away from the others, so the rest is tried again until all
    // that are left are quarantined.
    while !scrambled.is_empty() {
        let quarantined = quarantined_with(&scrambled, rows, ledger, claims);
        let before = scrambled.len();
        scrambled.retain(|row, _| quarantined.contains(row));

        if scrambled.len() == before {
            break;
        }
    }

    for (row, id) in scrambled {
        claims.change(row, id, rows, ledger);
    }
}

/// The rows that would be quarantined if each scrambled row were the entry assigned to it.
fn quarantined_with(
    scrambled: &HashMap<usize, ReportId>,
    rows: &[ComparedRow<'_>],
    ledger: &Ledger,
    claims: &RowClaims<'_>,
) -> HashSet<usize> {
    let mut trial = claims.clone();
    for (row, id) in scrambled {
        trial.change(*row, *id, rows, ledger);
    }

    let matches = trial.into_matches().into_iter();
    let matches: Vec<Match> = matches.map(|found| found.unwrap_or(Match::New { resembles: None })).collect();

    suspicious::quarantined(rows.iter().map(|row| row.report), &matches, ledger)
}

/// The scrambled rows among those that have claimed no entry, each with an unclaimed entry: the most
/// similar one where there is one.
fn assigned(rows: &[ComparedRow<'_>], ledger: &Ledger, claims: &RowClaims<'_>) -> HashMap<usize, ReportId> {
    let open: Vec<usize> = (0..rows.len()).filter(|at| claims.is_open(*at)).collect();
    if open.is_empty() {
        return HashMap::new();
    }

    let displaced = displaced_values(ledger, claims);
    let mut scrambled: Vec<usize> =
        open.into_iter().filter(|at| is_scrambled(&rows[*at], &displaced)).collect();
    let unclaimed: Vec<ReportId> = ledger.ids().filter(|id| !claims.has_taken(*id)).collect();

    let (mut assigned, mut taken) = (HashMap::new(), HashSet::new());
    for Candidate { row, id, .. } in candidates(&scrambled, &unclaimed, rows, ledger) {
        if !assigned.contains_key(&row) && taken.insert(id) {
            assigned.insert(row, id);
        }
    }

    // All entries that a row resembles may be assigned to other rows by now: the row is one of the
    // entries that are left.
    scrambled.retain(|row| !assigned.contains_key(row));
    scrambled.sort_by(|one, two| rows[*one].fingerprint.cmp(&rows[*two].fingerprint).then(one.cmp(two)));
    let left = unclaimed.into_iter().filter(|id| !taken.contains(id));
    assigned.extend(scrambled.into_iter().zip(left));

    assigned
}

/// The unclaimed entries that each scrambled row resembles, the best first. An entry that the row's ID
/// cell names comes before all others.
fn candidates(
    scrambled: &[usize],
    unclaimed: &[ReportId],
    rows: &[ComparedRow<'_>],
    ledger: &Ledger,
) -> Vec<Candidate> {
    let index = SimilarityIndex::of_contents(unclaimed.iter().copied(), ledger);
    let mut candidates = Vec::new();

    for at in scrambled.iter().copied() {
        let of_row = |(similarity, id, _)| {
            let named = if rows[at].id == Some(id) { 1.0 } else { 0.0 };
            Candidate { weight: similarity + named, row: at, id }
        };
        candidates.extend(index.similar(rows[at].digests).map(of_row));
    }

    Candidate::best_first(&mut candidates, rows);
    candidates
}

/// The values of those entries whose content no row has unchanged. A scrambled row consists of such
/// values.
fn displaced_values(ledger: &Ledger, claims: &RowClaims<'_>) -> HashSet<(Field, FieldDigest)> {
    let unchanged = claims.unchanged();
    let others = ledger.ids().filter(|id| !unchanged.contains(id)).filter_map(|id| ledger.content(id));
    others.flat_map(own_values).collect()
}

/// Returns `true` if all values of a row are displaced ones. Two values are the least that can come from
/// two reports.
fn is_scrambled(row: &ComparedRow<'_>, displaced: &HashSet<(Field, FieldDigest)>) -> bool {
    let values: Vec<_> = own_values(row.digests).collect();
    values.len() > 1 && values.iter().all(|value| displaced.contains(value))
}

/// The values of the fields in which people write something of their own.
fn own_values(digests: &Digests) -> impl Iterator<Item = (Field, FieldDigest)> {
    let own = Field::ALL.into_iter().filter(|field| suspicious::is_own(*field));
    own.filter_map(|field| Some((field, digests.get(field)?)))
}
