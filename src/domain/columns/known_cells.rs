//! What the cells of a column say, by what the ledger knows of the reports in their rows.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::domain::columns::KnownColumns;
use crate::domain::finding::field::Field;
use crate::domain::form::{Layout, ServiceColumn, StaffTab};
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::identity::fields::FieldSet;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::identity::normal_form;
use crate::domain::ids::report_id::ReportId;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;

/// How many of the newest reports with a field are looked at.
const SAMPLE: usize = 200;
/// Fewest distinct values by which a column says a field.
const DISTINCT: usize = 5;
/// Fewest cells by which a column says a field of which there are only a few values.
const FEW_VALUES: usize = 10;

/// The rows of the sheet whose reports the ledger knows, newest report first.
pub(super) struct KnownCells<'a> {
    rows: Vec<(&'a [Cell], &'a Digests)>,
}

/// How the cells of some columns compare with what the ledger knows of a field.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    filled: usize,
    equal: usize,
    distinct: usize,
}

impl<'a> KnownCells<'a> {
    /// Finds the known rows: by their ID cell, else by all that they say in the columns whose headers are
    /// the form's own.
    pub(super) fn of(tab: &StaffTab<'a>, layout: &Layout, known: KnownColumns<'a>) -> Self {
        let ids = tab.service_columns.get(&ServiceColumn::Id);
        let below = tab.cells.get(layout.header_row.index() + 1..).unwrap_or_default();
        let by_content = ByContent::of(layout, known);

        let mut rows: Vec<(ReportId, &[Cell], &Digests)> = below
            .iter()
            .filter_map(|cells| {
                let named = ids.and_then(|column| cells.get(column.index())?.text().parse().ok());
                let id = named.or_else(|| by_content.as_ref()?.find(layout, cells))?;
                known.ledger.latest(id).filter(|latest| known.counts(latest.number))?;
                Some((id, cells.as_slice(), known.ledger.content(id)?))
            })
            .collect();

        rows.sort_by_key(|(id, ..)| Reverse(*id));
        Self { rows: rows.into_iter().map(|(_, cells, digests)| (cells, digests)).collect() }
    }

    /// Returns `true` if the cells of some columns together are those of a field.
    pub(super) fn says(&self, field: Field, columns: &[ColumnIndex]) -> bool {
        let tally = self.tally(field, columns);
        if field.has_few_values() {
            // Any column of few values resembles any other, so that nearly all cells must agree.
            return tally.distinct > 1 && tally.filled >= FEW_VALUES && tally.equal * 20 >= tally.filled * 19;
        }
        tally.distinct >= DISTINCT && tally.equal * 5 >= tally.filled * 4
    }

    fn tally(&self, field: Field, columns: &[ColumnIndex]) -> Tally {
        let known = self.rows.iter().filter_map(|(cells, digests)| Some((cells, digests.get(field)?)));
        let mut values: HashSet<FieldDigest> = HashSet::new();
        let mut tally = Tally::default();
        let mut text = String::new();

        for (cells, known) in known.take(SAMPLE) {
            text.clear();
            normal_form::of_field(
                field,
                columns.iter().filter_map(|column| cells.get(column.index())),
                &mut text,
            );
            if text.is_empty() {
                continue;
            }

            tally.filled += 1;
            if FieldDigest::of_field(field, &text) == Some(known) {
                tally.equal += 1;
                values.insert(known);
            }
        }

        Tally { distinct: values.len(), ..tally }
    }
}

/// The reports of the ledger by all that they say in the fields whose columns are sure.
struct ByContent {
    fields: FieldSet,
    ids: HashMap<Fingerprint, Option<ReportId>>,
}

impl ByContent {
    /// `None` where too few columns are sure for a row to be told from another.
    fn of(layout: &Layout, known: KnownColumns<'_>) -> Option<Self> {
        let misspelled = |field: &Field| layout.notes.iter().any(|note| note.field == *field);
        let fields: FieldSet = layout.columns.keys().copied().filter(|field| !misspelled(field)).collect();
        if fields.iter().filter(|field| !field.has_few_values()).count() < 3 {
            return None;
        }

        let mut ids: HashMap<Fingerprint, Option<ReportId>> = HashMap::new();
        for id in known.ledger.ids() {
            let Some(content) = known.ledger.content(id) else { continue };
            // What two reports say tells neither of them.
            let fingerprint = Fingerprint::within(content, fields);
            ids.entry(fingerprint).and_modify(|known| *known = None).or_insert(Some(id));
        }
        Some(Self { fields, ids })
    }

    fn find(&self, layout: &Layout, cells: &[Cell]) -> Option<ReportId> {
        let mut digests = Digests::none(self.fields);
        let mut text = String::new();
        for field in self.fields.iter() {
            let columns = layout.columns.get(&field)?;
            text.clear();
            normal_form::of_field(
                field,
                columns.iter().filter_map(|column| cells.get(column.index())),
                &mut text,
            );
            if !text.is_empty() {
                digests.add(field, &text);
            }
        }
        self.ids.get(&Fingerprint::of(&digests)).copied().flatten()
    }
}
