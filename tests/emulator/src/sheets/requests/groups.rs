//! Groups of rows or columns that fold. How deep each line lies in groups says which groups there are.

use serde_json::{Value, json};

use super::dimensions::line;
use super::{Reply, fields};
use crate::sheets::edit::Edit;
use crate::sheets::json;
use crate::sheets::sheet::{Group, Sheet};

/// Google draws no more levels than these.
const DEEPEST: i64 = 8;

pub(super) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], false)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    // A sheet with groups says on which side their controls are, and goes on saying it.
    let control = if line.rows { "rowGroupControlAfter" } else { "columnGroupControlAfter" };
    sheet.grid.insert(control.to_owned(), true.into());
    let size = if line.rows { sheet.rows } else { sheet.columns };
    let groups = if line.rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    let mut depths = depths(groups, size);
    depths[line.start..line.end].iter_mut().for_each(|depth| *depth += 1);
    if depths.iter().any(|depth| *depth > DEEPEST) {
        return Err(format!("You can't create a group deeper than {DEEPEST} levels.").into());
    }
    *groups = grouped(&depths, groups);
    Ok(all(sheet, line.rows))
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], false)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    let size = if line.rows { sheet.rows } else { sheet.columns };
    let groups = if line.rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    let mut depths = depths(groups, size);
    let within = &mut depths[line.start..line.end];
    if within.iter().all(|depth| *depth == 0) {
        return Err("No dimension group in the given range.".into());
    }
    for depth in within {
        *depth = (*depth - 1).max(0);
    }
    *groups = grouped(&depths, groups);
    Ok(all(sheet, line.rows))
}

/// In how many groups each line lies.
fn depths(groups: &[Group], size: usize) -> Vec<i64> {
    let mut depths = vec![0; size];
    for group in groups {
        depths[group.start.min(size)..group.end.min(size)].iter_mut().for_each(|depth| *depth += 1);
    }
    depths
}

/// The groups that make these depths; one that was folded stays so as long as its lines are those.
fn grouped(depths: &[i64], before: &[Group]) -> Vec<Group> {
    let mut groups = Vec::new();
    for depth in 1..=depths.iter().copied().max().unwrap_or(0) {
        let mut at = 0;
        while at < depths.len() {
            let length = depths[at..].iter().take_while(|d| **d >= depth).count();
            if length > 0 {
                let (start, end) = (at, at + length);
                let folded = before.iter().any(|g| g.collapsed && (g.start, g.end) == (start, end));
                groups.push(Group { start, end, depth, collapsed: folded });
            }
            at += length.max(1);
        }
    }
    groups.sort_by_key(|group| (group.start, group.depth));
    groups
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["dimensionGroup"];
    let line = line(edit, &given["range"], false)?;
    let depth = given["depth"].as_i64().unwrap_or(0);
    fields(body)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    let groups = if line.rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    let group = groups.iter_mut().find(|g| (g.start, g.end, g.depth) == (line.start, line.end, depth));
    let Some(group) = group else { return Err("No dimension group with that range and depth.".into()) };
    group.collapsed = given["collapsed"].as_bool().unwrap_or(false);
    let collapsed = group.collapsed;
    let known = if line.rows { &mut sheet.row_dimensions } else { &mut sheet.column_dimensions };
    for at in line.start..line.end {
        known.entry(at).or_default().hidden = collapsed;
    }
    Ok(Value::Null)
}

fn all(sheet: &Sheet, rows: bool) -> Value {
    let (groups, name) = if rows { (&sheet.row_groups, "ROWS") } else { (&sheet.column_groups, "COLUMNS") };
    let list: Vec<Value> = groups.iter().map(|g| json::group(sheet.id, g, name)).collect();
    if list.is_empty() { json!({}) } else { json!({"dimensionGroups": list}) }
}
