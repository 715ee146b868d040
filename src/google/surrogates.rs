//! Halves of characters in JSON.
//!
//! A cell may hold half of a character outside the basic plane: a surrogate without its other half, left by
//! whatever cut a text in the middle of an emoji. JSON can write it, and no text in memory can hold it.

use std::borrow::Cow;

/// The replacement character, which stands for half of a character, as JSON escapes it.
const REPLACEMENT: &[u8] = br"\ufffd";

/// The document with the replacement character in place of every escape that is half of a character.
pub(super) fn replaced(json: &[u8]) -> Cow<'_, [u8]> {
    let mut found = Vec::new();
    let mut at = 0;

    while let Some(next) = json.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += next;
        match (unit(json, at), unit(json, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                found.push(at);
                at += 6;
            }
            // Whatever is escaped, be it a backslash, ends with the second byte or needs no look.
            _ => at += 2,
        }
    }

    if found.is_empty() {
        return Cow::Borrowed(json);
    }
    let mut whole = json.to_vec();
    for at in found {
        whole[at..at + 6].copy_from_slice(REPLACEMENT);
    }
    Cow::Owned(whole)
}

/// The UTF-16 unit that is escaped at a place, where one is.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_halves_of_characters_are_replaced() {
        for (json, expected) in [
            (r#""agua \ud83d""#, "agua \u{fffd}"),
            (r#""\udca7 agua""#, "\u{fffd} agua"),
            (r#""\uD83D\uD83D\uDCA7""#, "\u{fffd}💧"),
            (r#""\ud83d\udca7\udca7\ud83dx""#, "💧\u{fffd}\u{fffd}x"),
            (r#""\\ud83d""#, r"\ud83d"),
            (r#""\\\ud83d""#, "\\\u{fffd}"),
            (r#""\u00f1 \n \"""#, "ñ \n \""),
            (r#""""#, ""),
        ] {
            let whole = replaced(json.as_bytes());
            assert_eq!(serde_json::from_slice::<String>(&whole).unwrap(), expected, "{json}");
        }
        for cut in [r"\", r"\u", r"\ud8", r"\ud83d\u", ""] {
            replaced(cut.as_bytes());
        }
        assert!(matches!(replaced(r#""\ud83d\udca7""#.as_bytes()), Cow::Borrowed(_)));
    }
}
