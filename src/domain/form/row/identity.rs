//! The part of a row that tells one report from another.

use crate::domain::finding::field::Field;
use crate::domain::form::prefilled::{RepeatedTexts, is_filled_ahead};
use crate::domain::form::row::cells::FormRow;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::normal_form;
use crate::sheet::cell::Cell;

impl FormRow<'_> {
    /// The digests of the citizen's cells; where none is filled, that of all others that are not filled ahead,
    /// left to right. `text` is a buffer.
    pub(super) fn digests(&self, repeated: &RepeatedTexts, text: &mut String) -> Digests {
        let citizens = |field: Field| field.is_citizens() && self.normalized.is_filled(field);
        if !Field::ALL.into_iter().any(citizens) {
            let typed = self.own_cells(repeated);
            text.clear();
            normal_form::of_elsewhere(typed, text);
            return Digests::elsewhere(self.reader.read, text);
        }

        let mut digests = Digests::none(self.reader.read);
        for field in Field::ALL {
            if self.typed(field).all(Cell::is_blank) {
                continue;
            }
            text.clear();
            normal_form::of_field(field, self.typed(field), text);
            digests.add(field, text);
        }

        digests
    }

    /// The cells that somebody typed and that are not filled ahead, left to right. The form's own choices
    /// do not count here: a configuration that changes makes no other report of a row.
    fn own_cells<'a>(&'a self, repeated: &'a RepeatedTexts) -> impl Iterator<Item = &'a Cell> {
        let own = move |(column, cell): &(usize, &Cell)| {
            let field = self.reader.field(*column);
            !cell.is_blank()
                && !self.reader.is_services(*column)
                && !is_filled_ahead(field, *column, cell, repeated)
        };
        self.cells.iter().enumerate().filter(own).map(|(_, cell)| cell)
    }

    /// Returns `true` if a citizen's cell is a formula that takes its value from other cells. Two rows with
    /// the same formulas may show two citizens.
    pub(super) fn refers_elsewhere(&self) -> bool {
        let citizens = Field::ALL.into_iter().filter(|field| !field.is_office());
        citizens.flat_map(|field| self.typed(field)).any(|cell| match cell {
            Cell::Formula { source, .. } => normal_form::has_references(source),
            _ => false,
        })
    }

    /// The cells of a field as they were typed, in the order of its columns. Of a column of several fields
    /// the cell counts whole for each: how it is divided may become better, and identity stays.
    fn typed(&self, field: Field) -> impl Iterator<Item = &Cell> {
        let columns = self.reader.layout.compared(field).iter();
        columns.filter_map(|column| self.cells.get(column.index()))
    }
}
