//! The number of a row.

use serde::Serialize;

use crate::sheet::integer::written_as_integer;

/// The number of a row as the sheet shows it to people, who count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RowNumber(u32);

impl RowNumber {
    /// The first row of a tab.
    pub const FIRST: Self = Self(1);

    /// The row that the sheet shows under a number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The row at a position in a grid, which counts from 0.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The number as an integer.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The position of the row in a grid, which counts from 0.
    pub const fn index(self) -> usize {
        self.0.saturating_sub(1) as usize
    }

    /// The position of the row in a grid, from 0, as Google's requests have it.
    pub const fn offset(self) -> u32 {
        self.0.saturating_sub(1)
    }

    /// The row below.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Rows in ascending order as runs of neighbours, each by its first and its last row.
pub fn runs(rows: impl IntoIterator<Item = RowNumber>) -> Vec<(RowNumber, RowNumber)> {
    let mut runs: Vec<(RowNumber, RowNumber)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if last.next() == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    runs
}

/// Rows in ascending order as a sentence lists them, runs of neighbours by their ends, which `through`
/// stands between: `2, 5 to 9`.
pub fn listed(rows: impl IntoIterator<Item = RowNumber>, through: &str) -> String {
    let run = |(first, last): (RowNumber, RowNumber)| match last {
        last if last == first => first.to_string(),
        last => format!("{first} {through} {last}"),
    };
    runs(rows).into_iter().map(run).collect::<Vec<_>>().join(", ")
}

/// The first row.
impl Default for RowNumber {
    fn default() -> Self {
        Self::FIRST
    }
}

written_as_integer!(RowNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_listed_by_the_ends_of_their_run() {
        let rows = |numbers: &[u32]| numbers.iter().copied().map(RowNumber::new).collect::<Vec<_>>();
        assert_eq!(listed(rows(&[2, 5, 6, 7, 9]), "to"), "2, 5 to 7, 9");
        assert_eq!(listed(rows(&[]), "to"), "");
    }

    #[test]
    fn people_count_rows_from_one_and_grids_from_zero() {
        for (index, number) in [(0, 1), (1, 2), (999, 1000)] {
            let row = RowNumber::at(index);
            assert_eq!((row.number(), row.index(), row), (number, index, RowNumber::new(number)));
            assert_eq!(row.offset() as usize, index);
            assert_eq!((row.next(), row.to_string().parse()), (RowNumber::at(index + 1), Ok(row)));
        }
        assert_eq!(RowNumber::at(0), RowNumber::FIRST);
        assert_eq!(serde_json::to_value(RowNumber::new(7)).unwrap(), 7);
        assert!("x".parse::<RowNumber>().is_err() && "-1".parse::<RowNumber>().is_err());
    }
}
