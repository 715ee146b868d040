//! Reads hand-offs as their tabs say them now, in the spreadsheet or in an archive, for a copy outside of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::handoff::copied::CopiedLines;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::entry::Class;
use crate::error::Error;
use crate::google::sheets::{Area, Render};
use crate::session::Session;
use crate::steps::verify::{self, Reading};

/// A hand-off as its tabs say it.
#[derive(Debug)]
pub struct CopiedHandoff {
    /// The hand-off's number.
    pub number: HandoffNumber,
    /// The hand-off's day.
    pub day: NaiveDate,
    /// How many lines of it the ledger has.
    pub expected: usize,
    /// The lines that were found.
    pub copied: CopiedLines,
}

/// The hand-offs of a ledger that have lines in tabs, by number, each with its day and how many lines it has.
pub fn handoffs(reading: &Reading) -> BTreeMap<HandoffNumber, (NaiveDate, usize)> {
    let handoffs = reading.verification.handoffs.iter().filter(|(number, _)| !number.is_known_before());
    let lines = handoffs.filter_map(|(number, lines)| {
        let listed = lines.iter().filter(|line| line.entry.class != Class::Archived);
        let day = listed.clone().map(|line| line.entry.handed_over).next()?;
        Some((*number, (day, listed.count())))
    });
    lines.collect()
}

/// Reads the hand-offs of these numbers.
///
/// # Errors
/// Google's, for any call.
pub async fn copies(
    session: &Session<'_>,
    reading: &Reading,
    numbers: &BTreeSet<HandoffNumber>,
) -> Result<Vec<CopiedHandoff>, Error> {
    let mut grids: BTreeMap<HandoffNumber, CopiedLines> = BTreeMap::new();
    let mut add = |number: HandoffNumber, grid: &[Vec<_>]| {
        grids.entry(number).and_modify(|copied| copied.add(grid)).or_insert_with(|| CopiedLines::of(grid));
    };

    let id_space = reading.cross_checks.id_space;
    let tabs = reading.metadata.tabs.iter();
    let wanted = tabs.filter_map(|tab| Some((tab.sheet_id, id_space.number_of_tab(tab.sheet_id)?)));
    let wanted: Vec<_> = wanted.filter(|(_, number)| numbers.contains(number)).collect();
    let areas: Vec<Area> = wanted.iter().map(|(sheet, _)| Area::tab(*sheet)).collect();
    let mut values = session.values(&areas, Render::Formula).await?;
    for (sheet, number) in wanted {
        add(number, &values.take(Area::tab(sheet)));
    }

    for (file, sheets) in verify::archived_sheets(&reading.verification.handoffs) {
        let wanted: Vec<_> = sheets.into_iter().filter(|(_, (number, _))| numbers.contains(number)).collect();
        if wanted.is_empty() {
            continue;
        }
        let areas: Vec<Area> = wanted.iter().map(|(sheet, _)| Area::tab(*sheet)).collect();
        let read = session.google.values_by_area(&file, &areas, Render::Formula).await;
        let mut values = read.map_err(|error| session.error(error))?;
        for (sheet, (number, _)) in wanted {
            add(number, &values.take(Area::tab(sheet)));
        }
    }

    let copied = handoffs(reading).into_iter().filter(|(number, _)| numbers.contains(number));
    Ok(copied
        .map(|(number, (day, expected))| {
            let copied = grids.remove(&number).unwrap_or_default();
            CopiedHandoff { number, day, expected, copied }
        })
        .collect())
}
