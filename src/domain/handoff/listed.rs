//! What the first column of a hand-off tab lists: the reports of its table and, below it, those
//! that vanished from CE-F05. Nothing else remembers what clerks have been told, and a tab that
//! people damaged shows it here.

use std::collections::BTreeSet;

use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::sheet::cell::Cell;

/// The words before the ID of a vanished report, so that it is no line of the table.
const GONE: &str = "Ya no está: ";

/// The reports that one tab lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// In its table.
    pub reports: BTreeSet<ReportId>,
    /// Below it.
    pub vanished: BTreeSet<ReportId>,
}

impl Listed {
    /// Reads the first column. What clerks have typed behind an ID is passed over.
    pub fn read(column: &[Vec<Cell>]) -> Self {
        let mut listed = Self::default();
        for cell in column.iter().filter_map(|cells| cells.first()) {
            let text = cell.text();
            let (ids, text) = match text.strip_prefix(GONE) {
                Some(id) => (&mut listed.vanished, id),
                None => (&mut listed.reports, &*text),
            };
            ids.extend(report(text));
        }
        listed
    }

    /// The text of the first column for a vanished report.
    pub(crate) fn gone(id: ReportId) -> String {
        format!("{GONE}{id}")
    }
}

/// The report that a cell of the first column names, whatever clerks have typed behind it.
pub(crate) fn report(text: &str) -> Option<ReportId> {
    text.split_whitespace().next().and_then(|id| id.parse().ok())
}

/// A report that was handed over and that no row holds any more. It is said once and never undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanished {
    /// The report.
    pub id: ReportId,
    about: String,
}

impl Vanished {
    /// The reports of `missing` that no tab has said to be gone.
    pub fn unreported<'a>(
        missing: &[ReportId],
        tabs: impl IntoIterator<Item = &'a Listed>,
        ledger: &Ledger,
    ) -> Vec<Self> {
        let said: BTreeSet<&ReportId> = tabs.into_iter().flat_map(|tab| &tab.vanished).collect();
        missing
            .iter()
            .filter(|id| !said.contains(id))
            .filter_map(|id| ledger.latest(*id))
            .map(|entry| Self {
                id: entry.id,
                about: format!(
                    "estaba en la fila {}; se trasladó el {} (n.º {})",
                    entry.row,
                    entry.handed_over.format("%d/%m/%Y"),
                    entry.number,
                ),
            })
            .collect()
    }

    /// The report's cell below the table: one, which the narrow column of the IDs does not cut.
    pub(crate) fn cell(&self) -> String {
        format!("{} · {}", Listed::gone(self.id), self.about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, complete, id};

    fn column(texts: &[&str]) -> Vec<Vec<Cell>> {
        texts.iter().map(|text| vec![Cell::Text((*text).to_owned())]).collect()
    }

    #[test]
    fn the_table_and_what_stands_below_it_are_told_apart() {
        let listed = Listed::read(&column(&[
            "Traslado n.º 1",
            "ID",
            "CE-2026-00001",
            " ce-2026-00002 revisado ",
            "Fila 9",
            "Ya no está: CE-2026-00003",
        ]));
        assert_eq!(listed.reports, [id(1), id(2)].into());
        assert_eq!(listed.vanished, [id(3)].into());
        assert_eq!(Listed::read(&[vec![], vec![Cell::Number(1.0)]]), Listed::default());
    }

    #[test]
    fn a_vanished_report_is_said_until_a_tab_says_it() {
        let mut memory = Memory::default();
        memory.night(&mut vec![complete(1), complete(2)], "2026-11-24");
        let ledger = memory.verified();
        let gone = Vanished::unreported(&[id(1), id(2)], [], &ledger);
        assert_eq!(gone.iter().map(|gone| gone.id).collect::<Vec<_>>(), [id(1), id(2)]);
        assert_eq!(gone[0].about, "estaba en la fila 2; se trasladó el 24/11/2026 (n.º 1)");
        let tab = Listed::read(&[vec![Cell::Text(gone[0].cell())]]);
        let rest = Vanished::unreported(&[id(1), id(2)], [&tab], &ledger);
        assert_eq!(rest.iter().map(|gone| gone.id).collect::<Vec<_>>(), [id(2)]);
    }
}
