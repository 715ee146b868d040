use super::*;
use crate::domain::ids::IdSpace;
use crate::domain::ids::report_id::ReportId;
use crate::sheet::cell::Cell;
use crate::testing::{DATE, InventedRows, Memory, NETWORK, complete, day, form, id, nth, nth_row};

/// The entries that a clerk typed beside an ID: radicado, state, its day, responsible, notes.
type Typing<'a> = (u32, [&'a str; 5]);

/// A ledger of four reports, the last without a date, and the tab of their hand-off.
fn handed_over(typings: &[Typing<'_>]) -> (Ledger, Answers) {
    let mut rows: InventedRows = [(1, "2/11/2026"), (2, "3/11/2026"), (3, "20/11/2026"), (4, "ayer")]
        .into_iter()
        .map(|(n, date)| {
            let mut row = complete(n);
            row[DATE] = date.to_owned();
            row[NETWORK] = if n == 2 { "wpp" } else { "Facebook" }.to_owned();
            row
        })
        .collect();
    let mut memory = Memory::default();
    let (_, handoffs) = memory.night(&mut rows, "2026-11-21");
    let mut answers = Answers::default();
    for handoff in &handoffs {
        answers.add(IdSpace::default().tab(handoff.number), &handoff.tab);
    }
    let ledger = memory.verified();
    let cell = |text: &str| vec![Cell::Text(text.to_owned())];
    let mut grids = [vec![cell("ID")], vec![]];
    let header = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"];
    grids[1].push(header.map(|h| Cell::Text(h.into())).to_vec());
    for (n, typed) in typings {
        grids[0].push(cell(&id(*n).to_string()));
        grids[1].push(typed.map(|text| Cell::Text(text.to_owned())).to_vec());
    }
    if !typings.is_empty() {
        assert!(answers.read(IdSpace::default().tab(nth(2)), &grids[0], &grids[1]));
    }
    (ledger, answers)
}

fn listed(ledger: &Ledger, answers: &Answers, today: &str) -> Vec<(ReportId, Option<i32>)> {
    let list = list(ledger, answers, form().deadlines(), day(today));
    list.iter().map(|pending| (pending.entry.id, pending.days_left)).collect()
}

#[test]
fn whoever_has_no_date_comes_first_and_then_whoever_is_due_first() {
    let (ledger, answers) = handed_over(&[]);
    // IDs are given in the order of the table, which is this one.
    let expected = [(id(1), None), (id(2), Some(-1)), (id(3), Some(0)), (id(4), Some(12))];
    assert_eq!(listed(&ledger, &answers, "2026-11-25"), expected);
    let list = list(&ledger, &answers, form().deadlines(), day("2026-11-25"));
    assert_eq!(Due::of(&list), Due { all: 4, soon: 1, past: 1 });
    assert!(Due::of(&list).is_urgent() && !Due::default().is_urgent());
}

#[test]
fn an_answer_takes_a_report_off_the_list_and_a_slip_in_its_day_does_not() {
    let (ledger, answers) = handed_over(&[
        (2, ["R-2", "Respondido", "24/11/2026", "", ""]),
        (3, ["R-3", "Respondido", "24/11/2062", "", ""]),
        (4, ["", "Radicado", "pronto", "", ""]),
        (1, ["", "", "24/11/2026", "", ""]),
    ]);
    let left: Vec<ReportId> = listed(&ledger, &answers, "2026-11-25").into_iter().map(|(id, _)| id).collect();
    assert_eq!(left, [id(1), id(3), id(4)]);
    let list = list(&ledger, &answers, form().deadlines(), day("2026-11-25"));
    let said: Vec<String> = list.iter().map(|pending| mistakes(pending, day("2026-11-25"))).collect();
    assert!(said[0].ends_with("hay fecha pero no estado: escriba el estado"), "{}", said[0]);
    assert_eq!(said[1], "la fecha del estado es futura");
    assert_eq!(said[2], "la fecha del estado no es una fecha");
}

#[test]
fn the_tab_names_the_row_it_leads_to_and_nothing_of_a_citizen() {
    let (ledger, answers) = handed_over(&[]);
    let list = list(&ledger, &answers, form().deadlines(), day("2026-11-25"));
    let titles = BTreeMap::from([(IdSpace::default().tab(nth(1)), "Traslado 2026-11-21")]);
    let rows = rows(&list, &titles, form().networks(), form().entity(), day("2026-11-25"));
    assert!(rows.iter().all(|row| row.len() == COLUMNS as usize));
    assert_eq!(rows[1][0], TabCell::Text(
        "Reportes sin responder: 4. Vencen en los próximos tres días hábiles: 1. Vencidos: 1. Días hábiles \
         contados al 25/11/2026.".into()
    ));
    let link = TabCell::Link {
        text: "Traslado 2026-11-21, fila 6".into(),
        sheet: IdSpace::default().tab(nth(1)),
        row: nth_row(6),
    };
    assert_eq!((&rows[5][0], &rows[5][6]), (&TabCell::Text(id(2).to_string()), &link));
    let networks: Vec<&TabCell> = rows[4..].iter().map(|row| &row[5]).collect();
    assert_eq!(networks.iter().filter(|cell| **cell == &TabCell::Text("WhatsApp".into())).count(), 1);
    let all = format!("{rows:?}");
    assert!(!all.contains("Inventada") && !all.contains("perfil"));
    let gone = crate::domain::clerks::pending::rows(
        &list,
        &BTreeMap::new(),
        form().networks(),
        form().entity(),
        day("2026-11-25"),
    );
    assert_eq!(gone[5][6], TabCell::Text("Traslado n.º 1".into()));
}

#[test]
fn reports_whose_tabs_people_have_put_away_are_not_asked_for_any_more() {
    let (ledger, _) = handed_over(&[]);
    // Younger tabs are written anew the same night.
    assert_eq!(listed(&ledger, &Answers::default(), "2026-12-01").len(), 4);
    assert_eq!(listed(&ledger, &Answers::default(), "2027-03-01").len(), 0);
}

#[test]
fn a_list_that_is_too_long_shows_what_is_due_first_and_says_how_many_there_are() {
    let (ledger, answers) = handed_over(&[]);
    let list = list(&ledger, &answers, form().deadlines(), day("2026-11-25"));
    let long: Vec<Pending<'_>> = list.iter().cycle().take(SHOWN + 1).cloned().collect();
    let rows = rows(&long, &BTreeMap::new(), form().networks(), form().entity(), day("2026-11-25"));
    assert_eq!(rows.len(), HEADER_ROW as usize + 1 + SHOWN);
    let TabCell::Text(about) = &rows[1][0] else { panic!("a sentence") };
    assert!(about.starts_with("Reportes sin responder: 1501.") && about.ends_with("los primeros 1500."));
}

#[test]
fn an_empty_list_says_so_and_does_not_change_from_day_to_day() {
    let today = |today| rows(&[], &BTreeMap::new(), form().networks(), form().entity(), day(today));
    assert_eq!(today("2026-11-25"), today("2026-11-26"));
    assert_eq!(today("2026-11-25")[4][0], TabCell::Text("No hay reportes pendientes.".into()));
}
