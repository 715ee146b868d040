//! Holds ledger, guards and tabs against what is proved, and says where they differ.

use std::collections::BTreeSet;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::chain::Link;
use crate::domain::ledger::cross_checks::CrossChecks;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::lines::{self, Handoffs, LedgerLine};
use crate::domain::ledger::verification::Sources;
use crate::domain::ledger::verification::discrepancy::Discrepancy;
use crate::domain::ledger::verification::resolve::Resolution;
use crate::domain::ledger::{Damage, GUARDS_RETAINED, WATCHED_DAYS};
use crate::sheet::cell::Cell;

/// Compares the ledger with what was proved.
pub(super) fn ledger(
    ledger: &Handoffs,
    unreadable: Vec<Damage>,
    found: &Resolution,
    last: HandoffNumber,
    sources: &Sources<'_>,
    said: &mut Vec<Discrepancy>,
) {
    if !sources.cross_checks.has_ledger {
        if !last.is_known_before() {
            said.push(Discrepancy::Ledger(Damage::NoLedger { handoffs: last }));
        }
        return;
    }

    let header = sources.rows.iter().find(|row| lines::is_header(row));
    let as_written = |row: &Vec<Cell>| {
        Entry::HEADERS
            .iter()
            .enumerate()
            .all(|(at, name)| row.get(at).is_some_and(|cell| cell.text() == *name))
    };

    if !header.is_some_and(as_written) {
        said.push(Discrepancy::Header);
    }

    said.extend(unreadable.into_iter().map(Discrepancy::Ledger));
    let mut gone: Option<(HandoffNumber, HandoffNumber)> = None;

    for (number, lines) in &found.lines {
        match ledger.get(number) {
            Some(written) if written == lines => {}
            _ if number.is_known_before() => said.push(Discrepancy::Ledger(Damage::KnownBefore)),
            Some(_) => said.push(Discrepancy::Ledger(Damage::Broken { number: *number })),
            None => {
                gone = match gone {
                    Some((first, before)) if before.next() == *number => Some((first, *number)),
                    Some((first, last)) => {
                        said.push(Discrepancy::Gone { first, last });
                        Some((*number, *number))
                    }
                    None => Some((*number, *number)),
                };
            }
        }
    }

    said.extend(gone.map(|(first, last)| Discrepancy::Gone { first, last }));
    let unexpected_lines =
        ledger.range(last.next()..).map(|(number, _)| Discrepancy::Unexpected { number: *number });
    said.extend(unexpected_lines);
    let known_before = found.lines.contains_key(&HandoffNumber::KNOWN_BEFORE)
        || found.unprovable.contains(&HandoffNumber::KNOWN_BEFORE);

    if ledger.contains_key(&HandoffNumber::KNOWN_BEFORE) && !known_before {
        said.push(Discrepancy::Unexpected { number: HandoffNumber::KNOWN_BEFORE });
    }
}

/// Compares the guards with what was proved; the answer is what makes them right.
pub(super) fn guards(
    found: &Resolution,
    last: HandoffNumber,
    cross_checks: &CrossChecks,
    said: &mut Vec<Discrepancy>,
) -> Vec<(HandoffNumber, u32, Link)> {
    let bad =
        cross_checks.bad_guards.iter().map(|id| Discrepancy::Ledger(Damage::BadGuard { metadata_id: *id }));
    said.extend(bad);
    let mut guards = Vec::new();

    for (number, link) in &found.links {
        let guard = cross_checks.guards.iter().find(|guard| guard.number == *number);
        let count = found.lines.get(number).map_or(0, Vec::len);
        match guard {
            Some(_) if found.wrong_guards.contains(number) => {
                said.push(Discrepancy::WrongGuard { number: *number });
            }
            // A guard that cannot be read is said already.
            None if cross_checks.bad_guards.contains(&cross_checks.id_space.guard(*number)) => {}
            None if number.distance_to(last) < GUARDS_RETAINED || number.is_known_before() => {
                said.push(Discrepancy::Ledger(Damage::Unguarded { number: *number }));
            }
            _ => continue,
        }
        guards.push((*number, u32::try_from(count).unwrap_or(u32::MAX), link.clone()));
    }

    guards
}

/// Compares the tabs with what was proved; the answer is how many hold their lines, and how many old
/// ones are no longer in the file.
pub(super) fn tabs(found: &Resolution, sources: &Sources<'_>, said: &mut Vec<Discrepancy>) -> (usize, usize) {
    let (mut agreeing, mut moved_away) = (0, 0);
    let put_away = put_away(found);
    let watched = |line: &LedgerLine| (sources.today - line.entry.handed_over).num_days() <= WATCHED_DAYS;
    let mut unlisted = false;

    for (number, lines) in &found.lines {
        match sources.columns.get(number) {
            Some(column) => {
                let mut texts =
                    column.texts.iter().filter_map(|text| LedgerLine::from_record(text)).collect::<Vec<_>>();
                texts.sort_by_key(|line| line.entry.line);
                texts.dedup();
                let readable = column.texts.iter().all(|text| LedgerLine::from_record(text).is_some());
                if readable && texts == *lines {
                    agreeing += 1;
                } else {
                    let again =
                        put_away.contains(number) || (!number.is_known_before() && lines.iter().any(watched));
                    let title = column.title.clone();
                    said.push(Discrepancy::TabRecords { number: *number, title, again });
                }
            }
            None if put_away.contains(number) => unlisted = true,
            // The ledger keeps what was known before the first hand-off; no night writes it again.
            None if number.is_known_before() => {}
            None if lines.iter().any(watched) => said.push(Discrepancy::NoTab { number: *number }),
            None => moved_away += 1,
        }
    }

    if unlisted {
        said.push(Discrepancy::Unlisted);
    }

    (agreeing, moved_away)
}

/// The hand-offs that were archived, and the numbers that record it: what lists them is one tab for all.
fn put_away(found: &Resolution) -> BTreeSet<HandoffNumber> {
    let records = found.lines.values().flatten().filter(|line| line.entry.class == Class::Archived);
    let numbers = records.flat_map(|line| {
        let archiving = line.entry.note.parse::<Archiving>().ok();
        archiving.map(|archiving| archiving.handoff).into_iter().chain([line.entry.number])
    });
    numbers.collect()
}
