//! `traslado calendar` and `traslado deadline`: the business days of Colombia, offline.

use chrono::NaiveDate;

use crate::domain::law::calendar::Calendar;
use crate::error::{Error, exit};
use crate::telemetry::show;

/// Prints the national holidays of Colombia in a year, one a line.
#[derive(Debug, clap::Args)]
pub struct HolidaysArgs {
    /// From 1984 to 2100.
    year: i32,
}

/// Prints the date that lies a number of business days after another.
#[derive(Debug, clap::Args)]
pub struct DeadlineArgs {
    /// The day of the citizen's message.
    #[arg(value_name = "YYYY-MM-DD")]
    date: NaiveDate,
    /// How many business days.
    #[arg(long, default_value_t = 15)]
    days: u32,
}

/// Prints the national holidays of a year.
///
/// # Errors
/// When the year is outside the calendar.
pub fn holidays(HolidaysArgs { year }: HolidaysArgs) -> Result<u8, Error> {
    let holidays = Calendar::colombia().holidays(year).map_err(|error| Error::Usage(error.to_string()))?;
    for holiday in holidays {
        show!("{}\t{}", holiday.date, holiday.name);
    }
    Ok(exit::OK)
}

/// Prints the date that lies `days` business days after `date`.
///
/// # Errors
/// When the term leaves the calendar.
pub fn deadline(DeadlineArgs { date, days }: DeadlineArgs) -> Result<u8, Error> {
    let deadline = Calendar::colombia()
        .add_business_days(date, days)
        .map_err(|error| Error::Usage(error.to_string()))?;
    show!("{deadline}");
    Ok(exit::OK)
}
