//! The staff tab as it was read: its cells, and what else is known of it.

use std::collections::{BTreeMap, BTreeSet};

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

/// The texts that stand above the header row and are no rows of the balance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTitles(BTreeSet<String>);

impl KnownTitles {
    /// The title rows as [`KnownTitles::key`] spells them.
    pub fn new(keys: impl IntoIterator<Item = String>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// A row's texts as titles are compared: in one line, without case, accents and white space.
    pub fn key(cells: &[Cell]) -> String {
        let texts = cells.iter().filter(|cell| !cell.is_blank()).map(|cell| normalize::key(&cell.text()));
        texts.collect::<Vec<_>>().join(" ")
    }

    /// Returns `true` if a row is one of the titles.
    pub(super) fn contains(&self, cells: &[Cell]) -> bool {
        self.0.contains(&Self::key(cells))
    }
}
