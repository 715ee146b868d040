//! Protected ranges.

use serde_json::{Value, json};

use super::{Reply, choose, fields, tables};
use crate::server::drop_defaults;
use crate::sheets::GridRange;
use crate::sheets::edit::Edit;
use crate::sheets::protection::{REFUSED, may_edit};

fn taken(edit: &Edit<'_>, id: i64) -> bool {
    edit.book.sheets.iter().any(|s| s.protected.iter().any(|p| p["protectedRangeId"].as_i64() == Some(id)))
}

pub(super) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mut given = body["protectedRange"].clone();
    only_warns(&given)?;
    let id = choose(edit, given["protectedRangeId"].as_i64(), taken, "protected range")?;
    if let Some(name) = given["namedRangeId"].as_str() {
        let named = edit
            .book
            .names
            .iter()
            .find(|n| n.id == name)
            .ok_or_else(|| format!("No named range with id: {name}"))?;
        given["range"] = named.range.json();
    }
    settle(edit, &mut given)?;
    given["protectedRangeId"] = id.into();
    let mut shown = given.clone();
    shown["requestingUserCanEdit"] = true.into();
    include(&mut given, &[edit.actor.file_owner.clone(), edit.actor.account.clone()]);
    let sheet = GridRange::from_json(&given["range"]).sheet;
    edit.sheet_mut(sheet)?.protected.push(given);
    Ok(json!({"protectedRange": shown}))
}

/// Refuses editors of a range that only warns.
fn only_warns(given: &Value) -> Result<(), String> {
    let editors = &given["editors"];
    let named = |name: &str| editors[name].as_array().is_some_and(|list| !list.is_empty());
    let any = named("users") || named("groups") || editors["domainUsersCanEdit"].as_bool() == Some(true);
    if given["warningOnly"].as_bool() == Some(true) && any {
        return Err("ProtectedRange is warningOnly. Editors cannot be set on it.".to_owned());
    }
    Ok(())
}

/// Checks a protected range and brings it to the form in which it is read back.
fn settle(edit: &Edit<'_>, given: &mut Value) -> Result<(), String> {
    if let Some(table) = given["tableId"].as_str().filter(|id| !id.is_empty()) {
        let (sheet, block) = tables::block(edit, table)?;
        given["range"] = GridRange::of(sheet, block).json();
    }
    if !given["range"].is_object() {
        return Err("A protected range must have a range.".to_owned());
    }
    let (range, block) = edit.range(&given["range"])?;
    given["range"] = range.json();
    let open = given["unprotectedRanges"].as_array().cloned().unwrap_or_default();
    if !open.is_empty() {
        if block != edit.sheet(range.sheet)?.whole() {
            return Err("Unprotected ranges are only supported on protected sheets.".to_owned());
        }
        let mut shown = Vec::new();
        for one in &open {
            let (one, _) = edit.range(one)?;
            if one.sheet != range.sheet {
                return Err("Unprotected ranges must be on the protected sheet.".to_owned());
            }
            shown.push(one.json());
        }
        given["unprotectedRanges"] = shown.into();
    }
    if let Some(map) = given.as_object_mut() {
        map.remove("requestingUserCanEdit");
        map.retain(|_, value| !value.is_null());
    }
    drop_defaults(given);
    if !given["editors"].is_object() {
        given["editors"] = json!({});
    }
    for name in ["users", "groups"] {
        if given["editors"][name].as_array().is_some_and(Vec::is_empty) {
            given["editors"].as_object_mut().map(|map| map.remove(name));
        }
    }
    if let Some(map) = given.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    Ok(())
}

/// Owner and author are editors whether or not they are named.
fn include(given: &mut Value, accounts: &[String]) {
    let mut users: Vec<String> = given["editors"]["users"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    for account in accounts {
        if !account.is_empty() && !users.iter().any(|u| u.eq_ignore_ascii_case(account)) {
            users.push(account.clone());
        }
    }
    given["editors"]["users"] = users.into();
}

fn find(edit: &Edit<'_>, id: Option<i64>) -> Result<(i64, usize), String> {
    let id = id.unwrap_or(0);
    let place = edit.book.sheets.iter().find_map(|sheet| {
        let index = sheet.protected.iter().position(|p| p["protectedRangeId"].as_i64() == Some(id))?;
        Some((sheet.id, index))
    });
    let (sheet, index) = place.ok_or_else(|| format!("No protected range with ID: {id}"))?;
    let range = &edit.sheet(sheet)?.protected[index];
    if may_edit(range, &edit.actor.account, edit.actor.owner, edit.groups) {
        Ok((sheet, index))
    } else {
        Err(REFUSED.to_owned())
    }
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["protectedRange"];
    let mask = fields(body)?;
    let (sheet, index) = find(edit, given["protectedRangeId"].as_i64())?;
    let mut range = edit.sheet(sheet)?.protected[index].clone();
    let id = range["protectedRangeId"].clone();
    mask.merge(&mut range, given);
    if mask.wants("editors") {
        only_warns(&json!({"warningOnly": range["warningOnly"], "editors": given["editors"]}))?;
    }
    settle(edit, &mut range)?;
    range["protectedRangeId"] = id;
    include(&mut range, std::slice::from_ref(&edit.actor.file_owner));
    let target = GridRange::from_json(&range["range"]).sheet;
    edit.sheet_mut(sheet)?.protected.remove(index);
    edit.sheet_mut(target)?.protected.push(range);
    Ok(Value::Null)
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, index) = find(edit, body["protectedRangeId"].as_i64())?;
    edit.sheet_mut(sheet)?.protected.remove(index);
    Ok(Value::Null)
}
