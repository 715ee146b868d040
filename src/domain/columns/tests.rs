use super::*;
use crate::domain::form::{FormError, ServiceColumn};
use crate::domain::handoff::assessment::{Assessment, AssessmentContext, assess};
use crate::sheet::cell::Cell;
use crate::testing::{
    ADDRESS, COLUMNS, DATE, DOCUMENT, GROUNDS, ID, InventedRows, Memory, NAME, NETWORK, PROFILE, SUBJECT,
    TIME, complete, form, grid, minimal, nth_column, window,
};

/// A book of so many complete reports, all handed over.
fn handed_over(reports: u32) -> (Memory, InventedRows) {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..reports).map(complete).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        row[NETWORK] = if at % 3 == 0 { "WhatsApp".into() } else { "Facebook".into() };
    }
    memory.night(&mut rows, "2026-11-23");
    (memory, rows)
}

fn looked(ledger: &Ledger, grid: &[Vec<Cell>], confirmed: bool) -> Result<Assessment, FormError> {
    let service_columns = [(ServiceColumn::Id, nth_column(place(ID)))].into();
    let tab = StaffTab { service_columns, ..StaffTab::from(grid) };
    let mut context = AssessmentContext::of_ledger(ledger, window("2026-11-24"));
    if confirmed {
        let columns = form().recognize(grid, None)?.map(|layout| layout.columns.into_keys().collect());
        context.known = context.known.confirming(columns.unwrap_or_default());
    }
    assess(&tab, form(), &context)
}

/// The changes that the night after a change of the sheet names. It hands over nothing of any report known.
fn after(reports: u32, change: impl FnOnce(&mut Vec<Vec<Cell>>)) -> Result<Vec<ColumnChange>, FormError> {
    let (memory, rows) = handed_over(reports);
    let mut grid = grid(&rows);
    change(&mut grid);
    let assessment = looked(&memory.verified(), &grid, false)?;
    let counts = assessment.plan.balance;
    assert_eq!((counts.already, counts.amended, counts.pqr), (reports, 0, 0), "{counts:?}");
    Ok(assessment.sheet.layout.as_ref().map(|layout| layout.changes.clone()).unwrap_or_default())
}

fn typed(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The place of a column in the sheet.
fn place(column: usize) -> usize {
    COLUMNS.iter().position(|known| *known == column).expect("a column of the invented rows")
}

fn at(column: usize) -> CellAddress {
    CellAddress::at(0, place(column))
}

const CITIZENS: [(usize, Field); 9] = [
    (DATE, Field::Date),
    (TIME, Field::Time),
    (NETWORK, Field::Network),
    (PROFILE, Field::Profile),
    (NAME, Field::Name),
    (DOCUMENT, Field::Document),
    (ADDRESS, Field::Address),
    (SUBJECT, Field::Subject),
    (GROUNDS, Field::Grounds),
];

#[test]
fn a_field_whose_header_is_renamed_or_blanked_is_read_where_it_was() {
    for header in [Cell::Blank, typed("Columna 7"), typed("Observaciones de Ana")] {
        for (column, field) in CITIZENS {
            let changes = after(40, |grid| grid[0][place(column)] = header.clone()).unwrap();
            assert_eq!(changes, [ColumnChange::ByContents { field, at: at(column) }], "{field:?}");
        }
    }
}

#[test]
fn a_column_that_is_deleted_is_lost_and_where_nothing_serves_in_its_place_the_night_stops() {
    for (column, field) in CITIZENS {
        let result = after(40, |grid| grid.iter_mut().for_each(|row| drop(row.remove(place(column)))));
        match field {
            Field::Time | Field::Profile | Field::Subject | Field::Grounds => {
                assert_eq!(result, Ok(vec![ColumnChange::Lost { field }]), "{field:?}");
            }
            _ => {
                let stopped = matches!(result, Err(FormError::MissingColumn { was_read: true, .. }));
                assert!(stopped, "{field:?}: {result:?}");
            }
        }
    }
}

#[test]
fn a_header_above_another_fields_cells_stops_the_night_where_one_of_them_decides() {
    let swapped =
        |one: usize, two: usize| move |grid: &mut Vec<Vec<Cell>>| grid[0].swap(place(one), place(two));
    for (one, two) in [(NAME, PROFILE), (SUBJECT, GROUNDS), (DOCUMENT, NAME), (ADDRESS, TIME)] {
        let result = after(40, swapped(one, two));
        assert!(matches!(result, Err(FormError::MistakenColumn { .. })), "{one} {two}: {result:?}");
    }

    let changes = after(40, swapped(TIME, PROFILE)).unwrap();
    let mistaken = [
        ColumnChange::Mistaken { header: Field::Time, cells: Field::Profile, at: at(PROFILE) },
        ColumnChange::Mistaken { header: Field::Profile, cells: Field::Time, at: at(TIME) },
    ];
    assert_eq!(changes, mistaken);
}

#[test]
fn cells_that_say_too_little_leave_the_decision_to_the_headers() {
    let changes = after(4, |grid| grid[0][place(PROFILE)] = Cell::Blank).unwrap();
    assert_eq!(changes, [ColumnChange::Lost { field: Field::Profile }]);
    let changes = after(5, |grid| grid[0][place(PROFILE)] = Cell::Blank).unwrap();
    assert_eq!(changes, [ColumnChange::ByContents { field: Field::Profile, at: at(PROFILE) }]);
}

#[test]
fn a_column_moves_comes_and_goes_without_news() {
    assert_eq!(
        after(40, |grid| grid.iter_mut().for_each(|row| row.swap(place(NAME), place(GROUNDS)))),
        Ok(vec![])
    );

    let beside = |grid: &mut Vec<Vec<Cell>>| {
        for (at, row) in grid.iter_mut().enumerate() {
            row.push(typed(if at == 0 { "Teléfono" } else { "300 000 0011" }));
        }
    };
    assert_eq!(after(40, beside), Ok(vec![]), "a field that no revision had is no change");
}

#[test]
fn without_ids_a_row_is_known_by_what_it_says_elsewhere() {
    let changes = after(40, |grid| {
        for row in &mut *grid {
            row[place(ID)] = Cell::Blank;
        }
        grid[0][place(GROUNDS)] = typed("Columna 9");
    });
    assert_eq!(changes, Ok(vec![ColumnChange::ByContents { field: Field::Grounds, at: at(GROUNDS) }]));
}

#[test]
fn what_somebody_confirms_is_the_beginning_of_what_counts() {
    let (memory, rows) = handed_over(40);
    let ledger = memory.verified();
    let mut grid = grid(&rows);
    for row in &mut grid {
        row.remove(place(GROUNDS));
    }
    let lost = looked(&ledger, &grid, false).unwrap();
    assert_eq!(lost.sheet.layout.as_ref().unwrap().changes, [ColumnChange::Lost { field: Field::Grounds }]);

    let confirmed = looked(&ledger, &grid, true).unwrap();
    assert_eq!(confirmed.sheet.layout.as_ref().unwrap().changes, []);
    assert_eq!((confirmed.plan.balance.already, confirmed.plan.balance.amended), (40, 0));
}

#[test]
fn a_column_that_comes_back_says_nothing_new_and_what_changed_meanwhile_is_an_amendment() {
    let (mut memory, mut rows) = handed_over(40);
    let whole = grid(&rows);
    let mut lost = whole.clone();
    for row in &mut lost {
        row.remove(place(GROUNDS));
    }
    let without = looked(&memory.verified(), &lost, false).unwrap();
    assert_eq!(without.plan.balance.already, 40);

    rows[3][GROUNDS] = "El recibo llegó dos veces".into();
    let (back, handoffs) = memory.night(&mut rows, "2026-11-25");
    assert_eq!((back.plan.balance.already, back.plan.balance.amended), (39, 1));
    assert_eq!(handoffs[0].entries.len(), 1);
}

#[test]
fn a_report_of_few_words_is_not_taken_for_another_while_the_column_of_its_words_is_gone() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..40).map(complete).collect();
    rows.push(minimal("no hay agua"));
    memory.night(&mut rows, "2026-11-23");
    let ledger = memory.verified();
    let without_words = |rows: &InventedRows| {
        let mut grid = grid(rows);
        for row in &mut grid {
            row.remove(place(SUBJECT));
        }
        looked(&ledger, &grid, false).unwrap().plan.balance
    };

    let same = without_words(&rows);
    assert_eq!((same.already, same.amended, same.incomplete), (41, 0, 0), "{same:?}");

    // Its row is gone, and another citizen writes on the same day and network.
    rows.pop();
    rows.push(minimal("fuga en la esquina"));
    let other = without_words(&rows);
    assert_eq!((other.already, other.amended, other.withheld), (40, 0, 1), "{other:?}");
    let (back, _) = memory.clone().night(&mut rows, "2026-11-25");
    assert_eq!((back.plan.balance.already, back.plan.balance.incomplete), (40, 1), "held, and not lost");

    // Of a row without its ID nobody can say whether it is the one that went over; its words say it.
    rows.pop();
    rows.push(minimal("no hay agua"));
    let unknown = without_words(&rows);
    assert_eq!((unknown.already, unknown.withheld, unknown.incomplete), (40, 1, 0), "{unknown:?}");
    let (back, handoffs) = memory.night(&mut rows, "2026-11-25");
    assert_eq!((back.plan.balance.already, handoffs.len()), (41, 0), "nothing goes over twice");

    // A row of another day is another report, whatever it says.
    rows[40][DATE] = "20/11/2026".into();
    assert_eq!(without_words(&rows).incomplete, 1);
}
