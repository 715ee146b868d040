//! How the tabs that are kept up look, once they are made.

use crate::domain::clerks::pending::{self, PendingColumn};
use crate::domain::clerks::{board, month_report, report_index};
use crate::domain::fields::channel::Network;
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::ids::{self, MaintainedTab};
use crate::google::sheets::Change;
use crate::google::sheets::change::Block;
use crate::google::sheets::chart::{self, Chart};
use crate::google::sheets::style::{self, LongText, Rgb, Style};
use crate::layout::palette::{self, ALARM, CLERKS, FADED, HEADER, OVERDUE, WITHIN_SEVEN, WITHIN_THREE};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;

/// Widths of the work list's columns in pixels.
const PENDING_WIDTHS: [i32; 16] =
    [105, 300, 80, 75, 110, 95, 155, 240, 220, 105, 105, 85, 120, 190, 240, 320];
/// Widths of the index's columns.
const INDEX_WIDTHS: [i32; 13] = [110, 130, 90, 90, 120, 120, 90, 90, 95, 95, 150, 130, 260];
/// Widths of the board's first columns.
const BOARD_WIDTHS: [i32; 4] = [300, 170, 170, 170];
/// Widths of the monthly report's columns.
const MONTH_REPORT_WIDTHS: [i32; 3] = [330, 150, 620];
/// Width and height of a chart in pixels.
const CHART: (i32, i32) = (580, 340);

/// Answered in time.
const IN_TIME: Rgb = Rgb(56, 118, 29);
/// Answered late, or not.
const LATE: Rgb = Rgb(230, 145, 56);

/// Formats a tab so that it is pleasant to read. It can be applied again.
pub(crate) fn styles(
    maintained: MaintainedTab,
    sheet: SheetId,
    networks: &[Network],
) -> Vec<Change<'static>> {
    match maintained {
        MaintainedTab::Pending => pending_styles(sheet),
        MaintainedTab::Board => board_styles(sheet, networks),
        MaintainedTab::Index => index_styles(sheet),
        MaintainedTab::MonthReport => month_report_styles(sheet),
    }
}

/// The colours that come and go with what the cells say, and the filter view. Applied again, they stand twice.
pub(crate) fn colours_and_filters(maintained: MaintainedTab, sheet: SheetId) -> Vec<Change<'static>> {
    match maintained {
        MaintainedTab::Pending => days_left(sheet),
        MaintainedTab::Board => vec![style::highlight(&alarm(sheet), board::ALARM_CONDITION, ALARM)],
        MaintainedTab::MonthReport => Vec::new(),
        MaintainedTab::Index => {
            let all = Block { sheet, rows: HEADER_ROW..u32::MAX, columns: 0..report_index::COLUMNS };
            vec![style::filter_view(sheet.number(), MaintainedTab::Index.title(), &all)]
        }
    }
}

/// A row within the table that grows and shrinks, and within what spans it: rules that colour its cells
/// and charts that draw them, which grow and shrink with it when rows come and go there.
pub(crate) fn seam(maintained: MaintainedTab) -> RowNumber {
    match maintained {
        MaintainedTab::Pending | MaintainedTab::Index | MaintainedTab::MonthReport => {
            RowNumber::new(HEADER_ROW + 3)
        }
        MaintainedTab::Board => RowNumber::new(board::BY_SERVICE.header() + 3),
    }
}

/// Rows whose first cell is a header, by which a tab is known to have its shape.
pub(crate) fn headers(maintained: MaintainedTab) -> &'static [u32] {
    match maintained {
        MaintainedTab::Pending | MaintainedTab::Index | MaintainedTab::MonthReport => &[HEADER_ROW],
        MaintainedTab::Board => const { &[board::TODAY.header(), board::IN_TIME.header()] },
    }
}

/// Keeps people from typing where the next night writes over it.
pub(crate) fn protection(maintained: MaintainedTab, sheet: SheetId, account: &str) -> Change<'static> {
    let words = match maintained {
        MaintainedTab::Pending => {
            "Pendientes: la arma el sistema cada noche; se escribe en la pestaña del traslado."
        }
        MaintainedTab::Board => "Tablero: lo genera el sistema cada noche.",
        MaintainedTab::MonthReport => "Informe: lo genera el sistema la primera noche de cada mes.",
        MaintainedTab::Index => {
            "Índice: lo genera el sistema cada noche; para buscar, use su vista de filtro."
        }
    };
    style::protect(sheet.number(), sheet, &[], account, words)
}

fn title(sheet: SheetId) -> Change<'static> {
    let block = Block { sheet, rows: 0..1, columns: 0..1 };
    style::style(&block, Style { bold: true, size: Some(14), ..Style::default() })
}

fn header(sheet: SheetId, row: u32, columns: std::ops::Range<u32>, background: Rgb) -> Change<'static> {
    style::style(&Block { sheet, rows: row..row + 1, columns }, palette::header(background))
}

fn widths<const N: usize>(sheet: SheetId, pixels: [i32; N]) -> impl Iterator<Item = Change<'static>> {
    (0..).zip(pixels).map(move |(column, pixels)| style::width(sheet, column..column + 1, pixels))
}

fn pending_styles(sheet: SheetId) -> Vec<Change<'static>> {
    use PendingColumn::{CitizenText, Handoff, Radicado};
    // The text for the citizen is copied, and would make every row several lines high.
    let lines = |columns| Block { sheet, rows: HEADER_ROW + 1..u32::MAX, columns };
    let (clerks, rest) = (Radicado.index()..Handoff.index(), Handoff.index()..pending::COLUMNS);
    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, 2),
        title(sheet),
        header(sheet, HEADER_ROW, 0..clerks.start, HEADER),
        header(sheet, HEADER_ROW, clerks, CLERKS),
        header(sheet, HEADER_ROW, rest, HEADER),
        style::style(
            &lines(0..CitizenText.index()),
            Style { long_text: Some(LongText::Wraps), ..Style::default() },
        ),
        style::style(
            &lines(CitizenText.index()..pending::COLUMNS),
            Style { long_text: Some(LongText::IsCut), ..Style::default() },
        ),
    ];
    changes.extend(widths(sheet, PENDING_WIDTHS));
    changes
}

fn index_styles(sheet: SheetId) -> Vec<Change<'static>> {
    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, 1),
        title(sheet),
        header(sheet, HEADER_ROW, 0..report_index::COLUMNS, HEADER),
    ];
    changes.extend(widths(sheet, INDEX_WIDTHS));
    changes
}

fn month_report_styles(sheet: SheetId) -> Vec<Change<'static>> {
    let all = Block { sheet, rows: HEADER_ROW + 1..u32::MAX, columns: 0..month_report::COLUMNS };
    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, 0),
        title(sheet),
        header(sheet, HEADER_ROW, 0..month_report::COLUMNS, HEADER),
        style::style(&all, Style { long_text: Some(LongText::Wraps), ..Style::default() }),
    ];
    changes.extend(widths(sheet, MONTH_REPORT_WIDTHS));
    changes
}

/// Colours the days by the business days left, and fades what waits on a citizen or is ended. A number and words say
/// the same as the colours.
fn days_left(sheet: SheetId) -> Vec<Change<'static>> {
    use PendingColumn::{Before, Class, DaysLeft, ToDo};
    // The rule added last is looked at first. Whether a day has passed is asked of the day on which somebody
    // looks; the rest, of the business days counted at night.
    let first = HEADER_ROW + 2;
    let letter = |column: PendingColumn| ColumnIndex::new(column.index() as usize).letters();
    let (to_do, before, days) = (letter(ToDo), letter(Before), letter(DaysLeft));
    let rows = HEADER_ROW + 1..u32::MAX;
    let due = Block { sheet, rows: rows.clone(), columns: Before.index()..Class.index() };
    let line = Block { sheet, rows, columns: 0..pending::COLUMNS };

    let dated = format!("=(${before}{first}<>\"\")");
    let mut rules = vec![
        style::highlight(&due, &format!("{dated}*(${days}{first}<=7)"), WITHIN_SEVEN),
        style::highlight(&due, &format!("{dated}*(${days}{first}<=3)"), WITHIN_THREE),
        style::highlight(&due, &format!("{dated}*(${before}{first}<TODAY())"), OVERDUE),
    ];
    rules.extend([pending::WAITS, pending::CLOSED].map(|words| {
        let begins = begins_with(&format!("${to_do}{first}"), words);
        style::recolor(&line, &format!("={begins}"), FADED)
    }));

    rules
}

/// Tells whether a cell begins with words, as a formula: it stands between them and the next text in the alphabet.
/// A function for it would need arguments, and what stands between those differs between locales.
fn begins_with(cell: &str, words: &str) -> String {
    let mut next = words.to_owned();
    let last = next.pop().and_then(|last| char::from_u32(u32::from(last) + 1));
    next.extend(last);
    format!("({cell}>=\"{words}\")*({cell}<\"{next}\")")
}

fn board_styles(sheet: SheetId, networks: &[Network]) -> Vec<Change<'static>> {
    let mut changes = vec![title(sheet)];
    changes.extend(widths(sheet, BOARD_WIDTHS));
    for table in board::tables(networks) {
        let name = Block { sheet, rows: table.top..table.top + 1, columns: 0..1 };
        changes.push(style::style(&name, Style { bold: true, size: Some(12), ..Style::default() }));
        changes.push(header(sheet, table.header(), 0..table.columns, HEADER));
        let rows = table.header()..table.header() + 1 + table.rows;
        let numbers = Block { sheet, rows, columns: 1..table.columns };
        changes.push(style::style(&numbers, Style { center: true, ..Style::default() }));
    }
    changes.push(style::style(&alarm(sheet), Style { bold: true, ..Style::default() }));
    changes
}

/// The instant of the last success, its name and the alarm, as far as its words reach.
fn alarm(sheet: SheetId) -> Block {
    let (row, column) = (board::ALARM.row.offset(), board::ALARM.column.offset());
    Block { sheet, rows: row..row + 1, columns: 0..column + 4 }
}

/// The chart of a tab, where it has one that does not stand yet.
pub(crate) fn charts(
    maintained: MaintainedTab,
    sheet: SheetId,
    stands: impl Fn(i32) -> bool,
) -> Vec<Change<'static>> {
    let wanted = drawn(maintained, sheet).into_iter();
    wanted.filter(|chart| !stands(chart.id)).map(|chart| chart::add(&chart)).collect()
}

/// The chart of a tab, in place of the one that stands.
pub(crate) fn charts_anew(
    maintained: MaintainedTab,
    sheet: SheetId,
    stands: impl Fn(i32) -> bool,
) -> Vec<Change<'static>> {
    let wanted = drawn(maintained, sheet);
    let old = wanted.iter().filter(|chart| stands(chart.id)).map(|chart| chart::delete(chart.id));
    old.chain(wanted.iter().map(chart::add)).collect()
}

/// The chart that a tab has: how much was answered in time, beside the tables.
fn drawn(maintained: MaintainedTab, sheet: SheetId) -> Option<Chart<'static>> {
    let table = board::IN_TIME;
    (maintained == MaintainedTab::Board).then(|| Chart {
        id: ids::chart(sheet, 0),
        sheet,
        title: "Respuestas por mes de vencimiento: a tiempo, y tarde o sin respuesta",
        names: "Mes de vencimiento",
        counts: "Reportes",
        rows: table.header()..table.header() + 1 + table.rows,
        series: vec![(1, IN_TIME), (2, LATE)],
        corner: CellAddress::at(board::TODAY.top as usize, table.columns as usize + 1),
        size: CHART,
    })
}
