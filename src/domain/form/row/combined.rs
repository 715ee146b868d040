//! The cells of a field that stands in several columns, or in one that holds other fields too.

use chrono::NaiveDate;

use crate::domain::fields::{contact, date};
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::row::cells::{FormRow, RowReader};
use crate::domain::form::row::fixed;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;

/// The cells of one field, as one.
#[derive(Debug)]
pub(in crate::domain::form) struct Combined {
    pub(super) field: Field,
    pub(super) cell: Cell,
    /// The text of each cell that says something, where there are several.
    pub(super) parts: Vec<String>,
}

impl RowReader<'_> {
    /// The cells of a field as they were typed, in the order of its columns, blank ones among them. A
    /// cell of a shared column is a cell of each field that its header names.
    pub(in crate::domain::form) fn cells_of<'a>(
        &self,
        field: Field,
        cells: &'a [Cell],
    ) -> impl Iterator<Item = (ColumnIndex, &'a Cell)> {
        let columns = self.layout.columns.get(&field).map(Vec::as_slice).unwrap_or_default();
        columns.iter().filter_map(|column| Some((*column, cells.get(column.index())?)))
    }

    /// The fields of a row that do not stand in one cell of their own.
    pub(super) fn combine(&self, row: RowNumber, cells: &[Cell]) -> Vec<Combined> {
        let combined = |field: &Field| match field {
            Field::Date => self.earliest(row, cells),
            field => self.joined(*field, cells),
        };
        self.combined.iter().map(combined).collect()
    }

    /// The date cell with the earliest day that can be the day of a message.
    fn earliest(&self, row: RowNumber, cells: &[Cell]) -> Combined {
        let filled =
            || self.cells_of(Field::Date, cells).map(|(_, cell)| cell).filter(|cell| !cell.is_blank());
        let usable = filled().filter_map(|cell| Some((self.day(fixed::date_cell(cell, row, cells))?, cell)));
        let earliest = usable.min_by_key(|(day, _)| *day).map(|(_, cell)| cell);
        let cell = earliest.or_else(|| filled().next()).cloned().unwrap_or(Cell::Blank);
        Combined { field: Field::Date, cell, parts: Vec::new() }
    }

    /// The day of a cell, where it can be the day of a message.
    fn day(&self, cell: &Cell) -> Option<NaiveDate> {
        self.form.limits.judge(date::parse(cell), self.today).value.map(|day| day.date)
    }

    /// The texts of several cells as one: none twice, and no placeholder beside a datum.
    fn joined(&self, field: Field, cells: &[Cell]) -> Combined {
        let own = self.cells_of(field, cells).map(|(column, cell)| self.share(field, column, cell));
        let filled: Vec<(Cell, String)> = own
            .filter(|cell| !cell.is_blank())
            .map(|cell| {
                let normalized = normalize::plain(&cell.text());
                (cell, normalized)
            })
            .collect();

        let is_datum = |text: &str| self.form.placeholders.of_datum(text).is_none();
        let mut data: Vec<&(Cell, String)> = Vec::new();
        for part in filled.iter().filter(|(_, text)| is_datum(text)) {
            if data.iter().any(|(_, other)| contains(other, &part.1)) {
                continue;
            }
            data.retain(|(_, other)| !contains(&part.1, other));
            data.push(part);
        }

        let texts: Vec<String> = data.iter().map(|(cell, _)| cell.text().trim().to_owned()).collect();
        let cell = match data.as_slice() {
            [] => filled.first().map_or(Cell::Blank, |(cell, _)| cell.clone()),
            [(only, _)] => only.clone(),
            _ => Cell::Text(texts.join(if field == Field::Name { " " } else { " / " })),
        };
        Combined { field, cell, parts: if texts.len() > 1 { texts } else { Vec::new() } }
    }

    /// The part of a cell that is a field's.
    fn share(&self, field: Field, column: ColumnIndex, cell: &Cell) -> Cell {
        let Some(fields) = self.layout.shared.get(&column) else { return cell.clone() };
        let text = cell.text();
        let share = contact::shares(&text, fields);
        let own = match field {
            Field::Email => share.email,
            Field::Address => share.address,
            _ => share.phone,
        };

        if own.is_empty() {
            Cell::Blank
        } else if own == text.trim() {
            cell.clone()
        } else {
            Cell::Text(own)
        }
    }
}

impl<'a> FormRow<'a> {
    /// The texts of a field's cells, where several say something.
    pub(super) fn parts(&self, field: Field) -> &'a [String] {
        let combined = self.combined.iter().find(|combined| combined.field == field);
        combined.map(|combined| combined.parts.as_slice()).unwrap_or_default()
    }

    /// Notes what the other dates of the row say beside the day of the message.
    pub(super) fn compare_dates(&mut self, received: NaiveDate) {
        let days = |columns: &[ColumnIndex]| -> Vec<NaiveDate> {
            let cells = columns.iter().filter_map(|column| self.cells.get(column.index()));
            let read = |cell| fixed::date_cell(cell, self.number, self.cells);
            cells.filter_map(|cell| self.reader.day(read(cell))).collect()
        };
        let layout = &self.reader.layout;
        let dates = layout.columns.get(&Field::Date).map(Vec::as_slice).unwrap_or_default();

        let later = dates.len() > 1 && days(dates).iter().any(|day| *day != received);
        let filed_before = days(&layout.filing).iter().any(|day| *day < received);
        for (holds, rule) in [(later, Rule::SeveralDates), (filed_before, Rule::FiledBefore)] {
            if holds {
                self.findings.push(Finding::at(Field::Date, rule));
            }
        }
    }
}

/// Returns `true` if a normalized text holds another as whole words.
fn contains(text: &str, other: &str) -> bool {
    normalize::spaced(text).contains(&normalize::spaced(other))
}
