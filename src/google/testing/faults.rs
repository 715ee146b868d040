//! Every way a call can go wrong, and what comes of it.

use std::time::{Duration, Instant};

use serde_json::json;

use super::*;
use crate::google::error::{Error, ErrorKind};
use crate::google::sheets::Batch;

fn me() -> Act {
    ok(&json!({"user": {"emailAddress": ACCOUNT}}))
}

fn applied() -> Act {
    ok(&json!({"spreadsheetId": "x", "replies": [{}]}))
}

fn batch() -> Batch {
    Batch::new(&[json!({"updateCells": {"text": "SECRET"}})]).unwrap()
}

/// The answer that arrives but breaks off.
fn truncated() -> Act {
    let mut whole = answer(200, JSON, br#"{"user":{"emailAddress":"comunicaciones@example.org"}}"#);
    whole.truncate(whole.len() - 20);
    Act::Cut(whole)
}

/// Whatever is wrong for one try only, a read gets over.
#[tokio::test]
async fn a_read_gets_over_every_passing_fault() {
    let cut_off = || answer(200, JSON, br#"{"user":"#);
    let faults = [
        ("429", error_with(429, "SECRET", "RESOURCE_EXHAUSTED", "Retry-After: 0\r\n")),
        ("403 rate", error_403("userRateLimitExceeded")),
        ("500", error(500, "SECRET", "INTERNAL")),
        ("503", error(503, "SECRET", "UNAVAILABLE")),
        ("502 HTML", html(502)),
        ("200 HTML", html(200)),
        ("302", html(302)),
        ("closed before the answer", Act::Cut(Vec::new())),
        ("stalled headers", Act::Stall(Vec::new())),
        ("stalled body", Act::Stall(answer(200, JSON, b"{}")[..60].to_vec())),
        ("truncated body", truncated()),
        ("truncated 403", cut(error_403("userRateLimitExceeded"))),
        ("truncated 400", cut(error(400, "SECRET", "INVALID_ARGUMENT"))),
        ("truncated 503", Act::Cut(answer(503, JSON, b"{\"error\"")[..70].to_vec())),
        ("broken JSON", Act::Write(cut_off())),
        ("empty 200", Act::Write(answer(200, JSON, b""))),
        ("without what was asked for", ok(&json!({}))),
        ("401 once", error(401, "SECRET", "UNAUTHENTICATED")),
    ];
    side_by_side(faults.into_iter().map(|(name, fault)| async move {
        let server = Server::play([fault, me()]).await;
        let google = server.google().await;
        assert_eq!(google.about().await.as_deref(), Ok(ACCOUNT), "{name}");
        assert_eq!(server.seen().len(), 2, "{name}");
        assert_eq!(google.requests(), 2, "{name}");
    }))
    .await;
}

/// An answer without its end.
fn cut(act: Act) -> Act {
    let Act::Write(mut whole) = act else { unreachable!("only answers are cut") };
    whole.truncate(whole.len() - 15);
    Act::Cut(whole)
}

fn error_403(reason: &str) -> Act {
    let body = json!({"error": {"code": 403, "message": "SECRET", "status": "PERMISSION_DENIED",
        "errors": [{"reason": reason, "domain": "usageLimits"}]}});
    Act::Write(answer(403, JSON, body.to_string().as_bytes()))
}

/// A change that may have been applied is not sent again, unless a second copy does no harm; then
/// it is sent again to the byte.
#[tokio::test]
async fn a_change_is_sent_again_only_where_that_does_no_harm() {
    let faults = [
        ("500", error(500, "SECRET", "INTERNAL"), true),
        ("503", error(503, "SECRET", "UNAVAILABLE"), true),
        ("502 HTML", html(502), true),
        ("200 HTML", html(200), true),
        ("closed before the answer", Act::Cut(Vec::new()), true),
        ("stalled headers", Act::Stall(Vec::new()), true),
        ("stalled body", Act::Stall(answer(200, JSON, b"{}")[..60].to_vec()), true),
        ("truncated body", truncated(), true),
        ("broken JSON", Act::Write(answer(200, JSON, b"{\"rep")), true),
        ("too few replies", ok(&json!({"replies": []})), true),
        ("429", error(429, "SECRET", "RESOURCE_EXHAUSTED"), false),
        ("401 once", error(401, "SECRET", "UNAUTHENTICATED"), false),
    ];
    side_by_side(faults.into_iter().map(|(name, fault, ambiguous)| async move {
        let server = Server::play([fault.clone(), applied()]).await;
        let google = server.google().await;
        let answer = google.batch_update("x", &batch(), true).await;
        assert!(answer.is_ok(), "{name}: {answer:?}");
        let seen = server.seen();
        assert_eq!(seen.len(), 2, "{name}");
        assert_eq!(seen[0].body, seen[1].body, "{name}");

        let server = Server::play([fault, applied()]).await;
        let google = server.google().await;
        let answer = google.batch_update("x", &batch(), false).await;
        if ambiguous {
            let error = answer.unwrap_err();
            assert!(error.ambiguous, "{name}");
            assert_eq!((error.attempts, server.seen().len()), (1, 1), "{name}");
            assert_silent(&error);
        } else {
            assert!(answer.is_ok(), "{name}");
        }
    }))
    .await;
}

#[tokio::test]
async fn a_refusal_after_a_lost_answer_says_that_an_earlier_try_may_have_been_applied() {
    let message = "Invalid requests[0].createDeveloperMetadata: Cannot add developer metadata with ID \
        [7] because developer metadata with that ID already exists.";
    let taken = error(400, message, "INVALID_ARGUMENT");
    for lost in [Act::Cut(Vec::new()), Act::Write(answer(200, JSON, b"{\"rep"))] {
        let server = Server::play([lost, taken.clone()]).await;
        let error = server.google().await.batch_update("x", &batch(), true).await.unwrap_err();
        assert_eq!(error.refusal(), Some(crate::google::RefusalKind::MetadataIdTaken));
        assert!(error.ambiguous);
        assert_eq!(error.attempts, 2);
    }
}

#[tokio::test]
async fn a_fault_that_lasts_is_named_after_seven_tries() {
    let server = Server::play(vec![error(503, "SECRET", "UNAVAILABLE"); 9]).await;
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "drive.about: Google cannot be reached or does not answer (HTTP 503, 7 tries)"
    );
    assert!(!error.ambiguous, "a read applies nothing");
    assert_eq!(server.seen().len(), 7);

    let server = Server::play(vec![Act::Write(answer(200, JSON, b"SECRET")); 9]).await;
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!((error.kind.clone(), error.status), (ErrorKind::Malformed, Some(200)));
    assert_eq!(server.seen().len(), 3);
    assert_silent(&error);
}

#[tokio::test]
async fn nothing_takes_longer_than_the_total_time() {
    let server = Server::play(vec![Act::Stall(Vec::new()); 9]).await;
    let mut policy = quick();
    policy.time_outs.total = Duration::from_millis(1400);
    let started = Instant::now();
    let error = server.google_with(policy).await.about().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_retry_after_beyond_the_total_time_ends_the_call_at_once() {
    let timeout = error_with(429, "SECRET", "RESOURCE_EXHAUSTED", "Retry-After: 3600\r\n");
    let server = Server::play([timeout]).await;
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!((error.kind, error.retry_after), (ErrorKind::Quota, Some(Duration::from_secs(3600))));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_retry_after_is_waited_for_in_seconds_and_as_a_date() {
    let date = "Date: Tue, 24 Nov 2026 03:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 03:00:01 GMT\r\n";
    side_by_side(["Retry-After: 1\r\n", date].into_iter().map(|headers| async move {
        let server = Server::play([error_with(503, "", "UNAVAILABLE", headers), me()]).await;
        let started = Instant::now();
        assert!(server.google().await.about().await.is_ok());
        assert!(started.elapsed() >= Duration::from_secs(1), "{headers}");
    }))
    .await;
}

#[tokio::test]
async fn a_second_401_is_about_the_credentials() {
    let refusal = error(401, "SECRET", "UNAUTHENTICATED");
    let server = Server::play([refusal.clone(), refusal.clone(), refusal]).await;
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Credentials { oauth: None });
    let bearers: Vec<_> =
        server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(bearers, ["Bearer tok-1", "Bearer tok-2"]);
    assert_silent(&error);
}

#[tokio::test]
async fn nobody_listening_is_no_ambiguity() {
    let server = Server::play([]).await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = Server { origin: format!("http://{}", gone.local_addr().unwrap()), ..server.clone() };
    let (without_tokens, with_tokens) = (dead.google().await, server.google_at(&dead.origin, quick()).await);
    drop(gone);
    for (google, requests) in [(without_tokens, 0), (with_tokens, 7)] {
        let error = google.batch_update("x", &batch(), false).await.unwrap_err();
        assert_eq!((error.kind, error.ambiguous, error.attempts), (ErrorKind::Unavailable, false, 7));
        assert_eq!(google.requests(), requests);
    }
}

#[tokio::test]
async fn an_answer_beyond_the_cap_is_not_taken() {
    let server = Server::play(vec![ok(&json!({"user": "x".repeat(2 << 20)})); 2]).await;
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge);
    assert_eq!(server.seen().len(), 1);
}

/// No word of an answer, a request or a token.
fn assert_silent(error: &Error) {
    let shown = format!("{error} {error:?} {error:#?}");
    for word in ["SECRET", "tok-", "http://", "127.0.0.1", "DOCTYPE", "updateCells"] {
        assert!(!shown.contains(word), "{shown}");
    }
}
