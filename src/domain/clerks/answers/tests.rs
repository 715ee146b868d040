use super::*;
use crate::testing::{ADDRESS, DOCUMENT, InventedRows, Memory, SPREADSHEET, complete, day, id, nth, nth_row};

/// One line of a tab: ID, network, and the clerks' four columns.
type Typing<'a> = (&'a str, &'a str, [&'a str; 4]);

fn grids(lines: &[Typing<'_>], header: [&str; 4]) -> [Vec<Vec<Cell>>; 3] {
    let cell = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let above = || vec![vec![]; HEADER_ROW as usize];
    let mut grids = [above(), above(), above()];
    let head: Typing<'_> = ("ID", "Red social", header);
    for (first, network, clerks) in std::iter::once(&head).chain(lines) {
        grids[0].push(vec![cell(first)]);
        grids[1].push(vec![cell(network)]);
        grids[2].push(clerks.iter().map(|text| cell(text)).collect());
    }
    grids
}

fn answers(tabs: &[(SheetId, &[Typing<'_>])]) -> Answers {
    let mut answers = Answers::default();
    for (sheet, lines) in tabs {
        let [ids, networks, clerks] = grids(lines, Column::ANSWER.map(Column::header));
        assert!(answers.read(*sheet, &ids, &networks, &clerks));
    }
    answers
}

#[test]
fn what_clerks_typed_is_read_with_its_tab_and_row() {
    let found = answers(&[(
        IdSpace::default().tab(nth(3)),
        &[
            ("CE-2026-00001", "Facebook", [" R-001 ", "Radicado", "Funcionaria de prueba", "5/12/2026"]),
            ("Fila 9", "", ["", "", "", ""]),
            ("CE-2026-00002", "feis", ["", "", "", "pronto"]),
        ],
    )]);
    let line = &found.lines_of(id(1))[0];
    assert_eq!((line.number, line.sheet, line.row), (nth(3), IdSpace::default().tab(nth(3)), nth_row(5)));
    assert_eq!((line.network.as_str(), line.radicado.as_str()), ("Facebook", "R-001"));
    assert_eq!((line.state.as_str(), line.answered), ("Radicado", TypedAnswer::Day(day("2026-12-05"))));
    let other = &found.lines_of(id(2))[0];
    assert_eq!(
        (other.row, other.network.as_str(), other.answered),
        (nth_row(7), "feis", TypedAnswer::Unreadable)
    );
    assert!(!format!("{found:?}").contains("Funcionaria"));
}

#[test]
fn of_several_tabs_the_newest_that_is_not_blank_wins_and_lines_written_anew_are_newer() {
    let reissued = IdSpace::default().reissues(nth(1), day("2026-12-01")).next().unwrap();
    let found = answers(&[
        (IdSpace::default().tab(nth(2)), &[("CE-2026-00001", "", ["", "Requerido", "", ""])]),
        (reissued, &[("CE-2026-00001", "", ["R-2", "Trasladado", "", ""])]),
        (IdSpace::default().tab(nth(1)), &[("CE-2026-00001", "", ["R-1", "Radicado", "Ana", "1/12/2026"])]),
    ]);
    let sheets: Vec<SheetId> = found.lines_of(id(1)).iter().map(|line| line.sheet).collect();
    assert_eq!(sheets, [IdSpace::default().tab(nth(1)), reissued, IdSpace::default().tab(nth(2))]);
    let ledger = Ledger::empty(SPREADSHEET);
    let answer = found.of(id(1), &ledger);
    assert_eq!((answer.radicado, answer.state, answer.responsible), ("R-2", "Requerido", "Ana"));
    assert_eq!(found.answered(id(1), &ledger, day("2026-12-01")), Some(day("2026-12-01")));
    assert_eq!(found.answered(id(1), &ledger, day("2026-11-30")), None, "a day that has not come yet");
    assert_eq!(found.radicados(id(1)), ["R-1", "R-2"]);
    assert_eq!(found.contradicted().collect::<Vec<_>>(), [id(1)]);
}

#[test]
fn one_radicado_in_two_spellings_is_one() {
    let found = answers(&[
        (IdSpace::default().tab(nth(1)), &[("CE-2026-00001", "", ["r-1", "", "", ""])]),
        (IdSpace::default().tab(nth(2)), &[("CE-2026-00001", "", ["R-1 ", "", "", ""])]),
    ]);
    assert_eq!(found.contradicted().count(), 0);
}

#[test]
fn a_column_that_is_not_in_its_place_is_said_and_found_in_the_whole_tab() {
    let mut found = Answers::default();
    let moved = ["Estado", "Responsable", "Fecha de respuesta", "Observaciones AC"];
    let [ids, networks, clerks] = grids(&[("CE-2026-00001", "", ["Radicado", "", "", ""])], moved);
    assert!(!found.read(IdSpace::default().tab(nth(1)), &ids, &networks, &clerks));
    assert_eq!(found.lines_of(id(1))[0].state, "Radicado");
    let whole: Vec<Vec<Cell>> = ids
        .into_iter()
        .zip(&clerks)
        .map(|(first, clerks)| {
            let header = first.first().is_some_and(|cell| cell.text() == "ID");
            let own = if header { ["Red social", "Radicado"] } else { ["Instagram", "R-7"] };
            [first, own.map(|text| Cell::Text(text.to_owned())).to_vec(), clerks.clone()].concat()
        })
        .collect();
    assert!(found.read(IdSpace::default().tab(nth(1)), &whole, &whole, &whole));
    let lines = found.lines_of(id(1));
    assert_eq!((lines.len(), lines[0].radicado.as_str(), lines[0].network.as_str()), (1, "R-7", "Instagram"));
}

#[test]
fn an_answer_to_what_was_missing_does_not_answer_the_petition() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1)];
    rows[0][DOCUMENT] = String::new();
    rows[0][ADDRESS] = String::new();
    memory.night(&mut rows, "2026-11-24");
    let asked = answers(&[(
        IdSpace::default().tab(nth(1)),
        &[("CE-2026-00001", "", ["R-1", "Requerido", "", "25/11/2026"])],
    )]);
    let today = day("2026-11-30");
    assert_eq!(asked.answered(id(1), &memory.verified(), today), Some(day("2026-11-25")));
    let whole = complete(1);
    (rows[0][DOCUMENT], rows[0][ADDRESS]) = (whole[DOCUMENT].clone(), whole[ADDRESS].clone());
    memory.night(&mut rows, "2026-11-27");
    let ledger = memory.verified();
    assert_eq!(ledger.latest(id(1)).map(|entry| (entry.class, entry.number)), Some((Class::Pqr, nth(2))));
    assert_eq!(asked.answered(id(1), &ledger, today), None);
    assert_eq!(asked.of(id(1), &ledger).radicado, "R-1");
}

#[test]
fn a_letter_pasted_into_a_cell_is_cut_and_kept_in_one_line() {
    assert_eq!(short(" a\n b "), "a b");
    assert_eq!(short(&"ñ".repeat(500)).chars().count(), LONGEST_ENTRY + 1);
}
