//! The tab that lists what is archived: for people, where each report went; in its hidden columns, the
//! ledger lines that the archived tabs carried and those that record where they went, from which a
//! damaged ledger is rebuilt as from any tab.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::tab;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::entry::Entry;
use crate::sheet::cell::Cell;
use crate::sheet::tab_cell::TabCell;

/// Headers of the tab.
pub const HEADERS: [&str; 13] = [
    "ID",
    "Traslado n.º",
    "Archivado con el n.º",
    "Clase",
    "Recibido",
    "Vence",
    "Radicado",
    "Estado",
    "Fecha del estado",
    "Responsable",
    "Dónde está",
    "Asiento del traslado",
    "Asiento del archivo",
];

/// How many columns it has.
pub const COLUMNS: u32 = 13;
/// The columns that name a line: its ID, the number of its hand-off, and that of the archiving.
pub const KEYS: Range<u32> = 0..3;
/// The hidden columns.
pub const RECORDS: Range<u32> = 11..13;
/// Widths of the others, in pixels.
pub const WIDTHS: [i32; 11] = [110, 90, 100, 130, 90, 90, 120, 110, 110, 150, 420];

/// The lines that the tab lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveIndex {
    /// The archived lines: hand-off and report.
    lines: BTreeSet<(HandoffNumber, ReportId)>,
    /// The hand-offs, and the numbers that record their archiving.
    numbers: BTreeSet<HandoffNumber>,
}

impl ArchiveIndex {
    /// Reads the columns of [`KEYS`].
    pub fn read(rows: &[Vec<Cell>]) -> Self {
        let text = |row: &[Cell], column: usize| row.get(column).map(|cell| cell.text().trim().to_owned());
        let number = |row: &[Cell], column: usize| text(row, column)?.parse::<HandoffNumber>().ok();
        let line = |row: &Vec<Cell>| Some((number(row, 1)?, text(row, 0)?.parse().ok()?));
        let numbers = |row| [1, 2].into_iter().filter_map(move |column| number(row, column));
        Self {
            lines: rows.iter().filter_map(line).collect(),
            numbers: rows.iter().flat_map(|row| numbers(row)).collect(),
        }
    }

    /// The numbers of which it carries ledger lines.
    pub fn numbers(&self) -> impl Iterator<Item = HandoffNumber> {
        self.numbers.iter().copied()
    }

    /// The archived lines that it does not list: the record of each in the ledger, and what it says.
    pub fn missing<'a>(&'a self, ledger: &'a Ledger) -> Vec<(&'a Entry, &'a Archiving)> {
        let listed = |handoff: HandoffNumber, id: ReportId| self.lines.contains(&(handoff, id));
        ledger.archivings().filter(|(entry, archiving)| !listed(archiving.handoff, entry.id)).collect()
    }
}

/// The header.
pub fn header() -> Vec<Vec<TabCell>> {
    vec![HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect()]
}

/// One row for each archived line.
pub fn rows(lines: &[(&Entry, &Archiving)], ledger: &Ledger) -> Vec<Vec<TabCell>> {
    lines.iter().map(|(entry, archiving)| row(entry, archiving, ledger)).collect()
}

fn row(entry: &Entry, archiving: &Archiving, ledger: &Ledger) -> Vec<TabCell> {
    let text = |text: String| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text) };
    let date = |date: Option<chrono::NaiveDate>| date.map_or(TabCell::Blank, TabCell::Date);
    let record = |entry: &Entry| tab::record(&entry.cells(), ledger.link_after(entry.number));
    let handed_over = ledger.handoff(archiving.handoff).find(|line| line.id == entry.id);

    vec![
        text(entry.id.to_string()),
        text(archiving.handoff.to_string()),
        text(entry.number.to_string()),
        text(handed_over.map_or_else(String::new, |line| line.class.name().to_owned())),
        date(entry.received),
        date(entry.due),
        text(archiving.radicado.clone()),
        text(archiving.state.clone()),
        date(archiving.state_date),
        text(archiving.responsible.clone()),
        text(archiving.link()),
        text(handed_over.map(record).unwrap_or_default()),
        text(record(entry)),
    ]
}

/// One row for each report of which an archived tab said that it had vanished, so that no later tab
/// says it again.
pub fn vanished<'a>(tabs: impl Iterator<Item = &'a Listed>) -> Vec<Vec<TabCell>> {
    let ids: BTreeSet<ReportId> = tabs.flat_map(|tab| &tab.vanished).copied().collect();
    ids.into_iter().map(|id| vec![TabCell::Text(Listed::gone(id))]).collect()
}
