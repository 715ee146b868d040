//! What is known about the sending of a notice.
//!
//! Gmail has no key that makes a second send harmless, so each step is recorded in the spreadsheet
//! before the next: the draft, the attempt, the outcome. Every record is created under an id of
//! its own, derived from the first hand-off that is announced and the record's position; the
//! creation of an id that exists is refused, so of two runs only one makes each step. The first
//! hand-off names the notice, because it is what two runs agree on: the one that started later may
//! know of hand-offs that the other does not, and both would announce the same ones.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::{RECORD_VERSION, unmarked};

/// Most records of one notice. The last place is kept for the outcome, so that every notice ends.
pub const RECORDS_PER_NOTICE: usize = 8;

/// One record of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A draft was made that announces the hand-offs from the log's first to `last`.
    Draft {
        /// Last hand-off announced.
        last: HandoffNumber,
        /// To whom it goes.
        to: RecipientsDigest,
        /// Gmail's id of the draft.
        draft: String,
    },
    /// Whoever made this record, and nobody else, sends the draft.
    Attempt {
        /// The day, a full stop, and random text of the run that made it.
        nonce: String,
    },
    /// Gmail declined to send it, so it was not sent. A later run tries again.
    Refused,
    /// Gmail said that it was sent.
    Sent,
    /// Nobody knows whether it was sent, and nobody tries any more. The next notice says so.
    Uncertain,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:")?;
        match self {
            Self::Draft { last, to, draft } => write!(f, "draft:{last}:{to}:{draft}"),
            Self::Attempt { nonce } => write!(f, "attempt:{nonce}"),
            Self::Refused => f.write_str("refused"),
            Self::Sent => f.write_str("sent"),
            Self::Uncertain => f.write_str("uncertain"),
        }
    }
}

/// The text is not a record's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a notice that this version writes")]
pub struct ParseEventError;

impl FromStr for Event {
    type Err = ParseEventError;

    fn from_str(text: &str) -> Result<Self, ParseEventError> {
        let text = unmarked(text).ok_or(ParseEventError)?;
        match text.splitn(4, ':').collect::<Vec<_>>()[..] {
            ["draft", last, to, draft] => Ok(Self::Draft {
                last: last.parse().map_err(|_| ParseEventError)?,
                to: RecipientsDigest(to.to_owned()),
                draft: draft.to_owned(),
            }),
            ["attempt", nonce] => Ok(Self::Attempt { nonce: nonce.to_owned() }),
            ["refused"] => Ok(Self::Refused),
            ["sent"] => Ok(Self::Sent),
            ["uncertain"] => Ok(Self::Uncertain),
            _ => Err(ParseEventError),
        }
    }
}

/// To whom a draft goes, as eight hexadecimal digits: a draft for other recipients than the configured
/// ones is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientsDigest(String);

impl RecipientsDigest {
    /// The digest of the addresses of a mail, whatever their order.
    pub fn of<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let addresses: BTreeSet<String> = addresses.into_iter().map(str::to_lowercase).collect();
        let all = addresses.into_iter().collect::<Vec<_>>().join("\n");
        let digest = Sha256::digest(all.as_bytes());
        Self(hex::encode(&digest[..4]))
    }
}

impl fmt::Display for RecipientsDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
    /// Look whether this draft is still there: if it is, record an attempt and send it; if not, a person
    /// deleted it or sent it, and a new one is made where nobody has tried to send it.
    Send(KnownDraft),
    /// Look whether this draft is still there: if it is, it was not sent; if not, nobody knows.
    Ascertain(KnownDraft),
    /// Nothing: it is sent.
    Done,
    /// Nothing: nobody knows, and the next notice says so.
    Unknown,
}

/// A draft that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDraft {
    /// Gmail's id of the draft.
    pub id: String,
    /// To whom it goes.
    pub to: RecipientsDigest,
}

impl NoticeLog {
    /// Returns `true` if so many records fit, the last of them being the outcome.
    pub fn has_room_for(&self, records: usize) -> bool {
        self.events.len() + records <= RECORDS_PER_NOTICE
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

    /// Returns `true` if the notice may have gone out on a day: somebody set out to send it, and Gmail did
    /// not decline.
    pub fn may_have_gone_out_on(&self, day: NaiveDate) -> bool {
        let day = format!("{day}.");
        let of_day = |event: &Event| matches!(event, Event::Attempt { nonce } if nonce.starts_with(&day));
        let then = self.events.iter().skip(1).map(Some).chain([None]);
        self.events.iter().zip(then).any(|(event, then)| of_day(event) && then != Some(&Event::Refused))
    }

    /// Returns `true` if somebody has set out to send the notice.
    pub fn was_tried(&self) -> bool {
        self.events.iter().any(|event| matches!(event, Event::Attempt { .. }))
    }

    /// Returns `true` if nobody does anything about the notice any more.
    pub fn has_ended(&self) -> bool {
        matches!(self.next(), Next::Done | Next::Unknown)
    }

    /// The next step, by what the records say. A log without room for an outcome has none.
    pub fn next(&self) -> Next {
        let draft = self.events.iter().rev().find_map(|event| match event {
            Event::Draft { to, draft, .. } => Some(KnownDraft { id: draft.clone(), to: to.clone() }),
            _ => None,
        });

        match (self.events.last(), draft) {
            (Some(Event::Sent), _) => Next::Done,
            (Some(Event::Uncertain), _) => Next::Unknown,
            _ if !self.has_room_for(1) => Next::Unknown,
            (Some(Event::Attempt { .. }), Some(draft)) => Next::Ascertain(draft),
            (Some(_), Some(draft)) => Next::Send(draft),
            (_, None) | (None, _) => Next::MakeDraft,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    fn draft(last: u32) -> Event {
        Event::Draft { last: nth(last), to: RecipientsDigest::of(["a@b.example"]), draft: "r:-12".into() }
    }

    fn attempt() -> Event {
        Event::Attempt { nonce: "2026-11-25.9f".into() }
    }

    #[test]
    fn a_record_is_read_back_as_it_is_written() {
        for event in [draft(3), attempt(), Event::Refused, Event::Sent, Event::Uncertain] {
            assert_eq!(event.to_string().parse(), Ok(event));
        }
        for wrong in ["1:draft:x:y:z", "sent", "2:sent", "1sent"] {
            assert_eq!(wrong.parse::<Event>(), Err(ParseEventError), "{wrong}");
        }
    }

    #[test]
    fn the_last_record_decides_what_is_next() {
        let known = || KnownDraft { id: "r:-12".into(), to: RecipientsDigest::of(["A@b.example"]) };
        let next = |events: Vec<Event>| NoticeLog { first: nth(3), events }.next();
        assert_eq!(next(vec![]), Next::MakeDraft);
        assert_eq!(next(vec![draft(5)]), Next::Send(known()));
        assert_eq!(next(vec![draft(5), attempt()]), Next::Ascertain(known()));
        assert_eq!(next(vec![draft(5), attempt(), Event::Refused]), Next::Send(known()));
        assert_eq!(next(vec![draft(5), attempt(), Event::Sent]), Next::Done);
        assert_eq!(next(vec![draft(5), attempt(), Event::Uncertain]), Next::Unknown);
    }

    #[test]
    fn a_full_log_has_ended_whatever_stands_in_it() {
        let full = |last: Event| {
            let attempts = std::iter::repeat_n(attempt(), RECORDS_PER_NOTICE - 2);
            NoticeLog {
                first: nth(3),
                events: [draft(5)].into_iter().chain(attempts).chain([last]).collect(),
            }
        };
        for (last, next) in [
            (Event::Sent, Next::Done),
            (Event::Uncertain, Next::Unknown),
            (attempt(), Next::Unknown),
            (Event::Refused, Next::Unknown),
        ] {
            assert_eq!(full(last).next(), next);
        }
    }

    #[test]
    fn an_attempt_says_on_which_day_it_was_made_and_a_refused_one_counts_for_none() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let log = |events: Vec<Event>| NoticeLog { first: nth(1), events };
        assert!(log(vec![draft(1), attempt()]).may_have_gone_out_on(day("2026-11-25")));
        assert!(log(vec![draft(1), attempt(), Event::Sent]).may_have_gone_out_on(day("2026-11-25")));
        assert!(!log(vec![draft(1), attempt(), Event::Sent]).may_have_gone_out_on(day("2026-11-26")));
        assert!(!log(vec![draft(1), attempt(), Event::Refused]).may_have_gone_out_on(day("2026-11-25")));
        assert!(
            log(vec![draft(1), attempt(), Event::Refused, attempt()]).may_have_gone_out_on(day("2026-11-25"))
        );
    }

    #[test]
    fn the_first_draft_says_how_far_the_notice_goes() {
        let announced = |events: &[Event]| {
            let log = NoticeLog { first: nth(3), events: events.to_vec() };
            let numbers: Vec<_> = log.numbers().collect();
            assert!((1..9).map(nth).all(|number| log.announces(number) == numbers.contains(&number)));
            numbers
        };
        assert_eq!(announced(&[draft(5), draft(7)]), [3, 4, 5].map(nth));
        assert_eq!(announced(&[Event::Uncertain]), [nth(3)]);
    }

    #[test]
    fn the_order_and_case_of_addresses_do_not_matter() {
        let digest = RecipientsDigest::of(["a@b.example", "c@d.example"]);
        assert_eq!(digest, RecipientsDigest::of(["C@d.example", "a@b.example"]));
        assert_ne!(digest, RecipientsDigest::of(["a@b.example"]));
    }
}
