//! From the cells of the staff tab to tonight's plan, in one pure step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::columns::confirmation::Confirmation;
use crate::domain::columns::{self, KnownColumns};
use crate::domain::finding::Rule;
use crate::domain::finding::field::Field;
use crate::domain::form::display::{self, DisplayedCells};
use crate::domain::form::report::Report;
use crate::domain::form::{Form, FormError, ServiceColumn, Sheet, StaffTab};
use crate::domain::handoff::baseline::FirstNight;
use crate::domain::handoff::early_date;
use crate::domain::handoff::plan::{self, Disposition, Plan, Window};
use crate::domain::handoff::plan_digest::PlanDigest;
use crate::domain::handoff::quarantine::{self, AcceptedChanges};
use crate::domain::handoff::shifted;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::{Match, SheetRow, reconcile};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::cell_display::CellDisplay;
use crate::sheet::row_number::RowNumber;

/// The rows of the staff tab, and what tonight makes of them.
#[derive(Debug)]
pub struct Assessment {
    /// The reports as read.
    pub sheet: Arc<Sheet>,
    /// The match of each report.
    pub matches: Vec<Match>,
    /// The ID that stands beside each report.
    named: Vec<Option<ReportId>>,
    /// The known rows whose cells were shifted, by index among the reports.
    shifted: BTreeSet<usize>,
    /// The plan of the night.
    pub plan: Plan,
    /// The context that it was made in; `None` where the plan is not what follows from it.
    basis: Option<Basis>,
}

/// As much of its context as tells whether an assessment would be another now.
#[derive(Debug, PartialEq, Eq)]
struct Basis {
    /// The lines of the ledger, which only grows while a night goes on.
    lines: usize,
    confirmed: Option<Confirmation>,
    said_gone: BTreeSet<ReportId>,
    /// The day of the first night, and whether its rows were known.
    first: Option<(NaiveDate, bool)>,
    /// True if the titles of the first night were known.
    titles: bool,
    window: Window,
}

/// All that an assessment goes by besides the form and the cells of the staff tab.
#[derive(Clone, Debug)]
pub struct AssessmentContext<'a> {
    /// The ledger, and what is known of the columns.
    pub known: KnownColumns<'a>,
    /// The reports of which a hand-off's tab has said that they stand in no row any more.
    pub said_gone: BTreeSet<ReportId>,
    /// The first night; `None` where that is tonight.
    pub first: Option<FirstNight<'a>>,
    /// The days that are handed over.
    pub window: Window,
}

#[cfg(test)]
impl<'a> AssessmentContext<'a> {
    /// The context where nothing is known but the ledger.
    pub(crate) fn of_ledger(ledger: &'a Ledger, window: Window) -> Self {
        let known = KnownColumns { ledger, confirmed: None };
        Self { known, said_gone: BTreeSet::new(), first: None, window }
    }
}

/// Reads the rows, says which report each is, and gives each its disposition.
///
/// # Errors
/// When the tab cannot be read as CE-F05.
pub fn assess(
    tab: &StaffTab<'_>,
    form: &Form,
    context: &AssessmentContext<'_>,
) -> Result<Assessment, FormError> {
    let layout = columns::find(form, tab, context.known)?;
    let read = |layout| form.read_in(layout, tab, context.window.today);
    let sheet = Arc::new(layout.map_or_else(Sheet::default, read));
    Ok(Assessment::of_tab(sheet, tab, form, context))
}

/// The reports that stood in no row on an earlier night: a tab has said so, or their IDs stand nowhere in a
/// sheet that bears those of reports which were handed over with or after them, so that theirs had been
/// written beside them.
fn vanished(
    written: &BTreeSet<ReportId>,
    said_gone: &BTreeSet<ReportId>,
    ledger: &Ledger,
) -> BTreeSet<ReportId> {
    let first = |id: ReportId| ledger.revisions(id).next().map(|entry| entry.number);
    let last = written.iter().filter_map(|id| first(*id)).max();
    let gone = |id: &ReportId| !written.contains(id) && (said_gone.contains(id) || first(*id) <= last);
    ledger.ids().filter(gone).collect()
}

impl Assessment {
    /// The row of each report that was handed over, as it stands tonight.
    pub fn reports_by_id(&self) -> BTreeMap<ReportId, &Report> {
        let rows = self.plan.dispositions.iter().zip(&self.sheet.reports);
        rows.filter_map(|(disposition, report)| match disposition {
            Disposition::Already(id) | Disposition::HandedOver(id, _) | Disposition::Deferred(Some(id)) => {
                Some((*id, report))
            }
            _ => None,
        })
        .collect()
    }

    /// Assesses a tab of which nothing has changed since but cells of the service's own below the header row.
    /// What staff typed is not read again while the columns are where they were.
    ///
    /// # Errors
    /// When the tab cannot be read as CE-F05.
    pub fn renewed(
        &self,
        tab: &StaffTab<'_>,
        form: &Form,
        context: &AssessmentContext<'_>,
    ) -> Result<Self, FormError> {
        let today = context.window.today;
        let reads_the_same =
            |basis: &Basis| basis.window.today == today && basis.titles == tab.titles.is_some();
        let layout = columns::find(form, tab, context.known)?;
        if !self.basis.as_ref().is_some_and(reads_the_same) || layout != self.sheet.layout {
            return assess(tab, form, context);
        }

        // Without optimisation every night of every test finds out whether that is so.
        debug_assert!(
            layout.is_none_or(|layout| {
                let read = form.read_in(layout, tab, today);
                read.reports == self.sheet.reports && read.headings == self.sheet.headings
            }),
            "what is reused is what a new reading gives"
        );
        Ok(Self::of_tab(Arc::clone(&self.sheet), tab, form, context))
    }

    /// The rows of which cells may show more than their values say, where that matters tonight: those that go
    /// over or wait, and those that went over with a document which their values do not give.
    pub fn rows_to_display(&self, tab: &StaffTab<'_>, ledger: &Ledger) -> Vec<RowNumber> {
        let Some(layout) = &self.sheet.layout else { return Vec::new() };
        let identification = &Criterion::Identification;
        let rows = self.plan.dispositions.iter().zip(&self.sheet.reports);
        let asks = |(disposition, report): &(&Disposition, &Report)| {
            let may = |field| display::may_show_more(field, tab.row(report.row.index()), layout);
            let misses_a_link = || report.findings.iter().any(|finding| finding.rule == Rule::MissingLink);
            // The sign `@` says nothing where it was typed, and stands for a chip where people see one.
            let says_a_link = || !misses_a_link() || report.text(Field::Link).contains('@');
            match disposition {
                Disposition::HandedOver(..)
                | Disposition::Waiting
                | Disposition::Deferred(_)
                | Disposition::Quarantined(_) => display::FIELDS
                    .into_iter()
                    .any(|field| may(field) && (field != Field::Link || says_a_link())),
                Disposition::Already(id) => {
                    let went_out_with =
                        ledger.latest(*id).is_some_and(|entry| !entry.missing.contains(identification));
                    went_out_with && report.verdict.missing.contains(identification) && may(Field::Document)
                }
                Disposition::BeforeSince | Disposition::Withheld(_) | Disposition::WithheldEarly => false,
            }
        };
        rows.filter(asks).map(|(_, report)| report.row).collect()
    }

    /// Adds what the cells of a report show to those that are known, if its row is still there.
    pub fn add_displayed(
        &self,
        row: RowNumber,
        displays: &[CellDisplay],
        tab: &StaffTab<'_>,
        to: &mut DisplayedCells,
    ) {
        let report = self.sheet.reports.binary_search_by_key(&row, |report| report.row);
        let report = report.ok().and_then(|at| self.sheet.reports.get(at));
        if let (Some(report), Some(layout)) = (report, &self.sheet.layout) {
            to.add(&report.digests, tab.row(row.index()), displays, layout);
        }
    }

    /// Assesses the same rows as people see them.
    #[must_use]
    pub fn as_displayed(self, tab: &StaffTab<'_>, form: &Form, context: &AssessmentContext<'_>) -> Self {
        let mut sheet = Arc::unwrap_or_clone(self.sheet);
        form.read_displayed(&mut sheet, tab, context.window.today);
        Self::of_tab(Arc::new(sheet), tab, form, context)
    }

    /// Returns `true` if it is what [`assess`] makes of the same cells now.
    pub fn stands(&self, tab: &StaffTab<'_>, context: &AssessmentContext<'_>) -> bool {
        self.basis.as_ref() == Some(&Basis::of(tab, context))
    }

    /// Assesses the rows of a tab that have been read.
    fn of_tab(sheet: Arc<Sheet>, tab: &StaffTab<'_>, form: &Form, context: &AssessmentContext<'_>) -> Self {
        let AssessmentContext { known, said_gone, first, window } = context;
        let id_column = tab.service_columns.get(&ServiceColumn::Id).copied();
        let id = |row: RowNumber| {
            CellAddress::new(id_column?, row).get(tab.cells)?.text().parse::<ReportId>().ok()
        };
        let written: BTreeSet<ReportId> = (0..tab.cells.len()).map(RowNumber::at).filter_map(id).collect();
        let vanished = vanished(&written, said_gone, known.ledger);
        let mut assessment = Self::of(sheet, id, form, known.ledger, &vanished, *first, *window);

        let shifted =
            shifted::rows(&assessment.sheet, tab, &assessment.matches, &assessment.named, known.ledger);
        if !shifted.is_empty() {
            for (at, id) in shifted {
                let newest = known.ledger.content(id);
                let fields = newest.map(|newest| newest.changed(&assessment.sheet.reports[at].digests));
                assessment.matches[at] = Match::Changed { id, fields: fields.unwrap_or_default() };
                assessment.shifted.insert(at);
            }
            assessment.plan_again(&AcceptedChanges::None, form, known.ledger);
        }
        Self { basis: Some(Basis::of(tab, context)), ..assessment }
    }

    /// Assesses rows that have been read; `id` says what the ID cell of a row names, `vanished` which reports
    /// stood in no row on an earlier night, and `first` what is known of the first night.
    pub fn of(
        sheet: impl Into<Arc<Sheet>>,
        id: impl Fn(RowNumber) -> Option<ReportId>,
        form: &Form,
        ledger: &Ledger,
        vanished: &BTreeSet<ReportId>,
        first: Option<FirstNight<'_>>,
        window: Window,
    ) -> Self {
        let sheet = sheet.into();
        let rows: Vec<SheetRow<'_>> =
            sheet.reports.iter().map(|report| SheetRow { report, id: id(report.row) }).collect();
        let mut matches = reconcile(&rows, ledger, vanished, form);
        let named: Vec<Option<ReportId>> = rows.iter().map(|row| row.id).collect();
        mark_earlier(&sheet.reports, &mut matches, first, window.since);

        let shifted = BTreeSet::new();
        let accepted = AcceptedChanges::None;
        let mut plan = planned(&sheet, &matches, (&named, &shifted), ledger, window, &accepted, form);
        let night = first.map_or(window.as_of, |first| first.day);
        plan.early = early_date::of_first_night(&sheet.reports, &matches, window.since, night);
        // A first night that failed is made up for by the next one, which names the same rows.
        plan.is_first_night = ledger.head().is_known_before();
        Self { sheet, matches, named, shifted, plan, basis: None }
    }

    /// The rows that were due and wait for a later run, by what they say.
    pub fn deferred(&self) -> BTreeSet<Fingerprint> {
        let rows = self.plan.dispositions.iter().zip(&self.sheet.reports);
        let deferred = rows.filter(|(disposition, _)| matches!(disposition, Disposition::Deferred(_)));
        deferred.map(|(_, report)| Fingerprint::of(&report.digests)).collect()
    }

    /// The rows dated before the start that the ledger does not know, by index among the reports.
    pub fn before_start(&self) -> impl Iterator<Item = usize> {
        before_start(&self.sheet.reports, &self.matches, self.plan.window.since)
    }

    /// The rows dated before the start that stay, by row number.
    pub fn stayed(&self) -> impl Iterator<Item = RowNumber> {
        let stays = |at: &usize| self.matches[*at] == Match::BeforeStart;
        self.before_start().filter(stays).map(|at| self.sheet.reports[at].row)
    }

    /// Plans the night once a person has let held changes through.
    #[must_use]
    pub fn accepting(mut self, accepted: &AcceptedChanges, form: &Form, ledger: &Ledger) -> Self {
        if *accepted != AcceptedChanges::None {
            self.plan_again(accepted, form, ledger);
            self.basis = None;
        }
        self
    }

    /// Makes the plan anew, from the matches as they are now.
    fn plan_again(&mut self, accepted: &AcceptedChanges, form: &Form, ledger: &Ledger) {
        let Self { sheet, matches, named, shifted, plan, .. } = &*self;
        let (early, is_first_night) = (plan.early.clone(), plan.is_first_night);
        let plan = planned(sheet, matches, (named, shifted), ledger, plan.window, accepted, form);
        self.plan = Plan { early, is_first_night, ..plan };
    }
}

impl Basis {
    fn of(tab: &StaffTab<'_>, context: &AssessmentContext<'_>) -> Self {
        let AssessmentContext { known, said_gone, first, window } = context;
        Self {
            lines: known.ledger.entries().len(),
            confirmed: known.confirmed,
            said_gone: said_gone.clone(),
            first: first.map(|first| (first.day, first.baseline.is_some())),
            titles: tab.titles.is_some(),
            window: *window,
        }
    }
}

/// The rows dated before the start that the ledger does not know, by index among the reports.
fn before_start(reports: &[Report], matches: &[Match], since: NaiveDate) -> impl Iterator<Item = usize> {
    let is_before = move |report: &Report| report.received.is_some_and(|received| received.date < since);
    let is_unknown =
        |found: &Match| matches!(found, Match::BeforeStart | Match::New { .. } | Match::Repeat(_));
    let rows = reports.iter().zip(matches).enumerate();
    rows.filter(move |(_, (report, found))| is_before(report) && is_unknown(found)).map(|(at, _)| at)
}

/// Marks the rows dated before the start that stood in the sheet on the first night. On that night, and while
/// nothing says that one of them is another, these are all.
fn mark_earlier(reports: &[Report], matches: &mut [Match], first: Option<FirstNight<'_>>, since: NaiveDate) {
    let rows: Vec<usize> = before_start(reports, matches, since).collect();
    let digests: Vec<&Digests> = rows.iter().map(|at| &reports[*at].digests).collect();
    let stood = match first.and_then(|first| first.baseline) {
        Some(baseline) => baseline.stood(&digests),
        None => vec![true; rows.len()],
    };
    for (at, _) in rows.into_iter().zip(stood).filter(|(_, stood)| *stood) {
        matches[at] = Match::BeforeStart;
    }
}

/// The plan of a night, with the columns that end its quarantine. `named` is the ID cell of each report,
/// `shifted` the rows whose cells were shifted.
fn planned(
    sheet: &Sheet,
    matches: &[Match],
    (named, shifted): (&[Option<ReportId>], &BTreeSet<usize>),
    ledger: &Ledger,
    window: Window,
    accepted: &AcceptedChanges,
    form: &Form,
) -> Plan {
    let mut plan = plan::plan(sheet, matches, ledger, window, accepted, form, shifted);
    let quarantined =
        plan.dispositions.iter().enumerate().filter_map(|(at, disposition)| match disposition {
            Disposition::Quarantined(id) => Some((*id, named[at], at)),
            _ => None,
        });
    let columns = sheet.layout.as_ref().map(|layout| &layout.columns);
    plan.quarantined_columns = columns
        .map(|columns| quarantine::columns(quarantined, &sheet.reports, ledger, columns))
        .unwrap_or_default();
    plan
}

/// The options that the operator asks of a night.
#[derive(Clone, Debug, Default)]
pub struct NightOptions {
    /// The day of the hand-off, where it is not the clock's.
    pub as_of: Option<NaiveDate>,
    /// Which of the changes that look like an accidental edit of the sheet go all the same.
    pub accepted: AcceptedChanges,
    /// The plan that is to be handed over, and no other, where somebody has seen it.
    pub expected: Option<PlanDigest>,
    /// True if somebody has agreed to a first hand-over of many rows.
    pub is_large_first_agreed: bool,
}

impl NightOptions {
    /// The conditions of the night; `today` is the clock's day in Colombia.
    pub fn window(&self, since: NaiveDate, today: NaiveDate) -> Window {
        Window::new(since, today, self.as_of)
    }

    /// The arguments of the command line that ask for the same night, each after a blank.
    pub fn arguments(&self) -> String {
        let as_of = self.as_of.map(|day| format!(" --as-of {day}")).unwrap_or_default();
        let accepted = match &self.accepted {
            AcceptedChanges::None => String::new(),
            AcceptedChanges::All => " --accept-changes".to_owned(),
            AcceptedChanges::Of(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!(" --accept-changes={}", ids.join(","))
            }
        };
        as_of + &accepted
    }
}

impl Window {
    /// The conditions of a night: `today` is the clock's day in Colombia, `as_of` the operator's.
    pub fn new(since: NaiveDate, today: NaiveDate, as_of: Option<NaiveDate>) -> Self {
        let as_of = as_of.unwrap_or(today);
        Self { since, as_of, today: today.max(as_of) }
    }
}

#[cfg(test)]
mod tests;
