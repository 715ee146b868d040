//! One call to one of Google's APIs.

use bytes::Bytes;
use http::{Method, Uri};
use tokio::time::Instant;

/// A request, sent as often as it takes. Cloning shares the body, so that every try sends the same
/// bytes.
#[derive(Clone)]
pub(in crate::google) struct Call {
    /// The name under which logs and errors know it, such as `sheets.batchUpdate`.
    pub(in crate::google) name: &'static str,
    pub(in crate::google) method: Method,
    pub(in crate::google) uri: Uri,
    /// A JSON document, where there is one.
    pub(in crate::google) body: Option<Bytes>,
    /// True if the request may be sent again although an earlier copy may have been applied.
    pub(in crate::google) safe: bool,
    /// True if it counts against the write quota of Sheets.
    pub(in crate::google) paced: bool,
    /// The instant by which everything about this call must be over.
    pub(in crate::google) deadline: Instant,
}

/// A path and query, made so that nothing in a configured id can leave its place in it.
pub(in crate::google) struct CallTarget(String);

impl CallTarget {
    /// A fixed path. Every answer is asked for without indentation: half the bytes.
    pub(in crate::google) fn new(path: &str) -> Self {
        Self(format!("{path}?prettyPrint=false"))
    }

    /// A path with an id in it: `before`, then the id, then `after`.
    pub(in crate::google) fn with_id(before: &str, id: &str, after: &str) -> Self {
        Self::new(&format!("{before}{}{after}", encoded(id)))
    }

    /// Adds a query parameter. `value` is ours and needs no encoding.
    pub(in crate::google) fn and(mut self, key: &str, value: &str) -> Self {
        self.0.extend(["&", key, "=", value]);
        self
    }

    /// Adds a query parameter whose value is not ours.
    pub(in crate::google) fn and_encoded(self, key: &str, value: &str) -> Self {
        self.and(key, &encoded(value))
    }

    pub(in crate::google) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986, section 2.3; dots too where a
/// segment of dots would climb out of its path.
fn encoded(id: &str) -> String {
    let dots = id.chars().all(|c| c == '.');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && !dots);
    id.bytes().fold(String::with_capacity(id.len()), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place_in_the_path() {
        let target =
            CallTarget::with_id("/v4/spreadsheets/", "a/b?c#d é%..", ":batchUpdate").and("fields", "x(y,z)");
        assert_eq!(
            target.as_str(),
            "/v4/spreadsheets/a%2Fb%3Fc%23d%20%C3%A9%25..:batchUpdate?prettyPrint=false&fields=x(y,z)"
        );
        assert_eq!(CallTarget::with_id("/v4/", "..", "").as_str(), "/v4/%2E%2E?prettyPrint=false");
    }
}
