//! How tokens are asked for, and how the token endpoint can fail.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::google::ErrorKind;
use crate::google::scope::SCOPES;

fn me() -> Act {
    ok(&json!({"user": {"emailAddress": ACCOUNT}}))
}

fn oauth(status: u16, code: &str, description: &str) -> Act {
    let body = json!({"error": code, "error_description": description});
    Act::Write(answer(status, JSON, body.to_string().as_bytes()))
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

/// Nothing that is not a token is taken for one, and no call goes out without.
#[tokio::test]
async fn a_passing_fault_of_the_token_endpoint_is_got_over() {
    let faults = [
        ("503 as Google words it", error(503, "SECRET", "UNAVAILABLE")),
        ("503 HTML", html(503)),
        ("200 HTML", html(200)),
        ("an empty object", ok(&json!({}))),
        ("an empty token", token(" ")),
        ("a token that cannot stand in a header", token("a\nb")),
        ("closed before the answer", Act::Cut(Vec::new())),
        ("stalled", Act::Stall(Vec::new())),
        ("stalled body", Act::Stall(answer(200, JSON, b"{}")[..60].to_vec())),
        ("too slow", Act::After(Duration::from_secs(2), Box::new(token("tok-0")))),
        ("an internal failure", oauth(500, "internal_failure", "SECRET")),
        ("a rate limit", oauth(429, "rate_limit_exceeded", "SECRET")),
    ];
    side_by_side(faults.into_iter().map(|(name, fault)| async move {
        let server = Server::play([me()]).await.with_tokens([fault]);
        let google = server.google().await;
        assert_eq!(google.about().await.as_deref(), Ok(ACCOUNT), "{name}");
        assert_eq!(server.tokens().len(), 2, "{name}");
        assert_eq!(server.seen()[0].header("authorization"), Some("Bearer tok-2"), "{name}");
        assert_eq!(google.requests(), 1, "{name}");
    }))
    .await;
}

#[tokio::test]
async fn a_token_endpoint_that_stays_down_means_unavailable_and_no_call() {
    let server = Server::play([me()]).await.with_tokens(vec![error(503, "SECRET", "UNAVAILABLE"); 9]);
    let error = server.google().await.send_draft("r1").await.unwrap_err();
    assert_eq!((error.kind, error.ambiguous, error.attempts), (ErrorKind::Unavailable, false, 7));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint_keeps_its_code_and_is_final() {
    let codes =
        ["invalid_grant", "unauthorized_client", "invalid_scope", "access_denied", "admin_policy_enforced"];
    for code in codes {
        let server = Server::play([me()]).await.with_tokens([oauth(400, code, "SECRET")]);
        let error = server.google().await.about().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Credentials { oauth: Some(code.to_owned()) });
        assert_eq!(error.to_string(), format!("drive.about: Google refuses the credentials ({code})"));
        assert_eq!((server.tokens().len(), server.seen().len()), (1, 0));
        assert!(!format!("{error:?}").contains("SECRET"));
    }
    let server = Server::play([me()]).await.with_tokens([oauth(400, "SECRET code", "")]);
    let error = server.google().await.about().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Credentials { oauth: None });
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_from_a_bad_key() {
    let description = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable \
        timeframe. Check your iat and exp values in the JWT claim.";
    let server = Server::play([me()]).await.with_tokens([oauth(400, "invalid_grant", description)]);
    assert_eq!(server.google().await.about().await.unwrap_err().kind, ErrorKind::Clock);
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
