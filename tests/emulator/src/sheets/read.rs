//! `spreadsheets.get` and `getByDataFilter`.

use serde_json::Value;

use super::edit::exceeds;
use super::formula::Evaluator;
use super::json::View;
use super::range::GridRange;
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

pub(super) fn show(
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
    let owner = role >= Some(Role::Organizer);
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
