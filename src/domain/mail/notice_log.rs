//! What is known about the sending of a notice.
//!
//! Gmail has no key that makes a second send harmless, so each step is recorded in the spreadsheet
//! before the next: the draft, the attempt, the outcome. Every record is created under an id of
//! its own, derived from the first hand-off that is announced and the record's position; the
//! creation of an id that exists is refused, so of two runs only one makes each step. The first
//! hand-off names the notice, because it is what two runs agree on: the one that started later may
//! know of hand-offs that the other does not, and both would announce the same ones.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids;
use crate::domain::ids::handoff_number::HandoffNumber;

/// One record of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A draft was made that announces the hand-offs from the log's first to `last`.
    Draft {
        /// Last hand-off announced.
        last: HandoffNumber,
        /// Gmail's id of the draft.
        draft: String,
    },
    /// Whoever made this record, and nobody else, sends the draft.
    Attempt {
        /// The day, a full stop, and random text of the run that made it.
        nonce: String,
    },
    /// Gmail said that it was sent.
    Sent,
    /// The draft is gone after an attempt that had no answer. The next notice says so.
    Uncertain,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft { last, draft } => write!(f, "draft:{last}:{draft}"),
            Self::Attempt { nonce } => write!(f, "attempt:{nonce}"),
            Self::Sent => f.write_str("sent"),
            Self::Uncertain => f.write_str("uncertain"),
        }
    }
}

/// The text is not a record's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a notice")]
pub struct ParseEventError;

impl FromStr for Event {
    type Err = ParseEventError;

    fn from_str(text: &str) -> Result<Self, ParseEventError> {
        match text.splitn(3, ':').collect::<Vec<_>>()[..] {
            ["draft", last, draft] => {
                Ok(Self::Draft { last: last.parse().map_err(|_| ParseEventError)?, draft: draft.to_owned() })
            }
            ["attempt", nonce] => Ok(Self::Attempt { nonce: nonce.to_owned() }),
            ["sent"] => Ok(Self::Sent),
            ["uncertain"] => Ok(Self::Uncertain),
            _ => Err(ParseEventError),
        }
    }
}

/// All records of one notice, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLog {
    /// The first hand-off that the notice announces.
    pub first: HandoffNumber,
    /// The records, in the order of their positions.
    pub events: Vec<Event>,
}

/// The next step for a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Make a draft and record it.
    MakeDraft,
    /// Look whether this draft is still there: if it is, record an attempt and send it; if not, a
    /// person deleted it, and a new one is made.
    Send {
        /// Gmail's id of the draft.
        draft: String,
    },
    /// Look whether this draft is still there: if it is, it was not sent; if not, nobody knows.
    Ascertain {
        /// Gmail's id of the draft.
        draft: String,
    },
    /// Nothing: it is sent.
    Done,
    /// Nothing: nobody knows, and the next notice says so.
    Unknown,
}

impl NoticeLog {
    /// Returns `true` if no further record fits, because the next id belongs to another notice.
    pub fn is_full(&self) -> bool {
        self.events.len() >= ids::RECORDS as usize
    }

    /// The last hand-off that the notice announces, where a draft says so. The first draft decides
    /// for all: what comes after it is another notice's, also when a new draft has to be made.
    pub fn last(&self) -> Option<HandoffNumber> {
        self.events.iter().find_map(|event| match event {
            Event::Draft { last, .. } => Some(*last),
            _ => None,
        })
    }

    /// The last hand-off that the notice announces; of a notice without a draft only the first is known.
    pub fn end(&self) -> HandoffNumber {
        self.last().unwrap_or(self.first)
    }

    /// Returns `true` for the number of a hand-off that the notice announces.
    pub fn announces(&self, number: HandoffNumber) -> bool {
        (self.first..=self.end()).contains(&number)
    }

    /// The hand-offs that the notice announces.
    pub fn numbers(&self) -> impl Iterator<Item = HandoffNumber> {
        self.first.through(self.end())
    }

    /// Returns `true` if somebody set out to send the notice on a day.
    pub fn was_tried_on(&self, day: NaiveDate) -> bool {
        let day = format!("{day}.");
        self.events.iter().any(|event| matches!(event, Event::Attempt { nonce } if nonce.starts_with(&day)))
    }

    /// The next step, by what the records say.
    pub fn next(&self) -> Next {
        let draft = self.events.iter().rev().find_map(|event| match event {
            Event::Draft { draft, .. } => Some(draft.clone()),
            _ => None,
        });

        match (self.events.last(), draft) {
            (Some(Event::Sent), _) => Next::Done,
            (Some(Event::Uncertain), _) => Next::Unknown,
            (Some(Event::Draft { draft, .. }), _) => Next::Send { draft: draft.clone() },
            (Some(Event::Attempt { .. }), Some(draft)) => Next::Ascertain { draft },
            (Some(Event::Attempt { .. }) | None, _) => Next::MakeDraft,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    #[test]
    fn a_record_is_read_back_as_it_is_written() {
        let events = [
            Event::Draft { last: nth(3), draft: "r:-12".into() },
            Event::Attempt { nonce: "9f".into() },
            Event::Sent,
            Event::Uncertain,
        ];
        for event in events {
            assert_eq!(event.to_string().parse(), Ok(event));
        }
        assert_eq!("draft:x:y".parse::<Event>(), Err(ParseEventError));
    }

    #[test]
    fn the_last_record_decides_what_is_next() {
        let draft = || Event::Draft { last: nth(5), draft: "d1".into() };
        let attempt = || Event::Attempt { nonce: "n".into() };
        let next = |events: Vec<Event>| NoticeLog { first: nth(3), events }.next();
        assert_eq!(next(vec![]), Next::MakeDraft);
        assert_eq!(next(vec![draft()]), Next::Send { draft: "d1".into() });
        assert_eq!(next(vec![draft(), attempt()]), Next::Ascertain { draft: "d1".into() });
        assert_eq!(next(vec![draft(), attempt(), Event::Sent]), Next::Done);
        assert_eq!(next(vec![draft(), attempt(), Event::Uncertain]), Next::Unknown);
    }

    #[test]
    fn an_attempt_says_on_which_day_it_was_made() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let tried =
            |nonce: &str| NoticeLog { first: nth(1), events: vec![Event::Attempt { nonce: nonce.into() }] };
        assert!(tried("2026-11-25.9f").was_tried_on(day("2026-11-25")));
        assert!(!tried("2026-11-25.9f").was_tried_on(day("2026-11-26")));
        assert!(!tried("9f").was_tried_on(day("2026-11-25")));
    }

    #[test]
    fn the_first_draft_says_how_far_the_notice_goes() {
        let drafts = [5, 7].map(nth).map(|last| Event::Draft { last, draft: "d1".into() });
        let announced = |events: &[Event]| {
            let log = NoticeLog { first: nth(3), events: events.to_vec() };
            let numbers: Vec<_> = log.numbers().collect();
            assert!((1..9).map(nth).all(|number| log.announces(number) == numbers.contains(&number)));
            numbers
        };
        assert_eq!(announced(&drafts), [3, 4, 5].map(nth));
        assert_eq!(announced(&[Event::Uncertain]), [nth(3)]);
    }
}
