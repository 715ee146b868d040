//! Faults of a call that the emulator cannot play; `tests/it/transport.rs` has the others.

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
    let mut whole = answer(200, JSON, json!({"user": {"emailAddress": ACCOUNT}}).to_string().as_bytes());
    whole.truncate(whole.len() - 20);
    Act::Cut(whole)
}

#[tokio::test]
async fn a_read_gets_over_an_answer_that_breaks_off() {
    let faults = [
        ("stalled body", Act::Stall(answer(200, JSON, b"{}")[..60].to_vec())),
        ("truncated 403", cut(error_403("userRateLimitExceeded"))),
        ("truncated 400", cut(error(400, "SECRET", "INVALID_ARGUMENT"))),
        ("truncated 503", Act::Cut(answer(503, JSON, b"{\"error\"")[..70].to_vec())),
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
        ("stalled body", Act::Stall(answer(200, JSON, b"{}")[..60].to_vec())),
        ("truncated body", truncated()),
    ];
    side_by_side(faults.into_iter().map(|(name, fault)| async move {
        let server = Server::play([fault.clone(), applied()]).await;
        let answer = server.google().await.batch_update("x", &batch(), true).await;
        assert!(answer.is_ok(), "{name}: {answer:?}");
        let seen = server.seen();
        assert_eq!(seen.len(), 2, "{name}");
        assert_eq!(seen[0].body, seen[1].body, "{name}");

        let server = Server::play([fault, applied()]).await;
        let error = server.google().await.batch_update("x", &batch(), false).await.unwrap_err();
        assert_eq!((error.ambiguous, error.attempts, server.seen().len()), (true, 1, 1), "{name}");
        assert_silent(&error);
    }))
    .await;
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

/// No word of an answer, a request or a token.
fn assert_silent(error: &Error) {
    let shown = format!("{error} {error:?} {error:#?}");
    for word in ["SECRET", "tok-", "http://", "127.0.0.1", "DOCTYPE", "updateCells"] {
        assert!(!shown.contains(word), "{shown}");
    }
}
