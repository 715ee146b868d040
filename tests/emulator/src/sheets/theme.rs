//! Colours: the two names that each has, the theme they may come from, and the bytes they are shown in.

use serde_json::{Map, Value, json};

use crate::num;

// Eighths of a byte would be lost in decimals, so the colours are given as bytes.
const COLORS: [(&str, [u8; 3]); 9] = [
    ("TEXT", [0, 0, 0]),
    ("BACKGROUND", [255, 255, 255]),
    ("ACCENT1", [66, 133, 244]),
    ("ACCENT2", [234, 67, 53]),
    ("ACCENT3", [251, 188, 4]),
    ("ACCENT4", [52, 168, 83]),
    ("ACCENT5", [255, 109, 1]),
    ("ACCENT6", [70, 189, 198]),
    ("LINK", [17, 85, 204]),
];

/// The theme of every spreadsheet, as its properties show it.
pub(crate) fn json() -> Value {
    let list: Vec<Value> = COLORS
        .iter()
        .map(|(kind, bytes)| json!({"colorType": kind, "color": {"rgbColor": color(*bytes)}}))
        .collect();
    json!({"primaryFontFamily": "Arial", "themeColors": list})
}

/// A `Color` of bytes; what is nought is left out.
pub(crate) fn color(bytes: [u8; 3]) -> Value {
    let mut out = Map::new();
    for (name, byte) in ["red", "green", "blue"].into_iter().zip(bytes) {
        if byte > 0 {
            out.insert(name.to_owned(), num::json(num::single(f64::from(byte) / 255.0)));
        }
    }
    Value::Object(out)
}

/// The bytes of a `Color`.
pub(crate) fn bytes(color: &Value) -> [u8; 3] {
    ["red", "green", "blue"].map(|name| {
        let n = color[name].as_f64().unwrap_or(0.0).clamp(0.0, 1.0);
        u8::try_from(num::floor((n * 255.0).round())).unwrap_or(0)
    })
}

/// A colour under either of its names (`headerColor`, `headerColorStyle`), as a `ColorStyle`; the style wins.
pub(crate) fn given(map: &Value, plain: &str) -> Option<Value> {
    let style = &map[format!("{plain}Style").as_str()];
    if style["rgbColor"].is_object() || style["themeColor"].is_string() {
        return Some(style.clone());
    }
    map[plain].is_object().then(|| json!({"rgbColor": map[plain]}))
}

/// The `Color` that a `ColorStyle` comes to.
pub(crate) fn rgb(style: &Value) -> Value {
    if let Some(name) = style["themeColor"].as_str() {
        return COLORS.iter().find(|(kind, _)| *kind == name).map_or_else(|| json!({}), |(_, b)| color(*b));
    }
    if style["rgbColor"].is_object() { style["rgbColor"].clone() } else { json!({}) }
}

/// Sets a colour under both of its names.
pub(crate) fn paint(map: &mut Value, plain: &str, style: &Value) {
    map[plain] = rgb(style);
    map[format!("{plain}Style").as_str()] = style.clone();
}

/// Gives every colour of an object its other name too.
pub(crate) fn pair_all(map: &mut Value, names: &[&str]) {
    for name in names {
        if let Some(style) = given(map, name) {
            paint(map, name, &style);
        }
    }
}
