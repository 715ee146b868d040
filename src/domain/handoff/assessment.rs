//! From the cells of the staff tab to tonight's plan, in one pure step.

use chrono::NaiveDate;

use crate::domain::columns::{self, KnownColumns};
use crate::domain::form::{Form, FormError, Sheet};
use crate::domain::handoff::plan::{self, Plan, Window};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::{Match, SheetRow, reconcile};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;

/// The rows of the staff tab, and what tonight makes of them.
#[derive(Debug)]
pub struct Assessment {
    /// The reports as read.
    pub sheet: Sheet,
    /// The match of each report.
    pub matches: Vec<Match>,
    /// The plan of the night.
    pub plan: Plan,
}

/// Reads the rows, says which report each is, and gives each its disposition.
///
/// # Errors
/// When the tab cannot be read as CE-F05.
pub fn assess(
    grid: &[Vec<Cell>],
    known: KnownColumns<'_>,
    form: &Form,
    window: Window,
) -> Result<Assessment, FormError> {
    let KnownColumns { ledger, ids: id_column, .. } = known;
    let layout = columns::find(form, grid, known)?;
    let sheet = layout.map_or_else(Sheet::default, |layout| form.read_in(layout, grid, window.today));
    let id = |row: RowNumber| CellAddress::new(id_column?, row).get(grid)?.text().parse().ok();
    Ok(Assessment::of(sheet, id, form, ledger, window))
}

impl Assessment {
    /// Assesses rows that have been read; `id` says what the ID cell of a row names.
    pub fn of(
        sheet: Sheet,
        id: impl Fn(RowNumber) -> Option<ReportId>,
        form: &Form,
        ledger: &Ledger,
        window: Window,
    ) -> Self {
        let rows: Vec<SheetRow<'_>> =
            sheet.reports.iter().map(|report| SheetRow { report, id: id(report.row) }).collect();
        let matches = reconcile(&rows, ledger);
        let plan = plan::plan(&sheet.reports, sheet.empty, &matches, ledger, window, form);
        Self { sheet, matches, plan }
    }
}

/// The options that the operator asks of a night.
#[derive(Clone, Copy, Debug, Default)]
pub struct NightOptions {
    /// The day of the hand-off, where it is not the clock's.
    pub as_of: Option<NaiveDate>,
    /// True if changes that look like a slip of the sheet go all the same.
    pub accept_changes: bool,
}

impl NightOptions {
    /// The conditions of the night; `today` is the clock's day in Colombia.
    pub fn window(self, since: NaiveDate, today: NaiveDate) -> Window {
        Window { accepts_changes: self.accept_changes, ..Window::new(since, today, self.as_of) }
    }
}

impl Window {
    /// The conditions of a night: `today` is the clock's day in Colombia, `as_of` the operator's.
    pub fn new(since: NaiveDate, today: NaiveDate, as_of: Option<NaiveDate>) -> Self {
        let as_of = as_of.unwrap_or(today);
        Self { since, as_of, today: today.max(as_of), accepts_changes: false }
    }
}
