//! The looks of cells as classes of one style sheet. Only numbers and known words get into it, so that nothing a
//! person typed can end a rule or the sheet.

use std::collections::HashMap;

use serde_json::Value;

use crate::sheets::{color_bytes, color_given, color_rgb};

/// The style sheet of one page: each set of declarations once, under the class that its place gives it.
#[derive(Default)]
pub(super) struct Styles {
    list: Vec<String>,
    known: HashMap<String, usize>,
}

impl Styles {
    /// The class of a set of declarations; none for an empty one.
    pub(super) fn class(&mut self, declarations: String) -> String {
        if declarations.is_empty() {
            return String::new();
        }
        let next = self.list.len();
        let at = *self.known.entry(declarations.clone()).or_insert(next);
        if at == next {
            self.list.push(declarations);
        }
        format!("s{at}")
    }

    /// The style sheet.
    pub(super) fn sheet(&self) -> String {
        let rule = |(at, declarations)| format!(".s{at}{{{declarations}}}");
        self.list.iter().enumerate().map(rule).collect::<Vec<_>>().join("\n")
    }
}

/// `#rrggbb` of a colour that stands under either of its names; `None` where there is none.
pub(super) fn color(map: &Value, name: &str) -> Option<String> {
    color_given(map, name).map(|style| hex(color_bytes(&color_rgb(&style))))
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The colour of a `CellFormat`; `None` for white.
pub(super) fn fill(format: &Value) -> Option<String> {
    color(format, "backgroundColor").filter(|fill| fill != "#ffffff")
}

/// The declarations of a `CellFormat`, as far as they differ from those of every cell.
pub(super) fn cell(format: &Value) -> String {
    let mut out = Vec::new();
    if let Some(fill) = fill(format) {
        // A fill covers the lines of the grid around it.
        out.push(format!("background-color:{fill};border-color:{fill}"));
    }
    let text = text(&format["textFormat"]);
    if !text.is_empty() {
        out.push(text);
    }
    let word = |name: &str| format[name].as_str().unwrap_or("");
    match word("horizontalAlignment") {
        "CENTER" => out.push("text-align:center".to_owned()),
        "RIGHT" => out.push("text-align:right".to_owned()),
        _ => {}
    }
    match word("verticalAlignment") {
        "TOP" => out.push("vertical-align:top".to_owned()),
        "MIDDLE" => out.push("vertical-align:middle".to_owned()),
        _ => {}
    }
    if wraps(format) {
        out.push("white-space:pre-wrap;overflow-wrap:anywhere".to_owned());
    }
    for side in ["top", "right", "bottom", "left"] {
        out.extend(border(&format["borders"][side], side));
    }
    out.join(";")
}

/// Whether a cell of that format breaks its lines.
pub(super) fn wraps(format: &Value) -> bool {
    matches!(format["wrapStrategy"].as_str(), Some("WRAP" | "LEGACY_WRAP"))
}

fn border(border: &Value, side: &str) -> Option<String> {
    let (width, line) = match border["style"].as_str()? {
        "DOTTED" => (1, "dotted"),
        "DASHED" => (1, "dashed"),
        "SOLID" => (1, "solid"),
        "SOLID_MEDIUM" => (2, "solid"),
        "SOLID_THICK" => (3, "solid"),
        "DOUBLE" => (3, "double"),
        _ => return None,
    };
    let color = color(border, "color").unwrap_or_else(|| "#000000".to_owned());
    Some(format!("border-{side}:{width}px {line} {color}"))
}

/// The declarations of a `TextFormat`: of those of every cell only what differs.
pub(super) fn text(format: &Value) -> String {
    let mut out = Vec::new();
    if let Some(color) = color(format, "foregroundColor").filter(|color| color != "#000000") {
        out.push(format!("color:{color}"));
    }
    let on = |name: &str| format[name].as_bool() == Some(true);
    if on("bold") {
        out.push("font-weight:bold".to_owned());
    }
    if on("italic") {
        out.push("font-style:italic".to_owned());
    }
    let lines = match (on("underline"), on("strikethrough")) {
        (true, true) => Some("underline line-through"),
        (true, false) => Some("underline"),
        (false, true) => Some("line-through"),
        (false, false) => None,
    };
    out.extend(lines.map(|lines| format!("text-decoration:{lines}")));
    if let Some(points) =
        format["fontSize"].as_i64().filter(|points| (1..=400).contains(points) && *points != 10)
    {
        out.push(format!("font-size:{points}pt"));
    }
    let family = format["fontFamily"].as_str().and_then(font);
    out.extend(family.map(|name| format!("font-family:{name},Arial,sans-serif")));
    out.join(";")
}

/// The name of a font as the style sheet may have it: words of letters and digits, as all that Sheets offers are.
fn font(name: &str) -> Option<&str> {
    let plain = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (name != "Arial" && name.split(' ').all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_look_is_made_of_numbers_and_known_words() {
        let format = json!({
            "backgroundColor": {"red": 1}, "wrapStrategy": "WRAP", "horizontalAlignment": "CENTER",
            "textFormat": {"fontFamily": "Times New Roman", "fontSize": 14, "bold": true, "underline": true},
            "borders": {"top": {"style": "SOLID_MEDIUM", "color": {"blue": 1}}},
        });
        assert_eq!(
            cell(&format),
            "background-color:#ff0000;border-color:#ff0000;font-weight:bold;text-decoration:underline;font-size:14pt;\
             font-family:Times New Roman,Arial,sans-serif;text-align:center;white-space:pre-wrap;overflow-wrap:anywhere;\
             border-top:2px solid #0000ff"
        );
        for name in ["x}</style><script>", "a;b", "\"Arial\"", "url(x)", "", " ", "1st"] {
            assert_eq!(
                cell(&json!({"textFormat": {"fontFamily": name}, "horizontalAlignment": name})),
                "",
                "{name}"
            );
        }
    }
}
