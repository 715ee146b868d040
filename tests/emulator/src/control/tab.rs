//! Playing staff on one tab.

use serde_json::{Value, json};

use super::Refused;
use crate::num;
use crate::sheets::{Book, Sheet, parse_range};
use crate::world::World;

/// A tab, to act on as a person. Rows are counted from 1, as people see them; ranges are in A1 notation.
pub struct Tab<'a> {
    world: &'a mut World,
    id: String,
    sheet: i64,
    account: String,
}

impl<'a> Tab<'a> {
    pub(super) fn new(world: &'a mut World, id: &str, sheet: i64, account: String) -> Self {
        Self { world, id: id.to_owned(), sheet, account }
    }
}

impl Tab<'_> {
    /// Acts in another account's name.
    #[must_use]
    pub fn acting_as(mut self, account: &str) -> Self {
        self.account = account.to_lowercase();
        self
    }

    /// The tab's id.
    pub fn sheet_id(&self) -> i64 {
        self.sheet
    }

    /// Applies one request of `batchUpdate`.
    ///
    /// # Errors
    /// What Google would answer.
    pub fn apply(&mut self, request: Value) -> Result<Value, Refused> {
        let replies = self.world.batch(&self.id, &self.account, &[request])?;
        Ok(replies.into_iter().next().unwrap_or_default())
    }

    pub(super) fn world(&self) -> &World {
        self.world
    }

    pub(super) fn book(&self) -> Option<&Book> {
        self.world.books.get(&self.id)
    }

    pub(super) fn sheet(&self) -> Option<&Sheet> {
        self.book()?.sheet(self.sheet)
    }

    pub(super) fn range(&self, text: &str) -> Result<Value, Refused> {
        let book = self.world.books.get(&self.id).ok_or(crate::sheets::NoSuchBook)?;
        let title = book.sheet(self.sheet).map(|s: &Sheet| s.title.replace('\'', "''")).unwrap_or_default();
        let place = parse_range(book, &format!("'{title}'!{text}"));
        let mut range = place.ok_or_else(|| Refused(format!("Unable to parse range: {text}")))?.json();
        range["sheetId"] = self.sheet.into();
        Ok(range)
    }

    pub(super) fn lines(&self, dimension: &str, first: usize, count: usize) -> Value {
        let start = num::int(first.saturating_sub(1));
        json!({"sheetId": self.sheet, "dimension": dimension, "startIndex": start, "endIndex": start + num::int(count)})
    }

    /// Types texts from a cell on.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn type_rows<R: AsRef<[T]>, T: AsRef<str>>(&mut self, cell: &str, rows: &[R]) -> Result<(), Refused> {
        let title = self.title();
        let range = format!("'{}'!{cell}", title.replace('\'', "''"));
        let (id, account) = (self.id.clone(), self.account.clone());
        self.world.type_rows_as(&id, &account, &range, rows)
    }

    /// Inserts rows before a row.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn insert_rows(&mut self, before: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines("ROWS", before, count);
        self.apply(json!({"insertDimension": {"range": range}})).map(drop)
    }

    /// Deletes rows.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn delete_rows(&mut self, first: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines("ROWS", first, count);
        self.apply(json!({"deleteDimension": {"range": range}})).map(drop)
    }

    /// Inserts columns before a column, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn insert_columns(&mut self, before: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines("COLUMNS", before, count);
        self.apply(json!({"insertDimension": {"range": range}})).map(drop)
    }

    /// Deletes columns, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn delete_columns(&mut self, first: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines("COLUMNS", first, count);
        self.apply(json!({"deleteDimension": {"range": range}})).map(drop)
    }

    /// Drags rows to before another row.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn move_rows(&mut self, first: usize, count: usize, before: usize) -> Result<(), Refused> {
        let (source, to) = (self.lines("ROWS", first, count), num::int(before.saturating_sub(1)));
        self.apply(json!({"moveDimension": {"source": source, "destinationIndex": to}})).map(drop)
    }

    /// Drags columns to before another column, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn move_columns(&mut self, first: usize, count: usize, before: usize) -> Result<(), Refused> {
        let (source, to) = (self.lines("COLUMNS", first, count), num::int(before.saturating_sub(1)));
        self.apply(json!({"moveDimension": {"source": source, "destinationIndex": to}})).map(drop)
    }

    /// Hides or shows rows.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn hide_rows(&mut self, first: usize, count: usize, hidden: bool) -> Result<(), Refused> {
        let range = self.lines("ROWS", first, count);
        let properties = json!({"hiddenByUser": hidden});
        self.apply(json!({"updateDimensionProperties": {"range": range, "properties": properties, "fields": "hiddenByUser"}})).map(drop)
    }

    /// Sorts a range by one of the sheet's columns, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn sort(&mut self, range: &str, column: usize, descending: bool) -> Result<(), Refused> {
        let range = self.range(range)?;
        let order = if descending { "DESCENDING" } else { "ASCENDING" };
        let spec = json!({"dimensionIndex": num::int(column.saturating_sub(1)), "sortOrder": order});
        self.apply(json!({"sortRange": {"range": range, "sortSpecs": [spec]}})).map(drop)
    }

    /// Cuts a range and pastes it at a cell.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn cut(&mut self, source: &str, to: &str) -> Result<(), Refused> {
        let (source, to) = (self.range(source)?, self.range(to)?);
        let corner = json!({"sheetId": self.sheet, "rowIndex": to["startRowIndex"], "columnIndex": to["startColumnIndex"]});
        self.apply(
            json!({"cutPaste": {"source": source, "destination": corner, "pasteType": "PASTE_NORMAL"}}),
        )
        .map(drop)
    }

    /// Copies a range and pastes it at a cell or over a range.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn copy(&mut self, source: &str, to: &str) -> Result<(), Refused> {
        let (source, to) = (self.range(source)?, self.range(to)?);
        self.apply(json!({"copyPaste": {"source": source, "destination": to, "pasteType": "PASTE_NORMAL"}}))
            .map(drop)
    }

    /// Empties the values of a range.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn clear(&mut self, range: &str) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(json!({"updateCells": {"range": range, "fields": "userEnteredValue"}})).map(drop)
    }

    /// Merges a range.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn merge(&mut self, range: &str) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(json!({"mergeCells": {"range": range, "mergeType": "MERGE_ALL"}})).map(drop)
    }

    /// Sets a cell's note.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn set_note(&mut self, cell: &str, note: &str) -> Result<(), Refused> {
        let range = self.range(cell)?;
        let rows = json!([{"values": [{"note": note}]}]);
        self.apply(json!({"updateCells": {"range": range, "rows": rows, "fields": "note"}})).map(drop)
    }

    /// Protects a range for these editors, the owner and whoever acts.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn protect(&mut self, range: &str, editors: &[&str]) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(
            json!({"addProtectedRange": {"protectedRange": {"range": range, "editors": {"users": editors}}}}),
        )
        .map(drop)
    }

    /// Puts a basic filter over a range that hides these texts of one of the sheet's columns, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn filter(&mut self, range: &str, column: usize, hidden: &[&str]) -> Result<(), Refused> {
        let range = self.range(range)?;
        let spec = json!({"columnIndex": num::int(column.saturating_sub(1)), "filterCriteria": {"hiddenValues": hidden}});
        self.apply(json!({"setBasicFilter": {"filter": {"range": range, "filterSpecs": [spec]}}})).map(drop)
    }

    /// Renames the tab.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn rename(&mut self, title: &str) -> Result<(), Refused> {
        let properties = json!({"sheetId": self.sheet, "title": title});
        self.apply(json!({"updateSheetProperties": {"properties": properties, "fields": "title"}})).map(drop)
    }

    /// Deletes the tab.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn delete(mut self) -> Result<(), Refused> {
        let id = self.sheet;
        self.apply(json!({"deleteSheet": {"sheetId": id}})).map(drop)
    }

    fn title(&self) -> String {
        let book = self.world.books.get(&self.id);
        book.and_then(|b| b.sheet(self.sheet)).map(|s| s.title.clone()).unwrap_or_default()
    }
}
