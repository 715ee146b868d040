//! Later nights: what becomes of what people did to the sheet in between.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use google_emulator::{Fault, FaultAction, Match};

use crate::world::{ACCOUNT, AS_OF, NEXT, Row, World, complete, snapshot, table};

#[test]
fn the_second_night_takes_the_completed_the_corrected_and_the_new_and_nothing_else() {
    let mut rows: Vec<Row> = (0..5).map(complete).collect();
    rows[1][9] = String::new();
    rows[1][8] = "no tiene".to_owned();
    let world = World::adopted(&rows);
    let first = world.night(AS_OF);
    assert_eq!((&first["counts"]["pqr"], &first["counts"]["incomplete"]), (&4.into(), &1.into()));

    // Staff complete one row, correct another, insert one above, sort, and add two below.
    world.type_at("J3", &[["Calle 8 # 3-21"]]);
    world.type_at("L5", &[["El recibo llegó a nombre de otra persona"]]);
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, "CE-F05").unwrap();
        tab.insert_rows(2, 1).unwrap();
        tab.type_rows("A2", &[complete(20)]).unwrap();
        tab.sort("A2:P7", 6, true).unwrap();
        tab.type_rows("A8", &[complete(21), complete(22)]).unwrap();
    });
    let second = world.night(NEXT);
    let counts = &second["counts"];
    assert_eq!((&counts["already"], &counts["pqr"], &counts["amended"]), (&3.into(), &4.into(), &1.into()));
    snapshot!("second_night_tab", table(&world.shown(&format!("'Traslado {NEXT}'!A1:W20"))));
    snapshot!("second_night_beside_the_rows", table(&world.shown("CE-F05!F1:P10")));

    let third = world.night(NEXT);
    assert_eq!(third["outcome"], "nothing_new");
    assert_eq!(world.emulator.mails().len(), 2);
}

#[test]
fn a_second_handoff_on_one_day_gets_the_next_free_title() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    world.type_at("A3", &[complete(2)]);
    assert_eq!(world.night(AS_OF)["tab"], format!("Traslado {AS_OF} (2)"));
    world.type_at("A4", &[complete(3)]);
    assert_eq!(world.night(AS_OF)["tab"], format!("Traslado {AS_OF} (3)"));
}

#[test]
fn a_row_dated_today_waits_for_the_next_night() {
    let mut row = complete(1);
    row[1] = "10/03/2026".to_owned();
    let world = World::adopted(&[row]);
    let first = world.night(AS_OF);
    assert_eq!((&first["outcome"], &first["counts"]["waiting"]), (&"nothing_new".into(), &1.into()));
    assert_eq!(world.shown("CE-F05!N2")[0][0], "En espera: se traslada la próxima noche");
    assert_eq!(world.night(NEXT)["counts"]["pqr"], 1);
}

#[test]
fn renaming_the_tab_moving_columns_and_hiding_rows_change_nothing() {
    let world = World::adopted(&[complete(1), complete(2)]);
    world.night(AS_OF);
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, "CE-F05").unwrap();
        tab.move_columns(13, 2, 1).unwrap();
        tab.hide_rows(2, 1, true).unwrap();
        tab.rename("Reportes marzo").unwrap();
    });
    let start = world.emulator.mutations().len();
    let json = world.night(NEXT);
    assert_eq!((&json["outcome"], &json["counts"]["already"]), (&"nothing_new".into(), &2.into()));
    assert_eq!(world.mutations_since(start).len(), 0);
}

#[test]
fn what_clerks_type_in_their_columns_stays() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    let cell = format!("'Traslado {AS_OF}'!H5");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["R-0042", "Radicado"]])).unwrap();
    world.type_at("L2", &[["Otra razón"]]);
    world.night(NEXT);
    assert_eq!(world.shown(&format!("'Traslado {AS_OF}'!H5:I5"))[0], ["R-0042", "Radicado"]);
}

#[test]
fn several_missed_nights_are_caught_up_in_one_run() {
    let rows: Vec<Row> = (0..8).map(complete).collect();
    let world = World::with(&rows);
    assert_eq!(world.night("2026-03-04")["counts"]["pqr"], 2);
    assert_eq!(world.night("2026-03-20")["counts"]["pqr"], 6);
}

#[test]
fn a_tab_that_could_not_be_dressed_is_dressed_by_the_next_run_and_an_unprotected_one_protected_again() {
    let world = World::with(&[complete(1)]);
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[0].addFilterView: odd");
    let when = Match { body_contains: Some("addFilterView".to_owned()), ..Match::default() };
    let run = world.night_with(AS_OF, Fault::before(when, refused));
    assert_eq!(run.code, 0, "a cosmetic request that Google refuses stops nothing: {run}");
    assert_eq!(world.lines().len(), 1);
    let protections = || {
        let tab = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
        let sheets = tab["sheets"].as_array().unwrap().clone();
        let ours =
            sheets.into_iter().find(|sheet| sheet["properties"]["title"] == format!("Traslado {AS_OF}"));
        ours.unwrap()["protectedRanges"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(protections(), 0);
    world.night(AS_OF);
    assert_eq!(protections(), 1);
    let remove = serde_json::json!({"deleteProtectedRange": {"protectedRangeId": 1_907_000_001}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[remove])).unwrap();
    world.night(AS_OF);
    assert_eq!(protections(), 1);
}

#[test]
fn guards_and_records_that_nothing_needs_any_more_are_pruned_and_the_ledger_still_verifies() {
    let world = World::with(&[]);
    world.reconfigure("2026-03-01", "2025-08-01");
    let first = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
    let hand_over = |n: u32, day: NaiveDate| {
        let mut row = complete(n);
        row[1] = "31/08/2025".to_owned();
        world.type_at(&format!("A{}", n + 2), &[row]);
        assert_eq!(world.night(&day.to_string())["handoffs"][0]["seq"], n + 1);
    };
    for n in 0..62 {
        hand_over(n, first + Days::new(n.into()));
    }
    let numbers = |key: &str, base: i64, per: i64| -> BTreeSet<i64> {
        let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
        let of_key = metadata.iter().filter(|entry| entry["metadataKey"] == key);
        of_key.map(|entry| (entry["metadataId"].as_i64().unwrap() - base) / per).collect()
    };
    assert_eq!(numbers("traslado.guard", 1_907_000_000, 1), (1..=62).collect());

    // Half a year later, what is older than 90 days goes, but never the newest sixty.
    hand_over(62, first + Days::new(180));
    assert_eq!(numbers("traslado.guard", 1_907_000_000, 1), (4..=63).collect());
    assert_eq!(numbers("traslado.notice", 1_910_000_000, 16), (4..=63).collect());
    hand_over(63, first + Days::new(181));
}
