//! The emulator's time: the host's, or one that stands still until it is told to move.

use chrono::{DateTime, TimeDelta, Utc};

/// Where the emulator takes the time from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The host's clock, shifted by whatever `advance` added.
    #[default]
    System,
    /// A clock that stands at this instant until it is set or advanced.
    At(DateTime<Utc>),
}

/// A clock with what was added to it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Time {
    clock: Clock,
    shift: TimeDelta,
}

impl Time {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, shift: TimeDelta::zero() }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the emulator reads the host's clock")]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let base = match self.clock {
            Clock::System => Utc::now(),
            Clock::At(instant) => instant,
        };
        base.checked_add_signed(self.shift).unwrap_or(base)
    }

    pub(crate) fn set(&mut self, clock: Clock) {
        *self = Self::new(clock);
    }

    pub(crate) fn advance(&mut self, by: TimeDelta) {
        self.shift = self.shift.checked_add(&by).unwrap_or(self.shift);
    }
}

/// An instant as Google's JSON has it: milliseconds and a Z.
pub(crate) fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
