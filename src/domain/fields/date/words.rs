//! The words of dates, with the ways in which people and programs write them.

/// The months in Spanish and in English, in their order.
const MONTHS: [(&str, &str); 12] = [
    ("enero", "january"),
    ("febrero", "february"),
    ("marzo", "march"),
    ("abril", "april"),
    ("mayo", "may"),
    ("junio", "june"),
    ("julio", "july"),
    ("agosto", "august"),
    ("septiembre", "september"),
    ("octubre", "october"),
    ("noviembre", "november"),
    ("diciembre", "december"),
];

/// The weekdays in Spanish and in English.
const WEEKDAYS: [&str; 14] = [
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words that name a day only together with the one on which they were typed.
const RELATIVE: [&str; 15] = [
    "hoy",
    "ayer",
    "anteayer",
    "antier",
    "antes",
    "hace",
    "manana",
    "anoche",
    "pasado",
    "esta",
    "este",
    "semana",
    "today",
    "yesterday",
    "ago",
];

/// Words between the parts of a date.
const JOINTS: [&str; 10] = ["de", "del", "el", "dia", "a", "la", "of", "the", "ano", "mes"];

/// Words beside a date that say nothing about which day it is: whose day, where the message came, what it was.
const HARMLESS: [&str; 68] = [
    "de",
    "del",
    "el",
    "dia",
    "a",
    "la",
    "las",
    "los",
    "s",
    "en",
    "y",
    "hoy",
    "fecha",
    "hora",
    "on",
    "at",
    "the",
    "of",
    "today",
    "desde",
    "mensaje",
    "msj",
    "comentario",
    "publicacion",
    "publicado",
    "publicada",
    "post",
    "recibido",
    "recibida",
    "enviado",
    "enviada",
    "reporte",
    "reportado",
    "registro",
    "chat",
    "inbox",
    "interno",
    "dm",
    "por",
    "via",
    "facebook",
    "face",
    "fb",
    "messenger",
    "instagram",
    "insta",
    "ig",
    "twitter",
    "tw",
    "x",
    "whatsapp",
    "wasap",
    "wpp",
    "wp",
    "ws",
    "wsp",
    "wa",
    "tiktok",
    "historia",
    "etiqueta",
    "mencion",
    "r",
    "rta",
    "h",
    "hrs",
    "horas",
    "colombia",
    "bogota",
];

/// Beginnings of words beside a date by which whoever typed it is not sure of the day.
const UNCERTAIN: [&str; 17] = [
    "ayer",
    "anteayer",
    "antier",
    "anoche",
    "antes",
    "despues",
    "manana",
    "aprox",
    "mas",
    "menos",
    "creo",
    "quiza",
    "alrededor",
    "cerca",
    "circa",
    "parece",
    "yesterday",
];

/// The parts that a word can play beside a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    /// None: the date is what it would be without.
    Harmless,
    /// Unknown.
    Other,
    /// The word puts the day in doubt.
    Uncertain,
}

/// The part that a normalized word plays beside a date.
pub(super) fn beside(word: &str) -> Beside {
    if HARMLESS.contains(&word) || is_weekday(word) {
        Beside::Harmless
    } else if UNCERTAIN.iter().any(|start| word.starts_with(start)) {
        Beside::Uncertain
    } else {
        Beside::Other
    }
}

/// The month that a normalized word names: by its name, by a part of it that has its first three letters
/// (`sept`, `novbre`), or with letters wrong where no other month is as near.
pub(super) fn month(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }

    let names = || (1..).zip(MONTHS).flat_map(|(number, (es, en))| [(number, es), (number, en)]);
    // `setiembre` is as good, and `set` its short form.
    let word = if word.starts_with("set") { "septiembre" } else { word };
    let abbreviated = names().find(|(_, name)| name.get(..3) == word.get(..3) && is_subsequence(word, name));
    if let Some((number, _)) = abbreviated {
        return Some(number);
    }

    let most = match word.len() {
        ..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    let distances = || names().map(|(number, name)| (strsim::osa_distance(name, word), number));
    let (least, number) = distances().min().filter(|(least, _)| *least <= most)?;
    distances().all(|(distance, other)| distance > least || other == number).then_some(number)
}

/// The month that a Roman numeral names.
pub(super) fn roman(word: &str) -> Option<u32> {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    (1..).zip(numerals).find(|(_, numeral)| *numeral == word).map(|(month, _)| month)
}

/// Returns `true` if a normalized word is a weekday, by three letters or more or with one letter wrong.
pub(super) fn is_weekday(word: &str) -> bool {
    let misspelled = |name: &str| word.len() >= 5 && strsim::osa_distance(name, word) == 1;
    word.len() >= 3 && WEEKDAYS.iter().any(|name| name.starts_with(word) || misspelled(name))
}

/// Returns `true` if a normalized word names a day only together with the one on which it was typed.
pub(super) fn is_relative(word: &str) -> bool {
    RELATIVE.contains(&word)
}

/// Returns `true` if a normalized word may stand between the parts of a date.
pub(super) fn is_joint(word: &str) -> bool {
    JOINTS.contains(&word)
}

/// Returns `true` if a word behind a number makes an ordinal of it: `1ro`, `1er`, `17th`.
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(word, "o" | "a" | "ro" | "ero" | "er" | "do" | "to" | "mo" | "vo" | "st" | "nd" | "rd" | "th")
}

/// Returns `true` if the letters of a word stand in a name in the same order.
fn is_subsequence(word: &str, name: &str) -> bool {
    let mut letters = name.chars();
    word.chars().all(|letter| letters.any(|other| other == letter))
}
