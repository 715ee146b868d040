//! What makes two spellings of the same text one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns `true` if a character shows nothing: white space, or one of the zero-width marks that come
/// along when text is pasted from a phone.
pub fn is_invisible(c: char) -> bool {
    if ('!'..='~').contains(&c) {
        return false;
    }
    c.is_whitespace()
        || matches!(c, '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns `true` if nothing can be seen in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// A text for comparing with word lists: compatibility forms, case and accents gone (`ñ` is `n`),
/// invisible characters one space, none at the ends.
pub fn plain(text: &str) -> String {
    let mut normalized = String::with_capacity(text.len());
    plain_into(text, &mut normalized);
    normalized
}

/// Appends a normalized text to `out`; see [`plain`]. Text already in `out` is left alone.
pub fn plain_into(text: &str, out: &mut String) {
    let start = out.len();
    squeeze(text, out, |c, out| {
        if let Some(plain) = unaccented(c) {
            out.push(plain);
            return;
        }
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                let parts = part.to_lowercase().filter(|&c| !is_combining_mark(c));
                parts.for_each(|c| push_visible(c, start, out));
            }
        });
    });
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

/// The letters and digits of a normalized text and nothing else: what headers, networks and
/// placeholders are looked up by.
pub fn key(text: &str) -> String {
    plain(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text whose words stand between single spaces, with one at either end.
pub(crate) fn spaced(normalized: &str) -> String {
    let mut out = String::with_capacity(normalized.len() + 2);
    spaced_into(normalized, &mut out);
    out
}

/// Appends the words of a normalized text to `out`; see [`spaced`].
pub(crate) fn spaced_into(normalized: &str, out: &mut String) {
    let mut space = true;
    out.push(' ');

    for c in normalized.chars() {
        let letter = c.is_alphanumeric();
        if letter || !space {
            out.push(if letter { c } else { ' ' });
        }
        space = !letter;
    }

    if !space {
        out.push(' ');
    }
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
    if text.is_ascii() || text.chars().all(is_composed) {
        squeeze(text, out, |c, out| out.push(lower(c)));
    } else {
        let start = out.len();
        text.nfkc().flat_map(char::to_lowercase).nfkc().for_each(|c| push_visible(c, start, out));
        trim_end(start, out);
    }
}

/// Returns `true` if a character is its own compatibility form whatever stands beside it: all that
/// Spanish is written with, so that the tables of Unicode are asked only about the rest.
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

/// Appends a text in lower case to `out` with one space for each run of invisible characters and
/// none at the ends. `write` appends what stands for a visible character that is not ASCII; the
/// rest, which is nearly all of any text, is copied a run at a time.
fn squeeze(text: &str, out: &mut String, write: impl Fn(char, &mut String)) {
    let start = out.len();
    let mut rest = text;

    while !rest.is_empty() {
        let (run, after) = rest.split_at(plain_run(rest, ends_in_space(start, out)));
        out.push_str(run);
        let mut chars = after.chars();
        match chars.next() {
            Some(c) if is_invisible(c) || c.is_ascii() => push_visible(c, start, out),
            Some(c) => write(c, out),
            None => {}
        }
        rest = chars.as_str();
    }

    trim_end(start, out);
    if let Some(written) = out.get_mut(start..) {
        written.make_ascii_lowercase();
    }
}

/// The length of the printable ASCII with single spaces that a text begins with.
fn plain_run(text: &str, mut space: bool) -> usize {
    let plain = |byte: &u8| {
        let second = *byte == b' ' && space;
        space = *byte == b' ';
        !second && (b' '..=b'~').contains(byte)
    };
    text.bytes().take_while(plain).count()
}

/// Appends a character, or one space for any run of invisible ones.
fn push_visible(c: char, start: usize, out: &mut String) {
    if !is_invisible(c) {
        out.push(c);
    } else if !ends_in_space(start, out) {
        out.push(' ');
    }
}

/// Returns `true` if a space after what was written from `start` on would be one too many.
fn ends_in_space(start: usize, out: &str) -> bool {
    out.len() == start || out.ends_with(' ')
}

fn trim_end(start: usize, out: &mut String) {
    if out.len() > start && out.ends_with(' ') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_spaces_do_not_count() {
        assert_eq!(plain("  DIRECCIÓN\u{a0}de\nNotificación\u{200b}"), "direccion de notificacion");
        assert_eq!(plain("Ｅ－ｍａｉｌ ﬁn"), "e-mail fin");
        assert_eq!(key("No. de identificación:*"), "nodeidentificacion");
        assert_eq!(key("Usuario / Perfil"), key("USUARIO/PERFIL"));
    }

    #[test]
    fn a_change_of_accent_is_a_change() {
        assert_eq!(canonical(" Peña  PÉREZ "), "peña pérez");
        assert_ne!(canonical("Pena"), canonical("Peña"));
    }
}
