//! How tokens are asked for and shared; `tests/it/transport.rs` has how their endpoint fails.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::google::scope::SCOPES;

fn me() -> Act {
    ok(&json!({"user": {"emailAddress": ACCOUNT}}))
}

/// The claims of the assertion in a request for a token.
fn claims(seen: &Seen) -> Value {
    let form = String::from_utf8(seen.body.clone()).unwrap();
    let assertion = form.split('&').find_map(|pair| pair.strip_prefix("assertion=")).unwrap();
    let part = assertion.split('.').nth(1).unwrap().trim_end_matches("%3D");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn one_token_for_the_configured_account_and_exactly_three_scopes() {
    let server = Server::play([me(), me()]).await;
    let google = server.google().await;
    google.about().await.unwrap();
    google.about().await.unwrap();
    let tokens = server.tokens();
    assert_eq!(tokens.len(), 1);
    let claims = claims(&tokens[0]);
    assert_eq!(claims["sub"], ACCOUNT);
    assert_eq!(claims["iss"], "robot@example.iam");
    assert_eq!(claims["aud"], format!("{}/token", server.origin));
    assert_eq!(
        claims["scope"],
        "https://www.googleapis.com/auth/spreadsheets \
         https://www.googleapis.com/auth/drive.metadata.readonly \
         https://www.googleapis.com/auth/gmail.compose"
    );
    assert_eq!(SCOPES.len(), 3);
}

#[tokio::test]
async fn calls_that_start_together_ask_for_one_token() {
    let slow = Act::After(Duration::from_millis(50), Box::new(token("tok-1")));
    let server = Server::play(vec![me(); 8]).await.with_tokens([slow]);
    let google = server.google().await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let google = google.clone();
        calls.spawn(async move { google.about().await });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!((server.tokens().len(), server.seen().len()), (1, 8));
}

#[tokio::test]
async fn calls_that_are_told_of_the_same_stale_token_ask_for_one_other() {
    let stale = |wait| Act::After(Duration::from_millis(wait), Box::new(error(401, "", "UNAUTHENTICATED")));
    let acts = [20, 60, 100, 140].map(stale).into_iter().chain(vec![me(); 4]);
    let server = Server::play(acts).await;
    let google = server.google().await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let google = google.clone();
        calls.spawn(async move { google.about().await });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!((server.tokens().len(), server.seen().len()), (2, 8));
}

fn token(text: &str) -> Act {
    ok(&json!({"access_token": text, "expires_in": 3599, "token_type": "Bearer"}))
}

#[tokio::test]
async fn a_token_whose_answer_stalls_half_way_is_asked_for_again() {
    let stalled = Act::Stall(answer(200, JSON, b"{}")[..60].to_vec());
    let server = Server::play([me()]).await.with_tokens([stalled]);
    let google = server.google().await;
    assert_eq!(google.about().await.as_deref(), Ok(ACCOUNT));
    assert_eq!(server.tokens().len(), 2);
    assert_eq!(server.seen()[0].header("authorization"), Some("Bearer tok-2"));
    assert_eq!(google.requests(), 1);
}

#[tokio::test]
async fn an_expired_token_is_replaced_before_it_is_used() {
    let short = ok(&json!({"access_token": "tok-1", "expires_in": 30, "token_type": "Bearer"}));
    let server = Server::play([me(), me()]).await.with_tokens([short]);
    let google = server.google().await;
    google.about().await.unwrap();
    google.about().await.unwrap();
    assert_eq!(server.tokens().len(), 2);
}
