//! A document's mark and number as people type them.

use std::borrow::Cow;

use crate::domain::fields::document::kind::{DocumentKind, Documents};
use crate::domain::fields::document::nit::CheckDigit;
use crate::domain::fields::{Read, contact};
use crate::domain::finding::Rule;

/// The document that stands in the cell, before it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundDocument {
    pub(super) kind: Option<DocumentKind>,
    pub(super) number: String,
    pub(super) check_digit: CheckDigit,
}

/// The most digits that are taken for one number although their groups are odd.
const LONGEST: usize = 11;

/// Words behind which a number is a telephone's.
const PHONE_WORDS: [&str; 9] =
    ["cel", "celular", "tel", "telefono", "tfno", "movil", "fijo", "whatsapp", "contacto"];

/// A normalized text with a hyphen for every dash, and for the letters that announce a check digit.
pub(super) fn plain_dashes(normalized: &str) -> Cow<'_, str> {
    let is_dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}');
    let text = if normalized.is_ascii() || !normalized.contains(is_dash) {
        Cow::Borrowed(normalized)
    } else {
        Cow::Owned(normalized.replace(is_dash, "-"))
    };

    let announced = text.split_once("dv").filter(|(number, _)| number.contains(|c: char| c.is_ascii_digit()));
    match announced {
        Some((number, digit)) => {
            let signs = |c: char| !c.is_alphanumeric();
            Cow::Owned(format!("{}-{}", number.trim_end_matches(signs), digit.trim_matches(signs)))
        }
        None => text,
    }
}

/// Finds the first document in a normalized text.
pub(super) fn find(normalized: &str, documents: &Documents) -> Read<FoundDocument> {
    // A telephone may stand before it.
    let normalized = if contact::find_phone(normalized).is_some() {
        documents.marked(normalized).unwrap_or(normalized)
    } else {
        normalized
    };

    let mut parts =
        normalized.split(['/', ';', '|']).flat_map(|p| p.split(" y ")).flat_map(|p| p.split(" o "));
    let mut kind = None;
    for part in parts.by_ref() {
        let (mark, rest) = documents.split_mark(part.trim());
        kind = mark.or(kind);
        if rest.bytes().any(|b| b.is_ascii_digit()) {
            let (behind, rest) = documents.split_mark_behind(before_phone(rest));
            let (glued, rest) = glued_mark(rest, documents);
            let read = number(rest, kind.or(glued).or(behind));
            let is_other = |other: &str| {
                other.bytes().filter(u8::is_ascii_digit).count() >= 5 && contact::find_phone(other).is_none()
            };
            return if parts.any(is_other) { read.noting(Rule::SeveralDocuments) } else { read };
        }
    }
    Read::nothing()
}

/// The mark that ends the first of several words, and what stands before it: `1999345011CC Santa Marta`.
fn glued_mark<'a>(text: &'a str, documents: &Documents) -> (Option<DocumentKind>, &'a str) {
    let word = text.split(' ').next().unwrap_or_default();
    match documents.split_mark_behind(word) {
        (Some(mark), number) => (Some(mark), number),
        (None, _) => (None, text),
    }
}

/// The text before a word that announces a telephone: `1999345011 Cel 3000000011`.
fn before_phone(text: &str) -> &str {
    let Some(first) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let behind = text.get(first..).unwrap_or_default();
    let mut words = behind.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let phone = words.find(|word| PHONE_WORDS.contains(word));
    let end = phone.and_then(|word| Some(first + behind.find(word)?));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Reads what follows the mark.
fn number(text: &str, kind: Option<DocumentKind>) -> Read<FoundDocument> {
    if let Some(read) = scientific(text, kind) {
        return read;
    }

    let text = before_place(text);
    let word = text.split(' ').next().unwrap_or_default();
    let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let lettered = plain.bytes().any(|b| b.is_ascii_alphabetic()) && plain.is_ascii();
    if lettered && plain.bytes().any(|b| b.is_ascii_digit()) && !is_digit_and_letter(word) {
        // A passport, or a number with something glued to it; either way it is one word. What is left
        // of a number in scientific notation (`1E-17`) is neither.
        if let Some(read) = scientific(&plain, kind) {
            return read;
        }
        return Read::clean(FoundDocument { kind, number: plain, check_digit: CheckDigit::Absent });
    }

    let groups = Groups::of(text);
    let Some(first) = groups.list.first() else {
        return Read::refused(Rule::UnreadableDocument);
    };

    let clean = |number: String, kind, check_digit| Read::clean(FoundDocument { kind, number, check_digit });

    // What stands after the last hyphen is a check digit on a NIT, and no part of another number.
    if let Some((base, digit)) = groups.check_digit(kind) {
        let kind = kind.or_else(|| (base.len() == 9).then_some(DocumentKind::Nit));
        let own = matches!(kind, Some(DocumentKind::Nit) | None);
        return clean(base, kind, if own { digit } else { CheckDigit::Absent });
    }

    // A number that was a quantity elsewhere comes with its decimals: `1999345001.0`.
    if let [whole, "0" | "00"] = *groups.list.as_slice()
        && whole.len() >= 5
        && text.contains(['.', ','])
    {
        return clean(whole.to_owned(), kind, CheckDigit::Absent);
    }

    let joined = groups.list.concat();
    if groups.list.len() == 1 || joined.len() <= LONGEST || first.len() < 5 {
        return clean(joined, kind, CheckDigit::Absent);
    }
    let read = clean((*first).to_owned(), kind, CheckDigit::Absent);
    let is_phone_behind = text.split_once(first).is_some_and(|(_, rest)| contact::find_phone(rest).is_some());
    if is_phone_behind { read } else { read.noting(Rule::SeveralDocuments) }
}

/// A number that went through scientific notation: `1.999345001E9` still has all its digits,
/// `1,99935E+09` has lost some.
fn scientific(text: &str, kind: Option<DocumentKind>) -> Option<Read<FoundDocument>> {
    let (mantissa, exponent) = text.trim().split_once('e')?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !all_digits(whole) || !all_digits(decimals) || exponent > 20 {
        return None;
    }

    if decimals.len() < exponent {
        return Some(Read::refused(Rule::LossyDocument));
    }
    let number = format!("{whole}{decimals}").get(..=exponent)?.to_owned();
    Some(Read::doubtful(FoundDocument { kind, number, check_digit: CheckDigit::Absent }, Rule::LossyDocument))
}

/// The text before "de Santa Marta", "expedida en …".
fn before_place(text: &str) -> &str {
    let end = [" de ", " exp", " en "].iter().filter_map(|word| text.find(word)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text).trim_end()
}

/// Returns `true` if a word is digits and then `-X`: a check digit that is none.
fn is_digit_and_letter(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(base, tail)| tail.len() == 1 && base.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// The runs of digits of a text, and the text between the last two.
struct Groups<'a> {
    list: Vec<&'a str>,
    tail: Option<&'a str>,
}

impl<'a> Groups<'a> {
    fn of(text: &'a str) -> Self {
        let list = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let tail = text.rsplit_once('-').map(|(_, tail)| tail.trim());
        Self { list, tail }
    }

    /// The number and the one character after its last hyphen, on a NIT or what looks like one.
    fn check_digit(&self, kind: Option<DocumentKind>) -> Option<(String, CheckDigit)> {
        let tail = self.tail.filter(|tail| tail.chars().count() == 1)?;
        let digit = tail.parse().map_or(CheckDigit::Other, CheckDigit::Digit);
        let groups = self.list.len() - usize::from(digit != CheckDigit::Other);
        let base = self.list.get(..groups)?.concat();
        let nit = kind == Some(DocumentKind::Nit);
        (nit || (6..=10).contains(&base.len())).then_some((base, digit))
    }
}
