//! `Registro de noches`: one line for each night or command that decided something, for whoever asks later
//! what was handed over, held back or let through, when, and by whom.
//!
//! No night depends on it. What an operator let stand of the cells that clerks read is known from it alone.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::comparison::AcceptedCell;
use crate::domain::handoff::plan::Withheld;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ids::report_id::ReportId;
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::TabCell;

/// Headers of the tab.
pub const HEADERS: [&str; 20] = [
    "Instante",
    "Fecha del traslado",
    "N.º de traslado",
    "Orden",
    "Filas",
    "PQR",
    "Por completar",
    "Enmiendas",
    "Anuladas",
    "Ya trasladadas",
    "En espera",
    "Anteriores",
    "Encabezados",
    "Vacías",
    "Retenidas",
    WITHHELD,
    "Dejó pasar",
    "Quién y por qué",
    ACCEPTED,
    VERSION_HEADER,
];

/// How many columns it has.
pub const COLUMNS: u32 = 20;
/// Header of the column of the rows that were held back.
const WITHHELD: &str = "Filas retenidas";
/// Header of the column of the version.
const VERSION_HEADER: &str = "Versión";
/// Header of the column of the accepted cells.
const ACCEPTED: &str = "Celdas aceptadas";
/// Between two entries of a list.
const GAP: &str = "; ";
/// The most entries that a list of rows or of reports names; their number is told all the same.
const LISTED: usize = 200;

/// A decision of a night or a command, for one line.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// When, in Colombian time.
    pub instant: NaiveDateTime,
    /// The day as of which it was decided.
    pub as_of: NaiveDate,
    /// The last hand-off that it made; `None` for none.
    pub number: Option<HandoffNumber>,
    /// The command, as it is typed.
    pub command: &'static str,
    /// The night's balance; `None` for a command that reads no rows.
    pub balance: Option<Balance>,
    /// Rows that were held back.
    pub withheld: Vec<RowNumber>,
    /// The reports whose changes were let through and would have been held back.
    pub let_through: Vec<ReportId>,
    /// Who decided it, as the host knows them, where a person did.
    pub who: String,
    /// Why, as they wrote it.
    pub reason: String,
    /// Delivered cells that were let stand as they are.
    pub accepted: Vec<AcceptedCell>,
}

impl Decision {
    /// A decision at an instant, as of its day, that is still to be filled in.
    pub fn at(instant: NaiveDateTime) -> Self {
        Self { instant, as_of: instant.date(), ..Self::default() }
    }

    /// The rows of a night that are held back.
    pub fn withheld(rows: &[Withheld]) -> Vec<RowNumber> {
        rows.iter().map(|withheld| withheld.row).collect()
    }

    /// Returns `true` if the last line of the tab says that the same rows were held back.
    pub fn holds_what_the_last_line_says(&self, grid: &[Vec<Cell>]) -> bool {
        let column = HEADERS.iter().position(|header| *header == WITHHELD);
        let last = grid.iter().rev().find(|row| row.iter().any(|cell| !cell.is_blank()));
        let cell = last.zip(column).and_then(|(row, column)| row.get(column));
        cell.is_some_and(|cell| cell.text() == self.withheld_rows())
    }

    fn withheld_rows(&self) -> String {
        listed(self.withheld.iter().map(RowNumber::to_string).collect())
    }

    /// The lines of the tab: one, or several where there are more accepted cells than one cell holds.
    pub fn rows(&self) -> Vec<Vec<TabCell>> {
        let mut parts = self.accepted.chunks(LISTED);
        let first = self.row(parts.next().unwrap_or_default());
        std::iter::once(first).chain(parts.map(|part| self.row(part))).collect()
    }

    fn row(&self, accepted: &[AcceptedCell]) -> Vec<TabCell> {
        let text = |text: String| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text) };
        let count = |count: fn(&Balance) -> u32| {
            let count = self.balance.as_ref().map(count);
            count.map_or(TabCell::Blank, |count| TabCell::Number(i32::try_from(count).unwrap_or(i32::MAX)))
        };
        let accepted: Vec<String> = accepted.iter().map(AcceptedCell::to_string).collect();
        let people = [self.who.as_str(), self.reason.as_str()];
        let people = people.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");

        vec![
            TabCell::Moment(self.instant),
            TabCell::Date(self.as_of),
            text(self.number.map_or_else(String::new, |number| number.to_string())),
            text(self.command.to_owned()),
            count(|balance| balance.rows),
            count(|balance| balance.pqr),
            count(|balance| balance.incomplete),
            count(|balance| balance.amended),
            count(|balance| balance.annulled),
            count(|balance| balance.already),
            count(|balance| balance.waiting),
            count(|balance| balance.before_since),
            count(|balance| balance.headings),
            count(|balance| balance.empty),
            count(|balance| balance.withheld),
            text(self.withheld_rows()),
            text(listed(self.let_through.iter().map(ReportId::to_string).collect())),
            text(people),
            text(accepted.join(GAP)),
            text(RECORD_VERSION.to_owned()),
        ]
    }
}

/// A list that is not longer than people read.
fn listed(mut entries: Vec<String>) -> String {
    let more = entries.len().saturating_sub(LISTED);
    entries.truncate(LISTED);
    let named = entries.join(GAP);
    if more == 0 { named } else { format!("{named}{GAP}y {more} más") }
}

/// The header row.
pub fn header() -> Vec<TabCell> {
    HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect()
}

/// The part of the tab that is read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedDecisions {
    /// The cells that were let stand.
    pub accepted: BTreeSet<AcceptedCell>,
    /// The lines that bear no version that this program knows, and count for nothing.
    pub unknown: Vec<RowNumber>,
}

impl RecordedDecisions {
    /// Reads the tab. A line is known by the version in its last column, wherever that stands.
    pub fn read(grid: &[Vec<Cell>]) -> Self {
        let mut recorded = Self::default();
        for (at, row) in grid.iter().enumerate().skip(1) {
            let is_of_version = row
                .last()
                .is_some_and(|cell| cell.text() == RECORD_VERSION && !matches!(cell, Cell::Formula { .. }));
            if is_of_version {
                let texts = row.iter().filter_map(|cell| match cell {
                    Cell::Text(text) => Some(text.split(GAP)),
                    _ => None,
                });
                recorded
                    .accepted
                    .extend(texts.flatten().filter_map(|text| text.parse::<AcceptedCell>().ok()));
            } else if row.iter().any(|cell| !cell.is_blank()) {
                recorded.unknown.push(RowNumber::at(at));
            }
        }
        recorded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, nth, nth_row};

    fn cell(n: usize) -> AcceptedCell {
        format!("12:CE-2026-{n:05}:Objeto=AbC-_1").parse().expect("an accepted cell")
    }

    #[test]
    fn accepted_cells_are_read_back_however_many_they_are() {
        let decision = Decision {
            as_of: day("2026-11-24"),
            number: Some(nth(12)),
            command: "verify --accept",
            withheld: (2..=300).map(nth_row).collect(),
            reason: "motivo; con 12:CE-2026-00001 y =".into(),
            accepted: (1..=401).map(cell).collect(),
            ..Decision::default()
        };
        let rows = decision.rows();
        assert!(rows.iter().all(|row| row.len() == HEADERS.len() && HEADERS.len() == COLUMNS as usize));
        assert_eq!(rows.len(), 3);
        let TabCell::Text(rows_named) = &rows[0][15] else { panic!("a list") };
        assert!(rows_named.ends_with("201; y 99 más"), "{rows_named}");
        let read = |cell: &TabCell| match cell {
            TabCell::Text(text) => Cell::Text(text.clone()),
            _ => Cell::Blank,
        };
        let all = std::iter::once(header()).chain(rows);
        let mut grid: Vec<Vec<Cell>> = all.map(|row| row.iter().map(read).collect()).collect();
        let accepted = decision.accepted.iter().cloned().collect();
        assert_eq!(RecordedDecisions::read(&grid), RecordedDecisions { accepted, unknown: Vec::new() });

        // Lines of another version, or of none, count for nothing and are named.
        *grid[1].last_mut().expect("a cell") = Cell::Text("2".into());
        grid[2].pop();
        let recorded = RecordedDecisions::read(&grid);
        assert_eq!((recorded.accepted.len(), recorded.unknown), (1, vec![nth_row(2), nth_row(3)]));
    }
}
