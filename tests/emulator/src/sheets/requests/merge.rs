//! Merged cells.

use serde_json::Value;

use super::Reply;
use crate::num;
use crate::sheets::Entered;
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;

pub(super) fn merge(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    let parts: Vec<Block> = match body["mergeType"].as_str() {
        Some("MERGE_COLUMNS") => {
            (block.left..block.right).map(|left| Block { left, right: left + 1, ..block }).collect()
        }
        Some("MERGE_ROWS") => {
            (block.top..block.bottom).map(|top| Block { top, bottom: top + 1, ..block }).collect()
        }
        _ => vec![block],
    };
    split(edit, range.sheet, block)?;
    let sheet = edit.sheet(range.sheet)?;
    let frozen = |name: &str| sheet.grid.get(name).and_then(Value::as_i64).map_or(0, num::index);
    let (rows, columns) = (frozen("frozenRowCount"), frozen("frozenColumnCount"));
    for part in parts.iter().filter(|part| part.rows() * part.columns() > 1) {
        if part.top < rows && rows < part.bottom {
            return Err("You can't merge frozen and non-frozen rows.".into());
        }
        if part.left < columns && columns < part.right {
            return Err("You can't merge frozen and non-frozen columns.".into());
        }
    }
    let sheet = edit.sheet_mut(range.sheet)?;
    for part in parts.into_iter().filter(|p| p.rows() * p.columns() > 1) {
        // Of the values the first in reading order stays, in the corner.
        let mut kept = None;
        for row in part.top..part.bottom.min(sheet.cells.len()) {
            for column in part.left..part.right {
                let mut cell = sheet.cell(row, column).clone();
                if cell.entered == Entered::Blank {
                    continue;
                }
                let entered = std::mem::take(&mut cell.entered);
                kept = kept.or(Some(entered));
                sheet.put(row, column, cell);
            }
        }
        if let Some(entered) = kept {
            sheet.change(part.top, part.left, |cell| cell.entered = entered);
        }
        sheet.merges.push(part);
    }
    Ok(Value::Null)
}

pub(super) fn unmerge(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    split(edit, range.sheet, block)?;
    Ok(Value::Null)
}

/// Takes the merges of a block apart; one that reaches beyond it is refused.
fn split(edit: &mut Edit<'_>, sheet: i64, block: Block) -> Result<(), String> {
    let sheet = edit.sheet_mut(sheet)?;
    if sheet.merges.iter().any(|m| m.meets(block) && !block.holds(*m)) {
        return Err("You must select all cells in a merged range to merge or unmerge them.".to_owned());
    }
    sheet.merges.retain(|m| !m.meets(block));
    Ok(())
}
