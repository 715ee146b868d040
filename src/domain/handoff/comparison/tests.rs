use super::*;
use crate::domain::handoff::cut::Handoff;
use crate::domain::ledger::lines::collect;
use crate::sheet::serial::{serial, serial_moment};
use crate::sheet::tab_cell::TabCell;
use crate::testing::{Memory, SUBJECT, complete, gid, id, nth};

/// The cells of a tab as the bulk read returns them.
fn read_back(handoff: &Handoff) -> Vec<Vec<Cell>> {
    let cell = |cell: &TabCell| match cell {
        TabCell::Blank => Cell::Blank,
        TabCell::Text(text) | TabCell::Link { text, .. } => Cell::Text(text.clone()),
        TabCell::Date(date) => Cell::Number(serial(*date)),
        TabCell::Moment(moment) => Cell::Number(serial_moment(*moment)),
        TabCell::Number(number) => Cell::Number(f64::from(*number)),
        TabCell::Percent(share) => Cell::Number(f64::from(*share) / 100.0),
    };
    handoff.tab.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// A night's tab of three lines, the lines that the ledger has of it, and what a change makes of it.
fn compared(change: impl FnOnce(&mut Vec<Vec<Cell>>)) -> Comparison {
    let mut memory = Memory::default();
    let mut rows = vec![complete(1), complete(2), complete(3)];
    rows[2][SUBJECT] = " =TAPA\r\n\"faltante\"\u{b}  \u{a0}😀 ".into();
    let (_, handoffs) = memory.night(&mut rows, "2026-11-24");
    let mut grid = read_back(&handoffs[0]);
    change(&mut grid);
    let tab = DeliveredTab { archive: None, number: nth(1), sheet: gid(1), place: 2, grid };
    compare(&collect(&memory.ledger).0, &[tab])
}

fn named(comparison: &Comparison) -> Vec<String> {
    comparison.changed.iter().map(|changed| changed.cell.to_string()).collect()
}

fn column(grid: &[Vec<Cell>], column: Column) -> usize {
    let header = grid.iter().find(|row| row.len() > 5).expect("a header");
    header.iter().position(|cell| cell.text() == column.header()).expect("the column")
}

#[test]
fn order_place_and_what_clerks_type_do_not_matter() {
    let whole = Comparison { lines: 3, ..Comparison::default() };
    assert_eq!(compared(|_| {}), whole);
    assert_eq!(compared(|grid| grid[4..7].reverse()), whole);
    let moved = compared(|grid| {
        for row in grid.iter_mut().filter(|row| row.len() > 5) {
            row.insert(2, Cell::Text("Nota de la oficina".into()));
            row.swap(1, 9);
            row.push(Cell::Text("nuestro".into()));
        }
        grid.insert(0, vec![Cell::Text("Prioridades".into())]);
        grid.push(vec![Cell::Text("CE-2026-00002".into()), Cell::Text("llamar".into())]);
    });
    assert_eq!(moved, whole);
    let clerks = compared(|grid| {
        let at = column(grid, Column::Radicado);
        grid[5][at] = Cell::Text("2026-1".into());
    });
    assert_eq!(clerks, whole);
}

#[test]
fn every_cell_of_the_services_that_changed_is_named_by_number_report_and_header() {
    let of_service = |column: &Column| column.owner() == Owner::Service;
    for changed in Column::ALL.into_iter().filter(of_service) {
        let comparison = compared(|grid| {
            let at = column(grid, changed);
            grid[5][at] = Cell::Text("otra cosa".into());
        });
        assert_eq!(named(&comparison), [format!("1:CE-2026-00002:{}", changed.header())]);
        let cell: DeliveredCell = named(&comparison)[0].parse().expect("it is read back");
        assert_eq!((cell, comparison.changed[0].row), (comparison.changed[0].cell, RowNumber::new(6)));
    }
}

#[test]
fn a_line_is_found_although_its_id_was_changed() {
    for other in ["", "CE-2026-00003", "CE-2026-00077"] {
        let comparison = compared(|grid| grid[4][0] = Cell::Text(other.into()));
        assert_eq!(named(&comparison), ["1:CE-2026-00001:ID"], "{other}");
    }
}

#[test]
fn rows_sorted_by_some_columns_only_and_a_column_that_is_gone_are_named() {
    let sorted = compared(|grid| {
        let (at, document) = (column(grid, Column::Applicant), column(grid, Column::Document));
        let (above, below) = grid.split_at_mut(5);
        for at in [at, document] {
            std::mem::swap(&mut above[4][at], &mut below[0][at]);
        }
    });
    let expected = ["1:Solicitante", "1:Documento", "2:Solicitante", "2:Documento"];
    let mut expected = expected.map(|text| format!("1:CE-2026-0000{text}"));
    let mut found = named(&sorted);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);

    let gone = compared(|grid| {
        let at = column(grid, Column::Subject);
        for row in grid.iter_mut().filter(|row| row.len() > at) {
            row.remove(at);
        }
    });
    assert_eq!((gone.changed.len(), gone.changed[0].at), (3, None));
}

#[test]
fn what_names_no_cell_of_the_services_is_refused() {
    for text in
        ["", "12", "12:CE-2026-00040", "12:x:Objeto", "x:CE-2026-00040:Objeto", "12:CE-2026-00040:Radicado"]
    {
        assert_eq!(text.parse::<DeliveredCell>(), Err(ParseDeliveredCellError), "{text}");
    }
    let cell = DeliveredCell { number: nth(12), id: id(40), column: Column::Subject };
    assert_eq!("12:CE-2026-00040:Objeto".parse(), Ok(cell));
}
