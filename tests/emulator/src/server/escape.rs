//! The characters that Google's JSON writes as escapes though JSON does not ask for it: those that a page could take for
//! markup, and those that nobody sees.

/// A body of JSON as Google writes it. Of these characters none is part of JSON's own grammar, so each is in a text.
pub(super) fn escaped(body: Vec<u8>) -> Vec<u8> {
    // Most bodies have none of the bytes that such a character begins with.
    if !body.iter().any(|byte| BEGINNINGS.contains(byte)) {
        return body;
    }
    let Ok(text) = std::str::from_utf8(&body) else { return body };
    let Some(first) = text.find(is_escaped) else { return body };
    let mut out = String::with_capacity(text.len() + 64);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_escaped(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out.into_bytes()
}

const BEGINNINGS: [u8; 12] = [b'<', b'>', 0x7f, 0xc2, 0xd8, 0xdb, 0xdc, 0xe1, 0xe2, 0xef, 0xf0, 0xf3];

fn is_escaped(c: char) -> bool {
    matches!(c, '<' | '>'
        | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{600}'..='\u{603}' | '\u{6dd}' | '\u{70f}' | '\u{17b4}'..='\u{17b5}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_what_nobody_sees_is_escaped_and_the_rest_is_not() {
        let of = |text: &str| String::from_utf8(escaped(text.as_bytes().to_vec())).unwrap();
        assert_eq!(of("\"<b>&'ñ¿\u{a0}\u{3000}🐍\""), "\"\\u003cb\\u003e&'ñ¿\u{a0}\u{3000}🐍\"");
        assert_eq!(of("a\u{200b}b\u{7f}\u{feff}\u{e0020}"), "a\\u200bb\\u007f\\ufeff\\udb40\\udc20");
        assert_eq!(of("nada"), "nada");
    }
}
