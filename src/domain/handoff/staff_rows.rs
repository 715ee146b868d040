//! The staff rows as they stand, found by what a ledger line says: where the texts of a line that is written
//! anew come from.

use std::collections::HashMap;

use crate::domain::form::report::Report;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::Disposition;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Entry;

/// The staff rows, found by what they say and by whose they are.
pub(super) struct StaffRows<'a> {
    reports: &'a [Report],
    by_content: HashMap<Fingerprint, usize>,
    by_id: HashMap<ReportId, usize>,
}

/// The row of a ledger line.
pub(super) enum FoundRow<'a> {
    /// A row says what the line said.
    SaysTheSame(&'a Report),
    /// None does: the alert that stands in place of the texts.
    No(String),
}

impl<'a> StaffRows<'a> {
    /// The rows of an assessment.
    pub(super) fn of(assessment: &'a Assessment) -> Self {
        let reports = assessment.sheet.reports.as_slice();
        let by_content =
            reports.iter().enumerate().map(|(at, report)| (Fingerprint::of(&report.digests), at)).collect();
        let by_id = assessment
            .plan
            .dispositions
            .iter()
            .enumerate()
            .filter_map(|(at, disposition)| match disposition {
                Disposition::Already(id)
                | Disposition::HandedOver(id, _)
                | Disposition::Deferred(Some(id)) => Some((*id, at)),
                _ => None,
            })
            .collect();

        Self { reports, by_content, by_id }
    }

    /// The report for a line that says again what an entry said, and the alert in place of what no row says.
    pub(super) fn line_of(&self, entry: &Entry, ledger: &Ledger) -> (Report, Option<String>) {
        match self.find(entry) {
            // What Google refused of a line once, it would refuse again.
            FoundRow::SaysTheSame(report) if ledger.says_no_texts(entry) => {
                let alert = format!("texto que no se pudo trasladar: vea la fila {} de CE-F05", report.row);
                (Report::unread(report.row, entry.received), Some(alert))
            }
            FoundRow::SaysTheSame(report) => (report.clone(), None),
            FoundRow::No(alert) => (Report::unread(entry.row, entry.received), Some(alert)),
        }
    }

    /// The row that says what an entry of the ledger says.
    pub(super) fn find(&self, entry: &Entry) -> FoundRow<'a> {
        let of_report = self.by_id.get(&entry.id).copied();
        // A column that came or went changes the fingerprint of every row, and nothing that any row says.
        let says_the_same = |at: &usize| entry.digests.says_the_same(&self.reports[*at].digests);
        let same = self.by_content.get(&entry.fingerprint).copied().or(of_report.filter(says_the_same));
        if let Some(at) = same {
            return FoundRow::SaysTheSame(&self.reports[at]);
        }

        FoundRow::No(match of_report.map(|at| self.reports[at].row) {
            Some(row) => format!("la fila cambió después de este traslado; ver fila {row} de CE-F05"),
            None => "su fila ya no está en CE-F05".to_owned(),
        })
    }
}
