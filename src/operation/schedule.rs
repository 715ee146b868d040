//! When nights are due: a line of cron's, read by the wall clock in Colombia.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

/// A line of cron's with five fields: minute, hour, day of the month, month, day of the week.
#[derive(Clone, Debug)]
pub struct Schedule(Cron);

impl Default for Schedule {
    /// Every night at 03:00.
    #[expect(clippy::expect_used, reason = "The line is ours, and a test reads it.")]
    fn default() -> Self {
        Self(parser().parse(Self::USUAL).expect("a line of cron's"))
    }
}

impl Schedule {
    /// The schedule where none is configured.
    pub const USUAL: &str = "0 3 * * *";

    /// The schedule of verifications where none is configured: Sundays at 05:00.
    pub const WEEKLY: &str = "0 5 * * 0";

    /// Every Sunday at 05:00.
    #[expect(clippy::expect_used, reason = "The line is ours, and a test reads it.")]
    pub(crate) fn weekly() -> Self {
        Self(parser().parse(Self::WEEKLY).expect("a line of cron's"))
    }

    /// The first scheduled instant after this one. `None` only beyond the years that cron knows.
    pub fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let found = self.0.find_next_occurrence(&after.with_timezone(&Bogota), false).ok()?;
        Some(found.to_utc())
    }

    /// The last scheduled instant up to this one, itself included.
    pub fn last(&self, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let found = self.0.find_previous_occurrence(&until.with_timezone(&Bogota), true).ok()?;
        Some(found.to_utc())
    }
}

fn parser() -> CronParser {
    CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build()
}

/// A text that is no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseScheduleError {
    /// Not five fields of cron's.
    Line,
    /// A schedule that names a day that no year has.
    Never,
}

impl fmt::Display for ParseScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => {
                "must be the five fields of a crontab line (minute, hour, day, month, weekday), such as \"0 3 * * *\" \
                 for every night at 03:00 in Colombia"
            }
            Self::Never => "names a day that never comes; \"0 3 * * *\" is every night at 03:00 in Colombia",
        })
    }
}

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        let schedule = Self(parser().parse(text).map_err(|_| ParseScheduleError::Line)?);
        // Any instant will do: what comes in no year from here on comes in none.
        schedule.next(DateTime::UNIX_EPOCH).map(|_| schedule.clone()).ok_or(ParseScheduleError::Never)
    }
}

/// As it was typed.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn three_in_the_morning_is_colombias_all_year_round() {
        let usual = Schedule::default();
        assert_eq!(usual.to_string(), Schedule::USUAL);
        // Colombia keeps no summer time: on the days on which others set their clocks, too.
        for (now, last, next) in [
            ("2026-03-08T07:59:59Z", "2026-03-07T08:00:00Z", "2026-03-08T08:00:00Z"),
            ("2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z", "2026-03-09T08:00:00Z"),
            ("2026-10-25T01:30:00Z", "2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z"),
            ("2026-12-31T23:59:59Z", "2026-12-31T08:00:00Z", "2027-01-01T08:00:00Z"),
        ] {
            assert_eq!((usual.last(at(now)), usual.next(at(now))), (Some(at(last)), Some(at(next))), "{now}");
        }
    }

    #[test]
    fn other_lines_of_crons_are_taken_as_cron_takes_them() {
        let weekdays: Schedule = "30 2,14 * * 1-5".parse().unwrap();
        assert_eq!(weekdays.next(at("2026-11-27T20:00:00Z")), Some(at("2026-11-30T07:30:00Z")));
        assert_eq!(weekdays.last(at("2026-11-30T07:00:00Z")), Some(at("2026-11-27T19:30:00Z")));
        assert!("@daily".parse::<Schedule>().is_ok());
    }

    #[test]
    fn what_is_no_line_or_never_comes_is_refused() {
        for text in ["", "3", "03:00", "0 3 * *", "60 3 * * *", "0 0 3 * * *", "0 3 * * * 2027", "a b c d e"]
        {
            assert_eq!(text.parse::<Schedule>().unwrap_err(), ParseScheduleError::Line, "{text}");
        }
        assert_eq!("0 3 31 2 *".parse::<Schedule>().unwrap_err(), ParseScheduleError::Never);
    }
}
