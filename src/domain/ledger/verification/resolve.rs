//! Which lines each hand-off was written with, as far as its copies prove it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::lines::{self, Handoffs, LedgerLine};

/// The hand-offs that could be proved, from the first on.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    /// The lines of each hand-off that is proved.
    pub lines: BTreeMap<HandoffNumber, Vec<LedgerLine>>,
    /// The chain after each of them.
    pub links: BTreeMap<HandoffNumber, Link>,
    /// Hand-offs of which no copy can be proved.
    pub unprovable: Vec<HandoffNumber>,
    /// Hand-offs whose lines are proved, and whose guard says something else.
    pub wrong_guards: BTreeSet<HandoffNumber>,
}

/// Proves the hand-offs up to `last`, one after the other, number 0 first where there is one.
///
/// Each was written twice, in the ledger and in its tab. A copy is proved by the hand-off's own
/// guard, which is a hash over it and everything before it. Where the guard is gone, the copy must
/// claim the chain that its own cells come to, which no slip brings about. Where a guard says
/// something else, it is wrong when both copies agree against it, or when a later guard does.
pub(super) fn resolve(
    ledger: &Handoffs,
    tabs: &Handoffs,
    guards: &[Guard],
    origin: &Link,
    last: HandoffNumber,
) -> Resolution {
    let mut found = Resolution::default();
    let mut before = origin.clone();
    let mut unconfirmed: Vec<HandoffNumber> = Vec::new();
    let whole = |lines: &Vec<LedgerLine>| lines::follows(origin, lines).is_some();
    let known_before = guards.iter().any(|guard| guard.number.is_known_before())
        || [ledger, tabs].into_iter().filter_map(|copy| copy.get(&HandoffNumber::KNOWN_BEFORE)).any(whole);

    let first = if known_before { HandoffNumber::KNOWN_BEFORE } else { HandoffNumber::FIRST };

    for number in first.through(last) {
        let none = Vec::new();
        let copies = [ledger.get(&number).unwrap_or(&none), tabs.get(&number).unwrap_or(&none)];
        let guard = guards.iter().find(|guard| guard.number == number);
        let guarded =
            guard.and_then(|guard| candidates(copies).find(|lines| is_guarded(guard, &before, lines)));

        let verified = if guarded.is_some() {
            unconfirmed.clear();
            guarded
        } else {
            let claimed = candidates(copies).find(|lines| lines::follows(&before, lines).is_some());
            if claimed.is_some() && guard.is_some() {
                found.wrong_guards.insert(number);
                if copies[0] != copies[1] {
                    unconfirmed.push(number);
                }
            }
            claimed
        };

        if let Some(mut lines) = verified {
            before = lines::link(&before, &lines);
            for line in &mut lines {
                line.chain = before.to_string();
            }
            found.links.insert(number, before.clone());
            found.lines.insert(number, lines);
        } else {
            found.unprovable.push(number);
            // What comes after can still be told to be whole.
            let claimed = copies.into_iter().flatten().next().map(|line| Link::claimed(&line.chain));
            before = guard.map(|guard| guard.link.clone()).or(claimed).unwrap_or(before);
        }
    }

    found.unprovable.extend(unconfirmed);
    found.unprovable.sort_unstable();

    found
}

/// Returns `true` if a guard was made for these lines.
fn is_guarded(guard: &Guard, before: &Link, lines: &[LedgerLine]) -> bool {
    let in_sequence = lines.iter().zip(1..).all(|(line, expected)| line.entry.line == expected);
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    in_sequence && guard.count == count && guard.link == lines::link(before, lines)
}

/// The lines that the hand-off may have been written with: either copy without its repetitions, or
/// either with the lines that only the other has.
fn candidates(copies: [&Vec<LedgerLine>; 2]) -> impl Iterator<Item = Vec<LedgerLine>> {
    let merged = |first: &[LedgerLine], second: &[LedgerLine]| {
        let mut lines: BTreeMap<u32, LedgerLine> = BTreeMap::new();
        for line in first.iter().chain(second) {
            lines.entry(line.entry.line).or_insert_with(|| line.clone());
        }
        lines.into_values().collect::<Vec<_>>()
    };
    let [ledger, tab] = copies;
    let all = [merged(ledger, &[]), merged(tab, &[]), merged(tab, ledger), merged(ledger, tab)];
    all.into_iter().filter(|lines| !lines.is_empty())
}
