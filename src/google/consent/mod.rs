//! An account's own consent: the OAuth client, the token file, and a fresh access token out of it.
//!
//! Asking for the consent is [`sign_in`]; a night only ever renews it, and asks nobody.

mod redirect;
pub mod sign_in;

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, EndpointNotSet, ExtraTokenFields, HttpRequest,
    HttpResponse, RefreshToken, RequestTokenError, StandardRevocableToken, StandardTokenResponse,
    TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};

use crate::google::classify::Retryable;
use crate::google::connector::{Connector, Peer};
use crate::google::error::ErrorKind;
use crate::google::failure::AttemptFailure;
use crate::google::oauth_error::{displayable, is_transient, no_token};
use crate::google::secret::{self, SecretError, What};

/// The largest answer of the token endpoint that is read, in bytes.
const LARGEST: usize = 64 << 10;

/// An OAuth client, as Google's console hands it out.
///
/// The file has no `Debug`: it holds the client's secret.
#[derive(Deserialize)]
struct ConsoleFile {
    client_id: String,
    client_secret: String,
    auth_uri: String,
    token_uri: String,
}

/// The consent that the token file holds: all that a night needs to act as the account.
///
/// The consent has no `Debug`: it holds the refresh token.
#[derive(Clone, Serialize, Deserialize)]
pub struct Consent {
    #[serde(rename = "type")]
    kind: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
    token_uri: String,
    /// When the account consented.
    pub granted: DateTime<Utc>,
    /// When the consent ends by itself, where Google said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// As Google's own tools name such a file.
const KIND: &str = "authorized_user";

/// The members that Google adds to the answer of RFC 6749.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    /// Seconds, where the account consented for a time only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token_expires_in: Option<i64>,
}

impl ExtraTokenFields for Extra {}

type Answer = StandardTokenResponse<Extra, BasicTokenType>;
type OauthClient<AuthUrl, TokenUrl> = oauth2::Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    AuthUrl,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    TokenUrl,
>;

impl Consent {
    /// Reads the token file for use with Google, or with an endpoint on this machine.
    ///
    /// # Errors
    /// When there is none, it is open to others, or it is not one.
    pub(super) fn read(path: &Path, peer: Peer) -> Result<Self, SecretError> {
        let unfit = |why| SecretError::Unfit { what: What::Token, path: path.to_owned(), why };
        let json = secret::read_json(path, What::Token)?;
        let consent: Self =
            serde_json::from_value(json).map_err(|_| unfit("a part of it is missing or no text"))?;
        if consent.kind != KIND || consent.refresh_token.trim().is_empty() {
            return Err(unfit("it holds no refresh token"));
        }
        secret::address("token_uri", &consent.token_uri, peer, path, What::Token)?;
        Ok(consent)
    }

    /// Writes the token file, readable by its owner alone, all of it or nothing: a night that reads
    /// meanwhile finds the old one or the new one.
    ///
    /// # Errors
    /// When the folder takes no file.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file =
            tempfile::Builder::new().prefix(".token-").tempfile_in(folder.unwrap_or(Path::new(".")))?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }
}

/// The consent of a person, by which an access token is renewed.
#[derive(Clone)]
pub(super) struct Person {
    http: Http,
    consent: Consent,
}

impl Person {
    pub(super) fn new(connector: &Connector, consent: Consent) -> Self {
        Self { http: Http::new(connector), consent }
    }

    pub(super) fn consent(&self) -> &Consent {
        &self.consent
    }

    /// A fresh access token and how long it is good, if that was said.
    pub(super) async fn token(&self) -> Result<(String, Option<Duration>), AttemptFailure> {
        let consent = &self.consent;
        let grant = client(&consent.client_id, &consent.client_secret);
        let url = TokenUrl::new(consent.token_uri.clone()).map_err(|_| no_token())?;
        let refresh = RefreshToken::new(consent.refresh_token.clone());
        let answer =
            grant.set_token_uri(url).exchange_refresh_token(&refresh).request_async(&self.http).await;
        let answer = answer.map_err(|error| refused(&error))?;
        Ok((answer.access_token().secret().clone(), answer.expires_in()))
    }
}

fn client(id: &str, secret: &str) -> OauthClient<EndpointNotSet, EndpointNotSet> {
    // Google documents the secret in the body, not in a header.
    OauthClient::new(ClientId::new(id.to_owned()))
        .set_client_secret(ClientSecret::new(secret.to_owned()))
        .set_auth_type(AuthType::RequestBody)
}

/// Whatever is not a refusal in the token endpoint's own form says nothing about the consent. The
/// library's error holds the answer, so it goes no further.
fn refused(error: &RequestTokenError<Unanswered, BasicErrorResponse>) -> AttemptFailure {
    match error {
        RequestTokenError::ServerResponse(answer) if !is_transient(answer.error().as_ref()) => {
            AttemptFailure::new(
                ErrorKind::Consent { oauth: displayable(answer.error().as_ref()) },
                Retryable::Never,
            )
        }
        _ => no_token(),
    }
}

/// The token endpoint could not be asked, or its answer was no answer.
#[derive(Clone, Copy, Debug)]
struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token endpoint does not answer")
    }
}

impl std::error::Error for Unanswered {}

/// The way to the token endpoint: the connections of every other call.
#[derive(Clone)]
struct Http(Client<Connector, Full<Bytes>>);

impl Http {
    fn new(connector: &Connector) -> Self {
        Self(connector.client())
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Unanswered;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unanswered>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.0.request(request.map(|body| Full::new(body.into()))).await;
            let (head, body) = answer.map_err(|_| Unanswered)?.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Unanswered)?;
            Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
        })
    }
}
