//! The position of a column.

use std::fmt;

/// The position of a column in a tab, counted from 0 as grids do. The sheet shows people its
/// [letters](Self::letters).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnIndex(usize);

impl ColumnIndex {
    /// The first column of a tab, `A`.
    pub const FIRST: Self = Self(0);

    /// The column at a position, which counts from 0.
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The position, from 0.
    pub const fn index(self) -> usize {
        self.0
    }

    /// The position, from 0, as Google's requests have it.
    pub fn offset(self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }

    /// The letters that the sheet shows: `A`, `Z`, `AA`.
    pub fn letters(self) -> String {
        let mut reversed = Vec::new();
        let mut rest = self.0;
        loop {
            reversed.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
            if rest < 26 {
                break;
            }
            rest = rest / 26 - 1;
        }

        reversed.iter().rev().map(|&digit| char::from(digit)).collect()
    }
}

/// Writes the letters.
impl fmt::Display for ColumnIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letters())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_as_a_spreadsheet_shows_them() {
        for (index, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            let column = ColumnIndex::new(index);
            assert_eq!((column.letters().as_str(), column.index()), (letters, index));
            assert_eq!((column.to_string().as_str(), column.offset() as usize), (letters, index));
        }
        assert_eq!(ColumnIndex::FIRST, ColumnIndex::new(0));
    }
}
