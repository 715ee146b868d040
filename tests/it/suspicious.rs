//! What people delete, and what Google will not take: the night heals it or goes around it, and
//! says so.

use google_emulator::{Fault, FaultAction, Match};
use serde_json::json;

use crate::world::{ACCOUNT, ALERTS, AS_OF, CLASS, NEXT, Row, World, complete, snapshot, table};

fn rows(count: u32) -> Vec<Row> {
    (0..count).map(complete).collect()
}

fn ids(world: &World) -> Vec<String> {
    let mut ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
    ids.sort();
    ids
}

fn all_ids(count: u32) -> Vec<String> {
    (1..=count).map(|n| format!("CE-2026-{n:05}")).collect()
}

#[test]
fn a_deleted_handoff_tab_is_written_anew_from_the_rows_that_say_the_same_and_the_rest_is_named() {
    let world = World::adopted(&rows(4));
    world.night(AS_OF);
    world.type_at("L3", &[["Otra razón"]]);
    world.night(AS_OF);
    world.emulator.with(|state| {
        state.sheet_mut(&world.id, &format!("Traslado {AS_OF}")).unwrap().delete().unwrap();
        state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(5, 1).unwrap();
    });
    world.type_at("A5", &[complete(30)]);
    let run = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert_eq!((run.code, &run.json()["counts"]["pqr"]), (0, &1.into()), "{run}");
    let title = format!("'Traslado {AS_OF} (repuesto)'!A1:W12");
    snapshot!("reissued_tab", format!("{}\n{}", table(&world.shown(&title)), run.stderr));
    snapshot!("reissued_notice", world.emulator.mails()[2].text);

    // The hidden lines, the protection and the clerks' columns are those of any hand-off tab.
    let sheet = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let sheets = sheet["sheets"].as_array().unwrap();
    let tab = sheets.iter().find(|tab| tab["properties"]["title"] == format!("Traslado {AS_OF} (repuesto)"));
    assert_eq!(tab.unwrap()["protectedRanges"].as_array().unwrap().len(), 1);
    let start = world.emulator.mutations().len();
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!(world.mutations_since(start).len(), 0, "it is written once");
}

#[test]
fn lines_deleted_from_a_tab_are_written_anew_beside_it_and_the_tab_itself_stays_as_it_is() {
    let world = World::adopted(&rows(4));
    world.night(AS_OF);
    let title = format!("Traslado {AS_OF}");
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, &title).unwrap();
        tab.type_rows("H5", &[["R-0042", "Radicado"]]).unwrap();
        tab.delete_rows(6, 2).unwrap();
    });
    let before = world.shown(&format!("'{title}'!A1:W20"));
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!(world.shown(&format!("'{title}'!A1:W20")), before);
    assert_eq!(ids(&world), all_ids(4), "each line stands once");

    // A clerk who deletes the tab of lost lines too gets it back.
    let reissued = format!("{title} (repuesto)");
    world.emulator.with(|state| state.sheet_mut(&world.id, &reissued).unwrap().delete()).unwrap();
    world.night(NEXT);
    assert_eq!(ids(&world), all_ids(4));
    let start = world.emulator.mutations().len();
    world.night(NEXT);
    assert_eq!(world.mutations_since(start).len(), 0);
}

#[test]
fn an_old_tab_that_people_have_put_away_stays_away() {
    let world = World::adopted(&rows(2));
    world.night(AS_OF);
    let title = format!("Traslado {AS_OF}");
    world.emulator.with(|state| state.sheet_mut(&world.id, &title).unwrap().delete()).unwrap();
    world.night("2026-06-09");
    assert_eq!(ids(&world), [""; 0]);
    world.night("2026-06-08");
    assert_eq!(ids(&world), all_ids(2), "within 90 days it was a slip");
}

#[test]
fn a_vanished_row_is_said_once_under_the_next_table_and_never_handed_back() {
    let world = World::adopted(&rows(4));
    world.night(AS_OF);
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(3, 1)).unwrap();
    assert_eq!(world.night(NEXT)["counts"]["missing"], 1);
    world.type_at("A5", &[complete(10)]);
    world.night("2026-03-12");
    let below = world.shown("'Traslado 2026-03-12'!A5:B12");
    snapshot!("vanished_row", table(&below));
    world.type_at("A6", &[complete(11)]);
    let json = world.night("2026-03-13");
    assert_eq!((&json["counts"]["missing"], &json["counts"]["pqr"]), (&1.into(), &1.into()));
    let again = table(&world.shown("'Traslado 2026-03-13'!A5:B12"));
    assert!(!again.contains("Ya no está"), "{again}");
    assert_eq!(ids(&world).len(), 6);
}

/// A fault that strikes whatever carries a word, for ever.
fn poison(word: &str, status: u16) -> Fault {
    let when = Match {
        path_contains: Some(":batchUpdate".to_owned()),
        body_contains: Some(word.to_owned()),
        ..Match::default()
    };
    let message = "Invalid requests[2].updateCells: Invalid value.";
    let action = FaultAction::google(status, "INVALID_ARGUMENT", message);
    Fault { times: 0, ..Fault::before(when, action) }
}

#[test]
fn a_row_that_google_refuses_goes_over_without_its_texts_and_stops_no_other() {
    for count in [4, 9] {
        let mut rows = rows(count);
        rows[2][11].push_str(" veneno");
        let world = World::adopted(&rows);
        world.emulator.fault(poison("veneno", 400));
        let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
        assert_eq!(run.code, 0, "{run}");
        let json = run.json();
        assert_eq!(json["counts"]["pqr"], count, "the balance is that of the whole run: {json}");
        assert_eq!(json["counts"]["already"], 0);
        let written: u64 =
            json["handoffs"].as_array().unwrap().iter().map(|one| one["rows"].as_u64().unwrap()).sum();
        assert_eq!(written, u64::from(count));
        assert_eq!(ids(&world), all_ids(count));
        let without_texts: Vec<Vec<String>> = world
            .lines()
            .into_iter()
            .filter(|line| line[ALERTS].contains("texto que no se pudo trasladar"))
            .collect();
        assert_eq!(without_texts.len(), 1);
        assert_eq!(
            (without_texts[0][CLASS].as_str(), without_texts[0][ALERTS].as_str()),
            ("PQR", "texto que no se pudo trasladar: vea la fila 4 de CE-F05")
        );
        assert!(!table(&without_texts).contains("veneno"));
        assert_eq!(world.emulator.mails().len(), 1, "several numbers, one notice");
        assert_eq!(world.night(AS_OF)["outcome"], "nothing_new");
    }
}

#[test]
fn two_rows_that_google_refuses_are_both_found() {
    let mut rows = rows(12);
    rows[0][10].push_str(" veneno");
    rows[7][10].push_str(" veneno");
    let world = World::adopted(&rows);
    world.emulator.fault(poison("veneno", 400));
    let json = world.night(AS_OF);
    assert_eq!(json["counts"]["pqr"], 12);
    assert_eq!(ids(&world), all_ids(12));
    let without_texts =
        world.lines().iter().filter(|line| line[ALERTS].contains("texto que no se pudo trasladar")).count();
    assert_eq!(without_texts, 2);
}

#[test]
fn a_batch_that_google_refuses_whatever_it_carries_is_a_defect_and_nothing_is_written() {
    let world = World::with(&rows(3));
    world.emulator.fault(poison("Libro de traslados", 400));
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(run.code, 1, "{run}");
    assert_eq!((world.lines().len(), world.emulator.mails().len()), (0, 0));
}

#[test]
fn metadata_that_an_add_on_left_no_room_in_stops_the_night_before_anything_is_written() {
    let world = World::adopted(&rows(2));
    let hoard = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "addon",
        "metadataValue": "x".repeat(29_500), "location": {"spreadsheet": true}, "visibility": "DOCUMENT"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[hoard])).unwrap();
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!((run.code, world.lines().len()), (73, 0), "{run}");
    snapshot!("metadata_ceiling", run);
    let lookup = json!({"dataFilter": {"developerMetadataLookup": {"metadataKey": "addon"}}});
    world
        .emulator
        .with(|state| state.batch(&world.id, ACCOUNT, &[json!({"deleteDeveloperMetadata": lookup})]))
        .unwrap();
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 2);
}

#[test]
fn when_metadata_is_tight_what_nothing_needs_goes_before_the_next_guard() {
    let world = World::with(&[]);
    for n in 0..62 {
        world.type_at(&format!("A{}", n + 2), &[complete(n)]);
        world.night(AS_OF);
    }
    let guards = || {
        let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
        metadata.iter().filter(|entry| entry["metadataKey"] == "traslado.guard").count()
    };
    assert_eq!(guards(), 62);
    let hoard = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "addon",
        "metadataValue": "x".repeat(17_500), "location": {"spreadsheet": true}, "visibility": "DOCUMENT"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[hoard])).unwrap();
    world.type_at("A64", &[complete(62)]);
    let start = world.emulator.mutations().len();
    let json = world.night(AS_OF);
    assert_eq!((&json["counts"]["pqr"], guards()), (&1.into(), 60), "age does not count when room is short");
    let kinds: Vec<String> = world.mutations_since(start).into_iter().map(|change| change.kind).collect();
    let first = |kind: &str| kinds.iter().position(|found| found == kind).unwrap();
    assert!(first("deleteDeveloperMetadata") < first("createDeveloperMetadata"), "{kinds:?}");
}
