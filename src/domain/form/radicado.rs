//! Radicados, as far as they may stand where clerks' own words may not.

use std::collections::BTreeSet;

use crate::sheet::normalize;

/// Longest radicado, in characters.
const LONGEST: usize = 25;
/// Text in place of a radicado that may not be shown.
const UNCLEAR: &str = "revisar";

/// The letters that stand in the office's radicados beside digits and dashes, such as the `ES` of `2026-ES-7`.
///
/// Whoever types a name or an address into `Radicado` has it printed nowhere else by that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RadicadoPrefixes(BTreeSet<String>);

impl RadicadoPrefixes {
    /// The prefixes of a form.
    pub fn new<'a>(prefixes: impl IntoIterator<Item = &'a str>) -> Self {
        Self(prefixes.into_iter().map(normalize::plain).collect())
    }

    /// The radicados of a cell as they may be shown: each that is made of digits, dashes and prefixes and has at
    /// most 25 characters, else "revisar". Several stand apart by ";", a cell without any gives an empty text.
    pub fn checked(&self, cell: &str) -> String {
        let typed = cell.split([';', '\n', '\r']).map(str::trim).filter(|radicado| !radicado.is_empty());
        let shown = typed.map(|radicado| if self.knows(radicado) { radicado } else { UNCLEAR });
        let mut once: Vec<&str> = Vec::new();
        for radicado in shown {
            if !once.contains(&radicado) {
                once.push(radicado);
            }
        }
        once.join("; ")
    }

    fn knows(&self, radicado: &str) -> bool {
        let is_part = |part: &str| {
            part.is_empty()
                || part.bytes().all(|byte| byte.is_ascii_digit())
                || self.0.contains(&normalize::plain(part))
        };
        // Letters that stand right beside digits are a part of their own.
        let mut apart = String::new();
        for c in radicado.chars() {
            if apart.chars().last().is_some_and(|last| {
                last.is_alphabetic() && c.is_ascii_digit() || last.is_ascii_digit() && c.is_alphabetic()
            }) {
                apart.push('-');
            }
            apart.push(c);
        }

        radicado.chars().count() <= LONGEST
            && radicado.bytes().any(|byte| byte.is_ascii_digit())
            && apart.split(is_dash).all(is_part)
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_dashes_and_known_letters_are_shown() {
        let prefixes = RadicadoPrefixes::new(["ES", "R"]);
        for radicado in ["2026-ES-7", "r-1", "R–001", "000123", "2026ES00123", "1234567890123456789012345"]
        {
            assert_eq!(prefixes.checked(radicado), radicado);
        }
        for other in
            ["Prueba Inventada", "2026-XX-7", "7 Calle", "12345678901234567890123456", "ES", "a@b.example 7"]
        {
            assert_eq!(prefixes.checked(other), "revisar", "{other}");
        }
        assert_eq!(prefixes.checked(" R-1;2026-ES-7\nR-1; calle 7 "), "R-1; 2026-ES-7; revisar");
        assert_eq!(prefixes.checked("  "), "");
        assert_eq!(RadicadoPrefixes::default().checked("R-1"), "revisar");
    }
}
