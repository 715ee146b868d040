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
