//! Nothing a client sends brings the emulator down.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::client::Bench;

fn alive(bench: &Bench, id: &str) {
    bench.get(&format!("/v4/spreadsheets/{id}?fields=spreadsheetId")).ok();
}

#[test]
fn malformed_bodies_are_refused() {
    let bench = Bench::new();
    let id = bench.book();
    let target = format!("/v4/spreadsheets/{id}:batchUpdate");
    let deep = "[".repeat(100_000);
    let nested =
        format!("{{\"requests\":[{{\"addSheet\":{}1{}}}]}}", "{\"properties\":".repeat(100), "}".repeat(100));
    for body in [
        &b"{"[..],
        b"[]",
        b"\xff\xfe",
        b"null",
        b"{\"requests\": [1]}",
        b"{\"requests\": {}}",
        deep.as_bytes(),
        nested.as_bytes(),
        b"{\"requests\":[{\"addSheet\":{\"properties\":{\"sheetId\":99999999999999999999}}}]}",
    ] {
        let answered = bench.send("POST", &target, "application/json", body);
        assert_eq!(answered.status, 400, "{}", String::from_utf8_lossy(&body[..body.len().min(80)]));
        assert_eq!(answered.json()["error"]["status"], "INVALID_ARGUMENT");
    }
    for raw in [
        &b"GET"[..],
        b"\r\n\r\n",
        b"POST /token HTTP/1.1\r\ncontent-length: 50\r\n\r\nhalf",
        b"GET /%%%zz?%=% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    ] {
        let mut stream = std::net::TcpStream::connect(bench.emulator.address()).unwrap();
        let _ = std::io::Write::write_all(&mut stream, raw);
    }
    alive(&bench, &id);
}

/// Any request kind with members of the right names and hostile numbers.
fn request() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        Just(-1i64),
        Just(0),
        Just(1),
        Just(3),
        Just(7),
        Just(20),
        Just(2_147_483_647),
        any::<i32>().prop_map(i64::from)
    ];
    let range = prop::collection::vec(number.clone(), 5).prop_map(|n| {
        json!({"sheetId": 7, "startRowIndex": n[0], "endRowIndex": n[1], "startColumnIndex": n[2], "endColumnIndex": n[3]})
    });
    let line = (prop_oneof![Just("ROWS"), Just("COLUMNS")], number.clone(), number.clone())
        .prop_map(|(d, a, b)| json!({"sheetId": 7, "dimension": d, "startIndex": a, "endIndex": b}));
    let corner = (number.clone(), number.clone())
        .prop_map(|(r, c)| json!({"sheetId": 7, "rowIndex": r, "columnIndex": c}));
    prop_oneof![
        line.clone().prop_map(|l| json!({"insertDimension": {"range": l}})),
        line.clone().prop_map(|l| json!({"deleteDimension": {"range": l}})),
        (line.clone(), number.clone()).prop_map(|(l, n)| json!({"moveDimension": {"source": l, "destinationIndex": n}})),
        line.prop_map(|l| json!({"addDimensionGroup": {"range": l}})),
        range.clone().prop_map(|r| json!({"mergeCells": {"range": r, "mergeType": "MERGE_ROWS"}})),
        range.clone().prop_map(|r| json!({"unmergeCells": {"range": r}})),
        (range.clone(), range.clone()).prop_map(|(a, b)| json!({"copyPaste": {"source": a, "destination": b}})),
        (range.clone(), corner.clone()).prop_map(|(a, b)| json!({"cutPaste": {"source": a, "destination": b}})),
        (range.clone(), number.clone()).prop_map(|(r, n)| json!({"sortRange": {"range": r, "sortSpecs": [{"dimensionIndex": n}]}})),
        range.clone().prop_map(|r| json!({"insertRange": {"range": r, "shiftDimension": "ROWS"}})),
        range.clone().prop_map(|r| json!({"deleteRange": {"range": r, "shiftDimension": "COLUMNS"}})),
        range.clone().prop_map(|r| json!({"setBasicFilter": {"filter": {"range": r}}})),
        range.clone().prop_map(|r| json!({"addProtectedRange": {"protectedRange": {"range": r}}})),
        range.prop_map(|r| json!({"updateCells": {"range": r, "fields": "*"}})),
        (corner, "\\PC{0,12}").prop_map(|(c, t)| json!({"updateCells": {"start": c, "fields": "userEnteredValue", "rows": [{"values": [{"userEnteredValue": {"formulaValue": format!("={t}")}}]}]}})),
        (number.clone(), number).prop_map(|(r, c)| json!({"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"rowCount": r.min(50), "columnCount": c.min(20)}}, "fields": "gridProperties.rowCount,gridProperties.columnCount"}})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_requests_are_applied_or_refused(requests in prop::collection::vec(request(), 1..12), typed in "\\PC{0,20}", range in "[A-Z'!:$0-9a-z]{0,12}") {
        let bench = Bench::new();
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["=A2+B1", "2", "3/11/2026"], &["x", "=SUMA(A1:C9)", typed.as_str()]]);
        bench.emulator.with(|w| w.limits.cells = 20_000);
        for request in &requests {
            let answered = bench.batch(&id, std::slice::from_ref(request));
            prop_assert!(matches!(answered.status, 200 | 400), "{} for {request}: {}", answered.status, answered.message());
        }
        let read = bench.get(&format!("/v4/spreadsheets/{id}?includeGridData=true"));
        prop_assert_eq!(read.status, 200);
        let read = bench.get(&format!("/v4/spreadsheets/{id}/values/{range}?valueRenderOption=FORMULA"));
        prop_assert!(matches!(read.status, 200 | 400 | 404), "{}", read.status);
    }
}
