//! Dragging a pattern of cells on.

use serde_json::Value;

use super::Reply;
use crate::num;
use crate::sheets::cell::{Cell, Entered};
use crate::sheets::edit::{Edit, exceeds};
use crate::sheets::range::Block;
use crate::sheets::series::{Sample, Series, ShownAs};
use crate::sheets::{GridRange, Sheet, structure};

/// A pattern, and the cells that it is dragged over along its rows or its columns.
struct Fill {
    source: Block,
    target: Block,
    rows: bool,
}

pub(super) fn auto_fill(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let alternate = body["useAlternateSeries"].as_bool() == Some(true);
    let given = &body["sourceAndDestination"];
    if given.is_object() {
        if body["range"].is_object() {
            return Err("Only one of range and sourceAndDestination may be set.".into());
        }
        let (sheet, fill) = explicit(edit, given)?;
        return drag(edit, sheet, &fill, alternate);
    }
    if !body["range"].is_object() {
        return Err("Must specify either range or sourceAndDestination.".into());
    }
    let (range, block) = edit.range(&body["range"])?;
    let Some(data) = held(edit.sheet(range.sheet)?, block) else { return Ok(Value::Null) };
    // The data goes on down and up in its own columns first, then all rows go on to both sides.
    let columns = Block { left: data.left, right: data.right, ..block };
    for target in [Block { top: data.bottom, ..columns }, Block { bottom: data.top, ..columns }] {
        drag(edit, range.sheet, &Fill { source: data, target, rows: true }, alternate)?;
    }
    for target in [Block { left: data.right, ..block }, Block { right: data.left, ..block }] {
        drag(edit, range.sheet, &Fill { source: columns, target, rows: false }, alternate)?;
    }
    Ok(Value::Null)
}

fn explicit(edit: &Edit<'_>, given: &Value) -> Result<(i64, Fill), String> {
    let (range, source) = edit.range(&given["source"])?;
    let rows = match given["dimension"].as_str() {
        Some("ROWS") => true,
        Some("COLUMNS") => false,
        _ => return Err("No dimension specified.".to_owned()),
    };
    let length = given["fillLength"].as_i64().unwrap_or(0);
    if length == 0 {
        return Err("The fillLength must not be zero.".to_owned());
    }
    let count = usize::try_from(length.unsigned_abs()).unwrap_or(usize::MAX);
    let (first, last) = if rows { (source.top, source.bottom) } else { (source.left, source.right) };
    let (from, to) = if length > 0 {
        (last, last.saturating_add(count))
    } else {
        let from = first.checked_sub(count).ok_or_else(|| {
            format!(
                "fillLength[{length}] is before the first {} in grid.",
                if rows { "row" } else { "column" }
            )
        })?;
        (from, first)
    };
    let target = if rows {
        Block { top: from, bottom: to, ..source }
    } else {
        Block { left: from, right: to, ..source }
    };
    let sheet = edit.sheet(range.sheet)?;
    if target.bottom > sheet.rows || target.right > sheet.columns {
        return Err(exceeds(sheet, GridRange::of(range.sheet, target)));
    }
    Ok((range.sheet, Fill { source, target, rows }))
}

/// The part of a block that holds something.
fn held(sheet: &Sheet, block: Block) -> Option<Block> {
    let filled = |row: usize, column: usize| sheet.cell(row, column).entered != Entered::Blank;
    let row = |row: &usize| (block.left..block.right).any(|column| filled(*row, column));
    let column = |column: &usize| (block.top..block.bottom).any(|row| filled(row, *column));
    let (rows, columns) = (block.top..block.bottom, block.left..block.right);
    Some(Block {
        top: rows.clone().find(row)?,
        bottom: rows.rev().find(row)? + 1,
        left: columns.clone().find(column)?,
        right: columns.rev().find(column)? + 1,
    })
}

fn drag(edit: &mut Edit<'_>, sheet: i64, fill: &Fill, alternate: bool) -> Reply {
    if fill.target.is_empty() {
        return Ok(Value::Null);
    }
    edit.guard(sheet, fill.target)?;
    let (source, target) = (fill.source, fill.target);
    let lines = if fill.rows { source.left..source.right } else { source.top..source.bottom };
    let (start, end) = if fill.rows { (source.top, source.bottom) } else { (source.left, source.right) };
    let (from, to) = if fill.rows { (target.top, target.bottom) } else { (target.left, target.right) };
    let locale = edit.book.locale();
    for line in lines {
        let place = |along: usize| if fill.rows { (along, line) } else { (line, along) };
        let pattern: Vec<Cell> = {
            let grid = edit.sheet(sheet)?;
            (start..end).map(place).map(|(r, c)| grid.cell(r, c).clone()).collect()
        };
        let samples: Vec<Sample> = pattern.iter().map(|cell| sample(edit, cell)).collect();
        let series = Series::of(&samples, alternate, edit.switches.fill_follows_trend, &locale);
        for along in from..to {
            let (at, value) = series.at(num::int(along) - num::int(start));
            let by = num::int(along) - num::int(start + at);
            let (down, right) = if fill.rows { (by, 0) } else { (0, by) };
            let own = structure::slid(&pattern[at], locale.decimal, down, right);
            let entered = value.unwrap_or_else(|| own.entered.clone());
            edit.fits(&entered)?;
            // The look and the validation come along; a note stays where it was written.
            let mut cell = Cell { entered, format: own.format, extra: None };
            cell.set_extra("dataValidation", own.extra("dataValidation").clone());
            let (row, column) = place(along);
            edit.sheet_mut(sheet)?.put(row, column, cell);
        }
    }
    Ok(Value::Null)
}

fn sample(edit: &Edit<'_>, cell: &Cell) -> Sample {
    let shown = match edit.book.number_format(cell.format) {
        Some(("DATE" | "DATE_TIME", _)) => ShownAs::Date,
        Some(("TIME", _)) => ShownAs::Time,
        _ => ShownAs::Number,
    };
    Sample { entered: cell.entered.clone(), shown }
}
