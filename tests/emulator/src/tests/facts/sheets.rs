//! Sheets.

use serde_json::json;

use super::Fact;

/// The tables of Sheets.
pub(super) const TABLES: &[&[Fact]] = &[READS, WRITES];

const READS: &[Fact] = &[
    Fact {
        says: "a formatted error cell is short",
        source: "many independent programs",
        holds: |google| {
            let id = google.typed(&[&["=1/0"]])?;
            let read = google.get(&format!("/v4/spreadsheets/{id}/values/A1"))?.ok()?;
            read.has("/values/0/0", &json!("#DIV/0!")).map(drop)
        },
    },
    Fact {
        says: "a lone column letter is no range",
        source: "measured 2026-09-12, backlot #174",
        holds: |google| {
            let id = google.book()?;
            let read = google.get(&format!("/v4/spreadsheets/{id}/values/Sheet1!B"))?;
            read.refused(400, "Unable to parse range: Sheet1!B")
        },
    },
];

const WRITES: &[Fact] = &[
    Fact {
        says: "an update answers how far it reached",
        source: "recorded traffic of gspread",
        holds: |google| {
            let id = google.book()?;
            let target = format!("/v4/spreadsheets/{id}/values/Sheet1!A1:B2?valueInputOption=RAW");
            let wrote = google.put(&target, &json!({"values": [["a", "b"], ["c", "d"]]}))?.ok()?;
            wrote.has("/updatedRange", &json!("Sheet1!A1:B2"))?.has("/updatedCells", &json!(4)).map(drop)
        },
    },
    Fact {
        says: "a batch without requests is refused",
        source: "many independent programs",
        holds: |google| {
            let id = google.book()?;
            google.batch(&id, &json!([]))?.refused(400, "Must specify at least one request.")
        },
    },
];
