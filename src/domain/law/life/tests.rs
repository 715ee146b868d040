//! One report on the days of LIFE.md 3: the message of Friday 20/11/2026, due on 14/12, to be required by 04/12
//! and to be sent on by 27/11. Tuesday 08/12 and Friday 25/12 are holidays.

use super::*;
use crate::domain::form::Form;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::history::SeenState;
use crate::testing::{day, form};

mod art_17;
mod states;
mod steps;

/// A complete report of an unknown person.
fn complete() -> Facts {
    Facts {
        received: Some(day("2026-11-20")),
        due: Some(day("2026-12-14")),
        handed_over: day("2026-11-23"),
        ..Facts::default()
    }
}

/// A report without document, which may be required.
fn incomplete() -> Facts {
    let missing = vec![Criterion::Identification];
    Facts { may_require: missing.clone(), missing, was_requirable: true, ..complete() }
}

/// Entries of a clerk on the line of a hand-off, with a radicado: the state as typed, and its day.
fn line(handoff: u32, state: &str, on: &str) -> StateLine {
    let read = form_states(state);
    StateLine {
        handoff,
        state: read,
        is_unknown: read.is_none() && !state.is_empty(),
        day: match on {
            "" => StateDay::Blank,
            on => on.parse().map_or(StateDay::Unreadable, StateDay::Day),
        },
        has_radicado: true,
        is_touched: true,
        ..StateLine::default()
    }
}

fn form_states(typed: &str) -> Option<State> {
    crate::domain::law::state::States::default().read(typed)
}

/// The line of a hand-off on which nobody has typed.
fn untouched(handoff: u32) -> StateLine {
    StateLine { handoff, ..StateLine::default() }
}

fn seen(handoff: u32, state: State, on: &str, night: &str) -> SeenState {
    SeenState::new(Some(state), on.parse().ok(), handoff, day(night))
}

fn record(lines: &[StateLine], history: &[SeenState]) -> StateRecord {
    StateRecord { lines: lines.to_vec(), history: history.to_vec() }
}

/// The life of a report with one line, as it stands on a day.
fn life(facts: &Facts, line: StateLine, today: &str) -> Life {
    life_of(facts, &record(&[line], &[]), today)
}

fn life_of(facts: &Facts, record: &StateRecord, today: &str) -> Life {
    Life::of(facts, record, form().deadlines(), day(today))
}

/// A radicado and nothing else.
fn filed() -> StateLine {
    line(1, "", "")
}

/// The day of the first step, as an office writes it without the year.
fn before(life: &Life) -> String {
    life.before.map(short).unwrap_or_default()
}

/// The form whose term runs on while the citizen has time.
fn running() -> Form {
    Form::from_toml("[terms]\nrequirement = \"runs\"\n").expect("a form")
}
