//! The one place where the clock is read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::America::Bogota;

/// The instant of a night, read once at its start.
#[derive(Clone, Copy, Debug)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// Reads the clock.
    #[expect(clippy::disallowed_methods, reason = "This is the place.")]
    pub fn now() -> Self {
        Self(Utc::now())
    }

    /// An instant of the caller's choice, for tests and the demo.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }

    /// The instant itself.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The wall clock in Colombia, whatever the host's zone.
    pub fn in_colombia(self) -> NaiveDateTime {
        self.0.with_timezone(&Bogota).naive_local()
    }

    /// The day in Colombia.
    pub fn today(self) -> NaiveDate {
        self.in_colombia().date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_colombian_midnight() {
        let at = |text: &str| Moment::at(text.parse().expect("an instant")).today().to_string();
        assert_eq!(at("2026-11-24T04:59:59Z"), "2026-11-23");
        assert_eq!(at("2026-11-24T05:00:00Z"), "2026-11-24");
    }
}
