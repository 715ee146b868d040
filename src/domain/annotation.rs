//! What staff read beside their rows: the ledger, projected.

use super::entry::{Class, Entry, missing_names};
use super::finding::{Finding, Severity};
use super::ledger::Ledger;
use super::plan::{Lane, Plan};
use super::reconcile::Original;
use super::report::Report;

/// The three cells that the service keeps beside a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// `ID traslado`.
    pub id: String,
    /// `Estado traslado`.
    pub state: String,
    /// `Observaciones traslado`.
    pub notes: String,
}

/// What ends a hold, for those who can end it.
const HELD: &str = "Retenida: los cambios de varias filas parecen un ordenamiento parcial de la hoja. Deshaga el \
                    ordenamiento (Archivo > Historial de versiones) o, si los cambios son correctos, pida a quien opera \
                    el servicio que ejecute «traslado run --accept-changes»";

/// The annotation of each report, in the order in which they were read. `plan` is made against the
/// ledger as it stands, so what it would hand over now was typed since the last hand-off.
pub fn annotate(plan: &Plan, reports: &[Report], ledger: &Ledger) -> Vec<Annotation> {
    plan.lanes.iter().zip(reports).map(|(lane, report)| one(*lane, report, plan, reports, ledger)).collect()
}

fn one(lane: Lane, report: &Report, plan: &Plan, reports: &[Report], ledger: &Ledger) -> Annotation {
    match lane {
        Lane::Already(id) => Annotation {
            id: id.to_string(),
            state: ledger.latest(id).map(state).unwrap_or_default(),
            notes: notes(report),
        },
        Lane::HandedOver(id, _) if ledger.latest(id).is_some() => Annotation {
            id: id.to_string(),
            state: if ledger.was_never_handed_over(id) {
                "Cambió: se traslada la próxima noche".into()
            } else {
                "Cambió después del traslado: la próxima noche va como enmienda".into()
            },
            notes: notes(report),
        },
        // Typed after the night's read: the next night hands it over.
        Lane::HandedOver(..) | Lane::BeforeSince => Annotation::default(),
        Lane::Waiting => Annotation {
            state: "En espera: se traslada la próxima noche".into(),
            notes: notes(report),
            ..Annotation::default()
        },
        Lane::Held(id) => Annotation { id: id.to_string(), state: HELD.into(), notes: notes(report) },
        Lane::Withheld(original) => Annotation {
            state: match original_name(original, plan, reports) {
                Some(name) => format!("Repite {name}: no se traslada otra vez"),
                None => "Repite otra fila: no se traslada otra vez".into(),
            },
            ..Annotation::default()
        },
    }
}

fn state(entry: &Entry) -> String {
    match entry.handed_over_as() {
        Some(class) if entry.class == Class::Anterior => {
            format!("{}, desde la hoja anterior", state_as(class, entry))
        }
        class => state_as(class.unwrap_or(entry.class), entry),
    }
}

fn state_as(class: Class, entry: &Entry) -> String {
    let day = entry.handed_over.format("%d/%m/%Y");
    match class {
        Class::Pqr => format!("PQR: trasladado el {day}"),
        Class::Incomplete => format!("Por completar: trasladado el {day}"),
        Class::Amendment => format!("Enmienda: trasladada el {day}"),
        Class::Annulled if entry.number == 0 => format!("Anulada el {day}"),
        Class::Annulled => format!("Anulada el {day} (traslado n.º {})", entry.number),
        Class::Anterior => "Anterior al servicio: no se traslada".into(),
    }
}

/// What is missing and what looks wrong in a cell, in words that staff can act on. What is noticed
/// about the row as a whole is for the clerks, and stands in the tab.
fn notes(report: &Report) -> String {
    let mut notes = Vec::new();
    if !report.verdict.is_complete() {
        notes.push(format!("Falta: {}.", missing_names(&report.verdict.missing)));
    }
    let of_a_cell =
        |finding: &&Finding| finding.field.is_some() && finding.rule.severity() >= Severity::Warning;
    for finding in report.findings.iter().filter(of_a_cell) {
        let advice = finding.rule.advice().to_owned();
        if !notes.contains(&advice) {
            notes.push(advice);
        }
    }
    notes.join(" ")
}

fn original_name(original: Original, plan: &Plan, reports: &[Report]) -> Option<String> {
    match original {
        Original::Entry(id) => Some(id.to_string()),
        Original::Row(row) => match plan.lanes.get(row)? {
            Lane::Already(id) => Some(id.to_string()),
            _ => Some(format!("la fila {}", reports.get(row)?.row)),
        },
    }
}
