//! Which changes of known reports are held back tonight, until somebody puts the cells back or lets them
//! through.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Days, NaiveDate};

use crate::domain::finding::field::Field;
use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::domain::reconcile::{Match, suspicious, uniform};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;

/// Most amendments that pass for a night's work, however little was handed over lately.
const AMENDMENTS: usize = 20;
/// Up to one amendment for this many reports of the last thirty days passes for a night's work too.
const SHARE: usize = 5;
/// The days that count as lately.
const LATELY: Days = Days::new(30);

/// Which held changes a person has let through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AcceptedChanges {
    /// None.
    #[default]
    None,
    /// All of tonight's.
    All,
    /// The changes of these reports.
    Of(Vec<ReportId>),
}

impl AcceptedChanges {
    /// Returns `true` if the changes of a report are let through.
    pub fn let_through(&self, id: ReportId) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Of(ids) => ids.contains(&id),
        }
    }

    /// The reports named although nothing of theirs is held.
    fn not_quarantined(&self, quarantined: &HashSet<ReportId>) -> Vec<ReportId> {
        match self {
            Self::None | Self::All => Vec::new(),
            Self::Of(ids) => ids.iter().copied().filter(|id| !quarantined.contains(id)).collect(),
        }
    }
}

/// The changes that are held back.
#[derive(Debug, Default)]
pub(super) struct Quarantine {
    /// The rows, by index among the reports.
    pub(super) rows: HashSet<usize>,
    /// The reports whose changes would be held, had a person not let them through.
    pub(super) let_through: Vec<ReportId>,
    /// The reports that were to be let through, and of which nothing is held.
    pub(super) not_quarantined: Vec<ReportId>,
}

impl Quarantine {
    /// Decides which changes are held: those that look like an accidental edit, all amendments of a night with
    /// too many of them, and those of rows whose cells were shifted. `as_of` is the day of the
    /// hand-off.
    pub(super) fn of(
        reports: &[Report],
        matches: &[Match],
        ledger: &Ledger,
        accepted: &AcceptedChanges,
        as_of: NaiveDate,
        form: &Form,
        shifted: &BTreeSet<usize>,
    ) -> Self {
        let is_placeholder = |report: &Report, field: Field| {
            form.placeholders().of_datum(&normalize::plain(report.text(field))).is_some()
        };
        let mut rows = suspicious::quarantined(reports.iter(), matches, ledger);
        rows.extend(uniform::quarantined(reports, matches, ledger, is_placeholder));
        rows.extend(too_many_amendments(reports, matches, ledger, as_of));
        rows.extend(shifted);

        let id = |row: &usize| match &matches[*row] {
            Match::Changed { id, .. } => Some(*id),
            Match::Same(_) | Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
        };
        let suspicious: HashSet<ReportId> = rows.iter().filter_map(id).collect();
        let not_quarantined = accepted.not_quarantined(&suspicious);
        let mut let_through: Vec<ReportId> =
            suspicious.into_iter().filter(|id| accepted.let_through(*id)).collect();
        let_through.sort_unstable();
        rows.retain(|row| id(row).is_some_and(|id| !accepted.let_through(id)));
        Self { rows, let_through, not_quarantined }
    }
}

/// All amendments of the night, where they are more than twenty and more than a fifth of what was handed
/// over in the last thirty days.
fn too_many_amendments(
    reports: &[Report],
    matches: &[Match],
    ledger: &Ledger,
    as_of: NaiveDate,
) -> HashSet<usize> {
    let amended: HashSet<usize> =
        (0..reports.len()).filter(|at| is_amendment(&reports[*at], &matches[*at], ledger)).collect();
    if amended.len() <= AMENDMENTS || amended.len() * SHARE <= handed_over_lately(ledger, as_of) {
        return HashSet::new();
    }
    amended
}

/// Returns `true` if a changed report goes over as an amendment of what it said. One that is completed,
/// that only fills blanks, whose texts were left out, or that goes back to what it said before, is none.
fn is_amendment(report: &Report, found: &Match, ledger: &Ledger) -> bool {
    let Match::Changed { id, fields } = found else { return false };
    let (Some(latest), Some(content)) = (ledger.latest(*id), ledger.content(*id)) else { return false };

    let completes = report.verdict.is_complete() && !ledger.went_out_complete(*id);
    let fills_blanks = !fields.is_empty() && fields.iter().all(|field| content.get(*field).is_none());
    let goes_back = ledger.revisions(*id).any(|entry| entry.digests.says_the_same(&report.digests));
    let is_follow_up = completes || fills_blanks || ledger.says_no_texts(latest);
    !(is_follow_up || goes_back || ledger.was_never_handed_over(*id))
}

/// How many reports were handed over in the thirty days before a day.
fn handed_over_lately(ledger: &Ledger, as_of: NaiveDate) -> usize {
    let since = as_of - LATELY;
    let is_handed_over = |class: Class| matches!(class, Class::Pqr | Class::Incomplete | Class::Amendment);
    let lately = ledger.entries().iter().filter(|entry| {
        is_handed_over(entry.class) && entry.handed_over >= since && entry.handed_over <= as_of
    });
    lately.map(|entry| entry.id).collect::<HashSet<_>>().len()
}

/// The columns from which cells have to be put back, in the order of the sheet: those that changed in more
/// than a few of the held rows, or in one in ten of them. What a row said is what its ID cell names, which
/// stays where it is when other columns are sorted; without one, what it is taken for.
pub(super) fn columns(
    quarantined: impl Iterator<Item = (ReportId, Option<ReportId>, usize)>,
    reports: &[Report],
    ledger: &Ledger,
    layout: &BTreeMap<Field, Vec<ColumnIndex>>,
) -> Vec<ColumnIndex> {
    let mut rows = 0;
    let mut changed: BTreeMap<Field, usize> = BTreeMap::new();
    for (id, named, report) in quarantined {
        rows += 1;
        let content = named.and_then(|id| ledger.content(id)).or_else(|| ledger.content(id));
        let fields = content.map(|content| content.changed(&reports[report].digests)).unwrap_or_default();
        for field in fields {
            *changed.entry(field).or_default() += 1;
        }
    }

    let moved = changed.into_iter().filter(|(_, count)| *count > suspicious::FEW || *count * 10 >= rows);
    let columns: BTreeSet<ColumnIndex> =
        moved.filter_map(|(field, _)| layout.get(&field)).flatten().copied().collect();
    columns.into_iter().collect()
}

/// The way to end the quarantine, for those who work in the sheet. A version that is restored as
/// a whole has lost the hand-offs made since, so that no way out goes through it.
pub fn way_out(columns: &[ColumnIndex]) -> String {
    format!(
        "Si fue un error, no restaure la versión anterior de la hoja: abra Archivo > Historial de versiones, elija la \
         versión de antes del cambio, copie de ella {} y pegue lo copiado en las mismas celdas de la hoja actual; si \
         desde entonces se movieron filas, copie celda por celda. Si los cambios son correctos, pida a quien opera el \
         servicio que los deje pasar.",
        named(columns),
    )
}

/// Columns as a sentence names them: "la columna F", "las columnas F, G y H".
fn named(columns: &[ColumnIndex]) -> String {
    let letters: Vec<String> = columns.iter().map(|column| column.letters()).collect();
    match letters.as_slice() {
        [] => "las columnas que cambiaron".into(),
        [only] => format!("la columna {only}"),
        [first @ .., last] => format!("las columnas {} y {last}", first.join(", ")),
    }
}
