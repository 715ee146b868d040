//! Holds a JSON value against the type Google declares for it, and brings it to one form on the way, as Google's reader of
//! protocol buffers does: nulls are dropped as unset, a list takes nested lists and a lone message as its elements, names
//! and enumerations have several spellings, integers written as strings become numbers, floats lose what 32 bits cannot
//! hold.

use serde_json::{Map, Number, Value};

use super::spelling::{boolean, canonical, enumeration, real, snake, whole};
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
        Kind::Bool if boolean(&text.into()).is_none() => refuse("TYPE_BOOL"),
        Kind::Uint32 if text.parse::<u32>().is_err() => refuse("TYPE_UINT32"),
        Kind::Int32 if text.parse::<i32>().is_err() => refuse("TYPE_INT32"),
        Kind::Int64 if text.parse::<i64>().is_err() => refuse("TYPE_INT64"),
        Kind::Choice(allowed) if canonical(allowed, &text.into()).is_none() => {
            refuse(&enumeration(field.name))
        }
        _ => None,
    }
}

/// A truth value as Google reads it from a query.
pub(crate) fn truth(text: &str) -> Option<bool> {
    boolean(&text.into())
}

/// A query parameter in the spelling that handlers know.
pub(crate) fn plain_parameter(field: &Field, text: String) -> String {
    let item = if let Kind::List(item) = &field.kind { item } else { &field.kind };
    match item {
        Kind::Bool => boolean(&text.as_str().into()).map_or(text, |own| own.to_string()),
        Kind::Choice(allowed) => canonical(allowed, &text.as_str().into()).map_or(text, str::to_owned),
        _ => text,
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
            self.too_deep();
            return;
        }
        match kind {
            Kind::Any => {}
            Kind::Named(name) => self.message(name, value),
            Kind::List(item) => {
                let field = self.path.pop().unwrap_or_default();
                self.list(&field, item, value);
                self.path.push(field);
            }
            Kind::Map(item) => match value {
                Value::Object(map) => {
                    for (key, entry) in map {
                        self.at(key.clone(), |walk| walk.value(item, entry));
                    }
                }
                other => self.invalid("TYPE_MESSAGE", other),
            },
            Kind::Choice(allowed) => {
                if let Some(name) = canonical(allowed, value) {
                    *value = name.into();
                } else {
                    let label = enumeration(self.path.last().map_or("", String::as_str));
                    self.invalid(&label, value);
                }
            }
            Kind::Text | Kind::Time | Kind::Bytes | Kind::Mask if value.is_string() => {}
            Kind::Text | Kind::Time => self.invalid("TYPE_STRING", value),
            Kind::Bytes => self.invalid("TYPE_BYTES", value),
            Kind::Mask => self.invalid("type.googleapis.com/google.protobuf.FieldMask", value),
            Kind::Bool => match boolean(value) {
                Some(own) => *value = own.into(),
                None => self.invalid("TYPE_BOOL", value),
            },
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
        self.rename(name, map);
        // An unset field and a null one are the same message in Google's JSON.
        map.retain(|_, entry| !entry.is_null());
        if self.schema.lenient {
            map.retain(|key, _| self.schema.field(name, key).is_some());
        }
        self.only_one(name, map);

        for (key, entry) in map {
            let Some(field) = self.schema.field(name, key) else {
                self.unknown_name(key, "Cannot find field.");
                continue;
            };
            match &field.kind {
                Kind::List(item) => self.list(&snake(key), item, entry),
                kind if entry.is_array() && !matches!(kind, Kind::Any) => {
                    self.unknown_name(key, "Proto field is not repeating, cannot start list.");
                }
                kind if entry.is_object() && kind.is_scalar() => self.wrapped(name, key, kind, entry),
                kind if is_wrapper(name, key) => {
                    self.at(snake(key), |walk| walk.at("value".to_owned(), |walk| walk.value(kind, entry)));
                }
                kind => self.at(snake(key), |walk| walk.value(kind, entry)),
            }
        }
    }

    /// A member may be called by the name it has in the protocol buffer.
    fn rename(&self, name: &str, map: &mut Map<String, Value>) {
        let known = |key: &str| self.schema.field(name, key).is_some();
        let other: Vec<String> = map.keys().filter(|key| !known(key) && key.contains('_')).cloned().collect();
        for key in other {
            if let Some(field) = self.schema.fields(name).iter().find(|field| snake(field.name) == key)
                && !map.contains_key(field.name)
                && let Some(entry) = map.remove(&key)
            {
                map.insert(field.name.to_owned(), entry);
            }
        }
    }

    /// Refuses two members of a type of which only one may be set.
    fn only_one(&mut self, name: &str, map: &mut Map<String, Value>) {
        let Some((group, members)) =
            ONE_OF.iter().find(|(owner, _, _)| *owner == name).map(|(_, g, m)| (g, m))
        else {
            return;
        };
        let set: Vec<&str> = members.iter().copied().filter(|member| map.contains_key(*member)).collect();
        for member in set.iter().skip(1) {
            map.remove(*member);
            self.refuse(format!(
                "Invalid value at '{}' (oneof), oneof field '{group}' is already set. Cannot set '{member}'",
                self.path()
            ));
        }
    }

    /// An object in the place of a scalar: the message that wraps it, or a mistake.
    fn wrapped(&mut self, name: &str, key: &str, kind: &Kind, entry: &mut Value) {
        if !is_wrapper(name, key) {
            self.refuse(format!(
                "Invalid value at '{}' ({}), Starting an object on a scalar field",
                self.path(),
                snake(key)
            ));
            return;
        }
        let mut inner = entry["value"].take();
        if inner.is_null() {
            inner = if *kind == Kind::Text { "".into() } else { 0.into() };
        }
        self.at(snake(key), |walk| walk.at("value".to_owned(), |walk| walk.value(kind, &mut inner)));
        *entry = inner;
    }

    /// The elements of a repeated field, in one list: nulls are none, lists in a list are more of them, and a message that
    /// stands for the list is its only element.
    fn list(&mut self, field: &str, item: &Kind, value: &mut Value) {
        if let (Kind::Named(_), true) = (item, value.is_object()) {
            self.at(field.to_owned(), |walk| walk.value(item, value));
            *value = Value::Array(vec![value.take()]);
            return;
        }
        let Value::Array(items) = value else {
            let label = match item {
                Kind::List(_) => "type.googleapis.com/google.protobuf.ListValue".to_owned(),
                Kind::Named(name) => format!("type.googleapis.com/google.apps.sheets.v4.{name}"),
                _ => "TYPE_STRING".to_owned(),
            };
            self.at(field.to_owned(), |walk| walk.invalid(&label, value));
            return;
        };
        let mut elements = Vec::with_capacity(items.len());
        self.elements(field, item, std::mem::take(items), &mut elements);
        *items = elements;
    }

    /// A list within a list is named by how many elements stand before it, as Google counts them.
    fn elements(&mut self, place: &str, item: &Kind, items: Vec<Value>, out: &mut Vec<Value>) {
        let mut count = 0;
        for mut entry in items {
            match (item, entry) {
                (_, Value::Null) => continue,
                // The cells of a values body are of any type, and null there means "leave this cell".
                (Kind::List(_), list @ Value::Array(_)) => entry = list,
                (Kind::List(_), other) => {
                    self.at(format!("{place}[{count}]"), |walk| {
                        walk.invalid("type.googleapis.com/google.protobuf.ListValue", &other);
                    });
                    entry = other;
                }
                (_, Value::Array(nested)) => {
                    if self.path.len() > DEPTH || place.len() > 8 * DEPTH {
                        self.too_deep();
                        return;
                    }
                    let before =
                        if count == 0 { place.to_owned() } else { format!("{place}[{}]", count - 1) };
                    self.elements(&before, item, nested, out);
                    continue;
                }
                (_, mut other) => {
                    self.at(format!("{place}[{count}]"), |walk| walk.value(item, &mut other));
                    entry = other;
                }
            }
            count += 1;
            out.push(entry);
        }
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

    fn too_deep(&mut self) {
        self.refuse(
            "Invalid JSON payload received. Message too deep. Max recursion depth reached.".to_owned(),
        );
    }

    fn unknown_name(&mut self, key: &str, why: &str) {
        let at = if self.path.is_empty() { String::new() } else { format!(" at '{}'", self.path()) };
        self.refuse(format!("Invalid JSON payload received. Unknown name \"{key}\"{at}: {why}"));
    }

    fn refuse(&mut self, text: String) {
        // A body that is wrong in a thousand places is as wrong as one that is wrong in ten.
        if self.violations.len() < 10 {
            self.violations.push(Violation { field: self.path(), text });
        }
    }
}

/// Members of which a message has one at the most: its type, the name of the choice, the members in Google's order.
const ONE_OF: [(&str, &str, &[&str]); 2] = [
    ("DataFilter", "filter", &["developerMetadataLookup", "a1Range", "gridRange"]),
    ("DeveloperMetadataLocation", "location", &["spreadsheet", "sheetId", "dimensionRange"]),
];

/// Scalars that stand in a message of their own, so that an unset one differs from zero: refusals name their `value`.
fn is_wrapper(type_name: &str, member: &str) -> bool {
    match type_name {
        "GridRange" | "DimensionRange" => member.ends_with("Index"),
        "DeveloperMetadataLookup" => matches!(member, "metadataId" | "metadataKey" | "metadataValue"),
        _ => false,
    }
}

/// A float of the API has 32 bits and is printed in its shortest form.
fn single(n: f64) -> Value {
    crate::num::json(crate::num::single(n))
}

#[cfg(test)]
mod tests;
