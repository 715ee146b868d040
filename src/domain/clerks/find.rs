//! Which reports an auditor means, by an ID, a radicado, a day, a month or a range of days.

use std::collections::BTreeSet;
use std::str::FromStr;

use crate::domain::clerks::answers::{AnswerLine, Answers};
use crate::domain::clerks::period::{ParsePeriodError, Period, TAKEN};
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
    /// The reports whose message came, that were handed over, or that were answered in a period. What was
    /// typed may be a radicado all the same: `2026-11` is the eleventh of a year to some offices.
    Period(Period, String),
    /// The reports with a radicado, whatever its case and spaces.
    Radicado(String),
}

/// The text names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseQueryError {
    /// An empty text.
    #[error("empty; name an ID such as CE-2026-00001, a radicado, {TAKEN}")]
    Empty,
    /// A range of no days.
    #[error(transparent)]
    Period(#[from] ParsePeriodError),
}

impl FromStr for Query {
    type Err = ParseQueryError;

    fn from_str(text: &str) -> Result<Self, ParseQueryError> {
        let text = text.trim();
        if let Ok(id) = text.parse() {
            return Ok(Self::Report(id));
        }
        match text.parse() {
            _ if text.is_empty() => Err(ParseQueryError::Empty),
            Ok(period) => Ok(Self::Period(period, text.to_owned())),
            Err(error) if text.contains("..") => Err(error.into()),
            Err(_) => Ok(Self::Radicado(text.to_owned())),
        }
    }
}

impl Query {
    /// The reports that are meant, in the order of their IDs.
    pub fn among(&self, ledger: &Ledger, answers: &Answers) -> BTreeSet<ReportId> {
        match self {
            Self::Report(id) => ledger.latest(*id).map(|entry| entry.id).into_iter().collect(),
            Self::Period(period, typed) => {
                let came_or_went = ledger.entries().iter().filter(|entry| {
                    entry.class != Class::Archived
                        && (entry.received.is_some_and(|day| period.contains(day))
                            || period.contains(entry.handed_over))
                });
                let is_answer = |line: &&AnswerLine| {
                    line.state == Some(State::Answered)
                        && line.state_date.day().is_some_and(|day| period.contains(day))
                };
                let answered = answers.lines().filter(is_answer);
                let mut ids = of_radicado(typed, answers);
                ids.extend(came_or_went.map(|entry| entry.id).chain(answered.map(|line| line.id)));
                ids
            }
            Self::Radicado(radicado) => of_radicado(radicado, answers),
        }
    }

    /// The query in words, for when nothing was found.
    pub fn unknown(&self) -> String {
        match self {
            Self::Report(id) => format!(
                "the ledger knows no report {id}; the column `ID traslado` and the hand-off tabs have the IDs"
            ),
            Self::Period(period, _) => {
                format!(
                    "no report came, was handed over or was answered in {period}, nor has it as its radicado"
                )
            }
            Self::Radicado(_) => format!(
                "no hand-off tab, and nothing archived, has this radicado; what clerks have not typed in their column \
                 `Radicado` is not known. Beside IDs and radicados are taken: {TAKEN}"
            ),
        }
    }
}

/// The reports with a radicado, whatever its case and spaces.
fn of_radicado(radicado: &str, answers: &Answers) -> BTreeSet<ReportId> {
    let key = normalize::key(radicado);
    let lines = answers.lines().filter(|line| normalize::key(&line.radicado) == key);
    lines.map(|line| line.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, complete, day, id};

    #[test]
    fn an_id_a_day_and_anything_else_are_told_apart() {
        assert_eq!(" ce-2026-00001 ".parse(), Ok(Query::Report(id(1))));
        let typed = "2026-11-24".to_owned();
        assert_eq!("2026-11-24".parse(), Ok(Query::Period(Period::day(day("2026-11-24")), typed)));
        assert_eq!("2026-0001".parse(), Ok(Query::Radicado("2026-0001".into())));
        assert_eq!("  ".parse::<Query>(), Err(ParseQueryError::Empty));
        let range = "2026-11-24..2026-11-01".parse::<Query>().unwrap_err().to_string();
        assert!(range.starts_with("the range ends before it begins"), "{range}");
        let range = "2026-11-24..ayer".parse::<Query>().unwrap_err().to_string();
        assert!(range.starts_with("must be a day such as"), "{range}");
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
        for period in
            ["2026-11", "11/2026", "noviembre 2026", "01/11/2026..24/11/2026", "2026-11-24..2026-12"]
        {
            assert_eq!(found(period), [id(1), id(2)].into(), "{period}");
        }
        assert!(found("2026-12").is_empty() && found("2026-11-25..2026-11-30").is_empty());
        assert!(
            found("CE-2026-00009").is_empty() && found("R-1").is_empty() && found("2026-01-01").is_empty()
        );
    }
}
