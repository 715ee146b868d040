//! Reading a tab row by row.

use chrono::NaiveDate;

use crate::domain::form::definition::Form;
use crate::domain::form::error::FormError;
use crate::domain::form::layout::Layout;
use crate::domain::form::report::Report;
use crate::domain::form::row::Scratch;
use crate::domain::form::row::cells::RowReader;
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;

/// A staff tab, read. Every row below the header up to the last one that is not blank is a report
/// or empty: `rows` is their sum.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Where the form lies; `None` for a tab without any content.
    pub layout: Option<Layout>,
    /// One report for each row that is not empty, in the order of the sheet.
    pub reports: Vec<Report>,
    /// Rows without anything a citizen or staff wrote, up to the last row that is not blank.
    pub empty: u32,
    /// Reports and empty rows together.
    pub rows: u32,
}

impl Sheet {
    /// How the columns are not those of the nights before, in words for the office.
    pub fn column_changes(&self) -> Vec<String> {
        let changes = self.layout.iter().flat_map(|layout| &layout.changes);
        changes.map(|change| change.in_spanish()).collect()
    }
}

/// Reads the rows below the header one at a time, so that a sheet of years need not be in memory.
#[derive(Debug)]
pub struct Reader<'form> {
    rows: RowReader<'form>,
    scratch: Scratch,
    row: RowNumber,
    reports: u32,
    /// The last row with any content, in any column.
    last: RowNumber,
}

impl Form {
    /// Reads a staff tab: every row below the header is a report, or empty. `today` is the day
    /// after which a date lies in the future.
    ///
    /// # Errors
    /// When the tab has content and is no CE-F05; see [`FormError`].
    pub fn read(&self, grid: &[Vec<Cell>], today: NaiveDate) -> Result<Sheet, FormError> {
        let layout = self.locate(grid)?;
        Ok(layout.map_or_else(Sheet::default, |layout| self.read_in(layout, grid, today)))
    }

    /// Reads a staff tab whose columns have been found.
    pub fn read_in(&self, layout: Layout, grid: &[Vec<Cell>], today: NaiveDate) -> Sheet {
        let below = layout.header_row.index() + 1;
        let mut reader = self.reader(layout, today);
        let mut reports = Vec::new();
        for row in grid.get(below..).unwrap_or_default() {
            reports.extend(reader.row(row));
        }
        reader.finish(reports)
    }

    /// A reader of the rows below the header row of a layout.
    pub fn reader(&self, layout: Layout, today: NaiveDate) -> Reader<'_> {
        let row = layout.header_row;
        let rows = RowReader::new(self, layout, today);
        Reader { rows, scratch: Scratch::default(), row, reports: 0, last: row }
    }
}

impl Reader<'_> {
    /// Reads the next row: a report, or nothing if it is empty.
    pub fn row(&mut self, cells: &[Cell]) -> Option<Report> {
        self.row = self.row.next();
        if cells.iter().any(|cell| !cell.is_blank()) {
            self.last = self.row;
        }

        let report = self.rows.report(self.row, cells, &mut self.scratch)?;
        self.reports += 1;
        Some(report)
    }

    /// The sheet, from those of its reports that the caller chose to keep.
    pub fn finish(self, reports: Vec<Report>) -> Sheet {
        let layout = self.rows.layout;
        let rows = self.last.number() - layout.header_row.number();
        Sheet { layout: Some(layout), reports, empty: rows - self.reports, rows }
    }
}
