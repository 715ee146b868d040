//! Article 17 of CPACA in days: what a requirement does to the term.

use chrono::NaiveDate;

use crate::domain::law::deadlines::{AfterRequirement, Deadlines};
use crate::domain::law::history::SeenState;
use crate::domain::law::life::facts::Facts;
use crate::domain::law::life::record::{StateLine, StateRecord};
use crate::domain::law::life::short;
use crate::domain::law::life::standing::is_possible;
use crate::domain::law::state::State;

/// A requirement, and what it does to the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermSuspension {
    /// The day of the first requirement.
    pub(super) required: NaiveDate,
    /// The last day of the citizen; `None` outside the calendar.
    pub(super) until: Option<NaiveDate>,
    /// True if it stops the term.
    pub(super) stops: bool,
    /// Sentences about what a clerk should look at.
    pub(super) review: Vec<String>,
}

/// The completion of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Completion {
    /// The day that counts: that of Completado or, where it is earlier, the one by which it was seen.
    pub(super) day: NaiveDate,
    /// True if a clerk typed it.
    pub(super) is_typed: bool,
}

/// The last day to answer by both readings of article 17.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DueDays {
    /// By the configured one.
    pub(super) due: Option<NaiveDate>,
    /// By the other one, where it differs.
    pub(super) other: Option<NaiveDate>,
}

impl TermSuspension {
    /// The requirement that counts among all states that were seen: the first, unless it was corrected before
    /// completion. A later one moves the citizen's last day and nothing else.
    pub(super) fn of(
        facts: &Facts,
        record: &StateRecord,
        deadlines: Deadlines<'_>,
        today: NaiveDate,
    ) -> Option<Self> {
        let days = days_of(State::Required, facts, record, today);
        let (&required, later) = days.split_first()?;

        let latest = later.iter().copied().max().filter(|day| *day > required);
        let bound = deadlines.months_after(required, 2);
        let until = match latest {
            None => deadlines.months_after(required, 1),
            Some(day) => deadlines.months_after(day, 1).min(bound),
        };

        let last = facts.received.and_then(|received| deadlines.request(received));
        let in_time = last.is_some_and(|last| required <= last);
        let mut review = Vec::new();
        if facts.is_appeal {
            review.push("Un recurso no se requiere: el plazo siguió corriendo".to_owned());
        } else if !facts.can_be_required() {
            review.push(
                "Lo que falta no se puede requerir (CPACA, art. 16): el plazo siguió corriendo".to_owned(),
            );
        } else if !in_time {
            let (days, term) = (deadlines.terms().request_days, term(facts, deadlines));
            review
                .push(format!("Requerido después del día {days}: el plazo de {term} días siguió corriendo"));
        }
        if let Some(day) = latest {
            let day = short(day);
            review.push(format!("Segundo requerimiento ({day}): no vuelve a detener el plazo"));
        }

        let stops = in_time && facts.can_be_required();
        Some(Self { required, until, stops, review })
    }

    /// The last day of what was left of the term, from the day after completion.
    fn resumed(&self, completed: NaiveDate, facts: &Facts, deadlines: Deadlines<'_>) -> Option<NaiveDate> {
        if !self.stops || completed <= self.required {
            return None;
        }
        let spent = deadlines.spent(facts.received?, self.required)?;
        deadlines.following(completed, term(facts, deadlines).saturating_sub(spent))
    }
}

/// The possible days of a state, in the order in which nights saw them, without the slips.
fn days_of(state: State, facts: &Facts, record: &StateRecord, today: NaiveDate) -> Vec<NaiveDate> {
    let seen = record.seen(facts, today).into_iter();
    let counts = seen.filter(|seen| seen.state == Some(state) && !seen.is_corrected);
    counts.filter_map(|seen| seen.day.filter(|day| is_possible(*day, facts, seen.seen))).collect()
}

impl Completion {
    /// The completion of a report: typed by a clerk, of which the first that a night read counts, or seen because
    /// the report went over complete; of both the earlier.
    pub(super) fn of(facts: &Facts, record: &StateRecord, today: NaiveDate) -> Option<Self> {
        let typed = days_of(State::Completed, facts, record, today).first().copied();
        let seen = facts.completed.map(|completed| completed.seen);
        let day = [typed, seen].into_iter().flatten().min()?;
        Some(Self { day, is_typed: typed.is_some() })
    }

    /// The sentence about a changed day of completion: the first day that a night read counts, whatever was typed since.
    pub(super) fn review(facts: &Facts, record: &StateRecord, today: NaiveDate) -> Option<String> {
        let days = days_of(State::Completed, facts, record, today);
        let (first, last) = (days.first()?, days.last()?);
        let (first_day, last_day) = (short(*first), short(*last));
        (first != last).then(|| {
            format!("La fecha de Completado cambió ({first_day}, ahora {last_day}): el vencimiento no cambia")
        })
    }
}

impl DueDays {
    /// The last day to answer. A petition that was completed after its withdrawal is filed again, with a term of
    /// its own (CPACA, art. 17). Where a line went over complete, the ledger's day stays, unless a clerk says
    /// that the citizen completed it earlier.
    pub(super) fn of(
        facts: &Facts,
        record: &StateRecord,
        suspension: Option<&TermSuspension>,
        completion: Option<Completion>,
        deadlines: Deadlines<'_>,
    ) -> Self {
        let Some(first) = facts.due else { return Self::default() };
        if let Some(day) = completion.map(|completion| completion.day)
            && was_withdrawn(record, facts)
        {
            let ledger = facts.completed.and_then(|completed| completed.due);
            return Self {
                due: ledger.or_else(|| deadlines.following(day, term(facts, deadlines))),
                other: None,
            };
        }

        let resumed = suspension.zip(completion);
        let resumed = resumed.and_then(|(stop, completion)| stop.resumed(completion.day, facts, deadlines));
        let (computed, other) = match deadlines.terms().requirement {
            AfterRequirement::Resumes => (resumed.unwrap_or(first), first),
            AfterRequirement::Runs => (first, resumed.unwrap_or(first)),
        };
        let ledger = facts.completed.and_then(|completed| completed.due);
        let due =
            ledger.map_or(computed, |ledger| if resumed.is_some() { ledger.min(computed) } else { ledger });

        Self { due: Some(due), other: Some(other).filter(|other| *other != due) }
    }
}

/// Returns `true` if the report was withdrawn before it was completed.
fn was_withdrawn(record: &StateRecord, facts: &Facts) -> bool {
    let completed = |seen: &SeenState| match facts.completed {
        Some(line) => seen.handoff >= line.handoff || seen.state == Some(State::Completed),
        None => seen.state == Some(State::Completed),
    };
    let before = record.history.iter().take_while(|seen| !completed(seen));
    let before = before.filter(|seen| !seen.is_corrected).filter_map(|seen| seen.state);
    let is_past =
        |line: &&StateLine| facts.completed.is_some_and(|completed| line.handoff < completed.handoff);
    let typed = record.lines.iter().filter(is_past).filter_map(|line| line.state);
    before.chain(typed).any(|state| state == State::Withdrawn)
}

/// How many business days the term has.
fn term(facts: &Facts, deadlines: Deadlines<'_>) -> u32 {
    facts.term_days.unwrap_or(deadlines.terms().response_days)
}
