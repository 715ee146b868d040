//! Refusals of the token endpoint (RFC 6749, section 5.2), for both kinds of credentials.

use crate::google::classify::Retryable;
use crate::google::error::ErrorKind;
use crate::google::failure::AttemptFailure;

/// The token endpoint gave no token and no reason; nothing was sent to the API.
pub(super) fn no_token() -> AttemptFailure {
    AttemptFailure::new(ErrorKind::Unavailable, Retryable::Always)
}

/// Returns `true` if a code says nothing about the credentials: a fault or a limit of the endpoint.
pub(super) fn is_transient(code: &str) -> bool {
    let transient = ["internal_failure", "server_error", "temporarily_unavailable", "backend_error"];
    transient.contains(&code) || code.contains("rate_limit") || code == "slow_down"
}

/// Returns a code fit for errors and logs; `None` for a text that does not look like a code.
pub(super) fn displayable(code: &str) -> Option<String> {
    let plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (plain && !code.is_empty() && code.len() <= 40).then(|| code.to_owned())
}
