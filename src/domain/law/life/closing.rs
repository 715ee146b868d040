//! What is still said of a report that is ended.

use crate::domain::law::life::Phase;
use crate::domain::law::life::facts::Correction;
use crate::domain::law::life::full;
use crate::domain::law::life::step::{Action, Situation, StepInWords};
use crate::domain::law::state::State;

/// Business days for which a correction of an ended report is listed.
const LISTED_DAYS: u32 = 3;

impl Situation<'_> {
    /// An ended report: nothing, unless a correction followed that nobody has looked at.
    pub(super) fn closing(&self) -> StepInWords {
        let ended = StepInWords { phase: Phase::Ended, ..StepInWords::default() };
        if self.facts.is_annulled {
            return StepInWords { say: "No tramitar: anulado".to_owned(), ..ended };
        }
        if let Some(correction) = self.unread_correction() {
            return StepInWords {
                phase: Phase::Corrected,
                say: self.corrected(correction),
                before: self.deadlines.following(correction.day, LISTED_DAYS),
                action: Some(Action::Review),
                ..StepInWords::default()
            };
        }

        let say = match &self.standing.repeats {
            Some(id) => format!("Duplicado de {id}: enviar también a este ciudadano la respuesta."),
            None => String::new(),
        };
        StepInWords { say, ..ended }
    }

    /// A correction since the report ended, while nobody has typed on its line and its days are not over.
    fn unread_correction(&self) -> Option<&Correction> {
        let correction = self.facts.correction.as_ref()?;
        let followed = self.standing.handoff.is_some_and(|handoff| handoff < correction.handoff);
        let is_touched =
            self.record.lines.iter().any(|line| line.handoff >= correction.handoff && line.is_touched);
        let last = self.deadlines.following(correction.day, LISTED_DAYS)?;
        (followed && !is_touched && self.today <= last).then_some(correction)
    }

    fn corrected(&self, correction: &Correction) -> String {
        let (ended, review) = match self.standing.state {
            State::Remitted => ("remitido", "Revise si la otra entidad debe saberlo"),
            State::NotPetition => ("cerrado como No es PQR", "Revise si ahora pide algo"),
            State::Withdrawn => ("desistido", "Revise si ahora está completo"),
            State::Duplicate => ("cerrado como Duplicado", "Revise si sigue siendo el mismo"),
            _ => ("respondido", "Revise si la respuesta se envió bien"),
        };
        let day = self.standing.day.map(|day| format!(" el {}", full(day))).unwrap_or_default();
        let changed = match correction.changed.as_str() {
            "" => "cambió".to_owned(),
            changed => format!("cambió: {changed}"),
        };
        format!("Ya {ended}{day}; {changed}. {review}.")
    }
}
