//! Reads a mail: headers, encoded words, parts and their encodings.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, general_purpose::URL_SAFE};
use serde_json::{Value, json};

use crate::num;

/// The headers of a mail, and what its text parts say.
pub(crate) struct Parsed {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) html: String,
}

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Either alphabet, with padding or without, as Google takes it.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '+' => '-',
            '/' => '_',
            c => c,
        })
        .collect();
    GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT).decode(text).ok()
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE.encode(bytes)
}

/// The head and the body of a mail or part.
fn halves(raw: &[u8]) -> (&[u8], &[u8]) {
    for gap in [b"\r\n\r\n".as_slice(), b"\n\n"] {
        if let Some(at) = raw.windows(gap.len()).position(|w| w == gap) {
            return (&raw[..at], &raw[at + gap.len()..]);
        }
    }
    (raw, &[])
}

/// Header lines, unfolded; values are as they were sent.
fn lines(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = out.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            out.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    out
}

fn raw_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
}

/// `=?utf-8?B?…?=` and `=?utf-8?Q?…?=` within a header.
pub(crate) fn decode_words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let before = &rest[..start];
        let word = &rest[start + 2..];
        let parts: Vec<&str> = word.splitn(3, '?').collect();
        let decoded = match parts.as_slice() {
            [charset, encoding, tail] => tail.find("?=").and_then(|end| {
                let bytes = match encoding.to_ascii_uppercase().as_str() {
                    "B" => STANDARD.decode(tail[..end].trim()).ok(),
                    "Q" => Some(quoted_printable(tail[..end].replace('_', " ").as_bytes())),
                    _ => None,
                }?;
                Some((charset_text(&bytes, charset), charset.len() + encoding.len() + end + 6))
            }),
            _ => None,
        };
        // The blank between two encoded words belongs to neither.
        if !(after_word && decoded.is_some() && before.trim().is_empty()) {
            out += before;
        }
        if let Some((text, length)) = decoded {
            out += &text;
            rest = &rest[start + length..];
            after_word = true;
        } else {
            out += "=?";
            rest = &rest[start + 2..];
            after_word = false;
        }
    }
    out + rest
}

fn charset_text(bytes: &[u8], charset: &str) -> String {
    if charset.to_ascii_lowercase().starts_with("iso-8859-1") || charset.eq_ignore_ascii_case("windows-1252")
    {
        return bytes.iter().map(|&b| char::from(b)).collect();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        match (hex(body.get(at)), hex(body.get(at + 1))) {
            (Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 2;
            }
            // A soft line break.
            _ if body[at..].starts_with(b"\r\n") => at += 2,
            _ if body[at..].starts_with(b"\n") => at += 1,
            _ => out.push(b'='),
        }
    }
    out
}

/// One part: its headers, its decoded body, and the parts within.
struct Part {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    parts: Vec<Part>,
}

/// What the id of something attached begins with.
pub(crate) const ATTACHED: &str = "ANGjdJ";

/// Parts nest no deeper than this.
const DEPTH: usize = 20;

impl Part {
    fn read(raw: &[u8], depth: usize) -> Self {
        let (head, body) = halves(raw);
        let headers = lines(head);
        let kind = raw_header(&headers, "Content-Type").unwrap_or("text/plain").to_owned();
        let encoding = raw_header(&headers, "Content-Transfer-Encoding").unwrap_or("").to_ascii_lowercase();
        let boundary = parameter(&kind, "boundary");
        let parts = match boundary {
            Some(boundary) if depth < DEPTH => {
                split(body, &boundary).into_iter().map(|p| Self::read(p, depth + 1)).collect()
            }
            _ => Vec::new(),
        };
        let body = match encoding.as_str() {
            "base64" => {
                let clean: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
                GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT).decode(clean).unwrap_or_default()
            }
            "quoted-printable" => quoted_printable(body),
            _ => body.to_vec(),
        };
        Self { headers, body, parts }
    }

    fn kind(&self) -> String {
        let kind = raw_header(&self.headers, "Content-Type").unwrap_or("text/plain");
        kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }

    fn text(&self) -> String {
        let charset = raw_header(&self.headers, "Content-Type")
            .and_then(|k| parameter(k, "charset"))
            .unwrap_or_default();
        charset_text(&self.body, &charset)
    }

    /// The first part of a kind, depth first.
    fn first(&self, kind: &str) -> Option<String> {
        if self.parts.is_empty() && self.kind() == kind {
            return Some(self.text());
        }
        self.parts.iter().find_map(|part| part.first(kind))
    }

    /// What the part is called, if it was attached.
    fn filename(&self) -> String {
        let disposition = raw_header(&self.headers, "Content-Disposition").unwrap_or("");
        parameter(disposition, "filename").map(|f| decode_words(&f)).unwrap_or_default()
    }

    fn json(&self, id: &str, message: &str) -> Value {
        let headers: Vec<Value> =
            self.headers.iter().map(|(n, v)| json!({"name": n, "value": decode_words(v)})).collect();
        let filename = self.filename();
        let mut out =
            json!({"partId": id, "mimeType": self.kind(), "filename": filename, "headers": headers});
        if !filename.is_empty() && self.parts.is_empty() {
            let token = base64url(format!("{message} {id}").as_bytes());
            out["body"] =
                json!({"attachmentId": format!("{ATTACHED}{token}"), "size": num::int(self.body.len())});
        } else if self.parts.is_empty() {
            out["body"] = json!({"size": num::int(self.body.len()), "data": base64url(&self.body)});
        } else {
            out["body"] = json!({"size": 0});
            let below =
                |index: usize| if id.is_empty() { index.to_string() } else { format!("{id}.{index}") };
            out["parts"] = self
                .parts
                .iter()
                .enumerate()
                .map(|(index, part)| part.json(&below(index), message))
                .collect();
        }
        out
    }
}

/// A parameter of a structured header, such as `boundary`.
pub(crate) fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, text) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| text.trim().trim_matches('"').to_owned())
    })
}

/// The parts between boundaries; what comes before the first is skipped.
pub(crate) fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut out = Vec::new();
    let mut start = None;
    let mut at = 0;
    while at < body.len() {
        let end = body[at..].iter().position(|&b| b == b'\n').map_or(body.len(), |e| at + e + 1);
        let line = &body[at..end];
        if line.starts_with(mark.as_bytes()) {
            if let Some(start) = start {
                let part: &[u8] = &body[start..at];
                let part = part.strip_suffix(b"\n").unwrap_or(part);
                out.push(part.strip_suffix(b"\r").unwrap_or(part));
            }
            if line[mark.len()..].starts_with(b"--") {
                return out;
            }
            start = Some(end);
        }
        at = end;
    }
    if let Some(start) = start {
        out.push(&body[start..]);
    }
    out
}

/// The payload of a message as Gmail shows it; what was attached is asked for by itself.
pub(crate) fn payload(raw: &[u8], message: &str) -> Value {
    Part::read(raw, 0).json("", message)
}

/// The bytes of what was attached to a message, by the id of its part.
pub(crate) fn attached(raw: &[u8], part: &str) -> Option<Vec<u8>> {
    let mut whole = Part::read(raw, 0);
    for index in part.split('.').filter(|index| !index.is_empty()) {
        let index: usize = index.parse().ok()?;
        whole = whole.parts.into_iter().nth(index)?;
    }
    (!whole.filename().is_empty()).then_some(whole.body)
}

impl Parsed {
    pub(crate) fn read(raw: &[u8]) -> Self {
        let part = Part::read(raw, 0);
        let text = part.first("text/plain").unwrap_or_default();
        let html = part.first("text/html").unwrap_or_default();
        let headers = part.headers.into_iter().map(|(name, value)| (name, decode_words(&value))).collect();
        Self { headers, text, html }
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        raw_header(&self.headers, name).map(str::to_owned)
    }

    pub(crate) fn kind(&self) -> String {
        let kind = self.header("Content-Type");
        kind.map_or_else(|| "text/plain".to_owned(), |k| k.split(';').next().unwrap_or("").trim().to_owned())
    }

    /// The bare addresses of a header.
    pub(crate) fn addresses(&self, name: &str) -> Vec<String> {
        let all = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str());
        let mut out = Vec::new();
        for value in all {
            let mut quoted = false;
            let each = value.split(|c: char| {
                quoted ^= c == '"';
                c == ',' && !quoted
            });
            for one in each {
                let bare = one
                    .rsplit_once('<')
                    .map_or(one, |(_, rest)| rest.trim_end().trim_end_matches('>'))
                    .trim();
                if !bare.is_empty() {
                    out.push(bare.to_owned());
                }
            }
        }
        out
    }
}

pub(crate) fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !text.contains(char::is_whitespace)
            && !domain.contains('@')
    })
}

/// The mail with this header in place of those of the same name.
pub(crate) fn with_header(raw: &[u8], name: &str, value: &str) -> Vec<u8> {
    let mut out = format!("{name}: {value}\r\n").into_bytes();
    out.extend(without_header(raw, name));
    out
}

/// The mail without the headers of a name.
pub(crate) fn without_header(raw: &[u8], name: &str) -> Vec<u8> {
    let (head, _) = halves(raw);
    let mut out = Vec::with_capacity(raw.len());
    let mut dropping = false;
    for line in head.split_inclusive(|&b| b == b'\n') {
        let folded = line.starts_with(b" ") || line.starts_with(b"\t");
        if !folded {
            let text = String::from_utf8_lossy(line);
            dropping = text.split_once(':').is_some_and(|(n, _)| n.trim().eq_ignore_ascii_case(name));
        }
        if !dropping {
            out.extend_from_slice(line);
        }
    }
    out.extend_from_slice(&raw[head.len()..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: Comunicaciones <c@x.example>\r\nTo: \"A, b\" <a@x.example>,\r\n b@x.example\r\nSubject: =?utf-8?B?VHJhc2xhZG8gwrE=?= =?utf-8?Q?_del_d=C3=ADa?=\r\nMessage-ID: <own@x>\r\nContent-Type: multipart/alternative; boundary=\"B\"\r\n\r\npreamble\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nD=C3=ADa\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eDwvcD4=\r\n--B--\r\n";

    #[test]
    fn a_mail_is_read_whole() {
        let mail = Parsed::read(MAIL.as_bytes());
        assert_eq!(mail.header("Subject").as_deref(), Some("Traslado ± del día"));
        assert_eq!(mail.addresses("To"), ["a@x.example", "b@x.example"]);
        assert_eq!((mail.text.as_str(), mail.html.as_str()), ("Día", "<p>x</p>"));
    }

    #[test]
    fn a_header_is_replaced() {
        let new = with_header(MAIL.as_bytes(), "Message-ID", "<new@y>");
        let mail = Parsed::read(&new);
        assert_eq!(mail.headers.iter().filter(|(n, _)| n == "Message-ID").count(), 1);
        assert_eq!(mail.header("message-id").as_deref(), Some("<new@y>"));
        assert_eq!(mail.text, "Día");
    }

    #[test]
    fn both_base64_alphabets_are_taken() {
        assert_eq!(from_base64url("_-8="), Some(vec![0xff, 0xef]));
        assert_eq!(from_base64url("/+8"), Some(vec![0xff, 0xef]));
        assert_eq!(from_base64url("%"), None);
    }
}
