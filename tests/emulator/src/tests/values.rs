//! `values`: reading with every option, writing raw and typed, trimming, appending.

use serde_json::{Value, json};

use super::client::Bench;

fn read(bench: &Bench, id: &str, range: &str, option: &str) -> Value {
    bench.get(&format!("/v4/spreadsheets/{id}/values/{range}?{option}")).ok()["values"].clone()
}

#[test]
fn what_staff_type_comes_back_by_every_render_option() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(
        &id,
        "'CE-F05'!A1",
        &[&["3/11/2026", "=TAPA FALTANTE", "'=1+1", "=HOY()", "1.234,5", "VERDADERO", "=1/0", "08:30"]],
    );
    let range = "'CE-F05'!A1:H1";
    let today = 46_349;
    assert_eq!(
        read(&bench, &id, range, ""),
        json!([["3/11/2026", "#ERROR!", "=1+1", "23/11/2026", "1.234,50", "VERDADERO", "#DIV/0!", "08:30"]])
    );
    assert_eq!(
        read(&bench, &id, range, "valueRenderOption=FORMULA"),
        json!([[46_329, "=TAPA FALTANTE", "=1+1", "=HOY()", 1234.5, true, "=1/0", 8.5 / 24.0]])
    );
    assert_eq!(
        read(&bench, &id, range, "valueRenderOption=UNFORMATTED_VALUE"),
        json!([[
            46_329,
            "#ERROR! (Formula parse error.)",
            "=1+1",
            today,
            1234.5,
            true,
            "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)",
            8.5 / 24.0
        ]])
    );
    let text =
        read(&bench, &id, range, "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING");
    assert_eq!(
        (&text[0][0], &text[0][3], &text[0][4]),
        (&json!("3/11/2026"), &json!("23/11/2026"), &json!(1234.5))
    );
}

#[test]
fn raw_text_stays_text_and_null_leaves_the_cell() {
    let bench = Bench::new();
    let id = bench.book();
    let put = |option: &str, values: Value| {
        bench.put(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?valueInputOption={option}&includeValuesInResponse=true"), &json!({"values": values}))
    };
    let out = put("RAW", json!([["=1+1", "12", 12, true, "a"]])).ok();
    assert_eq!(out["updatedRange"], "'CE-F05'!A1:E1");
    assert_eq!(out["updatedData"]["values"], json!([["=1+1", "12", "12", "VERDADERO", "a"]]));
    let out = put("USER_ENTERED", json!([["=1+1", null, "12", "", null]])).ok();
    assert_eq!(out["updatedCells"], 3);
    assert_eq!(
        read(&bench, &id, "'CE-F05'!A1:E1", "valueRenderOption=UNFORMATTED_VALUE"),
        json!([[2, "12", 12, "", "a"]])
    );
    assert_eq!(put("", json!([["x"]])).status, 400);
    let missing = bench.put(&format!("/v4/spreadsheets/{id}/values/A1"), &json!({"values": []}));
    assert_eq!(missing.message(), "'valueInputOption' is required but not specified");
}

#[test]
fn empty_ends_are_trimmed_and_ranges_are_told_in_full() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!B2", &[&["x", "", ""], &[""], &["", "y"]]);
    let out = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'")).ok();
    assert_eq!(
        out,
        json!({"range": "'CE-F05'!A1:H20", "majorDimension": "ROWS", "values": [[], ["", "x"], [], ["", "", "y"]]})
    );
    let out = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!B:C?majorDimension=COLUMNS")).ok();
    assert_eq!(
        out,
        json!({"range": "'CE-F05'!B1:C20", "majorDimension": "COLUMNS", "values": [["", "x"], ["", "", "", "y"]]})
    );
    let out = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!B3:B?fields=range")).ok();
    assert_eq!(out, json!({"range": "'CE-F05'!B3:B20"}));
    let out = bench.get(&format!("/v4/spreadsheets/{id}/values:batchGet?ranges='CE-F05'!2:2&ranges='CE-F05'!A19:Z99&fields=valueRanges(range,values)")).ok();
    assert_eq!(
        out,
        json!({"valueRanges": [{"range": "'CE-F05'!A2:H2", "values": [["", "x"]]}, {"range": "'CE-F05'!A19:H20"}]})
    );
    let beyond = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A21"));
    assert_eq!(beyond.message(), "Range ('CE-F05'!A21) exceeds grid limits. Max rows: 20, max columns: 8");
    let unknown = bench.get(&format!("/v4/spreadsheets/{id}/values/Hoja9!A1"));
    assert_eq!(unknown.message(), "Unable to parse range: Hoja9!A1");
}

#[test]
fn a_write_beyond_its_range_is_refused() {
    let bench = Bench::new();
    let id = bench.book();
    let out = bench.put(
        &format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1:B1?valueInputOption=RAW"),
        &json!({"values": [["a", "b", "c"]]}),
    );
    assert_eq!(
        out.message(),
        "Requested writing within range ['CE-F05'!A1:B1], but tried writing to column [C]"
    );
    let out = bench.put(
        &format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1:B1?valueInputOption=RAW"),
        &json!({"values": [["a"], ["b"]]}),
    );
    assert_eq!(
        out.message(),
        "Requested writing within range ['CE-F05'!A1:B1], but tried writing to row [2]"
    );
}

#[test]
fn appends_find_the_table_and_clears_keep_the_rest() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["h1", "h2"], &["a", "b"]]);
    let append = |option: &str| {
        bench
            .post(
                &format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1:append?valueInputOption=RAW&{option}"),
                &json!({"values": [["n"]]}),
            )
            .ok()
    };
    let out = append("insertDataOption=INSERT_ROWS");
    assert_eq!(out["tableRange"], "'CE-F05'!A1:B2");
    assert_eq!(out["updates"]["updatedRange"], "'CE-F05'!A3");
    append("");
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A9"), [["h1"], ["a"], ["n"], ["n"]]);
    let out = bench.post(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A3:B:clear"), &json!({})).ok();
    assert_eq!(out["clearedRange"], "'CE-F05'!A3:B21");
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A9"), [["h1"], ["a"]]);
}

#[test]
fn data_filters_reach_tagged_rows() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"], &["b"], &["c"]]);
    let tag = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": 5, "metadataKey": "row", "visibility": "DOCUMENT",
        "location": {"dimensionRange": {"sheetId": 7, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}}});
    bench.batch(&id, &[tag]).ok();
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 2).unwrap());
    let filter = json!({"developerMetadataLookup": {"metadataKey": "row"}});
    let out = bench
        .post(
            &format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter"),
            &json!({"dataFilters": [filter]}),
        )
        .ok();
    assert_eq!(
        out["valueRanges"][0]["valueRange"],
        json!({"range": "'CE-F05'!A4:H4", "majorDimension": "ROWS", "values": [["b"]]})
    );
    let body = json!({"valueInputOption": "RAW", "data": [{"dataFilter": filter, "values": [["B"]]}]});
    let out = bench.post(&format!("/v4/spreadsheets/{id}/values:batchUpdateByDataFilter"), &body).ok();
    assert_eq!(out["totalUpdatedCells"], 1);
    assert_eq!(bench.shown(&id, "'CE-F05'!A4"), [["B"]]);
    let found = bench
        .post(
            &format!("/v4/spreadsheets/{id}/developerMetadata:search"),
            &json!({"dataFilters": [{"gridRange": {"sheetId": 7, "startRowIndex": 3, "endRowIndex": 4}}]}),
        )
        .ok();
    assert_eq!(found["matchedDeveloperMetadata"][0]["developerMetadata"]["metadataId"], 5);
}

#[test]
fn a_column_that_counts_on_is_read_from_anywhere() {
    let bench = Bench::new();
    let id = bench.book();
    let rows: Vec<[String; 1]> =
        (1..=500).map(|n| [if n == 1 { "1".to_owned() } else { format!("=A{}+1", n - 1) }]).collect();
    bench.emulator.with(|w| w.type_rows(&id, "'CE-F05'!A1", &rows).unwrap());
    assert_eq!(read(&bench, &id, "'CE-F05'!A500", ""), json!([["500"]]));
    bench.type_rows(&id, "'CE-F05'!B1", &[&["=B2", "=H1"], &["=B1"]]);
    assert_eq!(read(&bench, &id, "'CE-F05'!B1:C1", ""), json!([["#REF!"]]));
}

#[test]
fn a_mask_that_wants_the_cells_gets_them() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"]]);
    let cells = |query: &str| {
        let out = bench.get(&format!("/v4/spreadsheets/{id}?{query}")).ok();
        out["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"].clone()
    };
    assert_eq!([cells("fields=sheets"), cells("fields=*"), cells("includeGridData=true")], ["a", "a", "a"]);
    assert_eq!([cells(""), cells("fields=sheets.properties")], [Value::Null, Value::Null]);
}
