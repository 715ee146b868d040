use super::*;
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::history::StateHistory;
use crate::domain::ids::IdSpace;
use crate::domain::ledger::Ledger;
use crate::testing::{InventedRows, Memory, complete, day, form, id, nth};

/// A ledger of three reports handed over on a day of 2026, and the tab of their hand-off with what clerks typed.
fn handed_over(typed: &[(u32, [&str; 5])]) -> (Ledger, Answers) {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1), complete(2), complete(3)];
    memory.night(&mut rows, "2026-11-24");

    let cells = |texts: &[&str]| texts.iter().map(|text| Cell::Text((*text).to_owned())).collect::<Vec<_>>();
    let mut ids = vec![cells(&["ID"])];
    let mut clerks =
        vec![cells(&["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"])];
    for n in 1..4 {
        ids.push(cells(&[&id(n).to_string()]));
        let typed = typed.iter().find(|(of, _)| *of == n).map_or([""; 5], |(_, typed)| *typed);
        clerks.push(cells(&typed));
    }
    let mut answers = Answers::default();
    assert!(answers.read(IdSpace::default().tab(nth(1)), &ids, &clerks));
    (memory.verified(), answers)
}

fn listed(ledger: &Ledger, answers: &Answers, today: &str) -> Vec<Vec<TabCell>> {
    let titles = BTreeMap::from([(IdSpace::default().tab(nth(1)), "Traslado 2026-11-24")]);
    let prefixes = RadicadoPrefixes::new(["ES"]);
    let history = StateHistory::default();
    let lives = Lives { ledger, answers, history: &history, form: form(), today: day(today) };
    rows(IndexSources { lives, titles: &titles, prefixes: &prefixes, entity: form().entity() })
}

fn ids(rows: &[Vec<TabCell>]) -> Vec<String> {
    let text = |cell: &TabCell| if let TabCell::Text(text) = cell { text.clone() } else { String::new() };
    rows[HEADER_ROW as usize + 1..].iter().map(|row| text(&row[0])).collect()
}

#[test]
fn a_line_says_how_its_report_stands_and_leads_to_it() {
    let (ledger, answers) =
        handed_over(&[(2, ["2026-ES-7", "Requerido", "27/11/2026", "Ana Prueba", "llamar"])]);
    let rows = listed(&ledger, &answers, "2026-12-01");
    assert!(rows.iter().all(|row| row.len() == COLUMNS as usize));
    let line = &rows[HEADER_ROW as usize + 2];
    let text = |text: &str| TabCell::Text(text.to_owned());
    let sheet = IdSpace::default().tab(nth(1));
    let entry = ledger.latest(id(2)).unwrap();
    assert_eq!(
        *line,
        [
            text("CE-2026-00002"),
            text("2026-ES-7"),
            TabCell::date(entry.received),
            TabCell::Date(day("2026-11-24")),
            text("PQR"),
            text("Requerido"),
            TabCell::Date(day("2026-11-27")),
            TabCell::date(entry.due),
            text(&entry.classification.network),
            TabCell::Blank,
            TabCell::Blank,
            TabCell::Blank,
            TabCell::Link {
                text: "Traslado 2026-11-24, fila 3".to_owned(),
                sheet,
                row: crate::testing::nth_row(3)
            },
        ]
    );
}

#[test]
fn nothing_that_clerks_typed_freely_is_shown() {
    let (ledger, answers) = handed_over(&[
        (1, ["CANARIO 7", "CANARIO", "CANARIO", "CANARIO", "CANARIO"]),
        (2, ["", "", "27/11/2026", "", ""]),
    ]);
    let rows = listed(&ledger, &answers, "2026-12-01");
    assert!(!format!("{rows:?}").contains("CANARIO"));
    let line = &rows[HEADER_ROW as usize + 1];
    assert_eq!((&line[1], &line[5]), (&TabCell::Text("revisar".into()), &TabCell::Text("otro".into())));
}

#[test]
fn an_older_report_is_listed_while_it_is_open() {
    let (ledger, answers) = handed_over(&[
        (1, ["", "Respondido", "27/11/2026", "", ""]),
        (2, ["", "Respondido", "", "", ""]),
        (3, ["", "No es PQR", "", "", "es una felicitación"]),
    ]);
    let all = ["CE-2026-00001", "CE-2026-00002", "CE-2026-00003"];
    assert_eq!(ids(&listed(&ledger, &answers, "2027-12-31")), all);
    assert_eq!(ids(&listed(&ledger, &answers, "2028-01-01")), ["CE-2026-00002"]);
}

#[test]
fn only_the_rows_that_differ_are_written() {
    let wanted: Vec<Vec<TabCell>> = (0..6).map(|n| vec![TabCell::Number(n)]).collect();
    let mut found: Vec<Vec<Cell>> = (0..6).map(|n| vec![Cell::Number(f64::from(n))]).collect();
    assert_eq!(differing(&wanted, &found), [] as [Range<usize>; 0]);
    found[1][0] = Cell::Text("ojo".into());
    found[3][0] = Cell::Blank;
    found[4].push(Cell::Text("al lado".into()));
    found.pop();
    assert_eq!(differing(&wanted, &found), [1..2, 3..6]);
    assert!(differing(&wanted, &[]).into_iter().eq(std::iter::once(0..6)));
}

#[test]
fn an_empty_index_has_a_row_below_its_header() {
    let ledger = Ledger::empty(crate::testing::SPREADSHEET);
    assert_eq!(listed(&ledger, &Answers::default(), "2026-12-01").len(), HEADER_ROW as usize + 2);
}
