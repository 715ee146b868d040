//! Google's APIs, as little of them as one night needs: the only place that names `google_*`,
//! hyper, tower and yup_oauth2.
//!
//! The generated types are the vocabulary of requests and small answers; their hubs are not used.
//! They strip nulls from arrays, do not encode paths, drop statuses and headers, have no time-outs
//! and put whole bodies into errors. What replaces them is [`transport`].

mod ask;
pub mod auth;
pub mod drive;
pub mod endpoint;
pub mod error;
pub mod gmail;
pub mod hush;
mod key;
mod meaning;
pub mod sheets;
#[cfg(test)]
mod testing;
pub mod transport;

use std::fmt;
use std::io;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

pub use self::error::{Error, Kind, Refusal, RefusalKind};
pub use self::hush::{QUIET_TARGETS, may_log};
pub use self::key::KeyError;
pub use self::transport::{Policy, TimeOuts};

use self::auth::Tokens;
use self::endpoint::Endpoint;
use self::transport::Transport;
use self::transport::connector::{Connector, Peer};

/// Whom to act as, with which key, where.
#[derive(Clone, Debug)]
pub struct Connection {
    /// `None` for Google; a plain http origin on this machine for an emulator.
    pub endpoint: Option<String>,
    /// The account the service acts as.
    pub account: String,
    /// The service account's key file.
    pub key: PathBuf,
    /// Time-outs, retries, pace.
    pub policy: Policy,
}

/// Why there is nothing to call Google with. No request has been made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The key file is missing, unfit or open to others.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The configured endpoint is not plain http to this machine.
    #[error("the endpoint must be http on this machine, such as http://127.0.0.1:9009")]
    Endpoint,
    /// This machine trusts no certificate authority.
    #[error("this machine has no root certificates (install ca-certificates): {0}")]
    Roots(io::Error),
}

/// A connection to Google's APIs. Cloning shares it.
#[derive(Clone)]
pub struct Google {
    transport: Transport,
    endpoint: Endpoint,
    policy: Policy,
}

impl Connection {
    /// To Google, with the usual manners.
    pub fn new(account: impl Into<String>, key: impl Into<PathBuf>) -> Self {
        Self { endpoint: None, account: account.into(), key: key.into(), policy: Policy::default() }
    }
}

impl Google {
    /// Reads the key and makes ready; nothing is sent before the first call.
    ///
    /// # Errors
    /// When the key file, the endpoint or this machine's certificates are unfit.
    pub async fn connect(connection: Connection) -> Result<Self, ConnectError> {
        let Connection { endpoint, account, key: path, policy } = connection;
        let (endpoint, peer) = match endpoint {
            None => (Endpoint::Google, Peer::Google),
            Some(url) => {
                let origin =
                    endpoint::loopback(&url).filter(|uri| uri.path() == "/" && uri.query().is_none());
                (Endpoint::Loopback(origin.ok_or(ConnectError::Endpoint)?), Peer::Loopback)
            }
        };
        let key = key::read(&path, peer)?;
        let connector = Connector::new(peer, policy.time_outs.connect).map_err(ConnectError::Roots)?;
        let tokens = Tokens::new(key, &account, &connector, policy.time_outs.token)
            .await
            .ok_or(KeyError::NotAKey { path, why: "its private_key is not an RSA key in PEM" })?;
        Ok(Self { transport: Transport::new(&connector, tokens, policy), endpoint, policy })
    }

    /// How many requests have been sent, tokens aside, every try counted.
    pub fn requests(&self) -> u64 {
        self.transport.requests()
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
    use super::*;

    #[tokio::test]
    async fn only_a_bare_loopback_origin_is_an_endpoint() {
        for url in
            ["http://example.org", "https://127.0.0.1:1", "http://127.0.0.1:1/v4", "http://127.0.0.1/?x", ""]
        {
            let connection = Connection { endpoint: Some(url.into()), ..Connection::new("a@b", "none.json") };
            assert!(matches!(Google::connect(connection).await, Err(ConnectError::Endpoint)), "{url}");
        }
    }
}
