//! `spreadsheets.values`: writes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::append::table;
use super::cell::Entered;
use super::edit::{Edit, exceeds};
use super::formula::Evaluator;
use super::range::{Block, GridRange};
use super::render::Render;
use super::values::{Reading, value_range};
use super::{a1, by_filter};
use crate::account::Role;
use crate::control::changes;
use crate::error::ApiError;
use crate::num;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// What a write covered, and the rows and columns in which it set a cell: nulls set none.
struct Written {
    sheet: i64,
    block: Block,
    cells: usize,
    rows: BTreeSet<usize>,
    columns: BTreeSet<usize>,
}

/// How the values are taken, and what the answer shows of them.
struct Options<'a> {
    typed: bool,
    show: bool,
    render: Render,
    id: &'a str,
}

impl<'a> Options<'a> {
    fn read(call: &'a Call, get: impl Fn(&str) -> Option<String>, show: bool) -> Result<Self, ApiError> {
        let typed = match get("valueInputOption").as_deref() {
            Some("RAW") => false,
            Some("USER_ENTERED") => true,
            _ => return Err(ApiError::invalid("'valueInputOption' is required but not specified")),
        };
        let render = Render::read(
            get("responseValueRenderOption").as_deref(),
            get("responseDateTimeRenderOption").as_deref(),
        );
        Ok(Self { typed, show, render, id: call.path("spreadsheetId") })
    }

    fn query(call: &'a Call) -> Result<Self, ApiError> {
        Self::read(call, |name| call.one(name).map(str::to_owned), call.flag("includeValuesInResponse"))
    }

    fn body(call: &'a Call) -> Result<Self, ApiError> {
        let show = call.body["includeValuesInResponse"].as_bool().unwrap_or(false);
        Self::read(call, |name| call.body[name].as_str().map(str::to_owned), show)
    }
}

/// `spreadsheets.values.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let options = Options::query(call)?;
    let path = call.path("range");
    if let Some(own) = call.body["range"].as_str() {
        let book = world.readable(options.id, &call.account)?;
        if a1::parse(book, own) != a1::parse(book, path) {
            return Err(ApiError::invalid(format!(
                "Requested range '{own}' does not match the range of the URL '{path}'."
            )));
        }
    }
    let written = world.writes(call, "values.update", |edit| {
        let range = find(edit, path)?;
        Ok(vec![put(edit, range, &call.body, options.typed)?])
    })?;
    let out = written.iter().map(|w| show(world, call, &options, w)).next().transpose()?;
    Ok(Answer::Json(out.unwrap_or_default()))
}

/// `spreadsheets.values.batchUpdate`
pub(crate) fn batch_update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let options = Options::body(call)?;
    let written = world.writes(call, "values.batchUpdate", |edit| {
        let data = call.body["data"].as_array().into_iter().flatten();
        let written = data.enumerate().map(|(index, entry)| {
            let range = find(edit, entry["range"].as_str().unwrap_or(""));
            let written = range.and_then(|range| put(edit, range, entry, options.typed));
            written.map_err(|text| format!("Invalid data[{index}]: {text}"))
        });
        written.collect()
    })?;
    totals(world, call, &options, &written, None)
}

/// `spreadsheets.values.batchUpdateByDataFilter`
pub(crate) fn batch_update_by_data_filter(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let options = Options::body(call)?;
    let mut filters = Vec::new();
    let written = world.writes(call, "values.batchUpdateByDataFilter", |edit| {
        let mut out = Vec::new();
        for (index, entry) in call.body["data"].as_array().into_iter().flatten().enumerate() {
            let invalid = |text: String| format!("Invalid data[{index}]: {text}");
            let filter = &entry["dataFilter"];
            let ranges = by_filter::ranges(edit.book, filter, "grid").map_err(invalid)?;
            if ranges.is_empty() && edit.switches.unmatched_write_is_an_error {
                return Err("No data was found that matches the data filter.".to_owned());
            }
            for range in ranges {
                out.push(put(edit, range, entry, options.typed).map_err(invalid)?);
                filters.push(by_filter::echo(filter));
            }
        }
        Ok(out)
    })?;
    totals(world, call, &options, &written, Some(&filters))
}

fn totals(
    world: &World,
    call: &Call,
    options: &Options<'_>,
    written: &[Written],
    filters: Option<&[Value]>,
) -> Result<Answer, ApiError> {
    let mut responses = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let mut response = show(world, call, options, one)?;
        if let (Some(filter), Some(map)) = (filters.and_then(|f| f.get(index)), response.as_object_mut()) {
            map.remove("spreadsheetId");
            map.insert("dataFilter".to_owned(), filter.clone());
        }
        responses.push(response);
    }
    // Rows and columns that several ranges share are counted once.
    let distinct = |of: &dyn Fn(&Written) -> &BTreeSet<usize>| {
        let lines = written.iter().flat_map(|w| of(w).iter().map(|at| (w.sheet, *at)));
        num::int(lines.collect::<BTreeSet<_>>().len())
    };
    let sheets: BTreeSet<i64> = written.iter().filter(|w| w.cells > 0).map(|w| w.sheet).collect();
    let mut out = json!({
        "spreadsheetId": options.id,
        "totalUpdatedRows": distinct(&|w| &w.rows),
        "totalUpdatedColumns": distinct(&|w| &w.columns),
        "totalUpdatedCells": num::int(written.iter().map(|w| w.cells).sum()),
        "totalUpdatedSheets": num::int(sheets.len()),
        "responses": responses,
    });
    crate::server::drop_defaults(&mut out);
    Ok(Answer::Json(out))
}

/// `spreadsheets.values.append`
pub(crate) fn append(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let options = Options::query(call)?;
    let insert = call.one("insertDataOption") == Some("INSERT_ROWS");
    let mut found = None;
    let written = world.writes(call, "values.append", |edit| {
        let range = find(edit, call.path("range"))?;
        let sheet = edit.sheet(range.sheet)?;
        let table = table(sheet, sheet.block(range));
        found = table.map(|t| a1::written(sheet, t.top, t.bottom, t.left, t.right));
        let (top, left) = table.map_or((range.rows.first(), range.columns.first()), |t| (t.bottom, t.left));
        let (rows, columns) = size(&call.body);
        let missing = (top + rows).saturating_sub(sheet.rows);
        let (at, count) = if insert { (top.min(sheet.rows), rows) } else { (sheet.rows, missing) };
        if count > 0 {
            edit.insert(range.sheet, true, at, count)?;
        }
        let block = Block { top, bottom: top + rows.max(1), left, right: left + columns.max(1) };
        Ok(vec![put(edit, GridRange::of(range.sheet, block), &call.body, options.typed)?])
    })?;
    let mut out = json!({"spreadsheetId": options.id});
    if let Some(table) = found {
        out["tableRange"] = table.into();
    }
    for one in &written {
        out["updates"] = show(world, call, &options, one)?;
    }
    Ok(Answer::Json(out))
}

/// `spreadsheets.values.clear`
pub(crate) fn clear(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let ranges = [call.path("range").to_owned()];
    let cleared =
        world.clears(call, "values.clear", |edit| ranges.iter().map(|text| find(edit, text)).collect())?;
    Ok(Answer::Json(json!({"spreadsheetId": call.path("spreadsheetId"), "clearedRange": cleared.first()})))
}

/// `spreadsheets.values.batchClear`
pub(crate) fn batch_clear(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let cleared = world.clears(call, "values.batchClear", |edit| {
        let ranges = call.body["ranges"].as_array().into_iter().flatten().filter_map(Value::as_str);
        ranges.map(|text| find(edit, text)).collect()
    })?;
    Ok(cleared_ranges(call, &cleared))
}

/// `spreadsheets.values.batchClearByDataFilter`
pub(crate) fn batch_clear_by_data_filter(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let cleared = world.clears(call, "values.batchClearByDataFilter", |edit| {
        let filters = call.body["dataFilters"].as_array().map_or(&[] as &[Value], Vec::as_slice);
        Ok(by_filter::selections(edit.book, filters)?.into_iter().map(|(range, _)| range).collect())
    })?;
    Ok(cleared_ranges(call, &cleared))
}

fn cleared_ranges(call: &Call, cleared: &[String]) -> Answer {
    let mut out = json!({"spreadsheetId": call.path("spreadsheetId"), "clearedRanges": cleared});
    crate::server::drop_defaults(&mut out);
    Answer::Json(out)
}

impl World {
    fn writes(
        &mut self,
        call: &Call,
        kind: &str,
        act: impl FnOnce(&mut Edit<'_>) -> Result<Vec<Written>, String>,
    ) -> Result<Vec<Written>, ApiError> {
        let id = call.path("spreadsheetId");
        self.permit(id, &call.account, Role::Writer)?;
        self.edit(id, &call.account, |edit, log| {
            let before = edit.book.clone();
            let written = act(edit).map_err(ApiError::invalid)?;
            log.push((
                kind.to_owned(),
                call.logged(),
                changes(&before, edit.book, kind, edit.limits.logged_changes),
            ));
            Ok(written)
        })
    }

    fn clears(
        &mut self,
        call: &Call,
        kind: &str,
        ranges: impl FnOnce(&Edit<'_>) -> Result<Vec<GridRange>, String>,
    ) -> Result<Vec<String>, ApiError> {
        let mut shown = Vec::new();
        self.writes(call, kind, |edit| {
            for range in ranges(edit)? {
                let sheet = edit.sheet(range.sheet)?;
                let block = sheet.block(range);
                if block.is_empty() {
                    return Err(exceeds(sheet, range));
                }
                shown.push(a1::written(sheet, block.top, block.bottom, block.left, block.right));
                edit.guard(range.sheet, block)?;
                erase(edit, range.sheet, block)?;
            }
            Ok(Vec::new())
        })?;
        Ok(shown)
    }
}

/// Empties cells of their values; formats, notes and validation stay.
pub(crate) fn erase(edit: &mut Edit<'_>, sheet: i64, block: Block) -> Result<(), String> {
    let grid = edit.sheet_mut(sheet)?;
    for row in block.top..block.bottom.min(grid.cells.len()) {
        for column in block.left..block.right.min(grid.cells[row].len()) {
            if grid.cell(row, column).entered != Entered::Blank {
                grid.change(row, column, |cell| cell.entered = Entered::Blank);
                if row >= grid.cells.len() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn find(edit: &Edit<'_>, text: &str) -> Result<GridRange, String> {
    let range = a1::parse(edit.book, text).ok_or_else(|| format!("Unable to parse range: {text}"))?;
    Ok(range)
}

fn lines(body: &Value) -> &[Value] {
    body["values"].as_array().map_or(&[], Vec::as_slice)
}

/// How many rows and columns the values are.
fn size(body: &Value) -> (usize, usize) {
    let widest = lines(body).iter().filter_map(Value::as_array).map(Vec::len).max().unwrap_or(0);
    if by_column(body) { (widest, lines(body).len()) } else { (lines(body).len(), widest) }
}

fn by_column(body: &Value) -> bool {
    body["majorDimension"].as_str() == Some("COLUMNS")
}

/// Writes the values of a `ValueRange` from the corner of the range on.
fn put(edit: &mut Edit<'_>, range: GridRange, body: &Value, typed: bool) -> Result<Written, String> {
    let sheet = edit.sheet(range.sheet)?;
    let (top, left) = (range.rows.first(), range.columns.first());
    let (rows, columns) = size(body);
    let block = Block { top, bottom: top + rows, left, right: left + columns };
    let single = range.rows.end == Some(top + 1) && range.columns.end == Some(left + 1);
    if !single {
        let shown = || {
            let bottom = range.rows.last(sheet.rows);
            a1::written(sheet, top, bottom, left, range.columns.last(sheet.columns))
        };
        if range.rows.end.is_some_and(|end| block.bottom > end) {
            let row = range.rows.last(0) + 1;
            return Err(format!(
                "Requested writing within range [{}], but tried writing to row [{row}]",
                shown()
            ));
        }
        if range.columns.end.is_some_and(|end| block.right > end) {
            let column = a1::column_name(range.columns.last(0));
            return Err(format!(
                "Requested writing within range [{}], but tried writing to column [{column}]",
                shown()
            ));
        }
    }
    if top >= sheet.rows || left >= sheet.columns || block.bottom > sheet.rows || block.right > sheet.columns
    {
        return Err(exceeds(sheet, GridRange::of(range.sheet, block)));
    }
    edit.guard(range.sheet, block)?;
    let mut written =
        Written { sheet: range.sheet, block, cells: 0, rows: BTreeSet::new(), columns: BTreeSet::new() };
    for (major, line) in lines(body).iter().enumerate() {
        for (minor, value) in line.as_array().into_iter().flatten().enumerate() {
            let (row, column) =
                if by_column(body) { (top + minor, left + major) } else { (top + major, left + minor) };
            if value.is_null() {
                continue;
            }
            written.cells += 1;
            written.rows.insert(row);
            written.columns.insert(column);
            write_value(edit, range.sheet, row, column, value, typed)?;
        }
    }
    Ok(written)
}

fn write_value(
    edit: &mut Edit<'_>,
    sheet: i64,
    row: usize,
    column: usize,
    value: &Value,
    typed: bool,
) -> Result<(), String> {
    match value {
        Value::Bool(b) => edit.enter(sheet, row, column, Entered::Bool(*b)),
        Value::Number(n) => edit.enter(sheet, row, column, Entered::Number(n.as_f64().unwrap_or(0.0))),
        Value::String(text) if typed => edit.type_text(sheet, row, column, text),
        Value::String(text) => edit.enter(sheet, row, column, Entered::text(text)),
        other => {
            let kind = if other.is_object() { "struct_value" } else { "list_value" };
            Err(format!("Invalid values[{row}][{column}]: {kind} {{}}"))
        }
    }
}

/// The `UpdateValuesResponse` of one write.
fn show(world: &World, call: &Call, options: &Options<'_>, written: &Written) -> Result<Value, ApiError> {
    let book = world.readable(options.id, &call.account)?;
    let sheet = book.sheet(written.sheet).ok_or_else(ApiError::not_found)?;
    let block = written.block;
    let mut out = json!({
        "spreadsheetId": options.id,
        "updatedRange": a1::written(sheet, block.top, block.bottom, block.left, block.right),
        "updatedRows": num::int(written.rows.len()),
        "updatedColumns": num::int(written.columns.len()),
        "updatedCells": num::int(written.cells),
    });
    crate::server::drop_defaults(&mut out);
    if options.show && !block.is_empty() {
        let eval = Evaluator::new(book, book.serial(world.now()));
        let reading = Reading { render: options.render, by_column: by_column(&call.body), mask: &Mask::All };
        let shown = value_range(&eval, GridRange::of(written.sheet, block), reading)?;
        out["updatedData"] = serde_json::to_value(shown).unwrap_or_default();
    }
    Ok(out)
}
