//! Proves that ledger, guards and hand-off tabs agree, and says what makes them agree again.
//!
//! Every hand-off was written twice, in the ledger and in the hidden column of its tab, and left a
//! guard; the chain binds each to all before it. So damage in one place is repaired from the others,
//! and nothing is believed that is not proved.

mod compare;
mod discrepancy;
mod resolve;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::discrepancy::Discrepancy;
use self::resolve::resolve;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Damage;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::cross_checks::{CrossChecks, LedgerEnd};
use crate::domain::ledger::lines::{self, Handoffs, LedgerLine};
use crate::sheet::cell::Cell;

/// The hidden columns of one hand-off's tabs: its own, and those that hold lines which it lost.
#[derive(Debug)]
pub struct HiddenColumn {
    /// Title of the first of them.
    pub title: String,
    /// The texts of its cells that are not blank, its header left out.
    pub texts: Vec<String>,
}

/// All that is read for a proof.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The file's id.
    pub spreadsheet_id: &'a str,
    /// The ledger tab, header included.
    pub rows: &'a [Vec<Cell>],
    /// The hidden column of each hand-off tab that stands.
    pub columns: &'a BTreeMap<HandoffNumber, HiddenColumn>,
    /// The day in Colombia.
    pub today: NaiveDate,
    /// Everything else.
    pub cross_checks: &'a CrossChecks,
}

/// The result of a verification, and where it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The last hand-off that is proved, with all before it.
    pub head: HandoffNumber,
    /// The chain after it.
    pub link: Link,
    /// The day of it.
    pub handed_over: Option<NaiveDate>,
    /// Lines of all hand-offs that are proved.
    pub lines: usize,
    /// Guards that agree.
    pub guards: usize,
    /// Tabs that agree.
    pub tabs: usize,
    /// Tabs of old hand-offs that are no longer in the file.
    pub moved_away: usize,
    /// The lines of all hand-offs, as far as they can be proved.
    pub handoffs: Handoffs,
    /// Where they disagree.
    pub discrepancies: Vec<Discrepancy>,
    /// The writes that make the copies agree; `None` where nothing is to be written or something cannot
    /// be proved.
    pub repair_plan: Option<RepairPlan>,
}

/// The writes of a repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepairPlan {
    /// The whole ledger, when it is written again.
    pub ledger: Option<Vec<Vec<String>>>,
    /// The hand-offs that are written again.
    pub rebuilt: Vec<HandoffNumber>,
    /// The guards that are made again: number, lines, chain.
    pub guards: Vec<(HandoffNumber, u32, Link)>,
    /// The hand-offs that the ledger is without from now on, the first and the last.
    pub given_up: Option<(HandoffNumber, HandoffNumber)>,
}

/// Proves what can be proved.
pub fn verify(sources: &Sources<'_>) -> Verification {
    let cross_checks = sources.cross_checks;
    let origin = Link::origin(sources.spreadsheet_id);
    let (ledger, unreadable) = lines::collect(sources.rows);
    let tabs = tab_lines(sources.columns);

    if let Some(metadata_id) = cross_checks.bad_origin {
        return nothing(origin, Damage::BadOrigin { metadata_id });
    }
    if let Some(copy) = copy(&ledger, &tabs, sources) {
        return nothing(origin, copy);
    }

    let last = last_with_a_trace(&ledger, &tabs, cross_checks, &origin);
    let found = resolve(&ledger, &tabs, &cross_checks.guards, &origin, last);
    let mut said = Vec::new();
    compare::ledger(&ledger, unreadable, &found, last, sources, &mut said);

    let end = end(last, [&found.lines, &ledger, &tabs], cross_checks);
    for number in &found.unprovable {
        said.push(Discrepancy::Unprovable { number: *number, tab: cross_checks.tabs.contains(number), end });
    }

    let rewrite = !said.is_empty();
    let day = |number: HandoffNumber| {
        let lines = found.lines.get(&number).filter(|_| !number.is_known_before());
        lines.and_then(|lines| lines.first()).map(|line| line.entry.handed_over)
    };
    let restored = found.unprovable.is_empty().then(|| cross_checks.restored((last, day(last)))).flatten();
    let given_up = match &restored {
        Some(Damage::Restored { number, .. }) => Some((last.next(), *number)),
        _ => None,
    };

    said.extend(restored.map(Discrepancy::Ledger));
    let rewritten = cross_checks
        .host()
        .filter(|high_water_mark| !high_water_mark.number.is_known_before())
        .filter(|high_water_mark| {
            found.links.get(&high_water_mark.number).is_some_and(|link| *link != high_water_mark.link)
        });
    said.extend(rewritten.map(|seen| Discrepancy::Ledger(Damage::Rewritten { number: seen.number })));
    let guards = compare::guards(&found, last, cross_checks, &mut said);
    let (agreeing, moved_away) = compare::tabs(&found, sources, &mut said);

    let unproved = found.unprovable.first().copied().unwrap_or(last.next());
    let head = unproved.previous();
    let mendable = !said.iter().any(Discrepancy::is_beyond_repair);
    let written = |number: &HandoffNumber| ledger.get(number) != found.lines.get(number);
    let needed = rewrite || given_up.is_some() || !guards.is_empty() || !cross_checks.bad_guards.is_empty();
    let needed =
        needed || said.iter().any(|one| matches!(one, Discrepancy::Ledger(Damage::Rewritten { .. })));

    let repair_plan = (mendable && needed).then(|| RepairPlan {
        ledger: rewrite.then(|| found.lines.values().flatten().map(LedgerLine::row).collect()),
        rebuilt: found.lines.keys().copied().filter(written).collect(),
        guards,
        given_up,
    });
    let agrees = |guard: &&Guard| found.links.get(&guard.number) == Some(&guard.link);

    Verification {
        head,
        link: found.links.get(&head).cloned().unwrap_or(origin),
        handed_over: day(head),
        lines: found.lines.range(..unproved).map(|(_, lines)| lines.len()).sum(),
        guards: cross_checks.guards.iter().filter(agrees).count(),
        tabs: agreeing,
        moved_away,
        handoffs: found.lines,
        discrepancies: said,
        repair_plan,
    }
}

/// The last hand-off and its day, by whatever still says it.
fn end(number: HandoffNumber, said_by: [&Handoffs; 3], cross_checks: &CrossChecks) -> LedgerEnd {
    let lines = said_by.into_iter().find_map(|handoffs| handoffs.get(&number)?.first());
    let host = cross_checks.host().filter(|mark| mark.number == number).and_then(|mark| mark.day);
    LedgerEnd { number, day: lines.map(|line| line.entry.handed_over).or(host) }
}

fn nothing(link: Link, damage: Damage) -> Verification {
    Verification {
        head: HandoffNumber::default(),
        link,
        handed_over: None,
        lines: 0,
        guards: 0,
        tabs: 0,
        moved_away: 0,
        handoffs: Handoffs::new(),
        discrepancies: vec![Discrepancy::Ledger(damage)],
        repair_plan: None,
    }
}

/// The lines that each tab carries of its own hand-off.
fn tab_lines(columns: &BTreeMap<HandoffNumber, HiddenColumn>) -> Handoffs {
    let mut handoffs = Handoffs::new();
    for (number, column) in columns {
        let lines = column.texts.iter().filter_map(|text| LedgerLine::from_record(text));
        let mut lines: Vec<_> = lines.filter(|line| line.entry.number == *number).collect();
        // A row that somebody copied within the tab is the same line twice.
        lines.sort_by_key(|line| line.entry.line);
        lines.dedup();
        if !lines.is_empty() {
            handoffs.insert(*number, lines);
        }
    }

    handoffs
}

/// Tells whether all of it was written for another file, as a damage. Where nothing says for which, two copies
/// of the first hand-off that agree, but not with this file, say the same.
fn copy(ledger: &Handoffs, tabs: &Handoffs, sources: &Sources<'_>) -> Option<Damage> {
    let first_of = |handoffs: &Handoffs| {
        let first: Handoffs =
            handoffs.range(..=HandoffNumber::FIRST).map(|(number, lines)| (*number, lines.clone())).collect();
        first.contains_key(&HandoffNumber::FIRST).then_some(first)
    };
    let known = sources.cross_checks.copy(ledger, sources.spreadsheet_id);
    let by_tab = || {
        let own = |handoffs: &Handoffs| {
            !lines::unbroken(handoffs, &Link::origin(sources.spreadsheet_id)).is_known_before()
        };
        let first = first_of(tabs).filter(|_| !own(ledger) && !own(tabs))?;
        match sources.cross_checks.origin.as_deref() {
            Some(own) if own == sources.spreadsheet_id => None,
            Some(origin) => (!lines::unbroken(&first, &Link::origin(origin)).is_known_before())
                .then_some(Damage::Copy { certain: true }),
            None => (ledger.get(&HandoffNumber::FIRST) == tabs.get(&HandoffNumber::FIRST))
                .then_some(Damage::Copy { certain: false }),
        }
    };

    known.or_else(by_tab)
}

/// The last hand-off of which the file holds lines. Lines that leave a gap to all others, and that
/// neither a guard nor a tab knows of, were never written by a hand-off.
fn last_with_a_trace(
    ledger: &Handoffs,
    tabs: &Handoffs,
    cross_checks: &CrossChecks,
    origin: &Link,
) -> HandoffNumber {
    let known = cross_checks
        .guarded()
        .max(cross_checks.announced)
        .max(cross_checks.host().map(|seen| seen.number).unwrap_or_default());
    let in_tabs = tabs.keys().next_back().copied().unwrap_or_default();
    let last_tab = cross_checks.tabs.range(..=known).next_back().copied().unwrap_or_default();
    let unbroken = lines::unbroken(ledger, origin);
    let in_ledger = ledger.range(..=known).next_back().map(|(number, _)| *number).unwrap_or_default();
    let mut last = in_tabs.max(last_tab).max(unbroken).max(in_ledger);

    if ledger.contains_key(&last.next()) {
        last = last.next();
    }

    last
}

#[cfg(test)]
mod tests;
