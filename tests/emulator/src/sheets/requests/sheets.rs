//! Sheets as a whole, and the spreadsheet's own properties.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Refusal, Reply, choose, fields};
use crate::account::Role;
use crate::error::ApiError;
use crate::num;
use crate::server::{Answer, Call, drop_defaults};
use crate::sheets::book::Book;
use crate::sheets::edit::Edit;
use crate::sheets::locale::Locale;
use crate::sheets::metadata::Place;
use crate::sheets::range::{Block, Shift};
use crate::sheets::sheet::Sheet;
use crate::sheets::{Entered, formula, hung, json, structure};
use crate::world::World;

pub(super) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let properties = &body["properties"];
    let sheet = sheet_from(edit, properties)?;
    let at =
        properties["index"].as_i64().map_or(edit.book.sheets.len(), num::index).min(edit.book.sheets.len());
    let shown = json::sheet_properties(&sheet, at);
    edit.book.sheets.insert(at, Arc::new(sheet));
    if edit.book.sheets.len() > edit.limits.sheets {
        return Err(format!(
            "This action would increase the number of sheets in the workbook above the limit of {} sheets.",
            edit.limits.sheets
        )
        .into());
    }
    edit.room()?;
    Ok(json!({"properties": shown}))
}

/// Makes a sheet of its properties, without putting it into the book.
pub(crate) fn sheet_from(edit: &mut Edit<'_>, properties: &Value) -> Result<Sheet, String> {
    if matches!(properties["sheetType"].as_str(), Some("OBJECT" | "DATA_SOURCE")) {
        return Err("Only sheets of type GRID can be added.".to_owned());
    }
    let given = properties["sheetId"].as_i64();
    if let Some(id) = given {
        if id < 0 {
            return Err(format!("Sheet ID must be non-negative: {id}"));
        }
        let burnt = !edit.switches.deleted_sheet_ids_are_free && edit.book.deleted.contains(&id);
        if burnt || edit.book.sheet(id).is_some() {
            return Err(format!("A sheet with the id {id} already exists."));
        }
    }
    let id = loop {
        let id = given.unwrap_or_else(|| edit.ids.number());
        if edit.book.sheet(id).is_none() {
            break id;
        }
    };
    let mut sheet = Sheet::new(id, "", 1000, 26);
    let free = (1..1_000_000).map(|n| format!("Sheet{n}")).find(|t| edit.book.sheet_by_title(t).is_none());
    let mut properties = properties.clone();
    if properties["title"].as_str().is_none_or(str::is_empty) {
        properties["title"] = free.unwrap_or_default().into();
    }
    set_properties(edit, &mut sheet, &properties)?;
    Ok(sheet)
}

/// Sets a sheet's properties to exactly these.
fn set_properties(edit: &Edit<'_>, sheet: &mut Sheet, properties: &Value) -> Result<(), String> {
    let title = properties["title"].as_str().unwrap_or("");
    if title.is_empty() {
        return Err("The sheet name cannot be empty.".to_owned());
    }
    if title.encode_utf16().count() > 100 {
        return Err("The sheet name cannot be greater than 100 characters.".to_owned());
    }
    let same = |other: &str| {
        if edit.switches.titles_ignore_case {
            other.to_lowercase() == title.to_lowercase()
        } else {
            other == title
        }
    };
    if edit.book.sheets.iter().any(|s| s.id != sheet.id && same(&s.title)) {
        return Err(format!("A sheet with the name \"{title}\" already exists. Please enter another name."));
    }
    title.clone_into(&mut sheet.title);
    let grid = &properties["gridProperties"];
    let size = |name: &str, old: usize| {
        grid[name].as_i64().map_or(Ok(old), |n| {
            if n < 1 {
                Err(format!(
                    "You can't delete all the {} on the sheet.",
                    if name == "rowCount" { "rows" } else { "columns" }
                ))
            } else {
                Ok(num::index(n))
            }
        })
    };
    sheet.rows = size("rowCount", sheet.rows)?;
    sheet.columns = size("columnCount", sheet.columns)?;
    for (name, limit, noun) in
        [("frozenRowCount", sheet.rows, "rows"), ("frozenColumnCount", sheet.columns, "columns")]
    {
        let frozen = grid[name].as_i64().unwrap_or(0);
        if frozen < 0 || num::index(frozen) >= limit && frozen > 0 {
            return Err(format!("You can't freeze all visible {noun} on the sheet."));
        }
        let frozen = num::index(frozen);
        let torn = sheet.merges.iter().any(|merge| {
            let (start, end) =
                if noun == "rows" { (merge.top, merge.bottom) } else { (merge.left, merge.right) };
            start < frozen && frozen < end
        });
        if torn {
            return Err(format!("You can't freeze {noun} which contain only part of a merged cell."));
        }
    }
    sheet.grid = rest(grid, &["rowCount", "columnCount"]);
    let mut others = rest(properties, &["sheetId", "title", "index", "sheetType", "gridProperties"]);
    colors(&mut others);
    sheet.properties = others;
    Ok(())
}

/// The members that are not named, without those that have their default.
fn rest(value: &Value, but: &[&str]) -> Map<String, Value> {
    let mut out = value.clone();
    drop_defaults(&mut out);
    let map = out.as_object().cloned().unwrap_or_default();
    map.into_iter().filter(|(name, _)| !but.contains(&name.as_str())).collect()
}

/// A tab's colour has two names and only 256 steps.
fn colors(properties: &mut Map<String, Value>) {
    let style = properties.remove("tabColorStyle");
    let plain = properties.remove("tabColor");
    let rgb = style.as_ref().map(|s| s["rgbColor"].clone()).filter(Value::is_object).or(plain);
    if let Some(mut rgb) = rgb {
        for value in rgb.as_object_mut().into_iter().flat_map(Map::values_mut) {
            let n = value.as_f64().unwrap_or(0.0).clamp(0.0, 1.0);
            *value = num::json(num::single((n * 255.0).floor() / 255.0));
        }
        drop_defaults(&mut rgb);
        properties.insert("tabColor".to_owned(), rgb.clone());
        properties.insert("tabColorStyle".to_owned(), json!({"rgbColor": rgb}));
    } else if let Some(style) = style.filter(|s| s["themeColor"].is_string()) {
        properties.insert("tabColorStyle".to_owned(), style);
    }
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["properties"];
    let id = given["sheetId"].as_i64().unwrap_or(0);
    edit.guard_whole_properties(id)?;
    let index =
        edit.book.sheets.iter().position(|s| s.id == id).ok_or_else(|| format!("No grid with id: {id}"))?;
    let mut mask = fields(body)?;
    if let crate::schema::Mask::Some(members) = &mut mask {
        members.remove("sheetId");
        // The two names of the colour are one property.
        if members.contains_key("tabColor") || members.contains_key("tabColorStyle") {
            members.insert("tabColor".to_owned(), crate::schema::Mask::All);
            members.insert("tabColorStyle".to_owned(), crate::schema::Mask::All);
        }
    }
    let mut sheet = edit.book.sheets[index].as_ref().clone();
    let (rows, columns) = (sheet.rows, sheet.columns);
    let mut properties = json::sheet_properties(&sheet, index);
    mask.merge(&mut properties, given);
    set_properties(edit, &mut sheet, &properties)?;
    let (new_rows, new_columns) = (sheet.rows, sheet.columns);
    let (was, is) = (edit.book.sheets[index].title.clone(), sheet.title.clone());
    let to = properties["index"].as_i64().map_or(index, num::index);
    (sheet.rows, sheet.columns) = (rows, columns);
    edit.book.sheets[index] = Arc::new(sheet);
    if was != is {
        let decimal = edit.book.locale().decimal;
        structure::rewrite(edit.book, &|_, source| formula::retitled(source, decimal, &was, &is));
    }
    resize(edit.book, id, true, rows, new_rows);
    resize(edit.book, id, false, columns, new_columns);
    if edit.book.sheets.iter().all(|s| s.hidden()) {
        return Err("You can't hide all the sheets in a document.".into());
    }
    if to != index {
        let sheet = edit.book.sheets.remove(index);
        // Moving to the right, the place is counted with the sheet still where it was.
        let to = if to > index { to - 1 } else { to };
        let to = to.min(edit.book.sheets.len());
        edit.book.sheets.insert(to, sheet);
    }
    edit.room()?;
    Ok(Value::Null)
}

fn resize(book: &mut Book, id: i64, rows: bool, old: usize, new: usize) {
    if new > old {
        structure::shift(book, id, rows, Shift::Insert { at: old, count: new - old });
    } else if new < old {
        structure::shift(book, id, rows, Shift::Delete { start: new, end: old });
    }
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let id = body["sheetId"].as_i64().unwrap_or(0);
    edit.guard_sheet(id)?;
    if edit.book.sheets.iter().filter(|s| !s.hidden() && s.id != id).count() == 0 {
        return Err("You can't remove all the visible sheets in a document.".into());
    }
    edit.book.sheets.retain(|s| s.id != id);
    edit.book.deleted.insert(id);
    edit.book.metadata.retain(|m| m.place.sheet() != Some(id));
    edit.book.names.retain(|n| n.range.sheet != id);
    for comment in &mut edit.book.comments {
        comment.anchor = comment.anchor.filter(|range| range.sheet != id);
    }
    Ok(Value::Null)
}

pub(super) fn duplicate(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let source = edit.sheet(body["sourceSheetId"].as_i64().unwrap_or(0))?.clone();
    let id = choose(edit, body["newSheetId"].as_i64(), |edit, id| edit.book.sheet(id).is_some(), "sheet")?;
    let title = match body["newSheetName"].as_str() {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => copy_title(edit.book, &source.title),
    };
    if edit.book.sheets.iter().any(|s| s.title == title) {
        return Err(
            format!("A sheet with the name \"{title}\" already exists. Please enter another name.").into()
        );
    }
    let at = body["insertSheetIndex"].as_i64().map_or(0, num::index).min(edit.book.sheets.len());
    let mut sheet = copied(edit, &source, id);
    sheet.title = title;
    let shown = json::sheet_properties(&sheet, at);
    edit.book.sheets.insert(at, Arc::new(sheet));
    copy_metadata(edit, source.id, id);
    edit.room()?;
    Ok(json!({"properties": shown}))
}

fn copy_title(book: &Book, title: &str) -> String {
    let mut free =
        (1..).map(|n| if n == 1 { format!("Copy of {title}") } else { format!("Copy of {title} {n}") });
    free.find(|t| book.sheet_by_title(t).is_none()).unwrap_or_default()
}

/// A sheet under another id: what hangs on ranges gets ids of its own, and takes the copy for its sheet.
fn copied(edit: &mut Edit<'_>, source: &Sheet, id: i64) -> Sheet {
    let mut sheet = source.clone();
    sheet.id = id;
    hung::follow(&mut sheet, &|mut range| {
        if range.sheet == source.id {
            range.sheet = id;
        }
        Some(range)
    });
    for (list, name) in [
        (&mut sheet.filter_views, "filterViewId"),
        (&mut sheet.protected, "protectedRangeId"),
        (&mut sheet.banded, "bandedRangeId"),
        (&mut sheet.charts, "chartId"),
        (&mut sheet.slicers, "slicerId"),
    ] {
        for value in list {
            value[name] = edit.ids.number().into();
        }
    }
    let taken = |name: &str| {
        edit.book.sheets.iter().any(|s| s.tables.iter().any(|t| t["name"].as_str() == Some(name)))
    };
    for table in &mut sheet.tables {
        let name = table["name"].as_str().unwrap_or("").to_owned();
        let free = (2..1_000_000).map(|n| format!("{name}_{n}")).find(|name| !taken(name));
        table["name"] = free.unwrap_or(name).into();
        table["tableId"] = edit.ids.number().to_string().into();
    }
    sheet
}

/// The entries on a copied sheet are copied with it, under ids of their own.
fn copy_metadata(edit: &mut Edit<'_>, from: i64, to: i64) {
    let mut copies: Vec<_> =
        edit.book.metadata.iter().filter(|m| m.place.sheet() == Some(from)).cloned().collect();
    for entry in &mut copies {
        entry.id = edit.ids.number();
        entry.place = match entry.place {
            Place::Row(_, at) => Place::Row(to, at),
            Place::Column(_, at) => Place::Column(to, at),
            _ => Place::Sheet(to),
        };
    }
    edit.book.metadata.extend(copies);
}

pub(super) fn update_book(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let mut properties = json::properties(edit.book);
    for name in ["defaultFormat", "spreadsheetTheme"] {
        if mask.below(name).is_none() {
            properties.as_object_mut().map(|map| map.remove(name));
        }
    }
    mask.merge(&mut properties, &body["properties"]);
    set_book_properties(edit.book, &properties)?;
    Ok(Value::Null)
}

/// Sets what is given of a spreadsheet's properties.
pub(crate) fn set_book_properties(book: &mut Book, properties: &Value) -> Result<(), String> {
    if let Some(title) = properties["title"].as_str() {
        if title.is_empty() {
            return Err("The title cannot be empty.".to_owned());
        }
        title.clone_into(&mut book.title);
    }
    if let Some(locale) = properties["locale"].as_str() {
        let known = Locale::named(locale).ok_or_else(|| format!("Unsupported locale: {locale}"))?;
        known.name.clone_into(&mut book.locale);
    }
    if let Some(zone) = properties["timeZone"].as_str() {
        zone.parse::<chrono_tz::Tz>().map_err(|_| format!("Invalid time zone: {zone}"))?;
        zone.clone_into(&mut book.time_zone);
    }
    if let Some(recalc) = properties["autoRecalc"].as_str() {
        recalc.clone_into(&mut book.auto_recalc);
    }
    for name in ["iterativeCalculationSettings", "importFunctionsExternalUrlAccessAllowed"] {
        if !properties[name].is_null() {
            book.properties.insert(name.to_owned(), properties[name].clone());
        }
    }
    if properties.get("defaultFormat").is_some()
        && properties["defaultFormat"] != json::properties(book)["defaultFormat"]
    {
        return Err("The default format is read-only.".to_owned());
    }
    Ok(())
}

impl Edit<'_> {
    /// A protected sheet may be renamed or hidden only by those who may edit all of it.
    fn guard_whole_properties(&self, id: i64) -> Result<(), Refusal> {
        let sheet = self.sheet(id)?;
        let whole = sheet.protected.iter().filter(|p| {
            let range = crate::sheets::GridRange::from_json(&p["range"]);
            sheet.block(range) == sheet.whole()
        });
        let allowed =
            |p| crate::sheets::protection::may_edit(p, &self.actor.account, self.actor.owner, self.groups);
        if whole.into_iter().all(allowed) { Ok(()) } else { Err(crate::sheets::protection::REFUSED.into()) }
    }
}

/// `spreadsheets.sheets.copyTo`
pub(crate) fn copy_to(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let source_id = call.path("spreadsheetId");
    let source = world.readable(source_id, &call.account)?.clone();
    let id: i64 = call.path("sheetId").parse().unwrap_or(-1);
    let sheet =
        source.sheet(id).cloned().ok_or_else(|| ApiError::invalid(format!("No grid with id: {id}")))?;
    let target = call.body["destinationSpreadsheetId"].as_str().unwrap_or("").to_owned();
    world.permit(&target, &call.account, Role::Writer)?;
    let shown = world.edit(&target, &call.account, |edit, _| {
        let new = choose(edit, None, |edit, id| edit.book.sheet(id).is_some(), "sheet")
            .map_err(|_| ApiError::invalid("No id is free."))?;
        let mut made = copied(edit, &sheet, new);
        made.title = copy_title(edit.book, &sheet.title);
        // The formats of one book mean nothing in another.
        for row in 0..made.cells.len() {
            for column in 0..made.cells[row].len() {
                let number = made.cell(row, column).format;
                if let Some(format) = source.format(number) {
                    let number = edit.book.intern(format.clone());
                    made.change(row, column, |cell| cell.format = number);
                }
            }
        }
        let at = edit.book.sheets.len();
        let shown = json::sheet_properties(&made, at);
        edit.book.sheets.push(Arc::new(made));
        edit.room().map_err(ApiError::invalid)?;
        Ok::<_, ApiError>(shown)
    })?;
    Ok(Answer::Json(shown))
}

/// A block that holds values somewhere.
pub(super) fn holds_values(sheet: &Sheet, block: Block) -> bool {
    (block.top..block.bottom.min(sheet.cells.len()))
        .any(|row| (block.left..block.right).any(|column| sheet.cell(row, column).entered != Entered::Blank))
}
