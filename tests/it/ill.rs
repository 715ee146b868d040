//! Google answers 500: a report is never made smaller because Google is ill, and a row that it does refuse
//! stops no other and comes to an end.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};
use serde_json::{Value, json};

use crate::monitor::Monitor;
use crate::world::{ACCOUNT, ALERTS, AS_OF, CLASS, NEXT, Row, Run, SUBJECT, World, complete, table};

/// What makes Google answer with a fault of its own.
const POISON: &str = "veneno";

fn rows(count: u32) -> Vec<Row> {
    (0..count).map(complete).collect()
}

/// A spreadsheet of so many reports, the third of which Google refuses where `poisoned`.
fn world(count: u32, poisoned: bool) -> World {
    let mut rows = rows(count);
    if poisoned {
        rows[2][11].push_str(&format!(" {POISON}"));
    }
    let world = World::adopted(&rows);
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 2");
    world
}

fn internal() -> FaultAction {
    FaultAction::google(500, "INTERNAL", "Internal error encountered.")
}

/// A refusal that says what it objects to.
fn refusal() -> FaultAction {
    FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[2].updateCells: Invalid value.")
}

/// A fault that strikes every write that carries a text, so often; 0 is for ever.
fn strike(world: &World, text: &str, action: FaultAction, times: usize) {
    let when = Match { body_contains: Some(text.to_owned()), ..Match::path(":batchUpdate") };
    world.emulator.fault(Fault { times, ..Fault::before(when, action) });
}

/// A night that begins at an instant.
fn night_at(world: &World, as_of: &str, now: &str) -> Run {
    Run::of(world.command().args(["run", "--as-of", as_of, "--json"]).env("TRASLADO_NOW", now))
}

/// A night that ends with 0.
fn good_night(world: &World, as_of: &str, now: &str) -> Value {
    let run = night_at(world, as_of, now);
    assert_eq!(run.code, 0, "{run}");
    run.json()
}

/// The records of rows that Google refuses.
fn records(world: &World) -> Vec<String> {
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let of_rows = metadata.iter().filter(|entry| entry["metadataKey"] == "traslado.refused");
    of_rows.map(|entry| entry["metadataValue"].as_str().unwrap().to_owned()).collect()
}

/// The lines of which clerks read no texts.
fn without_texts(world: &World) -> Vec<Vec<String>> {
    world.lines().into_iter().filter(|line| line[SUBJECT].is_empty()).collect()
}

fn handoff_tabs(world: &World) -> usize {
    world.titles().iter().filter(|title| title.starts_with("Traslado ")).count()
}

#[test]
fn a_run_of_500s_on_the_commit_makes_no_report_smaller() {
    for failures in [1, 4, 8, 14, 20] {
        let world = world(1, false);
        strike(&world, "addSheet", internal(), failures);
        let run = night_at(&world, AS_OF, "2026-03-10T08:00:00Z");
        assert!([0, 75].contains(&run.code), "{failures}: {run}");
        assert_eq!(without_texts(&world), Vec::<Vec<String>>::new(), "{failures}: {run}");
        world.emulator.clear_faults();
        good_night(&world, AS_OF, "2026-03-10T08:20:00Z");
        assert_eq!((world.lines().len(), without_texts(&world).len()), (1, 0), "{failures}");
        assert_eq!((world.emulator.mails().len(), records(&world)), (1, Vec::new()), "{failures}");
    }
}

#[test]
fn a_long_run_of_500s_leaves_the_tabs_as_few_as_they_are() {
    let world = world(16, false);
    strike(&world, "addSheet", internal(), 15);
    let run = night_at(&world, AS_OF, "2026-03-10T08:00:00Z");
    world.emulator.clear_faults();
    if run.code != 0 {
        good_night(&world, AS_OF, "2026-03-10T08:20:00Z");
    }
    assert!(handoff_tabs(&world) <= 3, "{:?}", world.titles());
    assert_eq!((world.lines().len(), without_texts(&world).len()), (16, 0), "{run}");
}

#[test]
fn while_google_takes_no_write_no_row_is_to_blame_however_long_that_lasts() {
    let world = world(2, false);
    strike(&world, "requests", internal(), 0);
    for now in ["2026-03-10T08:00:00Z", "2026-03-10T10:00:00Z"] {
        let run = night_at(&world, AS_OF, now);
        assert_eq!((run.code, run.json()["outcome"].clone()), (75, "failed".into()), "{run}");
    }
    assert_eq!((world.lines().len(), records(&world)), (0, Vec::new()));
    world.emulator.clear_faults();
    assert_eq!(good_night(&world, AS_OF, "2026-03-10T12:00:00Z")["counts"]["pqr"], 2);
    assert_eq!((handoff_tabs(&world), without_texts(&world).len()), (1, 0));
}

#[test]
fn a_row_that_google_answers_with_500_waits_for_a_run_an_hour_later_and_the_others_go() {
    // A bare 400 says no more than a 500.
    let silent = FaultAction::Status { status: 400, headers: vec![], body: String::new() };
    for answer in [internal(), silent] {
        let world = world(4, true);
        let monitor = Monitor::good();
        let alerting = "[alert]\nto = [\"operador@essmar.example\"]\nafter = 1\n";
        let config = world.config().replace("timeout_seconds = 20", "timeout_seconds = 2");
        let pinged = format!("[monitor]\nping = \"{}\"\n[host]", monitor.url);
        world.configure(&(config.replace("[host]", &pinged) + alerting));
        strike(&world, POISON, answer, 0);

        let first = night_at(&world, AS_OF, "2026-03-10T08:00:00Z");
        assert_eq!(first.code, 75, "{first}");
        let json = first.json();
        assert_eq!((&json["outcome"], &json["code"]), (&"cut_short".into(), &75.into()));
        assert_eq!((&json["counts"]["pqr"], &json["counts"]["withheld"]), (&3.into(), &1.into()), "{json}");
        assert_eq!((&json["rows"][0]["row"], &json["rows"][0]["lane"]), (&4.into(), &"withheld".into()));
        assert!(json["message"].as_str().unwrap().contains("row 4"), "{json}");
        let written: u64 =
            json["handoffs"].as_array().unwrap().iter().map(|one| one["rows"].as_u64().unwrap()).sum();
        assert_eq!((written, world.lines().len(), records(&world).len()), (3, 3, 1), "{json}");
        let heard = monitor.heard();
        assert!(heard[1].contains("/75: ") && heard[1].contains("handed over: 3, still due: 1"), "{heard:?}");
        let alert = world.emulator.mails().into_iter().find(|mail| mail.subject.contains("Alerta")).unwrap();
        assert!(
            alert.text.contains("trasladó una parte: 3 filas; quedaron por trasladar 1"),
            "{}",
            alert.text
        );

        let beside = world.shown("CE-F05!N4:N4");
        assert_eq!(beside[0][0], "No se pudo trasladar en este intento: va en el próximo");

        let soon = night_at(&world, AS_OF, "2026-03-10T08:59:00Z");
        assert_eq!((soon.code, world.lines().len()), (75, 3), "too soon: {soon}");
        let json = good_night(&world, AS_OF, "2026-03-10T09:01:00Z");
        assert_eq!((&json["outcome"], &json["counts"]["pqr"]), (&"handed_off".into(), &1.into()), "{json}");
        let line = without_texts(&world).remove(0);
        assert_eq!(
            (line[0].as_str(), line[ALERTS].as_str()),
            ("CE-2026-00004", "texto que no se pudo trasladar: vea la fila 4 de CE-F05")
        );
        assert_eq!(good_night(&world, AS_OF, "2026-03-10T10:01:00Z")["outcome"], "nothing_new");

        // Its texts are tried once more, and that is the end of it.
        let again = good_night(&world, NEXT, "2026-03-11T08:00:00Z");
        assert_eq!(again["counts"]["amended"], 1, "{again}");
        assert!(
            world.lines().last().unwrap()[ALERTS].contains("textos que faltaban: tampoco"),
            "{:?}",
            world.lines()
        );
        assert_eq!(good_night(&world, "2026-03-12", "2026-03-12T08:00:00Z")["outcome"], "nothing_new");
        assert_eq!(records(&world), Vec::<String>::new());
        assert!(!table(&world.lines()).contains(POISON));
        assert_eq!(world.traslado(&["verify"]).code, 0);
    }
}

#[test]
fn texts_that_were_left_out_go_over_on_a_later_night_once() {
    let world = world(3, true);
    strike(&world, POISON, refusal(), 0);
    let json = good_night(&world, AS_OF, "2026-03-10T08:00:00Z");
    assert_eq!(
        (&json["counts"]["pqr"], without_texts(&world).len()),
        (&3.into(), 1),
        "blamed at once: {json}"
    );

    // A tab that somebody deletes comes back without them, whatever Google makes of them.
    let heading = |title: &String| table(&world.shown(&format!("'{title}'!A1:A1")));
    let of_parts =
        world.titles().iter().filter(|title| title.starts_with("Traslado ")).map(heading).collect::<String>();
    assert!(!of_parts.contains("parte"), "nobody knows yet how many there will be: {of_parts}");
    let shows = |title: &String| {
        title.starts_with("Traslado ")
            && table(&world.shown(&format!("'{title}'!A5:V600"))).contains("texto que no se pudo trasladar")
    };
    let tab = world.titles().into_iter().find(shows).unwrap();
    world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete()).unwrap();
    good_night(&world, AS_OF, "2026-03-10T08:30:00Z");
    assert_eq!(without_texts(&world).len(), 1, "{:?}", world.titles());

    assert_texts_follow_once(&world);
}

/// Once Google takes it, the text that was left out goes over as an amendment, and not again.
fn assert_texts_follow_once(world: &World) {
    world.emulator.clear_faults();
    let later = good_night(world, NEXT, "2026-03-11T08:00:00Z");
    assert_eq!(later["counts"]["amended"], 1, "{later}");
    let line = world.lines().into_iter().find(|line| line[CLASS] == "ENMIENDA").unwrap();
    assert!(line.join(" ").contains(POISON) && line[ALERTS].contains("textos que faltaban"), "{line:?}");

    assert_eq!(good_night(world, "2026-03-12", "2026-03-12T08:00:00Z")["outcome"], "nothing_new");
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn what_went_over_before_a_read_that_fails_stands_and_is_named() {
    let world = world(4, true);
    strike(&world, POISON, refusal(), 0);
    // Twice the four rows are refused together, then the two among which the one at fault is; the other two go
    // over, and the night reads again.
    let when =
        Match { nth: Some(4), body_contains: Some("addSheet".to_owned()), ..Match::path(":batchUpdate") };
    let hold = world.emulator.hold_after(when);
    let mut command = world.command();
    command.args(["run", "--as-of", AS_OF, "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let process = command.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    let busy = FaultAction::google(503, "UNAVAILABLE", "busy");
    let reads = Match { method: Some("GET".to_owned()), ..Match::path("/v4/spreadsheets/") };
    world.emulator.fault(Fault { times: 0, ..Fault::before(reads, busy) });
    hold.release();

    let night = Run::from(process.wait_with_output().unwrap());
    assert_eq!(night.code, 75, "{night}");
    let json = night.json();
    assert_eq!((&json["outcome"], &json["code"]), (&"cut_short".into(), &75.into()), "{json}");
    assert_eq!((&json["counts"]["pqr"], &json["counts"]["withheld"]), (&2.into(), &2.into()), "{json}");
    assert_eq!(
        (&json["handoffs"][0]["rows"], json["rows"].as_array().unwrap().len()),
        (&2.into(), 2),
        "{json}"
    );
    assert_eq!(world.lines().len(), 2);

    world.emulator.clear_faults();
    let next = good_night(&world, NEXT, "2026-03-11T08:00:00Z");
    assert_eq!((&next["counts"]["already"], &next["counts"]["pqr"]), (&2.into(), &2.into()), "{next}");
    let mut ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["CE-2026-00001", "CE-2026-00002", "CE-2026-00003", "CE-2026-00004"]);
    assert_eq!(world.emulator.mails().len(), 2);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn texts_that_were_left_out_before_an_annulment_go_over_after_it_is_undone() {
    let world = world(3, true);
    strike(&world, POISON, refusal(), 0);
    good_night(&world, AS_OF, "2026-03-10T08:00:00Z");
    let id = without_texts(&world).remove(0)[0].clone();
    let at = |now: &str, arguments: &[&str]| {
        Run::of(world.command().args(arguments).args(["--reason", "Prueba"]).env("TRASLADO_NOW", now))
    };

    // Undone twice, the line is made each time without what Google would refuse.
    for (hour, number) in [(9, "3"), (11, "5")] {
        let annulled = at(&format!("2026-03-10T{hour:02}:00:00Z"), &["annul", &id]);
        assert_eq!(annulled.code, 0, "{annulled}");
        let undone = at(&format!("2026-03-10T{:02}:00:00Z", hour + 1), &["annul", "--undo", number]);
        assert_eq!(undone.code, 0, "{undone}");
    }
    let reinstated = world.lines().into_iter().rfind(|line| line[0] == id).unwrap();
    assert!(reinstated[ALERTS].contains("texto que no se pudo trasladar"), "{reinstated:?}");

    // Nor is it written anew with them.
    let tab = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete()).unwrap();
    let night = good_night(&world, AS_OF, "2026-03-10T14:00:00Z");
    assert_eq!(night["outcome"], "nothing_new", "{night}");
    assert!(world.titles().iter().any(|title| title.ends_with("(repuesto)")), "{:?}", world.titles());

    assert_texts_follow_once(&world);
}

#[test]
fn what_somebody_else_has_put_in_the_place_of_a_record_blames_no_row_and_stops_no_other() {
    let world = |occupied: Option<&Value>| {
        let world = world(2, false);
        world.type_at("L2", &[[POISON]]);
        strike(&world, POISON, internal(), 0);
        if let Some(id) = occupied {
            let entry = json!({"metadataId": id, "metadataKey": "complemento", "metadataValue": "x",
                "visibility": "DOCUMENT", "location": {"spreadsheet": true}});
            let request = json!({"createDeveloperMetadata": {"developerMetadata": entry}});
            world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
        }
        let start = world.emulator.requests().len();
        let night = night_at(&world, AS_OF, "2026-03-10T08:00:00Z");
        assert_eq!((night.code, world.lines().len()), (75, 1), "{night}");
        assert!(night.json()["message"].as_str().unwrap().contains("row 2"), "{night}");
        let named = occupied.map(|id| format!("the metadata id {id}"));
        assert_eq!(night.stderr.contains("Extensions"), named.is_some(), "{night}");
        assert!(named.is_none_or(|id| night.stderr.contains(&id)), "{night}");
        let commits = world.emulator.requests().into_iter().skip(start);
        let tries = commits.filter(|request| request.path.contains(":batchUpdate") && request.status == 500);
        (tries.count(), world)
    };

    let (tries, known) = world(None);
    let metadata = known.emulator.with(|state| state.developer_metadata(&known.id));
    let record = metadata.iter().find(|entry| entry["metadataKey"] == "traslado.refused").unwrap();
    let (fewer, world) = world(Some(&record["metadataId"]));
    assert!(fewer < tries, "it is not taken for a write that passed: {fewer} of {tries}");
    let later = night_at(&world, AS_OF, "2026-03-10T10:00:00Z");
    assert_eq!((later.code, world.lines().len()), (75, 1), "{later}");
    world.emulator.clear_faults();
    assert_eq!(good_night(&world, AS_OF, "2026-03-10T12:00:00Z")["counts"]["pqr"], 1);
    assert_eq!(without_texts(&world).len(), 0);
}
