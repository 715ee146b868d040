//! Spreadsheets as separated text, in and out.

use super::Checksums;
use crate::account::Role;
use crate::error::ApiError;
use crate::server::{Answer, Call, Media};
use crate::sheets::{export_csv, workbook};
use crate::world::World;

pub(super) const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `files.export`
pub(crate) fn export(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("fileId");
    let kind = call.one("mimeType").unwrap_or("");
    world.file(id, &call.account, Role::Reader)?;
    let book = world.books.get(id).ok_or_else(|| {
        let text = "Export only supports Docs Editors files.";
        ApiError::drive(403, "fileNotExportable", None, text)
    })?;
    let unsupported = || {
        let text = "The requested conversion is not supported.";
        ApiError::drive(400, "badRequest", Some("convertTo"), text)
    };
    let separator = match kind.to_ascii_lowercase().as_str() {
        "text/csv" => ',',
        "text/tab-separated-values" => '\t',
        EXCEL => {
            let bytes = workbook(book, book.serial(world.now()));
            return bytes.map(|bytes| Answer::Text(kind.to_owned(), bytes)).ok_or_else(unsupported);
        }
        _ => return Err(unsupported()),
    };
    let text = export_csv(book, book.serial(world.now()), separator);
    Ok(Answer::Text(kind.to_owned(), text.into_bytes()))
}

/// Takes over an upload: separated text becomes the first sheet of a spreadsheet, all else is kept.
pub(crate) fn import(world: &mut World, id: &str, account: &str, media: &Media) -> Result<(), ApiError> {
    if !world.books.contains_key(id) {
        if let Some(file) = world.files.get_mut(id) {
            file.content.clone_from(&media.content);
            file.checksums = Checksums::of(&media.content);
        }
        return Ok(());
    }
    let separator = match media.kind.split(';').next().unwrap_or("") {
        "text/csv" => ',',
        "text/tab-separated-values" => '\t',
        _ => return Err(ApiError::invalid("Bad Request")),
    };
    let text = String::from_utf8_lossy(&media.content).into_owned();
    let rows = separated(&text, separator);
    world.edit(id, account, |edit, _| {
        let refuse = |text: String| ApiError::invalid(text);
        edit.book.sheets.truncate(1);
        let sheet = edit.book.sheets.first().map_or(0, |s| s.id);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let grid = edit.sheet_mut(sheet).map_err(refuse)?;
        grid.cells.clear();
        grid.rows = grid.rows.max(rows.len());
        grid.columns = grid.columns.max(width);
        edit.room().map_err(refuse)?;
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                edit.type_text(sheet, row, column, text).map_err(refuse)?;
            }
        }
        Ok(())
    })
}

/// Comma-separated text with quotes.
pub(crate) fn separated(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(row) = rows.last_mut() else { break };
        let Some(field) = row.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                if chars.peek().is_some() {
                    rows.push(vec![String::new()]);
                }
            }
            c if c == separator && !quoted => row.push(String::new()),
            other => field.push(other),
        }
    }
    rows
}
