//! Whether everything that is written beside the rows is known for the service's own.

use super::*;
use crate::domain::finding::Rule;
use crate::domain::form::heading::HeadingKind;
use crate::domain::form::service_text::is_services;
use crate::domain::ids::IdSpace;
use crate::domain::law::criteria::Criterion;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::testing::{Memory, assess_rows, complete, id, minimal, nth, nth_row, window};

fn recognised(annotation: &Annotation) {
    for column in ServiceColumn::ALL {
        let cell = Cell::Text(annotation.text(column).to_owned());
        assert!(is_services(column, &cell), "{column:?}: {}", annotation.text(column));
    }
}

fn cells(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::Text((*text).to_owned())).collect()
}

/// The answers of clerks on a report's line of the first hand-off and of the second.
fn answers(typed: [[&str; 5]; 2]) -> Answers {
    let mut answers = Answers::default();
    for (n, typed) in (1..).zip(typed) {
        let sheet = IdSpace::default().tab(nth(n));
        let ids = [cells(&["ID"]), cells(&["CE-2026-00001"])];
        let header = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"];
        let clerks = [cells(&header), cells(&typed)];
        assert!(answers.read(sheet, &ids, &clerks));
    }
    answers
}

#[test]
fn every_text_that_is_written_is_known_for_the_services_own() {
    let mut memory = Memory::default();
    memory.night(&mut vec![complete(1), minimal("agua")], "2026-11-24");
    let ledger = memory.verified();
    let mut rows = vec![complete(1), minimal("agua")];
    rows[1][crate::testing::DATE] = "ayer".into();
    let mut assessment = assess_rows(&rows, &ledger, window("2026-11-25"));
    let reports = assessment.sheet.reports.clone();

    for columns in [0..0, 0..1, 3..6, 25..28] {
        assessment.plan.quarantined_columns = columns.map(ColumnIndex::new).collect();
        for typed in [
            [[""; 5]; 2],
            [["R-1", "Requerido", "24/11/2026", "", ""], ["2026-ES-7; R 8", "", "", "", ""]],
            [["R-1", "Respondido", "24/11/2026", "", ""], ["", "", "", "", ""]],
            [["2026/1", "en trámite", "", "", ""], ["Vea (2)", "", "pronto", "", ""]],
        ] {
            let answers = answers(typed);
            let projection =
                Projection { plan: &assessment.plan, reports: &reports, ledger: &ledger, answers: &answers };
            for disposition in [
                Disposition::BeforeSince,
                Disposition::Waiting,
                Disposition::Deferred(None),
                Disposition::Already(id(1)),
                Disposition::HandedOver(id(1), Class::Amendment),
                Disposition::HandedOver(id(9), Class::Pqr),
                Disposition::Withheld(Original::Entry(id(1))),
                Disposition::Withheld(Original::Unread(id(1))),
                Disposition::Withheld(Original::NewRow(0)),
                Disposition::Withheld(Original::NewRow(7)),
                Disposition::WithheldEarly,
                Disposition::Quarantined(id(1)),
            ] {
                // A new kind of disposition has its texts in the list before it has them here.
                match disposition {
                    Disposition::BeforeSince
                    | Disposition::Waiting
                    | Disposition::Already(_)
                    | Disposition::HandedOver(..)
                    | Disposition::Withheld(_)
                    | Disposition::WithheldEarly
                    | Disposition::Deferred(_)
                    | Disposition::Quarantined(_) => {}
                }
                for report in &reports {
                    recognised(&projection.of(disposition, report));
                }
            }
        }
    }
}

#[test]
fn every_class_heading_lack_and_advice_is_known_for_the_services_own() {
    let mut memory = Memory::default();
    let (_, handoffs) = memory.night(&mut vec![complete(1)], "2026-11-24");
    let state = |state: String| recognised(&Annotation { state, ..Annotation::default() });
    for class in [
        Class::Pqr,
        Class::Incomplete,
        Class::Amendment,
        Class::Annulled,
        Class::Archived,
        Class::KnownBefore,
    ] {
        match class {
            Class::Pqr
            | Class::Incomplete
            | Class::Amendment
            | Class::Annulled
            | Class::Archived
            | Class::KnownBefore => {}
        }
        for number in [0, 1] {
            let mut entry = handoffs[0].entries[0].clone();
            entry.class = class;
            entry.number = nth(number);
            state(handed_over(&entry));
            state(handed_over_as(class, &entry));
            entry.note = Entry::reopening("prueba");
            state(handed_over_as(class, &entry));
            entry.note.clear();
            state(format!("{}, desde la hoja anterior", handed_over_as(class, &entry)));
        }
    }

    for kind in [HeadingKind::Period, HeadingKind::Total, HeadingKind::Header, HeadingKind::Section] {
        recognised(&of_heading(&Heading { row: nth_row(7), kind }));
    }

    let notes = |notes: String| recognised(&Annotation { notes, ..Annotation::default() });
    for set in 1..16_usize {
        let missing: Vec<Criterion> =
            (0..4).filter(|bit| set & (1 << bit) != 0).map(|bit| Criterion::ALL[bit]).collect();
        notes(format!("Falta: {}.", missing_names(&missing)));
    }
    for advice in Rule::ALL.into_iter().filter_map(Rule::advice) {
        notes(format!("Falta: objeto. {advice}"));
    }
}
