//! The numbers of the board.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::domain::clerks::answers::Answers;
use crate::domain::fields::channel::Network;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::{Class, Entry};
use crate::sheet::tab_cell::TabCell;

/// How many weeks are shown, up to that of the newest hand-off.
pub(super) const WEEKS: u32 = 26;
/// How many months are shown, up to the last in which an answer was due.
pub(super) const MONTHS: u32 = 12;
/// How many classes of days there are.
pub(super) const DELAYS: u32 = 5;

/// Classes of days from message to hand-off: their names and the longest in each.
const DELAY_CLASSES: [(&str, i64); DELAYS as usize] =
    [("0–1", 1), ("2–3", 3), ("4–7", 7), ("8–15", 15), ("más de 15", i64::MAX)];

/// The counts of the board.
#[derive(Debug)]
pub(super) struct Counted {
    newest: NaiveDate,
    /// By the Monday of the week and the position of the network; the last is for any other.
    weeks: BTreeMap<NaiveDate, Vec<i32>>,
    /// How many columns a week has.
    columns: usize,
    missing: Vec<(Criterion, i32)>,
    delays: [i32; DELAYS as usize],
    /// Due and answered in time, by the first day of the month.
    months: BTreeMap<NaiveDate, (i32, i32)>,
}

impl Counted {
    /// Counts every report once, by what it said when it was first handed over; what the office took
    /// back is left out.
    pub(super) fn of(ledger: &Ledger, answers: &Answers, networks: &[Network], today: NaiveDate) -> Self {
        let newest = ledger.entries().iter().filter(|entry| handed_over(entry.class));
        let newest = newest.map(|entry| entry.handed_over).max().unwrap_or(today);
        let mut counted = Self {
            newest,
            weeks: BTreeMap::new(),
            columns: networks.len() + 1,
            missing: Criterion::ALL.map(|criterion| (criterion, 0)).into(),
            delays: Default::default(),
            months: BTreeMap::new(),
        };

        let oldest = monday(newest).checked_sub_days(Days::new(7 * u64::from(WEEKS - 1))).unwrap_or(newest);
        let first = |entry: &&Entry| entry.revision == 1 && handed_over(entry.class);

        for entry in ledger.entries().iter().filter(first).filter(|entry| !ledger.is_annulled(entry.id)) {
            counted.count_answer(entry, ledger, answers, today);
            let received = entry.received.filter(|day| *day <= entry.handed_over);
            let day = received.unwrap_or(entry.handed_over);
            if day < oldest {
                continue;
            }
            let network = &entry.classification.network;
            let official = networks.iter().position(|official| official.name() == network);
            let week = counted.weeks.entry(monday(day)).or_insert_with(|| vec![0; networks.len() + 1]);
            if let Some(count) = week.get_mut(official.unwrap_or(networks.len())) {
                *count += 1;
            }
            for (criterion, count) in &mut counted.missing {
                *count += i32::from(entry.missing.contains(criterion));
            }
            if let Some(received) = received {
                let days = (entry.handed_over - received).num_days();
                let class = DELAY_CLASSES.iter().position(|(_, longest)| days <= *longest);
                counted.delays[class.unwrap_or(0)] += 1;
            }
        }

        counted.missing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted
    }

    /// A report counts in the month in which its answer was due, once it is answered or the day has
    /// passed. Of one whose tabs people have put away nobody can tell.
    fn count_answer(&mut self, entry: &Entry, ledger: &Ledger, answers: &Answers, today: NaiveDate) {
        if answers.lines_of(entry.id).is_empty() {
            return;
        }
        let due = ledger.latest(entry.id).and_then(|latest| latest.due);
        let answered = answers.answered(entry.id, ledger, today);
        if let Some(due) = due.filter(|due| *due < today || answered.is_some()) {
            let (all, in_time) = self.months.entry(first_of_month(due)).or_default();
            *all += 1;
            *in_time += i32::from(answered.is_some_and(|day| day <= due));
        }
    }

    pub(super) fn weeks(&self) -> Vec<Vec<TabCell>> {
        let last = monday(self.newest);
        let weeks = (0..WEEKS).rev().filter_map(|back| last.checked_sub_days(Days::new(7 * u64::from(back))));
        weeks
            .map(|week| {
                let counts = self.weeks.get(&week).cloned().unwrap_or_else(|| vec![0; self.columns]);
                let mut cells = vec![TabCell::Text(week.format("%d/%m/%Y").to_string())];
                cells.extend(counts.into_iter().map(TabCell::Number));
                cells
            })
            .collect()
    }

    pub(super) fn criteria(&self) -> Vec<Vec<TabCell>> {
        let missing = self.missing.iter();
        missing.map(|(criterion, count)| named(criterion.name(), *count)).collect()
    }

    pub(super) fn delays(&self) -> Vec<Vec<TabCell>> {
        DELAY_CLASSES.iter().zip(self.delays).map(|((name, _), count)| named(name, count)).collect()
    }

    pub(super) fn months(&self) -> Vec<Vec<TabCell>> {
        let last = self.months.keys().next_back().copied().unwrap_or_else(|| first_of_month(self.newest));
        let months = (0..MONTHS).rev().filter_map(|back| last.checked_sub_months(Months::new(back)));
        months
            .map(|month| {
                let (all, in_time) = self.months.get(&month).copied().unwrap_or_default();
                let share = (in_time * 100).checked_div(all).and_then(|share| u8::try_from(share).ok());
                let mut cells = named(&month.format("%m/%Y").to_string(), all);
                cells.push(TabCell::Number(in_time));
                cells.push(share.map_or(TabCell::Blank, TabCell::Percent));
                cells
            })
            .collect()
    }
}

/// Returns `true` if the first line of a report says that it was handed over.
fn handed_over(class: Class) -> bool {
    match class {
        Class::Pqr | Class::Incomplete | Class::Amendment => true,
        Class::Annulled | Class::Archived | Class::KnownBefore => false,
    }
}

fn named(name: &str, count: i32) -> Vec<TabCell> {
    vec![TabCell::Text(name.to_owned()), TabCell::Number(count)]
}

fn monday(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
