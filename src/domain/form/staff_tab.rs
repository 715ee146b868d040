//! The staff tab as it was read: its cells, and what else is known of it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::form::display::DisplayedCells;
use crate::domain::form::service_column::ServiceColumn;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::merge::Merge;
use crate::sheet::normalize;

/// A staff tab.
#[derive(Clone, Debug, Default)]
pub struct StaffTab<'a> {
    /// The cells, row by row from A1.
    pub cells: &'a [Vec<Cell>],
    /// The tab's merged cells.
    pub merges: &'a [Merge],
    /// The service's own columns, where they are known; what stands there nobody typed.
    pub service_columns: BTreeMap<ServiceColumn, ColumnIndex>,
    /// The titles above the header row on the first night; `None` where nobody has kept them, and every text
    /// there that is no report is a title.
    pub titles: Option<&'a KnownTitles>,
    /// True if the file's locale writes the month of a date first.
    pub month_first: bool,
    /// The cells that show more than their values say; `None` where nobody has looked.
    pub displayed: Option<&'a DisplayedCells>,
}

impl<'a> From<&'a [Vec<Cell>]> for StaffTab<'a> {
    fn from(cells: &'a [Vec<Cell>]) -> Self {
        Self { cells, ..Self::default() }
    }
}

impl<'a> From<&'a Vec<Vec<Cell>>> for StaffTab<'a> {
    fn from(cells: &'a Vec<Vec<Cell>>) -> Self {
        Self::from(cells.as_slice())
    }
}

impl<'a, const ROWS: usize> From<&'a [Vec<Cell>; ROWS]> for StaffTab<'a> {
    fn from(cells: &'a [Vec<Cell>; ROWS]) -> Self {
        Self::from(cells.as_slice())
    }
}

impl StaffTab<'_> {
    /// The cells of a row, from 0; none where the tab ends before it.
    pub fn row(&self, index: usize) -> &[Cell] {
        self.cells.get(index).map_or(&[], Vec::as_slice)
    }

    /// The cell that people see at an address: that of the corner where it is merged.
    pub fn shown(&self, address: CellAddress) -> &Cell {
        let (row, column) = (address.row.index(), address.column.index());
        let merge = self.merges.iter().find(|merge| merge.covers(row, column));
        let corner = merge.map_or(address, |merge| CellAddress::at(merge.rows.start, merge.columns.start));
        corner.get(self.cells).unwrap_or(&Cell::Blank)
    }

    /// Returns `true` if a cell cannot be written to, because it is covered by one above or left of it.
    pub fn is_covered(&self, row: usize, column: usize) -> bool {
        self.merges.iter().any(|merge| merge.covers(row, column) && !merge.is_corner(row, column))
    }
}

/// The texts that stand above the header row and are no rows of the balance, each as a digest of its row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTitles(BTreeSet<String>);

impl KnownTitles {
    /// Titles by the digests of their rows.
    pub fn of_digests(digests: impl IntoIterator<Item = String>) -> Self {
        Self(digests.into_iter().collect())
    }

    /// The digests of the rows.
    pub fn digests(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// A digest of a row's texts as titles are compared: without case, accents and white space, formulas by
    /// their source, since what they show changes by itself.
    pub fn digest(cells: &[Cell]) -> String {
        let key = |cell: &Cell| match cell {
            Cell::Formula { source, .. } => normalize::key(source),
            cell => normalize::key(&cell.text()),
        };
        let texts: Vec<String> = cells.iter().filter(|cell| !cell.is_blank()).map(key).collect();
        URL_SAFE_NO_PAD.encode(&Sha256::digest(texts.join(" "))[..6])
    }

    /// Adds a row.
    pub(super) fn insert(&mut self, cells: &[Cell]) {
        self.0.insert(Self::digest(cells));
    }

    /// Returns `true` if a row is one of the titles.
    pub(super) fn contains(&self, cells: &[Cell]) -> bool {
        self.0.contains(&Self::digest(cells))
    }
}
