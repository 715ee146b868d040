//! A month in figures: on a terminal, as CSV and as JSON, and nothing in it that somebody typed freely.

use serde_json::{Value, json};

use crate::archive::clerk_types;
use crate::world::{ACCOUNT, AS_OF, NEXT, Row, Run, World, complete, snapshot};

/// The morning on which the month before is looked at: Wednesday, 1 April 2026, 03:10 in Colombia.
const CUT_OFF: &str = "2026-04-01T08:10:00Z";
/// Texts of people that no figure may print.
const CANARIES: [&str; 4] = ["Canaria", "CANARIO", "300 000 0099", "canaria@correo.example"];

/// Four reports of two nights in March, answered as clerks type it, with a canary in every cell that is free.
fn world() -> World {
    let mut rows: Vec<Row> = (0..3).map(complete).collect();
    rows[0][3] = "Canaria en la emisora".to_owned();
    rows[1][5] = "Canaria Inventada".to_owned();
    rows[1][6] = String::new();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world.type_at("A5", &[complete(3)]);
    world.night(NEXT);

    let typed = [
        ["2026-ES-1", "Respondido", "20/03/2026", "CANARIO", "canaria@correo.example"],
        ["-7", "Requerido", "31/03/2026", "Canaria", "300 000 0099"],
        ["Canaria 300 000 0099", "=CANARIO", "CANARIO", "Canaria", "300 000 0099"],
    ];
    // People take drop-downs off.
    let tab = world.emulator.with(|state| state.tabs(&world.id)).into_iter();
    let tab = tab.filter(|(_, title)| title.starts_with("Traslado")).map(|(sheet, _)| sheet);
    let anything_goes: Vec<Value> =
        tab.map(|sheet| json!({"setDataValidation": {"range": {"sheetId": sheet}}})).collect();
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &anything_goes)).unwrap();

    // The table is in the order of its steps: each report's line is found by its ID.
    let lines = world.shown(&format!("'Traslado {AS_OF}'!A5:A7"));
    for (number, typed) in (1..).zip(typed) {
        let id = format!("CE-2026-0000{number}");
        let row = 5 + lines.iter().position(|line| line[0] == id).unwrap();
        clerk_types(&world, &format!("'Traslado {AS_OF}'!H{row}"), &[typed]).unwrap();
    }
    world
}

/// Runs `report` on the morning after the month.
fn report(world: &World, arguments: &[&str]) -> Run {
    let mut command = world.command();
    let run = Run::of(command.arg("report").args(arguments).env("TRASLADO_NOW", CUT_OFF));
    for canary in CANARIES {
        assert!(!run.to_string().contains(canary), "{canary}: {run}");
    }
    run
}

#[test]
fn a_month_adds_up_on_a_terminal_and_is_a_line_a_report_in_csv() {
    let world = world();
    let before = world.emulator.mutations().len();
    let totals = report(&world, &[]);
    assert_eq!(totals.code, 0, "{totals}");
    let csv = report(&world, &["2026-03", "--csv"]);
    assert_eq!(csv.code, 0, "{csv}");
    snapshot!("report", format!("{}\n{}", totals.stdout, csv.stdout));
    assert_eq!(world.mutations_since(before).len(), 0, "it only reads");

    assert_eq!(report(&world, &["marzo 2026"]).stdout, totals.stdout);
    assert_eq!(report(&world, &["2026-03-01..2026-03-31"]).stdout, totals.stdout);
    let headers = csv.stdout.lines().next();
    let none = report(&world, &["2026-02", "--csv"]);
    assert_eq!((none.code, none.stdout.lines().next(), none.stdout.lines().count()), (0, headers, 1));
    let one = report(&world, &[NEXT, "--csv"]);
    assert_eq!(one.stdout.lines().count(), 2, "{one}");
    for (wrong, said) in [
        (&["2026-13"][..], "must be a day such as 2026-11-28 or 28/11/2026, a month such as 2026-11"),
        (&["2026-04..2026-03"], "the range ends before it begins"),
        (&["--csv", "--json"], "cannot be used with"),
    ] {
        let refused = report(&world, wrong);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{refused}");
    }
}

#[test]
fn json_says_the_same_as_the_lines() {
    let world = world();
    let object = report(&world, &["--json"]).json();
    assert_eq!((&object["from"], &object["to"]), (&"2026-03-01".into(), &"2026-03-31".into()));
    assert_eq!(object["cut_off"], CUT_OFF);
    assert_eq!(object["note"], "Borrador para revisión: no es el reporte SUI.");
    let reports = object["reports"].as_array().unwrap();
    assert_eq!((reports.len(), &object["totals"]["reports"]), (4, &4.into()));
    for words in object["totals"]["by"].as_object().unwrap().values() {
        let sum: u64 = words.as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(sum, 4, "{words}");
    }
    let keys = ["radicado", "state", "answered", "punctuality", "network"];
    let said = |report: usize| keys.map(|key| reports[report][key].as_str().unwrap_or("null"));
    assert_eq!(said(0), ["2026-ES-1", "Respondido", "2026-03-20", "in_time", "otro"]);
    assert_eq!(said(1), ["-7", "Requerido", "null", "overdue", "Facebook"]);
    assert_eq!(said(2), ["revisar", "otro", "null", "overdue", "Facebook"]);
}

#[test]
fn what_was_annulled_is_a_line_and_counts_for_nothing() {
    let world = world();
    let annul = ["annul", "CE-2026-00001", "--reason", "Era una prueba"];
    assert_eq!(world.traslado(&annul).code, 0);
    let object = report(&world, &["--json"]).json();
    assert_eq!((&object["totals"]["reports"], &object["totals"]["annulled"]), (&3.into(), &1.into()));
    assert_eq!(object["due"]["in_time"], 0);
    assert_eq!(object["reports"][0]["punctuality"], "annulled");
    assert_eq!(object["reports"][0]["class"], "ANULADA");
}
