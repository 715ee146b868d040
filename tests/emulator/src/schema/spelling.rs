//! The spellings that Google's reader of protocol buffers takes for a name, an enumeration, a truth value and a number.

use serde_json::Value;

/// Enumerations whose values may be given by number: those whose names the discovery document lists in that order.
const NUMBERED: [&str; 3] = ["ROWS", "FORMATTED_VALUE", "SERIAL_NUMBER"];

/// The enumeration's value that is meant: its name in any case and with hyphens, or its number.
pub(crate) fn canonical(allowed: &[&'static str], value: &Value) -> Option<&'static str> {
    let number = || {
        let known = allowed.iter().any(|name| NUMBERED.contains(name));
        let at = if known { whole(value) } else { None };
        at.and_then(|at| usize::try_from(at).ok()).and_then(|at| allowed.get(at).copied())
    };
    let Some(text) = value.as_str() else { return number() };
    let plain = text.to_ascii_uppercase().replace('-', "_");
    let exact = allowed.iter().find(|name| **name == text);
    exact.or_else(|| allowed.iter().find(|name| **name == plain)).copied().or_else(number)
}

/// A truth value, in the words that Google knows.
pub(crate) fn boolean(value: &Value) -> Option<bool> {
    let text = match value {
        Value::Bool(own) => return Some(*own),
        Value::Number(n) if n.as_f64() == Some(1.0) => return Some(true),
        Value::Number(n) if n.as_f64() == Some(0.0) => return Some(false),
        Value::String(text) => text.to_ascii_lowercase(),
        _ => return None,
    };
    match text.as_str() {
        "true" | "t" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// A whole number, which may be written as a text without blanks.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64().or_else(|| n.as_f64().and_then(crate::num::whole)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A number, which may be written as a text.
pub(crate) fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

/// The type of an enumeration, from the name of its field.
pub(crate) fn enumeration(name: &str) -> String {
    let bare = name.split('[').next().unwrap_or(name);
    let title: String = snake(bare)
        .split('_')
        .map(|word| {
            word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
        })
        .collect();
    let title = if title == "MajorDimension" { "Dimension" } else { &title };
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
