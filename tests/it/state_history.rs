//! `Historia de estados`: every state that a night has seen, so that none is forgotten that is typed over.

use google_emulator::{Fault, FaultAction, Match, Tab};
use serde_json::Value;

use crate::world::{AS_OF, NEXT, Run, World, complete};

const TITLE: &str = "Historia de estados";
const THIRD: &str = "2026-03-12";
const FOURTH: &str = "2026-03-13";

/// Plays a night at three in the morning of its day, and answers what it says on stderr.
fn night(world: &World, day: &str) -> String {
    let now = format!("{day}T03:00:00-05:00");
    let run = Run::of(world.command().args(["run", "--as-of", day]).env("TRASLADO_NOW", now));
    assert_eq!(run.code, 0, "{run}");
    run.stderr
}

/// Types a state, its day and a radicado as a clerk does, in the first line of the first tab.
fn clerk(world: &World, state: &str, day: &str, radicado: &str) {
    let tab = format!("Traslado {AS_OF}");
    let headers = world.shown(&format!("'{tab}'!A4:Z4")).remove(0);
    for (header, text) in [("Radicado", radicado), ("Estado", state), ("Fecha del estado", day)] {
        let at = headers.iter().position(|found| found == header).unwrap();
        let cell = format!("'{tab}'!{}5", char::from(b'A' + u8::try_from(at).unwrap()));
        world.emulator.with(|state| state.type_rows(&world.id, &cell, &[[text]])).unwrap();
    }
}

/// The lines of the tab, its header and the chain left out.
fn lines(world: &World) -> Vec<String> {
    world.shown(&format!("'{TITLE}'!A2:F60")).iter().map(|cells| cells.join("|")).collect()
}

fn tab(world: &World) -> Option<Value> {
    let sheets = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let sheets = sheets["sheets"].as_array().unwrap().clone();
    sheets.into_iter().find(|sheet| sheet["properties"]["title"] == TITLE)
}

fn in_tab(world: &World, act: impl FnOnce(&mut Tab<'_>)) {
    world.emulator.with(|state| act(&mut state.sheet_mut(&world.id, TITLE).unwrap()));
}

/// A report that was filed and required.
fn required() -> World {
    let world = World::adopted(&[complete(1)]);
    night(&world, AS_OF);
    assert_eq!(tab(&world), None, "nobody has typed anything");
    clerk(&world, "", "", "000123");
    night(&world, NEXT);
    clerk(&world, "Requerido", "11/03/2026", "000123");
    night(&world, THIRD);
    world
}

const FILED: &str = "CE-2026-00001|Radicado||000123|1|2026-03-11";
const REQUIRED: &str = "CE-2026-00001|Requerido|2026-03-11|000123|1|2026-03-12";

#[test]
fn what_is_typed_over_is_not_forgotten_and_a_quiet_night_writes_nothing() {
    let world = required();
    clerk(&world, "Respondido", "12/03/2026", "Prueba Inventada");
    night(&world, FOURTH);
    let answered = "CE-2026-00001|Respondido|2026-03-12|revisar|1|2026-03-13";
    assert_eq!(lines(&world), [FILED, REQUIRED, answered]);

    let start = world.emulator.mutations().len();
    night(&world, FOURTH);
    assert_eq!((world.mutations_since(start).len(), lines(&world).len()), (0, 3));
    let verified = world.traslado(&["verify", "--json"]);
    assert_eq!((verified.code, verified.json()["history"]["lines"].as_u64()), (0, Some(3)), "{verified}");

    let tab = tab(&world).unwrap();
    assert_eq!(tab["properties"]["hidden"], true);
    assert_eq!(tab["protectedRanges"].as_array().map(Vec::len), Some(1));
    let records = world.emulator.with(|state| state.developer_metadata(&world.id));
    let records = records.iter().filter(|entry| entry["metadataKey"] == "traslado.history").count();
    assert_eq!(records, 2, "older ones are pruned");
}

#[test]
fn a_line_that_is_gone_stops_no_night_and_is_named_until_somebody_takes_the_tab_as_it_is() {
    let world = required();
    in_tab(&world, |tab| tab.delete_rows(2, 1).unwrap());
    let said = night(&world, FOURTH);
    assert!(said.contains(&format!("row 2 of the tab \"{TITLE}\" does not follow")), "{said}");
    let verified = world.traslado(&["verify", "--json"]);
    let printed = verified.json();
    assert_eq!((verified.code, printed["outcome"].as_str()), (3, Some("changed")), "{verified}");
    assert!(printed["message"].as_str().unwrap().contains("verify --repair"), "{verified}");

    let repaired = world.traslado(&["verify", "--repair"]);
    assert_eq!(repaired.code, 0, "{repaired}");
    assert_eq!(world.traslado(&["verify"]).code, 0);
    clerk(&world, "Respondido", "12/03/2026", "000123");
    night(&world, "2026-03-16");
    assert_eq!(world.traslado(&["verify"]).code, 0);
    assert_eq!(lines(&world).len(), 3);
}

#[test]
fn a_tab_that_somebody_deleted_is_made_again_from_what_stands() {
    let world = required();
    world.emulator.with(|state| state.sheet_mut(&world.id, TITLE).unwrap().delete()).unwrap();
    let said = night(&world, FOURTH);
    assert!(said.contains("2 lines are recorded, and 0 stand there"), "{said}");
    assert_eq!(lines(&world), ["CE-2026-00001|Requerido|2026-03-11|000123|1|2026-03-13"]);
    assert_eq!(tab(&world).unwrap()["properties"]["hidden"], true);
    assert_eq!(world.traslado(&["verify"]).code, 3, "what was lost stays said");
}

#[test]
fn a_night_is_whole_where_the_states_cannot_be_kept_and_the_next_one_keeps_them() {
    let world = World::adopted(&[complete(1)]);
    night(&world, AS_OF);
    clerk(&world, "Requerido", "10/03/2026", "");
    let when = Match { body_contains: Some(TITLE.to_owned()), ..Match::default() };
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[1].addSheet: odd");
    let run = world.night_with(NEXT, Fault::before(when, refused));
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("lacks the states of tonight"), "{run}");
    assert_eq!(tab(&world), None);
    night(&world, THIRD);
    assert_eq!(lines(&world), ["CE-2026-00001|Requerido|2026-03-10||1|2026-03-12"]);
}
