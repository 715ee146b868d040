//! Sheets: what cells show and where they lead beside their values.

use serde_json::{Value, json};

use super::Fact;

const REFERENCE: &str = "Google's reference of CellData";
const LINK: &str = "https://red.example/3";

/// The members of a cell that say what it shows and where it leads.
const FIELDS: &str = "sheets(data(startRow,rowData(values(userEnteredValue,formattedValue,hyperlink,\
    textFormatRuns(format(link(uri))),chipRuns(chip(richLinkProperties(uri)))))))";

/// A request that puts members of a cell into the first cell of a sheet.
fn put(cell: &Value, fields: &str) -> Value {
    let range = json!({"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1});
    json!([{"repeatCell": {"range": range, "cell": cell, "fields": fields}}])
}

pub(super) const SHOWN: &[Fact] = &[
    Fact {
        says: "a read by filter tells what a number format shows, where its range starts",
        source: REFERENCE,
        holds: |google| {
            let id = google.typed(&[&["35", "x"]])?;
            let format = json!({"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "\"CE \"000000"}}});
            google.batch(&id, &put(&format, "userEnteredFormat.numberFormat"))?.ok()?;
            let below = json!({"sheetId": 0, "startRowIndex": 4, "endRowIndex": 6});
            let first = json!({"sheetId": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1});
            let body = json!({"dataFilters": [{"gridRange": first}, {"gridRange": below}]});
            let path = format!("/v4/spreadsheets/{id}:getByDataFilter?fields={FIELDS}");
            let read = google.post(&path, &body)?.ok()?;
            let cell = json!({"userEnteredValue": {"numberValue": 35}, "formattedValue": "CE 000035"});
            read.has("/sheets/0/data/0", &json!({"rowData": [{"values": [cell]}]}))?
                .has("/sheets/0/data/1", &json!({"startRow": 4}))
                .map(drop)
        },
    },
    Fact {
        says: "a cell leads where its formula, its format or its one run leads, and nowhere by itself where its runs differ",
        source: REFERENCE,
        holds: |google| {
            let link = json!({"link": {"uri": LINK}});
            let whole = json!({"userEnteredFormat": {"textFormat": link}});
            let run = json!({"textFormatRuns": [{"format": link}]});
            let part = json!({"textFormatRuns": [{"startIndex": 4, "format": link}]});
            let other = json!({"link": {"uri": "https://red.example/4"}});
            let two = json!({"textFormatRuns": [{"format": link}, {"startIndex": 4, "format": other}]});
            for (cell, fields, leads) in [
                (whole, "userEnteredFormat.textFormat.link", json!(LINK)),
                (run, "textFormatRuns", json!(LINK)),
                (part, "textFormatRuns", Value::Null),
                (two, "textFormatRuns", Value::Null),
            ] {
                let id = google.typed(&[&["ver publicación"]])?;
                google.batch(&id, &put(&cell, fields))?.ok()?;
                let read = google.get(&format!("/v4/spreadsheets/{id}?fields={FIELDS}"))?.ok()?;
                read.has("/sheets/0/data/0/rowData/0/values/0/hyperlink", &leads)?;
            }
            let id = google.typed(&[&["=HYPERLINK(\"https://red.example/3\",\"ver\")"]])?;
            let read = google.get(&format!("/v4/spreadsheets/{id}?fields={FIELDS}"))?.ok()?;
            read.has("/sheets/0/data/0/rowData/0/values/0/hyperlink", &json!(LINK)).map(drop)
        },
    },
    Fact {
        says: "a chip is a sign in the text, and what it leads to stands beside",
        source: REFERENCE,
        holds: |google| {
            let id = google.typed(&[&["@"]])?;
            let chip = json!({"chip": {"richLinkProperties": {"uri": LINK}}});
            google.batch(&id, &put(&json!({"chipRuns": [chip]}), "chipRuns"))?.ok()?;
            let read = google.get(&format!("/v4/spreadsheets/{id}?fields={FIELDS}"))?.ok()?;
            let cell = "/sheets/0/data/0/rowData/0/values/0";
            read.has(&format!("{cell}/userEnteredValue/stringValue"), &json!("@"))?
                .has(&format!("{cell}/chipRuns"), &json!([chip]))
                .map(drop)
        },
    },
];
