//! What clerks have typed of a report: its lines as they stand, and the states that earlier nights saw.

use chrono::NaiveDate;

use crate::domain::law::history::{SeenState, mark_corrected};
use crate::domain::law::life::facts::Facts;
use crate::domain::law::state::State;

/// The content of `Fecha del estado`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateDay {
    /// Nothing.
    #[default]
    Blank,
    /// A day.
    Day(NaiveDate),
    /// Something that names no day.
    Unreadable,
}

impl StateDay {
    /// The day, where there is one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Blank | Self::Unreadable => None,
        }
    }
}

/// The report that a duplicate repeats, as `Observaciones AC` names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Repeated {
    /// None is named.
    #[default]
    Unnamed,
    /// One that was never handed over.
    Unknown,
    /// The report itself.
    Itself,
    /// One that is a duplicate as well.
    Duplicate,
    /// A report that is answered for both, by its ID.
    Report(String),
}

/// One line of a report in a hand-off's tab, as clerks left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct StateLine {
    /// The number of the hand-off.
    pub handoff: u32,
    /// The state; `None` of a blank cell and of a word that is no state's.
    pub state: Option<State>,
    /// True if a word was typed that is no state's.
    pub is_unknown: bool,
    /// The day of the state.
    pub day: StateDay,
    /// True if a radicado was typed.
    pub has_radicado: bool,
    /// True if anything was typed in the line.
    pub is_touched: bool,
    /// True if something stands in `Observaciones AC`.
    pub has_notes: bool,
    /// The report that it repeats.
    pub repeated: Repeated,
}

impl StateLine {
    /// Returns `true` if the line says how its report stands: a state, or a day for one.
    pub fn says_a_state(&self) -> bool {
        self.state.is_some() || self.is_unknown || self.day != StateDay::Blank
    }
}

/// All that clerks have typed of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateRecord {
    /// The lines, oldest first.
    pub lines: Vec<StateLine>,
    /// The states that earlier nights saw, oldest first.
    pub history: Vec<SeenState>,
}

impl StateRecord {
    /// Every state that was ever seen, oldest first, with those that stand tonight for the first time, and the
    /// slips among them marked.
    pub(super) fn seen(&self, facts: &Facts, tonight: NaiveDate) -> Vec<SeenState> {
        let mut seen = self.history.clone();
        for line in &self.lines {
            let state = line.state.or((line.has_radicado && !line.says_a_state()).then_some(State::Filed));
            let last = seen.iter().rev().find(|seen| seen.handoff == line.handoff);
            let is_new = last.is_none_or(|last| (last.state, last.day) != (state, line.day.day()));
            if state.is_some() && is_new {
                seen.push(SeenState::new(state, line.day.day(), line.handoff, tonight));
            }
        }
        mark_corrected(&mut seen, facts.completed.map(|completed| completed.day));
        seen
    }

    /// The night that saw a state first, since it last became another.
    pub(super) fn first_seen(&self, state: State) -> Option<NaiveDate> {
        let newest = self.history.iter().rev().take_while(|seen| seen.state == Some(state));
        newest.last().map(|seen| seen.seen)
    }

    /// Returns `true` if a radicado stands in any line.
    pub(super) fn is_filed(&self) -> bool {
        self.lines.iter().any(|line| line.has_radicado)
    }
}
