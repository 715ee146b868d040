//! The two logs: of requests, and of what they changed. Tests judge by these, not by what a program says of itself.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::sheets::{Book, Sheet};

/// One request as it came and as it was answered.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLog {
    /// Its number, from 1.
    pub number: usize,
    /// GET, POST and so on.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still percent-encoded.
    pub query: String,
    /// The account whose token came along; empty when there was none that is known.
    pub account: String,
    /// The status that was answered; 0 when the connection was closed or left without an answer.
    pub status: u16,
    /// Bytes of the body that came.
    pub request_bytes: usize,
    /// Bytes of the body that went, before compression.
    pub answer_bytes: usize,
    /// Whether the request was applied, which a fault can separate from its status.
    pub applied: bool,
    /// The body that came.
    #[serde(serialize_with = "as_text")]
    pub body: Vec<u8>,
}

fn as_text<S: serde::Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

/// One applied change of a spreadsheet.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mutation {
    /// The number of the request; 0 for what staff did directly.
    pub request: usize,
    /// Who did it.
    pub account: String,
    /// The spreadsheet.
    pub file: String,
    /// The kind of a batch's request, or `values.update` and the like.
    pub kind: String,
    /// The request as it was sent.
    pub json: Value,
    /// The cells that changed.
    pub changes: Changes,
}

impl RequestLog {
    /// About how many bytes the entry takes.
    pub(crate) fn weight(&self) -> usize {
        let texts = self.method.len() + self.path.len() + self.query.len() + self.account.len();
        size_of::<Self>() + texts + self.body.len()
    }
}

impl Mutation {
    /// About how many bytes the entry takes.
    pub(crate) fn weight(&self) -> usize {
        let texts = self.account.len() + self.file.len() + self.kind.len();
        let cells: usize = self
            .changes
            .cells
            .iter()
            .map(|cell| size_of::<CellChange>() + weight(&cell.before) + weight(&cell.after))
            .sum();
        size_of::<Self>() + texts + weight(&self.json) + cells
    }
}

/// About how many bytes a value takes beside its own place.
fn weight(value: &Value) -> usize {
    // Members lie in nodes of eleven, mostly half filled.
    const NODE: usize = 11 * (size_of::<Value>() + size_of::<String>());
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(|item| size_of::<Value>() + weight(item)).sum(),
        Value::Object(map) => {
            let members = map.iter().map(|(name, value)| name.len() + weight(value));
            members.sum::<usize>() + map.len().div_ceil(6) * NODE
        }
        _ => 0,
    }
}

/// What a change did to cells.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// The cells whose content, format or note changed. Empty for a change that only moves cells about.
    pub cells: Vec<CellChange>,
    /// More cells changed than the log keeps.
    pub truncated: bool,
}

/// One cell before and after. Only the members of `CellData` that changed are there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CellChange {
    /// The sheet.
    pub sheet_id: i64,
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
    /// What was there.
    pub before: Value,
    /// What is there now.
    pub after: Value,
}

/// Kinds that move whole rows or columns: comparing positions would name every cell behind them.
const MOVING: [&str; 9] = [
    "insertDimension",
    "deleteDimension",
    "moveDimension",
    "appendDimension",
    "insertRange",
    "deleteRange",
    "updateSheetProperties",
    "deleteSheet",
    "updateSpreadsheetProperties",
];

/// The cells that differ between two states of a book; rows that are shared are the same.
pub(crate) fn changes(before: &Book, after: &Book, kind: &str, most: usize) -> Changes {
    let mut out = Changes::default();
    if MOVING.contains(&kind) {
        return out;
    }
    for sheet in &after.sheets {
        let old = before.sheets.iter().find(|s| s.id == sheet.id);
        if old.is_some_and(|old| Arc::ptr_eq(old, sheet)) {
            continue;
        }
        compare(before, old.map(AsRef::as_ref), after, sheet, most, &mut out);
    }
    out
}

fn compare(before: &Book, old: Option<&Sheet>, after: &Book, sheet: &Sheet, most: usize, out: &mut Changes) {
    let empty = Sheet::new(sheet.id, "", 0, 0);
    let old = old.unwrap_or(&empty);
    for row in 0..old.cells.len().max(sheet.cells.len()) {
        let (a, b) = (old.cells.get(row), sheet.cells.get(row));
        if let (Some(a), Some(b)) = (a, b)
            && Arc::ptr_eq(a, b)
        {
            continue;
        }
        let width = a.map_or(0, |r| r.len()).max(b.map_or(0, |r| r.len()));
        for column in 0..width {
            let (one, two) = (old.cell(row, column), sheet.cell(row, column));
            let same_format = before.format(one.format) == after.format(two.format);
            if one.entered == two.entered && same_format && one.extra == two.extra {
                continue;
            }
            if out.cells.len() >= most {
                out.truncated = true;
                return;
            }
            let (mut first, mut second) = (whole(before, one), whole(after, two));
            let same: Vec<String> =
                first.iter().filter(|(k, v)| second.get(*k) == Some(v)).map(|(k, _)| k.clone()).collect();
            for name in same {
                first.remove(&name);
                second.remove(&name);
            }
            out.cells.push(CellChange {
                sheet_id: sheet.id,
                row,
                column,
                before: first.into(),
                after: second.into(),
            });
        }
    }
}

fn whole(book: &Book, cell: &crate::sheets::Cell) -> Map<String, Value> {
    let mut out = cell.extra.as_deref().cloned().unwrap_or_default();
    if let Some(entered) = cell.entered.json() {
        out.insert("userEnteredValue".to_owned(), entered);
    }
    if let Some(format) = book.format(cell.format) {
        out.insert("userEnteredFormat".to_owned(), format.clone());
    }
    out
}
