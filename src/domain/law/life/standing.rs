//! The state that counts, and what is wrong with what was typed.

use chrono::NaiveDate;

use crate::domain::law::life::facts::Facts;
use crate::domain::law::life::full;
use crate::domain::law::life::record::{Repeated, StateDay, StateLine, StateRecord};
use crate::domain::law::state::State;

/// How a report stands by the newest line that says anything of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// The state that counts.
    pub(super) state: State,
    /// The day of the state.
    pub(super) day: Option<NaiveDate>,
    /// The hand-off of its line; `None` where no state counts that somebody typed.
    pub(super) handoff: Option<u32>,
    /// True if it ends the report.
    pub(super) ends: bool,
    /// The report that answers for it, where it is a duplicate.
    pub(super) repeats: Option<String>,
    /// Sentences about what a clerk should look at.
    pub(super) review: Vec<String>,
}

impl Standing {
    /// The state that counts. What was typed before the report went over complete, or was reopened, is past;
    /// what ends a report stays when a correction follows.
    pub(super) fn of(facts: &Facts, record: &StateRecord, today: NaiveDate) -> Self {
        let completed = facts.completed.map_or(0, |completed| completed.handoff);
        let from = completed.max(facts.reopened.unwrap_or_default());
        let lines = || record.lines.iter().filter(|line| line.handoff >= from && line.says_a_state());
        let Some(line) = lines().next_back() else { return Self::default() };

        let mut standing = Self::default();
        standing.review.extend(mistake(line, facts, today));
        let Some(state) = line.state.filter(|state| counts(line, *state, facts, today)) else {
            return standing;
        };
        standing.state = state;
        standing.day = line.day.day();
        standing.handoff = Some(line.handoff);
        standing.ends = state.ends();

        let mut ending: Vec<State> = lines()
            .filter_map(|line| line.state.filter(|state| counts(line, *state, facts, today)))
            .filter(|state| state.ends())
            .collect();
        ending.sort_unstable();
        ending.dedup();
        if standing.ends && ending.len() > 1 {
            let names: Vec<&str> = ending.into_iter().map(State::name).collect();
            let names = names.join(" y ");
            standing.review.push(format!("Dos líneas dicen estados distintos ({names}): deje uno solo"));
            standing.ends = false;
        }
        standing.particulars(line, facts, record);

        standing
    }

    /// The conditions that single states have beside their day.
    fn particulars(&mut self, line: &StateLine, facts: &Facts, record: &StateRecord) {
        let answered = record.history.iter().any(|seen| seen.state == Some(State::Answered));
        let open = match (self.state, &line.repeated) {
            (State::Duplicate, Repeated::Report(id)) => {
                self.repeats = Some(id.clone());
                None
            }
            (State::Duplicate, Repeated::Unnamed) => {
                Some("Duplicado: escriba en Observaciones AC el ID del reporte que repite")
            }
            (State::Duplicate, Repeated::Unknown) => {
                Some("Duplicado: el ID de Observaciones AC no es de un reporte trasladado")
            }
            (State::Duplicate, Repeated::Itself) => {
                Some("Duplicado: Observaciones AC nombra este mismo reporte; escriba el ID del otro")
            }
            (State::Duplicate, Repeated::Duplicate) => {
                Some("Duplicado: el reporte que nombra Observaciones AC también es Duplicado")
            }
            (State::Remitted, _) if facts.is_appeal && !answered => {
                Some("Remitido no termina un recurso: decídalo o rechácelo y escriba Respondido")
            }
            _ => None,
        };
        if let Some(open) = open {
            self.review.push(open.to_owned());
            self.ends = false;
        }

        if self.state == State::NotPetition && !line.has_notes {
            self.review.push("No es PQR: escriba el motivo en Observaciones AC".to_owned());
        }
    }
}

/// Returns `true` if a state counts that a line holds: those that need a day have a possible one.
fn counts(line: &StateLine, state: State, facts: &Facts, today: NaiveDate) -> bool {
    !state.needs_a_day() || line.day.day().is_some_and(|day| is_possible(day, facts, today))
}

/// Returns `true` if a state can have come about on a day: not before the message and not after today.
pub(super) fn is_possible(day: NaiveDate, facts: &Facts, today: NaiveDate) -> bool {
    day <= today && facts.received.is_none_or(|received| received <= day)
}

/// The fault of state and day of a line, if there is one.
fn mistake(line: &StateLine, facts: &Facts, today: NaiveDate) -> Option<String> {
    let Some(state) = line.state else {
        return Some(if line.is_unknown {
            "El estado no es de la lista: elija uno".to_owned()
        } else {
            "Hay fecha pero no estado: escriba el estado".to_owned()
        });
    };

    let name = state.name();
    match line.day {
        StateDay::Blank => state.needs_a_day().then(|| format!("Falta la fecha de {name}")),
        StateDay::Unreadable => Some(format!("La fecha de {name} no se entiende: escríbala de nuevo")),
        StateDay::Day(day) if day > today => {
            Some(format!("La fecha de {name} es futura ({}): escríbala de nuevo", full(day)))
        }
        StateDay::Day(day) if !is_possible(day, facts, today) => {
            Some(format!("La fecha de {name} es anterior al mensaje ({}): escríbala de nuevo", full(day)))
        }
        StateDay::Day(_) => None,
    }
}
