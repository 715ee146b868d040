//! How the time in which rows are recognised grows with the sheet: `cargo bench --bench growth [-- ROWS...]`, by
//! default 5,000 to 80,000 rows.
//!
//! Each sheet is one that people make: all of it new; all of it known; thousands of rows that say the same and
//! nothing of anybody's own; every row changed since the last night; every row with the name of another, as after
//! a sort of one column. Times are of the processor, from cells to the plan of the night. Where the line is
//! straight, a row takes as long in a large sheet as in a small one; a test counts the comparisons behind it
//! (`reconcile::tests`).

#![expect(clippy::expect_used, reason = "A benchmark that cannot go on says why and ends.")]

use std::time::Duration;

use chrono::NaiveDate;
use fixtures::{
    ADDRESS, Cells, DATE, DOCUMENT, GROUNDS, ID, NAME, NETWORK, PROFILE, SPREADSHEET, SUBJECT, TIME,
};
use traslado::domain::columns::KnownColumns;
use traslado::domain::form::{Form, ServiceColumn, StaffTab};
use traslado::domain::handoff::assessment::{Assessment, AssessmentContext, assess};
use traslado::domain::handoff::batch_splitter::{BatchSplitter, LIMITS};
use traslado::domain::handoff::cut::{HandoffContext, cut};
use traslado::domain::handoff::plan::Window;
use traslado::domain::ledger::Ledger;
use traslado::sheet::cell::Cell;
use traslado::sheet::column_index::ColumnIndex;

const COLUMNS: [usize; 10] = [ID, DATE, TIME, NETWORK, PROFILE, NAME, DOCUMENT, ADDRESS, SUBJECT, GROUNDS];

/// A sheet on two nights: the rows that are known, and what becomes of them.
type Sheet = (&'static str, fn(u32) -> Vec<Cells>, fn(&mut [Cells]));

const SHEETS: [Sheet; 5] = [
    ("all new", |_| Vec::new(), |_| {}),
    ("all known", people, |_| {}),
    ("identical, of nobody", identical, |_| {}),
    ("all changed", people, |rows| rows.iter_mut().for_each(|row| row[SUBJECT].push_str(", otra vez"))),
    ("one column sorted", people, sort_names),
];

fn main() {
    let sizes: Vec<u32> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![5_000, 10_000, 20_000, 40_000, 80_000] } else { sizes };
    let form = Form::builtin();

    println!("{:<24}{:>10}{:>12}{:>16}", "sheet", "rows", "seconds", "µs by the row");
    for (name, known, change) in SHEETS {
        for rows in &sizes {
            let before = known(*rows);
            let ledger = handed_over(&before, &form);
            let mut tonight = if before.is_empty() { people(*rows) } else { before };
            change(&mut tonight);
            let grid = grid(&tonight);

            let start = processor_time();
            let assessment = assessed(&grid, &ledger, &form, "2026-11-24");
            let took = processor_time().saturating_sub(start);
            assert_eq!(assessment.matches.len(), tonight.len(), "every row is a report");

            let each = took.as_secs_f64() * 1e6 / f64::from(*rows);
            println!("{name:<24}{rows:>10}{:>12.2}{each:>16.1}", took.as_secs_f64());
        }
    }
}

fn people(rows: u32) -> Vec<Cells> {
    let person = |n: u32| {
        let mut cells = fixtures::cells(n, &n.to_string());
        let code: String = n.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect();
        cells[DATE] = format!("{:02}/11/2026", 2 + n % 20);
        cells[NAME] = format!("Prueba{code} Inventada Ejemplo");
        cells
    };
    (0..rows).map(person).collect()
}

fn identical(rows: u32) -> Vec<Cells> {
    let mut cells = Cells::default();
    cells[DATE] = "17/11/2026".into();
    cells[NETWORK] = "WhatsApp".into();
    cells[SUBJECT] = "Sin agua en el barrio".into();
    vec![cells; rows as usize]
}

/// Gives each row the name of the one as far from the end.
fn sort_names(rows: &mut [Cells]) {
    let names: Vec<String> = rows.iter().rev().map(|row| row[NAME].clone()).collect();
    for (row, name) in rows.iter_mut().zip(names) {
        row[NAME] = name;
    }
}

/// The ledger after a night over some rows.
fn handed_over(rows: &[Cells], form: &Form) -> Ledger {
    let ledger = Ledger::empty(SPREADSHEET);
    if rows.is_empty() {
        return ledger;
    }
    let Assessment { plan, sheet, .. } = assessed(&grid(rows), &ledger, form, "2026-11-23");
    let splitter = BatchSplitter::new(LIMITS);
    let handoffs = cut(&plan, &sheet.reports, &ledger, HandoffContext::of_plan_alone(&splitter, form));
    ledger.with(handoffs.into_iter().flat_map(|handoff| handoff.entries))
}

fn assessed(grid: &[Vec<Cell>], ledger: &Ledger, form: &Form, as_of: &str) -> Assessment {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let service_columns = [(ServiceColumn::Id, ColumnIndex::new(0))].into();
    let tab = StaffTab { service_columns, ..StaffTab::from(grid) };
    let context = AssessmentContext {
        known: KnownColumns { ledger, confirmed: None },
        said_gone: std::collections::BTreeSet::new(),
        first: None,
        window: Window::new(day("2026-11-01"), day(as_of), None),
    };
    assess(&tab, form, &context).expect("the header row is complete")
}

fn grid(rows: &[Cells]) -> Vec<Vec<Cell>> {
    let cell = |text: &String| if text.is_empty() { Cell::Blank } else { Cell::Text(text.as_str().into()) };
    let header = fixtures::header(COLUMNS).map(str::to_owned);
    let rows = rows.iter().map(|cells| fixtures::row(cells, COLUMNS));
    std::iter::once(header).chain(rows).map(|row| row.iter().map(cell).collect()).collect()
}

/// How long this thread has had a processor.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says it");
    let nanoseconds = stat.split_whitespace().next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}
