//! `init` without a spreadsheet: a new CE-F05 in the account's Drive.

use std::ops::Add as _;

use google_emulator::{Fault, FaultAction, Match, Role};
use serde_json::Value;

use crate::init::answering;
use crate::world::{ACCOUNT, AS_OF, CLERKS, Run, World, complete, snapshot, table};

/// An account without a spreadsheet, and a configuration that names none.
pub(crate) fn without() -> World {
    let world = World::empty();
    unnamed(&world, "");
    world.emulator.with(|state| state.delete_file(&world.id));
    world
}

/// The configuration without a spreadsheet and with something more.
pub(crate) fn unnamed(world: &World, more: &str) {
    let line = format!("spreadsheet_id = \"{}\"\n", world.id);
    world.configure(&patient(world).replace(&line, "").add(more));
}

/// The usual configuration with time for the formats of a whole form, which the emulator applies cell by
/// cell.
pub(crate) fn patient(world: &World) -> String {
    world.config().replace("timeout_seconds = 20", "timeout_seconds = 120")
}

/// The id that a run printed for the configuration.
pub(crate) fn printed(run: &Run) -> String {
    let mut lines = run.stdout.lines();
    let line = lines.find_map(|line| line.strip_prefix("spreadsheet_id = \"")?.strip_suffix('"'));
    line.unwrap_or_else(|| panic!("{run}")).to_owned()
}

/// The output without the year of the test.
fn steady(run: &Run) -> String {
    const TITLE: &str = "CE-F05 Reportes de redes sociales ";
    let text = run.to_string();
    let mut parts = text.split(TITLE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, piece| text + TITLE + "[year]" + &piece[4..])
}

fn files(world: &World) -> usize {
    world.emulator.with(|state| state.spreadsheets()).len()
}

fn spreadsheet(world: &World, id: &str) -> Value {
    world.emulator.with(|state| state.spreadsheet(id)).unwrap()
}

fn role(world: &World, id: &str, address: &str) -> Option<Role> {
    world.emulator.with(|state| state.role(id, address))
}

#[test]
fn it_says_what_it_will_make_asks_makes_it_whole_and_shares_it_as_configured() {
    let mut world = without();
    unnamed(
        &world,
        "[access]\nallowed = [\"atencion@essmar.example\", \"auditoria@essmar.example\", \"otra.example\"]\n",
    );
    let no = answering(&world, &[], "n\n");
    assert_eq!((no.code, files(&world)), (3, 0), "{no}");
    let yes = answering(&world, &[], "y\n");
    assert_eq!((yes.code, files(&world)), (0, 1), "{yes}");
    let again = world.traslado(&["init", "--yes"]);
    assert_eq!((again.code, files(&world)), (0, 1), "{again}");
    assert_eq!(printed(&again), printed(&yes));
    snapshot!("init_new", format!("{}\n{}\n{}", steady(&no), steady(&yes), steady(&again)));

    world.id = printed(&yes);
    assert_eq!(role(&world, &world.id, ACCOUNT), Some(Role::Owner));
    for address in [CLERKS, "auditoria@essmar.example"] {
        assert_eq!(role(&world, &world.id, address), Some(Role::Writer), "{address}");
    }
    assert_eq!(role(&world, &world.id, "ana@otra.example"), None);
    let book = spreadsheet(&world, &world.id);
    let properties = &book["properties"];
    assert_eq!((&properties["locale"], &properties["timeZone"]), (&"es_CO".into(), &"America/Bogota".into()));
    snapshot!("init_new_tab", described(&world, &book));
}

/// The staff tab column by column: header, width, format and drop-down of the first row below it.
fn described(world: &World, book: &Value) -> String {
    let tab = &book["sheets"][0];
    let frozen = &tab["properties"]["gridProperties"]["frozenRowCount"];
    let warns = &tab["protectedRanges"][0]["warningOnly"];
    let mut said = format!("frozen rows: {frozen}; headers warn only: {warns}\n");
    let data = &tab["data"][0];
    for (at, header) in world.shown("CE-F05!A1:AB1")[0].iter().enumerate() {
        let cell = &data["rowData"][1]["values"][at];
        let format = &cell["userEnteredFormat"]["numberFormat"]["pattern"];
        let choices = cell["dataValidation"]["condition"]["values"].as_array().cloned().unwrap_or_default();
        let choices: Vec<&str> =
            choices.iter().filter_map(|value| value["userEnteredValue"].as_str()).collect();
        let width = &data["columnMetadata"][at]["pixelSize"];
        let format = format.as_str().unwrap_or("");
        said.push_str(&format!("{header} | {width} px | {format} | {}\n", choices.join(", ")));
    }
    said
}

#[test]
fn what_staff_type_into_it_keeps_its_zeros_and_signs_and_is_read_back() {
    let mut world = without();
    world.id = printed(&world.traslado(&["init", "--yes"]));
    world.configure(&patient(&world));
    let row = complete(7);
    let typed = [
        "1",
        "09/03/2026",
        "7:05",
        "Facebook",
        "Mensaje",
        "@perfil.7",
        &row[5],
        "CC",
        "0012345678",
        "+57 300 000 0007",
        "",
        &row[9],
        "",
        "00042",
        "Acueducto",
        "Reclamo",
        "=TAPA FALTANTE",
        &row[11],
    ];
    world.type_at("A2", &[typed]);
    let shown = world.shown("CE-F05!A2:R2").remove(0);
    assert_eq!([&shown[1], &shown[2], &shown[8]], ["09/03/2026", "07:05", "0012345678"]);
    assert_eq!([&shown[9], &shown[13], &shown[16]], ["+57 300 000 0007", "00042", "=TAPA FALTANTE"]);
    let night = world.night(AS_OF);
    assert_eq!(night["counts"]["pqr"], 1, "{night}");
    snapshot!("init_new_night", table(&world.lines()));
}

#[test]
fn a_file_that_cannot_be_shared_is_made_all_the_same_and_says_who_is_to_do_it() {
    let world = without();
    world.emulator.with(|state| {
        state.delegate_only(&[
            "https://www.googleapis.com/auth/spreadsheets",
            "https://www.googleapis.com/auth/drive.metadata.readonly",
            "https://www.googleapis.com/auth/gmail.compose",
        ]);
    });
    let undelegated = world.traslado(&["init", "--yes"]);
    let refused = FaultAction::google(403, "PERMISSION_DENIED", "Sharing outside of the domain is off");
    let world = without();
    let sharing = Match { method: Some("POST".to_owned()), ..Match::path("/permissions") };
    world.emulator.fault(Fault { times: 0, ..Fault::before(sharing, refused) });
    let forbidden = world.traslado(&["init", "--yes"]);
    assert_eq!((undelegated.code, forbidden.code), (3, 3), "{undelegated}{forbidden}");
    snapshot!("init_not_shared", format!("{}{}", undelegated.stderr, forbidden.stderr));
    world.emulator.clear_faults();
    let again = world.traslado(&["init", "--yes"]);
    assert_eq!(again.code, 0, "what failed is done by the next one: {again}");
    assert_eq!(role(&world, &printed(&again), CLERKS), Some(Role::Writer));
}

#[test]
fn an_init_killed_at_any_call_is_finished_by_the_next_in_the_same_file() {
    let world = without();
    let before = world.calls().len();
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let calls = world.calls().len() - before;
    assert!(calls >= 7, "{calls}");
    for n in 1..=calls {
        for after in [false, true] {
            let world = without();
            world.killed(&["init", "--yes"], n, after);
            let story = format!("killed {} call {n}", if after { "after" } else { "before" });
            let run = world.traslado(&["init", "--yes"]);
            assert_eq!((run.code, files(&world)), (0, 1), "{story}: {run}");
            let id = printed(&run);
            let book = spreadsheet(&world, &id);
            let headers = book["sheets"][0]["data"][0]["rowData"][0]["values"].as_array().unwrap();
            let named = headers.iter().filter(|cell| cell["formattedValue"].is_string()).count();
            assert_eq!((named, book["sheets"].as_array().unwrap().len()), (28, 2), "{story}");
            assert_eq!(role(&world, &id, CLERKS), Some(Role::Writer), "{story}");
        }
    }
}
