//! The staff tab of a new CE-F05: headers, drop-downs, formats, widths, and a question before anybody
//! types over the headers.

use crate::domain::form::{Form, Holds};
use crate::domain::place::{self, ServiceColumn};
use crate::domain::tab::TabCell;
use crate::google::sheets::change::{self, Block, Change};
use crate::google::sheets::look::{self, Rgb, Style};
use crate::steps::read::Book;

const STAFF_BACK: Rgb = Rgb(11, 83, 148);
const SERVICE_BACK: Rgb = Rgb(89, 89, 89);
const WHITE: Rgb = Rgb(255, 255, 255);

/// Widths of the service's columns in pixels.
const SERVICE_WIDTH: [i32; 4] = [120, 200, 300, 120];

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
        look::style(&Block { sheet, rows: 0..1, columns: 0..count }, header(STAFF_BACK)),
        look::style(
            &Block { sheet, rows: 1..rows, columns: 0..count },
            Style { wrap: true, ..Style::default() },
        ),
    ];
    for (at, column) in (0..).zip(&columns) {
        let below = Block { sheet, rows: 1..rows, columns: at..at + 1 };
        let number = |number| look::style(&below, Style { number: Some(number), ..Style::default() });
        changes.push(look::width(sheet, at..at + 1, column.width));
        match &column.holds {
            Holds::Number => {}
            Holds::Date => changes.extend([number(("DATE", "dd/mm/yyyy")), look::dates_only(&below)]),
            Holds::Time => changes.push(number(("TIME", "hh:mm"))),
            Holds::Text => changes.push(number(("TEXT", "@"))),
            Holds::Choice(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                changes.push(look::suggestions(&below, &texts));
            }
        }
    }
    let words = "CE-F05: el servicio encuentra las columnas por estos encabezados.";
    let headers = Block { sheet, rows: 0..1, columns: 0..count };
    changes.push(look::warn(place::STAFF_HEADERS, &headers, words));
    changes
}

/// Shows which columns are the service's.
pub(super) fn service_columns(book: &Book, columns: &[(ServiceColumn, String, u32)]) -> Vec<Change<'static>> {
    let sheet = book.staff_sheet;
    let rows = rows(book);
    let one = |(at, width): (u32, i32)| {
        [
            look::style(&Block { sheet, rows: 0..1, columns: at..at + 1 }, header(SERVICE_BACK)),
            look::style(
                &Block { sheet, rows: 1..rows, columns: at..at + 1 },
                Style { wrap: true, number: Some(("TEXT", "@")), ..Style::default() },
            ),
            look::width(sheet, at..at + 1, width),
        ]
    };
    columns.iter().map(|(_, _, at)| *at).zip(SERVICE_WIDTH).flat_map(one).collect()
}

fn rows(book: &Book) -> u32 {
    book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet).map_or(1, |tab| tab.rows)
}

fn header(background: Rgb) -> Style {
    let (color, background) = (Some(WHITE), Some(background));
    Style { bold: true, color, background, wrap: true, ..Style::default() }
}
