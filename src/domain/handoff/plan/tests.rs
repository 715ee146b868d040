use proptest::prelude::*;

use super::*;
use crate::domain::ledger::Ledger;
use crate::testing::{
    ADDRESS, DATE, InventedRows, Memory, SPREADSHEET, assess_rows, cases, complete, day, id, minimal,
    nth_row, window,
};

fn disposition_of_date(date: &str) -> Disposition {
    let mut row = complete(1);
    row[DATE] = date.into();
    let as_of = Window::new(day("2026-11-01"), day("2026-11-25"), Some(day("2026-11-23")));
    assess_rows(&vec![row], &Ledger::empty(SPREADSHEET), as_of).plan.dispositions[0]
}

#[test]
fn the_date_decides_the_lane() {
    let handed_over = Disposition::HandedOver(id(1), Class::Pqr);
    assert_eq!(disposition_of_date("31/10/2026"), Disposition::BeforeSince);
    assert_eq!(disposition_of_date("01/11/2026"), handed_over);
    assert_eq!(disposition_of_date("22/11/2026"), handed_over);
    assert_eq!(disposition_of_date("23/11/2026"), Disposition::Waiting);
    assert_eq!(disposition_of_date("25/11/2026"), Disposition::Waiting);
    assert_eq!(disposition_of_date("26/11/2026"), handed_over);
    assert_eq!(disposition_of_date("ayer"), handed_over);
    assert_eq!(disposition_of_date(""), handed_over);
}

#[test]
fn a_row_without_a_usable_date_or_with_a_future_one_has_no_deadline() {
    for date in ["ayer", "", "26/11/2062"] {
        let mut row = complete(1);
        row[DATE] = date.into();
        let plan = assess_rows(&vec![row], &Ledger::empty(SPREADSHEET), window("2026-11-23")).plan;
        assert_eq!((plan.lines[0].entry.due, plan.lines[0].to_do.before), (None, None), "{date}");
    }
}

#[test]
fn the_term_runs_from_the_message_and_a_completed_row_keeps_its_first() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1)];
    rows[0][DATE] = "20/11/2026".into();
    let address = std::mem::take(&mut rows[0][ADDRESS]);
    let (first, _) = memory.night(&mut rows, "2026-11-23");
    let line = &first.plan.lines[0];
    assert_eq!(line.entry.class, Class::Incomplete);
    assert_eq!((line.entry.due, line.to_do.before), (Some(day("2026-12-14")), Some(day("2026-12-04"))));

    rows[0][ADDRESS] = address;
    rows[0][DATE] = "21/11/2026".into();
    let (second, _) = memory.night(&mut rows, "2026-11-24");
    let line = &second.plan.lines[0];
    assert_eq!((line.entry.id, line.entry.revision, line.entry.class), (id(1), 2, Class::Pqr));
    assert_eq!((line.entry.due, line.to_do.before), (Some(day("2026-12-14")), Some(day("2026-12-09"))));
    assert_eq!(line.changed, vec![Field::Date, Field::Address]);
    assert_eq!(second.plan.balance.pqr, 1);

    rows[0][ADDRESS].clear();
    let (third, _) = memory.night(&mut rows, "2026-11-25");
    assert_eq!(third.plan.lines[0].entry.class, Class::Amendment);
}

#[test]
fn the_table_has_pqr_first_then_those_to_complete_each_by_deadline() {
    let mut rows: InventedRows = vec![minimal("No hay agua"), complete(9), complete(3)];
    rows[1][DATE] = "20/11/2026".into();
    rows[2][DATE] = "18/11/2026".into();
    let plan = assess_rows(&rows, &Ledger::empty(SPREADSHEET), window("2026-11-23")).plan;
    let table: Vec<(u32, u32)> =
        plan.lines.iter().map(|line| (line.entry.id.number, line.entry.row.number())).collect();
    assert_eq!(table, [(1, 4), (2, 3), (3, 2)]);
}

#[test]
fn a_repeat_is_listed_with_the_id_of_its_original() {
    let rows: InventedRows = vec![complete(5), complete(5)];
    let plan = assess_rows(&rows, &Ledger::empty(SPREADSHEET), window("2026-11-23")).plan;
    assert_eq!(plan.withheld, vec![Withheld { row: nth_row(3), reason: WithheldReason::Repeats(id(1)) }]);
    assert_eq!((plan.balance.pqr, plan.balance.withheld), (1, 1));
}

#[test]
fn a_vanished_row_is_counted_and_never_handed_over_again() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..3).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    let gone = rows.remove(1);
    let plan = assess_rows(&rows, &memory.verified(), window("2026-11-24")).plan;
    assert_eq!((plan.balance.missing, plan.balance.already, plan.lines.len()), (1, 2, 0));
    rows.insert(0, gone);
    let plan = assess_rows(&rows, &memory.verified(), window("2026-11-24")).plan;
    assert_eq!((plan.balance.missing, plan.balance.already, plan.lines.len()), (0, 3, 0));
}

#[test]
fn a_change_is_amended_once_per_revision_and_names_what_changed() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..3).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    for (revision, address) in [(2, "Carrera 5 # 22-45"), (3, "Carrera 6 # 1-1")] {
        rows[1][ADDRESS] = address.into();
        let (assessment, _) = memory.night(&mut rows, "2026-11-24");
        let line = &assessment.plan.lines[0];
        assert_eq!((line.entry.revision, line.entry.class), (revision, Class::Amendment));
        assert_eq!(line.changed, vec![Field::Address]);
        assert!(memory.night(&mut rows, "2026-11-24").1.is_empty());
    }
}

#[test]
fn a_repeat_among_tonights_rows_is_named_by_the_id_it_gets() {
    let mut rows: InventedRows = vec![complete(5), complete(5)];
    rows[1][ADDRESS] = "Carrera 5 # 22-45".into();
    let plan = assess_rows(&rows, &Ledger::empty(SPREADSHEET), window("2026-11-23")).plan;
    let alerts: Vec<_> = plan.lines.iter().filter_map(|line| line.resembles).collect();
    assert_eq!((alerts.len(), plan.balance.pqr), (1, 2));
    let named = plan.lines.iter().find(|line| line.resembles.is_none()).map(|line| line.entry.id);
    assert_eq!(alerts.first().copied(), named);
}

/// Any cell a person could leave behind.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => Just("17/11/2026".to_owned()),
        1 => Just("23/11/2026".to_owned()),
        1 => Just("no aporta".to_owned()),
        1 => "[ a-zñ0-9/=+@:.-]{0,14}",
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_row_is_in_one_lane_and_the_balance_adds_up(
        texts in prop::collection::vec(prop::array::uniform17(any_text()), 0..12),
        copies in prop::collection::vec(0..12usize, 0..4),
    ) {
        let mut rows: InventedRows = texts;
        for at in copies {
            if let Some(row) = rows.get(at).cloned() {
                rows.push(row);
            }
        }
        let mut memory = Memory::default();
        for as_of in ["2026-11-23", "2026-11-24", "2026-11-25"] {
            let (assessment, handoffs) = memory.night(&mut rows, as_of);
            let balance = assessment.plan.balance;
            prop_assert!(balance.adds_up(), "{balance:?}");
            prop_assert_eq!(assessment.plan.dispositions.len(), assessment.sheet.reports.len());
            let lines: usize = handoffs.iter().map(|handoff| handoff.entries.len()).sum();
            prop_assert_eq!(lines, balance.handed_over() as usize);
            prop_assert_eq!(assessment.plan.withheld.len(), balance.withheld as usize);
            if as_of == "2026-11-25" {
                prop_assert_eq!(lines, 0, "a third night over the same rows hands nothing over");
            }
        }
    }
}

#[test]
fn a_report_that_one_run_handed_over_twice_counts_once_by_its_newest_revision() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1)];
    let (_, first) = memory.night(&mut rows, "2026-11-24");
    rows[0][ADDRESS] = "Carrera 5 # 22-45".into();
    let (_, second) = memory.night(&mut rows, "2026-11-24");

    let mut plan = assess_rows(&rows, &memory.verified(), window("2026-11-24")).plan;
    assert_eq!(plan.balance.already, 1);
    plan.settle(first.iter().chain(&second).flat_map(|handoff| &handoff.entries));
    assert_eq!((plan.balance.already, plan.balance.pqr, plan.balance.amended), (0, 0, 1));
    assert!(plan.balance.adds_up());
}

#[test]
fn what_was_let_through_bears_the_ids_that_are_given() {
    let mut rows: InventedRows = (0..3).map(complete).collect();
    rows[1][ADDRESS] = "Carrera 5 # 22-45".into();
    let mut plan = assess_rows(&rows, &Ledger::empty(SPREADSHEET), window("2026-11-24")).plan;
    plan.let_through = vec![id(1), id(2), id(3)];
    let row = plan.lines[0].entry.fingerprint;
    let mut splitter = BatchSplitter::new(crate::domain::handoff::batch_splitter::LIMITS);
    splitter.set_apart([row]);
    plan.arrange(&splitter);
    assert_eq!(plan.let_through, [id(3), id(1), id(2)], "the first goes last");

    plan.defer(|entry| entry.id == id(3));
    assert_eq!(plan.let_through, [id(1), id(2)], "what does not go has no ID");
    let entries: Vec<Entry> = plan.lines.iter().take(1).map(|line| line.entry.clone()).collect();
    assert_eq!(plan.let_through_of(&entries).collect::<Vec<_>>(), [id(1)]);
}
