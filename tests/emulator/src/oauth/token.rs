//! `POST /token`: assertions, codes and refresh tokens for bearer tokens.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::authorize;
use super::jwt::Assertion;
use crate::account::{Token, bare_scope, is_other_scope};
use crate::schema::{DRIVE, GMAIL, SHEETS};
use crate::world::World;

/// A refusal of the token endpoint, which has a form of its own.
pub(crate) struct Refused {
    pub(crate) code: u16,
    pub(crate) error: &'static str,
    pub(crate) description: String,
}

fn refuse(code: u16, error: &'static str, description: impl Into<String>) -> Refused {
    Refused { code, error, description: description.into() }
}

fn invalid_grant(description: &str) -> Refused {
    refuse(400, "invalid_grant", description)
}

pub(crate) fn token(world: &mut World, form: &[(String, String)]) -> Result<Value, Refused> {
    let field = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    match field("grant_type") {
        Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => {
            let text = field("assertion")
                .ok_or_else(|| refuse(400, "invalid_request", "Missing parameter: assertion"))?;
            assertion(world, text)
        }
        Some("authorization_code") => authorize::redeem(world, &field),
        Some("refresh_token") => authorize::refresh(world, &field),
        Some(other) => Err(refuse(400, "unsupported_grant_type", format!("Invalid grant_type: {other}"))),
        None => Err(refuse(400, "invalid_request", "Required parameter is missing: grant_type")),
    }
}

fn assertion(world: &mut World, text: &str) -> Result<Value, Refused> {
    let assertion = Assertion::read(text).ok_or_else(|| invalid_grant("Invalid JWT: Failed to decode."))?;
    let claims = &assertion.claims;
    let issuer = claims["iss"].as_str().unwrap_or("");
    if issuer != world.oauth.service_account {
        return Err(invalid_grant("Invalid grant: account not found"));
    }
    let key = world.oauth.key().map_err(|_| refuse(500, "internal_failure", "No key."))?;
    if !assertion.verified(&key.public_der) {
        return Err(invalid_grant("Invalid JWT Signature."));
    }
    audience(claims["aud"].as_str().unwrap_or(""))?;
    times(world, claims)?;
    let scopes = scopes(claims["scope"].as_str().unwrap_or(""))?;
    let account = match claims["sub"].as_str() {
        // The token is the service account's own.
        None => issuer.to_owned(),
        Some(subject) if subject == issuer => issuer.to_owned(),
        Some(subject) => delegated(world, &subject.to_lowercase(), &scopes)?,
    };
    let client = world.oauth.client_id.clone();
    Ok(issue(world, &client, account, scopes))
}

/// Google's own endpoint, or any loopback address that ends the same way, for a test may put a proxy in between.
fn audience(audience: &str) -> Result<(), Refused> {
    const GOOGLES: [&str; 4] = [
        "https://oauth2.googleapis.com/token",
        "https://accounts.google.com/o/oauth2/token",
        "https://www.googleapis.com/oauth2/v4/token",
        "https://www.googleapis.com/oauth2/v3/token",
    ];
    if GOOGLES.contains(&audience) || is_loopback(audience) {
        return Ok(());
    }
    Err(invalid_grant(&format!("Invalid JWT: Failed audience check. The right audience is {}.", GOOGLES[0])))
}

/// Whether an address is of this machine and ends in `/token`.
fn is_loopback(address: &str) -> bool {
    let Ok(address) = address.parse::<http::Uri>() else { return false };
    let host = address.host().unwrap_or("").trim_matches(['[', ']']);
    let here = host
        .parse()
        .map_or(host.eq_ignore_ascii_case("localhost"), |ip: IpAddr| ip.to_canonical().is_loopback());
    here && matches!(address.scheme_str(), Some("http" | "https")) && address.path().ends_with("/token")
}

fn times(world: &World, claims: &Value) -> Result<(), Refused> {
    let now = world.now().timestamp();
    let skew = world.limits.skew_seconds;
    let whole = |name: &str| claims[name].as_i64().or_else(|| claims[name].as_f64().map(crate::num::floor));
    let (Some(issued), Some(expires)) = (whole("iat"), whole("exp")) else {
        return Err(invalid_grant("Invalid JWT: iat and exp are required."));
    };
    let reasonable = issued <= now.saturating_add(skew)
        && expires > now.saturating_sub(skew)
        && expires > issued
        && expires.saturating_sub(issued) <= 3600
        && issued > now.saturating_sub(skew.saturating_add(3600));
    if reasonable {
        return Ok(());
    }
    Err(invalid_grant(
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
    ))
}

/// The scopes asked for, each of which some method must know.
pub(super) fn scopes(text: &str) -> Result<BTreeSet<String>, Refused> {
    let asked: BTreeSet<String> = text.split_whitespace().map(|s| bare_scope(s).to_owned()).collect();
    let known = |scope: &str| {
        let of_method =
            [&SHEETS, &DRIVE, &GMAIL].iter().flat_map(|s| &s.methods).any(|m| m.scopes.contains(&scope));
        of_method || is_other_scope(scope)
    };
    if asked.is_empty() || !asked.iter().all(|s| known(s)) {
        return Err(refuse(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."));
    }
    Ok(asked)
}

fn delegated(world: &World, subject: &str, scopes: &BTreeSet<String>) -> Result<String, Refused> {
    if !world.accounts.contains(subject) {
        return Err(invalid_grant("Invalid email or User ID"));
    }
    let granted = world.oauth.delegated.as_ref().is_none_or(|granted| scopes.is_subset(granted));
    if world.oauth.withdrawn.contains(subject) || !granted {
        return Err(refuse(
            401,
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
        ));
    }
    Ok(subject.to_owned())
}

/// The most bearer tokens that are kept of those that were earned.
const TOKENS: usize = 20_000;

/// Lets go of tokens that have expired, and of far too many of those that expire first.
fn tidy(world: &mut World) {
    let now = world.now();
    world.tokens.retain(|_, token| token.expires.is_none_or(|at| at > now));
    let mut ends: Vec<_> = world.tokens.values().filter_map(|token| token.expires).collect();
    if ends.len() > TOKENS {
        ends.sort_unstable();
        let first = ends[ends.len() - TOKENS];
        world.tokens.retain(|_, token| token.expires.is_none_or(|at| at >= first));
    }
}

/// Draws a bearer token.
pub(super) fn issue(world: &mut World, client: &str, account: String, scopes: BTreeSet<String>) -> Value {
    let text = world.ids.token();
    let seconds = world.limits.token_seconds;
    let expires = world.now() + TimeDelta::try_seconds(seconds).unwrap_or_default();
    if world.tokens.len() % 1000 == 999 {
        tidy(world);
    }
    world.tokens.insert(
        text.clone(),
        Token { account, client: client.to_owned(), scopes: Some(scopes), expires: Some(expires) },
    );
    json!({"access_token": text, "expires_in": seconds, "token_type": "Bearer"})
}

pub(super) fn bad_grant(description: &str) -> Refused {
    invalid_grant(description)
}

pub(super) fn bad_request(error: &'static str, description: &str) -> Refused {
    refuse(400, error, description)
}
