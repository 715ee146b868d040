//! What a command says when it has ended: lines for a person, one JSON object for a program.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::plan::{Withheld, WithheldReason};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::error::Error;
use crate::sheet::sheet_id::SheetId;
use crate::steps::{access, annotate, notify};

/// The figures of a night, or of the plan of one.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// `handed_off` or `nothing_new`.
    pub outcome: &'static str,
    /// The day of the hand-off.
    pub as_of: NaiveDate,
    /// Number of the last of [`Self::handoffs`]; null where there is none, like the next two.
    pub seq: Option<HandoffNumber>,
    /// Title of its tab.
    pub tab: Option<String>,
    /// Id of its tab.
    pub sheet_id: Option<SheetId>,
    /// How many rows have each disposition.
    pub counts: Balance,
    /// The hand-offs, in order.
    pub handoffs: Vec<Written>,
    /// How the notice stands.
    pub notice: notify::NoticeStatus,
    /// How the columns beside the rows stand.
    pub annotations: annotate::AnnotationStatus,
    /// Who can open the file and may not; left out where the configuration does not say who may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<access::Audit>,
    /// Requests to Google, tokens aside, every try counted.
    pub requests: u64,
}

/// One hand-off.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// The hand-off's number.
    pub seq: HandoffNumber,
    /// Title of its tab.
    pub tab: String,
    /// Id of its tab.
    pub sheet_id: SheetId,
    /// Rows of its table.
    pub rows: usize,
}

impl Summary {
    /// Sums a night up.
    pub fn new(
        assessment: &Assessment,
        handoffs: &[Handoff],
        notice: notify::NoticeStatus,
        annotations: annotate::AnnotationStatus,
        requests: u64,
    ) -> Self {
        let handoffs: Vec<Written> = handoffs
            .iter()
            .map(|handoff| Written {
                seq: handoff.number,
                tab: handoff.title.clone(),
                sheet_id: handoff.sheet,
                rows: handoff.entries.len(),
            })
            .collect();

        Self {
            outcome: if handoffs.is_empty() { "nothing_new" } else { "handed_off" },
            as_of: assessment.plan.window.as_of,
            seq: handoffs.last().map(|last| last.seq),
            tab: handoffs.last().map(|last| last.tab.clone()),
            sheet_id: handoffs.last().map(|last| last.sheet_id),
            counts: assessment.plan.balance,
            handoffs,
            notice,
            annotations,
            access: None,
            requests,
        }
    }
}

impl Summary {
    /// Writes what was, or would be, handed over, and where every row stands.
    fn write_rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts;
        if self.handoffs.is_empty() {
            writeln!(f, "{}: nothing new to hand over", self.as_of)?;
        }

        for written in &self.handoffs {
            let Written { seq, tab, rows, .. } = written;
            writeln!(f, "{}: hand-off {seq}, tab \"{tab}\", {rows} rows", self.as_of)?;
        }

        writeln!(
            f,
            "{} rows = {} PQR + {} to complete + {} amended + {} already + {} waiting + {} withheld + {} before start \
             + {} empty",
            counts.rows,
            counts.pqr,
            counts.incomplete,
            counts.amended,
            counts.already,
            counts.waiting,
            counts.withheld,
            counts.before_since,
            counts.empty,
        )?;

        if counts.quarantined > 0 {
            writeln!(
                f,
                "{} of the withheld rows are held back, because their changes look like a partial sort of the sheet; \
                 undo it, or let them through with `traslado run --accept-changes`",
                counts.quarantined,
            )?;
        }

        if counts.missing > 0 {
            writeln!(f, "{} reports of the ledger stand in no row any more", counts.missing)?;
        }

        match &self.access {
            None => Ok(()),
            Some(access::Audit::Good) => writeln!(f, "access: nobody but those who may"),
            Some(access::Audit::Exposed(exposure)) => writeln!(f, "access: also {exposure}"),
            Some(access::Audit::Unknown) => writeln!(f, "access: nobody could look"),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_rows(f)?;
        let notice = match self.notice {
            notify::NoticeStatus::Sent => "sent",
            notify::NoticeStatus::AlreadySent => "already sent",
            notify::NoticeStatus::Uncertain => "not confirmed; the next run takes it up",
            notify::NoticeStatus::None => "none",
        };

        let annotations = match self.annotations {
            annotate::AnnotationStatus::Current => "current",
            annotate::AnnotationStatus::Behind => "behind; the next run puts them right",
            annotate::AnnotationStatus::None => "no columns for them",
        };

        write!(f, "notice: {notice}; annotations: {annotations}; requests: {}", self.requests)
    }
}

/// The result of a night that is only planned: the same object as JSON and the columns that nobody
/// reads, other words for a person.
#[derive(Debug, Serialize)]
pub struct PlanOutput<'a> {
    /// The figures that the night would have.
    #[serde(flatten)]
    pub summary: Summary,
    /// The letters of the columns of the staff tab that nobody reads.
    pub unread: Vec<String>,
    /// The rows that would be withheld.
    #[serde(skip)]
    pub withheld: &'a [Withheld],
}

impl fmt::Display for PlanOutput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.summary.write_rows(f)?;
        for withheld in self.withheld {
            let row = withheld.row;
            match withheld.reason {
                WithheldReason::Repeats(id) => writeln!(f, "row {row} withheld: it repeats {id}"),
                WithheldReason::RepeatsRow(original) => {
                    writeln!(f, "row {row} withheld: it repeats row {original}")
                }
                WithheldReason::Quarantined(id) => writeln!(f, "row {row} held back: a changed {id}"),
            }?;
        }

        if !self.unread.is_empty() {
            writeln!(f, "columns that nobody reads: {}", self.unread.join(", "))?;
        }
        write!(f, "this is a plan: nothing was written")
    }
}

/// The object that `--json` prints when a command failed.
#[derive(Debug, Serialize)]
pub struct FailureOutput {
    /// Always `failed`.
    pub outcome: &'static str,
    /// The exit code.
    pub code: u8,
    /// The text that stands on stderr without `--json`.
    pub message: String,
}

impl From<&Error> for FailureOutput {
    fn from(error: &Error) -> Self {
        Self { outcome: "failed", code: error.exit_code(), message: error.to_string() }
    }
}
