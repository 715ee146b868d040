//! How long to wait for Google, and how often to ask again.

use std::time::Duration;

use rand::Rng as _;

/// How long Sheets works on a request before it answers that it took too long. Whoever hangs up earlier sends a
/// request again on which Google is still at work.
/// <https://developers.google.com/workspace/sheets/api/limits>
const LONGEST_WORK: Duration = Duration::from_secs(180);

/// How long each part of a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOuts {
    /// To have a connection: name, TCP and TLS together. 10 s.
    pub connect: Duration,
    /// To have a token. 20 s.
    pub token: Duration,
    /// One try: token, headers and the whole body. 195 s: the 180 s that Google may work on a request of Sheets,
    /// and the ways there and back.
    pub attempt: Duration,
    /// The call with all its tries and the waits between them. 600 s, in which three tries have room that take
    /// as long as they may.
    pub total: Duration,
}

/// The retry policy of the transport: time-outs, retries, the limit of writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How long each part of a call may take.
    pub time_outs: TimeOuts,
    /// How many times a call is tried again. 6.
    pub retries: u32,
    /// The first wait is at most this. 0.5 s.
    pub base: Duration,
    /// No wait is longer, unless Google asks for it. 32 s.
    pub ceiling: Duration,
    /// The largest answer taken, after decompression, in bytes. 256 MiB.
    pub body_limit: usize,
    /// How many writes to Sheets in any `writes_per`. 55; Google allows 60.
    pub writes: usize,
    /// The window of `writes`. 60 s.
    pub writes_per: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            token: Duration::from_secs(20),
            attempt: LONGEST_WORK + Duration::from_secs(15),
            total: Duration::from_secs(600),
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            time_outs: TimeOuts::default(),
            retries: 6,
            base: Duration::from_millis(500),
            ceiling: Duration::from_secs(32),
            body_limit: 256 << 20,
            writes: 55,
            writes_per: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// The default policy, with at most this long for one call and everything in it.
    pub fn within(timeout: Duration) -> Self {
        let usual = TimeOuts::default();
        let time_outs = TimeOuts {
            connect: usual.connect.min(timeout),
            token: usual.token.min(timeout),
            attempt: usual.attempt.min(timeout),
            total: timeout,
        };
        Self { time_outs, ..Self::default() }
    }

    /// The wait before try `tried + 1`: exponential with full jitter, as Google recommends.
    ///
    /// A used-up quota refills by the minute and its answers carry no `Retry-After` (none of the
    /// recorded ones does), so there the wait starts eight times higher and its lower half is
    /// fixed: six retries then span at least one minute.
    pub(super) fn wait(&self, tried: u32, quota: bool, retry_after: Option<Duration>) -> Duration {
        let steps = tried.saturating_sub(1).min(16) + if quota { 3 } else { 0 };
        let most = self.base.saturating_mul(1 << steps).min(self.ceiling);
        if let Some(floor) = retry_after {
            return floor.saturating_add(share(self.base / 2));
        }
        if quota { most / 2 + share(most / 2) } else { share(most) }
    }
}

/// A random part of a duration.
fn share(whole: Duration) -> Duration {
    whole.mul_f64(rand::rng().random_range(0.0..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_ceiling_and_retry_after_is_a_floor() {
        let policy = RetryPolicy::default();
        for _ in 0..200 {
            assert!(policy.wait(1, false, None) <= Duration::from_millis(500));
            assert!(policy.wait(4, false, None) <= Duration::from_secs(4));
            assert!(policy.wait(60, false, None) <= Duration::from_secs(32));
            let answer = policy.wait(1, true, Some(Duration::from_secs(90)));
            assert!((90.0..=90.25).contains(&answer.as_secs_f64()));
        }
    }

    #[test]
    fn a_try_may_take_as_long_as_google_works_and_is_made_again_as_long_once_more() {
        let TimeOuts { attempt, total, .. } = RetryPolicy::default().time_outs;
        assert!(attempt > LONGEST_WORK && total > 3 * attempt, "{attempt:?} {total:?}");

        // An operator who gives a call less gives it to each try of it too.
        let patient = RetryPolicy::within(Duration::from_secs(900)).time_outs;
        let short = RetryPolicy::within(Duration::from_secs(20)).time_outs;
        assert_eq!((patient.attempt, patient.total), (attempt, Duration::from_secs(900)));
        assert_eq!((short.attempt, short.total), (short.total, Duration::from_secs(20)));
    }

    #[test]
    fn the_retries_of_a_used_up_quota_span_its_minute() {
        let policy = RetryPolicy::default();
        let span: Duration = (1..=policy.retries).map(|tried| policy.wait(tried, true, None)).sum();
        assert!(span >= Duration::from_secs(60), "{span:?}");
        assert!(span < policy.time_outs.total);
    }
}
