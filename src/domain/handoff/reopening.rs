//! Brings a report that ended back to the clerks: as ENMIENDA, under a number of its own.

use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::handoff::annulment::AnnulmentReason;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::plan::{Plan, PlannedLine, Window};
use crate::domain::handoff::staff_rows::StaffRows;
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry};

/// Why a report cannot be reopened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReopened {
    /// The ID was never given.
    #[error("the ledger knows no report {0}; the column `ID traslado` and the hand-off tabs have the IDs")]
    Unknown(ReportId),
    /// The row was never handed over.
    #[error(
        "{0} stands for a row without a usable date from before the service began, which was never handed over, so that \
         there is nothing to reopen"
    )]
    NotHandedOver(ReportId),
    /// The office took the report back.
    #[error(
        "{id} was annulled, under number {number}; `traslado annul --undo {number} --reason TEXT` takes that back"
    )]
    Annulled {
        /// The report.
        id: ReportId,
        /// Number of the annulment.
        number: HandoffNumber,
    },
    /// Nothing has ended it.
    #[error("{id} is open: clerks have it in `Pendientes`, and its last line is of hand-off {number}")]
    Open {
        /// The report.
        id: ReportId,
        /// Number of its last line.
        number: HandoffNumber,
    },
}

/// Plans the reopening of a report: a plan without rows, and the report its line is about. `is_open` says that
/// nothing has ended it.
///
/// The line says what the last revision said, as far as its staff row still says it.
///
/// # Errors
/// Why it cannot be reopened.
pub fn plan(
    id: ReportId,
    reason: &AnnulmentReason,
    ledger: &Ledger,
    assessment: &Assessment,
    form: &Form,
    is_open: bool,
) -> Result<(Plan, Vec<Report>), NotReopened> {
    let latest = ledger.latest(id).ok_or(NotReopened::Unknown(id))?;
    if ledger.was_never_handed_over(id) {
        return Err(NotReopened::NotHandedOver(id));
    }
    if ledger.is_annulled(id) {
        return Err(NotReopened::Annulled { id, number: latest.number });
    }
    if is_open {
        return Err(NotReopened::Open { id, number: latest.number });
    }

    let window = assessment.plan.window;
    let (report, row_alert) = StaffRows::of(assessment).line_of(latest, ledger);
    let entry = Entry { row: report.row, ..reopened(latest, reason, window) };
    let says_it = row_alert.is_none().then_some(&report);
    let to_do = ToDo::of(&entry, says_it, ledger, form);
    let line = PlannedLine { row_alert, ..PlannedLine::new(entry, 0, to_do) };
    let balance = Balance { reopened: 1, ..Balance::default() };
    Ok((Plan::of_lines(window, balance, vec![line]), vec![report]))
}

/// The next revision: the content and the terms of the last one, which clerks have to look at again.
fn reopened(latest: &Entry, reason: &AnnulmentReason, window: Window) -> Entry {
    Entry {
        number: HandoffNumber::default(),
        line: 0,
        revision: latest.revision + 1,
        class: Class::Amendment,
        handed_over: window.as_of,
        note: Entry::reopening(&reason.to_string()),
        ..latest.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::field::Field;
    use crate::testing::{Memory, SUBJECT, assess_rows, complete, day, form, id, nth, window};

    const NEXT: &str = "2026-12-24";

    fn reason() -> AnnulmentReason {
        "El ciudadano pidió que se revise".parse().expect("a reason")
    }

    #[test]
    fn a_report_that_ended_goes_over_again_with_what_its_row_says() {
        let mut memory = Memory::default();
        let mut rows = (0..3).map(complete).collect();
        memory.night(&mut rows, "2026-11-23");
        let ledger = memory.verified();
        let assessment = assess_rows(&rows, &ledger, window(NEXT));
        let (planned, reports) =
            plan(id(2), &reason(), &ledger, &assessment, form(), false).expect("it has ended");
        let entry = &planned.lines[0].entry;
        assert_eq!((entry.class, entry.revision, entry.handed_over), (Class::Amendment, 2, day(NEXT)));
        assert_eq!(entry.due, ledger.latest(id(2)).expect("known").due, "its term is what it was");
        assert_eq!(entry.reopened_because(), Some("El ciudadano pidió que se revise"));
        assert!(!entry.is_reinstated());
        assert_eq!(
            (reports.len(), planned.balance.reopened, planned.lines[0].row_alert.clone()),
            (1, 1, None)
        );
        assert!(!reports[0].text(Field::Subject).is_empty());

        let ledger = ledger.with([Entry { number: nth(2), line: 1, ..entry.clone() }]);
        let after = assess_rows(&rows, &ledger, window(NEXT));
        assert_eq!((after.plan.balance.already, after.plan.lines.len()), (3, 0), "the row stays known");

        rows[1][SUBJECT] = "Otra cosa, que se corrigió después".into();
        let assessment = assess_rows(&rows, &ledger, window(NEXT));
        let (planned, _) = plan(id(2), &reason(), &ledger, &assessment, form(), false).expect("ended again");
        assert!(planned.lines[0].row_alert.as_ref().is_some_and(|alert| alert.contains("la fila cambió")));
    }

    #[test]
    fn what_cannot_be_reopened_is_refused_with_the_way_out() {
        let mut memory = Memory::default();
        let mut rows = (0..2).map(complete).collect();
        memory.night(&mut rows, "2026-11-23");
        let ledger = memory.verified();
        let assessment = assess_rows(&rows, &ledger, window(NEXT));
        let refused = |of: u32, is_open: bool, ledger: &Ledger| {
            plan(id(of), &reason(), ledger, &assessment, form(), is_open).expect_err("refused")
        };
        assert_eq!(refused(9, false, &ledger), NotReopened::Unknown(id(9)));
        assert_eq!(refused(1, true, &ledger), NotReopened::Open { id: id(1), number: nth(1) });
        let annulled = Entry {
            number: nth(2),
            line: 1,
            revision: 2,
            class: Class::Annulled,
            ..ledger.latest(id(1)).expect("known").clone()
        };
        let ledger = ledger.with([annulled]);
        let said = refused(1, false, &ledger);
        assert_eq!(said, NotReopened::Annulled { id: id(1), number: nth(2) });
        assert!(said.to_string().contains("annul --undo 2"), "{said}");
    }
}
