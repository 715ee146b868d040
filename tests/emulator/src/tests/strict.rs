//! What Google does not know, the emulator does not take.

use serde_json::json;

use super::client::Bench;

#[test]
fn unknown_fields_parameters_masks_and_kinds_are_refused() {
    let bench = Bench::new();
    let id = bench.book();
    let field = bench.batch(&id, &[json!({"addSheet": {"properties": {"titel": "x"}}})]);
    assert_eq!(field.status, 400);
    let error = field.json()["error"].clone();
    assert_eq!(
        error["message"],
        "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field."
    );
    assert_eq!(error["details"][0]["fieldViolations"][0]["field"], "requests[0].add_sheet.properties");
    let parameter = bench.get(&format!("/v4/spreadsheets/{id}?feilds=a"));
    assert_eq!(
        parameter.message(),
        "Invalid JSON payload received. Unknown name \"feilds\": Cannot bind query parameter. Field 'feilds' could not be found in request message."
    );
    let mask = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.propertees"));
    assert_eq!((mask.status, mask.message().as_str()), (400, "Request contains an invalid argument."));
    let option = bench.get(&format!("/v4/spreadsheets/{id}/values/A1?valueRenderOption=RAW"));
    assert_eq!(
        option.message(),
        "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"RAW\""
    );
    assert_eq!(bench.batch(&id, &[json!({"addChartt": {}})]).status, 400);
    assert_eq!(bench.batch(&id, &[json!({"refreshDataSource": {}})]).status, 501);
    assert_eq!(bench.batch(&id, &[json!({})]).message(), "Invalid requests[0]: No request set.");
    assert_eq!(bench.batch(&id, &[]).message(), "Must specify at least one request.");
    assert_eq!(bench.get("/drive/v3/files?fields=fils").message(), "Invalid field selection fils");
    assert_eq!(bench.get("/v4/spreadsheets/x/nothing").status, 404);
}

#[test]
fn answers_carry_googles_headers_and_can_be_packed() {
    let bench = Bench::new();
    let id = bench.book();
    let plain = bench.get(&format!("/v4/spreadsheets/{id}"));
    for header in [
        "content-type: application/json; charset=utf-8",
        "server: esf",
        "cache-control: private",
        "date: mon, 23 nov 2026 15:00:00 gmt",
        "x-content-type-options: nosniff",
    ] {
        assert!(plain.head.contains(header), "{header} in {}", plain.head);
    }
    assert!(plain.body.starts_with(b"{\n  \""));
    assert!(bench.get(&format!("/v4/spreadsheets/{id}?prettyPrint=false")).body.starts_with(b"{\""));
    let packed = bench.raw(format!("GET /v4/spreadsheets/{id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mine\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n").as_bytes());
    assert!(packed.head.contains("content-encoding: gzip"));
    assert!(packed.body.starts_with(&[0x1f, 0x8b]));
}

#[test]
fn the_same_requests_give_the_same_bytes() {
    let run = || {
        let bench = Bench::new();
        let made = bench.post("/v4/spreadsheets", &json!({"properties": {"title": "t", "locale": "es_CO", "timeZone": "America/Bogota"}, "sheets": [{"properties": {"title": "a"}}, {"properties": {"title": "b"}}]}));
        let id = made.json()["spreadsheetId"].as_str().unwrap().to_owned();
        [
            made.body,
            bench.batch(&id, &[json!({"addSheet": {}})]).body,
            bench.get("/drive/v3/files?fields=*").body,
        ]
    };
    assert_eq!(run(), run());
}
