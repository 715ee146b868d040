//! Text that somebody typed where it is not read, in a row that says nothing where it is.

use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::prefilled::RepeatedTexts;
use crate::domain::form::row::cells::FormRow;
use crate::domain::form::row::datum;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;

/// The sign between two texts of a row.
const BETWEEN: &str = " · ";

impl FormRow<'_> {
    /// Lifts the row's text into Objeto where no column of the citizen's says anything: a clerk reads it
    /// there. It meets no criterion, because nobody knows whether it is what the citizen asks.
    pub(super) fn lift_outside(&mut self, repeated: &RepeatedTexts) {
        if Field::ALL.into_iter().any(|field| field.is_citizens() && self.says_or_shows(field)) {
            return;
        }

        let outside: Vec<usize> = self.outside_columns(repeated).collect();
        if outside.is_empty() {
            return;
        }
        let cells: Vec<String> = outside
            .iter()
            .map(|column| CellAddress::new(ColumnIndex::new(*column), self.number).to_string())
            .collect();
        let texts: Vec<String> = outside.iter().map(|column| self.shown(*column)).collect();
        let noun = if cells.len() == 1 { "celda" } else { "celdas" };

        let finding = Finding::at(Field::Subject, Rule::TextOutsideColumn);
        self.findings.push(finding.with(format!("{noun} {}", cells.join(", "))));
        self.outside = Some(texts.join(BETWEEN));
    }

    /// Returns `true` if a cell of the citizen's holds more than a placeholder.
    fn says_or_shows(&self, field: Field) -> bool {
        self.normalized.is_filled(field) && !self.is_placeholder(field)
    }

    /// The columns, left to right, whose cells hold a text that is neither prefilled nor read.
    fn outside_columns<'a>(&'a self, repeated: &'a RepeatedTexts) -> impl Iterator<Item = usize> + use<'a> {
        let reader = self.reader;
        let is_text = move |column: usize| match reader.field(column) {
            Some(Field::Date) => [Rule::UnreadableDate, Rule::TrailingDate, Rule::UncertainDate]
                .into_iter()
                .any(|rule| self.found(rule)),
            Some(Field::Time) => self.found(Rule::UnreadableTime),
            field => {
                let prefilled = field.is_none_or(Field::is_prefilled);
                prefilled && !reader.is_services(column)
            }
        };
        let outside = move |(column, cell): &(usize, &Cell)| {
            let field = reader.field(*column);
            !cell.is_blank()
                && is_text(*column)
                && datum::holds_text(cell)
                && !reader.is_left_by_service(*column, cell)
                && !reader.form.is_prefilled(field, *column, cell, repeated)
        };
        self.cells.iter().enumerate().filter(outside).map(|(column, _)| column)
    }

    pub(super) fn found(&self, rule: Rule) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }

    /// The text of a cell as a person sees it.
    fn shown(&self, column: usize) -> String {
        self.cells.get(column).map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    }
}
