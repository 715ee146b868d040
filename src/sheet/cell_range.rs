//! A block of cells by its rows and columns.

use std::fmt;
use std::ops::Range;

use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;

/// A block of cells of a tab, written as the sheet shows it to people: `M2:P40`, `M:P` where it has every
/// row, `2:40` where it has every column. An end at `usize::MAX` is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRange {
    /// The block's rows, from 0.
    pub rows: Range<usize>,
    /// The block's columns, from 0.
    pub columns: Range<usize>,
}

impl CellRange {
    /// Returns `true` if the block has the cell.
    pub fn covers(&self, cell: CellAddress) -> bool {
        self.rows.contains(&cell.row.index()) && self.columns.contains(&cell.column.index())
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = |range: &Range<usize>| range.end.saturating_sub(1);
        let letters = |index: usize| ColumnIndex::new(index).letters();
        let open = |range: &Range<usize>| range.end == usize::MAX;

        match (open(&self.rows), open(&self.columns)) {
            (true, true) if self.rows.start == 0 && self.columns.start == 0 => f.write_str("all cells"),
            (true, true) => {
                write!(
                    f,
                    "{} and all below it and to its right",
                    CellAddress::at(self.rows.start, self.columns.start)
                )
            }
            (true, false) if self.rows.start == 0 => {
                write!(f, "{}:{}", letters(self.columns.start), letters(last(&self.columns)))
            }
            (true, false) => {
                let first = CellAddress::at(self.rows.start, self.columns.start);
                write!(f, "{first}:{}", letters(last(&self.columns)))
            }
            (false, true) => write!(f, "{}:{}", self.rows.start + 1, self.rows.end),
            (false, false) => {
                let first = CellAddress::at(self.rows.start, self.columns.start);
                write!(f, "{first}:{}", CellAddress::at(last(&self.rows), last(&self.columns)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_the_address_that_the_sheet_shows() {
        let open = usize::MAX;
        let table = [
            (1..40, 12..16, "M2:P40"),
            (0..open, 12..16, "M:P"),
            (4..open, 12..13, "M5:M"),
            (1..40, 0..open, "2:40"),
            (0..open, 0..open, "all cells"),
            (2..open, 1..open, "B3 and all below it and to its right"),
        ];
        for (rows, columns, shown) in table {
            assert_eq!(CellRange { rows, columns }.to_string(), shown);
        }

        let block = CellRange { rows: 1..40, columns: 12..16 };
        for (row, column, covered) in [(1, 12, true), (39, 15, true), (0, 12, false), (1, 16, false)] {
            assert_eq!(block.covers(CellAddress::at(row, column)), covered, "{row} {column}");
        }
    }
}
