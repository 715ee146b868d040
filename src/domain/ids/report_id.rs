//! The ID of a report, which it keeps through all revisions.

use std::fmt;
use std::str::FromStr;

/// The ID of a report, such as `CE-2026-00001`: the year of its first hand-off, and a number that runs
/// within the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportId {
    /// Year of the first hand-off.
    pub year: i32,
    /// Running number within the year, from 1.
    pub number: u32,
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CE-{:04}-{:05}", self.year, self.number)
    }
}

/// The text is not a report's ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ID of the form CE-2026-00001")]
pub struct ParseReportIdError;

impl FromStr for ReportId {
    type Err = ParseReportIdError;

    /// Reads an ID, with or without spaces around it, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, ParseReportIdError> {
        let upper = text.trim().to_ascii_uppercase();
        let (year, number) =
            upper.strip_prefix("CE-").and_then(|rest| rest.split_once('-')).ok_or(ParseReportIdError)?;
        let digits =
            |part: &str, least| part.len() >= least && part.bytes().all(|byte| byte.is_ascii_digit());

        if !digits(year, 4) || !digits(number, 5) {
            return Err(ParseReportIdError);
        }

        Ok(Self {
            year: year.parse().map_err(|_| ParseReportIdError)?,
            number: number.parse().map_err(|_| ParseReportIdError)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_is_written() {
        let id = ReportId { year: 2026, number: 7 };
        assert_eq!(id.to_string(), "CE-2026-00007");
        assert_eq!(" ce-2026-00007 ".parse(), Ok(id));
        assert_eq!("CE-2026-123456".parse(), Ok(ReportId { year: 2026, number: 123_456 }));
        for wrong in ["", "CE-2026-7", "CE-26-00007", "CE-2026-0000x", "PQ-2026-00007", "CE-2026"] {
            assert_eq!(wrong.parse::<ReportId>(), Err(ParseReportIdError), "{wrong}");
        }
    }
}
