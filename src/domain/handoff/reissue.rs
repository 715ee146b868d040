//! Lines that a hand-off tab has lost to a slip of people, put into a tab of their own.
//!
//! The tab itself is never touched again: clerks have typed in it. What it lost is written anew
//! from the staff row that still says the same, or else from what the ledger knows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::form::Form;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::plan::PlannedLine;
use crate::domain::handoff::staff_rows::{FoundRow, StaffRows};
use crate::domain::handoff::tab::{self, HandoffTab};
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::{Ledger, WATCHED_DAYS};
use crate::sheet::tab_cell::TabCell;

/// The lines that one hand-off's tab has lost, ready to be written.
#[derive(Debug)]
pub struct Reissue {
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// Title of the tab that will hold the lines.
    pub title: String,
    /// The tab's content.
    pub tab: HandoffTab,
}

/// The IDs that each hand-off's tabs no longer list, for hand-offs that are recent enough.
pub fn lost(
    ledger: &Ledger,
    listed: &BTreeMap<HandoffNumber, Listed>,
    as_of: NaiveDate,
) -> BTreeMap<HandoffNumber, BTreeSet<ReportId>> {
    let watched = |entry: &&Entry| {
        let put_away = entry.class == Class::Archived || ledger.is_archived(entry.number);
        !put_away && (as_of - entry.handed_over).num_days() <= WATCHED_DAYS
    };
    let mut lost: BTreeMap<HandoffNumber, BTreeSet<ReportId>> = BTreeMap::new();

    // Number 0 has no tab.
    for entry in ledger.entries().iter().filter(|entry| !entry.number.is_known_before()).filter(watched) {
        let there = listed.get(&entry.number).is_some_and(|tab| tab.reports.contains(&entry.id));
        if !there {
            lost.entry(entry.number).or_default().insert(entry.id);
        }
    }

    lost
}

/// Writes the tab for the lines that one hand-off has lost. `titles` are those of the tabs that
/// exist; `instant` is now, in Colombian time.
pub fn reissue(
    number: HandoffNumber,
    lost: &BTreeSet<ReportId>,
    assessment: &Assessment,
    ledger: &Ledger,
    form: &Form,
    titles: &[&str],
    instant: NaiveDateTime,
) -> Reissue {
    let (rows, entity) = (StaffRows::of(assessment), form.entity());
    let entries: Vec<&Entry> = ledger.handoff(number).filter(|entry| lost.contains(&entry.id)).collect();
    let lines: Vec<Vec<TabCell>> = entries.iter().map(|entry| line(entry, &rows, ledger, form)).collect();
    // What the office has filled in since, or what is said of a row that changed, differs from what went out.
    let record = |(entry, cells): (&&Entry, &Vec<TabCell>)| {
        tab::record_anew(&entry.cells(), ledger.link_after(number), &tab::delivered(cells))
    };
    let records = entries.iter().zip(&lines).map(record).collect();
    let handed_over = entries.first().map(|entry| entry.handed_over).unwrap_or_default();
    let title = TakenTitles::of(titles.iter().copied()).take(&format!("Traslado {handed_over} (repuesto)"));

    let about = format!(
        "Filas repuestas: {} de {}. Lo que {} había escrito en ellas no se puede reponer.",
        entries.len(),
        ledger.handoff(number).count(),
        entity.clerks_office,
    );

    let heading = format!(
        "Traslado n.º {number}, repuesto: su pestaña fue borrada o perdió filas · {} · {} (hora de Colombia)",
        entity.judged_by(),
        instant.format("%d/%m/%Y %H:%M"),
    );

    Reissue { number, title, tab: tab::table(heading, about, entity, lines, records) }
}

/// A lost line: what its staff row says, or else what the ledger knows.
fn line(entry: &Entry, rows: &StaffRows<'_>, ledger: &Ledger, form: &Form) -> Vec<TabCell> {
    let to_do = |report| ToDo::of(entry, report, ledger, form);
    if entry.class == Class::Annulled {
        // Its line never held the citizen's texts.
        return tab::minimal_row(entry, entry.received, &to_do(None), &format!("Anulado: {}", entry.note));
    }
    match rows.find(entry) {
        FoundRow::SaysTheSame(report) => {
            // What Google refused of a line once, it would refuse of the whole tab.
            let row = if ledger.says_no_texts(entry) { tab::row_without_texts } else { tab::row };
            let moved = Entry { row: report.row, ..entry.clone() };
            row(&PlannedLine::new(moved, 0, to_do(Some(report))), report)
        }
        FoundRow::No(alert) => tab::minimal_row(entry, entry.received, &to_do(None), &alert),
    }
}

#[cfg(test)]
mod tests;
