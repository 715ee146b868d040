//! Uniform changes: rows that changed in one column in one way.
//!
//! Somebody selects a block and presses Delete, deletes one cell and lets those below move up, or drags
//! one value over a column. No single row shows it, since each looks like a correction; more than five of
//! them do. Such rows are quarantined like those whose values changed places.
//!
//! - **Emptied**: the column has no value any more in these rows. A value that more than three entries had
//!   was nobody's own, and is not missed.
//! - **Shifted**: each row has the value that the row above or below it had, at least four in five of those
//!   that changed in the column do, and they are not all the same.
//! - **Filled with one value**: one value stands in place of more than three, in any field but those with few
//!   values. A placeholder does not count, nor does a value of more than three entries in a field in which
//!   people write something of their own; days and hours are shared, and a drag over them is no less a slip.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::matches::Match;
use crate::domain::reconcile::suspicious::{self, Changed, FEW, RARE, ValuesInUse};

/// The rows to quarantine, by index among the reports. `is_placeholder` says whether a cell holds what
/// people type where they have nothing to type.
pub fn quarantined(
    reports: &[Report],
    matches: &[Match],
    ledger: &Ledger,
    is_placeholder: impl Fn(&Report, Field) -> bool,
) -> HashSet<usize> {
    let changed = suspicious::changed(reports.iter(), matches, ledger);
    if changed.len() <= FEW {
        return HashSet::new();
    }

    let values_in_use = ValuesInUse::of(ledger);
    let known = known(reports, matches, ledger);
    let typed = |row: &&Changed<'_>, field: Field| !is_placeholder(&reports[row.at], field);

    let mut quarantined = HashSet::new();
    for field in Field::ALL {
        let of_field: Vec<&Changed<'_>> =
            changed.iter().filter(|row| row.was.changed(row.now).contains(&field)).collect();
        if of_field.len() <= FEW {
            continue;
        }
        let typed: Vec<&Changed<'_>> = of_field.iter().copied().filter(|row| typed(row, field)).collect();
        quarantined.extend(emptied(&of_field, field, &values_in_use));
        quarantined.extend(filled_with_one_value(&typed, field, &values_in_use));
        quarantined.extend(shifted(&of_field, field, &known));
    }
    quarantined
}

/// The content of each known row, before and now, in the order of the sheet.
fn known<'a>(
    reports: &'a [Report],
    matches: &[Match],
    ledger: &'a Ledger,
) -> Vec<(usize, &'a Digests, &'a Digests)> {
    let row = |(at, found): (usize, &Match)| match found {
        Match::Same(id) | Match::Changed { id, .. } => Some((at, ledger.content(*id)?, &reports[at].digests)),
        Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
    };
    matches.iter().enumerate().filter_map(row).collect()
}

fn emptied(rows: &[&Changed<'_>], field: Field, values_in_use: &ValuesInUse) -> Vec<usize> {
    let missed = |was: FieldDigest| !suspicious::is_own(field) || values_in_use.is_rare(field, was);
    let emptied =
        |row: &&&Changed<'_>| row.now.get(field).is_none() && row.was.get(field).is_some_and(missed);
    more_than_a_few(rows.iter().filter(emptied).map(|row| row.at).collect())
}

fn filled_with_one_value(rows: &[&Changed<'_>], field: Field, values_in_use: &ValuesInUse) -> Vec<usize> {
    if field.has_few_values() || field.is_office() {
        return Vec::new();
    }

    let mut by_value: HashMap<FieldDigest, (Vec<usize>, HashSet<FieldDigest>)> = HashMap::new();
    for row in rows {
        let (Some(was), Some(now)) = (row.was.get(field), row.now.get(field)) else { continue };
        if values_in_use.is_rare(field, now) {
            let (rows, before) = by_value.entry(now).or_default();
            rows.push(row.at);
            before.insert(was);
        }
    }

    let one = by_value.into_values().filter(|(_, before)| before.len() > RARE);
    one.flat_map(|(rows, _)| more_than_a_few(rows)).collect()
}

fn shifted(rows: &[&Changed<'_>], field: Field, known: &[(usize, &Digests, &Digests)]) -> Vec<usize> {
    let changed: HashSet<usize> = rows.iter().map(|row| row.at).collect();
    let mut up = HashMap::new();
    let mut down = HashMap::new();
    for pair in known.windows(2) {
        let [(above, was_above, now_above), (below, was_below, now_below)] = pair else { continue };
        if changed.contains(above) && now_above.get(field) == was_below.get(field) {
            up.insert(*above, now_above.get(field));
        }
        if changed.contains(below) && now_below.get(field) == was_above.get(field) {
            down.insert(*below, now_below.get(field));
        }
    }

    let shift = if up.len() >= down.len() { up } else { down };
    let values: HashSet<FieldDigest> = shift.values().copied().flatten().collect();
    if shift.len() * 5 < rows.len() * 4 || values.len() < 2 {
        return Vec::new();
    }
    if shift.len() <= FEW {
        return Vec::new();
    }
    // The cell at the end of the run has no neighbour's value; a blank that was filled is no part of it.
    let in_shift = |row: &&&Changed<'_>| shift.contains_key(&row.at) || row.was.get(field).is_some();
    rows.iter().filter(in_shift).map(|row| row.at).collect()
}

fn more_than_a_few(rows: Vec<usize>) -> Vec<usize> {
    if rows.len() > FEW { rows } else { Vec::new() }
}
