//! Kinds of damage to the ledger: each is refused with its own message and nothing is written, the
//! way out that the message names is gone, and the night after it is clean.

use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, NEXT, Row, Run, World, complete, snapshot, table};

pub(crate) const LEDGER: &str = "Libro de traslados";
pub(crate) const THIRD: &str = "2026-03-12";

/// Two nights' hand-offs, and a row that the third would take.
pub(crate) fn two_nights() -> World {
    let rows: Vec<Row> = (0..3).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world.type_at("A5", &[complete(3), complete(4)]);
    world.night(NEXT);
    world.type_at("A7", &[complete(5)]);
    world
}

pub(crate) fn in_ledger(world: &World, act: impl FnOnce(&mut google_emulator::Tab<'_>)) {
    world.emulator.with(|state| act(&mut state.sheet_mut(&world.id, LEDGER).unwrap()));
}

pub(crate) fn batch(world: &World, requests: &[Value]) {
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, requests)).unwrap();
}

/// A night that must stop before it writes, and what it says.
pub(crate) fn stops(world: &World) -> String {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["run", "--as-of", THIRD]);
    assert_eq!(run.code, 66, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run.stderr
}

/// A proof that fails, writes nothing, and what it says.
pub(crate) fn fails(world: &World) -> Run {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify"]);
    assert_eq!(run.code, 66, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run
}

pub(crate) fn verified(world: &World) -> Value {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify", "--json"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run.json()
}

pub(crate) fn repaired(world: &World) -> Value {
    let run = world.traslado(&["verify", "--repair", "--json"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.json()["outcome"], "repaired", "{run}");
    let start = world.emulator.mutations().len();
    let again = world.traslado(&["verify", "--repair", "--json"]);
    assert_eq!((again.code, again.json()["outcome"].as_str()), (0, Some("verified")), "{again}");
    assert_eq!(world.mutations_since(start).len(), 0, "{again}");
    run.json()
}

/// The night that should have been: one more report, every one of them once.
pub(crate) fn clean_night(world: &World) {
    let json = world.night(THIRD);
    assert_eq!((&json["counts"]["pqr"], &json["counts"]["already"]), (&1.into(), &5.into()), "{json}");
    let mut ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
    ids.sort();
    let expected: Vec<String> = (1..=6).map(|n| format!("CE-2026-{n:05}")).collect();
    assert_eq!(ids, expected);
    assert_eq!(verified(world)["head"], 3);
}

#[test]
fn a_sound_ledger_is_proved_and_nothing_is_written() {
    let world = two_nights();
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify"]);
    assert_eq!((run.code, world.mutations_since(start).len()), (0, 0), "{run}");
    let before = world.calls().len();
    let json = world.traslado(&["verify", "--json"]);
    assert_eq!(world.calls().len() - before, 3, "identity, frame, values");
    snapshot!("verify", format!("{run}\n{json}"));

    let empty = World::with(&[complete(1)]);
    let run = empty.traslado(&["verify"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.starts_with("proved: no hand-off"), "{run}");
}

#[test]
fn an_id_that_no_handoff_gave_is_a_warning() {
    let world = two_nights();
    world.type_at("M8", &[["CE-2026-00099"]]);
    assert_eq!(verified(&world)["unknown_ids"], json!(["M8"]));
}

type Damage = fn(&World);

#[test]
fn whatever_happens_to_the_ledger_tab_is_mended_from_the_handoff_tabs() {
    let kinds: [(&str, Damage); 11] = [
        ("a stray key", |world| in_ledger(world, |tab| tab.type_rows("H2", &[["2026-03-30"]]).unwrap())),
        ("a cell that holds something else", |world| {
            in_ledger(world, |tab| tab.type_rows("D3", &[["borrador"]]).unwrap());
        }),
        ("a note below", |world| in_ledger(world, |tab| tab.type_rows("A9", &[["revisar"]]).unwrap())),
        ("a line deleted", |world| in_ledger(world, |tab| tab.delete_rows(3, 1).unwrap())),
        ("the last hand-off deleted", |world| in_ledger(world, |tab| tab.delete_rows(5, 2).unwrap())),
        ("a line doubled", |world| {
            in_ledger(world, |tab| {
                tab.insert_rows(3, 1).unwrap();
                tab.copy("A2:N2", "A3").unwrap();
            });
        }),
        ("sorted by one column", |world| in_ledger(world, |tab| tab.sort("C2:C6", 3, true).unwrap())),
        ("another header", |world| in_ledger(world, |tab| tab.type_rows("A1", &[["Número"]]).unwrap())),
        ("columns deleted", |world| in_ledger(world, |tab| tab.delete_columns(9, 4).unwrap())),
        ("cells merged", |world| in_ledger(world, |tab| tab.merge("A2:N6").unwrap())),
        ("the tab deleted", |world| {
            world.emulator.with(|state| state.sheet_mut(&world.id, LEDGER).unwrap().delete()).unwrap();
        }),
    ];
    let mut said = String::new();
    for (kind, damage) in kinds {
        let world = two_nights();
        let before = world.shown(&format!("'{LEDGER}'!A1:Y9"));
        damage(&world);
        said.push_str(&format!("# {kind}\n{}{}", stops(&world), fails(&world).stdout));
        let calls = world.calls().len();
        let run = world.traslado(&["verify", "--repair"]);
        assert_eq!(run.code, 0, "{kind}: {run}");
        said.push_str(&format!("{} calls\n{}\n", world.calls().len() - calls, run.stdout));
        assert_eq!(world.shown(&format!("'{LEDGER}'!A1:Y9")), before, "{kind}");
        clean_night(&world);
    }
    snapshot!("ledger_damage", said);
}

#[test]
fn sound_rows_in_another_order_and_blank_ones_are_no_damage() {
    let world = two_nights();
    in_ledger(&world, |tab| {
        tab.sort("A2:Y6", 3, true).unwrap();
        tab.insert_rows(3, 2).unwrap();
    });
    verified(&world);
    clean_night(&world);
}

#[test]
fn guards_that_were_changed_or_deleted_are_made_again_from_lines_that_prove_them() {
    let of_guards = json!([{"developerMetadataLookup": {"metadataKey": "traslado.guard"}}]);
    let update = |value: &str, fields: &str| {
        json!({"updateDeveloperMetadata": {"dataFilters": of_guards,
            "developerMetadata": {"metadataValue": value, "metadataKey": value}, "fields": fields}})
    };
    let delete = |filter: Value| json!({"deleteDeveloperMetadata": {"dataFilter": filter}});
    let kinds = [
        ("unreadable", vec![update("x", "metadataValue")]),
        ("of another number", vec![update("1:1:n:3:0123456789abcdef", "metadataValue")]),
        ("another key", vec![update("x", "metadataKey")]),
        ("all guards deleted", vec![delete(of_guards[0].clone())]),
        (
            "the last guard deleted",
            vec![delete(json!({"developerMetadataLookup": {"metadataId": 1_907_000_002}}))],
        ),
        (
            "all metadata of the spreadsheet deleted",
            vec![delete(json!({"developerMetadataLookup": {"locationType": "SPREADSHEET"}}))],
        ),
    ];
    let mut said = String::new();
    for (kind, requests) in kinds {
        let world = two_nights();
        batch(&world, &requests);
        said.push_str(&format!("# {kind}\n{}{}\n", stops(&world), fails(&world).stdout));
        repaired(&world);
        clean_night(&world);
        let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
        let origin = metadata.iter().find(|entry| entry["metadataKey"] == "traslado.origin").unwrap();
        assert_eq!(origin["metadataValue"], format!("1:{}", world.id));
    }
    snapshot!("guard_damage", said);
}

#[test]
fn what_ledger_and_tab_have_both_lost_is_said_and_undoing_it_ends_it() {
    let world = two_nights();
    let sound = world.emulator.with(|state| state.versions(&world.id));
    in_ledger(&world, |tab| tab.type_rows("H2", &[["2026-03-30"]]).unwrap());
    let tab = format!("Traslado {AS_OF}");
    world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete()).unwrap();
    let mut said = format!("{}{}", stops(&world), fails(&world));
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify", "--repair", "--json"]);
    assert_eq!((run.code, world.mutations_since(start).len()), (66, 0), "{run}");
    said.push_str(&run.stdout);
    snapshot!("ledger_beyond_repair", said);
    assert!(world.emulator.with(|state| state.restore_version(&world.id, sound)));
    clean_night(&world);
}

/// The newest version in which a tab of a hand-off stands and the ledger says what it said then.
fn restore_the_version(world: &World, handoff: &str, ledger: &[Vec<String>]) {
    let versions = world.emulator.with(|state| state.versions(&world.id));
    let found = (0..versions).rev().find(|version| {
        assert!(world.emulator.with(|state| state.restore_version(&world.id, *version)));
        world.titles().iter().any(|title| title == handoff)
            && world.titles().iter().any(|title| title == LEDGER)
            && world.shown(&format!("'{LEDGER}'!A1:Y9")) == ledger
    });
    assert!(found.is_some(), "no version is the one that was named");
}

#[test]
fn the_version_that_verify_names_by_day_and_number_ends_what_no_repair_can() {
    let damage = |world: &World| in_ledger(world, |tab| tab.type_rows("H2", &[["2026-03-30"]]).unwrap());
    let both: [(&str, Damage); 3] = [
        ("both copies of a line", |world| {
            let tab = format!("'Traslado {AS_OF}'!Y5");
            world.emulator.with(|state| state.type_rows(&world.id, &tab, &[["x"]])).unwrap();
        }),
        ("a tab deleted while the ledger is damaged", |world| {
            let tab = format!("Traslado {AS_OF}");
            world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete()).unwrap();
        }),
        ("both copies of the last hand-off", |world| {
            in_ledger(world, |tab| tab.delete_rows(5, 2).unwrap());
            let tab = format!("Traslado {NEXT}");
            world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete()).unwrap();
        }),
    ];
    for (kind, other) in both {
        let world = two_nights();
        let ledger = world.shown(&format!("'{LEDGER}'!A1:Y9"));
        damage(&world);
        other(&world);
        stops(&world);
        let said = fails(&world);
        assert!(said.stderr.contains(&format!("hand-off 2 of {NEXT} stands")), "{kind}: {said}");
        // Of a ledger that ends early a repair gives up what came after, which the message keeps for the last.
        if !said.stderr.contains("only if there is none, `traslado verify --repair`") {
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 66, "{kind}");
        }
        restore_the_version(&world, &format!("Traslado {NEXT}"), &ledger);
        clean_night(&world);
    }
}

#[test]
fn a_hidden_column_that_somebody_spoiled_fails_the_proof_and_hinders_no_night() {
    let world = two_nights();
    let tab = format!("Traslado {NEXT}");
    let cell = format!("'{tab}'!Y5");
    let before = world.shown(&cell);
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["x"]])).unwrap();
    let run = fails(&world);
    assert!(run.stdout.contains(&format!("the hidden column of the tab \"{tab}\"")), "{run}");
    assert_eq!(world.traslado(&["verify", "--repair"]).code, 66, "the ledger is whole: nothing to repair");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &before)).unwrap();
    clean_night(&world);
}

#[test]
fn the_ledger_says_nothing_of_a_citizen_in_any_output() {
    let world = two_nights();
    in_ledger(&world, |tab| tab.type_rows("H2", &[["canario.secreto@correo.example"]]).unwrap());
    let all = format!("{}{}{}", stops(&world), fails(&world), world.traslado(&["verify", "--repair"]));
    assert!(!all.contains("canario") && !all.contains("Prueba"), "{all}");
    let shown = table(&world.shown(&format!("'{LEDGER}'!A1:Y2")));
    assert!(!shown.contains("canario"), "{shown}");
}
