//! `spreadsheets.create`: a spreadsheet from all that one can say of it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::edit::Edit;
use super::read::show;
use super::requests::{Refusal, apply, set_book_properties, sheet_from, write_grid};
use crate::error::ApiError;
use crate::server::{Answer, Call};
use crate::world::World;

/// `spreadsheets.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let title = call.body["properties"]["title"].as_str().unwrap_or("Untitled spreadsheet");
    let id = world.add_book(&call.account, title);
    let made = world.edit(&id, &call.account, |edit, _| {
        fill(edit, &call.body).map_err(|text| ApiError::invalid(format!("Invalid spreadsheet: {text}")))
    });
    if let Err(error) = made {
        world.forget(&id);
        return Err(error);
    }
    show(world, call, &id, &call.mask, false, None, None).map(Answer::Json)
}

fn fill(edit: &mut Edit<'_>, body: &Value) -> Result<(), String> {
    let mut properties = body["properties"].clone();
    if let Some(map) = properties.as_object_mut() {
        map.remove("title");
    }
    set_book_properties(edit.book, &properties)?;
    let given = body["sheets"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if !given.is_empty() {
        edit.book.sheets.clear();
    }
    let mut made = Vec::new();
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
        let new = sheet_from(edit, &properties)?;
        made.push(new.id);
        edit.book.sheets.push(Arc::new(new));
    }
    // Formulas and ranges may name sheets that come later.
    for (sheet, id) in given.iter().zip(&made) {
        for data in list(sheet, "data") {
            write_grid(edit, *id, data)?;
        }
        for (kind, request) in hung(sheet, *id) {
            add(edit, kind, &request)?;
        }
    }
    for range in list(body, "namedRanges") {
        add(edit, "addNamedRange", &json!({"namedRange": range}))?;
    }
    for entry in list(body, "developerMetadata") {
        add(edit, "createDeveloperMetadata", &tagged(entry, &json!({"spreadsheet": true})))?;
    }
    edit.room()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// What hangs on a sheet, as the requests that would add it.
fn hung(sheet: &Value, id: i64) -> Vec<(&'static str, Value)> {
    let mut out = Vec::new();
    for (name, kind, member) in [
        ("protectedRanges", "addProtectedRange", "protectedRange"),
        ("filterViews", "addFilterView", "filter"),
        ("bandedRanges", "addBanding", "bandedRange"),
        ("charts", "addChart", "chart"),
        ("slicers", "addSlicer", "slicer"),
        ("tables", "addTable", "table"),
    ] {
        out.extend(list(sheet, name).map(|given| {
            let mut given = given.clone();
            if given["range"].is_object() {
                given["range"] = on(&given["range"], id);
            }
            (kind, json!({ member: given }))
        }));
    }
    out.extend(
        list(sheet, "merges")
            .map(|range| ("mergeCells", json!({"range": on(range, id), "mergeType": "MERGE_ALL"}))),
    );
    out.extend(
        list(sheet, "conditionalFormats")
            .enumerate()
            .map(|(index, rule)| ("addConditionalFormatRule", json!({"rule": rule, "index": index}))),
    );
    for name in ["rowGroups", "columnGroups"] {
        out.extend(
            list(sheet, name).map(|group| ("addDimensionGroup", json!({"range": on(&group["range"], id)}))),
        );
    }
    if sheet["basicFilter"].is_object() {
        let mut filter = sheet["basicFilter"].clone();
        filter["range"] = on(&filter["range"], id);
        out.push(("setBasicFilter", json!({"filter": filter})));
    }
    out.extend(
        list(sheet, "developerMetadata")
            .map(|entry| ("createDeveloperMetadata", tagged(entry, &json!({"sheetId": id})))),
    );
    for data in list(sheet, "data") {
        for (name, dimension, start) in
            [("rowMetadata", "ROWS", "startRow"), ("columnMetadata", "COLUMNS", "startColumn")]
        {
            let start = data[start].as_i64().unwrap_or(0);
            for (at, properties) in (start..).zip(list(data, name)) {
                out.extend(dimension_requests(id, dimension, at, properties));
            }
        }
    }
    out
}

fn dimension_requests(sheet: i64, dimension: &str, at: i64, given: &Value) -> Vec<(&'static str, Value)> {
    let range = json!({"sheetId": sheet, "dimension": dimension, "startIndex": at, "endIndex": at + 1});
    let mut out = Vec::new();
    let fields: Vec<&str> =
        ["pixelSize", "hiddenByUser"].into_iter().filter(|name| !given[*name].is_null()).collect();
    if !fields.is_empty() {
        let request = json!({"range": range, "properties": given, "fields": fields.join(",")});
        out.push(("updateDimensionProperties", request));
    }
    out.extend(
        list(given, "developerMetadata")
            .map(|entry| ("createDeveloperMetadata", tagged(entry, &json!({"dimensionRange": range})))),
    );
    out
}

/// A range on the sheet it was given with.
fn on(range: &Value, sheet: i64) -> Value {
    let mut out = if range.is_object() { range.clone() } else { json!({}) };
    if out["sheetId"].is_null() {
        out["sheetId"] = sheet.into();
    }
    out
}

/// Metadata at the place it was given with.
fn tagged(entry: &Value, place: &Value) -> Value {
    let mut entry = entry.clone();
    if entry["location"].is_null() {
        entry["location"] = place.clone();
    }
    json!({"developerMetadata": entry})
}

fn add(edit: &mut Edit<'_>, kind: &str, request: &Value) -> Result<(), String> {
    match apply(edit, kind, request) {
        Ok(_) => Ok(()),
        Err(Refusal::Invalid(text)) => Err(text),
        Err(Refusal::NotModelled) => Err(format!("{kind} is not modelled")),
    }
}
