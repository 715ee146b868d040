//! Writes the fate of each row beside it, in the tagged columns and nowhere else.
//!
//! A write beside a staff row can only be verified and repaired: between read and write people
//! sort and insert. So the rows are read right before, and again after.

use std::collections::BTreeMap;

use crate::config::Settings;
use crate::domain::annotation::{Annotation, annotate};
use crate::domain::cell::Cell;
use crate::domain::considered::consider;
use crate::domain::ledger::Ledger;
use crate::domain::place::ServiceColumn;
use crate::domain::plan::Window;
use crate::domain::tab::TabCell;
use crate::error::Error;
use crate::google::Google;
use crate::google::sheets::{Batch, Change, change};
use crate::steps::read::{self, Book};

/// How often the annotations are put right before the next night has to.
const ROUNDS: u32 = 3;

/// How the annotations stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every row has its own.
    Current,
    /// People kept editing, or a write failed; the next night puts them right.
    Behind,
    /// The sheet has no columns for them.
    None,
}

/// Cells to write in one column: the first row, and the texts from there on.
struct Run {
    column: usize,
    row: usize,
    texts: Vec<Vec<TabCell>>,
}

/// Brings the annotations up to date with the ledger.
///
/// # Errors
/// What the sheet or Google is at fault with.
pub async fn bring_up_to_date(
    google: &Google,
    settings: &Settings,
    book: &Book,
    ledger: &Ledger,
    window: Window,
) -> Result<Status, Error> {
    if book.columns.is_empty() {
        return Ok(Status::None);
    }
    let failed = |error| Error::of_file(error, &settings.account);
    for round in 0..=ROUNDS {
        let grid = read::staff_rows(google, settings, book.staff_sheet).await?;
        let runs = differences(&grid, book, settings, ledger, window)?;
        if runs.is_empty() {
            return Ok(Status::Current);
        }
        if round < ROUNDS {
            let changes: Vec<Change<'_>> = runs.iter().map(|run| write(book.staff_sheet, run)).collect();
            google
                .batch_update(&settings.spreadsheet_id, &Batch::new(&changes).map_err(failed)?, true)
                .await
                .map_err(failed)?;
        }
    }
    Ok(Status::Behind)
}

fn write(sheet: i32, run: &Run) -> Change<'_> {
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    change::update_cells(sheet, index(run.row), index(run.column), &run.texts)
}

/// The cells that differ from what they should say, as few writes as their places allow.
fn differences(
    grid: &[Vec<Cell>],
    book: &Book,
    settings: &Settings,
    ledger: &Ledger,
    window: Window,
) -> Result<Vec<Run>, Error> {
    let wrong = |source| Error::Form { tab: book.staff_title.clone(), source };
    let considered = consider(grid, book.id_column(), &settings.form, ledger, window).map_err(wrong)?;
    let Some(header) = considered.sheet.layout.as_ref().map(|layout| layout.header_row as usize) else {
        return Ok(Vec::new());
    };
    let mut wanted: BTreeMap<usize, Annotation> = BTreeMap::new();
    let annotations = annotate(&considered.plan, &considered.sheet.reports, ledger);
    for (report, annotation) in considered.sheet.reports.iter().zip(annotations) {
        wanted.insert(report.row as usize - 1, annotation);
    }
    let blank = Annotation::default();
    let mut runs: Vec<Run> = Vec::new();
    for (column, at) in &book.columns {
        for (row, cells) in grid.iter().enumerate().skip(header) {
            let annotation = wanted.get(&row).unwrap_or(&blank);
            let Some(text) = text_of(annotation, *column) else { continue };
            if cells.get(*at).unwrap_or(&Cell::Blank).text() == text {
                continue;
            }
            let cell = if text.is_empty() { TabCell::Blank } else { TabCell::Text(text.to_owned()) };
            match runs.last_mut() {
                Some(run) if run.column == *at && run.row + run.texts.len() == row => {
                    run.texts.push(vec![cell]);
                }
                _ => runs.push(Run { column: *at, row, texts: vec![vec![cell]] }),
            }
        }
    }
    Ok(runs)
}

/// What a column says of a row; `None` for a column that the night does not write.
fn text_of(annotation: &Annotation, column: ServiceColumn) -> Option<&str> {
    match column {
        ServiceColumn::Id => Some(&annotation.id),
        ServiceColumn::State => Some(&annotation.state),
        ServiceColumn::Notes => Some(&annotation.notes),
        ServiceColumn::Radicado => None,
    }
}
