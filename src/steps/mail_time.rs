//! The time that all mail of a night may take together: mail never stands in the way of what follows it.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tracing::warn;

/// The time that all mail of a night may take.
const ALL: Duration = Duration::from_secs(120);

/// The rest of the time for mail.
#[derive(Debug)]
pub struct MailTime {
    left: Duration,
}

impl MailTime {
    /// The time for all mail of one night.
    pub fn of_a_night() -> Self {
        Self { left: ALL }
    }

    /// Takes half of what is left, for what comes first.
    #[must_use]
    pub fn half(&mut self) -> Self {
        self.left /= 2;
        Self { left: self.left }
    }

    /// Takes back what another part has not used.
    pub fn give_back(&mut self, other: &Self) {
        self.left += other.left;
    }

    /// The result of a mail's work; `None` when the time was over first, and the work stands where a run
    /// that was killed would have left it.
    pub async fn all<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        self.at_most(self.left, work).await
    }

    /// The result of a mail's work that may take so long at most; `None` as for [`Self::all`].
    pub async fn at_most<T>(&mut self, most: Duration, work: impl Future<Output = T>) -> Option<T> {
        let began = Instant::now();
        let done = timeout(most.min(self.left), work).await.ok();
        self.left = self.left.saturating_sub(began.elapsed());

        if done.is_none() {
            warn!("Gmail takes too long; the next run takes up the mail that did not go out");
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn all_mail_of_a_night_ends_within_two_minutes_however_long_each_takes() {
        let began = Instant::now();
        let mut time = MailTime::of_a_night();
        let mut earlier = time.half();
        for _ in 0..6 {
            assert_eq!(earlier.at_most(Duration::from_secs(30), sleep(ALL)).await, None);
        }
        assert_eq!(began.elapsed(), ALL / 2);
        time.give_back(&earlier);
        assert_eq!(time.all(async { 7 }).await, Some(7), "tonight's has its own half");

        for _ in 0..3 {
            assert_eq!(time.all(sleep(ALL)).await, None);
        }
        assert_eq!(began.elapsed(), ALL);
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_first_and_is_quick_leaves_its_time_to_the_rest() {
        let mut time = MailTime::of_a_night();
        let mut earlier = time.half();
        assert_eq!(earlier.all(sleep(Duration::from_secs(5))).await, Some(()));
        time.give_back(&earlier);
        assert_eq!(time.left, Duration::from_secs(115));
    }
}
