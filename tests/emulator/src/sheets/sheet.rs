//! One sheet: its grid of cells and everything that hangs on ranges of it.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cell::{Cell, Entered};
use super::range::{Block, GridRange};

/// One row's cells, as far as the last that is not empty. Shared until written to, so that a copy of a book is cheap.
pub(crate) type Row = Arc<Vec<Cell>>;

#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// The cells, as far as the last row that ever held something.
    pub(crate) cells: Vec<Row>,
    /// `SheetProperties` beyond id, title, index and grid size: hidden, colour, frozen rows and the like.
    pub(crate) properties: Map<String, Value>,
    /// `gridProperties` beyond the two counts.
    pub(crate) grid: Map<String, Value>,
    pub(crate) row_dimensions: BTreeMap<usize, Dimension>,
    pub(crate) column_dimensions: BTreeMap<usize, Dimension>,
    pub(crate) merges: Vec<Block>,
    pub(crate) row_groups: Vec<Group>,
    pub(crate) column_groups: Vec<Group>,
    pub(crate) basic_filter: Option<Value>,
    /// The rows that filters hid when the last of them was set.
    #[serde(default)]
    pub(crate) filtered: BTreeSet<usize>,
    pub(crate) filter_views: Vec<Value>,
    pub(crate) protected: Vec<Value>,
    pub(crate) conditional: Vec<Value>,
    pub(crate) banded: Vec<Value>,
    pub(crate) charts: Vec<Value>,
    pub(crate) slicers: Vec<Value>,
    pub(crate) tables: Vec<Value>,
}

/// What a row or column has beside its cells.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Dimension {
    pub(crate) hidden: bool,
    pub(crate) pixels: Option<i64>,
}

/// A group of rows or columns that folds.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) depth: i64,
    pub(crate) collapsed: bool,
}

/// Bytes of a row: its cells as they lie, and what they point to.
pub(crate) fn row_bytes(row: &Row) -> usize {
    let texts = row.iter().map(|cell| match &cell.entered {
        // An allocator rounds up to its grain.
        Entered::Text(text) | Entered::Formula(text) => text.len().next_multiple_of(16),
        _ => 0,
    });
    size_of::<Vec<Cell>>() + row.capacity() * size_of::<Cell>() + texts.sum::<usize>()
}

static EMPTY: Cell = Cell { entered: Entered::Blank, format: 0, extra: None };

impl Sheet {
    pub(crate) fn new(id: i64, title: &str, rows: usize, columns: usize) -> Self {
        Self {
            id,
            title: title.to_owned(),
            rows,
            columns,
            cells: Vec::new(),
            properties: Map::new(),
            grid: Map::new(),
            row_dimensions: BTreeMap::new(),
            column_dimensions: BTreeMap::new(),
            merges: Vec::new(),
            row_groups: Vec::new(),
            column_groups: Vec::new(),
            basic_filter: None,
            filtered: BTreeSet::new(),
            filter_views: Vec::new(),
            protected: Vec::new(),
            conditional: Vec::new(),
            banded: Vec::new(),
            charts: Vec::new(),
            slicers: Vec::new(),
            tables: Vec::new(),
        }
    }

    pub(crate) fn hidden(&self) -> bool {
        self.properties.get("hidden").and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> &Cell {
        self.cells.get(row).and_then(|cells| cells.get(column)).unwrap_or(&EMPTY)
    }

    /// Writes a cell that lies within the grid.
    pub(crate) fn put(&mut self, row: usize, column: usize, cell: Cell) {
        if cell.is_empty() && self.cell(row, column).is_empty() {
            return;
        }
        *self.slot(row, column) = cell;
        self.trim(row);
    }

    /// Changes a cell in place.
    pub(crate) fn change(&mut self, row: usize, column: usize, act: impl FnOnce(&mut Cell)) {
        let mut cell = self.cell(row, column).clone();
        act(&mut cell);
        self.put(row, column, cell);
    }

    fn slot(&mut self, row: usize, column: usize) -> &mut Cell {
        if self.cells.len() <= row {
            self.cells.resize_with(row + 1, Row::default);
        }
        let cells = Arc::make_mut(&mut self.cells[row]);
        if cells.len() <= column {
            // Rows are written from left to right; growing exactly keeps them small.
            if cells.capacity() <= column {
                cells.reserve_exact(
                    (column + 1 - cells.len()).max(8).min(self.columns.saturating_sub(cells.len())),
                );
            }
            cells.resize(column + 1, Cell::default());
        }
        &mut cells[column]
    }

    /// Drops the empty cells at the end of a row, if there are any.
    fn trim(&mut self, row: usize) {
        if self.cells.get(row).and_then(|cells| cells.last()).is_some_and(Cell::is_empty) {
            let cells = Arc::make_mut(&mut self.cells[row]);
            while cells.last().is_some_and(Cell::is_empty) {
                cells.pop();
            }
        }
        while self.cells.last().is_some_and(|cells| cells.is_empty()) {
            self.cells.pop();
        }
    }

    /// Forgets what lies outside the grid, and the empty ends.
    pub(crate) fn settle(&mut self) {
        self.cells.truncate(self.rows);
        for row in 0..self.cells.len() {
            if self.cells[row].len() > self.columns {
                Arc::make_mut(&mut self.cells[row]).truncate(self.columns);
            }
        }
        for row in (0..self.cells.len()).rev() {
            self.trim(row);
        }
    }

    pub(crate) fn block(&self, range: GridRange) -> Block {
        range.block(self.rows, self.columns)
    }

    pub(crate) fn whole(&self) -> Block {
        Block { top: 0, bottom: self.rows, left: 0, right: self.columns }
    }

    /// The row after the last that holds a value.
    pub(crate) fn used_rows(&self) -> usize {
        let used = |cells: &Row| cells.iter().any(|cell| cell.entered != Entered::Blank);
        self.cells.iter().rposition(used).map_or(0, |row| row + 1)
    }

    /// The merged block that covers a cell, if there is one.
    pub(crate) fn merge_at(&self, row: usize, column: usize) -> Option<Block> {
        self.merges.iter().copied().find(|m| m.contains(row, column))
    }
}
