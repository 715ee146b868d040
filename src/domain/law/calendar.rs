//! Business days of Colombia and the terms counted in them.

mod holidays;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

pub use holidays::{FIRST_YEAR, LAST_YEAR, Suspension};
use holidays::{RULES, iso_date};

/// The business days of Colombia: Monday to Friday that are no national holiday (Ley 51 de 1983,
/// Ley 2578 de 2026) and no closure of the operator's (Ley 4 de 1913, art. 62).
///
/// Nothing outside 1984–2100 is guessed: the Monday transfers begin with Ley 51 de 1983.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeMap<NaiveDate, String>,
    closures: BTreeSet<NaiveDate>,
    day_one: DayOne,
}

/// A national holiday, as it is observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day observed, after the move to Monday.
    pub date: NaiveDate,
    /// The holiday's Spanish name; two that fall on one day are joined with " / ".
    pub name: String,
}

/// A day on which the entity does not work although it is no national holiday, such as a civic day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The day, `YYYY-MM-DD`.
    #[serde(deserialize_with = "iso_date")]
    pub date: NaiveDate,
    /// Why, in Spanish.
    pub reason: String,
    /// The act that orders it: without one the legal clock does not stop.
    pub act: String,
}

/// Which day is the first of a term.
///
/// CPACA counts from the day after receipt; Ley 142 de 1994, art. 158, says "a partir de la fecha
/// de su presentación", which some read as the day itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOne {
    /// The first business day after receipt.
    #[default]
    Following,
    /// The day of receipt, if it is a business day.
    Same,
}

/// A date or a term reaches outside the years whose holidays are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the year {year} is outside 1984–2100, the years whose holidays are known")]
pub struct OutOfRange {
    /// The year that was asked for or reached.
    pub year: i32,
}

/// A suspension names a holiday that is no rule of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{name}\" is no holiday that can be suspended; the holidays are: {}", known.join(", "))]
pub struct UnknownHoliday {
    /// The name that was given.
    pub name: String,
    /// The names there are.
    pub known: Vec<&'static str>,
}

impl Calendar {
    /// The national holidays as the law has them today, terms counted from the following day.
    pub fn colombia() -> Self {
        Self { holidays: holidays::observed(&[]), closures: BTreeSet::new(), day_one: DayOne::default() }
    }

    /// The calendar with the operator's own non-business days, and without the holidays that a court or
    /// a law has suspended.
    ///
    /// # Errors
    /// When a suspension names no known holiday.
    pub fn with(
        self,
        closures: impl IntoIterator<Item = Closure>,
        suspended: impl IntoIterator<Item = Suspension>,
    ) -> Result<Self, UnknownHoliday> {
        let suspended: Vec<Suspension> = suspended.into_iter().collect();
        if let Some(unknown) = suspended.iter().find(|s| RULES.iter().all(|r| r.name != s.holiday)) {
            return Err(UnknownHoliday {
                name: unknown.holiday.clone(),
                known: RULES.iter().map(|rule| rule.name).collect(),
            });
        }

        Ok(Self {
            holidays: holidays::observed(&suspended),
            closures: closures.into_iter().map(|closure| closure.date).collect(),
            ..self
        })
    }

    /// The calendar with another first day of a term.
    #[must_use]
    pub fn counting_from(self, day_one: DayOne) -> Self {
        Self { day_one, ..self }
    }

    /// The national holidays of a year, sorted by date. Closures are not holidays.
    ///
    /// # Errors
    /// Outside 1984–2100.
    pub fn holidays(&self, year: i32) -> Result<Vec<Holiday>, OutOfRange> {
        known(year)?;
        Ok(self
            .holidays
            .iter()
            .filter(|(date, _)| date.year() == year)
            .map(|(&date, name)| Holiday { date, name: name.clone() })
            .collect())
    }

    /// Returns `true` if terms run on a day.
    ///
    /// # Errors
    /// Outside 1984–2100.
    pub fn is_business_day(&self, date: NaiveDate) -> Result<bool, OutOfRange> {
        known(date.year())?;
        Ok(!matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            && !self.holidays.contains_key(&date)
            && !self.closures.contains(&date))
    }

    /// The last day of a term of `n` business days for what was received on `date`. A term of no
    /// days ends on the day itself.
    ///
    /// # Errors
    /// When the date or the end of the term is outside 1984–2100.
    pub fn add_business_days(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, OutOfRange> {
        let mut left = n;
        let mut day = date;

        if self.day_one == DayOne::Same && left > 0 && self.is_business_day(day)? {
            left -= 1;
        }

        known(day.year())?;
        while left > 0 {
            day = next_day(day)?;
            if self.is_business_day(day)? {
                left -= 1;
            }
        }

        Ok(day)
    }

    /// The last day of a term of months: the same day of the last month or that month's last, and the
    /// next business day where it falls on none (Ley 4 de 1913, art. 62; CPACA art. 17).
    ///
    /// # Errors
    /// When the date or the end of the term is outside 1984–2100.
    pub fn add_months(&self, date: NaiveDate, months: u32) -> Result<NaiveDate, OutOfRange> {
        known(date.year())?;
        let mut day = date.checked_add_months(Months::new(months)).ok_or(OutOfRange { year: date.year() })?;
        while !self.is_business_day(day)? {
            day = next_day(day)?;
        }
        Ok(day)
    }
}

fn known(year: i32) -> Result<(), OutOfRange> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(()) } else { Err(OutOfRange { year }) }
}

fn next_day(date: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    date.checked_add_days(Days::new(1)).ok_or(OutOfRange { year: date.year() })
}

#[cfg(test)]
mod tests;
