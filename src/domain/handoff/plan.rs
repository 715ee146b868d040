//! What tonight will do: one disposition for every row, and the hand-offs to write.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};

use crate::domain::finding::field::Field;
use crate::domain::form::heading::Heading;
use crate::domain::form::report::Report;
use crate::domain::form::{Form, Sheet};
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::batch_splitter::{BatchSplitter, Turn};
use crate::domain::handoff::early_date::EarlyDate;
use crate::domain::handoff::facts::Term;
use crate::domain::handoff::quarantine::{AcceptedChanges, Quarantine};
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::life::Quality;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::reconcile::{Match, Original};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;

/// The conditions that decide which rows go tonight, beside what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows that stood in the sheet on the first night and are dated before this day are not handed over.
    pub since: NaiveDate,
    /// The day of the hand-off: rows dated before it go.
    pub as_of: NaiveDate,
    /// The later of the clock's day and `as_of`: rows dated after it are in the future.
    pub today: NaiveDate,
}

/// Where a row stands tonight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// Dated before the configured start, and in the sheet since the first night.
    BeforeSince,
    /// Dated today.
    Waiting,
    /// Handed over before, unchanged.
    Already(ReportId),
    /// Handed over now.
    HandedOver(ReportId, Class),
    /// Repeats another row and is listed under the table.
    Withheld(Original),
    /// One of many rows dated before the start that appeared at once; listed under the table.
    WithheldEarly,
    /// Handed over before, and held back because its change looks like an accidental edit of the sheet;
    /// listed under the table.
    Quarantined(ReportId),
    /// Due now, and left to a later night because Google did not take it; with its ID where it has one.
    Deferred(Option<ReportId>),
}

/// A report that goes over tonight.
#[derive(Clone, Debug)]
pub struct PlannedLine {
    /// The entry for the ledger.
    pub entry: Entry,
    /// Index of the report among those read.
    pub report: usize,
    /// The fields that staff changed since the last revision.
    pub changed: Vec<Field>,
    /// The date before the start, where the row has one.
    pub early: Option<EarlyDate>,
    /// A report that this one may repeat.
    pub resembles: Option<ReportId>,
    /// The next steps on the day of the hand-off.
    pub to_do: ToDo,
    /// True if its texts were left out before, and go over now.
    pub missing_texts: bool,
    /// The alert in place of the texts, where no staff row says them any more.
    pub row_alert: Option<String>,
}

impl PlannedLine {
    /// The line of a ledger entry and the report it is made of.
    pub(super) fn new(entry: Entry, report: usize, to_do: ToDo) -> Self {
        Self {
            entry,
            report,
            changed: Vec::new(),
            early: None,
            resembles: None,
            to_do,
            missing_texts: false,
            row_alert: None,
        }
    }
}

/// A row that stays and is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Row of the staff tab.
    pub row: RowNumber,
    /// Why it stays.
    pub reason: WithheldReason,
}

/// Why a row is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithheldReason {
    /// A row that repeats the report with this ID.
    Repeats(ReportId),
    /// A row that repeats another row of the staff tab, which is not handed over tonight either.
    RepeatsRow(RowNumber),
    /// A row that may be this report, all of whose words stood in columns that are not there.
    MayRepeat(ReportId),
    /// One of many rows dated before the start that appeared at once.
    Early,
    /// A row of this report whose change looks like an accidental edit of the sheet.
    Quarantined(ReportId),
    /// A row that was due, and that Google did not take tonight.
    Deferred,
}

/// Most rows dated before the start that pass for a night's work: more of them at once are a book that
/// somebody pasted.
const EARLY: usize = 20;

/// Everything tonight will do to the spreadsheet, decided before the first write.
#[derive(Debug)]
pub struct Plan {
    /// The days it was made for.
    pub window: Window,
    /// How many rows have each disposition.
    pub balance: Balance,
    /// The disposition of each report, in the order in which they were read.
    pub dispositions: Vec<Disposition>,
    /// The lines that go over, in table order; the entries' numbers and lines are given when they are
    /// cut into hand-offs.
    pub lines: Vec<PlannedLine>,
    /// The rows listed under the table.
    pub withheld: Vec<Withheld>,
    /// The rows that are no reports, listed below those.
    pub headings: Vec<Heading>,
    /// How many unchanged reports went over incomplete and are complete by what is asked of them today.
    pub complete_today: u32,
    /// The columns of the staff tab from which an older version's cells end the quarantine, in their order.
    pub quarantined_columns: Vec<ColumnIndex>,
    /// The reports whose changes are let through and would be held.
    pub let_through: Vec<ReportId>,
    /// The reports whose changes were to be let through, and of which nothing is held.
    pub not_quarantined: Vec<ReportId>,
    /// Reports of the ledger that no row holds any more.
    pub missing: Vec<ReportId>,
    /// The rows of the first night whose date before the start is probably a slip.
    pub early: Vec<EarlyDate>,
    /// True if the night is the first.
    pub is_first_night: bool,
}

/// Gives every row its disposition and writes the lines of tonight's table.
///
/// `matches` says of each report what it is; `accepted` which held changes go all the same.
pub fn plan(
    sheet: &Sheet,
    matches: &[Match],
    ledger: &Ledger,
    window: Window,
    accepted: &AcceptedChanges,
    form: &Form,
    shifted: &BTreeSet<usize>,
) -> Plan {
    let reports = sheet.reports.as_slice();
    let mut dispositions: Vec<Option<Disposition>> = vec![None; reports.len()];
    let quarantined = Quarantine::of(reports, matches, ledger, accepted, window.as_of, form, shifted);

    let mut fresh = Vec::new();
    let mut revised: Vec<(usize, ReportId, &[Field])> = Vec::new();
    let mut without_texts = Vec::new();
    let mut complete_today = 0;

    for (at, (report, found)) in reports.iter().zip(matches).enumerate() {
        match found {
            Match::Same(id) if owes_texts(*id, report, ledger, window) => without_texts.push((at, *id)),
            // It lacked what nobody could read; the row has not changed, and the sheet has.
            Match::Same(id) if is_completed(report, *id, ledger) && gained_a_column(report, *id, ledger) => {
                revised.push((at, *id, &[][..]));
            }
            Match::Same(id) => {
                complete_today += u32::from(is_completed(report, *id, ledger));
                dispositions[at] = Some(Disposition::Already(*id));
            }
            Match::Changed { id, .. } if quarantined.rows.contains(&at) => {
                dispositions[at] = Some(Disposition::Quarantined(*id));
            }
            // Nobody has been handed it yet, so that it goes or stays as a new row does.
            Match::Changed { id, fields } if ledger.was_never_handed_over(*id) => {
                match skipped(report, window) {
                    Some(disposition) => dispositions[at] = Some(disposition),
                    None => revised.push((at, *id, fields)),
                }
            }
            Match::Changed { id, fields } => revised.push((at, *id, fields)),
            Match::BeforeStart => dispositions[at] = Some(Disposition::BeforeSince),
            Match::Repeat(_) | Match::New { .. } if waits(report, window) => {
                dispositions[at] = Some(Disposition::Waiting);
            }
            Match::Repeat(original) if !repeats_nothing(*original, ledger) => {
                dispositions[at] = Some(Disposition::Withheld(*original));
            }
            Match::Repeat(_) | Match::New { .. } => fresh.push(at),
        }
    }

    let early = |at: &usize| is_before(&reports[*at], window.since);
    let is_pasted = fresh.iter().filter(|at| early(at)).count() > EARLY;
    if is_pasted && *accepted != AcceptedChanges::All {
        for at in fresh.iter().filter(|at| early(at)) {
            dispositions[*at] = Some(Disposition::WithheldEarly);
        }
        fresh.retain(|at| !early(at));
    }

    let mut table: Vec<PlannedLine> = revised
        .into_iter()
        .filter_map(|(at, id, fields)| revise(at, &reports[at], id, fields, ledger, window, form))
        .collect();
    table.extend(first_revisions(&fresh, reports, ledger, window, form));
    table.extend(
        without_texts
            .into_iter()
            .filter_map(|(at, id)| with_texts(at, &reports[at], id, ledger, window, form)),
    );

    for line in &mut table {
        let report = &reports[line.report];
        line.to_do = ToDo::of(&line.entry, Some(report), ledger, form);
        dispositions[line.report] = Some(Disposition::HandedOver(line.entry.id, line.entry.class));
    }

    name_resembled(&mut table, matches, &dispositions);
    table.sort_by_cached_key(|line| table_order(line, &reports[line.report]));

    // Every report is given a disposition above; a row without one would be a lost row, so it is shown as
    // waiting: a later night looks at waiting rows again.
    let dispositions: Vec<Disposition> =
        dispositions.into_iter().map(|disposition| disposition.unwrap_or(Disposition::Waiting)).collect();
    let missing = missing(matches, ledger);
    let balance = balance(&dispositions, sheet, missing.len());
    let withheld = withheld(&dispositions, reports);

    let headings = sheet.headings.clone();
    let mut let_through = quarantined.let_through;
    if is_pasted {
        let early = table.iter().filter(|line| line.early.is_some() && line.entry.revision == 1);
        let_through.extend(early.map(|line| line.entry.id));
    }

    Plan {
        window,
        balance,
        dispositions,
        lines: table,
        withheld,
        headings,
        complete_today,
        quarantined_columns: Vec::new(),
        let_through,
        not_quarantined: quarantined.not_quarantined,
        missing,
        early: Vec::new(),
        is_first_night: false,
    }
}

impl Plan {
    /// A plan that is about no rows: lines that a command writes.
    pub fn of_lines(window: Window, balance: Balance, lines: Vec<PlannedLine>) -> Self {
        Self {
            window,
            balance,
            dispositions: Vec::new(),
            lines,
            withheld: Vec::new(),
            headings: Vec::new(),
            complete_today: 0,
            quarantined_columns: Vec::new(),
            let_through: Vec::new(),
            not_quarantined: Vec::new(),
            missing: Vec::new(),
            early: Vec::new(),
            is_first_night: false,
        }
    }

    /// Puts the lines in the order of their turns and leaves out those that wait for a later run. Reports that
    /// are new are numbered in that order, so that no ID is skipped where the last ones do not go over.
    pub fn arrange(&mut self, splitter: &BatchSplitter) {
        self.defer(|entry| splitter.is_deferred(&entry.fingerprint));

        let turn = |line: &PlannedLine| splitter.turn(&line.entry.fingerprint, line.missing_texts);
        if self.lines.iter().all(|line| turn(line) == Turn::Usual) {
            return;
        }

        let is_new = |line: &&PlannedLine| line.entry.revision == 1;
        let before: Vec<ReportId> = self.lines.iter().filter(is_new).map(|line| line.entry.id).collect();
        self.lines.sort_by_key(turn);
        let after = self.lines.iter().filter(is_new).map(|line| line.entry.id);
        let mut ids = before.clone();
        ids.sort_unstable();
        let given: HashMap<ReportId, ReportId> = after.zip(ids).collect();

        self.rename(|id| given.get(&id).copied().or(Some(id)));
    }

    /// Leaves lines to a later run: their rows count as withheld and are listed.
    pub fn defer(&mut self, deferred: impl Fn(&Entry) -> bool) {
        let (left, lines) =
            std::mem::take(&mut self.lines).into_iter().partition(|line| deferred(&line.entry));
        self.lines = lines;
        let left: Vec<PlannedLine> = left;

        for PlannedLine { entry, report, .. } in &left {
            let id = (entry.revision > 1).then_some(entry.id);
            self.dispositions[*report] = Disposition::Deferred(id);
            self.withheld.push(Withheld { row: entry.row, reason: WithheldReason::Deferred });
            self.balance.withheld += 1;
            self.balance.deferred += 1;
            *self.balance.of_class(entry.class) -= 1;
        }
        self.withheld.sort_by_key(|withheld| withheld.row);

        // An ID that is not given tonight is another report's tomorrow.
        let not_given: HashMap<ReportId, RowNumber> = left
            .iter()
            .filter(|line| line.entry.revision == 1)
            .map(|line| (line.entry.id, line.entry.row))
            .collect();
        for withheld in &mut self.withheld {
            if let WithheldReason::Repeats(id) = withheld.reason
                && let Some(row) = not_given.get(&id)
            {
                withheld.reason = WithheldReason::RepeatsRow(*row);
            }
        }
        self.rename(|id| (!not_given.contains_key(&id)).then_some(id));
    }

    /// Gives reports other IDs wherever the plan names them; an alert about one that gets none goes.
    fn rename(&mut self, renamed: impl Fn(ReportId) -> Option<ReportId>) {
        let given = |id: ReportId| renamed(id).unwrap_or(id);
        for line in &mut self.lines {
            line.entry.id = given(line.entry.id);
            line.resembles = line.resembles.and_then(&renamed);
            self.dispositions[line.report] = Disposition::HandedOver(line.entry.id, line.entry.class);
        }
        for withheld in &mut self.withheld {
            if let WithheldReason::Repeats(id) = &mut withheld.reason {
                *id = given(*id);
            }
        }
        self.let_through = self.let_through.iter().copied().filter_map(renamed).collect();
    }

    /// The reports among these entries that go over only because a person let them through.
    pub fn let_through_of(&self, entries: &[Entry]) -> impl Iterator<Item = ReportId> {
        let ids = entries.iter().map(|entry| entry.id);
        ids.filter(|id| self.let_through.contains(id))
    }

    /// The rows that were due and wait for a later run.
    pub fn deferred(&self) -> impl Iterator<Item = RowNumber> {
        let deferred = self.withheld.iter().filter(|withheld| withheld.reason == WithheldReason::Deferred);
        deferred.map(|withheld| withheld.row)
    }

    /// Settles what became of the plan once this run has handed over these entries, oldest first: lines that are
    /// not among them are deferred, and reports that it had handed over before it read the sheet for this plan
    /// count as handed over now, not as known of old. A report of which it handed over several revisions counts
    /// once, as the newest.
    pub fn settle<'a>(&mut self, handed_over: impl Iterator<Item = &'a Entry> + Clone) {
        let stand: HashSet<(ReportId, u32)> =
            handed_over.clone().map(|entry| (entry.id, entry.revision)).collect();
        self.defer(|entry| !stand.contains(&(entry.id, entry.revision)));

        let classes: HashMap<ReportId, Class> = handed_over.map(|entry| (entry.id, entry.class)).collect();
        for disposition in &self.dispositions {
            if let Disposition::Already(id) = disposition
                && let Some(class) = classes.get(id)
            {
                self.balance.already -= 1;
                *self.balance.of_class(*class) += 1;
            }
        }
    }
}

/// Returns `true` if a report went over incomplete, and its row is complete by what is asked of it today.
fn is_completed(report: &Report, id: ReportId, ledger: &Ledger) -> bool {
    let is_open = !ledger.is_annulled(id) && !ledger.was_never_handed_over(id);
    is_open && report.verdict.is_complete() && !ledger.went_out_complete(id)
}

/// Returns `true` if a report says something in a column of what it lacked which was not there at its last
/// revision.
fn gained_a_column(report: &Report, id: ReportId, ledger: &Ledger) -> bool {
    let Some(latest) = ledger.latest(id) else { return false };
    let fields = latest.missing.iter().flat_map(|criterion| fields_of(*criterion));
    let mut gained = fields.filter(|field| !latest.digests.read().has(**field));
    gained.any(|field| report.digests.get(*field).is_some())
}

/// The fields by which a criterion can be met.
fn fields_of(criterion: Criterion) -> &'static [Field] {
    match criterion {
        Criterion::Identification => &[Field::Name, Field::Document, Field::DocumentType],
        Criterion::Address => &[Field::Address, Field::Email],
        Criterion::Subject => &[Field::Subject],
        Criterion::Grounds => &[Field::Grounds],
    }
}

/// The sentence about reports that only today's rules make complete, in words for the office; `None` where
/// there are none.
pub fn complete_today(count: u32) -> Option<String> {
    match count {
        0 => None,
        1 => Some(
            "1 reporte que salió POR COMPLETAR se lee hoy como completo; revise en Pendientes".to_owned(),
        ),
        count => Some(format!(
            "{count} reportes que salieron POR COMPLETAR se leen hoy como completos; revise en Pendientes"
        )),
    }
}

/// Why a row that the operator had recorded as known does not go tonight, if it does not.
fn skipped(report: &Report, window: Window) -> Option<Disposition> {
    if is_before(report, window.since) {
        Some(Disposition::BeforeSince)
    } else {
        waits(report, window).then_some(Disposition::Waiting)
    }
}

fn is_before(report: &Report, since: NaiveDate) -> bool {
    report.received.is_some_and(|received| received.date < since)
}

/// Returns `true` if the time of a row has not come. A row without a usable date goes: nobody can say that
/// its time has not come.
fn waits(report: &Report, window: Window) -> bool {
    report.received.is_some_and(|received| (window.as_of..=window.today).contains(&received.date))
}

/// Returns `true` if the texts of a report were left out on an earlier day, and its row says the same. They are
/// tried once more and no oftener.
fn owes_texts(id: ReportId, report: &Report, ledger: &Ledger, window: Window) -> bool {
    ledger.lacks_texts(id, &report.digests)
        && ledger.latest(id).is_some_and(|latest| latest.handed_over < window.as_of)
}

/// The amendment of a report that carries the texts which were left out of its last revision.
fn with_texts(
    at: usize,
    report: &Report,
    id: ReportId,
    ledger: &Ledger,
    window: Window,
    form: &Form,
) -> Option<PlannedLine> {
    let mut line = revise(at, report, id, &[], ledger, window, form)?;
    line.entry.class = Class::Amendment;
    line.missing_texts = true;
    Some(line)
}

/// Returns `true` if the report that a row repeats was never handed over: its repeat is the first that
/// anybody would see.
fn repeats_nothing(original: Original, ledger: &Ledger) -> bool {
    matches!(original, Original::Entry(id) if ledger.was_never_handed_over(id))
}

/// The next revision of a report that staff changed. A report that has never been complete and now
/// is goes out as PQR; every other change is an amendment. The term keeps its first day, and its length unless the
/// change is one of what it hangs on.
fn revise(
    at: usize,
    report: &Report,
    id: ReportId,
    changed: &[Field],
    ledger: &Ledger,
    window: Window,
    form: &Form,
) -> Option<PlannedLine> {
    let latest = ledger.latest(id)?;
    let completes = report.verdict.is_complete() && !ledger.went_out_complete(id);
    let never = ledger.was_never_handed_over(id);
    let class = match (completes, never) {
        (true, _) => Class::Pqr,
        (false, true) => Class::Incomplete,
        (false, false) => Class::Amendment,
    };

    let revisions: Vec<&Entry> = ledger.revisions(id).collect();
    let mut line = line(at, report, id, class, window, form);
    line.entry.revision = latest.revision + 1;
    // A report of before a new start is none of a mistaken year.
    line.early = line.early.filter(|early| early.meant.is_some());

    if let Some(mut term) = Term::of(&revisions) {
        let deadlines = form.deadlines();
        let days = report.term_days(deadlines.terms());
        if moves_the_term(report, changed, latest)
            && term.days != Some(days)
            && let Some(due) = deadlines.after(term.received, days)
        {
            term = Term { due, days: Some(days), ..term };
        }
        (line.entry.due, line.entry.term_days) = (Some(term.due), term.days);
    }

    if !never {
        changed.clone_into(&mut line.changed);
    }

    Some(line)
}

/// Returns `true` if a revision may say something else than the one before of what the term hangs on: of the person
/// or, where that is no user, of what is asked.
fn moves_the_term(report: &Report, changed: &[Field], before: &Entry) -> bool {
    let is_news = |field: Field| {
        let is_first = !before.digests.read().has(field) && report.digests.get(field).is_some();
        is_first || changed.contains(&field)
    };
    let asked = [Field::Kind, Field::Subject, Field::Grounds];
    let is_no_user = report.quality == Quality::NotUser;
    [Field::Quality, Field::Subscriber].into_iter().any(is_news)
        || is_no_user && asked.into_iter().any(is_news)
}

/// The first revision of each new report. IDs are given in table order, so the order of the rows
/// in the sheet changes nothing.
fn first_revisions(
    fresh: &[usize],
    reports: &[Report],
    ledger: &Ledger,
    window: Window,
    form: &Form,
) -> Vec<PlannedLine> {
    let year = window.as_of.year();
    let placeholder = ReportId { year, number: 0 };
    let mut lines: Vec<PlannedLine> = fresh
        .iter()
        .map(|at| {
            let class = if reports[*at].verdict.is_complete() { Class::Pqr } else { Class::Incomplete };
            line(*at, &reports[*at], placeholder, class, window, form)
        })
        .collect();

    lines.sort_by_cached_key(|line| table_order(line, &reports[line.report]));
    for (line, number) in lines.iter_mut().zip(ledger.last_id_of(year) + 1..) {
        line.entry.id = ReportId { year, number };
    }

    lines
}

fn line(at: usize, report: &Report, id: ReportId, class: Class, window: Window, form: &Form) -> PlannedLine {
    let deadlines = form.deadlines();
    // The clock starts with the message; a day that has not come yet starts nothing.
    let received = report.received.map(|received| received.date).filter(|date| *date <= window.today);
    let days = report.term_days(deadlines.terms());
    let due = received.and_then(|date| deadlines.after(date, days));
    let term_days = due.map(|_| days);
    let entry = Entry { due, term_days, ..Entry::of(report, id, class, form, window.as_of) };

    let early = EarlyDate::of(report, window.since, window.as_of);
    PlannedLine { early, ..PlannedLine::new(entry, at, ToDo::default()) }
}

/// PQR first, then those to complete, then amendments; within each, rows without a deadline first,
/// because somebody has to find their date, then by deadline.
fn table_order(
    line: &PlannedLine,
    report: &Report,
) -> (Class, Option<NaiveDate>, Option<crate::domain::form::report::Received>, String, RowNumber) {
    let entry = &line.entry;
    (entry.class, entry.due, report.received, entry.fingerprint.to_string(), entry.row)
}

/// Puts IDs in place of rows in the alerts about possible repeats.
fn name_resembled(table: &mut [PlannedLine], matches: &[Match], dispositions: &[Option<Disposition>]) {
    for line in table {
        let Match::New { resembles: Some(original) } = &matches[line.report] else { continue };
        line.resembles = match original {
            Original::Entry(id) | Original::Unread(id) => Some(*id),
            Original::NewRow(row) => match dispositions[*row] {
                Some(Disposition::HandedOver(id, _) | Disposition::Already(id)) => Some(id),
                _ => None,
            },
        };
    }
}

fn missing(matches: &[Match], ledger: &Ledger) -> Vec<ReportId> {
    let present: HashSet<ReportId> = matches
        .iter()
        .filter_map(|found| match found {
            Match::Same(id) | Match::Changed { id, .. } => Some(*id),
            Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
        })
        .collect();
    let missed = |id: &ReportId| !ledger.is_annulled(*id) && !ledger.is_known_before(*id);
    ledger.ids().filter(|id| !present.contains(id) && missed(id)).collect()
}

fn balance(dispositions: &[Disposition], sheet: &Sheet, missing: usize) -> Balance {
    let headings = u32::try_from(sheet.headings.len()).unwrap_or(u32::MAX);
    let count = |of: fn(&Disposition) -> bool| {
        u32::try_from(dispositions.iter().filter(|disposition| of(disposition)).count()).unwrap_or(u32::MAX)
    };
    Balance {
        rows: count(|_| true) + headings + sheet.empty,
        empty: sheet.empty,
        headings,
        before_since: count(|disposition| matches!(disposition, Disposition::BeforeSince)),
        waiting: count(|disposition| matches!(disposition, Disposition::Waiting)),
        already: count(|disposition| matches!(disposition, Disposition::Already(_))),
        pqr: count(|disposition| matches!(disposition, Disposition::HandedOver(_, Class::Pqr))),
        incomplete: count(|disposition| matches!(disposition, Disposition::HandedOver(_, Class::Incomplete))),
        amended: count(|disposition| matches!(disposition, Disposition::HandedOver(_, Class::Amendment))),
        withheld: count(|disposition| {
            matches!(
                disposition,
                Disposition::Withheld(_) | Disposition::WithheldEarly | Disposition::Quarantined(_)
            )
        }),
        deferred: 0,
        early: count(|disposition| matches!(disposition, Disposition::WithheldEarly)),
        quarantined: count(|disposition| matches!(disposition, Disposition::Quarantined(_))),
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        annulled: 0,
        reinstated: 0,
        reopened: 0,
    }
}

fn withheld(dispositions: &[Disposition], reports: &[Report]) -> Vec<Withheld> {
    let reason = |disposition: &Disposition| match disposition {
        Disposition::Quarantined(id) => Some(WithheldReason::Quarantined(*id)),
        Disposition::WithheldEarly => Some(WithheldReason::Early),
        Disposition::Withheld(Original::Entry(id)) => Some(WithheldReason::Repeats(*id)),
        Disposition::Withheld(Original::Unread(id)) => Some(WithheldReason::MayRepeat(*id)),
        Disposition::Withheld(Original::NewRow(row)) => match dispositions[*row] {
            Disposition::HandedOver(id, _) | Disposition::Already(id) => Some(WithheldReason::Repeats(id)),
            _ => Some(WithheldReason::RepeatsRow(reports[*row].row)),
        },
        _ => None,
    };

    let rows = dispositions.iter().zip(reports);
    rows.filter_map(|(disposition, report)| Some(Withheld { row: report.row, reason: reason(disposition)? }))
        .collect()
}

#[cfg(test)]
mod tests;
