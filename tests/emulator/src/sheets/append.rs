//! Where `values.append` writes: after the last table that the range touches.

use super::cell::Entered;
use super::range::Block;
use super::sheet::Sheet;

/// The table found in the range; `None` when the range holds no value.
pub(crate) fn table(sheet: &Sheet, range: Block) -> Option<Block> {
    let filled = |row: usize, column: usize| sheet.cell(row, column).entered != Entered::Blank;
    let bottom = range.bottom.min(sheet.cells.len());
    // Of several tables the last is meant.
    let seed = (range.top..bottom).rev().find_map(|row| {
        (range.left..range.right.min(sheet.cells[row].len()))
            .rev()
            .find(|&column| filled(row, column))
            .map(|column| (row, column))
    })?;
    let mut table = Block { top: seed.0, bottom: seed.0 + 1, left: seed.1, right: seed.1 + 1 };
    loop {
        let mut grown = table;
        let rows = table.top.saturating_sub(1)..(table.bottom + 1).min(sheet.rows);
        let columns = table.left.saturating_sub(1)..(table.right + 1).min(sheet.columns);
        if table.top > 0 && columns.clone().any(|column| filled(table.top - 1, column)) {
            grown.top -= 1;
        }
        if table.bottom < sheet.rows && columns.clone().any(|column| filled(table.bottom, column)) {
            grown.bottom += 1;
        }
        if table.left > 0 && rows.clone().any(|row| filled(row, table.left - 1)) {
            grown.left -= 1;
        }
        if table.right < sheet.columns && rows.clone().any(|row| filled(row, table.right)) {
            grown.right += 1;
        }
        if grown == table {
            return Some(table);
        }
        table = grown;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::cell::Cell;

    /// The example of Google's guide: a table at A1:C2 and one at B4:D6.
    #[test]
    fn the_last_table_of_the_range_is_found() {
        let mut sheet = Sheet::new(0, "Sheet1", 20, 10);
        for block in
            [Block { top: 0, bottom: 2, left: 0, right: 3 }, Block { top: 3, bottom: 6, left: 1, right: 4 }]
        {
            for row in block.top..block.bottom {
                for column in block.left..block.right {
                    sheet.put(row, column, Cell { entered: Entered::text("x"), ..Cell::default() });
                }
            }
        }
        let second = Some(Block { top: 3, bottom: 6, left: 1, right: 4 });
        let block = |top, bottom, left, right| Block { top, bottom, left, right };
        assert_eq!(table(&sheet, sheet.whole()), second);
        assert_eq!(table(&sheet, block(4, 5, 2, 4)), second);
        assert_eq!(table(&sheet, block(2, 10, 0, 7)), second);
        assert_eq!(table(&sheet, block(0, 1, 0, 1)), Some(block(0, 2, 0, 3)));
        assert_eq!(table(&sheet, block(3, 4, 4, 5)), None);
    }

    #[test]
    fn of_two_tables_in_one_row_the_last_is_found() {
        let mut sheet = Sheet::new(0, "Sheet1", 20, 10);
        for column in [0, 2] {
            sheet.put(0, column, Cell { entered: Entered::text("x"), ..Cell::default() });
        }
        assert_eq!(table(&sheet, sheet.whole()), Some(Block { top: 0, bottom: 1, left: 2, right: 3 }));
    }
}
