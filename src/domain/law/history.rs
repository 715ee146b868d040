//! The states that a report has had, as nights saw them typed.

use chrono::NaiveDate;

use crate::domain::law::state::State;

/// State of a line of a report from one night on, until a later one says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenState {
    /// The state; `None` where what stood there was taken off.
    pub state: Option<State>,
    /// The day that was typed beside it.
    pub day: Option<NaiveDate>,
    /// Number of the hand-off on whose line it stood.
    pub handoff: u32,
    /// The night that saw it first.
    pub seen: NaiveDate,
    /// True if the state was a slip, which suspends no term and counts in no figure.
    pub is_corrected: bool,
}

impl SeenState {
    /// A state that nobody has corrected.
    pub fn new(state: Option<State>, day: Option<NaiveDate>, handoff: u32, seen: NaiveDate) -> Self {
        Self { state, day, handoff, seen, is_corrected: false }
    }
}

/// Marks the slips among all states of one report, oldest first: a state that was replaced, on its line, by
/// Radicado or by nothing. What the completion rests on is none once the report is complete: `completed` is the
/// day on which it went over complete, and a `Completado` that a night has seen says the same.
pub fn mark_corrected(states: &mut [SeenState], completed: Option<NaiveDate>) {
    let completed_at = states.iter().position(|seen| seen.state == Some(State::Completed));

    for at in (0..states.len()).rev() {
        let SeenState { state, handoff, .. } = states[at];
        let Some(next) = states[at + 1..].iter().find(|later| later.handoff == handoff) else { continue };
        let is_taken_back = matches!(next.state, None | Some(State::Filed)) && state != next.state;
        let is_mistaken = is_taken_back || next.state == state && next.is_corrected;

        let rests_on_it = matches!(state, Some(State::Required | State::Completed));
        let is_complete =
            completed_at.is_some_and(|first| first <= at) || completed.is_some_and(|day| day < next.seen);
        states[at].is_corrected = state.is_some() && is_mistaken && !(rests_on_it && is_complete);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Answered, Completed, Filed, Remitted, Required};

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, n).expect("a day of December")
    }

    /// Marks states of one line, seen one a day from the first of December on, and says which are slips.
    fn corrected(states: &[Option<State>], completed: Option<NaiveDate>) -> Vec<usize> {
        let seen = |(at, state): (u32, &Option<State>)| SeenState::new(*state, None, 1, day(1 + at));
        let mut states: Vec<SeenState> = (0..).zip(states).map(seen).collect();
        mark_corrected(&mut states, completed);
        (0..states.len()).filter(|at| states[*at].is_corrected).collect()
    }

    #[test]
    fn a_state_that_radicado_or_nothing_replaces_was_a_slip() {
        assert_eq!(corrected(&[Some(Required), Some(Filed)], None), [0]);
        assert_eq!(corrected(&[Some(Required), None], None), [0]);
        assert_eq!(corrected(&[Some(Filed), Some(Required), Some(Answered)], None), [0_usize; 0]);
        assert_eq!(corrected(&[Some(Required), None, Some(Required), Some(Answered)], None), [0]);
        assert_eq!(
            corrected(&[Some(Required), Some(Required), Some(Filed)], None),
            [0, 1],
            "its day was mended before"
        );
        assert_eq!(
            corrected(&[Some(Remitted), Some(Required)], None),
            [0_usize; 0],
            "another state opens it again"
        );
    }

    #[test]
    fn after_completion_the_requirement_stands_whatever_is_typed() {
        assert_eq!(corrected(&[Some(Required), Some(Completed), Some(Filed)], None), [0_usize; 0]);
        assert_eq!(corrected(&[Some(Required), Some(Completed), Some(Answered), None], None), [2]);
        let gone = [Some(Required), None];
        assert_eq!(corrected(&gone, Some(day(1))), [0_usize; 0], "it was complete before it was taken off");
        assert_eq!(corrected(&gone, Some(day(2))), [0]);
    }

    #[test]
    fn each_line_has_its_own_course() {
        let mut states = [(Required, 1), (Filed, 2), (Answered, 2)]
            .map(|(state, handoff)| SeenState::new(Some(state), None, handoff, day(handoff)));
        mark_corrected(&mut states, None);
        assert!(states.iter().all(|seen| !seen.is_corrected));
    }
}
