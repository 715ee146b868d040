//! One cell, kept small: a sheet of millions of them must fit in memory.

use std::borrow::Cow;

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

/// The error that a formula comes to: its kind, and Google's sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) message: Cow<'static, str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
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
                json!({"errorValue": {"type": failure.kind(), "message": failure.message}})
            }
        })
    }
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(crate) fn parse() -> Self {
        Self::new(FailureKind::Parse, "Formula parse error.")
    }

    pub(crate) fn divide(function: &str) -> Self {
        Self::new(
            FailureKind::DivideByZero,
            format!("Evaluation of function {function} caused a divide by zero error."),
        )
    }

    pub(crate) fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::Value, message)
    }

    pub(crate) fn reference(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::Reference, message)
    }

    pub(crate) fn name(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::Name, message)
    }

    pub(crate) fn number(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::Number, message)
    }

    pub(crate) fn missing(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureKind::NotAvailable, message)
    }

    /// The failure that such a literal stands for.
    pub(crate) fn shown_as(text: &str) -> Self {
        let kind = match text.to_ascii_uppercase().as_str() {
            "#REF!" => FailureKind::Reference,
            "#DIV/0!" => FailureKind::DivideByZero,
            "#VALUE!" => FailureKind::Value,
            "#NAME?" => FailureKind::Name,
            "#NUM!" => FailureKind::Number,
            "#N/A" => FailureKind::NotAvailable,
            _ => FailureKind::Parse,
        };
        let message = match kind {
            FailureKind::Reference => "Reference does not exist.",
            FailureKind::Parse => "Formula parse error.",
            _ => "Error value in the formula.",
        };
        Self::new(kind, message)
    }

    /// What the cell shows.
    pub(crate) fn shown(&self) -> &'static str {
        match self.kind {
            FailureKind::Parse => "#ERROR!",
            FailureKind::DivideByZero => "#DIV/0!",
            FailureKind::Value => "#VALUE!",
            FailureKind::Reference => "#REF!",
            FailureKind::Name => "#NAME?",
            FailureKind::Number => "#NUM!",
            FailureKind::NotAvailable => "#N/A",
        }
    }

    /// What a reader of unformatted values gets: what the cell shows, and the sentence about it, which may repeat the value
    /// of a cell.
    pub(crate) fn told(&self) -> String {
        if self.message.is_empty() {
            return self.shown().to_owned();
        }
        format!("{} ({})", self.shown(), self.message)
    }

    fn kind(&self) -> &'static str {
        match self.kind {
            FailureKind::Parse => "ERROR",
            FailureKind::DivideByZero => "DIVIDE_BY_ZERO",
            FailureKind::Value => "VALUE",
            FailureKind::Reference => "REF",
            FailureKind::Name => "NAME",
            FailureKind::Number => "NUM",
            FailureKind::NotAvailable => "N_A",
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
