//! A person's sign-in: an authorisation page that consents by itself, codes with PKCE, refresh and revocation.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::token::{Refused, bad_grant, bad_request, issue, scopes};
use crate::world::World;

/// What an account consented to.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) account: String,
    scopes: BTreeSet<String>,
    client: String,
    redirect: String,
    /// The PKCE challenge and its method.
    challenge: Option<(String, String)>,
}

type Fields<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// `GET /o/oauth2/v2/auth`: the address to send the browser to, with a code in it.
pub(crate) fn authorize(world: &mut World, query: &[(String, String)]) -> Result<String, Refused> {
    let field = |name: &str| query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let need = |name: &'static str| {
        field(name)
            .ok_or_else(|| bad_request("invalid_request", &format!("Required parameter is missing: {name}")))
    };
    let (client, redirect) = (need("client_id")?, need("redirect_uri")?);
    if field("response_type") != Some("code") {
        return Err(bad_request("unsupported_response_type", "Invalid response_type"));
    }
    let scopes = scopes(need("scope")?)?;
    // The hint says who is at the browser; without one it is the first account there is.
    let account = field("login_hint").map(str::to_lowercase).filter(|a| world.accounts.contains(a));
    let account =
        account.or_else(|| world.accounts.first().cloned()).ok_or_else(|| bad_grant("No account."))?;
    let challenge = field("code_challenge")
        .map(|c| (c.to_owned(), field("code_challenge_method").unwrap_or("plain").to_owned()));
    let grant =
        Grant { account, scopes, client: client.to_owned(), redirect: redirect.to_owned(), challenge };
    let code = format!("4/{}", world.ids.file());
    // A code that was not redeemed before a thousand others has run out.
    if world.oauth.codes.len() >= 1000 {
        world.oauth.codes.clear();
    }
    world.oauth.codes.insert(code.clone(), grant);
    let mark = if redirect.contains('?') { '&' } else { '?' };
    let encode = crate::server::encode;
    let mut to = format!("{redirect}{mark}code={}&scope={}", encode(&code), encode(need("scope")?));
    if let Some(state) = field("state") {
        to.push_str("&state=");
        to.push_str(&encode(state));
    }
    Ok(to)
}

/// A code for tokens; it is good once.
pub(super) fn redeem(world: &mut World, field: &Fields<'_>) -> Result<Value, Refused> {
    let code =
        field("code").ok_or_else(|| bad_request("invalid_request", "Missing required parameter: code"))?;
    let grant = world.oauth.codes.remove(code).ok_or_else(|| bad_grant("Malformed auth code."))?;
    if field("client_id").is_some_and(|c| c != grant.client) {
        return Err(bad_request("invalid_client", "The OAuth client was not found."));
    }
    if field("redirect_uri") != Some(grant.redirect.as_str()) {
        return Err(bad_request("redirect_uri_mismatch", "Bad Request"));
    }
    if let Some((challenge, method)) = &grant.challenge {
        let verifier = field("code_verifier").ok_or_else(|| bad_grant("Missing code verifier."))?;
        let shown = if method == "S256" {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
        } else {
            verifier.to_owned()
        };
        if shown != *challenge {
            return Err(bad_grant("Invalid code verifier."));
        }
    }
    let refresh = format!("1//{}", world.ids.file());
    forget_oldest(world, &grant);
    let mut out = issue(world, &grant.client, grant.account.clone(), grant.scopes.clone());
    out["scope"] = full(&grant.scopes).into();
    out["refresh_token"] = refresh.as_str().into();
    world.oauth.granted += 1;
    world.oauth.refresh.insert(refresh, (world.oauth.granted, grant));
    Ok(out)
}

/// An account has at most a hundred refresh tokens of one program; the oldest ends without a word when there is another.
fn forget_oldest(world: &mut World, grant: &Grant) {
    let same = |other: &Grant| other.account == grant.account && other.client == grant.client;
    let own = world.oauth.refresh.iter().filter(|(_, (_, other))| same(other));
    let numbers: Vec<(u64, String)> = own.map(|(token, (number, _))| (*number, token.clone())).collect();
    if let Some((_, oldest)) = numbers.iter().min().filter(|_| numbers.len() >= 100) {
        world.oauth.refresh.remove(oldest);
    }
}

fn full(scopes: &BTreeSet<String>) -> String {
    let one = |s: &String| {
        if s.contains("://") || s == "openid" {
            s.clone()
        } else {
            format!("https://www.googleapis.com/auth/{s}")
        }
    };
    scopes.iter().map(one).collect::<Vec<_>>().join(" ")
}

pub(super) fn refresh(world: &mut World, field: &Fields<'_>) -> Result<Value, Refused> {
    let token = field("refresh_token").unwrap_or("");
    let grant = world.oauth.refresh.get(token).map(|(_, grant)| grant.clone());
    let grant = grant.ok_or_else(|| bad_grant("Token has been expired or revoked."))?;
    if field("client_id").is_some_and(|c| c != grant.client) {
        return Err(bad_request("unauthorized_client", "Unauthorized"));
    }
    let mut out = issue(world, &grant.client, grant.account.clone(), grant.scopes.clone());
    out["scope"] = full(&grant.scopes).into();
    Ok(out)
}

/// `POST /revoke`: ends a token, and with a refresh token all that came of it.
pub(crate) fn revoke(world: &mut World, form: &[(String, String)]) -> Result<Value, Refused> {
    let token = form.iter().find(|(n, _)| n == "token").map_or("", |(_, v)| v.as_str());
    if world.tokens.remove(token).is_some() {
        return Ok(serde_json::json!({}));
    }
    let Some((_, grant)) = world.oauth.refresh.remove(token) else {
        return Err(bad_request("invalid_token", "Token expired or revoked"));
    };
    world.tokens.retain(|_, t| t.expires.is_none() || t.account != grant.account);
    Ok(serde_json::json!({}))
}
