//! Holds a JSON value against the type Google declares for it, and brings it to one form on the way:
//! nulls are dropped as unset, integers written as strings become numbers, floats lose what 32 bits cannot hold.

use serde_json::{Number, Value};

use super::{Field, Kind, Schema};

/// What is wrong with a request, in Google's words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The field's path in Google's spelling; empty at the root.
    pub(crate) field: String,
    pub(crate) text: String,
}

/// Deeper bodies are refused before they can exhaust the stack.
const DEPTH: usize = 90;

/// Checks and normalises `value` in place; `root` is the name Google gives the body in its messages.
pub(crate) fn check(
    schema: &Schema,
    type_name: &'static str,
    root: &str,
    value: &mut Value,
) -> Vec<Violation> {
    let mut walk = Walk { schema, path: Vec::new(), violations: Vec::new() };
    if !root.is_empty() {
        walk.path.push(root.to_owned());
    }
    walk.value(&Kind::Named(type_name), value);
    walk.violations
}

/// Checks one query parameter, which is always text.
pub(crate) fn check_parameter(field: &Field, text: &str) -> Option<Violation> {
    let refuse = |label: &str| {
        let name = snake(field.name);
        let text = format!("Invalid value at '{name}' ({label}), \"{text}\"");
        Some(Violation { field: name, text })
    };
    let item = if let Kind::List(item) = &field.kind { item } else { &field.kind };
    match item {
        Kind::Bool if truth(text).is_none() => refuse("TYPE_BOOL"),
        Kind::Uint32 if text.parse::<u32>().is_err() => refuse("TYPE_UINT32"),
        Kind::Int32 if text.parse::<i32>().is_err() => refuse("TYPE_INT32"),
        Kind::Int64 if text.parse::<i64>().is_err() => refuse("TYPE_INT64"),
        Kind::Choice(allowed) if !allowed.contains(&text) => refuse(&enumeration(field.name)),
        _ => None,
    }
}

/// A truth value as Google reads it from a query.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    path: Vec<String>,
    violations: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, kind: &Kind, value: &mut Value) {
        if self.path.len() > DEPTH {
            self.refuse(
                "Invalid JSON payload received. Message too deep. Max recursion depth reached.".to_owned(),
            );
            return;
        }
        match kind {
            Kind::Any => {}
            Kind::Named(name) => self.message(name, value),
            Kind::List(item) => self.list(item, value),
            Kind::Map(item) => match value {
                Value::Object(map) => {
                    for (key, entry) in map {
                        self.at(key.clone(), |walk| walk.value(item, entry));
                    }
                }
                other => self.invalid("TYPE_MESSAGE", other),
            },
            Kind::Choice(allowed) => match value {
                Value::String(text) if allowed.contains(&text.as_str()) => {}
                other => {
                    let label = enumeration(self.path.last().map_or("", String::as_str));
                    self.invalid(&label, other);
                }
            },
            Kind::Text | Kind::Time | Kind::Bytes | Kind::Mask if value.is_string() => {}
            Kind::Text | Kind::Time => self.invalid("TYPE_STRING", value),
            Kind::Bytes => self.invalid("TYPE_BYTES", value),
            Kind::Mask => self.invalid("type.googleapis.com/google.protobuf.FieldMask", value),
            Kind::Bool if value.is_boolean() => {}
            Kind::Bool => self.invalid("TYPE_BOOL", value),
            Kind::Uint32 => match whole(value).and_then(|n| u32::try_from(n).ok()) {
                Some(n) => *value = n.into(),
                None => self.invalid("TYPE_UINT32", value),
            },
            Kind::Int32 => match whole(value).and_then(|n| i32::try_from(n).ok()) {
                Some(n) => *value = n.into(),
                None => self.invalid("TYPE_INT32", value),
            },
            Kind::Int64 => match whole(value) {
                Some(n) => *value = n.to_string().into(),
                None => self.invalid("TYPE_INT64", value),
            },
            Kind::Float => match real(value) {
                Some(n) => *value = single(n),
                None => self.invalid("TYPE_FLOAT", value),
            },
            Kind::Double => match real(value).and_then(Number::from_f64) {
                Some(n) if !value.is_number() => *value = n.into(),
                Some(_) => {}
                None => self.invalid("TYPE_DOUBLE", value),
            },
        }
    }

    fn message(&mut self, name: &'static str, value: &mut Value) {
        let Value::Object(map) = value else {
            self.invalid(&format!("type.googleapis.com/google.apps.sheets.v4.{name}"), value);
            return;
        };
        // An unset field and a null one are the same message in Google's JSON.
        map.retain(|_, entry| !entry.is_null());
        if self.schema.lenient {
            map.retain(|key, _| self.schema.field(name, key).is_some());
        }
        for (key, entry) in map {
            if let Some(field) = self.schema.field(name, key) {
                self.at(snake(key), |walk| walk.value(&field.kind, entry));
            } else {
                let at = if self.path.is_empty() { String::new() } else { format!(" at '{}'", self.path()) };
                self.refuse(format!(
                    "Invalid JSON payload received. Unknown name \"{key}\"{at}: Cannot find field."
                ));
            }
        }
    }

    fn list(&mut self, item: &Kind, value: &mut Value) {
        let Value::Array(items) = value else {
            let label = match item {
                Kind::List(_) => "type.googleapis.com/google.protobuf.ListValue".to_owned(),
                Kind::Named(name) => format!("type.googleapis.com/google.apps.sheets.v4.{name}"),
                _ => "TYPE_STRING".to_owned(),
            };
            self.invalid(&label, value);
            return;
        };
        let parent = self.path.pop().unwrap_or_default();
        for (index, entry) in items.iter_mut().enumerate() {
            // The cells of a values body are of any type, and null there means "leave this cell".
            if matches!(item, Kind::Any) {
                continue;
            }
            if let (Kind::List(_), false) = (item, entry.is_array()) {
                self.path.push(format!("{parent}[{index}]"));
                self.invalid("type.googleapis.com/google.protobuf.ListValue", entry);
                self.path.pop();
                continue;
            }
            self.at(format!("{parent}[{index}]"), |walk| walk.value(item, entry));
        }
        self.path.push(parent);
    }

    fn at(&mut self, segment: String, act: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        act(self);
        self.path.pop();
    }

    fn path(&self) -> String {
        self.path.join(".")
    }

    fn invalid(&mut self, label: &str, value: &Value) {
        let shown = if value.is_object() || value.is_array() { String::new() } else { format!(", {value}") };
        self.refuse(format!("Invalid value at '{}' ({label}){shown}", self.path()));
    }

    fn refuse(&mut self, text: String) {
        // A body that is wrong in a thousand places is as wrong as one that is wrong in ten.
        if self.violations.len() < 10 {
            self.violations.push(Violation { field: self.path(), text });
        }
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64().or_else(|| n.as_f64().and_then(crate::num::whole)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

/// A float of the API has 32 bits and is printed in its shortest form.
fn single(n: f64) -> Value {
    crate::num::json(crate::num::single(n))
}

fn enumeration(name: &str) -> String {
    let bare = name.split('[').next().unwrap_or(name);
    let title: String = bare
        .split('_')
        .map(|word| {
            word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
        })
        .collect();
    format!("type.googleapis.com/google.apps.sheets.v4.{title}")
}

/// Google's messages name fields as its protocol buffers do.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::SHEETS;

    fn refused(type_name: &'static str, root: &str, mut value: Value) -> Vec<String> {
        check(&SHEETS, type_name, root, &mut value).into_iter().map(|v| v.text).collect()
    }

    #[test]
    fn an_unknown_field_is_named_with_its_place() {
        let body = json!({"requests": [{"addSheet": {"properties": {"titel": "x"}}}]});
        assert_eq!(
            refused("BatchUpdateSpreadsheetRequest", "", body),
            [
                "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field."
            ]
        );
        assert_eq!(
            refused("BatchUpdateSpreadsheetRequest", "", json!({"x": 1})),
            ["Invalid JSON payload received. Unknown name \"x\": Cannot find field."]
        );
    }

    #[test]
    fn wrong_types_and_enumerations_are_refused() {
        assert_eq!(
            refused("ValueRange", "data", json!({"values": "A1:D4"})),
            ["Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"A1:D4\""]
        );
        let body =
            json!({"requests": [{"insertDimension": {"range": {"dimension": "ROW", "startIndex": "x"}}}]});
        assert_eq!(
            refused("BatchUpdateSpreadsheetRequest", "", body),
            [
                "Invalid value at 'requests[0].insert_dimension.range.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"ROW\"",
                "Invalid value at 'requests[0].insert_dimension.range.start_index' (TYPE_INT32), \"x\"",
            ]
        );
    }

    #[test]
    fn nulls_are_unset_except_among_the_cells_of_a_values_body() {
        let mut value = json!({"majorDimension": null, "values": [[null, 1]]});
        assert!(check(&SHEETS, "ValueRange", "data", &mut value).is_empty());
        assert_eq!(value, json!({"values": [[null, 1]]}));
    }

    #[test]
    fn floats_are_single_and_whole_numbers_stay_whole() {
        let mut value = json!({"red": 1.0, "blue": 0.498_039_215_686_274_5});
        assert!(check(&SHEETS, "Color", "", &mut value).is_empty());
        assert_eq!(value.to_string(), r#"{"blue":0.49803922,"red":1}"#);
    }
}
