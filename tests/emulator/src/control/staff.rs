//! Playing staff: what people do to a spreadsheet in their browser, without a request.

use std::fmt;

use serde_json::{Value, json};

use super::changes;
use crate::account::Role;
use crate::drive::{Grantee, Permission};
use crate::num;
use crate::sheets::{Block, Edit, Evaluator, KINDS, Refusal, Render, Sheet, parse_range, rendered};
use crate::world::World;

/// Why the sheet's window would not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl From<String> for Refused {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<crate::sheets::NoSuchBook> for Refused {
    fn from(_: crate::sheets::NoSuchBook) -> Self {
        Self("there is no such spreadsheet".to_owned())
    }
}

impl World {
    /// Makes a spreadsheet as a person does in Drive: one tab of 1000 rows and 26 columns.
    ///
    /// # Errors
    /// A locale or time zone that is not known.
    pub fn create_spreadsheet(
        &mut self,
        owner: &str,
        title: &str,
        locale: &str,
        time_zone: &str,
    ) -> Result<String, Refused> {
        self.add_account(owner);
        let owner = owner.to_lowercase();
        let id = self.add_book(&owner, title);
        let properties = json!({"locale": locale, "timeZone": time_zone});
        let request =
            json!({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}});
        self.batch(&id, &owner, &[request])?;
        Ok(id)
    }

    /// Shares a file with an account, which becomes known if it was not.
    pub fn share(&mut self, id: &str, email: &str, role: Role) {
        self.add_account(email);
        let grantee = Grantee::User(email.to_lowercase());
        self.unshare(id, email);
        let permission = Permission { id: crate::drive::permission_id(&email.to_lowercase()), grantee, role };
        self.grant(id, permission);
    }

    /// Shares a file with everyone who has the link.
    pub fn share_with_anyone(&mut self, id: &str, role: Role) {
        self.grant(id, Permission { id: "anyoneWithLink".to_owned(), grantee: Grantee::Anyone, role });
    }

    /// Shares a file with everyone of a domain.
    pub fn share_with_domain(&mut self, id: &str, domain: &str, role: Role) {
        let grantee = Grantee::Domain(domain.to_lowercase());
        self.grant(id, Permission { id: format!("{}k", crate::drive::permission_id(domain)), grantee, role });
    }

    /// Takes an account's access away.
    pub fn unshare(&mut self, id: &str, email: &str) {
        let grantee = Grantee::User(email.to_lowercase());
        if let Some(file) = self.files.get_mut(id) {
            file.permissions.retain(|p| p.grantee != grantee);
        }
    }

    /// Removes a file for good.
    pub fn delete_file(&mut self, id: &str) {
        self.forget(id);
    }

    /// Renames the file, and with it the spreadsheet.
    pub fn rename_file(&mut self, id: &str, name: &str) {
        if let Some(file) = self.files.get_mut(id) {
            name.clone_into(&mut file.name);
        }
        if let Some(book) = self.books.get_mut(id) {
            name.clone_into(&mut book.title);
        }
    }

    /// Applies requests of `batchUpdate` in an account's name, all or none; the replies come back.
    ///
    /// # Errors
    /// What Google would answer; nothing is applied then.
    pub fn batch(&mut self, id: &str, account: &str, requests: &[Value]) -> Result<Vec<Value>, Refused> {
        self.edit(id, &account.to_lowercase(), |edit, log| {
            let mut replies = Vec::new();
            for request in requests {
                let (kind, body) = request
                    .as_object()
                    .and_then(|map| map.iter().next())
                    .ok_or_else(|| Refused("an empty request".to_owned()))?;
                let mut body = body.clone();
                let found = crate::schema::SHEETS.field("Request", kind).and_then(|f| f.kind.named());
                let type_name = found.ok_or_else(|| Refused(format!("{kind} is no kind of request")))?;
                let wrong = crate::schema::check(&crate::schema::SHEETS, type_name, kind, &mut body);
                if let Some(first) = wrong.first() {
                    return Err(Refused(first.text.clone()));
                }
                let handler = KINDS
                    .iter()
                    .find(|(name, _)| name == kind)
                    .map(|(_, h)| h)
                    .ok_or_else(|| Refused(format!("{kind} is not known")))?;
                let before = edit.book.clone();
                let reply = handler(edit, &body).map_err(|refusal| match refusal {
                    Refusal::Invalid(text) => Refused(text),
                    Refusal::NotModelled => Refused(format!("{kind} is not modelled")),
                })?;
                log.push((
                    kind.clone(),
                    request.clone(),
                    changes(&before, edit.book, kind, edit.limits.logged_changes),
                ));
                replies.push(reply);
            }
            Ok(replies)
        })
    }

    /// Types texts into cells, from the corner of an A1 range on, as a person at the keyboard.
    ///
    /// # Errors
    /// A range that is not there, or cells that the owner may not edit.
    pub fn type_rows<R: AsRef<[T]>, T: AsRef<str>>(
        &mut self,
        id: &str,
        range: &str,
        rows: &[R],
    ) -> Result<(), Refused> {
        let owner = self.owner(id);
        self.type_rows_as(id, &owner, range, rows)
    }

    /// The same, in the name of another account than the owner.
    ///
    /// # Errors
    /// A range that is not there, or cells that the account may not edit.
    pub fn type_rows_as<R: AsRef<[T]>, T: AsRef<str>>(
        &mut self,
        id: &str,
        account: &str,
        range: &str,
        rows: &[R],
    ) -> Result<(), Refused> {
        self.edit(id, account, |edit, log| {
            let place = parse_range(edit.book, range)
                .ok_or_else(|| Refused(format!("Unable to parse range: {range}")))?;
            let (top, left) = (place.rows.first(), place.columns.first());
            let before = edit.book.clone();
            for (row, line) in (top..).zip(rows) {
                for (column, text) in (left..).zip(line.as_ref()) {
                    type_one(edit, place.sheet, row, column, text.as_ref())?;
                }
            }
            let shown: Vec<Vec<&str>> =
                rows.iter().map(|r| r.as_ref().iter().map(AsRef::as_ref).collect()).collect();
            let request = json!({"range": range, "values": shown});
            log.push((
                "type".to_owned(),
                request,
                changes(&before, edit.book, "type", edit.limits.logged_changes),
            ));
            Ok(())
        })
    }

    fn owner(&self, id: &str) -> String {
        self.files.get(id).map(|f| f.owner().to_owned()).unwrap_or_default()
    }

    /// What the cells of a range show.
    ///
    /// # Errors
    /// A range that is not there.
    pub fn shown(&self, id: &str, range: &str) -> Result<Vec<Vec<String>>, Refused> {
        let cells = self.read(id, range, None)?;
        let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(cells.into_iter().map(|row| row.into_iter().map(text).collect()).collect())
    }

    /// The values of a range, unformatted: numbers, truth values, texts.
    ///
    /// # Errors
    /// A range that is not there.
    pub fn values(&self, id: &str, range: &str) -> Result<Vec<Vec<Value>>, Refused> {
        self.read(id, range, Some("UNFORMATTED_VALUE"))
    }

    /// What was entered in a range: formulas by their source.
    ///
    /// # Errors
    /// A range that is not there.
    pub fn formulas(&self, id: &str, range: &str) -> Result<Vec<Vec<Value>>, Refused> {
        self.read(id, range, Some("FORMULA"))
    }

    fn read(&self, id: &str, range: &str, option: Option<&str>) -> Result<Vec<Vec<Value>>, Refused> {
        let book = self.books.get(id).ok_or(crate::sheets::NoSuchBook)?;
        let place =
            parse_range(book, range).ok_or_else(|| Refused(format!("Unable to parse range: {range}")))?;
        let sheet = book.sheet(place.sheet).ok_or_else(|| Refused("there is no such tab".to_owned()))?;
        let block = sheet.block(place);
        let eval = Evaluator::new(book, book.serial(self.now()));
        let render = Render::read(option, None);
        let bottom = block.bottom.min(sheet.cells.len());
        let line = |row: usize| {
            let right = sheet.cells[row].len().clamp(block.left, block.right);
            (block.left..right).map(|column| rendered(&eval, sheet, row, column, render).json()).collect()
        };
        Ok((block.top.min(bottom)..bottom).map(line).collect())
    }

    /// The titles of the tabs, in order, with their ids.
    pub fn tabs(&self, id: &str) -> Vec<(i64, String)> {
        self.books
            .get(id)
            .map(|b| b.sheets.iter().map(|s| (s.id, s.title.clone())).collect())
            .unwrap_or_default()
    }

    /// The ids of all spreadsheets, with their titles.
    pub fn spreadsheets(&self) -> Vec<(String, String)> {
        self.books.values().map(|b| (b.id.clone(), b.title.clone())).collect()
    }

    /// The spreadsheet as `spreadsheets.get` answers its owner, cells included.
    pub fn spreadsheet(&self, id: &str) -> Option<Value> {
        let book = self.books.get(id)?;
        let eval = Evaluator::new(book, book.serial(self.now()));
        let mask = crate::schema::Mask::All;
        Some(crate::sheets::View { eval, mask: &mask, grid: true, ranges: None, editor: &|_| true }.json())
    }

    /// All developer metadata of a spreadsheet.
    pub fn developer_metadata(&self, id: &str) -> Vec<Value> {
        self.books
            .get(id)
            .map(|b| b.metadata.iter().map(crate::sheets::Metadata::json).collect())
            .unwrap_or_default()
    }

    /// Takes the last change back, whoever made it; false when there is none.
    pub fn undo(&mut self, id: &str) -> bool {
        let Some(old) = self.history.get_mut(id).and_then(Vec::pop) else { return false };
        self.books.insert(id.to_owned(), old);
        let owner = self.owner(id);
        self.touch(id, &owner);
        true
    }

    /// How many earlier versions of a spreadsheet can be restored.
    pub fn versions(&self, id: &str) -> usize {
        self.history.get(id).map_or(0, Vec::len)
    }

    /// Restores an earlier version, 0 being the oldest that is kept; what came after stays in the history.
    pub fn restore_version(&mut self, id: &str, version: usize) -> bool {
        let Some(old) = self.history.get(id).and_then(|h| h.get(version)).cloned() else { return false };
        if let Some(current) = self.books.insert(id.to_owned(), old) {
            self.history.entry(id.to_owned()).or_default().push(current);
        }
        true
    }

    /// A tab by its title, to act on as the file's owner.
    ///
    /// # Errors
    /// There is no such spreadsheet or tab.
    pub fn sheet_mut(&mut self, id: &str, title: &str) -> Result<Tab<'_>, Refused> {
        let account = self.owner(id);
        let book = self.books.get(id).ok_or(crate::sheets::NoSuchBook)?;
        let sheet = book
            .sheet_by_title(title)
            .map(|s| s.id)
            .ok_or_else(|| Refused(format!("there is no tab {title}")))?;
        Ok(Tab { world: self, id: id.to_owned(), sheet, account })
    }
}

fn type_one(edit: &mut Edit<'_>, sheet: i64, row: usize, column: usize, text: &str) -> Result<(), Refused> {
    let grid = edit.sheet(sheet)?;
    let (missing_rows, missing_columns) =
        ((row + 1).saturating_sub(grid.rows), (column + 1).saturating_sub(grid.columns));
    // The window adds rows at the bottom as one types on.
    for (rows, missing) in [(true, missing_rows), (false, missing_columns)] {
        if missing > 0 {
            crate::sheets::grow(edit.book, sheet, rows, missing);
        }
    }
    edit.guard(sheet, Block { top: row, bottom: row + 1, left: column, right: column + 1 })?;
    edit.type_text(sheet, row, column, text)?;
    Ok(())
}

/// A tab, to act on as a person. Rows are counted from 1, as people see them; ranges are in A1 notation.
pub struct Tab<'a> {
    world: &'a mut World,
    id: String,
    sheet: i64,
    account: String,
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

    fn range(&self, text: &str) -> Result<Value, Refused> {
        let book = self.world.books.get(&self.id).ok_or(crate::sheets::NoSuchBook)?;
        let title = book.sheet(self.sheet).map(|s: &Sheet| s.title.replace('\'', "''")).unwrap_or_default();
        let place = parse_range(book, &format!("'{title}'!{text}"));
        let mut range = place.ok_or_else(|| Refused(format!("Unable to parse range: {text}")))?.json();
        range["sheetId"] = self.sheet.into();
        Ok(range)
    }

    fn lines(&self, dimension: &str, first: usize, count: usize) -> Value {
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
