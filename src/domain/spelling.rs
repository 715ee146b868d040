//! What makes two spellings of the same text one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Whether a character shows nothing: white space, or one of the zero-width marks that come along
/// when text is pasted from a phone.
pub fn is_invisible(c: char) -> bool {
    if ('!'..='~').contains(&c) {
        return false;
    }
    c.is_whitespace()
        || matches!(c, '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether nothing can be seen in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// A text for comparing with word lists: compatibility forms, case and accents gone (`ñ` is `n`),
/// invisible characters one space, none at the ends.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends a folded text to `out`; see [`fold`]. Text already in `out` is left alone.
pub fn fold_into(text: &str, out: &mut String) {
    let start = out.len();
    let mut space = false;
    let mut push = |c: char, out: &mut String| {
        if is_invisible(c) {
            space = true;
            return;
        }
        if space && out.len() > start {
            out.push(' ');
        }
        space = false;
        out.push(c);
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase(), out);
        } else if let Some(plain) = unaccented(c) {
            push(plain, out);
        } else {
            decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().filter(|&c| !is_combining_mark(c)).for_each(|c| push(c, out));
                }
            });
        }
    }
}

/// The accented letters of Spanish, which is what nearly every non-ASCII character is.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'á' | 'Á' => 'a',
        'é' | 'É' => 'e',
        'í' | 'Í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' | 'Ú' | 'ü' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        _ => return None,
    })
}

/// The letters and digits of a folded text and nothing else: what headers, channels and
/// placeholders are looked up by.
pub fn key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text for telling whether it changed: compatibility forms, lower case and single spaces, with
/// its accents and punctuation.
pub fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    canonical_into(text, &mut out);
    out
}

/// Appends a canonical text to `out`; see [`canonical`]. Text already in `out` is left alone.
pub fn canonical_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    if text.chars().all(is_composed) {
        squeeze(text.chars().map(lower), out);
    } else {
        squeeze(text.nfkc().flat_map(char::to_lowercase).nfkc(), out);
    }
}

/// Whether a character is its own compatibility form whatever stands beside it: all that Spanish is
/// written with, so that the tables of Unicode are asked only about the rest.
fn is_composed(c: char) -> bool {
    c.is_ascii()
        || matches!(c, 'À'..='ÿ' | '¡' | '¿' | '°' | '«' | '»' | '–' | '—' | '‘'..='’' | '“'..='”')
        || matches!(c, '\u{1f300}'..='\u{1faff}')
}

/// The lower case of a composed character, which is one character.
fn lower(c: char) -> char {
    match c {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    }
}

/// A text as a person sees it: composed (NFC) and trimmed.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_invisible);
    if trimmed.chars().all(is_composed) || unicode_normalization::is_nfc(trimmed) {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(trimmed.nfc().collect())
    }
}

fn squeeze(chars: impl Iterator<Item = char>, out: &mut String) {
    let start = out.len();
    let mut space = false;
    for c in chars {
        if is_invisible(c) {
            space = true;
        } else {
            if space && out.len() > start {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_spaces_do_not_count() {
        assert_eq!(fold("  DIRECCIÓN\u{a0}de\nNotificación\u{200b}"), "direccion de notificacion");
        assert_eq!(fold("Ｅ－ｍａｉｌ ﬁn"), "e-mail fin");
        assert_eq!(key("No. de identificación:*"), "nodeidentificacion");
        assert_eq!(key("Usuario / Perfil"), key("USUARIO/PERFIL"));
    }

    #[test]
    fn a_change_of_accent_is_a_change() {
        assert_eq!(canonical(" Peña  PÉREZ "), "peña pérez");
        assert_ne!(canonical("Pena"), canonical("Peña"));
    }
}
