//! Sheets: what is read.

use serde_json::{Value, json};

use super::google::Answer;
use super::sheets_shown::SHOWN;
use super::sheets_written::WRITES;
use super::{Fact, Google};

/// The tables of Sheets.
pub(super) const TABLES: &[&[Fact]] = &[BULK, ERRORS, RANGES, READER, SHOWN, WRITES];

const MEASURED: &str = "measured 2026-10-04, backlot routers/google.py";
const READER_SOURCE: &str = "measured 2026-10-04, backlot protojson.py";

/// Asks `values:batchGetByDataFilter` for grid ranges.
fn bulk(google: &Google, id: &str, ranges: &[Value]) -> Result<Answer, String> {
    let filters: Vec<Value> = ranges.iter().map(|range| json!({"gridRange": range})).collect();
    google
        .post(&format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter"), &json!({"dataFilters": filters}))
}

const BULK: &[Fact] = &[
    Fact {
        says: "a bulk read answers by sheet, column and row, not in the order asked",
        source: MEASURED,
        holds: |google| {
            let id = google.typed(&[&["a", "b", "c"]])?;
            let columns = |start: i64, end: i64| json!({"startColumnIndex": start, "endColumnIndex": end});
            let read = bulk(google, &id, &[columns(1, 3), columns(0, 2)])?.ok()?;
            read.has("/valueRanges/0/valueRange/range", &json!("Sheet1!A1:B1000"))?
                .has("/valueRanges/1/valueRange/range", &json!("Sheet1!B1:C1000"))
                .map(drop)
        },
    },
    Fact {
        says: "filters whose answers have one name share an entry, and sheet 0 goes without its id",
        source: MEASURED,
        holds: |google| {
            let id = google.typed(&[&["a"]])?;
            let read =
                bulk(google, &id, &[json!({"sheetId": 0}), json!({"sheetId": 0, "startRowIndex": 0})])?;
            read.ok()?
                .has("/valueRanges/1", &Value::Null)?
                .has("/valueRanges/0/dataFilters/0", &json!({"gridRange": {}}))?
                .has("/valueRanges/0/dataFilters/1", &json!({"gridRange": {"startRowIndex": 0}}))
                .map(drop)
        },
    },
    Fact {
        says: "a filter that is wrong is named by its position",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let read = bulk(google, &id, &[json!({}), json!({"sheetId": 99})])?;
            read.refused(400, "Invalid dataFilter[1]: No grid with id: 99")
        },
    },
    Fact {
        says: "the spreadsheet's own read by filter names no position",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let body = json!({"dataFilters": [{"gridRange": {"sheetId": 99}}]});
            let read = google.post(&format!("/v4/spreadsheets/{id}:getByDataFilter"), &body)?;
            read.refused(400, "No sheet with id: 99")
        },
    },
    Fact {
        says: "a bulk read without filters is refused",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let target = format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter");
            for body in [json!({}), json!({"dataFilters": []})] {
                google.post(&target, &body)?.refused(400, "Must specify at least one dataFilter.")?;
            }
            Ok(())
        },
    },
    Fact {
        says: "a spreadsheet read by no filter shows every sheet",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let read = google
                .post(&format!("/v4/spreadsheets/{id}:getByDataFilter"), &json!({"dataFilters": []}))?;
            read.ok()?.has("/sheets/0/properties/title", &json!("Sheet1")).map(drop)
        },
    },
    Fact {
        says: "a filter that asks for nothing is refused",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let target = format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter");
            google
                .post(&target, &json!({"dataFilters": [{}]}))?
                .refused(400, "Invalid dataFilter[0]: dataFilter.filter must be specified.")
        },
    },
    Fact {
        says: "bounds below zero, turned around and past the grid are refused in that order",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let refused = |range: Value, text: &str| {
                bulk(google, &id, &[range])?.refused(400, &format!("Invalid dataFilter[0]: {text}"))
            };
            refused(json!({"startRowIndex": -1}), "GridRange indexes must be >= 0")?;
            refused(
                json!({"startRowIndex": 3, "endRowIndex": 1}),
                "endRowIndex[1] cannot be before startRowIndex[3]",
            )?;
            let limits = "exceeds grid limits. Max rows: 1000, max columns: 26";
            for (range, name) in [
                (json!({"startRowIndex": 1000}), "Sheet1!1001:"),
                (
                    json!({"startRowIndex": 1000, "startColumnIndex": 1, "endColumnIndex": 3}),
                    "Sheet1!B1001:C",
                ),
                (json!({"startColumnIndex": 26, "endColumnIndex": 27}), "Sheet1!AA"),
                (
                    json!({"startRowIndex": 5, "endRowIndex": 5, "startColumnIndex": 26}),
                    "(empty) Sheet1!AA6:5",
                ),
                (json!({"endRowIndex": 0, "startColumnIndex": 26}), "Sheet1!AA:0"),
            ] {
                refused(range, &format!("Range ({name}) {limits}"))?;
            }
            Ok(())
        },
    },
    Fact {
        says: "an empty range is answered as #REF!, and all empty ones together",
        source: MEASURED,
        holds: |google| {
            let id = google.book()?;
            let empty = |start: i64| json!({"startRowIndex": start, "endRowIndex": start});
            let read = bulk(google, &id, &[empty(0), empty(4)])?.ok()?;
            read.has("/valueRanges/0/valueRange", &json!({"range": "#REF!", "majorDimension": "ROWS"}))?
                .has("/valueRanges/0/dataFilters/1/gridRange/startRowIndex", &json!(4))?
                .has("/valueRanges/1", &Value::Null)
                .map(drop)
        },
    },
    Fact {
        says: "a bulk clearing names the position of the filter that is wrong",
        source: "programs that look for the text",
        holds: |google| {
            let id = google.book()?;
            let target = format!("/v4/spreadsheets/{id}/values:batchClearByDataFilter");
            google
                .post(&target, &json!({"dataFilters": [{"a1Range": "Otra!A1"}]}))?
                .refused(400, "Invalid dataFilter[0]: Unable to parse range: Otra!A1")
        },
    },
];

const ERRORS: &[Fact] = &[
    Fact {
        says: "an unformatted error cell carries a sentence, a formatted one is short",
        source: "measured 2026-10-04, backlot #159, and many programs",
        holds: |google| {
            let rows: &[(&str, &str, &str)] = &[
                ("=1/0", "#DIV/0!", "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)"),
                ("=1+", "#ERROR!", "#ERROR! (Formula parse error.)"),
                (
                    "=VLOOKUP(\"1.999.000.001\",D1:E2,2,FALSE)",
                    "#N/A",
                    "#N/A (Did not find value '1.999.000.001' in VLOOKUP evaluation.)",
                ),
                (
                    "=\"uno\"*2",
                    "#VALUE!",
                    "#VALUE! (Function MULTIPLY parameter 1 expects number values. But 'uno' is a text and cannot be coerced to a number.)",
                ),
            ];
            for (formula, short, long) in rows {
                let id = google.typed(&[&[*formula]])?;
                let read = format!("/v4/spreadsheets/{id}/values/A1?valueRenderOption=");
                google.get(&format!("{read}FORMATTED_VALUE"))?.ok()?.has("/values/0/0", &json!(short))?;
                google.get(&format!("{read}UNFORMATTED_VALUE"))?.ok()?.has("/values/0/0", &json!(long))?;
                let body =
                    json!({"dataFilters": [{"gridRange": {}}], "valueRenderOption": "UNFORMATTED_VALUE"});
                google
                    .post(&format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter"), &body)?
                    .ok()?
                    .has("/valueRanges/0/valueRange/values/0/0", &json!(long))?;
                let fields = "fields=sheets.data.rowData.values(effectiveValue,formattedValue)";
                let cell = "/sheets/0/data/0/rowData/0/values/0";
                let sentence = &long[short.len() + 2..long.len() - 1];
                google
                    .get(&format!("/v4/spreadsheets/{id}?{fields}"))?
                    .ok()?
                    .has(&format!("{cell}/formattedValue"), &json!(short))?
                    .has(&format!("{cell}/effectiveValue/errorValue/message"), &json!(sentence))?;
            }
            Ok(())
        },
    },
    Fact {
        says: "a cell without a format is shown to the side of its value's kind, in Arial",
        source: "measured, backlot _sheets_format",
        holds: |google| {
            let id = google.typed(&[&["texto", "12", "TRUE"]])?;
            let read = google.get(&format!("/v4/spreadsheets/{id}?includeGridData=true"))?.ok()?;
            let cell = |at: usize| format!("/sheets/0/data/0/rowData/0/values/{at}/effectiveFormat");
            read.has(&format!("{}/horizontalAlignment", cell(0)), &json!("LEFT"))?
                .has(&format!("{}/horizontalAlignment", cell(1)), &json!("RIGHT"))?
                .has(&format!("{}/horizontalAlignment", cell(2)), &json!("CENTER"))?
                .has(&format!("{}/textFormat/fontFamily", cell(0)), &json!("Arial"))
                .map(drop)
        },
    },
];

const RANGES: &[Fact] = &[
    Fact {
        says: "blanks, half-read ranges and what is no range are refused",
        source: "measured 2026-09-12, backlot #174",
        holds: |google| {
            let id = google.book()?;
            let wrong = [
                "Sheet1! A1",
                "Sheet1!B",
                "Sheet1!2",
                "A1:R2C2",
                "R0C1",
                "R2C2:R1C1",
                "A0",
                "!Sheet1",
                " A1",
            ];
            for range in wrong {
                let read =
                    google.get(&format!("/v4/spreadsheets/{id}/values/{}", range.replace(' ', "%20")))?;
                read.refused(400, &format!("Unable to parse range: {range}"))?;
            }
            Ok(())
        },
    },
    Fact {
        says: "an empty title is the first sheet, and cells may be counted in both directions",
        source: "measured 2026-09-12, backlot #174",
        holds: |google| {
            let id = google.book()?;
            for (asked, named) in [
                ("!A1", "Sheet1!A1"),
                ("''!A1", "Sheet1!A1"),
                ("sheet1!A1:A1", "Sheet1!A1"),
                ("R[1]C[1]", "Sheet1!B2"),
                ("RC", "Sheet1!A1"),
                ("R1C1:R2", "Sheet1!A1:Z2"),
                ("R1C1:C2", "Sheet1!A1:B1000"),
                ("R[1]", "Sheet1!A2:Z2"),
                ("C[1]", "Sheet1!B1:B1000"),
                ("R3C3:R1C1", "Sheet1!A1:C3"),
                ("R1C1:R2000C50", "Sheet1!A1:Z1000"),
            ] {
                let read = google.get(&format!("/v4/spreadsheets/{id}/values/{asked}"))?.ok()?;
                read.has("/range", &json!(named))?;
            }
            Ok(())
        },
    },
    Fact {
        says: "whole columns and rows past the grid are named by letters and by numbers",
        source: "measured 2026-09-12, backlot #174",
        holds: |google| {
            let id = google.book()?;
            for (asked, named) in [
                ("Sheet1!AA:AB", "Sheet1!AA:AB"),
                ("ZZ:ZZ", "Sheet1!ZZ"),
                ("1001:1002", "Sheet1!1001:1002"),
                ("R[1000]C[0]", "Sheet1!A1001"),
            ] {
                google.get(&format!("/v4/spreadsheets/{id}/values/{asked}"))?.refused(
                    400,
                    &format!("Range ({named}) exceeds grid limits. Max rows: 1000, max columns: 26"),
                )?;
            }
            Ok(())
        },
    },
];

const READER: &[Fact] = &[
    Fact {
        says: "a repeated field takes nulls, nested lists and a lone message",
        source: READER_SOURCE,
        holds: |google| {
            let id = google.book()?;
            let add = |title: &str| json!({"addSheet": {"properties": {"title": title}}});
            google.batch(&id, &json!([null, add("a")]))?.ok()?.has("/replies/1", &Value::Null)?;
            google.batch(&id, &json!([[add("b")], [add("c")]]))?.ok()?.has("/replies/2", &Value::Null)?;
            google
                .batch(&id, &add("d"))?
                .ok()?
                .has("/replies/0/addSheet/properties/title", &json!("d"))
                .map(drop)
        },
    },
    Fact {
        says: "a bound that cannot be read is named as the wrapper that it is",
        source: READER_SOURCE,
        holds: |google| {
            let id = google.book()?;
            bulk(google, &id, &[json!({"startRowIndex": "abc"})])?.refused(
                400,
                "Invalid value at 'data_filters[0].grid_range.start_row_index.value' (TYPE_INT32), \"abc\"",
            )
        },
    },
    Fact {
        says: "names, enumerations and numbers have several spellings",
        source: READER_SOURCE,
        holds: |google| {
            let id = google.typed(&[&["=1+1"], &["b"]])?;
            let body = json!({"data_filters": [{"grid_range": {"start_row_index": "+0"}}], "majorDimension": "columns",
                "valueRenderOption": 2});
            let read =
                google.post(&format!("/v4/spreadsheets/{id}/values:batchGetByDataFilter"), &body)?.ok()?;
            read.has("/valueRanges/0/valueRange/values", &json!([["=1+1", "b"]]))?
                .has("/valueRanges/0/dataFilters/0", &json!({"gridRange": {"startRowIndex": 0}}))?;
            let read = google.get(&format!("/v4/spreadsheets/{id}/values/A1:A2?majorDimension=2"))?.ok()?;
            read.has("/majorDimension", &json!("COLUMNS")).map(drop)
        },
    },
];
