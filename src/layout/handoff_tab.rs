//! The looks of a hand-off tab: whatever makes it pleasant and safe to work in.

use std::ops::Range;

use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::handoff::table::{Column, Content};
use crate::google::sheets::change::{Block, Change};
use crate::google::sheets::style::{self, Style};
use crate::layout::palette::{self, CLERKS, HEADER, OVERDUE, WITHIN_SEVEN, WITHIN_THREE};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::sheet_id::SheetId;

/// The states that clerks may choose in their column `Estado`.
const STATES: [&str; 6] = ["Radicado", "Requerido", "Trasladado", "No es PQR", "Respondido", "Desistido"];

/// Freezes, colours and wraps the tab, gives its columns their widths and formats, and hides the
/// ledger's. `lines` is how many rows the table has below its header.
pub(crate) fn styles(sheet: SheetId, lines: u32) -> Vec<Change<'static>> {
    let head = |rows, columns| Block { sheet, rows, columns };
    let header = |columns, background| {
        style::style(&head(HEADER_ROW..HEADER_ROW + 1, columns), palette::header(background))
    };
    let visible = 0..Column::Record.index();

    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, 1),
        style::style(&head(0..1, 0..1), Style { bold: true, size: Some(14), ..Style::default() }),
        header(0..Column::CLERKS.start, HEADER),
        header(Column::CLERKS, CLERKS),
        style::style(&table(sheet, lines, visible.clone()), Style { wrap: true, ..Style::default() }),
        style::hide_columns(sheet, Column::Record.range()),
    ];
    let shown = Column::ALL.into_iter().filter(|column| visible.contains(&column.index()));
    changes.extend(shown.map(|column| style::width(sheet, column.range(), column.width())));

    if lines > 0 {
        changes.extend(formats(sheet, lines));
        changes.extend(days_left(sheet, lines));
        let rows = HEADER_ROW..HEADER_ROW + 1 + lines;
        let view = Block { sheet, rows, columns: 0..Column::CLERKS.end };
        changes.push(style::filter_view(sheet.number(), "Tabla del traslado", &view));
    }
    changes
}

/// Some columns of the table, its header left out.
pub(crate) fn table(sheet: SheetId, lines: u32, columns: Range<u32>) -> Block {
    Block { sheet, rows: HEADER_ROW + 1..HEADER_ROW + 1 + lines, columns }
}

/// Number formats, drop-downs and checks of the columns that have one.
fn formats(sheet: SheetId, lines: u32) -> Vec<Change<'static>> {
    let mut changes = Vec::new();

    // Texts stand at the left of their cells and dates at the right, where one would touch the next.
    let days: Vec<Column> =
        Column::ALL.into_iter().filter(|column| column.content() == Content::Day).collect();
    for days in days.chunk_by(|one, next| one.index() + 1 == next.index()) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        let block = table(sheet, lines, first.index()..last.index() + 1);
        changes.push(style::style(&block, Style { center: true, ..Style::default() }));
    }

    for column in Column::ALL {
        let block = table(sheet, lines, column.range());
        match column.content() {
            Content::Text | Content::Day => {}
            Content::Code => {
                changes.push(style::style(&block, Style { number: Some(("TEXT", "@")), ..Style::default() }));
            }
            Content::Choice => changes.push(style::choices(&block, &STATES)),
            Content::TypedDay => {
                let day = Style { number: Some(("DATE", "dd/mm/yyyy")), center: true, ..Style::default() };
                changes.extend([style::dates_only(&block), style::style(&block, day)]);
            }
        }
    }
    changes
}

/// Colours `Vence` by the days left until somebody types an answer date. The formulas use neither
/// commas nor semicolons, which differ between locales. The rule added last is looked at first.
fn days_left(sheet: SheetId, lines: u32) -> impl Iterator<Item = Change<'static>> {
    let row = HEADER_ROW + 2;
    let letters = |column: Column| ColumnIndex::new(column.index() as usize).letters();
    let (due, answered) = (letters(Column::Due), letters(Column::Answered));
    let block = table(sheet, lines, Column::Due.range());

    [(7, WITHIN_SEVEN), (3, WITHIN_THREE), (-1, OVERDUE)].into_iter().map(move |(days, background)| {
        let formula = format!("=(${due}{row}<>\"\")*(${answered}{row}=\"\")*(${due}{row}-TODAY()<={days})");
        style::highlight(&block, &formula, background)
    })
}
