//! Basic filters, filter views, slicers, and tables.

use serde_json::{Value, json};

use super::client::Bench;
use crate::{Options, Switches};

fn range(top: i64, bottom: i64, left: i64, right: i64) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

fn seen(bench: &Bench, id: &str, view: Option<&str>) -> Vec<usize> {
    let rows = bench.emulator.with(|w| w.sheet_mut(id, "CE-F05").unwrap().rows_seen(view).unwrap());
    rows.into_iter().filter(|row| *row < 7).collect()
}

fn reports(bench: &Bench) -> String {
    let id = bench.book();
    bench.type_rows(
        &id,
        "'CE-F05'!A1",
        &[
            &["Fecha", "Red", "Días"],
            &["3/11/2026", "Facebook", "12"],
            &["20/11/2026", "X", "3"],
            &["22/11/2026", "Instagram", "1"],
            &["23/11/2026", "", "0"],
        ],
    );
    id
}

#[test]
fn a_filter_hides_by_condition_value_and_colour() {
    let bench = Bench::new();
    let id = reports(&bench);
    let filter = |column: i64, criteria: &Value| json!({"setBasicFilter": {"filter": {"range": range(0, 5, 0, 3), "filterSpecs": [{"columnIndex": column, "filterCriteria": criteria}]}}});
    let condition = |kind: &str, values: Value| json!({"condition": {"type": kind, "values": values}});
    let paint = json!({"repeatCell": {"range": range(2, 3, 1, 2), "cell": {"userEnteredFormat": {"backgroundColor": {"red": 1}}}, "fields": "userEnteredFormat.backgroundColor"}});
    bench.batch(&id, &[paint]).ok();
    for (column, criteria, rows) in [
        (1, json!({"hiddenValues": ["X", ""]}), vec![1, 2, 4, 6]),
        (0, json!({"hiddenValues": ["3/11/2026"]}), vec![1, 3, 4, 5, 6]),
        (2, condition("NUMBER_GREATER", json!([{"userEnteredValue": "1"}])), vec![1, 2, 3, 6]),
        (0, condition("DATE_AFTER", json!([{"relativeDate": "PAST_WEEK"}])), vec![1, 3, 4, 5, 6]),
        (0, condition("DATE_BEFORE", json!([{"userEnteredValue": "22/11/2026"}])), vec![1, 2, 3, 6]),
        (1, condition("BLANK", json!([])), vec![1, 5, 6]),
        (1, condition("CUSTOM_FORMULA", json!([{"userEnteredValue": "=C2<3"}])), vec![1, 4, 5, 6]),
        (1, json!({"visibleBackgroundColor": {"red": 1}}), vec![1, 3, 6]),
        (1, json!({"condition": {"type": "NOT_BLANK"}, "hiddenValues": ["X"]}), vec![1, 2, 4, 6]),
    ] {
        bench.batch(&id, &[filter(column, &criteria)]).ok();
        assert_eq!(seen(&bench, &id, None), rows, "{criteria}");
    }
    assert!(bench.refused(&id, filter(5, &json!({}))).contains("columnIndex[5]"));
    let both = json!({"visibleBackgroundColor": {"red": 1}, "visibleForegroundColor": {"red": 1}});
    assert!(bench.refused(&id, filter(1, &both)).contains("Only one of"));
}

#[test]
fn a_filter_view_hides_only_for_who_looks_through_it() {
    let bench = Bench::new();
    let id = reports(&bench);
    let spec = json!({"columnIndex": 1, "filterCriteria": {"hiddenValues": ["X"]}});
    let view =
        json!({"filterViewId": 9, "title": "Sin X", "range": range(0, 5, 0, 3), "filterSpecs": [spec]});
    bench.batch(&id, &[json!({"addFilterView": {"filter": view}})]).ok();
    assert_eq!(seen(&bench, &id, None), [1, 2, 3, 4, 5, 6]);
    assert_eq!(seen(&bench, &id, Some("Sin X")), [1, 2, 4, 5, 6]);
    let change = json!({"updateFilterView": {"filter": {"filterViewId": 9, "criteria": {"2": {"condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "2"}]}}}}, "fields": "criteria"}});
    bench.batch(&id, &[change]).ok();
    assert_eq!(seen(&bench, &id, Some("Sin X")), [1, 4, 5, 6]);
    // A column that is inserted takes the criteria along.
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_columns(2, 1).unwrap());
    let out = bench
        .get(&format!("/v4/spreadsheets/{id}?fields=sheets.filterViews(criteria,filterSpecs.columnIndex)"))
        .ok();
    let view = &out["sheets"][0]["filterViews"][0];
    assert_eq!(view["filterSpecs"], json!([{"columnIndex": 3}]));
    assert!(view["criteria"]["3"].is_object() && view["criteria"]["2"].is_null());
    assert_eq!(seen(&bench, &id, Some("Sin X")), [1, 4, 5, 6]);
}

#[test]
fn a_sort_by_the_filter_moves_only_what_is_seen() {
    let bench = Bench::new();
    let id = reports(&bench);
    bench.emulator.with(|w| {
        let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
        tab.filter("A1:C5", 2, &["X"]).unwrap();
        tab.sort_by_filter(3, false).unwrap();
    });
    let days: Vec<String> = bench.shown(&id, "'CE-F05'!C1:C5").into_iter().map(|row| row.join("")).collect();
    assert_eq!(days, ["Días", "0", "3", "1", "12"]);
    let paint = json!({"repeatCell": {"range": range(4, 5, 1, 2), "cell": {"userEnteredFormat": {"backgroundColor": {"red": 1}}}, "fields": "userEnteredFormat.backgroundColor"}});
    let by_color = json!({"sortRange": {"range": range(1, 5, 0, 3), "sortSpecs": [{"dimensionIndex": 1, "backgroundColor": {"red": 1}}]}});
    bench.batch(&id, &[json!({"clearBasicFilter": {"sheetId": 7}}), paint, by_color]).ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!C2:C2"), [["12"]]);
}

#[test]
fn a_slicer_hides_rows_by_switch() {
    for (slicers_hide_rows, rows) in [(true, vec![1, 2, 4, 5, 6]), (false, vec![1, 2, 3, 4, 5, 6])] {
        let switches = Switches { slicers_hide_rows, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = reports(&bench);
        let spec = json!({"dataRange": range(0, 5, 0, 3), "columnIndex": 1, "filterCriteria": {"hiddenValues": ["X"]}});
        bench.batch(&id, &[json!({"addSlicer": {"slicer": {"spec": spec}}})]).ok();
        assert_eq!(seen(&bench, &id, None), rows);
        // The slicer's column counts from its data, and goes along with it.
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_columns(1, 1).unwrap());
        assert_eq!(seen(&bench, &id, None), rows);
    }
}

#[test]
fn a_table_names_its_columns_by_its_header_and_grows() {
    let bench = Bench::new();
    let id = reports(&bench);
    let columns = json!([{"columnIndex": 1, "columnName": "Canal", "columnType": "DROPDOWN", "dataValidationRule": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "X"}]}}}]);
    let table =
        json!({"name": "Reportes", "tableId": "t1", "range": range(0, 5, 0, 4), "columnProperties": columns});
    let made = bench.batch(&id, &[json!({"addTable": {"table": table}})]).ok();
    let shown = &made["replies"][0]["addTable"]["table"]["columnProperties"];
    let names: Vec<&str> =
        shown.as_array().unwrap().iter().map(|c| c["columnName"].as_str().unwrap()).collect();
    assert_eq!(names, ["Fecha", "Canal", "Días", "Column 4"]);
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:D1"), [["Fecha", "Canal", "Días", "Column 4"]]);
    // A header that is typed over is the column's new name.
    bench.type_rows(&id, "'CE-F05'!C1", &[&["Plazo"], &[""], &[""]]);
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.tables")).ok();
    assert_eq!(out["sheets"][0]["tables"][0]["columnProperties"][2]["columnName"], "Plazo");
    // Rows go into the body, and what lies below the table makes room.
    bench.type_rows(&id, "'CE-F05'!A7", &[&["debajo"]]);
    let row = json!({"values": [{"userEnteredValue": {"stringValue": "nueva"}}]});
    bench
        .batch(
            &id,
            &[json!({"appendCells": {"tableId": "t1", "fields": "userEnteredValue", "rows": [row, row]}})],
        )
        .ok();
    assert_eq!(
        bench.shown(&id, "'CE-F05'!A5:A9"),
        [vec!["23/11/2026"], vec!["nueva"], vec!["nueva"], vec![], vec!["debajo"]]
    );
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.tables.range")).ok();
    assert_eq!(out["sheets"][0]["tables"][0]["range"], range(0, 7, 0, 4));
    let again = json!({"addTable": {"table": {"name": "reportes", "range": range(10, 12, 0, 1)}}});
    assert!(bench.refused(&id, again).contains("already exists"));
    let over = json!({"addTable": {"table": {"range": range(6, 8, 0, 1)}}});
    assert!(bench.refused(&id, over).contains("already has a table"));
    // A filter may be the table's.
    bench.batch(&id, &[json!({"setBasicFilter": {"filter": {"tableId": "t1"}}})]).ok();
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.basicFilter.range")).ok();
    assert_eq!(out["sheets"][0]["basicFilter"]["range"], range(0, 7, 0, 4));
}

#[test]
fn a_filter_follows_later_edits_by_switch() {
    for (filters_follow_edits, rows) in [(false, vec![1, 3, 5, 6]), (true, vec![1, 3, 4, 5, 6])] {
        let switches = Switches { filters_follow_edits, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = reports(&bench);
        bench.emulator.with(|w| {
            let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
            tab.filter("A1:C5", 2, &["X", "Facebook"]).unwrap();
            // Rows that are hidden go along with an insertion; the new row is seen.
            tab.insert_rows(3, 1).unwrap();
            tab.type_rows("B4", &[["Instagram"]]).unwrap();
        });
        assert_eq!(seen(&bench, &id, None), rows);
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().clear_filter().unwrap());
        assert_eq!(seen(&bench, &id, None), [1, 2, 3, 4, 5, 6]);
        bench.emulator.with(|w| {
            let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
            tab.filter("A1:C6", 2, &["X"]).unwrap();
            tab.delete_columns(1, 3).unwrap();
        });
        assert_eq!(seen(&bench, &id, None), [1, 2, 3, 4, 5, 6]);
    }
}
