//! Names that people give: titles of tabs and header cells may hold a citizen's name and document. None
//! of them leaves the spreadsheet, in whatever path fails.

use serde_json::json;

use crate::world::{ACCOUNT, AS_OF, HEADER, NEXT, Run, World, complete};

/// What stands in every name that people give.
const CANARY: &str = "Ana Canaria CC 1.999.777.001";

/// Runs every command that reads the file, and gives all that they said, with all that was mailed.
fn all_said(world: &World) -> String {
    let mut said = String::new();
    for arguments in [
        &["check"][..],
        &["check", "--json"],
        &["plan", "--as-of", NEXT],
        &["plan", "--as-of", NEXT, "--json"],
        &["run", "--as-of", NEXT],
        &["run", "--as-of", NEXT, "--json"],
        &["verify"],
        &["verify", "--json"],
        &["find", "CE-2026-00001"],
        &["find", "CE-2026-00001", "--json"],
        &["report", "2026-03"],
        &["report", "2026-03", "--csv"],
        &["archive", "--yes", "--older-than", "1"],
        &["annul", "CE-2026-00002", "--reason", "Prueba"],
        &["init"],
        &["init", "--yes"],
    ] {
        let mut command = world.command();
        let run = Run::of(command.args(arguments).env("TRASLADO_LOG", "debug"));
        assert_ne!(run.code, 1, "{arguments:?}: {run}");
        said.push_str(&run.to_string());
    }
    for mail in world.emulator.mails() {
        said.push_str(&format!("{}\n{}\n{}\n", mail.subject, mail.text, mail.html));
    }
    said
}

fn assert_silent(world: &World, what: &str) -> String {
    let said = all_said(world);
    for part in ["Canaria", "1.999.777.001", "canaria"] {
        let at = said.find(part).map(|at| said[at.saturating_sub(300)..(at + 80).min(said.len())].to_owned());
        assert!(at.is_none(), "{what}: {at:?}");
    }
    said
}

fn rename(world: &World, tab: &str, title: &str) {
    world.emulator.with(|state| state.sheet_mut(&world.id, tab).unwrap().rename(title).unwrap());
}

#[test]
fn a_renamed_staff_tab_is_named_by_its_place() {
    let world = World::adopted(&[complete(1), complete(2)]);
    world.night(AS_OF);
    rename(&world, "CE-F05", CANARY);
    let said = assert_silent(&world, "with the service's columns");
    assert!(said.contains("tab 1 (https://docs.google.com/spreadsheets/d/"), "{said}");

    // Without them nobody knows which tab it is.
    let world = World::with(&[complete(1)]);
    rename(&world, "CE-F05", CANARY);
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(run.code, 65, "{run}");
    assert!(run.stderr.contains("has no tab \"CE-F05\"; it has tab 1 (https://"), "{run}");
    assert_silent(&world, "without the service's columns");
}

#[test]
fn a_renamed_hand_off_tab_is_named_by_its_number() {
    let world = World::adopted(&[complete(1), complete(2)]);
    world.night(AS_OF);
    // The next notice lists it, for it is not known whether the first one arrived.
    let lookup = json!({"dataFilters": [{"developerMetadataLookup": {"metadataKey": "traslado.notice"}}],
        "developerMetadata": {"metadataValue": "x"}, "fields": "metadataValue"});
    world
        .emulator
        .with(|state| state.batch(&world.id, ACCOUNT, &[json!({"updateDeveloperMetadata": lookup})]))
        .unwrap();
    rename(&world, &format!("Traslado {AS_OF}"), &format!("Traslado {AS_OF} {CANARY}"));
    world.type_at("A4", &[complete(3)]);
    let said = assert_silent(&world, "a hand-off's tab");
    assert!(said.contains("Traslado n.º 1"), "the mail names it by its number");

    // Its hidden column is damaged as well.
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, &format!("Traslado {AS_OF} {CANARY}")).unwrap();
        tab.type_rows("Y5", &[["x"]]).unwrap();
    });
    assert_silent(&world, "a damaged hand-off's tab");
}

#[test]
fn header_cells_are_named_by_their_address() {
    let similar = format!("Objeto de la peticion {CANARY}");
    let two = format!("Fecha del reporte ({CANARY})");
    for (cell, header) in [("K1", similar.as_str()), ("M1", CANARY), ("B1", two.as_str())] {
        let world = World::empty();
        world.type_at("A1", &[HEADER]);
        world.type_at("A2", &[complete(1)]);
        world.type_at(cell, &[[header]]);
        assert_silent(&world, header);
    }

    // The same field twice, and a header row that is none.
    for twice in [true, false] {
        let world = World::empty();
        if twice {
            world.type_at("A1", &[HEADER]);
            world.type_at("M1", &[["Objeto de la petición"]]);
        } else {
            world.type_at("A1", &[[CANARY; 12]]);
        }
        rename(&world, "CE-F05", CANARY);
        let config = world.config().replace("[sheet]\n", &format!("[sheet]\ntab = \"{CANARY}\"\n"));
        world.configure(&config);
        assert_silent(&world, "headers that are refused");
    }
}
