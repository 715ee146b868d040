//! Merged cells: a block of a tab that shows one value.

use std::ops::Range;

/// A block of merged cells. Google keeps its value in the upper left cell and answers the others as blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The block's rows, from 0.
    pub rows: Range<usize>,
    /// The block's columns, from 0.
    pub columns: Range<usize>,
}

impl Merge {
    /// Returns `true` if a cell belongs to the block.
    pub fn covers(&self, row: usize, column: usize) -> bool {
        self.rows.contains(&row) && self.columns.contains(&column)
    }

    /// Returns `true` if a cell is the one that holds the block's value.
    pub fn is_corner(&self, row: usize, column: usize) -> bool {
        (self.rows.start, self.columns.start) == (row, column)
    }

    /// Returns `true` if the block covers more rows than one.
    pub fn is_tall(&self) -> bool {
        self.rows.len() > 1
    }
}
