//! Assertions, tokens, sign-in.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::client::{Answered, Bench, OWNER};

const SHEETS: &str = "https://www.googleapis.com/auth/spreadsheets";

fn key_file(bench: &Bench) -> Value {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("key.json");
    std::fs::write(&path, "old").unwrap();
    bench.emulator.write_key_file(&path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

fn claims(bench: &Bench) -> Value {
    let now = bench.emulator.with(|w| w.now().timestamp());
    json!({
        "iss": bench.emulator.with(|w| w.service_account().to_owned()), "sub": OWNER, "scope": SHEETS,
        "aud": format!("{}/token", bench.emulator.base_url()), "iat": now, "exp": now + 3595,
    })
}

fn sign(bench: &Bench, claims: &Value) -> String {
    let key = key_file(bench);
    let pem = key["private_key"].as_str().unwrap();
    let der: String = pem.lines().filter(|l| !l.starts_with("-----")).collect();
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(der).unwrap()).unwrap();
    // Padded, as one client in use writes it.
    let head = URL_SAFE.encode(json!({"typ": "JWT", "alg": "RS256"}).to_string());
    let signed = format!("{head}.{}", URL_SAFE.encode(claims.to_string()));
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    format!("{signed}.{}", URL_SAFE.encode(signature))
}

fn exchange(bench: &Bench, assertion: &str) -> Answered {
    let form = format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={}",
        assertion.replace('=', "%3D")
    );
    bench.send("POST", "/token", "application/x-www-form-urlencoded", form.as_bytes())
}

fn refusal(bench: &Bench, claims: &Value) -> (u16, String) {
    let answered = exchange(bench, &sign(bench, claims));
    (answered.status, answered.json()["error"].as_str().unwrap_or("").to_owned())
}

#[test]
fn a_signed_assertion_earns_a_token_that_expires() {
    let mut bench = Bench::new();
    let id = bench.book();
    let token = exchange(&bench, &sign(&bench, &claims(&bench))).ok();
    assert_eq!((token["expires_in"].as_i64(), token["token_type"].as_str()), (Some(3599), Some("Bearer")));
    bench.token = Box::leak(token["access_token"].as_str().unwrap().to_owned().into_boxed_str());
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
    bench.emulator.advance(chrono::TimeDelta::hours(1));
    let late = bench.get(&format!("/v4/spreadsheets/{id}"));
    assert_eq!((late.status, late.json()["error"]["status"].as_str()), (401, Some("UNAUTHENTICATED")));
    assert!(late.head.contains("www-authenticate: bearer"), "{}", late.head);
}

#[test]
fn every_claim_is_checked() {
    let bench = Bench::new();
    let with = |name: &str, value: Value| {
        let mut claims = claims(&bench);
        claims[name] = value;
        refusal(&bench, &claims)
    };
    let now = bench.emulator.with(|w| w.now().timestamp());
    let grant = (400, "invalid_grant".to_owned());
    assert_eq!(with("iss", json!("nobody@x.example")), grant);
    assert_eq!(with("aud", json!("https://example.com/token")), grant);
    assert_eq!(with("aud", json!("http://127.0.0.1.example.com/token")), grant);
    assert_eq!(with("exp", json!(now - 400)), grant);
    assert_eq!(with("iat", json!(now + 400)), grant);
    assert_eq!(with("exp", json!(now + 7200)), grant);
    assert_eq!(with("sub", json!("stranger@x.example")), grant);
    assert_eq!(
        with("scope", json!("https://www.googleapis.com/auth/nothing")),
        (400, "invalid_scope".to_owned())
    );
    assert_eq!(with("aud", json!("http://localhost:1/proxy/token")).0, 200);
    assert_eq!(with("aud", json!("https://oauth2.googleapis.com/token")).0, 200);
    assert_eq!(with("sub", Value::Null).0, 200);
    let mut parts: Vec<String> = sign(&bench, &claims(&bench)).split('.').map(str::to_owned).collect();
    parts[1] = URL_SAFE_NO_PAD.encode(claims(&bench).to_string().replace("owner", "other"));
    let forged = exchange(&bench, &parts.join(".")).json();
    assert_eq!(forged["error_description"], "Invalid JWT Signature.");
}

#[test]
fn delegation_can_be_withdrawn_and_limited() {
    let bench = Bench::new();
    let client = (401, "unauthorized_client".to_owned());
    bench.emulator.with(|w| w.withdraw_delegation(OWNER));
    assert_eq!(refusal(&bench, &claims(&bench)), client);
    bench.emulator.with(|w| w.grant_delegation(OWNER));
    assert_eq!(refusal(&bench, &claims(&bench)).0, 200);
    bench.emulator.with(|w| w.delegate_only(&["https://www.googleapis.com/auth/gmail.compose"]));
    assert_eq!(refusal(&bench, &claims(&bench)), client);
}

#[test]
fn a_scope_opens_only_its_methods() {
    let mut bench = Bench::new();
    let id = bench.book();
    bench.emulator.with(|w| {
        w.add_scoped_token("narrow", OWNER, &["https://www.googleapis.com/auth/spreadsheets.readonly"]);
    });
    bench.token = "narrow";
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
    let refused = bench.post(&format!("/v4/spreadsheets/{id}/developerMetadata:search"), &json!({}));
    let error = refused.json()["error"].clone();
    assert_eq!(
        (refused.status, error["message"].as_str()),
        (403, Some("Request had insufficient authentication scopes."))
    );
    assert_eq!(error["details"][0]["reason"], "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    assert_eq!(bench.get("/gmail/v1/users/me/profile").status, 403);
}

#[test]
fn no_token_and_a_wrong_token_are_told_apart() {
    let mut bench = Bench::new();
    let none = bench.raw(b"GET /v4/spreadsheets/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert_eq!(none.status, 403);
    assert!(none.message().starts_with("Method doesn't allow unregistered callers"));
    bench.token = "unknown";
    let wrong = bench.get("/drive/v3/about?fields=user");
    assert_eq!(wrong.status, 401);
    assert_eq!(wrong.json()["error"]["errors"][0]["message"], "Invalid Credentials");
}

#[test]
fn a_person_signs_in_with_pkce_refreshes_and_revokes() {
    let mut bench = Bench::new();
    let verifier = "a".repeat(43);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let page = bench.get(&format!(
        "/o/oauth2/v2/auth?client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F&response_type=code&scope={}&state=s%201&code_challenge={challenge}&code_challenge_method=S256&login_hint={OWNER}",
        SHEETS.replace(':', "%3A").replace('/', "%2F")
    ));
    assert_eq!(page.status, 302);
    let location = page.head.lines().find(|l| l.starts_with("location")).unwrap().to_owned();
    assert!(location.contains("state=s%201"), "{location}");
    // The head was lowered for comparison; the code itself is asked again from the server's answer.
    let form =
        |fields: &str| bench.send("POST", "/token", "application/x-www-form-urlencoded", fields.as_bytes());
    assert_eq!(form("grant_type=authorization_code&code=4%2Fnone").json()["error"], "invalid_grant");
    let code = bench.emulator.with(|w| w.first_code()).unwrap().replace('/', "%2F");
    let redeem = format!(
        "grant_type=authorization_code&code={code}&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F&code_verifier={verifier}"
    );
    let tokens = form(&redeem).ok();
    assert_eq!(tokens["scope"], SHEETS);
    assert_eq!(form(&redeem).json()["error"], "invalid_grant");
    let refresh = tokens["refresh_token"].as_str().unwrap().replace('/', "%2F");
    let again = form(&format!("grant_type=refresh_token&refresh_token={refresh}&client_id=c")).ok();
    let token = again["access_token"].as_str().unwrap().to_owned();
    let revoked = bench.send(
        "POST",
        "/revoke",
        "application/x-www-form-urlencoded",
        format!("token={refresh}").as_bytes(),
    );
    assert_eq!(revoked.status, 200);
    bench.token = Box::leak(token.into_boxed_str());
    assert_eq!(bench.get("/v4/spreadsheets/x").status, 401);
}

#[test]
fn drive_file_sees_only_what_the_program_made() {
    let mut bench = Bench::new();
    let foreign = bench.book();
    let mut asked = claims(&bench);
    asked["scope"] = json!("https://www.googleapis.com/auth/drive.file");
    let token = exchange(&bench, &sign(&bench, &asked)).ok()["access_token"].as_str().unwrap().to_owned();
    bench.token = Box::leak(token.into_boxed_str());
    let own = bench.post("/v4/spreadsheets", &json!({})).ok()["spreadsheetId"].as_str().unwrap().to_owned();
    bench.get(&format!("/v4/spreadsheets/{own}")).ok();
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{foreign}")).status, 404);
    let listed = bench.get("/drive/v3/files?fields=files(id)").ok();
    assert_eq!(listed["files"], json!([{"id": own}]));
}

#[test]
fn scopes_of_the_older_apis_are_as_good_as_those_of_today() {
    let mut bench = Bench::new();
    let id = bench.book();
    let token = |bench: &Bench, scope: &str| {
        let mut asked = claims(bench);
        asked["scope"] = json!(scope);
        let token = exchange(bench, &sign(bench, &asked)).ok()["access_token"].as_str().unwrap().to_owned();
        &*Box::leak(token.into_boxed_str())
    };
    let (sheets, drive) = (format!("/v4/spreadsheets/{id}"), format!("/drive/v3/files/{id}"));
    for (scope, of_sheets, of_drive) in [
        ("https://spreadsheets.google.com/feeds", 200, 403),
        ("https://spreadsheets.google.com/feeds/", 200, 403),
        ("https://docs.google.com/feeds", 200, 200),
        ("https://docs.google.com/feeds/", 200, 200),
        ("https://docs.googleusercontent.com/", 200, 200),
        ("https://spreadsheets.google.com/feeds https://www.googleapis.com/auth/drive.file", 200, 404),
        ("https://www.googleapis.com/auth/documents", 403, 403),
    ] {
        bench.token = token(&bench, scope);
        let found = (bench.get(&sheets).status, bench.get(&drive).status);
        assert_eq!(found, (of_sheets, of_drive), "{scope}");
    }
    let mut asked = claims(&bench);
    asked["scope"] = json!("https://www.googleapis.com/auth/nothing.of.the.kind");
    assert_eq!(refusal(&bench, &asked), (400, "invalid_scope".to_owned()));
}

#[test]
fn an_assertion_is_for_google_or_for_this_machine() {
    let bench = Bench::new();
    for good in [
        "https://oauth2.googleapis.com/token",
        "https://accounts.google.com/o/oauth2/token",
        "https://www.googleapis.com/oauth2/v4/token",
        "http://127.0.0.1:9/token",
        "http://127.1.2.3:9/token",
        "http://localhost/token",
        "http://LOCALHOST:80/token",
        "https://[::1]:8443/o/oauth2/token",
        "http://[::1]/token",
    ] {
        let mut asked = claims(&bench);
        asked["aud"] = json!(good);
        exchange(&bench, &sign(&bench, &asked)).ok();
    }
    for bad in [
        "http://127.0.0.1:9/tokens",
        "http://127.0.0.1:9/",
        "http://127.0.0.1.example/token",
        "http://127.example/token",
        "http://10.0.0.1/token",
        "http://[2001:db8::1]/token",
        "http://localhost.example/token",
        "ftp://127.0.0.1/token",
        "127.0.0.1/token",
        "https://oauth2.googleapis.com/token/",
        "",
    ] {
        let mut asked = claims(&bench);
        asked["aud"] = json!(bad);
        assert_eq!(refusal(&bench, &asked), (400, "invalid_grant".to_owned()), "{bad}");
    }
}
