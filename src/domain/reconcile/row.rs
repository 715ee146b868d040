//! The rows of the sheet, and what each is compared by.

use crate::domain::form::report::Report;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;

/// A row of the sheet as reconciliation sees it.
#[derive(Debug)]
pub struct SheetRow<'a> {
    /// The report that the row holds.
    pub report: &'a Report,
    /// The ID in its ID cell, where the sheet has tagged service columns.
    pub id: Option<ReportId>,
}

/// A row of the sheet with the fingerprint and the digests by which it is compared.
pub(super) struct ComparedRow<'a> {
    pub report: &'a Report,
    pub id: Option<ReportId>,
    pub fingerprint: Fingerprint,
    pub digests: &'a Digests,
}

impl<'a> ComparedRow<'a> {
    pub(super) fn of(row: &SheetRow<'a>) -> Self {
        let digests = &row.report.digests;
        Self { report: row.report, id: row.id, fingerprint: Fingerprint::of(digests), digests }
    }
}
