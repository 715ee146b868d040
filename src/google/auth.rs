//! Tokens: a service account that acts as a person (domain-wide delegation), or the person's own
//! consent.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use yup_oauth2::authenticator::Authenticator;
use yup_oauth2::error::{AuthError, AuthErrorCode};
use yup_oauth2::{AccessToken, CustomHyperClientBuilder, ServiceAccountAuthenticator, ServiceAccountKey};

use crate::google::classify::Retryable;
use crate::google::connector::Connector;
use crate::google::consent::{Consent, Person};
use crate::google::error::ErrorKind;
use crate::google::failure::AttemptFailure;
use crate::google::oauth_error::{displayable, is_transient, no_token};
use crate::google::scope::{SCOPES, short};

/// A token is replaced this long before its end, so that it lives through the call it is used for.
const EARLY: Duration = Duration::from_secs(60);

/// The largest that all answers of a token endpoint over one connection may be together, in bytes; one has
/// two kilobytes.
const LARGEST: usize = 1 << 20;

/// The token in use. Cloning shares it; it is kept in memory only.
#[derive(Clone)]
pub(super) struct Tokens {
    source: Source,
    scopes: &'static [&'static str],
    within: Duration,
    cached: Arc<Mutex<CachedToken>>,
}

/// Where tokens come from.
#[derive(Clone)]
enum Source {
    ServiceAccount(Authenticator<Connector>),
    Person(Arc<Person>),
}

#[derive(Default)]
struct CachedToken {
    /// When the token ends, and the header it makes.
    token: Option<(Expiry, HeaderValue)>,
    generation: u64,
}

/// When a token ends.
enum Expiry {
    /// The library's token knows.
    Known(AccessToken),
    At(Instant),
}

impl Expiry {
    fn is_over(&self) -> bool {
        match self {
            Self::Known(token) => token.is_expired(),
            Self::At(end) => *end <= Instant::now(),
        }
    }
}

/// An `Authorization` header and which token it is of.
pub(super) struct Bearer {
    pub(super) header: HeaderValue,
    pub(super) generation: u64,
}

impl Tokens {
    /// `None` when the private key cannot be used to sign.
    pub(super) async fn of_service_account(
        key: ServiceAccountKey,
        subject: &str,
        scopes: &'static [&'static str],
        connector: &Connector,
        within: Duration,
    ) -> Option<Self> {
        let client = CustomHyperClientBuilder::from(connector.capped(LARGEST).client());
        let source =
            ServiceAccountAuthenticator::with_client(key, client).subject(subject).build().await.ok()?;
        Some(Self { source: Source::ServiceAccount(source), scopes, within, cached: Arc::default() })
    }

    /// Tokens that a person's consent gives.
    pub(super) fn of_person(consent: Consent, connector: &Connector, within: Duration) -> Self {
        let source = Source::Person(Arc::new(Person::new(connector, consent)));
        // A consent is good for what was consented to.
        Self { source, scopes: SCOPES, within, cached: Arc::default() }
    }

    /// Returns `true` if they come of a person's consent, which only that person can renew.
    pub(super) fn are_of_a_person(&self) -> bool {
        matches!(self.source, Source::Person(_))
    }

    /// The consent they come of, where they come of one.
    pub(super) fn consent(&self) -> Option<&Consent> {
        match &self.source {
            Source::Person(person) => Some(person.consent()),
            Source::ServiceAccount(_) => None,
        }
    }

    /// The token in use, or a new one. The lock is held across the fetch, so that calls that start
    /// together ask for one token, not one each.
    pub(super) async fn bearer(&self) -> Result<Bearer, AttemptFailure> {
        let mut cached = self.cached.lock().await;
        let header = match &cached.token {
            Some((expiry, header)) if !expiry.is_over() => header.clone(),
            _ => {
                cached.token = None;
                let (expiry, header) = self.fetch().await?;
                cached.token = Some((expiry, header.clone()));
                cached.generation += 1;
                header
            }
        };
        Ok(Bearer { header, generation: cached.generation })
    }

    /// Google no longer takes the token of this generation: the next call fetches another, unless
    /// some other call already has.
    pub(super) async fn forget(&self, generation: u64) {
        let mut cached = self.cached.lock().await;
        if cached.generation == generation {
            cached.token = None;
        }
    }

    /// The scopes that a service account gets no token for, when each is asked for alone: that tells
    /// a scope that was forgotten from a delegation that is not there.
    pub(super) async fn refused_scopes(&self) -> Vec<&'static str> {
        let Source::ServiceAccount(source) = &self.source else { return Vec::new() };

        let mut missing = Vec::new();
        for scope in self.scopes {
            let asked = timeout(self.within, source.force_refreshed_token(&[scope])).await;
            let kind = asked.ok().and_then(Result::err).map(|error| refused(&error).kind);
            if matches!(kind, Some(ErrorKind::Credentials { .. })) {
                missing.push(short(scope));
            }
        }
        missing
    }

    async fn fetch(&self) -> Result<(Expiry, HeaderValue), AttemptFailure> {
        let (expiry, text) = match &self.source {
            Source::ServiceAccount(source) => {
                // Always a fresh one: the library's own cache would keep an empty token for ever.
                let fetched = timeout(self.within, source.force_refreshed_token(self.scopes)).await;
                let token = fetched.map_err(|_| no_token())?.map_err(|error| refused(&error))?;
                // The library takes any JSON for a token, such as a 503's `{"error":{…}}`.
                let text = token.token().ok_or_else(no_token)?.to_owned();
                (Expiry::Known(token), text)
            }
            Source::Person(person) => {
                let asked = Instant::now();
                let renewed = timeout(self.within, person.token()).await;
                let (text, lasts) = renewed.map_err(|_| no_token())??;
                // Google always says how long; where it does not, the token serves the call at hand.
                (Expiry::At(asked + lasts.unwrap_or_default().saturating_sub(EARLY)), text)
            }
        };

        // An endpoint that answers without a token must not lead to a call without one.
        let text = Some(text.trim()).filter(|text| !text.is_empty()).ok_or_else(no_token)?;
        let mut header = HeaderValue::try_from(format!("Bearer {text}")).map_err(|_| no_token())?;
        header.set_sensitive(true);

        tracing::debug!("have a token");
        Ok((expiry, header))
    }
}

fn refused(error: &yup_oauth2::Error) -> AttemptFailure {
    let yup_oauth2::Error::AuthError(AuthError { error: code, error_description, .. }) = error else {
        return no_token();
    };
    let description = error_description.as_deref().unwrap_or_default().to_lowercase();
    match code {
        AuthErrorCode::Other(other) if is_transient(other) => no_token(),
        AuthErrorCode::InvalidGrant if description.contains("iat and exp") => {
            AttemptFailure::new(ErrorKind::Clock, Retryable::Never)
        }
        _ => AttemptFailure::new(
            ErrorKind::Credentials { oauth: displayable(code.as_str()) },
            Retryable::Never,
        ),
    }
}
