//! Why a tab cannot be read as CE-F05, and why a form's file cannot be read.

use std::fmt;

use crate::domain::finding::field::Field;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;

/// A tab with content that is no CE-F05. The message is for the operator: the form's own Spanish headers,
/// cells by their address, and nothing that people typed, in headers neither.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// No row looks like the header row.
    #[error(
        "no header row was found in the first {searched} rows; {}; a CE-F05 needs the columns {}",
        best(nearest),
        quoted(expected)
    )]
    NoHeaderRow {
        /// How many rows were searched.
        searched: usize,
        /// The rows with most headers, best first.
        nearest: Vec<RowScore>,
        /// The mandatory columns.
        expected: Vec<&'static str>,
    },
    /// The header row lacks a mandatory column.
    #[error(
        "the column {} {} row {row}{}",
        either(columns),
        if *was_read { "was read until now and is gone from" } else { "is missing from" },
        nearest_header(*nearest)
    )]
    MissingColumn {
        /// The column, or those of which one is needed.
        columns: Vec<&'static str>,
        /// The header row, from 1.
        row: RowNumber,
        /// The cell of the header most like it, among those that are not read.
        nearest: Option<CellAddress>,
        /// True if earlier nights read it.
        was_read: bool,
    },
    /// A header stands above another field's cells, and one of the two decides what a report is.
    #[error(
        "{cell} is the header of \"{}\", and the cells below it are those of \"{}\"",
        header.header(),
        cells.header()
    )]
    MistakenColumn {
        /// The field that the header names.
        header: Field,
        /// The field whose cells they are.
        cells: Field,
        /// The header's cell.
        cell: CellAddress,
    },
}

impl FormError {
    /// The act in the sheet, or the command, that ends it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::MissingColumn { was_read: true, .. } => {
                "type the header above its column again, or put the column back from the version history (File, Version \
                 history: copy that column alone); if the sheet is to go on without it, give the tab another column \
                 that serves in its place"
            }
            Self::MistakenColumn { .. } => {
                "put the headers back above their own columns; if the cells were really exchanged, `traslado init` \
                 confirms the columns as they are now"
            }
            Self::NoHeaderRow { .. } | Self::MissingColumn { .. } => {
                "mend the headers in the sheet, or name a form with that spelling in sheet.form"
            }
        }
    }
}

/// A row by how many headers it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowScore {
    /// The row, from 1.
    pub row: RowNumber,
    /// The number of known headers in it.
    pub headers: usize,
}

/// A form's file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFileError {
    /// The line, from 1; `None` where the fault is in no one line.
    pub line: Option<usize>,
    /// The key, as `headers.date`, where it is known.
    pub key: Option<String>,
    /// The fault in words.
    pub message: String,
}

impl std::error::Error for FormFileError {}

impl fmt::Display for FormFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.message)
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn either(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" or ")
}

fn best(rows: &[RowScore]) -> String {
    if rows.is_empty() {
        return "no cell there is a known header".to_owned();
    }
    let rows: Vec<String> = rows.iter().map(|r| format!("row {} has {}", r.row, r.headers)).collect();
    format!("known headers: {}", rows.join(", "))
}

fn nearest_header(nearest: Option<CellAddress>) -> String {
    nearest.map_or(String::new(), |cell| format!("; the nearest header stands in {cell}"))
}
