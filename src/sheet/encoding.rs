//! Texts that a program damaged on their way: UTF-8 that was read as Windows-1252 (`MuÃ±oz`), and the
//! entities of HTML (`Pe&ntilde;a`).

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The text as it was before it was damaged, where the damage is certain; `None` where there is none.
pub fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() && !text.contains('&') {
        return None;
    }
    let repaired = without_entities(text);
    let repaired = undecoded(&repaired).map_or(repaired, Cow::Owned);
    (repaired != text).then(|| repaired.into_owned())
}

/// Returns `true` if a program put its mark in place of a letter that it could not read: `Mu�oz`.
pub fn has_lost_letters(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
}

/// A text with its entities as the characters that they stand for.
fn without_entities(text: &str) -> Cow<'_, str> {
    if text.contains('&') { html_escape::decode_html_entities(text) } else { Cow::Borrowed(text) }
}

/// A text in which each run of other characters than ASCII that is UTF-8 read as Windows-1252 is what it
/// was; `None` where no run is.
fn undecoded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut found = false;

    for run in runs(text) {
        match letters_of(run) {
            Some(letters) => {
                out.push_str(&letters);
                found = true;
            }
            None => out.push_str(run),
        }
    }

    found.then_some(out)
}

/// The runs of a text that are ASCII and those that are not, in turn.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_ascii = rest.chars().next()?.is_ascii();
        let length = rest.find(|c: char| c.is_ascii() != is_ascii).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        Some(run)
    })
}

/// The letters that a run was before it was read as Windows-1252. Each must be one that names are written
/// with: that by chance `É”` would be one of Africa's is no damage.
fn letters_of(run: &str) -> Option<String> {
    if !run.starts_with(['Â', 'Ã', 'Ä', 'Å']) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(run);
    let letters = String::from_utf8(bytes.into_owned()).ok().filter(|_| !unmappable)?;
    letters.chars().all(|c| matches!(c, '\u{a0}'..='\u{17f}')).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_damaged_for_certain_is_repaired() {
        for (damaged, right) in [
            ("JosÃ© MuÃ±oz", "José Muñoz"),
            ("MUÃ‘OZ", "MUÑOZ"),
            ("MarÃ\u{ad}a PÃ©rez", "María Pérez"),
            ("Ã\u{81}ngela", "Ángela"),
            ("Ana Pe&ntilde;a", "Ana Peña"),
            ("Ana Pe&#241;a", "Ana Peña"),
            ("José MuÃ±oz", "José Muñoz"),
            ("GÃ¼ell", "Güell"),
            ("Gonz&aacute;lez &amp; C&iacute;a", "González & Cía"),
        ] {
            assert_eq!(repaired(damaged).as_deref(), Some(right), "{damaged}");
        }
    }

    #[test]
    fn what_may_be_right_is_left_alone() {
        for text in [
            "",
            "Ana Ruiz",
            "José Muñoz",
            "JOSÉ”",
            "“Ana”",
            "Pérez & Cía",
            "Ana💙",
            "ÑÁÑEZ",
            "Mu\u{fffd}oz",
            "São",
            "Ãngela",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
        assert!(has_lost_letters("Mu\u{fffd}oz"));
        assert!(!has_lost_letters("Muñoz"));
    }
}
