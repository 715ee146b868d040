//! The staff tab of a new CE-F05: headers, drop-downs, formats, widths, and a question before anybody
//! types over the headers.

use crate::domain::form::{Form, Holds};
use crate::domain::ids::{self, ServiceColumn};
use crate::google::sheets::change::{self, Block, Change};
use crate::google::sheets::style::{self, LongText, Style};
use crate::layout::palette::{self, HEADER};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

/// The row of headers.
pub(crate) fn cells(form: &Form) -> Vec<Vec<TabCell>> {
    vec![form.blank().into_iter().map(|column| TabCell::Text(column.header)).collect()]
}

/// Writes the headers into the empty tab and prepares what is below them.
pub(crate) fn form<'a>(sheet: SheetId, rows: u32, form: &Form, cells: &'a [Vec<TabCell>]) -> Vec<Change<'a>> {
    let columns = form.blank();
    let count = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    let mut changes = vec![
        change::update_cells(sheet, CellAddress::A1, cells),
        style::freeze(sheet, 1, 0),
        style::style(&Block { sheet, rows: 0..1, columns: 0..count }, palette::header(HEADER)),
    ];

    let below = |columns| Block { sheet, rows: 1..rows, columns };
    let mut at = 0;

    // Neighbours that look alike are one request.
    for same_format in columns.chunk_by(|one, next| number(&one.holds) == number(&next.holds)) {
        let end = at + u32::try_from(same_format.len()).unwrap_or(0);
        let style = Style {
            long_text: Some(LongText::Wraps),
            number: same_format.first().and_then(|one| number(&one.holds)),
            ..Style::default()
        };
        changes.push(style::style(&below(at..end), style));
        at = end;
    }

    for (at, column) in (0..).zip(&columns) {
        changes.push(style::width(sheet, at..at + 1, column.width));
        match &column.holds {
            Holds::Date => changes.push(style::dates_only(&below(at..at + 1))),
            Holds::Choice(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                changes.push(style::suggestions(&below(at..at + 1), &texts));
            }
            Holds::Number | Holds::Time | Holds::Text => {}
        }
    }

    let words = "CE-F05: el servicio encuentra las columnas por estos encabezados.";
    let headers = Block { sheet, rows: 0..1, columns: 0..count };
    changes.push(style::warn(ids::STAFF_HEADERS, &headers, words));

    changes
}

/// Type and pattern of what stands in a column.
fn number(holds: &Holds) -> Option<(&'static str, &'static str)> {
    match holds {
        Holds::Date => Some(("DATE", "dd/mm/yyyy")),
        Holds::Time => Some(("TIME", "hh:mm")),
        Holds::Text => Some(("TEXT", "@")),
        Holds::Number | Holds::Choice(_) => None,
    }
}

/// Formats the service's columns as text, so that all of it shows.
pub(crate) fn service_columns(
    sheet: SheetId,
    rows: u32,
    columns: &[(ServiceColumn, String, ColumnIndex)],
) -> Option<Change<'static>> {
    let (_, _, first) = columns.first()?;
    let first = first.offset();
    let all = first..first + u32::try_from(columns.len()).unwrap_or(0);
    let style = Style { long_text: Some(LongText::Wraps), number: number(&Holds::Text), ..Style::default() };
    Some(style::style(&Block { sheet, rows: 1..rows, columns: all }, style))
}
