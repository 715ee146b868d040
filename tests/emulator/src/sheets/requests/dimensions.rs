//! Rows and columns.

use serde_json::{Value, json};

use super::{Refusal, Reply, fields};
use crate::num;
use crate::sheets::edit::Edit;
use crate::sheets::range::{Block, Shift};
use crate::sheets::sheet::{Group, Sheet};
use crate::sheets::{json, structure};

/// A `DimensionRange` within its sheet.
struct Line {
    sheet: i64,
    rows: bool,
    start: usize,
    end: usize,
}

fn line(edit: &Edit<'_>, range: &Value, may_append: bool) -> Result<Line, Refusal> {
    let sheet = range["sheetId"].as_i64().unwrap_or(0);
    let grid = edit.sheet(sheet)?;
    let rows = match range["dimension"].as_str() {
        Some("ROWS") => true,
        Some("COLUMNS") => false,
        _ => return Err("No dimension specified.".into()),
    };
    let limit = if rows { grid.rows } else { grid.columns };
    let start = range["startIndex"].as_i64().unwrap_or(0);
    let end = range["endIndex"].as_i64().unwrap_or(if may_append { start + 1 } else { num::int(limit) });
    if start < 0 || end <= start {
        return Err(format!("range.endIndex[{end}] must be after range.startIndex[{start}].").into());
    }
    let (start, end) = (num::index(start), num::index(end));
    let noun = if rows { "row" } else { "column" };
    if start > limit || (start == limit && !may_append) {
        return Err(format!("range.startIndex[{start}] is after last {noun} in grid[{limit}]").into());
    }
    if end > limit && !may_append {
        return Err(format!("range.endIndex[{end}] is after last {noun} in grid[{limit}]").into());
    }
    Ok(Line { sheet, rows, start, end })
}

impl Line {
    fn block(&self, sheet: &Sheet) -> Block {
        if self.rows {
            Block { top: self.start, bottom: self.end.min(sheet.rows), ..sheet.whole() }
        } else {
            Block { left: self.start, right: self.end.min(sheet.columns), ..sheet.whole() }
        }
    }

    fn guard(&self, edit: &Edit<'_>) -> Result<(), Refusal> {
        Ok(edit.guard(self.sheet, self.block(edit.sheet(self.sheet)?))?)
    }
}

pub(super) fn insert(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], true)?;
    let before = body["inheritFromBefore"].as_bool() == Some(true);
    if before && line.start == 0 {
        return Err(
            "inheritFromBefore cannot be true if the insertion is before the first row or column.".into()
        );
    }
    let count = line.end - line.start;
    edit.insert(line.sheet, line.rows, line.start, count)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    let from = if before { line.start - 1 } else { line.end };
    structure::inherit(sheet, line.rows, from, line.start, line.end);
    Ok(Value::Null)
}

pub(super) fn append(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let id = body["sheetId"].as_i64().unwrap_or(0);
    let length = body["length"].as_i64().unwrap_or(0);
    if length < 1 {
        return Err("The length must be positive.".into());
    }
    let sheet = edit.sheet(id)?;
    let (rows, at) = match body["dimension"].as_str() {
        Some("ROWS") => (true, sheet.rows),
        Some("COLUMNS") => (false, sheet.columns),
        _ => return Err("No dimension specified.".into()),
    };
    edit.insert(id, rows, at, num::index(length))?;
    Ok(Value::Null)
}

/// Google's own words for a deletion that reaches past the grid.
fn exists(edit: &Edit<'_>, range: &Value) -> Result<(), Refusal> {
    let grid = edit.sheet(range["sheetId"].as_i64().unwrap_or(0))?;
    let (noun, count) = match range["dimension"].as_str() {
        Some("ROWS") => ("row", grid.rows),
        Some("COLUMNS") => ("column", grid.columns),
        _ => return Ok(()),
    };
    let start = range["startIndex"].as_i64().unwrap_or(0);
    let last = range["endIndex"].as_i64().map_or(start, |end| end - 1).max(start);
    if last < num::int(count) {
        return Ok(());
    }
    let tried = if start < num::int(count) { last } else { start };
    Err(format!(
        "Cannot delete a {noun} that doesn't exist. Tried to delete {noun} index {tried} but there are only {count} {noun}s."
    )
    .into())
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    exists(edit, &body["range"])?;
    let line = line(edit, &body["range"], false)?;
    line.guard(edit)?;
    let sheet = edit.sheet(line.sheet)?;
    let limit = if line.rows { sheet.rows } else { sheet.columns };
    if line.end - line.start >= limit {
        return Err(format!(
            "You can't delete all the {} on the sheet.",
            if line.rows { "rows" } else { "columns" }
        )
        .into());
    }
    let frozen = if line.rows { "frozenRowCount" } else { "frozenColumnCount" };
    let frozen = sheet.grid.get(frozen).and_then(Value::as_i64).map_or(0, num::index);
    if frozen > 0 && line.start <= frozen && line.end >= limit {
        return Err("Sorry, it is not possible to delete all non-frozen rows.".into());
    }
    structure::shift(edit.book, line.sheet, line.rows, Shift::Delete { start: line.start, end: line.end });
    Ok(Value::Null)
}

pub(super) fn relocate(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["source"], false)?;
    line.guard(edit)?;
    let to = num::index(body["destinationIndex"].as_i64().unwrap_or(0));
    let sheet = edit.sheet(line.sheet)?;
    let limit = if line.rows { sheet.rows } else { sheet.columns };
    if to > limit || body["destinationIndex"].as_i64().unwrap_or(0) < 0 {
        return Err(format!("destinationIndex[{to}] is after the last place in grid[{limit}]").into());
    }
    if to >= line.start && to <= line.end {
        return Ok(Value::Null);
    }
    let moved = line.block(sheet);
    let cut = sheet.merges.iter().any(|m| m.meets(moved) && !moved.holds(*m));
    if cut {
        return Err("You can't move part of a merged cell.".into());
    }
    structure::shift(edit.book, line.sheet, line.rows, Shift::Move { start: line.start, end: line.end, to });
    Ok(Value::Null)
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], false)?;
    let mask = fields(body)?;
    let properties = &body["properties"];
    let sheet = edit.sheet_mut(line.sheet)?;
    let known = if line.rows { &mut sheet.row_dimensions } else { &mut sheet.column_dimensions };
    for at in line.start..line.end {
        let dimension = known.entry(at).or_default();
        if mask.wants("hiddenByUser") {
            dimension.hidden = properties["hiddenByUser"].as_bool().unwrap_or(false);
        }
        if mask.wants("pixelSize") {
            dimension.pixels = properties["pixelSize"].as_i64();
        }
    }
    known.retain(|_, d| d.hidden || d.pixels.is_some());
    Ok(Value::Null)
}

/// Widths are not measured; the column keeps a size by the length of its longest text.
pub(super) fn auto_resize(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["dimensions"], false)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    for at in line.start..line.end {
        if line.rows {
            sheet.row_dimensions.entry(at).or_default().pixels = None;
        } else {
            let longest =
                sheet.cells.iter().filter_map(|cells| cells.get(at)).map(|c| c.entered.characters()).max();
            let pixels = longest.filter(|n| *n > 0).map(|n| (num::int(n) * 7 + 8).min(1000));
            sheet.column_dimensions.entry(at).or_default().pixels = pixels;
        }
    }
    Ok(Value::Null)
}

pub(super) fn add_group(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], false)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    // A sheet with groups says on which side their controls are, and goes on saying it.
    let control = if line.rows { "rowGroupControlAfter" } else { "columnGroupControlAfter" };
    sheet.grid.insert(control.to_owned(), true.into());
    let groups = if line.rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    let around = groups
        .iter()
        .filter(|g| g.start <= line.start && line.end <= g.end)
        .map(|g| g.depth)
        .max()
        .unwrap_or(0);
    for inner in groups
        .iter_mut()
        .filter(|g| line.start <= g.start && g.end <= line.end && (g.start, g.end) != (line.start, line.end))
    {
        inner.depth += 1;
    }
    groups.push(Group { start: line.start, end: line.end, depth: around + 1, collapsed: false });
    Ok(all_groups(sheet, line.rows))
}

pub(super) fn delete_group(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["range"], false)?;
    let sheet = edit.sheet_mut(line.sheet)?;
    let groups = if line.rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    let deepest = groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.start < line.end && line.start < g.end)
        .max_by_key(|(_, g)| g.depth);
    let Some((index, _)) = deepest else { return Err("No dimension group in the given range.".into()) };
    let group = groups.remove(index);
    // What the range leaves of the group stays a group.
    for (start, end) in [(group.start, line.start), (line.end, group.end)] {
        if start < end {
            groups.push(Group { start, end, ..group.clone() });
        }
    }
    Ok(all_groups(sheet, line.rows))
}

pub(super) fn update_group(edit: &mut Edit<'_>, body: &Value) -> Reply {
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

fn all_groups(sheet: &Sheet, rows: bool) -> Value {
    let (groups, name) = if rows { (&sheet.row_groups, "ROWS") } else { (&sheet.column_groups, "COLUMNS") };
    let list: Vec<Value> = groups.iter().map(|g| json::group(sheet.id, g, name)).collect();
    if list.is_empty() { json!({}) } else { json!({"dimensionGroups": list}) }
}
