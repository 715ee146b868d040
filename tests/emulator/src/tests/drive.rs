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

#[test]
fn revisions_and_changes_tell_what_became_of_a_file() {
    let mut bench = Bench::new();
    let id = bench.book();
    let token = |bench: &Bench| {
        bench.get("/drive/v3/changes/startPageToken").ok()["startPageToken"].as_str().unwrap().to_owned()
    };
    let changes = |bench: &Bench, token: &str, more: &str| {
        bench.get(&format!("/drive/v3/changes?pageToken={token}{more}")).ok()
    };
    let start = token(&bench);
    let before =
        bench.get(&format!("/drive/v3/files/{id}/revisions")).ok()["revisions"].as_array().unwrap().len();
    bench.emulator.advance(chrono::TimeDelta::minutes(5));
    bench.type_rows(&id, "'CE-F05'!A1", &[&["x"]]);
    let all = bench.get(&format!("/drive/v3/files/{id}/revisions")).ok()["revisions"].clone();
    assert_eq!(all.as_array().unwrap().len(), before + 1);
    let newest = all[before].clone();
    assert_eq!(newest["modifiedTime"], "2026-11-23T15:05:00.000Z");
    let one = newest["id"].as_str().unwrap();
    let shown = bench
        .get(&format!("/drive/v3/files/{id}/revisions/{one}?fields=lastModifyingUser(emailAddress)"))
        .ok();
    assert_eq!(shown, json!({"lastModifyingUser": {"emailAddress": OWNER}}));
    assert_eq!(bench.get(&format!("/drive/v3/files/{id}/revisions/99")).message(), "Revision not found: 99.");
    let page = bench
        .get(&format!("/drive/v3/files/{id}/revisions?pageSize=1&fields=nextPageToken,revisions(id)"))
        .ok();
    assert_eq!(page["revisions"].as_array().unwrap().len(), 1);
    let second = bench
        .get(&format!(
            "/drive/v3/files/{id}/revisions?pageToken={}&fields=revisions(id)",
            page["nextPageToken"].as_str().unwrap()
        ))
        .ok();
    assert_eq!(second["revisions"].as_array().unwrap().len(), before);

    let seen = changes(&bench, &start, "");
    assert_eq!(seen["changes"].as_array().unwrap().len(), 1);
    assert_eq!(
        (seen["changes"][0]["fileId"].as_str(), seen["changes"][0]["removed"].as_bool()),
        (Some(id.as_str()), Some(false))
    );
    assert_eq!(seen["newStartPageToken"], token(&bench));
    bench.emulator.with(|w| w.share(&id, "other@y.example", crate::Role::Reader));
    bench.as_other();
    assert_eq!(
        changes(&bench, &start, "&fields=changes(file(name))"),
        json!({"changes": [{"file": {"name": "CE-F05 Redes"}}]})
    );
    let later = token(&bench);
    bench.emulator.with(|w| w.unshare(&id, "other@y.example"));
    assert_eq!(changes(&bench, &later, "&fields=changes(removed)"), json!({"changes": [{"removed": true}]}));
    assert_eq!(changes(&bench, &later, "&includeRemoved=false")["changes"], json!([]));
    bench.as_owner();
    let other = bench.book();
    let first = changes(&bench, &later, "&pageSize=1");
    let next = first["nextPageToken"].as_str().unwrap();
    assert_eq!(changes(&bench, next, "")["changes"][0]["fileId"], other.as_str());
    assert_eq!(bench.get("/drive/v3/changes").status, 400);
}

#[test]
fn a_workbook_goes_out_the_same_each_time() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["Fecha", "N"], &["3/11/2026", "=1+1"]]);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let export = || bench.get(&format!("/drive/v3/files/{id}/export?mimeType={kind}"));
    let first = export();
    assert_eq!((first.status, first.body.starts_with(b"PK")), (200, true));
    assert!(first.head.contains(kind), "{}", first.head);
    assert!(first.body == export().body, "two exports differ");
    assert_eq!(bench.get(&format!("/drive/v3/files/{id}/export?mimeType=application/pdf")).status, 400);
}
