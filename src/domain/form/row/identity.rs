//! The part of a row that tells one report from another.

use crate::domain::form::row::cells::FormRow;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::normal_form;
use crate::sheet::cell::Cell;

impl FormRow<'_> {
    /// The digests of the citizen's cells. `text` is a buffer.
    pub(super) fn digests(&self, text: &mut String) -> Digests {
        let mut digests = Digests::none(self.reader.read);
        for field in self.normalized.filled() {
            text.clear();
            normal_form::of_field(field, [self.cell(field)], text);
            digests.add(field, text);
        }
        digests
    }

    /// Returns `true` if a citizen's cell is a formula that takes its value from other cells. Two rows with
    /// the same formulas may show two citizens.
    pub(super) fn refers_elsewhere(&self) -> bool {
        let citizens = self.normalized.filled().filter(|field| !field.is_office());
        citizens.into_iter().any(|field| match self.cell(field) {
            Cell::Formula { source, .. } => normal_form::has_references(source),
            _ => false,
        })
    }
}
