//! Playing staff: what people do to a spreadsheet in their browser, without a request.

use std::fmt;

use serde_json::{Value, json};

use super::{Tab, changes};
use crate::account::Role;
use crate::drive::{File, Grantee, Permission};
use crate::sheets::{Block, Edit, Evaluator, Refusal, Render, apply, parse_range, rendered};
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
        self.withdraw(id, &Grantee::User(email.to_lowercase()));
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
        let owner = self.owner(id);
        self.touch(id, &owner);
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
                let before = edit.book.clone();
                let reply = apply(edit, kind, &body).map_err(|refusal| match refusal {
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

            // All at once: each time, everything in the book is looked at for what the new rows shift.
            if let Some(last) = rows.iter().rposition(|line| !line.as_ref().is_empty()) {
                let widest = rows.iter().map(|line| line.as_ref().len()).max().unwrap_or(0);
                make_room(edit, place.sheet, top + last + 1, left + widest)?;
            }

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

    /// Who owns a file; of one in a shared drive, a manager of that.
    pub(crate) fn owner(&self, id: &str) -> String {
        let Some(file) = self.files.get(id) else { return String::new() };
        let manager = file.drive.as_ref().and_then(|drive| self.files.get(drive)).and_then(File::manager);
        manager.unwrap_or_else(|| file.owner()).to_owned()
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
        let (rows, columns) = eval.reach(sheet);
        let bottom = block.bottom.min(rows);
        let line = |row: usize| {
            let used = sheet.cells.get(row).map_or(0, |cells| cells.len()).max(columns);
            let right = used.clamp(block.left, block.right);
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
        Some(
            crate::sheets::View {
                eval,
                mask: &mask,
                grid: true,
                ranges: None,
                editor: &|_| true,
                switches: &self.switches,
                comments_for: Some(""),
            }
            .json(),
        )
    }

    /// All developer metadata of a spreadsheet.
    pub fn developer_metadata(&self, id: &str) -> Vec<Value> {
        self.books
            .get(id)
            .map(|b| b.metadata.iter().map(crate::sheets::Metadata::json).collect())
            .unwrap_or_default()
    }

    /// Bytes that the cells of a spreadsheet take, on the heap too.
    pub fn cell_bytes(&self, id: &str) -> usize {
        let Some(book) = self.books.get(id) else { return 0 };
        book.sheets.iter().flat_map(|sheet| &sheet.cells).map(crate::sheets::row_bytes).sum()
    }

    /// Changes the locale in the file's settings: how what is typed is read, and what is there shown.
    ///
    /// # Errors
    /// A locale that is not known.
    pub fn set_locale(&mut self, id: &str, locale: &str) -> Result<(), Refused> {
        self.setting(id, "locale", locale)
    }

    /// Changes the time zone in the file's settings.
    ///
    /// # Errors
    /// A time zone that is not known.
    pub fn set_time_zone(&mut self, id: &str, zone: &str) -> Result<(), Refused> {
        self.setting(id, "timeZone", zone)
    }

    fn setting(&mut self, id: &str, name: &str, value: &str) -> Result<(), Refused> {
        let owner = self.owner(id);
        let request = json!({"updateSpreadsheetProperties": {"properties": {name: value}, "fields": name}});
        self.batch(id, &owner, &[request]).map(drop)
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
        Ok(Tab::new(self, id, sheet, account))
    }
}

/// Adds what a tab lacks of so many rows and columns, as the window does at the bottom when one types on.
fn make_room(edit: &mut Edit<'_>, sheet: i64, rows: usize, columns: usize) -> Result<(), Refused> {
    let grid = edit.sheet(sheet)?;
    let missing = [(true, rows.saturating_sub(grid.rows)), (false, columns.saturating_sub(grid.columns))];
    for (rows, missing) in missing {
        if missing > 0 {
            crate::sheets::grow(edit.book, sheet, rows, missing);
        }
    }
    Ok(())
}

fn type_one(edit: &mut Edit<'_>, sheet: i64, row: usize, column: usize, text: &str) -> Result<(), Refused> {
    make_room(edit, sheet, row + 1, column + 1)?;
    edit.guard(sheet, Block { top: row, bottom: row + 1, left: column, right: column + 1 })?;
    edit.type_text(sheet, row, column, text)?;
    // The window turns down what a strict validation does not allow, which the API would let through.
    edit.validate(sheet, row, column)?;
    Ok(())
}
