//! Rows and columns.

use serde_json::Value;

use super::{Refusal, Reply, fields};
use crate::num;
use crate::sheets::edit::Edit;
use crate::sheets::formula::Evaluator;
use crate::sheets::range::{Block, Shift};
use crate::sheets::sheet::Sheet;
use crate::sheets::{render, structure, widths};

/// A `DimensionRange` within its sheet.
pub(super) struct Line {
    pub(super) sheet: i64,
    pub(super) rows: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) fn line(edit: &Edit<'_>, range: &Value, may_append: bool) -> Result<Line, Refusal> {
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

/// A column gets the width of its widest text, a row the usual height again.
pub(super) fn auto_resize(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let line = line(edit, &body["dimensions"], false)?;
    let mut sizes = Vec::new();
    {
        let sheet = edit.sheet(line.sheet)?;
        let eval = Evaluator::new(edit.book, edit.now);
        for at in line.start..line.end {
            let width = |row: usize| {
                let cell = sheet.cell(row, at);
                let text = render::formatted(&eval, sheet, row, at);
                let size = edit.book.format(cell.format).and_then(|f| f["textFormat"]["fontSize"].as_i64());
                (!text.is_empty()).then(|| widths::pixels(&text, size.unwrap_or(10)))
            };
            let widest = if line.rows { None } else { (0..sheet.cells.len()).filter_map(width).max() };
            sizes.push((at, widest));
        }
    }
    let sheet = edit.sheet_mut(line.sheet)?;
    let known = if line.rows { &mut sheet.row_dimensions } else { &mut sheet.column_dimensions };
    for (at, pixels) in sizes {
        // A column without any text keeps the width it has.
        if line.rows || pixels.is_some() {
            known.entry(at).or_default().pixels = pixels;
        }
    }
    known.retain(|_, dimension| dimension.hidden || dimension.pixels.is_some());
    Ok(Value::Null)
}
