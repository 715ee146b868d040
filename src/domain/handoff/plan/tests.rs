use proptest::prelude::*;

use super::*;
use crate::domain::form::StaffTab;
use crate::domain::handoff::assessment::{AssessmentContext, assess};
use crate::domain::ledger::Ledger;
use crate::sheet::cell::Cell;
use crate::testing::{
    ADDRESS, DATE, InventedRows, Memory, SPREADSHEET, assess_rows, cases, complete, day, form, id, minimal,
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

/// The first line of a report of 20/11/2026 that says this in the form's own columns.
fn of_form(texts: &[(Field, &str)]) -> PlannedLine {
    let said = [
        (Field::Date, "20/11/2026"),
        (Field::Network, "wpp"),
        (Field::Name, "Ana Prueba Ruiz"),
        (Field::Document, "1999345001"),
        (Field::Address, "Cra 5 # 22-45"),
        (Field::Subject, "Arreglar la fuga"),
        (Field::Grounds, "Se bota el agua hace tres días"),
    ];
    let mut row = vec![Cell::Blank; Field::ALL.len()];
    for (field, text) in said.iter().chain(texts) {
        row[*field as usize] = Cell::Text((*text).to_owned());
    }
    let header = Field::ALL.iter().map(|field| Cell::Text(field.header().to_owned())).collect();

    let ledger = Ledger::empty(SPREADSHEET);
    let context = AssessmentContext::of_ledger(&ledger, window("2026-11-23"));
    assess(&StaffTab::from(&vec![header, row]), form(), &context).unwrap().plan.lines.remove(0)
}

#[test]
fn the_term_is_that_of_who_asks_and_of_what_is_asked() {
    // Day ten is 04/12, day fifteen 14/12, since the 8th is a holiday, and day thirty 06/01, after two more.
    let (documents, consultation) = ((Field::Kind, "Solicitud de documentos"), (Field::Kind, "Consulta"));
    let is = |quality| (Field::Quality, quality);
    for (texts, due, days) in [
        (&[][..], "2026-12-14", 15),
        (&[documents], "2026-12-14", 15),
        (&[is("Usuario"), documents], "2026-12-14", 15),
        (&[is("SUSCRIPTOR potencial"), consultation], "2026-12-14", 15),
        (&[is("No usuario")], "2026-12-14", 15),
        (&[is("no usuario."), documents], "2026-12-04", 10),
        (&[is("No usuaria"), consultation], "2027-01-06", 30),
        // What the words alone suggest makes no term longer.
        (&[is("No usuario"), (Field::Subject, "Quiero consultar el horario")], "2026-12-14", 15),
        (&[is("No usuario"), (Field::Subject, "Solicito copia del contrato")], "2026-12-04", 10),
        // An appeal is a user's, and so is the number of a subscriber.
        (&[is("No usuario"), (Field::Kind, "Recurso")], "2026-12-14", 15),
        (&[is("No usuario"), (Field::Subscriber, "123456"), consultation], "2026-12-14", 15),
        (&[is("No usuario"), (Field::Subscriber, "no tiene"), consultation], "2027-01-06", 30),
        (&[is("vecino"), documents], "2026-12-14", 15),
    ] {
        let entry = of_form(texts).entry;
        assert_eq!((entry.due, entry.term_days), (Some(day(due)), Some(days)), "{texts:?}");
    }
}

#[test]
fn the_steps_follow_the_term_of_who_is_no_user() {
    let no_user = (Field::Quality, "No usuario");
    let documents = of_form(&[no_user, (Field::Kind, "Solicitud de documentos")]).to_do;
    assert_eq!(
        documents.sentence,
        "Radicar y responder a más tardar el 04/12: documentos; es el plazo legal y luego se entiende aceptada \
         (CPACA, art. 14-1)"
    );
    assert_eq!(documents.before, Some(day("2026-12-04")));

    // Three business days before 06/01.
    let consultation = of_form(&[no_user, (Field::Kind, "Consulta")]).to_do;
    assert_eq!(consultation.before, Some(day("2026-12-31")));
    let user = of_form(&[(Field::Subscriber, "123456"), (Field::Kind, "Solicitud de documentos")]).to_do;
    assert_eq!(user.sentence, "Radicar y responder a más tardar el 04/12: documentos o información");
}
