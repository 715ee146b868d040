//! What people do to the service's columns: notes typed under them, cells shifted into them, headers pasted
//! over, renamed and blanked. Nothing that anybody typed is replaced, and all of it is said until it ends.

use serde_json::json;
use traslado::domain::form::ServiceColumn;
use traslado::domain::form::service_text::is_services;
use traslado::sheet::cell::Cell;

use crate::ledger::batch;
use crate::world::{AS_OF, NEXT, Row, Run, World, complete};

const THIRD: &str = "2026-03-12";
const FOURTH: &str = "2026-03-13";

/// A spreadsheet in which three reports have been handed over.
fn handed_over() -> World {
    let rows: Vec<Row> = (1..=3).map(complete).collect();
    let world = World::adopted(&rows);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 3);
    world
}

/// A night that ends so.
fn night(world: &World, as_of: &str, code: i32) -> Run {
    let run = world.traslado(&["run", "--as-of", as_of, "--json"]);
    assert_eq!(run.code, code, "{run}");
    run
}

fn cell(world: &World, address: &str) -> String {
    let shown = world.shown(&format!("CE-F05!{address}"));
    shown.first().and_then(|row| row.first()).cloned().unwrap_or_default()
}

#[test]
fn a_note_under_a_service_column_is_left_and_named_every_night_until_it_is_moved() {
    let world = handed_over();
    let state = cell(&world, "N3");
    world.type_at("O2", &[["llamar el lunes"]]);
    world.type_at("N3", &[[format!("{state} OJO, insiste")]]);
    world.type_at("P4", &[["pendiente"]]);
    world.type_at("O9", &[["Total: 12"]]);
    world.type_at("A5", &[complete(4)]);

    for (as_of, new) in [(NEXT, 1), (THIRD, 0)] {
        let run = night(&world, as_of, 3);
        let json = run.json();
        assert_eq!((&json["counts"]["pqr"], &json["counts"]["amended"]), (&new.into(), &0.into()), "{run}");
        assert_eq!(json["annotations"], "current", "{run}");
        for said in ["O2, O9", "N3", "P4", "under \"Observaciones traslado\"", "have Communications move"] {
            assert!(run.stderr.contains(said), "{said}: {run}");
        }
        assert!(!format!("{run}").contains("llamar"), "what people typed is not repeated: {run}");
        assert_eq!(cell(&world, "O2"), "llamar el lunes");
        assert_eq!(cell(&world, "N3"), format!("{state} OJO, insiste"));
        assert_eq!((cell(&world, "P4"), cell(&world, "O9")), ("pendiente".into(), "Total: 12".into()));
        assert!(cell(&world, "M5").starts_with("CE-2026-"), "the other cells are written");
    }
    let mail = world.emulator.mails().last().unwrap().text.clone();
    assert!(mail.contains("alguien escribió en O2, O9") && !mail.contains("llamar"), "{mail}");
    let check = world.traslado(&["check"]);
    assert!(check.code == 3 && check.stdout.contains("somebody typed in O2, O9"), "{check}");

    for address in ["O2", "N3", "P4", "O9"] {
        world.type_at(address, &[[""]]);
    }
    let run = night(&world, FOURTH, 0);
    assert_eq!(cell(&world, "N3"), state, "{run}");
    assert_eq!(world.traslado(&["check"]).code, 0);
}

#[test]
fn what_the_service_itself_wrote_is_put_right_wherever_people_drag_it() {
    let world = handed_over();
    let before = world.shown("CE-F05!M1:P4");
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().sort("M2:P4", 13, true))
        .unwrap();
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().copy("N2", "O3")).unwrap();
    world.type_at("P2", &[["R-77; 2026-8"]]);
    world.type_at("M20", &[["CE-2026-00002"]]);
    let _ = night(&world, NEXT, 0);
    assert_eq!(world.shown("CE-F05!M1:P4"), before, "a radicado is the service's to write");
    assert_eq!((cell(&world, "P2"), cell(&world, "M20")), (String::new(), String::new()));
    let _ = night(&world, THIRD, 0);
}

#[test]
fn cells_shifted_right_are_left_where_they_fell_until_the_shift_is_undone() {
    let world = handed_over();
    let before = world.shown("CE-F05!A1:P4");
    let range = json!({"sheetId": 0, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 11, "endColumnIndex": 12});
    batch(&world, &[json!({"insertRange": {"range": range, "shiftDimension": "COLUMNS"}})]);
    let grounds = cell(&world, "M3");
    assert!(grounds.contains("El recibo"), "{grounds}");

    for as_of in [NEXT, THIRD] {
        let run = night(&world, as_of, 3);
        assert!(run.stderr.contains("somebody typed in M3 under \"ID traslado\""), "{run}");
        assert_eq!(cell(&world, "M3"), grounds);
        assert!(!run.stderr.contains("El recibo"), "{run}");
    }
    batch(&world, &[json!({"deleteRange": {"range": range, "shiftDimension": "COLUMNS"}})]);
    let run = night(&world, FOURTH, 0);
    assert_eq!(
        world.shown("CE-F05!A2:M4"),
        before[1..].iter().map(|row| row[..13].to_vec()).collect::<Vec<_>>(),
        "{run}"
    );
    let _ = night(&world, "2026-03-16", 0);
}

#[test]
fn a_block_pasted_over_the_headers_keeps_its_columns_and_init_adds_others() {
    let world = handed_over();
    world.type_at("M1", &[["Visita", "Medidor"], ["20/03/2026", "300 000 9999"]]);
    world.type_at("A5", &[complete(4)]);
    let states = world.shown("CE-F05!O1:P4");

    for (as_of, new) in [(NEXT, 1), (THIRD, 0)] {
        let run = night(&world, as_of, 3);
        let json = run.json();
        assert_eq!((&json["counts"]["pqr"], &json["counts"]["amended"]), (&new.into(), &0.into()), "{run}");
        assert_eq!(json["annotations"], "behind", "{run}");
        for said in ["M1 headed", "N1 headed", "traslado init"] {
            assert!(run.stderr.contains(said), "{said}: {run}");
        }
        let pasted = world.shown("CE-F05!M1:N2");
        assert_eq!(pasted, [["Visita", "Medidor"], ["20/03/2026", "300 000 9999"]]);
        assert_eq!(cell(&world, "N5"), "", "nothing is written there");
    }
    assert_eq!(world.shown("CE-F05!O1:P4"), states);
    assert_eq!(world.traslado(&["check"]).code, 3);

    let init = world.traslado(&["init", "--yes"]);
    assert_eq!(init.code, 0, "{init}");
    assert!(init.stdout.contains("To leave to the staff: column M"), "{init}");
    assert!(init.stdout.contains("To add: column \"ID traslado\" in Q1"), "{init}");
    let run = night(&world, FOURTH, 0);
    assert_eq!(run.json()["counts"]["amended"], 0, "{run}");
    assert_eq!(world.shown("CE-F05!Q1:R1"), [["ID traslado", "Estado traslado"]]);
    let ids = world.shown("CE-F05!Q2:Q5");
    assert!(ids.len() == 4 && ids.iter().all(|row| row[0].starts_with("CE-2026-")), "{ids:?}");
    assert_eq!(world.shown("CE-F05!M2:N2"), [["20/03/2026", "300 000 9999"]]);
    assert_eq!(night(&world, "2026-03-16", 0).json()["outcome"], "nothing_new");
}

#[test]
fn a_header_that_is_renamed_blanked_or_another_columns_is_said_and_put_back() {
    let world = handed_over();
    for typed in ["Seguimiento", "Estado traslado", "Nombre completo del solicitante"] {
        world.type_at("M1", &[[typed]]);
        let run = night(&world, NEXT, 3);
        assert_eq!(run.json()["counts"]["amended"], 0, "{run}");
        assert!(run.stderr.contains("M1 headed the service's column \"ID traslado\""), "{run}");
        assert!(!run.stderr.contains(typed) || typed == "Estado traslado", "{run}");
    }
    world.type_at("M1", &[["id  traslado"]]);
    let _ = night(&world, NEXT, 0);

    world.type_at("O1", &[[""]]);
    world.type_at("B3", &[["ayer"]]);
    for as_of in [THIRD, FOURTH] {
        let run = night(&world, as_of, 3);
        assert!(run.stderr.contains("O1, the header of the service's column"), "{run}");
    }
    assert!(cell(&world, "O3").contains("Reemplace"), "the column is written all the same");
    let init = world.traslado(&["init", "--yes"]);
    assert_eq!(init.code, 0, "{init}");
    assert!(init.stdout.contains("To write again: header \"Observaciones traslado\" in O1"), "{init}");
    assert_eq!(
        world.shown("CE-F05!M1:P1"),
        [["id  traslado", "Estado traslado", "Observaciones traslado", "Radicado"]]
    );
    let _ = night(&world, "2026-03-16", 0);
    let again = world.traslado(&["init", "--yes"]);
    assert!(again.stdout.contains("nothing to add"), "{again}");
}

#[test]
fn ten_cells_of_the_staffs_in_a_column_make_it_theirs_and_none_of_it_is_written() {
    let rows: Vec<Row> = (1..=12).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    let notes: Vec<[String; 1]> = (1..=10).map(|n| [format!("visita {n}, manzana B")]).collect();
    world.type_at("P2", &notes);
    world.type_at("A14", &[complete(13)]);
    world.type_at("B13", &[["ayer"]]);

    for as_of in [NEXT, THIRD] {
        let run = night(&world, as_of, 3);
        assert!(run.stderr.contains("nothing is written in column P"), "{run}");
        assert_eq!(world.shown("CE-F05!P2:P11"), notes);
        assert!(cell(&world, "M14").starts_with("CE-2026-"), "the other columns are written");
    }
    world.type_at("P11", &[[""]]);
    let run = night(&world, FOURTH, 3);
    assert!(!run.stderr.contains("nothing is written") && run.stderr.contains("P2, P3"), "{run}");
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().clear("P2:P11")).unwrap();
    let _ = night(&world, "2026-03-16", 0);
}

#[test]
fn a_copied_header_row_and_a_section_stay_what_they_are_night_after_night() {
    let world = handed_over();
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().copy("A1:P1", "A6")).unwrap();
    world.type_at("A7", &[complete(5)]);
    for as_of in [NEXT, THIRD, FOURTH] {
        let run = night(&world, as_of, 0);
        assert_eq!(run.json()["counts"]["headings"], 1, "{run}");
    }
    // The column of the states becomes the staff's: its texts make no report of a heading.
    world.type_at("N1", &[["Seguimiento"]]);
    let _ = night(&world, "2026-03-16", 3);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let run = night(&world, "2026-03-17", 0);
    let counts = run.json()["counts"].clone();
    assert_eq!(
        (&counts["headings"], &counts["already"], &counts["pqr"]),
        (&1.into(), &4.into(), &0.into()),
        "{run}"
    );
}

/// The snapshots show what stood beside the rows, under the headers of the service's columns.
#[test]
fn everything_that_the_snapshots_show_beside_the_rows_is_known_for_the_services_own() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let lines = text.lines().skip_while(|line| !line.starts_with("ID traslado | Estado traslado"));
        let beside = lines.take_while(|line| line.split(" | ").count() <= ServiceColumn::ALL.len());
        for line in beside.filter(|line| line.contains(" | ")) {
            // What depends on the day of the test is masked.
            let line = line.replace("CE-20[…]", "CE-2026-00001").replace("[day]", "24/11/2026");
            for (column, text) in ServiceColumn::ALL.into_iter().zip(line.split(" | ")) {
                assert!(is_services(column, &Cell::Text(text.to_owned())), "{column:?}: {text}");
                seen += usize::from(!text.is_empty());
            }
        }
    }
    assert!(seen > 50, "{seen} texts");
}

#[test]
fn what_belongs_beside_a_row_and_stands_in_a_header_cell_gives_way_to_the_header() {
    let headers = ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado"];
    let world = handed_over();
    let state = cell(&world, "N3");
    world.type_at("M1", &[["CE-2026-00001"]]);
    world.type_at("N1", &[[state.as_str()]]);
    let _ = night(&world, NEXT, 0);
    assert_eq!(world.shown("CE-F05!M1:P1")[0], headers);

    // `init` writes it again too, in the column that is there.
    world.type_at("M1", &[["CE-2026-00001"]]);
    let init = world.traslado(&["init", "--yes"]);
    assert!(init.code == 0 && init.stdout.contains("M1"), "{init}");
    assert_eq!(world.shown("CE-F05!M1:R1")[0], headers);
    let _ = night(&world, THIRD, 0);

    // A radicado may be anything: a number of the staff's there is another header.
    world.type_at("P1", &[["2026-7"]]);
    let run = night(&world, FOURTH, 3);
    assert!(run.stderr.contains("P1 headed the service's column"), "{run}");
    assert_eq!(cell(&world, "P1"), "2026-7");
}
