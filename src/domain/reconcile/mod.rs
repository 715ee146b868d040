//! Which rows of the sheet are which reports of the ledger.
//!
//! People sort, insert, delete, copy and edit rows between two nights, so neither a row's number
//! nor its ID cell is enough to say which report it is. A row is, by the first of these that holds:
//! 1. the report with the same content;
//! 2. the report that its ID cell names, while the row still resembles it;
//! 3. the one unclaimed report that it resembles;
//! 4. a new report.
//!
//! An annulled report is matched like any other, so that neither its row nor a withheld copy of it is
//! handed over as new.

mod claim;
mod comparisons;
mod content;
mod earlier;
mod likeness;
mod matches;
mod matter;
mod person;
mod repeat;
mod row;
mod scrambled;
mod similarity;
pub mod suspicious;
pub mod uniform;

pub use self::earlier::{EarlierRow, stood};
pub use self::matches::{Match, Original};
pub use self::row::SheetRow;
use std::collections::BTreeSet;

use crate::domain::form::Form;
use crate::domain::identity::fields::FieldSet;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::claim::RowClaims;
use crate::domain::reconcile::content::ContentIndex;
use crate::domain::reconcile::row::ComparedRow;

/// Matches every row with the ledger and returns the matches in the order of the rows. That order decides
/// one thing only: which of several rows with the same content is the original.
///
/// A report of `vanished` stood in no row on an earlier night, so that a bare undated row with the same words
/// is another citizen's. The form's words decide nothing but which new report is called a possible repeat.
pub fn reconcile(
    rows: &[SheetRow<'_>],
    ledger: &Ledger,
    vanished: &BTreeSet<ReportId>,
    form: &Form,
) -> Vec<Match> {
    let rows: Vec<ComparedRow<'_>> = rows.iter().map(ComparedRow::of).collect();

    // The surer a rule is, the earlier it claims: what one has claimed, no later one takes away.
    let read = rows.iter().fold(FieldSet::default(), |read, row| read.or(row.digests.read()));
    let contents = ContentIndex::of(ledger, read);
    let mut claims = RowClaims::none(rows.len(), vanished);
    claims.by_content(&rows, ledger, &contents);
    claims.by_similarity(&rows, ledger);
    scrambled::claim(&rows, ledger, &mut claims);

    repeat::classify(&rows, ledger, &contents, claims.into_matches(), form)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
