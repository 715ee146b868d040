//! What people do at the sheet's window.

use super::client::{Bench, OWNER};
use crate::Switches;

#[test]
fn people_undo_restore_rename_and_note() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["uno"]]);
    bench.emulator.with(|w| {
        let version = w.versions(&id);
        w.type_rows(&id, "'CE-F05'!A1", &[["dos"]]).unwrap();
        assert!(w.undo(&id));
        assert_eq!(w.shown(&id, "'CE-F05'!A1").unwrap(), [["uno"]]);
        let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
        tab.set_note("B2", "ojo").unwrap();
        tab.rename("Redes 2026").unwrap();
        tab.merge("A1:B1").unwrap();
        tab.clear("A1:B1").unwrap();
        assert_eq!(w.tabs(&id), [(7, "Redes 2026".to_owned())]);
        assert!(w.restore_version(&id, version - 1));
        assert_eq!(w.tabs(&id)[0].1, "CE-F05");
        assert!(w.sheet_mut(&id, "Redes 2026").is_err());
    });
}

#[test]
fn a_filter_hides_rows_from_view_and_not_from_values() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["Red"], &["Facebook"], &["X"]]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().filter("A1:B3", 1, &["X"]).unwrap());
    let rows = bench
        .get(&format!(
            "/v4/spreadsheets/{id}?ranges='CE-F05'!A1:A3&fields=sheets.data.rowMetadata.hiddenByFilter"
        ))
        .ok();
    assert_eq!(
        rows["sheets"][0]["data"][0]["rowMetadata"],
        serde_json::json!([{}, {}, {"hiddenByFilter": true}])
    );
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A3").len(), 3);
}

#[test]
fn typing_below_the_grid_adds_rows() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A20", &[&["a"], &["b"]]);
    assert_eq!(bench.shown(&id, "'CE-F05'!A20:A21"), [["a"], ["b"]]);
}

#[test]
fn a_seed_plants_accounts_spreadsheets_and_switches() {
    let bench = Bench::new();
    let seed = r#"{"clock": "2026-01-02T03:04:05Z", "accounts": ["a@x.example"], "tokens": {"t": "a@x.example"},
        "switches": {"titlesIgnoreCase": true},
        "spreadsheets": [{"id": "1seeded", "owner": "a@x.example", "title": "T", "locale": "es_CO", "timeZone": "America/Bogota",
            "share": {"owner@x.example": "writer"}, "sheets": [{"title": "CE-F05", "sheetId": 3, "rows": [["Fecha"], ["3/11/2026"]]}]}]}"#;
    bench.emulator.with(|w| w.seed(seed).unwrap());
    assert_eq!(bench.shown("1seeded", "'CE-F05'!A1:A2"), [["Fecha"], ["3/11/2026"]]);
    bench.get("/v4/spreadsheets/1seeded").ok();
    bench.emulator.with(|w| {
        assert_eq!(w.switches, Switches { titles_ignore_case: true, ..Switches::default() });
        assert!(w.seed("{\"acounts\": []}").is_err());
        assert_eq!(w.role("1seeded", OWNER), Some(crate::Role::Writer));
    });
}

#[test]
fn a_saved_state_is_taken_up_by_another_emulator() {
    let (one, two) = (Bench::new(), Bench::new());
    let id = one.book();
    one.type_rows(&id, "'CE-F05'!A1", &[&["3/11/2026", "=A1+1", "0,1"]]);
    one.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().set_note("A1", "ojo").unwrap());
    let text = one.emulator.with(|w| w.save().unwrap());
    two.emulator.with(|w| w.load(&text).unwrap());
    assert_eq!(two.shown(&id, "'CE-F05'!A1:C1"), one.shown(&id, "'CE-F05'!A1:C1"));
    let whole = format!("/v4/spreadsheets/{id}?includeGridData=true");
    assert_eq!(one.get(&whole).body, two.get(&whole).body);
    let state = one.get("/_emulator/state").ok();
    two.put("/_emulator/state", &state).ok();
    assert_eq!(one.get(&whole).body, two.get(&whole).body);
    assert!(two.emulator.with(|w| w.load("{}").is_err()));
}

#[test]
fn a_snapshot_is_put_back_with_its_cells_files_and_mail() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["antes"]]);
    let snapshot = bench.emulator.with(|w| w.snapshot());
    bench.type_rows(&id, "'CE-F05'!A1", &[&["después"]]);
    bench.emulator.with(|w| w.restore(&snapshot));
    assert_eq!(bench.shown(&id, "'CE-F05'!A1"), [["antes"]]);
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
}
