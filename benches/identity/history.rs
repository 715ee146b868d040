//! Nights over a hostile sheet, and what each of them got wrong.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::AddAssign;

use chrono::{Days, NaiveDate};
use traslado::domain::form::report::Report;
use traslado::domain::form::{Form, FormError, Layout};
use traslado::domain::handoff::assessment::Assessment;
use traslado::domain::handoff::batch_splitter::{BatchSplitter, LIMITS};
use traslado::domain::handoff::cut::{HandoffContext, cut};
use traslado::domain::handoff::plan::{Disposition, Window};
use traslado::domain::ids::report_id::ReportId;
use traslado::domain::ledger::Ledger;
use traslado::domain::ledger::entry::Entry;
use traslado::sheet::cell::Cell;
use traslado::sheet::row_number::RowNumber;

use super::staff::{HEADERS, Mishap, SheetRow, Staff};

/// How many nights a history has.
const NIGHTS: u32 = 12;

/// What happened, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// First revisions handed over.
    pub(crate) handed: u32,
    /// Later revisions handed over.
    pub(crate) amended: u32,
    /// Reports handed over under a second ID.
    pub(crate) twice: u32,
    /// Of these, those whose row stands in the sheet more than once.
    pub(crate) copied: u32,
    /// Of these, those without the alert that they may be a repeat.
    pub(crate) silent: u32,
    /// First revisions with that alert.
    pub(crate) alerts: u32,
    /// Revisions handed over under the ID of another report.
    pub(crate) onto_another: u32,
    /// Known rows held back, on whatever night, although nobody sorted a part of the sheet.
    pub(crate) quarantined: u32,
    /// Nights played.
    pub(crate) nights: u32,
    /// Nights on which at least one row was held back.
    pub(crate) nights_quarantined: u32,
    /// Reports never handed over, withheld as if they were.
    pub(crate) withheld_wrongly: u32,
    /// Reports never handed over, counted as already handed over.
    pub(crate) hidden: u32,
}

/// What became of the rows that a partial sort left with cells of others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Accidents {
    /// Sorts after which more rows had changed than are let through in any sheet.
    pub(crate) sorts: u32,
    /// Rows that they changed.
    pub(crate) rows: u32,
    /// Of these, those held back.
    pub(crate) quarantined: u32,
    /// Of these, those handed over as amendments.
    pub(crate) amended: u32,
    /// Of these, those handed over as new reports.
    pub(crate) new: u32,
}

impl AddAssign for Accidents {
    fn add_assign(&mut self, other: Self) {
        self.sorts += other.sorts;
        self.rows += other.rows;
        self.quarantined += other.quarantined;
        self.amended += other.amended;
        self.new += other.new;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.handed += other.handed;
        self.amended += other.amended;
        self.twice += other.twice;
        self.copied += other.copied;
        self.silent += other.silent;
        self.alerts += other.alerts;
        self.onto_another += other.onto_another;
        self.quarantined += other.quarantined;
        self.nights += other.nights;
        self.nights_quarantined += other.nights_quarantined;
        self.withheld_wrongly += other.withheld_wrongly;
        self.hidden += other.hidden;
    }
}

/// Where the form lies in the sheet of every history.
///
/// # Errors
/// When the headers are not those of the form, which is a fault of the simulation.
pub(crate) fn layout(form: &Form) -> Result<Option<Layout>, FormError> {
    form.locate(&[HEADERS.iter().map(|header| Cell::Text((*header).to_owned())).collect()])
}

/// Plays one history and counts what went wrong.
pub(crate) fn play(seed: u64, form: &Form, layout: &Layout) -> Tally {
    let mut staff = Staff::new(seed);
    let mut office = Office::new(form, layout);
    for night in 1..=NIGHTS {
        staff.work(night + 2);
        let assessment = office.look(&staff.rows, night);
        office.commit(&assessment, &mut staff.rows);
        office.tally.nights += 1;
        office.tally.nights_quarantined += u32::from(assessment.plan.balance.quarantined > 0);
    }
    office.tally
}

/// Nights of ordinary work in a book that is full already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Honest {
    /// Nights played.
    pub(crate) nights: u32,
    /// Of these, those on which at least one row was held back.
    pub(crate) nights_quarantined: u32,
    /// Rows held back.
    pub(crate) rows: u32,
    /// Amendments handed over.
    pub(crate) amended: u32,
}

impl AddAssign for Honest {
    fn add_assign(&mut self, other: Self) {
        self.nights += other.nights;
        self.nights_quarantined += other.nights_quarantined;
        self.rows += other.rows;
        self.amended += other.amended;
    }
}

/// Plays nights on which nobody's hand slips, in a book of so many reports.
pub(crate) fn honest(seed: u64, form: &Form, layout: &Layout, reports: u32) -> Honest {
    let mut staff = Staff::new(seed);
    let mut office = Office::new(form, layout);
    staff.fill(reports, 3);
    let assessment = office.look(&staff.rows, 1);
    office.commit(&assessment, &mut staff.rows);

    let mut honest = Honest::default();
    for night in 2..2 + NIGHTS {
        staff.work(night + 2);
        let assessment = office.look(&staff.rows, night);
        office.commit(&assessment, &mut staff.rows);
        let quarantined = assessment.plan.balance.quarantined;
        honest.nights += 1;
        honest.nights_quarantined += u32::from(quarantined > 0);
        honest.rows += quarantined;
    }
    honest.amended = office.tally.amended;
    honest
}

/// Slips of one kind, and what became of the rows that they changed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mishaps {
    /// Slips that changed more than five known rows.
    pub(crate) played: u32,
    /// Of these, those of which at least half of the changed rows were held back: a blank that is filled never is.
    pub(crate) caught: u32,
    /// Rows that they changed.
    pub(crate) rows: u32,
    /// Of these, those held back.
    pub(crate) quarantined: u32,
    /// Rows held back that the slip did not change.
    pub(crate) others: u32,
}

impl AddAssign for Mishaps {
    fn add_assign(&mut self, other: Self) {
        self.played += other.played;
        self.caught += other.caught;
        self.rows += other.rows;
        self.quarantined += other.quarantined;
        self.others += other.others;
    }
}

/// Lets one slip happen in a book of so many reports, on a day on which ordinary work is done too, and
/// says what the next run would do.
pub(crate) fn mishap(seed: u64, form: &Form, layout: &Layout, kind: Mishap, reports: u32) -> Mishaps {
    let mut staff = Staff::new(seed);
    let mut office = Office::new(form, layout);
    staff.fill(reports, 3);
    let assessment = office.look(&staff.rows, 1);
    office.commit(&assessment, &mut staff.rows);
    staff.work(4);
    let before: HashMap<u32, SheetRow> = staff.rows.iter().map(|row| (row.report, row.clone())).collect();
    staff.mishap(kind);

    let assessment = office.look(&staff.rows, 2);
    let mut mishaps = Mishaps::default();
    for (disposition, report) in assessment.plan.dispositions.iter().zip(&assessment.sheet.reports) {
        let row = &staff.rows[report.row.index() - 1];
        // What is new tonight, or loses a value that it shares with a copy, is not the slip's to change.
        let slipped = office.handed.contains(&row.report)
            && before.get(&row.report).is_some_and(|before| before.cells != row.cells);
        let quarantined = matches!(disposition, Disposition::Quarantined(_));
        mishaps.rows += u32::from(slipped);
        mishaps.quarantined += u32::from(slipped && quarantined);
        mishaps.others += u32::from(!slipped && quarantined);
    }
    if mishaps.rows <= 5 {
        return Mishaps::default();
    }
    mishaps.played = 1;
    mishaps.caught = u32::from(mishaps.quarantined * 2 >= mishaps.rows);
    mishaps
}

/// Sorts a part of the sheet after each later night of a history, says what the next run would do,
/// and undoes it. `with_ids` says whether the sheet has the service's columns.
pub(crate) fn accident(seed: u64, form: &Form, layout: &Layout, with_ids: bool) -> Accidents {
    let mut staff = Staff::new(seed);
    let mut office = Office::new(form, layout);
    let mut accidents = Accidents::default();
    for night in 1..=NIGHTS {
        staff.work(night + 2);
        let assessment = office.look(&staff.rows, night);
        office.commit(&assessment, &mut staff.rows);
        let before = staff.rows.clone();
        staff.sort_in_part();
        if !with_ids {
            for row in &mut staff.rows {
                row.id.clear();
            }
        }
        let changed = |at: usize| staff.rows[at].cells != before[at].cells;
        let many = (0..before.len()).filter(|at| changed(*at)).count();
        if many > 5 && many * 10 > before.len() {
            let assessment = office.look(&staff.rows, night);
            accidents.sorts += 1;
            for (disposition, report) in assessment.plan.dispositions.iter().zip(&assessment.sheet.reports) {
                if changed(report.row.index() - 1) {
                    accidents.rows += 1;
                    accidents.quarantined += u32::from(matches!(disposition, Disposition::Quarantined(_)));
                    let new = matches!(disposition, Disposition::HandedOver(id, _) if office.ledger.latest(*id).is_none());
                    accidents.new += u32::from(new);
                    accidents.amended +=
                        u32::from(!new && matches!(disposition, Disposition::HandedOver(..)));
                }
            }
        }
        staff.rows = before;
    }
    accidents
}

/// A book of so many reports, all handed over with their IDs beside them, and the ledger.
pub(crate) fn book(seed: u64, form: &Form, layout: &Layout, reports: u32) -> (Vec<SheetRow>, Ledger) {
    let mut staff = Staff::new(seed);
    let mut office = Office::new(form, layout);
    staff.fill(reports, 3);
    let assessment = office.look(&staff.rows, 2);
    office.commit(&assessment, &mut staff.rows);
    (staff.rows, office.ledger)
}

/// The ledger, and the truth to hold it against.
struct Office<'a> {
    form: &'a Form,
    layout: &'a Layout,
    ledger: Ledger,
    /// The report that an ID was first given to.
    owner: HashMap<ReportId, u32>,
    handed: HashSet<u32>,
    tally: Tally,
}

impl<'a> Office<'a> {
    fn new(form: &'a Form, layout: &'a Layout) -> Self {
        let ledger = Ledger::empty(fixtures::SPREADSHEET);
        Self { form, layout, ledger, owner: HashMap::new(), handed: HashSet::new(), tally: Tally::default() }
    }

    fn look(&self, rows: &[SheetRow], night: u32) -> Assessment {
        let start = NaiveDate::default();
        let first = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap_or(start);
        let window = Window::new(start, first + Days::new(u64::from(night)), None);
        let mut reader = self.form.reader(self.layout.clone(), window.today);
        let text = |text: &String| Cell::Text(text.clone());
        let reports: Vec<Report> = rows
            .iter()
            .filter_map(|row| reader.row(&row.cells.iter().map(text).collect::<Vec<_>>()))
            .collect();
        let id = |row: RowNumber| rows[row.index() - 1].id.parse().ok();
        Assessment::of(reader.finish(reports), id, self.form, &self.ledger, &BTreeSet::new(), None, window)
    }

    /// Commits a night, writes the IDs beside the rows, and compares with the truth.
    fn commit(&mut self, assessment: &Assessment, rows: &mut [SheetRow]) {
        let (plan, reports) = (&assessment.plan, &assessment.sheet.reports);
        for line in &plan.lines {
            let at = reports[line.report].row.index() - 1;
            let alert = line.resembles.is_some();
            // Of two copies that are new on one night, the alert beside one names the other.
            let said = alert || plan.lines.iter().any(|other| other.resembles == Some(line.entry.id));
            self.count_line(&line.entry, (alert, said), rows[at].report, rows);
        }
        for (disposition, report) in plan.dispositions.iter().zip(reports) {
            let row = &mut rows[report.row.index() - 1];
            let unseen = !self.handed.contains(&row.report);
            row.id = match disposition {
                Disposition::Already(id) => {
                    self.tally.hidden += u32::from(unseen && self.owner.get(id) != Some(&row.report));
                    id.to_string()
                }
                Disposition::HandedOver(id, _) => id.to_string(),
                Disposition::Quarantined(id) => {
                    self.tally.quarantined += 1;
                    id.to_string()
                }
                Disposition::Withheld(_) => {
                    self.tally.withheld_wrongly += u32::from(unseen);
                    String::new()
                }
                Disposition::BeforeSince
                | Disposition::Waiting
                | Disposition::WithheldEarly
                | Disposition::Deferred(_) => String::new(),
            };
        }
        let splitter = BatchSplitter::new(LIMITS);
        let context = HandoffContext::of_plan_alone(&splitter, self.form);
        let handoffs = cut(plan, reports, &self.ledger, context);
        self.ledger = self.ledger.clone().with(handoffs.into_iter().flat_map(|handoff| handoff.entries));
    }

    /// Counts a line: whether it bears the alert, and whether the alert of any line says that it is a repeat.
    fn count_line(&mut self, entry: &Entry, (alert, said): (bool, bool), report: u32, rows: &[SheetRow]) {
        let id = entry.id;
        if entry.revision == 1 {
            self.tally.handed += 1;
            self.tally.alerts += u32::from(alert);
            self.owner.insert(id, report);
            if !self.handed.insert(report) {
                self.tally.twice += 1;
                self.tally.copied += u32::from(rows.iter().filter(|row| row.report == report).count() > 1);
                self.tally.silent += u32::from(!said);
            }
        } else {
            self.tally.amended += 1;
            if self.owner.get(&id) != Some(&report) {
                self.tally.onto_another += 1;
                self.handed.insert(report);
            }
        }
    }
}
