//! A cell as the text it holds.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Datelike, Timelike};

use crate::domain::fields::{date, time};
use crate::domain::finding::Rule;
use crate::domain::finding::field::Field;
use crate::domain::form::texts::Packer;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;

/// The cells of a row as normalized texts, each normalized once.
#[derive(Debug, Default)]
pub(super) struct Normalized {
    texts: Packer,
    /// The rule for each cell that the spreadsheet took for something else than text.
    rules: [Option<Rule>; Field::ALL.len()],
    filled: [bool; Field::ALL.len()],
}

impl Normalized {
    /// Normalizes the cells of the next row.
    pub(super) fn fill<'a>(&mut self, cell: impl Fn(Field) -> &'a Cell) {
        self.filled = Field::ALL.map(|field| !cell(field).is_blank());
        self.texts.clear();
        self.rules = [None; Field::ALL.len()];

        for field in Field::ALL.into_iter().filter(|field| is_looked_up(*field)) {
            let moment = matches!(field, Field::Date | Field::Time) && matches!(cell(field), Cell::Number(_));
            if self.filled[field as usize] && !moment {
                let (text, rule) = text(cell(field));
                self.rules[field as usize] = rule;
                self.texts.push(field, |normalized| normalize::plain_into(&text, normalized));
            }
        }

        self.texts.end();
    }

    /// The normalized text of a cell that is looked up; empty where there is none.
    pub(super) fn text(&self, field: Field) -> &str {
        self.texts.text(field)
    }

    pub(super) fn rule(&self, field: Field) -> Option<Rule> {
        self.rules[field as usize]
    }

    pub(super) fn is_filled(&self, field: Field) -> bool {
        self.filled[field as usize]
    }
}

/// Returns `true` if anything is looked for in the normalized text of a field; the others are only copied.
fn is_looked_up(field: Field) -> bool {
    !field.is_office() && !matches!(field, Field::Interaction | Field::Service | Field::Place)
}

/// The text of a cell that is not blank, and the rule that applies to its kind.
fn text(cell: &Cell) -> (Cow<'_, str>, Option<Rule>) {
    match cell {
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
    }
}

/// Returns `true` if a cell shows a text, neither a number nor a check box.
pub(super) fn holds_text(cell: &Cell) -> bool {
    match cell {
        Cell::Text(_) => true,
        Cell::Formula { shown, .. } => !matches!(shown.as_ref(), Cell::Number(_) | Cell::Bool(_)),
        Cell::Blank | Cell::Number(_) | Cell::Bool(_) => false,
    }
}

/// The canonical text of a cell that is not blank without the marks of no width that come along when text
/// is pasted, and that part what belongs together: an e-mail address.
pub(super) fn unbroken(cell: &Cell) -> String {
    unbroken_text(&text(cell).0)
}

/// The canonical text of a part of a cell; see [`unbroken`].
pub(super) fn unbroken_text(text: &str) -> String {
    let is_mark = |c: char| !c.is_whitespace() && normalize::is_invisible(c);
    if text.contains(is_mark) {
        normalize::canonical(&text.replace(is_mark, ""))
    } else {
        normalize::canonical(text)
    }
}

/// The text of a formula that is none: somebody typed `=TAPA FALTANTE` or `+57 300 000 00 11`.
/// A call (`=BUSCARV(…)`) and a reference (`=Hoja2!A5`) are formulas.
pub(in crate::domain::form) fn prose(source: &str) -> Option<&str> {
    let text = source.trim_start_matches('=').trim();
    let word = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let rest = text.get(word.len()..).unwrap_or_default();
    let reference = rest.is_empty() && word.contains(|c: char| c.is_ascii_digit() || c == '!');
    let call = rest.starts_with('(') && !word.is_empty();
    (!reference && !call && !text.is_empty()).then_some(text)
}

/// Appends the text a person sees in a cell: dates and times as the sheet shows them, the rest
/// exactly as typed, because it is what the hand-off copies.
pub(super) fn seen(field: Field, cell: &Cell, out: &mut String) {
    let shown = match cell {
        Cell::Formula { shown, .. } => shown,
        cell => cell,
    };

    if matches!(shown, Cell::Number(_)) && moment(field, shown, out).is_some() {
        return;
    }

    let link = if field == Field::Link { hyperlink(cell) } else { None };
    if let Some(link) = link {
        out.push_str(link);
        return;
    }

    match cell.text() {
        Cow::Borrowed(text) => out.push_str(text.trim()),
        Cow::Owned(text) => out.push_str(&text),
    }
}

/// The address behind the text of a link: `=HIPERVINCULO("https://…";"ver publicación")`.
pub(in crate::domain::form) fn hyperlink(cell: &Cell) -> Option<&str> {
    let Cell::Formula { source, .. } = cell else { return None };
    let (name, arguments) = source.trim_start_matches(['=', ' ']).split_once('(')?;
    if !matches!(normalize::plain(name).as_str(), "hyperlink" | "hipervinculo") {
        return None;
    }
    let (address, _) = arguments.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(address.trim()).filter(|address| !address.is_empty())
}

/// Appends the date or the time that a number is in a column of such; `None` where it is none.
fn moment(field: Field, number: &Cell, out: &mut String) -> Option<()> {
    let time = match field {
        Field::Date | Field::SentOn => {
            let day = date::parse(number).value?;
            write!(out, "{:02}/{:02}/{}", day.date.day(), day.date.month(), day.date.year()).ok()?;
            match day.time {
                Some(time) => {
                    out.push(' ');
                    time
                }
                None => return Some(()),
            }
        }
        Field::Time => time::parse(number).value?,
        _ => return None,
    };

    write!(out, "{:02}:{:02}", time.hour(), time.minute()).ok()
}
