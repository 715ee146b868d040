//! What people type where they have nothing to type.

use std::collections::HashSet;

use crate::domain::fields::lexicon::Lexicon;
use crate::sheet::normalize;

/// Words that stand for "nothing", from the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placeholders {
    exact: Lexicon<Filler>,
    verbs: HashSet<String>,
}

/// The kinds of placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filler {
    /// There is nothing.
    Nothing,
    /// The person does not want to be named.
    Anonymous,
    /// Staff were trying something out.
    Test,
}

impl Placeholders {
    /// Placeholders by the key of each word, and the verbs that make one of "no …".
    pub fn new<'a>(
        exact: impl IntoIterator<Item = &'a str>,
        verbs: impl IntoIterator<Item = &'a str>,
        anonymous: impl IntoIterator<Item = &'a str>,
        tests: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let nothing = exact.into_iter().map(|text| (text, Filler::Nothing));
        let anonymous = anonymous.into_iter().map(|text| (text, Filler::Anonymous));
        let tests = tests.into_iter().map(|text| (text, Filler::Test));
        Self {
            exact: Lexicon::new(nothing.chain(anonymous).chain(tests)),
            verbs: verbs.into_iter().map(normalize::plain).collect(),
        }
    }

    /// The placeholder that a normalized text is as a whole, punctuation aside. A name that only
    /// contains one ("Nadia", "Noé", "Xiomara") is a name.
    pub fn of_text(&self, normalized: &str) -> Option<Filler> {
        let alphanumerics = || normalized.chars().filter(|c| c.is_alphanumeric());
        let first = alphanumerics().next();
        if first.is_none_or(|c| matches!(c, 'x' | '0') && alphanumerics().all(|other| other == c)) {
            return Some(Filler::Nothing);
        }
        self.exact.get(normalized)
    }

    /// The placeholder that a normalized text is where a datum is expected: an exact one, or "no" and a
    /// verb ("no aporta documento") without a digit. Not for free text, where "no tiene agua" is what
    /// the citizen has to say.
    pub fn of_datum(&self, normalized: &str) -> Option<Filler> {
        self.of_text(normalized).or_else(|| {
            let rest = normalized.strip_prefix("no ")?;
            let rest = rest.strip_prefix("se ").or_else(|| rest.strip_prefix("lo ")).unwrap_or(rest);
            let verb = rest.split(|c: char| !c.is_alphanumeric()).next()?;
            let no_digit = !rest.bytes().any(|b| b.is_ascii_digit());
            (no_digit && self.verbs.contains(verb)).then_some(Filler::Nothing)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::form;

    fn text(typed: &str) -> Option<Filler> {
        form().placeholders().of_text(&normalize::plain(typed))
    }

    fn datum(typed: &str) -> Option<Filler> {
        form().placeholders().of_datum(&normalize::plain(typed))
    }

    #[test]
    fn every_placeholder_people_use_is_one() {
        let marks = ["·", "-", "--", "—", ".", "…", "...", "_", "/", "*", "?", "???"];
        let letters_and_zeros = ["x", "XX", "xxx", "xxxx", "0", "00", "000"];
        let abbreviations =
            ["n/a", "N/A", "na", "n.a.", "N/D", "nd", "s/d", "SD", "s/i", "pte", "no reg", "NO REG."];
        let of_programs = ["null", "none", "#N/A", "#REF!", "#¡VALOR!", "#VALUE!", "#ERROR!"];

        let denials = "no, No., ninguno, Ninguna, no aplica, No Aporta, no aportó, no registra, no suministra, \
                       no suministró, no da, no dio, no dice, no informa, no indica, no tiene, no refiere, no se sabe";
        let absences = "desconocido, sin dato, sin datos, sin información, sin info, sin direccion, sin correo, \
                        sin identificar, pendiente, por confirmar, por definir, x confirmar, privado, reservado";
        let roles = "usuario, cliente";
        let words = [denials, absences, roles].into_iter().flat_map(|list| list.split(", "));

        let short = [&marks[..], &letters_and_zeros, &abbreviations, &of_programs].concat();
        for typed in short.into_iter().chain(words) {
            assert_eq!(text(typed), Some(Filler::Nothing), "{typed}");
        }
        assert_eq!(text("Anónimo"), Some(Filler::Anonymous));
        assert_eq!(text("prueba"), Some(Filler::Test));
    }

    #[test]
    fn names_that_contain_one_are_names() {
        for typed in ["Nadia", "Xiomara", "Noé", "Nora", "Sixto", "Ned", "Noel Prueba", "Xóchitl"] {
            assert_eq!(datum(typed), None, "{typed}");
        }
    }

    #[test]
    fn no_and_a_verb_is_one_only_where_a_datum_is_expected() {
        for typed in ["no aporta documento", "No se registra en el chat", "no lo suministra"] {
            assert_eq!(datum(typed), Some(Filler::Nothing), "{typed}");
        }
        assert_eq!(text("no tiene agua hace 3 días"), None);
        assert_eq!(text("no da presión el tubo"), None);
        assert_eq!(datum("no tiene, vive en Cra 5 # 22-45"), None);
        assert_eq!(datum("Nohora Tiene"), None);
    }
}
