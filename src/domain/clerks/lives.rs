//! The lives of the reports, fed from the ledger, from what clerks have typed and from what earlier nights saw.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::clerks::answers::{AnswerLine, Answers};
use crate::domain::clerks::history::StateHistory;
use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::handoff::facts;
use crate::domain::handoff::plan::{Plan, PlannedLine};
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::life::{Facts, Life, Phase, Repeated, StateLine, StateRecord};
use crate::domain::law::state::State;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::sheet::sheet_id::SheetId;

/// Everything that the lives of the reports follow from.
#[derive(Clone, Copy)]
pub struct Lives<'a> {
    /// The ledger of what was handed over.
    pub ledger: &'a Ledger,
    /// The entries that clerks have typed.
    pub answers: &'a Answers,
    /// The states that earlier nights saw.
    pub history: &'a StateHistory,
    /// The form, whose are the terms and the texts.
    pub form: &'a Form,
    /// The day.
    pub today: NaiveDate,
}

impl Lives<'_> {
    /// The life of a report. `report` is its row tonight, where there is one.
    pub fn of(&self, id: ReportId, report: Option<&Report>) -> Life {
        let facts = facts::facts(self.ledger.revisions(id), report);
        Life::of(&facts, &self.record(id, &facts), self.form.deadlines(), self.today)
    }

    /// All that clerks have typed of a report.
    fn record(&self, id: ReportId, facts: &Facts) -> StateRecord {
        let completed = facts.completed.map(|completed| completed.day);
        StateRecord {
            lines: self.answers.lines_of(id).iter().map(|line| self.line(line)).collect(),
            history: self.history.states_of(id, completed),
        }
    }

    fn line(&self, line: &AnswerLine) -> StateLine {
        StateLine {
            handoff: line.number.number(),
            state: line.state,
            is_unknown: line.state.is_none() && !line.typed_state.is_empty(),
            day: line.state_date,
            has_radicado: !line.radicado.is_empty(),
            is_touched: !line.is_untouched(),
            has_notes: line.has_notes,
            repeated: self.repeated(line),
        }
    }

    /// The report that a line of a duplicate names.
    fn repeated(&self, line: &AnswerLine) -> Repeated {
        let Some(named) = line.named.filter(|_| line.state == Some(State::Duplicate)) else {
            return Repeated::Unnamed;
        };
        let says = |line: &&AnswerLine| line.says_a_state();
        let newest = self.answers.lines_of(named).iter().rev().find(says);

        if named == line.id {
            Repeated::Itself
        } else if self.ledger.latest(named).is_none() || self.ledger.was_never_handed_over(named) {
            Repeated::Unknown
        } else if newest.is_some_and(|newest| newest.state == Some(State::Duplicate)) {
            Repeated::Duplicate
        } else {
            Repeated::Report(named.to_string())
        }
    }

    /// Writes into the lines of a plan that are no first revisions what is known of their reports: what changed, the
    /// radicado, the state, where the line before stands, and what comes next. A report that is completed gets what is
    /// left of its term. `titles` are those of the tabs.
    pub fn tell(&self, plan: &mut Plan, reports: &[Report], titles: &BTreeMap<SheetId, &str>) {
        let as_of = plan.window.as_of;
        for line in &mut plan.lines {
            if line.entry.revision > 1 {
                self.tell_line(line, &reports[line.report], titles, as_of);
            }
        }
    }

    fn tell_line(
        &self,
        planned: &mut PlannedLine,
        report: &Report,
        titles: &BTreeMap<SheetId, &str>,
        as_of: NaiveDate,
    ) {
        let id = planned.entry.id;
        let has_typed = self.record(id, &Facts::default()).lines.iter().any(|typed| typed.is_touched);
        // An annulment and its undoing say no more than the line before, unless clerks typed in it: a line that is
        // written anew knows no more either.
        let is_taken_back = planned.entry.class == Class::Annulled || planned.entry.is_reinstated();
        let known = if is_taken_back && !has_typed { String::new() } else { self.known(id, titles) };
        if planned.entry.class == Class::Annulled {
            planned.to_do = ToDo::annulled();
            if !known.is_empty() {
                planned.to_do.sentence = format!("{}. {known}", planned.to_do.sentence);
            }
            return;
        }

        let row = planned.row_alert.is_none().then_some(report);
        let facts = facts::facts(self.ledger.revisions(id).chain([&planned.entry]), row);
        let life = Life::of(&facts, &self.record(id, &facts), self.form.deadlines(), as_of);
        planned.entry.due = life.due.or(planned.entry.due);

        let is_completed = facts.completed.is_some_and(|completed| completed.due.is_none());
        let changed: Vec<String> = planned.changed.iter().map(|field| lower_first(field.header())).collect();
        let changed = match (changed.join(", ").as_str(), is_completed) {
            ("", _) => String::new(),
            // It says by itself what changed.
            _ if life.phase == Phase::Corrected => String::new(),
            (changed, true) => format!("Completó: {changed}."),
            (changed, false) => format!("Cambió: {changed}."),
        };

        let is_corrected = life.phase == Phase::Corrected;
        planned.to_do = ToDo::of_life(life, row, self.form);
        let step = planned.to_do.sentence.as_str();
        let parts = if is_corrected { [step, &known, &changed] } else { [&changed, &known, step] };
        planned.to_do.sentence =
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }

    /// Everything known of a report that went over before: "Radicado 2026-ES-7, Requerido el 27/11, Traslado 2026-11-24,
    /// fila 12."
    fn known(&self, id: ReportId, titles: &BTreeMap<SheetId, &str>) -> String {
        let answer = self.answers.of(id, self.ledger);
        let mut known = Vec::new();
        if !answer.radicado.is_empty() {
            known.push(format!("Radicado {}", answer.radicado));
        }
        let says = |line: &&AnswerLine| line.says_a_state();
        let newest = self.answers.lines_of(id).iter().rev().find(says);
        if let Some((line, state)) = newest.and_then(|line| Some((line, line.state?)))
            && state != State::Filed
        {
            let day = line.state_date.day().map(|day| format!(" el {}", day.format("%d/%m")));
            known.push(format!("{}{}", state.name(), day.unwrap_or_default()));
        }
        if let Some(line) = self.answers.lines_of(id).last() {
            known.extend(titles.get(&line.sheet).map(|title| format!("{title}, fila {}", line.row)));
        }

        if known.is_empty() { String::new() } else { format!("{}.", known.join(", ")) }
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests;
