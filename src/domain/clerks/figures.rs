//! A period in figures: one line a report without anything of a citizen's, and what the lines add up to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::clerks::lives::Lives;
use crate::domain::clerks::period::Period;
use crate::domain::form::{Classification, Form};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::AfterRequirement;
use crate::domain::law::life::{Life, Phase};
use crate::domain::law::state::State;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry, missing_names};

/// The sentence that stands with all figures of single reports: they have the days that SUI asks for, and not its
/// causals.
pub const DRAFT: &str = "Borrador para revisión: no es el reporte SUI.";

/// Word for what is no word of a list.
const OTHER: &str = "otro";
/// Word for a report of which nothing is said.
const UNKNOWN: &str = "sin dato";

/// How a report stands with its due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Punctuality {
    /// Answered on or before the due date.
    InTime,
    /// Answered after it.
    Late,
    /// Not answered, and the due date is past.
    Overdue,
    /// Not answered, and the due date is still to come.
    Open,
    /// Ended without an answer of the entity.
    EndedUnanswered,
    /// Without a due date.
    Undated,
    /// Taken back by the office.
    Annulled,
}

impl Punctuality {
    /// The Spanish name.
    pub fn name(self) -> &'static str {
        match self {
            Self::InTime => "a tiempo",
            Self::Late => "después del vencimiento",
            Self::Overdue => "vencido sin respuesta",
            Self::Open => "en término",
            Self::EndedUnanswered => "terminado sin respuesta",
            Self::Undated => "sin vencimiento",
            Self::Annulled => "anulado",
        }
    }
}

/// One report in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureLine {
    /// The report.
    pub id: ReportId,
    /// Number of its first hand-off.
    pub handoff: HandoffNumber,
    /// The day of its first hand-off.
    pub handed_over: NaiveDate,
    /// The day of the citizen's message.
    pub received: Option<NaiveDate>,
    /// The class of its last revision.
    pub class: Class,
    /// The criteria that its last revision does not meet.
    pub missing: Vec<Criterion>,
    /// Network, kind, service and neighbourhood: words of the form's lists.
    pub words: Classification,
    /// The radicado, where it can be nothing else.
    pub radicado: String,
    /// The state's name; `otro` for what is no state's, empty where none was typed.
    pub state: &'static str,
    /// The day of the state.
    pub state_day: Option<NaiveDate>,
    /// The day on which the office filed it: the one that was typed, else that of the night which saw it first.
    pub filed: Option<NaiveDate>,
    /// The first day on which the citizen was required to complete it (CPACA, art. 17).
    pub required: Option<NaiveDate>,
    /// The day on which the citizen completed it.
    pub completed: Option<NaiveDate>,
    /// The first day on which it, or a part of it, was sent on (CPACA, art. 21).
    pub remitted: Option<NaiveDate>,
    /// The day of the answer.
    pub answered: Option<NaiveDate>,
    /// Business days from the message to the answer.
    pub days_to_answer: Option<i32>,
    /// The last day to answer; of a term that a requirement stopped, the resumed one.
    pub due: Option<NaiveDate>,
    /// True if a requirement stopped the term (CPACA, art. 17) and that day is another for it.
    pub is_resumed: bool,
    /// How it stands with that day.
    pub punctuality: Punctuality,
    /// True if the citizen was required within the term (CPACA, art. 17); `None` where nobody was.
    pub is_required_in_time: Option<bool>,
    /// True if the report was sent on within the term (CPACA, art. 21); `None` where it was not.
    pub is_remitted_in_time: Option<bool>,
}

/// A column that reports are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// `Clase`.
    Class,
    /// `Red social`.
    Network,
    /// `Tipo`.
    Kind,
    /// `Servicio`.
    Service,
    /// `Barrio`.
    District,
    /// `Estado`.
    State,
    /// `Faltan`, as one text.
    Missing,
}

impl Dimension {
    /// Every dimension, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Class, Self::Network, Self::Kind, Self::Service, Self::District, Self::State, Self::Missing];

    /// The header of the column that holds it.
    pub fn header(self) -> &'static str {
        match self {
            Self::Class => "Clase",
            Self::Network => "Red social",
            Self::Kind => "Tipo",
            Self::Service => "Servicio",
            Self::District => "Barrio",
            Self::State => "Estado",
            Self::Missing => "Faltan",
        }
    }
}

/// A period in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The days.
    pub period: Period,
    /// The reports that were handed over for the first time in the period, in that order.
    pub lines: Vec<FigureLine>,
    /// The reports whose due date lies in the period, whenever they were handed over: how many stand how.
    pub due: BTreeMap<Punctuality, usize>,
    /// The reports among these whose term was resumed.
    pub resumed: BTreeMap<Punctuality, usize>,
}

impl Figures {
    /// The figures of a period.
    pub fn of(period: Period, lives: Lives<'_>, form: &Form) -> Self {
        let mut figures = Self { period, lines: Vec::new(), due: BTreeMap::new(), resumed: BTreeMap::new() };
        for id in lives.ledger.ids() {
            let Some(line) = FigureLine::of(id, lives, form) else { continue };
            let is_due = line.punctuality != Punctuality::Annulled;
            if is_due && line.due.is_some_and(|due| period.contains(due)) {
                *figures.due.entry(line.punctuality).or_default() += 1;
                if line.is_resumed {
                    *figures.resumed.entry(line.punctuality).or_default() += 1;
                }
            }
            if period.contains(line.handed_over) {
                figures.lines.push(line);
            }
        }
        figures
    }

    /// The reports that the office has not taken back.
    pub fn standing(&self) -> impl Iterator<Item = &FigureLine> {
        self.lines.iter().filter(|line| line.punctuality != Punctuality::Annulled)
    }

    /// How many reports have each word of a dimension, the most first.
    pub fn counts(&self, dimension: Dimension) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in self.standing() {
            *counts.entry(line.word(dimension)).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }

    /// How many reports whose due date lies in the period stand so.
    pub fn due(&self, punctuality: Punctuality) -> usize {
        self.due.get(&punctuality).copied().unwrap_or_default()
    }

    /// The reports that count for punctuality: those that were answered, and those that are past due.
    pub fn decided(&self) -> usize {
        use Punctuality::{InTime, Late, Overdue};
        [InTime, Late, Overdue].into_iter().map(|punctuality| self.due(punctuality)).sum()
    }

    /// How many reports were required to be completed, and how many of them after the term.
    pub fn required(&self) -> (usize, usize) {
        counted(self.standing().filter_map(|line| line.is_required_in_time))
    }

    /// How many reports were sent on, and how many of them after the term.
    pub fn remitted(&self) -> (usize, usize) {
        counted(self.standing().filter_map(|line| line.is_remitted_in_time))
    }
}

/// How many there are, and how many of them are not in time.
fn counted(in_time: impl Iterator<Item = bool>) -> (usize, usize) {
    in_time.fold((0, 0), |(all, late), in_time| (all + 1, late + usize::from(!in_time)))
}

/// Headers of the columns of [`FigureLine::cells`].
pub const HEADERS: [&str; 24] = [
    "ID",
    "Traslado n.º",
    "Trasladado",
    "Recibido",
    "Clase",
    "Faltan",
    "Red social",
    "Tipo",
    "Servicio",
    "Barrio",
    "Radicado",
    "Radicado el",
    "Estado",
    "Fecha del estado",
    "Requerido el",
    "Completado el",
    "Remitido el",
    "Respondido el",
    "Días hábiles hasta la respuesta",
    "Vence",
    "Término reanudado",
    "Cumplimiento",
    "Requerido a tiempo",
    "Remitido a tiempo",
];

impl FigureLine {
    /// The line of a report; `None` of one that nobody has been handed in this file.
    fn of(id: ReportId, lives: Lives<'_>, form: &Form) -> Option<Self> {
        let Lives { ledger, answers, today, .. } = lives;
        let (first, latest) = (first_handed_over(id, ledger)?, ledger.latest(id)?);
        let (answer, life) = (answers.of(id, ledger), lives.of(id, None));
        let deadlines = form.deadlines();
        let received = latest.received.or(first.received);

        let days = StateDays::of(id, lives);
        let due = life.due.or(latest.due);
        let resumes = deadlines.terms().requirement == AfterRequirement::Resumes;
        let answered = answer.answered(today);
        let in_time = |day: Option<NaiveDate>, last: fn(_, NaiveDate) -> Option<NaiveDate>| {
            let last = received.and_then(|received| last(deadlines, received));
            day.map(|day| last.is_none_or(|last| day <= last))
        };

        Some(Self {
            id,
            handoff: first.number,
            handed_over: first.handed_over,
            received,
            class: latest.class,
            missing: latest.missing.clone(),
            words: form.listed(&latest.classification),
            radicado: form.radicado_prefixes().checked(answer.radicado),
            state: match answer.state {
                Some(state) => state.name(),
                None if answer.typed_state.is_empty() => "",
                None => OTHER,
            },
            state_day: answer.state.and(answer.state_date.day()).filter(|day| *day <= today),
            filed: days.filed,
            required: days.required,
            completed: days.completed,
            remitted: days.remitted,
            answered,
            days_to_answer: received
                .zip(answered)
                .and_then(|(received, answered)| deadlines.days_left(received, answered)),
            due,
            is_resumed: resumes && life.other_due.is_some(),
            punctuality: if ledger.is_annulled(id) {
                Punctuality::Annulled
            } else {
                punctuality(due, answered, &life, today)
            },
            is_required_in_time: in_time(days.required, |deadlines, day| deadlines.request(day)),
            is_remitted_in_time: in_time(days.remitted, |deadlines, day| deadlines.transfer(day)),
        })
    }

    /// The word under which a dimension counts the report.
    pub fn word(&self, dimension: Dimension) -> String {
        let word = match dimension {
            Dimension::Class => self.class.name().to_owned(),
            Dimension::Network => self.words.network.clone(),
            Dimension::Kind => self.words.kind.clone(),
            Dimension::Service => self.words.service.clone(),
            Dimension::District => self.words.district.clone(),
            Dimension::State => self.state.to_owned(),
            Dimension::Missing if self.missing.is_empty() => "nada".to_owned(),
            Dimension::Missing => missing_names(&self.missing),
        };
        if word.is_empty() { UNKNOWN.to_owned() } else { word }
    }

    /// The cells of the line, in the order of [`HEADERS`]; days as ISO 8601 has them.
    pub fn cells(&self) -> [String; HEADERS.len()] {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let in_time = |is_in_time: Option<bool>| match is_in_time {
            Some(true) => "sí".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        };
        [
            self.id.to_string(),
            self.handoff.to_string(),
            self.handed_over.to_string(),
            day(self.received),
            self.class.name().to_owned(),
            missing_names(&self.missing),
            self.words.network.clone(),
            self.words.kind.clone(),
            self.words.service.clone(),
            self.words.district.clone(),
            self.radicado.clone(),
            day(self.filed),
            self.state.to_owned(),
            day(self.state_day),
            day(self.required),
            day(self.completed),
            day(self.remitted),
            day(self.answered),
            self.days_to_answer.map_or_else(String::new, |days| days.to_string()),
            day(self.due),
            if self.is_resumed { "sí".to_owned() } else { String::new() },
            self.punctuality.name().to_owned(),
            in_time(self.is_required_in_time),
            in_time(self.is_remitted_in_time),
        ]
    }
}

/// The first revision of a report that was handed over in this file.
fn first_handed_over(id: ReportId, ledger: &Ledger) -> Option<&Entry> {
    let is_handed_over =
        |entry: &&Entry| matches!(entry.class, Class::Pqr | Class::Incomplete | Class::Amendment);
    ledger.revisions(id).find(is_handed_over).filter(|entry| entry.revision == 1)
}

fn punctuality(
    due: Option<NaiveDate>,
    answered: Option<NaiveDate>,
    life: &Life,
    today: NaiveDate,
) -> Punctuality {
    match (due, answered) {
        (None, _) => Punctuality::Undated,
        (Some(due), Some(answered)) if answered <= due => Punctuality::InTime,
        (Some(_), Some(_)) => Punctuality::Late,
        (Some(_), None) if matches!(life.phase, Phase::Ended | Phase::Corrected) => {
            Punctuality::EndedUnanswered
        }
        (Some(due), None) if due < today => Punctuality::Overdue,
        (Some(_), None) => Punctuality::Open,
    }
}

/// The days on which states came about, whatever was typed over them since.
struct StateDays {
    filed: Option<NaiveDate>,
    required: Option<NaiveDate>,
    completed: Option<NaiveDate>,
    remitted: Option<NaiveDate>,
}

impl StateDays {
    /// The days of a report's states, slips left out; of a state that stood there twice, the first.
    fn of(id: ReportId, Lives { ledger, history, today, .. }: Lives<'_>) -> Self {
        let completed = ledger.revisions(id).find(|entry| entry.class == Class::Pqr);
        let completed = completed.filter(|entry| entry.revision > 1).map(|entry| entry.handed_over);
        let states = history.states_of(id, completed);
        let states = states.iter().filter(|seen| !seen.is_corrected);

        let first = |wanted: &[State]| {
            let states =
                states.clone().filter(|seen| seen.state.is_some_and(|state| wanted.contains(&state)));
            states.filter_map(|seen| seen.day).filter(|day| *day <= today).min()
        };
        let seen_filed = states.clone().find(|seen| seen.state == Some(State::Filed)).map(|seen| seen.seen);
        Self {
            filed: first(&[State::Filed]).or(seen_filed),
            required: first(&[State::Required]),
            completed: first(&[State::Completed]),
            remitted: first(&[State::Remitted, State::PartlyRemitted]),
        }
    }
}

#[cfg(test)]
mod tests;
