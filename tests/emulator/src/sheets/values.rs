//! `spreadsheets.values`: reads, streamed from the cells into the answer.

use serde::Serialize;
use serde_json::Value;

use super::edit::exceeds;
use super::formula::Evaluator;
use super::range::{Block, GridRange};
use super::read::parse_one;
use super::render::{Render, Rows};
use super::{Book, a1, by_filter};
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ValueRange<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    major_dimension: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Rows<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ranges<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    spreadsheet_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_ranges: Option<Vec<ValueRange<'a>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Matched<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value_range: Option<ValueRange<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_filters: Option<Vec<Value>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchedRanges<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    spreadsheet_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_ranges: Option<Vec<Matched<'a>>>,
}

/// How a values read is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) render: Render,
    pub(crate) by_column: bool,
    pub(crate) mask: &'a Mask,
}

impl Reading<'_> {
    fn dimension(self) -> &'static str {
        if self.by_column { "COLUMNS" } else { "ROWS" }
    }
}

/// A range as a `ValueRange`, without what the mask leaves out.
pub(crate) fn value_range<'a>(
    eval: &'a Evaluator<'a>,
    range: GridRange,
    reading: Reading<'_>,
) -> Result<ValueRange<'a>, ApiError> {
    let sheet = eval.book.sheet(range.sheet).ok_or_else(ApiError::not_found)?;
    let block = sheet.block(range);
    if block.is_empty() {
        return Err(ApiError::invalid(exceeds(sheet, range)));
    }
    let mask = reading.mask;
    let rows = Rows { eval, sheet, block, render: reading.render, by_column: reading.by_column };
    Ok(ValueRange {
        range: mask
            .wants("range")
            .then(|| a1::written(sheet, block.top, block.bottom, block.left, block.right)),
        major_dimension: mask.wants("majorDimension").then_some(reading.dimension()),
        values: (mask.wants("values") && !rows.is_empty()).then_some(rows),
    })
}

fn asked<'a>(call: &Call, mask: &'a Mask) -> Reading<'a> {
    Reading {
        render: Render::read(call.one("valueRenderOption"), call.one("dateTimeRenderOption")),
        by_column: call.one("majorDimension") == Some("COLUMNS"),
        mask,
    }
}

/// `spreadsheets.values.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let book = world.readable(call.path("spreadsheetId"), &call.account)?;
    let range = parse_one(book, call.path("range"))?;
    let eval = Evaluator::new(book, book.serial(world.now()));
    call.write(&value_range(&eval, range, asked(call, &call.mask))?)
}

static NOTHING: Mask = Mask::Some(std::collections::BTreeMap::new());

/// `spreadsheets.values.batchGet`
pub(crate) fn batch_get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("spreadsheetId");
    let book = world.readable(id, &call.account)?;
    let eval = Evaluator::new(book, book.serial(world.now()));
    let reading = asked(call, call.mask.below("valueRanges").unwrap_or(&NOTHING));
    let ranges: Result<Vec<_>, _> =
        call.all("ranges").iter().map(|text| value_range(&eval, parse_one(book, text)?, reading)).collect();
    let ranges = ranges?;
    call.write(&Ranges {
        spreadsheet_id: call.mask.wants("spreadsheetId").then_some(id),
        value_ranges: (call.mask.wants("valueRanges") && !ranges.is_empty()).then_some(ranges),
    })
}

/// One entry of a bulk read: its range, the range as it is named, and the filters that it answers.
struct Found {
    range: GridRange,
    block: Block,
    named: String,
    filters: Vec<usize>,
}

/// `spreadsheets.values.batchGetByDataFilter`
pub(crate) fn batch_get_by_data_filter(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("spreadsheetId");
    let book = world.readable(id, &call.account)?;
    let eval = Evaluator::new(book, book.serial(world.now()));
    let body = &call.body;
    let below = call.mask.below("valueRanges").unwrap_or(&NOTHING);
    let reading = Reading {
        render: Render::read(body["valueRenderOption"].as_str(), body["dateTimeRenderOption"].as_str()),
        by_column: body["majorDimension"].as_str() == Some("COLUMNS"),
        mask: below.below("valueRange").unwrap_or(&NOTHING),
    };
    let filters = body["dataFilters"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if filters.is_empty() {
        return Err(ApiError::invalid("Must specify at least one dataFilter."));
    }

    let found = found(book, filters, world.switches.bulk_reads_are_sorted)?;
    let mut out = Vec::new();
    for entry in found {
        let value_range = if entry.block.is_empty() {
            no_cells(reading)
        } else {
            value_range(&eval, entry.range, reading)?
        };
        let echoed = entry.filters.iter().map(|&index| by_filter::echo(&filters[index])).collect();
        out.push(Matched {
            value_range: below.wants("valueRange").then_some(value_range),
            data_filters: below.wants("dataFilters").then_some(echoed),
        });
    }
    call.write(&MatchedRanges {
        spreadsheet_id: call.mask.wants("spreadsheetId").then_some(id),
        value_ranges: (call.mask.wants("valueRanges") && !out.is_empty()).then_some(out),
    })
}

/// The entries of a bulk read. Filters whose answers have one name share an entry, and the entries stand in the order of
/// their sheets, columns and rows; unsorted, they stand as asked, and only equal ranges share one.
fn found(book: &Book, filters: &[Value], sorted: bool) -> Result<Vec<Found>, ApiError> {
    let mut found: Vec<Found> = Vec::new();
    for (range, index) in by_filter::selections(book, filters).map_err(ApiError::invalid)? {
        let sheet = book.sheet(range.sheet).ok_or_else(ApiError::not_found)?;
        let block = sheet.block(range);
        let named = if block.is_empty() {
            "#REF!".to_owned()
        } else {
            a1::written(sheet, block.top, block.bottom, block.left, block.right)
        };
        let same = |known: &&mut Found| if sorted { known.named == named } else { known.range == range };
        match found.iter_mut().find(same) {
            Some(known) => known.filters.push(index),
            None => found.push(Found { range, block, named, filters: vec![index] }),
        }
    }
    if sorted {
        let place = |id: i64| book.sheets.iter().position(|sheet| sheet.id == id);
        found.sort_by_key(|Found { range, block, .. }| {
            (place(range.sheet), block.left, block.top, block.right, block.bottom)
        });
    }
    Ok(found)
}

/// The answer to a range that holds no cell.
fn no_cells(reading: Reading<'_>) -> ValueRange<'static> {
    ValueRange {
        range: reading.mask.wants("range").then(|| "#REF!".to_owned()),
        major_dimension: reading.mask.wants("majorDimension").then_some(reading.dimension()),
        values: None,
    }
}
