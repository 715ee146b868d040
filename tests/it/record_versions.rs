//! Records of another version of the program, or of none: refused or said, with the way out, never guessed.

use std::fs;

use serde_json::{Value, json};

use crate::ledger::{batch, repaired, two_nights, verified};
use crate::world::{AS_OF, NEXT, Run, World, complete};

const THIRD: &str = "2026-03-12";

/// Gives the records of a key another mark, or takes it away, and answers how many there are.
fn mark(world: &World, key: &str, mark: &str) -> usize {
    let records: Vec<Value> = world
        .emulator
        .with(|state| state.developer_metadata(&world.id))
        .into_iter()
        .filter(|entry| entry["metadataKey"] == key)
        .collect();
    for record in &records {
        let value = record["metadataValue"].as_str().unwrap();
        let record_alone =
            value.strip_prefix("1:").unwrap_or_else(|| panic!("{key} without a mark: {value}"));
        let request = json!({"updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": record["metadataId"]}}],
            "developerMetadata": {"metadataValue": format!("{mark}{record_alone}")},
            "fields": "metadataValue",
        }});
        batch(world, &[request]);
    }
    records.len()
}

fn night(world: &World, as_of: &str) -> Run {
    world.traslado(&["run", "--as-of", as_of])
}

#[test]
fn a_guard_of_another_version_stops_the_night_and_is_made_again_where_no_other_program_is() {
    for other in ["2:", ""] {
        let world = two_nights();
        assert_eq!(mark(&world, "traslado.guard", other), 2);
        let run = night(&world, THIRD);
        assert_eq!(run.code, 66, "{run}");
        assert!(run.stderr.contains("run the version of the program that wrote it"), "{run}");
        repaired(&world);
        assert_eq!(night(&world, THIRD).code, 0);
        verified(&world);
    }
}

#[test]
fn the_record_of_the_ledgers_file_is_never_guessed() {
    for other in ["2:", ""] {
        let world = two_nights();
        assert_eq!(mark(&world, "traslado.origin", other), 1);
        let start = world.emulator.mutations().len();
        for arguments in
            [&["run", "--as-of", THIRD][..], &["verify"], &["verify", "--repair"], &["init", "--yes"]]
        {
            let run = world.traslado(arguments);
            assert_eq!((run.code, world.mutations_since(start).len()), (66, 0), "{run}");
            assert!(run.stderr.contains("which says for which file the ledger was made"), "{run}");
            assert!(run.stderr.contains("run the version of the program that wrote it"), "{run}");
        }
    }
}

#[test]
fn a_notice_of_another_version_counts_as_one_that_nobody_can_confirm() {
    let world = two_nights();
    assert!(mark(&world, "traslado.notice", "2:") > 2);
    let mails = world.emulator.mails().len();
    world.type_at("A7", &[complete(9)]);
    let run = night(&world, THIRD);
    assert_eq!(world.lines().len(), 6, "{run}");
    assert!(world.emulator.mails().len() <= mails + 1, "nobody is told twice: {run}");
    let mail = world.emulator.mails().pop().unwrap();
    assert!(mail.text.contains("No se pudo confirmar"), "{}", mail.text);
}

#[test]
fn a_tag_of_another_version_is_named_and_nothing_is_written_there_until_init_tags_it_anew() {
    let world = World::adopted(&[complete(1), complete(2)]);
    world.night(AS_OF);
    let before = world.shown("CE-F05!M1:P3");
    let request = json!({"updateDeveloperMetadata": {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "traslado.state"}}],
        "developerMetadata": {"metadataValue": "2"},
        "fields": "metadataValue",
    }});
    batch(&world, &[request]);
    world.type_at("A4", &[complete(3)]);
    let run = night(&world, NEXT);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("column N was tagged by another version of the program"), "{run}");
    assert_eq!(
        world.shown("CE-F05!N1:N3"),
        before.iter().map(|row| vec![row[1].clone()]).collect::<Vec<_>>()
    );
    assert!(world.shown("CE-F05!N4:N4").concat().concat().is_empty());
    assert!(world.shown("CE-F05!M4:M4")[0][0].starts_with("CE-"));

    let init = world.traslado(&["init", "--yes"]);
    assert!(init.code == 0 && init.stdout.contains("To take for the service's: column N"), "{init}");
    let run = night(&world, THIRD);
    assert_eq!((run.code, run.stderr.contains("another version")), (0, false), "{run}");
    assert_eq!(world.shown("CE-F05!N4:N4")[0][0], "Trasladado como PQR el 11/03/2026");
}

#[test]
fn a_decision_of_another_version_counts_for_nothing_and_is_named() {
    let world = two_nights();
    let cell = format!("'Traslado {AS_OF}'!G5");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["otro texto"]])).unwrap();
    let named = world.traslado(&["verify", "--json"]).json();
    let accept = named["delivered"]["changed"][0]["accept"].as_str().unwrap().to_owned();
    assert_eq!(world.traslado(&["verify", "--accept", &accept, "--reason", "Prueba"]).code, 0);

    let rows = world.shown("'Registro de noches'!A1:T9");
    assert!(rows.iter().skip(1).all(|row| row[19] == "1") && rows[0][19] == "Versión", "{rows:?}");
    let last = format!("'Registro de noches'!T{}", rows.len());
    world.emulator.with(|state| state.type_rows(&world.id, &last, &[["'2"]])).unwrap();
    let run = world.traslado(&["verify"]);
    assert_eq!(run.code, 3, "{run}");
    let warning = format!("warning: rows {} of the tab \"Registro de noches\"", rows.len());
    assert!(run.stdout.contains(&warning), "{run}");
}

#[test]
fn what_a_host_remembers_in_another_version_is_left_out_and_said() {
    let world = two_nights();
    for (kind, from, to) in [("nights", "\"format\":1", "\"format\":2"), ("nights", "\"format\":1,", "")] {
        let files = fs::read_dir(world.path("state")).unwrap().map(|file| file.unwrap().path());
        let path =
            files.into_iter().find(|path| path.extension().is_some_and(|found| found == kind)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let other = text.replacen(from, to, 1);
        assert_ne!(text, other, "{kind}: {text}");
        fs::write(&path, other).unwrap();
        let run = night(&world, THIRD);
        assert_eq!(run.code, 0, "{run}");
        assert!(run.stderr.contains("nothing that this version writes"), "{run}");
        let run = night(&world, THIRD);
        assert!(!run.stderr.contains("nothing that this version writes"), "it is written anew: {run}");
    }
}

#[test]
fn the_last_hand_off_seen_in_another_version_is_made_anew_by_a_night_that_ends_with_3() {
    let world = two_nights();
    let files = fs::read_dir(world.path("state")).unwrap().map(|file| file.unwrap().path());
    let path = files.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "seen")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("1 ", "2 ", 1)).unwrap();
    let run = night(&world, THIRD);
    assert_eq!(run.code, 3, "{run}");
    assert!(run.stderr.contains("what this host has seen of the spreadsheet could not be read"), "{run}");
    let run = night(&world, THIRD);
    assert_eq!(run.code, 0, "{run}");
    assert!(!run.stderr.contains("could not be read"), "it is written anew: {run}");
}

#[test]
fn every_record_in_the_metadata_bears_its_mark() {
    let world = two_nights();
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let ours =
        metadata.iter().filter(|entry| entry["metadataKey"].as_str().unwrap().starts_with("traslado."));
    let values: Vec<&str> = ours.map(|entry| entry["metadataValue"].as_str().unwrap_or_default()).collect();
    assert!(values.len() > 6, "{values:?}");
    assert!(values.iter().all(|value| *value == "1" || value.starts_with("1:")), "{values:?}");
}
