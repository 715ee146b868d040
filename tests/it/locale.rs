//! A file whose locale writes the month first: days and months of typed dates change places without a word.

use serde_json::json;

use crate::world::{ACCOUNT, ALERTS, AS_OF, NEXT, World, complete};

/// The nights after.
const THIRD: &str = "2026-03-12";
const FOURTH: &str = "2026-03-13";

fn set_locale(world: &World, locale: &str) {
    let request =
        json!({"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
}

/// What the cells hold, dates as the serial numbers that they are.
fn cells_of(world: &World) -> String {
    let seen = world.shown("CE-F05!A1:L9");
    let number = |row: usize| world.shown(&format!("CE-F05!B{row}"));
    format!("{} {:?}", seen.len(), (2..9).map(number).collect::<Vec<_>>())
}

fn typed(n: u32, date: &str) -> crate::world::Row {
    let mut row = complete(n);
    row[1] = date.into();
    row
}

#[test]
fn the_first_night_stops_until_the_locale_is_set_and_the_cells_that_fit_both_ways_are_named() {
    let world = World::empty();
    set_locale(&world, "en_US");
    let rows = [typed(1, "05/03/2026"), typed(2, "25/02/2026"), typed(3, "03/03/2026"), typed(4, "3/6/2026")];
    fixtures::type_sheet(&world.emulator, &world.id, &rows);

    let start = world.emulator.mutations().len();
    for command in [&["run", "--as-of", AS_OF][..], &["plan", "--as-of", AS_OF]] {
        let run = world.traslado(command);
        assert_eq!(run.code, 65, "{run}");
        assert!(run.stderr.contains("en_US") && run.stderr.contains("--locale es_CO"), "{run}");
    }
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 65, "{check}");
    assert!(world.mutations_since(start).is_empty());

    // `--yes` alone adopts the file, and only says how its dates are read.
    let run = world.traslado(&["init", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("fitting both ways, so compare them with the messages: B2, B5."), "{run}");
    assert_eq!(world.traslado(&["run", "--as-of", AS_OF]).code, 65);

    let cells = cells_of(&world);
    let run = world.traslado(&["init", "--yes", "--locale", "es_CO"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("B2, B5.") && run.stdout.contains("no cell changes"), "{run}");
    set_locale(&world, "en_US");
    assert_eq!(cells_of(&world), cells, "the cells hold what they held");
    set_locale(&world, "es_CO");

    // What was typed as the third of May waits for that day, until somebody types it again.
    let json = world.night(AS_OF);
    assert_eq!((&json["counts"]["waiting"], &json["counts"]["pqr"]), (&1.into(), &2.into()), "{json}");
    assert_eq!(json["counts"]["before_since"], 1);
    world.type_at("B2", &[["05/03/2026"]]);
    let json = world.night(NEXT);
    assert_eq!((&json["counts"]["waiting"], &json["counts"]["pqr"]), (&0.into(), &1.into()), "{json}");
    let json = world.night(THIRD);
    assert_eq!((&json["counts"]["already"], &json["outcome"]), (&3.into(), &"nothing_new".into()));
    assert!(world.lines().iter().all(|line| !line[ALERTS].contains("cambiados")));
}

#[test]
fn a_running_file_goes_on_and_each_date_that_fits_both_ways_says_so() {
    let world = World::adopted(&[complete(1)]);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 1);

    set_locale(&world, "en_US");
    world.type_at("A3", &[typed(2, "03/05/2026"), typed(3, "03/03/2026")]);
    let run = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert_eq!((run.code, run.json()["counts"]["pqr"].as_u64()), (3, Some(2)), "{run}");
    assert!(run.stderr.contains("en_US") && run.stderr.contains("--locale es_CO"), "{run}");
    let flagged = |line: &&Vec<String>| line[ALERTS].contains("día y mes pueden estar cambiados");
    let lines = world.lines();
    let rows: Vec<_> = lines.iter().filter(flagged).map(|line| line[4].clone()).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    let beside = world.shown("CE-F05!O2:O4");
    assert!(beside[1][0].contains("la fecha existe de las dos maneras"), "{beside:?}");
    assert_eq!(world.traslado(&["check"]).code, 3);

    let run = world.traslado(&["run", "--as-of", THIRD, "--json"]);
    assert_eq!((run.code, run.json()["outcome"].as_str()), (3, Some("nothing_new")), "{run}");
    let run = world.traslado(&["init", "--yes", "--locale", "es_CO"]);
    assert_eq!(run.code, 0, "{run}");
    world.type_at("A5", &[typed(4, "04/03/2026")]);
    let json = world.night(FOURTH);
    assert_eq!((&json["counts"]["pqr"], &json["counts"]["already"]), (&1.into(), &3.into()), "{json}");
    assert!(!world.lines().last().unwrap()[ALERTS].contains("cambiados"));
}
