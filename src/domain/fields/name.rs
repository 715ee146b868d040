//! The name of the person who asks.

mod words;

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::{Filler, Placeholders};
use crate::domain::finding::Rule;
use words::NameWord;

/// A name that may be a person's or an organisation's: two words or more that name somebody, or one that
/// names a company. The text itself stays in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlausibleName(());

/// Reads a normalized text as a name. A first name alone ("Doña Carmen"), what somebody is to the utility
/// ("Vecinos de Gaira") and a handle do not identify (CPACA art. 16 asks for full names); one word does where
/// `has_nit` says that the document is a company's.
pub fn parse(normalized: &str, has_nit: bool, placeholders: &Placeholders) -> Read<PlausibleName> {
    if normalized.is_empty() {
        return Read::nothing();
    }

    let placeholder = placeholders.of_datum(normalized).map(of_filler);
    if let Some(read) = placeholder.or_else(|| filler(normalized, placeholders)) {
        return read;
    }

    let names = count_names(normalized);
    let company = has_nit && (names == 1 || words::has_numbered_word(normalized));

    if names < 2 && !company {
        return Read::refused(Rule::ImplausibleName);
    }
    let read = Read::clean(PlausibleName(()));
    if is_asked(normalized) { read.noting(Rule::DoubtfulName) } else { read }
}

/// Returns `true` if whoever typed the name asks whether it is right: `Ana Ruiz?`.
fn is_asked(normalized: &str) -> bool {
    normalized.contains('?')
}

/// How many words of a text name somebody. "Usuario: Ana Ruiz" and "Vecina de Gaira, Ana Ruiz" say who
/// behind the sign, "Ana Ruiz: 300 000 0011" and "Ana Ruiz, vecina" before it.
fn count_names(normalized: &str) -> usize {
    let Some((before, behind)) = normalized.split_once([':', ',']) else { return count_in(normalized) };
    let first = words::words(before).next();
    let introduces = first.is_none_or(|word| NameWord::of(word).stands_before_a_name());
    if introduces && count_in(before) == 0 { count_names(behind) } else { count_in(normalized) }
}

/// How many words of a text name somebody, from its first word on.
fn count_in(text: &str) -> usize {
    let mut words = words::words(text).map(|word| (word, NameWord::of(word))).peekable();
    let mut is_role = false;

    while let Some((word, kind)) = words.next_if(|(_, kind)| kind.stands_before_a_name()) {
        match kind {
            NameWord::Group => return 0,
            NameWord::Role => is_role = true,
            // "San San Chiou": nobody says a particle twice.
            NameWord::Particle if words.peek().is_some_and(|(next, _)| *next == word) => {
                return 1 + words.count();
            }
            _ => {}
        }
        // "Usuario del Pando" says where, not who.
        if is_role && words.peek().is_some_and(|(word, _)| matches!(*word, "de" | "del" | "en")) {
            return 0;
        }
    }

    let mut names = 0;
    while let Some((word, kind)) = words.next() {
        let last = words.peek().is_none();
        names += usize::from(match kind {
            NameWord::Name | NameWord::Profession => true,
            NameWord::Particle => last && names > 0 && matches!(word, "san" | "santa" | "un"),
            _ => false,
        });
    }
    // "De la O" is a surname, whose only name is a letter.
    names + usize::from(names > 0 && text.trim_end().ends_with(" de la o"))
}

/// The reading of a text that is nothing but words that stand for nobody: `sin nombre registrado`,
/// `prueba 1`, `usuario anónimo`.
fn filler(normalized: &str, placeholders: &Placeholders) -> Option<Read<PlausibleName>> {
    let mut found = None;

    for word in words::words(normalized) {
        match NameWord::of(word) {
            NameWord::Nobody => found = found.or(Some(Filler::Nothing)),
            NameWord::Role | NameWord::Group | NameWord::Particle | NameWord::Introduction => {}
            NameWord::Name => match placeholders.of_text(word)? {
                Filler::Nothing => found = found.or(Some(Filler::Nothing)),
                other => found = Some(other),
            },
            NameWord::Title | NameWord::Profession | NameWord::Other => return None,
        }
    }

    Some(of_filler(found?))
}

/// The reading of a placeholder.
fn of_filler(filler: Filler) -> Read<PlausibleName> {
    match filler {
        Filler::Nothing => Read::nothing(),
        Filler::Anonymous => Read::refused(Rule::AnonymousPerson),
        Filler::Test => Read::refused(Rule::TestText),
    }
}

#[cfg(test)]
mod tests;
