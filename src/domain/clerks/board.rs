//! The tab of counts and charts: what came in, what was missing, how long it took, what was answered
//! in time. Every table has a fixed place and size, so that a chart once made shows what the next
//! night counts.

mod counts;

use chrono::{NaiveDate, NaiveDateTime};

use self::counts::{Counted, DELAYS, MONTHS, WEEKS};
use crate::domain::clerks::answers::Answers;
use crate::domain::fields::channel::Network;
use crate::domain::fields::date;
use crate::domain::law::entity::Entity;
use crate::domain::ledger::Ledger;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::{TabCell, padded};

/// How many columns the charts take up beside the tables.
const CHARTS: u32 = 12;
/// The cell with the instant of the last night that did all it had to.
pub const LAST_SUCCESS: CellAddress = CellAddress::new(ColumnIndex::new(1), RowNumber::new(3));
/// The cell with the formula that says whether that is too long ago.
pub const ALARM: CellAddress = CellAddress::new(ColumnIndex::new(2), RowNumber::new(3));
/// That formula: it works when the service does not. Every locale takes `;` between arguments.
pub const ALARM_FORMULA: &str = "=IF(NOW()-B3>1;\"Sin traslado desde hace más de un día: avise a quien opera el \
                                 servicio\";\"Al día\")";
/// The condition that makes the row of the last success turn red.
pub const ALARM_CONDITION: &str = "=NOW()-$B$3>1";

/// One table: a title, a header row and a fixed number of rows, from column A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Row of its title, from 0; the header stands in the next one.
    pub top: u32,
    /// Rows below the header.
    pub rows: u32,
    /// The table's columns.
    pub columns: u32,
}

/// Reports by week and network, as wide as CE-P08 has networks; see [`by_week`].
pub const BY_WEEK: Table = Table { top: 4, rows: WEEKS, columns: 6 };
/// How often each criterion was missing.
pub const MISSING: Table = below(BY_WEEK, 4, 2);
/// Days from the message to the hand-off.
pub const DELAY: Table = below(MISSING, DELAYS, 2);
/// How much was answered in time, by month.
pub const IN_TIME: Table = below(DELAY, MONTHS, 4);
/// How many rows the tab has.
pub const ROWS: u32 = IN_TIME.header() + 1 + IN_TIME.rows;

const fn below(table: Table, rows: u32, columns: u32) -> Table {
    Table { top: table.header() + table.rows + 2, rows, columns }
}

/// The table of reports by week and network: the week, each official network, and any other.
pub fn by_week(networks: &[Network]) -> Table {
    Table { columns: u32::try_from(networks.len()).unwrap_or(0) + 2, ..BY_WEEK }
}

/// How many columns the tab has: its widest table, one between, and the charts.
pub fn columns(networks: &[Network]) -> u32 {
    by_week(networks).columns + 1 + CHARTS
}

impl Table {
    /// The row of its header, from 0.
    pub const fn header(self) -> u32 {
        self.top + 1
    }
}

/// The last success that the tab shows, as the bulk read found it.
pub fn last_success(found: &[Vec<Cell>]) -> Option<NaiveDateTime> {
    let day = date::parse(LAST_SUCCESS.get(found)?).value?;
    Some(day.date.and_time(day.time.unwrap_or_default()))
}

/// Returns `true` if the formula of the alarm stands where it should. Google may give it back in the
/// spelling of the file's locale.
pub fn has_alarm(found: &[Vec<Cell>]) -> bool {
    matches!(ALARM.get(found), Some(Cell::Formula { source, .. }) if source.contains("B3") && source.contains('>'))
}

/// The whole tab from A1, but for the formula. `networks` are the official ones, `last_success` is Colombian
/// time, and `today` decides which terms have run out.
pub fn rows(
    ledger: &Ledger,
    answers: &Answers,
    networks: &[Network],
    entity: &Entity,
    last_success: Option<NaiveDateTime>,
    today: NaiveDate,
) -> Vec<Vec<TabCell>> {
    let counted = Counted::of(ledger, answers, networks, today);
    let text = |text: &str| TabCell::Text(text.to_owned());
    let mut rows = vec![
        vec![text(&format!("Tablero · {}", entity.judged_by()))],
        vec![text(&format!(
            "El sistema lo actualiza cada noche. Cuenta los reportes trasladados, sin los anulados. {}",
            entity.no_record()
        ))],
        vec![text("Último traslado correcto"), last_success.map_or(TabCell::Blank, TabCell::Moment)],
        vec![],
    ];

    let mut table = |title: &str, header: Vec<TabCell>, lines: Vec<Vec<TabCell>>| {
        rows.push(vec![text(title)]);
        rows.push(header);
        rows.extend(lines);
        rows.push(vec![]);
    };
    let mut weeks = vec![text("Semana del")];
    weeks.extend(networks.iter().map(|network| text(network.name())));
    weeks.push(text("Otra"));

    table("Reportes por red social y semana", weeks, counted.weeks());
    table("Criterios que más faltan", vec![text("Criterio"), text("Reportes")], counted.criteria());
    table("Días entre el mensaje y el traslado", vec![text("Días"), text("Reportes")], counted.delays());
    let header =
        ["Mes de vencimiento", "Respondidos o vencidos", "Respondidos a tiempo", "Proporción a tiempo"]
            .map(text);
    table("Respuestas a tiempo", header.to_vec(), counted.months());
    rows.pop();

    padded(rows, columns(networks))
}

#[cfg(test)]
mod tests;
