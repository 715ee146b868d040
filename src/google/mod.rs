//! Google's APIs, as little of them as one night needs: the only place that names `google_*`,
//! hyper, tower and yup_oauth2.
//!
//! The generated types are the vocabulary of requests and small answers; their hubs are not used.
//! They strip nulls from arrays, do not encode paths, drop statuses and headers, have no time-outs
//! and put whole bodies into errors. What replaces them is [`transport`].

mod auth;
mod capped;
mod classify;
mod connection;
mod connector;
pub mod consent;
pub mod drive;
pub mod endpoint;
pub mod error;
mod failure;
pub mod gmail;
mod key;
pub mod log_filter;
mod oauth_error;
pub mod ping;
pub mod proxy;
mod request;
pub mod scope;
mod secret;
pub mod sheets;
mod surrogates;
#[cfg(test)]
mod testing;
pub mod transport;

use std::fmt;

use chrono::{DateTime, Utc};

pub use self::connection::{ConnectError, Connection, Credentials};
pub use self::error::{Error, ErrorKind, Refusal, RefusalKind};
pub use self::log_filter::{QUIET_TARGETS, may_log};
pub use self::secret::{SecretError, What};
pub use self::transport::{RetryPolicy, TimeOuts};

use self::auth::Tokens;
use self::connector::Connector;
use self::consent::Consent;
use self::endpoint::Endpoint;
use self::transport::Transport;

/// The target of records that say what a long work is at.
pub const PROGRESS: &str = "traslado::progress";

/// A connection to Google's APIs. Cloning shares it.
#[derive(Clone)]
pub struct Google {
    transport: Transport,
    endpoint: Endpoint,
    policy: RetryPolicy,
}

impl Google {
    /// Reads the credentials and makes ready; nothing is sent before the first call.
    ///
    /// # Errors
    /// When the file, the endpoint or this machine's certificates are unfit.
    pub async fn connect(connection: Connection) -> Result<Self, ConnectError> {
        let (_, peer) = connection.place()?;
        let path = match &connection.credentials {
            Credentials::Person(path) => return Self::by_consent(&connection, Consent::read(path, peer)?),
            Credentials::ServiceAccount(path) => path.clone(),
        };
        let key = key::read(&path, peer)?;
        let (what, why) = (What::Key, "its private_key is not an RSA key in PEM");
        let connector = connection.connector(peer)?;
        let within = connection.policy.time_outs.token;

        let tokens =
            Tokens::of_service_account(key, &connection.account, connection.scopes, &connector, within)
                .await
                .ok_or(SecretError::Unfit { what, path, why })?;

        Self::with(&connection, &connector, tokens)
    }

    /// Makes ready to act by a consent that is in no file yet.
    ///
    /// # Errors
    /// When the endpoint or this machine's certificates are unfit.
    pub fn by_consent(connection: &Connection, consent: Consent) -> Result<Self, ConnectError> {
        let (_, peer) = connection.place()?;
        let connector = connection.connector(peer)?;
        let tokens = Tokens::of_person(consent, &connector, connection.policy.time_outs.token);
        Self::with(connection, &connector, tokens)
    }

    fn with(connection: &Connection, connector: &Connector, tokens: Tokens) -> Result<Self, ConnectError> {
        let (endpoint, _) = connection.place()?;
        let policy = connection.policy;
        Ok(Self { transport: Transport::new(connector, tokens, policy), endpoint, policy })
    }

    /// The scopes, by their last word, that the domain has not delegated to the service account.
    pub async fn refused_scopes(&self) -> Vec<&'static str> {
        self.transport.tokens().refused_scopes().await
    }

    /// The consent it acts by, where it acts by one.
    pub fn consent(&self) -> Option<&Consent> {
        self.transport.tokens().consent()
    }

    /// How many requests have been sent, tokens aside, every try counted.
    pub fn requests(&self) -> u64 {
        self.transport.requests()
    }

    /// Returns `true` if Google has refused a write because somebody protected the cells against the
    /// account.
    pub fn met_protection(&self) -> bool {
        self.transport.met_protection()
    }

    /// Google's clock as of its last answer, to the second: what this machine's is measured by.
    pub fn google_time(&self) -> Option<DateTime<Utc>> {
        self.transport.google_time()
    }
}

impl fmt::Debug for Google {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Google").field("requests", &self.requests()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[tokio::test]
    async fn only_a_bare_loopback_origin_is_an_endpoint() {
        for url in
            ["http://example.org", "https://127.0.0.1:1", "http://127.0.0.1:1/v4", "http://127.0.0.1/?x", ""]
        {
            let connection = Connection {
                endpoint: Some(url.into()),
                ..Connection::new("a@b", PathBuf::from("none.json"))
            };
            assert!(matches!(Google::connect(connection).await, Err(ConnectError::Endpoint)), "{url}");
        }
    }
}
