//! What a command says when it has ended: lines for a person, one JSON object for a program.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::clerks::service_cells::Unwritten;
use crate::domain::form::heading::Heading;
use crate::domain::form::report::Report;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::plan::{Disposition, Withheld, WithheldReason};
use crate::domain::handoff::plan_digest::PlanDigest;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::cross_checks::LedgerEnd;
use crate::domain::ledger::entry::Class;
use crate::error::Error;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::{self, RowNumber};
use crate::sheet::sheet_id::SheetId;
use crate::steps::{access, annotate, host_mark, notify, other_tabs, protections};

/// The figures of a night, or of the plan of one.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// `handed_off`, `nothing_new`, `planned`, or `cut_short` where only a part was handed over.
    pub outcome: &'static str,
    /// The exit code and the text that stands on stderr, of a night that handed over a part.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub cut_short: Option<CutShort>,
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
    /// The other tabs of the form that hold reports which nobody has handed over; left out where there are
    /// none, or nobody looked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_tabs: Vec<other_tabs::OtherTab>,
    /// The protected ranges that kept the night from cells of the service's own; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<protections::Obstacle>,
    /// The cells and columns beside the rows that were not written.
    #[serde(skip)]
    pub unwritten: Vec<Unwritten>,
    /// The end of the ledger before the night, where nothing on this host says that it was the last one; left out
    /// where something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unconfirmed_end: Option<LedgerEnd>,
    /// The columns from which an older version's cells end it that rows are held back.
    #[serde(skip)]
    quarantined_columns: Vec<ColumnIndex>,
    /// Requests to Google, tokens aside, every try counted.
    pub requests: u64,
}

/// Why a night handed over only a part of what was due.
#[derive(Debug, Serialize)]
pub struct CutShort {
    /// The exit code.
    pub code: u8,
    /// The text that stands on stderr.
    pub message: String,
    /// The rows that were due and did not go over, in the order of the sheet.
    pub rows: Vec<PlannedRow>,
}

/// Columns as a sentence names them.
fn columns(columns: &[ColumnIndex]) -> String {
    let letters: Vec<String> = columns.iter().map(|column| column.letters()).collect();
    let noun = if letters.len() == 1 { "column" } else { "columns" };
    format!("{noun} {}", letters.join(", "))
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

impl From<&Handoff> for Written {
    fn from(handoff: &Handoff) -> Self {
        let Handoff { number, title, sheet, entries, .. } = handoff;
        Self { seq: *number, tab: title.clone(), sheet_id: *sheet, rows: entries.len() }
    }
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
        let handoffs: Vec<Written> = handoffs.iter().map(Written::from).collect();

        Self {
            outcome: if handoffs.is_empty() { "nothing_new" } else { "handed_off" },
            cut_short: None,
            as_of: assessment.plan.window.as_of,
            seq: handoffs.last().map(|last| last.seq),
            tab: handoffs.last().map(|last| last.tab.clone()),
            sheet_id: handoffs.last().map(|last| last.sheet_id),
            counts: assessment.plan.balance,
            handoffs,
            notice,
            annotations,
            access: None,
            other_tabs: Vec::new(),
            obstacles: Vec::new(),
            unwritten: Vec::new(),
            unconfirmed_end: None,
            quarantined_columns: assessment.plan.quarantined_columns.clone(),
            requests,
        }
    }

    /// Records that a night handed over only a part, and why.
    pub fn cut_short(&mut self, error: &Error, assessment: &Assessment) {
        let reports = assessment.sheet.reports.iter().zip(&assessment.plan.dispositions);
        let deferred = reports.filter(|(_, disposition)| matches!(disposition, Disposition::Deferred(_)));
        let rows = deferred.filter_map(planned_row).collect();
        self.outcome = "cut_short";
        self.cut_short = Some(CutShort { code: error.exit_code(), message: error.to_string(), rows });
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
             + {} headings + {} empty",
            counts.rows,
            counts.pqr,
            counts.incomplete,
            counts.amended,
            counts.already,
            counts.waiting,
            counts.withheld,
            counts.before_since,
            counts.headings,
            counts.empty,
        )?;

        if counts.quarantined > 0 {
            writeln!(
                f,
                "{} of the withheld rows are held back, because their changes look like an accidental edit of the sheet: \
                 copy {} from the older version (File > Version history) into the same cells, or let the changes through \
                 with `traslado run --accept-changes`",
                counts.quarantined,
                columns(&self.quarantined_columns),
            )?;
        }

        for PlannedRow { row, .. } in self.cut_short.iter().flat_map(|cut_short| &cut_short.rows) {
            writeln!(f, "row {row} withheld: Google did not take it")?;
        }

        if counts.early > 0 {
            writeln!(
                f,
                "{} of the withheld rows are held back, because more than twenty rows dated before the start appeared at \
                 once: let them through with `traslado run --accept-changes`, or move them to another tab",
                counts.early,
            )?;
        }

        if counts.missing > 0 {
            writeln!(f, "{} reports of the ledger stand in no row any more", counts.missing)?;
        }

        if let Some(end) = &self.unconfirmed_end {
            writeln!(f, "{}", host_mark::unconfirmed(*end))?;
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
            annotate::AnnotationStatus::Behind if !self.obstacles.is_empty() => {
                "behind where cells are protected against the account"
            }
            annotate::AnnotationStatus::Behind if !self.unwritten.is_empty() => {
                "behind in columns that people head or fill otherwise"
            }
            annotate::AnnotationStatus::Behind => "behind; the next run puts them right",
            annotate::AnnotationStatus::None => "no columns for them",
        };

        write!(f, "notice: {notice}; annotations: {annotations}; requests: {}", self.requests)
    }
}

/// The result of a night that is only planned: the same object as JSON with every row that the night is
/// about and the columns that nobody reads, other words for a person.
#[derive(Debug, Serialize)]
pub struct PlanOutput<'a> {
    /// The figures that the night would have.
    #[serde(flatten)]
    pub summary: Summary,
    /// The digest by which `run --expect` hands over this plan and no other.
    pub digest: PlanDigest,
    /// The rows that are neither empty nor handed over before, in the order of the sheet.
    pub rows: Vec<PlannedRow>,
    /// The letters of the columns of the staff tab that nobody reads.
    pub unread: &'a [String],
    /// The rows that would be withheld.
    #[serde(skip)]
    pub withheld: &'a [Withheld],
    /// The rows that are no reports.
    #[serde(skip)]
    pub headings: &'a [Heading],
    /// The arguments that ask for the same night.
    #[serde(skip)]
    pub arguments: String,
}

/// One row of a plan.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PlannedRow {
    /// Row of the staff tab.
    pub row: RowNumber,
    /// The name that its disposition has in the counts.
    #[serde(rename = "lane")]
    pub disposition: &'static str,
    /// The report's ID; null where it has none yet.
    pub id: Option<String>,
    /// The criteria that it does not meet.
    pub missing: Vec<&'static str>,
    /// The class in which it goes over; `None` where it stays.
    #[serde(skip)]
    pub class: Option<Class>,
}

/// A row that goes over, as an operator reads it.
impl fmt::Display for PlannedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, id) =
            (self.class.map(Class::name).unwrap_or_default(), self.id.as_deref().unwrap_or_default());
        write!(f, "row {}: {} ({class}), {id}", self.row, self.disposition)?;
        if !self.missing.is_empty() {
            write!(f, ", missing: {}", self.missing.join("; "))?;
        }
        Ok(())
    }
}

impl<'a> PlanOutput<'a> {
    /// The output of a plan.
    pub fn new(
        summary: Summary,
        assessment: &'a Assessment,
        digest: PlanDigest,
        unread: &'a [String],
        arguments: String,
    ) -> Self {
        let plan = &assessment.plan;
        let summary = Summary { outcome: "planned", ..summary };
        let reports = assessment.sheet.reports.iter().zip(&plan.dispositions);
        let mut rows: Vec<PlannedRow> = reports.filter_map(planned_row).collect();
        rows.extend(plan.headings.iter().map(|heading| PlannedRow {
            row: heading.row,
            disposition: "headings",
            id: None,
            missing: Vec::new(),
            class: None,
        }));

        rows.sort_by_key(|row| row.row);
        let (withheld, headings) = (plan.withheld.as_slice(), plan.headings.as_slice());
        Self { summary, digest, rows, unread, withheld, headings, arguments }
    }
}

/// A report's row in the plan; `None` where it was handed over before.
fn planned_row((report, disposition): (&Report, &Disposition)) -> Option<PlannedRow> {
    let class = match disposition {
        Disposition::HandedOver(_, class) => Some(*class),
        _ => None,
    };
    let (name, id) = match disposition {
        Disposition::Already(_) => return None,
        Disposition::BeforeSince => ("before_since", None),
        Disposition::Waiting => ("waiting", None),
        Disposition::HandedOver(id, Class::Pqr) => ("pqr", Some(*id)),
        Disposition::HandedOver(id, Class::Incomplete) => ("incomplete", Some(*id)),
        Disposition::HandedOver(id, _) => ("amended", Some(*id)),
        Disposition::Withheld(_) | Disposition::WithheldEarly => ("withheld", None),
        Disposition::Quarantined(id) => ("withheld", Some(*id)),
        Disposition::Deferred(id) => ("withheld", *id),
    };
    let missing = report.verdict.missing.iter().map(|criterion| criterion.name()).collect();
    Some(PlannedRow { row: report.row, disposition: name, id: id.map(|id| id.to_string()), missing, class })
}

impl fmt::Display for PlanOutput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.summary.write_rows(f)?;
        for row in self.rows.iter().filter(|row| row.class.is_some()) {
            writeln!(f, "{row}")?;
        }

        for withheld in self.withheld {
            let row = withheld.row;
            match withheld.reason {
                WithheldReason::Repeats(id) => writeln!(f, "row {row} withheld: it repeats {id}"),
                WithheldReason::RepeatsRow(original) => {
                    writeln!(f, "row {row} withheld: it repeats row {original}")
                }
                WithheldReason::MayRepeat(id) => {
                    writeln!(
                        f,
                        "row {row} withheld: it may be {id}, whose words stood in a column that is gone"
                    )
                }
                WithheldReason::Early => writeln!(f, "row {row} held back: dated before the start"),
                WithheldReason::Quarantined(id) => writeln!(f, "row {row} held back: a changed {id}"),
                WithheldReason::Deferred => writeln!(f, "row {row} withheld: Google did not take it"),
            }?;
        }

        for heading in self.headings {
            writeln!(f, "row {}: {}, no report", heading.row, heading.kind)?;
        }

        for (disposition, stays) in
            [("waiting", "waiting for their day"), ("before_since", "before the start")]
        {
            let rows = self.rows.iter().filter(|row| row.disposition == disposition);
            let rows = row_number::listed(rows.map(|row| row.row), "to");
            if !rows.is_empty() {
                writeln!(f, "{stays}: {rows}")?;
            }
        }

        if !self.unread.is_empty() {
            writeln!(f, "columns that nobody reads: {}", self.unread.join(", "))?;
        }
        let (digest, arguments) = (self.digest, &self.arguments);
        write!(
            f,
            "this is plan {digest}: nothing was written; `traslado run{arguments} --expect {digest}` hands over exactly this"
        )
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
