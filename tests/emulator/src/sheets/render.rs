//! Cells as a reader asks for them: formatted, unformatted, or as they were entered.

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::Value;

use super::book::Book;
use super::cell::{Entered, Outcome};
use super::formula::{Evaluator, Shape};
use super::range::Block;
use super::sheet::Sheet;
use super::{format, locale::Locale};
use crate::num;

/// `valueRenderOption` and `dateTimeRenderOption`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Render {
    pub(crate) option: ValueOption,
    pub(crate) dates_as_text: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ValueOption {
    #[default]
    Formatted,
    Unformatted,
    Formula,
}

impl Render {
    pub(crate) fn read(option: Option<&str>, dates: Option<&str>) -> Self {
        let option = match option {
            Some("UNFORMATTED_VALUE") => ValueOption::Unformatted,
            Some("FORMULA") => ValueOption::Formula,
            _ => ValueOption::Formatted,
        };
        Self { option, dates_as_text: dates == Some("FORMATTED_STRING") }
    }
}

/// What a cell shows.
pub(crate) fn formatted(eval: &Evaluator<'_>, sheet: &Sheet, row: usize, column: usize) -> String {
    let (outcome, shape) = eval.outcome(sheet, row, column);
    let locale = eval.book.locale();
    match outcome {
        Outcome::Blank => String::new(),
        Outcome::Bool(b) => locale.boolean(b).to_owned(),
        Outcome::Error(failure) => failure.shown().to_owned(),
        Outcome::Text(text) => match eval.book.number_format(sheet.cell(row, column).format) {
            Some((_, pattern)) if pattern.contains('@') => format::text_by_pattern(&text, pattern),
            _ => text,
        },
        Outcome::Number(n) => match pattern(eval.book, sheet, row, column, shape, &locale) {
            Some(pattern) => format::by_pattern(n, &pattern, &locale),
            None => format::plain(n, &locale),
        },
    }
}

/// The pattern in force for a number; `None` where numbers are shown plainly.
pub(crate) fn pattern(
    book: &Book,
    sheet: &Sheet,
    row: usize,
    column: usize,
    shape: Shape,
    locale: &Locale,
) -> Option<String> {
    let (kind, own) = book.number_format(sheet.cell(row, column).format).unwrap_or(("", ""));
    if !own.is_empty() {
        return Some(own.to_owned()).filter(|p| !matches!(p.as_str(), "General" | "@"));
    }
    let standard = match (kind, shape) {
        ("DATE", _) | ("", Shape::Date) => locale.date_pattern.to_owned(),
        ("DATE_TIME", _) | ("", Shape::DateTime) => format!("{} h:mm:ss", locale.date_pattern),
        ("TIME", _) | ("", Shape::Time) => "h:mm:ss".to_owned(),
        ("PERCENT", _) | ("", Shape::Percent) => "0.00%".to_owned(),
        ("CURRENCY", _) => locale.priced("#,##0.00"),
        ("NUMBER", _) => "#,##0.00".to_owned(),
        ("SCIENTIFIC", _) => "0.00E+00".to_owned(),
        _ => return None,
    };
    Some(standard)
}

/// One value of a `ValueRange`.
pub(crate) enum Shown<'a> {
    Text(&'a str),
    Owned(String),
    Number(f64),
    Bool(bool),
}

impl Shown<'_> {
    fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Owned(text) => text.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Text(text) => (*text).into(),
            Self::Owned(text) => text.as_str().into(),
            Self::Number(n) => num::json(*n),
            Self::Bool(b) => (*b).into(),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Owned(text) => serializer.serialize_str(text),
            Self::Number(n) => match num::whole(*n) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*n),
            },
            Self::Bool(b) => serializer.serialize_bool(*b),
        }
    }
}

/// A cell by the options of a read.
pub(crate) fn rendered<'a>(
    eval: &Evaluator<'_>,
    sheet: &'a Sheet,
    row: usize,
    column: usize,
    render: Render,
) -> Shown<'a> {
    let cell = sheet.cell(row, column);
    match (&cell.entered, render.option) {
        // What has flowed into a cell was entered elsewhere.
        (Entered::Blank, ValueOption::Formula) => Shown::Text(""),
        (Entered::Text(text), ValueOption::Unformatted | ValueOption::Formula) => Shown::Text(text),
        (Entered::Text(text), ValueOption::Formatted) if cell.format == 0 => Shown::Text(text),
        (Entered::Formula(source), ValueOption::Formula) => Shown::Text(source),
        (_, ValueOption::Formatted) => Shown::Owned(formatted(eval, sheet, row, column)),
        _ => match eval.outcome(sheet, row, column) {
            (Outcome::Number(n), shape) => {
                let as_text = render.dates_as_text
                    && pattern(eval.book, sheet, row, column, shape, &eval.book.locale())
                        .is_some_and(|p| format::is_moment(&p));
                if as_text { Shown::Owned(formatted(eval, sheet, row, column)) } else { Shown::Number(n) }
            }
            (Outcome::Bool(b), _) => Shown::Bool(b),
            (Outcome::Text(text), _) => Shown::Owned(text),
            (Outcome::Error(failure), _) => Shown::Owned(failure.shown().to_owned()),
            (Outcome::Blank, _) => Shown::Text(""),
        },
    }
}

/// The `values` of a range, written out cell by cell: empty rows and cells at the end are left out.
pub(crate) struct Rows<'a> {
    pub(crate) eval: &'a Evaluator<'a>,
    pub(crate) sheet: &'a Sheet,
    pub(crate) block: Block,
    pub(crate) render: Render,
    pub(crate) by_column: bool,
}

impl<'a> Rows<'a> {
    fn line(&self, index: usize) -> Vec<Shown<'a>> {
        let one = |row, column| rendered(self.eval, self.sheet, row, column, self.render);
        let (rows, columns) = self.eval.reach(self.sheet);
        let mut line: Vec<Shown<'a>> = if self.by_column {
            (self.block.top..self.block.bottom.min(rows)).map(|row| one(row, index)).collect()
        } else {
            let used = self.sheet.cells.get(index).map_or(0, |cells| cells.len()).max(columns);
            (self.block.left..self.block.right.min(used)).map(|column| one(index, column)).collect()
        };
        while line.last().is_some_and(Shown::is_blank) {
            line.pop();
        }
        line
    }

    /// The lines that may hold something, without those at the end that do not.
    fn lines(&self) -> std::ops::Range<usize> {
        let (start, end) = if self.by_column {
            (self.block.left, self.block.right)
        } else {
            (self.block.top, self.block.bottom.min(self.eval.reach(self.sheet).0))
        };
        let last = (start..end).rev().find(|&line| !self.line(line).is_empty());
        start..last.map_or(start, |line| line + 1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(None)?;
        for line in self.lines() {
            out.serialize_element(&self.line(line))?;
        }
        out.end()
    }
}

/// The first sheet as comma-separated text, as Drive exports it.
pub(crate) fn export_csv(book: &Book, now: f64, separator: char) -> String {
    let eval = Evaluator::new(book, now);
    let Some(sheet) = book.sheets.first() else { return String::new() };
    let (_, columns) = eval.reach(sheet);
    let width = sheet.cells.iter().map(|cells| cells.len()).max().unwrap_or(0).max(columns);
    let filled = |row: &usize| (0..width).any(|column| eval.outcome(sheet, *row, column).0 != Outcome::Blank);
    let used = (0..eval.reach(sheet).0).rev().find(filled).map_or(0, |row| row + 1);
    let lines = (0..used).map(|row| {
        let fields = (0..width).map(|column| {
            let text = formatted(&eval, sheet, row, column);
            if separator == '\t' {
                // This form knows no quotes: what would end a field or a line is a blank.
                text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ")
            } else if text.contains([separator, '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        });
        fields.collect::<Vec<_>>().join(&separator.to_string())
    });
    lines.collect::<Vec<_>>().join("\r\n")
}
