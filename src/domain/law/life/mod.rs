//! The life of a report from its hand-over to its legal end: what comes next, by when and why.
//!
//! [`Life::of`] is a pure function of what is known of the report, of what clerks have typed and of the day.
//! What it says is a suggestion with its reason; a clerk decides by typing a state.

mod closing;
mod facts;
mod record;
mod standing;
mod step;
mod suspension;

use chrono::NaiveDate;

pub use facts::{Anonymous, CompletedLine, Correction, Facts, OtherEntity, Quality, Request};
pub use record::{Repeated, StateDay, StateLine, StateRecord};
pub use step::{Action, StepTopic};

use crate::domain::law::deadlines::{AfterRequirement, Deadlines};
use crate::domain::law::state::State;
use standing::Standing;
use step::{Situation, StepInWords};
use suspension::{Completion, DueDays, TermSuspension};

/// General condition of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Somebody must act.
    #[default]
    Open,
    /// The citizen has been asked, and has time.
    Waiting,
    /// The report is ended, and a correction since then is to be looked at.
    Corrected,
    /// Nothing more is to be done.
    Ended,
}

/// How a report stands, and what comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// The general condition.
    pub phase: Phase,
    /// The state that counts.
    pub state: State,
    /// The day of the state.
    pub state_day: Option<NaiveDate>,
    /// The steps that come next, as `Qué hacer` says them.
    pub to_do: String,
    /// The day of the first of them; `None` without a usable date.
    pub before: Option<NaiveDate>,
    /// The step that comes next.
    pub action: Option<Action>,
    /// True if danger or special protection sets the report before others of its day (CPACA, art. 20).
    pub is_priority: bool,
    /// Topics that the steps speak of.
    pub topics: Vec<StepTopic>,
    /// The last day to answer.
    pub due: Option<NaiveDate>,
    /// That day by the other reading of CPACA, art. 17, where it differs.
    pub other_due: Option<NaiveDate>,
    /// The last day of the citizen who was required to complete the report; `None` where nobody is waited for.
    pub citizen_until: Option<NaiveDate>,
    /// The day on which the report ended: that of its state, or else the night that saw it first.
    pub ended: Option<NaiveDate>,
    /// Sentences about what a clerk should look at.
    pub review: Vec<String>,
    /// True from the first business day after the hand-off while no radicado is typed.
    pub is_unfiled: bool,
    requirement: AfterRequirement,
}

impl Life {
    /// The life of a report as it stands on a day.
    pub fn of(facts: &Facts, record: &StateRecord, deadlines: Deadlines<'_>, today: NaiveDate) -> Self {
        let standing = Standing::of(facts, record, today);
        let suspension = TermSuspension::of(facts, record, deadlines, today);
        let completion = Completion::of(facts, record, today);
        let days = DueDays::of(facts, record, suspension.as_ref(), completion, deadlines);

        let situation = Situation {
            facts,
            record,
            standing: &standing,
            suspension: suspension.as_ref(),
            completion,
            due: days.due,
            deadlines,
            today,
        };
        let StepInWords { phase, say, before, action, topics } = situation.next();
        let mut life = Self {
            phase,
            state: standing.state,
            state_day: standing.day,
            to_do: say,
            before,
            action,
            is_priority: facts.is_priority,
            topics,
            due: days.due,
            other_due: days.other,
            citizen_until: suspension.as_ref().and_then(|suspension| suspension.until),
            ended: standing
                .ends
                .then(|| standing.day.or_else(|| record.first_seen(standing.state)))
                .flatten(),
            review: standing.review.clone(),
            is_unfiled: situation.is_unfiled(),
            requirement: deadlines.terms().requirement,
        };

        life.citizen_until = life.citizen_until.filter(|_| life.phase == Phase::Waiting);
        life.review.extend(suspension.iter().flat_map(|suspension| suspension.review.clone()));
        life.review.extend(situation.review());
        life
    }

    /// The last day to answer as clerks read it: where the readings of CPACA, art. 17, differ, both.
    pub fn due_in_words(&self) -> Option<String> {
        let (due, other) = (full(self.due?), self.other_due.map(full));
        Some(match (other, self.requirement) {
            (None, _) => due,
            (Some(other), AfterRequirement::Resumes) => {
                format!("{due} (reanudado, art. 17; sin suspensión, {other})")
            }
            (Some(other), AfterRequirement::Runs) => {
                format!("{due} (sin suspensión; reanudado, art. 17, {other})")
            }
        })
    }

    /// The place of a report in a list of what is to be done: those without a usable date first, then by day; on
    /// one day danger and special protection first, then by the kind of the step.
    pub fn order(&self) -> impl Ord + use<> {
        (self.before, !self.is_priority, self.action)
    }
}

/// A day as sentences have it that speak of one near today: `27/11`.
pub(crate) fn short(day: NaiveDate) -> String {
    day.format("%d/%m").to_string()
}

/// A day with its year: `27/11/2026`.
pub(crate) fn full(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests;
