//! The next steps of a report on the day of its hand-off, and the day of the first: the cells `Qué hacer` and
//! `Antes de` of its line.

use chrono::NaiveDate;

use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::handoff::citizen_text::citizen_text;
use crate::domain::handoff::facts;
use crate::domain::law::life::{Action, Life, StateRecord, StepTopic};
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Entry;

/// The next steps of a report, in one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToDo {
    /// At most two steps, the earliest first.
    pub sentence: String,
    /// The day of the first of them; `None` without a usable date.
    pub before: Option<NaiveDate>,
    /// Topics of the sentence.
    pub topics: Vec<StepTopic>,
    /// The kind of the first step; `None` where none is to be done.
    pub action: Option<Action>,
    /// True if danger or special protection sets the report before others (CPACA, art. 20).
    pub is_priority: bool,
    /// The text for the citizen, with blanks for what a clerk knows on the day; empty where none is sent.
    pub citizen_text: String,
}

impl ToDo {
    /// The step of a line by which the office takes a report back: none.
    pub fn annulled() -> Self {
        Self { sentence: "No tramitar: anulado".to_owned(), ..Self::default() }
    }

    /// The next steps of a revision on the day of its hand-off, where clerks have typed nothing yet. `report` is its
    /// row, where one says what it says.
    pub fn of(entry: &Entry, report: Option<&Report>, ledger: &Ledger, form: &Form) -> Self {
        let before = ledger.revisions(entry.id).filter(|revision| revision.revision < entry.revision);
        let facts = facts::facts(before.chain([entry]), report);
        let life = Life::of(&facts, &StateRecord::default(), form.deadlines(), entry.handed_over);
        Self::of_life(life, report, form)
    }

    /// The next steps of a report as its life has them.
    pub fn of_life(life: Life, report: Option<&Report>, form: &Form) -> Self {
        let text = report.map(|report| citizen_text(&life, report, form, None));
        let Life { to_do: sentence, before, topics, action, is_priority, .. } = life;
        Self { sentence, before, topics, action, is_priority, citizen_text: text.unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        ADDRESS, DOCUMENT, GROUNDS, InventedRows, Memory, SPREADSHEET, assess_rows, complete, form, window,
    };

    fn to_do(rows: &InventedRows, ledger: &Ledger) -> ToDo {
        assess_rows(rows, ledger, window("2026-11-24")).plan.lines.remove(0).to_do
    }

    #[test]
    fn a_complete_report_is_filed_and_answered() {
        let to_do = to_do(&vec![complete(1)], &Ledger::empty(SPREADSHEET));
        assert_eq!(to_do.sentence, "Radicar y responder");
        assert!(to_do.before.is_some());
    }

    #[test]
    fn what_is_missing_is_required_and_grounds_never_are() {
        let mut row = complete(1);
        (row[DOCUMENT], row[ADDRESS], row[GROUNDS]) = Default::default();
        let ledger = Ledger::empty(SPREADSHEET);
        let looked = assess_rows(&vec![row], &ledger, window("2026-11-24"));
        let line = &looked.plan.lines[0];
        assert_eq!(line.to_do.sentence, "Radicar y requerir: identificación, dirección de notificación");
        assert_eq!(line.to_do.before, form().deadlines().request(line.entry.received.unwrap()));
        // The ledger alone knows as much.
        assert_eq!(
            ToDo { citizen_text: String::new(), ..line.to_do.clone() },
            ToDo::of(&line.entry, None, &ledger, form())
        );
    }

    #[test]
    fn a_correction_keeps_what_is_missing_and_the_day_by_which_it_is_required() {
        let mut memory = Memory::default();
        let mut rows = vec![complete(1)];
        rows[0][DOCUMENT].clear();
        let (first, _) = memory.night(&mut rows, "2026-11-23");
        rows[0][GROUNDS].push_str(" y además hay una fuga");
        let to_do = to_do(&rows, &memory.verified());
        assert_eq!(to_do.sentence, "Radicar y requerir: identificación");
        assert_eq!(to_do.before, first.plan.lines[0].to_do.before);
        assert!(to_do.before.is_some());
    }
}
