//! Stays below Google's 60 writes a minute.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use chrono_tz::America::Bogota;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::google::PROGRESS;

/// A sliding window: at most `limit` turns in any `per`.
///
/// The quota counts 60 writes a minute for a user of a project, and a service account is one user
/// (Sheets, "usage limits").
#[derive(Clone)]
pub(super) struct RateLimiter {
    limit: usize,
    per: Duration,
    taken: Arc<Mutex<VecDeque<Instant>>>,
}

impl RateLimiter {
    pub(super) fn new(limit: usize, per: Duration) -> Self {
        Self { limit: limit.max(1), per, taken: Arc::default() }
    }

    /// Waits for a turn, first come, first served. `false` when there is none before the deadline.
    pub(super) async fn acquire(&self, deadline: Instant) -> bool {
        // Held while waiting: whoever comes later waits for the lock, in order of arrival.
        let mut taken = self.taken.lock().await;
        while let Some(&first) = taken.front() {
            let free = first + self.per;
            if free <= Instant::now() {
                taken.pop_front();
            } else if taken.len() < self.limit {
                break;
            } else if free >= deadline {
                return false;
            } else {
                say_wait(free.saturating_duration_since(Instant::now()));
                sleep_until(free).await;
            }
        }

        taken.push_back(Instant::now());
        true
    }
}

#[expect(clippy::disallowed_methods, reason = "It is shown to a person, and decides nothing.")]
/// Tells a person until when Google's quota is waited for, by the clock in Colombia.
pub(super) fn say_wait(wait: Duration) {
    let until = TimeDelta::from_std(wait).ok().and_then(|wait| Utc::now().checked_add_signed(wait));
    if let Some(until) = until {
        let until = until.with_timezone(&Bogota).format("%H:%M:%S");
        tracing::info!(target: PROGRESS, "waiting for Google's quota until {until}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn never_more_than_the_limit_in_any_window() {
        let rate_limiter = RateLimiter::new(55, Duration::from_secs(60));
        let start = Instant::now();
        let far = start + Duration::from_secs(3600);
        let mut turns = Vec::new();
        for i in 0..200u64 {
            tokio::time::advance(Duration::from_millis(i % 7 * 50)).await;
            assert!(rate_limiter.acquire(far).await);
            turns.push(Instant::now());
        }
        for window in turns.windows(56) {
            assert!(window[55] - window[0] >= Duration::from_secs(60));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_would_come_too_late_is_not_waited_for() {
        let rate_limiter = RateLimiter::new(1, Duration::from_secs(60));
        let start = Instant::now();
        assert!(rate_limiter.acquire(start + Duration::from_secs(1)).await);
        assert!(!rate_limiter.acquire(start + Duration::from_secs(30)).await);
        assert_eq!(Instant::now(), start);
    }
}
