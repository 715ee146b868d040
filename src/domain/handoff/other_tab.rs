//! Reports that stand in another tab of the form, in which somebody goes on typing.

use std::collections::{BTreeSet, HashSet};

use chrono::{Days, NaiveDate};

use crate::domain::form::{Form, ServiceColumn, Sheet, StaffTab};
use crate::domain::handoff::baseline::Baseline;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::table::Column;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::{Match, Original, SheetRow, reconcile};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;

/// Rows dated this many days before the night, or later, are looked at.
const RECENT_DAYS: u64 = 30;
/// A tab with so many headers of a hand-off's table is a copy of one.
const TABLE_HEADERS: usize = 8;

/// The first day whose rows are looked at.
pub fn first_looked_at(window: Window) -> NaiveDate {
    window.as_of.checked_sub_days(Days::new(RECENT_DAYS)).unwrap_or(window.as_of)
}

/// Counts the rows of a tab that are dated in the last thirty days and that neither the ledger nor the staff
/// tab nor the earlier rows know. Where nobody knows the earlier rows, those dated before the start may be any
/// of them and are not counted. A tab that is no CE-F05 has none.
pub fn unknown_reports(
    tab: &StaffTab<'_>,
    staff: &Sheet,
    form: &Form,
    ledger: &Ledger,
    earlier: Option<&Baseline>,
    window: Window,
) -> usize {
    if is_handoff_table(tab.cells) {
        return 0;
    }
    let Ok(sheet) = form.read(tab.clone(), window.today) else { return 0 };

    let id_column = tab.service_columns.get(&ServiceColumn::Id).copied();
    let id = |row: RowNumber| CellAddress::new(id_column?, row).get(tab.cells)?.text().parse().ok();
    let rows: Vec<SheetRow<'_>> =
        sheet.reports.iter().map(|report| SheetRow { report, id: id(report.row) }).collect();
    let matches = reconcile(&rows, ledger, &BTreeSet::new(), form);

    let known: HashSet<Fingerprint> =
        staff.reports.iter().map(|report| Fingerprint::of(&report.digests)).collect();
    let date = |row: &SheetRow<'_>| row.report.received.map(|at| at.date);
    let looked_at = first_looked_at(window)..=window.today;
    let is_recent = |row: &SheetRow<'_>| date(row).is_some_and(|date| looked_at.contains(&date));
    let is_unknown = |found: &Match| matches!(found, Match::New { .. } | Match::Repeat(Original::NewRow(_)));

    let unknown = rows.iter().zip(&matches).filter(|(row, found)| is_recent(row) && is_unknown(found));
    let unknown = unknown.filter(|(row, _)| !known.contains(&Fingerprint::of(&row.report.digests)));
    let (before, after): (Vec<_>, Vec<_>) =
        unknown.map(|(row, _)| row).partition(|row| date(row).is_some_and(|date| date < window.since));
    let before: Vec<&Digests> = before.into_iter().map(|row| &row.report.digests).collect();
    let stood = earlier.map(|earlier| earlier.stood(&before)).unwrap_or_default();
    after.len() + stood.into_iter().filter(|stood| !stood).count()
}

/// Returns `true` if a row near the top has the headers of a hand-off's table: people copy such tabs.
fn is_handoff_table(cells: &[Vec<Cell>]) -> bool {
    let is_header = |cell: &&Cell| Column::ALL.iter().any(|column| column.header() == cell.text());
    cells.iter().take(10).any(|row| row.iter().filter(is_header).count() >= TABLE_HEADERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{DATE, InventedRows, Memory, NAME, assess_rows, complete, form, grid, window};

    #[test]
    fn only_recent_rows_that_nobody_knows_are_counted() {
        let mut memory = Memory::default();
        let mut rows: InventedRows = (0..4).map(complete).collect();
        memory.night(&mut rows, "2026-11-24");
        let mut stood = complete(60);
        stood[DATE] = "30/10/2026".into();
        rows.push(stood.clone());
        let ledger = memory.verified();
        let staff = assess_rows(&rows, &ledger, window("2026-11-24")).sheet;
        let earlier = Baseline::of(&assess_rows(&rows, &ledger, window("2026-11-24")));
        let count_with = |rows: &InventedRows, earlier: Option<&Baseline>| {
            let grid = grid(rows);
            unknown_reports(&StaffTab::from(&grid), &staff, form(), &ledger, earlier, window("2026-11-24"))
        };
        let count = |rows: &InventedRows| count_with(rows, Some(&earlier));
        assert_eq!(count(&rows), 0, "a copy of the staff tab");

        // A row dated before the start, in the last thirty days: one of the first night's that somebody has
        // edited, and one that stands in the other tab alone.
        stood[NAME] = "Otro Nombre Inventado".into();
        let mut before = complete(61);
        before[DATE] = "31/10/2026".into();
        assert_eq!(count(&vec![stood, before.clone()]), 1);
        assert_eq!(count_with(&vec![before], None), 0, "nobody knows");

        let mut old = complete(50);
        old[DATE] = "20/10/2026".into();
        let mut undated = complete(51);
        undated[DATE] = String::new();
        rows.extend([complete(52), complete(53), old, undated]);
        assert_eq!(count(&rows), 2);
    }

    #[test]
    fn a_copy_of_a_handoff_tab_is_no_form() {
        let headers: Vec<Cell> =
            Column::ALL.iter().map(|column| Cell::Text(column.header().to_owned())).collect();
        assert!(is_handoff_table(&[Vec::new(), headers]));
        assert!(!is_handoff_table(&grid(&Vec::new())));
    }
}
