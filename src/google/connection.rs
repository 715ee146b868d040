//! What it takes to connect: the account, the credentials, the endpoint, the retry policy.

use std::io;
use std::path::{Path, PathBuf};

use crate::google::connector::{Connector, Peer};
use crate::google::endpoint::{self, Endpoint};
use crate::google::proxy;
use crate::google::scope::SCOPES;
use crate::google::secret::SecretError;
use crate::google::transport::RetryPolicy;

/// Whom to act as, by what right, where.
#[derive(Clone, Debug)]
pub struct Connection {
    /// `None` for Google; a plain http origin on this machine for an emulator.
    pub endpoint: Option<String>,
    /// The account the service acts as.
    pub account: String,
    /// By what right.
    pub credentials: Credentials,
    /// For what a service account asks; a consent is good for what was consented to.
    pub scopes: &'static [&'static str],
    /// Time-outs, retries, pace.
    pub policy: RetryPolicy,
}

/// By what right the service acts as the account: the file that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// The key of a service account to which the domain has delegated the account.
    ServiceAccount(PathBuf),
    /// The account's own consent, as [`crate::google::consent::sign_in`] writes it.
    Person(PathBuf),
}

impl Credentials {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::ServiceAccount(path) | Self::Person(path) => path,
        }
    }
}

impl From<&Credentials> for Credentials {
    fn from(credentials: &Credentials) -> Self {
        credentials.clone()
    }
}

impl From<PathBuf> for Credentials {
    fn from(key: PathBuf) -> Self {
        Self::ServiceAccount(key)
    }
}

/// Why there is nothing to call Google with. No request has been made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The file with the credentials is missing, unfit or open to others.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The configured endpoint is not plain http to this machine.
    #[error("the endpoint must be http on this machine, such as http://127.0.0.1:9009")]
    Endpoint,
    /// The environment asks for a proxy, and the service goes through none.
    #[error("{variable} asks for a proxy, and traslado goes to Google without one")]
    Proxy {
        /// The variable.
        variable: &'static str,
    },
    /// A machine that trusts no certificate authority.
    #[error("this machine has no root certificates (install ca-certificates): {0}")]
    Roots(io::Error),
}

impl Connection {
    /// A connection to Google with the default retry policy.
    pub fn new(account: impl Into<String>, credentials: impl Into<Credentials>) -> Self {
        let (account, credentials) = (account.into(), credentials.into());
        let scopes = SCOPES;
        Self { endpoint: None, account, credentials, scopes, policy: RetryPolicy::default() }
    }

    /// Where it leads, and whom that makes the peer.
    pub(super) fn place(&self) -> Result<(Endpoint, Peer), ConnectError> {
        let Some(url) = &self.endpoint else { return Ok((Endpoint::Google, Peer::Google)) };
        let origin = endpoint::loopback(url).filter(|uri| uri.path() == "/" && uri.query().is_none());
        Ok((Endpoint::Loopback(origin.ok_or(ConnectError::Endpoint)?), Peer::Loopback))
    }

    pub(super) fn connector(&self, peer: Peer) -> Result<Connector, ConnectError> {
        if let Some(variable) = (peer == Peer::Google).then(proxy::asked_for).flatten() {
            return Err(ConnectError::Proxy { variable });
        }
        Connector::new(peer, self.policy.time_outs.connect).map_err(ConnectError::Roots)
    }
}
