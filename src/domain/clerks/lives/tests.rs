use super::*;
use crate::domain::clerks::history::{HistoryRecord, StoredRecord};
use crate::domain::form::RadicadoPrefixes;
use crate::domain::ids::IdSpace;
use crate::domain::law::life::StateDay;
use crate::sheet::cell::Cell;
use crate::sheet::tab_cell::TabCell;
use crate::testing::{
    ADDRESS, DATE, DOCUMENT, InventedRows, Memory, SPREADSHEET, complete, day, form, id, nth, nth_row,
};

fn line(number: u32, radicado: &str, state: &str, on: &str) -> AnswerLine {
    AnswerLine {
        id: id(1),
        number: nth(number),
        sheet: IdSpace::default().tab(nth(number)),
        row: nth_row(12),
        radicado: radicado.to_owned(),
        state: State::ALL.into_iter().find(|known| known.name() == state),
        typed_state: state.to_owned(),
        state_date: on.parse().map_or(StateDay::Blank, StateDay::Day),
        responsible: String::new(),
        has_notes: false,
        named: None,
    }
}

/// The history after each night saw these lines.
fn history(nights: &[(&str, &[AnswerLine])]) -> StateHistory {
    let (mut grid, mut stored) = (Vec::new(), StoredRecord::None);
    for (night, lines) in nights {
        let mut history = StateHistory::read(&grid, &stored, SPREADSHEET);
        let answers = Answers::of_lines(lines);
        history.see(&answers, IdSpace::default(), &RadicadoPrefixes::new(["ES"]), day(night));
        let Some((rows, record)) = history.rows() else { continue };
        let shown = |cell: &TabCell| match cell {
            TabCell::Text(text) => Cell::Text(text.clone()),
            _ => Cell::Blank,
        };
        grid.extend(rows.iter().map(|row| row.iter().map(shown).collect::<Vec<_>>()));
        stored = StoredRecord::Read(record.to_string().parse::<HistoryRecord>().expect("a record"));
    }
    StateHistory::read(&grid, &stored, SPREADSHEET)
}

/// A report of 20/11 without document, handed over on 23/11, and what its row says now.
fn without_document() -> (Memory, InventedRows, String) {
    let mut rows = vec![complete(1)];
    rows[0][DATE] = "20/11/2026".into();
    let document = std::mem::take(&mut rows[0][DOCUMENT]);
    let mut memory = Memory::default();
    memory.night(&mut rows, "2026-11-23");
    (memory, rows, document)
}

/// The line of a night, after the lives have told what is known.
fn line_of_night(
    memory: &Memory,
    rows: &InventedRows,
    as_of: &str,
    answers: &Answers,
    history: &StateHistory,
) -> PlannedLine {
    let ledger = memory.verified();
    let mut looked = crate::testing::assess_rows(rows, &ledger, crate::testing::window(as_of));
    let lives = Lives { ledger: &ledger, answers, history, form: form(), today: day(as_of) };
    let titles = BTreeMap::from([(IdSpace::default().tab(nth(1)), "Traslado 2026-11-23")]);
    lives.tell(&mut looked.plan, &looked.sheet.reports, &titles);
    looked.plan.lines.remove(0)
}

#[test]
fn a_correction_says_what_is_known_and_what_comes_next() {
    let (memory, mut rows, _) = without_document();
    rows[0][ADDRESS] = "Cra 9 # 9-99".into();
    let answers = Answers::of_lines(&[line(1, "2026-ES-7", "Requerido", "2026-11-27")]);
    let line = line_of_night(&memory, &rows, "2026-12-01", &answers, &StateHistory::default());
    assert_eq!(line.entry.class, Class::Amendment);
    assert_eq!(
        line.to_do.sentence,
        "Cambió: dirección de notificación. Radicado 2026-ES-7, Requerido el 27/11, Traslado 2026-11-23, fila 12. \
         Esperar al ciudadano hasta el 28/12"
    );
    assert_eq!(line.to_do.before, Some(day("2026-12-28")));
    assert_eq!(line.entry.due, Some(day("2026-12-14")));
}

#[test]
fn a_report_that_is_completed_gets_what_was_left_of_its_term() {
    let (memory, mut rows, document) = without_document();
    rows[0][DOCUMENT] = document;
    let required = line(1, "2026-ES-7", "Requerido", "2026-11-27");
    let seen = history(&[("2026-11-27", std::slice::from_ref(&required))]);
    let answers = Answers::of_lines(&[required]);
    let completed = line_of_night(&memory, &rows, "2026-12-11", &answers, &seen);
    assert_eq!(completed.entry.class, Class::Pqr);
    assert_eq!(completed.entry.due, Some(day("2026-12-24")));
    assert_eq!(
        completed.to_do.sentence,
        "Completó: no. de identificación. Radicado 2026-ES-7, Requerido el 27/11, Traslado 2026-11-23, fila 12. Completado \
         (visto el 10/12/2026): responder. Si el ciudadano contestó antes, escriba Completado y esa fecha."
    );
    let untyped = line_of_night(&memory, &rows, "2026-12-11", &Answers::default(), &StateHistory::default());
    assert_eq!(untyped.entry.due, Some(day("2026-12-14")), "nobody required it");
}

#[test]
fn what_was_typed_over_is_known_from_the_history() {
    let (memory, rows, _) = without_document();
    let (ledger, nights) = (
        memory.verified(),
        [
            line(1, "2026-ES-7", "Radicado", ""),
            line(1, "2026-ES-7", "Requerido", "2026-11-27"),
            line(1, "2026-ES-7", "Completado", "2026-12-10"),
            line(1, "2026-ES-7", "Respondido", "2026-12-21"),
        ],
    );
    let seen = history(&[
        ("2026-11-25", &nights[..1]),
        ("2026-11-27", &nights[1..2]),
        ("2026-12-10", &nights[2..3]),
        ("2026-12-21", &nights[3..]),
    ]);
    let answers = Answers::of_lines(&nights[3..]);
    let of = |today| {
        let lives = Lives { ledger: &ledger, answers: &answers, history: &seen, form: form(), today };
        lives.of(id(1), None)
    };
    let life = of(day("2026-12-22"));
    assert_eq!((life.phase, life.due), (Phase::Ended, Some(day("2026-12-24"))));
    assert_eq!(of(day("2027-06-01")).due, life.due, "on any later day as well");
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_duplicate_names_a_report_that_is_none() {
    let mut rows: InventedRows = vec![complete(1), complete(2)];
    let mut memory = Memory::default();
    memory.night(&mut rows, "2026-11-23");
    let ledger = memory.verified();
    let duplicate = |of| AnswerLine { named: of, ..line(1, "", "Duplicado", "") };
    let says = |lines: &[AnswerLine]| {
        let (answers, history) = (Answers::of_lines(lines), StateHistory::default());
        let today = day("2026-11-25");
        Lives { ledger: &ledger, answers: &answers, history: &history, form: form(), today }.of(id(1), None)
    };
    assert_eq!(
        says(&[duplicate(Some(id(2)))]).to_do,
        "Duplicado de CE-2026-00002: enviar también a este ciudadano la respuesta."
    );
    let other = AnswerLine { id: id(2), ..duplicate(Some(id(1))) };
    for open in [
        vec![duplicate(None)],
        vec![duplicate(Some(id(1)))],
        vec![duplicate(Some(id(9)))],
        vec![duplicate(Some(id(2))), other],
    ] {
        assert_eq!(says(&open).phase, Phase::Open);
    }
}
