//! What hangs on ranges, kept as the JSON it is read back as: every range in it follows its cells.

use serde_json::{Map, Value};

use super::range::{GridRange, Span};
use super::sheet::Sheet;
use crate::num;

/// Where a range ends up; `None` when all of it is deleted.
pub(crate) type Follow<'a> = &'a dyn Fn(GridRange) -> Option<GridRange>;

/// Moves what hangs on the sheet, and drops what has lost its range.
pub(crate) fn follow(sheet: &mut Sheet, act: Follow<'_>) {
    sheet.basic_filter = sheet.basic_filter.take().and_then(|filter| moved(filter, act));
    for list in [
        &mut sheet.filter_views,
        &mut sheet.protected,
        &mut sheet.banded,
        &mut sheet.tables,
        &mut sheet.conditional,
    ] {
        *list = std::mem::take(list).into_iter().filter_map(|value| moved(value, act)).collect();
    }
    follow_objects(sheet, act);
    // A filter that went with its columns hides nothing any more.
    if sheet.basic_filter.is_none() && sheet.slicers.is_empty() {
        sheet.filtered.clear();
    }
}

/// Moves charts and slicers, which may take their data from other sheets than their own.
pub(crate) fn follow_objects(sheet: &mut Sheet, act: Follow<'_>) {
    for slicer in &mut sheet.slicers {
        let spec = &mut slicer["spec"];
        if let (Some(to), Some(column)) =
            (act(GridRange::from_json(&spec["dataRange"])), spec["columnIndex"].as_i64())
        {
            let from = GridRange::from_json(&spec["dataRange"]);
            let absolute = from.columns.first() + num::index(column);
            if let Some(at) = column_after(from.sheet, absolute, act) {
                spec["columnIndex"] = num::int(at.saturating_sub(to.columns.first())).into();
            }
        }
        walk(slicer, act);
    }
    for chart in &mut sheet.charts {
        walk(chart, act);
    }
}

/// Whatever in the sheet reads cells by formula: the conditions of rules, filters and validation.
pub(crate) fn rewrite_conditions(sheet: &mut Sheet, act: &dyn Fn(&str) -> Option<String>) {
    for value in sheet
        .conditional
        .iter_mut()
        .chain(&mut sheet.filter_views)
        .chain(&mut sheet.basic_filter)
        .chain(&mut sheet.slicers)
    {
        rewrite(value, act);
    }
}

/// Rewrites the formulas among the values of conditions.
pub(crate) fn rewrite(value: &mut Value, act: &dyn Fn(&str) -> Option<String>) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().map(|item| rewrite(item, act)).fold(false, |a, b| a | b),
        Value::Object(map) => {
            let mut changed = false;
            for (name, value) in map {
                let source = value.as_str().filter(|text| text.starts_with('='));
                if matches!(name.as_str(), "userEnteredValue" | "value")
                    && let Some(new) = source.and_then(act)
                {
                    *value = new.into();
                    changed = true;
                } else {
                    changed |= rewrite(value, act);
                }
            }
            changed
        }
        _ => false,
    }
}

fn moved(mut value: Value, act: Follow<'_>) -> Option<Value> {
    if value["range"].is_object() {
        let from = GridRange::from_json(&value["range"]);
        let to = act(from)?;
        columns_of_table(&mut value, from, to, act);
        columns_of_filter(&mut value, from.sheet, act);
        value["range"] = to.json();
    }
    for name in ["ranges", "unprotectedRanges"] {
        if let Some(list) = value[name].as_array() {
            let kept: Vec<Value> =
                list.iter().filter_map(|r| act(GridRange::from_json(r))).map(GridRange::json).collect();
            if kept.is_empty() && name == "ranges" {
                return None;
            }
            value[name] = kept.into();
        }
    }
    if let Some(map) = value.as_object_mut() {
        map.retain(|_, member| !member.is_null());
    }
    Some(value)
}

/// Where a column of the sheet ends up.
fn column_after(sheet: i64, column: usize, act: Follow<'_>) -> Option<usize> {
    act(GridRange { sheet, rows: Span::default(), columns: Span::new(column, column + 1) })?.columns.start
}

/// A filter names its columns by their place in the sheet.
fn columns_of_filter(filter: &mut Value, sheet: i64, act: Follow<'_>) {
    let after = |column: i64| column_after(sheet, num::index(column), act).map(num::int);
    if let Some(criteria) = filter["criteria"].as_object() {
        let kept = criteria.iter().filter_map(|(column, c)| Some((after(column.parse().ok()?)?, c.clone())));
        let kept: Map<String, Value> = kept.map(|(column, c)| (column.to_string(), c)).collect();
        filter["criteria"] = kept.into();
    }
    for (list, name) in [("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")] {
        if let Some(specs) = filter[list].as_array_mut() {
            specs.retain_mut(|spec| {
                let to = after(spec[name].as_i64().unwrap_or(0));
                if let (Some(to), Some(map)) = (to, spec.as_object_mut()) {
                    map.remove(name);
                    if to > 0 {
                        map.insert(name.to_owned(), to.into());
                    }
                }
                to.is_some()
            });
        }
    }
}

/// A table names its columns by their place in the table.
fn columns_of_table(table: &mut Value, from: GridRange, to: GridRange, act: Follow<'_>) {
    if let Some(columns) = table["columnProperties"].as_array_mut() {
        columns.retain_mut(|column| {
            let at = from.columns.first() + num::index(column["columnIndex"].as_i64().unwrap_or(0));
            let Some(at) = column_after(from.sheet, at, act) else { return false };
            column["columnIndex"] = num::int(at.saturating_sub(to.columns.first())).into();
            true
        });
    }
}

/// Moves every range below a value; false when the value itself was one and is gone.
pub(crate) fn walk(value: &mut Value, act: Follow<'_>) -> bool {
    match value {
        Value::Array(items) => {
            items.retain_mut(|item| walk(item, act));
            true
        }
        Value::Object(map) if is_range(map) => match act(GridRange::from_json(value)) {
            Some(to) => {
                *value = to.json();
                true
            }
            None => false,
        },
        Value::Object(map) if is_cell(map) => {
            let at = |name: &str| num::index(map.get(name).and_then(Value::as_i64).unwrap_or(0));
            let (row, column) = (at("rowIndex"), at("columnIndex"));
            let sheet = map.get("sheetId").and_then(Value::as_i64).unwrap_or(0);
            let range =
                GridRange { sheet, rows: Span::new(row, row + 1), columns: Span::new(column, column + 1) };
            // Where the cell under an object goes, the object stays and the next cell comes under it.
            if let Some(to) = act(range) {
                map.insert("rowIndex".to_owned(), num::int(to.rows.first()).into());
                map.insert("columnIndex".to_owned(), num::int(to.columns.first()).into());
                if to.sheet != 0 {
                    map.insert("sheetId".to_owned(), to.sheet.into());
                }
            }
            true
        }
        Value::Object(map) => {
            map.retain(|_, member| walk(member, act));
            true
        }
        _ => true,
    }
}

fn is_range(map: &Map<String, Value>) -> bool {
    ["startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"]
        .iter()
        .any(|n| map.contains_key(*n))
}

/// A `GridCoordinate`; a slicer has a column of its own data, and more beside it.
fn is_cell(map: &Map<String, Value>) -> bool {
    ["rowIndex", "columnIndex"].iter().any(|name| map.contains_key(*name))
        && map.keys().all(|name| matches!(name.as_str(), "sheetId" | "rowIndex" | "columnIndex"))
}
