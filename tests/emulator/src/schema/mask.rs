//! Field masks: `a(b,c.d),e/f,*` as a tree.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Kind, Schema};

/// What a `fields` parameter or member selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// Everything below this point.
    All,
    /// Only these members, each with its own mask.
    Some(BTreeMap<String, Mask>),
}

impl Mask {
    /// Reads a mask; the error is the text that could not be read.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(text.to_owned());
        }
        let mask = list(&mut rest, 0).ok_or_else(|| text.to_owned())?;
        if rest.is_empty() { Ok(mask) } else { Err(text.to_owned()) }
    }

    /// A mask that selects nothing.
    pub(crate) fn none() -> Self {
        Self::Some(BTreeMap::new())
    }

    /// The mask below `name`; `None` when the member is not selected.
    pub(crate) fn below(&self, name: &str) -> Option<&Self> {
        match self {
            Self::All => Some(&Self::All),
            Self::Some(members) => members.get(name).or_else(|| members.get("*")),
        }
    }

    /// Whether anything at or below the dotted path is selected.
    pub(crate) fn wants(&self, path: &str) -> bool {
        path.split('.').try_fold(self, Self::below).is_some()
    }

    /// Keeps what is selected; messages on the way to a selected field stay, though empty.
    pub(crate) fn keep(&self, value: Value) -> Value {
        let Self::Some(_) = self else { return value };
        match value {
            Value::Object(map) => {
                let kept =
                    map.into_iter().filter_map(|(key, entry)| self.below(&key).map(|m| (key, m.keep(entry))));
                Value::Object(kept.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.into_iter().map(|item| self.keep(item)).collect(),
            scalar => scalar,
        }
    }

    /// Writes the selected members of `source` over `target`; a selected member that is absent is cleared.
    pub(crate) fn merge(&self, target: &mut Value, source: &Value) {
        match self {
            Self::All => *target = source.clone(),
            Self::Some(members) => {
                if !target.is_object() {
                    *target = Value::Object(Map::new());
                }
                let Value::Object(map) = target else { return };
                if members.contains_key("*") {
                    *map = source.as_object().cloned().unwrap_or_default();
                    return;
                }
                for (name, mask) in members {
                    let given = &source[name.as_str()];
                    if *mask == Self::All && given.is_null() {
                        map.remove(name);
                        continue;
                    }
                    let entry = map.entry(name.clone()).or_insert(Value::Null);
                    mask.merge(entry, given);
                    if entry.as_object().is_some_and(Map::is_empty) && given.is_null() {
                        map.remove(name);
                    }
                }
            }
        }
    }

    /// Colours below a member are selected under both their names when they are under one.
    pub(crate) fn pair(&mut self, member: &str, colors: &[&str]) {
        let Self::Some(members) = self else { return };
        let Some(Self::Some(below)) = members.get_mut(member) else { return };
        for plain in colors {
            let style = format!("{plain}Style");
            if below.contains_key(*plain) || below.contains_key(&style) {
                below.insert((*plain).to_owned(), Self::All);
                below.insert(style, Self::All);
            }
        }
    }

    /// The first path that the type does not have.
    pub(crate) fn unknown(&self, schema: &Schema, type_name: &str) -> Option<String> {
        let Self::Some(members) = self else { return None };
        members.iter().filter(|(name, _)| *name != "*").find_map(|(name, mask)| {
            let Some(field) = schema.field(type_name, name) else { return Some(name.clone()) };
            match (&field.kind, field.kind.named()) {
                (_, Some(inner)) => mask.unknown(schema, inner).map(|path| format!("{name}.{path}")),
                (Kind::Any | Kind::Map(_) | Kind::List(_), None) => None,
                (_, None) if *mask == Self::All => None,
                _ => Some(name.clone()),
            }
        })
    }
}

fn list(rest: &mut &str, depth: usize) -> Option<Mask> {
    if depth > 40 {
        return None;
    }
    let mut members = BTreeMap::new();
    loop {
        let (name, mask) = path(rest, depth)?;
        add(&mut members, name, mask);
        match rest.strip_prefix(',') {
            Some(more) => *rest = more.trim_start(),
            None => break,
        }
    }
    let everything = members.len() == 1 && members.get("*") == Some(&Mask::All);
    Some(if everything { Mask::All } else { Mask::Some(members) })
}

fn path(rest: &mut &str, depth: usize) -> Option<(String, Mask)> {
    let end = rest.find(['.', '/', ',', '(', ')']).unwrap_or(rest.len());
    let (name, tail) = rest.split_at(end);
    let name = name.trim();
    if name.is_empty() || depth > 40 {
        return None;
    }
    *rest = tail;
    let mask = match rest.chars().next() {
        Some('.' | '/') => {
            *rest = &rest[1..];
            let (below, mask) = path(rest, depth + 1)?;
            if below == "*" && mask == Mask::All {
                Mask::All
            } else {
                Mask::Some(BTreeMap::from([(below, mask)]))
            }
        }
        Some('(') => {
            *rest = &rest[1..];
            let mask = list(rest, depth + 1)?;
            *rest = rest.strip_prefix(')')?.trim_start();
            mask
        }
        _ => Mask::All,
    };
    Some((camel(name), mask))
}

/// Two paths through the same member select both.
fn add(members: &mut BTreeMap<String, Mask>, name: String, mask: Mask) {
    match (members.get_mut(&name), mask) {
        (Some(Mask::Some(known)), Mask::Some(more)) => {
            for (below, mask) in more {
                add(known, below, mask);
            }
        }
        (_, mask) => {
            members.insert(name, mask);
        }
    }
}

/// Masks may be written in either spelling.
fn camel(name: &str) -> String {
    let mut up = false;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c == '_' {
            up = true;
        } else {
            out.push(if up { c.to_ascii_uppercase() } else { c });
            up = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::SHEETS;

    #[test]
    fn every_spelling_of_a_mask_selects_the_same() {
        let value = json!({"a": {"b": 1, "c": {"d": 2, "e": 3}}, "f": [{"g": 1, "h": 2}], "i": 0});
        let wanted = json!({"a": {"b": 1, "c": {"d": 2}}, "f": [{"g": 1}]});
        for text in ["a(b,c.d),f.g", "a/b,a/c/d,f/g", "a(b,c(d)),f(g)"] {
            assert_eq!(Mask::parse(text).unwrap().keep(value.clone()), wanted, "{text}");
        }
        assert_eq!(Mask::parse("*").unwrap().keep(value.clone()), value);
        assert_eq!(Mask::parse("a.*").unwrap().keep(value.clone()), json!({"a": value["a"]}));
        assert!(Mask::parse("a(b").is_err() && Mask::parse("").is_err() && Mask::parse("a,,b").is_err());
    }

    #[test]
    fn a_selected_member_that_is_absent_is_cleared() {
        let mut target = json!({"title": "a", "grid": {"rows": 5, "columns": 6}, "hidden": true});
        Mask::parse("grid/rows,hidden").unwrap().merge(&mut target, &json!({"grid": {"rows": 7}}));
        assert_eq!(target, json!({"title": "a", "grid": {"rows": 7, "columns": 6}}));
    }

    #[test]
    fn paths_the_type_does_not_have_are_found() {
        let unknown = |text: &str| Mask::parse(text).unwrap().unknown(&SHEETS, "Spreadsheet");
        assert_eq!(unknown("sheets(data(columnMetadata(developerMetadata)))"), None);
        assert_eq!(
            unknown("sheets.data.rowData.values.noten"),
            Some("sheets.data.rowData.values.noten".to_owned())
        );
    }
}
