//! Comments, as Sheets and as Drive show them.

use serde_json::{Value, json};

use super::client::Bench;

fn insert(row: i64, text: &str) -> Value {
    json!({"insertComment": {"coordinate": {"sheetId": 7, "rowIndex": row, "columnIndex": 0}, "content": text}})
}

#[test]
fn a_thread_hangs_on_its_cell_until_the_cell_is_gone() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["uno"], &["dos"]]);
    let out = bench
        .batch(
            &id,
            &[
                insert(1, "¿<ya>?"),
                json!({"findReplace": {"find": "x", "replacement": "y", "allSheets": true}}),
            ],
        )
        .ok();
    assert_eq!(out["commentUpdateState"], "ALL_SAVED");
    let thread = &out["replies"][0]["insertComment"]["commentThread"];
    assert_eq!((&thread["plainTextQuote"], &thread["status"]), (&json!("dos"), &json!("OPEN")));
    assert_eq!(thread["headPost"]["contentHtml"], "¿&lt;ya&gt;?");
    assert_eq!(thread["headPost"]["author"]["me"], true);
    let shown = |mode: &str, ranges: &str| {
        bench.get(&format!("/v4/spreadsheets/{id}?{ranges}commentsViewMode=COMMENTS_VIEW_MODE_{mode}&fields=comments(commentId,anchorId),sheets.commentAnchors")).ok()
    };
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 1).unwrap());
    let all = shown("INCLUDED", "");
    assert_eq!(all["comments"][0]["commentId"], thread["commentId"]);
    assert_eq!(all["sheets"][0]["commentAnchors"][0]["anchorId"], thread["anchorId"]);
    assert_eq!(all["sheets"][0]["commentAnchors"][0]["range"]["startRowIndex"], 2);
    assert!(shown("OMITTED", "")["comments"].is_null());
    assert!(shown("INCLUDED", "ranges='CE-F05'!A1:A2&")["comments"].is_null());
    assert!(shown("INCLUDED", "ranges='CE-F05'!A3&")["comments"].is_array());
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().delete_rows(3, 1).unwrap());
    let all = shown("DEFAULT_FOR_CURRENT_ACCESS", "");
    assert!(all["comments"][0]["anchorId"].is_null() && all["sheets"][0]["commentAnchors"].is_null());
    // Undo brings the row back, and says nothing unsaid.
    bench.batch(&id, &[insert(0, "otra")]).ok();
    bench.emulator.with(|w| assert!(w.undo(&id) && w.undo(&id)));
    assert_eq!(shown("INCLUDED", "")["comments"].as_array().map(Vec::len), Some(2));
}

#[test]
fn replies_resolve_a_thread_and_only_authors_change_posts() {
    let mut bench = Bench::new();
    let id = bench.book();
    bench.emulator.with(|w| w.share(&id, "other@y.example", crate::Role::Writer));
    let out = bench.batch(&id, &[insert(0, "revisar")]).ok();
    let comment = out["replies"][0]["insertComment"]["commentThread"]["commentId"].clone();
    bench.as_other();
    let post = json!({"content": "listo", "commentAction": "RESOLVE"});
    let out = bench
        .batch(
            &id,
            &[
                json!({"addCommentReply": {"commentId": comment, "post": post}}),
                json!({"addCommentReply": {"commentId": comment, "post": {"content": "gracias"}}}),
            ],
        )
        .ok();
    assert_eq!(out["replies"][0]["addCommentReply"]["post"]["commentAction"], "RESOLVE");
    let resolving = out["replies"][0]["addCommentReply"]["post"]["postId"].clone();
    let thanks = out["replies"][1]["addCommentReply"]["post"]["postId"].clone();
    assert!(bench.refused(&id, json!({"deleteComment": {"commentId": comment}})).contains("Only the author"));
    assert!(
        bench
            .refused(&id, json!({"deleteCommentReply": {"commentId": comment, "postId": resolving}}))
            .contains("comment action")
    );
    assert!(
        bench
            .refused(
                &id,
                json!({"updateCommentPost": {"commentId": comment, "postId": comment, "content": "x"}})
            )
            .contains("Only the author")
    );
    bench.batch(&id, &[json!({"updateCommentPost": {"commentId": comment, "postId": thanks, "content": "mil gracias"}})]).ok();
    bench.batch(&id, &[json!({"deleteCommentReply": {"commentId": comment, "postId": thanks}})]).ok();
    let out = bench.get(&format!("/v4/spreadsheets/{id}?commentsViewMode=COMMENTS_VIEW_MODE_INCLUDED&fields=comments(status,replies(deleted,content))")).ok();
    assert_eq!(
        out["comments"][0],
        json!({"status": "RESOLVED", "replies": [{"content": "listo"}, {"deleted": true}]})
    );
    assert!(bench.refused(&id, insert(0, "")).contains("cannot be empty"));
    bench.emulator.with(|w| w.share(&id, "other@y.example", crate::Role::Reader));
    let path = format!("/v4/spreadsheets/{id}?commentsViewMode=COMMENTS_VIEW_MODE_INCLUDED");
    assert_eq!(bench.get(&path).status, 403);
    bench.as_owner();
    bench.batch(&id, &[json!({"deleteComment": {"commentId": comment}})]).ok();
    assert!(bench.get(&path).ok()["comments"].is_null());
}

#[test]
fn drive_shows_the_same_threads_and_wants_to_know_the_fields() {
    let mut bench = Bench::new();
    let id = bench.book();
    bench.batch(&id, &[insert(0, "en la hoja")]).ok();
    let path = format!("/drive/v3/files/{id}/comments");
    let refused = bench.get(&path);
    assert_eq!(
        (refused.status, refused.message().as_str()),
        (400, "The 'fields' parameter is required for this method.")
    );
    let made =
        bench.post(&format!("{path}?fields=*"), &json!({"content": "en el archivo", "anchor": "{}"})).ok();
    assert_eq!(
        (&made["kind"], &made["author"]["me"], &made["resolved"]),
        (&json!("drive#comment"), &json!(true), &json!(false))
    );
    let comment = made["id"].as_str().unwrap().to_owned();
    let replies = format!("{path}/{comment}/replies");
    let reply = bench
        .post(&format!("{replies}?fields=id,action"), &json!({"content": "sí", "action": "resolve"}))
        .ok();
    assert_eq!(reply["action"], "resolve");
    let reply = reply["id"].as_str().unwrap().to_owned();
    let listed = bench
        .get(&format!(
            "{path}?fields=comments(content,anchor,resolved,replies/content),nextPageToken&pageSize=1"
        ))
        .ok();
    assert_eq!(listed["comments"].as_array().map(Vec::len), Some(1));
    let next = listed["nextPageToken"].as_str().unwrap().to_owned();
    let second = bench.get(&format!("{path}?fields=comments(content)&pageSize=1&pageToken={next}")).ok();
    let contents = [&listed["comments"][0]["content"], &second["comments"][0]["content"]];
    assert!(contents.contains(&&json!("en la hoja")) && contents.contains(&&json!("en el archivo")));
    bench.emulator.with(|w| w.share(&id, "other@y.example", crate::Role::Commenter));
    bench.as_other();
    let target = format!("{path}/{comment}?fields=content");
    assert_eq!(bench.send("PATCH", &target, "application/json", br#"{"content": "x"}"#).status, 403);
    bench.as_owner();
    let changed = bench.send("PATCH", &target, "application/json", br#"{"content": "x"}"#).ok();
    assert_eq!(changed["content"], "x");
    let target = format!("{replies}/{reply}?fields=content");
    assert_eq!(bench.send("PATCH", &target, "application/json", br#"{"content": "y"}"#).ok()["content"], "y");
    assert_eq!(bench.send("DELETE", &format!("{replies}/{reply}"), "text/plain", b"").status, 204);
    assert_eq!(bench.get(&target).status, 404);
    assert_eq!(
        bench.get(&format!("{replies}?fields=replies(id,deleted)&includeDeleted=true")).ok()["replies"][0]["deleted"],
        true
    );
    assert_eq!(bench.send("DELETE", &format!("{path}/{comment}"), "text/plain", b"").status, 204);
    assert_eq!(
        bench.get(&format!("{path}/{comment}?fields=id")).message(),
        format!("Comment not found: {comment}.")
    );
    let copy = bench.post(&format!("/drive/v3/files/{id}/copy?copyComments=true"), &json!({})).ok();
    let copy = copy["id"].as_str().unwrap().to_owned();
    let listed = bench.get(&format!("/drive/v3/files/{copy}/comments?fields=comments/content")).ok();
    assert_eq!(listed, json!({"comments": [{"content": "en la hoja"}]}));
}
