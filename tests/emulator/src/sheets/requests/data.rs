//! Pasting what comes from outside: separated text, and HTML.

use serde_json::{Value, json};

use super::{Reply, merge};
use crate::sheets::edit::{Edit, exceeds};
use crate::sheets::range::Block;
use crate::sheets::{GridRange, html};

/// Where the paste begins, and whether it brings values, looks, or both.
struct Paste {
    sheet: i64,
    top: usize,
    left: usize,
    values: bool,
    looks: bool,
}

pub(super) fn paste_data(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, top, left) = edit.place(&body["coordinate"])?;
    let kind = body["type"].as_str().unwrap_or("PASTE_NORMAL");
    let paste = Paste {
        sheet,
        top,
        left,
        values: matches!(kind, "PASTE_NORMAL" | "PASTE_VALUES" | "PASTE_NO_BORDERS" | "PASTE_FORMULA"),
        looks: matches!(kind, "PASTE_NORMAL" | "PASTE_NO_BORDERS" | "PASTE_FORMAT"),
    };
    let text = body["data"].as_str().unwrap_or("");
    if body["html"].as_bool() == Some(true) {
        if body["delimiter"].as_str().is_some_and(|delimiter| !delimiter.is_empty()) {
            return Err("Only one of delimiter and html may be set.".into());
        }
        return paste.html(edit, text);
    }
    let delimiter =
        body["delimiter"].as_str().filter(|d| !d.is_empty()).ok_or("A delimiter must be specified.")?;
    let mut letters = delimiter.chars();
    let lines: Vec<Vec<String>> = match (letters.next(), letters.next()) {
        (Some(one), None) => crate::drive::separated(text, one),
        _ => text.lines().map(|line| line.split(delimiter).map(str::to_owned).collect()).collect(),
    };
    for (row, line) in lines.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            paste.text(edit, row, column, text)?;
        }
    }
    Ok(Value::Null)
}

impl Paste {
    /// Types a text into a cell counted from the corner.
    fn text(&self, edit: &mut Edit<'_>, row: usize, column: usize, text: &str) -> Result<(), String> {
        let (row, column) = (self.top + row, self.left + column);
        let block = Block { top: row, bottom: row + 1, left: column, right: column + 1 };
        let grid = edit.sheet(self.sheet)?;
        if row >= grid.rows || column >= grid.columns {
            return Err(exceeds(grid, GridRange::of(self.sheet, block)));
        }
        edit.guard(self.sheet, block)?;
        if self.values { edit.type_text(self.sheet, row, column, text) } else { Ok(()) }
    }

    fn html(&self, edit: &mut Edit<'_>, text: &str) -> Reply {
        for (row, line) in html::read(text).iter().enumerate() {
            for (column, cell) in line.iter().enumerate() {
                let Some(cell) = cell.as_ref().filter(|cell| cell.rows > 0) else { continue };
                self.text(edit, row, column, &cell.text)?;
                let (top, left) = (self.top + row, self.left + column);
                if self.looks && cell.bold {
                    let number = edit.sheet(self.sheet)?.cell(top, left).format;
                    let mut format = edit.book.format(number).cloned().unwrap_or_else(|| json!({}));
                    format["textFormat"]["bold"] = true.into();
                    let number = edit.book.intern(format);
                    edit.sheet_mut(self.sheet)?.change(top, left, |cell| cell.format = number);
                }
                if self.looks && cell.rows * cell.columns > 1 {
                    let block = Block { top, bottom: top + cell.rows, left, right: left + cell.columns };
                    let range = GridRange::of(self.sheet, block).json();
                    merge::merge(edit, &json!({"range": range, "mergeType": "MERGE_ALL"}))?;
                }
            }
        }
        Ok(Value::Null)
    }
}
