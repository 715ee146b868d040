//! Logs that do not grow for ever, and what lets go of the rest.

use serde_json::json;

use super::client::Bench;
use crate::{Limits, Options};

fn small(entries: usize, bytes: usize) -> Bench {
    let limits = Limits { logged_entries: entries, logged_bytes: bytes, ..Limits::default() };
    Bench::with(Options { limits, ..Options::default() })
}

#[test]
fn the_oldest_requests_go_and_the_answer_says_so() {
    let bench = small(5, 1_000_000);
    let all = bench.get("/_emulator/requests");
    assert!(!all.head.contains("x-emulator-dropped"), "{}", all.head);
    for _ in 0..8 {
        bench.get("/drive/v3/files").ok();
    }
    let kept = bench.get("/_emulator/requests");
    assert!(kept.head.contains("x-emulator-dropped: 3"), "{}", kept.head);
    let numbers: Vec<i64> =
        kept.json().as_array().unwrap().iter().map(|entry| entry["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [4, 5, 6, 7, 8]);
    assert_eq!(bench.get("/_emulator/logs").json()["requests"]["dropped"], 3);
    assert_eq!((bench.emulator.dropped(), bench.emulator.calls()), ((3, 0, 0), 8));
    assert_eq!(bench.emulator.requests_since(6).len(), 2);
    bench.post("/_emulator/reset", &json!({})).ok();
    let empty = bench.get("/_emulator/logs").json()["requests"].clone();
    assert_eq!(empty, json!({"entries": 0, "bytes": 0, "dropped": 0}));
}

#[test]
fn a_log_is_held_within_its_bytes_whatever_the_entries() {
    let bench = small(1000, 100_000);
    let id = bench.book();
    let target = format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?valueInputOption=RAW");
    for n in 0..30 {
        bench.put(&target, &json!({"values": [[format!("{n} {}", "x".repeat(10_000))]]})).ok();
    }
    let logs = bench.get("/_emulator/logs").json();
    for log in ["requests", "mutations"] {
        let (bytes, dropped) = (logs[log]["bytes"].as_u64().unwrap(), logs[log]["dropped"].as_u64().unwrap());
        assert!(bytes <= 100_000 && dropped > 10, "{log}: {logs}");
    }
    let total = bench.emulator.with(|w| w.mutations.total());
    let last = bench.emulator.mutations_since(total - 1);
    assert_eq!((last.len(), last[0].kind.as_str()), (1, "values.update"));
    assert!(bench.shown(&id, "'CE-F05'!A1")[0][0].starts_with("29 "));
}

#[test]
fn mails_and_changes_of_files_are_held_as_well() {
    let bench = small(4, 1_000_000);
    let start =
        bench.get("/drive/v3/changes/startPageToken").ok()["startPageToken"].as_str().unwrap().to_owned();
    for n in 0..6 {
        bench.post("/drive/v3/files", &json!({"name": format!("f{n}")})).ok();
        let raw = "VG86IGFAeC5leGFtcGxlDQoNCmE=";
        bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": raw})).ok();
    }
    assert_eq!((bench.emulator.mails().len(), bench.emulator.dropped().2), (4, 2));
    let changes = bench
        .get(&format!("/drive/v3/changes?pageToken={start}&fields=changes(file(name)),newStartPageToken"));
    let changes = changes.ok();
    let names: Vec<&str> =
        changes["changes"].as_array().unwrap().iter().map(|c| c["file"]["name"].as_str().unwrap()).collect();
    assert_eq!((names, changes["newStartPageToken"].as_str()), (vec!["f2", "f3", "f4", "f5"], Some("7")));
}

#[test]
fn sign_ins_and_uploads_that_never_end_do_not_pile_up() {
    let bench = Bench::new();
    for n in 0..1005 {
        let body = json!({"name": format!("f{n}")});
        assert_eq!(bench.post("/upload/drive/v3/files?uploadType=resumable", &body).status, 200);
    }
    assert_eq!(bench.emulator.with(|w| w.uploads.len()), 1000);
}

#[test]
fn the_bounds_of_the_logs_outlive_other_limits() {
    let bench = small(7, 70_000);
    bench.put("/_emulator/limits", &json!({"cells": 5000})).ok();
    let limits = bench.get("/_emulator/limits").json();
    assert_eq!((limits["cells"].as_u64(), limits["loggedEntries"].as_u64()), (Some(5000), Some(7)));
    bench.emulator.with(|w| w.seed(r#"{"limits": {"sheets": 9}}"#).unwrap());
    let limits = bench.get("/_emulator/limits").json();
    assert_eq!((limits["sheets"].as_u64(), limits["loggedBytes"].as_u64()), (Some(9), Some(70_000)));
    bench.put("/_emulator/limits", &json!({"loggedEntries": 9})).ok();
    assert_eq!(bench.get("/_emulator/limits").json()["loggedEntries"], 9);
}
