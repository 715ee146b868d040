//! `traslado calendar` and `traslado deadline`: the business days of Colombia, offline.

use chrono::NaiveDate;
use serde_json::json;

use crate::domain::law::calendar::Calendar;
use crate::error::{Error, exit};
use crate::telemetry::{print_json, show};

/// Prints the national holidays of Colombia in a year, one a line.
#[derive(Debug, clap::Args)]
pub struct HolidaysArgs {
    /// From 1984 to 2100.
    year: i32,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
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
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Prints the national holidays of a year.
///
/// # Errors
/// When the year is outside the calendar.
pub fn holidays(HolidaysArgs { year, json }: HolidaysArgs) -> Result<u8, Error> {
    let holidays = Calendar::colombia().holidays(year).map_err(|error| Error::Usage(error.to_string()))?;
    if json {
        let holidays: Vec<_> =
            holidays.iter().map(|holiday| json!({"date": holiday.date, "name": holiday.name})).collect();
        print_json(&json!({"year": year, "holidays": holidays}));
        return Ok(exit::OK);
    }
    for holiday in holidays {
        show!("{}\t{}", holiday.date, holiday.name);
    }
    Ok(exit::OK)
}

/// Prints the date that lies `days` business days after `date`.
///
/// # Errors
/// When the term leaves the calendar.
pub fn deadline(DeadlineArgs { date, days, json }: DeadlineArgs) -> Result<u8, Error> {
    let deadline = Calendar::colombia()
        .add_business_days(date, days)
        .map_err(|error| Error::Usage(error.to_string()))?;
    if json {
        print_json(&json!({"date": date, "days": days, "deadline": deadline}));
    } else {
        show!("{deadline}");
    }
    Ok(exit::OK)
}
