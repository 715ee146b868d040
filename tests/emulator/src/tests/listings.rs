//! Drive's lists and exports: what they take, and in which order they refuse.

use serde_json::{Value, json};

use super::client::{Answered, Bench};

fn error(answered: &Answered) -> (u16, Value, Value) {
    let entry = answered.json()["error"]["errors"][0].clone();
    (answered.status, entry["reason"].clone(), entry["location"].clone())
}

#[test]
fn a_list_refuses_its_parameters_in_drives_order() {
    let bench = Bench::new();
    for (query, status, reason, location) in [
        ("pageToken=BOGUS", 400, "invalid", "pageToken"),
        ("pageToken=5", 400, "invalid", "pageToken"),
        ("orderBy=bogus", 400, "invalid", "orderBy"),
        ("orderBy=name,name", 403, "orderByContainsDuplicateSortKeys", "orderBy"),
        ("orderBy=name,modifiedTime,name%20desc", 403, "orderByContainsDuplicateSortKeys", "orderBy"),
        ("orderBy=name,name_natural", 403, "orderByContainsDuplicateSortKeys", "orderBy"),
        ("orderBy=name,name,bogus", 403, "orderByContainsDuplicateSortKeys", "orderBy"),
        ("orderBy=name%20up", 400, "invalid", "orderBy"),
        ("orderBy=name,starred", 500, "internalError", ""),
        ("orderBy=name,,starred", 500, "internalError", ""),
        ("q=modifiedTime%20%3E%20'ayer'", 400, "invalid", "q"),
        ("q=name%20%3D%20x", 400, "invalid", "q"),
        ("q=nosuch%20%3D%201", 400, "invalid", "q"),
        ("q=fullText%20contains%20'a'&orderBy=name", 403, "forbidden", "orderBy"),
        ("fields=bogus", 400, "invalidParameter", "fields"),
        ("pageSize=0", 400, "invalidParameter", "page_size"),
        ("pageSize=1001", 400, "invalidParameter", "page_size"),
        ("pageSize=", 400, "invalid", ""),
        ("pageSize=NOPE", 400, "invalid", ""),
        ("pageToken=BOGUS&pageSize=NOPE", 400, "invalid", ""),
        ("fields=bogus&pageSize=0", 400, "invalidParameter", "page_size"),
        ("fields=bogus&pageToken=BOGUS", 400, "invalid", "pageToken"),
        ("pageToken=BOGUS&q=nosuch%20%3D%201", 400, "invalid", "q"),
        ("q=nosuch%20%3D%201&orderBy=bogus", 400, "invalid", "orderBy"),
        ("q=nosuch%20%3D%201&orderBy=name,name", 403, "orderByContainsDuplicateSortKeys", "orderBy"),
        ("orderBy=name,name&pageSize=0", 400, "invalidParameter", "page_size"),
        ("fields=bogus&orderBy=name,starred", 500, "internalError", ""),
        ("orderBy=name,starred&pageToken=BOGUS", 400, "invalid", "pageToken"),
    ] {
        let found = error(&bench.get(&format!("/drive/v3/files?{query}")));
        let location = if location.is_empty() { Value::Null } else { json!(location) };
        assert_eq!(found, (status, json!(reason), location), "{query}");
    }
    for query in [
        "orderBy=name",
        "orderBy=folder,modifiedTime%20desc,name",
        "orderBy=starred,name",
        "orderBy=",
        "orderBy=,starred",
    ] {
        bench.get(&format!("/drive/v3/files?{query}")).ok();
    }
}

#[test]
fn a_page_has_its_bounds_and_its_token() {
    let bench = Bench::new();
    let id = bench.book();
    let paths = [
        ("/drive/v3/files".to_owned(), 1000),
        (format!("/drive/v3/files/{id}/permissions"), 100),
        ("/drive/v3/drives".to_owned(), 100),
    ];
    for (path, most) in paths {
        for wrong in [0, -1, most + 1] {
            let text = format!(
                "Invalid value '{wrong}'. Values must be within the range: [value: 1\n, value: {most}\n]"
            );
            assert_eq!(bench.get(&format!("{path}?pageSize={wrong}")).message(), text);
        }
        bench.get(&format!("{path}?pageSize={most}")).ok();
        bench.get(&format!("{path}?pageSize=%2B2")).ok();
        assert_eq!(
            error(&bench.get(&format!("{path}?pageToken=bad"))),
            (400, json!("invalid"), json!("pageToken"))
        );
    }
    let threads = format!("/drive/v3/files/{id}/comments");
    let thread = bench.post(&format!("{threads}?fields=id"), &json!({"content": "ojo"})).ok();
    let replies = format!("{threads}/{}/replies", thread["id"].as_str().unwrap());
    for text in ["uno", "dos"] {
        bench.post(&format!("{replies}?fields=id"), &json!({"content": text})).ok();
    }
    let first = bench.get(&format!("{replies}?fields=*&pageSize=1")).ok();
    let token = first["nextPageToken"].as_str().unwrap();
    let second = bench.get(&format!("{replies}?fields=replies(content)&pageSize=1&pageToken={token}")).ok();
    assert_eq!(second, json!({"replies": [{"content": "dos"}]}));
    for list in [threads, replies, format!("/drive/v3/files/{id}/revisions"), "/drive/v3/changes".to_owned()]
    {
        let refused = bench.get(&format!("{list}?fields=*&pageToken=BOGUS"));
        assert_eq!(error(&refused), (400, json!("invalid"), json!("pageToken")), "{list}");
    }
    let expired = bench.get("/drive/v3/files/none/permissions?pageToken=");
    assert_eq!(error(&expired), (403, json!("pageTokenExpired"), Value::Null));
    bench.book();
    let first = bench.get("/drive/v3/files?pageSize=1").ok();
    let token = first["nextPageToken"].as_str().unwrap();
    let second = bench.get(&format!("/drive/v3/files?pageSize=1&pageToken={token}")).ok();
    assert_ne!(first["files"], second["files"]);
    assert_eq!(bench.get("/drive/v3/files?pageSize=1&pageToken=").ok(), first);
    assert_eq!(error(&bench.get(&format!("/drive/v3/drives?pageToken={token}"))).0, 400);
}

#[test]
fn a_blank_mask_selects_nothing() {
    let bench = Bench::new();
    let id = bench.book();
    for mask in ["", "%20"] {
        for path in ["/drive/v3/files".to_owned(), format!("/drive/v3/files/{id}")] {
            assert_eq!(bench.get(&format!("{path}?fields={mask}")).ok(), json!({}), "{path}");
        }
        let about = bench.get(&format!("/drive/v3/about?fields={mask}"));
        assert_eq!(error(&about), (400, json!("required"), json!("fields")));
    }
    assert_eq!(bench.get(&format!("/drive/v3/files/{id}?fields=&fields=id")).ok(), json!({}));
}

#[test]
fn an_export_answers_in_the_forms_there_are() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a\tb", "c\nd", "e \"f\""], &["uno", "dos,tres", "x"]]);
    let export = |kind: &str| bench.get(&format!("/drive/v3/files/{id}/export?mimeType={kind}"));
    assert_eq!(export("text/tab-separated-values").body, b"a b\tc d\te \"f\"\r\nuno\tdos,tres\tx");
    let csv = export("TEXT/CSV");
    assert!(csv.body.starts_with(b"a\tb,\"c\nd\",\"e \"\"f\"\"\""), "{csv:?}");
    assert!(csv.head.contains("content-type: text/csv"), "{}", csv.head);
    for kind in ["text/plain", "bogus/type", "", "text/csv%20", "text/csv;charset=utf-8"] {
        let refused = export(kind);
        assert_eq!(error(&refused), (400, json!("badRequest"), json!("convertTo")), "{kind}");
        assert_eq!(refused.message(), "The requested conversion is not supported.");
    }
    let missing = bench.get(&format!("/drive/v3/files/{id}/export"));
    assert_eq!(error(&missing), (400, json!("required"), json!("mimeType")));
    let made = bench.send("POST", "/upload/drive/v3/files?uploadType=media", "application/pdf", b"%PDF").ok();
    let file = format!("/drive/v3/files/{}", made["id"].as_str().unwrap());
    let refused = bench.get(&format!("{file}/export?mimeType=text/plain"));
    assert_eq!(error(&refused), (403, json!("fileNotExportable"), Value::Null));
    assert_eq!(bench.get(&format!("{file}?alt=media")).body, b"%PDF");
    let native = bench.get(&format!("/drive/v3/files/{id}?alt=media"));
    assert_eq!(error(&native), (403, json!("fileNotDownloadable"), json!("alt")));
    let abuse = bench.get("/drive/v3/files/none?acknowledgeAbuse=true");
    assert_eq!(error(&abuse), (403, json!("invalidAbuseAcknowledgment"), json!("acknowledgeAbuse")));
    assert_eq!(bench.get(&format!("{file}?alt=media&acknowledgeAbuse=true")).status, 200);
}
