//! `traslado check`: what a night stands on, right and wrong, whole.

use google_emulator::{Fault, FaultAction, Match, Role};
use serde_json::json;

use crate::world::{ACCOUNT, AS_OF, CLERKS, Run, World, complete, snapshot};

/// The output without the days that depend on the day of the test.
fn steady(run: &Run) -> String {
    let mut text = String::new();
    for line in run.to_string().lines() {
        let line = line.split_once("reached about ").map_or(line.to_owned(), |(before, after)| {
            format!("{before}reached about [day]{}", after.get(10..).unwrap_or_default())
        });
        text.push_str(&(line + "\n"));
    }
    text
}

/// Checks, and asserts that nothing was written.
fn check(world: &World) -> Run {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["check"]);
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run
}

fn audited(world: &World) {
    world.emulator.with(|state| state.share(&world.id, CLERKS, Role::Writer));
    world.reconfigure("[host]", &format!("[access]\nallowed = [\"{CLERKS}\"]\n[host]"));
}

#[test]
fn all_is_well_after_a_night() {
    let world = World::adopted(&[complete(1), complete(2)]);
    audited(&world);
    world.night(AS_OF);
    let run = check(&world);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("check_good", steady(&run));
    let json = world.traslado(&["check", "--json"]).json();
    assert_eq!((&json["outcome"], &json["code"]), (&"ok".into(), &0.into()));
    for check in json["checks"].as_array().unwrap() {
        let keys: Vec<&String> = check.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["message", "name", "remedy", "status"]);
        assert_eq!(check["status"], "ok", "{check}");
    }
}

#[test]
fn a_fresh_spreadsheet_has_only_things_to_know() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("to = [\"atencion@essmar.example\"]", "to = []");
    let request =
        json!({"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
    let run = check(&world);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("check_fresh", steady(&run));
}

#[test]
fn a_failing_check_does_not_hide_the_others_and_the_worst_decides() {
    let world = World::adopted(&[complete(1)]);
    audited(&world);
    world.night(AS_OF);
    world.emulator.with(|state| {
        state.share_with_anyone(&world.id, Role::Reader);
        state.share(&world.id, "persona.ajena@correo.example", Role::Reader);
        let mut tab = state.sheet_mut(&world.id, "Libro de traslados").unwrap();
        tab.type_rows("H2", &[["2026-03-30"]]).unwrap();
        let mut tab = state.sheet_mut(&world.id, "CE-F05").unwrap();
        tab.type_rows("G1", &[["Identidad"]]).unwrap();
    });
    let when = Match::path("/gmail/");
    let action = FaultAction::google(403, "PERMISSION_DENIED", "Mail service not enabled");
    world.emulator.fault(Fault { when, after: false, action, times: 0 });
    let run = check(&world);
    assert_eq!(run.code, 66, "{run}");
    assert!(!run.to_string().contains("persona.ajena"), "{run}");
    snapshot!("check_worst", steady(&run));
    let json = world.traslado(&["check", "--json"]).json();
    assert_eq!((&json["outcome"], &json["code"]), (&"failed".into(), &66.into()));
}

#[test]
fn each_way_of_having_no_access_is_told_apart() {
    let mut said = String::new();
    let mut case = |what: &str, code: i32, world: &World| {
        let run = check(world);
        assert_eq!(run.code, code, "{what}: {run}");
        said.push_str(&format!("{what}: {}\n", steady(&run)));
    };
    let world = World::with(&[complete(1)]);
    world.configure("account = \"x\"\n");
    case("configuration", 78, &world);
    world.configure(&world.config());
    world.chmod("key.json", 0o644);
    case("key file", 78, &world);
    world.chmod("key.json", 0o600);
    world.emulator.with(|state| {
        state.delegate_only(&[
            "https://www.googleapis.com/auth/spreadsheets",
            "https://www.googleapis.com/auth/drive.metadata.readonly",
        ]);
    });
    case("a scope that is not delegated", 77, &world);

    let world = World::with(&[complete(1)]);
    world.emulator.advance(chrono::TimeDelta::minutes(11));
    case("clock", 75, &world);

    let world = World::with(&[complete(1)]);
    world.reconfigure(&world.id, "1NoSuchSpreadsheetNoSuchSpreadsheetNoSuchSpr");
    case("not found", 77, &world);

    let world = World::with(&[complete(1)]);
    let reader = "otra@essmar.example";
    world.emulator.with(|state| state.share(&world.id, reader, Role::Reader));
    world.reconfigure(ACCOUNT, reader);
    case("may only read", 77, &world);
    snapshot!("check_no_access", said);
}

#[test]
fn a_protection_in_the_way_and_another_time_zone_are_found() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    let other = "otra@essmar.example";
    world.emulator.with(|state| state.share(&world.id, other, Role::Writer));
    world.reconfigure(ACCOUNT, other);
    let zone = json!({"updateSpreadsheetProperties": {"properties": {"timeZone": "Europe/Madrid"}, "fields": "timeZone"}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[zone])).unwrap();
    let run = check(&world);
    assert_eq!(run.code, 77, "{run}");
    snapshot!("check_protected", steady(&run));
}

#[test]
fn a_ceiling_that_is_near_or_reached_is_said() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    let tabs = |from: i32, to: i32| {
        let tab = |n| {
            json!({"addSheet": {"properties": {"title": format!("Hoja {n}"),
            "gridProperties": {"rowCount": 1, "columnCount": 1}}}})
        };
        let tabs: Vec<_> = (from..to).map(tab).collect();
        world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &tabs)).unwrap();
    };
    tabs(5, 199);
    let near = check(&world);
    assert!(near.stdout.contains(" tabs: 199 of 200; "), "{near}");
    tabs(199, 200);
    let full = check(&world);
    assert_eq!(full.code, 73, "{full}");
    assert!(full.stdout.contains("FAILED  tabs: 200 of 200; `traslado archive` puts"), "{full}");
}
