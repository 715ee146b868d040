use super::*;
use crate::domain::clerks::history::StateHistory;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::ids::IdSpace;
use crate::sheet::cell::Cell;
use crate::testing::{DATE, DOCUMENT, InventedRows, Memory, complete, day, form, id, nth, nth_row};

/// The entries that a clerk typed beside an ID: radicado, state, its day, responsible, notes.
type Typing<'a> = (u32, [&'a str; 5]);

/// A spreadsheet after the night of 21/11/2026, and what clerks have typed since.
struct World {
    ledger: Ledger,
    answers: Answers,
    history: StateHistory,
    assessment: Assessment,
}

/// Four reports: the first without a date, then those of 02/11 (due on 25/11), of 03/11 and of 20/11.
fn world(typings: &[Typing<'_>]) -> World {
    let mut rows: InventedRows = [(1, "2/11/2026"), (2, "3/11/2026"), (3, "20/11/2026"), (4, "ayer")]
        .into_iter()
        .map(|(n, date)| {
            let mut row = complete(n);
            row[DATE] = date.to_owned();
            row
        })
        .collect();
    world_of(&mut rows, typings)
}

fn world_of(rows: &mut InventedRows, typings: &[Typing<'_>]) -> World {
    let mut memory = Memory::default();
    let (assessment, handoffs) = memory.night(rows, "2026-11-21");
    let mut answers = Answers::default();
    for handoff in &handoffs {
        answers.add(IdSpace::default().tab(handoff.number), &handoff.tab);
    }
    let cell = |text: &str| vec![Cell::Text(text.to_owned())];
    let header = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"];
    let mut grids = [vec![cell("ID")], vec![header.map(|h| Cell::Text(h.into())).to_vec()]];
    for (n, typed) in typings {
        grids[0].push(cell(&id(*n).to_string()));
        grids[1].push(typed.map(|text| Cell::Text(text.to_owned())).to_vec());
    }
    if !typings.is_empty() {
        assert!(answers.read(IdSpace::default().tab(nth(2)), &grids[0], &grids[1]));
    }
    World { ledger: memory.verified(), answers, history: StateHistory::default(), assessment }
}

impl World {
    fn lives(&self, today: &str) -> Lives<'_> {
        let Self { ledger, answers, history, .. } = self;
        Lives { ledger, answers, history, form: form(), today: day(today) }
    }

    fn list(&self, today: &str) -> PendingReports<'_> {
        list(self.lives(today), &self.assessment.reports_by_id())
    }

    fn rows(&self, today: &str) -> Vec<Vec<TabCell>> {
        let titles = BTreeMap::from([(IdSpace::default().tab(nth(1)), "Traslado 2026-11-21")]);
        rows(&self.list(today), &titles, form().entity(), day(today))
    }
}

fn open(list: &PendingReports<'_>) -> Vec<(u32, Option<i32>)> {
    list.open.iter().map(|pending| (pending.entry.id.number, pending.days_left)).collect()
}

fn words(row: &[TabCell], column: PendingColumn) -> String {
    match &row[column.index() as usize] {
        TabCell::Blank => String::new(),
        TabCell::Text(text) | TabCell::Link { text, .. } => text.clone(),
        TabCell::Date(day) => day.format("%d/%m/%Y").to_string(),
        TabCell::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_headers_are_those_of_the_contract_in_its_order() {
    assert_eq!(
        HEADERS.join("|"),
        "ID|Qué hacer|Antes de|Días hábiles|Clase|Vence|Solicitante|Objeto|Alertas|Radicado|Estado|Fecha del estado|\
         Responsable|Traslado|Revisar|Texto para el ciudadano"
    );
}

#[test]
fn whoever_has_no_date_comes_first_and_then_what_is_to_be_done_first() {
    let world = world(&[]);
    let list = world.list("2026-11-25");
    // Due on 24/11, on 25/11 and on 14/12; to be answered three business days before.
    assert_eq!(open(&list), [(1, None), (2, Some(-4)), (3, Some(-3)), (4, Some(9))]);
    assert_eq!(Due::of(&list), Due { all: 4, soon: 1, past: 1 });
    assert!(Due::of(&list).is_urgent() && !Due::default().is_urgent());
}

#[test]
fn a_line_says_what_to_do_for_whom_and_where_to_type_it() {
    let world = world(&[(4, ["2026-ES-7", "", "", "Funcionaria de prueba", ""])]);
    let rows = world.rows("2026-11-25");
    assert!(rows.iter().all(|row| row.len() == COLUMNS as usize));
    let TabCell::Text(about) = &rows[1][0] else { panic!("a sentence") };
    assert_eq!(
        about,
        "Reportes sin responder: 4. Vencen hoy o en los próximos tres días hábiles: 1. Vencidos: 1. Esperan al ciudadano: 0. \
         Sin radicar: 3. Días hábiles contados al 25/11/2026."
    );

    let line: Vec<String> = PendingColumn::ALL.into_iter().map(|column| words(&rows[7], column)).collect();
    assert_eq!(
        line[..7].join("|"),
        "CE-2026-00004|Responder|09/12/2026|9|PQR|14/12/2026|Pruebad Inventada Ejemplo"
    );
    assert_eq!(line[9..13].join("|"), "2026-ES-7|||Funcionaria de prueba");
    let place = TabCell::Link {
        text: "Traslado 2026-11-21, fila 6".into(),
        sheet: IdSpace::default().tab(nth(1)),
        row: nth_row(6),
    };
    assert_eq!(rows[5][PendingColumn::Handoff.index() as usize], place);
    assert_eq!(words(&rows[5], PendingColumn::ToDo), "Radicar y responder");
}

#[test]
fn what_is_ended_leaves_the_list_and_what_ended_without_an_answer_stays_below_for_ten_days() {
    let world = world(&[
        (2, ["R-2", "Respondido", "24/11/2026", "", ""]),
        (3, ["R-3", "Remitido", "24/11/2026", "", ""]),
        (4, ["R-4", "Respondido", "24/11/2062", "", ""]),
    ]);
    let list = world.list("2026-11-25");
    assert_eq!(open(&list).into_iter().map(|(number, _)| number).collect::<Vec<_>>(), [1, 4]);
    assert_eq!(list.closed.iter().map(|closed| closed.entry.id).collect::<Vec<_>>(), [id(3)]);

    let rows = world.rows("2026-11-25");
    let heading = rows.iter().position(|row| {
        row[0] == TabCell::Text("Cerrados sin respuesta en los últimos 10 días hábiles".into())
    });
    let closed = &rows[heading.expect("a heading") + 1];
    assert_eq!(words(closed, PendingColumn::ToDo), "Cerrado: Remitido el 24/11/2026");
    // Ten business days after 24/11 is 09/12: the 8th is a holiday.
    assert_eq!(world.list("2026-12-09").closed.len(), 1);
    assert_eq!(world.list("2026-12-10").closed.len(), 0);
}

#[test]
fn what_waits_on_a_citizen_is_not_due() {
    let mut rows = vec![complete(1)];
    rows[0][DATE] = "20/11/2026".into();
    rows[0][DOCUMENT].clear();
    let world = world_of(&mut rows, &[(1, ["R-1", "Requerido", "27/11/2026", "", ""])]);
    let list = world.list("2026-12-15");
    assert_eq!(list.open[0].life.phase, Phase::Waiting);
    assert_eq!(Due::of(&list), Due { all: 1, soon: 0, past: 0 });
    let line = &world.rows("2026-12-15")[4];
    assert!(words(line, PendingColumn::ToDo).starts_with(WAITS));
    assert_eq!(words(line, PendingColumn::Class), "POR COMPLETAR");
    assert_eq!(words(line, PendingColumn::Before), "28/12/2026");
}

#[test]
fn different_radicados_are_a_matter_to_look_at() {
    let mut world = world(&[(4, ["R-4", "", "", "", ""])]);
    let line = world.answers.lines_of(id(4)).last().expect("a line").clone();
    let other = AnswerLine { radicado: "R-5".into(), state: None, ..line };
    world.answers = Answers::of_lines(&[other, world.answers.lines_of(id(4))[1].clone()]);
    let list = world.list("2026-11-25");
    let pending = list.open.iter().find(|pending| pending.entry.id == id(4)).expect("it is listed");
    assert_eq!(review(pending), "Radicados distintos: R-5, R-4");
}

#[test]
fn reports_whose_tabs_people_have_put_away_are_not_asked_for_any_more() {
    let mut world = world(&[]);
    world.answers = Answers::default();
    // Younger tabs are written anew the same night.
    assert_eq!(world.list("2026-12-01").open.len(), 4);
    assert_eq!(world.list("2027-03-01").open.len(), 0);
}

#[test]
fn a_list_that_is_too_long_shows_what_is_due_first_and_says_how_many_more_there_are() {
    let world = world(&[]);
    let mut list = world.list("2026-11-25");
    list.open = list.open.iter().cycle().take(SHOWN + 2).cloned().collect();
    let rows = rows(&list, &BTreeMap::new(), form().entity(), day("2026-11-25"));
    assert_eq!(rows.len(), HEADER_ROW as usize + 1 + SHOWN);
    let TabCell::Text(about) = &rows[1][0] else { panic!("a sentence") };
    assert!(about.starts_with("Reportes sin responder: 1502."), "{about}");
    assert!(about.ends_with("Se muestran los primeros 1500; 2 más no caben aquí."), "{about}");
}

#[test]
fn an_empty_list_says_so_and_does_not_change_from_day_to_day() {
    let list = PendingReports::default();
    let today = |today| rows(&list, &BTreeMap::new(), form().entity(), day(today));
    assert_eq!(today("2026-11-25"), today("2026-11-26"));
    assert_eq!(today("2026-11-25")[4][0], TabCell::Text("No hay reportes pendientes.".into()));
}

#[test]
fn a_long_petition_is_cut() {
    assert_eq!(cut(&"á".repeat(400)).chars().count(), LONGEST_TEXT + 1);
    assert_eq!(cut("no hay agua"), "no hay agua");
}
