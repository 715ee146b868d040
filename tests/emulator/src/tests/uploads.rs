//! Uploads in pieces, and calls in batches.

use serde_json::json;

use super::client::{Answered, Bench};

fn piece(bench: &Bench, target: &str, range: &str, body: &[u8]) -> Answered {
    let mut request = format!(
        "PUT {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-range: {range}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    bench.raw(&request)
}

fn session(opened: &Answered) -> String {
    assert_eq!(opened.status, 200, "{opened:?}");
    let line = opened.head.lines().find(|l| l.starts_with("location: http://x")).unwrap();
    line.trim_start_matches("location: http://x").trim().to_owned()
}

/// The head of an answer is in lower case here, so that the address is asked for by what is logged.
fn address(bench: &Bench, opened: &Answered) -> String {
    let low = session(opened);
    let id = bench.emulator.with(|w| w.uploads.keys().next().unwrap().clone());
    format!("{}{id}", &low[..low.len() - id.len()]).replace("uploadtype", "uploadType")
}

#[test]
fn a_file_comes_in_pieces() {
    let bench = Bench::new();
    let opened = bench.post(
        "/upload/drive/v3/files?uploadType=resumable",
        &json!({"name": "a.bin", "mimeType": "application/octet-stream"}),
    );
    let to = address(&bench, &opened);
    let whole: Vec<u8> = (0..300_000u32).map(|n| n.to_le_bytes()[0]).collect();
    assert_eq!(piece(&bench, &to, "bytes */300000", b"").status, 308);
    let first = piece(&bench, &to, "bytes 0-262143/300000", &whole[..262_144]);
    assert!(first.status == 308 && first.head.contains("range: bytes=0-262143"), "{first:?}");
    assert_eq!(piece(&bench, &to, "bytes 270000-270000/300000", b"x").status, 400);
    assert_eq!(piece(&bench, &to, "nonsense", b"x").status, 400);
    let made = piece(&bench, &to, "bytes 262144-299999/300000", &whole[262_144..]).ok();
    let id = made["id"].as_str().unwrap();
    assert_eq!(bench.get(&format!("/drive/v3/files/{id}?alt=media")).body, whole);
    assert_eq!(piece(&bench, &to, "bytes */300000", b"").status, 404);
}

/// What a program that uploads compares with what it sent.
fn sums(bench: &Bench, id: &str) -> serde_json::Value {
    bench
        .get(&format!("/drive/v3/files/{id}?fields=md5Checksum,sha1Checksum,sha256Checksum,size,mimeType"))
        .ok()
}

#[test]
fn a_file_has_the_checksums_of_its_bytes_however_they_came() {
    let bench = Bench::new();
    let hola = json!({
        "md5Checksum": "916f4c31aaa35d6b867dae9a7f54270d", "sha1Checksum": "63bbfea82b8880ed33cdb762aa11fab722a90a24", "sha256Checksum": "133ee989293f92736301280c6f14c89d521200c17dcdcecca30cd20705332d44", "size": "5", "mimeType": "text/plain",
    });
    let id = |made: Answered| made.ok()["id"].as_str().unwrap().to_owned();
    let media = id(bench.send("POST", "/upload/drive/v3/files?uploadType=media", "text/plain", b"hola\n"));
    let body = b"--b\r\nContent-Type: application/json\r\n\r\n{\"name\": \"a.txt\"}\r\n--b\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nhola\n\r\n--b--\r\n";
    let parts = "multipart/related; boundary=b";
    let multipart = id(bench.send("POST", "/upload/drive/v3/files?uploadType=multipart", parts, body));
    let opened =
        bench.post("/upload/drive/v3/files?uploadType=resumable", &json!({"mimeType": "text/plain"}));
    let resumable = id(piece(&bench, &address(&bench, &opened), "bytes 0-4/5", b"hola\n"));
    let empty = id(bench.post("/drive/v3/files", &json!({"name": "b.txt", "mimeType": "text/plain"})));
    assert_eq!(sums(&bench, &empty)["md5Checksum"], "d41d8cd98f00b204e9800998ecf8427e");
    let to = format!("/upload/drive/v3/files/{empty}?uploadType=media");
    let replaced = id(bench.send("PATCH", &to, "text/plain", b"hola\n"));
    let older = format!("/upload/drive/v2/files/{media}?uploadType=media");
    let older = bench.send("PUT", &older, "text/plain", b"hola\n").ok();
    assert_eq!(
        (older["md5Checksum"].as_str(), older["fileSize"].as_str()),
        (Some("916f4c31aaa35d6b867dae9a7f54270d"), Some("5"))
    );
    let copy = id(bench.post(&format!("/drive/v3/files/{multipart}/copy"), &json!({})));
    for id in [media, multipart, resumable, replaced, copy] {
        assert_eq!(sums(&bench, &id), hola);
    }
    let native = bench.book();
    let folder = json!({"name": "c", "mimeType": "application/vnd.google-apps.folder"});
    let folder = id(bench.post("/drive/v3/files", &folder));
    for id in [native, folder] {
        let all = bench.get(&format!("/drive/v3/files/{id}?fields=*")).ok();
        assert!(all.get("md5Checksum").is_none() && all.get("sha256Checksum").is_none(), "{all}");
    }
}

#[test]
fn a_file_can_have_the_id_and_the_times_that_its_maker_gives_it() {
    let bench = Bench::new();
    let ids = bench.get("/drive/v3/files/generateIds?count=1").ok();
    let body = json!({"id": ids["ids"][0], "name": "a", "modifiedTime": "2020-02-03T04:05:06.000Z"});
    let made = bench.post("/drive/v3/files?fields=id,modifiedTime", &body).ok();
    assert_eq!((&made["id"], &made["modifiedTime"]), (&ids["ids"][0], &body["modifiedTime"]));
    let again = bench.post("/drive/v3/files", &body);
    assert_eq!(
        (again.status, again.message().as_str()),
        (409, "A file already exists with the provided ID.")
    );
}

#[test]
fn a_mail_is_sent_by_a_resumable_upload() {
    let bench = Bench::new();
    let opened = bench.post("/upload/gmail/v1/users/me/messages/send?uploadType=resumable", &json!({}));
    let to = address(&bench, &opened);
    assert!(bench.emulator.mails().is_empty());
    piece(&bench, &to, "bytes 0-41/42", b"From: owner@x.example\r\nTo: a@x.ex\r\n\r\nhola\n").ok();
    assert_eq!(bench.emulator.mails()[0].to, ["a@x.ex"]);
    let refused = bench.post("/upload/drive/v3/files?uploadType=resumable", &json!({"name": ["x"]}));
    assert_eq!(refused.status, 400);
}

#[test]
fn a_batch_answers_each_call_by_itself() {
    let bench = Bench::new();
    let id = bench.book();
    let body = format!(
        "--b\r\nContent-Type: application/http\r\nContent-ID: <x + 1>\r\n\r\nGET /drive/v3/files/{id}?fields=name HTTP/1.1\r\nHost: h\r\n\r\n\r\n--b\r\nContent-Type: application/http\r\nContent-ID: <x + 2>\r\n\r\nPATCH /drive/v3/files/{id}?fields=name HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{{\"name\": \"Otro\"}}\r\n--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/none HTTP/1.1\r\n\r\n--b--\r\n"
    );
    let out = bench.send("POST", "/batch/drive/v3", "multipart/mixed; boundary=\"b\"", body.as_bytes());
    let text = String::from_utf8_lossy(&out.body).into_owned();
    let statuses: Vec<&str> = text.lines().filter(|l| l.starts_with("HTTP/1.1 ")).collect();
    assert_eq!(statuses, ["HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"], "{text}");
    assert!(text.contains("Content-ID: <response-x + 2>") && text.contains("\"Otro\""), "{text}");
    assert!(out.head.contains("multipart/mixed; boundary=batch_"), "{}", out.head);
    assert_eq!(bench.send("POST", "/batch", "multipart/mixed", b"").status, 400);
    let nested = b"--b\r\ncontent-type: application/http\r\n\r\nPOST /batch HTTP/1.1\r\n\r\n--b--";
    let refused = bench.send("POST", "/batch", "multipart/mixed; boundary=b", nested);
    assert!(String::from_utf8_lossy(&refused.body).contains("HTTP/1.1 400"));
}
