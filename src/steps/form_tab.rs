//! The staff tab of a new CE-F05: headers, drop-downs, formats, widths, and a question before anybody
//! types over the headers.

use crate::domain::form::{Form, Holds};
use crate::domain::place::{self, ServiceColumn};
use crate::domain::tab::TabCell;
use crate::google::sheets::change::{self, Block, Change};
use crate::google::sheets::look::{self, Rgb, Style};
use crate::steps::palette::{HEADER, WHITE};
use crate::steps::read::Book;

/// The row of headers.
pub(super) fn cells(form: &Form) -> Vec<Vec<TabCell>> {
    vec![form.blank().into_iter().map(|column| TabCell::Text(column.header)).collect()]
}

/// Writes the headers into the empty tab and prepares what is below them.
pub(super) fn form<'a>(book: &Book, form: &Form, cells: &'a [Vec<TabCell>]) -> Vec<Change<'a>> {
    let sheet = book.staff_sheet;
    let rows = rows(book);
    let columns = form.blank();
    let count = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    let mut changes = vec![
        change::update_cells(sheet, 0, 0, cells),
        look::freeze(sheet, 1, 0),
        look::style(&Block { sheet, rows: 0..1, columns: 0..count }, header(HEADER)),
    ];
    let below = |columns| Block { sheet, rows: 1..rows, columns };
    let mut at = 0;
    // Neighbours that look alike are one request.
    for alike in columns.chunk_by(|one, next| number(&one.holds) == number(&next.holds)) {
        let end = at + u32::try_from(alike.len()).unwrap_or(0);
        let style = Style {
            wrap: true,
            number: alike.first().and_then(|one| number(&one.holds)),
            ..Style::default()
        };
        changes.push(look::style(&below(at..end), style));
        at = end;
    }
    for (at, column) in (0..).zip(&columns) {
        changes.push(look::width(sheet, at..at + 1, column.width));
        match &column.holds {
            Holds::Date => changes.push(look::dates_only(&below(at..at + 1))),
            Holds::Choice(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                changes.push(look::suggestions(&below(at..at + 1), &texts));
            }
            Holds::Number | Holds::Time | Holds::Text => {}
        }
    }
    let words = "CE-F05: el servicio encuentra las columnas por estos encabezados.";
    let headers = Block { sheet, rows: 0..1, columns: 0..count };
    changes.push(look::warn(place::STAFF_HEADERS, &headers, words));
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

/// What stands in the service's columns is text, and all of it shows.
pub(super) fn service_columns(
    book: &Book,
    columns: &[(ServiceColumn, String, u32)],
) -> Option<Change<'static>> {
    let (_, _, first) = columns.first()?;
    let all = *first..*first + u32::try_from(columns.len()).unwrap_or(0);
    let style = Style { wrap: true, number: number(&Holds::Text), ..Style::default() };
    Some(look::style(&Block { sheet: book.staff_sheet, rows: 1..rows(book), columns: all }, style))
}

fn rows(book: &Book) -> u32 {
    book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet).map_or(1, |tab| tab.rows)
}

fn header(background: Rgb) -> Style {
    let (color, background) = (Some(WHITE), Some(background));
    Style { bold: true, color, background, wrap: true, ..Style::default() }
}
