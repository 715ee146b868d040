//! What moves along with rows and columns, and what stays.

use serde_json::{Value, json};

use super::client::{Bench, OWNER};
use crate::{Options, Switches};

fn tag(id: i64, dimension: &str, at: i64) -> Value {
    json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": id, "metadataKey": "k", "visibility": "DOCUMENT",
        "location": {"dimensionRange": {"sheetId": 7, "dimension": dimension, "startIndex": at, "endIndex": at + 1}}}}})
}

fn places(bench: &Bench, id: &str) -> Vec<(i64, i64)> {
    let all = bench.emulator.with(|w| w.developer_metadata(id));
    let start = |m: &Value| m["location"]["dimensionRange"]["startIndex"].as_i64().unwrap();
    all.iter().map(|m| (m["metadataId"].as_i64().unwrap(), start(m))).collect()
}

#[test]
fn metadata_names_and_protection_follow_their_rows() {
    let bench = Bench::new();
    let id = bench.book();
    let range = json!({"sheetId": 7, "startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2});
    bench.type_rows(&id, "'CE-F05'!A3", &[&["a", "=A3"], &["b", "=SUMA(A3:A4)"]]);
    bench
        .batch(
            &id,
            &[
                tag(1, "ROWS", 2),
                tag(2, "COLUMNS", 1),
                json!({"addNamedRange": {"namedRange": {"name": "Zona", "range": range}}}),
                json!({"addProtectedRange": {"protectedRange": {"protectedRangeId": 9, "range": range}}}),
                json!({"setBasicFilter": {"filter": {"range": range}}}),
            ],
        )
        .ok();
    bench.emulator.with(|w| {
        let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
        tab.insert_rows(1, 1).unwrap();
        tab.insert_columns(1, 1).unwrap();
        tab.insert_rows(5, 1).unwrap();
    });
    assert_eq!(places(&bench, &id), [(1, 3), (2, 2)]);
    let moved = json!({"sheetId": 7, "startRowIndex": 3, "endRowIndex": 6, "startColumnIndex": 1, "endColumnIndex": 3});
    let out = bench
        .get(&format!(
            "/v4/spreadsheets/{id}?fields=namedRanges.range,sheets(protectedRanges.range,basicFilter.range)"
        ))
        .ok();
    assert_eq!(
        out,
        json!({"namedRanges": [{"range": moved}], "sheets": [{"protectedRanges": [{"range": moved}], "basicFilter": {"range": moved}}]})
    );
    let formulas = bench.emulator.with(|w| w.formulas(&id, "'CE-F05'!C4:C6").unwrap());
    assert_eq!(formulas, [[json!("=B4")].to_vec(), vec![], [json!("=SUMA(B4:B6)")].to_vec()]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().delete_rows(4, 1).unwrap());
    assert_eq!(places(&bench, &id), [(2, 2)]);
}

#[test]
fn a_sort_moves_cells_and_not_row_metadata() {
    for (metadata_follows_sort, expected) in [(false, 0), (true, 2)] {
        let switches = Switches { metadata_follows_sort, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["c", "1"], &["a", "2"], &["b", "3"]]);
        bench.batch(&id, &[tag(1, "ROWS", 0)]).ok();
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().sort("A1:H3", 1, false).unwrap());
        assert_eq!(bench.shown(&id, "'CE-F05'!A1:B3"), [["a", "2"], ["b", "3"], ["c", "1"]]);
        assert_eq!(places(&bench, &id), [(1, expected)]);
    }
}

#[test]
fn a_sort_of_some_columns_tears_rows_apart() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["c", "1"], &["a", "2"], &["b", "3"]]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().sort("A1:A3", 1, false).unwrap());
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:B3"), [["a", "1"], ["b", "2"], ["c", "3"]]);
}

#[test]
fn hidden_rows_and_the_order_of_kinds_are_switches() {
    for (switch, expected) in [(false, ["b", "c", "a", "d"]), (true, ["a", "b", "c", "d"])] {
        let switches = Switches { sort_moves_hidden_rows: switch, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["d"], &["c"], &["a"], &["b"]]);
        bench.emulator.with(|w| {
            let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
            tab.hide_rows(3, 1, true).unwrap();
            tab.sort("A1:A4", 1, false).unwrap();
        });
        assert_eq!(bench.shown(&id, "'CE-F05'!A1:A4").concat(), expected);
    }
    for (sort_puts_text_first, expected) in [(true, ["x", "5"]), (false, ["5", "x"])] {
        let switches = Switches { sort_puts_text_first, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["5"], &[""], &["x"]]);
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().sort("A1:A3", 1, false).unwrap());
        assert_eq!(bench.shown(&id, "'CE-F05'!A1:A3").concat(), expected);
    }
}

#[test]
fn rows_are_dragged_cut_and_copied() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"], &["b"], &["c"], &["d"]]);
    bench.batch(&id, &[tag(1, "ROWS", 0)]).ok();
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().move_rows(1, 1, 4).unwrap());
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A4").concat(), ["b", "c", "a", "d"]);
    assert_eq!(places(&bench, &id), [(1, 2)]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().cut("A1:A2", "C1").unwrap());
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:C3"), [vec!["", "", "b"], vec!["", "", "c"], vec!["a"]]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().copy("A3:H3", "A6").unwrap());
    assert_eq!(bench.shown(&id, "'CE-F05'!A6"), [["a"]]);
    assert_eq!(places(&bench, &id), [(1, 2)]);
}

#[test]
fn a_copied_row_carries_metadata_only_by_switch() {
    let switches = Switches { copy_paste_copies_metadata: true, ..Switches::default() };
    let bench = Bench::with(Options { switches, ..Options::default() });
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"]]);
    bench.batch(&id, &[tag(1, "ROWS", 0)]).ok();
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().copy("A1:H1", "A6").unwrap());
    let starts: Vec<i64> = places(&bench, &id).into_iter().map(|(_, at)| at).collect();
    assert_eq!(starts, [0, 5]);
}

#[test]
fn an_index_write_lands_on_whatever_is_there_now() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"], &["b"]]);
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 1).unwrap());
    let write = json!({"updateCells": {"start": {"sheetId": 7, "rowIndex": 1, "columnIndex": 1}, "fields": "userEnteredValue", "rows": [{"values": [{"userEnteredValue": {"stringValue": "for b"}}]}]}});
    bench.batch(&id, &[write]).ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!A2:B3"), [vec!["a", "for b"], vec!["b"]]);
}

#[test]
fn duplicating_and_copying_sheets_keeps_what_hangs_on_them() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a", "3/11/2026"]]);
    bench
        .batch(
            &id,
            &[
                tag(1, "ROWS", 0),
                json!({"duplicateSheet": {"sourceSheetId": 7, "newSheetId": 8, "newSheetName": "Copia"}}),
            ],
        )
        .ok();
    assert_eq!(bench.emulator.with(|w| w.tabs(&id)), [(8, "Copia".to_owned()), (7, "CE-F05".to_owned())]);
    assert_eq!(bench.emulator.with(|w| w.developer_metadata(&id)).len(), 2);
    let other =
        bench.emulator.with(|w| w.create_spreadsheet(OWNER, "Otro", "es_CO", "America/Bogota").unwrap());
    let out = bench
        .post(&format!("/v4/spreadsheets/{id}/sheets/7:copyTo"), &json!({"destinationSpreadsheetId": other}))
        .ok();
    assert_eq!(out["title"], "Copy of CE-F05");
    assert_eq!(bench.shown(&other, "'Copy of CE-F05'!A1:B1"), [["a", "3/11/2026"]]);
    assert!(bench.emulator.with(|w| w.undo(&other)));
    assert_eq!(bench.emulator.with(|w| w.tabs(&other)).len(), 1);
}

#[test]
fn a_copied_file_keeps_its_metadata_by_switch() {
    for (copies_keep_metadata, count) in [(true, 1), (false, 0)] {
        let switches = Switches { copies_keep_metadata, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.batch(&id, &[tag(1, "ROWS", 0)]).ok();
        let copy = bench.post(&format!("/drive/v3/files/{id}/copy"), &json!({})).ok()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(bench.emulator.with(|w| w.developer_metadata(&copy)).len(), count);
    }
}

#[test]
fn groups_nest_join_and_come_apart_by_the_depth_of_their_rows() {
    let bench = Bench::new();
    let id = bench.book();
    let act = |kind: &str, start: i64, end: i64| {
        let range = json!({"sheetId": 7, "dimension": "ROWS", "startIndex": start, "endIndex": end});
        let out = bench.batch(&id, &[json!({kind: {"range": range}})]).ok();
        let groups = out["replies"][0][kind]["dimensionGroups"].as_array().cloned().unwrap_or_default();
        let told =
            |g: &Value| format!("{}-{} {}", g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]);
        groups.iter().map(told).collect::<Vec<_>>().join(", ")
    };
    // The examples of Google's reference, with A as row 0.
    assert_eq!(act("addDimensionGroup", 1, 4), "1-4 1");
    assert_eq!(act("addDimensionGroup", 0, 6), "0-6 1, 1-4 2");
    assert_eq!(act("deleteDimensionGroup", 0, 6), "1-4 1");
    assert_eq!(act("addDimensionGroup", 3, 6), "1-6 1, 3-4 2");
    assert_eq!(act("deleteDimensionGroup", 1, 6), "3-4 1");
    assert_eq!(act("deleteDimensionGroup", 0, 9), "");
    act("addDimensionGroup", 1, 5);
    assert_eq!(act("addDimensionGroup", 2, 4), "1-5 1, 2-4 2");
    assert_eq!(act("deleteDimensionGroup", 3, 5), "1-4 1, 2-3 2");
    let range = json!({"sheetId": 7, "dimension": "ROWS", "startIndex": 7, "endIndex": 8});
    assert!(
        bench.refused(&id, json!({"deleteDimensionGroup": {"range": range}})).contains("No dimension group")
    );
}
