//! Sorting and shuffling: cells are permuted, rows stay where they are.

use serde_json::Value;

use super::Reply;
use crate::num;
use crate::sheets::cell::{Cell, Outcome};
use crate::sheets::edit::Edit;
use crate::sheets::filter::{Filters, compare};
use crate::sheets::formula::Evaluator;
use crate::sheets::looks::Looks;
use crate::sheets::metadata::Place;
use crate::sheets::range::Block;
use crate::sheets::{structure, theme};

/// One column to sort by.
pub(crate) struct Key {
    column: usize,
    descending: bool,
    /// Rows that show this colour come first: of the fill, or of the text.
    color: Option<(bool, [u8; 3])>,
}

/// Reads `sortSpecs`, whose columns must lie in the block.
pub(super) fn keys(specs: &Value, block: Block) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    for spec in specs.as_array().into_iter().flatten() {
        let column = num::index(spec["dimensionIndex"].as_i64().unwrap_or(0));
        if !(block.left..block.right).contains(&column) {
            return Err(format!("sortSpecs.dimensionIndex[{column}] is outside of the range."));
        }
        let color = [("backgroundColor", true), ("foregroundColor", false)]
            .into_iter()
            .find_map(|(name, fill)| Some((fill, theme::bytes(&theme::rgb(&theme::given(spec, name)?)))));
        keys.push(Key { column, descending: spec["sortOrder"].as_str() == Some("DESCENDING"), color });
    }
    Ok(keys)
}

pub(super) fn sort_range(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    let keys = keys(&body["sortSpecs"], block)?;
    if keys.is_empty() {
        return Err("At least one sort spec must be specified.".into());
    }
    sort(edit, range.sheet, block, &keys)?;
    Ok(Value::Null)
}

/// What a row is sorted by under one key.
enum Rank {
    Value(Outcome),
    Colored(bool),
}

/// Sorts the rows of a block by columns of it.
pub(crate) fn sort(edit: &mut Edit<'_>, id: i64, block: Block, keys: &[Key]) -> Result<(), String> {
    let sheet = edit.sheet(id)?;
    let eval = Evaluator::new(edit.book, edit.now);
    let filters = Filters::of(&eval, sheet, edit.switches);
    let stays = |row: &usize| edit.switches.sort_moves_hidden_rows || !filters.out_of_sight(*row);
    let places: Vec<usize> = (block.top..block.bottom).filter(stays).collect();
    let looks = keys.iter().any(|key| key.color.is_some()).then(|| Looks::of(&eval, sheet));
    let rank = |row: usize, key: &Key| match (&looks, key.color) {
        (Some(looks), Some((fill, wanted))) => Rank::Colored(looks.color(row, key.column, fill) == wanted),
        _ => Rank::Value(eval.outcome(sheet, row, key.column).0),
    };
    let ranks = |row: usize| -> Vec<Rank> { keys.iter().map(|key| rank(row, key)).collect() };
    let mut order: Vec<(usize, Vec<Rank>)> = places.iter().map(|&row| (row, ranks(row))).collect();
    let text_first = edit.switches.sort_puts_text_first;
    order.sort_by(|(_, a), (_, b)| {
        let each = a.iter().zip(b).zip(keys);
        each.map(|((a, b), key)| match (a, b) {
            (Rank::Value(a), Rank::Value(b)) => compare(a, b, key.descending, text_first),
            (Rank::Colored(a), Rank::Colored(b)) => b.cmp(a),
            _ => std::cmp::Ordering::Equal,
        })
        .find(|order| order.is_ne())
        .unwrap_or(std::cmp::Ordering::Equal)
    });
    let order: Vec<usize> = order.into_iter().map(|(row, _)| row).collect();
    permute(edit, id, block, &places, &order)
}

pub(super) fn randomize(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    let places: Vec<usize> = (block.top..block.bottom).collect();
    let mut order = places.clone();
    for last in (1..order.len()).rev() {
        let other = edit.ids.next() % (u64::try_from(last).unwrap_or(0) + 1);
        order.swap(last, usize::try_from(other).unwrap_or(0));
    }
    permute(edit, range.sheet, block, &places, &order)?;
    Ok(Value::Null)
}

/// Puts the cells of the rows `order` into the rows `places`, within the block's columns.
fn permute(
    edit: &mut Edit<'_>,
    id: i64,
    block: Block,
    places: &[usize],
    order: &[usize],
) -> Result<(), String> {
    if edit.switches.sort_respects_protection {
        edit.guard(id, block)?;
    }
    let sheet = edit.sheet(id)?;
    if sheet.merges.iter().any(|m| m.meets(block) && m.rows() > 1) {
        return Err("You can't sort a range with vertical merges.".to_owned());
    }
    let decimal = edit.book.locale().decimal;
    let mut moved: Vec<Vec<Cell>> = Vec::new();
    for (&to, &from) in places.iter().zip(order) {
        let down = num::int(to) - num::int(from);
        let cells = (block.left..block.right)
            .map(|column| structure::slid(sheet.cell(from, column), decimal, down, 0));
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
                && let Some(index) = order.iter().position(|from| from == at)
            {
                *at = places[index];
            }
        }
    }
    Ok(())
}
