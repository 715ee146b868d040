//! Which rows of the sheet are which reports of the ledger.
//!
//! People sort, insert, delete, copy and edit rows between two nights, so neither a row's number
//! nor its ID cell says by itself which report it is. The rule, in this order: the same content as
//! an entry; else the entry its ID cell names, while the row still resembles it; else the one
//! unclaimed entry that it resembles; else it is new.
//!
//! What became of an entry plays no part: a report that the office takes back is known by the same
//! words as before, so that neither its row nor a copy that was withheld is handed over anew.

mod claim;
mod repeat;
mod scrambled;
mod similarity;
pub mod suspicious;

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::identity::fingerprint::{Digests, Fingerprint};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use claim::RowClaims;

/// A row of the sheet as reconciliation sees it.
#[derive(Debug)]
pub struct SheetRow<'a> {
    /// The report that the row holds.
    pub report: &'a Report,
    /// The ID in its ID cell, where the sheet has tagged service columns.
    pub id: Option<ReportId>,
}

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
    /// A row with the same content as another one, which identifies whoever wrote it.
    Repeat(Original),
    /// Never handed over. `resembles` names a report that it may be a repeat of.
    New {
        /// For the clerk's alert.
        resembles: Option<Original>,
    },
}

/// The report that a row repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Original {
    /// One in the ledger.
    Entry(ReportId),
    /// One that is new tonight: its index among the rows.
    NewRow(usize),
}

/// Matches every row with the ledger; the answers stand in the order of the rows. Which of several rows
/// with one content is the original is the only thing that their order decides.
pub fn reconcile(rows: &[SheetRow<'_>], ledger: &Ledger) -> Vec<Match> {
    let seen: Vec<ComparedRow<'_>> = rows.iter().map(ComparedRow::of).collect();
    let mut claims = RowClaims::none(rows.len());
    claims.by_content(&seen, ledger);
    claims.by_similarity(&seen, ledger);
    scrambled::claim(&seen, ledger, &mut claims);
    repeat::classify(&seen, ledger, claims.into_matches())
}

/// A row with what it is compared by.
struct ComparedRow<'a> {
    report: &'a Report,
    id: Option<ReportId>,
    print: Fingerprint,
    digests: Digests,
}

impl<'a> ComparedRow<'a> {
    fn of(row: &SheetRow<'a>) -> Self {
        let identity = &row.report.identity;
        let (print, digests) = (Fingerprint::of(identity), Digests::of(identity));
        Self { report: row.report, id: row.id, print, digests }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
