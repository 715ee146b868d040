//! Keeping the nights: what is due at an instant, what a night that ended makes due, and what a
//! clock that jumps does to it. Pure: the instants come from outside, so tests need not wait.

use chrono::{DateTime, TimeDelta, Utc};

use crate::operation::schedule::Schedule;

/// An instant that lies so far ahead was read from a clock that has been set back since. It is more
/// than a night lets pass as a difference between clocks, so no night was done at it.
const AHEAD: TimeDelta = TimeDelta::hours(1);
/// A pause between tries grows to no more than this, unless it is configured longer.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(2);

/// The step to take now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A night is due.
    Run(Why),
    /// The weekly verification is due.
    Verify,
    /// Nothing is due before this instant.
    Wait(DateTime<Utc>),
}

/// Why a night is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The night's time has come.
    Scheduled,
    /// The night's time came while nobody kept it. One run makes up for all that were missed.
    Missed,
    /// The try before ended with a cause that passes.
    Retry,
}

/// Which nights have been kept.
#[derive(Clone, Debug)]
pub struct Scheduler {
    schedule: Schedule,
    pause: TimeDelta,
    /// The last scheduled instant that needs no night any more.
    done_until: Option<DateTime<Utc>>,
    /// True if this scheduler has kept a night: what was due before the first is a missed one.
    begun: bool,
    /// The tries of this night that have failed, and when it is tried again.
    retry_at: Option<(u32, DateTime<Utc>)>,
    /// When what stands in the spreadsheet is verified, and the last scheduled instant that needs no
    /// verification any more.
    verifications: Option<(Schedule, Option<DateTime<Utc>>)>,
}

impl Scheduler {
    /// Begins, knowing when the last night began that handed over what was due. `pause` is the wait
    /// before the second try of a night; it doubles from try to try.
    pub fn new(schedule: Schedule, pause: TimeDelta, success: Option<DateTime<Utc>>) -> Self {
        let done_until = success.and_then(|at| schedule.last(at));
        Self { schedule, pause, done_until, begun: false, retry_at: None, verifications: None }
    }

    /// Verifies by this schedule too, knowing when the last verification was. Of a host that has verified
    /// nothing yet none was missed.
    #[must_use]
    pub fn verifying(
        mut self,
        schedule: Schedule,
        verified: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        let done_until = schedule.last(verified.unwrap_or(now).min(now));
        self.verifications = Some((schedule, done_until));
        self
    }

    /// A verification that began at `began` has ended, whatever it found.
    pub fn verified(&mut self, began: DateTime<Utc>) {
        if let Some((schedule, done_until)) = &mut self.verifications {
            *done_until = schedule.last(began);
        }
    }

    /// Goes on by another schedule. What was kept by the old one stays kept.
    pub fn reschedule(
        &mut self,
        schedule: Schedule,
        pause: TimeDelta,
        verifications: Schedule,
        now: DateTime<Utc>,
    ) {
        let before = self.verifications.take();
        let same = before.filter(|(before, _)| before.to_string() == verifications.to_string());
        let done_until = same.map_or_else(|| verifications.last(now), |(_, done_until)| done_until);
        self.verifications = Some((verifications, done_until));

        if schedule.to_string() != self.schedule.to_string() && self.begun {
            self.done_until = schedule.last(now);
        }
        self.schedule = schedule;
        self.pause = pause;
    }

    /// The step to take at this instant. Nights come first.
    pub fn step(&mut self, now: DateTime<Utc>) -> Step {
        let night = self.night(now);
        let Step::Wait(until) = night else { return night };
        let Some((schedule, done_until)) = &self.verifications else { return Step::Wait(until) };
        if schedule.last(now) > *done_until {
            return Step::Verify;
        }
        Step::Wait(schedule.next(now).map_or(until, |next| next.min(until)))
    }

    /// The step to take at this instant, as far as nights go.
    fn night(&mut self, now: DateTime<Utc>) -> Step {
        let last = self.schedule.last(now);
        if self.done_until.is_some_and(|done_until| done_until > now + AHEAD) {
            self.done_until = last;
        }

        if let Some((tries, at)) = self.retry_at {
            // A pause is never longer than itself: a clock set back does not prolong it.
            let at = at.min(now + self.pause_after(tries));
            self.retry_at = Some((tries, at));
            let superseded = last > self.done_until;
            if at <= now || superseded {
                return Step::Run(if superseded { Why::Scheduled } else { Why::Retry });
            }
            let next = self.schedule.next(now).unwrap_or(at);
            return Step::Wait(at.min(next));
        }

        if last > self.done_until {
            return Step::Run(if self.begun { Why::Scheduled } else { Why::Missed });
        }

        self.begun = true;
        Step::Wait(self.schedule.next(now).unwrap_or(now + AHEAD))
    }

    /// A night that began at `began` has ended at `now`. One whose cause passes is tried again.
    pub fn ended(&mut self, began: DateTime<Utc>, now: DateTime<Utc>, is_transient: bool) {
        let tries = self.retry_at.map_or(0, |(tries, _)| tries);
        // What fell due while the night went on is due still.
        let done_until = self.schedule.last(began);
        let tries = if done_until > self.done_until { 1 } else { tries + 1 };
        self.done_until = done_until;
        self.begun = true;
        self.retry_at = is_transient.then(|| (tries, now + self.pause_after(tries)));
    }

    /// When the next night, or the next try of this one, is due.
    pub fn due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let retry_at = self.retry_at.map(|(_, at)| at);
        self.schedule.next(now).into_iter().chain(retry_at).min()
    }

    fn pause_after(&self, tries: u32) -> TimeDelta {
        let doubled = self.pause * (1 << tries.saturating_sub(1).min(8));
        doubled.min(LONGEST_PAUSE.max(self.pause))
    }
}

#[cfg(test)]
mod tests;
