//! Sheets: what is written.

use serde_json::{Value, json};

use super::Fact;

const RECORDED: &str = "recorded traffic of gspread";

pub(super) const WRITES: &[Fact] = &[
    Fact {
        says: "appended cells never widen a tab",
        source: "OpenRefine #2760, googlesheets4 #193",
        holds: |google| {
            let id = google.book()?;
            let cells: Vec<Value> = vec![json!({"userEnteredValue": {"numberValue": 1}}); 27];
            let append = json!({"appendCells": {"fields": "userEnteredValue", "rows": [{"values": cells}]}});
            google.batch(&id, &json!([append]))?.refused(
                400,
                "Invalid requests[0].appendCells: Attempting to write column: 26, beyond the last requested column of: 25",
            )
        },
    },
    Fact {
        says: "a range that only warns takes no editors",
        source: "gspread #1437",
        holds: |google| {
            let id = google.book()?;
            let range =
                json!({"range": {"sheetId": 0}, "warningOnly": true, "editors": {"users": ["a@x.example"]}});
            google.batch(&id, &json!([{"addProtectedRange": {"protectedRange": range}}]))?.refused(
                400,
                "Invalid requests[0].addProtectedRange: ProtectedRange is warningOnly. Editors cannot be set on it.",
            )
        },
    },
    Fact {
        says: "the owner is among the editors of a range that only warns",
        source: RECORDED,
        holds: |google| {
            let id = google.book()?;
            let range = json!({"range": {"sheetId": 0}, "warningOnly": true, "editors": null});
            let added =
                google.batch(&id, &json!([{"addProtectedRange": {"protectedRange": range}}]))?.ok()?;
            added.has("/replies/0/addProtectedRange/protectedRange/editors", &json!({}))?;
            let read = google.get(&format!("/v4/spreadsheets/{id}"))?.ok()?;
            read.has("/sheets/0/protectedRanges/0/editors", &json!({"users": ["owner@x.example"]})).map(drop)
        },
    },
    Fact {
        says: "an append goes below the last table of the last row",
        source: RECORDED,
        holds: |google| {
            let id = google.typed(&[&["x", "", "y"]])?;
            let target = format!("/v4/spreadsheets/{id}/values/Sheet1:append?valueInputOption=RAW");
            let wrote = google.post(&target, &json!({"values": [["a", "b", "c"]]}))?.ok()?;
            wrote
                .has("/tableRange", &json!("Sheet1!C1"))?
                .has("/updates/updatedRange", &json!("Sheet1!C2:E2"))
                .map(drop)
        },
    },
    Fact {
        says: "an append may be given by columns",
        source: RECORDED,
        holds: |google| {
            let id = google.book()?;
            let target = format!("/v4/spreadsheets/{id}/values/Sheet1!B1:append?valueInputOption=RAW");
            let values = json!({"majorDimension": "COLUMNS", "values": [[1, 2, 3, 4], [5, 6, 7, 8]]});
            let wrote = google.post(&target, &values)?.ok()?;
            wrote.has("/updates/updatedRange", &json!("Sheet1!B1:C4")).map(drop)
        },
    },
    Fact {
        says: "an append with INSERT_ROWS makes rows on an empty tab too",
        source: "pygsheets #233",
        holds: |google| {
            let id = google.book()?;
            let target = format!(
                "/v4/spreadsheets/{id}/values/Sheet1:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS"
            );
            let wrote = google.post(&target, &json!({"values": [["a"], ["b"]]}))?.ok()?;
            wrote.has("/updates/updatedRange", &json!("Sheet1!A1:A2"))?;
            let read = google.get(&format!("/v4/spreadsheets/{id}"))?.ok()?;
            read.has("/sheets/0/properties/gridProperties/rowCount", &json!(1002)).map(drop)
        },
    },
    Fact {
        says: "the columns of several ranges are counted once",
        source: RECORDED,
        holds: |google| {
            let id = google.book()?;
            let line = |range: &str| json!({"range": range, "values": [[1, 2, 3, 4]]});
            let body =
                json!({"valueInputOption": "RAW", "data": [line("Sheet1!A1:D1"), line("Sheet1!A4:D4")]});
            let wrote = google.post(&format!("/v4/spreadsheets/{id}/values:batchUpdate"), &body)?.ok()?;
            wrote
                .has("/totalUpdatedColumns", &json!(4))?
                .has("/totalUpdatedRows", &json!(2))?
                .has("/totalUpdatedCells", &json!(8))
                .map(drop)
        },
    },
    Fact {
        says: "nulls count for nothing",
        source: RECORDED,
        holds: |google| {
            let id = google.book()?;
            let blank = json!([null, null, null, null]);
            let values =
                json!([["a", null, null, null], blank, blank, blank, blank, [null, null, null, "b"]]);
            let target = format!("/v4/spreadsheets/{id}/values/Sheet1!A1:D6?valueInputOption=RAW");
            let wrote = google.put(&target, &json!({"values": values}))?.ok()?;
            wrote
                .has("/updatedRange", &json!("Sheet1!A1:D6"))?
                .has("/updatedRows", &json!(2))?
                .has("/updatedColumns", &json!(2))?
                .has("/updatedCells", &json!(2))
                .map(drop)
        },
    },
    Fact {
        says: "a bulk write names the position of the range that is wrong",
        source: "gspread #792, #1601",
        holds: |google| {
            let id = google.book()?;
            let body = json!({"valueInputOption": "RAW", "data": [{"range": "Otra!A1", "values": [[1]]}]});
            google
                .post(&format!("/v4/spreadsheets/{id}/values:batchUpdate"), &body)?
                .refused(400, "Invalid data[0]: Unable to parse range: Otra!A1")
        },
    },
    Fact {
        says: "a filter's empty lists are unset",
        source: "pygsheets' live suite",
        holds: |google| {
            let id = google.book()?;
            let filter = json!({"range": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4,
                "startColumnIndex": 0, "endColumnIndex": 2}, "filterSpecs": [], "sortSpecs": []});
            google.batch(&id, &json!([{"setBasicFilter": {"filter": filter}}]))?.ok()?;
            let read = google.get(&format!("/v4/spreadsheets/{id}"))?.ok()?;
            let range =
                json!({"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2});
            read.has("/sheets/0/basicFilter", &json!({"range": range})).map(drop)
        },
    },
    Fact {
        says: "a mask that reaches into a list writes the list",
        source: "gspread-formatting's live suite",
        holds: |google| {
            let id = google.typed(&[&["texto"]])?;
            let runs = json!([{"startIndex": 1, "format": {"bold": true}}]);
            let repeat = json!({"range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1},
                "cell": {"textFormatRuns": runs},
                "fields": "textFormatRuns.startIndex,textFormatRuns.format.bold"});
            google.batch(&id, &json!([{"repeatCell": repeat}]))?.ok()?;
            let read = google.get(&format!("/v4/spreadsheets/{id}?includeGridData=true"))?.ok()?;
            read.has("/sheets/0/data/0/rowData/0/values/0/textFormatRuns", &runs).map(drop)
        },
    },
    Fact {
        says: "a rule over no cell and a repetition past the grid are taken",
        source: "gspread-formatting's live suite, weaker",
        holds: |google| {
            let id = google.book()?;
            let rule = json!({"ranges": [{"sheetId": 0, "startRowIndex": 1, "endRowIndex": 1}], "booleanRule": {
                "condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": true}}}});
            let repeat = json!({"range": {"sheetId": 0, "endRowIndex": 1001}, "cell": {"note": "n"}, "fields": "note"});
            google
                .batch(&id, &json!([{"addConditionalFormatRule": {"rule": rule}}, {"repeatCell": repeat}]))?
                .ok()
                .map(drop)
        },
    },
];
