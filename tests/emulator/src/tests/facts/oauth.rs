//! OAuth: which scopes there are, and what they are good for.

use super::Fact;
use super::google::{Answer, Google, OWNER};

/// The tables of OAuth.
pub(super) const TABLES: &[&[Fact]] = &[SCOPES];

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const BACK: &str = "http%3A%2F%2F127.0.0.1%3A9%2F";

/// A bearer token that a person consented to for a scope, which is percent-encoded.
fn consented(google: &Google, scope: &str) -> Result<String, String> {
    let page = google.get(&format!(
        "/o/oauth2/v2/auth?client_id=c&redirect_uri={BACK}&response_type=code&login_hint={OWNER}&scope={scope}"
    ))?;
    let code = page.head.split_once("code=").and_then(|(_, rest)| rest.split('&').next()).unwrap_or("none");
    let form = format!("grant_type=authorization_code&code={code}&client_id=c&redirect_uri={BACK}");
    let tokens = google.send_with("POST", "/token", &[FORM], form.as_bytes())?.ok()?;
    tokens.json()["access_token"].as_str().map(str::to_owned).ok_or_else(|| "no token".to_owned())
}

/// What a bearer of a token is answered.
fn asked(google: &Google, token: &str, target: &str) -> Result<Answer, String> {
    google.send_with("GET", target, &[("authorization", &format!("Bearer {token}"))], b"")
}

const SCOPES: &[Fact] = &[
    Fact {
        says: "the scope of the older feeds of spreadsheets is enough for Sheets",
        source: "user report of 2022, live suites of three clients",
        holds: |google| {
            let id = google.book()?;
            let token = consented(google, "https%3A%2F%2Fspreadsheets.google.com%2Ffeeds")?;
            asked(google, &token, &format!("/v4/spreadsheets/{id}"))?.ok().map(drop)
        },
    },
    Fact {
        says: "the scope of the older feeds of documents is enough for Drive",
        source: "clients of the older API that live on",
        holds: |google| {
            let token = consented(google, "https%3A%2F%2Fdocs.google.com%2Ffeeds%2F")?;
            asked(google, &token, "/drive/v3/files")?.ok().map(drop)
        },
    },
    Fact {
        says: "a scope of another API opens neither",
        source: "Google's documents",
        holds: |google| {
            let token = consented(google, "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdocuments")?;
            let refused = asked(google, &token, "/drive/v3/files")?;
            refused.refused(403, "Request had insufficient authentication scopes.")
        },
    },
];
