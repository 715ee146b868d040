//! Splitting a column of texts into several columns.

use serde_json::Value;

use super::Reply;
use crate::sheets::cell::Entered;
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;

/// What a text may be split at when nothing is said, the likeliest first.
const USUAL: [&str; 4] = [",", ";", ".", " "];

pub(super) fn text_to_columns(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, source) = edit.range(&body["source"])?;
    if source.columns() != 1 {
        return Err("The source must span exactly one column.".into());
    }
    let sheet = edit.sheet(range.sheet)?;
    let texts: Vec<(usize, String)> = (source.top..source.bottom)
        .filter_map(|row| match &sheet.cell(row, source.left).entered {
            Entered::Text(text) => Some((row, text.to_string())),
            _ => None,
        })
        .collect();
    let delimiter = match body["delimiterType"].as_str() {
        Some("COMMA") => ",",
        Some("SEMICOLON") => ";",
        Some("PERIOD") => ".",
        Some("SPACE") => " ",
        Some("CUSTOM") => body["delimiter"]
            .as_str()
            .filter(|text| !text.is_empty())
            .ok_or("A delimiter must be specified if delimiterType is CUSTOM.")?,
        Some("AUTODETECT") => match detected(&texts) {
            Some(delimiter) => delimiter,
            None => return Ok(Value::Null),
        },
        _ => return Err("A delimiterType must be specified.".into()),
    };
    let split: Vec<(usize, Vec<&str>)> =
        texts.iter().map(|(row, text)| (*row, text.split(delimiter).collect())).collect();
    let width = split.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
    let columns = sheet.columns;
    if source.left + width > columns {
        edit.insert(range.sheet, false, columns, source.left + width - columns)?;
    }
    edit.guard(range.sheet, Block { right: source.left + width.max(1), ..source })?;
    for (row, parts) in split.into_iter().filter(|(_, parts)| parts.len() > 1) {
        for (column, part) in (source.left..).zip(parts) {
            edit.type_text(range.sheet, row, column, part.trim())?;
        }
    }
    Ok(Value::Null)
}

/// The delimiter that splits most of the texts, and most of those alike.
fn detected(texts: &[(usize, String)]) -> Option<&'static str> {
    let alike = |delimiter: &str| {
        let mut counts: Vec<usize> = texts.iter().map(|(_, text)| text.matches(delimiter).count()).collect();
        counts.retain(|count| *count > 0);
        counts.sort_unstable();
        counts.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
    };
    // Of equals the likelier wins, which comes first.
    USUAL.into_iter().rev().max_by_key(|delimiter| alike(delimiter)).filter(|delimiter| alike(delimiter) > 0)
}
