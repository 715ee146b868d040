//! Rows made of nothing but cells of known reports.
//!
//! After a sort of half the columns a row is half one report and half another, and resembles
//! neither enough, or both too much. It says nothing of its own, so it is no new report; which
//! report it is matters little, because it is held back with the rest of the sort. Where nothing is
//! held, such a row stays what it was taken for: new.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::claim::{Candidate, RowClaims};
use crate::domain::reconcile::similarity::Index;
use crate::domain::reconcile::{ComparedRow, Match, suspicious};

/// Claims an entry for each row that is made of pieces and would be held back.
pub(super) fn claim(rows: &[ComparedRow<'_>], ledger: &Ledger, claims: &mut RowClaims) {
    let mut scrambled = candidates(rows, ledger, claims);
    while !scrambled.is_empty() {
        let mut trial = claims.clone();
        for (row, id) in &scrambled {
            trial.change(*row, *id, rows, ledger);
        }
        let matches: Vec<Match> = trial
            .into_matches()
            .into_iter()
            .map(|found| found.unwrap_or(Match::New { resembles: None }))
            .collect();
        let quarantined = suspicious::quarantined(rows.iter().map(|row| row.report), &matches, ledger);
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

/// The rows that no entry is claimed by and that say nothing of their own, each with a free
/// entry, the one most like it where there is one.
fn candidates(rows: &[ComparedRow<'_>], ledger: &Ledger, claims: &RowClaims) -> HashMap<usize, ReportId> {
    let open: Vec<usize> = (0..rows.len()).filter(|at| claims.is_open(*at)).collect();
    if open.is_empty() {
        return HashMap::new();
    }

    let moved = moved(ledger, claims);
    let free: Vec<ReportId> = ledger.ids().filter(|id| !claims.has_taken(*id)).collect();
    let index = Index::of(free.iter().filter_map(|id| Some((*id, &ledger.latest(*id)?.digests))));
    let mut is_scrambled: Vec<usize> =
        open.into_iter().filter(|at| says_nothing_of_its_own(&rows[*at], &moved)).collect();
    let mut candidates = Vec::new();

    for at in is_scrambled.iter().copied() {
        let of_row = |(similarity, id, _)| {
            let named = if rows[at].id == Some(id) { 1.0 } else { 0.0 };
            Candidate { weight: similarity + named, row: at, id }
        };
        candidates.extend(index.similar(&rows[at].digests).map(of_row));
    }

    Candidate::best_first(&mut candidates, rows);
    let (mut scrambled, mut taken) = (HashMap::new(), HashSet::new());

    for Candidate { row, id, .. } in candidates {
        if !scrambled.contains_key(&row) && taken.insert(id) {
            scrambled.insert(row, id);
        }
    }

    // Both reports of such a row may have gone to others by now: it is one of those that are left.
    is_scrambled.retain(|row| !scrambled.contains_key(row));
    is_scrambled.sort_by(|one, two| rows[*one].print.cmp(&rows[*two].print).then(one.cmp(two)));
    let left = free.into_iter().filter(|id| !taken.contains(id));
    scrambled.extend(is_scrambled.into_iter().zip(left));

    scrambled
}

/// The values of entries that stand in no row unchanged.
fn moved(ledger: &Ledger, claims: &RowClaims) -> HashSet<(Field, u32)> {
    let settled = claims.unchanged();
    let unsettled = ledger.ids().filter(|id| !settled.contains(id)).filter_map(|id| ledger.latest(id));
    let own = |field: &Field| suspicious::is_own(*field);
    unsettled
        .flat_map(|entry| {
            Field::ALL.into_iter().filter(own).filter_map(|field| Some((field, entry.digests.get(field)?)))
        })
        .collect()
}

/// Two cells are the least that can come from two reports.
fn says_nothing_of_its_own(row: &ComparedRow<'_>, moved: &HashSet<(Field, u32)>) -> bool {
    let own = |field: Field| Some((field, row.digests.get(field)?)).filter(|_| suspicious::is_own(field));
    let cells: Vec<_> = Field::ALL.into_iter().filter_map(own).collect();
    cells.len() > 1 && cells.iter().all(|cell| moved.contains(cell))
}
