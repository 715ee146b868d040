//! Insertions, deletions and moves of rows and columns, with everything that goes along.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::book::Book;
use super::cell::{Cell, Entered};
use super::formula;
use super::hung;
use super::metadata::Place;
use super::range::{Block, GridRange, Shift, Span};
use super::sheet::{Dimension, Group, Row, Sheet};

/// Shifts rows or columns of a sheet: cells, merges, groups, metadata, named and protected ranges, filters, formulas.
pub(crate) fn shift(book: &mut Book, id: i64, rows: bool, shift: Shift) {
    let Some(sheet) = book.sheet_mut(id) else { return };
    let title = sheet.title.clone();
    shift_cells(sheet, rows, shift);
    resize(sheet, rows, shift);
    let dimensions = if rows { &mut sheet.row_dimensions } else { &mut sheet.column_dimensions };
    let moved: BTreeMap<usize, Dimension> = std::mem::take(dimensions)
        .into_iter()
        .filter_map(|(at, d)| shift.point(at).map(|at| (at, d)))
        .collect();
    *dimensions = moved;
    if rows {
        sheet.filtered = sheet.filtered.iter().filter_map(|at| shift.point(*at)).collect();
    }
    sheet.merges.retain_mut(|merge| shift_block(merge, rows, shift));
    let groups = if rows { &mut sheet.row_groups } else { &mut sheet.column_groups };
    groups.retain_mut(|group| shift_group(group, shift));
    book.metadata.retain_mut(|entry| match (&mut entry.place, rows) {
        (Place::Row(sheet, at), true) | (Place::Column(sheet, at), false) if *sheet == id => {
            shift.point(*at).map(|to| *at = to).is_some()
        }
        _ => true,
    });
    follow(book, id, &|range| shift_range(range, rows, shift));
    let decimal = book.locale().decimal;
    rewrite(book, &|own, source| formula::shifted(source, decimal, own, &title, rows, shift, None));
}

/// Lets what refers to the cells of a part of the sheet follow them, when only that part is shifted: the columns
/// `across` up or down (`rows`), or the rows `across` to the sides. The cells themselves are moved by the caller.
pub(crate) fn shift_part(book: &mut Book, id: i64, rows: bool, shift: Shift, across: (usize, usize)) {
    let Some(sheet) = book.sheet(id) else { return };
    let (title, most) = (sheet.title.clone(), if rows { sheet.rows } else { sheet.columns });
    follow(book, id, &|range| {
        let other = if rows { range.columns } else { range.rows };
        let within = other.start.is_some_and(|s| s >= across.0) && other.end.is_some_and(|e| e <= across.1);
        if !within {
            return Some(range);
        }
        let mut moved = shift_range(range, rows, shift)?;
        let span = if rows { &mut moved.rows } else { &mut moved.columns };
        // What is pushed over the edge of the grid ends at it, or is gone.
        span.end = span.end.map(|end| end.min(most));
        span.start.is_none_or(|start| start < most).then_some(moved)
    });
    let decimal = book.locale().decimal;
    rewrite(book, &|own, source| formula::shifted(source, decimal, own, &title, rows, shift, Some(across)));
}

/// Moves the ranges of a sheet, wherever they are named: on the sheet, in charts elsewhere, in names, in comments.
fn follow(book: &mut Book, id: i64, act: hung::Follow<'_>) {
    let range = |range: GridRange| if range.sheet == id { act(range) } else { Some(range) };
    for sheet in &mut book.sheets {
        if sheet.id == id {
            hung::follow(Arc::make_mut(sheet), &range);
        } else if !(sheet.charts.is_empty() && sheet.slicers.is_empty()) {
            hung::follow_objects(Arc::make_mut(sheet), &range);
        }
    }
    book.names.retain_mut(|name| range(name.range).map(|r| name.range = r).is_some());
    for comment in &mut book.comments {
        comment.anchor = comment.anchor.and_then(range);
    }
}

/// Adds rows or columns at the end.
pub(crate) fn grow(book: &mut Book, id: i64, rows: bool, count: usize) {
    if let Some(sheet) = book.sheet(id) {
        let at = if rows { sheet.rows } else { sheet.columns };
        shift(book, id, rows, Shift::Insert { at, count });
    }
}

fn shift_cells(sheet: &mut Sheet, rows: bool, shift: Shift) {
    if !rows {
        for cells in sheet.cells.iter_mut().filter(|cells| !cells.is_empty()) {
            shift_list(Arc::make_mut(cells), shift);
        }
        return;
    }
    shift_list(&mut sheet.cells, shift);
}

/// Applies a shift to a list that may end before the places that are shifted.
fn shift_list<T: Clone + Default>(list: &mut Vec<T>, shift: Shift) {
    match shift {
        Shift::Insert { at, count } if at < list.len() => {
            list.splice(at..at, std::iter::repeat_n(T::default(), count));
        }
        Shift::Insert { .. } => {}
        Shift::Delete { start, end } => {
            let end = end.min(list.len());
            if start < end {
                list.drain(start..end);
            }
        }
        Shift::Move { start, end, to } => {
            let needed = end.max(to);
            if list.len() <= start.min(to) {
                return;
            }
            if list.len() < needed {
                list.resize(needed, T::default());
            }
            let count = end - start;
            if to > end {
                list[start..to].rotate_left(count);
            } else if to < start {
                list[to..end].rotate_right(count);
            }
        }
    }
}

fn resize(sheet: &mut Sheet, rows: bool, shift: Shift) {
    let size = if rows { &mut sheet.rows } else { &mut sheet.columns };
    match shift {
        Shift::Insert { count, .. } => *size += count,
        Shift::Delete { start, end } => *size -= end - start,
        Shift::Move { .. } => {}
    }
    sheet.settle();
    for (name, limit) in [("frozenRowCount", sheet.rows), ("frozenColumnCount", sheet.columns)] {
        if sheet.grid.get(name).and_then(Value::as_i64).is_some_and(|n| crate::num::index(n) >= limit) {
            sheet.grid.remove(name);
        }
    }
}

fn shift_block(block: &mut Block, rows: bool, shift: Shift) -> bool {
    let span = if rows { Span::new(block.top, block.bottom) } else { Span::new(block.left, block.right) };
    let Some(Span { start: Some(start), end: Some(end) }) = shift.span(span) else { return false };
    if rows {
        (block.top, block.bottom) = (start, end);
    } else {
        (block.left, block.right) = (start, end);
    }
    block.rows() * block.columns() > 1
}

fn shift_group(group: &mut Group, shift: Shift) -> bool {
    let Some(Span { start: Some(start), end: Some(end) }) = shift.span(Span::new(group.start, group.end))
    else {
        return false;
    };
    (group.start, group.end) = (start, end);
    true
}

fn shift_range(mut range: GridRange, rows: bool, shift: Shift) -> Option<GridRange> {
    let span = if rows { &mut range.rows } else { &mut range.columns };
    *span = shift.span(*span)?;
    Some(range)
}

/// Rewrites every formula of the book: those in cells, and those in conditions. The act is given the title of the
/// sheet that a formula stands on, and says nothing where it stays as it is.
pub(crate) fn rewrite(book: &mut Book, act: &dyn Fn(&str, &str) -> Option<String>) {
    rewrite_others(book, &|_, _, _| false, act);
}

/// The same, but for the cells that are passed over, given by the title of their sheet, row and column.
pub(crate) fn rewrite_others(
    book: &mut Book,
    passed: &dyn Fn(&str, usize, usize) -> bool,
    act: &dyn Fn(&str, &str) -> Option<String>,
) {
    for sheet in &mut book.sheets {
        let own = sheet.title.clone();
        let mut changes: Vec<(usize, usize, Cell)> = Vec::new();
        for (row, cells) in sheet.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let formulas = matches!(cell.entered, Entered::Formula(_)) || cell.extra.is_some();
                if !formulas || passed(&own, row, column) {
                    continue;
                }
                let new = rewritten(cell, &|source| act(&own, source));
                changes.extend(new.map(|cell| (row, column, cell)));
            }
        }
        let conditions = !sheet.conditional.is_empty()
            || !sheet.filter_views.is_empty()
            || !sheet.slicers.is_empty()
            || sheet.basic_filter.is_some();
        if !changes.is_empty() || conditions {
            let sheet = Arc::make_mut(sheet);
            for (row, column, cell) in changes {
                sheet.put(row, column, cell);
            }
            hung::rewrite_conditions(sheet, &|source| act(&own, source));
        }
    }
}

/// A cell as it reads so many rows and columns away: its formula, and those that its validation asks, refer to what lies
/// there as they did to what lay here. The range of a list stays.
pub(crate) fn slid(cell: &Cell, decimal: char, down: i64, right: i64) -> Cell {
    let listed = cell.extra("dataValidation")["condition"]["type"].as_str() == Some("ONE_OF_RANGE");
    let act = |source: &str| formula::translated(source, decimal, down, right);
    if !listed && let Some(moved) = rewritten(cell, &act) {
        return moved;
    }
    let mut out = cell.clone();
    if let Entered::Formula(source) = &cell.entered
        && let Some(source) = act(source)
    {
        out.entered = Entered::Formula(source.into());
    }
    out
}

/// The cell with its formula and the formulas of its validation rewritten; `None` when none changes.
pub(crate) fn rewritten(cell: &Cell, act: &dyn Fn(&str) -> Option<String>) -> Option<Cell> {
    let source = match &cell.entered {
        Entered::Formula(source) => act(source),
        _ => None,
    };
    let mut rule = cell.extra("dataValidation").clone();
    let ruled = rule.is_object() && hung::rewrite(&mut rule, act);
    if source.is_none() && !ruled {
        return None;
    }
    let mut cell = cell.clone();
    if let Some(source) = source {
        cell.entered = Entered::Formula(source.into());
    }
    if ruled {
        cell.set_extra("dataValidation", rule);
    }
    Some(cell)
}

/// New rows or columns take the look of their neighbour, not its values.
pub(crate) fn inherit(sheet: &mut Sheet, rows: bool, from: usize, start: usize, end: usize) {
    let bare = |cell: &Cell| {
        let mut bare = Cell { format: cell.format, ..Cell::default() };
        bare.set_extra("dataValidation", cell.extra("dataValidation").clone());
        bare
    };
    if rows {
        let Some(pattern) = sheet.cells.get(from).cloned() else { return };
        let cells: Row = Arc::new(pattern.iter().map(bare).collect());
        if cells.iter().all(Cell::is_empty) {
            return;
        }
        if sheet.cells.len() < end {
            sheet.cells.resize(end, Row::default());
        }
        sheet.cells[start..end].fill(cells);
    } else {
        for row in 0..sheet.cells.len() {
            let cell = bare(sheet.cell(row, from));
            for column in start..end {
                sheet.put(row, column, cell.clone());
            }
        }
    }
}
