//! An older version of the file, a copy of it, and what the host has seen: which is the ledger's,
//! and who says so.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use google_emulator::{Fault, FaultAction, Match, Switches};
use serde_json::{Value, json};

use crate::ledger::{THIRD, clean_night, fails, repaired, stops, two_nights, verified};
use crate::world::{ACCOUNT, AS_OF, NEXT, World, complete, snapshot};

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
    for metadata_stays in [false, true] {
        let world = two_nights();
        restoring_keeps_metadata(&world, metadata_stays);
        let new = world.emulator.with(|state| state.versions(&world.id));
        restore_the_first_night(&world);
        let said = format!("{}{}", stops(&world), fails(&world));
        if !metadata_stays {
            snapshot!("restored", said);
        }
        assert!(world.emulator.with(|state| state.restore_version(&world.id, new)));
        clean_night(&world);
    }
}

/// Lets a restored version keep the spreadsheet's metadata as it is now, or not: nobody says what Google does.
fn restoring_keeps_metadata(world: &World, restored_versions_keep_metadata: bool) {
    let switches = Switches { restored_versions_keep_metadata, ..Switches::default() };
    world.emulator.with(|state| state.switches = switches);
}

#[test]
fn a_notice_that_announced_more_than_stands_is_cut_back_and_the_next_night_is_announced() {
    let world = World::adopted(&[complete(0), complete(1), complete(2)]);
    let refused = FaultAction::google(403, "PERMISSION_DENIED", "Mail service not enabled");
    let run = world.night_with(AS_OF, Fault::before(Match::path("/drafts"), refused));
    assert_eq!(run.code, 3, "{run}");
    world.type_at("A5", &[complete(3), complete(4)]);
    world.night(NEXT);
    assert_eq!(world.emulator.mails().len(), 1, "one notice for both");
    restoring_keeps_metadata(&world, true);
    restore_the_first_night(&world);
    world.type_at("A5", &[complete(3), complete(4)]);
    assert!(stops(&world).contains("the ledger ends at hand-off 1 of"));
    repaired(&world);
    let night = world.night(THIRD);
    assert_eq!((&night["seq"], &night["notice"]), (&2.into(), &"sent".into()), "{night}");
    assert_eq!(world.emulator.mails().len(), 2);
    assert!(world.emulator.mails()[1].text.contains("Traslado 2026-03-12"));
    assert!(!world.emulator.mails()[1].text.contains("Traslado 2026-03-10"), "that one was announced");
    assert_eq!(verified(&world)["head"], 2);
}

#[test]
fn a_restored_old_version_is_taken_as_it_stands_when_the_operator_says_so() {
    // Whether the restored file still has the metadata that was made since, nobody says.
    for metadata_stays in [false, true] {
        let world = two_nights();
        restoring_keeps_metadata(&world, metadata_stays);
        restore_the_first_night(&world);
        if metadata_stays {
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
        let verified = verified(&world);
        assert_eq!((&verified["head"], &verified["witness"]), (&2.into(), &2.into()), "{verified}");
        assert_eq!(verified["repairs"].as_array().unwrap().len(), 1);
    }
}

/// Makes a copy of the file as a person does (File, Make a copy), and names it in the configuration.
pub(crate) fn copy(world: &World) -> String {
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
        let verification = fails(&world);
        said.push_str(&format!("# metadata: {copies_keep_metadata}\n{}{verification}", stops(&world)));
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
    assert!(text.starts_with("1 2 ") && text.trim_end().ends_with(" 0 2026-03-11"), "{text}");
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
