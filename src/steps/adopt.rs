//! Adopts a spreadsheet: adds the service's columns beside the staff's, tagged so that they are
//! found wherever people move them, and the ledger. Nothing else changes.

use crate::config::Settings;
use crate::domain::a1;
use crate::domain::cell::Cell;
use crate::domain::form::Layout;
use crate::domain::place::ServiceColumn;
use crate::domain::tab::TabCell;
use crate::error::Error;
use crate::google::Google;
use crate::google::sheets::{Batch, Change, change};
use crate::steps::read::Book;
use crate::steps::{beside, ledger};

/// What adoption adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// The columns, each with its header and the index it gets.
    pub columns: Vec<(ServiceColumn, String, u32)>,
    /// Whether the ledger is added.
    pub ledger: bool,
    header_row: u32,
}

impl Adoption {
    /// Whether there is nothing to add.
    pub fn is_done(&self) -> bool {
        self.columns.is_empty() && !self.ledger
    }

    /// The header cell of each column, for people.
    pub fn cells(&self) -> impl Iterator<Item = (String, &str)> {
        let row = self.header_row;
        self.columns.iter().map(move |(_, header, at)| (a1::cell(*at as usize, row), header.as_str()))
    }
}

/// What is still to be added to a spreadsheet. Columns go to the right of everything that stands in
/// the tab; where staff have a column of the same name, the service's gets a name of its own.
pub fn missing(book: &Book, layout: &Layout) -> Adoption {
    let header_row = layout.header_row;
    let headers: &[Cell] = book.grid.get(header_row as usize - 1).map_or(&[], Vec::as_slice);
    let taken = |header: &str| headers.iter().any(|cell| cell.text().trim().eq_ignore_ascii_case(header));
    let width = book.grid.iter().map(Vec::len).max().unwrap_or(0);
    let first = u32::try_from(width).unwrap_or(u32::MAX);
    let absent = ServiceColumn::ALL.into_iter().filter(|column| !book.columns.contains_key(column));
    let columns = absent
        .zip(first..)
        .map(|(column, at)| {
            let header = column.header();
            let header = if taken(header) { format!("{header} (traslado)") } else { header.to_owned() };
            (column, header, at)
        })
        .collect();
    Adoption { columns, ledger: !book.has_ledger(), header_row }
}

/// Adds what is missing, in one atomic batch.
///
/// # Errors
/// What Google is at fault with.
pub async fn adopt(
    google: &Google,
    settings: &Settings,
    book: &Book,
    adoption: &Adoption,
) -> Result<(), Error> {
    let failed = |error| Error::of_file(error, &settings.account);
    let text = |text: &str| TabCell::Text(text.to_owned());
    let headers: Vec<Vec<Vec<TabCell>>> =
        adoption.columns.iter().map(|(_, header, _)| vec![vec![text(header)]]).collect();
    let mut changes: Vec<Change<'_>> = Vec::new();
    let grid = book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet).map_or(0, |tab| tab.columns);
    let count = u32::try_from(adoption.columns.len()).unwrap_or(u32::MAX);
    // The columns are new ones, so that no cell of the staff's is overwritten even if somebody has
    // inserted a column since the read.
    match adoption.columns.first() {
        Some((_, _, first)) if *first < grid => {
            changes.push(change::insert_columns(book.staff_sheet, *first, count));
        }
        Some(_) => changes.push(change::append_columns(book.staff_sheet, count)),
        None => {}
    }
    for ((column, _, at), header) in adoption.columns.iter().zip(&headers) {
        changes.push(change::update_cells(book.staff_sheet, adoption.header_row - 1, *at, header));
        changes.push(change::tag_column(column.tag(), book.staff_sheet, *at, column.key()));
    }
    let placed = adoption.columns.iter().map(|(column, _, at)| (*column, *at));
    changes.extend(beside::looks(book.staff_sheet, adoption.header_row, placed));
    if adoption.ledger {
        changes.extend(ledger::creation(book.origin_to_record(settings)));
        changes.push(ledger::protection(&settings.account));
    }
    let batch = Batch::new(&changes).map_err(failed)?;
    google.batch_update(&settings.spreadsheet_id, &batch, true).await.map(drop).map_err(failed)
}
