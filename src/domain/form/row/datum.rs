//! A cell as the text it holds.

use std::borrow::Cow;

use chrono::Timelike;

use crate::domain::cell::Cell;
use crate::domain::field::Field;
use crate::domain::fields::{date, time};
use crate::domain::finding::Rule;
use crate::domain::spelling;

/// What a cell of a text column holds.
pub(super) struct Datum<'a> {
    text: Cow<'a, str>,
    /// The text folded; empty where there is none.
    pub(super) folded: String,
    /// What the spreadsheet made of it, where that is not text.
    pub(super) rule: Option<Rule>,
}

impl<'a> Datum<'a> {
    pub(super) fn of(cell: &'a Cell) -> Self {
        let (text, rule) = match cell {
            _ if cell.is_blank() => (Cow::Borrowed(""), None),
            Cell::Bool(_) => (Cow::Borrowed(""), Some(Rule::LogicalCell)),
            Cell::Formula { source, shown } => match shown.as_ref() {
                Cell::Text(text) if !text.starts_with('#') => (Cow::Borrowed(text.as_str()), None),
                Cell::Number(_) => (shown.text(), None),
                Cell::Bool(_) => (Cow::Borrowed(""), Some(Rule::LogicalCell)),
                _ => match prose(source) {
                    Some(text) => (Cow::Borrowed(text), Some(Rule::FormulaText)),
                    None => (Cow::Borrowed(""), Some(Rule::ErrorCell)),
                },
            },
            Cell::Blank | Cell::Text(_) | Cell::Number(_) => (cell.text(), None),
        };
        Self { folded: spelling::fold(&text), text, rule }
    }

    /// The text in lower case with its accents and signs.
    pub(super) fn canonical(&self) -> String {
        spelling::canonical(&self.text)
    }
}

/// The text of a formula that is none: somebody typed `=TAPA FALTANTE` or `+57 300 000 00 11`.
/// A call (`=BUSCARV(…)`) and a reference (`=Hoja2!A5`) are formulas.
fn prose(source: &str) -> Option<&str> {
    let text = source.trim_start_matches('=').trim();
    let word = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let rest = text.get(word.len()..).unwrap_or_default();
    let reference = rest.is_empty() && word.contains(|c: char| c.is_ascii_digit() || c == '!');
    let call = rest.starts_with('(') && !word.is_empty();
    (!reference && !call && !text.is_empty()).then_some(text)
}

/// The text a person sees in a cell: dates and times as the sheet shows them, the rest exactly as
/// typed, because it is what the hand-off copies.
pub(super) fn seen(field: Field, cell: &Cell) -> Cow<'_, str> {
    let shown = match cell {
        Cell::Formula { shown, .. } => shown,
        cell => cell,
    };
    if let Cell::Number(_) = shown {
        let number = shown.clone();
        let read = match field {
            Field::Date | Field::SentOn => date::parse(&number).value.map(|day| {
                let time = day.time.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
                format!("{}{time}", day.date.format("%d/%m/%Y"))
            }),
            Field::Time => {
                time::parse(&number).value.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()))
            }
            _ => None,
        };
        if let Some(read) = read {
            return Cow::Owned(read);
        }
    }
    match cell.text() {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}
