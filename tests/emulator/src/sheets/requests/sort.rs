//! Sorting: cells are permuted, rows stay where they are.

use serde_json::Value;

use super::Reply;
use crate::num;
use crate::sheets::cell::{Cell, Outcome};
use crate::sheets::edit::Edit;
use crate::sheets::filter::compare;
use crate::sheets::formula::Evaluator;
use crate::sheets::metadata::Place;
use crate::sheets::range::Block;

pub(super) fn sort_range(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    let mut keys = Vec::new();
    for spec in body["sortSpecs"].as_array().into_iter().flatten() {
        let column = num::index(spec["dimensionIndex"].as_i64().unwrap_or(0));
        if !(block.left..block.right).contains(&column) {
            return Err(format!("sortSpecs.dimensionIndex[{column}] is outside of the range.").into());
        }
        keys.push((column, spec["sortOrder"].as_str() == Some("DESCENDING")));
    }
    if keys.is_empty() {
        return Err("At least one sort spec must be specified.".into());
    }
    sort(edit, range.sheet, block, &keys)?;
    Ok(Value::Null)
}

/// Sorts the rows of a block by columns of it, each ascending or descending.
pub(crate) fn sort(edit: &mut Edit<'_>, id: i64, block: Block, keys: &[(usize, bool)]) -> Result<(), String> {
    if edit.switches.sort_respects_protection {
        edit.guard(id, block)?;
    }
    let sheet = edit.sheet(id)?;
    if sheet.merges.iter().any(|m| m.meets(block) && m.rows() > 1) {
        return Err("You can't sort a range with vertical merges.".to_owned());
    }
    let stays = |row: &usize| edit.switches.sort_moves_hidden_rows || !sheet.row_hidden(*row);
    let places: Vec<usize> = (block.top..block.bottom).filter(stays).collect();
    let eval = Evaluator::new(edit.book, edit.now);
    let key = |row: usize| -> Vec<Outcome> {
        keys.iter().map(|(column, _)| eval.outcome(sheet, row, *column).0).collect()
    };
    let mut order: Vec<(usize, Vec<Outcome>)> = places.iter().map(|&row| (row, key(row))).collect();
    let text_first = edit.switches.sort_puts_text_first;
    order.sort_by(|(_, a), (_, b)| {
        let each = a.iter().zip(b).zip(keys);
        each.map(|((a, b), (_, descending))| compare(a, b, *descending, text_first))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let decimal = edit.book.locale().decimal;
    let mut moved: Vec<Vec<Cell>> = Vec::new();
    for (&to, (from, _)) in places.iter().zip(&order) {
        let down = num::int(to) - num::int(*from);
        let cells = (block.left..block.right).map(|column| slid(sheet.cell(*from, column), down, decimal));
        moved.push(cells.collect());
    }
    let whole = block.left == 0 && block.right == sheet.columns;
    let grid = edit.sheet_mut(id)?;
    for (&row, cells) in places.iter().zip(moved) {
        for (column, cell) in (block.left..).zip(cells) {
            grid.put(row, column, cell);
        }
    }
    if edit.switches.metadata_follows_sort && whole {
        for entry in &mut edit.book.metadata {
            if let Place::Row(sheet, at) = &mut entry.place
                && *sheet == id
                && let Some(index) = order.iter().position(|(from, _)| from == at)
            {
                *at = places[index];
            }
        }
    }
    Ok(())
}

/// A formula that is sorted refers to its new row as it did to its old.
fn slid(cell: &Cell, down: i64, decimal: char) -> Cell {
    let mut cell = cell.clone();
    if let crate::sheets::Entered::Formula(source) = &cell.entered
        && let Some(new) = crate::sheets::formula::translated(source, decimal, down, 0)
    {
        cell.entered = crate::sheets::Entered::Formula(new.into());
    }
    cell
}
