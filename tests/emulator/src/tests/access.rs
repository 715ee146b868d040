//! Who may see and change what.

use serde_json::json;

use super::client::Bench;
use crate::{Limits, Options, Role, Switches};

#[test]
fn strangers_readers_and_writers_are_told_apart() {
    let mut bench = Bench::new();
    let id = bench.book();
    bench.as_other();
    let stranger = bench.get(&format!("/v4/spreadsheets/{id}"));
    assert_eq!(
        stranger.json(),
        json!({"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}})
    );
    let hidden = bench.get(&format!("/drive/v3/files/{id}"));
    assert_eq!((hidden.status, hidden.message()), (404, format!("File not found: {id}.")));
    assert_eq!(bench.get("/v4/spreadsheets/1nothing").status, 404);
    bench.emulator.with(|w| w.share(&id, "other@y.example", Role::Reader));
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
    let write = json!({"addSheet": {"properties": {"title": "x"}}});
    assert_eq!(bench.batch(&id, std::slice::from_ref(&write)).status, 403);
    bench.emulator.with(|w| w.share(&id, "other@y.example", Role::Writer));
    bench.batch(&id, &[write]).ok();
    bench.emulator.with(|w| w.unshare(&id, "other@y.example"));
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}")).status, 403);
    bench.emulator.with(|w| w.share_with_domain(&id, "y.example", Role::Reader));
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
}

#[test]
fn protected_cells_are_for_their_editors() {
    let mut bench = Bench::new();
    let id = bench.book();
    bench.emulator.with(|w| {
        w.share(&id, "other@y.example", Role::Writer);
        w.sheet_mut(&id, "CE-F05").unwrap().protect("A1:B2", &[]).unwrap();
    });
    bench.as_other();
    let put = |range: &str| {
        bench.put(
            &format!("/v4/spreadsheets/{id}/values/'CE-F05'!{range}?valueInputOption=RAW"),
            &json!({"values": [["x"]]}),
        )
    };
    let refused = put("B2");
    assert_eq!(refused.status, 400);
    assert!(refused.message().starts_with("You are trying to edit a protected cell or object."));
    put("C2").ok();
    let deleted = bench
        .emulator
        .with(|w| w.sheet_mut(&id, "CE-F05").unwrap().acting_as("other@y.example").delete_rows(1, 1));
    assert!(deleted.is_err());
    bench.as_owner();
    bench
        .put(
            &format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?valueInputOption=RAW"),
            &json!({"values": [["x"]]}),
        )
        .ok();
}

#[test]
fn sorting_over_protected_cells_is_a_switch() {
    for (sort_respects_protection, refused) in [(true, true), (false, false)] {
        let switches = Switches { sort_respects_protection, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["b"], &["a"]]);
        let sorted = bench.emulator.with(|w| {
            w.share(&id, "other@y.example", Role::Writer);
            w.sheet_mut(&id, "CE-F05").unwrap().protect("A1:A2", &[]).unwrap();
            w.sheet_mut(&id, "CE-F05").unwrap().acting_as("other@y.example").sort("A1:A2", 1, false)
        });
        assert_eq!(sorted.is_err(), refused);
    }
}

#[test]
fn strict_validation_binds_the_api_only_by_switch() {
    for (validation_binds_the_api, status) in [(false, 200), (true, 400)] {
        let switches = Switches { validation_binds_the_api, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        let range = json!({"sheetId": 7, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1});
        let rule = json!({"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "sí"}]}, "strict": true});
        bench.batch(&id, &[json!({"setDataValidation": {"range": range, "rule": rule}})]).ok();
        let put = |text: &str| {
            bench
                .put(
                    &format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1?valueInputOption=RAW"),
                    &json!({"values": [[text]]}),
                )
                .status
        };
        assert_eq!((put("sí"), put("no")), (200, status));
    }
}

#[test]
fn quotas_are_counted_by_the_minute() {
    let limits = Limits { reads_per_minute_per_user: 2, writes_per_minute_per_user: 1, ..Limits::default() };
    let bench = Bench::with(Options { limits, ..Options::default() });
    let id = bench.book();
    let read = || bench.get(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!A1"));
    read().ok();
    read().ok();
    let spent = read();
    let error = spent.json()["error"].clone();
    assert_eq!((spent.status, error["status"].as_str()), (429, Some("RESOURCE_EXHAUSTED")));
    assert_eq!(error["details"][0]["metadata"]["quota_limit"], "ReadRequestsPerMinutePerUser");
    assert!(error["message"].as_str().unwrap().starts_with("Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com'"));
    bench.emulator.advance(chrono::TimeDelta::minutes(1));
    read().ok();
}

#[test]
fn drive_and_gmail_have_quotas_of_their_own() {
    let limits = Limits {
        drive_requests_per_minute_per_user: 1,
        drive_requests_per_minute: 2,
        gmail_units_per_minute_per_user: 12,
        gmail_units_per_minute: 20,
        ..Limits::default()
    };
    let mut bench = Bench::with(Options { limits, ..Options::default() });
    let about = |bench: &Bench| bench.get("/drive/v3/about?fields=user");
    let draft = |bench: &Bench| {
        bench.post("/gmail/v1/users/me/drafts", &json!({"message": {"raw": "VG86IGFAeC5leGFtcGxlDQoNCmE="}}))
    };
    about(&bench).ok();
    let user = json!({"error": {"code": 403, "message": "User Rate Limit Exceeded", "errors": [
        {"domain": "usageLimits", "reason": "userRateLimitExceeded", "message": "User Rate Limit Exceeded"}]}});
    assert_eq!(about(&bench).json(), user);
    draft(&bench).ok();
    let spent = draft(&bench);
    assert_eq!((spent.status, spent.json()["error"]["status"].as_str()), (429, Some("RESOURCE_EXHAUSTED")));
    assert_eq!(spent.message(), "User-rate limit exceeded.  Retry after 2026-11-23T15:01:00.000Z");
    bench.as_other();
    about(&bench).ok();
    bench.emulator.with(|w| w.limits.drive_requests_per_minute_per_user = 0);
    assert_eq!(about(&bench).json()["error"]["errors"][0]["reason"], "rateLimitExceeded");
    draft(&bench).ok();
    bench.emulator.with(|w| w.limits.gmail_units_per_minute_per_user = 0);
    assert_eq!(draft(&bench).message(), "Resource has been exhausted (e.g. check quota).");
    bench.emulator.advance(chrono::TimeDelta::minutes(1));
    about(&bench).ok();
    draft(&bench).ok();
}

#[test]
fn a_body_above_the_limit_is_refused() {
    let bench =
        Bench::with(Options { limits: Limits { body_bytes: 40, ..Limits::default() }, ..Options::default() });
    let id = bench.book();
    let refused = bench.batch(&id, &[json!({"addSheet": {"properties": {"title": "larger than that"}}})]);
    assert_eq!(refused.message(), "Request payload size exceeds the limit: 40 bytes.");
    assert_eq!(refused.json()["error"]["status"], "INVALID_ARGUMENT");
    let upload = "/upload/gmail/v1/users/me/messages/send?uploadType=media";
    assert_eq!(bench.send("POST", upload, "message/rfc822", &[b'a'; 41]).status, 413);
}
