//! The next steps of a report on the day of its hand-off, and the day of the first: the cells `Qué hacer` and
//! `Antes de` of its line.

use chrono::NaiveDate;

use crate::domain::form::report::Report;
use crate::domain::handoff::plan::PlannedLine;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::entry::{Class, Entry};

/// The next steps of a report, in one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToDo {
    /// At most two steps, the earliest first.
    pub sentence: String,
    /// The day of the first of them; `None` without a usable date.
    pub before: Option<NaiveDate>,
}

impl ToDo {
    /// The next steps of a line and the report that it is made of.
    pub fn of(line: &PlannedLine, report: &Report) -> Self {
        let sentence = match line.entry.class {
            Class::Incomplete => file_and(&report.may_be_required()),
            Class::Amendment => review(line),
            class => of_class(class),
        };
        Self { sentence, before: line.target }
    }

    /// The next steps as far as the ledger knows them, of a line whose row is gone.
    pub(super) fn of_entry(entry: &Entry, before: Option<NaiveDate>) -> Self {
        let sentence = match entry.class {
            Class::Incomplete => {
                // Nobody is required to say why (CPACA, art. 16, par. 2).
                let required = entry.missing.iter().copied();
                file_and(&required.filter(|missing| *missing != Criterion::Grounds).collect::<Vec<_>>())
            }
            class => of_class(class),
        };
        Self { sentence, before }
    }
}

fn of_class(class: Class) -> String {
    match class {
        Class::Pqr | Class::Incomplete => "Radicar y responder",
        Class::Amendment => "Revisar la corrección",
        Class::Annulled => "No tramitar: anulado",
        Class::Archived | Class::KnownBefore => "",
    }
    .to_owned()
}

/// An incomplete report is filed as well, and what is missing is asked for where it may be (CPACA, art. 17).
fn file_and(required: &[Criterion]) -> String {
    if required.is_empty() {
        return of_class(Class::Incomplete);
    }
    let names: Vec<&str> = required.iter().map(|criterion| criterion.name()).collect();
    format!("Radicar y requerir: {}", names.join(", "))
}

fn review(line: &PlannedLine) -> String {
    if line.changed.is_empty() {
        return of_class(line.entry.class);
    }
    let fields: Vec<&str> = line.changed.iter().map(|field| field.header()).collect();
    format!("Revisar: cambió {}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Ledger;
    use crate::testing::{
        ADDRESS, DOCUMENT, GROUNDS, InventedRows, Memory, SPREADSHEET, assess_rows, complete, day, window,
    };

    fn to_do(rows: &InventedRows, ledger: &Ledger) -> ToDo {
        let looked = assess_rows(rows, ledger, window("2026-11-24"));
        let line = &looked.plan.lines[0];
        ToDo::of(line, &looked.sheet.reports[line.report])
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
        let to_do = to_do(&vec![row.clone()], &Ledger::empty(SPREADSHEET));
        assert_eq!(to_do.sentence, "Radicar y requerir: identificación, dirección de notificación");

        let looked = assess_rows(&vec![row], &Ledger::empty(SPREADSHEET), window("2026-11-24"));
        let of_entry = ToDo::of_entry(&looked.plan.lines[0].entry, Some(day("2026-12-04")));
        assert_eq!(of_entry, ToDo { before: Some(day("2026-12-04")), ..to_do });
    }

    #[test]
    fn a_correction_says_what_changed() {
        let mut memory = Memory::default();
        let mut rows = vec![complete(1)];
        memory.night(&mut rows, "2026-11-23");
        rows[0][GROUNDS].push_str(" y además hay una fuga");
        assert_eq!(to_do(&rows, &memory.verified()).sentence, "Revisar: cambió Fundamentos de la petición");
    }
}
