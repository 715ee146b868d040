//! Reading a tab row by row.

use chrono::NaiveDate;

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::form::row::Scratch;
use crate::domain::form::{Form, Layout};
use crate::sheet::cell::Cell;

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

/// Reads the rows below the header one at a time, so that a sheet of years need not be in memory.
#[derive(Debug)]
pub struct Reader<'form> {
    pub(super) form: &'form Form,
    pub(super) layout: Layout,
    pub(super) today: NaiveDate,
    /// The column of each field, by its place in the form.
    pub(super) columns: [Option<usize>; Field::ALL.len()],
    scratch: Scratch,
    row: u32,
    reports: u32,
    /// The last row with any content, in any column.
    last: u32,
}

impl Form {
    /// A reader of the rows below the header row of a layout.
    pub fn reader(&self, layout: Layout, today: NaiveDate) -> Reader<'_> {
        let row = layout.header_row;
        let mut columns = [None; Field::ALL.len()];
        for (&field, &column) in &layout.columns {
            columns[field as usize] = Some(column);
        }
        Reader { form: self, layout, today, columns, scratch: Scratch::default(), row, reports: 0, last: row }
    }
}

impl Reader<'_> {
    /// Reads the next row: a report, or nothing if it is empty.
    pub fn row(&mut self, cells: &[Cell]) -> Option<Report> {
        self.row += 1;
        if cells.iter().any(|cell| !cell.is_blank()) {
            self.last = self.row;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let report = self.report(self.row, cells, &mut scratch);
        self.scratch = scratch;
        let report = report?;
        self.reports += 1;
        Some(report)
    }

    /// The sheet, from the reports that were kept.
    pub fn finish(self, reports: Vec<Report>) -> Sheet {
        let rows = self.last - self.layout.header_row;
        Sheet { layout: Some(self.layout), reports, empty: rows - self.reports, rows }
    }
}
