//! The ways in which people word a header around one that the form knows.

use crate::domain::finding::field::Field;
use crate::domain::form::header::{Designation, Headers, Role, header_key, is_contact};
use crate::sheet::normalize;

/// Words that only join others, or ask for what follows: "¿Cuál es su correo?".
const JOINING: [&str; 28] = [
    "de",
    "del",
    "la",
    "las",
    "los",
    "el",
    "en",
    "a",
    "al",
    "su",
    "sus",
    "tu",
    "mi",
    "un",
    "una",
    "por",
    "favor",
    "cual",
    "cuales",
    "es",
    "son",
    "escriba",
    "indique",
    "ingrese",
    "digite",
    "registre",
    "diligencie",
    "aqui",
];

/// The fields by how much a night needs a column of each: of a header that names several, the first one
/// here counts.
const NEEDED: [Field; 8] = [
    Field::Date,
    Field::Name,
    Field::Document,
    Field::Email,
    Field::Address,
    Field::Subject,
    Field::Grounds,
    Field::Network,
];

/// Words for a number, before what it numbers.
const NUMBER: [&str; 7] = ["numero", "numeros", "no", "nro", "num", "n", "nos"];

/// A header longer than this is a sentence, which says more than one header.
const LONGEST: usize = 80;

/// The words of a header that say something.
pub(super) fn words(header: &str) -> Vec<String> {
    normalize::plain(header)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !JOINING.contains(word))
        .map(str::to_owned)
        .collect()
}

impl Headers {
    /// The designation of a header that is a known one in other words: with something in brackets, with
    /// the person whose datum it is, with "número de" before it, or of several parts.
    pub(super) fn worded(&self, header: &str) -> Option<Designation> {
        if header.chars().count() > LONGEST {
            return None;
        }
        let header = normalize::plain(&without_brackets(header));
        self.phrase(&header).or_else(|| self.parts(&header))
    }

    fn phrase(&self, text: &str) -> Option<Designation> {
        if let Some(known) = self.by_key.get(&header_key(text)) {
            return Some(known.clone());
        }
        let words = words(text);
        self.of_words(&words).or_else(|| self.of_person(&words)).or_else(|| self.numbered(&words))
    }

    fn of_words(&self, words: &[String]) -> Option<Designation> {
        if words.is_empty() { None } else { self.by_words.get(&words.concat())?.clone() }
    }

    /// "Correo del solicitante".
    fn of_person(&self, words: &[String]) -> Option<Designation> {
        let datum = self.persons.iter().filter_map(|person| words.strip_suffix(person.as_slice()));
        datum
            .filter_map(|datum| self.of_words(datum))
            .find(|found| found.fields.iter().all(|field| is_of_a_person(*field)))
    }

    /// "Número de celular".
    fn numbered(&self, words: &[String]) -> Option<Designation> {
        let (first, rest) = words.split_first()?;
        if !NUMBER.contains(&first.as_str()) {
            return None;
        }
        let numbered = |field: &Field| matches!(field, Field::Document | Field::Phone | Field::Subscriber);
        self.of_words(rest).or_else(|| self.of_person(rest)).filter(|found| found.fields.iter().all(numbered))
    }

    /// "Teléfono / Correo", "Nombre o razón social": the field that all parts name, all ways to reach the
    /// person, or else the part that a night needs most.
    fn parts(&self, text: &str) -> Option<Designation> {
        let parts = split(text);
        let named: Vec<Option<Designation>> = parts.iter().map(|part| self.phrase(part)).collect();
        let known: Vec<&Designation> = named.iter().flatten().collect();
        // A header that begins with something else is about that.
        if parts.len() < 2 || named.first()?.is_none() {
            return None;
        }

        let mut fields: Vec<Field> = known.iter().flat_map(|part| part.fields.iter().copied()).collect();
        fields.sort_unstable();
        fields.dedup();

        let text = |field: &Field| matches!(field, Field::Subject | Field::Grounds);
        let together = fields.iter().all(|field| is_contact(*field)) || fields.iter().all(text);
        let role = known.iter().map(|part| part.role).min().unwrap_or(Role::Whole);
        if fields.len() == 1 || together {
            return Some(Designation { fields, role });
        }
        let needed = |part: &&&Designation| {
            NEEDED.iter().position(|field| part.fields.contains(field)).unwrap_or(NEEDED.len())
        };
        known.iter().min_by_key(needed).map(|part| (*part).clone())
    }
}

/// Returns `true` if a field may be followed by whose it is.
fn is_of_a_person(field: Field) -> bool {
    matches!(
        field,
        Field::Network
            | Field::Profile
            | Field::Name
            | Field::DocumentType
            | Field::Document
            | Field::Phone
            | Field::Email
            | Field::Address
            | Field::District
            | Field::Subscriber
            | Field::Quality
            | Field::Subject
            | Field::Grounds
    )
}

/// A header without what stands in brackets: a format, an example, "obligatorio".
fn without_brackets(header: &str) -> String {
    let mut depth = 0_u32;
    let mut rest = String::with_capacity(header.len());
    for c in header.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    rest
}

/// The parts of a normalized header that stand side by side in it.
fn split(text: &str) -> Vec<&str> {
    text.split(['/', '|', ',', ';', '+', '&', '–', '—'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" y "))
        .flat_map(|part| part.split(" e "))
        .flat_map(|part| part.split(" o "))
        .flat_map(|part| part.split(" u "))
        .map(str::trim)
        .filter(|part| !matches!(*part, "" | "y" | "o"))
        .collect()
}
