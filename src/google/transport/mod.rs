//! How requests travel: one tower stack over hyper-util's client.
//!
//! From the outside in: retries ([`retry`]); one try ([`attempt`]: a turn under the write quota, a
//! token, the request, the whole body, all within a time-out); decompression; the pooled client
//! ([`crate::google::connector`]). Every time-out, limit and wait is a value of [`RetryPolicy`].

mod attempt;
pub(super) mod call;
mod policy;
mod rate_limiter;
mod retry;
mod shared;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tower::ServiceExt as _;
use tower::retry::Retry;
use tower_http::decompression::Decompression;

pub use self::policy::{RetryPolicy, TimeOuts};

use self::attempt::Attempt;
use self::call::Call;
use self::rate_limiter::RateLimiter;
use self::retry::Retries;
use self::shared::Shared;
use crate::google::auth::Tokens;
use crate::google::connector::Connector;
use crate::google::failure::AttemptFailure;

/// The stack. Cloning shares connections, token, pace and counters.
#[derive(Clone)]
pub(super) struct Transport {
    stack: Retry<Retries, Attempt>,
    shared: Shared,
    tokens: Tokens,
}

impl Transport {
    pub(super) fn new(connector: &Connector, tokens: Tokens, policy: RetryPolicy) -> Self {
        let shared = Shared::default();
        let shared_tokens = tokens.clone();
        let attempt = Attempt {
            http: Decompression::new(connector.client()),
            tokens,
            rate_limiter: RateLimiter::new(policy.writes, policy.writes_per),
            policy,
            shared: shared.clone(),
        };
        Self { stack: Retry::new(Retries::new(policy), attempt), shared, tokens: shared_tokens }
    }

    /// Sends a call until there is a whole answer of 2xx, or no hope for one. An answer that has a
    /// body is JSON by its content type; whether it parses is for the caller to see.
    pub(super) async fn send(&self, call: Call) -> Result<Bytes, AttemptFailure> {
        self.stack.clone().oneshot(call).await
    }

    /// Returns `true` if its tokens come of an account's own consent.
    pub(super) fn acts_by_consent(&self) -> bool {
        self.tokens.are_of_a_person()
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(super) fn requests(&self) -> u64 {
        self.shared.requests()
    }

    /// Remembers that Google refused a write because of a protection.
    pub(super) fn meet_protection(&self) {
        self.shared.meet_protection();
    }

    pub(super) fn met_protection(&self) -> bool {
        self.shared.met_protection()
    }

    pub(super) fn google_time(&self) -> Option<DateTime<Utc>> {
        self.shared.google_time()
    }
}
