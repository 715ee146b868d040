//! `batchUpdate`: all or nothing, ids that are taken, and what each request does.

use serde_json::{Value, json};

use super::client::Bench;
use crate::{Limits, Options, Switches};

fn guard(id: i64, value: &str) -> Value {
    json!({"createDeveloperMetadata": {"developerMetadata": {
        "metadataId": id, "metadataKey": "guard", "metadataValue": value, "visibility": "DOCUMENT",
        "location": {"spreadsheet": true}}}})
}

fn add_sheet(id: i64, title: &str) -> Value {
    json!({"addSheet": {"properties": {"sheetId": id, "title": title, "gridProperties": {"rowCount": 5, "columnCount": 3}}}})
}

#[test]
fn a_taken_metadata_id_takes_the_whole_batch_with_it() {
    let bench = Bench::new();
    let id = bench.book();
    let first = bench.batch(&id, &[guard(11, "a"), add_sheet(21, "Traslado 2026-11-23")]).ok();
    assert_eq!(first["replies"][0]["createDeveloperMetadata"]["developerMetadata"]["metadataId"], 11);
    assert_eq!(first["replies"][1]["addSheet"]["properties"]["index"], 1);
    let before = bench.emulator.mutations().len();
    let late = bench.batch(&id, &[add_sheet(22, "Otro"), guard(11, "b")]);
    assert_eq!(late.status, 400);
    assert_eq!(
        late.message(),
        "Invalid requests[1].createDeveloperMetadata: Cannot add developer metadata with ID [11] because developer metadata with that ID already exists."
    );
    let tabs: Vec<i64> = bench.emulator.with(|w| w.tabs(&id)).into_iter().map(|(id, _)| id).collect();
    assert_eq!(tabs, [7, 21]);
    assert_eq!(bench.emulator.mutations().len(), before);
    let found = bench.get(&format!("/v4/spreadsheets/{id}/developerMetadata/11")).ok();
    assert_eq!(found["metadataValue"], "a");
    let missing = bench.get(&format!("/v4/spreadsheets/{id}/developerMetadata/12"));
    assert_eq!((missing.status, missing.message().as_str()), (404, "No developer metadata with ID 12"));
}

#[test]
fn taken_titles_and_sheet_ids_are_refused() {
    let bench = Bench::new();
    let id = bench.book();
    assert_eq!(
        bench.refused(&id, add_sheet(30, "CE-F05")),
        "Invalid requests[0].addSheet: A sheet with the name \"CE-F05\" already exists. Please enter another name."
    );
    assert!(bench.refused(&id, add_sheet(7, "Otro")).starts_with("Invalid requests[0].addSheet: "));
    let hide =
        json!({"updateSheetProperties": {"properties": {"sheetId": 7, "hidden": true}, "fields": "hidden"}});
    assert_eq!(
        bench.refused(&id, hide),
        "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    );
    let blank =
        json!({"updateSheetProperties": {"properties": {"sheetId": 7, "title": ""}, "fields": "title"}});
    assert_eq!(
        bench.refused(&id, blank),
        "Invalid requests[0].updateSheetProperties: The sheet name cannot be empty."
    );
}

#[test]
fn titles_may_be_compared_without_case() {
    for (titles_ignore_case, status) in [(false, 200), (true, 400)] {
        let switches = Switches { titles_ignore_case, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        assert_eq!(bench.batch(&id, &[add_sheet(30, "ce-f05")]).status, status);
    }
}

#[test]
fn a_filter_without_match_is_an_error_by_switch() {
    let request =
        json!({"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 99}}}});
    for (unmatched_metadata_is_an_error, status) in [(true, 400), (false, 200)] {
        let switches = Switches { unmatched_metadata_is_an_error, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        assert_eq!(bench.batch(&id, std::slice::from_ref(&request)).status, status);
    }
}

#[test]
fn the_id_of_a_deleted_sheet_is_free_by_switch() {
    for (deleted_sheet_ids_are_free, status) in [(true, 200), (false, 400)] {
        let switches = Switches { deleted_sheet_ids_are_free, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        assert_eq!(bench.batch(&id, &[add_sheet(30, "a")]).status, 200);
        assert_eq!(bench.batch(&id, &[json!({"deleteSheet": {"sheetId": 30}})]).status, 200);
        assert_eq!(bench.batch(&id, &[add_sheet(30, "a")]).status, status);
    }
}

#[test]
fn a_write_to_a_filter_without_match_is_an_error_by_switch() {
    let body = json!({"valueInputOption": "RAW", "data": [
        {"dataFilter": {"developerMetadataLookup": {"metadataId": 99}}, "values": [["x"]]}]});
    for (unmatched_write_is_an_error, status) in [(false, 200), (true, 400)] {
        let switches = Switches { unmatched_write_is_an_error, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        let path = format!("/v4/spreadsheets/{id}/values:batchUpdateByDataFilter");
        assert_eq!(bench.post(&path, &body).status, status);
    }
}

#[test]
fn the_limits_are_googles_and_can_be_tightened() {
    let limits = Limits { cells: 1000, cell_characters: 10, metadata_characters: 20, ..Limits::default() };
    let bench = Bench::with(Options { limits, ..Options::default() });
    let id = bench.emulator.with(|w| {
        w.limits.cells = 100_000;
        let id = w.create_spreadsheet("owner@x.example", "t", "en_US", "Etc/GMT").unwrap();
        w.limits.cells = 26_010;
        id
    });
    assert_eq!(
        bench.refused(&id, add_sheet(30, "a")),
        "Invalid requests[0].addSheet: This action would increase the number of cells in the workbook above the limit of 26010 cells."
    );
    let long = json!({"updateCells": {"start": {"rowIndex": 0}, "fields": "userEnteredValue",
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "12345678901"}}]}]}});
    assert_eq!(
        bench.refused(&id, long),
        "Invalid requests[0].updateCells: Your input contains more than the maximum of 10 characters in a single cell."
    );
    assert!(bench.refused(&id, guard(1, "12345678901234567890")).contains("limit of 20 characters"));
}

#[test]
fn cells_are_written_from_a_corner_and_appended_after_the_last_value() {
    let bench = Bench::new();
    let id = bench.book();
    let row = |text: &str| json!({"values": [{"userEnteredValue": {"stringValue": text}}, {"userEnteredValue": {"numberValue": 2.5}}]});
    let write = json!({"updateCells": {"start": {"sheetId": 7, "rowIndex": 1, "columnIndex": 1}, "fields": "userEnteredValue", "rows": [row("=1+1")]}});
    let append =
        json!({"appendCells": {"sheetId": 7, "fields": "userEnteredValue", "rows": [row("a"), row("b")]}});
    bench.batch(&id, &[write, append]).ok();
    assert_eq!(
        bench.shown(&id, "'CE-F05'!A1:C4"),
        [
            vec![],
            vec![String::new(), "=1+1".to_owned(), "2,5".to_owned()],
            vec!["a".to_owned(), "2,5".to_owned()],
            vec!["b".to_owned(), "2,5".to_owned()]
        ]
    );
    let changes = bench.emulator.mutations();
    let last = changes.last().unwrap();
    assert_eq!((last.kind.as_str(), last.changes.cells.len()), ("appendCells", 4));
    assert_eq!(last.changes.cells[0].after, json!({"userEnteredValue": {"stringValue": "a"}}));
    assert_eq!(last.changes.cells[0].before, json!({}));
    let beyond = json!({"updateCells": {"start": {"sheetId": 7, "rowIndex": 20}, "fields": "userEnteredValue", "rows": [row("x")]}});
    assert!(bench.refused(&id, beyond).contains("rowIndex[20]"));
}

#[test]
fn append_cells_grows_a_full_grid() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A20", &[&["last"]]);
    let row = json!({"values": [{"userEnteredValue": {"stringValue": "new"}}]});
    bench
        .batch(&id, &[json!({"appendCells": {"sheetId": 7, "fields": "userEnteredValue", "rows": [row]}})])
        .ok();
    let read = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A20:A21")).ok();
    assert_eq!(read["values"], json!([["last"], ["new"]]));
}

#[test]
fn the_spreadsheet_can_come_back_with_the_replies() {
    let bench = Bench::new();
    let id = bench.book();
    let body = json!({"requests": [add_sheet(40, "Nueva")], "includeSpreadsheetInResponse": true, "responseRanges": ["Nueva!A1:B2"], "responseIncludeGridData": true});
    let out = bench.post(&format!("/v4/spreadsheets/{id}:batchUpdate?fields=updatedSpreadsheet(sheets(properties(title),data(columnMetadata(pixelSize))))"), &body).ok();
    assert_eq!(
        out["updatedSpreadsheet"]["sheets"],
        json!([{"properties": {"title": "Nueva"}, "data": [{"columnMetadata": [{"pixelSize": 100}, {"pixelSize": 100}]}]}])
    );
    assert!(out.get("replies").is_none());
}

#[test]
fn the_service_can_dress_a_tab() {
    let bench = Bench::new();
    let id = bench.book();
    let range = json!({"sheetId": 7, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 3});
    let rule = json!({"ranges": [range], "booleanRule": {"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "PQR"}]}, "format": {"backgroundColor": {"red": 0.5}}}});
    let requests = [
        json!({"repeatCell": {"range": range, "cell": {"userEnteredFormat": {"textFormat": {"bold": true}, "wrapStrategy": "WRAP"}}, "fields": "userEnteredFormat(textFormat.bold,wrapStrategy)"}}),
        json!({"setDataValidation": {"range": range, "rule": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Abierto"}]}, "strict": true, "showCustomUi": true}}}),
        json!({"addConditionalFormatRule": {"rule": rule, "index": 0}}),
        json!({"addFilterView": {"filter": {"filterViewId": 501, "title": "Vencen", "range": range}}}),
        json!({"addBanding": {"bandedRange": {"bandedRangeId": 601, "range": range, "rowProperties": {"firstBandColor": {"red": 1.0}, "secondBandColor": {"green": 1.0}}}}}),
        json!({"updateBorders": {"range": range, "bottom": {"style": "SOLID"}}}),
        json!({"updateDimensionProperties": {"range": {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}, "properties": {"pixelSize": 220, "hiddenByUser": true}, "fields": "pixelSize,hiddenByUser"}}),
        json!({"autoResizeDimensions": {"dimensions": {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}}),
        json!({"addProtectedRange": {"protectedRange": {"protectedRangeId": 701, "range": {"sheetId": 7}, "unprotectedRanges": [range], "description": "d", "warningOnly": true}}}),
        json!({"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"frozenRowCount": 3}}, "fields": "gridProperties.frozenRowCount"}}),
    ];
    bench.batch(&id, &requests).ok();
    let fields = "sheets(properties.gridProperties,conditionalFormats,filterViews,bandedRanges.bandedRangeId,protectedRanges,data(rowData.values(userEnteredFormat,dataValidation.strict),columnMetadata))";
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields={fields}")).ok();
    let sheet = &out["sheets"][0];
    assert_eq!(sheet["properties"]["gridProperties"]["frozenRowCount"], 3);
    assert_eq!(sheet["filterViews"][0]["filterViewId"], 501);
    assert_eq!(sheet["protectedRanges"][0]["unprotectedRanges"], json!([range]));
    assert_eq!(sheet["protectedRanges"][0]["warningOnly"], true);
    assert_eq!(sheet["bandedRanges"], json!([{"bandedRangeId": 601}]));
    let cell = &sheet["data"][0]["rowData"][4]["values"][0];
    assert_eq!(
        cell["userEnteredFormat"],
        json!({"textFormat": {"bold": true}, "wrapStrategy": "WRAP", "borders": {"bottom": {"style": "SOLID"}}})
    );
    assert_eq!(cell["dataValidation"], json!({"strict": true}));
    assert_eq!(sheet["data"][0]["columnMetadata"][1], json!({"pixelSize": 220, "hiddenByUser": true}));
    for (index, request) in requests.iter().enumerate().filter(|(i, _)| [3, 4, 8].contains(i)) {
        assert_eq!(bench.batch(&id, std::slice::from_ref(request)).status, 400, "request {index} twice");
    }
}

#[test]
fn found_texts_are_replaced_and_counted() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["Agua turbia", "=\"agua\""], &["AGUA", "nada"]]);
    let request = json!({"findReplace": {"find": "agua", "replacement": "luz", "sheetId": 7}});
    let out = bench.batch(&id, &[request]).ok();
    assert_eq!(
        out["replies"][0]["findReplace"],
        json!({"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 2})
    );
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A2"), [["luz turbia"], ["luz"]]);
    let none = bench
        .batch(&id, &[json!({"findReplace": {"find": "zzz", "replacement": "", "allSheets": true}})])
        .ok();
    assert_eq!(none["replies"][0]["findReplace"], json!({}));
}
