//! The basic filter, and filter views.

use serde_json::{Value, json};

use super::sort::{keys, sort};
use super::{Reply, choose, fields, tables};
use crate::num;
use crate::server::drop_defaults;
use crate::sheets::GridRange;
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;
use crate::sheets::{condition, filter, theme};

/// Checks a filter and brings it to the form in which it is read back: its range has all its bounds, or is its table's.
fn settle(edit: &Edit<'_>, filter: &mut Value) -> Result<(i64, Block), String> {
    if let Some(table) = filter["tableId"].as_str().filter(|id| !id.is_empty()) {
        if filter["range"].is_object() && edit.range(&filter["range"])?.1 != tables::block(edit, table)?.1 {
            return Err("Only one of range or tableId may be set.".to_owned());
        }
        let (sheet, block) = tables::block(edit, table)?;
        filter["range"] = GridRange::of(sheet, block).json();
    }
    if let Some(id) = filter["namedRangeId"].as_str().filter(|id| !id.is_empty()) {
        let named = edit.book.names.iter().find(|n| n.id == id);
        filter["range"] = named.ok_or_else(|| format!("No named range with id: {id}"))?.range.json();
    }
    let (range, block) = edit.range(&filter["range"])?;
    filter["range"] = GridRange::of(range.sheet, block).json();
    if edit.sheet(range.sheet)?.merges.iter().any(|merge| merge.meets(block) && merge.rows() > 1) {
        return Err("You can't create a filter over a range containing vertical merges.".to_owned());
    }
    both_criteria(filter);
    for spec in filter["filterSpecs"].as_array().into_iter().flatten() {
        let column = num::index(spec["columnIndex"].as_i64().unwrap_or(0));
        if !(block.left..block.right).contains(&column) {
            return Err(format!("filterSpecs.columnIndex[{column}] is outside of the filter's range."));
        }
        let criteria = &spec["filterCriteria"];
        if criteria["condition"].is_object() {
            condition::check(&criteria["condition"])?;
        }
        let colored = |name: &str| theme::given(criteria, name).is_some();
        if colored("visibleBackgroundColor") && colored("visibleForegroundColor") {
            return Err(
                "Only one of visibleBackgroundColor and visibleForegroundColor may be set.".to_owned()
            );
        }
    }
    keys(&filter["sortSpecs"], block)?;
    Ok((range.sheet, block))
}

pub(super) fn set_basic(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mut filter = body["filter"].clone();
    let (sheet, block) = settle(edit, &mut filter)?;
    let keys = keys(&filter["sortSpecs"], block)?;
    edit.sheet_mut(sheet)?.basic_filter = Some(filter);
    filter::settle(edit, sheet)?;
    // A sort order of the filter sorts what is below its header.
    if !keys.is_empty() && block.rows() > 1 {
        sort(edit, sheet, Block { top: block.top + 1, ..block }, &keys)?;
    }
    Ok(Value::Null)
}

/// Criteria are read back in the old form and in the new, whichever they were given in.
fn both_criteria(filter: &mut Value) {
    let specs: Vec<Value> = match (&filter["filterSpecs"], filter["criteria"].as_object()) {
        (Value::Array(specs), _) => specs.clone(),
        (_, Some(criteria)) => criteria
            .iter()
            .map(|(column, c)| {
                let mut spec = json!({"filterCriteria": c});
                if column != "0" {
                    spec["columnIndex"] = column.parse::<i64>().unwrap_or(0).into();
                }
                spec
            })
            .collect(),
        _ => Vec::new(),
    };
    if !specs.is_empty() {
        let column = |spec: &Value| spec["columnIndex"].as_i64().unwrap_or(0).to_string();
        filter["criteria"] = specs
            .iter()
            .map(|spec| (column(spec), spec["filterCriteria"].clone()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        filter["filterSpecs"] = specs.into();
    }
    // A list without elements is an unset one.
    if let Some(map) = filter.as_object_mut() {
        map.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
}

pub(super) fn clear_basic(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let sheet = body["sheetId"].as_i64().unwrap_or(0);
    edit.sheet_mut(sheet)?.basic_filter = None;
    filter::settle(edit, sheet)?;
    Ok(Value::Null)
}

fn taken(edit: &Edit<'_>, id: i64) -> bool {
    edit.book.sheets.iter().any(|s| s.filter_views.iter().any(|v| v["filterViewId"].as_i64() == Some(id)))
}

pub(super) fn add_view(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mut view = body["filter"].clone();
    let id = choose(edit, view["filterViewId"].as_i64(), taken, "filter view")?;
    let (sheet, _) = settle(edit, &mut view)?;
    view["filterViewId"] = id.into();
    let sheet = edit.sheet_mut(sheet)?;
    if view["title"].as_str().is_none_or(str::is_empty) {
        view["title"] = format!("Filter {}", sheet.filter_views.len() + 1).into();
    }
    drop_defaults(&mut view);
    sheet.filter_views.push(view.clone());
    Ok(json!({"filter": view}))
}

fn find(edit: &Edit<'_>, id: Option<i64>) -> Result<(i64, usize), String> {
    let id = id.unwrap_or(0);
    let place = edit.book.sheets.iter().find_map(|sheet| {
        let index = sheet.filter_views.iter().position(|v| v["filterViewId"].as_i64() == Some(id))?;
        Some((sheet.id, index))
    });
    place.ok_or_else(|| format!("No filter view with id: {id}"))
}

pub(super) fn update_view(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["filter"];
    let mask = fields(body)?;
    let (sheet, index) = find(edit, given["filterViewId"].as_i64())?;
    let mut view = edit.sheet(sheet)?.filter_views[index].clone();
    let id = view["filterViewId"].clone();
    mask.merge(&mut view, given);
    view["filterViewId"] = id;
    if mask.wants("criteria") && !mask.wants("filterSpecs") {
        view["filterSpecs"] = Value::Null;
    } else if mask.wants("filterSpecs") {
        view["criteria"] = Value::Null;
    }
    let (to, _) = settle(edit, &mut view)?;
    edit.sheet_mut(sheet)?.filter_views.remove(index);
    let views = &mut edit.sheet_mut(to)?.filter_views;
    views.insert(if to == sheet { index } else { views.len() }, view);
    Ok(Value::Null)
}

pub(super) fn duplicate_view(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, index) = find(edit, body["filterId"].as_i64())?;
    let mut view = edit.sheet(sheet)?.filter_views[index].clone();
    view["filterViewId"] = choose(edit, None, taken, "filter view")?.into();
    view["title"] = format!("Copy of {}", view["title"].as_str().unwrap_or("")).into();
    edit.sheet_mut(sheet)?.filter_views.push(view.clone());
    Ok(json!({"filter": view}))
}

pub(super) fn delete_view(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, index) = find(edit, body["filterId"].as_i64())?;
    edit.sheet_mut(sheet)?.filter_views.remove(index);
    Ok(Value::Null)
}
