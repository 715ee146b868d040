//! What must be done first about the lines of a night, by ID and day alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::handoff::plan::PlannedLine;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::life::{Action, StepTopic};

/// So many reports of one step are named; the tab and the work list have all.
const NAMED: usize = 8;
/// So many days of one step are named.
const DAYS: usize = 3;

/// A step of which a notice speaks, in the order in which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FirstStep {
    /// Danger or special protection (CPACA, art. 20).
    Priority,
    /// To find out the day of the message.
    Date,
    /// To send on to another entity (CPACA, art. 21).
    Remit,
    /// To require what is missing (CPACA, art. 17).
    Require,
    /// An appeal (Ley 142 de 1994, art. 154).
    Appeal,
}

/// Sentences of a mail on what must be done first about lines.
pub fn sentences<'a>(lines: impl IntoIterator<Item = &'a PlannedLine>, today: NaiveDate) -> Vec<String> {
    let mut steps: BTreeMap<FirstStep, BTreeMap<Option<NaiveDate>, Vec<ReportId>>> = BTreeMap::new();
    for line in lines {
        for (step, day) in first_steps(line) {
            steps.entry(step).or_default().entry(day).or_default().push(line.entry.id);
        }
    }

    let of_step = |(step, days): (FirstStep, BTreeMap<Option<NaiveDate>, Vec<ReportId>>)| {
        let later: usize = days.values().skip(DAYS).map(Vec::len).sum();
        let named = days.into_iter().take(DAYS).map(move |(day, ids)| sentence(step, day, &ids, today));
        let more = (later > 0).then(|| format!("{}: {later} más, con fecha posterior", step.name()));
        named.chain(more).collect::<Vec<_>>()
    };
    steps.into_iter().flat_map(of_step).collect()
}

/// The steps of a line that come before all others, each with its day.
fn first_steps(line: &PlannedLine) -> impl Iterator<Item = (FirstStep, Option<NaiveDate>)> {
    let (to_do, entry) = (&line.to_do, &line.entry);
    let is_listed = entry.class.waits();
    let by_action = match to_do.action {
        Some(Action::Remit) => Some((FirstStep::Remit, to_do.before)),
        Some(Action::Require) => Some((FirstStep::Require, to_do.before)),
        _ => None,
    };
    let steps = [
        to_do.is_priority.then_some((FirstStep::Priority, None)),
        entry.due.is_none().then_some((FirstStep::Date, None)),
        by_action,
        to_do.topics.contains(&StepTopic::Appeal).then_some((FirstStep::Appeal, None)),
    ];
    steps.into_iter().flatten().filter(move |_| is_listed)
}

impl FirstStep {
    fn name(self) -> &'static str {
        match self {
            Self::Priority => "Atención prioritaria (CPACA, art. 20)",
            Self::Date => "Averiguar la fecha del mensaje",
            Self::Remit => "Revisar si son de otra entidad y remitir (CPACA, art. 21)",
            Self::Require => "Requerir lo que falta (CPACA, art. 17)",
            Self::Appeal => "Recursos, con trámite propio (Ley 142 de 1994, art. 154)",
        }
    }
}

fn sentence(step: FirstStep, day: Option<NaiveDate>, ids: &[ReportId], today: NaiveDate) -> String {
    let named: Vec<String> = ids.iter().take(NAMED).map(ReportId::to_string).collect();
    let more = ids.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" y {more} más") } else { String::new() };
    let day = day.map(|day| format!(", a más tardar el {}", dated(day, today))).unwrap_or_default();
    format!("{}{day}: {}{more}", step.name(), named.join(", "))
}

/// A day as a mail says it, which calls one that is over so.
pub fn dated(day: NaiveDate, today: NaiveDate) -> String {
    let over = if day < today { " (vencido)" } else { "" };
    format!("{}{over}", day.format("%d/%m/%Y"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Ledger;
    use crate::testing::{
        DATE, DOCUMENT, GROUNDS, InventedRows, SPREADSHEET, SUBJECT, assess_rows, complete, day, window,
    };

    fn said(rows: &InventedRows, today: &str) -> Vec<String> {
        let looked = assess_rows(rows, &Ledger::empty(SPREADSHEET), window("2026-11-24"));
        sentences(&looked.plan.lines, day(today))
    }

    #[test]
    fn what_must_be_done_first_is_said_by_id_and_day() {
        let mut rows: InventedRows = (0..5).map(complete).collect();
        rows[1][DOCUMENT].clear();
        rows[2][SUBJECT] = "Interpongo recurso de reposición y en subsidio de apelación".into();
        rows[3][GROUNDS] = "Hay un cable caído y peligro de electrocución, vive un niño".into();
        rows[4][DATE].clear();
        let said = said(&rows, "2026-11-24").join("\n");
        for part in [
            "Atención prioritaria (CPACA, art. 20): CE-2026-0000",
            "Averiguar la fecha del mensaje: CE-2026-0000",
            "Requerir lo que falta (CPACA, art. 17), a más tardar el ",
            "Recursos, con trámite propio (Ley 142 de 1994, art. 154): CE-2026-0000",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
        assert!(!said.contains("Prueba") && !said.contains("cable"), "{said}");
    }

    #[test]
    fn a_past_day_is_called_past_and_long_lists_are_cut() {
        let mut rows: InventedRows = (0..12).map(complete).collect();
        for row in &mut rows {
            row[DOCUMENT].clear();
            row[DATE] = "03/11/2026".into();
        }
        let late = said(&rows, "2027-01-10");
        assert_eq!(late.len(), 1, "{late:?}");
        assert!(late[0].contains("(vencido): CE-2026-00001, ") && late[0].ends_with(" y 4 más"), "{late:?}");
        assert_eq!(said(&vec![complete(1)], "2026-11-24"), [""; 0]);
    }
}
