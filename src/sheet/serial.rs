//! Serial numbers: how Sheets counts days and the time of day.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};

/// The serial number of a day: days since 1899-12-30, as Sheets counts them.
pub fn serial(date: NaiveDate) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    // No date that chrono can hold is beyond what a double counts exactly.
    i32::try_from((date - epoch).num_days()).map_or(0.0, f64::from)
}

/// The serial number of a day and the time of day, which is the fraction.
pub fn serial_moment(moment: NaiveDateTime) -> f64 {
    serial(moment.date()) + f64::from(moment.time().num_seconds_from_midnight()) / 86_400.0
}

/// The day and the time of day, to the second, of a serial number; `None` where no calendar has it.
pub fn moment(serial: f64) -> Option<NaiveDateTime> {
    const FAR: f64 = 3_000_000.0;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    if !(0.0..FAR).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "It is below three million days.")]
    let seconds = (serial * 86_400.0).round() as i64;
    epoch.checked_add_signed(TimeDelta::try_seconds(seconds)?)
}
