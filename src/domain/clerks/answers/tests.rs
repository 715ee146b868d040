use super::*;
use crate::testing::{ADDRESS, DOCUMENT, InventedRows, Memory, SPREADSHEET, complete, day, id, nth, nth_row};

/// One line of a tab: ID, and the clerks' columns.
type TypedLine<'a> = (&'a str, [&'a str; 5]);

/// The headers of the clerks' columns.
const HEADERS: [&str; 5] = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"];

fn grids(lines: &[TypedLine<'_>], header: [&str; 5]) -> [Vec<Vec<Cell>>; 2] {
    let cell = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let above = || vec![vec![]; HEADER_ROW as usize];
    let mut grids = [above(), above()];
    let head: TypedLine<'_> = ("ID", header);
    for (first, clerks) in std::iter::once(&head).chain(lines) {
        grids[0].push(vec![cell(first)]);
        grids[1].push(clerks.iter().map(|text| cell(text)).collect());
    }
    grids
}

fn answers(tabs: &[(SheetId, &[TypedLine<'_>])]) -> Answers {
    let mut answers = Answers::default();
    for (sheet, lines) in tabs {
        let [ids, clerks] = grids(lines, HEADERS);
        assert!(answers.read(*sheet, &ids, &clerks));
    }
    answers
}

/// The line of one report in the tab of a hand-off.
fn line(number: u32, typed: [&str; 5]) -> Answers {
    answers(&[(IdSpace::default().tab(nth(number)), &[("CE-2026-00001", typed)])])
}

#[test]
fn what_clerks_typed_is_read_with_its_tab_and_row() {
    let found = answers(&[(
        IdSpace::default().tab(nth(3)),
        &[
            ("CE-2026-00001", [" R-001 ", "radicado", "5/12/2026", "Funcionaria de prueba", ""]),
            ("Fila 9", ["", "", "", "", ""]),
            ("CE-2026-00002", ["", "en trámite", "pronto", "", "repite CE-2026-00016, no el CE-2026-00017"]),
        ],
    )]);
    let line = &found.lines_of(id(1))[0];
    assert_eq!((line.number, line.sheet, line.row), (nth(3), IdSpace::default().tab(nth(3)), nth_row(5)));
    assert_eq!((line.radicado.as_str(), line.typed_state.as_str()), ("R-001", "radicado"));
    assert_eq!((line.state, line.state_date), (Some(State::Filed), StateDay::Day(day("2026-12-05"))));
    assert_eq!((line.has_notes, line.named), (false, None));
    let other = &found.lines_of(id(2))[0];
    assert_eq!((other.row, other.state, other.state_date), (nth_row(7), None, StateDay::Unreadable));
    assert_eq!((other.has_notes, other.named), (true, Some(id(16))));
    assert!(!format!("{found:?}").contains("Funcionaria"));
}

#[test]
fn of_several_tabs_the_newest_that_is_not_blank_wins_and_lines_written_anew_are_newer() {
    let reissued = IdSpace::default().reissues(nth(1), day("2026-12-01")).next().unwrap();
    let found = answers(&[
        (IdSpace::default().tab(nth(2)), &[("CE-2026-00001", ["", "Requerido", "", "", ""])]),
        (reissued, &[("CE-2026-00001", ["R-2", "Trasladado", "30/11/2026", "", ""])]),
        (IdSpace::default().tab(nth(1)), &[("CE-2026-00001", ["R-1", "Respondido", "1/12/2026", "Ana", ""])]),
    ]);
    let sheets: Vec<SheetId> = found.lines_of(id(1)).iter().map(|line| line.sheet).collect();
    assert_eq!(sheets, [IdSpace::default().tab(nth(1)), reissued, IdSpace::default().tab(nth(2))]);
    let ledger = Ledger::empty(SPREADSHEET);
    let answer = found.of(id(1), &ledger);
    assert_eq!((answer.radicado, answer.state, answer.responsible), ("R-2", Some(State::Required), "Ana"));
    assert_eq!(answer.state_date, StateDay::Blank, "state and day stand in one line");
    assert_eq!(found.answered(id(1), &ledger, day("2026-12-01")), None, "the newest line says another state");
    assert_eq!(found.radicados(id(1)), ["R-1", "R-2"]);
    assert_eq!(found.contradicted().collect::<Vec<_>>(), [id(1)]);
}

#[test]
fn one_radicado_in_two_spellings_is_one() {
    let found = answers(&[
        (IdSpace::default().tab(nth(1)), &[("CE-2026-00001", ["r-1", "", "", "", ""])]),
        (IdSpace::default().tab(nth(2)), &[("CE-2026-00001", ["R-1 ", "", "", "", ""])]),
    ]);
    assert_eq!(found.contradicted().count(), 0);
}

#[test]
fn a_column_that_is_not_in_its_place_is_said_and_found_in_the_whole_tab() {
    let mut found = Answers::default();
    let moved = ["Estado", "Fecha del estado", "Responsable", "Observaciones AC", "Alertas"];
    let [ids, clerks] = grids(&[("CE-2026-00001", ["Radicado", "", "", "", ""])], moved);
    assert!(!found.read(IdSpace::default().tab(nth(1)), &ids, &clerks));
    assert_eq!(found.lines_of(id(1))[0].state, Some(State::Filed));
    let whole: Vec<Vec<Cell>> = ids
        .into_iter()
        .zip(&clerks)
        .map(|(first, clerks)| {
            let header = first.first().is_some_and(|cell| cell.text() == "ID");
            let own = if header { "Radicado" } else { "R-7" };
            [first, vec![Cell::Text(own.to_owned())], clerks.clone()].concat()
        })
        .collect();
    assert!(found.read(IdSpace::default().tab(nth(1)), &whole, &whole));
    let lines = found.lines_of(id(1));
    assert_eq!((lines.len(), lines[0].radicado.as_str(), lines[0].state), (1, "R-7", Some(State::Filed)));
}

#[test]
fn a_report_is_answered_on_the_day_of_that_state_once_it_has_come() {
    let ledger = Ledger::empty(SPREADSHEET);
    let answered = |typed, today| line(1, typed).answered(id(1), &ledger, day(today));
    let respondido = ["R-1", "Respondido", "1/12/2026", "", ""];
    assert_eq!(answered(respondido, "2026-12-01"), Some(day("2026-12-01")));
    assert_eq!(answered(respondido, "2026-11-30"), None, "a day that has not come yet");
    for typed in [
        ["R-1", "Respondido", "", "", ""],
        ["R-1", "Respondido", "pronto", "", ""],
        ["R-1", "Requerido", "1/12/2026", "", ""],
        ["R-1", "en trámite", "1/12/2026", "", ""],
        ["R-1", "", "1/12/2026", "", ""],
    ] {
        assert_eq!(answered(typed, "2026-12-02"), None, "{typed:?}");
    }
}

#[test]
fn a_radicado_without_a_state_is_radicado_and_a_day_alone_is_no_state() {
    let ledger = Ledger::empty(SPREADSHEET);
    let state = |typed| line(1, typed).of(id(1), &ledger).state;
    assert_eq!(state(["R-1", "", "", "", ""]), Some(State::Filed));
    assert_eq!(state(["", "", "1/12/2026", "", ""]), None);
    assert_eq!(state(["R-1", "en trámite", "", "", ""]), None, "what is typed is not guessed");
    assert_eq!(state(["", "", "", "Ana", "llamar"]), None);
}

#[test]
fn a_day_that_is_typed_on_a_newer_line_leaves_the_state_of_the_older_one_behind() {
    let ledger = Ledger::empty(SPREADSHEET);
    let found = answers(&[
        (IdSpace::default().tab(nth(1)), &[("CE-2026-00001", ["R-1", "Respondido", "1/12/2026", "", ""])]),
        (IdSpace::default().tab(nth(2)), &[("CE-2026-00001", ["", "", "2/12/2026", "Ana", ""])]),
    ]);
    let answer = found.of(id(1), &ledger);
    assert_eq!((answer.typed_state, answer.state_date), ("", StateDay::Day(day("2026-12-02"))));
    assert_eq!(answer.answered(day("2026-12-03")), None);
}

#[test]
fn an_answer_to_what_was_missing_does_not_answer_the_petition() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1)];
    rows[0][DOCUMENT] = String::new();
    rows[0][ADDRESS] = String::new();
    memory.night(&mut rows, "2026-11-24");
    let asked = line(1, ["R-1", "Respondido", "25/11/2026", "", ""]);
    let today = day("2026-11-30");
    assert_eq!(asked.answered(id(1), &memory.verified(), today), Some(day("2026-11-25")));
    let whole = complete(1);
    (rows[0][DOCUMENT], rows[0][ADDRESS]) = (whole[DOCUMENT].clone(), whole[ADDRESS].clone());
    memory.night(&mut rows, "2026-11-27");
    let ledger = memory.verified();
    assert_eq!(ledger.latest(id(1)).map(|entry| (entry.class, entry.number)), Some((Class::Pqr, nth(2))));
    assert_eq!(asked.answered(id(1), &ledger, today), None);
    let answer = asked.of(id(1), &ledger);
    assert_eq!((answer.radicado, answer.state), ("R-1", Some(State::Filed)));
}

#[test]
fn a_letter_pasted_into_a_cell_is_cut_and_kept_in_one_line() {
    assert_eq!(short(" a\n b "), "a b");
    assert_eq!(short(&"ñ".repeat(500)).chars().count(), LONGEST_ENTRY + 1);
}
