//! Files, sharing, and who one is.

use serde_json::json;

use super::client::{Bench, OWNER};

#[test]
fn about_says_who_the_token_belongs_to() {
    let bench = Bench::new();
    let out = bench.get("/drive/v3/about?fields=user(emailAddress)").ok();
    assert_eq!(out, json!({"user": {"emailAddress": OWNER}}));
    let refused = bench.get("/drive/v3/about");
    assert_eq!(
        (refused.status, refused.json()["error"]["errors"][0]["location"].as_str()),
        (400, Some("fields"))
    );
}

#[test]
fn files_are_made_listed_copied_renamed_and_deleted() {
    let bench = Bench::new();
    let mime = "application/vnd.google-apps.spreadsheet";
    let made =
        bench.post("/drive/v3/files?supportsAllDrives=true", &json!({"name": "Uno", "mimeType": mime})).ok();
    assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "kind", "mimeType", "name"]);
    let id = made["id"].as_str().unwrap().to_owned();
    let copy = bench.post(&format!("/drive/v3/files/{id}/copy"), &json!({"name": null})).ok();
    assert_eq!(copy["name"], "Copy of Uno");
    let patched = bench
        .send(
            "PATCH",
            &format!("/drive/v3/files/{id}?fields=name,version"),
            "application/json",
            br#"{"name": "Dos"}"#,
        )
        .ok();
    assert_eq!(patched, json!({"name": "Dos", "version": "2"}));
    let title = bench.get(&format!("/v4/spreadsheets/{id}?fields=properties.title")).ok();
    assert_eq!(title["properties"]["title"], "Dos");
    let list = bench.get("/drive/v3/files?q=name%20contains%20'Uno'%20and%20'root'%20in%20parents&fields=files(name),nextPageToken").ok();
    assert_eq!(list, json!({"files": [{"name": "Copy of Uno"}]}));
    let deleted = bench.send("DELETE", &format!("/drive/v3/files/{id}"), "", b"");
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}")).status, 404);
    assert_eq!(bench.get("/drive/v3/files?q=nom%20%3D%201").status, 400);
}

#[test]
fn sharing_is_seen_in_the_permissions() {
    let mut bench = Bench::new();
    let id = bench.book();
    let path = format!("/drive/v3/files/{id}/permissions");
    bench
        .post(
            &format!("{path}?sendNotificationEmail=false"),
            &json!({"type": "user", "role": "reader", "emailAddress": "other@y.example"}),
        )
        .ok();
    bench.post(&path, &json!({"type": "anyone", "role": "reader"})).ok();
    let list = bench.get(&format!("{path}?fields=permissions(type,role,emailAddress)")).ok();
    assert_eq!(
        list["permissions"],
        json!([{"type": "user", "role": "owner", "emailAddress": OWNER}, {"type": "user", "role": "reader", "emailAddress": "other@y.example"}, {"type": "anyone", "role": "reader"}])
    );
    bench.as_other();
    assert_eq!(bench.get(&path).status, 403);
    bench.as_owner();
    assert_eq!(bench.send("DELETE", &format!("{path}/anyoneWithLink"), "", b"").status, 204);
}

#[test]
fn separated_text_goes_out_and_comes_in() {
    let bench = Bench::new();
    let body = b"--b\r\nContent-Type: application/json\r\n\r\n{\"name\": \"csv\", \"mimeType\": \"application/vnd.google-apps.spreadsheet\"}\r\n--b\r\nContent-Type: text/csv\r\n\r\na1,\"B, 2\"\r\n3,4\r\n--b--\r\n";
    let made = bench
        .send("POST", "/upload/drive/v3/files?uploadType=multipart", "multipart/related; boundary=b", body)
        .ok();
    let id = made["id"].as_str().unwrap();
    let out = bench.get(&format!("/drive/v3/files/{id}/export?mimeType=text/csv"));
    assert_eq!(String::from_utf8_lossy(&out.body), "a1,\"B, 2\"\r\n3,4");
}
