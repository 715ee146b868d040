//! The work list `Pendientes`, the board `Tablero` and the index `Índice`: what they show, and that every night puts
//! them right whatever people did to them.

use google_emulator::{Fault, FaultAction, Match, Options, Refused, Switches, Tab};
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, HEADER, NEXT, Row, Run, World, complete, snapshot, table};

const PENDING: i64 = 1_902_000_000;
const BOARD: i64 = 1_902_000_001;
const INDEX: i64 = 1_902_000_002;
/// How far the ids of one tab lie apart.
const STRIDE: i64 = 4;
/// The night after as a cell shows it.
const NEXT_SHOWN: &str = "11/03/2026";

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = (0..4).map(complete).collect();
    rows[1][3] = "wpp".to_owned();
    rows[2][1] = "ayer".to_owned();
    rows[3][6] = String::new();
    rows[3][8] = String::new();
    rows[3][9] = String::new();
    rows
}

/// The work list without the day on which the business days were counted, and without their number:
/// both move with the clock.
fn pending(world: &World) -> Vec<Vec<String>> {
    let mut rows = world.shown("Pendientes!A1:P40");
    if let Some((before, _)) = rows[1][0].clone().split_once(" contados al ") {
        rows[1][0] = format!("{before} contados al [day].");
    }
    for row in rows.iter_mut().skip(4).filter(|row| row.len() > 3 && !row[3].is_empty()) {
        row[3] = "[n]".to_owned();
    }
    rows
}

fn sheet(world: &World, id: i64) -> Value {
    let book = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let sheets = book["sheets"].as_array().unwrap();
    sheets.iter().find(|sheet| sheet["properties"]["sheetId"] == id).cloned().unwrap_or_default()
}

fn batch(world: &World, requests: &[Value]) {
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, requests)).unwrap();
}

/// What people do to a tab.
fn on(world: &World, title: &str, act: impl FnOnce(&mut Tab<'_>) -> Result<(), Refused>) {
    world.emulator.with(|state| act(&mut state.sheet_mut(&world.id, title).unwrap())).unwrap();
}

/// A night that must leave nothing for the next one to do.
fn night_and_rest(world: &World, as_of: &str) {
    world.night(as_of);
    let start = world.emulator.mutations().len();
    world.night(as_of);
    assert_eq!(world.mutations_since(start).len(), 0, "{:#?}", world.mutations_since(start));
}

#[test]
fn the_work_list_names_what_waits_and_leads_to_its_row() {
    let world = World::adopted(&rows());
    night_and_rest(&world, AS_OF);
    snapshot!("kept_pending", table(&pending(&world)));
    let tab = sheet(&world, PENDING);
    let grid = &tab["properties"]["gridProperties"];
    assert_eq!(
        (&grid["rowCount"], &grid["columnCount"], &grid["frozenRowCount"]),
        (&8.into(), &16.into(), &4.into())
    );
    assert_eq!(tab["protectedRanges"][0]["protectedRangeId"], PENDING);
    assert_eq!(tab["conditionalFormats"].as_array().unwrap().len(), 5);

    // The link of each row leads to the row of the same ID.
    let mutations = world.emulator.mutations();
    let written = mutations.iter().map(|mutation| &mutation.json["updateCells"]);
    let list = written.rev().find(|cells| cells["start"]["sheetId"] == PENDING).unwrap();
    for line in &list["rows"].as_array().unwrap()[4..] {
        let link = line["values"][13]["textFormatRuns"][0]["format"]["link"]["uri"].as_str().unwrap();
        let row = link.strip_prefix("#gid=1907000001&range=A").unwrap();
        let there = world.shown(&format!("'Traslado {AS_OF}'!A{row}"));
        assert_eq!(there[0][0], line["values"][0]["userEnteredValue"]["stringValue"]);
    }
    let formulas = world.emulator.with(|state| state.formulas(&world.id, "Pendientes!A1:P8")).unwrap();
    assert!(formulas.iter().flatten().all(|cell| !cell.as_str().is_some_and(|text| text.starts_with('='))));
}

#[test]
fn what_is_answered_or_annulled_leaves_the_list_and_the_last_one_leaves_a_word() {
    let world = World::adopted(&rows());
    world.night(AS_OF);
    let first = pending(&world)[4][0].clone();
    let annul = world.traslado(&["annul", &first, "--reason", "Prueba de la oficina"]);
    assert_eq!(annul.code, 0, "{annul}");
    assert!(pending(&world).iter().all(|row| row[0] != first), "at once");
    let clerks = [["R-1", "Respondido", "11/03/2026"]; 4];
    world
        .emulator
        .with(|state| state.type_rows(&world.id, &format!("'Traslado {AS_OF}'!H5"), &clerks))
        .unwrap();
    night_and_rest(&world, NEXT);
    snapshot!("kept_pending_nothing", table(&pending(&world)));
    assert_eq!(sheet(&world, PENDING)["properties"]["gridProperties"]["rowCount"], 6);
    // However it grows and shrinks, the colours span all of it.
    world.type_at("A6", &(10..30).map(complete).collect::<Vec<Row>>());
    night_and_rest(&world, NEXT);
    let rules = sheet(&world, PENDING)["conditionalFormats"].as_array().unwrap().clone();
    let ends: Vec<&Value> = rules.iter().map(|rule| &rule["ranges"][0]["endRowIndex"]).collect();
    let rows = &sheet(&world, PENDING)["properties"]["gridProperties"]["rowCount"];
    assert!(ends.iter().all(|end| end.is_null() || *end == rows), "{ends:?} of {rows}");
}

#[test]
fn a_night_without_news_makes_no_request_more_and_one_with_news_one_more() {
    let world = World::adopted(&rows());
    world.night(AS_OF);
    let night = || {
        let before = world.calls().len();
        world.night(AS_OF);
        world.calls().len() - before
    };
    let quiet = night();
    let clerk = [["R-1", "Respondido", "11/03/2026"]];
    world
        .emulator
        .with(|state| state.type_rows(&world.id, &format!("'Traslado {AS_OF}'!H5"), &clerk))
        .unwrap();
    let news = night();
    // Beside the rows: a write and the read that proves it; and a line of the history.
    assert_eq!((news - quiet, night()), (4, quiet));
}

#[test]
fn whatever_people_do_to_them_the_next_night_puts_right_and_staffs_own_tabs_stay() {
    let world = World::adopted(&rows());
    // Tabs of the same names, made by staff.
    batch(
        &world,
        &[
            json!({"addSheet": {"properties": {"title": "Pendientes"}}}),
            json!({"addSheet": {"properties": {"title": "TABLERO"}}}),
        ],
    );
    world
        .emulator
        .with(|state| state.type_rows(&world.id, "Pendientes!A1", &[["lista de Comunicaciones"]]))
        .unwrap();
    night_and_rest(&world, AS_OF);
    assert!(
        world.titles().contains(&"Pendientes (2)".to_owned())
            && world.titles().contains(&"Tablero (2)".to_owned())
    );
    assert_eq!(world.shown("Pendientes!A1"), [["lista de Comunicaciones"]]);
    let seen = |range: &str| -> Vec<String> {
        world.shown(range).iter().map(|row| row.join("|").trim_end_matches('|').to_owned()).collect()
    };
    let own = |range: &str| seen(&format!("'Pendientes (2)'!{range}"));
    let (list, board) = (own("A1:K20"), seen("'Tablero (2)'!A1:G70"));

    let edits: [fn(&World); 6] = [
        |world| on(world, "Pendientes (2)", |tab| tab.type_rows("A5", &[["=1+1", "x"]])),
        |world| on(world, "Pendientes (2)", |tab| tab.insert_rows(2, 3)),
        |world| on(world, "Pendientes (2)", |tab| tab.delete_columns(3, 2)),
        |world| on(world, "Pendientes (2)", |tab| tab.merge("D5:F7")),
        |world| on(world, "Tablero (2)", |tab| tab.type_rows("C3", &[["Al día"]])),
        |world| {
            let counts = json!({"sheetId": BOARD, "startRowIndex": 6, "endRowIndex": 9});
            let requests = [
                json!({"deleteProtectedRange": {"protectedRangeId": PENDING}}),
                json!({"deleteEmbeddedObject": {"objectId": 1_902_001_008}}),
                json!({"updateCells": {"range": counts, "fields": "userEnteredValue"}}),
            ];
            batch(world, &requests);
        },
    ];
    for (at, edit) in edits.into_iter().enumerate() {
        edit(&world);
        night_and_rest(&world, AS_OF);
        assert_eq!((own("A1:K20"), seen("'Tablero (2)'!A1:G70")), (list.clone(), board.clone()), "edit {at}");
    }
    assert_eq!(sheet(&world, BOARD)["charts"].as_array().unwrap().len(), 1);

    // Renamed, they are the same tabs; deleted, they are made again.
    on(&world, "Pendientes (2)", |tab| tab.rename("Lista de AC"));
    night_and_rest(&world, AS_OF);
    assert!(world.titles().contains(&"Lista de AC".to_owned()));
    for id in [PENDING, BOARD] {
        batch(&world, &[json!({"deleteSheet": {"sheetId": id}})]);
    }
    night_and_rest(&world, AS_OF);
    assert_eq!(own("A1:K20"), list);
    assert_eq!(world.shown("Pendientes!A1"), [["lista de Comunicaciones"]]);
}

#[test]
fn an_id_that_google_does_not_give_out_again_stands_in_the_way_of_nothing() {
    let switches = Switches { deleted_sheet_ids_are_free: false, ..Switches::default() };
    let world = World::under(Options { switches, ..Options::default() });
    world.type_at("A1", &[HEADER]);
    world.type_at("A2", &rows());
    world.night(AS_OF);
    batch(&world, &[json!({"deleteSheet": {"sheetId": PENDING}})]);
    night_and_rest(&world, AS_OF);
    assert_eq!(sheet(&world, PENDING + STRIDE)["properties"]["title"], "Pendientes");

    // Nor does it keep a hand-off of the same night from being dressed.
    batch(&world, &[json!({"deleteSheet": {"sheetId": BOARD}})]);
    world.type_at("A6", &[complete(9)]);
    night_and_rest(&world, NEXT);
    assert_eq!(sheet(&world, BOARD + STRIDE)["properties"]["title"], "Tablero");
    assert_eq!(sheet(&world, 1_907_000_002)["protectedRanges"].as_array().unwrap().len(), 1);
}

#[test]
fn a_chart_that_google_refuses_keeps_the_work_list_from_nothing() {
    let world = World::adopted(&rows());
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[9].addChart: odd");
    let when = Match { body_contains: Some("addChart".to_owned()), ..Match::default() };
    let run = world.night_with(AS_OF, Fault { times: 0, ..Fault::before(when, refused) });
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("are behind"), "{run}");
    assert_eq!(pending(&world).len(), 8);
    assert!(!world.titles().contains(&"Tablero".to_owned()));
    night_and_rest(&world, AS_OF);
    assert_eq!(sheet(&world, BOARD)["charts"].as_array().unwrap().len(), 1);
}

#[test]
fn the_board_counts_and_turns_red_by_itself() {
    let world = World::adopted(&rows());
    night_and_rest(&world, AS_OF);
    assert_eq!(world.shown("Tablero!A1:F70")[2][2], "Al día");
    let board = sheet(&world, BOARD);
    let charts = board["charts"].as_array().unwrap();
    let drawn: Vec<&str> =
        charts.iter().map(|chart| chart["spec"]["basicChart"]["chartType"].as_str().unwrap()).collect();
    assert_eq!(drawn, ["COLUMN"]);
    assert_eq!(board["conditionalFormats"].as_array().unwrap().len(), 1);

    // Two days without a run, as whoever opens the sheet sees it; the next run ends it.
    let age = json!({"updateCells": {"start": {"sheetId": BOARD, "rowIndex": 2, "columnIndex": 1},
        "rows": [{"values": [{"userEnteredValue": {"numberValue": 46_000.5}}]}], "fields": "userEnteredValue"}});
    batch(&world, &[age]);
    assert_eq!(
        world.shown("Tablero!C3")[0][0],
        "Sin traslado desde hace más de un día: avise a quien opera el servicio"
    );
    night_and_rest(&world, NEXT);
    assert_eq!(world.shown("Tablero!C3")[0][0], "Al día");
}

#[test]
fn the_index_has_a_line_for_every_report_and_only_what_changed_is_written() {
    let world = World::adopted(&rows());
    night_and_rest(&world, AS_OF);
    let mut shown = world.shown("Índice!A1:M20");
    // The years move with the clock.
    shown[1][0] = shown[1][0].replace(|c: char| c.is_ascii_digit(), "#");
    snapshot!("index", table(&shown));
    let tab = sheet(&world, INDEX);
    assert_eq!(tab["protectedRanges"][0]["protectedRangeId"], INDEX);
    let view = &tab["filterViews"][0];
    assert_eq!((&view["title"], &view["range"]["startRowIndex"]), (&"Índice".into(), &3.into()));

    // A clerk says how one report stands; one report is new. Two lines are written, wherever they stand.
    let clerk = [["R-1", "Requerido", "11/03/2026"]];
    world
        .emulator
        .with(|state| state.type_rows(&world.id, &format!("'Traslado {AS_OF}'!H6"), &clerk))
        .unwrap();
    world.type_at("A6", &[complete(9)]);
    let start = world.emulator.mutations().len();
    world.night(NEXT);
    let written: Vec<(Value, usize)> = world
        .mutations_since(start)
        .iter()
        .map(|mutation| &mutation.json["updateCells"])
        .filter(|cells| cells["start"]["sheetId"] == INDEX)
        .map(|cells| (cells["start"]["rowIndex"].clone(), cells["rows"].as_array().unwrap().len()))
        .collect();
    assert_eq!(written, [(json!(5), 1), (json!(8), 1)]);
    let shown = world.shown("Índice!A6:M9");
    assert_eq!((shown[0][5].as_str(), shown[0][6].as_str()), ("Requerido", "11/03/2026"));
    assert_eq!((shown[3][0].as_str(), shown[3][3].as_str()), ("CE-2026-00005", NEXT_SHOWN));
}

#[test]
fn whatever_people_do_to_the_index_the_next_night_puts_right() {
    let world = World::adopted(&rows());
    night_and_rest(&world, AS_OF);
    let index = world.shown("Índice!A1:M20");
    let edits: [fn(&World); 5] = [
        |world| on(world, "Índice", |tab| tab.type_rows("B5", &[["=1+1", "x"]])),
        |world| on(world, "Índice", |tab| tab.insert_rows(5, 2)),
        |world| on(world, "Índice", |tab| tab.delete_rows(6, 1)),
        |world| on(world, "Índice", |tab| tab.delete_columns(3, 2)),
        |world| on(world, "Índice", |tab| tab.merge("B5:D7")),
    ];
    for (at, edit) in edits.into_iter().enumerate() {
        edit(&world);
        night_and_rest(&world, AS_OF);
        assert_eq!(world.shown("Índice!A1:M20"), index, "edit {at}");
    }
}

#[test]
fn the_board_says_what_is_to_be_done_and_how_two_months_stand() {
    let world = World::adopted(&rows());
    let run =
        Run::of(world.command().args(["run", "--as-of", AS_OF]).env("TRASLADO_NOW", "2026-03-12T08:10:00Z"));
    assert_eq!(run.code, 0, "{run}");
    let mut shown = world.shown("Tablero!A1:D70");
    shown[2].truncate(2);
    snapshot!("kept_board", table(&shown));
}

#[test]
fn the_report_of_the_month_before_is_written_once_and_stays_until_somebody_types_in_it() {
    let world = World::adopted(&rows());
    let night = |now: &str, as_of: &str| {
        let run = Run::of(world.command().args(["run", "--as-of", as_of]).env("TRASLADO_NOW", now));
        assert_eq!(run.code, 0, "{run}");
    };
    night("2026-03-10T08:10:00Z", AS_OF);
    assert!(!world.titles().contains(&"Informe".to_owned()), "no month has gone by");

    night("2026-04-01T08:10:00Z", "2026-04-01");
    let shown = world.shown("Informe!A1:C30");
    snapshot!("month_report", table(&shown));

    let start = world.emulator.mutations().len();
    world
        .emulator
        .with(|state| {
            let answered = [["R-1", "Respondido", "24/03/2026"]];
            state.type_rows(&world.id, &format!("'Traslado {AS_OF}'!H6"), &answered)
        })
        .unwrap();
    night("2026-04-02T08:10:00Z", "2026-04-02");
    assert!(world.mutations_since(start).len() > 1);
    assert_eq!(world.shown("Informe!A1:C30"), shown, "as it was on its cut-off");

    on(&world, "Informe", |tab| tab.type_rows("B5", &[["99"]]));
    night("2026-04-03T08:10:00Z", "2026-04-03");
    let again = world.shown("Informe!A1:C30");
    assert!(again[1][0].starts_with("Corte: 03/04/2026 03:10."), "{again:?}");
    assert!(again.iter().flatten().all(|cell| cell != "99"), "{again:?}");
}
