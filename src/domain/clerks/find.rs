//! Which reports an auditor means, by an ID, a radicado or a day.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::clerks::answers::{AnswerLine, Answers, TypedDay};
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::state::State;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::sheet::normalize;

/// The subject of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The report with this ID.
    Report(ReportId),
    /// The reports whose message came, that were handed over, or that were answered on a day.
    Day(NaiveDate),
    /// The reports with a radicado, whatever its case and spaces.
    Radicado(String),
}

/// The text names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("empty; name an ID such as CE-2026-00001, a radicado, or a day such as 2026-03-20 or 20/03/2026")]
pub struct ParseQueryError;

impl FromStr for Query {
    type Err = ParseQueryError;

    fn from_str(text: &str) -> Result<Self, ParseQueryError> {
        let text = text.trim();
        if let Ok(id) = text.parse() {
            return Ok(Self::Report(id));
        }
        if let Some(day) = day(text) {
            return Ok(Self::Day(day));
        }
        if text.is_empty() { Err(ParseQueryError) } else { Ok(Self::Radicado(text.to_owned())) }
    }
}

/// A day as programs write it, or as people do: 2026-11-28 or 28/11/2026.
fn day(text: &str) -> Option<NaiveDate> {
    let has_whole_year = text.rsplit('/').next().is_some_and(|year| year.len() == 4);
    let typed = || NaiveDate::parse_from_str(text, "%d/%m/%Y").ok().filter(|_| has_whole_year);
    text.parse().ok().or_else(typed)
}

impl Query {
    /// The reports that are meant, in the order of their IDs.
    pub fn among(&self, ledger: &Ledger, answers: &Answers) -> BTreeSet<ReportId> {
        match self {
            Self::Report(id) => ledger.latest(*id).map(|entry| entry.id).into_iter().collect(),
            Self::Day(day) => {
                let came_or_went = ledger.entries().iter().filter(|entry| {
                    entry.class != Class::Archived
                        && (entry.received == Some(*day) || entry.handed_over == *day)
                });
                let is_answer = |line: &&AnswerLine| {
                    line.state == Some(State::Answered) && line.state_date == TypedDay::Day(*day)
                };
                let answered = answers.lines().filter(is_answer);
                came_or_went.map(|entry| entry.id).chain(answered.map(|line| line.id)).collect()
            }
            Self::Radicado(radicado) => {
                let key = normalize::key(radicado);
                let lines = answers.lines().filter(|line| normalize::key(&line.radicado) == key);
                lines.map(|line| line.id).collect()
            }
        }
    }

    /// The query in words, for when nothing was found.
    pub fn unknown(&self) -> String {
        match self {
            Self::Report(id) => format!(
                "the ledger knows no report {id}; the column `ID traslado` and the hand-off tabs have the IDs"
            ),
            Self::Day(day) => format!("no report came, was handed over or was answered on {day}"),
            Self::Radicado(_) => {
                "no hand-off tab, and nothing archived, has this radicado; what clerks have not typed in their column \
                 `Radicado` is not known"
                    .into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, complete, day, id};

    #[test]
    fn an_id_a_day_and_anything_else_are_told_apart() {
        assert_eq!(" ce-2026-00001 ".parse(), Ok(Query::Report(id(1))));
        assert_eq!("2026-11-24".parse(), Ok(Query::Day(day("2026-11-24"))));
        assert_eq!("2026-0001".parse(), Ok(Query::Radicado("2026-0001".into())));
        assert_eq!("  ".parse::<Query>(), Err(ParseQueryError));
    }

    #[test]
    fn a_day_is_that_of_the_message_or_of_the_hand_over() {
        let mut memory = Memory::default();
        memory.night(&mut vec![complete(1), complete(2)], "2026-11-24");
        let ledger = memory.verified();
        let found = |text: &str| text.parse::<Query>().unwrap().among(&ledger, &Answers::default());
        assert_eq!(found("2026-11-24"), [id(1), id(2)].into());
        let received = ledger.latest(id(2)).and_then(|entry| entry.received).unwrap();
        assert_eq!(found(&received.to_string()), [id(2)].into());
        assert_eq!(found("CE-2026-00002"), [id(2)].into());
        assert!(
            found("CE-2026-00009").is_empty() && found("R-1").is_empty() && found("2026-01-01").is_empty()
        );
    }
}
