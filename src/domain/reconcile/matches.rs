//! The result of matching a row with the ledger.

use crate::domain::finding::field::Field;
use crate::domain::ids::report_id::ReportId;

/// The result of matching one row with the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// A report already handed over, unchanged since its last revision.
    Same(ReportId),
    /// A report already handed over whose row has changed since.
    Changed {
        /// The report.
        id: ReportId,
        /// The fields that differ from the last revision.
        fields: Vec<Field>,
    },
    /// A row with the same content as another row or report, where the content identifies the citizen; or one
    /// of which nobody can say that before a column is back.
    Repeat(Original),
    /// A row dated before the start that stood in the sheet on the first night.
    BeforeStart,
    /// A report that was never handed over.
    New {
        /// A report that the row may be a repeat of, named in an alert for the clerks.
        resembles: Option<Original>,
    },
}

/// The report that a row repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Original {
    /// A report in the ledger.
    Entry(ReportId),
    /// A report that is new tonight, by its index among the rows.
    NewRow(usize),
    /// A report in the ledger all of whose words stood in columns that are not there tonight: nobody can say
    /// whether the row is this report or another.
    Unread(ReportId),
}
