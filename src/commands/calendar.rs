//! `traslado calendar` and `traslado deadline`: the business days of Colombia, offline.

use chrono::NaiveDate;

use crate::domain::law::calendar::Calendar;
use crate::error::{Error, exit};

/// Prints the national holidays of a year.
///
/// # Errors
/// When the year is outside the calendar.
pub fn holidays(year: i32) -> Result<u8, Error> {
    let holidays = Calendar::colombia().holidays(year).map_err(|error| Error::Usage(error.to_string()))?;
    for holiday in holidays {
        println!("{}\t{}", holiday.date, holiday.name);
    }
    Ok(exit::OK)
}

/// Prints the date that lies `days` business days after `date`.
///
/// # Errors
/// When the term leaves the calendar.
pub fn deadline(date: NaiveDate, days: u32) -> Result<u8, Error> {
    let deadline = Calendar::colombia()
        .add_business_days(date, days)
        .map_err(|error| Error::Usage(error.to_string()))?;
    println!("{deadline}");
    Ok(exit::OK)
}
