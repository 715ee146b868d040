//! Dates as spreadsheets count them: days since 1899-12-30, without a zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use crate::num;

fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default()
}

pub(crate) fn from_date(date: NaiveDate) -> f64 {
    num::real((date - epoch()).num_days())
}

/// The part of a day that a time is.
pub(crate) fn from_time(time: NaiveTime) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / 86_400.0
}

/// The moment a serial stands for, to the second; `None` beyond what a calendar holds.
pub(crate) fn moment(serial: f64) -> Option<NaiveDateTime> {
    let seconds = num::floor((serial * 86_400.0).round());
    epoch().and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::try_seconds(seconds)?)
}

/// The instant as wall time of a zone.
pub(crate) fn local(instant: DateTime<Utc>, zone: &str) -> NaiveDateTime {
    zone.parse::<Tz>().map_or_else(|_| instant.naive_utc(), |zone| instant.with_timezone(&zone).naive_local())
}

pub(crate) fn from_moment(moment: NaiveDateTime) -> f64 {
    from_date(moment.date()) + from_time(moment.time())
}

/// The year that is meant when none is typed.
pub(crate) fn year(today: f64) -> i32 {
    moment(today).map_or(1900, |m| m.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_count_days_from_the_end_of_1899() {
        assert!((from_date(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()) - 43_831.0).abs() < f64::EPSILON);
        let noon = moment(36_162.5).unwrap();
        assert_eq!(noon.to_string(), "1999-01-02 12:00:00");
    }

    #[test]
    fn an_instant_is_wall_time_in_the_zone() {
        let instant = "2026-11-23T03:00:00Z".parse().unwrap();
        assert_eq!(local(instant, "America/Bogota").to_string(), "2026-11-22 22:00:00");
    }
}
