//! A month in figures, as the board and the monthly report say it.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::clerks::figures::{Dimension, FigureLine, Punctuality};
use crate::domain::clerks::period::Period;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::Terms;
use crate::domain::law::state::State;
use crate::domain::ledger::entry::Class;
use crate::sheet::tab_cell::TabCell;

/// Spanish names of the months.
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The name of the month that a day lies in: "noviembre de 2026".
pub fn month_name(day: NaiveDate) -> String {
    let name = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{name} de {}", day.year())
}

/// One figure of a month, and how it is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name.
    pub name: String,
    /// The value; blank where nothing can be said.
    pub value: TabCell,
    /// How it is computed, in one sentence.
    pub how: &'static str,
}

/// The reports of a month: those that were handed over in it, and those that were due in it. What the office took
/// back is in neither.
#[derive(Clone, Debug)]
pub struct MonthFigures<'a> {
    handed_over: Vec<&'a FigureLine>,
    due: Vec<&'a FigureLine>,
}

impl<'a> MonthFigures<'a> {
    /// The reports of a month among all.
    pub fn of(lines: &'a [FigureLine], month: Period) -> Self {
        let standing = || lines.iter().filter(|line| line.punctuality != Punctuality::Annulled);
        Self {
            handed_over: standing().filter(|line| month.contains(line.handed_over)).collect(),
            due: standing().filter(|line| line.due.is_some_and(|due| month.contains(due))).collect(),
        }
    }

    /// Returns `true` if the month has no report.
    pub fn is_empty(&self) -> bool {
        self.handed_over.is_empty() && self.due.is_empty()
    }

    /// Of the reports due in the month that are answered or past due: how many were answered in time, and how
    /// many not.
    pub fn punctual(&self) -> (i32, i32) {
        punctual(self.due.iter().copied())
    }

    /// How many reports that were handed over in the month have a word.
    pub fn count(&self, dimension: Dimension, word: &str) -> i32 {
        count(self.handed_over.iter().filter(|line| line.word(dimension) == word))
    }

    /// The words of a dimension that reports of the month have, in the order of the alphabet.
    pub fn words(&self, dimension: Dimension) -> BTreeSet<String> {
        self.handed_over.iter().map(|line| line.word(dimension)).collect()
    }

    /// How many reports that were handed over in the month lack a criterion.
    pub fn missing(&self, criterion: Criterion) -> i32 {
        count(self.handed_over.iter().filter(|line| line.missing.contains(&criterion)))
    }

    /// The figures, in the order in which they are shown.
    pub fn measures(&self, terms: Terms) -> Vec<Measure> {
        let all = |of: fn(&FigureLine) -> bool| count(self.handed_over.iter().filter(|line| of(line)));
        let measure = |name: &str, value: TabCell, how| Measure { name: name.to_owned(), value, how };
        let counted =
            |name: &str, of: fn(&FigureLine) -> bool, how| measure(name, TabCell::Number(all(of)), how);
        let resumed = self.due.iter().copied().filter(|line| line.is_resumed);

        vec![
            counted(
                "Reportes trasladados",
                |_| true,
                "Los que se trasladaron por primera vez en el mes, sin los anulados.",
            ),
            counted(
                "Siguen POR COMPLETAR",
                |line| line.class == Class::Incomplete,
                "De los trasladados en el mes, los que al corte no se han completado.",
            ),
            measure(
                "Respondidos a tiempo",
                share(self.punctual()),
                "Respondidos a más tardar el día de Vence, entre los que vencían en el mes y ya se respondieron o \
                 están vencidos; los vencidos sin respuesta cuentan como tarde.",
            ),
            measure(
                "Respondidos a tiempo, con término reanudado",
                share(punctual(resumed)),
                "De los anteriores, los que se requirieron a tiempo y se completaron (CPACA, art. 17): cuentan por el \
                 día reanudado.",
            ),
            measure(
                "Días hábiles hasta la respuesta (mediana)",
                median(self.handed_over.iter().filter_map(|line| line.days_to_answer)),
                "Desde el mensaje hasta la fecha de Respondido, de los trasladados en el mes.",
            ),
            counted(
                "Requeridos",
                |line| line.required.is_some(),
                "Los que tuvieron el estado Requerido, aunque después tengan otro.",
            ),
            counted(
                &format!("Requeridos después del día {}", terms.request_days),
                |line| line.is_required_in_time == Some(false),
                "De los requeridos, aquellos en que el requerimiento no detuvo el término (CPACA, art. 17).",
            ),
            counted(
                "Completados después de requerirlos",
                |line| line.required.is_some() && line.completed.is_some(),
                "De los requeridos, los que el ciudadano completó.",
            ),
            counted(
                "Desistidos",
                |line| line.state == State::Withdrawn.name(),
                "Los que al corte tienen el estado Desistido.",
            ),
            counted(
                "Remitidos a otra entidad",
                |line| line.remitted.is_some(),
                "Los que tuvieron el estado Remitido o Remitido en parte.",
            ),
            counted(
                &format!("Remitidos después del día {}", terms.transfer_days),
                |line| line.is_remitted_in_time == Some(false),
                "De los remitidos, aquellos en que se pasó el término (CPACA, art. 21).",
            ),
            counted(
                "No es PQR",
                |line| line.state == State::NotPetition.name(),
                "Los que al corte tienen el estado No es PQR.",
            ),
            counted(
                "No es PQR, de clase PQR",
                |line| line.state == State::NotPetition.name() && line.class == Class::Pqr,
                "De los anteriores, los que se trasladaron como PQR.",
            ),
            counted(
                "No es PQR, escrito después de Vence",
                |line| {
                    let is_late = line.state_day.zip(line.due).is_some_and(|(day, due)| day > due);
                    line.state == State::NotPetition.name() && is_late
                },
                "De los anteriores, los que tienen una fecha del estado posterior a Vence.",
            ),
        ]
    }
}

fn punctual<'a>(lines: impl Iterator<Item = &'a FigureLine>) -> (i32, i32) {
    lines.fold((0, 0), |(in_time, late), line| match line.punctuality {
        Punctuality::InTime => (in_time + 1, late),
        Punctuality::Late | Punctuality::Overdue => (in_time, late + 1),
        Punctuality::Open | Punctuality::EndedUnanswered | Punctuality::Undated | Punctuality::Annulled => {
            (in_time, late)
        }
    })
}

/// Such as "12 de 15 (80 %)"; blank where there is nothing to divide.
fn share((in_time, late): (i32, i32)) -> TabCell {
    let all = in_time + late;
    match (in_time * 100).checked_div(all) {
        Some(percent) => TabCell::Text(format!("{in_time} de {all} ({percent} %)")),
        None => TabCell::Blank,
    }
}

fn median(days: impl Iterator<Item = i32>) -> TabCell {
    let mut days: Vec<i32> = days.collect();
    days.sort_unstable();
    days.get(days.len().saturating_sub(1) / 2).map_or(TabCell::Blank, |days| TabCell::Number(*days))
}

fn count<T>(items: impl Iterator<Item = T>) -> i32 {
    i32::try_from(items.count()).unwrap_or(i32::MAX)
}

/// Returns `true` if a value says nothing: a blank, or none at all of something.
pub fn says_nothing(value: &TabCell) -> bool {
    matches!(value, TabCell::Blank | TabCell::Number(0))
}

#[cfg(test)]
pub(crate) mod tests;
