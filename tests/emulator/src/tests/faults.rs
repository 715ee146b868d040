//! Faults and holds: what strikes, and what was applied all the same.

use std::time::Duration;

use serde_json::json;

use super::client::Bench;
use crate::{Fault, FaultAction, Match};

fn add(bench: &Bench, id: &str, title: &str) -> super::client::Answered {
    bench.batch(id, &[json!({"addSheet": {"properties": {"title": title}}})])
}

fn tabs(bench: &Bench, id: &str) -> usize {
    bench.emulator.with(|w| w.tabs(id).len())
}

#[test]
fn a_fault_strikes_before_or_after() {
    let bench = Bench::new();
    let id = bench.book();
    let unavailable = FaultAction::google(503, "UNAVAILABLE", "The service is currently unavailable.");
    bench.emulator.fault(Fault::before(Match::path("batchUpdate"), unavailable.clone()));
    let refused = add(&bench, &id, "a");
    assert_eq!(
        (refused.status, refused.message().as_str(), tabs(&bench, &id)),
        (503, "The service is currently unavailable.", 1)
    );
    bench.emulator.fault(Fault::after(Match { nth: Some(2), ..Match::path("batchUpdate") }, unavailable));
    add(&bench, &id, "a").ok();
    assert_eq!((add(&bench, &id, "b").status, tabs(&bench, &id)), (503, 3));
    add(&bench, &id, "c").ok();
    let log = bench.emulator.requests();
    let seen: Vec<(u16, bool)> = log.iter().map(|r| (r.status, r.applied)).collect();
    assert_eq!(seen, [(503, false), (200, true), (503, true), (200, true)]);
    assert_eq!(log[0].account, "owner@x.example");
}

#[test]
fn answers_are_dropped_cut_dripped_and_doubled() {
    let bench = Bench::new();
    let id = bench.book();
    bench.emulator.fault(Fault::after(Match::default(), FaultAction::Drop));
    assert_eq!((add(&bench, &id, "a").status, tabs(&bench, &id)), (0, 2));
    bench.emulator.fault(Fault::before(Match::default(), FaultAction::Drop));
    assert_eq!((add(&bench, &id, "b").status, tabs(&bench, &id)), (0, 2));
    bench.emulator.fault(Fault::after(Match::default(), FaultAction::Cut { bytes: 10 }));
    let cut = add(&bench, &id, "b");
    assert_eq!((cut.status, cut.body.len(), tabs(&bench, &id)), (200, 10, 3));
    bench.emulator.fault(Fault::after(Match::default(), FaultAction::SlowDrip { bytes: 500, pause_ms: 1 }));
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
    bench.emulator.fault(Fault::before(Match::default(), FaultAction::ApplyTwice));
    add(&bench, &id, "c").ok();
    assert_eq!(tabs(&bench, &id), 4);
    let status = FaultAction::Status {
        status: 429,
        headers: vec![("Retry-After".to_owned(), "7".to_owned())],
        body: "<html>".to_owned(),
    };
    bench.emulator.fault(Fault { when: Match::default(), after: false, action: status, times: 0 });
    for _ in 0..3 {
        let limited = bench.get(&format!("/v4/spreadsheets/{id}"));
        assert!(limited.status == 429 && limited.head.contains("retry-after: 7"));
    }
    bench.emulator.clear_faults();
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
}

#[test]
fn a_delayed_request_is_applied_although_its_client_has_gone() {
    use std::io::Write;
    let bench = Bench::new();
    let id = bench.book();
    bench.emulator.fault(Fault::before(Match::default(), FaultAction::Delay { ms: 60 }));
    let body = json!({"requests": [{"addSheet": {"properties": {"title": "late"}}}]}).to_string();
    let mut stream = std::net::TcpStream::connect(bench.emulator.address()).unwrap();
    write!(stream, "POST /v4/spreadsheets/{id}:batchUpdate HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mine\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    drop(stream);
    assert_eq!(tabs(&bench, &id), 1);
    std::thread::sleep(Duration::from_millis(120));
    assert_eq!(tabs(&bench, &id), 2);
}

#[test]
fn a_held_request_waits_while_staff_edit() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["a"]]);
    let hold = bench.emulator.hold(Match::path("/values/"));
    let read = std::thread::scope(|scope| {
        let reader = scope.spawn(|| bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1:A2")).ok());
        assert!(hold.wait_until_reached(Duration::from_secs(5)));
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 1).unwrap());
        hold.release();
        reader.join().unwrap()
    });
    assert_eq!(read["values"], json!([[], ["a"]]));
}

#[test]
fn the_controls_work_over_http_too() {
    let bench = Bench::new();
    let made = bench
        .post(
            "/_emulator/spreadsheets",
            &json!({"owner": "a@x.example", "title": "t", "locale": "es_CO", "timeZone": "America/Bogota"}),
        )
        .ok();
    let id = made["id"].as_str().unwrap();
    bench
        .post(&format!("/_emulator/spreadsheets/{id}/type"), &json!({"range": "A1", "rows": [["3/11/2026"]]}))
        .ok();
    bench.post("/_emulator/clock", &json!({"at": "2030-01-01T00:00:00Z", "advanceSeconds": 60})).ok();
    assert_eq!(bench.get("/_emulator/clock").ok()["now"], "2030-01-01T00:01:00.000Z");
    bench
        .post(
            "/_emulator/faults",
            &json!({"when": {"pathContains": "about"}, "action": {"status": {"status": 502, "body": "x"}}}),
        )
        .ok();
    assert_eq!(bench.get("/drive/v3/about?fields=user").status, 502);
    assert_eq!(bench.get("/_emulator/requests").ok().as_array().unwrap().len(), 1);
    assert_eq!(bench.get("/_emulator/mutations").ok().as_array().unwrap().len(), 2);
    bench.post("/_emulator/reset", &json!({})).ok();
    assert_eq!(bench.get("/_emulator/requests").ok(), json!([]));
    assert_eq!(bench.post("/_emulator/faults", &json!({"action": "explode"})).status, 400);
    assert_eq!(bench.get("/_emulator/nothing").status, 404);
}

#[test]
fn a_shortened_answer_is_whole_and_lacks_half_of_its_values() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["1"], &["2"], &["3"], &["4"]]);
    bench.emulator.fault(Fault::after(Match::path("/values"), FaultAction::Shorten));
    let values = |path: &str| bench.get(path).ok()["values"].as_array().map_or(0, Vec::len);
    let path = format!("/v4/spreadsheets/{id}/values/CE-F05");
    assert_eq!((values(&path), values(&path)), (2, 4));
}

#[test]
fn an_emulator_is_served_on_the_runtime_of_its_caller() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (emulator, serving) = crate::Emulator::here(crate::Options::default()).unwrap();
    emulator.add_token("t", "owner@x.example");
    let answer = runtime.block_on(async {
        tokio::spawn(serving);
        let mut stream = tokio::net::TcpStream::connect(emulator.address()).await.unwrap();
        let ask = "GET /drive/v3/about?fields=user HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\nconnection: close\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, ask.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
        answer
    });
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("owner@x.example"), "{answer}");
    assert_eq!(emulator.calls(), 1);
}

#[test]
fn a_request_that_takes_google_too_long_is_given_up() {
    let limits = crate::Limits { request_ms: 20, ..crate::Limits::default() };
    let bench = Bench::with(crate::Options { limits, ..crate::Options::default() });
    let id = bench.book();
    bench.emulator.fault(Fault::before(Match::default(), FaultAction::Delay { ms: 10_000 }));
    let late = add(&bench, &id, "a");
    assert_eq!(
        (late.status, late.json()["error"]["status"].as_str(), tabs(&bench, &id)),
        (504, Some("DEADLINE_EXCEEDED"), 1)
    );
    bench.emulator.fault(Fault::after(Match::default(), FaultAction::Delay { ms: 10_000 }));
    assert_eq!((add(&bench, &id, "a").status, tabs(&bench, &id)), (504, 2));
    bench.emulator.fault(Fault::before(Match::default(), FaultAction::Delay { ms: 10 }));
    add(&bench, &id, "b").ok();
    let applied: Vec<bool> = bench.emulator.requests().iter().map(|r| r.applied).collect();
    assert_eq!(applied, [false, true, true]);
}

#[test]
fn each_fault_applies_the_request_as_often_as_it_says() {
    let status = FaultAction::google(503, "UNAVAILABLE", "The service is currently unavailable.");
    for (action, after, answered, applied) in [
        (status.clone(), false, 503, 0),
        (status, true, 503, 1),
        (FaultAction::Drop, false, 0, 0),
        (FaultAction::Drop, true, 0, 1),
        (FaultAction::Cut { bytes: 3 }, true, 200, 1),
        (FaultAction::SlowDrip { bytes: 90, pause_ms: 1 }, true, 200, 1),
        (FaultAction::Delay { ms: 5 }, false, 200, 1),
        (FaultAction::Delay { ms: 5 }, true, 200, 1),
        (FaultAction::Shorten, true, 200, 1),
        (FaultAction::ApplyTwice, false, 200, 2),
    ] {
        let bench = Bench::new();
        let id = bench.book();
        bench.emulator.fault(Fault { when: Match::path(":append"), after, action: action.clone(), times: 1 });
        let target = format!("/v4/spreadsheets/{id}/values/A1:append?valueInputOption=RAW");
        let answer = bench.post(&target, &json!({"values": [["x"]]}));
        let rows = bench.shown(&id, "'CE-F05'!A1:A9").len();
        assert_eq!((answer.status, rows), (answered, applied), "{action:?}, after {after}");
        bench.post(&target, &json!({"values": [["y"]]})).ok();
        assert_eq!(bench.shown(&id, "'CE-F05'!A1:A9").len(), applied + 1, "{action:?} struck twice");
    }
}
