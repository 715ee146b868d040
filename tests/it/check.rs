//! `traslado check`: what a night stands on, right and wrong, whole.

use google_emulator::{Fault, FaultAction, Match, Role};
use serde_json::json;

use crate::monitor::Monitor;
use crate::world::{ACCOUNT, AS_OF, CLERKS, Run, World, complete, snapshot};

/// The output without the days that depend on the day of the test.
fn steady(run: &Run) -> String {
    let mut text = String::new();
    for line in run.to_string().lines() {
        let line = line.split_once("reached about ").map_or(line.to_owned(), |(before, after)| {
            format!("{before}reached about [day]{}", after.get(10..).unwrap_or_default())
        });
        let line = match line.split_once(" (Colombia), exit code ") {
            Some((_, after)) => {
                let code = after.split(' ').next().unwrap_or_default();
                let rest = after.split_once(" s").map_or("", |(_, rest)| rest);
                let rest = match rest.split_once(" since 2") {
                    Some((before, after)) => format!("{before} since [instant]{}", &after[15..]),
                    None => rest.to_owned(),
                };
                format!("{}last run: [instant] (Colombia), exit code {code} after [n] s{rest}", &line[..8])
            }
            None => line,
        };
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
    // The night is long past, and no new row has come since.
    let sections = format!(
        "[access]\nallowed = [\"{CLERKS}\"]\n[alert]\nto = [\"{CLERKS}\"]\nquiet_days = 1000000\n[host]"
    );
    world.reconfigure("[host]", &sections);
    world.night(AS_OF);
    let run = check(&world);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("check_good", steady(&run));
    let json = world.traslado(&["check", "--json"]).json();
    assert_eq!((&json["outcome"], &json["code"]), (&"ok".into(), &0.into()));
    for check in json["checks"].as_array().unwrap() {
        let keys: Vec<&String> = check.as_object().unwrap().keys().collect();
        match check["name"].as_str() {
            Some("headers") => assert_eq!(check["columns"]["B"], "Fecha del reporte"),
            _ => assert_eq!(keys, ["message", "name", "remedy", "status"]),
        }
        assert_eq!(check["status"], "ok", "{check}");
    }
}

#[test]
fn a_fresh_spreadsheet_has_only_things_to_know() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("to = [\"atencion@essmar.example\"]", "to = []");
    let request =
        json!({"updateSpreadsheetProperties": {"properties": {"locale": "en_GB"}, "fields": "locale"}});
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
fn a_program_that_reads_the_json_finds_message_and_remedy_apart() {
    let failed = |world: &World| {
        let json = world.traslado(&["check", "--json"]).json();
        let checks = json["checks"].as_array().unwrap().iter();
        let failed = checks.filter(|check| check["status"] == "failed");
        failed.map(|check| (text(&check["message"]), text(&check["remedy"]))).collect::<Vec<_>>()
    };

    let world = World::with(&[complete(1)]);
    world.chmod("key.json", 0o644);
    let [(message, remedy)] = &failed(&world)[..] else { panic!("one check fails") };
    assert!(message.ends_with("is open to others (mode 0644)"), "{message}");
    assert!(remedy.starts_with("run: chmod 600 '"), "{remedy}");

    let world = World::with(&[complete(1)]);
    world.type_at("G1", &[["Identidad"]]);
    let [(message, remedy)] = &failed(&world)[..] else { panic!("one check fails") };
    assert!(message.contains("is missing from row 1") && message.ends_with(" in G1"), "{message}");
    assert!(remedy.starts_with("mend the headers in the sheet, "), "{remedy}");
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
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
    tabs(8, 199);
    let run = check(&world);
    assert!(run.stdout.contains(" tabs: 199 of 200; "), "{run}");
    tabs(199, 200);
    let full = check(&world);
    assert_eq!(full.code, 73, "{full}");
    assert!(full.stdout.contains("FAILED  tabs: 200 of 200; `traslado archive` puts"), "{full}");
}

#[test]
fn google_that_no_longer_refuses_a_used_id_is_found_and_fails() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    let refused = |action| Fault { when: Match::path(":batchUpdate"), after: false, action, times: 0 };
    let mut said = String::new();
    for (what, message, code) in [
        (
            "the second request is refused",
            "Invalid requests[1].unmergeCells: No grid with id: 1909999999",
            66,
        ),
        ("an unknown reason", "Invalid requests[0].createDeveloperMetadata: odd", 0),
    ] {
        world.emulator.fault(refused(FaultAction::google(400, "INVALID_ARGUMENT", message)));
        let run = check(&world);
        world.emulator.clear_faults();
        assert_eq!(run.code, code, "{what}: {run}");
        let line = run.stdout.lines().find(|line| line.contains(" guards: ")).unwrap();
        said.push_str(&format!("{what}:\n{line}\n"));
    }
    snapshot!("check_guards", said);
}

#[test]
fn the_host_the_monitor_and_the_last_run_have_a_line_each() {
    let world = World::adopted(&[complete(1)]);
    let monitor = Monitor::good();
    let watched = format!(
        "[monitor]\nping = \"{}\"\ntextfile = \"metrics/traslado.prom\"\n[alert]\nto = [\"operador@essmar.example\"]\n\
         [daemon]\n[host]",
        monitor.url
    );
    let good = world.config().replace("[host]", &watched);
    world.configure(&good);
    std::fs::create_dir(world.path("metrics")).unwrap();
    world.night(AS_OF);
    let lines = |run: &Run| -> String {
        let ours = [" state folder:", " last run:", " schedule:", " textfile:", " alert:", " monitor:"];
        let lines = steady(run);
        let lines = lines.lines().filter(|line| ours.iter().any(|name| line.contains(name)));
        lines
            .map(|line| match line.split_once("next night ") {
                Some((before, _)) => format!("{before}next night [instant] 03:00 (Colombia)\n"),
                None => format!("{line}\n"),
            })
            .collect::<Vec<_>>()
            .concat()
    };
    let well = check(&world);
    assert_eq!(well.code, 0, "{well}");
    assert!(well.stdout.contains(" 03:00 (Colombia)"), "{well}");
    let heard = monitor.heard();
    assert_eq!(
        heard.last().unwrap(),
        "POST /ping/secret-uuid/log: traslado check",
        "neither a start nor an end"
    );

    // Nothing is as it should be, and still nothing of it keeps a night from its work.
    std::fs::remove_dir_all(world.path("metrics")).unwrap();
    std::fs::write(world.path("file"), "").unwrap();
    let gone = Monitor::that_answers(Some("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"));
    let bad = good.replace(&monitor.url, &gone.url);
    world.configure(&bad.replace("[sheet]\n", "[sheet]\ntab = \"CE-F06\"\n"));
    world.type_at("G1", &[["Identidad"]]);
    assert_eq!(world.traslado(&["run"]).code, 65);
    let ill = check(&world);
    world.configure(&bad.replace("state_dir = \"state\"", "state_dir = \"file/state\""));
    let homeless = check(&world);
    assert!(!format!("{ill}{homeless}").contains("secret-uuid"), "{ill}{homeless}");
    let homeless = lines(&homeless);
    let homeless = homeless.lines().next().unwrap();
    snapshot!("check_host", format!("well:\n{}\nill:\n{}{homeless}\n", lines(&well), lines(&ill)));
}
