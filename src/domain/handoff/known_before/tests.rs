use super::*;
use crate::domain::clerks::annotation::annotate;
use crate::domain::clerks::answers::Answers;
use crate::domain::handoff::plan::Disposition;
use crate::domain::ledger::cross_checks::{self, CrossChecks};
use crate::domain::ledger::verification::{RepairPlan, Sources, verify};
use crate::domain::ledger::{Damage, lines};
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;
use crate::testing::{
    ADDRESS, DATE, GROUNDS, ID, InventedRows, Memory, PROFILE, SPREADSHEET, assess_rows, complete, day, form,
    id, minimal, nth, window,
};

/// Rows of which three have no usable date, and two of those say the same.
fn rows() -> InventedRows {
    let mut rows: InventedRows = (0..5).map(complete).collect();
    rows[1][DATE] = "hace días".into();
    rows[3][DATE] = String::new();
    rows.push(rows[3].clone());
    rows
}

fn record_as_known(memory: &mut Memory, rows: &mut InventedRows, entries: Vec<Entry>) {
    let placed: Vec<(RowNumber, ReportId)> = entries.iter().map(|entry| (entry.row, entry.id)).collect();
    let start = NumberZero::of(SPREADSHEET, entries).expect("there is something to record");
    memory.guards.push(start.guard("n".into()));
    memory.ledger.extend(start.rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()));
    for (row, id) in placed {
        rows[row.index() - 1][ID] = id.to_string();
    }
}

/// A sheet whose undated rows were recorded as known.
fn begun() -> (Memory, InventedRows) {
    let (mut memory, mut rows) = (Memory::default(), rows());
    let ledger = memory.verified();
    let assessment = assess_rows(&rows, &ledger, window("2026-11-23"));
    let undated = undecided(&assessment);
    assert_eq!(undated, [1, 3, 5], "a repeat is a row as well");
    record_as_known(
        &mut memory,
        &mut rows,
        of_rows(&assessment, &undated, &ledger, form(), day("2026-11-23")),
    );
    (memory, rows)
}

/// The repair of a ledger that is verified on the day of the first hand-off.
fn repair_plan(memory: &Memory) -> Option<RepairPlan> {
    let sources = Sources {
        spreadsheet_id: SPREADSHEET,
        rows: &memory.ledger,
        columns: &std::collections::BTreeMap::new(),
        today: day("2026-11-23"),
        cross_checks: &cross_checks(memory),
    };
    verify(&sources).repair_plan
}

#[test]
fn rows_recorded_as_known_are_not_handed_over_and_the_rest_is_under_number_one() {
    let (mut memory, mut rows) = begun();
    let (assessment, handoffs) = memory.night(&mut rows, "2026-11-23");
    assert_eq!((assessment.plan.balance.already, assessment.plan.balance.pqr), (3, 3));
    assert_eq!((handoffs[0].number, handoffs[0].entries[0].id), (nth(1), id(4)));
    let ledger = memory.verified();
    assert_eq!(
        (ledger.head(), ledger.handoff(nth(0)).count(), ledger.handoff(nth(1)).count()),
        (nth(1), 3, 3)
    );
    let said = annotate(&assessment.plan, &assessment.sheet.reports, &ledger, &Answers::default());
    assert_eq!(
        (said[1].id.as_str(), said[1].state.as_str()),
        ("CE-2026-00001", "Anterior al servicio: no se traslada")
    );

    rows.remove(1);
    let missing = assess_rows(&rows, &ledger, window("2026-11-24")).plan.balance.missing;
    assert_eq!(missing, 0, "nobody was handed it, so that nobody misses it");
}

#[test]
fn a_row_recorded_as_known_goes_once_staff_change_it_unless_it_is_from_before_the_start() {
    let (mut memory, mut rows) = begun();
    memory.night(&mut rows, "2026-11-23");
    rows[1][DATE] = "20/11/2026".into();
    rows[3][DATE] = "20/10/2026".into();
    rows[5][DATE] = "24/11/2026".into();
    let assessment = assess_rows(&rows, &memory.verified(), window("2026-11-24"));
    let dispositions = &assessment.plan.dispositions;
    assert_eq!(
        (dispositions[1], dispositions[3], dispositions[5]),
        (Disposition::HandedOver(id(1), Class::Pqr), Disposition::BeforeSince, Disposition::Waiting)
    );
    let line = &assessment.plan.lines[0];
    assert_eq!((line.entry.revision, line.changed.len()), (2, 0), "nobody has seen what it said before");
    assert!(line.entry.due.is_some());
    rows[1][GROUNDS] = String::new();
    let plan = assess_rows(&rows, &memory.verified(), window("2026-11-24")).plan;
    assert_eq!(
        plan.dispositions[1],
        Disposition::HandedOver(id(1), Class::Incomplete),
        "and never as an amendment"
    );
    memory.night(&mut rows, "2026-11-24");
    rows[1][GROUNDS] = "El recibo llegó más alto".into();
    let plan = assess_rows(&rows, &memory.verified(), window("2026-11-25")).plan;
    assert_eq!(
        plan.dispositions[1],
        Disposition::HandedOver(id(1), Class::Pqr),
        "from then on it is a report like any other"
    );
}

#[test]
fn what_repeats_a_row_that_was_never_handed_over_is_handed_over() {
    let (mut memory, mut rows) = begun();
    let mut again = rows[1].clone();
    again[ID] = String::new();
    rows.push(again);
    let (assessment, _) = memory.night(&mut rows, "2026-11-23");
    assert_eq!((assessment.plan.balance.withheld, assessment.plan.balance.pqr), (0, 4));
}

/// The memory of a file with two nights, and its copy's, which begins anew.
fn copied() -> (Memory, InventedRows) {
    let mut original = Memory::default();
    let mut rows: InventedRows = (0..3).map(complete).collect();
    rows.push(minimal("No hay agua"));
    rows[3][PROFILE] = "perfil.99".into();
    original.night(&mut rows, "2026-11-20");
    rows[0][ADDRESS] = "Carrera 5 # 22-45".into();
    original.night(&mut rows, "2026-11-21");
    let mut copy = Memory::default();
    let entries = carried(&lines::collect(&original.ledger).0);
    record_as_known(&mut copy, &mut InventedRows::from_iter(rows.clone()), entries);
    (copy, rows)
}

#[test]
fn a_copy_knows_what_the_original_has_handed_over_and_goes_on_with_its_ids() {
    let (mut memory, mut rows) = copied();
    let ledger = memory.verified();
    assert_eq!((ledger.head(), ledger.entries().len()), (nth(0), 5));
    let plan = assess_rows(&rows, &ledger, window("2026-11-23")).plan;
    assert_eq!((plan.balance.already, plan.lines.len()), (4, 0));
    let assessment = assess_rows(&rows, &ledger, window("2026-11-23"));
    let said = annotate(&assessment.plan, &assessment.sheet.reports, &ledger, &Answers::default());
    assert_eq!(said[0].state, "Corrección trasladada el 21/11/2026, desde la hoja anterior");

    rows[1][ADDRESS] = "Carrera 6 # 1-1".into();
    rows[3] = {
        let mut row = complete(40);
        row[ID] = rows[3][ID].clone();
        row[PROFILE] = "perfil.99".into();
        row[DATE] = "17/11/2026".into();
        row
    };
    rows.push(complete(7));
    let (assessment, handoffs) = memory.night(&mut rows, "2026-11-23");
    let lines: Vec<(u32, u32, Class)> = assessment
        .plan
        .lines
        .iter()
        .map(|line| (line.entry.id.number, line.entry.revision, line.entry.class))
        .collect();
    assert_eq!(handoffs[0].number, nth(1));
    assert!(lines.contains(&(5, 1, Class::Pqr)), "new IDs follow the original's: {lines:?}");
    assert_eq!(lines.iter().filter(|line| line.2 == Class::Amendment).count(), 1, "{lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
}

#[test]
fn in_an_emptied_copy_nothing_is_missed_and_last_years_words_make_no_amendment() {
    let (memory, _) = copied();
    let mut row = complete(1);
    row[DATE] = "22/11/2026".into();
    let plan = assess_rows(&vec![row], &memory.verified(), window("2026-11-23")).plan;
    assert_eq!(plan.balance.missing, 0);
    assert_eq!((plan.balance.pqr, plan.lines[0].entry.id), (1, id(5)));
    assert!(plan.lines[0].resembles.is_some(), "a clerk is told of the other");
}

fn cross_checks(memory: &Memory) -> CrossChecks {
    CrossChecks {
        guards: memory.guards.clone(),
        origin: Some(SPREADSHEET.to_owned()),
        has_ledger: true,
        ..CrossChecks::default()
    }
}

#[test]
fn every_cell_of_number_zero_is_covered_by_its_guard_and_nothing_is_made_up_in_its_place() {
    let (whole, _) = begun();
    for row in 0..whole.ledger.len() {
        for column in 0..Entry::HEADERS.len() {
            let mut memory = whole.clone();
            let text = memory.ledger[row][column].text().into_owned();
            memory.ledger[row][column] = Cell::Text(format!("{text}1"));
            let found = cross_checks::verify(&memory.ledger, &cross_checks(&memory), SPREADSHEET);
            assert!(found.is_err(), "a stray key in row {row}, column {column}");
        }
    }
    let mut memory = whole;
    memory.ledger.remove(1);
    let found = cross_checks::verify(&memory.ledger, &cross_checks(&memory), SPREADSHEET);
    assert_eq!(found.map(drop), Err(Damage::KnownBefore));
    assert_eq!(repair_plan(&memory), None);
}

#[test]
fn a_repair_makes_the_guard_of_number_zero_again_and_takes_out_what_people_wrote_twice() {
    let (mut memory, mut rows) = begun();
    memory.night(&mut rows, "2026-11-23");
    let again = memory.ledger[1].clone();
    memory.ledger.push(again);
    memory.guards.remove(0);
    let found = cross_checks::verify(&memory.ledger, &cross_checks(&memory), SPREADSHEET);
    assert!(found.is_err());
    memory.ledger.pop();
    let found = cross_checks::verify(&memory.ledger, &cross_checks(&memory), SPREADSHEET);
    assert_eq!(found.map(drop), Err(Damage::Unguarded { number: nth(0) }));
    let repair_plan = repair_plan(&memory).expect("it can be mended");
    let ends = memory.guards[0].link.clone();
    let guard = &repair_plan.guards[0];
    assert_eq!((guard.0, guard.1), (nth(0), 3));
    assert_ne!(guard.2, ends);
}
