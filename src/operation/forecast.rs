//! When a ceiling is reached, if things go on as they did.

use chrono::{NaiveDate, TimeDelta};

/// Fewer days than this say nothing about a pace.
const DAYS: i64 = 7;
/// A forecast is worth nothing beyond this many days.
const FAR: i64 = 50 * 365;

/// How fast something is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthRate {
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
pub enum Forecast {
    /// Too early to tell.
    Unknown,
    /// Not in as many years as a forecast is worth.
    Far,
    /// About this day.
    On(NaiveDate),
}

impl GrowthRate {
    /// When the ceiling is reached.
    pub fn forecast(&self) -> Forecast {
        let days = (self.today - self.since).num_days();
        if days < DAYS || self.made == 0 {
            return Forecast::Unknown;
        }
        let left = u128::from(self.ceiling.saturating_sub(self.used));
        let days_left = left * u128::from(days.unsigned_abs()) / u128::from(self.made);
        let ahead = i64::try_from(days_left).ok().filter(|days| *days <= FAR).map(TimeDelta::days);
        ahead.and_then(|ahead| self.today.checked_add_signed(ahead)).map_or(Forecast::Far, Forecast::On)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_a_night_reaches_two_hundred_after_as_many_nights() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rate = GrowthRate {
            used: 51,
            made: 50,
            ceiling: 200,
            since: day("2026-11-01"),
            today: day("2026-12-21"),
        };
        assert_eq!(rate.forecast(), Forecast::On(day("2027-05-19")));
        assert_eq!(GrowthRate { used: 300, ..rate }.forecast(), Forecast::On(rate.today));
        assert_eq!(GrowthRate { today: day("2026-11-05"), ..rate }.forecast(), Forecast::Unknown);
        assert_eq!(GrowthRate { made: 0, ..rate }.forecast(), Forecast::Unknown);
        assert_eq!(GrowthRate { ceiling: u64::MAX, ..rate }.forecast(), Forecast::Far);
    }
}
