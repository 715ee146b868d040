//! What stands outside the ledger and knows something about it: guards, notices, tabs, the file
//! for which it was made, and what this host has seen.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::IdSpace;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::lines::{self, Handoffs};
use crate::domain::ledger::{Damage, Ledger, SeenIn};
use crate::sheet::cell::Cell;

/// All of it, as one read found it.
#[derive(Clone, Debug, Default)]
pub struct CrossChecks {
    /// The guards that can be read.
    pub guards: Vec<Guard>,
    /// Ids of the metadata that have a guard's key and do not hold a guard.
    pub bad_guards: Vec<i32>,
    /// The spreadsheet for which the ledger was made, where that is recorded.
    pub origin: Option<String>,
    /// The id of the record of the ledger's origin, where it cannot be read: then nobody knows where the
    /// ledger's things are.
    pub bad_origin: Option<i32>,
    /// The last hand-off that a notice was begun for.
    pub announced: HandoffNumber,
    /// The hand-offs whose tab stands.
    pub tabs: BTreeSet<HandoffNumber>,
    /// Where the things of this file's ledger are.
    pub id_space: IdSpace,
    /// True if the ledger tab stands.
    pub has_ledger: bool,
    /// Ids of all that the service has recorded in the spreadsheet's metadata.
    pub records: Vec<i32>,
    /// How many repairs are recorded.
    pub repairs: u32,
    /// The position of the next repair's record.
    pub repairs_end: u32,
    /// The high-water mark of this host.
    pub high_water_mark: Option<HighWaterMark>,
}

/// The highest hand-off that a host has seen, kept beside its lock file. It is no state: without
/// it the night is the same, only a restored old version goes unnoticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighWaterMark {
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// The chain after it.
    pub link: Link,
    /// How many repairs were recorded then: a later one may have taken a shorter ledger as it stood.
    pub repairs: u32,
    /// The day of that hand-off.
    pub day: Option<NaiveDate>,
}

impl HighWaterMark {
    /// The mark to remember of a verified ledger.
    pub fn of(ledger: &Ledger, repairs: u32) -> Self {
        let number = ledger.head();
        Self { number, link: ledger.link().clone(), repairs, day: ledger.day_of(number) }
    }

    /// Returns `true` if this says more than what was remembered before.
    pub fn replaces(&self, before: &Self) -> bool {
        self.number > before.number || self.repairs > before.repairs
    }
}

impl fmt::Display for HighWaterMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION} {} {} {}", self.number, self.link, self.repairs)?;
        self.day.map_or(Ok(()), |day| write!(f, " {day}"))
    }
}

/// The end of a ledger that was read on a host without a high-water mark: whether it is the last hand-off
/// there was, only a person can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LedgerEnd {
    /// Number of the last hand-off.
    #[serde(rename = "seq")]
    pub number: HandoffNumber,
    /// The day of it.
    pub day: Option<NaiveDate>,
}

impl LedgerEnd {
    /// The end of a ledger; `None` where it holds no hand-off.
    pub fn of(ledger: &Ledger) -> Option<Self> {
        let number = ledger.head();
        (!number.is_known_before()).then(|| Self { number, day: ledger.day_of(number) })
    }
}

/// Such as `1 12 2026-11-28`; the first is the version mark.
impl fmt::Display for LedgerEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION} {}", self.number)?;
        self.day.map_or(Ok(()), |day| write!(f, " {day}"))
    }
}

impl FromStr for LedgerEnd {
    type Err = ParseHighWaterMarkError;

    fn from_str(text: &str) -> Result<Self, ParseHighWaterMarkError> {
        let mut words = text.split_whitespace();
        if words.next() != Some(RECORD_VERSION) {
            return Err(ParseHighWaterMarkError);
        }
        let number = words.next().and_then(|word| word.parse().ok()).ok_or(ParseHighWaterMarkError)?;
        let day = words.next().map(str::parse).transpose().map_err(|_| ParseHighWaterMarkError)?;
        Ok(Self { number, day })
    }
}

/// The text is no high-water mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a high-water mark of the form 1 number chain repairs day")]
pub struct ParseHighWaterMarkError;

impl FromStr for HighWaterMark {
    type Err = ParseHighWaterMarkError;

    fn from_str(text: &str) -> Result<Self, ParseHighWaterMarkError> {
        let mut words = text.split_whitespace();
        let mut word = || words.next().ok_or(ParseHighWaterMarkError);
        if word()? != RECORD_VERSION {
            return Err(ParseHighWaterMarkError);
        }
        let number = word()?.parse().map_err(|_| ParseHighWaterMarkError)?;
        let link = Link::claimed(word()?);
        let repairs = word()?.parse().map_err(|_| ParseHighWaterMarkError)?;
        let day = words.next().map(str::parse).transpose().map_err(|_| ParseHighWaterMarkError)?;
        Ok(Self { number, link, repairs, day })
    }
}

/// Verifies the ledger against all that is known of it.
///
/// # Errors
/// The damage, told apart as far as the cross-checks go.
pub fn verify(
    rows: &[Vec<Cell>],
    cross_checks: &CrossChecks,
    spreadsheet_id: &str,
) -> Result<Ledger, Damage> {
    if let Some(metadata_id) = cross_checks.bad_origin {
        return Err(Damage::BadOrigin { metadata_id });
    }
    let found = match cross_checks.bad_guards.first() {
        Some(id) => Err(Damage::BadGuard { metadata_id: *id }),
        None => Ledger::verify(rows, &cross_checks.guards, spreadsheet_id),
    };

    match found {
        Ok(ledger) => match cross_checks.disagreement(&ledger) {
            None => Ok(ledger),
            Some(damage) => Err(damage),
        },
        Err(damage) => Err(cross_checks.explain(damage, rows, spreadsheet_id)),
    }
}

impl CrossChecks {
    /// The high-water mark of this host, unless the ledger was taken as it stood since.
    pub fn host(&self) -> Option<&HighWaterMark> {
        self.high_water_mark.as_ref().filter(|high_water_mark| high_water_mark.repairs >= self.repairs)
    }

    /// The highest number that a guard has.
    pub fn guarded(&self) -> HandoffNumber {
        self.guards.iter().map(|guard| guard.number).max().unwrap_or_default()
    }

    /// Why a ledger that verifies is not the last one there was. `ends` is its last hand-off and
    /// the day of it.
    pub fn restored(&self, ends: (HandoffNumber, Option<NaiveDate>)) -> Option<Damage> {
        let (head, head_day) = ends;
        let host =
            self.host().map(|high_water_mark| (high_water_mark.number, SeenIn::Host, high_water_mark.day));
        let file = [(self.guarded(), SeenIn::Guard, None), (self.announced, SeenIn::Notice, None)];
        let known = host.into_iter().chain(file).filter(|(number, ..)| *number > head);
        // Of two that know the same, the first knows the day.
        let (number, seen_in, day) = known.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        Some(Damage::Restored { seen_in, number, day, head, head_day })
    }

    fn disagreement(&self, ledger: &Ledger) -> Option<Damage> {
        let ends = (ledger.head(), ledger.day_of(ledger.head()));
        self.restored(ends).or_else(|| {
            // What was known before the first hand-off is recorded after a host has first looked.
            let HighWaterMark { number, link, .. } =
                self.host().filter(|high_water_mark| !high_water_mark.number.is_known_before())?;
            (ledger.link_after(*number) != link).then_some(Damage::Rewritten { number: *number })
        })
    }

    /// Tells kinds of damage apart that look alike to the ledger alone.
    fn explain(&self, damage: Damage, rows: &[Vec<Cell>], spreadsheet_id: &str) -> Damage {
        let handoffs = lines::collect(rows).0;
        if let Some(copy) = self.copy(&handoffs, spreadsheet_id) {
            return copy;
        }

        let unbroken = lines::unbroken(&handoffs, &Link::origin(spreadsheet_id));
        let ends_at = |number: HandoffNumber| {
            let last = handoffs.get(&number).and_then(|lines| lines.first());
            (number, last.map(|line| line.entry.handed_over))
        };

        match damage {
            Damage::Behind { ledger, guards } if self.tabs.range(ledger.next()..=guards).next().is_some() => {
                if self.has_ledger {
                    Damage::Missing { first: ledger.next(), last: guards }
                } else {
                    Damage::NoLedger { handoffs: guards }
                }
            }
            Damage::Behind { ledger, .. } if unbroken == ledger => {
                self.restored(ends_at(ledger)).unwrap_or(damage)
            }
            Damage::Ahead { ledger, .. } if unbroken == ledger => Damage::Unguarded { number: ledger },
            Damage::Behind { .. } | Damage::Ahead { .. } => Damage::Broken { number: unbroken.next() },
            other => other,
        }
    }

    /// The damage of a ledger that was written for another file. Where the file for which it was made
    /// is not recorded, nothing but the ledger itself is left to tell by: its hand-offs follow from one
    /// another but not from this file.
    pub fn copy(&self, handoffs: &Handoffs, spreadsheet_id: &str) -> Option<Damage> {
        let (_, first) = handoffs.range(..=HandoffNumber::FIRST).next()?;
        if lines::follows(&Link::origin(spreadsheet_id), first).is_some() {
            return None;
        }

        if let Some(origin) = self.origin.as_deref().filter(|origin| *origin != spreadsheet_id) {
            let follows = lines::follows(&Link::origin(origin), first).is_some();
            return follows.then_some(Damage::Copy { certain: true });
        }

        if self.origin.is_some() || !self.guards.is_empty() {
            return None;
        }

        let mut before = Link::claimed(&first.first()?.chain);
        for lines in handoffs.values().skip(1) {
            before = lines::follows(&before, lines)?;
        }

        Some(Damage::Copy { certain: false })
    }
}

#[cfg(test)]
mod tests;
