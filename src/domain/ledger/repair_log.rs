//! The record that a repair leaves in the spreadsheet's metadata: when, what, and what the ledger
//! ended at.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDateTime;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ledger::chain::Link;

const INSTANT: &str = "%Y%m%dT%H%M%SZ";

/// One repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairRecord {
    /// When, in universal time.
    pub instant: NaiveDateTime,
    /// Hand-offs whose lines were written again.
    pub rebuilt: Vec<HandoffNumber>,
    /// Hand-offs whose guard was made again.
    pub guarded: Vec<HandoffNumber>,
    /// Hand-offs that were known of and are in the ledger no more, the first and the last.
    pub given_up: Option<(HandoffNumber, HandoffNumber)>,
    /// Number of the last hand-off.
    pub head: HandoffNumber,
    /// The chain after it.
    pub link: Link,
}

/// Longest list that is written out; metadata holds 30,000 characters in all.
const LISTED: usize = 120;

impl fmt::Display for RepairRecord {
    /// Such as `1:20261123T070000Z:r1-3,5 g2 x6-7:5-0123456789abcdef`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:{}:", self.instant.format(INSTANT))?;
        let mut words = Vec::new();

        for (letter, numbers) in [('r', &self.rebuilt), ('g', &self.guarded)] {
            if !numbers.is_empty() {
                words.push(format!("{letter}{}", listed(numbers)));
            }
        }

        if let Some((first, last)) = self.given_up {
            words.push(format!("x{first}-{last}"));
        }

        write!(f, "{}:{}-{}", words.join(" "), self.head, self.link)
    }
}

/// Numbers as runs; where there are too many runs, only the first and the last number.
fn listed(numbers: &[HandoffNumber]) -> String {
    let mut runs: Vec<(HandoffNumber, HandoffNumber)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.next() == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }

    let run = |(first, last): &(HandoffNumber, HandoffNumber)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    let text = runs.iter().map(run).collect::<Vec<_>>().join(",");

    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if text.len() > LISTED => format!("{first}-{last}"),
        _ => text,
    }
}

/// The text is not a repair's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a repair")]
pub struct ParseRepairError;

impl FromStr for RepairRecord {
    type Err = ParseRepairError;

    fn from_str(text: &str) -> Result<Self, ParseRepairError> {
        let [RECORD_VERSION, instant, what, ends] = text.split(':').collect::<Vec<_>>()[..] else {
            return Err(ParseRepairError);
        };
        let (head, link) = ends.split_once('-').ok_or(ParseRepairError)?;
        let mut record = Self {
            instant: NaiveDateTime::parse_from_str(instant, INSTANT).map_err(|_| ParseRepairError)?,
            rebuilt: Vec::new(),
            guarded: Vec::new(),
            given_up: None,
            head: head.parse().map_err(|_| ParseRepairError)?,
            link: Link::claimed(link),
        };

        for word in what.split_whitespace() {
            let runs =
                word.get(1..).ok_or(ParseRepairError)?.split(',').map(run).collect::<Result<Vec<_>, _>>()?;
            let numbers = || runs.iter().flat_map(|(first, last)| first.through(*last)).collect();
            match word.as_bytes().first() {
                Some(b'r') => record.rebuilt = numbers(),
                Some(b'g') => record.guarded = numbers(),
                Some(b'x') => record.given_up = runs.first().copied(),
                _ => return Err(ParseRepairError),
            }
        }

        Ok(record)
    }
}

fn run(text: &str) -> Result<(HandoffNumber, HandoffNumber), ParseRepairError> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.parse::<HandoffNumber>().map_err(|_| ParseRepairError);
    let (first, last) = (number(first)?, number(last)?);
    // A hostile value must not make a list of four thousand million numbers.
    if first <= last && first.distance_to(last) < 100_000 { Ok((first, last)) } else { Err(ParseRepairError) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    #[test]
    fn a_record_is_read_back_as_it_is_written() {
        let record = RepairRecord {
            instant: "2026-11-23T07:00:00".parse().expect("an instant"),
            rebuilt: [1, 2, 3, 5].map(nth).to_vec(),
            guarded: vec![nth(2)],
            given_up: Some((nth(6), nth(7))),
            head: nth(5),
            link: Link::origin("x"),
        };
        let text = record.to_string();
        assert!(text.starts_with("1:20261123T070000Z:r1-3,5 g2 x6-7:5-"), "{text}");
        assert_eq!(text.parse(), Ok(record));
        assert_eq!("1:20261123T070000Z:r1-4294967295:5-x".parse::<RepairRecord>(), Err(ParseRepairError));
        assert_eq!("1:2026:r1:5-x".parse::<RepairRecord>(), Err(ParseRepairError));
    }

    #[test]
    fn a_record_stays_short() {
        let many: Vec<HandoffNumber> = (1..1000).map(|n| nth(n * 2)).collect();
        assert_eq!(listed(&many), "2-1998");
    }
}
