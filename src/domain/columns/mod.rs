//! Which column is which field, by its header and by what the ledger knows of its cells.
//!
//! People rename, blank, swap and delete headers, and the form's file gets synonyms. The header decides
//! first. But the ledger holds a digest of every field of every known report, so that a column can be
//! recognised by its contents whatever stands above it: a field whose header is gone is read where it
//! was, a header above another field's cells is noticed, and a field that nothing holds any more is lost
//! and said. Without such knowledge, as in the first nights, the headers decide alone.

pub mod confirmation;
mod known_cells;

use std::collections::BTreeMap;

use crate::domain::columns::confirmation::Confirmation;
use crate::domain::columns::known_cells::KnownCells;
use crate::domain::finding::field::Field;
use crate::domain::form::{ColumnChange, Form, FormError, Layout, StaffTab};
use crate::domain::identity::fields::FieldSet;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;

/// How many columns that nobody reads are tried in pairs, for a field that stood in two.
const TRIED_IN_PAIRS: usize = 8;

/// The knowledge of the columns before the headers are looked at.
#[derive(Clone, Copy, Debug)]
pub struct KnownColumns<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The word of somebody that the columns were meant to be as they were.
    pub confirmed: Option<Confirmation>,
}

impl KnownColumns<'_> {
    /// The knowledge once somebody has confirmed these fields: the headers decide alone.
    #[must_use]
    pub fn confirming(self, fields: FieldSet) -> Self {
        Self { confirmed: Some(Confirmation { after: self.ledger.head(), fields }), ..self }
    }

    /// Returns `true` if the columns of a hand-off still count.
    fn counts(&self, number: HandoffNumber) -> bool {
        self.confirmed.is_none_or(|confirmed| number > confirmed.after)
    }

    /// The fields that had a column at the last confirmation or in any hand-off since.
    fn had_a_column(&self) -> FieldSet {
        let confirmed = self.confirmed.map(|confirmed| confirmed.fields).unwrap_or_default();
        let entries = self.ledger.entries().iter().filter(|entry| entry.class != Class::Archived);
        let since = entries.filter(|entry| self.counts(entry.number));
        since.fold(confirmed, |had, entry| had.or(entry.digests.read()))
    }
}

/// Finds the header row and the columns. `None` is an empty tab.
///
/// # Errors
/// When there is content but no header row, when a mandatory group is left without any column, or when
/// the header of a mandatory or text column stands above another field's cells.
pub fn find(form: &Form, tab: &StaffTab<'_>, known: KnownColumns<'_>) -> Result<Option<Layout>, FormError> {
    let Some(by_headers) = form.recognize(tab.clone(), None)? else { return Ok(None) };
    let known_cells = KnownCells::of(tab, &by_headers, known);
    let says = |column: ColumnIndex, field: Field| known_cells.says(field, &[column]);
    let Some(layout) = form.recognize(tab.clone(), Some(&says))? else { return Ok(None) };

    let had = known.had_a_column();
    let mut search = Search { form, layout, known_cells, had };
    search.complete_pairs();
    search.settle_mistaken()?;
    search.look_for_lost();

    form.mandatory_are_there(tab, &search.layout)?;
    Ok(Some(search.layout))
}

/// How the columns are not those of the nights before, also where a night would stop because of it.
pub fn changes(form: &Form, tab: &StaffTab<'_>, known: KnownColumns<'_>) -> Vec<ColumnChange> {
    match find(form, tab, known) {
        Ok(layout) => layout.map(|layout| layout.changes).unwrap_or_default(),
        Err(FormError::MistakenColumn { header, cells, cell: at }) => {
            vec![ColumnChange::Mistaken { header, cells, at }]
        }
        Err(_) => Vec::new(),
    }
}

struct Search<'a> {
    form: &'a Form,
    layout: Layout,
    known_cells: KnownCells<'a>,
    had: FieldSet,
}

impl Search<'_> {
    /// Takes back the second column of a field that was read from two, where its header is gone, and
    /// compares a field that got another column by the ones that the ledger knows.
    fn complete_pairs(&mut self) {
        let fields: Vec<Field> =
            self.layout.columns.keys().copied().filter(|field| self.had.has(*field)).collect();

        for field in fields {
            let columns = self.layout.columns.get(&field).cloned().unwrap_or_default();
            if self.known_cells.says(field, &columns) {
                continue;
            }

            let unread = self.layout.unread.iter();
            let pair = unread.map(|column| (*column, with(&columns, *column)));
            let mut said = pair.filter(|(_, pair)| self.known_cells.says(field, pair));
            if let Some((column, pair)) = said.next() {
                drop(said);
                self.read_by_contents(field, column, pair);
            } else if columns.len() > 1
                && let Some(alone) = columns.iter().find(|column| self.known_cells.says(field, &[**column]))
            {
                self.layout.compared.insert(field, vec![*alone]);
            }
        }
    }

    /// Stops, or reads the cells as what they are, where a header stands above another field's cells.
    fn settle_mistaken(&mut self) -> Result<(), FormError> {
        let own_is_said = |field: Field| {
            let compared = self.layout.compared.get(&field).or_else(|| self.layout.columns.get(&field));
            compared.is_some_and(|columns| self.known_cells.says(field, columns))
        };
        let others = |header: Field, columns: &[ColumnIndex]| {
            let mut others = self.had.iter().filter(|other| *other != header && !own_is_said(*other));
            others.find(|other| self.known_cells.says(*other, columns))
        };
        let mistaken: Vec<(Field, Field, Vec<ColumnIndex>)> = self
            .layout
            .columns
            .iter()
            .filter_map(|(header, columns)| {
                let whole = (!own_is_said(*header)).then(|| columns.clone());
                // Of two columns that are read together one may be another field's.
                let alone = columns.iter().filter(|_| columns.len() > 1).map(|column| vec![*column]);
                let alone = alone.filter(|alone| !self.known_cells.says(*header, alone));
                whole.into_iter().chain(alone).find_map(|columns| {
                    let cells = others(*header, &columns)?;
                    Some((*header, cells, columns))
                })
            })
            .collect();

        for (header, cells, columns) in &mistaken {
            let change = ColumnChange::Mistaken { header: *header, cells: *cells, at: self.cell(columns) };
            if self.is_vital(*header) || self.is_vital(*cells) {
                return Err(FormError::MistakenColumn {
                    header: *header,
                    cells: *cells,
                    cell: self.cell(columns),
                });
            }
            self.layout.changes.push(change);
        }

        let right: BTreeMap<Field, Vec<ColumnIndex>> =
            mistaken.iter().map(|(_, cells, columns)| (*cells, columns.clone())).collect();
        for (header, _, columns) in &mistaken {
            if let Some(read) = self.layout.columns.get_mut(header) {
                read.retain(|column| !columns.contains(column));
            }
        }
        self.layout.columns.retain(|_, columns| !columns.is_empty());
        self.layout.columns.extend(right);
        Ok(())
    }

    /// Looks for the fields that had a column and have none by header among those that nobody reads.
    fn look_for_lost(&mut self) {
        let lost: Vec<Field> =
            self.had.iter().filter(|field| !self.layout.columns.contains_key(field)).collect();

        for field in lost {
            match self.holding(field) {
                Some(columns) => {
                    for column in columns.clone() {
                        self.read_by_contents(field, column, columns.clone());
                    }
                }
                None => self.layout.changes.push(ColumnChange::Lost { field }),
            }
        }
        self.layout.note_single_text();
    }

    /// The columns among those that nobody reads which hold a field, alone or two together.
    fn holding(&self, field: Field) -> Option<Vec<ColumnIndex>> {
        let unread = &self.layout.unread;
        let mut saying =
            unread.iter().map(|column| vec![*column]).filter(|alone| self.known_cells.says(field, alone));
        let alone = saying.next();
        if field.has_few_values() && saying.next().is_some() {
            return None;
        }

        alone.or_else(|| {
            let some = &unread[..unread.len().min(TRIED_IN_PAIRS)];
            let pairs = some
                .iter()
                .enumerate()
                .flat_map(|(at, one)| some[at + 1..].iter().map(|two| vec![*one, *two]));
            pairs.into_iter().find(|pair| self.known_cells.says(field, pair))
        })
    }

    fn read_by_contents(&mut self, field: Field, column: ColumnIndex, columns: Vec<ColumnIndex>) {
        let at = CellAddress::new(column, self.layout.header_row);
        self.layout.changes.push(ColumnChange::ByContents { field, at });
        self.layout.unread.retain(|unread| *unread != column);
        self.layout.columns.insert(field, columns);
    }

    /// Returns `true` if a night without the field, or with another one in its place, would judge wrongly.
    fn is_vital(&self, field: Field) -> bool {
        matches!(field, Field::Subject | Field::Grounds) || self.form.is_mandatory(field)
    }

    /// The header cell of the first of some columns.
    fn cell(&self, columns: &[ColumnIndex]) -> CellAddress {
        let first = columns.first().copied().unwrap_or(ColumnIndex::FIRST);
        CellAddress::new(first, self.layout.header_row)
    }
}

/// Some columns and one more, in the order in which they stand.
fn with(columns: &[ColumnIndex], more: ColumnIndex) -> Vec<ColumnIndex> {
    let mut all = columns.to_vec();
    all.push(more);
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests;
