//! Asks an account for its consent, as an installed program does (RFC 8252): in the person's own
//! browser, answered to a port of this machine, with PKCE and a state of its own.

use std::io;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use oauth2::{
    AuthUrl, AuthorizationCode, CsrfToken, EndpointSet, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, TokenResponse as _, TokenUrl,
};
use tokio::time::timeout;

use crate::google::connection::{ConnectError, Connection};
use crate::google::connector::Peer;
use crate::google::consent::redirect::{Brought, Redirect};
use crate::google::consent::{Answer, Consent, ConsoleFile, Http, KIND, OauthClient, client, refused};
use crate::google::error::ErrorKind;
use crate::google::scope::{SCOPES, short};
use crate::google::secret::{self, SecretError, What};

/// Why nobody signed in. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The client file, the endpoint or this machine's certificates are unfit.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The browser would have nowhere to come back to.
    #[error("this machine gives no port {port} to wait for the browser on: {error}")]
    Port {
        /// The port; 0 is any.
        port: u16,
        /// The answer of the system.
        error: io::Error,
    },
    /// Nobody consented in time.
    #[error("nobody consented within {seconds} s")]
    TimedOut {
        /// How long was waited.
        seconds: u64,
    },
    /// The person at the browser, or the domain's administrator, said no.
    #[error("no consent was given{}", code(oauth.as_deref()))]
    Declined {
        /// Google's code for why.
        oauth: Option<String>,
    },
    /// The person at the browser left boxes unticked.
    #[error("the consent leaves out {missing}")]
    Partial {
        /// The scopes, by their last word.
        missing: String,
    },
    /// Google gave a token for an hour, and none that lasts.
    #[error("Google gave no refresh token")]
    Brief,
    /// Google is not there just now.
    #[error("Google cannot be reached or does not answer")]
    Unavailable,
}

fn code(oauth: Option<&str>) -> String {
    oauth.map_or_else(String::new, |code| format!(" ({code})"))
}

/// A question put to an account, and the port on which the answer is awaited.
pub struct SignIn {
    file: ConsoleFile,
    grant: OauthClient<EndpointSet, EndpointSet>,
    redirect: Redirect,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
    http: Http,
    address: String,
}

impl SignIn {
    /// Reads the client file, listens, and makes the address to open in a browser.
    ///
    /// # Errors
    /// When the client file is unfit or no port can be had.
    pub async fn begin(client_file: &Path, connection: &Connection, port: u16) -> Result<Self, SignInError> {
        let (_, peer) = connection.place()?;
        let file = read(client_file, peer).map_err(ConnectError::Secret)?;
        let connector = connection.connector(peer)?;

        let redirect = Redirect::bind(port).await.map_err(|error| SignInError::Port { port, error })?;
        let grant = grant(&file, redirect.port())
            .ok_or_else(|| ConnectError::Secret(unfit(client_file, "its addresses are none")))?;

        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();

        let (url, state) = grant
            .authorize_url(CsrfToken::new_random)
            .add_scopes(SCOPES.iter().map(|scope| Scope::new((*scope).to_owned())))
            .set_pkce_challenge(challenge)
            // A refresh token is given only where both are said, the second time included.
            .add_extra_param("access_type", "offline")
            .add_extra_param("prompt", "consent")
            .add_extra_param("login_hint", &connection.account)
            .url();

        let http = Http::new(&connector);
        Ok(Self { file, grant, redirect, state, verifier, http, address: url.into() })
    }

    /// The address to open in a browser on this machine. It holds no secret: what it asks for can
    /// be redeemed only with the verifier, which stays here.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The port on which the browser's answer is awaited.
    pub fn port(&self) -> u16 {
        self.redirect.port()
    }

    /// Waits for the consent and exchanges it for a token that lasts. `now` is when it was given.
    ///
    /// # Errors
    /// When it was not given, not in time, or not whole.
    pub async fn finish(self, within: Duration, now: DateTime<Utc>) -> Result<Consent, SignInError> {
        let brought = timeout(within, self.redirect.wait(self.state.secret())).await;
        let code = match brought.map_err(|_| SignInError::TimedOut { seconds: within.as_secs() })? {
            Brought::Code(code) => AuthorizationCode::new(code),
            Brought::Declined(oauth) => return Err(SignInError::Declined { oauth }),
        };

        let exchange = self.grant.exchange_code(code).set_pkce_verifier(self.verifier);
        let answer =
            exchange.request_async(&self.http).await.map_err(|error| match refused(&error).kind {
                ErrorKind::Consent { oauth } => SignInError::Declined { oauth },
                _ => SignInError::Unavailable,
            })?;

        consent(self.file, &answer, now)
    }
}

/// The consent to store, from an answer that is whole.
fn consent(file: ConsoleFile, answer: &Answer, now: DateTime<Utc>) -> Result<Consent, SignInError> {
    if let Some(given) = answer.scopes() {
        let given = |scope: &&&str| given.iter().any(|given| given.as_str() == **scope);
        let missing: Vec<&str> =
            SCOPES.iter().filter(|scope| !given(scope)).map(|scope| short(scope)).collect();
        if !missing.is_empty() {
            return Err(SignInError::Partial { missing: missing.join(", ") });
        }
    }

    let refresh_token = answer.refresh_token().ok_or(SignInError::Brief)?.secret().clone();
    let lasts = answer.extra_fields().refresh_token_expires_in.and_then(TimeDelta::try_seconds);

    Ok(Consent {
        kind: KIND.to_owned(),
        client_id: file.client_id,
        client_secret: file.client_secret,
        refresh_token,
        token_uri: file.token_uri,
        granted: now,
        until: lasts.and_then(|lasts| now.checked_add_signed(lasts)),
    })
}

fn grant(file: &ConsoleFile, port: u16) -> Option<OauthClient<EndpointSet, EndpointSet>> {
    let redirect = RedirectUrl::new(format!("http://127.0.0.1:{port}/")).ok()?;
    Some(
        client(&file.client_id, &file.client_secret)
            .set_auth_uri(AuthUrl::new(file.auth_uri.clone()).ok()?)
            .set_token_uri(TokenUrl::new(file.token_uri.clone()).ok()?)
            .set_redirect_uri(redirect),
    )
}

fn unfit(path: &Path, why: &'static str) -> SecretError {
    SecretError::Unfit { what: What::Client, path: path.to_owned(), why }
}

fn read(path: &Path, peer: Peer) -> Result<ConsoleFile, SecretError> {
    let mut json = secret::read_json(path, What::Client)?;
    if json.get("web").is_some() {
        return Err(unfit(path, "it is of the type \"Web application\""));
    }
    if json.get("installed").is_none() {
        return Err(unfit(path, "it has no part \"installed\""));
    }

    let file: ConsoleFile = serde_json::from_value(json["installed"].take())
        .map_err(|_| unfit(path, "client_id, client_secret, auth_uri or token_uri is missing"))?;
    secret::address("auth_uri", &file.auth_uri, peer, path, What::Client)?;
    secret::address("token_uri", &file.token_uri, peer, path, What::Client)?;

    Ok(file)
}
