//! `Registro de noches`: what each night decided, for whoever asks later.

use google_emulator::{Fault, FaultAction, Match};

use crate::ledger::{batch, two_nights};
use crate::world::{AS_OF, NEXT, World, complete};

const THIRD: &str = "2026-03-12";

/// The lines of the tab, its header left out, from the second column on: the first is the instant.
fn lines(world: &World) -> Vec<Vec<String>> {
    world.shown("'Registro de noches'!B2:T60")
}

#[test]
fn each_night_that_hands_over_leaves_one_line_and_an_idle_one_none() {
    let mut repeated = complete(1);
    repeated[0] = "9".to_owned();
    let world = World::adopted(&[complete(0), complete(1), repeated]);
    world.night(AS_OF);
    let first = lines(&world);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(
        first[0].iter().take(15).map(String::as_str).collect::<Vec<_>>(),
        ["10/03/2026", "1", "run", "3", "2", "0", "0", "0", "0", "0", "0", "0", "0", "1", "4"],
    );
    assert!(first[0][15..] == ["", "", "", "1"], "{first:?}");

    let start = world.emulator.mutations().len();
    world.night(NEXT);
    assert_eq!((world.mutations_since(start).len(), lines(&world)), (0, first), "nothing to do");

    world.type_at("A5", &[complete(4)]);
    world.night(THIRD);
    assert_eq!(lines(&world).len(), 2);
    let run = world.traslado(&["annul", "CE-2026-00001", "--reason", "Prueba de la oficina"]);
    assert_eq!(run.code, 0, "{run}");
    let annulled = lines(&world).remove(2);
    assert_eq!((annulled[1].as_str(), annulled[2].as_str(), annulled[7].as_str()), ("3", "annul", "1"));
    assert!(annulled[16].ends_with("Prueba de la oficina"), "{annulled:?}");
}

#[test]
fn the_tab_is_hidden_and_protected_and_the_next_night_makes_a_deleted_one_again_and_says_so() {
    let world = two_nights();
    let tab = || {
        let sheets = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
        let sheets = sheets["sheets"].as_array().unwrap().clone();
        sheets.into_iter().find(|sheet| sheet["properties"]["title"] == "Registro de noches").unwrap()
    };
    assert_eq!(tab()["properties"]["hidden"], true);
    assert_eq!(tab()["protectedRanges"].as_array().map(Vec::len), Some(1));

    world.emulator.with(|state| state.sheet_mut(&world.id, "Registro de noches").unwrap().delete()).unwrap();
    let run = world.traslado(&["run", "--as-of", THIRD]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("\"Registro de noches\" was not there and is made again"), "{run}");
    assert_eq!(lines(&world).len(), 1);
    assert_eq!(tab()["properties"]["hidden"], true);
}

#[test]
fn a_night_is_whole_where_its_line_cannot_be_written() {
    let world = World::adopted(&[complete(1)]);
    let when = Match { body_contains: Some("Registro de noches".to_owned()), ..Match::default() };
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[0].addSheet: odd");
    let run = world.night_with(AS_OF, Fault::before(when, refused));
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.json()["outcome"], "handed_off");
    assert!(run.stderr.contains("lacks a line"), "{run}");
    assert_eq!(world.traslado(&["verify"]).code, 0);

    // Somebody has a tab of that name already; it stays theirs.
    let add = serde_json::json!({"addSheet": {"properties": {"title": "Registro de noches", "sheetId": 77}}});
    batch(&world, &[add]);
    world.type_at("A3", &[complete(2)]);
    world.night(NEXT);
    assert!(world.shown("'Registro de noches'!A1:T9").is_empty());
    assert_eq!(world.shown("'Registro de noches (2)'!C2:D2"), [["2", "run"]]);
}

#[test]
fn a_night_that_holds_changes_leaves_a_line_and_the_one_that_lets_them_through_says_which() {
    let rows: Vec<_> = (1..=8).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    // A heading comes, and seven names are sorted: a night without any news, which decides to hold them.
    world.type_at("A10", &[["TOTAL: 8"]]);
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().sort("F2:F8", 6, true))
        .unwrap();
    let quarantined = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert_eq!(quarantined.code, 3, "{quarantined}");
    let withheld = quarantined.json()["counts"]["withheld"].as_u64().unwrap();
    let line = lines(&world).remove(1);
    assert_eq!((line[1].as_str(), line[2].as_str(), line[11].as_str()), ("", "run", "1"), "{line:?}");
    assert_eq!(line[14].split("; ").count() as u64, withheld, "{line:?}");

    // The night after holds them all the same, which is no new decision.
    let start = world.emulator.mutations().len();
    assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 3);
    assert_eq!((world.mutations_since(start).len(), lines(&world).len()), (0, 2));

    world.type_at("L9", &[["Otra razón"]]);
    let through = world.traslado(&["run", "--as-of", "2026-03-13", "--accept-changes"]);
    assert_eq!(through.code, 0, "{through}");
    let line = lines(&world).remove(2);
    assert_eq!((line[2].as_str(), line[13].as_str()), ("run --accept-changes", "0"), "{line:?}");
    assert_eq!(line[15].split("; ").count() as u64, withheld, "the held ones only: {line:?}");
    world.night("2026-03-16");
    assert_eq!(lines(&world).len(), 3, "nothing was decided");
}
