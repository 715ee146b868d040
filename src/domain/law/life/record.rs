//! What clerks have typed of a report: its lines as they stand, and the states that earlier nights saw.

use chrono::NaiveDate;

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

/// A state that a night has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenState {
    /// The number of the hand-off whose line held it.
    pub handoff: u32,
    /// The state.
    pub state: State,
    /// Its day, where one was typed.
    pub day: Option<NaiveDate>,
    /// The night that saw it first.
    pub night: NaiveDate,
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
    /// Every state that was ever seen, oldest first, with those that stand tonight for the first time.
    pub(super) fn seen(&self, tonight: NaiveDate) -> Vec<SeenState> {
        let mut seen = self.history.clone();
        for line in &self.lines {
            let Some(state) = line.state else { continue };
            let new = SeenState { handoff: line.handoff, state, day: line.day.day(), night: tonight };
            // The same state of the same line and day is no new one, however often it was seen.
            let same = |old: &SeenState| SeenState { night: tonight, ..*old } == new;
            if !seen.iter().any(same) {
                seen.push(new);
            }
        }
        seen
    }

    /// Returns `true` if a radicado stands in any line.
    pub(super) fn is_filed(&self) -> bool {
        self.lines.iter().any(|line| line.has_radicado)
    }
}
