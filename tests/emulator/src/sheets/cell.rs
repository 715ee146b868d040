//! One cell, kept small: a sheet of millions of them must fit in memory.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::num;

/// What a person or a program put into a cell.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) enum Entered {
    #[default]
    Blank,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    /// The source, with its equals sign, whether or not it can be read as a formula.
    Formula(Box<str>),
}

/// A cell: what was entered, how it looks, and the rare things that hang on it.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    #[serde(default)]
    pub(crate) entered: Entered,
    /// An entry of the book's table of formats; 0 is no format of its own.
    #[serde(default)]
    pub(crate) format: u32,
    /// Note, validation, text and chip runs, pivot table: members of `CellData` kept as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extra: Option<Box<Map<String, Value>>>,
}

/// What a cell comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Blank,
    Bool(bool),
    Number(f64),
    Text(String),
    Error(Failure),
}

/// The errors of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Parse,
    DivideByZero,
    Value,
    Reference,
    Name,
    Number,
    NotAvailable,
}

impl Cell {
    pub(crate) fn is_empty(&self) -> bool {
        self.entered == Entered::Blank && self.format == 0 && self.extra.is_none()
    }

    pub(crate) fn extra(&self, name: &str) -> &Value {
        self.extra.as_ref().and_then(|map| map.get(name)).unwrap_or(&Value::Null)
    }

    /// Sets or clears one of the rare members.
    pub(crate) fn set_extra(&mut self, name: &str, value: Value) {
        let mut map = self.extra.take().unwrap_or_default();
        if value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == json!("") {
            map.remove(name);
        } else {
            map.insert(name.to_owned(), value);
        }
        self.extra = (!map.is_empty()).then_some(map);
    }
}

impl Entered {
    /// A value written as it stands: text stays text, whatever it looks like.
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    /// The `ExtendedValue`; `None` for a blank cell.
    pub(crate) fn json(&self) -> Option<Value> {
        Some(match self {
            Self::Blank => return None,
            Self::Bool(b) => json!({"boolValue": b}),
            Self::Number(n) => json!({"numberValue": num::json(*n)}),
            Self::Text(text) => json!({"stringValue": text}),
            Self::Formula(source) => json!({"formulaValue": source}),
        })
    }

    /// Reads an `ExtendedValue`.
    pub(crate) fn from_json(value: &Value) -> Result<Self, String> {
        let Some(map) = value.as_object() else { return Ok(Self::Blank) };
        let mut members = map.iter();
        let Some((name, given)) = members.next() else { return Ok(Self::Blank) };
        if let Some((other, _)) = members.next() {
            return Err(format!("oneof field 'value' is already set. Cannot set '{other}'"));
        }
        Ok(match (name.as_str(), given) {
            ("boolValue", Value::Bool(b)) => Self::Bool(*b),
            ("numberValue", Value::Number(n)) => Self::Number(n.as_f64().unwrap_or(0.0)),
            ("stringValue", Value::String(text)) => Self::text(text),
            ("formulaValue", Value::String(source)) if source.starts_with('=') => {
                Self::Formula(source.as_str().into())
            }
            ("formulaValue", _) => return Err("Invalid formula: must start with '='.".to_owned()),
            _ => return Err(format!("Setting {name} is not allowed.")),
        })
    }

    pub(crate) fn characters(&self) -> usize {
        match self {
            Self::Text(text) | Self::Formula(text) if text.len() > 1000 => text.encode_utf16().count(),
            Self::Text(text) | Self::Formula(text) => text.len(),
            _ => 0,
        }
    }
}

impl Outcome {
    /// The `effectiveValue`; `None` for a blank.
    pub(crate) fn json(&self) -> Option<Value> {
        Some(match self {
            Self::Blank => return None,
            Self::Bool(b) => json!({"boolValue": b}),
            Self::Number(n) => json!({"numberValue": num::json(*n)}),
            Self::Text(text) => json!({"stringValue": text}),
            Self::Error(failure) => {
                json!({"errorValue": {"type": failure.kind(), "message": failure.message()}})
            }
        })
    }
}

impl Failure {
    /// What the cell shows.
    pub(crate) fn shown(self) -> &'static str {
        match self {
            Self::Parse => "#ERROR!",
            Self::DivideByZero => "#DIV/0!",
            Self::Value => "#VALUE!",
            Self::Reference => "#REF!",
            Self::Name => "#NAME?",
            Self::Number => "#NUM!",
            Self::NotAvailable => "#N/A",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Parse => "ERROR",
            Self::DivideByZero => "DIVIDE_BY_ZERO",
            Self::Value => "VALUE",
            Self::Reference => "REF",
            Self::Name => "NAME",
            Self::Number => "NUM",
            Self::NotAvailable => "N_A",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Parse => "Formula parse error.",
            Self::DivideByZero => "Function DIVIDE parameter 2 cannot be zero.",
            Self::Value => "A parameter of the formula has the wrong type.",
            Self::Reference => "Reference does not exist.",
            Self::Name => "Unknown function or range name.",
            Self::Number => "A number of the formula is out of range.",
            Self::NotAvailable => "Value not available.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small() {
        assert!(size_of::<Cell>() <= 40, "{}", size_of::<Cell>());
    }

    #[test]
    fn a_string_value_is_never_a_formula() {
        let cell = Entered::from_json(&json!({"stringValue": "=1+1"})).unwrap();
        assert_eq!(cell, Entered::Text("=1+1".into()));
        assert!(Entered::from_json(&json!({"stringValue": "a", "numberValue": 1})).is_err());
    }
}
