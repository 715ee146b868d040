//! Which hand-offs may be put away, and why others stay.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use crate::domain::clerks::answers::Answers;
use crate::domain::ids::IdSpace;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::state::State;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Entry;
use crate::sheet::sheet_id::SheetId;

/// Days after which a report may go that ended without an answer: until then its clerk may open it again.
const ENDED_DAYS: i64 = 60;

/// A hand-off that may go, with all its tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EligibleHandoff {
    /// The hand-off's number.
    pub number: HandoffNumber,
    /// Year of its day, whose archive it goes to.
    pub year: i32,
    /// Sheet ids of its tabs, in their order.
    pub sheets: Vec<SheetId>,
}

/// The hand-offs that are old enough and whose tabs stand, by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// The hand-offs that may go, oldest first.
    pub eligible: Vec<EligibleHandoff>,
    /// The hand-offs that stay because reports of theirs wait for an answer.
    pub open: BTreeMap<HandoffNumber, Vec<ReportId>>,
}

/// Looks at the hand-offs that are at least so many days old. `sheets` are the ids of all tabs.
pub fn eligibility(
    ledger: &Ledger,
    answers: &Answers,
    id_space: IdSpace,
    sheets: impl IntoIterator<Item = SheetId>,
    days: u32,
    today: NaiveDate,
) -> Eligibility {
    let mut tabs: BTreeMap<HandoffNumber, BTreeSet<SheetId>> = BTreeMap::new();
    for sheet in sheets {
        if let Some(number) = id_space.number_of_tab(sheet) {
            tabs.entry(number).or_default().insert(sheet);
        }
    }

    let mut eligibility = Eligibility::default();
    for (number, sheets) in tabs {
        let Some(day) = ledger.day_of(number).filter(|_| !ledger.is_archiving(number)) else { continue };
        if (today - day).num_days() < i64::from(days) {
            continue;
        }
        let open: Vec<ReportId> = ledger
            .handoff(number)
            .filter(|entry| !is_closed(entry, ledger, answers, today))
            .map(|entry| entry.id)
            .collect();
        if open.is_empty() {
            eligibility.eligible.push(EligibleHandoff {
                number,
                year: day.year(),
                sheets: sheets.into_iter().collect(),
            });
        } else {
            eligibility.open.insert(number, open);
        }
    }

    eligibility
}

/// Returns `true` if nothing is left to do about a line: the report was annulled, a later hand-off has it
/// again, or its answer was typed in this hand-off's tabs or a later one's, or is of a day on which this hand-off
/// stood already; or it ended without an answer so long ago that nobody will open it again. What was typed before an
/// amendment does not settle the amendment.
fn is_closed(entry: &Entry, ledger: &Ledger, answers: &Answers, today: NaiveDate) -> bool {
    if ledger.is_annulled(entry.id) || is_replaced(entry, ledger) {
        return true;
    }
    // What a reinstated line says stood in another before, which may have been answered.
    let entry = ledger.first_said(entry);
    let answer = answers.of(entry.id, ledger);
    let typed_since = answer.line.is_some_and(|line| line.number >= entry.number);

    // Whether a remission or a duplicate ends the report hangs on more than its own lines say.
    let ends = matches!(answer.state, Some(State::NotPetition | State::Withdrawn));
    let ended = answer.state_date.day().filter(|_| ends);
    let is_past = ended.is_some_and(|day| (today - day).num_days() >= ENDED_DAYS);
    let is_answered = answer.answered(today).is_some_and(|day| typed_since || day >= entry.handed_over);
    is_answered || (typed_since && is_past)
}

/// Returns `true` if a later hand-off has a line of the same report, in whose tab clerks answer it now.
fn is_replaced(entry: &Entry, ledger: &Ledger) -> bool {
    ledger.latest(entry.id).is_some_and(|latest| latest.number > entry.number)
}

#[cfg(test)]
mod tests;
