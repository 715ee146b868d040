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
        b"POST /v4/spreadsheets HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n{}",
        b"POST /v4/spreadsheets HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        b"POST /token HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde",
        b"GET /v4/spreadsheets/x HTTP/1.1\r\nhost: \xff\r\nauthorization: Bearer \xff\xfe\r\nconnection: close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
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

/// Requests that dress, fill and split, with ranges, texts and formulas that need not make sense.
fn dressing() -> impl Strategy<Value = Value> {
    let number = -3..40i64;
    let range = prop::array::uniform4(number.clone()).prop_map(|n| {
        json!({"sheetId": 7, "startRowIndex": n[0].min(n[1]), "endRowIndex": n[0].max(n[1]), "startColumnIndex": n[2].min(n[3]) % 8, "endColumnIndex": n[2].max(n[3]) % 8 + 1})
    });
    let kinds = crate::schema::SHEETS.field("BooleanCondition", "type").map(|field| field.kind.clone());
    let Some(crate::schema::Kind::Choice(kinds)) = kinds else { panic!("conditions have kinds") };
    let text = "[=A-C1-3$:>+*~?(),;\"#áñ ]{0,12}";
    let condition =
        (prop::sample::select(kinds), prop::collection::vec(text, 0..3)).prop_map(|(kind, values)| {
            let values: Vec<Value> = values.iter().map(|text| json!({"userEnteredValue": text})).collect();
            json!({"type": kind, "values": values})
        });
    let corner = (number.clone(), number.clone())
        .prop_map(|(r, c)| json!({"sheetId": 7, "rowIndex": r, "columnIndex": c}));
    prop_oneof![
        (range.clone(), any::<bool>()).prop_map(|(r, b)| json!({"autoFill": {"range": r, "useAlternateSeries": b}})),
        (range.clone(), prop_oneof![number.clone(), any::<i32>().prop_map(i64::from)], any::<bool>()).prop_map(|(r, n, b)| json!({"autoFill": {"sourceAndDestination": {"source": r, "dimension": if b { "ROWS" } else { "COLUMNS" }, "fillLength": n}}})),
        (range.clone(), text).prop_map(|(r, t)| json!({"textToColumns": {"source": r, "delimiterType": "CUSTOM", "delimiter": t}})),
        range.clone().prop_map(|r| json!({"textToColumns": {"source": r, "delimiterType": "AUTODETECT"}})),
        range.clone().prop_map(|r| json!({"randomizeRange": {"range": r}})),
        (corner.clone(), "(<(table|tr|td colspan=[0-9]{1,9}|td rowspan=[0-9]{1,3}|br|p|pre|/td|/table|b|script)>|[a-z&;#0-9 ]{1,5}){0,12}").prop_map(|(c, t)| json!({"pasteData": {"coordinate": c, "data": t, "html": true}})),
        (corner.clone(), text, text).prop_map(|(c, t, d)| json!({"pasteData": {"coordinate": c, "data": t, "delimiter": d}})),
        (range.clone(), condition.clone()).prop_map(|(r, c)| json!({"addConditionalFormatRule": {"rule": {"ranges": [r], "booleanRule": {"condition": c, "format": {"backgroundColor": {"red": 1}}}}, "index": 0}})),
        (range.clone(), text, text).prop_map(|(r, a, b)| json!({"addConditionalFormatRule": {"rule": {"ranges": [r], "gradientRule": {"minpoint": {"type": "PERCENTILE", "value": a}, "midpoint": {"type": "NUMBER", "value": b}, "maxpoint": {"type": "MAX"}}}, "index": 0}})),
        (range.clone(), condition.clone()).prop_map(|(r, c)| json!({"setDataValidation": {"range": r, "rule": {"condition": c, "strict": true}}})),
        (range.clone(), condition.clone(), number.clone()).prop_map(|(r, c, n)| json!({"setBasicFilter": {"filter": {"range": r, "filterSpecs": [{"columnIndex": n, "filterCriteria": {"condition": c}}]}}})),
        (range.clone(), condition, number.clone()).prop_map(|(r, c, n)| json!({"addSlicer": {"slicer": {"spec": {"dataRange": r, "columnIndex": n, "filterCriteria": {"condition": c}}}}})),
        range.clone().prop_map(|r| json!({"addBanding": {"bandedRange": {"range": r, "rowProperties": {"headerColor": {"red": 1}, "secondBandColor": {}}}}})),
        (range.clone(), text).prop_map(|(r, t)| json!({"addTable": {"table": {"range": r, "tableId": "t", "columnProperties": [{"columnName": t}]}}})),
        text.prop_map(|t| json!({"appendCells": {"tableId": "t", "fields": "*", "rows": [{"values": [{"userEnteredValue": {"stringValue": t}}]}, {}]}})),
        (corner, text).prop_map(|(c, t)| json!({"insertComment": {"coordinate": c, "content": t}})),
        (range, number.clone(), number).prop_map(|(r, a, b)| json!({"addChart": {"chart": {"spec": {"basicChart": {"series": [{"series": {"sourceRange": {"sources": [r]}}}]}}, "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": a, "columnIndex": b}}}}}})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_requests_are_applied_or_refused(requests in prop::collection::vec(prop_oneof![request(), dressing()], 1..16), typed in "\\PC{0,20}", range in "[A-Z'!:$0-9a-z]{0,12}") {
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

#[test]
fn odd_headers_paths_and_ranges_are_answered() {
    let bench = Bench::new();
    let id = bench.book();
    let long = "a".repeat(20_000);
    for request in [
        format!(
            "GET /v4/spreadsheets/{id}/values/{long} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mine\r\nconnection: close\r\n\r\n"
        ),
        format!(
            "GET /v4/spreadsheets/{id} HTTP/1.1\r\nhost: x\r\nauthorization: {long}\r\nconnection: close\r\n\r\n"
        ),
        format!(
            "GET /v4/spreadsheets/{id} HTTP/1.1\r\nhost: x\r\nauthorization: bearer\u{a0}mine\r\nconnection: close\r\n\r\n"
        ),
        format!(
            "GET /v4/spreadsheets/%ff%fe%00 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mine\r\nconnection: close\r\n\r\n{long}"
        ),
        "BREW /v4/spreadsheets HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".to_owned(),
    ] {
        let answered = bench.raw(request.as_bytes());
        assert!((400..500).contains(&answered.status), "{} for {}", answered.status, &request[..60]);
    }
    for range in [
        "A99999999:ZZZ99999999",
        "A1:ZZZZZ1",
        "A0",
        "R0C0",
        "99999999999999999999",
        "%27%20%27!A1",
        "!CE-F05",
        "A1:B2:C3",
        "%F0%9F%90%8D!A1",
        "A:A!A1",
    ] {
        let answered = bench.get(&format!("/v4/spreadsheets/{id}/values/{range}"));
        assert_eq!(answered.status, 400, "{range}: {}", answered.message());
    }
    for body in ["--\r\n", "--b--", "--b\r\n\r\n{\r\n--b\r\n\r\n--b--", ""] {
        let answered = bench.send(
            "POST",
            "/upload/drive/v3/files?uploadType=multipart",
            "multipart/related; boundary=b",
            body.as_bytes(),
        );
        assert_eq!(answered.status, 400, "{body:?}");
    }
    alive(&bench, &id);
}

#[test]
fn formulas_without_end_are_errors_and_nothing_worse() {
    let bench = Bench::new();
    let id = bench.book();
    let deep = [
        format!("={}1{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("={}1", "-".repeat(10_000)),
        format!("={}1{}", "IF(1,".repeat(5_000), ")".repeat(5_000)),
        format!("={}1{}", "{".repeat(10_000), "}".repeat(10_000)),
        format!("=1{}", "+1".repeat(24_000)),
        format!("={}", "A1:".repeat(5_000)),
    ];
    for formula in &deep {
        let target = format!(
            "/v4/spreadsheets/{id}/values/A1?valueInputOption=USER_ENTERED&includeValuesInResponse=true"
        );
        let answered = bench.put(&target, &json!({"values": [[formula]]})).ok();
        let shown = answered["updatedData"]["values"][0][0].as_str().unwrap_or("").to_owned();
        assert!(matches!(shown.as_str(), "#ERROR!" | "24001"), "{shown} for {}", &formula[..20]);
    }
    // Each cell asks for the next, the last for the first.
    let circle: Vec<[String; 8]> = (1..=20)
        .map(|row| {
            std::array::from_fn(|at| {
                let next = if at < 7 { (row, at + 1) } else { (row % 20 + 1, 0) };
                format!("={}{}+1", char::from(b'A' + u8::try_from(next.1).unwrap()), next.0)
            })
        })
        .collect();
    bench
        .put(
            &format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=USER_ENTERED"),
            &json!({"values": circle}),
        )
        .ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!A1:A2"), [["#REF!"], ["#REF!"]]);
}
