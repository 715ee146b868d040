//! How cells look in the end: conditional formats, colour scales and bands over and under their own formats.

use serde_json::{Value, json};

use super::client::Bench;

fn range(top: i64, bottom: i64, left: i64, right: i64) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

fn rule(range: &Value, condition: &Value, format: &Value) -> Value {
    let boolean = json!({"condition": condition, "format": format});
    json!({"addConditionalFormatRule": {"rule": {"ranges": [range], "booleanRule": boolean}, "index": 0}})
}

/// The fill of each cell of a column, as bytes in hexadecimal; a cell that is not in the answer is white.
fn fills(bench: &Bench, id: &str, cells: &str, rows: usize) -> Vec<String> {
    let fields = "sheets.data.rowData.values.effectiveFormat.backgroundColor";
    let out = bench.get(&format!("/v4/spreadsheets/{id}?ranges='CE-F05'!{cells}&fields={fields}")).ok();
    let byte = |color: &Value, name: &str| (color[name].as_f64().unwrap_or(0.0) * 255.0).round();
    let hex = |color: &Value| {
        let bytes =
            ["red", "green", "blue"].map(|name| format!("{:02x}", crate::num::floor(byte(color, name))));
        bytes.concat()
    };
    let data = &out["sheets"][0]["data"][0]["rowData"];
    let color = |row: usize| &data[row]["values"][0]["effectiveFormat"]["backgroundColor"];
    (0..rows).map(|row| if color(row).is_object() { hex(color(row)) } else { "ffffff".to_owned() }).collect()
}

#[test]
fn the_first_rule_that_holds_decides_each_property() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["PQR"], &["PQR VENCIDA"], &["otra"]]);
    let contains = |text: &str| json!({"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": text}]});
    bench
        .batch(
            &id,
            &[
                rule(
                    &range(0, 3, 0, 1),
                    &contains("pqr"),
                    &json!({"backgroundColor": {"blue": 1}, "textFormat": {"bold": true}}),
                ),
                rule(
                    &range(0, 3, 0, 1),
                    &contains("VENCIDA"),
                    &json!({"backgroundColorStyle": {"themeColor": "ACCENT2"}}),
                ),
            ],
        )
        .ok();
    assert_eq!(fills(&bench, &id, "A1:A3", 3), ["0000ff", "ea4335", "ffffff"]);
    let out = bench
        .get(&format!("/v4/spreadsheets/{id}?ranges='CE-F05'!A2&fields=sheets(conditionalFormats,data.rowData.values(effectiveFormat(textFormat.bold,backgroundColorStyle),userEnteredFormat))"))
        .ok();
    let cell = &out["sheets"][0]["data"][0]["rowData"][0]["values"][0];
    assert_eq!(cell["effectiveFormat"]["textFormat"]["bold"], true);
    assert_eq!(cell["effectiveFormat"]["backgroundColorStyle"], json!({"themeColor": "ACCENT2"}));
    assert!(cell["userEnteredFormat"].is_null());
    // A rule's colour is read back under both of its names.
    let format = &out["sheets"][0]["conditionalFormats"][1]["booleanRule"]["format"];
    assert_eq!(format["backgroundColorStyle"], json!({"rgbColor": {"blue": 1}}));
}

#[test]
fn the_references_of_a_rule_slide_from_its_first_cell() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["x", "1"], &["x", "5"], &["x", "3"]]);
    let greater = json!({"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B1>2"}]});
    bench.batch(&id, &[rule(&range(0, 3, 0, 1), &greater, &json!({"backgroundColor": {"red": 1}}))]).ok();
    assert_eq!(fills(&bench, &id, "A1:A3", 3), ["ffffff", "ff0000", "ff0000"]);
    // Rows that are inserted above take the rule and its references along.
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 1).unwrap());
    assert_eq!(fills(&bench, &id, "A1:A4", 4), ["ffffff", "ffffff", "ff0000", "ff0000"]);
    // A copied row brings the rule, which becomes one with what it meets.
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().copy("A3:B3", "A5").unwrap());
    assert_eq!(fills(&bench, &id, "A1:A5", 5)[4], "ff0000");
    let rules = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.conditionalFormats.ranges")).ok();
    assert_eq!(rules["sheets"][0]["conditionalFormats"], json!([{"ranges": [range(1, 5, 0, 1)]}]));
    // What is cut leaves nothing behind.
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().cut("A2:B3", "A10").unwrap());
    let rules = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.conditionalFormats")).ok();
    let rule = &rules["sheets"][0]["conditionalFormats"][0];
    assert_eq!(rule["ranges"], json!([range(3, 5, 0, 1), range(9, 11, 0, 1)]));
    assert_eq!(rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"], "=$B4>2");
    assert_eq!(fills(&bench, &id, "A11", 1), ["ff0000"]);
}

#[test]
fn a_colour_scale_fills_numbers_between_its_points() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["0"], &["5"], &["10"], &["texto"]]);
    let scale = json!({
        "minpoint": {"type": "MIN", "color": {"red": 1, "green": 1, "blue": 1}},
        "midpoint": {"type": "PERCENTILE", "value": "50", "color": {"green": 1}},
        "maxpoint": {"type": "NUMBER", "value": "10", "color": {"red": 1}},
    });
    let add = json!({"addConditionalFormatRule": {"rule": {"ranges": [range(0, 4, 0, 1)], "gradientRule": scale}, "index": 0}});
    bench.batch(&id, &[add]).ok();
    assert_eq!(fills(&bench, &id, "A1:A4", 4), ["ffffff", "00ff00", "ff0000", "ffffff"]);
    let bare = json!({"addConditionalFormatRule": {"rule": {"ranges": [range(0, 4, 0, 1)], "gradientRule": {"minpoint": {"type": "NUMBER"}, "maxpoint": {"type": "MAX"}}}, "index": 0}});
    assert_eq!(
        bench.refused(&id, bare),
        "Invalid requests[0].addConditionalFormatRule: The minpoint of type NUMBER must have a value."
    );
}

#[test]
fn bands_lie_under_the_cells_own_format() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["Título"], &["a"], &["b"], &["c"]]);
    let bands =
        json!({"headerColor": {"blue": 1}, "firstBandColor": {"red": 1}, "secondBandColor": {"green": 1}});
    let own = json!({"repeatCell": {"range": range(3, 4, 0, 1), "cell": {"userEnteredFormat": {"backgroundColor": {}}}, "fields": "userEnteredFormat.backgroundColor"}});
    let banding = json!({"bandedRangeId": 5, "range": range(0, 5, 0, 1), "rowProperties": bands});
    bench.batch(&id, &[json!({"addBanding": {"bandedRange": banding}}), own]).ok();
    // The last row is empty, and banded all the same.
    assert_eq!(fills(&bench, &id, "A1:A5", 5), ["0000ff", "ff0000", "00ff00", "000000", "00ff00"]);
    let update = json!({"updateBanding": {"bandedRange": {"bandedRangeId": 5, "rowProperties": {"headerColorStyle": {"rgbColor": {"red": 1}}}}, "fields": "rowProperties.headerColorStyle"}});
    bench.batch(&id, &[update]).ok();
    assert_eq!(fills(&bench, &id, "A1:A2", 2), ["ff0000", "ff0000"]);
}

#[test]
fn a_colour_written_again_under_its_other_name_is_the_new_one() {
    let bench = Bench::new();
    let id = bench.book();
    let paint = |format: Value, fields: &str| json!({"repeatCell": {"range": range(0, 1, 0, 1), "cell": {"userEnteredFormat": format}, "fields": fields}});
    bench
        .batch(
            &id,
            &[
                paint(
                    json!({"backgroundColorStyle": {"rgbColor": {"red": 1}}}),
                    "userEnteredFormat.backgroundColorStyle",
                ),
                paint(json!({"backgroundColor": {"blue": 1}}), "userEnteredFormat(backgroundColor)"),
            ],
        )
        .ok();
    assert_eq!(fills(&bench, &id, "A1", 1), ["0000ff"]);
    bench
        .batch(
            &id,
            &[paint(json!({"backgroundColor": {"green": 1}}), "userEnteredFormat.backgroundColor.green")],
        )
        .ok();
    assert_eq!(fills(&bench, &id, "A1", 1), ["00ffff"]);
}
