//! Copying and pasting.

use serde_json::{Value, json};

use super::carry::Carry;
use super::{Refusal, Reply};
use crate::num;
use crate::sheets::GridRange;
use crate::sheets::cell::{Cell, Entered};
use crate::sheets::edit::{Edit, exceeds};
use crate::sheets::formula::Evaluator;
use crate::sheets::metadata::Place;
use crate::sheets::range::Block;
use crate::sheets::structure;

/// What of a cell is pasted.
pub(super) fn part(
    edit: &mut Edit<'_>,
    paste: &str,
    source: &Cell,
    shown: Option<Entered>,
    target: &Cell,
) -> Option<Cell> {
    let mut out = target.clone();
    let validation = source.extra("dataValidation").clone();
    match paste {
        "PASTE_VALUES" => out.entered = shown.unwrap_or_default(),
        "PASTE_FORMULA" => out.entered = source.entered.clone(),
        "PASTE_FORMAT" => out.format = source.format,
        "PASTE_DATA_VALIDATION" => out.set_extra("dataValidation", validation),
        "PASTE_NO_BORDERS" => {
            out = source.clone();
            let mut format = edit.book.format(source.format).cloned().unwrap_or_else(|| json!({}));
            let own = edit.book.format(target.format).map(|f| f["borders"].clone()).unwrap_or_default();
            format.as_object_mut().map(|map| map.remove("borders"));
            if !own.is_null() {
                format["borders"] = own;
            }
            out.format = edit.book.intern(format);
        }
        "PASTE_CONDITIONAL_FORMATTING" => return None,
        _ => out = source.clone(),
    }
    Some(out)
}

/// The cells of a block, with what formulas come to.
pub(super) fn lift(edit: &Edit<'_>, sheet: i64, block: Block) -> Result<Vec<Vec<(Cell, Entered)>>, String> {
    let grid = edit.sheet(sheet)?;
    let eval = Evaluator::new(edit.book, edit.now);
    let one = |row: usize, column: usize| {
        let cell = grid.cell(row, column).clone();
        let shown = match eval.outcome(grid, row, column).0 {
            crate::sheets::Outcome::Blank => Entered::Blank,
            crate::sheets::Outcome::Bool(b) => Entered::Bool(b),
            crate::sheets::Outcome::Number(n) => Entered::Number(n),
            crate::sheets::Outcome::Text(text) => Entered::text(&text),
            crate::sheets::Outcome::Error(_) => cell.entered.clone(),
        };
        (cell, shown)
    };
    Ok((block.top..block.bottom)
        .map(|row| (block.left..block.right).map(|column| one(row, column)).collect())
        .collect())
}

pub(super) fn copy(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (from, source) = edit.range(&body["source"])?;
    let (to, mut target) = edit.range(&body["destination"])?;
    let transpose = body["pasteOrientation"].as_str() == Some("TRANSPOSE");
    let (height, width) =
        if transpose { (source.columns(), source.rows()) } else { (source.rows(), source.columns()) };
    // A destination that is a multiple of the source is filled; any other takes one copy.
    let (down, right) = (target.rows() / height, target.columns() / width);
    let filled = down > 0
        && right > 0
        && target.rows().is_multiple_of(height)
        && target.columns().is_multiple_of(width);
    if !filled {
        let keep =
            |whole: usize, one: usize| if whole > 0 && whole.is_multiple_of(one) { whole } else { one };
        target.bottom = target.top + keep(target.rows(), height);
        target.right = target.left + keep(target.columns(), width);
    }
    let grid = edit.sheet(to.sheet)?;
    if target.bottom > grid.rows || target.right > grid.columns {
        return Err(exceeds(grid, GridRange::of(to.sheet, target)).into());
    }
    edit.guard(to.sheet, target)?;
    let lifted = lift(edit, from.sheet, source)?;
    let paste = body["pasteType"].as_str().unwrap_or("PASTE_NORMAL");
    let decimal = edit.book.locale().decimal;
    for row in target.top..target.bottom {
        for column in target.left..target.right {
            let (r, c) = ((row - target.top) % height, (column - target.left) % width);
            let (r, c) = if transpose { (c, r) } else { (r, c) };
            let (mut cell, shown) = lifted[r][c].clone();
            let (down, right) =
                (num::int(row) - num::int(source.top + r), num::int(column) - num::int(source.left + c));
            cell = structure::slid(&cell, decimal, down, right);
            let old = edit.sheet(to.sheet)?.cell(row, column).clone();
            if let Some(new) = part(edit, paste, &cell, Some(shown), &old) {
                edit.sheet_mut(to.sheet)?.put(row, column, new);
            }
        }
    }
    if matches!(paste, "PASTE_NORMAL" | "PASTE_NO_BORDERS") && !transpose {
        copy_merges(edit, from.sheet, source, to.sheet, target)?;
        copy_row_metadata(edit, from.sheet, source, to.sheet, target)?;
    }
    if colors_go_along(paste) && !transpose {
        let carry = Carry { from: from.sheet, source, to: to.sheet, target, cut: false };
        carry.rules(edit)?;
    }
    Ok(Value::Null)
}

/// Whether a paste brings the conditional formats of its source.
pub(super) fn colors_go_along(paste: &str) -> bool {
    matches!(paste, "PASTE_NORMAL" | "PASTE_NO_BORDERS" | "PASTE_FORMAT" | "PASTE_CONDITIONAL_FORMATTING")
}

/// Merges of the source, in every copy of it that the target holds.
pub(super) fn copy_merges(
    edit: &mut Edit<'_>,
    from: i64,
    source: Block,
    to: i64,
    target: Block,
) -> Result<(), Refusal> {
    let merges: Vec<Block> = edit.sheet(from)?.merges.iter().filter(|m| source.holds(**m)).copied().collect();
    if merges.is_empty() {
        return Ok(());
    }
    let grid = edit.sheet_mut(to)?;
    for top in (target.top..target.bottom).step_by(source.rows()) {
        for left in (target.left..target.right).step_by(source.columns()) {
            for merge in &merges {
                let (top, left) = (top + merge.top - source.top, left + merge.left - source.left);
                let copy = Block { top, bottom: top + merge.rows(), left, right: left + merge.columns() };
                if !grid.merges.iter().any(|m| m.meets(copy)) {
                    grid.merges.push(copy);
                }
            }
        }
    }
    Ok(())
}

fn copy_row_metadata(
    edit: &mut Edit<'_>,
    from: i64,
    source: Block,
    to: i64,
    target: Block,
) -> Result<(), Refusal> {
    if !edit.switches.copy_paste_copies_metadata || source.columns() != edit.sheet(from)?.columns {
        return Ok(());
    }
    let mut copies = Vec::new();
    for entry in &edit.book.metadata {
        if let Place::Row(sheet, at) = entry.place
            && sheet == from
            && (source.top..source.bottom).contains(&at)
        {
            let mut copy = entry.clone();
            copy.place = Place::Row(to, target.top + at - source.top);
            copies.push(copy);
        }
    }
    for mut copy in copies {
        copy.id = edit.ids.number();
        edit.book.metadata.push(copy);
    }
    Ok(())
}
