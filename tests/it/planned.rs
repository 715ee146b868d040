//! `plan`, and a night that hands over what was planned and nothing else.

use google_emulator::{Fault, FaultAction, Match};
use serde_json::{Value, json};

use crate::terminal::at_terminal;
use crate::world::{AS_OF, NEXT, Row, World, complete, snapshot};

/// A row of the day of the hand-off, which waits.
fn of_today(n: u32) -> Row {
    let mut row = complete(n);
    row[1] = "10/03/2026".to_owned();
    row
}

/// A report without its subject, a repeat, a heading, one that waits, one from before the start.
fn mixed() -> Vec<Row> {
    let mut rows: Vec<Row> = (0..3).map(complete).collect();
    rows[1][10] = String::new();
    rows.push(rows[0].clone());
    let mut heading = Row::default();
    heading[0] = "LUNES 9 DE MARZO".to_owned();
    rows.extend([Row::default(), heading, of_today(7)]);
    let mut early = complete(8);
    early[1] = "20/02/2026".to_owned();
    rows.push(early);
    rows
}

fn plan(world: &World, as_of: &str) -> Value {
    let run = world.traslado(&["plan", "--as-of", as_of, "--json"]);
    assert_eq!(run.code, 0, "{run}");
    run.json()
}

fn digest(world: &World, as_of: &str) -> String {
    plan(world, as_of)["digest"].as_str().unwrap().to_owned()
}

#[test]
fn a_plan_names_every_row_with_what_becomes_of_it_and_nothing_of_the_citizens() {
    let world = World::adopted(&mixed());
    let start = world.emulator.mutations().len();
    let planned = plan(&world, AS_OF);
    assert_eq!(planned["outcome"], "planned");
    assert_eq!(planned["unread"], json!([]));
    let found: Vec<(u64, &str)> = planned["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["row"].as_u64().unwrap(), row["lane"].as_str().unwrap()))
        .collect();
    let expected = [
        (2, "pqr"),
        (3, "incomplete"),
        (4, "pqr"),
        (5, "withheld"),
        (7, "headings"),
        (8, "waiting"),
        (9, "before_since"),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        planned["rows"][1],
        json!({"row": 3, "lane": "incomplete", "id": "CE-2026-00003", "missing": ["objeto"]})
    );
    assert_eq!(planned["rows"][3], json!({"row": 5, "lane": "withheld", "id": null, "missing": []}));

    let said = world.traslado(&["plan", "--as-of", AS_OF]);
    assert_eq!(said.code, 0, "{said}");
    let digest = planned["digest"].as_str().unwrap();
    assert!(said.stdout.contains(&format!("`traslado run --as-of {AS_OF} --expect {digest}`")), "{said}");
    snapshot!("plan_of_mixed_rows", said.to_string());
    assert_eq!(world.mutations_since(start).len(), 0);
}

#[test]
fn the_digest_is_of_what_goes_over_or_is_held_and_of_nothing_else() {
    let world = World::adopted(&mixed());
    let before = digest(&world, AS_OF);
    assert_eq!(before.len(), 16);
    assert_eq!(digest(&world, AS_OF), before);

    // Rows further down, one more that waits, and blank ones change nothing.
    let rows = [vec![Row::default(), of_today(20)], mixed()].concat();
    world.type_at("A2", &rows);
    assert_eq!(digest(&world, AS_OF), before);
    assert_ne!(digest(&world, NEXT), before, "another day");

    // A letter in a report that goes over, and in one that is withheld, does.
    world.type_at("L4", &[["Otro fundamento del mismo reporte"]]);
    let changed = digest(&world, AS_OF);
    assert_ne!(changed, before);
    world.type_at("A13", &[complete(30)]);
    assert_ne!(digest(&world, AS_OF), changed);

    // What was handed over before is no part of the next plan.
    world.night(AS_OF);
    let known = digest(&world, AS_OF);
    world.type_at("A14", &[of_today(40)]);
    assert_eq!(digest(&world, AS_OF), known);
}

#[test]
fn a_night_that_expects_a_plan_hands_over_that_or_nothing() {
    let world = World::adopted(&mixed());
    let expected = digest(&world, AS_OF);
    world.type_at("A10", &[complete(50)]);
    let start = world.emulator.mutations().len();
    let refused = world.traslado(&["run", "--as-of", AS_OF, "--expect", &expected, "--json"]);
    assert_eq!((refused.code, world.mutations_since(start).len()), (75, 0), "{refused}");
    assert_eq!(refused.json()["code"], 75);
    let tonight = digest(&world, AS_OF);
    for words in [
        "the sheet is no longer what was planned".to_owned(),
        format!("`traslado plan --as-of {AS_OF}`"),
        format!("`traslado run --as-of {AS_OF} --expect {tonight}`"),
    ] {
        assert!(refused.stderr.contains(&words), "{words}: {refused}");
    }
    assert!(world.emulator.mails().is_empty());

    let run = world.traslado(&["run", "--as-of", AS_OF, "--expect", &tonight, "--json"]);
    assert_eq!((run.code, run.json()["counts"]["pqr"].as_u64()), (0, Some(3)), "{run}");

    let usage = world.traslado(&["run", "--expect", "what plan said"]);
    assert_eq!(usage.code, 2, "{usage}");
    assert!(usage.stderr.contains("must be the 16 digits"), "{usage}");
}

#[test]
fn a_row_typed_while_an_agreed_plan_goes_over_in_parts_waits_for_another_agreement() {
    const POISON: &str = "veneno";
    let mut rows: Vec<Row> = (0..4).map(complete).collect();
    rows[2][11].push_str(POISON);
    let world = World::adopted(&rows);
    let refusal =
        FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[2].updateCells: Invalid value.");
    let poisoned = Match { body_contains: Some(POISON.to_owned()), ..Match::path(":batchUpdate") };
    world.emulator.fault(Fault { times: 0, ..Fault::before(poisoned, refusal) });

    let expected = digest(&world, AS_OF);
    let first_part = Match {
        body_contains: Some("CE-2026-00003".to_owned()),
        nth: Some(3),
        ..Match::path(":batchUpdate")
    };
    let hold = world.emulator.hold_after(first_part);
    let mut command = world.command();
    command.args(["run", "--as-of", AS_OF, "--expect", &expected, "--json"]);
    let night =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    assert!(hold.wait_until_reached(std::time::Duration::from_secs(60)));
    world.type_at("A6", &[complete(60)]);
    hold.release();
    let run = crate::world::Run::from(night.wait_with_output().unwrap());

    assert_eq!(run.code, 75, "{run}");
    assert_eq!(run.json()["outcome"], "cut_short", "{run}");
    assert!(run.stderr.contains("the sheet is no longer what was planned"), "{run}");
    let left: Vec<u64> =
        run.json()["rows"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert!(left.contains(&6) && left.contains(&4), "the new row and the refused one stay: {run}");
    assert_eq!((world.lines().len(), left.len()), (2, 3), "{run}");
}

#[test]
fn a_first_hand_over_of_more_than_five_hundred_rows_needs_somebodys_word() {
    let rows: Vec<Row> = (0..501).map(complete).collect();
    let world = World::with(&rows);
    let start = world.emulator.mutations().len();
    let refused = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!((refused.code, world.mutations_since(start).len()), (78, 0), "{refused}");
    let digest = digest(&world, AS_OF);
    for words in [
        "the first hand-over is of 501 rows".to_owned(),
        format!("`traslado run --as-of {AS_OF} --yes`"),
        format!("`traslado run --as-of {AS_OF} --expect {digest}`"),
        "nothing was written".to_owned(),
    ] {
        assert!(refused.stderr.contains(&words), "{words}: {refused}");
    }

    let mut no = world.command();
    no.args(["run", "--as-of", AS_OF]);
    let (code, shown) = at_terminal(no, "n\n");
    assert_eq!((code, world.mutations_since(start).len()), (78, 0), "{shown}");
    assert!(shown.contains("Go ahead? [y/N]"), "{shown}");

    let mut yes = world.command();
    yes.args(["run", "--as-of", AS_OF]);
    let (code, shown) = at_terminal(yes, "sí\n");
    assert_eq!((code, world.lines().len()), (0, 501), "{shown}");

    // Later hand-overs need nobody's word, whatever their size.
    world.type_at("A503", &(600..1_101).map(complete).collect::<Vec<_>>());
    assert_eq!(world.night(NEXT)["counts"]["pqr"], 501);
}

#[test]
fn a_first_hand_over_that_is_expected_or_agreed_to_or_of_five_hundred_rows_asks_nobody() {
    let rows: Vec<Row> = (0..501).map(complete).collect();
    let world = World::with(&rows);
    let expected = digest(&world, AS_OF);
    let run = world.traslado(&["run", "--as-of", AS_OF, "--expect", &expected]);
    assert_eq!((run.code, world.lines().len()), (0, 501), "{run}");

    let world = World::with(&rows);
    let run = world.traslado(&["run", "--as-of", AS_OF, "--yes"]);
    assert_eq!((run.code, world.lines().len()), (0, 501), "{run}");

    let world = World::with(&rows[..500]);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 500);
}
