//! The days that somebody asks about: one, a month, or a range.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::domain::fields::date;
use crate::sheet::normalize;

/// The ways in which a period may be typed, for errors and help.
pub const TAKEN: &str = "a day such as 2026-11-28 or 28/11/2026, a month such as 2026-11, 11/2026 or noviembre 2026, or \
                         a range such as 2026-11-01..2026-11-15";

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

/// The text names no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePeriodError {
    /// A text that is none of the ways in which days are typed.
    #[error("must be {TAKEN}")]
    Unknown,
    /// A range that ends before it begins.
    #[error("the range ends before it begins; put the first day first, as in 2026-11-01..2026-11-15")]
    Backwards,
}

impl Period {
    /// One day.
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// The month that a day lies in.
    pub fn month_of(day: NaiveDate) -> Self {
        let first = day - chrono::Days::new(u64::from(day.day0()));
        let next = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        Self { first, last: next.unwrap_or(first) }
    }

    /// The month before the one that a day lies in.
    pub fn month_before(day: NaiveDate) -> Self {
        let first = Self::month_of(day).first;
        first.pred_opt().map_or(Self::day(first), Self::month_of)
    }

    /// All days that there are.
    pub fn all() -> Self {
        Self { first: NaiveDate::MIN, last: NaiveDate::MAX }
    }

    /// The first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// Returns `true` if a day lies in the period.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// As it may be typed: `2026-11-28`, `2026-11`, `2026-11-01..2026-11-15`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = *self;
        match () {
            () if first == last => write!(f, "{first}"),
            () if *self == Self::month_of(first) => f.write_str(&first.format("%Y-%m").to_string()),
            () => write!(f, "{first}..{last}"),
        }
    }
}

impl FromStr for Period {
    type Err = ParsePeriodError;

    fn from_str(text: &str) -> Result<Self, ParsePeriodError> {
        let Some((from, to)) = text.split_once("..") else {
            return single(text).ok_or(ParsePeriodError::Unknown);
        };
        let (Some(from), Some(to)) = (single(from), single(to)) else {
            return Err(ParsePeriodError::Unknown);
        };
        if to.last < from.first {
            return Err(ParsePeriodError::Backwards);
        }
        Ok(Self { first: from.first, last: to.last })
    }
}

/// A day or a month, with its year in four digits: two would be the day as well.
fn single(text: &str) -> Option<Period> {
    let plain = normalize::plain(text);
    let parts = plain.split([' ', '/', '-', '.']).filter(|part| !["", "de", "del"].contains(part));
    let parts: Vec<&str> = parts.collect();
    let month = |year, month| Some(Period::month_of(NaiveDate::from_ymd_opt(year, month, 1)?));
    let day = |year, month, day| Some(Period::day(NaiveDate::from_ymd_opt(year, month, day)?));

    match *parts.as_slice() {
        [first, second] => match (year(first), year(second)) {
            (Some(year), None) => month(year, month_number(second)?),
            (None, Some(year)) => month(year, month_number(first)?),
            _ => None,
        },
        [first, second, third] => match (year(first), year(third)) {
            (Some(year), None) => day(year, month_number(second)?, number(third)?),
            (None, Some(year)) => day(year, month_number(second)?, number(first)?),
            _ => None,
        },
        _ => None,
    }
}

fn year(part: &str) -> Option<i32> {
    (part.len() == 4 && is_digits(part)).then(|| part.parse().ok()).flatten()
}

fn number(part: &str) -> Option<u32> {
    ((1..=2).contains(&part.len()) && is_digits(part)).then(|| part.parse().ok()).flatten()
}

/// A month by its number or its name.
fn month_number(part: &str) -> Option<u32> {
    number(part).or_else(|| date::month_named(part))
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn shown(text: &str) -> String {
        text.parse::<Period>().map_or_else(|error| format!("{error:?}"), |period| period.to_string())
    }

    #[test]
    fn days_months_and_ranges_are_read_as_people_and_programs_write_them() {
        for (typed, read) in [
            ("2026-11", "2026-11"),
            ("11/2026", "2026-11"),
            ("noviembre 2026", "2026-11"),
            (" Noviembre de 2026 ", "2026-11"),
            ("nov 2026", "2026-11"),
            ("2026-11-28", "2026-11-28"),
            ("28/11/2026", "2026-11-28"),
            ("8/1/2026", "2026-01-08"),
            ("28-11-2026", "2026-11-28"),
            ("28 de noviembre de 2026", "2026-11-28"),
            ("2026-11-01..2026-11-15", "2026-11-01..2026-11-15"),
            ("01/11/2026..15/11/2026", "2026-11-01..2026-11-15"),
            ("2026-11-01 .. 2026-11-30", "2026-11"),
            ("2026-10..noviembre 2026", "2026-10-01..2026-11-30"),
            ("2028-02", "2028-02"),
            ("2026-12", "2026-12"),
            ("2026-11-15..2026-11-01", "Backwards"),
            ("2026-11..2026-10-31", "Backwards"),
            ("2026-11..", "Unknown"),
            ("2026-13", "Unknown"),
            ("31/02/2026", "Unknown"),
            ("10/03/26", "Unknown"),
            ("2026", "Unknown"),
            ("2026-0001", "Unknown"),
            ("oficio 2026", "Unknown"),
            ("R-11-2026", "Unknown"),
            ("", "Unknown"),
        ] {
            assert_eq!(shown(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn a_period_has_both_its_ends() {
        let february: Period = "2028-02".parse().unwrap();
        assert_eq!((february.first(), february.last()), (day("2028-02-01"), day("2028-02-29")));
        assert!(february.contains(day("2028-02-29")) && !february.contains(day("2028-03-01")));
        assert_eq!(Period::month_before(day("2026-01-31")).to_string(), "2025-12");
        let error = "mañana".parse::<Period>().unwrap_err().to_string();
        assert!(error.contains("28/11/2026") && error.contains("..") && error.contains("noviembre 2026"));
    }
}
