//! One failed try of a call, on its way from the place that saw it to the error that names it.

use std::time::Duration;

use crate::google::classify::{ErrorClass, Retryable};
use crate::google::error::ErrorKind;

/// Why one try did not work, and what the tries before it left behind.
#[derive(Clone, Debug)]
pub(super) struct AttemptFailure {
    pub(super) kind: ErrorKind,
    pub(super) retryable: Retryable,
    pub(super) status: Option<u16>,
    /// True if this try, or one before it, may have been applied.
    pub(super) ambiguous: bool,
    pub(super) retry_after: Option<Duration>,
    /// How many tries there were.
    pub(super) attempts: u32,
}

impl AttemptFailure {
    pub(super) fn new(kind: ErrorKind, retryable: Retryable) -> Self {
        let ambiguous = retryable == Retryable::IfSafe;
        Self { kind, retryable, status: None, ambiguous, retry_after: None, attempts: 1 }
    }
}

impl From<ErrorClass> for AttemptFailure {
    fn from(ErrorClass { kind, retryable }: ErrorClass) -> Self {
        Self::new(kind, retryable)
    }
}
