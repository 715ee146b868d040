//! The day that a date cell names.

use chrono::{NaiveDate, NaiveTime};

/// A day that a date cell names, as typed: whether it may start a deadline depends on today and on
/// the form, see [`DateLimits::judge`](crate::domain::fields::date::DateLimits::judge).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day, in Colombia.
    pub date: NaiveDate,
    /// The time of day, where the cell holds both.
    pub time: Option<NaiveTime>,
    /// The day that the same digits name with the month first, where that is another day that exists.
    pub month_first: Option<NaiveDate>,
}
