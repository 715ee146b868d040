//! A spreadsheet made in one call, with all that hangs on it.

use serde_json::json;

use super::client::Bench;

#[test]
fn what_is_said_of_a_new_spreadsheet_is_there() {
    let bench = Bench::new();
    let block = json!({"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2});
    let tag = |key: &str| json!([{"metadataKey": key, "metadataValue": "1", "visibility": "DOCUMENT"}]);
    let made = bench
        .post(
            "/v4/spreadsheets",
            &json!({
                "properties": {"title": "T", "locale": "es_CO", "timeZone": "America/Bogota"},
                "sheets": [
                    {
                        "properties": {"title": "Uno", "sheetId": 3},
                        "data": [{
                            "rowData": [{"values": [{"userEnteredValue": {"formulaValue": "=Dos!A1&\"!\""}}]}],
                            "rowMetadata": [{"pixelSize": 40, "developerMetadata": tag("fila")}],
                            "columnMetadata": [{}, {"hiddenByUser": true}],
                        }],
                        "merges": [block],
                        "protectedRanges": [{"range": block, "warningOnly": true}],
                        "basicFilter": {"range": {"startRowIndex": 2}},
                        "rowGroups": [{"range": {"dimension": "ROWS", "startIndex": 4, "endIndex": 6}}],
                        "developerMetadata": tag("hoja"),
                    },
                    {
                        "properties": {"title": "Dos"},
                        "data": [{"rowData": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]}],
                    },
                ],
                "namedRanges": [{"name": "todo", "range": {"sheetId": 3}}],
                "developerMetadata": tag("libro"),
            }),
        )
        .ok();
    let id = made["spreadsheetId"].as_str().unwrap();
    assert_eq!(made["developerMetadata"][0]["metadataKey"], "libro");
    assert_eq!(made["namedRanges"][0]["name"], "todo");
    let first = &made["sheets"][0];
    assert_eq!(first["merges"][0]["sheetId"], 3);
    assert_eq!(first["protectedRanges"][0]["warningOnly"], true);
    assert_eq!(first["basicFilter"]["range"]["startRowIndex"], 2);
    assert_eq!(first["rowGroups"][0]["depth"], 1);
    assert_eq!(first["developerMetadata"][0]["location"]["sheetId"], 3);
    let fields =
        "sheets.data(rowMetadata(pixelSize,developerMetadata.metadataKey),columnMetadata.hiddenByUser)";
    let grid = bench.get(&format!("/v4/spreadsheets/{id}?ranges=Uno!A1:B1&fields={fields}")).ok();
    assert_eq!(
        grid["sheets"][0]["data"][0],
        json!({
            "rowMetadata": [{"pixelSize": 40, "developerMetadata": [{"metadataKey": "fila"}]}],
            "columnMetadata": [{}, {"hiddenByUser": true}],
        })
    );
    let read = bench.get(&format!("/v4/spreadsheets/{id}/values/Uno!A1")).ok();
    assert_eq!(read["values"], json!([["x!"]]));
}

#[test]
fn a_spreadsheet_that_is_refused_is_not_made() {
    let bench = Bench::new();
    let named = json!({"properties": {"title": "T"}, "namedRanges": [{"name": "A1", "range": {}}]});
    let refused = bench.post("/v4/spreadsheets", &named);
    assert_eq!(
        (refused.status, refused.message().as_str()),
        (400, "Invalid spreadsheet: Invalid name for a range: \"A1\".")
    );
    assert_eq!(bench.get("/drive/v3/files").ok()["files"], json!([]));
}
