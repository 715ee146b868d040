//! Reads what a verification needs: the metadata, the ledger, every hand-off tab, and the IDs beside the
//! staff's rows. What clerks read is compared by its digests; nothing of a citizen's is kept or said.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::config::Settings;
use crate::domain::archive::index::{self, RECORDS};
use crate::domain::clerks::history::StateHistory;
use crate::domain::handoff::comparison::{
    AcceptedCell, Comparison, DeliveredCell, DeliveredTab, compare, hidden_texts,
};
use crate::domain::handoff::night_log::{Decision, RecordedDecisions};
use crate::domain::handoff::table::Column;
use crate::domain::handoff::titles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, ServiceColumn};
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::cross_checks::{CrossChecks, HighWaterMark};
use crate::domain::ledger::entry::Class;
use crate::domain::ledger::lines::{self, Handoffs};
use crate::domain::ledger::repair_log::RepairRecord;
use crate::domain::ledger::verification::{HiddenColumn, Sources, Verification, verify};
use crate::error::Error;
use crate::google::ErrorKind;
use crate::google::sheets::{Area, Render, SpreadsheetMetadata, TabMetadata, ValuesByArea};
use crate::operation::state_dir::{self, HostRecord};
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::steps::{night_log, read};

/// How often a read is made again that does not agree with itself.
const READS: u32 = 3;

/// The proof, and what it was made from.
#[derive(Debug)]
pub struct Reading {
    /// The spreadsheet without its cells.
    pub metadata: SpreadsheetMetadata,
    /// The facts that stand outside the ledger.
    pub cross_checks: CrossChecks,
    /// The result of the verification.
    pub verification: Verification,
    /// The cells that clerks read, compared with those that were delivered.
    pub comparison: Comparison,
    /// The archived tabs, where they were asked for.
    pub archived: Option<ArchivedTabs>,
    /// The cells that somebody let stand.
    accepted: BTreeSet<AcceptedCell>,
    /// Lines of the tab that records decisions which are of another version or of none.
    pub unknown_decisions: Vec<RowNumber>,
    /// The states that nights have seen, and what of their tab is not as it was written.
    pub history: StateHistory,
    /// Ids of the records of how that tab ends, oldest first.
    pub history_records: Vec<i32>,
    /// IDs beside staff's rows that no hand-off gave: the cell of each.
    pub unknown_ids: Vec<String>,
    /// Repairs that were made, oldest first; `None` for a record that cannot be read.
    pub repairs: Vec<Option<RepairRecord>>,
}

/// Reads and proves. What does not agree is read again before it is believed: a run may have
/// committed in between.
///
/// # Errors
/// What the spreadsheet or Google is at fault with.
pub async fn reading(session: &Session<'_>, today: NaiveDate) -> Result<Reading, Error> {
    let mut last: Option<Reading> = None;
    for _ in 0..READS {
        let Some(reading) = attempt(session, today).await? else { continue };
        let wrong = |reading: &Reading| {
            (reading.verification.discrepancies.clone(), reading.history.faults().to_vec())
        };
        let (discrepancies, faults) = wrong(&reading);
        let is_whole = discrepancies.is_empty();
        let agrees_with_itself = is_whole && faults.is_empty();
        if agrees_with_itself || last.as_ref().is_some_and(|last| wrong(last) == (discrepancies, faults)) {
            if is_whole {
                remember(session.settings, &reading);
            }
            return Ok(reading);
        }
        last = Some(reading);
    }

    last.ok_or(Error::AnotherRun)
}

/// The archived tabs, each in its file.
#[derive(Clone, Debug, Default)]
pub struct ArchivedTabs {
    /// How many were compared.
    pub tabs: usize,
    /// The things that are gone from the archive, or cannot be read there, by their place.
    pub gone: Vec<String>,
}

/// Compares the archived tabs with what was delivered, each in the archive spreadsheet that its ledger line
/// names, and adds that to what was read.
///
/// # Errors
/// Google's, for any call. A file that is not found is none: it is named.
pub async fn read_archive(session: &Session<'_>, reading: &mut Reading) -> Result<(), Error> {
    let mut archived = ArchivedTabs::default();

    for (file, sheets) in archived_sheets(&reading.verification.handoffs) {
        let metadata = match session.google.metadata(&file).await {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => {
                archived.gone.push(format!("the archive spreadsheet {file} cannot be opened ({error})"));
                continue;
            }
            Err(error) => return Err(session.error(error)),
        };

        let stands = |sheet: &SheetId| metadata.tabs.iter().any(|tab| tab.sheet_id == *sheet);
        let areas: Vec<Area> =
            sheets.keys().filter(|sheet| stands(sheet)).map(|sheet| Area::tab(*sheet)).collect();
        let mut values = ValuesByArea::default();
        if !areas.is_empty() {
            let read = session.google.values_by_area(&file, &areas, Render::Formula).await;
            values = read.map_err(|error| session.error(error))?;
        }

        for (sheet, (number, lines)) in sheets {
            if !stands(&sheet) {
                archived.gone.push(format!(
                    "the tab of hand-off {number} is gone from the archive spreadsheet {file}"
                ));
                continue;
            }
            archived.tabs += 1;
            let (archive, place, grid) =
                (Some(file.clone()), place_of(&metadata, sheet), values.take(Area::tab(sheet)));
            let tab = DeliveredTab { number, archive, sheet, place, grid };
            let compared = compare(&reading.verification.handoffs, &[tab]).accepting(&reading.accepted);
            if compared.without_digest == 0 && compared.lines < lines {
                archived.gone.push(format!(
                    "the tab of hand-off {number} in the archive spreadsheet {file} has lost {} of its {lines} lines",
                    lines - compared.lines
                ));
            }
            reading.comparison.add(compared);
        }
    }

    reading.archived = Some(archived);
    Ok(())
}

/// The sheets of an archive spreadsheet with the hand-off of each and how many of its lines stand there.
pub(super) type ArchivedSheets = BTreeMap<SheetId, (HandoffNumber, usize)>;

/// The archived tabs that the ledger's lines name, by the file of each.
pub(super) fn archived_sheets(handoffs: &Handoffs) -> BTreeMap<String, ArchivedSheets> {
    let mut files: BTreeMap<String, ArchivedSheets> = BTreeMap::new();
    let lines = handoffs.values().flatten().filter(|line| line.entry.class == Class::Archived);
    for archiving in lines.filter_map(|line| line.entry.note.parse::<Archiving>().ok()) {
        let sheets = files.entry(archiving.file).or_default();
        let (_, count) = sheets.entry(archiving.sheet).or_insert((archiving.handoff, 0));
        *count += usize::from(archiving.row.is_some());
    }
    files
}

/// The hand-offs of which the ledger says that they are archived.
pub fn archived_numbers(handoffs: &Handoffs) -> BTreeSet<HandoffNumber> {
    archived_sheets(handoffs).into_values().flatten().map(|(_, (number, _))| number).collect()
}

/// The place of a tab among those that people see, from the left, counted from 1.
fn place_of(metadata: &SpreadsheetMetadata, sheet: SheetId) -> usize {
    let before = metadata.tabs.iter().take_while(|tab| tab.sheet_id != sheet);
    before.filter(|tab| !tab.hidden).count() + 1
}

/// Lets cells stand that changed, as they are now, and records who said so. A cell that is let stand already
/// is not recorded twice.
///
/// # Errors
/// [`Error::Usage`] where one of them did not change; whatever keeps it from being recorded.
pub async fn accept(
    session: &Session<'_>,
    reading: &Reading,
    cells: &[DeliveredCell],
    reason: &str,
) -> Result<(), Error> {
    let Comparison { changed, accepted: standing, .. } = &reading.comparison;
    let mut accepted = Vec::new();
    for cell in cells {
        let changed = changed.iter().filter(|changed| changed.cell == *cell);
        let before = accepted.len();
        accepted.extend(changed.map(AcceptedCell::of));
        if accepted.len() == before && !standing.iter().any(|changed| changed.cell == *cell) {
            return Err(Error::Usage(format!(
                "{cell} is no delivered cell that changed; `traslado verify` lists those that did"
            )));
        }
    }
    if accepted.is_empty() {
        return Ok(());
    }

    let decision = Decision {
        command: "verify --accept",
        who: night_log::who(),
        reason: reason.to_owned(),
        accepted,
        ..Decision::at(session.moment.in_colombia())
    };
    let (tabs, id_space) = (&reading.metadata.tabs, reading.cross_checks.id_space);
    let written = night_log::append(session, tabs, id_space, &decision).await;
    written.map(drop).map_err(|error| session.error(error))
}

/// Remembers that this host has seen what is proved.
fn remember(settings: &Settings, reading: &Reading) {
    if state_dir::high_water_mark(settings.state().as_ref()) == HostRecord::Unreadable {
        return;
    }
    let Reading { verification, cross_checks, .. } = reading;
    let (number, link, repairs) = (verification.head, verification.link.clone(), cross_checks.repairs);
    let seen = HighWaterMark { number, link, repairs, day: verification.handed_over };
    state_dir::remember(settings.state().as_ref(), cross_checks.high_water_mark.as_ref(), &seen);
}

/// The parts of a spreadsheet that a verification reads.
struct VerifiedParts<'a> {
    /// The ledger, where there is one.
    ledger: Option<Area>,
    /// The IDs beside the staff's rows, and the index of their column, where the service has one.
    ids: Option<(Area, ColumnIndex)>,
    /// The records in the archive's index, where there is one.
    index: Option<Area>,
    /// The tab that records what nights and commands decided, where there is one.
    night_log: Option<&'a TabMetadata>,
    /// The tab of the states that nights have seen, where there is one.
    history: Option<&'a TabMetadata>,
    /// The tab that repeats the lines of number 0, where there is one.
    known_before: Option<&'a TabMetadata>,
    /// The tabs of hand-offs with their numbers.
    handoffs: Vec<(&'a TabMetadata, HandoffNumber)>,
}

impl<'a> VerifiedParts<'a> {
    fn of(metadata: &'a SpreadsheetMetadata, cross_checks: &CrossChecks, staff: &TabMetadata) -> Self {
        let id_column = read::service_columns(staff).get(&ServiceColumn::Id).map(|tag| tag.index);
        let is_index = |tab: &&TabMetadata| {
            cross_checks.id_space.is_archive_index(tab.sheet_id) && tab.columns > RECORDS.start
        };
        let to_the_end = |tab: &TabMetadata, start: u32| {
            (tab.columns > start).then(|| Area::columns(tab.sheet_id, start, tab.columns))
        };
        let id_space = cross_checks.id_space;
        let carrying =
            |tab: &'a TabMetadata| id_space.number_of_tab(tab.sheet_id).map(|number| (tab, number));

        Self {
            ledger: cross_checks.has_ledger.then(|| Area::tab(ids::LEDGER)),
            ids: id_column.map(|at| (Area::columns(staff.sheet_id, at.offset(), at.offset() + 1), at)),
            index: metadata.tabs.iter().find(is_index).and_then(|tab| to_the_end(tab, RECORDS.start)),
            night_log: metadata.tabs.iter().find(|tab| id_space.is_night_log(tab.sheet_id)),
            history: read::state_history(metadata, id_space),
            known_before: metadata.tabs.iter().find(|tab| tab.sheet_id == id_space.known_before_tab()),
            handoffs: metadata.tabs.iter().filter_map(carrying).collect(),
        }
    }

    fn areas(&self) -> Vec<Area> {
        let handoffs = self.handoffs.iter().map(|(tab, _)| *tab);
        let tabs = self
            .known_before
            .into_iter()
            .chain(self.night_log)
            .chain(self.history)
            .chain(handoffs)
            .map(|tab| Area::tab(tab.sheet_id));
        let ids = self.ids.map(|(area, _)| area);
        self.ledger.into_iter().chain(ids).chain(self.index).chain(tabs).collect()
    }

    /// The ledger lines that tabs carry, by hand-off: those of archived tabs from the index, then those
    /// of the tabs that stand. Which hand-offs the index names comes with them.
    fn hidden_columns(
        &self,
        values: &mut ValuesByArea,
        delivered: &[DeliveredTab],
    ) -> (BTreeMap<HandoffNumber, HiddenColumn>, BTreeSet<HandoffNumber>) {
        let mut columns: BTreeMap<HandoffNumber, HiddenColumn> = BTreeMap::new();
        let records = self.index.map(|area| texts(&values.take(area))).unwrap_or_default();
        for text in records {
            let Some(line) = lines::LedgerLine::from_record(&text) else { continue };
            let title = || HiddenColumn { title: ids::ARCHIVE_INDEX_TITLE.to_owned(), texts: Vec::new() };
            columns.entry(line.entry.number).or_insert_with(title).texts.push(text);
        }
        let archived = columns.keys().copied().collect();

        let known_before = self.known_before.map(|tab| {
            let texts = texts(&values.take(Area::tab(tab.sheet_id)));
            (HandoffNumber::KNOWN_BEFORE, tab, texts)
        });
        let handoffs = self.handoffs.iter().zip(delivered);
        let handoffs =
            handoffs.map(|((tab, number), delivered)| (*number, *tab, hidden_texts(&delivered.grid)));
        for (number, tab, found) in known_before.into_iter().chain(handoffs) {
            let name = || titles::is_of_handoff(&tab.title).then(|| tab.title.clone());
            let name = name().unwrap_or_else(|| format!("Traslado n.º {number}"));
            let empty = || HiddenColumn { title: name, texts: Vec::new() };
            columns.entry(number).or_insert_with(empty).texts.extend(found);
        }
        (columns, archived)
    }

    /// The tabs of hand-offs with their cells.
    fn delivered(&self, metadata: &SpreadsheetMetadata, values: &mut ValuesByArea) -> Vec<DeliveredTab> {
        let tab = |(tab, number): &(&TabMetadata, HandoffNumber)| {
            let sheet = tab.sheet_id;
            let grid = values.take(Area::tab(sheet));
            DeliveredTab { number: *number, archive: None, sheet, place: place_of(metadata, sheet), grid }
        };
        self.handoffs.iter().map(tab).collect()
    }
}

/// Reads and verifies once; `None` when a tab was deleted between the two reads.
async fn attempt(session: &Session<'_>, today: NaiveDate) -> Result<Option<Reading>, Error> {
    let metadata = read::metadata(session).await?;
    let seen = state_dir::high_water_mark(session.settings.state().as_ref());
    let mut cross_checks = read::cross_checks(&metadata, seen.mark().cloned());
    let staff = read::staff_tab(&metadata, session.settings)?;
    let parts = VerifiedParts::of(&metadata, &cross_checks, staff);

    let mut values = match session.values(&parts.areas(), Render::Formula).await {
        Err(Error::Refused(error)) if read::names_a_tab_that_is_gone(&error) => return Ok(None),
        values => values?,
    };
    let rows = parts.ledger.map(|area| values.take(area)).unwrap_or_default();
    let ids = parts.ids.map(|(area, at)| (values.take(area), at));
    let delivered = parts.delivered(&metadata, &mut values);
    let (columns, archived) = parts.hidden_columns(&mut values, &delivered);
    cross_checks.tabs.extend(archived);

    let verification = verify(&Sources {
        spreadsheet_id: session.file(),
        rows: &rows,
        columns: &columns,
        today,
        cross_checks: &cross_checks,
    });
    let recorded = parts.night_log.map(|tab| RecordedDecisions::read(&values.take(Area::tab(tab.sheet_id))));
    let recorded = recorded.unwrap_or_default();
    let comparison = compare(&verification.handoffs, &delivered).accepting(&recorded.accepted);
    // Of a ledger that is not whole nobody can say which IDs it gave.
    let ids = ids.filter(|_| verification.discrepancies.is_empty());
    let unknown_ids = ids.map(|(ids, at)| unknown(&ids, at, &rows, &columns)).unwrap_or_default();
    let repairs = repairs(&metadata);

    let (stored, history_records) = read::history_records(&metadata, cross_checks.id_space);
    let seen = parts.history.map(|tab| values.take(Area::tab(tab.sheet_id))).unwrap_or_default();
    let history = StateHistory::read(&seen, &stored, session.file());

    let RecordedDecisions { accepted, unknown: unknown_decisions } = recorded;
    Ok(Some(Reading {
        metadata,
        cross_checks,
        verification,
        comparison,
        archived: None,
        accepted,
        unknown_decisions,
        history,
        history_records,
        unknown_ids,
        repairs,
    }))
}

/// The texts of hidden columns, their headers left out.
fn texts(rows: &[Vec<Cell>]) -> Vec<String> {
    let cells = rows.iter().flatten().filter(|cell| !cell.is_blank());
    let texts = cells.map(|cell| cell.text().into_owned());
    let headers = [Column::Record.header(), index::HEADERS[11], index::HEADERS[12]];
    texts.filter(|text| !headers.contains(&text.as_str())).collect()
}

/// The cells below the header that name an ID which neither the ledger nor a tab gives.
fn unknown(
    ids: &[Vec<Cell>],
    column: ColumnIndex,
    rows: &[Vec<Cell>],
    columns: &BTreeMap<HandoffNumber, HiddenColumn>,
) -> Vec<String> {
    let records = columns.values().flat_map(|column| &column.texts);
    let tabs = records.filter_map(|text| lines::LedgerLine::from_record(text)).map(|line| line.entry.id);
    let ledger = lines::collect(rows).0.into_values().flatten().map(|line| line.entry.id);
    let known: BTreeSet<_> = ledger.chain(tabs).collect();
    let header = ServiceColumn::Id.header();
    let below = ids.iter().position(|row| row.iter().any(|cell| cell.text().starts_with(header)));
    let wrong = ids.iter().enumerate().skip(below.map_or(0, |at| at + 1)).filter(|(_, row)| {
        row.iter().any(|cell| !cell.is_blank() && !cell.text().parse().is_ok_and(|id| known.contains(&id)))
    });
    wrong.map(|(at, _)| CellAddress::new(column, RowNumber::at(at)).to_string()).collect()
}

/// Reads what earlier repairs recorded.
fn repairs(metadata: &SpreadsheetMetadata) -> Vec<Option<RepairRecord>> {
    let records = metadata.entries.iter().filter(|entry| entry.key == ids::REPAIR_KEY);
    let mut records: Vec<_> = records.map(|entry| (entry.id, entry.value.parse().ok())).collect();
    records.sort_by_key(|(id, _)| *id);
    records.into_iter().map(|(_, record)| record).collect()
}
