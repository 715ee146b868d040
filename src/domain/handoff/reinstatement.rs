//! Takes an annulment back: its reports go over again as they stood before it, under a number of their own.

use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::handoff::annulment::AnnulmentReason;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::plan::{Plan, PlannedLine, Window};
use crate::domain::handoff::staff_rows::StaffRows;
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry};

/// Why an annulment cannot be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUndone {
    /// The number was never used.
    #[error("the ledger knows no hand-off {0}; the last one is {1}")]
    Unknown(HandoffNumber, HandoffNumber),
    /// The number took nothing back.
    #[error(
        "number {0} took no report back, so that there is nothing to undo; the number of an annulment stands beside the \
         rows that it took back, and in the title of its tab"
    )]
    NoAnnulment(HandoffNumber),
    /// The annulment was undone before.
    #[error("annulment {annulment} was undone before, under number {number}; nothing was written")]
    Undone {
        /// Number of the annulment.
        annulment: HandoffNumber,
        /// The number under which its reports were reinstated.
        number: HandoffNumber,
    },
    /// Staff corrected the rows since, so that the reports went over again.
    #[error(
        "the reports of annulment {0} went over again since, because their rows were corrected, so that there is nothing \
         to undo"
    )]
    HandedOverSince(HandoffNumber),
}

/// Plans the reinstatement of all reports that an annulment took back and that are annulled by it still: a
/// plan without rows, and the reports its lines are about.
///
/// The lines say what the revision before the annulment said, as far as its staff row still says it.
///
/// # Errors
/// Why there is nothing to undo.
pub fn plan(
    annulment: HandoffNumber,
    reason: &AnnulmentReason,
    ledger: &Ledger,
    assessment: &Assessment,
    form: &Form,
) -> Result<(Plan, Vec<Report>), NotUndone> {
    let window = assessment.plan.window;
    let annulled: Vec<&Entry> =
        ledger.handoff(annulment).filter(|entry| entry.class == Class::Annulled).collect();
    let stands = |entry: &&&Entry| ledger.latest(entry.id).is_some_and(|latest| latest.number == annulment);
    let before = annulled.iter().filter(stands).filter_map(|entry| ledger.before(entry));

    let rows = StaffRows::of(assessment);
    let (mut lines, mut reports) = (Vec::new(), Vec::new());
    for before in before {
        let entry = reinstated(before, reason, window);
        let at = reports.len();
        let (report, row_alert) = rows.line_of(before, ledger);
        let entry = Entry { row: report.row, ..entry };
        let says_it = row_alert.is_none().then_some(&report);
        let to_do = ToDo::of(&entry, says_it, ledger, form);
        reports.push(report);
        lines.push(PlannedLine { row_alert, ..PlannedLine::new(entry, at, to_do) });
    }

    if lines.is_empty() {
        return Err(nothing_to_undo(annulment, &annulled, ledger));
    }
    let reinstated = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let balance = Balance { reinstated, ..Balance::default() };
    Ok((Plan::of_lines(window, balance, lines), reports))
}

fn nothing_to_undo(annulment: HandoffNumber, annulled: &[&Entry], ledger: &Ledger) -> NotUndone {
    if annulment.is_known_before() || annulment > ledger.head() {
        return NotUndone::Unknown(annulment, ledger.head());
    }
    if annulled.is_empty() {
        return NotUndone::NoAnnulment(annulment);
    }

    let next =
        |entry: &&Entry| ledger.revisions(entry.id).find(|revision| revision.revision == entry.revision + 1);
    let undone = annulled.iter().filter_map(next).find(|entry| entry.is_reinstated());
    match undone {
        Some(entry) => NotUndone::Undone { annulment, number: entry.number },
        None => NotUndone::HandedOverSince(annulment),
    }
}

/// The revision after the annulment: the class, the term and the content of the one before it.
fn reinstated(before: &Entry, reason: &AnnulmentReason, window: Window) -> Entry {
    Entry {
        number: HandoffNumber::default(),
        line: 0,
        // The annulment stands in between.
        revision: before.revision + 2,
        class: before.handed_over_as().unwrap_or(before.class),
        handed_over: window.as_of,
        note: reason.to_string(),
        ..before.clone()
    }
}

#[cfg(test)]
mod tests;
