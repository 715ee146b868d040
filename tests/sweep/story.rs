//! A story: what is done, in which order, told so that a person can read it.

use std::fmt;

use chrono::NaiveDate;

use crate::edits::{Edit, Kind};
use crate::faults;
use crate::scenario::{Scenario, first_night};

/// One case.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) name: String,
    pub(crate) scenario: Scenario,
    pub(crate) acts: Vec<Act>,
}

#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Staff edit while no night is running.
    Staff(Edit),
    /// Somebody takes back an edit that keeps the service from working.
    Repair(Edit),
    /// A night.
    Night { day: NaiveDate, how: How },
}

/// What befalls a night. Calls count from 1.
#[derive(Clone, Debug)]
pub(crate) enum How {
    Clean,
    /// A fault strikes a call, and the tries after it until it has struck so often; 0 is to the end.
    Fault {
        call: usize,
        kind: faults::Kind,
        times: usize,
    },
    /// Every call fails from one on, until so many minutes have passed.
    Outage {
        call: usize,
        kind: faults::Kind,
        minutes: u64,
    },
    /// The process dies once so many calls were applied.
    Killed {
        after: usize,
    },
    /// The process dies while a call is on its way, which arrives in the midst of the next night.
    Late {
        call: usize,
        into: usize,
    },
    /// Staff edit once so many calls were applied.
    Edited {
        edits: Vec<(usize, Edit)>,
    },
    /// Two hosts run the night at once and take turns of so many calls; staff may edit after the
    /// first turn.
    Two {
        turns: [usize; 3],
        edit: Option<Edit>,
    },
}

impl Story {
    /// A story of one disturbed night.
    pub(crate) fn of(name: String, scenario: Scenario, how: How) -> Self {
        let mut story = Self { name, scenario, acts: vec![Act::Night { day: first_night(), how }] };
        story.repair();
        story
    }

    /// Has every edit that stops the service taken back in the end.
    pub(crate) fn repair(&mut self) {
        let repairs: Vec<Act> =
            self.edits().filter(|edit| edit.kind.needs_repair()).map(|edit| Act::Repair(*edit)).collect();
        self.acts.retain(|act| !matches!(act, Act::Repair(_)));
        self.acts.extend(repairs);
    }

    pub(crate) fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.acts.iter().flat_map(|act| match act {
            Act::Staff(edit) | Act::Night { how: How::Two { edit: Some(edit), .. }, .. } => vec![edit],
            Act::Night { how: How::Edited { edits }, .. } => edits.iter().map(|(_, edit)| edit).collect(),
            _ => Vec::new(),
        })
    }

    /// The day of the nights that come last: no report waits for another.
    pub(crate) fn last_day(&self) -> NaiveDate {
        let nights = self.acts.iter().filter_map(|act| match act {
            Act::Night { day, .. } => Some(*day),
            _ => None,
        });
        let typed = self.edits().filter_map(|edit| edit.received()?.succ_opt());
        nights.chain(typed).max().unwrap_or_else(first_night)
    }

    /// Whether a night never gets to see the whole sheet.
    pub(crate) fn starves(&self) -> bool {
        let short = |how: &How| matches!(how, How::Fault { kind: faults::Kind::Shortened, times: 0, .. });
        self.acts.iter().any(|act| matches!(act, Act::Night { how, .. } if short(how)))
    }

    /// Whether staff took back what the service had written: then what was done is undone, and
    /// doing it again is right.
    pub(crate) fn undoes(&self) -> bool {
        self.edits().any(|edit| edit.kind == Kind::Undo)
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  the sheet begins as \"{}\"", self.scenario.name())?;
        for act in &self.acts {
            match act {
                Act::Staff(edit) => writeln!(f, "  staff: {edit}")?,
                Act::Repair(edit) => writeln!(f, "  somebody takes back: {edit}")?,
                Act::Night { day, how } => writeln!(f, "  night of {day}: {how}")?,
            }
        }
        writeln!(f, "  then two undisturbed nights, and a third that must find nothing to do")
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clean => f.write_str("undisturbed"),
            Self::Fault { call, kind, times } => {
                let often = match times {
                    0 => "from there to the end".to_owned(),
                    1 => "once".to_owned(),
                    n => format!("{n} times"),
                };
                write!(f, "{kind:?} at call {call}, {often}")
            }
            Self::Outage { call, kind, minutes } => {
                write!(f, "{kind:?} at every call from call {call} on, for {minutes} minutes")
            }
            Self::Killed { after } => write!(f, "killed once {after} calls were applied"),
            Self::Late { call, into } => {
                write!(
                    f,
                    "killed with call {call} on its way, which arrives {into} calls into the next night"
                )
            }
            Self::Edited { edits } => {
                for (at, (gap, edit)) in edits.iter().enumerate() {
                    write!(f, "{}after call {gap} staff: {edit}", if at == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Two { turns, edit } => {
                let [first, second, third] = turns.map(|calls| match calls {
                    usize::MAX => "all".to_owned(),
                    calls => calls.to_string(),
                });
                write!(
                    f,
                    "two hosts at once: {first} calls of one, {second} of the other, {third} of the one, the other to \
                     its end, the one to its own"
                )?;
                edit.map_or(Ok(()), |edit| write!(f, "; after the first turn staff: {edit}"))
            }
        }
    }
}
