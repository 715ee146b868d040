//! What Google's front end says before an API is asked: who is there, and in which form the answer is wanted.

use serde_json::{Value, json};

use super::client::{Answered, Bench, OWNER};
use crate::Role;

const UNREGISTERED: &str = "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";
const KEY: &str = "AIzaSyA-invented-key-of-39-letters-0000";

/// A request with this line of credentials, or none.
fn ask(bench: &Bench, method: &str, target: &str, credential: &str) -> Answered {
    let body = if method == "GET" { "" } else { "{}" };
    let line = if credential.is_empty() { String::new() } else { format!("{credential}\r\n") };
    let length = body.len();
    bench.raw(
        format!("{method} {target} HTTP/1.1\r\nhost: x\r\n{line}connection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
            .as_bytes(),
    )
}

fn entry(answered: &Answered) -> Value {
    answered.json()["error"]["errors"][0].clone()
}

#[test]
fn a_reader_without_credentials_is_unregistered_where_keys_are_taken() {
    let bench = Bench::new();
    for target in
        ["/v4/spreadsheets/x", "/v4/spreadsheets/x/values/A1", "/drive/v3/files", "/drive/v3/files/x"]
    {
        let refused = ask(&bench, "GET", target, "");
        assert_eq!((refused.status, refused.message().as_str()), (403, UNREGISTERED), "{target}");
        assert_eq!(refused.json()["error"]["status"], "PERMISSION_DENIED", "{target}");
    }
    let drive = ask(&bench, "GET", "/drive/v3/about?fields=user", "");
    assert_eq!(entry(&drive), json!({"message": UNREGISTERED, "domain": "global", "reason": "forbidden"}));
}

#[test]
fn everybody_else_without_credentials_misses_one() {
    let bench = Bench::new();
    let sheets = "google.apps.sheets.v4.SpreadsheetsService";
    for (method, target, rpc) in [
        (
            "POST",
            "/v4/spreadsheets/x/values:batchGetByDataFilter",
            format!("{sheets}.BatchGetValuesByDataFilter"),
        ),
        ("POST", "/v4/spreadsheets/x:batchUpdate", format!("{sheets}.BatchUpdateSpreadsheet")),
        ("POST", "/drive/v3/files/x/copy", "google.apps.drive.v3.DriveFiles.Copy".to_owned()),
        ("GET", "/gmail/v1/users/me/profile", "caribou.api.proto.MailboxService.GetProfile".to_owned()),
        ("GET", "/gmail/v1/users/me/messages", "caribou.api.proto.MailboxService.ListMessages".to_owned()),
        ("POST", "/gmail/v1/users/me/drafts", "caribou.api.proto.MailboxService.CreateDraft".to_owned()),
    ] {
        let refused = ask(&bench, method, target, "");
        let error = refused.json()["error"].clone();
        assert_eq!((refused.status, error["status"].as_str()), (401, Some("UNAUTHENTICATED")), "{target}");
        assert!(refused.message().starts_with("Request is missing required authentication credential."));
        assert_eq!(error["details"][0]["reason"], "CREDENTIALS_MISSING");
        assert_eq!(error["details"][0]["metadata"]["method"], rpc);
    }
    let gmail = ask(&bench, "GET", "/gmail/v1/users/me/labels", "");
    let login = json!({"message": "Login Required.", "domain": "global", "reason": "required",
        "location": "Authorization", "locationType": "header"});
    assert_eq!(entry(&gmail), login);
}

#[test]
fn a_credential_that_is_none_is_refused_alike_everywhere() {
    let bench = Bench::new();
    for credential in
        ["authorization: Bearer unknown", "authorization: Basic YWJjOmRlZg==", "authorization: nope"]
    {
        for target in ["/v4/spreadsheets/x", "/drive/v3/files", "/gmail/v1/users/me/profile"] {
            let refused = ask(&bench, "GET", target, credential);
            assert_eq!(refused.status, 401, "{credential} {target}");
            assert!(refused.message().starts_with("Request had invalid authentication credentials."));
        }
    }
}

#[test]
fn a_download_without_credentials_misses_a_key_and_says_so_last() {
    let bench = Bench::new();
    for target in ["/drive/v3/files/x/export?mimeType=text/csv", "/drive/v3/files/x?alt=media"] {
        let refused = ask(&bench, "GET", target, "");
        assert_eq!(
            (refused.status, refused.message().as_str()),
            (403, "The request is missing a valid API key.")
        );
        assert!(refused.json()["error"]["status"].is_null());
        let none = ask(&bench, "GET", target, "authorization: Basic abc");
        assert_eq!((none.status, none.message().as_str()), (401, "Invalid Credentials"));
        let failed = ask(&bench, "GET", &format!("{target}&callback=cb"), "authorization: Bearer mine");
        assert_eq!((failed.status, failed.message().as_str()), (503, "Backend Error"));
    }
    let required = ask(&bench, "GET", "/drive/v3/files/x/export", "");
    assert_eq!((required.status, required.message().as_str()), (400, "Required parameter: mimeType"));
}

#[test]
fn a_key_reads_what_everyone_with_the_link_reads() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["hola"]]);
    let sheets = format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?key={KEY}");
    let drive = format!("/drive/v3/files/{id}?key={KEY}&fields=name");
    let private = ask(&bench, "GET", &sheets, "");
    assert_eq!((private.status, private.message().as_str()), (403, "The caller does not have permission"));
    let private = ask(&bench, "GET", &drive, "");
    assert_eq!((private.status, private.message()), (404, format!("File not found: {id}.")));
    bench.emulator.with(|w| w.share_with_anyone(&id, Role::Writer));
    assert_eq!(ask(&bench, "GET", &sheets, "").ok()["values"], json!([["hola"]]));
    assert_eq!(ask(&bench, "GET", &drive, "").ok(), json!({"name": "CE-F05 Redes"}));
    let header = format!("x-goog-api-key: {KEY}");
    ask(&bench, "GET", &format!("/v4/spreadsheets/{id}"), &header).ok();
    let export = format!("/drive/v3/files/{id}/export?mimeType=text/csv&key={KEY}");
    assert_eq!(ask(&bench, "GET", &export, "").body, b"hola");
    for (method, target) in [
        ("POST", format!("/v4/spreadsheets/{id}:batchUpdate?key={KEY}")),
        ("POST", format!("/drive/v3/files?key={KEY}")),
        ("GET", format!("/drive/v3/about?fields=user&key={KEY}")),
        ("GET", format!("/gmail/v1/users/me/profile?key={KEY}")),
    ] {
        let refused = ask(&bench, method, &target, "");
        assert_eq!(refused.status, 401, "{target}");
        assert!(refused.message().starts_with("API keys are not supported by this API."), "{target}");
    }
}

#[test]
fn a_bad_key_is_refused_whoever_sends_it() {
    let bench = Bench::new();
    let id = bench.book();
    for credential in ["", "authorization: Bearer mine"] {
        for target in [format!("/v4/spreadsheets/{id}?key=bad"), "/drive/v3/files?key=bad".to_owned()] {
            let refused = ask(&bench, "GET", &target, credential);
            let error = refused.json()["error"].clone();
            let text = "API key not valid. Please pass a valid API key.";
            assert_eq!((refused.status, refused.message().as_str()), (400, text));
            assert_eq!(error["status"], "INVALID_ARGUMENT");
            assert_eq!(error["details"][0]["reason"], "API_KEY_INVALID");
            assert!(
                error["details"][0]["metadata"]["service"].as_str().unwrap().ends_with(".googleapis.com")
            );
        }
    }
    bench.get(&format!("/v4/spreadsheets/{id}?key={KEY}")).ok();
    // Once there is a list of keys, it is the keys on it that are good.
    bench.post("/_emulator/keys", &json!({"key": "own"})).ok();
    bench.get(&format!("/v4/spreadsheets/{id}?key=own")).ok();
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}?key={KEY}")).status, 400);
}

#[test]
fn the_form_of_errors_is_chosen_by_the_last_value() {
    let bench = Bench::new();
    let missing =
        json!({"message": "Requested entity was not found.", "domain": "global", "reason": "notFound"});
    let sheets =
        |query: &str| bench.get(&format!("/v4/spreadsheets/x?{query}")).json()["error"]["errors"].clone();
    assert_eq!(
        (sheets(""), sheets("$.xgafv=2"), sheets("$.xgafv=1&$.xgafv=2")),
        (json!(null), json!(null), json!(null))
    );
    assert_eq!((sheets("$.xgafv=1"), sheets("$.xgafv=2&$.xgafv=1")), (json!([missing]), json!([missing])));
    let gmail = |query: &str| {
        let answered = bench.get(&format!("/gmail/v1/users/me/messages/1?{query}"));
        answered.json()["error"]["errors"].is_array()
    };
    assert_eq!((gmail(""), gmail("$.xgafv=1"), gmail("$.xgafv=2")), (true, true, false));
    assert_eq!(entry(&bench.get("/drive/v3/files?orderBy=x&$.xgafv=2"))["reason"], "invalid");
    for value in ["0", "3", "NOPE", ""] {
        let refused = ask(&bench, "GET", &format!("/v4/spreadsheets/x?$.xgafv={value}"), "");
        let text =
            format!("Invalid query parameters. Invalid value '{value}' for system query parameter : $.xgafv");
        assert_eq!((refused.status, refused.message()), (400, text));
    }
}

#[test]
fn a_callback_makes_the_answer_a_script_whatever_became_of_it() {
    let bench = Bench::new();
    let id = bench.book();
    let script = |target: &str| {
        let answered = bench.get(target);
        assert_eq!(answered.status, 200, "{target}");
        assert!(answered.head.contains("content-type: text/javascript; charset=utf-8"), "{}", answered.head);
        String::from_utf8(answered.body).unwrap()
    };
    let good = script(&format!("/v4/spreadsheets/{id}?callback=a.b&callback=c&fields=spreadsheetId"));
    assert_eq!(good, format!("// API callback\na.b({{\n  \"spreadsheetId\": \"{id}\"\n}}\n);"));
    let missing = script("/drive/v3/files/none?callback=cb&alt=");
    assert!(missing.starts_with("// API callback\ncb({") && missing.contains("\"code\": 404"), "{missing}");
    let name = script("/v4/spreadsheets/x?callback=a%20b");
    assert!(name.contains("Invalid JSONP callback name: 'a b'; only alphabet, number"), "{name}");
    let tag = script("/v4/spreadsheets/x?callback=%3Ca%3E");
    assert!(tag.starts_with("// API callback\n\\u003ca\\u003e("), "{tag}");
    bench.type_rows(&id, "'CE-F05'!A1", &[&["<b>&'x"]]);
    let cell = bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?prettyPrint=false"));
    assert!(String::from_utf8_lossy(&cell.body).contains("\\u003cb\\u003e&'x"), "{cell:?}");
    assert_eq!(cell.json()["values"], json!([["<b>&'x"]]));
    let plain = bench.get("/v4/spreadsheets/x?callback=");
    assert_eq!((plain.status, plain.head.contains("application/json")), (404, true));
    bench
        .post(&format!("/v4/spreadsheets/{id}/values:batchClear?callback=a%20b"), &json!({"ranges": ["A1"]}))
        .ok();
}

#[test]
fn a_form_that_a_method_does_not_answer_in_is_refused() {
    let bench = Bench::new();
    let id = bench.book();
    for (alt, text) in [
        ("media", "Unsupported alt type \"media\" for non byte stream request."),
        ("MEDIA", "Unsupported alt type \"media\" for non byte stream request."),
        ("ZZZ", "Invalid value \"ZZZ\" for query parameter 'alt'"),
        ("media&alt=json", "Unsupported alt type \"media\" for non byte stream request."),
    ] {
        let refused = bench.get(&format!("/v4/spreadsheets/{id}?alt={alt}&callback=cb"));
        assert_eq!((refused.status, refused.message().as_str()), (400, text));
    }
    for alt in ["json", "JSON", "", "json&alt=media"] {
        bench.get(&format!("/v4/spreadsheets/{id}?alt={alt}")).ok();
    }
}

#[test]
fn of_several_values_the_one_that_google_reads_is_read() {
    let bench = Bench::new();
    let id = bench.book();
    let get = |target: String| bench.get(&target).json();
    let only_id = json!({"spreadsheetId": id});
    assert_eq!(get(format!("/v4/spreadsheets/{id}?fields=spreadsheetId&fields=bogus")), only_id);
    assert!(
        bench
            .get(&format!("/v4/spreadsheets/{id}?prettyPrint=false&prettyPrint=true"))
            .body
            .starts_with(b"{\"")
    );
    let values =
        format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1:B2?majorDimension=ROWS&majorDimension=COLUMNS");
    assert_eq!(get(values)["majorDimension"], "COLUMNS");
    bench.book();
    let names =
        |query: &str| bench.get(&format!("/drive/v3/files?fields=files(id)&{query}")).ok()["files"].clone();
    assert_eq!(names("pageSize=1&pageSize=2").as_array().unwrap().len(), 1);
    assert_eq!(names("q=name%20%3D%20'nada'&q=nosuch%20%3D%201"), json!([]));
    assert_eq!(bench.get("/drive/v3/files?pageSize=2&pageSize=NOPE").status, 400);
}

#[test]
fn truth_is_spelled_as_protocol_buffers_spell_it() {
    let bench = Bench::new();
    for value in ["true", "FALSE", "t", "F", "y", "No", "YES", "1", "0"] {
        bench.get(&format!("/drive/v3/files?supportsAllDrives={value}")).ok();
    }
    for value in ["on", "off", "2", "01", "", "NOPE", "true%20"] {
        let refused = bench.get(&format!("/drive/v3/files?supportsAllDrives={value}"));
        let text =
            format!("Invalid value at 'supports_all_drives' (TYPE_BOOL), \"{}\"", value.replace("%20", " "));
        assert_eq!((refused.status, refused.message()), (400, text.clone()));
        assert_eq!(entry(&refused), json!({"message": text, "reason": "invalid"}));
        assert_eq!(refused.json()["error"]["status"], "INVALID_ARGUMENT");
    }
    // A method that has no such parameter passes over it.
    bench.get("/drive/v3/about?fields=user&supportsAllDrives=NOPE&anything=else").ok();
}

/// What each call of a batch is answered.
fn batch(bench: &Bench, uri: &str, calls: &[&str]) -> Vec<(u16, String)> {
    let part = |call: &&str| format!("--b\r\nContent-Type: application/http\r\n\r\n{call}\r\n");
    let body: String = calls.iter().map(part).collect();
    let kind = "multipart/mixed; boundary=b";
    let out = bench.send("POST", uri, kind, format!("{body}--b--\r\n").as_bytes());
    assert_eq!(out.status, 200, "{out:?}");
    let text = String::from_utf8(out.body).unwrap();
    let parts = text.split("HTTP/1.1 ").skip(1);
    parts.map(|part| (part[..3].parse().unwrap(), part.to_owned())).collect()
}

#[test]
fn a_batch_does_not_reach_sheets() {
    let bench = Bench::new();
    let id = bench.book();
    let value = format!("GET /v4/spreadsheets/{id}/values/A1 HTTP/1.1\r\n\r\n");
    let filter = format!(
        "POST /v4/spreadsheets/{id}:getByDataFilter HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{{}}"
    );
    let typed = format!("GET /v4/spreadsheets/{id}/values/A1?majorDimension=NOPE HTTP/1.1\r\n\r\n");
    let stranger = format!("GET /v4/spreadsheets/{id} HTTP/1.1\r\nAuthorization: Bearer no\r\n\r\n");
    let nothing = "GET /v4/spreadsheets/none HTTP/1.1\r\n\r\n";
    let drive = format!("GET /drive/v3/files/{id}?fields=name HTTP/1.1\r\n\r\n");
    let answered = batch(&bench, "/batch", &[&value, &filter, &typed, &stranger, nothing, &drive]);
    let statuses: Vec<u16> = answered.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [501, 501, 400, 401, 501, 200]);
    let text = "Operation is not implemented, or supported, or enabled.";
    assert!(answered[0].1.contains(text) && answered[0].1.contains("UNIMPLEMENTED"), "{}", answered[0].1);
}

#[test]
fn a_batch_sends_downloads_elsewhere() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["hola"]]);
    let export = format!("GET /drive/v3/files/{id}/export?mimeType=text/csv HTTP/1.1\r\n\r\n");
    let missing = "GET /drive/v3/files/none?alt=media&quotaUser=8 HTTP/1.1\r\n\r\n";
    let stranger = format!("GET /drive/v3/files/{id}?alt=media HTTP/1.1\r\nAuthorization: Bearer no\r\n\r\n");
    let answered = batch(&bench, "/batch/drive/v3?quotaUser=7", &[&export, missing, &stranger]);
    let to = format!("/download/drive/v3/files/{id}/export?mimeType=text/csv&quotaUser=7");
    assert_eq!(answered[0].0, 302);
    assert!(answered[0].1.contains(&format!("Location: http://x{to}\r\n")), "{}", answered[0].1);
    assert!(answered[0].1.contains("Unknown Error."), "{}", answered[0].1);
    assert!(
        answered[1].1.contains("/download/drive/v3/files/none?alt=media&quotaUser=8\r\n"),
        "{}",
        answered[1].1
    );
    assert_eq!(answered[2].0, 401);
    assert_eq!(bench.get(&to).body, b"hola");
}

#[test]
fn a_scoped_refusal_names_the_procedure() {
    let bench = Bench::new();
    bench.emulator.with(|w| {
        w.add_scoped_token("scoped", OWNER, &["https://www.googleapis.com/auth/gmail.send"]);
    });
    for (target, rpc) in [
        ("/gmail/v1/users/me/labels", "caribou.api.proto.MailboxService.ListLabels"),
        ("/v4/spreadsheets/x/values/A1", "google.apps.sheets.v4.SpreadsheetsService.GetValues"),
        ("/drive/v3/files/x", "google.apps.drive.v3.DriveFiles.Get"),
    ] {
        let refused = ask(&bench, "GET", target, "authorization: Bearer scoped");
        assert_eq!(refused.status, 403, "{target}");
        assert_eq!(refused.json()["error"]["details"][0]["metadata"]["method"], rpc);
    }
}
