//! What staff read beside their rows: the ledger, projected.

use crate::domain::clerks::answers::Answers;
use crate::domain::finding::Rule;
use crate::domain::form::ServiceColumn;
use crate::domain::form::heading::Heading;
use crate::domain::form::report::Report;
use crate::domain::form::service_text::is_radicado;
use crate::domain::handoff::early_date::EarlyDate;
use crate::domain::handoff::plan::{Disposition, Plan};
use crate::domain::handoff::quarantine;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry, missing_names};
use crate::domain::reconcile::Original;

/// The four cells that the service keeps beside a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// `ID traslado`.
    pub id: String,
    /// `Estado traslado`.
    pub state: String,
    /// `Observaciones traslado`.
    pub notes: String,
    /// `Radicado`.
    pub radicado: String,
}

impl Annotation {
    /// The text of a column.
    pub fn text(&self, column: ServiceColumn) -> &str {
        match column {
            ServiceColumn::Id => &self.id,
            ServiceColumn::State => &self.state,
            ServiceColumn::Notes => &self.notes,
            ServiceColumn::Radicado => &self.radicado,
        }
    }
}

/// In place of a radicado that has other signs than radicados have.
const SEE_RADICADO: &str = "Véalo en el traslado";
/// In place of a state that is none of the usual ones.
const SEE_STATE: &str = "Con otro estado: véalo en el traslado.";

/// The state of a row that is held back; what ends it stands among the remarks.
const QUARANTINED: &str = "Retenido: cambió a la vez que otras filas; el cambio no se ha trasladado";

/// The state of a row that was due and did not go over.
const DEFERRED: &str = "No se pudo trasladar en este intento: va en el próximo";
/// The state of a row of the first night whose date is probably wrong.
const BEFORE_START: &str = "Anterior al inicio: no se traslada";
/// The state of a row that is held back because many dated before the start appeared at once.
const EARLY: &str = "Retenido: fecha anterior al inicio; no se ha trasladado";
/// The ways to end that, beside what is probably wrong with the row.
const EARLY_WAY_OUT: &str = "Aparecieron a la vez más de veinte filas con fecha anterior al inicio: si son de antes del \
                             servicio, páselas a otra pestaña; si deben trasladarse, pida a quien opera el servicio \
                             que las deje pasar.";

/// The annotation of each report, in the order in which they were read. `plan` is made against the
/// ledger as it stands, so what it would hand over now was typed since the last hand-off; `answers`
/// are the clerks'.
pub fn annotate(plan: &Plan, reports: &[Report], ledger: &Ledger, answers: &Answers) -> Vec<Annotation> {
    let one = |(disposition, report): (&Disposition, &Report)| {
        Projection { plan, reports, ledger, answers }.of(*disposition, report)
    };
    plan.dispositions.iter().zip(reports).map(one).collect()
}

/// The annotation of a row that is no report.
pub fn of_heading(heading: &Heading) -> Annotation {
    let state = format!("No es un reporte ({}): no se traslada", heading.kind.name());
    Annotation::unnumbered(&state, String::new())
}

impl Annotation {
    /// The annotation of a row without an ID: its state, and what staff should mend.
    fn unnumbered(state: &str, notes: String) -> Self {
        Self { state: state.to_owned(), notes, ..Self::default() }
    }
}

/// The sources of an annotation.
#[derive(Clone, Copy)]
struct Projection<'a> {
    plan: &'a Plan,
    reports: &'a [Report],
    ledger: &'a Ledger,
    answers: &'a Answers,
}

impl Projection<'_> {
    fn of(self, disposition: Disposition, report: &Report) -> Annotation {
        match disposition {
            Disposition::Already(id) => self.known(
                id,
                report,
                self.ledger.latest(id).map(|entry| self.state(entry)).unwrap_or_default(),
            ),
            Disposition::HandedOver(id, _) if self.ledger.lacks_texts(id, &report.digests) => {
                self.known(id, report, "Trasladado sin sus textos: la próxima noche van como enmienda".into())
            }
            Disposition::HandedOver(id, _) if self.ledger.latest(id).is_some() => {
                let changed = if self.ledger.was_never_handed_over(id) {
                    "Cambió: se traslada la próxima noche"
                } else {
                    "Cambió después del traslado: la próxima noche va como enmienda"
                };
                self.known(id, report, changed.into())
            }
            // Typed after the night's read: the next night hands it over.
            Disposition::HandedOver(..) => Annotation::default(),

            Disposition::Deferred(Some(id)) => self.known(id, report, DEFERRED.into()),
            Disposition::Deferred(None) => Annotation::unnumbered(DEFERRED, notes(report)),

            Disposition::BeforeSince => self.before_start(report),
            Disposition::WithheldEarly => {
                let since = self.plan.window.since;
                let advice = EarlyDate::of(report, since, self.plan.window.as_of).map(EarlyDate::advice);
                let notes = match advice {
                    Some(advice) => format!("{advice} {EARLY_WAY_OUT}"),
                    None => EARLY_WAY_OUT.to_owned(),
                };
                Annotation::unnumbered(EARLY, notes)
            }
            Disposition::Waiting => {
                Annotation::unnumbered("En espera: se traslada la próxima noche", notes(report))
            }

            Disposition::Quarantined(id) => self.quarantined(id, report),
            Disposition::Withheld(Original::Unread(id)) => {
                let state = format!(
                    "Puede ser {id}: falta la columna que permite saberlo; no se traslada hasta que vuelva"
                );
                Annotation::unnumbered(&state, String::new())
            }
            Disposition::Withheld(original) => {
                let state = match original_name(original, self.plan, self.reports) {
                    Some(name) => format!("Repite {name}: no se traslada otra vez"),
                    None => "Repite otra fila: no se traslada otra vez".to_owned(),
                };
                Annotation::unnumbered(&state, String::new())
            }
        }
    }

    /// Beside a row of the first night that stays: what is probably wrong with its date, if anything is.
    fn before_start(self, report: &Report) -> Annotation {
        // They are in the order of the sheet.
        let early = self.plan.early.binary_search_by_key(&report.row, |early| early.row);
        early
            .ok()
            .and_then(|at| self.plan.early.get(at))
            .map_or_else(Annotation::default, |early| Annotation::unnumbered(BEFORE_START, early.advice()))
    }

    /// Beside a report whose changes are held back: the way out, before all other remarks.
    fn quarantined(self, id: ReportId, report: &Report) -> Annotation {
        let mut annotation = self.known(id, report, QUARANTINED.into());
        let way_out = quarantine::way_out(&self.plan.quarantined_columns);

        let gap = if annotation.notes.is_empty() { "" } else { " " };
        annotation.notes = format!("{way_out}{gap}{}", annotation.notes);
        annotation
    }

    /// Beside a report that the ledger knows.
    fn known(self, id: ReportId, report: &Report, state: String) -> Annotation {
        let mut notes = notes(report);
        let radicados = self.answers.radicados(id);

        if radicados.len() > 1 {
            let gap = if notes.is_empty() { "" } else { " " };
            // Only what may be a radicado is told from what staff type in the same cell.
            let which = if radicados.iter().all(|radicado| is_radicado(radicado)) {
                radicados.join(", ")
            } else {
                "véalos en los traslados".to_owned()
            };
            notes = format!("{notes}{gap}Atención al Ciudadano escribió radicados distintos: {which}.");
        }

        let handed_over = self.ledger.latest(id).filter(|entry| !entry.number.is_known_before());
        let early = handed_over
            .and_then(|entry| EarlyDate::of(report, self.plan.window.since, entry.handed_over))
            .filter(|early| early.meant.is_some());
        if let Some(early) = early {
            let gap = if notes.is_empty() { "" } else { " " };
            notes = format!("{notes}{gap}{}", early.advice());
        }

        let radicado = self.answers.of(id, self.ledger).radicado;
        let radicado = if radicado.is_empty() || is_radicado(radicado) { radicado } else { SEE_RADICADO };
        let radicado = radicado.to_owned();
        Annotation { id: id.to_string(), state, notes, radicado }
    }

    /// The answer, or else the state that clerks gave it, and as what and when it was handed over.
    fn state(self, entry: &Entry) -> String {
        let handed_over = handed_over(entry);
        if entry.class == Class::Annulled {
            return handed_over;
        }

        let answer = self.answers.of(entry.id, self.ledger);
        if let Some(day) = answer.answered(self.plan.window.today) {
            let answered = format!("Respondido el {}", day.format("%d/%m/%Y"));
            let said = self.ledger.first_said(entry).handed_over;
            let changed_since = entry.class == Class::Amendment && day < said;
            return if changed_since { format!("{answered}. {handed_over}") } else { answered };
        }

        match answer.state {
            Some(state) => format!("{}. {handed_over}", state.name()),
            None if answer.typed_state.is_empty() => handed_over,
            None => format!("{SEE_STATE} {handed_over}"),
        }
    }
}

fn handed_over(entry: &Entry) -> String {
    match entry.handed_over_as() {
        Some(class) if entry.class == Class::KnownBefore => {
            format!("{}, desde la hoja anterior", handed_over_as(class, entry))
        }
        class => handed_over_as(class.unwrap_or(entry.class), entry),
    }
}

fn handed_over_as(class: Class, entry: &Entry) -> String {
    let day = entry.handed_over.format("%d/%m/%Y");
    if entry.is_reinstated() {
        return format!("Restablecido el {day} como {} (traslado n.º {})", class.name(), entry.number);
    }
    if entry.reopened_because().is_some() {
        return format!("Reabierto el {day} (traslado n.º {})", entry.number);
    }
    match class {
        Class::Pqr => format!("Trasladado como PQR el {day}"),
        Class::Incomplete => format!("Trasladado como POR COMPLETAR el {day}"),
        Class::Amendment => format!("Corrección trasladada el {day}"),
        Class::Annulled if entry.number.is_known_before() => format!("Anulado el {day}"),
        Class::Annulled => format!("Anulado el {day} (traslado n.º {})", entry.number),
        Class::Archived => format!("Archivado el {day}"),
        Class::KnownBefore => "Anterior al servicio: no se traslada".into(),
    }
}

/// Lists what is missing and what looks wrong, in words that staff can act on. What is for the clerks
/// stands in the tab, and what the law does not ask for is not asked.
fn notes(report: &Report) -> String {
    let mut notes = Vec::new();
    let missing: Vec<Criterion> =
        report.verdict.missing.iter().copied().filter(|criterion| is_asked(report, *criterion)).collect();
    if !missing.is_empty() {
        notes.push(format!("Falta: {}.", missing_names(&missing)));
    }

    for finding in &report.findings {
        let Some(advice) = finding.rule.advice() else { continue };
        let meant = finding.detail.as_ref().filter(|_| finding.rule.suggests_a_repair());
        let advice = match meant {
            Some(meant) => format!("{advice} ¿Será {}?", meant.expose()),
            None => advice.to_owned(),
        };
        if !notes.contains(&advice) {
            notes.push(advice);
        }
    }

    notes.join(" ")
}

/// Returns `true` if a criterion that is missing may be asked of the citizen (CPACA, art. 16, par. 1; Ley 962 de
/// 2005, art. 81).
fn is_asked(report: &Report, criterion: Criterion) -> bool {
    let found = |rule: Rule| report.findings.iter().any(|finding| finding.rule == rule);
    match criterion {
        Criterion::Identification => !found(Rule::AnonymousFacts),
        Criterion::Address => !found(Rule::KnownAddress),
        Criterion::Subject | Criterion::Grounds => true,
    }
}

fn original_name(original: Original, plan: &Plan, reports: &[Report]) -> Option<String> {
    match original {
        Original::Entry(id) | Original::Unread(id) => Some(id.to_string()),
        Original::NewRow(row) => match plan.dispositions.get(row)? {
            Disposition::Already(id) => Some(id.to_string()),
            _ => Some(format!("la fila {}", reports.get(row)?.row)),
        },
    }
}

#[cfg(test)]
mod known_texts;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Finding;
    use crate::domain::handoff::plan::PlannedLine;
    use crate::domain::handoff::tab;
    use crate::domain::handoff::to_do::ToDo;
    use crate::domain::law::criteria::Verdict;
    use crate::sheet::tab_cell::TabCell;
    use crate::testing::{SPREADSHEET, assess_rows, form, minimal, window};

    #[test]
    fn every_rule_reaches_clerks_or_staff() {
        let ledger = Ledger::empty(SPREADSHEET);
        let looked = assess_rows(&vec![minimal("no hay agua")], &ledger, window("2026-11-23"));
        let line = &looked.plan.lines[0];

        for rule in Rule::ALL {
            let report = Report { findings: vec![Finding::row(rule)], ..looked.sheet.reports[0].clone() };
            // A label may go on from another word, or stand in the sentence of the next step.
            let to_do = ToDo::of(&line.entry, Some(&report), &ledger, form());
            let said = !to_do.topics.is_empty();
            let cells = tab::row(&PlannedLine { to_do, ..line.clone() }, &report);
            let alerts = |label: &str| {
                said || cells.iter().any(|cell| matches!(cell, TabCell::Text(text) if text.contains(label)))
            };
            let beside = notes(&report);

            let clerks_read = rule.label().is_some_and(alerts);
            let staff_read = rule.advice().is_some_and(|advice| beside.contains(advice));
            assert_eq!(clerks_read, rule.label().is_some(), "{rule:?}");
            assert_eq!(staff_read, rule.advice().is_some(), "{rule:?}");
            assert!(clerks_read || staff_read, "{rule:?} reaches nobody");
        }
    }

    #[test]
    fn what_the_law_does_not_ask_for_is_not_asked_of_staff() {
        let ledger = Ledger::empty(SPREADSHEET);
        let looked = assess_rows(&vec![minimal("no hay agua")], &ledger, window("2026-11-23"));
        let report = &looked.sheet.reports[0];
        let missing = vec![Criterion::Identification, Criterion::Address, Criterion::Grounds];

        for (rule, asked) in [
            (Rule::AnonymousPerson, "Falta: identificación; dirección de notificación; fundamentos."),
            (Rule::AnonymousFacts, "Falta: dirección de notificación; fundamentos."),
            (Rule::KnownAddress, "Falta: identificación; fundamentos."),
        ] {
            let verdict = Verdict { missing: missing.clone() };
            let report = Report { findings: vec![Finding::row(rule)], verdict, ..report.clone() };
            assert!(notes(&report).starts_with(asked), "{rule:?}: {}", notes(&report));
        }
    }
}
