//! The types of document, how people mark them and how long their numbers are.

use std::collections::HashMap;

use crate::domain::fields::lexicon::Lexicon;

/// A type of identity document in use in Colombia.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Cédula de ciudadanía, also NUIP of an adult.
    Cc,
    /// Tarjeta de identidad: a minor's.
    Ti,
    /// Registro civil: a minor's.
    Rc,
    /// Cédula de extranjería.
    Ce,
    /// Permiso por protección temporal.
    Ppt,
    /// Permiso especial de permanencia, replaced by the PPT.
    Pep,
    /// Passport.
    Passport,
    /// Número de identificación tributaria.
    Nit,
}

impl DocumentKind {
    /// The mark that stands before the number.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Cc => "CC",
            Self::Ti => "TI",
            Self::Rc => "RC",
            Self::Ce => "CE",
            Self::Ppt => "PPT",
            Self::Pep => "PEP",
            Self::Passport => "PA",
            Self::Nit => "NIT",
        }
    }

    /// Returns `true` if only minors hold it.
    pub fn is_minors(self) -> bool {
        matches!(self, Self::Ti | Self::Rc)
    }
}

/// The marks and usual lengths of documents, from the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    by_mark: Lexicon<DocumentKind>,
    lengths: HashMap<DocumentKind, Vec<usize>>,
}

/// Words before a number that mark no type.
const FILLERS: [&str; 12] =
    ["no", "n", "nro", "num", "numero", "id", "identificacion", "documento", "doc", "de", "es", "con"];

impl Documents {
    /// Documents by their marks and the lengths of their numbers.
    pub fn new<'a>(kinds: impl IntoIterator<Item = (DocumentKind, &'a [String], &'a [usize])>) -> Self {
        let mut by_mark = Vec::new();
        let mut all_lengths = HashMap::new();
        for (kind, marks, lengths) in kinds {
            by_mark.extend(marks.iter().map(|mark| (mark.as_str(), kind)));
            all_lengths.insert(kind, lengths.to_vec());
        }
        Self { by_mark: Lexicon::new(by_mark), lengths: all_lengths }
    }

    /// The type that a text names and nothing else.
    pub fn kind(&self, normalized: &str) -> Option<DocumentKind> {
        self.by_mark.get(normalized)
    }

    /// Returns `true` if a number is as long as those of its type; without a type, as any citizen's.
    pub(super) fn has_usual_length(&self, kind: Option<DocumentKind>, number: &str) -> bool {
        let kind = kind.unwrap_or(DocumentKind::Cc);
        let has_letter = number.bytes().any(|b| !b.is_ascii_digit());
        let lettered = matches!(kind, DocumentKind::Passport | DocumentKind::Rc);
        let known = self.lengths.get(&kind).is_none_or(|lengths| lengths.contains(&number.len()));
        // A number of ten digits is a NUIP, and those begin with 1.
        let nuip = kind != DocumentKind::Cc || number.len() != 10 || number.starts_with('1');
        known && nuip && (!has_letter || lettered)
    }

    /// The type marked at the start of a text, and the text after its marks and filler words.
    pub(super) fn split_mark<'a>(&self, normalized: &'a str) -> (Option<DocumentKind>, &'a str) {
        let mut kind = None;
        let mut rest = normalized;
        loop {
            rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            let Some((found, after)) = self.mark(rest) else { return (kind, rest) };
            kind = kind.or(found);
            rest = after;
        }
    }

    /// The type marked behind the number of a text, and the text before the mark: `1999345001 (CC)`.
    pub(super) fn split_mark_behind<'a>(&self, text: &'a str) -> (Option<DocumentKind>, &'a str) {
        let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
        let (number, behind) = text.split_at(end);
        let mark = behind.split(" de ").next().unwrap_or_default();
        match self.by_mark.get(mark) {
            Some(kind) => (Some(kind), number),
            None => (None, text),
        }
    }

    /// A text from its first mark with a number behind it on.
    pub fn marked<'a>(&self, normalized: &'a str) -> Option<&'a str> {
        let mut before = ' ';
        let mut starts = normalized.char_indices().filter(|(_, c)| {
            let begins = c.is_alphabetic() && !before.is_alphanumeric();
            before = *c;
            begins
        });
        starts.find_map(|(at, _)| {
            let text = normalized.get(at..)?;
            let (kind, rest) = self.split_mark(text);
            (kind.is_some() && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(text)
        })
    }

    pub(super) fn without_mark<'a>(&self, normalized: &'a str) -> &'a str {
        // "no aporta" begins with a filler word, so that only marks are taken off here.
        let (_, rest) = self.split_mark(normalized);
        let start = normalized.len() - rest.len();
        match normalized.get(..start).and_then(|before| before.trim_end().strip_suffix("no")) {
            Some(before) => normalized.get(before.len()..).unwrap_or(rest),
            None => rest,
        }
    }

    /// A mark or a filler at the start: the longest run of words that is one.
    fn mark<'a>(&self, text: &'a str) -> Option<(Option<DocumentKind>, &'a str)> {
        let first_digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let before = text.get(..first_digit)?;
        let ends = before.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([first_digit]).collect();
        ends.truncate(8);

        for &end in ends.iter().rev() {
            let run = text.get(..end)?;
            if let Some(kind) = self.by_mark.get(run) {
                return Some((Some(kind), text.get(end..)?));
            }
            let alphanumerics = || run.chars().filter(|c| c.is_alphanumeric());
            if FILLERS.iter().any(|filler| filler.chars().eq(alphanumerics())) {
                return Some((None, text.get(end..)?));
            }
        }

        None
    }
}
