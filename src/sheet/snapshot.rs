//! All that people have put into a tab, cell by cell: what proves that a copy is whole.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::sheet::cell_address::CellAddress;

/// One cell, word for word: nothing is read into it. It has no `Debug`: it holds citizens' data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CellSnapshot {
    /// The content that was typed, as Google writes it: text, number, logical value, or a formula as
    /// its text.
    pub value: String,
    /// The note pinned to it.
    pub note: String,
    /// How it looks, where that is looked at.
    pub format: String,
}

/// A tab. It has no `Debug`: it holds citizens' data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TabSnapshot {
    /// The cells with anything in them, by address.
    cells: BTreeMap<CellAddress, CellSnapshot>,
}

impl TabSnapshot {
    /// Adds a cell; a blank one is none.
    pub fn add(&mut self, address: CellAddress, cell_snapshot: CellSnapshot) {
        if cell_snapshot != CellSnapshot::default() {
            self.cells.insert(address, cell_snapshot);
        }
    }

    /// The texts of all cells that hold a text, in the order of rows and columns.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.cells.values().filter_map(|cell_snapshot| {
            let value: serde_json::Value = serde_json::from_str(&cell_snapshot.value).ok()?;
            value.get("stringValue")?.as_str().map(str::to_owned)
        })
    }

    /// The first cell in which two tabs differ, by its address.
    pub fn first_difference(&self, other: &Self) -> Option<CellAddress> {
        let addresses = self.cells.keys().chain(other.cells.keys());
        addresses.filter(|address| self.cells.get(address) != other.cells.get(address)).min().copied()
    }

    /// 16 hexadecimal characters that another content does not come to by any slip.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (CellAddress { row, column }, CellSnapshot { value, note, format }) in &self.cells {
            hash.update(format!("{}\u{1f}{}\u{1f}", row.index(), column.index()));
            for text in [value, note, format] {
                hash.update(format!("{}\u{1f}", text.len()));
                hash.update(text);
            }
        }

        hex::encode(&hash.finalize()[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(cells: &[(usize, usize, &str, &str, &str)]) -> TabSnapshot {
        let mut snapshot = TabSnapshot::default();
        for (row, column, value, note, format) in cells {
            let cell_snapshot =
                CellSnapshot { value: (*value).into(), note: (*note).into(), format: (*format).into() };
            snapshot.add(CellAddress::at(*row, *column), cell_snapshot);
        }
        snapshot
    }

    #[test]
    fn a_value_a_note_a_format_and_a_place_all_count() {
        let one = snapshot(&[(0, 0, "a", "", ""), (4, 17, "R-1", "", ""), (5, 5, "", "", "")]);
        assert_eq!(one.first_difference(&one.clone()), None);
        let others = [
            snapshot(&[(0, 0, "a", "", "")]),
            snapshot(&[(0, 0, "a", "", ""), (4, 17, "R-2", "", "")]),
            snapshot(&[(0, 0, "a", "", ""), (4, 17, "R-1", "ojo", "")]),
            snapshot(&[(0, 0, "a", "", ""), (4, 17, "R-1", "", "red")]),
        ];
        for other in others {
            assert_eq!(one.first_difference(&other).unwrap().to_string(), "R5");
            assert_ne!(one.digest(), other.digest());
        }
        let moved = snapshot(&[(0, 0, "a", "", ""), (4, 18, "R-1", "", "")]);
        assert_eq!(one.first_difference(&moved).unwrap().to_string(), "R5");
        assert_eq!(one.digest().len(), 16);
    }
}
