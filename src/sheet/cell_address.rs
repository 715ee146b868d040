//! The address of a cell.

use std::fmt;

use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;

/// The address of a cell within its tab, written as the sheet shows it to people: `F3`. Addresses are
/// ordered row by row, and within a row from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellAddress {
    /// The cell's row.
    pub row: RowNumber,
    /// The cell's column.
    pub column: ColumnIndex,
}

impl CellAddress {
    /// The upper left corner of a tab.
    pub const A1: Self = Self { row: RowNumber::FIRST, column: ColumnIndex::FIRST };

    /// The cell where a column and a row meet.
    pub const fn new(column: ColumnIndex, row: RowNumber) -> Self {
        Self { row, column }
    }

    /// The cell at a row and a column of a grid, each counted from 0.
    pub fn at(row_index: usize, column_index: usize) -> Self {
        Self { row: RowNumber::at(row_index), column: ColumnIndex::new(column_index) }
    }

    /// The cell in a grid of rows; `None` where the grid does not reach it.
    pub fn get<T>(self, grid: &[Vec<T>]) -> Option<&T> {
        grid.get(self.row.index())?.get(self.column.index())
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.column, self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_letters_and_a_number_and_leads_into_a_grid() {
        let address = CellAddress::new(ColumnIndex::new(5), RowNumber::new(3));
        assert_eq!((address.to_string().as_str(), address), ("F3", CellAddress::at(2, 5)));
        assert_eq!(CellAddress::A1.to_string(), "A1");

        let grid = [vec!["A1", "B1"], vec!["A2"]];
        for (address, found) in [((0, 1), Some("B1")), ((1, 0), Some("A2")), ((1, 1), None), ((2, 0), None)] {
            assert_eq!(CellAddress::at(address.0, address.1).get(&grid), found.as_ref());
        }
        assert!(
            CellAddress::at(0, 7) < CellAddress::at(1, 0) && CellAddress::at(1, 0) < CellAddress::at(1, 1)
        );
    }
}
