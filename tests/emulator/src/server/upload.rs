//! The upload forms of Drive and Gmail that are one request: media alone, or JSON and media in one.

use serde_json::Value;

use super::call::{Media, nothing};
use crate::error::ApiError;
use crate::gmail::{parameter, split};

/// The JSON and the media of an upload.
pub(crate) fn read(kind: &str, content_type: &str, body: &[u8]) -> Result<(Value, Media), ApiError> {
    match kind {
        "media" => Ok((nothing(), Media { kind: content_type.to_owned(), content: body.to_vec() })),
        "multipart" => multipart(content_type, body),
        _ => Err(ApiError::unimplemented(&format!("an upload of type {kind}"))),
    }
}

fn multipart(content_type: &str, body: &[u8]) -> Result<(Value, Media), ApiError> {
    let bad = || ApiError::invalid("Malformed multipart body.");
    let boundary = parameter(content_type, "boundary").ok_or_else(bad)?;
    let parts = split(body, &boundary);
    let [first, second] = parts.as_slice() else { return Err(bad()) };
    let (_, json) = head_and_body(first);
    let text = std::str::from_utf8(json).map_err(|_| bad())?;
    let json = if text.trim().is_empty() {
        nothing()
    } else {
        serde_json::from_str(text).map_err(|e| ApiError::bad_json(&e.to_string()))?
    };
    let (head, content) = head_and_body(second);
    let head = String::from_utf8_lossy(head).into_owned();
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (n, v) = line.split_once(':')?;
            n.trim().eq_ignore_ascii_case(name).then(|| v.trim().to_owned())
        })
    };
    let kind = header("Content-Type").unwrap_or_else(|| "application/octet-stream".to_owned());
    let content = if header("Content-Transfer-Encoding").is_some_and(|e| e.eq_ignore_ascii_case("base64")) {
        crate::gmail::from_base64url(&String::from_utf8_lossy(content)).ok_or_else(bad)?
    } else {
        content.to_vec()
    };
    Ok((json, Media { kind, content }))
}

fn head_and_body(part: &[u8]) -> (&[u8], &[u8]) {
    // A part without headers begins with the empty line.
    for gap in [b"\r\n".as_slice(), b"\n"] {
        if let Some(rest) = part.strip_prefix(gap) {
            return (&[], rest);
        }
    }
    for gap in [b"\r\n\r\n".as_slice(), b"\n\n"] {
        if let Some(at) = part.windows(gap.len()).position(|w| w == gap) {
            return (&part[..at], &part[at + gap.len()..]);
        }
    }
    (part, &[])
}
