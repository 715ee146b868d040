//! Takes back what was handed over: lines of the class ANULADA, under a number of their own.

use std::collections::BTreeSet;

use crate::domain::form::report::Report;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::plan::{Plan, PlannedLine, Window};
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry, REOPENED};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 200;

/// The target of an annulment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnulmentTarget {
    /// One report.
    Report(ReportId),
    /// Every report of a hand-off that still stands.
    Handoff(HandoffNumber),
}

impl std::str::FromStr for AnnulmentTarget {
    type Err = ParseTargetError;

    fn from_str(text: &str) -> Result<Self, ParseTargetError> {
        let number = || {
            text.parse().ok().filter(|number: &HandoffNumber| !number.is_known_before()).map(Self::Handoff)
        };
        text.parse().ok().map(Self::Report).or_else(number).ok_or(ParseTargetError)
    }
}

/// The text names no report and no hand-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an ID such as CE-2026-00001 nor the number of a hand-off")]
pub struct ParseTargetError;

/// Why the office takes a report back, or brings it back: one line that a person can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnulmentReason(String);

impl std::str::FromStr for AnnulmentReason {
    type Err = ParseReasonError;

    fn from_str(text: &str) -> Result<Self, ParseReasonError> {
        let text = text.trim();
        let fits = (1..=LONGEST_REASON).contains(&text.chars().count());
        let one_line = !text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
        if fits && one_line && !text.starts_with(REOPENED) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseReasonError)
        }
    }
}

impl std::fmt::Display for AnnulmentReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a reason is one line of 1 to {LONGEST_REASON} characters, without control characters, and does not begin with \"{REOPENED}\""
)]
pub struct ParseReasonError;

/// There is nothing of the kind in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// The ID was never given.
    #[error("the ledger knows no report {0}; the column `ID traslado` and the hand-off tabs have the IDs")]
    Report(ReportId),
    /// The row was never handed over.
    #[error(
        "{0} stands for a row without a usable date from before the service began, which was never handed over, so that \
         there is nothing to take back"
    )]
    NotHandedOver(ReportId),
    /// The number was never used.
    #[error("the ledger knows no hand-off {0}; the last one is {1}")]
    Handoff(HandoffNumber, HandoffNumber),
    /// The number handed nothing over.
    #[error("number {0} records what was archived and handed nothing over; name the hand-off itself")]
    Archiving(HandoffNumber),
}

/// Plans an annulment: a plan without rows, and the reports its lines are about. A plan without lines
/// says that all of it is annulled already.
///
/// The lines show the ID and the day, and nothing that the citizen said: the clerk finds that
/// where it was handed over.
///
/// # Errors
/// When the ledger knows nothing of the kind.
pub fn plan(
    target: AnnulmentTarget,
    reason: &AnnulmentReason,
    ledger: &Ledger,
    window: Window,
) -> Result<(Plan, Vec<Report>), Unknown> {
    let ids: BTreeSet<ReportId> = match target {
        AnnulmentTarget::Report(id) => {
            ledger.latest(id).ok_or(Unknown::Report(id))?;
            if ledger.was_never_handed_over(id) {
                return Err(Unknown::NotHandedOver(id));
            }
            [id].into()
        }
        AnnulmentTarget::Handoff(number) if ledger.is_archiving(number) => {
            return Err(Unknown::Archiving(number));
        }
        AnnulmentTarget::Handoff(number) => {
            let ids: BTreeSet<_> = ledger.handoff(number).map(|entry| entry.id).collect();
            if ids.is_empty() {
                return Err(Unknown::Handoff(number, ledger.head()));
            }
            ids
        }
    };

    let not_annulled = ids.into_iter().filter_map(|id| ledger.latest(id));
    let not_annulled = not_annulled.filter(|entry| !ledger.is_annulled(entry.id));
    let (mut lines, mut reports) = (Vec::new(), Vec::new());

    for (report, latest) in not_annulled.enumerate() {
        reports.push(Report::unread(latest.row, latest.received));
        lines.push(PlannedLine::new(annulled(latest, reason, window), report, ToDo::annulled()));
    }

    let balance = Balance { annulled: u32::try_from(lines.len()).unwrap_or(u32::MAX), ..Balance::default() };
    Ok((Plan::of_lines(window, balance, lines), reports))
}

/// The next revision: the same content, so that the row stays known, and no term any more.
fn annulled(latest: &Entry, reason: &AnnulmentReason, window: Window) -> Entry {
    Entry {
        number: HandoffNumber::default(),
        line: 0,
        revision: latest.revision + 1,
        class: Class::Annulled,
        missing: Vec::new(),
        due: None,
        term_days: None,
        handed_over: window.as_of,
        note: reason.0.clone(),
        ..latest.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, assess_rows, complete, day, id, nth, window};

    fn reason() -> AnnulmentReason {
        "Prueba de la oficina".parse().expect("a reason")
    }

    #[test]
    fn a_reason_is_one_readable_line() {
        assert_eq!(" así  ".parse(), Ok(AnnulmentReason("así".into())));
        assert!("ñ".repeat(200).parse::<AnnulmentReason>().is_ok());
        for wrong in ["", "  ", "reabierto: así", "a\nb", "a\u{7}", "a\u{2028}b", &"ñ".repeat(201)] {
            assert_eq!(wrong.parse::<AnnulmentReason>(), Err(ParseReasonError), "{wrong:?}");
        }
    }

    #[test]
    fn a_target_is_an_id_or_a_number() {
        assert_eq!("CE-2026-00003".parse(), Ok(AnnulmentTarget::Report(id(3))));
        assert_eq!("12".parse(), Ok(AnnulmentTarget::Handoff(nth(12))));
        for wrong in ["0", "-1", "CE-2026", "todos"] {
            assert_eq!(wrong.parse::<AnnulmentTarget>(), Err(ParseTargetError), "{wrong}");
        }
    }

    #[test]
    fn an_annulled_report_stays_known_and_is_missed_by_nobody() {
        let mut memory = Memory::default();
        let mut rows = (0..3).map(complete).collect();
        memory.night(&mut rows, "2026-11-23");
        let ledger = memory.verified();
        let (plan, reports) = plan(AnnulmentTarget::Report(id(2)), &reason(), &ledger, window("2026-11-24"))
            .expect("it is known");
        assert_eq!((plan.lines.len(), reports.len()), (1, 1));
        let mut entry = plan.lines[0].entry.clone();
        assert_eq!((entry.revision, entry.due, entry.handed_over), (2, None, day("2026-11-24")));
        (entry.number, entry.line) = (nth(2), 1);
        let ledger = ledger.with([entry]);
        assert!(ledger.is_annulled(id(2)));
        let again = super::plan(AnnulmentTarget::Handoff(nth(1)), &reason(), &ledger, window("2026-11-24"))
            .expect("known");
        assert_eq!(again.0.lines.iter().map(|line| line.entry.id).collect::<Vec<_>>(), [id(1), id(3)]);

        let assessment = assess_rows(&rows, &ledger, window("2026-11-25"));
        assert_eq!((assessment.plan.balance.already, assessment.plan.lines.len()), (3, 0));
        rows.remove(1);
        assert_eq!(assess_rows(&rows, &ledger, window("2026-11-25")).plan.balance.missing, 0);
    }

    #[test]
    fn what_the_ledger_does_not_know_is_named() {
        let ledger = Memory::default().verified();
        let of =
            |target| plan(target, &reason(), &ledger, window("2026-11-24")).expect_err("unknown").to_string();
        assert!(of(AnnulmentTarget::Report(id(7))).contains("CE-2026-00007"));
        assert!(of(AnnulmentTarget::Handoff(nth(3))).contains("hand-off 3"));
    }
}
