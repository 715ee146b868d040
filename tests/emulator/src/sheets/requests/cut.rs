//! Cutting, and what follows the cells that are cut.

use serde_json::Value;

use super::Reply;
use super::carry::Carry;
use super::paste::{colors_go_along, copy_merges, lift, part};
use crate::sheets::cell::Cell;
use crate::sheets::edit::{Edit, exceeds};
use crate::sheets::formula::Cut;
use crate::sheets::range::Block;
use crate::sheets::{GridRange, hung, structure};

pub(super) fn cut(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (from, source) = edit.range(&body["source"])?;
    let (to, top, left) = edit.place(&body["destination"])?;
    let target = Block { top, bottom: top + source.rows(), left, right: left + source.columns() };
    let grid = edit.sheet(to)?;
    if target.bottom > grid.rows || target.right > grid.columns {
        return Err(exceeds(grid, GridRange::of(to, target)).into());
    }
    edit.guard(from.sheet, source)?;
    edit.guard(to, target)?;
    let lifted = lift(edit, from.sheet, source)?;
    let paste = body["pasteType"].as_str().unwrap_or("PASTE_NORMAL").to_owned();
    // All of the source is cut, whatever part of it is pasted.
    let grid = edit.sheet_mut(from.sheet)?;
    for row in source.top..source.bottom {
        for column in source.left..source.right {
            grid.put(row, column, Cell::default());
        }
    }
    for row in target.top..target.bottom {
        for column in target.left..target.right {
            let (cell, shown) = lifted[row - target.top][column - target.left].clone();
            let old = edit.sheet(to)?.cell(row, column).clone();
            if let Some(new) = part(edit, &paste, &cell, Some(shown), &old) {
                edit.sheet_mut(to)?.put(row, column, new);
            }
        }
    }
    if paste == "PASTE_NORMAL" {
        copy_merges(edit, from.sheet, source, to, target)?;
        let moved_within = |m: &Block| source.holds(*m) && !(from.sheet == to && target.holds(*m));
        edit.sheet_mut(from.sheet)?.merges.retain(|m| !moved_within(m));
    }
    if colors_go_along(&paste) {
        let carry = Carry { from: from.sheet, source, to, target, cut: true };
        carry.rules(edit)?;
    }
    if matches!(paste.as_str(), "PASTE_NORMAL" | "PASTE_NO_BORDERS" | "PASTE_FORMULA") {
        follow_cut(edit, from.sheet, source, to, target)?;
    }
    Ok(Value::Null)
}

/// What refers to the cells that were cut refers to them where they are now: formulas, names, charts, comments.
fn follow_cut(edit: &mut Edit<'_>, from: i64, source: Block, to: i64, target: Block) -> Result<(), String> {
    let title = |id: i64| edit.sheet(id).map(|sheet| sheet.title.clone());
    let (from_title, to_title) = (title(from)?, title(to)?);
    let cut = Cut { from: &from_title, block: source, to: &to_title, top: target.top, left: target.left };
    let decimal = edit.book.locale().decimal;
    // A formula that was cut itself still means the cells of the sheet that it came from.
    for row in target.top..target.bottom {
        for column in target.left..target.right {
            let cell = edit.sheet(to)?.cell(row, column);
            let follow = |text: &str| cut.followed(text, decimal, &from_title, &to_title);
            if let Some(cell) = structure::rewritten(cell, &follow) {
                edit.sheet_mut(to)?.put(row, column, cell);
            }
        }
    }
    let pasted = |own: &str, row: usize, column: usize| own == to_title && target.contains(row, column);
    structure::rewrite_others(edit.book, &pasted, &|own, text| cut.followed(text, decimal, own, own));
    let follow = |range: GridRange| {
        let (Some(top), Some(bottom)) = (range.rows.start, range.rows.end) else { return Some(range) };
        let (Some(left), Some(right)) = (range.columns.start, range.columns.end) else { return Some(range) };
        if range.sheet != from || !source.holds(Block { top, bottom, left, right }) {
            return Some(range);
        }
        let (down, across) = (target.top + top - source.top, target.left + left - source.left);
        let block =
            Block { top: down, bottom: down + bottom - top, left: across, right: across + right - left };
        Some(GridRange::of(to, block))
    };
    if edit.switches.names_follow_cut {
        for name in &mut edit.book.names {
            name.range = follow(name.range).unwrap_or(name.range);
        }
    }
    for comment in &mut edit.book.comments {
        comment.anchor = comment.anchor.and_then(follow);
    }
    for sheet in edit.book.sheets.iter_mut().filter(|sheet| !sheet.charts.is_empty()) {
        let sheet = std::sync::Arc::make_mut(sheet);
        for chart in &mut sheet.charts {
            hung::walk(&mut chart["spec"], &follow);
        }
    }
    Ok(())
}
