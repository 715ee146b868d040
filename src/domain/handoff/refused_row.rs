//! The record of a row that Google answers with 500 however often it is sent.
//!
//! Google answers so to some content, and so it does when it is ill. The record keeps when a run first saw
//! the row refused while other writes passed; a run that sees the same at least an hour later blames the row.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::identity::fingerprint::Fingerprint;

/// Version of the record.
const FORMAT: &str = "1";
/// In place of an instant that is not known yet.
const NEVER: &str = "-";
/// The time between two runs that must both be refused a row before it is to blame. No outage in which all
/// else passes has lasted as long.
const APART: TimeDelta = TimeDelta::hours(1);

/// A row that Google refused by itself, without a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The content of the row.
    pub fingerprint: Fingerprint,
    /// The start of the last run that was refused it.
    pub tried: DateTime<Utc>,
    /// The start of the first run that was refused it again after Google had taken another write.
    pub first: Option<DateTime<Utc>>,
}

impl RefusedRow {
    /// The record of a row that this run was refused, `known` being what an earlier run recorded.
    pub fn tried(fingerprint: Fingerprint, known: Option<&Self>, now: DateTime<Utc>) -> Self {
        // An instant that has not come is of a clock that was off, and would put the row off for as long.
        let first = known.and_then(|known| known.first).filter(|first| *first <= now);
        Self { fingerprint, tried: now, first }
    }

    /// The record once this run was refused the row again after Google had taken another write.
    #[must_use]
    pub fn confirmed(self) -> Self {
        Self { first: self.first.or(Some(self.tried)), ..self }
    }

    /// Returns `true` if a text is a record of the same row, whichever run wrote it.
    pub fn is_recorded_by(&self, text: &str) -> bool {
        text.parse().is_ok_and(|known: Self| known.fingerprint == self.fingerprint)
    }

    /// Returns `true` if what the row says is to blame: a run that began at least an hour before was refused
    /// it in the same way.
    pub fn is_to_blame(&self) -> bool {
        self.first.is_some_and(|first| self.tried - first >= APART)
    }
}

impl fmt::Display for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |instant: DateTime<Utc>| instant.timestamp().to_string();
        let first = self.first.map_or_else(|| NEVER.to_owned(), seconds);
        write!(f, "{FORMAT} {} {} {first}", self.fingerprint, seconds(self.tried))
    }
}

/// The text is no such record of a version that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a refused row of version 1")]
pub struct ParseRefusedRowError;

impl FromStr for RefusedRow {
    type Err = ParseRefusedRowError;

    fn from_str(text: &str) -> Result<Self, ParseRefusedRowError> {
        let [FORMAT, fingerprint, tried, first] = text.split(' ').collect::<Vec<_>>()[..] else {
            return Err(ParseRefusedRowError);
        };
        let instant = |text: &str| {
            let seconds = text.parse().map_err(|_| ParseRefusedRowError)?;
            DateTime::from_timestamp(seconds, 0).ok_or(ParseRefusedRowError)
        };

        Ok(Self {
            fingerprint: fingerprint.parse().map_err(|_| ParseRefusedRowError)?,
            tried: instant(tried)?,
            first: if first == NEVER { None } else { Some(instant(first)?) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::digests::Digests;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn row() -> Fingerprint {
        Fingerprint::of(&Digests::default())
    }

    #[test]
    fn a_record_is_read_back_as_it_is_written() {
        let tried = RefusedRow::tried(row(), None, at("2026-11-24T08:00:00Z"));
        assert_eq!(tried.to_string().parse(), Ok(tried));
        assert_eq!(tried.confirmed().to_string().parse(), Ok(tried.confirmed()));
        assert!(tried.confirmed().to_string().len() <= 45, "{}", tried.confirmed());
        for other in ["", "2 x 1 1", "1 x 1 1", &format!("1 {} x -", row()), &format!("1 {} 1", row())] {
            assert_eq!(other.parse::<RefusedRow>(), Err(ParseRefusedRowError), "{other}");
        }
    }

    #[test]
    fn a_row_is_to_blame_when_two_runs_an_hour_apart_were_refused_it() {
        let first = RefusedRow::tried(row(), None, at("2026-11-24T08:00:00Z")).confirmed();
        assert!(!first.is_to_blame());
        let again =
            |known: &RefusedRow, now: &str| RefusedRow::tried(row(), Some(known), at(now)).confirmed();
        assert!(!again(&first, "2026-11-24T08:59:59Z").is_to_blame());
        assert!(again(&again(&first, "2026-11-24T08:30:00Z"), "2026-11-24T09:00:00Z").is_to_blame());

        let unconfirmed = RefusedRow::tried(row(), None, at("2026-11-24T08:00:00Z"));
        assert!(!again(&unconfirmed, "2026-11-24T10:00:00Z").is_to_blame(), "Google may have been ill");
        assert!(!again(&first, "2026-11-23T08:00:00Z").is_to_blame(), "a clock that was set back");
        let back = again(&first, "2026-11-23T08:00:00Z");
        assert!(again(&back, "2026-11-23T09:00:00Z").is_to_blame());
    }
}
