//! Pushed rows: known rows whose cells stand one column to the right of where they were.
//!
//! Somebody inserts a cell and has the others shifted right. From there on each value stands in the column of
//! another field, so that the row resembles its report no more: it would be handed over a second time, without
//! name or address. But without the cell that was inserted it says exactly what it said, as no other row does.
//! Its changes are held back until the cells are put back.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::{Layout, Sheet, StaffTab};
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::Match;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;

/// Fewest fields that tell a row without the cell that was inserted.
const FIELDS: usize = 3;

/// The pushed rows, by index among the reports, each with the report that it is.
pub(super) fn rows(
    sheet: &Sheet,
    tab: &StaffTab<'_>,
    matches: &[Match],
    ledger: &Ledger,
) -> Vec<(usize, ReportId)> {
    let Some(layout) = &sheet.layout else { return Vec::new() };
    let changed = |found: &Match| matches!(found, Match::Changed { .. } | Match::New { .. });
    if ledger.head().is_known_before() || !matches.iter().any(changed) {
        return Vec::new();
    }

    let mut unclaimed = unclaimed(matches, ledger);
    let mut pushed = Vec::new();
    for (at, found) in matches.iter().enumerate() {
        let without = || without_each_cell(layout, tab.row(sheet.reports[at].row.index()));
        let id = match found {
            Match::Changed { id, .. } => {
                let content = ledger.content(*id);
                content.and_then(|content| without().any(|row| row.says_the_same(content)).then_some(*id))
            }
            Match::New { .. } if !unclaimed.is_empty() => {
                without().find_map(|row| unclaimed.remove(&Fingerprint::of(&row)))
            }
            Match::New { .. } | Match::Same(_) | Match::Repeat(_) | Match::BeforeStart => None,
        };
        pushed.extend(id.map(|id| (at, id)));
    }
    pushed
}

/// The reports that no row is, by what they say.
fn unclaimed(matches: &[Match], ledger: &Ledger) -> HashMap<Fingerprint, ReportId> {
    let claimed: HashSet<ReportId> = matches
        .iter()
        .filter_map(|found| match found {
            Match::Same(id) | Match::Changed { id, .. } => Some(*id),
            Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
        })
        .collect();
    let unclaimed = ledger.ids().filter(|id| !claimed.contains(id));
    unclaimed.filter_map(|id| Some((Fingerprint::of(ledger.content(id)?), id))).collect()
}

/// The contents of a row without one of its cells: one for each cell that has a filled one to its right.
fn without_each_cell(layout: &Layout, cells: &[Cell]) -> impl Iterator<Item = Digests> {
    let last = cells.iter().rposition(|cell| !cell.is_blank()).unwrap_or(0);
    let without = (0..last).map(|gap| layout.digests_without(cells, ColumnIndex::new(gap)));
    let tells = |row: &Digests| {
        let filled = row.iter().filter(|(field, _)| !field.has_few_values());
        filled.count() >= FIELDS && row.iter().any(|(field, _)| Field::is_citizens(field))
    };
    without.filter(tells)
}
