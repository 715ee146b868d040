//! What people do at the sheet's window.

use serde_json::{Value, json};

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

#[test]
fn staff_act_over_http_by_the_name_of_what_they_do() {
    let bench = Bench::new();
    let id = bench.book();
    let act = |act: &str, more: Value| {
        let mut body = json!({"on": "CE-F05", "act": act});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        bench.post(&format!("/_emulator/spreadsheets/{id}/tab"), &body)
    };
    act("type", json!({"range": "A1", "rows": [["Red", "N"], ["X", "2"], ["Facebook", "1"], ["X", "3"]]}))
        .ok();
    act("filterBy", json!({"range": "A1:B4", "column": 1, "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "X"}]}})).ok();
    assert_eq!(
        act("rowsSeen", json!({})).ok()["rows"].as_array().unwrap()[..3],
        [json!(1), json!(2), json!(4)]
    );
    act("sortByFilter", json!({"column": 2, "descending": true})).ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!B1:B4"), [["N"], ["3"], ["1"], ["2"]]);
    act("clearFilter", json!({})).ok();
    act("allow", json!({"range": "C2:C4", "values": ["sí", "no"], "strict": true})).ok();
    assert!(
        act("type", json!({"range": "C2", "rows": [["quizá"]]})).json()["error"]
            .as_str()
            .unwrap()
            .contains("violates")
    );
    act("fill", json!({"source": "B2:B3", "rows": 3})).ok();
    act("insertCells", json!({"range": "B2:B2", "down": true})).ok();
    act("deleteCells", json!({"range": "A2:A2"})).ok();
    assert_eq!(
        bench.shown(&id, "'CE-F05'!A1:B7"),
        [
            vec!["Red", "N"],
            vec!["", ""],
            vec!["Facebook", "3"],
            vec!["X", "1"],
            vec!["", "-1"],
            vec!["", "-3"],
            vec!["", "-5"]
        ]
    );
    for (name, more) in [
        ("insertRows", json!({"before": 1, "count": 1})),
        ("deleteRows", json!({"first": 1, "count": 1})),
        ("insertColumns", json!({"before": 1, "count": 1})),
        ("moveColumns", json!({"first": 1, "count": 1, "before": 3})),
        ("deleteColumns", json!({"first": 2, "count": 1})),
        ("moveRows", json!({"first": 3, "count": 1, "before": 5})),
        ("hideRows", json!({"first": 3, "count": 1})),
        ("hideColumns", json!({"first": 3, "count": 1, "show": true})),
        ("resizeRows", json!({"first": 1, "count": 1, "pixels": 40})),
        ("resizeColumns", json!({"first": 1, "count": 1, "pixels": 240})),
        ("groupRows", json!({"first": 2, "count": 2})),
        ("ungroupRows", json!({"first": 2, "count": 2})),
        ("groupColumns", json!({"first": 2, "count": 2})),
        ("ungroupColumns", json!({"first": 2, "count": 2})),
        ("sort", json!({"range": "A2:B4", "column": 2})),
        ("filter", json!({"range": "A1:B4", "column": 1, "hidden": ["X"]})),
        ("copy", json!({"source": "A1:B1", "to": "D1"})),
        ("copy", json!({"source": "A1:B1", "to": "D2", "paste": "PASTE_VALUES"})),
        ("cut", json!({"source": "D1:E1", "to": "D9"})),
        ("clear", json!({"range": "D9:E9"})),
        ("merge", json!({"range": "D9:E9"})),
        ("unmerge", json!({"range": "D9:E9"})),
        ("format", json!({"range": "A1:B1", "format": {"textFormat": {"bold": true}}})),
        ("note", json!({"cell": "A1", "note": "ojo"})),
        ("comment", json!({"cell": "A1", "text": "revisar"})),
        ("protect", json!({"range": "A1:B1", "editors": []})),
        ("unprotect", json!({"range": "A1:B1"})),
        ("freeze", json!({"rows": 1, "columns": 1})),
        ("duplicate", json!({"title": "Copia"})),
        ("moveBefore", json!({"place": 1})),
        ("hide", json!({})),
        ("hide", json!({"show": true})),
        ("rename", json!({"title": "Redes"})),
    ] {
        act(name, more).ok();
    }
    assert_eq!(bench.emulator.with(|w| w.tabs(&id)).len(), 2);
    assert!(act("sing", json!({})).json()["error"].as_str().unwrap().contains("there is no tab CE-F05"));
    let file =
        |act: &str, body: Value| bench.post(&format!("/_emulator/spreadsheets/{id}/{act}"), &body).ok();
    assert_eq!(file("undo", json!({}))["undone"], true);
    assert_eq!(file("redo", json!({}))["redone"], true);
    assert_eq!(file("redo", json!({}))["redone"], false);
    assert_eq!(file("restore", json!({"version": 0}))["restored"], true);
}

#[test]
fn a_changed_locale_shows_the_same_dates_another_way() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["=FECHA(2026;11;3)", "0,5"]]);
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:B1"), [["3/11/2026", "0,5"]]);
    bench.post(&format!("/_emulator/spreadsheets/{id}/locale"), &json!({"locale": "en_US"})).ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!B1"), [["0.5"]]);
    bench.post(&format!("/_emulator/spreadsheets/{id}/timeZone"), &json!({"timeZone": "Asia/Tokyo"})).ok();
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=properties(locale,timeZone)")).ok();
    assert_eq!(out["properties"], json!({"locale": "en_US", "timeZone": "Asia/Tokyo"}));
    let wrong =
        bench.post(&format!("/_emulator/spreadsheets/{id}/timeZone"), &json!({"timeZone": "Luna/Mar"}));
    assert_eq!(wrong.status, 400);
}

#[test]
fn a_seed_may_call_its_tabs_as_it_likes() {
    for (titles, ids) in [
        (vec!["Sheet1"], vec![None]),
        (vec!["Sheet1", "Redes"], vec![None, None]),
        (vec!["Redes", "Sheet1"], vec![None, None]),
        (vec!["Sheet1"], vec![Some(0)]),
        (vec!["Sheet1"], vec![Some(7)]),
        (vec!["Redes", "Sheet1"], vec![Some(7), Some(0)]),
        (vec!["-", "sheet1"], vec![None, None]),
    ] {
        let bench = Bench::new();
        let sheets: Vec<Value> = titles
            .iter()
            .zip(&ids)
            .map(|(title, id)| {
                let mut sheet = json!({"title": title, "rows": [[title]], "gridProperties": {"rowCount": 9, "columnCount": 4}});
                if let Some(id) = id {
                    sheet["sheetId"] = json!(id);
                }
                sheet
            })
            .collect();
        let seed =
            json!({"spreadsheets": [{"id": "1seeded", "owner": OWNER, "title": "t", "sheets": sheets}]});
        bench.emulator.with(|w| w.seed(&seed.to_string())).unwrap();
        let shown = bench
            .get("/v4/spreadsheets/1seeded?fields=sheets.properties(sheetId,title,gridProperties.rowCount)")
            .ok();
        let shown = shown["sheets"].as_array().unwrap();
        assert_eq!(shown.len(), titles.len(), "{titles:?}: {shown:?}");
        for ((tab, title), id) in shown.iter().zip(&titles).zip(&ids) {
            let properties = &tab["properties"];
            assert_eq!(
                (properties["title"].as_str(), &properties["gridProperties"]["rowCount"]),
                (Some(*title), &json!(9))
            );
            assert!(id.is_none_or(|id| properties["sheetId"].as_i64().unwrap_or(0) == id), "{properties}");
            assert_eq!(bench.shown("1seeded", &format!("'{title}'!A1")), [[*title]]);
        }
    }
}
