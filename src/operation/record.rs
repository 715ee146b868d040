//! What the host remembers of its nights, and what each one that ends is worth saying.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::quiet::QuietSpell;

pub mod metrics;

/// How the nights of one spreadsheet went, as far as this host has run them. A night does not depend
/// on it; a host without it only knows less.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NightsRecord {
    /// Version of the record.
    #[serde(default = "RecordFormat::missing")]
    format: RecordFormat,
    /// The last one, however it ended.
    pub last: Option<Last>,
    /// When the last one began that handed over what was due.
    pub success: Option<DateTime<Utc>>,
    /// How many have failed since, one after the other.
    pub failures: u32,
    /// When the first of these began.
    pub failing_since: Option<DateTime<Utc>>,
    /// True if the operator was told of these failures by mail.
    #[serde(rename = "told")]
    pub alerted: bool,
    /// Since when no new row had come when the operator was last told of that by mail.
    pub quiet_alerted: Option<NaiveDate>,
    /// The figures of the last night that was carried to its end.
    pub facts: Option<NightFacts>,
    /// When the daemon last began to verify what stands in the spreadsheet.
    pub verified: Option<DateTime<Utc>>,
}

/// Version of a record; 0 where it bears none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RecordFormat(u32);

impl Default for RecordFormat {
    fn default() -> Self {
        Self(1)
    }
}

impl RecordFormat {
    fn missing() -> Self {
        Self(0)
    }
}

/// One night that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Last {
    /// When it began.
    pub at: DateTime<Utc>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The night's exit code.
    pub code: u8,
    /// The rows of a night that handed over a part of what was due; `None` of any other.
    #[serde(default)]
    pub part: Option<Part>,
}

/// The rows of a night that handed over a part of what was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Rows that were handed over.
    pub handed_over: u32,
    /// Rows that were due and were not.
    pub deferred: u32,
}

/// The figures of a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NightFacts {
    /// How many rows have each disposition.
    pub rows: Balance,
    /// Requests to Google, tokens aside.
    pub requests: u64,
    /// Tabs of the spreadsheet.
    pub tabs: u64,
    /// Cells of its tabs, empty ones included, as Google counts them.
    pub cells: u64,
    /// Rows that were due and did not go over; none unless the night was cut short.
    pub deferred: u32,
    /// The days without a new row, where they are many.
    pub quiet: Option<QuietSpell>,
}

impl NightFacts {
    /// The rows of the night, where it handed over a part of what was due.
    pub fn part(&self) -> Option<Part> {
        let part = Part { handed_over: self.rows.handed_over(), deferred: self.deferred };
        (self.deferred > 0).then_some(part)
    }
}

/// The events that are worth a mail to the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// As many have failed in a row as the operator wants to wait for.
    Failing,
    /// The service works again, and the operator had been told that it did not.
    Repaired,
}

impl Last {
    /// Returns `true` if what was due was handed over: done (0), or done and something needs a person
    /// (3).
    pub fn handed_over(&self) -> bool {
        matches!(self.code, 0 | 3)
    }
}

impl NightsRecord {
    /// Reads a record; `None` for one that this version does not write.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|record: &Self| record.format == RecordFormat::default())
    }

    /// The record after one more night. `facts` are its figures, where it came that far.
    #[must_use]
    pub fn after(&self, last: Last, facts: Option<NightFacts>) -> Self {
        let last = Last { part: facts.as_ref().and_then(NightFacts::part), ..last };
        let facts = facts.or(self.facts);
        if last.handed_over() {
            let success = Some(last.at);
            // A streak that was told stays told until its end is told as well.
            return Self { last: Some(last), success, failures: 0, failing_since: None, facts, ..*self };
        }

        Self {
            last: Some(last),
            failures: self.failures.saturating_add(1),
            failing_since: self.failing_since.or(Some(last.at)),
            facts,
            ..*self
        }
    }

    /// The event of which the operator is to be told by mail, where `after` failures in a row are worth
    /// one.
    pub fn alarm(&self, after: u32) -> Option<Alarm> {
        match (self.failures, self.alerted) {
            (0, true) => Some(Alarm::Repaired),
            (failures, false) if failures > 0 && failures >= after => Some(Alarm::Failing),
            _ => None,
        }
    }

    /// Returns `true` if the operator is to be told of days without a new row. They are told once a spell: on
    /// its first day, or later where this host remembers that they were not.
    pub fn tells_of(&self, quiet: QuietSpell) -> bool {
        let remembers = self.last.is_some();
        self.quiet_alerted != Some(quiet.since) && (remembers || quiet.is_first_day)
    }

    /// The record once the operator was told of days without a new row.
    #[must_use]
    pub fn after_quiet(&self, quiet: QuietSpell) -> Self {
        Self { quiet_alerted: Some(quiet.since), ..self.clone() }
    }

    /// The record once the operator was told.
    #[must_use]
    pub fn after_alert(&self, alarm: Alarm) -> Self {
        Self { alerted: alarm == Alarm::Failing, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night(day: u32, code: u8) -> Last {
        let at = format!("2026-11-{day:02}T08:00:00Z").parse().unwrap();
        Last { at, seconds: 12.5, code, part: None }
    }

    #[test]
    fn a_streak_is_told_once_and_its_end_once() {
        let mut record = NightsRecord::default();
        let mut alerted = Vec::new();
        for (day, code) in (1..).zip([75, 77, 75, 75, 3, 0, 75, 0, 75, 75, 75]) {
            record = record.after(night(day, code), None);
            if let Some(alarm) = record.alarm(3) {
                alerted.push((day, alarm));
                record = record.after_alert(alarm);
            }
        }
        assert_eq!(alerted, [(3, Alarm::Failing), (5, Alarm::Repaired), (11, Alarm::Failing)]);
        assert_eq!((record.failures, record.failing_since), (3, Some(night(9, 75).at)));
        assert_eq!(record.success, Some(night(8, 0).at));
    }

    #[test]
    fn what_could_not_be_told_is_told_with_the_next_failure() {
        let failing = NightsRecord::default().after(night(1, 75), None).after(night(2, 75), None);
        assert_eq!(failing.alarm(2), Some(Alarm::Failing));
        assert_eq!(failing.after(night(3, 75), None).alarm(2), Some(Alarm::Failing));
        assert_eq!(
            failing.after(night(3, 0), None).alarm(2),
            None,
            "nobody was told, so nobody is reassured"
        );
    }

    #[test]
    fn days_without_a_new_row_are_told_once_a_spell() {
        let spell = |day: u32, is_first_day| QuietSpell {
            since: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            days: 5,
            is_first_day,
        };
        let forgetful = NightsRecord::default();
        assert!(forgetful.tells_of(spell(3, true)) && !forgetful.tells_of(spell(3, false)));

        let record = forgetful.after(night(9, 0), None);
        assert!(record.tells_of(spell(3, false)), "the host was off on the first day");
        let record = record.after_quiet(spell(3, true));
        assert!(!record.tells_of(spell(3, true)) && !record.tells_of(spell(3, false)));
        assert!(record.after(night(20, 0), None).tells_of(spell(12, true)), "another spell");
    }

    #[test]
    fn a_failed_night_keeps_what_the_one_before_counted() {
        let facts = NightFacts { requests: 12, tabs: 3, cells: 30_000, ..NightFacts::default() };
        let record = NightsRecord::default().after(night(1, 0), Some(facts)).after(night(2, 75), None);
        assert_eq!(record.facts, Some(facts));
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(NightsRecord::read(&text), Some(record));
        for other in ["{}", "[]", &text.replace("\"format\":1", "\"format\":2")] {
            assert_eq!(NightsRecord::read(other), None, "{other}");
        }
    }
}
