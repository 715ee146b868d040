//! The body of a batchUpdate, made once.

use bytes::Bytes;
use serde::Serialize;

use crate::google::error::{Error, ErrorKind};

/// Requests that Google applies in order, all or none, serialised once: however often it is sent,
/// the bytes are the same.
///
/// The batch has no `Debug`: its bytes hold citizens' text.
#[derive(Clone)]
pub struct Batch {
    bytes: Bytes,
    requests: usize,
}

#[derive(Serialize)]
struct BatchBody<'a, R> {
    requests: &'a [R],
}

impl Batch {
    /// Serialises requests: `google_sheets4::api::Request`, whose unset fields are left out, or
    /// `serde_json::Value`, which costs far less memory by the request.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] when a request cannot stand in JSON, which neither type allows.
    pub fn new<R: Serialize>(requests: &[R]) -> Result<Self, Error> {
        let json = serde_json::to_vec(&BatchBody { requests }).map_err(|_| Error {
            kind: ErrorKind::Malformed,
            call: "sheets.batchUpdate",
            reads_spreadsheet: false,
            status: None,
            attempts: 0,
            ambiguous: false,
            retry_after: None,
        })?;
        Ok(Self { bytes: without_unset(&json).into(), requests: requests.len() })
    }

    /// The body, shared, not copied.
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// How many requests it holds.
    pub fn requests(&self) -> usize {
        self.requests
    }
}

/// Leaves out the members of objects that are null, in compact JSON as `serde_json` writes it: the
/// generated types write every unset field as null. Nulls in arrays keep their place; the hubs
/// remove these too, and everything after them moves one cell to the left.
fn without_unset(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len());
    let (mut at, mut key) = (0, 0);

    while at < json.len() {
        let rest = &json[at..];
        if rest[0] == b'"' {
            key = out.len();
            let string = &rest[..string_length(rest)];
            out.extend_from_slice(string);
            at += string.len();
        } else if rest.starts_with(b":null") {
            // The last string written is this member's key.
            out.truncate(key);
            at += b":null".len();
            match json.get(at) {
                Some(b',') => at += 1,
                _ if out.last() == Some(&b',') => drop(out.pop()),
                _ => {}
            }
        } else {
            out.push(rest[0]);
            at += 1;
        }
    }

    out
}

/// The length of the JSON string that `json` begins with, quotes included.
fn string_length(json: &[u8]) -> usize {
    let mut escaped = false;
    let end = json.iter().skip(1).position(|&byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    end.map_or(json.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use google_sheets4::api::{AddSheetRequest, Request, SheetProperties};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn unset_fields_of_generated_requests_are_left_out() {
        let properties = SheetProperties { title: Some("a:null,\"b\\".into()), ..Default::default() };
        let request = Request {
            add_sheet: Some(AddSheetRequest { properties: Some(properties) }),
            ..Default::default()
        };
        let batch = Batch::new(std::slice::from_ref(&request)).unwrap();
        let written: Value = serde_json::from_slice(&batch.bytes()).unwrap();
        assert_eq!(written, json!({"requests": [{"addSheet": {"properties": {"title": "a:null,\"b\\"}}}]}));
        assert_eq!(batch.requests(), 1);
    }

    #[test]
    fn a_null_in_an_array_keeps_its_place() {
        let batch = Batch::new(&[json!({"values": ["a", null, "c"]})]).unwrap();
        assert_eq!(batch.bytes(), r#"{"requests":[{"values":["a",null,"c"]}]}"#);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            prop_oneof!["[\"\\\\:,{}nul é\u{0}]{0,8}", Just(":null".to_owned())].prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a\":\\\\,]{0,3}", inner, 0..5)
                    .prop_map(|members| members.into_iter().collect::<Value>()),
            ]
        })
    }

    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|_, member| !member.is_null());
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn only_null_members_are_left_out(value in any_json()) {
            let stripped = without_unset(&serde_json::to_vec(&value).unwrap());
            let mut expected = value;
            strip(&mut expected);
            prop_assert_eq!(serde_json::from_slice::<Value>(&stripped).unwrap(), expected);
        }
    }
}
