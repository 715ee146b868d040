//! Conditional formats: rules in an order that counts, each over ranges of one sheet.

use serde_json::{Value, json};

use super::Reply;
use crate::num;
use crate::sheets::edit::Edit;
use crate::sheets::{GridRange, condition, theme};

fn rule_sheet(rule: &Value) -> i64 {
    GridRange::from_json(&rule["ranges"][0]).sheet
}

/// Checks what a rule asks and says, and gives its colours both their names.
fn settle(rule: &mut Value) -> Result<(), String> {
    if rule["booleanRule"].is_object() && rule["gradientRule"].is_object() {
        return Err("A conditional format rule must have a boolean or a gradient rule, not both.".to_owned());
    }
    if rule["booleanRule"].is_object() {
        if !rule["booleanRule"]["condition"].is_object() {
            return Err("A condition must be specified.".to_owned());
        }
        condition::check(&rule["booleanRule"]["condition"])?;
        let format = &mut rule["booleanRule"]["format"];
        if format.is_object() {
            theme::pair_all(format, &["backgroundColor"]);
            if format["textFormat"].is_object() {
                theme::pair_all(&mut format["textFormat"], &["foregroundColor"]);
            }
            if let Some(map) = format.as_object_mut() {
                map.retain(|_, value| !value.is_null());
            }
        }
    } else {
        for (name, needed) in [("minpoint", true), ("midpoint", false), ("maxpoint", true)] {
            let point = &mut rule["gradientRule"][name];
            if point.is_object() {
                let kind =
                    point["type"].as_str().unwrap_or("INTERPOLATION_POINT_TYPE_UNSPECIFIED").to_owned();
                let valued = !matches!(kind.as_str(), "MIN" | "MAX");
                if valued && point["value"].as_str().is_none_or(str::is_empty) {
                    return Err(format!("The {name} of type {kind} must have a value."));
                }
                theme::pair_all(point, &["color"]);
            } else if needed {
                return Err(format!("A gradient rule must have a {name}."));
            }
        }
        if let Some(map) = rule["gradientRule"].as_object_mut() {
            map.retain(|_, value| !value.is_null());
        }
    }
    if let Some(map) = rule.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    Ok(())
}

/// Checks the ranges of a rule, which must lie on one sheet.
fn checked(edit: &Edit<'_>, rule: &Value) -> Result<Value, String> {
    let ranges = rule["ranges"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if ranges.is_empty() {
        return Err("A conditional format rule must have at least one range.".to_owned());
    }
    if !rule["booleanRule"].is_object() && !rule["gradientRule"].is_object() {
        return Err("A conditional format rule must have a boolean or a gradient rule.".to_owned());
    }
    let mut out = rule.clone();
    settle(&mut out)?;
    let mut shown = Vec::new();
    for range in ranges {
        let (range, block) = edit.loose_range(range)?;
        if range.sheet != rule_sheet(rule) {
            return Err("All ranges of a rule must be on the same sheet.".to_owned());
        }
        shown.push(GridRange::of(range.sheet, block).json());
    }
    out["ranges"] = shown.into();
    Ok(out)
}

pub(super) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let rule = checked(edit, &body["rule"])?;
    let rules = &mut edit.sheet_mut(rule_sheet(&rule))?.conditional;
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    if at > rules.len() {
        return Err(format!("index[{at}] is after the last rule[{}]", rules.len()).into());
    }
    rules.insert(at, rule);
    Ok(Value::Null)
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    let new = if body["rule"].is_object() { Some(checked(edit, &body["rule"])?) } else { None };
    let sheet = body["sheetId"].as_i64().unwrap_or_else(|| new.as_ref().map_or(0, rule_sheet));
    let rules = &mut edit.sheet_mut(sheet)?.conditional;
    if at >= rules.len() {
        return Err(format!("No conditional format on sheet: {sheet} at index: {at}").into());
    }
    let old = rules.remove(at);
    let to =
        if new.is_some() { at } else { num::index(body["newIndex"].as_i64().unwrap_or(0)).min(rules.len()) };
    let rule = new.unwrap_or_else(|| old.clone());
    rules.insert(to, rule.clone());
    Ok(json!({"oldRule": old, "oldIndex": num::int(at), "newRule": rule, "newIndex": num::int(to)}))
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    let sheet = body["sheetId"].as_i64().unwrap_or(0);
    let rules = &mut edit.sheet_mut(sheet)?.conditional;
    if at >= rules.len() {
        return Err(format!("No conditional format on sheet: {sheet} at index: {at}").into());
    }
    Ok(json!({"rule": rules.remove(at)}))
}
