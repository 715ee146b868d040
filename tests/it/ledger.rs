//! Kinds of damage to the ledger: each is refused with its own message and nothing is written, the
//! way out that the message names is gone, and the night after it is clean.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Match, Switches};
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, NEXT, Row, Run, World, complete, snapshot, table};

const LEDGER: &str = "Libro de traslados";
const THIRD: &str = "2026-03-12";

/// Two nights' hand-offs, and a row that the third would take.
fn two_nights() -> World {
    let rows: Vec<Row> = (0..3).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world.type_at("A5", &[complete(3), complete(4)]);
    world.night(NEXT);
    world.type_at("A7", &[complete(5)]);
    world
}

fn in_ledger(world: &World, act: impl FnOnce(&mut google_emulator::Tab<'_>)) {
    world.emulator.with(|state| act(&mut state.sheet_mut(&world.id, LEDGER).unwrap()));
}

fn batch(world: &World, requests: &[Value]) {
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, requests)).unwrap();
}

/// A night that must stop before it writes, and what it says.
fn stops(world: &World) -> String {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["run", "--as-of", THIRD]);
    assert_eq!(run.code, 66, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run.stderr
}

/// A proof that fails, writes nothing, and what it says.
fn fails(world: &World) -> Run {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify"]);
    assert_eq!(run.code, 66, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run
}

fn verified(world: &World) -> Value {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify", "--json"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run.json()
}

fn repaired(world: &World) -> Value {
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
fn clean_night(world: &World) {
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
        let before = world.shown(&format!("'{LEDGER}'!A1:N9"));
        damage(&world);
        said.push_str(&format!("# {kind}\n{}{}", stops(&world), fails(&world).stdout));
        let calls = world.calls().len();
        let run = world.traslado(&["verify", "--repair"]);
        assert_eq!(run.code, 0, "{kind}: {run}");
        said.push_str(&format!("{} calls\n{}\n", world.calls().len() - calls, run.stdout));
        assert_eq!(world.shown(&format!("'{LEDGER}'!A1:N9")), before, "{kind}");
        clean_night(&world);
    }
    snapshot!("ledger_damage", said);
}

#[test]
fn sound_rows_in_another_order_and_blank_ones_are_no_damage() {
    let world = two_nights();
    in_ledger(&world, |tab| {
        tab.sort("A2:N6", 3, true).unwrap();
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
        ("of another number", vec![update("1:n:3:0123456789abcdef", "metadataValue")]),
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
        assert_eq!(origin["metadataValue"], world.id.as_str());
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

#[test]
fn a_hidden_column_that_somebody_spoiled_fails_the_proof_and_hinders_no_night() {
    let world = two_nights();
    let tab = format!("Traslado {NEXT}");
    let cell = format!("'{tab}'!W5");
    let before = world.shown(&cell);
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["x"]])).unwrap();
    let run = fails(&world);
    assert!(run.stdout.contains(&format!("the hidden column of the tab \"{tab}\"")), "{run}");
    assert_eq!(world.traslado(&["verify", "--repair"]).code, 66, "the ledger is whole: nothing to repair");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &before)).unwrap();
    clean_night(&world);
}

/// Restores the version in which the second hand-off was not made yet.
fn restore_the_first_night(world: &World) {
    let gone = format!("Traslado {NEXT}");
    let versions = world.emulator.with(|state| state.versions(&world.id));
    let older = (0..versions).rev().find(|version| {
        assert!(world.emulator.with(|state| state.restore_version(&world.id, *version)));
        !world.titles().contains(&gone)
    });
    assert!(older.is_some());
}

#[test]
fn a_restored_old_version_is_noticed_by_the_host_and_ended_by_restoring_the_new_one() {
    let world = two_nights();
    let new = world.emulator.with(|state| state.versions(&world.id));
    restore_the_first_night(&world);
    snapshot!("restored", format!("{}{}", stops(&world), fails(&world)));
    assert!(world.emulator.with(|state| state.restore_version(&world.id, new)));
    clean_night(&world);
}

#[test]
fn a_restored_old_version_is_taken_as_it_stands_when_the_operator_says_so() {
    // Whether the restored file still has the metadata that was made since, nobody says.
    for metadata_stays in [false, true] {
        let world = two_nights();
        let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
        restore_the_first_night(&world);
        if metadata_stays {
            let standing = world.emulator.with(|state| state.developer_metadata(&world.id));
            let id = |entry: &Value| entry["metadataId"].clone();
            let lost = metadata.iter().filter(|entry| standing.iter().all(|other| id(other) != id(entry)));
            let create = |entry: &Value| {
                let mut entry = entry.clone();
                entry["location"] = json!({"spreadsheet": true});
                json!({"createDeveloperMetadata": {"developerMetadata": entry}})
            };
            batch(&world, &lost.map(create).collect::<Vec<_>>());
            // A host that was installed anew has seen nothing; the file knows.
            world.reconfigure("state_dir = \"state\"", "state_dir = \"new\"");
        }
        let said = stops(&world);
        assert!(said.contains("the ledger ends at hand-off 1 of 2026-03-10"), "{said}");
        let json = repaired(&world);
        assert_eq!(json["repaired"][0]["given_up"], json!([2, 2]), "{json}");
        assert_eq!(verified(&world)["head"], 1);
        world.type_at("A5", &[complete(3), complete(4), complete(5)]);
        let night = world.night(THIRD);
        assert_eq!(
            (&night["seq"], &night["counts"]["pqr"], &night["notice"]),
            (&2.into(), &3.into(), &"sent".into())
        );
        let proved = verified(&world);
        assert_eq!((&proved["head"], &proved["witness"]), (&2.into(), &2.into()), "{proved}");
        assert_eq!(proved["repairs"].as_array().unwrap().len(), 1);
    }
}

/// Makes a copy of the file as a person does (File, Make a copy), and names it in the configuration.
fn copy(world: &World) -> String {
    world.emulator.with(|state| state.add_token("a-person", ACCOUNT));
    let base = world.emulator.base_url();
    let host = base.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "POST /drive/v3/files/{}/copy HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer a-person\r\nContent-Type: \
         application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}",
        world.id,
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (at, end) = (answer.find('{').unwrap(), answer.rfind('}').unwrap());
    let file: Value = serde_json::from_str(&answer[at..=end]).unwrap();
    file["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_copy_of_the_file_is_known_for_one_and_the_original_goes_on() {
    let mut said = String::new();
    for copies_keep_metadata in [true, false] {
        let world = two_nights();
        world
            .emulator
            .with(|state| state.switches = Switches { copies_keep_metadata, ..Switches::default() });
        let copied = copy(&world);
        world.reconfigure(&world.id, &copied);
        let proof = fails(&world);
        said.push_str(&format!("# metadata: {copies_keep_metadata}\n{}{proof}", stops(&world)));
        let start = world.emulator.mutations().len();
        assert_eq!(world.traslado(&["verify", "--repair"]).code, 66);
        assert_eq!(world.mutations_since(start).len(), 0);
        world.configure(&world.config());
        clean_night(&world);
    }
    snapshot!("copied", said);
}

#[test]
fn what_the_host_has_seen_is_a_witness_and_no_state() {
    let world = two_nights();
    let seen = || {
        let files = std::fs::read_dir(world.path("state")).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|kind| kind == "seen")).collect::<Vec<_>>()
    };
    let path = seen().remove(0);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("2 ") && text.trim_end().ends_with(" 0 2026-03-11"), "{text}");
    assert_eq!(seen().len(), 1, "nothing is left beside it");
    std::fs::write(&path, "no es un testigo").unwrap();
    verified(&world);
    std::fs::remove_file(&path).unwrap();
    verified(&world);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    std::fs::write(world.path("taken"), "").unwrap();
    world.reconfigure("state_dir = \"state\"", "state_dir = \"taken\"");
    clean_night(&world);
}

/// Starts a command, holds its n-th call, and gives what is to be done meanwhile its time.
fn while_held(world: &World, n: usize, arguments: &[&str], meanwhile: impl FnOnce()) -> i32 {
    let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(when);
    let mut command = world.command();
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    meanwhile();
    hold.release();
    let code = process.wait().unwrap().code().unwrap();
    world.configure(&world.config());
    code
}

#[test]
fn a_run_and_a_repair_at_once_lose_nothing_whichever_waits() {
    let calls = |arguments: &[&str], damaged: bool| {
        let world = two_nights();
        if damaged {
            in_ledger(&world, |tab| tab.delete_rows(3, 1).unwrap());
        }
        let before = world.calls().len();
        assert_eq!(world.traslado(arguments).code, 0);
        world.calls().len() - before
    };
    let damage = |world: &World| in_ledger(world, |tab| tab.delete_rows(3, 1).unwrap());
    let run = ["run", "--as-of", THIRD];
    for n in 1..=calls(&["verify", "--repair"], true) {
        let world = two_nights();
        damage(&world);
        let code = while_held(&world, n, &["verify", "--repair"], || {
            // The other host repairs, and hands over at once.
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
            assert_eq!(world.traslado(&run).code, 0, "call {n}");
        });
        assert_eq!(code, 0, "call {n}");
        assert_eq!(world.night(THIRD)["outcome"], "nothing_new", "call {n}");
        assert_eq!((verified(&world)["head"].clone(), world.lines().len()), (3.into(), 6), "call {n}");
    }
    for n in 1..=calls(&run, false) {
        let world = two_nights();
        let code = while_held(&world, n, &run, || {
            damage(&world);
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
        });
        assert!([0, 3, 66].contains(&code), "call {n}: {code}");
        world.night(THIRD);
        assert_eq!((verified(&world)["head"].clone(), world.lines().len()), (3.into(), 6), "call {n}");
        assert_eq!(world.emulator.mails().len(), 3, "call {n}");
    }
}

#[test]
fn a_repair_that_is_killed_is_made_by_the_next() {
    for after in [false, true] {
        for n in 1..=4 {
            let world = two_nights();
            in_ledger(&world, |tab| tab.delete_rows(2, 3).unwrap());
            let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
            let hold = if after { world.emulator.hold_after(when) } else { world.emulator.hold(when) };
            let mut command = world.command();
            command.args(["verify", "--repair"]).stdout(Stdio::null()).stderr(Stdio::null());
            let mut process = command.spawn().unwrap();
            assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
            process.kill().unwrap();
            process.wait().unwrap();
            hold.release();
            std::thread::sleep(Duration::from_millis(30));
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
            clean_night(&world);
            assert_eq!(verified(&world)["repairs"].as_array().unwrap().len(), 1, "call {n}");
        }
    }
}

#[test]
fn the_ledger_says_nothing_of_a_citizen_in_any_output() {
    let world = two_nights();
    in_ledger(&world, |tab| tab.type_rows("H2", &[["canario.secreto@correo.example"]]).unwrap());
    let all = format!("{}{}{}", stops(&world), fails(&world), world.traslado(&["verify", "--repair"]));
    assert!(!all.contains("canario") && !all.contains("Prueba"), "{all}");
    let shown = table(&world.shown(&format!("'{LEDGER}'!A1:N2")));
    assert!(!shown.contains("canario"), "{shown}");
}
