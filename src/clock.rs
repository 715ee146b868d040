//! The one place where the clock is read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::America::Bogota;

/// The environment variable that stands for the clock (RFC 3339), for tests and the demo. A configuration
/// without an endpoint of its own refuses it.
pub const VARIABLE: &str = "TRASLADO_NOW";

/// The variable's value is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an instant such as 2026-11-24T03:00:00-05:00")]
pub struct ParseInstantError;

/// The instant that stands in [`VARIABLE`]; `None` where it is not set.
pub fn given() -> Option<Result<Moment, ParseInstantError>> {
    let text = std::env::var_os(VARIABLE)?;
    let instant = text.to_str().and_then(|text| DateTime::parse_from_rfc3339(text.trim()).ok());
    Some(instant.map(|instant| Moment(instant.with_timezone(&Utc))).ok_or(ParseInstantError))
}

/// The instant of a night, read once at its start.
#[derive(Clone, Copy, Debug)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// Reads the clock: the machine's, or what stands in [`VARIABLE`] for it.
    pub fn now() -> Self {
        match given() {
            Some(Ok(moment)) => moment,
            _ => Self::of_machine(),
        }
    }

    /// Reads the machine's clock, whatever stands in [`VARIABLE`].
    #[expect(clippy::disallowed_methods, reason = "This is the place.")]
    pub fn of_machine() -> Self {
        Self(Utc::now())
    }

    /// An instant of the caller's choice, for tests and the demo.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }

    /// The instant itself.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The wall clock in Colombia, whatever the host's zone.
    pub fn in_colombia(self) -> NaiveDateTime {
        self.0.with_timezone(&Bogota).naive_local()
    }

    /// The day in Colombia.
    pub fn today(self) -> NaiveDate {
        self.in_colombia().date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_colombian_midnight() {
        let at = |text: &str| Moment::at(text.parse().expect("an instant")).today().to_string();
        assert_eq!(at("2026-11-24T04:59:59Z"), "2026-11-23");
        assert_eq!(at("2026-11-24T05:00:00Z"), "2026-11-24");
    }
}
