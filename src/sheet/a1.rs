//! Cell names in A1 notation, for messages to people.

use crate::sheet::row_number::RowNumber;

/// The letters of a column, counted from 0: `A`, `Z`, `AA`.
pub fn column(index: usize) -> String {
    let mut reversed = Vec::new();
    let mut rest = index;
    loop {
        reversed.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    reversed.iter().rev().map(|&digit| char::from(digit)).collect()
}

/// The name of a cell: column counted from 0, row from 1, as the sheet shows them.
pub fn cell(column_index: usize, row: RowNumber) -> String {
    format!("{}{row}", column(column_index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth_row;

    #[test]
    fn columns_count_as_a_spreadsheet_does() {
        for (index, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")] {
            assert_eq!(column(index), name);
        }
        assert_eq!(column(701), "ZZ");
        assert_eq!(column(702), "AAA");
        assert_eq!(cell(5, nth_row(3)), "F3");
    }
}
