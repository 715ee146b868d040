//! A scratch spreadsheet, and what the questions have in common.

use std::cell::Cell as Counter;

use lettre::message::Mailbox;
use serde_json::{Value, json};

use crate::domain::handoff::table::Column;
use crate::google::sheets::{Area, Batch, Change, Render, SpreadsheetMetadata, TabMetadata, change};
use crate::google::{Error, Google};
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::snapshot::TabSnapshot;

/// First of the ids that a scratch sheet gives out: far from those of hand-offs.
const FIRST: i32 = 1_500_000_000;

/// A spreadsheet that holds nothing of anybody's, and a connection.
pub struct ScratchSheet<'a> {
    pub(super) google: &'a Google,
    file: &'a str,
    pub(super) test_mail: Option<TestMail>,
    next: Counter<i32>,
}

/// From whom to whom the mails of the questions about mail go.
#[derive(Clone, Debug)]
pub struct TestMail {
    /// The account.
    pub from: Mailbox,
    /// Who was named for it.
    pub to: Mailbox,
}

impl<'a> ScratchSheet<'a> {
    /// Over a spreadsheet in which no probe has worked before.
    pub fn new(google: &'a Google, file: &'a str, test_mail: Option<TestMail>) -> Self {
        Self { google, file, test_mail, next: Counter::new(FIRST) }
    }

    /// An id that nothing has.
    pub(super) fn id(&self) -> i32 {
        self.next.replace(self.next.get() + 1)
    }

    /// A sheet id that no tab has.
    pub(super) fn sheet_id(&self) -> SheetId {
        SheetId::new(self.id())
    }

    /// A new tab with this grid; its id.
    pub(super) async fn tab(&self, rows: u32, columns: u32) -> Result<SheetId, Error> {
        let id = self.sheet_id();
        self.apply(&[change::add_sheet(id, &title(id), rows, columns, false)]).await.map(|()| id)
    }

    /// Applies changes as the service makes them, once.
    pub(super) async fn apply(&self, changes: &[Change<'_>]) -> Result<(), Error> {
        self.google.batch_update(self.file, &Batch::new(changes)?, false).await.map(drop)
    }

    /// Does what people do at the window.
    pub(super) async fn people(&self, requests: &[Value]) -> Result<(), Error> {
        self.google.batch_update(self.file, &Batch::new(requests)?, false).await.map(drop)
    }

    /// Types into a tab, from a cell on, as people do.
    pub(super) async fn types(&self, tab: SheetId, row: u32, column: u32, text: &str) -> Result<(), Error> {
        let at = json!({"sheetId": tab, "rowIndex": row, "columnIndex": column});
        let paste = json!({"coordinate": at, "data": text, "delimiter": "\t", "type": "PASTE_NORMAL"});
        self.people(&[json!({"pasteData": paste})]).await
    }

    pub(super) async fn metadata(&self) -> Result<SpreadsheetMetadata, Error> {
        self.google.metadata(self.file).await
    }

    /// The tab, where there is one.
    pub(super) async fn tab_metadata(&self, tab: SheetId) -> Result<Option<TabMetadata>, Error> {
        Ok(self.metadata().await?.tabs.into_iter().find(|found| found.sheet_id == tab))
    }

    /// The value of the spreadsheet's metadata with this id.
    pub(super) async fn mark(&self, id: i32) -> Result<Option<String>, Error> {
        let found = self.google.metadata_by_id(self.file, id).await?;
        Ok(found.map(|found| found.metadata_value.unwrap_or_default()))
    }

    /// The row, from 0, that bears the metadata with this id.
    pub(super) async fn row_of(&self, id: i32) -> Result<Option<i32>, Error> {
        let location = self.google.metadata_by_id(self.file, id).await?.and_then(|found| found.location);
        Ok(location.and_then(|at| at.dimension_range).map(|range| range.start_index.unwrap_or(0)))
    }

    /// A copy of a tab in the same spreadsheet; its id.
    pub(super) async fn copy(&self, tab: SheetId) -> Result<SheetId, Error> {
        self.google.copy_tab(self.file, tab, self.file).await
    }

    /// All that stands in a tab.
    pub(super) async fn snapshot(&self, tab: SheetId) -> Result<Option<TabSnapshot>, Error> {
        self.google.snapshot(self.file, tab, Column::CLERKS).await
    }

    pub(super) async fn read(&self, tabs: &[SheetId]) -> Result<Vec<Vec<Vec<Cell>>>, Error> {
        let areas: Vec<Area> = tabs.iter().map(|tab| Area::tab(*tab)).collect();
        self.google.values(self.file, &areas, Render::Formula).await
    }

    /// The values of a tab's cells, formulas by their result.
    pub(super) async fn shown(&self, tab: SheetId) -> Result<Vec<Vec<Cell>>, Error> {
        let read = self.google.values(self.file, &[Area::tab(tab)], Render::Unformatted).await?;
        Ok(read.into_iter().next().unwrap_or_default())
    }

    /// The texts typed into a tab's cells, row by row, blank ends left out.
    pub(super) async fn texts(&self, tab: SheetId) -> Result<Vec<Vec<String>>, Error> {
        let rows = self.read(&[tab]).await?.pop().unwrap_or_default();
        Ok(rows.iter().map(|row| row.iter().map(|cell| cell.text().into_owned()).collect()).collect())
    }

    /// Writes into the column that bears a tag.
    pub(super) async fn write_column(&self, tag: i32, cells: &[Option<&str>]) -> Result<(), Error> {
        let cells = cells.iter().map(|cell| cell.map(str::to_owned)).collect();
        let column = crate::google::sheets::TaggedColumn { tag, cells };
        self.google.write_columns(self.file, &[column]).await
    }
}

/// The title of a tab that a probe makes.
pub(super) fn title(id: SheetId) -> String {
    format!("Prueba {}", id.number() - FIRST)
}
