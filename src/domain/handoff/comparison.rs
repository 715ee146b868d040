//! Compares what clerks read with what was delivered.
//!
//! A line is found by the ID in its row, else by the ledger line in its hidden cell, and a cell by its
//! header. So the order of rows and columns, formats, and all that clerks type beside it do not matter.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::domain::handoff::listed;
use crate::domain::handoff::tab::{HEADER_ROW, delivered_text};
use crate::domain::handoff::table::{Column, Owner};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::delivered::{Delivered, digest, normal_text};
use crate::domain::ledger::lines::{Handoffs, LedgerLine};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;

/// A tab of a hand-off: its own, or one that holds lines which that has lost.
#[derive(Debug)]
pub struct DeliveredTab {
    /// The hand-off.
    pub number: HandoffNumber,
    /// The archive spreadsheet that it stands in; `None` for the spreadsheet of the sheet itself.
    pub archive: Option<String>,
    /// Sheet id of the tab.
    pub sheet: SheetId,
    /// The tab's place among those that people see, from the left, counted from 1.
    pub place: usize,
    /// All cells of the tab.
    pub grid: Vec<Vec<Cell>>,
}

/// A service's cell of one delivered line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveredCell {
    /// The hand-off.
    pub number: HandoffNumber,
    /// The report of the line.
    pub id: ReportId,
    /// The cell's column.
    pub column: Column,
}

/// A delivered cell that no longer says what was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedCell {
    /// The cell.
    pub cell: DeliveredCell,
    /// The digest of what it says now.
    pub digest: String,
    /// The archive spreadsheet that its tab stands in; `None` for the spreadsheet of the sheet itself.
    pub archive: Option<String>,
    /// Sheet id of its tab.
    pub sheet: SheetId,
    /// The tab's place among those that people see, from the left, counted from 1.
    pub tab: usize,
    /// The row of the line.
    pub row: RowNumber,
    /// Where the cell is; `None` where the tab has no column of that header any more.
    pub at: Option<CellAddress>,
}

/// The cells that clerks read, compared with those that were delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many lines were compared.
    pub lines: usize,
    /// How many of them were written anew, and were compared with the cells that they were written anew
    /// with.
    pub reissued: usize,
    /// How many tabs hold lines without a digest of what was delivered.
    pub without_digest: usize,
    /// The cells that differ, tab by tab from the left, row by row.
    pub changed: Vec<ChangedCell>,
    /// The cells that differ, and that somebody let stand as they are.
    pub accepted: Vec<ChangedCell>,
}

impl Comparison {
    /// Adds what was compared besides.
    pub fn add(&mut self, other: Self) {
        let Self { lines, reissued, without_digest, changed, accepted } = other;
        self.lines += lines;
        self.reissued += reissued;
        self.without_digest += without_digest;
        self.changed.extend(changed);
        self.accepted.extend(accepted);
    }

    /// Takes the cells that somebody let stand out of those that changed: an accepted cell that was changed
    /// again since is not one.
    #[must_use]
    pub fn accepting(mut self, accepted: &BTreeSet<AcceptedCell>) -> Self {
        let stands = |changed: &ChangedCell| accepted.contains(&AcceptedCell::of(changed));
        (self.accepted, self.changed) = self.changed.into_iter().partition(stands);
        self
    }
}

/// A delivered cell that somebody let stand as it is now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AcceptedCell {
    /// The cell, as [`DeliveredCell`] writes it.
    cell: String,
    /// The digest of what it says.
    digest: String,
}

impl AcceptedCell {
    /// A changed cell as it is now.
    pub fn of(changed: &ChangedCell) -> Self {
        Self { cell: changed.cell.to_string(), digest: changed.digest.clone() }
    }
}

impl fmt::Display for AcceptedCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.cell, self.digest)
    }
}

impl FromStr for AcceptedCell {
    type Err = ParseDeliveredCellError;

    fn from_str(text: &str) -> Result<Self, ParseDeliveredCellError> {
        let (cell, digest) = text.split_once('=').ok_or(ParseDeliveredCellError)?;
        let cell: DeliveredCell = cell.parse()?;
        Ok(Self { cell: cell.to_string(), digest: digest.to_owned() })
    }
}

/// Compares the tabs that stand with the lines of their hand-offs.
pub fn compare(handoffs: &Handoffs, tabs: &[DeliveredTab]) -> Comparison {
    let mut comparison = Comparison::default();
    for tab in tabs {
        let lines = handoffs.get(&tab.number).map(Vec::as_slice).unwrap_or_default();
        Table::of(tab, lines).compare(&mut comparison);
    }
    comparison
}

/// The texts of a tab's hidden column, its header left out. Where nobody changed its header they stand below
/// that, else anywhere from the column on in which the tab was made with them.
pub fn hidden_texts(grid: &[Vec<Cell>]) -> Vec<String> {
    let wanted = Column::Record.header();
    let header = |row: &Vec<Cell>| row.iter().position(|cell| cell.text() == wanted);
    let columns = match grid.iter().find_map(header) {
        Some(at) => at..at + 1,
        None => Column::Record.index() as usize..usize::MAX,
    };
    let within = |row: &'_ Vec<Cell>| {
        let cells = row.iter().enumerate().filter(|(at, cell)| columns.contains(at) && !cell.is_blank());
        cells.map(|(_, cell)| cell.text().into_owned()).filter(|text| text != wanted).collect::<Vec<_>>()
    };
    grid.iter().flat_map(within).collect()
}

/// The table in a tab.
struct Table<'a> {
    tab: &'a DeliveredTab,
    /// Index of the row of headers.
    header: usize,
    /// The service's columns, and where each is; `None` where it is not there.
    columns: Vec<(Column, Option<usize>)>,
    /// The lines of the hand-off with their digests, by report.
    lines: BTreeMap<ReportId, Delivered>,
    /// The reports whose lines were written anew in this tab.
    anew: BTreeSet<ReportId>,
}

/// A row of the table, the line that it shows, and the columns in which it does not say what was delivered.
struct Shown {
    row: usize,
    id: ReportId,
    /// True if its hidden cell holds a line: a note that names an ID, below the table, has none.
    recorded: bool,
    differing: Vec<(Column, Option<usize>)>,
}

impl<'a> Table<'a> {
    fn of(tab: &'a DeliveredTab, lines: &[LedgerLine]) -> Self {
        let records = tab.grid.iter().flat_map(|row| records(row, tab.number));
        let anew: BTreeMap<ReportId, Delivered> =
            records.filter_map(|line| Some((line.entry.id, line.reissued?))).collect();
        let digests = |line: &LedgerLine| {
            let id = line.entry.id;
            (id, anew.get(&id).unwrap_or(&line.entry.delivered).clone())
        };
        let lines: BTreeMap<ReportId, Delivered> = lines.iter().map(digests).collect();

        let (header, candidates) = headers(&tab.grid);
        let below = tab.grid.get(header + 1..).unwrap_or_default();
        let place_of_id = candidates.first().and_then(|(_, standing)| standing.first().copied());
        // Of two columns of one header, that which says what was delivered is the service's.
        let agreeing = |place: usize, at: usize| {
            let says = |row: &&Vec<Cell>| {
                let line = named(row, place_of_id).and_then(|id| lines.get(&id));
                line.is_some_and(|delivered| delivered.says(place, &text(row, Some(at))))
            };
            below.iter().filter(says).count()
        };
        let columns = candidates.into_iter().enumerate().map(|(place, (column, standing))| {
            (column, standing.into_iter().rev().max_by_key(|at| agreeing(place, *at)))
        });

        Self { tab, header, columns: columns.collect(), anew: anew.into_keys().collect(), lines }
    }

    fn compare(&self, comparison: &mut Comparison) {
        if self.lines.values().any(|delivered| delivered.cells() != self.columns.len()) {
            comparison.without_digest += 1;
            return;
        }

        let mut shown: BTreeMap<ReportId, Vec<Shown>> = BTreeMap::new();
        for row in self.header + 1..self.tab.grid.len() {
            if let Some(line) = self.shown(row) {
                shown.entry(line.id).or_default().push(line);
            }
        }

        let mut changed = Vec::new();
        for (id, mut rows) in shown {
            comparison.lines += 1;
            comparison.reissued += usize::from(self.anew.contains(&id));
            rows.sort_by_key(|line| (!line.recorded, line.differing.len()));
            let recorded = rows.iter().take_while(|line| line.recorded).count();
            rows.truncate(recorded.max(1));
            changed.extend(rows.iter().flat_map(|line| self.changed(line)));
        }
        changed.sort_by_key(|cell| (cell.row, cell.at));
        comparison.changed.extend(changed);
    }

    /// The line that a row shows; `None` for a row of people's.
    fn shown(&self, row: usize) -> Option<Shown> {
        let cells = &self.tab.grid[row];
        let place_of_id = self.columns.first().and_then(|(_, at)| *at);
        let records: Vec<ReportId> = records(cells, self.tab.number).map(|line| line.entry.id).collect();
        let recorded = !records.is_empty();

        let claimed = named(cells, place_of_id).into_iter().chain(records);
        let differing = claimed.filter_map(|id| Some((id, self.differing(cells, self.lines.get(&id)?))));
        // An ID that somebody typed over another one claims a line that is not there.
        let (id, differing) = differing.min_by_key(|(_, differing)| differing.len())?;
        Some(Shown { row, id, recorded, differing })
    }

    /// The columns in which a row does not say what was delivered, and where each is.
    fn differing(&self, row: &[Cell], delivered: &Delivered) -> Vec<(Column, Option<usize>)> {
        let differs =
            |(place, (_, at)): &(usize, &(Column, Option<usize>))| !delivered.says(*place, &text(row, *at));
        self.columns.iter().enumerate().filter(differs).map(|(_, column)| *column).collect()
    }

    fn changed(&self, line: &Shown) -> impl Iterator<Item = ChangedCell> {
        let (number, id, row) = (self.tab.number, line.id, line.row);
        line.differing.iter().map(move |(column, at)| ChangedCell {
            cell: DeliveredCell { number, id, column: *column },
            digest: digest(&text(&self.tab.grid[row], *at)),
            archive: self.tab.archive.clone(),
            sheet: self.tab.sheet,
            tab: self.tab.place,
            row: RowNumber::at(row),
            at: at.map(|at| CellAddress::at(row, at)),
        })
    }
}

/// The ledger lines of a hand-off that the cells of a row hold.
fn records(row: &[Cell], number: HandoffNumber) -> impl Iterator<Item = LedgerLine> {
    let texts = row.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
    let lines = texts.filter(|text| text.starts_with('[')).filter_map(|text| LedgerLine::from_record(text));
    lines.filter(move |line| line.entry.number == number)
}

/// The report that a row names in the column of the IDs.
fn named(row: &[Cell], place_of_id: Option<usize>) -> Option<ReportId> {
    row.get(place_of_id?).and_then(|cell| listed::report(&cell.text()))
}

fn text(row: &[Cell], at: Option<usize>) -> String {
    at.and_then(|at| row.get(at)).map(delivered_text).unwrap_or_default()
}

/// The row with most of the headers, and for each of the service's columns where its header stands in it.
fn headers(grid: &[Vec<Cell>]) -> (usize, Vec<(Column, Vec<usize>)>) {
    let columns: Vec<Column> =
        Column::ALL.into_iter().filter(|column| column.owner() == Owner::Service).collect();
    let standing = |row: &[Cell], column: Column| -> Vec<usize> {
        let texts = row.iter().map(|cell| normal_text(&cell.text())).enumerate();
        texts.filter(|(_, text)| text == column.header()).map(|(at, _)| at).collect()
    };
    let named = |row: &Vec<Cell>| columns.iter().filter(|column| !standing(row, **column).is_empty()).count();

    let rows = grid.iter().enumerate().map(|(at, row)| (named(row), Reverse(at)));
    let at = rows.max().filter(|(named, _)| *named > 1).map_or(HEADER_ROW as usize, |(_, at)| at.0);
    let row = grid.get(at).map(Vec::as_slice).unwrap_or_default();
    (at, columns.iter().map(|column| (*column, standing(row, *column))).collect())
}

impl fmt::Display for DeliveredCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.number, self.id, self.column.header())
    }
}

/// The text names no cell of a delivered line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be NUMBER:ID:HEADER of one of the service's columns, as `traslado verify` prints it")]
pub struct ParseDeliveredCellError;

impl FromStr for DeliveredCell {
    type Err = ParseDeliveredCellError;

    fn from_str(text: &str) -> Result<Self, ParseDeliveredCellError> {
        let [number, id, header] = text.splitn(3, ':').collect::<Vec<_>>()[..] else {
            return Err(ParseDeliveredCellError);
        };
        let named = |column: &Column| column.owner() == Owner::Service && column.header() == header;
        Ok(Self {
            number: number.parse().map_err(|_| ParseDeliveredCellError)?,
            id: id.parse().map_err(|_| ParseDeliveredCellError)?,
            column: Column::ALL.into_iter().find(named).ok_or(ParseDeliveredCellError)?,
        })
    }
}

#[cfg(test)]
mod tests;
