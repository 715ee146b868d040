//! What tonight will do: one disposition for every row, and the hand-offs to write.

use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::finding::field::Field;
use crate::domain::form::heading::Heading;
use crate::domain::form::report::Report;
use crate::domain::form::{Form, Sheet};
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::quarantine::{AcceptedChanges, Quarantine};
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::deadlines::Deadlines;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::reconcile::{Match, Original};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;

/// The conditions that decide which rows go tonight, beside what they say.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Rows dated before this day are never handed over.
    pub since: NaiveDate,
    /// The day of the hand-off: rows dated before it go.
    pub as_of: NaiveDate,
    /// The later of the clock's day and `as_of`: rows dated after it are in the future.
    pub today: NaiveDate,
}

/// Where a row stands tonight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// Dated before the configured start.
    BeforeSince,
    /// Dated today.
    Waiting,
    /// Handed over before, unchanged.
    Already(ReportId),
    /// Handed over now.
    HandedOver(ReportId, Class),
    /// Repeats another row and is listed under the table.
    Withheld(Original),
    /// Handed over before, and held back because its change looks like an accidental edit of the sheet;
    /// listed under the table.
    Quarantined(ReportId),
}

/// A report that goes over tonight.
#[derive(Debug)]
pub struct PlannedLine {
    /// The entry for the ledger.
    pub entry: Entry,
    /// Index of the report among those read.
    pub report: usize,
    /// The fields that staff changed since the last revision.
    pub changed: Vec<Field>,
    /// A report that this one may repeat.
    pub resembles: Option<ReportId>,
    /// The day by which the office itself wants to have acted.
    pub target: Option<NaiveDate>,
    /// The day by which it must be sent on, should it belong to another entity.
    pub transfer: Option<NaiveDate>,
}

impl PlannedLine {
    /// The line of a ledger entry and the report it is made of.
    pub(super) fn new(entry: Entry, report: usize, deadlines: Deadlines<'_>) -> Self {
        let target = target(&entry, deadlines);
        // Without a due date the day of the message is not known, or has not come yet.
        let transfer = entry.due.and(entry.received).and_then(|received| deadlines.transfer(received));
        Self { entry, report, changed: Vec::new(), resembles: None, target, transfer }
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
    /// A row of this report whose change looks like an accidental edit of the sheet.
    Quarantined(ReportId),
}

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
    /// The columns of the staff tab from which an older version's cells end the quarantine, in their order.
    pub quarantined_columns: Vec<ColumnIndex>,
    /// The reports whose changes were to be let through, and of which nothing is held.
    pub not_quarantined: Vec<ReportId>,
    /// Reports of the ledger that no row holds any more.
    pub missing: Vec<ReportId>,
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
) -> Plan {
    let reports = sheet.reports.as_slice();
    let mut dispositions: Vec<Option<Disposition>> = vec![None; reports.len()];
    let quarantined = Quarantine::of(reports, matches, ledger, accepted, window.as_of, form);

    let mut fresh = Vec::new();
    let mut revised = Vec::new();

    for (at, (report, found)) in reports.iter().zip(matches).enumerate() {
        match found {
            Match::Same(id) => dispositions[at] = Some(Disposition::Already(*id)),
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
            Match::Repeat(_) | Match::New { .. } => match skipped(report, window) {
                Some(disposition) => dispositions[at] = Some(disposition),
                None => match found {
                    Match::Repeat(original) if !repeats_nothing(*original, ledger) => {
                        dispositions[at] = Some(Disposition::Withheld(*original));
                    }
                    _ => fresh.push(at),
                },
            },
        }
    }

    let mut table: Vec<PlannedLine> = revised
        .into_iter()
        .filter_map(|(at, id, fields)| revise(at, &reports[at], id, fields, ledger, window, form))
        .collect();
    table.extend(first_revisions(&fresh, reports, ledger, window, form));

    for line in &table {
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

    Plan {
        window,
        balance,
        dispositions,
        lines: table,
        withheld,
        headings,
        quarantined_columns: Vec::new(),
        not_quarantined: quarantined.not_quarantined,
        missing,
    }
}

impl Plan {
    /// Counts reports that this run has handed over before it read the sheet for this plan as handed
    /// over now, not as known of old.
    pub fn count_as_tonights<'a>(&mut self, handed_over: impl IntoIterator<Item = &'a Entry>) {
        let known: HashSet<ReportId> = self
            .dispositions
            .iter()
            .filter_map(
                |disposition| if let Disposition::Already(id) = disposition { Some(*id) } else { None },
            )
            .collect();

        for entry in handed_over.into_iter().filter(|entry| known.contains(&entry.id)) {
            self.balance.already -= 1;
            match entry.class {
                Class::Pqr => self.balance.pqr += 1,
                Class::Incomplete => self.balance.incomplete += 1,
                Class::Amendment => self.balance.amended += 1,
                // No night annuls anything, none goes back before the first, and what is archived is no row.
                Class::Annulled | Class::Archived | Class::KnownBefore => self.balance.already += 1,
            }
        }
    }
}

/// Why a row that is not in the ledger does not go tonight, if it does not. A row without a usable
/// date goes: nobody can say that its time has not come.
fn skipped(report: &Report, window: Window) -> Option<Disposition> {
    let date = report.received?.date;
    if date < window.since {
        Some(Disposition::BeforeSince)
    } else if date >= window.as_of && date <= window.today {
        Some(Disposition::Waiting)
    } else {
        None
    }
}

/// Returns `true` if the report that a row repeats was never handed over: its repeat is the first that
/// anybody would see.
fn repeats_nothing(original: Original, ledger: &Ledger) -> bool {
    matches!(original, Original::Entry(id) if ledger.was_never_handed_over(id))
}

/// The next revision of a report that staff changed. A report that has never been complete and now
/// is goes out as PQR; every other change is an amendment. The term keeps its first day.
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

    let first = ledger.revisions(id).find(|entry| entry.due.is_some());
    let mut line = line(at, report, id, class, window, form);
    line.entry.revision = latest.revision + 1;

    if let Some(first) = first {
        (line.entry.due, line.entry.term_days) = (first.due, first.term_days);
        line.target = target(&line.entry, form.deadlines());
    }

    if !never {
        changed.clone_into(&mut line.changed);
    }

    Some(line)
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
    let due = received.and_then(|date| deadlines.answer(date));
    let term_days = due.map(|_| deadlines.terms().response_days);
    let entry = Entry { due, term_days, ..Entry::of(report, id, class, form, window.as_of) };

    PlannedLine::new(entry, at, deadlines)
}

/// An incomplete report is to be returned to the citizen within the term to require (CPACA art.
/// 17); any other has its answer ready some business days before it is due.
pub(super) fn target(entry: &Entry, deadlines: Deadlines<'_>) -> Option<NaiveDate> {
    let due = entry.due?;
    match entry.class {
        Class::Incomplete => deadlines.request(entry.received?),
        Class::Pqr | Class::Amendment => deadlines.target(due),
        Class::Annulled | Class::Archived | Class::KnownBefore => None,
    }
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
            Original::Entry(id) => Some(*id),
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
            Match::Repeat(_) | Match::New { .. } => None,
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
            matches!(disposition, Disposition::Withheld(_) | Disposition::Quarantined(_))
        }),
        quarantined: count(|disposition| matches!(disposition, Disposition::Quarantined(_))),
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        annulled: 0,
    }
}

fn withheld(dispositions: &[Disposition], reports: &[Report]) -> Vec<Withheld> {
    let reason = |disposition: &Disposition| match disposition {
        Disposition::Quarantined(id) => Some(WithheldReason::Quarantined(*id)),
        Disposition::Withheld(Original::Entry(id)) => Some(WithheldReason::Repeats(*id)),
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
