//! Rows dated before the start: those of the first night stay, and one that appears later is handed over
//! whatever its date.

use google_emulator::{Fault, FaultAction, Match};
use serde_json::{Value, json};

use crate::ledger::{THIRD, batch, verified};
use crate::restored::copy;
use crate::world::{ALERTS, AS_OF, HEADER, NEXT, Row, Run, World, complete, table};

const FOURTH: &str = "2026-03-13";
const FIFTH: &str = "2026-03-14";
const TAB: &str = "Filas anteriores";
/// The columns of the staff tab, by index.
const DATE: usize = 1;

fn dated(n: u32, date: &str) -> Row {
    let mut row = complete(n);
    row[DATE] = date.into();
    row
}

/// Reports of February, before the start.
fn february(numbers: std::ops::Range<u32>) -> Vec<Row> {
    numbers.map(|n| dated(n, &format!("{:02}/02/2026", 1 + n % 20))).collect()
}

fn run(world: &World, as_of: &str, more: &[&str]) -> Run {
    world.traslado(&[&["run", "--as-of", as_of, "--json"], more].concat())
}

/// The counts of a night that ends so.
fn counts(world: &World, as_of: &str, code: i32) -> (Run, Value) {
    let run = run(world, as_of, &[]);
    assert_eq!(run.code, code, "{run}");
    let counts = run.json()["counts"].clone();
    (run, counts)
}

/// Some of the counts: before the start, handed over as PQR, amended, known, withheld.
fn parts(counts: &Value) -> [u64; 5] {
    ["before_since", "pqr", "amended", "already", "withheld"].map(|count| counts[count].as_u64().unwrap())
}

fn stored(world: &World) -> Option<String> {
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let record = metadata.into_iter().find(|entry| entry["metadataKey"] == "traslado.baseline")?;
    Some(record["metadataValue"].as_str().unwrap().to_owned())
}

fn delete_tab(world: &World) {
    world.emulator.with(|state| state.sheet_mut(&world.id, TAB).unwrap().delete()).unwrap();
}

fn delete_record(world: &World) {
    let lookup = json!({"dataFilter": {"developerMetadataLookup": {"metadataKey": "traslado.baseline"}}});
    batch(world, &[json!({"deleteDeveloperMetadata": lookup})]);
}

/// The first night fails when it hands over, after all that comes before.
fn first_night_that_fails(world: &World) -> Run {
    let when = Match { body_contains: Some("traslado.guard".to_owned()), ..Match::default() };
    let action = FaultAction::google(503, "UNAVAILABLE", "Something is odd.");
    world.emulator.fault(Fault { when, after: false, action, times: 0 });
    let stopped = run(world, AS_OF, &[]);
    assert_eq!((stopped.code, world.lines().len()), (75, 0), "{stopped}");
    world.emulator.clear_faults();
    stopped
}

fn lines_of(world: &World) -> usize {
    world.shown(&format!("'{TAB}'!A1:A9000")).len()
}

/// Whether a request since that point names the tab of the earlier rows.
fn was_read(world: &World, since: usize) -> bool {
    let names_it = |body: &[u8]| String::from_utf8_lossy(body).contains("19006000");
    world.calls()[since..]
        .iter()
        .any(|call| call.path.contains("batchGetByDataFilter") && names_it(&call.body))
}

/// Three rows before the start and two after it, through the first night.
fn begun() -> World {
    let rows = [february(20..23), vec![complete(1), complete(2)]].concat();
    let world = World::adopted(&rows);
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [3, 2, 0, 0, 0]);
    world
}

#[test]
fn rows_of_the_first_night_stay_and_a_later_one_goes_over_with_the_year_that_was_meant() {
    let world = begun();
    assert_eq!(lines_of(&world), 2 + 3 + 1);
    assert!(world.shown(&format!("'{TAB}'!A1:A9")).iter().all(|line| line[0].chars().count() <= 66));
    let sheets = world.emulator.with(|state| state.spreadsheet(&world.id).unwrap())["sheets"].clone();
    let tab =
        sheets.as_array().unwrap().iter().find(|sheet| sheet["properties"]["title"] == TAB).unwrap().clone();
    assert_eq!(tab["properties"]["hidden"], true, "{tab}");
    assert_eq!(tab["protectedRanges"].as_array().map(Vec::len), Some(1), "{tab}");

    // Nothing new: the tab is not read.
    let before = world.calls().len();
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [3, 0, 0, 2, 0]);
    assert!(!was_read(&world, before));

    // An earlier row is edited, another's date is corrected within February, and a report of this March is
    // typed with the year before.
    world.type_at("F2", &[["Otro Nombre Inventado"]]);
    world.type_at("B3", &[["11/02/2026"]]);
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    let before = world.calls().len();
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [3, 1, 0, 2, 0]);
    assert!(was_read(&world, before));
    let line = world.lines().pop().unwrap();
    assert!(line[ALERTS].contains("fecha anterior al inicio: probablemente 05/03/2026"), "{line:?}");
    let beside = world.shown("CE-F05!M2:O7");
    assert!(beside[5][2].contains("probablemente debía ser 05/03/2026"), "{beside:?}");
    assert_eq!(beside[0].concat(), "", "an edited row of before stays as it was");

    // The year is corrected, and an earlier row gets a date after the start.
    world.type_at("B7", &[["05/03/2026"]]);
    world.type_at("B4", &[["04/03/2026"]]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [2, 1, 1, 2, 0]);
    let (_, last) = counts(&world, FOURTH, 0);
    assert_eq!(parts(&last), [2, 0, 0, 4, 0]);
    assert!(!world.shown("CE-F05!O2:O7").concat().concat().contains("anterior al inicio"));
    verified(&world);
}

#[test]
fn a_row_of_the_first_night_that_is_probably_a_slip_is_named_everywhere_and_goes_once_it_is_corrected() {
    let rows = [complete(1), dated(2, "04/03/2025"), complete(3), dated(4, "20/06/2025")];
    let world = World::adopted(&rows);
    let check = world.traslado(&["check"]);
    assert!(check.code == 0 && check.stdout.contains("rows 3 (2026)"), "{check}");

    let (run, first) = counts(&world, AS_OF, 0);
    assert_eq!(parts(&first), [2, 2, 0, 0, 0]);
    assert!(run.stderr.contains("3 (2026)") && !run.stderr.contains("5 (2026)"), "{run}");
    let beside = world.shown("CE-F05!M2:O5");
    assert_eq!(beside[1][1], "Anterior al inicio: no se traslada");
    assert!(beside[1][2].contains("probablemente debía ser 04/03/2026"), "{beside:?}");
    assert!(beside.get(3).is_none_or(|row| row.concat().is_empty()), "{beside:?}");
    let tab = table(&world.shown(&format!("'Traslado {AS_OF}'!A5:B30")));
    assert!(tab.contains("Fila 3 | Probablemente 04/03/2026") && !tab.contains("Fila 5"), "{tab}");
    let mail = &world.emulator.mails()[0].text;
    assert!(mail.contains("filas: 3 (probablemente 04/03/2026)"), "{mail}");

    // It is said once to the operator, and stays beside the row until somebody corrects it.
    let (run, _) = counts(&world, NEXT, 0);
    assert!(!run.stderr.contains("3 (2026)"), "{run}");
    assert!(world.shown("CE-F05!O3")[0][0].contains("04/03/2026"));
    world.type_at("B3", &[["04/03/2026"]]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [1, 1, 0, 2, 0]);
    assert_eq!(parts(&counts(&world, FOURTH, 0).1), [1, 0, 0, 3, 0]);
}

#[test]
fn more_than_twenty_rows_dated_before_the_start_at_once_are_held_until_they_are_let_through() {
    let world = begun();
    // A book of last year is pasted, and with it a report of today's work.
    let pasted: Vec<Row> = (40..61).map(|n| dated(n, &format!("{:02}/02/2025", 1 + n % 20))).collect();
    world.type_at("A7", &pasted);
    world.type_at("A28", &[complete(3)]);
    for night in [NEXT, THIRD] {
        let (run, counted) = counts(&world, night, 3);
        assert_eq!(counted["withheld"], 21, "{run}");
        assert!(
            run.stderr.contains("held back: 7 to 27;") && run.stderr.contains("--accept-changes"),
            "{run}"
        );
        let beside = world.shown("CE-F05!N7:O27");
        assert!(
            beside.iter().all(|row| row[0].starts_with("Retenido: fecha anterior al inicio")),
            "{beside:?}"
        );
        assert!(beside[0][1].contains("páselas a otra pestaña"), "{beside:?}");
    }
    let tab = table(&world.shown(&format!("'Traslado {NEXT}'!A5:B60")));
    assert!(tab.contains("Fila 7 | Fecha anterior al inicio") && tab.contains("Fila 27 | "), "{tab}");
    let plan = world.traslado(&["plan", "--as-of", THIRD, "--json"]).json();
    let withheld = plan["rows"].as_array().unwrap().iter().filter(|row| row["lane"] == "withheld").count();
    assert_eq!(withheld, 21, "{plan}");
    let check = world.traslado(&["check"]);
    assert!(check.code == 3 && check.stdout.contains("7 to 27"), "{check}");

    let accepted = run(&world, FOURTH, &["--accept-changes"]);
    assert_eq!(accepted.code, 0, "{accepted}");
    assert_eq!(parts(&accepted.json()["counts"]), [3, 21, 0, 3, 0]);
    let alerts = world
        .lines()
        .into_iter()
        .filter(|line| line[ALERTS].contains("fecha anterior al inicio: probablemente"));
    assert_eq!(alerts.count(), 21);
    assert_eq!(parts(&counts(&world, FIFTH, 0).1), [3, 0, 0, 24, 0]);
    verified(&world);
}

#[test]
fn twenty_rows_dated_before_the_start_are_a_nights_work() {
    let world = begun();
    world.type_at("A7", &(40..60).map(|n| dated(n, "05/03/2025")).collect::<Vec<_>>());
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [3, 20, 0, 2, 0]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [3, 0, 0, 22, 0]);
}

#[test]
fn the_first_commit_waits_for_the_record() {
    let rows = [february(20..23), vec![complete(1), complete(2)]].concat();
    for (status, code) in [(500, 75), (400, 75), (403, 77)] {
        let world = World::adopted(&rows);
        let when = Match { body_contains: Some("traslado.baseline".to_owned()), ..Match::default() };
        let canonical = if status == 403 { "PERMISSION_DENIED" } else { "INTERNAL" };
        let action = FaultAction::google(status, canonical, "Something is odd.");
        world.emulator.fault(Fault { when, after: false, action, times: 0 });
        let stopped = run(&world, AS_OF, &[]);
        assert_eq!((stopped.code, world.lines().len()), (code, 0), "{stopped}");
        assert_eq!(world.emulator.mails().len(), 0);
        world.emulator.clear_faults();

        assert_eq!(parts(&counts(&world, AS_OF, 0).1), [3, 2, 0, 0, 0]);
        assert_eq!(parts(&counts(&world, NEXT, 0).1), [3, 0, 0, 2, 0]);
    }
}

#[test]
fn a_night_that_is_killed_between_the_batches_is_finished_by_the_next_and_two_at_once_keep_one_tab() {
    let rows = [february(100..2101), vec![complete(1)]].concat();
    let world = World::adopted(&rows);
    // The first batch makes the tab, the second closes it.
    let second = Match { body_contains: Some("traslado.baseline".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(second);
    let mut command = world.command();
    command
        .args(["run", "--as-of", AS_OF])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    let mut slow = command.spawn().unwrap();
    assert!(hold.wait_until_reached(std::time::Duration::from_secs(120)));
    assert!(world.titles().contains(&TAB.to_owned()) && stored(&world).is_none());

    // Another host is quicker, and deletes what the first has begun.
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [2001, 1, 0, 0, 0]);
    hold.release();
    assert_eq!(slow.wait().unwrap().code(), Some(0));
    assert_eq!(world.titles().iter().filter(|title| title.starts_with(TAB)).collect::<Vec<_>>(), [TAB]);
    assert_eq!((lines_of(&world), world.lines().len()), (2004, 1));

    // One row more is told from the others, whatever batch they stand in.
    world.type_at("A2004", &[dated(5, "05/03/2025")]);
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [2001, 1, 0, 1, 0]);
}

#[test]
fn a_lost_baseline_is_made_anew_and_names_its_rows_once_and_stops_nothing() {
    let change_cell = |world: &World| {
        world
            .emulator
            .with(|state| state.sheet_mut(&world.id, TAB).unwrap().type_rows("A3", &[["x"]]))
            .unwrap();
    };
    let change_record = |value: &'static str| {
        move |world: &World| {
            delete_record(world);
            let create = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1_900_000_003,
                "metadataKey": "traslado.baseline", "metadataValue": value, "visibility": "DOCUMENT",
                "location": {"spreadsheet": true}}}});
            batch(world, &[create]);
        }
    };
    let other_version = change_record("2:1900600000:x");
    let damages: [&dyn Fn(&World); 3] = [&delete_tab, &change_cell, &other_version];

    for damage in damages {
        let world = begun();
        damage(&world);
        world.type_at("A7", &[dated(30, "05/03/2025"), complete(3)]);
        let (run, counted) = counts(&world, NEXT, 3);
        assert_eq!(parts(&counted), [4, 1, 0, 2, 0], "{run}");
        assert!(run.stderr.contains("tonight: 2 to 4, 7;"), "{run}");
        assert!(stored(&world).is_some_and(|record| record.starts_with("1:")));

        let (run, counted) = counts(&world, THIRD, 0);
        assert_eq!(parts(&counted), [4, 0, 0, 3, 0], "{run}");
        // From then on a row is told from those again.
        world.type_at("A9", &[dated(31, "06/03/2025")]);
        assert_eq!(parts(&counts(&world, FOURTH, 0).1), [4, 1, 0, 3, 0]);
        assert_eq!(parts(&counts(&world, FIFTH, 0).1), [4, 0, 0, 4, 0]);
        verified(&world);
    }
}

#[test]
fn a_tab_that_is_deleted_while_no_row_is_new_is_made_again() {
    let world = begun();
    world.emulator.with(|state| state.sheet_mut(&world.id, TAB).unwrap().delete()).unwrap();
    let check = world.traslado(&["check"]);
    assert!(check.stdout.contains("is lost or damaged"), "{check}");
    let (run, _) = counts(&world, NEXT, 0);
    assert!(run.stderr.contains("made anew") && lines_of(&world) == 6, "{run}");
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [3, 1, 0, 2, 0]);
}

#[test]
fn a_copy_of_the_file_carries_the_rows_of_the_first_night() {
    let mut world = begun();
    world.id = copy(&world);
    world.configure(&world.config());
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    world.type_at("F2", &[["Otro Nombre Inventado"]]);
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [3, 1, 0, 2, 0]);
    assert_eq!(parts(&counts(&world, FOURTH, 0).1), [3, 0, 0, 3, 0]);
}

#[test]
fn a_later_start_changes_nothing_of_what_is_known_and_an_earlier_one_hands_over() {
    let world = begun();
    world.reconfigure("since = \"2026-03-01\"", "since = \"2026-03-08\"");
    world.type_at("A7", &[dated(30, "05/03/2026")]);
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [3, 1, 0, 2, 0]);
    let line = world.lines().pop().unwrap();
    assert!(
        line[ALERTS].contains("fecha anterior al inicio") && !line[ALERTS].contains("probablemente"),
        "{line:?}"
    );
    world.reconfigure("since = \"2026-03-01\"", "since = \"2026-02-02\"");
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [1, 2, 0, 3, 0]);
    assert_eq!(parts(&counts(&world, FOURTH, 0).1), [1, 0, 0, 5, 0]);
}

#[test]
fn a_text_that_appears_above_the_header_row_is_a_row_like_any_other() {
    let world = World::empty();
    world.type_at("A1", &[["REGISTRO DE REPORTES"]]);
    world.type_at("A2", &[["=TODAY()"]]);
    world.type_at("A4", &[HEADER]);
    world.type_at("A5", &[complete(1)]);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let (_, first) = counts(&world, AS_OF, 0);
    assert_eq!((&first["rows"], &first["pqr"]), (&1.into(), &1.into()));

    world.type_at("K3", &[["sin agua en la calle 22 con carrera 5"]]);
    let (_, second) = counts(&world, NEXT, 0);
    assert_eq!((&second["rows"], &second["incomplete"]), (&2.into(), &1.into()), "{second}");
    let (_, third) = counts(&world, THIRD, 0);
    assert_eq!((&third["rows"], &third["already"]), (&2.into(), &2.into()), "{third}");

    // Somebody moves it below the header row, where it belongs.
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().clear("A3:P3")).unwrap();
    world.type_at("K6", &[["sin agua en la calle 22 con carrera 5"]]);
    let (_, fourth) = counts(&world, FOURTH, 0);
    assert_eq!((&fourth["rows"], &fourth["already"]), (&2.into(), &2.into()), "{fourth}");
}

#[test]
fn what_was_taken_in_is_named_until_a_night_has_said_it_and_then_no_more() {
    let world = World::empty();
    world.type_at("A1", &[["REGISTRO DE REPORTES"]]);
    world.type_at("A4", &[HEADER]);
    world.type_at("A5", &[dated(20, "10/02/2026"), complete(1)]);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [1, 1, 0, 0, 0]);
    delete_tab(&world);
    world.type_at("A7", &[dated(30, "05/03/2025"), complete(3)]);
    world.type_at("K3", &[["sin agua en la calle 22 con carrera 5"]]);

    // The night that makes it anew hands nothing over and ends early.
    let when = Match { body_contains: Some("traslado.guard".to_owned()), ..Match::default() };
    let action = FaultAction::google(503, "UNAVAILABLE", "Something is odd.");
    let stopped = world.night_with(NEXT, Fault { when, after: false, action, times: 0 });
    assert_eq!(stopped.code, 75, "{stopped}");
    let named = "5, 7, and as titles above the header row 1, 3";
    assert!(stopped.stderr.contains(&format!("the rows of tonight: {named}")), "{stopped}");
    assert!(stored(&world).unwrap().ends_with(":sin decir"));
    let check = world.traslado(&["check"]);
    assert!(check.stdout.contains("its rows are not named yet"), "{check}");

    let (run, counted) = counts(&world, THIRD, 3);
    assert_eq!(parts(&counted), [2, 1, 0, 1, 0], "{run}");
    assert!(run.stderr.contains(&format!("tonight: {named};")), "{run}");
    assert!(!stored(&world).unwrap().contains("sin decir"));
    let (run, _) = counts(&world, FOURTH, 0);
    assert!(!run.stderr.contains("made anew"), "{run}");
}

#[test]
fn one_answer_that_comes_short_does_not_make_the_earlier_rows_a_lost_list() {
    let world = begun();
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    let when = || Match {
        path_contains: Some("batchGetByDataFilter".to_owned()),
        body_contains: Some("19006000".to_owned()),
        ..Match::default()
    };
    let fault = |times| Fault { when: when(), after: true, action: FaultAction::Shorten, times };
    let short = world.night_with(NEXT, fault(2));
    assert_eq!(short.code, 0, "{short}");
    assert_eq!(parts(&short.json()["counts"]), [3, 1, 0, 2, 0]);

    world.type_at("A8", &[dated(31, "06/03/2025")]);
    let lost = world.night_with(THIRD, fault(0));
    assert!(lost.code == 3 && lost.stderr.contains("tonight: 2 to 4, 8;"), "{lost}");
}

#[test]
fn a_start_that_is_corrected_before_anything_went_over_decides_the_first_night_anew() {
    let rows = [february(20..23), vec![dated(1, "02/03/2026"), dated(2, "09/03/2026")]].concat();
    let world = World::adopted(&rows);
    let _ = first_night_that_fails(&world);
    assert_eq!(lines_of(&world), 2 + 3 + 1);
    world.reconfigure("since = \"2026-03-01\"", "since = \"2026-03-08\"");
    let (run, first) = counts(&world, AS_OF, 0);
    assert_eq!(parts(&first), [4, 1, 0, 0, 0], "{run}");
    assert!(!run.stderr.contains("made anew"), "{run}");
    assert_eq!(lines_of(&world), 2 + 4 + 1);

    world.type_at("A7", &[dated(30, "05/03/2025")]);
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [4, 1, 0, 1, 0]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [4, 0, 0, 2, 0]);
}

#[test]
fn before_the_start_every_night_is_the_one_before_the_first() {
    let world = World::adopted(&[dated(1, "05/03/2026"), dated(2, "06/03/2026")]);
    world.reconfigure("since = \"2026-03-01\"", "since = \"2026-03-12\"");
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [2, 0, 0, 0, 0]);
    let start = world.calls().len();
    assert_eq!(parts(&counts(&world, AS_OF, 0).1), [2, 0, 0, 0, 0]);
    let is_record = |body: &[u8]| String::from_utf8_lossy(body).contains("createDeveloperMetadata");
    assert!(!world.calls()[start..].iter().any(|call| is_record(&call.body)), "nothing new is written");
    world.type_at("A4", &[dated(3, "10/03/2026")]);
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [3, 0, 0, 0, 0]);
    world.type_at("A5", &[dated(4, "11/03/2026")]);
    let (run, third) = counts(&world, THIRD, 0);
    assert_eq!(parts(&third), [4, 0, 0, 0, 0], "{run}");
    assert!(!run.stderr.contains("made anew"), "{run}");

    // The start has come.
    world.type_at("A6", &[dated(5, "12/03/2026"), dated(6, "07/03/2025")]);
    assert_eq!(parts(&counts(&world, FOURTH, 0).1), [4, 2, 0, 0, 0]);
    assert_eq!(parts(&counts(&world, FIFTH, 0).1), [4, 0, 0, 2, 0]);

    let world = World::adopted(&[complete(1)]);
    world.reconfigure("since = \"2026-03-01\"", "since = \"2199-01-01\"");
    let check = world.traslado(&["check"]);
    assert!(
        check.code == 0 && check.stdout.contains("handoff.since, 2199-01-01, is still to come"),
        "{check}"
    );
}

#[test]
fn a_first_night_that_is_retried_after_a_failure_names_the_slips_all_the_same() {
    let world = World::adopted(&[complete(1), dated(2, "04/03/2025"), complete(3)]);
    let _ = first_night_that_fails(&world);
    let (run, first) = counts(&world, AS_OF, 0);
    assert_eq!(parts(&first), [1, 2, 0, 0, 0]);
    assert!(run.stderr.contains("3 (2026)"), "{run}");
    let tab = table(&world.shown(&format!("'Traslado {AS_OF}'!A5:B30")));
    assert!(tab.contains("Fila 3 | Probablemente 04/03/2026"), "{tab}");
    let (run, _) = counts(&world, NEXT, 0);
    assert!(!run.stderr.contains("3 (2026)"), "{run}");
}

#[test]
fn a_file_without_its_metadata_takes_the_earlier_rows_from_the_one_whole_tab() {
    let world = begun();
    delete_record(&world);
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    let (run, counted) = counts(&world, NEXT, 0);
    assert_eq!(parts(&counted), [3, 1, 0, 2, 0], "{run}");
    assert!(!run.stderr.contains("made anew"), "{run}");
    assert!(stored(&world).is_some_and(|record| record.starts_with("1:1900600000:2026-03-10:2026-03-01:3:")));

    // Of two whole ones nobody can say which is the file's.
    let source = world.emulator.with(|state| state.sheet_mut(&world.id, TAB).unwrap().sheet_id());
    batch(
        &world,
        &[json!({"duplicateSheet": {"sourceSheetId": source, "insertSheetIndex": 1,
        "newSheetId": 1_900_600_007, "newSheetName": "Otra"}})],
    );
    delete_record(&world);
    world.type_at("A8", &[dated(31, "06/03/2025")]);
    let (run, counted) = counts(&world, THIRD, 3);
    assert_eq!(parts(&counted), [4, 0, 0, 3, 0], "{run}");
    assert!(run.stderr.contains("tonight: 2 to 4, 8;"), "{run}");
    assert_eq!(parts(&counts(&world, FOURTH, 0).1), [4, 0, 0, 3, 0]);
}

#[test]
fn an_annulment_tells_the_rows_as_a_night_does() {
    let world = begun();
    world.type_at("A7", &[dated(30, "05/03/2025")]);
    let id = world.shown("CE-F05!M5")[0][0].clone();
    for arguments in
        [["annul", id.as_str(), "--reason", "Prueba"], ["annul", "--undo=2", "--reason", "Prueba"]]
    {
        let run = world.traslado(&arguments);
        assert_eq!(run.code, 0, "{run}");
        let beside = world.shown("CE-F05!M7:O7").concat().concat();
        assert!(!beside.contains("Anterior al inicio"), "it is none of them: {beside}");
    }
}

#[test]
fn an_empty_first_night_is_the_first_night() {
    let world = World::adopted(&[]);
    let (_, first) = counts(&world, AS_OF, 0);
    assert_eq!(parts(&first), [0; 5]);
    assert!(stored(&world).is_some());
    world.type_at("A2", &[dated(30, "05/03/2025"), complete(1)]);
    assert_eq!(parts(&counts(&world, NEXT, 0).1), [0, 2, 0, 0, 0]);
    assert_eq!(parts(&counts(&world, THIRD, 0).1), [0, 0, 0, 2, 0]);
}

#[test]
fn a_service_that_has_begun_goes_on_where_others_are_quicker_with_the_earlier_rows() {
    let world = begun();
    delete_tab(&world);
    world.type_at("A7", &[complete(3)]);
    let when = Match { body_contains: Some("traslado.baseline".to_owned()), ..Match::default() };
    let message =
        "Invalid requests[2].createDeveloperMetadata: Developer metadata with that ID already exists.";
    let action = FaultAction::google(400, "INVALID_ARGUMENT", message);
    let run = world.night_with(NEXT, Fault { when, after: false, action, times: 0 });
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(parts(&run.json()["counts"]), [3, 1, 0, 2, 0]);
    assert!(run.stderr.contains("the next night looks again"), "{run}");
}
