//! Whether a try that failed is followed by another.

use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};
use tower::retry;

use crate::google::PROGRESS;
use crate::google::classify::Retryable;
use crate::google::error::ErrorKind;
use crate::google::failure::AttemptFailure;
use crate::google::transport::call::Call;
use crate::google::transport::policy::RetryPolicy;
use crate::google::transport::rate_limiter::say_wait;

/// The retry policy of one call; tower clones a fresh one for each.
#[derive(Clone)]
pub(super) struct Retries {
    policy: RetryPolicy,
    tried: u32,
    ambiguous: bool,
    refreshed: bool,
}

impl Retries {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        Self { policy, tried: 0, ambiguous: false, refreshed: false }
    }
}

impl<T> retry::Policy<Call, T, AttemptFailure> for Retries {
    type Future = Sleep;

    fn retry(&mut self, call: &mut Call, result: &mut Result<T, AttemptFailure>) -> Option<Sleep> {
        let Err(failure) = result else { return None };

        self.tried += 1;
        self.ambiguous |= failure.ambiguous;
        failure.attempts = self.tried;
        failure.ambiguous = self.ambiguous;

        let wait = match failure.retryable {
            Retryable::WithFreshToken if !self.refreshed => {
                self.refreshed = true;
                Duration::ZERO
            }
            Retryable::Always => self.wait(failure)?,
            Retryable::IfSafe if call.safe => self.wait(failure)?,
            Retryable::IfSafe | Retryable::WithFreshToken | Retryable::Never => return None,
        };

        // A wait that would end after the deadline only delays the error.
        if Instant::now().checked_add(wait)? >= call.deadline {
            return None;
        }

        tracing::info!(
            call = call.name,
            status = failure.status,
            tried = self.tried,
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "trying again"
        );
        say_retry(failure, wait);
        Some(sleep(wait))
    }

    fn clone_request(&mut self, call: &Call) -> Option<Call> {
        Some(call.clone())
    }
}

/// Tells a person why a call takes longer.
fn say_retry(failure: &AttemptFailure, wait: Duration) {
    let seconds = wait.as_secs_f64();
    match failure.status {
        _ if failure.kind == ErrorKind::Quota => say_wait(wait),
        Some(status) => {
            tracing::info!(target: PROGRESS, "Google answered {status}; trying again in {seconds:.0} s");
        }
        None => tracing::info!(target: PROGRESS, "Google did not answer; trying again in {seconds:.0} s"),
    }
}

impl Retries {
    fn wait(&self, failure: &AttemptFailure) -> Option<Duration> {
        let quota = failure.kind == ErrorKind::Quota;
        (self.tried <= self.policy.retries).then(|| self.policy.wait(self.tried, quota, failure.retry_after))
    }
}

#[cfg(test)]
mod tests {
    use http::{Method, Uri};
    use tower::{ServiceExt as _, service_fn};

    use super::*;

    fn call(safe: bool) -> Call {
        Call {
            name: "test",
            method: Method::POST,
            uri: Uri::default(),
            body: None,
            safe,
            paced: false,
            deadline: Instant::now() + RetryPolicy::default().time_outs.total,
        }
    }

    /// The failure that remains of a fault that lasts, under the policy of real nights, and how long it
    /// took.
    async fn lasting(call: Call, failure: AttemptFailure, each: Duration) -> (AttemptFailure, Duration) {
        let started = Instant::now();
        let service = service_fn(move |call: Call| {
            let failure = failure.clone();
            async move {
                tokio::time::sleep_until(call.deadline.min(Instant::now() + each)).await;
                Err::<(), _>(failure)
            }
        });
        let stack = retry::Retry::new(Retries::new(RetryPolicy::default()), service);
        (stack.oneshot(call).await.unwrap_err(), started.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_used_up_quota_is_waited_out_for_more_than_its_minute() {
        let quota = AttemptFailure::new(ErrorKind::Quota, Retryable::Always);
        let (failure, took) = lasting(call(false), quota, Duration::ZERO).await;
        assert_eq!((failure.attempts, failure.ambiguous), (7, false));
        assert!((60..200).contains(&took.as_secs()), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn slow_tries_end_with_the_total_time() {
        let down = AttemptFailure::new(ErrorKind::Unavailable, Retryable::IfSafe);
        let each = RetryPolicy::default().time_outs.attempt;
        let (failure, took) = lasting(call(true), down, each).await;
        assert!((3..=4).contains(&failure.attempts) && failure.ambiguous, "{failure:?}");
        assert!(took <= RetryPolicy::default().time_outs.total, "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_ambiguous_try_is_not_repeated_unless_safe() {
        let down = AttemptFailure::new(ErrorKind::Unavailable, Retryable::IfSafe);
        let (failure, took) = lasting(call(false), down, Duration::ZERO).await;
        assert_eq!((failure.attempts, took), (1, Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_retry_after_of_centuries_ends_the_call() {
        let mut quota = AttemptFailure::new(ErrorKind::Quota, Retryable::Always);
        quota.retry_after = Some(Duration::MAX);
        let (failure, took) = lasting(call(true), quota, Duration::ZERO).await;
        assert_eq!((failure.attempts, took), (1, Duration::ZERO));
    }
}
