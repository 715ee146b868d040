//! The day of the citizen's message, where the legal clock starts.

mod day;
mod grammar;
mod instant;
mod text;
mod token;
mod words;

use std::ops::Range;

use chrono::{Datelike as _, Days, NaiveDate};

use crate::domain::fields::{Read, time};
use crate::domain::finding::Rule;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;
pub use day::Day;

/// The limits of the form for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateLimits {
    /// The first year admitted.
    pub minimum_year: i32,
    /// Days after which a date is looked at again, if month first it would be recent.
    pub doubtful_after: u64,
}

/// The month that a normalized word names, in Spanish or in English.
pub fn month_named(word: &str) -> Option<u32> {
    words::month(word)
}

/// Reads a date cell, day first, and judges nothing but its form.
pub fn parse(cell: &Cell) -> Read<Day> {
    match cell {
        Cell::Text(typed) => parse_typed(cell, &normalize::plain(typed)),
        _ => parse_typed(cell, ""),
    }
}

/// Reads a date cell whose text, if that is what it holds, is normalized already; see [`parse`].
pub(crate) fn parse_typed(cell: &Cell, normalized: &str) -> Read<Day> {
    match cell {
        Cell::Blank => Read::refused(Rule::MissingDate),
        Cell::Number(serial) => of_serial(*serial),
        Cell::Text(_) if normalized.is_empty() => Read::refused(Rule::MissingDate),
        Cell::Text(_) => of_text(normalized),
        Cell::Bool(_) => Read::refused(Rule::UnreadableDate),
        Cell::Formula { .. } => Read::refused(Rule::FormulaDate),
    }
}

/// The day of a text, which may be the serial number that another program showed in place of a date.
fn of_text(normalized: &str) -> Read<Day> {
    match serial_of(normalized) {
        Some(serial) => of_serial(serial),
        None => text::parse(normalized),
    }
}

/// The serial number of a day of this century that is all of a text: `46343`, `46343,34375`.
fn serial_of(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 5 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let serial: f64 = format!("{whole}.{fraction}").parse().ok()?;
    THIS_CENTURY.contains(&serial).then_some(serial)
}

/// The serial numbers of the days from 2000 to 2099.
const THIS_CENTURY: Range<f64> = 36_526.0..73_051.0;
/// The serial number of the last day of the year 9999, where calendars end.
const LAST: f64 = 2_958_465.0;

/// The day of a serial number: days since 1899-12-30, the fraction is the time of day. A number that is none
/// may be a date without its signs (`20261117`); all others are slips.
fn of_serial(serial: f64) -> Read<Day> {
    let whole = serial.floor();
    if let Some(date) = compact(serial) {
        return Read::clean(Day { date, time: None, month_first: None });
    }
    if !(1.0..=LAST).contains(&whole) {
        return Read::refused(Rule::UnreadableDate);
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 2,958,465")]
    let days = Days::new(whole as u64);
    let Some(date) = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|epoch| epoch.checked_add_days(days))
    else {
        return Read::refused(Rule::UnreadableDate);
    };

    let fraction = serial - whole;
    let time = if fraction > 0.0 { time::fraction(fraction) } else { None };

    Read::clean(Day { date, time, month_first: None })
}

/// The date that a number of seven or eight digits is without its signs. The serial number of such digits
/// would be a day two thousand years from here.
fn compact(number: f64) -> Option<NaiveDate> {
    if !(1_000_000.0..100_000_000.0).contains(&number) || number.fract() != 0.0 {
        return None;
    }
    grammar::of_digits(&format!("{number:.0}")).and_then(|parts| parts.date())
}

/// The day that a date cell names once day and month change places, where that is another day that exists.
/// A month that is written as a word stays one.
pub fn swapped(cell: &Cell, day: Day) -> Option<NaiveDate> {
    match cell {
        // Digits without signs are read in one way only.
        Cell::Number(serial) if *serial < 1_000_000.0 => {
            let (year, month, day_of_month) = (day.date.year(), day.date.month(), day.date.day());
            let swapped = NaiveDate::from_ymd_opt(year, day_of_month, month);
            swapped.filter(|swapped| *swapped != day.date)
        }
        Cell::Text(_) => day.month_first,
        Cell::Blank | Cell::Number(_) | Cell::Bool(_) | Cell::Formula { .. } => None,
    }
}

impl DateLimits {
    /// Judges whether a day can be the day of a message: it is kept with a finding when it lies in the
    /// future, and refused when it is older than the form.
    pub fn judge(&self, read: Read<Day>, today: NaiveDate) -> Read<Day> {
        let Some(day) = read.value else { return read };
        if day.date.year() < self.minimum_year {
            return Read::refused(Rule::OldDate);
        }

        let doubtful = day.month_first.is_some_and(|other| {
            let old = today.checked_sub_days(Days::new(self.doubtful_after));
            other <= today && (day.date > today || old.is_some_and(|old| day.date < old && other >= old))
        });

        let read = if day.date > today { read.noting(Rule::FutureDate) } else { read };
        if doubtful { read.noting(Rule::DoubtfulDate) } else { read }
    }
}

#[cfg(test)]
mod tests;
