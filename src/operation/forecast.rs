//! When a ceiling is reached, if things go on as they did.

use chrono::{NaiveDate, TimeDelta};

/// Fewer days than this say nothing about a pace.
const DAYS: i64 = 7;
/// A forecast is worth nothing beyond this many days.
const FAR: i64 = 50 * 365;

/// How fast something is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How much is used.
    pub used: u64,
    /// How much of it the service has made since its first hand-off.
    pub made: u64,
    /// How much there may be.
    pub ceiling: u64,
    /// The day of the first hand-off.
    pub since: NaiveDate,
    /// The day it is asked.
    pub today: NaiveDate,
}

/// When a ceiling is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is too early to say.
    Unknown,
    /// Not in as many years as a forecast is worth.
    Far,
    /// About this day.
    On(NaiveDate),
}

impl Pace {
    /// When the ceiling is reached.
    pub fn reach(&self) -> Reach {
        let days = (self.today - self.since).num_days();
        if days < DAYS || self.made == 0 {
            return Reach::Unknown;
        }
        let left = u128::from(self.ceiling.saturating_sub(self.used));
        let days_left = left * u128::from(days.unsigned_abs()) / u128::from(self.made);
        let ahead = i64::try_from(days_left).ok().filter(|days| *days <= FAR).map(TimeDelta::days);
        ahead.and_then(|ahead| self.today.checked_add_signed(ahead)).map_or(Reach::Far, Reach::On)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_a_night_reaches_two_hundred_after_as_many_nights() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let pace =
            Pace { used: 51, made: 50, ceiling: 200, since: day("2026-11-01"), today: day("2026-12-21") };
        assert_eq!(pace.reach(), Reach::On(day("2027-05-19")));
        assert_eq!(Pace { used: 300, ..pace }.reach(), Reach::On(pace.today));
        assert_eq!(Pace { today: day("2026-11-05"), ..pace }.reach(), Reach::Unknown);
        assert_eq!(Pace { made: 0, ..pace }.reach(), Reach::Unknown);
        assert_eq!(Pace { ceiling: u64::MAX, ..pace }.reach(), Reach::Far);
    }
}
