//! What is known before the first hand-off: number 0 of the ledger.
//!
//! Two kinds of entries stand there. Undated rows that stood in the sheet when the service began, where
//! the operator decided that they are not handed over; and, in a copy of a file, everything that the
//! original has handed over. As any hand-off, they stand in the ledger and, for repairs, in a tab.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::form::Form;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::tab::record;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::lines::Handoffs;
use crate::domain::reconcile::Match;

/// So many undated rows are handed over without asking.
pub const FEW: usize = 20;

/// The fate of rows without a usable date that stand in the sheet before the first hand-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undated {
    /// The first night hands them over, flagged.
    Handover,
    /// The rows are recorded as known, and nobody is handed them until staff change them.
    KnownBefore,
}

impl fmt::Display for Undated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Handover => "handover",
            Self::KnownBefore => "anterior",
        })
    }
}

/// The text is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither handover nor anterior")]
pub struct ParseUndatedError;

impl FromStr for Undated {
    type Err = ParseUndatedError;

    fn from_str(text: &str) -> Result<Self, ParseUndatedError> {
        [Self::Handover, Self::KnownBefore]
            .into_iter()
            .find(|decision| decision.to_string() == text)
            .ok_or(ParseUndatedError)
    }
}

/// The rows without a usable date that the ledger does not know, by index among the reports.
pub fn undecided(assessment: &Assessment) -> Vec<usize> {
    let unknown = |found: &Match| matches!(found, Match::New { .. } | Match::Repeat(_));
    let rows = assessment.sheet.reports.iter().zip(&assessment.matches).enumerate();
    rows.filter(|(_, (report, found))| report.received.is_none() && unknown(found))
        .map(|(at, _)| at)
        .collect()
}

/// The entries of everything that the file has handed over of which this one is a copy: the same IDs
/// and revisions, so that a changed row is amended under the ID that people know.
pub fn carried(old: &Handoffs) -> Vec<Entry> {
    let mut seen: BTreeSet<(ReportId, u32)> = BTreeSet::new();
    let lines = old.values().flatten().map(|line| &line.entry);

    // Where a line was archived says nothing of the report.
    lines
        .filter(|entry| entry.class != Class::Archived)
        .filter(|entry| seen.insert((entry.id, entry.revision)))
        .zip(1..)
        .map(|(entry, line)| Entry {
            number: HandoffNumber::KNOWN_BEFORE,
            line,
            class: Class::KnownBefore,
            note: entry.handed_over_as().map(|class| class.name().to_owned()).unwrap_or_default(),
            ..entry.clone()
        })
        .collect()
}

/// The entries of undated rows, to stand behind those that the ledger begins with.
pub fn of_rows(
    assessment: &Assessment,
    rows: &[usize],
    ledger: &Ledger,
    form: &Form,
    day: NaiveDate,
) -> Vec<Entry> {
    let year = day.year();
    let reports = rows.iter().filter_map(|at| assessment.sheet.reports.get(*at));
    reports
        .zip(ledger.last_id_of(year) + 1..)
        .zip(ledger.handoff(HandoffNumber::KNOWN_BEFORE).count()..)
        .map(|((report, number), before)| Entry {
            line: u32::try_from(before + 1).unwrap_or(u32::MAX),
            received: None,
            ..Entry::of(report, ReportId { year, number }, Class::KnownBefore, form, day)
        })
        .collect()
}

/// Number 0, ready to be written.
#[derive(Clone, Debug)]
pub struct NumberZero {
    /// The lines of number 0 as the ledger tab holds them, the chain included.
    pub rows: Vec<Vec<String>>,
    /// How many of them stand for rows that were never handed over.
    pub undated: usize,
    link: Link,
}

impl NumberZero {
    /// The number 0 of a ledger that begins with these entries; `None` where there is nothing to record.
    pub fn of(spreadsheet_id: &str, entries: Vec<Entry>) -> Option<Self> {
        let ledger = Ledger::starting(spreadsheet_id, entries);
        let link = ledger.link().clone();
        let row = |entry: &Entry| entry.cells().into_iter().chain([link.to_string()]).collect();
        let rows: Vec<Vec<String>> = ledger.entries().iter().map(row).collect();
        let undated = ledger.entries().iter().filter(|entry| entry.handed_over_as().is_none()).count();
        (!rows.is_empty()).then_some(Self { rows, undated, link })
    }

    /// The lines of number 0 as a tab holds them a second time.
    pub fn records(&self) -> Vec<String> {
        self.rows.iter().map(|row| record(row.get(..Entry::CHAIN).unwrap_or_default(), &self.link)).collect()
    }

    /// The guard of number 0.
    pub fn guard(&self, nonce: String) -> Guard {
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        Guard { number: HandoffNumber::KNOWN_BEFORE, nonce, count, link: self.link.clone() }
    }
}

#[cfg(test)]
mod tests;
