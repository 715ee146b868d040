//! Invented sheets for the tests of this folder.

use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::test_runner::Config as ProptestConfig;

use crate::domain::finding::field::Field;
use crate::domain::form::{Form, ServiceColumn, StaffTab};
use crate::domain::handoff::assessment::{Assessment, AssessmentContext, assess};
use crate::domain::handoff::batch_splitter::{BatchSplitter, LIMITS};
use crate::domain::handoff::cut::{self, Handoff, HandoffContext, ledger_rows};
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::chain::{Guard, Link};
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;

pub(crate) use fixtures::{
    ADDRESS, Cells, DATE, DOCUMENT, GROUNDS, ID, NAME, NETWORK, PROFILE, SPREADSHEET, SUBJECT, TIME,
};

/// Reading the form's file takes longer than reading a sheet with it.
static FORM: LazyLock<Form> = LazyLock::new(Form::builtin);

/// How many cases a property is tried with: ten thousand where it is fast, and never fewer there.
pub(crate) fn cases() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if cfg!(debug_assertions) { config.cases } else { config.cases.max(10_000) };
    ProptestConfig { cases, ..config }
}

/// The compiled-in form, read once.
pub(crate) fn form() -> &'static Form {
    &FORM
}

/// The columns of the invented sheets, from the left.
pub(super) const COLUMNS: [usize; 10] =
    [ID, DATE, TIME, NETWORK, PROFILE, NAME, DOCUMENT, ADDRESS, SUBJECT, GROUNDS];

/// Reports of a staff tab, each by its columns.
pub(super) type InventedRows = Vec<Cells>;

/// A complete report of an invented citizen in November, different from every other number's.
pub(super) fn complete(n: u32) -> Cells {
    let mut cells = fixtures::cells(n, &n.to_string());
    cells[DATE] = format!("{:02}/11/2026", 2 + n % 20);
    cells[NAME] = format!("Prueba{} Inventada Ejemplo", letter_code(n));
    cells
}

/// The digests of a report that says this, in a sheet with all columns.
pub(super) fn digests(cells: &[(Field, &str)]) -> Digests {
    let mut digests = Digests::none(FieldSet::all());
    for (field, text) in cells {
        digests.add(*field, text);
    }
    digests
}

/// A report that says nothing but when and what.
pub(super) fn minimal(text: &str) -> Cells {
    let mut row = Cells::default();
    row[DATE] = "17/11/2026".into();
    row[NETWORK] = "WhatsApp".into();
    row[SUBJECT] = text.into();
    row
}

fn letter_code(n: u32) -> String {
    n.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(super) fn window(as_of: &str) -> Window {
    Window::new(day("2026-11-01"), day(as_of), None)
}

pub(super) fn grid(rows: &InventedRows) -> Vec<Vec<Cell>> {
    let cell = |text: &String| if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
    let header = fixtures::header(COLUMNS).map(str::to_owned);
    let rows = rows.iter().map(|cells| fixtures::row(cells, COLUMNS));
    std::iter::once(header).chain(rows).map(|row| row.iter().map(cell).collect()).collect()
}

pub(super) fn assess_rows(rows: &InventedRows, ledger: &Ledger, window: Window) -> Assessment {
    let grid = grid(rows);
    let service_columns = [(ServiceColumn::Id, nth_column(ID))].into();
    let tab = StaffTab { service_columns, ..StaffTab::from(&grid) };
    assess(&tab, &FORM, &AssessmentContext::of_ledger(ledger, window)).expect("the header row is complete")
}

/// A spreadsheet's memory between nights, as the ledger tab and the guards hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) ledger: Vec<Vec<Cell>>,
    pub(super) guards: Vec<Guard>,
}

impl Memory {
    pub(super) fn verified(&self) -> Ledger {
        Ledger::verify(&self.ledger, &self.guards, SPREADSHEET).expect("the ledger verifies")
    }

    /// Runs a night over the rows and keeps what it hands over; IDs are written beside the rows as
    /// the annotations do.
    pub(super) fn night(&mut self, rows: &mut InventedRows, as_of: &str) -> (Assessment, Vec<Handoff>) {
        self.night_accepting(rows, as_of, &AcceptedChanges::None)
    }

    /// Plays a night of which a person has let held changes through.
    pub(super) fn night_accepting(
        &mut self,
        rows: &mut InventedRows,
        as_of: &str,
        accepted: &AcceptedChanges,
    ) -> (Assessment, Vec<Handoff>) {
        let ledger = self.verified();

        let assessment = assess_rows(rows, &ledger, window(as_of)).accepting(accepted, &FORM, &ledger);
        let handoffs = cut::cut(
            &assessment.plan,
            &assessment.sheet.reports,
            &ledger,
            HandoffContext::of_plan_alone(&BatchSplitter::new(LIMITS), &FORM),
        );

        for handoff in &handoffs {
            self.ledger.extend(ledger_rows(handoff).map(|cells| cells.into_iter().map(Cell::Text).collect()));
            let count = u32::try_from(handoff.entries.len()).expect("few");
            self.guards.push(Guard {
                number: handoff.number,
                nonce: "n".into(),
                count,
                link: Link::clone(&handoff.link),
            });

            for entry in &handoff.entries {
                rows[entry.row.index() - 1][ID] = entry.id.to_string();
            }
        }
        (assessment, handoffs)
    }
}

pub(super) fn id(number: u32) -> ReportId {
    ReportId { year: 2026, number }
}

/// The number of a hand-off.
pub(crate) fn nth(number: u32) -> HandoffNumber {
    HandoffNumber::new(number)
}

/// The id of a tab.
pub(crate) fn gid(id: i32) -> SheetId {
    SheetId::new(id)
}

/// The row that the sheet shows under a number.
pub(crate) fn nth_row(number: u32) -> RowNumber {
    RowNumber::new(number)
}

/// The column at a position, from 0.
pub(crate) fn nth_column(index: usize) -> ColumnIndex {
    ColumnIndex::new(index)
}
