//! The lines of a hand-off as its tab says them now, for a copy outside the spreadsheet.

use crate::domain::handoff::table::{Column, Content, Owner};
use crate::domain::ids::report_id::ReportId;
use crate::sheet::cell::Cell;
use crate::sheet::serial::moment;

/// The lines of a tab, column by column; a column that the tab has lost is empty. The service's hidden column is
/// left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CopiedLines {
    /// The headers.
    pub headers: Vec<&'static str>,
    /// The cells of each line, below the headers.
    pub lines: Vec<Vec<String>>,
}

/// The columns that a copy has.
fn columns() -> impl Iterator<Item = Column> {
    Column::ALL.into_iter().filter(|column| column.owner() != Owner::Ledger)
}

impl CopiedLines {
    /// The lines in the cells of a tab, wherever people have moved its rows and columns.
    pub fn of(grid: &[Vec<Cell>]) -> Self {
        let mut copied = Self { headers: columns().map(Column::header).collect(), lines: Vec::new() };
        copied.add(grid);
        copied
    }

    /// Adds the lines of another tab of the same hand-off.
    pub fn add(&mut self, grid: &[Vec<Cell>]) {
        let at = |row: &[Cell], header: &str| row.iter().position(|cell| cell.text() == header);
        let header = grid.iter().find(|row| at(row, Column::Id.header()).is_some());
        let Some(header) = header else { return };
        let places: Vec<(Column, Option<usize>)> =
            columns().map(|column| (column, at(header, column.header()))).collect();
        let id = at(header, Column::Id.header());

        let is_line = |row: &&Vec<Cell>| {
            let cell = id.and_then(|id| row.get(id));
            cell.is_some_and(|cell| cell.text().parse::<ReportId>().is_ok())
        };
        self.lines.extend(grid.iter().filter(is_line).map(|row| {
            let cell = |(column, at): &(Column, Option<usize>)| {
                at.and_then(|at| row.get(at)).map(|cell| text(cell, column.content())).unwrap_or_default()
            };
            places.iter().map(cell).collect()
        }));
    }
}

/// A cell as a copy says it: days and instants as ISO 8601 has them, everything else as it is.
fn text(cell: &Cell, content: Content) -> String {
    match cell {
        Cell::Number(serial) if matches!(content, Content::Day | Content::TypedDay) => {
            match moment(*serial) {
                Some(moment) if moment.time() == chrono::NaiveTime::MIN => moment.date().to_string(),
                Some(moment) => moment.format("%Y-%m-%dT%H:%M").to_string(),
                None => cell.text().into_owned(),
            }
        }
        _ => cell.text().into_owned(),
    }
}

/// A cell of CSV that no spreadsheet takes for a formula: one that begins as a formula does begins with an
/// apostrophe.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_wherever_people_moved_them_and_days_are_days() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let grid = vec![
            vec![text("Traslado n.º 1")],
            vec![text("Vence"), text("nota"), text("ID"), text("Objeto"), text("Recibido")],
            vec![
                Cell::Number(46_349.0),
                text("x"),
                text("CE-2026-00002"),
                text("=TAPA"),
                Cell::Number(46_328.5),
            ],
            vec![Cell::Blank],
            vec![text("Filas retenidas"), text("CE-2026-00001")],
        ];
        let copied = CopiedLines::of(&grid);
        assert_eq!(copied.lines.len(), 1);
        let cell = |header: &str| {
            let at = copied.headers.iter().position(|found| *found == header);
            at.map(|at| copied.lines[0][at].clone())
        };
        assert_eq!(cell("ID").as_deref(), Some("CE-2026-00002"));
        assert_eq!(cell("Vence").as_deref(), Some("2026-11-23"));
        assert_eq!(cell("Recibido").as_deref(), Some("2026-11-02T12:00"));
        assert_eq!(cell("Objeto").as_deref(), Some("=TAPA"));
        assert_eq!(cell("Clase").as_deref(), Some(""), "a column that is gone");
        assert_eq!(cell("Asiento en el libro"), None);
    }

    #[test]
    fn no_cell_of_csv_begins_as_a_formula_does() {
        for (text, expected) in
            [("=1+1", "'=1+1"), ("+57 300", "'+57 300"), ("@ana", "'@ana"), ("ana", "ana"), ("", "")]
        {
            assert_eq!(harmless(text), expected);
        }
    }
}
