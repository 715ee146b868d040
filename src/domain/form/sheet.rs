//! Reading a tab row by row.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::fields::date;
use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::display::DisplayedCells;
use crate::domain::form::error::FormError;
use crate::domain::form::heading::Heading;
use crate::domain::form::layout::Layout;
use crate::domain::form::prefilled::RepeatedTexts;
use crate::domain::form::report::Report;
use crate::domain::form::row::Scratch;
use crate::domain::form::row::cells::RowReader;
use crate::domain::form::row::kind::RowKind;
use crate::domain::form::staff_tab::{KnownTitles, StaffTab};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;

/// A staff tab, read. Every row below the header up to the last one that is not blank is a report, a
/// heading or empty, and so is every row above it that is no title: `rows` is their sum.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Where the form lies; `None` for a tab without any content.
    pub layout: Option<Layout>,
    /// The reports, in the order of the sheet.
    pub reports: Vec<Report>,
    /// The rows that are no reports, in the order of the sheet.
    pub headings: Vec<Heading>,
    /// The rows above the header row that are titles.
    pub titles: KnownTitles,
    /// Where these stand.
    pub title_rows: Vec<RowNumber>,
    /// Rows without anything a citizen or staff wrote, up to the last row that is not blank.
    pub empty: u32,
    /// Reports, headings and empty rows together.
    pub rows: u32,
}

impl Sheet {
    /// How the columns are not those of the nights before, in words for the office.
    pub fn column_changes(&self) -> Vec<String> {
        let changes = self.layout.iter().flat_map(|layout| &layout.changes);
        changes.map(|change| change.in_spanish()).collect()
    }

    /// The reports that stand above the header row, by row: they were typed there by a slip, or a sort took
    /// the header row along.
    pub fn above_header(&self) -> Vec<RowNumber> {
        let header = self.layout.as_ref().map_or(RowNumber::FIRST, |layout| layout.header_row);
        self.reports.iter().map(|report| report.row).filter(|row| *row < header).collect()
    }
}

/// Reads the rows below the header one at a time, so that a sheet of years need not be in memory.
#[derive(Debug)]
pub struct Reader<'form> {
    rows: RowReader<'form>,
    repeated: RepeatedTexts,
    scratch: Scratch,
    row: RowNumber,
    reports: u32,
    headings: Vec<Heading>,
    titles: KnownTitles,
    title_rows: Vec<RowNumber>,
    /// Rows above the header row that are no titles.
    above: u32,
    /// The last row with any content, in any column.
    last: RowNumber,
    /// The cells that show more than their values say.
    displayed: Option<&'form DisplayedCells>,
}

impl Form {
    /// Reads a staff tab: every row is a report, a heading, a title above the header row, or empty. `today`
    /// is the day after which a date lies in the future.
    ///
    /// # Errors
    /// When the tab has content and is no CE-F05; see [`FormError`].
    pub fn read<'a>(&self, tab: impl Into<StaffTab<'a>>, today: NaiveDate) -> Result<Sheet, FormError> {
        let tab = tab.into();
        let layout = self.locate(tab.clone())?;
        Ok(layout.map_or_else(Sheet::default, |layout| self.read_in(layout, &tab, today)))
    }

    /// Reads a staff tab whose columns have been found.
    pub fn read_in(&self, layout: Layout, tab: &StaffTab<'_>, today: NaiveDate) -> Sheet {
        let (above, below) = (layout.first_header_row.index(), layout.header_row.next().index());
        let mut reader = self.reader_of(layout, tab, today);

        let mut reports = Vec::new();
        for index in 0..above {
            reports.extend(reader.above(tab, index));
        }
        for index in below..tab.cells.len() {
            let (cells, inherited) = with_merged(tab, index);
            reports.extend(reader.merged(tab.row(index), &cells, &inherited));
        }
        reader.finish(reports)
    }

    /// Reads those reports of a tab again that have cells which show more than their values say.
    pub fn read_displayed(&self, sheet: &mut Sheet, tab: &StaffTab<'_>, today: NaiveDate) {
        let (Some(layout), Some(displayed)) = (&sheet.layout, tab.displayed) else { return };
        let mut reader = self.reader_of(layout.clone(), tab, today);
        for report in sheet.reports.iter_mut().filter(|report| displayed.has(&report.digests)) {
            let (cells, inherited) = with_merged(tab, report.row.index());
            let own = tab.row(report.row.index());
            if let Some(read) = reader.judge(report.row, own, &cells, &inherited) {
                *report = read;
            }
        }
    }

    /// A reader of all rows of a tab.
    fn reader_of<'a>(&'a self, layout: Layout, tab: &StaffTab<'a>, today: NaiveDate) -> Reader<'a> {
        let below = layout.header_row.next().index();
        let mut reader = self.reader(layout, today);
        reader.rows.month_first = tab.month_first;
        reader.displayed = tab.displayed;
        reader.count_repeated(tab.cells.get(below..).unwrap_or_default());
        reader
    }

    /// The date cells below the header row that name another day once day and month change places, from the
    /// left and down.
    pub fn swappable_dates(&self, cells: &[Vec<Cell>], layout: &Layout) -> Vec<CellAddress> {
        let is_swappable =
            |cell: &Cell| date::parse(cell).value.is_some_and(|day| date::swapped(cell, day).is_some());
        let columns = layout.columns.get(&Field::Date).into_iter().flatten();
        let rows = || (layout.header_row.next().index()..cells.len()).map(RowNumber::at);
        let addresses = columns.flat_map(|column| rows().map(|row| CellAddress::new(*column, row)));
        addresses.filter(|address| address.get(cells).is_some_and(is_swappable)).collect()
    }

    /// A reader of the rows below the header row of a layout.
    pub fn reader(&self, layout: Layout, today: NaiveDate) -> Reader<'_> {
        let row = layout.header_row;
        Reader {
            rows: RowReader::new(self, layout, today),
            repeated: RepeatedTexts::default(),
            scratch: Scratch::default(),
            row,
            reports: 0,
            headings: Vec::new(),
            titles: KnownTitles::default(),
            title_rows: Vec::new(),
            above: 0,
            last: row,
            displayed: None,
        }
    }
}

impl Reader<'_> {
    /// Reads the next row: a report, or nothing if it is empty or a heading.
    pub fn row(&mut self, cells: &[Cell]) -> Option<Report> {
        self.merged(cells, cells, &[])
    }

    /// Reads the next row, some of whose cells are merged with others above. `own` is what was typed into it,
    /// `cells` what a person sees, and `inherited` are the columns in which the two differ.
    fn merged(&mut self, own: &[Cell], cells: &[Cell], inherited: &[usize]) -> Option<Report> {
        self.row = self.row.next();
        if own.iter().any(|cell| !cell.is_blank()) {
            self.last = self.row;
        }
        self.judge(self.row, own, cells, inherited)
    }

    fn judge(&mut self, row: RowNumber, own: &[Cell], cells: &[Cell], inherited: &[usize]) -> Option<Report> {
        match self.rows.kind(row, own, &self.repeated) {
            RowKind::Empty => None,
            RowKind::Heading(kind) => {
                self.headings.push(Heading { row, kind });
                None
            }
            RowKind::Report => {
                self.reports += 1;
                Some(self.report(row, cells, inherited))
            }
        }
    }

    /// The report of a row, read as people see it. Which report it is, and whether a second one like it is a
    /// repeat, goes by its values, whatever is shown.
    fn report(&mut self, row: RowNumber, cells: &[Cell], inherited: &[usize]) -> Report {
        let mut read =
            |cells: &[Cell]| self.rows.report(row, cells, inherited, &self.repeated, &mut self.scratch);
        let report = read(cells);
        match self.displayed.and_then(|displayed| displayed.of(&report.digests, cells, &self.rows.layout)) {
            None => report,
            Some(cells) => Report { digests: report.digests, identifies: report.identifies, ..read(&cells) },
        }
    }

    /// Reads a row above the header row. It is a title if it stood there on the first night; where nobody has
    /// kept what did, if it is not filled as reports are.
    fn above(&mut self, tab: &StaffTab<'_>, index: usize) -> Option<Report> {
        let (cells, inherited) = with_merged(tab, index);
        let spans =
            |column| tab.merges.iter().any(|merge| merge.covers(index, column) && merge.columns.len() > 1);
        let new = tab.titles.is_some_and(|titles| !titles.contains(tab.row(index)));
        let row = RowNumber::at(index);
        if !new && !self.rows.is_report_above(row, &cells, spans) {
            if tab.row(index).iter().any(|cell| !cell.is_blank()) {
                self.titles.insert(tab.row(index));
                self.title_rows.push(row);
            }
            return None;
        }

        let before = self.headings.len();
        let report = self.judge(row, tab.row(index), &cells, &inherited);
        self.above += u32::from(report.is_some() || self.headings.len() > before);
        report
    }

    /// Counts what the columns that are filled ahead repeat from row to row.
    fn count_repeated(&mut self, rows: &[Vec<Cell>]) {
        let rows_read = &self.rows;
        let counted = |column: &usize| {
            let prefilled = rows_read.field(*column).is_none_or(Field::is_prefilled);
            prefilled && !rows_read.is_services(*column)
        };
        self.repeated = RepeatedTexts::of(rows, counted);
    }

    /// The sheet, from those of its reports that the caller chose to keep.
    pub fn finish(self, reports: Vec<Report>) -> Sheet {
        let layout = self.rows.layout;
        let rows = self.last.number() - layout.header_row.number() + self.above;
        let headings = u32::try_from(self.headings.len()).unwrap_or(u32::MAX);
        Sheet {
            layout: Some(layout),
            reports,
            empty: rows - self.reports - headings,
            headings: self.headings,
            titles: self.titles,
            title_rows: self.title_rows,
            rows,
        }
    }
}

/// A row as people see it: each cell that is merged with one above has its value. The columns of those cells
/// come with it.
fn with_merged<'a>(tab: &StaffTab<'a>, index: usize) -> (Cow<'a, [Cell]>, Vec<usize>) {
    let mut cells = Cow::Borrowed(tab.cells.get(index).map_or(&[][..], Vec::as_slice));
    let mut inherited = Vec::new();

    let tall = tab.merges.iter().filter(|merge| merge.is_tall() && merge.rows.contains(&index));
    for merge in tall.filter(|merge| merge.rows.start < index) {
        let column = merge.columns.start;
        let shown = tab.row(merge.rows.start).get(column).filter(|cell| !cell.is_blank());
        let Some(shown) = shown else { continue };
        let cells = cells.to_mut();
        cells.resize(cells.len().max(column + 1), Cell::Blank);
        cells[column] = shown.clone();
        inherited.push(column);
    }

    inherited.sort_unstable();
    (cells, inherited)
}
