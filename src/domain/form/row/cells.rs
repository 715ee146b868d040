//! The cells of one row by field, and what is noted of them.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::fields::placeholder::Filler;
use crate::domain::fields::{Read, date};
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::definition::Form;
use crate::domain::form::layout::Layout;
use crate::domain::form::row::combined::Combined;
use crate::domain::form::row::datum::Normalized;
use crate::domain::form::row::fixed;
use crate::domain::identity::fields::FieldSet;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;

/// Everything that reading a row depends on besides the row.
#[derive(Debug)]
pub(in crate::domain::form) struct RowReader<'form> {
    pub(in crate::domain::form) form: &'form Form,
    pub(in crate::domain::form) layout: Layout,
    /// The day after which a date lies in the future.
    pub(in crate::domain::form) today: NaiveDate,
    /// True if the file's locale writes the month of a date first.
    pub(in crate::domain::form) month_first: bool,
    /// The fields that have a column.
    pub(in crate::domain::form) read: FieldSet,
    /// The column of each field that stands in one of its own, in the order of the form.
    columns: [Option<ColumnIndex>; Field::ALL.len()],
    /// The field of each column that is read.
    fields: Vec<Option<Field>>,
    /// The fields that stand in several columns, or in one that holds others too.
    pub(super) combined: Vec<Field>,
}

/// A row by field.
pub(super) struct FormRow<'a> {
    pub(super) reader: &'a RowReader<'a>,
    /// Row number in the staff tab.
    pub(super) number: RowNumber,
    pub(super) cells: &'a [Cell],
    pub(super) combined: &'a [Combined],
    pub(super) normalized: &'a Normalized,
    pub(super) findings: Vec<Finding>,
    /// The day that the date cell holds, usable for a deadline or not; the clock is that of the time
    /// cell.
    pub(super) day: Option<date::Day>,
    pub(super) clock: Option<NaiveTime>,
    /// The text that stands outside of its column, where the row says nothing else.
    pub(super) outside: Option<String>,
    /// The link that stands in a cell of another datum, where its own says nothing.
    pub(super) link: Option<String>,
}

const BLANK: &Cell = &Cell::Blank;

impl<'form> RowReader<'form> {
    pub(in crate::domain::form) fn new(form: &'form Form, layout: Layout, today: NaiveDate) -> Self {
        let mut columns = [None; Field::ALL.len()];
        let width = layout
            .columns
            .values()
            .chain([&layout.filing])
            .flatten()
            .max()
            .map_or(0, |last| last.index() + 1);
        let mut fields = vec![None; width];
        let mut combined = Vec::new();
        for (&field, of_field) in &layout.columns {
            for column in of_field {
                fields[column.index()] = Some(field);
            }
            match of_field[..] {
                [column] if !layout.shared.contains_key(&column) => columns[field as usize] = Some(column),
                _ => combined.push(field),
            }
        }
        // The day of typing is the office's, as is that of sending on.
        for column in &layout.filing {
            fields[column.index()] = Some(Field::SentOn);
        }

        let read = layout.columns.keys().copied().collect();
        Self { form, layout, today, month_first: false, read, columns, fields, combined }
    }

    /// The field of a column; `None` where nobody reads it.
    pub(in crate::domain::form) fn field(&self, column: usize) -> Option<Field> {
        self.fields.get(column).copied().flatten()
    }

    /// Returns `true` if a column is the service's, so that nobody types there.
    pub(in crate::domain::form) fn is_services(&self, column: usize) -> bool {
        self.layout.service_columns.contains(&ColumnIndex::new(column))
    }

    pub(super) fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize].map(ColumnIndex::index)
    }

    /// The day that the date cell of a row holds, whatever is wrong with it.
    pub(super) fn date_of(&self, row: RowNumber, cells: &[Cell]) -> Option<date::Day> {
        let combined = self.combine(row, cells);
        date::parse(fixed::date_cell(self.cell(Field::Date, cells, &combined), row, cells)).value
    }

    pub(super) fn cell<'a>(&self, field: Field, cells: &'a [Cell], combined: &'a [Combined]) -> &'a Cell {
        match self.columns[field as usize] {
            Some(column) => cells.get(column.index()).unwrap_or(BLANK),
            None => combined.iter().find(|cell| cell.field == field).map_or(BLANK, |found| &found.cell),
        }
    }
}

impl<'a> FormRow<'a> {
    pub(super) fn cell(&self, field: Field) -> &'a Cell {
        self.reader.cell(field, self.cells, self.combined)
    }

    /// The normalized text of a cell, noting where the spreadsheet took it for something else.
    pub(super) fn datum(&mut self, field: Field) -> &'a str {
        self.findings.extend(self.normalized.rule(field).map(|rule| Finding::at(field, rule)));
        self.normalized.text(field)
    }

    /// Returns `true` if a cell holds what people type where they have nothing to type.
    pub(super) fn is_placeholder(&self, field: Field) -> bool {
        let normalized = self.normalized.text(field);
        !normalized.is_empty() && self.reader.form.placeholders.of_datum(normalized).is_some()
    }

    pub(super) fn note<T>(&mut self, field: Field, read: Read<T>) -> Option<T> {
        self.findings.extend(read.rules.into_iter().map(|rule| Finding::at(field, rule)));
        read.value
    }

    /// Returns `true` if a cell holds a text that is no placeholder.
    pub(super) fn says(&self, field: Field) -> bool {
        !self.normalized.text(field).is_empty() && !self.is_placeholder(field)
    }

    /// The normalized text of a free-text column, where it says anything in words.
    pub(super) fn content(&mut self, field: Field) -> Option<&'a str> {
        let normalized = self.datum(field);
        if normalized.is_empty() {
            return None;
        }

        let rule = match self.reader.form.placeholders.of_text(normalized) {
            Some(Filler::Test) => Rule::TestText,
            Some(_) => return None,
            None => match self.reader.form.absence_texts.absence(normalized) {
                Some(absence) => absence.rule(),
                None if says_something(normalized) => return Some(normalized),
                None => Rule::NoContent,
            },
        };

        self.findings.push(Finding::at(field, rule));
        None
    }
}

/// Returns `true` if a normalized text has a word: links, mentions, tags, numbers and emoji are none.
fn says_something(normalized: &str) -> bool {
    normalized
        .split(' ')
        .filter(|word| !word.starts_with(['@', '#']))
        .filter(|word| !word.starts_with("http") && !word.starts_with("www."))
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some())
}
