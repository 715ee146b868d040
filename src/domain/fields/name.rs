//! The name of the person who asks.

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::{Filler, Placeholders};
use crate::domain::finding::Rule;

/// Words that stand before a name or inside one and name nobody.
const PARTICLES: [&str; 29] = [
    "don",
    "dona",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "seno",
    "dr",
    "dra",
    "doctor",
    "doctora",
    "ing",
    "ingeniero",
    "lic",
    "prof",
    "profe",
    "de",
    "del",
    "la",
    "las",
    "los",
    "el",
    "y",
    "san",
    "santa",
    "un",
    "una",
];

/// Words that say what somebody is to the utility, not who.
const COMMON: [&str; 22] = [
    "vecino",
    "vecina",
    "vecinos",
    "vecinas",
    "usuario",
    "usuaria",
    "usuarios",
    "anonimo",
    "anonima",
    "comunidad",
    "habitante",
    "habitantes",
    "residente",
    "residentes",
    "cliente",
    "ciudadano",
    "ciudadana",
    "ciudadanos",
    "persona",
    "seguidor",
    "seguidora",
    "suscriptor",
];

/// A name that may be a person's or an organisation's: two words or more that name somebody. The
/// text itself stays in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlausibleName(());

/// Reads a normalized text as a name. A first name alone ("Doña Carmen"), a common noun ("Vecinos de
/// Gaira") and a handle do not identify (CPACA art. 16 asks for full names).
pub fn parse(normalized: &str, placeholders: &Placeholders) -> Read<PlausibleName> {
    if normalized.is_empty() {
        return Read::nothing();
    }

    match placeholders.of_datum(normalized) {
        Some(Filler::Nothing) => return Read::nothing(),
        Some(Filler::Anonymous) => return Read::refused(Rule::AnonymousPerson),
        Some(Filler::Test) => return Read::refused(Rule::TestText),
        None => {}
    }

    let mut names = words(normalized).filter(|word| !PARTICLES.contains(word));
    let first = names.next();

    if first.is_some_and(|first| COMMON.contains(&first)) || names.next().is_none() {
        return Read::refused(Rule::ImplausibleName);
    }

    Read::clean(PlausibleName(()))
}

/// The words of two letters or more that are letters only; `@ana_ruiz` and `ana.ruiz23` are none.
fn words(normalized: &str) -> impl Iterator<Item = &str> {
    normalized
        .split([' ', ',', ';', '/', '(', ')', '-'])
        .map(|word| word.trim_matches(['.', '"', '\'', ':']))
        .filter(|word| word.chars().nth(1).is_some())
        .filter(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '.')))
        .filter(|word| !word.contains('.') || word.len() <= 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::normalize::plain;
    use crate::testing::form;

    fn read(typed: &str) -> Read<PlausibleName> {
        parse(&plain(typed), form().placeholders())
    }

    #[test]
    fn two_names_identify() {
        for typed in [
            "Ana Ruiz",
            "ANA MARÍA RUIZ PEÑA",
            "Ruiz, Ana",
            "Doña Carmen Ruiz",
            "María de los Ángeles",
            "Nadia Noé",
            "Xiomara Díaz",
            "D'Angelo Pérez",
            "Ana Ruiz (@anaruiz)",
            "Dr. José Gómez",
            "Comercializadora El Faro S.A.S.",
            "Conjunto Residencial Los Almendros",
            "Ana  Ruiz-Díaz",
            "Junta de Acción Comunal Gaira",
            "Ли Вэй",
            "José Santa María",
        ] {
            assert!(read(typed).value.is_some(), "{typed}");
        }
    }

    #[test]
    fn a_handle_a_first_name_and_a_common_noun_do_not() {
        for typed in [
            "@ana_ruiz",
            "ana.ruiz23",
            "Carmen",
            "Doña Carmen",
            "Sra. Carmen",
            "vecino",
            "Un vecino 2",
            "Vecinos de Gaira",
            "Usuario Facebook",
            "La comunidad del Pando",
            "A B",
            "12345",
            "👏👏",
        ] {
            assert_eq!(read(typed).value, None, "{typed}");
        }
    }

    #[test]
    fn a_placeholder_is_no_name_and_no_mistake() {
        for typed in ["no registra", "N/A", "-", "", "No suministra nombre"] {
            assert_eq!(read(typed), Read::nothing(), "{typed}");
        }
        assert_eq!(read("Anónimo"), Read::refused(Rule::AnonymousPerson));
    }
}
