//! A request that has been understood, and what a handler answers it with.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::schema::{Mask, truth};

/// A request of an account that may make it, whose parameters and body are well formed.
pub(crate) struct Call {
    pub(crate) account: String,
    /// The scopes of the token; `None` is every scope.
    pub(crate) scopes: Option<BTreeSet<String>>,
    /// Only files that the program made itself are in sight.
    pub(crate) narrow: bool,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Value,
    /// The media part of an upload.
    pub(crate) media: Option<Media>,
    pub(crate) mask: Mask,
    /// What is wrong with the mask, where that is said only after everything else.
    pub(crate) wrong_mask: Option<ApiError>,
    pub(crate) pretty: bool,
}

/// What an upload brings beside its JSON.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) kind: String,
    pub(crate) content: Vec<u8>,
}

/// What a handler answers.
pub(crate) enum Answer {
    Json(Value),
    /// JSON that is already written.
    Written(Vec<u8>),
    /// A content type and a body.
    Text(String, Vec<u8>),
    /// 204.
    Empty,
}

impl Call {
    pub(crate) fn path(&self, name: &str) -> &str {
        self.path.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v)
    }

    /// The value of a parameter; of several the one that Google reads.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        if FIRST.contains(&name) { first(&self.query, name) } else { last(&self.query, name) }
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.one(name).and_then(truth) == Some(true)
    }

    /// Whether a flag is spelled `true`, in whatever case: some of Drive's checks know no other spelling.
    pub(crate) fn spelled_true(&self, name: &str) -> bool {
        self.one(name).is_some_and(|v| v.eq_ignore_ascii_case("true"))
    }

    /// Writes an answer without building it as a value first.
    pub(crate) fn write(&self, answer: &impl Serialize) -> Result<Answer, ApiError> {
        let written =
            if self.pretty { serde_json::to_vec_pretty(answer) } else { serde_json::to_vec(answer) };
        written.map(Answer::Written).map_err(|_| ApiError::unimplemented("an answer that is no JSON"))
    }

    /// The request as the log of changes keeps it.
    pub(crate) fn logged(&self) -> Value {
        let mut out = json!({});
        for (name, value) in &self.path {
            out[*name] = value.as_str().into();
        }
        for (name, value) in &self.query {
            out[name.as_str()] = value.as_str().into();
        }
        if self.body.is_object() {
            out["body"] = self.body.clone();
        }
        out
    }
}

/// Leaves out the members that have their default, as Google's JSON does.
pub(crate) fn drop_defaults(value: &mut Value) {
    if let Value::Object(map) = value {
        for entry in map.values_mut() {
            if let Value::Object(_) = entry {
                drop_defaults(entry);
            }
        }
        // The bounds of a range are no defaults: an absent one means the edge of the sheet.
        map.retain(|name, v| match v {
            Value::Number(_)
                if name.ends_with("Index") && (name.starts_with("start") || name.starts_with("end")) =>
            {
                true
            }
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Number(n) => n.as_f64() != Some(0.0),
            Value::String(s) => !s.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(_) => true,
        });
    }
}

/// The parameters of which Google reads the first when there are several; of all others it reads the last.
const FIRST: [&str; 12] = [
    "fields",
    "q",
    "pageSize",
    "pageToken",
    "orderBy",
    "mimeType",
    "acknowledgeAbuse",
    "useDomainAdminAccess",
    "supportsAllDrives",
    "supportsTeamDrives",
    "includeItemsFromAllDrives",
    "includeTeamDriveItems",
];

/// The first value of a parameter.
pub(super) fn first<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// The last value of a parameter.
pub(super) fn last<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// Undoes percent-encoding; in a query a plus is a blank.
pub(crate) fn decode(text: &str, query: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
                continue;
            }
            (b'+', ..) if query => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The pairs of a query or form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let each = text.split('&').filter(|part| !part.is_empty());
    each.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name, true), decode(value, true))
    })
    .collect()
}

/// Percent-encodes all but the letters that never need it.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    out
}

/// A body of no members, for requests that have none.
pub(crate) fn nothing() -> Value {
    Value::Object(Map::new())
}
