//! The identity document of the person who asks.

mod kind;
mod nit;
mod text;

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::Rule;
use crate::domain::finding::private::Private;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;
pub use kind::{DocumentKind, Documents};

/// A document that somebody may hold: letters and digits, no dummy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    kind: Option<DocumentKind>,
    /// The type as the cell itself marks it.
    marked: Option<DocumentKind>,
    number: Private,
    check_digit: Option<u8>,
    /// True if other numbers stand in the cell.
    several: bool,
}

impl Document {
    /// The type, where the cell or the type column says it.
    pub fn kind(&self) -> Option<DocumentKind> {
        self.kind
    }

    /// Letters (upper case) and digits without separators, without a NIT's check digit.
    pub fn number(&self) -> &Private {
        &self.number
    }

    /// The check digit of a NIT, as typed.
    pub fn check_digit(&self) -> Option<u8> {
        self.check_digit
    }

    /// The document for a reader: `NIT 900123456-8`, `CC 1999000111`.
    pub fn shown(&self) -> Private {
        let mark = self.kind.map_or(String::new(), |kind| format!("{} ", kind.mark()));
        let digit = self.check_digit.map_or(String::new(), |digit| format!("-{digit}"));
        Private::new(format!("{mark}{}{digit}", self.number.expose()))
    }
}

/// Reads a document cell. `column` is the type that the type column says, if any; the mark in the
/// cell itself wins over it, with a finding.
pub fn parse(
    cell: &Cell,
    column: Option<DocumentKind>,
    documents: &Documents,
    placeholders: &Placeholders,
) -> Read<Document> {
    let normalized = match cell {
        Cell::Number(number) => match whole(*number) {
            Ok(digits) => digits,
            Err(rule) => return Read::refused(rule),
        },
        _ => normalize::plain(&cell.text()),
    };
    parse_normalized(&normalized, column, documents, placeholders)
}

/// Reads a normalized text as a document; see [`parse`].
pub(crate) fn parse_normalized(
    normalized: &str,
    column: Option<DocumentKind>,
    documents: &Documents,
    placeholders: &Placeholders,
) -> Read<Document> {
    if normalized.is_empty() || placeholders.of_datum(normalized).is_some() {
        return Read::nothing();
    }

    let normalized = &*text::plain_dashes(normalized);
    let mut read = text::find(normalized, documents);
    let Some(found) = read.value.take() else {
        // "CC no aporta": what is left of the cell after its marks is a placeholder.
        let rest = documents.without_mark(normalized);
        let nothing = rest.is_empty() || placeholders.of_datum(rest).is_some();
        return if nothing && read.rules.is_empty() {
            Read::nothing()
        } else if read.rules.is_empty() {
            Read::refused(Rule::UnreadableDocument)
        } else {
            Read { value: None, rules: read.rules }
        };
    };

    let marked = found.kind;
    let kind = marked.or(column);

    if column.is_some_and(|column| Some(column) != kind) {
        read = read.noting(Rule::DocumentTypeConflict);
    }

    let mut read = judge(found.number, kind, found.check_digit, documents, read.rules);
    if let Some(document) = &mut read.value {
        document.marked = marked;
        document.several = read.rules.contains(&Rule::SeveralDocuments);
    }

    read
}

/// A dummy is no document; a strange length or check digit is a reason to look, not to refuse.
fn judge(
    number: String,
    kind: Option<DocumentKind>,
    check_digit: nit::CheckDigit,
    documents: &Documents,
    mut rules: Vec<Rule>,
) -> Read<Document> {
    if is_dummy(&number) {
        rules.push(Rule::DummyDocument);
        return Read { value: None, rules };
    }

    let (number, check_digit) = match (kind, check_digit) {
        (Some(DocumentKind::Nit), nit::CheckDigit::Absent) => nit::split(number),
        (_, digit) => (number, digit),
    };

    let is_nit = kind == Some(DocumentKind::Nit);
    match check_digit {
        nit::CheckDigit::Absent if is_nit => rules.push(Rule::NitWithoutCheckDigit),
        nit::CheckDigit::Digit(digit) if nit::check_digit(&number) == Some(digit) => {}
        // A person's number with a check digit is that person's NIT, whatever it is called.
        nit::CheckDigit::Digit(_) if is_nit || kind.is_none() => rules.push(Rule::NitCheckDigit),
        nit::CheckDigit::Other if is_nit => rules.push(Rule::NitCheckDigit),
        _ => {}
    }

    // Zeros before a number fill a format up, and say nothing against it.
    let is_usual = |number: &str| documents.has_usual_length(kind, number);
    if !is_usual(&number) && !is_usual(number.trim_start_matches('0')) {
        rules.push(Rule::DocumentLength);
    }

    let number = Private::new(number.to_ascii_uppercase());
    let check_digit = if let nit::CheckDigit::Digit(digit) = check_digit { Some(digit) } else { None };

    Read { value: Some(Document { kind, marked: None, number, check_digit, several: false }), rules }
}

/// The digits of a number cell. Fifteen digits are what a spreadsheet keeps of a number.
fn whole(number: f64) -> Result<String, Rule> {
    if !number.is_finite() || number < 0.0 || number.fract() != 0.0 {
        return Err(Rule::UnreadableDocument);
    }
    if number >= 1e15 { Err(Rule::TruncatedDocument) } else { Ok(format!("{number:.0}")) }
}

/// Numbers that people type to fill a cell: too short, one digit only, or digits in a row.
fn is_dummy(number: &str) -> bool {
    const ROWS: [&str; 3] = ["12345678901234567890", "01234567890123456789", "98765432109876543210"];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let first = number.chars().next();
    digits < 3 || number.chars().all(|c| Some(c) == first) || ROWS.iter().any(|row| row.starts_with(number))
}

#[cfg(test)]
mod tests;
