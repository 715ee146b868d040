//! Shifting a part of the grid aside, or into a gap.

use serde_json::Value;

use super::Reply;
use super::sheets::holds_values;
use crate::sheets::cell::Cell;
use crate::sheets::edit::Edit;
use crate::sheets::range::{Block, Shift};
use crate::sheets::structure;

pub(super) fn insert_range(edit: &mut Edit<'_>, body: &Value) -> Reply {
    slide(edit, body, true)
}

pub(super) fn delete_range(edit: &mut Edit<'_>, body: &Value) -> Reply {
    slide(edit, body, false)
}

/// Moves the cells beside a range out of its way, or into it.
fn slide(edit: &mut Edit<'_>, body: &Value, insert: bool) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    let down = match body["shiftDimension"].as_str() {
        Some("ROWS") => true,
        Some("COLUMNS") => false,
        _ => return Err("No shift dimension specified.".into()),
    };
    let grid = edit.sheet(range.sheet)?;
    let (rows, columns) = (grid.rows, grid.columns);
    let touched = if down { Block { bottom: rows, ..block } } else { Block { right: columns, ..block } };
    edit.guard(range.sheet, touched)?;
    let grid = edit.sheet(range.sheet)?;
    if grid.merges.iter().any(|m| m.meets(touched)) {
        return Err("You can't shift cells that are merged.".into());
    }
    let pushed = if down {
        Block { top: rows - block.rows(), ..touched }
    } else {
        Block { left: columns - block.columns(), ..touched }
    };
    if insert && holds_values(grid, pushed) {
        let count = if down { block.rows() } else { block.columns() };
        let at = if down { rows } else { columns };
        edit.insert(range.sheet, down, at, count)?;
    }
    let grid = edit.sheet_mut(range.sheet)?;
    let touched =
        if down { Block { bottom: grid.rows, ..block } } else { Block { right: grid.columns, ..block } };
    let mut cells: Vec<Vec<Cell>> = (touched.top..touched.bottom)
        .map(|row| (touched.left..touched.right).map(|c| grid.cell(row, c).clone()).collect())
        .collect();
    if down {
        let count = block.rows();
        if insert {
            cells.rotate_right(count);
        } else {
            cells.rotate_left(count);
        }
        let gap = if insert { 0..count } else { cells.len() - count..cells.len() };
        cells[gap].iter_mut().for_each(|line| line.fill(Cell::default()));
    } else {
        let count = block.columns();
        for line in &mut cells {
            if insert {
                line.rotate_right(count);
            } else {
                line.rotate_left(count);
            }
            let gap = if insert { 0..count } else { line.len() - count..line.len() };
            line[gap].fill(Cell::default());
        }
    }
    for (row, line) in (touched.top..).zip(cells) {
        for (column, cell) in (touched.left..).zip(line) {
            grid.put(row, column, cell);
        }
    }
    let (start, end) = if down { (block.top, block.bottom) } else { (block.left, block.right) };
    let across = if down { (block.left, block.right) } else { (block.top, block.bottom) };
    let shift =
        if insert { Shift::Insert { at: start, count: end - start } } else { Shift::Delete { start, end } };
    structure::shift_part(edit.book, range.sheet, down, shift, across);
    Ok(Value::Null)
}
