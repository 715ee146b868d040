//! `spreadsheets.create`, `get` and `getByDataFilter`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::edit::exceeds;
use super::formula::Evaluator;
use super::json::View;
use super::range::GridRange;
use super::requests::sheet_from;
use super::sheet::Sheet;
use super::{Book, a1, metadata, protection};
use crate::account::Role;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// `spreadsheets.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("spreadsheetId");
    let book = world.readable(id, &call.account)?;
    let ranges = call.all("ranges");
    let ranges = if ranges.is_empty() { None } else { Some(parse_all(book, &ranges)?) };
    let grid = call.flag("includeGridData");
    show(world, call, id, &call.mask, grid, ranges, call.one("commentsViewMode")).map(Answer::Json)
}

/// `spreadsheets.getByDataFilter`
pub(crate) fn get_by_data_filter(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("spreadsheetId");
    let book = world.readable(id, &call.account)?;
    let filters = call.body["dataFilters"].as_array();
    let ranges = match filters {
        None => None,
        Some(filters) => {
            let mut out = Vec::new();
            for filter in filters {
                out.extend(metadata::ranges(book, filter).map_err(ApiError::invalid)?);
            }
            Some(out)
        }
    };
    let grid = call.body["includeGridData"].as_bool().unwrap_or(false);
    let comments = call.body["commentsViewMode"].as_str();
    show(world, call, id, &call.mask, grid, ranges, comments).map(Answer::Json)
}

/// The `updatedSpreadsheet` of a batch.
pub(crate) fn after_batch(world: &World, call: &Call) -> Result<Value, ApiError> {
    let id = call.path("spreadsheetId");
    let book = world.readable(id, &call.account)?;
    let given: Vec<&str> =
        call.body["responseRanges"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let ranges = if given.is_empty() { None } else { Some(parse_all(book, &given)?) };
    let grid = call.body["responseIncludeGridData"].as_bool().unwrap_or(false);
    let mask = call.mask.below("updatedSpreadsheet").cloned().unwrap_or(Mask::All);
    show(world, call, id, &mask, grid, ranges, call.body["commentsViewMode"].as_str())
}

fn show(
    world: &World,
    call: &Call,
    id: &str,
    mask: &Mask,
    grid: bool,
    ranges: Option<Vec<GridRange>>,
    comments: Option<&str>,
) -> Result<Value, ApiError> {
    let book = world.readable(id, &call.account)?;
    let role = world.role(id, &call.account);
    let may_comment = role >= Some(Role::Commenter);
    let comments = match comments {
        Some("COMMENTS_VIEW_MODE_INCLUDED") if !may_comment => return Err(ApiError::denied()),
        Some("COMMENTS_VIEW_MODE_INCLUDED" | "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS") => may_comment,
        _ => false,
    };
    let comments_for = comments.then_some(call.account.as_str());
    let owner = role == Some(Role::Owner);
    let editor = |range: &Value| {
        role >= Some(Role::Writer) && protection::may_edit(range, &call.account, owner, &world.groups)
    };
    let eval = Evaluator::new(book, book.serial(world.now()));
    // A mask says by itself whether it wants the cells.
    let grid = grid || call.one("fields").is_some();
    Ok(View { eval, mask, grid, ranges, editor: &editor, switches: &world.switches, comments_for }.json())
}

/// Ranges of a read: each must be readable and begin within its grid.
pub(crate) fn parse_one(book: &Book, text: &str) -> Result<GridRange, ApiError> {
    let range =
        a1::parse(book, text).ok_or_else(|| ApiError::invalid(format!("Unable to parse range: {text}")))?;
    let sheet = book.sheet(range.sheet).ok_or_else(ApiError::not_found)?;
    if range.rows.first() >= sheet.rows || range.columns.first() >= sheet.columns {
        return Err(ApiError::invalid(exceeds(sheet, range)));
    }
    Ok(range)
}

fn parse_all(book: &Book, texts: &[&str]) -> Result<Vec<GridRange>, ApiError> {
    texts.iter().map(|text| parse_one(book, text)).collect()
}

/// `spreadsheets.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let body = &call.body;
    let title = body["properties"]["title"].as_str().unwrap_or("Untitled spreadsheet");
    let id = world.add_book(&call.account, title);
    let made = fill(world, call, &id);
    if let Err(error) = made {
        world.forget(&id);
        return Err(error);
    }
    show(world, call, &id, &call.mask, false, None, None).map(Answer::Json)
}

fn fill(world: &mut World, call: &Call, id: &str) -> Result<(), ApiError> {
    let body = &call.body;
    world.edit(id, &call.account, |edit, _| {
        let invalid = |text: String| ApiError::invalid(format!("Invalid spreadsheet: {text}"));
        let mut properties = body["properties"].clone();
        if let Some(map) = properties.as_object_mut() {
            map.remove("title");
        }
        super::requests::set_book_properties(edit.book, &properties).map_err(invalid)?;
        let given = body["sheets"].as_array().map_or(&[] as &[Value], Vec::as_slice);
        if !given.is_empty() {
            edit.book.sheets.clear();
        }
        for (index, sheet) in given.iter().enumerate() {
            let mut properties = sheet["properties"].clone();
            if !properties.is_object() {
                properties = json!({});
            }
            if properties["title"].is_null() {
                properties["title"] = format!("Sheet{}", index + 1).into();
            }
            if properties["sheetId"].is_null() && index == 0 {
                properties["sheetId"] = 0.into();
            }
            let made: Sheet = sheet_from(edit, &properties).map_err(invalid)?;
            let id = made.id;
            edit.book.sheets.push(Arc::new(made));
            for data in sheet["data"].as_array().into_iter().flatten() {
                super::requests::write_grid(edit, id, data).map_err(invalid)?;
            }
        }
        edit.room().map_err(invalid)
    })?;
    for named in body["namedRanges"].as_array().into_iter().flatten() {
        let request = json!({"namedRange": named});
        world
            .edit(id, &call.account, |edit, _| {
                super::requests::add_named_range(edit, &request).map_err(|_| super::batch::NoSuchBook)
            })
            .map_err(|_| ApiError::invalid("Invalid spreadsheet: a named range is not valid."))?;
    }
    Ok(())
}
