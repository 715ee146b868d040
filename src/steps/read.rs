//! Reads the spreadsheet: one read of its metadata, one of its rows and the ledger together.

mod outside;
mod tabs;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tracing::{info, warn};

pub use self::outside::{cross_checks, history_records, origin, state_history};

use crate::config::Settings;
use crate::domain::archive::index::{ArchiveIndex, KEYS};
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::history::StateHistory;
use crate::domain::clerks::lives::Lives;
use crate::domain::clerks::service_cells::HeaderState;
use crate::domain::columns::KnownColumns;
use crate::domain::columns::confirmation::Confirmation;
use crate::domain::form::StaffTab;
use crate::domain::form::display::DisplayedCells;
use crate::domain::handoff::assessment::AssessmentContext;
use crate::domain::handoff::baseline::{Baseline, BaselineRecord, FirstNight};
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::known_before::Undated;
use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::refused_row::RefusedRow;
use crate::domain::handoff::reissue::Reissue;
use crate::domain::handoff::table::Column;
use crate::domain::handoff::titles::{self, TakenTitles};
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ids::{self, IdSpace, MaintainedTab, ServiceColumn};
use crate::domain::ledger::chain::Guard;
use crate::domain::ledger::cross_checks::{CrossChecks, HighWaterMark, LedgerEnd, verify};
use crate::domain::ledger::entry::Entry;
use crate::domain::ledger::{Damage, Ledger};
use crate::domain::mail::notice_log::NoticeLog;
use crate::error::Error;
use crate::google::sheets::{Area, ColumnTag, Render, SpreadsheetMetadata, TabMetadata, ValuesByArea, place};
use crate::google::{self, PROGRESS, RefusalKind};
use crate::operation::state_dir::{self, HostRecord};
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::locale;
use crate::sheet::merge::Merge;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_place::TabPlace;
use crate::steps::archive::ArchiveState;

/// The cells of one area, row by row.
pub type Grid = Vec<Vec<Cell>>;

/// How often a read that straddles somebody's change is made again.
pub const READS: u32 = 3;

/// The spreadsheet as one night sees it.
#[derive(Debug)]
pub struct Book {
    /// Where the ledger's things are.
    pub id_space: IdSpace,
    /// For which file it was made, where that is recorded.
    pub origin: Option<String>,
    /// How the file reads and shows dates and numbers, such as `es_CO`.
    pub locale: String,
    /// Id of the staff tab.
    pub staff_sheet: SheetId,
    /// Rows of the staff tab, header and titles included.
    pub grid: Vec<Vec<Cell>>,
    /// The cells that are merged there.
    pub merges: Vec<Merge>,
    /// The cells there that show more than their values say, where that was asked for.
    pub displayed: DisplayedCells,
    /// The service's own columns, where they have been tagged.
    pub columns: BTreeMap<ServiceColumn, ColumnTag>,
    /// The decision about undated rows from before the first hand-off, where it is recorded.
    pub undated: Option<Undated>,
    /// The word of somebody that the columns are meant to be as they were, where it is recorded.
    pub confirmed: Option<Confirmation>,
    /// The rows that Google refused an earlier run without a reason, by what they say.
    pub refused_rows: BTreeMap<Fingerprint, RefusedRow>,
    /// The rows of the first night, as far as they are known.
    pub baseline: BaselineState,
    /// All tabs.
    pub tabs: Vec<TabMetadata>,
    /// The guards of hand-offs that have not been pruned.
    pub guards: Vec<Guard>,
    /// The log of each notice, by the last hand-off it announces.
    pub notices: BTreeMap<HandoffNumber, NoticeLog>,
    /// The reports that the tabs of hand-offs list, by sheet id.
    pub listed: BTreeMap<SheetId, Listed>,
    /// The answers that clerks have typed in them.
    pub answers: Answers,
    /// The states that nights have seen, with those that stand in the tabs now.
    pub history: StateHistory,
    /// Ids of the records of how the tab of these states ends, oldest first.
    pub history_records: Vec<i32>,
    /// The hand-offs that are put away, and what is on its way there.
    pub archive: ArchiveState,
    /// How many repairs are recorded.
    pub repairs: u32,
    /// True if what this host has seen of the spreadsheet is kept and cannot be read.
    pub has_unreadable_mark: bool,
    /// The end of the ledger, where this host has kept nothing by which to tell that it is the last one.
    pub unconfirmed_end: Option<LedgerEnd>,
    /// The cells of the tabs that are kept up, by sheet id.
    pub maintained: BTreeMap<SheetId, Grid>,
    /// The characters that each entry of the spreadsheet's own developer metadata takes up, by id.
    pub metadata: BTreeMap<i32, usize>,
    /// Ids of the entries among them that are not the service's.
    pub foreign_metadata: BTreeSet<i32>,
}

/// The first night, as far as the spreadsheet keeps it.
#[derive(Debug, Default)]
pub struct BaselineState {
    /// The record as it is stored, be it readable or not.
    pub stored: Option<String>,
    /// The record, where this program can read it.
    pub record: Option<BaselineRecord>,
    /// The rows, where they were read and are those of the record.
    pub rows: Option<Baseline>,
    /// True if the tab is gone, or does not hold what the record says.
    pub is_lost: bool,
    /// The record of a night that was not the first one after all: nothing was handed over, and the start is
    /// another now, or was still to come.
    pub before_start: Option<BaselineRecord>,
}

impl BaselineState {
    /// The first night; `None` where that is tonight.
    pub fn first_night(&self) -> Option<FirstNight<'_>> {
        self.record.as_ref().map(|record| FirstNight { day: record.day, baseline: self.rows.as_ref() })
    }

    /// Sets the record of another start aside while nothing was handed over: the first night is then still to
    /// come.
    pub fn begin_at(&mut self, since: NaiveDate, ledger: &Ledger) {
        if ledger.head().is_known_before()
            && let Some(record) = self.record.take_if(|record| !record.begins(since))
        {
            (self.before_start, self.rows, self.is_lost) = (Some(record), None, false);
        }
    }
}

impl Book {
    /// Returns `true` if the ledger tab is there.
    pub fn has_ledger(&self) -> bool {
        self.tabs.iter().any(|tab| tab.sheet_id == ids::LEDGER)
    }

    /// The spreadsheet's id where it is still to be recorded that the ledger is this file's. A batch
    /// that records it twice is refused.
    pub fn origin_to_record<'a>(&self, settings: &'a Settings) -> Option<&'a str> {
        (!self.metadata.contains_key(&ids::ORIGIN)).then_some(settings.sheet.spreadsheet_id.as_str())
    }

    /// Returns `true` if somebody has said what becomes of undated rows from before the first hand-off.
    pub fn is_decided(&self) -> bool {
        self.undated.is_some() || self.metadata.contains_key(&ids::NUMBER_ZERO)
    }

    /// The place of the staff tab, by which it is named.
    pub fn staff_place(&self, settings: &Settings) -> TabPlace {
        place(&self.tabs, &settings.sheet.spreadsheet_id, self.staff_sheet)
    }

    /// The name of a hand-off's tab outside of the spreadsheet: its title, or its place where people have
    /// given it another title. `None` where there is no such tab.
    pub fn name_of(&self, sheet: SheetId, settings: &Settings) -> Option<String> {
        let tab = self.tabs.iter().find(|tab| tab.sheet_id == sheet)?;
        let place = || place(&self.tabs, &settings.sheet.spreadsheet_id, sheet).name();
        Some(if titles::is_of_handoff(&tab.title) { tab.title.clone() } else { place() })
    }

    /// The knowledge of the columns of the staff tab.
    pub fn known_columns<'a>(&self, ledger: &'a Ledger) -> KnownColumns<'a> {
        KnownColumns { ledger, confirmed: self.confirmed }
    }

    /// Where the service writes its IDs, if staff have the column.
    pub fn id_column(&self) -> Option<ColumnIndex> {
        self.columns.get(&ServiceColumn::Id).map(|tag| tag.index)
    }

    /// The staff tab, with what is known of it besides its cells.
    pub fn staff_tab(&self) -> StaffTab<'_> {
        self.staff_tab_of(&self.grid, &self.merges)
    }

    /// The staff tab with cells that were read since.
    pub fn staff_tab_of<'a>(&'a self, cells: &'a [Vec<Cell>], merges: &'a [Merge]) -> StaffTab<'a> {
        let service_columns = self.columns.iter().map(|(column, tag)| (*column, tag.index)).collect();
        let titles = self.baseline.rows.as_ref().map(Baseline::titles);
        StaffTab {
            cells,
            merges,
            service_columns,
            titles,
            month_first: self.writes_month_first(),
            displayed: Some(&self.displayed),
        }
    }

    /// Returns `true` if a day that somebody types in numbers is taken with the month first.
    pub fn writes_month_first(&self) -> bool {
        locale::writes_month_first(&self.locale)
    }

    /// The reports of which a tab has said that they stand in no row any more.
    pub fn said_gone(&self) -> BTreeSet<ReportId> {
        self.listed.values().flat_map(|listed| listed.vanished.iter().copied()).collect()
    }

    /// The lives of the reports, as they stand on a day.
    pub fn lives<'a>(&'a self, session: &'a Session<'_>, ledger: &'a Ledger, today: NaiveDate) -> Lives<'a> {
        let form = &session.settings.sheet.form;
        Lives { ledger, answers: &self.answers, history: &self.history, form, today }
    }

    /// All that tonight's rows are assessed by besides the form and their cells.
    pub fn assessment_context<'a>(&'a self, ledger: &'a Ledger, window: Window) -> AssessmentContext<'a> {
        AssessmentContext {
            known: self.known_columns(ledger),
            said_gone: self.said_gone(),
            first: self.baseline.first_night(),
            window,
        }
    }

    /// Adds what a commit has just written, as a read would find it.
    pub fn add(&mut self, handoff: &Handoff) {
        if !self.has_ledger() {
            self.add_tab(ids::LEDGER, ids::LEDGER_TITLE, 1, Entry::HEADERS.len());
            self.metadata.entry(ids::ORIGIN).or_default();
        }
        self.widen(ids::LEDGER, Entry::COLUMNS);
        self.metadata.entry(ids::NUMBER_ZERO).or_default();
        let sheet = handoff.sheet;
        self.add_tab(sheet, &handoff.title, handoff.tab.rows.len(), Column::ALL.len());
        let reports = handoff.entries.iter().map(|entry| entry.id).collect();
        self.answers.add(sheet, &handoff.tab);
        self.listed.insert(sheet, Listed { reports, ..Listed::default() });
    }

    /// Adds the rows of the first night that have just been written, in place of what was left over.
    pub fn add_baseline(
        &mut self,
        record: BaselineRecord,
        rows: Baseline,
        lines: usize,
        left_over: &[SheetId],
    ) {
        self.tabs.retain(|tab| !left_over.contains(&tab.sheet_id));
        self.add_tab(record.sheet, ids::BASELINE_TITLE, lines, 1);
        let stored = record.to_string();
        self.metadata.insert(ids::BASELINE, ids::BASELINE_KEY.len() + stored.len());
        self.baseline = BaselineState {
            stored: Some(stored),
            record: Some(record),
            rows: Some(rows),
            ..BaselineState::default()
        };
    }

    /// Leaves out metadata that has just been deleted.
    pub fn forget(&mut self, pruned: &[i32]) {
        let id_space = self.id_space;
        self.guards.retain(|guard| !pruned.contains(&id_space.guard(guard.number)));
        self.notices.retain(|number, _| !pruned.contains(&id_space.record(*number, 0)));
        self.metadata.retain(|id, _| !pruned.contains(id));
    }

    /// The titles of all tabs, none of which a new tab may have.
    pub fn titles(&self) -> TakenTitles {
        TakenTitles::of(self.tabs.iter().map(|tab| tab.title.as_str()))
    }

    /// How many tabs there are, and how many cells, as Google counts them.
    pub fn size(&self) -> (u64, u64) {
        let cells = |tab: &TabMetadata| u64::from(tab.rows) * u64::from(tab.columns);
        (self.tabs.len() as u64, self.tabs.iter().map(cells).sum())
    }

    /// Returns `true` if it is recorded that the ledger is another file's: this one is a copy of a file
    /// in which nothing had been handed over.
    pub fn names_another_file(&self, settings: &Settings) -> bool {
        self.origin.as_ref().is_some_and(|origin| *origin != settings.sheet.spreadsheet_id)
    }

    /// Characters that developer metadata takes up once these entries of it are deleted.
    pub fn metadata_size(&self, pruned: &[i32]) -> usize {
        self.metadata.iter().filter(|(id, _)| !pruned.contains(id)).map(|(_, size)| size).sum()
    }

    /// Adds a tab of lost lines that has just been written.
    pub fn add_reissue(&mut self, sheet: SheetId, reissue: &Reissue, reports: BTreeSet<ReportId>) {
        self.add_tab(sheet, &reissue.title, reissue.tab.rows.len(), Column::ALL.len());
        self.answers.add(sheet, &reissue.tab);
        self.listed.insert(sheet, Listed { reports, ..Listed::default() });
    }

    /// Records that a tab, if it is there, has at least so many columns now.
    pub fn widen(&mut self, sheet: SheetId, columns: u32) {
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.sheet_id == sheet) {
            tab.columns = tab.columns.max(columns);
        }
    }

    fn add_tab(&mut self, sheet_id: SheetId, title: &str, rows: usize, columns: usize) {
        self.tabs.push(TabMetadata {
            sheet_id,
            title: title.to_owned(),
            hidden: sheet_id == ids::LEDGER || ids::is_baseline(sheet_id),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            columns: u32::try_from(columns).unwrap_or(u32::MAX),
            protections: Vec::new(),
            charts: Vec::new(),
            column_tags: Vec::new(),
            merges: Vec::new(),
        });
    }

    /// A tab that is kept up, unless somebody deleted it.
    pub fn maintained_tab(&self, maintained: MaintainedTab) -> Option<&TabMetadata> {
        self.tabs.iter().find(|tab| MaintainedTab::of(tab.sheet_id) == Some(maintained))
    }

    /// How many rows the grid of the staff tab has, blank ones included.
    pub fn staff_rows(&self) -> u32 {
        self.tabs.iter().find(|tab| tab.sheet_id == self.staff_sheet).map_or(1, |tab| tab.rows)
    }

    /// The tab of a hand-off, unless somebody deleted it.
    pub fn tab_of(&self, number: HandoffNumber) -> Option<&TabMetadata> {
        self.tabs.iter().find(|tab| tab.sheet_id == self.id_space.tab(number))
    }
}

/// Reads the spreadsheet and verifies its ledger. A ledger that does not verify may be another
/// run's commit between the two reads, or an answer of Google's that came short, so it is read
/// again before it is believed: the remedy for a damaged ledger is not one to try on a whole one.
///
/// # Errors
/// What the sheet, the ledger or Google is at fault with.
pub async fn book(session: &Session<'_>) -> Result<(Book, Ledger), Error> {
    let mut found = unverified(session).await?;
    let ledger = found.ledger?;
    let state = session.settings.state();
    let before = found.cross_checks.high_water_mark.as_ref();

    if before.is_none() {
        found.book.unconfirmed_end = LedgerEnd::of(&ledger);
        if let (Some(state), Some(end)) = (&state, found.book.unconfirmed_end) {
            state.keep_unconfirmed_end(Some(end));
        }
    }
    // What cannot be read stands until a night has said so.
    if !found.book.has_unreadable_mark {
        let seen = HighWaterMark::of(&ledger, found.cross_checks.repairs);
        state_dir::remember(state.as_ref(), before, &seen);
    }

    Ok((found.book, ledger))
}

/// A spreadsheet whose ledger may be damaged.
#[derive(Debug)]
pub struct Unverified {
    /// The spreadsheet.
    pub book: Book,
    /// The facts that stand outside the ledger.
    pub cross_checks: CrossChecks,
    /// The ledger's tab, header included.
    pub rows: Grid,
    /// The ledger, where it verifies.
    pub ledger: Result<Ledger, Damage>,
}

/// Reads the same, and says what is wrong with the ledger instead of stopping there.
///
/// # Errors
/// What the sheet or Google is at fault with.
pub async fn unverified(session: &Session<'_>) -> Result<Unverified, Error> {
    let mut reads = 1;
    loop {
        let (mut book, cross_checks, rows) = match attempt(session).await {
            Ok(read) => read,
            // Somebody deleted a tab between the two reads.
            Err(Error::Refused(error)) if names_a_tab_that_is_gone(&error) && reads < READS => {
                reads += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        if reads < READS && service_columns_moved(session, &book).await? {
            reads += 1;
            continue;
        }
        let ledger = verify(&rows, &cross_checks, session.file());
        if let Ok(ledger) = &ledger {
            book.answers.add_archived(ledger);
            let prefixes = session.settings.sheet.form.radicado_prefixes();
            book.history.see(&book.answers, book.id_space, prefixes, session.moment.today());
            book.baseline.begin_at(session.settings.handoff.since, ledger);
        }
        if ledger.is_ok() && !book.baseline.is_lost || reads == READS {
            return Ok(Unverified { book, cross_checks, rows, ledger });
        }
        reads += 1;
    }
}

/// Returns `true` if people moved the service's columns between the read of their tags and that of the cells, so
/// that a citizen's column would pass for one of the service's and not be read. Google is asked only where a column
/// does not bear its header.
async fn service_columns_moved(session: &Session<'_>, book: &Book) -> Result<bool, Error> {
    let is_headed = |(column, tag): (&ServiceColumn, &ColumnTag)| {
        let mut cells = book.grid.iter().filter_map(|row| row.get(tag.index.index()));
        cells.any(|cell| HeaderState::of(*column, cell) == HeaderState::Own)
    };
    if book.columns.iter().all(is_headed) {
        return Ok(false);
    }

    let tabs = session.metadata().await?.tabs;
    let staff = tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet);
    Ok(staff.is_some_and(|tab| service_columns(tab) != book.columns))
}

/// The tabs that a night reads besides the staff's, by what they are.
struct OtherTabs<'a> {
    /// The ledger, where there is one.
    ledger: Option<Area>,
    /// The maintained tabs, whole.
    maintained: Vec<SheetId>,
    /// The columns that a night needs of the archive's index, where there is one.
    index: Option<Area>,
    /// The states that nights have seen, where there is a tab of them.
    history: Option<Area>,
    /// The tabs of hand-offs, of which the telling columns are read.
    handoffs: Vec<&'a TabMetadata>,
}

impl<'a> OtherTabs<'a> {
    fn of(metadata: &'a SpreadsheetMetadata, cross_checks: &CrossChecks, archive: &ArchiveState) -> Self {
        let tabs = &metadata.tabs;
        let width = |id: SheetId| tabs.iter().find(|tab| tab.sheet_id == id).map_or(0, |tab| tab.columns);
        let is_maintained = |id: &SheetId| MaintainedTab::of(*id).is_some();
        let is_handoff = |tab: &&TabMetadata| cross_checks.id_space.number_of_tab(tab.sheet_id).is_some();

        Self {
            ledger: cross_checks.has_ledger.then(|| Area::tab(ids::LEDGER)),
            maintained: tabs.iter().map(|tab| tab.sheet_id).filter(is_maintained).collect(),
            index: archive.tab.map(|tab| Area::columns(tab, KEYS.start, KEYS.end.min(width(tab)))),
            history: state_history(metadata, cross_checks.id_space).map(|tab| Area::tab(tab.sheet_id)),
            handoffs: tabs.iter().filter(is_handoff).collect(),
        }
    }

    fn areas(&self) -> Vec<Area> {
        let maintained = self.maintained.iter().map(|id| Area::tab(*id));
        let handoffs = self.handoffs.iter().flat_map(|tab| tabs::areas(tab));
        let one_each = self.ledger.into_iter().chain(self.index).chain(self.history);
        one_each.chain(maintained).chain(handoffs).collect()
    }
}

/// Reads the spreadsheet once: its metadata, then everything that a night needs of its cells in one
/// answer.
async fn attempt(session: &Session<'_>) -> Result<(Book, CrossChecks, Grid), Error> {
    info!(target: PROGRESS, "reading the spreadsheet");
    let metadata = metadata(session).await?;
    let staff = staff_tab(&metadata, session.settings)?;
    let (staff_sheet, columns) = (staff.sheet_id, service_columns(staff));
    let seen = state_dir::high_water_mark(session.settings.state().as_ref());
    let mut cross_checks = cross_checks(&metadata, seen.mark().cloned());
    let id_space = cross_checks.id_space;
    let mut archive = ArchiveState::of(&metadata, id_space);

    let tabs = OtherTabs::of(&metadata, &cross_checks, &archive);
    let (grid, merges, mut values) = rows(session, staff, &tabs.areas(), None).await?;
    let grid = grid.unwrap_or_default();
    let ledger_rows = tabs.ledger.map(|area| values.take(area)).unwrap_or_default();
    let maintained = tabs.maintained.iter().map(|id| (*id, values.take(Area::tab(*id)))).collect();
    let index = tabs.index.map(|area| values.take(area)).unwrap_or_default();
    let seen_states = tabs.history.map(|area| values.take(area)).unwrap_or_default();
    let (stored, history_records) = history_records(&metadata, id_space);
    let (mut listed, answers) = tabs::read(session, id_space, &tabs.handoffs, values).await?;

    archive.index = ArchiveIndex::read(&index);
    cross_checks.tabs.extend(archive.index.numbers());
    listed.extend(archive.tab.map(|tab| (tab, Listed::read(&index))));

    let book = Book {
        id_space,
        origin: cross_checks.origin.clone(),
        staff_sheet,
        grid,
        merges,
        displayed: DisplayedCells::default(),
        columns,
        guards: cross_checks.guards.iter().filter(|guard| !guard.number.is_known_before()).cloned().collect(),
        notices: outside::notices(&metadata, id_space),
        baseline: outside::baseline(&metadata),
        listed,
        answers,
        history: StateHistory::read(&seen_states, &stored, session.file()),
        history_records,
        archive,
        repairs: cross_checks.repairs,
        has_unreadable_mark: seen == HostRecord::Unreadable,
        unconfirmed_end: None,
        maintained,
        undated: outside::undated(&metadata),
        confirmed: outside::confirmation(&metadata),
        refused_rows: outside::refused_rows(&metadata),
        metadata: metadata.sizes(),
        locale: metadata.locale.clone(),
        foreign_metadata: outside::foreign(&metadata),
        tabs: metadata.tabs,
    };
    Ok((book, cross_checks, ledger_rows))
}

/// Reads the metadata of a spreadsheet whose dates mean what they say.
///
/// # Errors
/// What the spreadsheet or Google is at fault with.
pub async fn metadata(session: &Session<'_>) -> Result<SpreadsheetMetadata, Error> {
    let metadata = session.metadata().await?;
    if metadata.time_zone != "America/Bogota" {
        return Err(Error::TimeZone { found: metadata.time_zone });
    }
    Ok(metadata)
}

/// Returns `true` if Google refused a read because a tab is no longer there.
pub fn names_a_tab_that_is_gone(error: &google::Error) -> bool {
    matches!(error.refusal(), Some(RefusalKind::NotFoundId | RefusalKind::UnknownRange))
}

/// Reads the cells of the staff tab, the values of formulas included, and of other areas.
///
/// Formulas are asked for by their source first, because that is how a citizen's `=TAPA FALTANTE`
/// comes back. Where there are any, a second read fetches what they show; it is believed only when
/// every other cell is the same in both, for a row inserted in between would lend one citizen's
/// value to another.
///
/// Which cells are merged stands in the metadata, which is another read: it is asked for again, and
/// believed only where nobody has merged, inserted or moved anything in between.
///
/// `known` are the cells of an earlier read, and there is no grid in the answer where they are the same still.
async fn rows(
    session: &Session<'_>,
    staff: &TabMetadata,
    others: &[Area],
    known: Option<&Grid>,
) -> Result<(Option<Grid>, Vec<Merge>, ValuesByArea), Error> {
    let area = Area::tab(staff.sheet_id);
    let areas: Vec<Area> = std::iter::once(area).chain(others.iter().copied()).collect();
    let mut merges = staff.merges.clone();
    let mut reads = 1;

    loop {
        let (mut grid, values) = if let Some(known) = known {
            (session.values_unless(area, Render::Formula, known).await?, ValuesByArea::default())
        } else {
            let mut values = session.values(&areas, Render::Formula).await?;
            (Some(values.take(area)), values)
        };
        let mut is_one_state = true;

        match (&mut grid, known) {
            (Some(grid), _) if has_formulas(grid) => {
                let shown = session.values(&[area], Render::Unformatted).await?.take(area);
                is_one_state = fill(grid, shown);
            }
            (None, Some(known)) if has_formulas(known) => {
                if let Some(shown) = session.values_unless(area, Render::Unformatted, known).await? {
                    let mut changed = as_typed(known);
                    is_one_state = fill(&mut changed, shown);
                    grid = Some(changed);
                }
            }
            _ => {}
        }
        if !merges.is_empty() {
            let before = std::mem::replace(&mut merges, merges_of(session, staff.sheet_id).await?);
            is_one_state &= before == merges;
        }

        if is_one_state {
            return Ok((grid, merges, values));
        }
        if reads == READS {
            warn!(
                "people kept editing while formulas and merged cells were read; they are taken as they came"
            );
            return Ok((grid, merges, values));
        }
        reads += 1;
    }
}

/// The cells that are merged in a tab now.
async fn merges_of(session: &Session<'_>, sheet: SheetId) -> Result<Vec<Merge>, Error> {
    let tabs = session.metadata().await?.tabs;
    Ok(tabs.into_iter().find(|tab| tab.sheet_id == sheet).map(|tab| tab.merges).unwrap_or_default())
}

/// Reads the rows of the staff tab again, and which of their cells are merged now; `None` where both are as
/// in the read before.
///
/// # Errors
/// Whatever Google is at fault with.
pub async fn staff_rows(
    session: &Session<'_>,
    book: &Book,
    (known, known_merges): (&Grid, &[Merge]),
) -> Result<Option<(Grid, Vec<Merge>)>, Error> {
    let staff = book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet);
    let Some(staff) = staff else { return Ok(Some((Grid::new(), Vec::new()))) };
    let (grid, merges, _) = rows(session, staff, &[], Some(known)).await?;
    Ok(match grid {
        None if merges == known_merges => None,
        None => Some((known.clone(), merges)),
        Some(grid) => Some((grid, merges)),
    })
}

/// The cells with formulas by their source alone.
fn as_typed(grid: &Grid) -> Grid {
    let typed = |cell: &Cell| match cell {
        Cell::Formula { source, .. } => Cell::Formula { source: source.clone(), shown: Box::default() },
        cell => cell.clone(),
    };
    grid.iter().map(|cells| cells.iter().map(typed).collect()).collect()
}

fn has_formulas(grid: &Grid) -> bool {
    grid.iter().flatten().any(|cell| matches!(cell, Cell::Formula { .. }))
}

/// Puts what formulas show into the grid; `false`, and nothing, when the grids are not of one
/// state of the sheet.
fn fill(grid: &mut [Vec<Cell>], mut shown: Vec<Vec<Cell>>) -> bool {
    let width = |row: Option<&Vec<Cell>>| row.map_or(0, Vec::len);
    let same = |row: usize, column: usize, shown: &[Vec<Cell>]| {
        let ours = grid.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Blank);
        let theirs = shown.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Blank);
        matches!(ours, Cell::Formula { .. }) || ours == theirs
    };

    let agree = (0..grid.len().max(shown.len())).all(|row| {
        let columns = width(grid.get(row)).max(width(shown.get(row)));
        (0..columns).all(|column| same(row, column, &shown))
    });

    if agree {
        for (row, cells) in grid.iter_mut().enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                if let Cell::Formula { shown: value, .. } = cell
                    && let Some(found) = shown.get_mut(row).and_then(|cells| cells.get_mut(column))
                {
                    **value = std::mem::take(found);
                }
            }
        }
    }

    agree
}

/// The configured tab; where people have renamed it, the one that has the service's columns. The
/// ledger and the maintained tabs are never the staff's, whatever the configuration says.
///
/// # Errors
/// When there is neither.
pub fn staff_tab<'a>(
    metadata: &'a SpreadsheetMetadata,
    settings: &Settings,
) -> Result<&'a TabMetadata, Error> {
    let is_staffs = |id: SheetId| id != ids::LEDGER && MaintainedTab::of(id).is_none();
    let named = metadata.tabs.iter().find(|tab| tab.title == settings.sheet.tab && is_staffs(tab.sheet_id));
    let tagged = || metadata.tabs.iter().find(|tab| !service_columns(tab).is_empty());

    named.or_else(tagged).ok_or_else(|| {
        let id_space = origin(metadata).map(|origin| origin.id_space).unwrap_or_default();
        let others = metadata.tabs.iter().filter(|tab| !id_space.is_own_tab(tab.sheet_id));
        let places = others
            .take(10)
            .map(|tab| place(&metadata.tabs, &settings.sheet.spreadsheet_id, tab.sheet_id).to_string());
        let existing = places.collect::<Vec<_>>().join(", ");
        Error::NoSuchTab { tab: settings.sheet.tab.clone(), existing }
    })
}

/// The columns of a tab that bear tags of the service's which are none of this version's: nothing is written
/// there.
pub fn unknown_tags(tab: &TabMetadata) -> impl Iterator<Item = &ColumnTag> {
    let ours = |tag: &ColumnTag| ServiceColumn::ALL.iter().any(|column| tag.key == column.key());
    tab.column_tags.iter().filter(move |tag| ours(tag) && tag.value != RECORD_VERSION)
}

/// The service's columns of a tab, by their tags.
pub fn service_columns(tab: &TabMetadata) -> BTreeMap<ServiceColumn, ColumnTag> {
    let mut columns = BTreeMap::new();
    for column in ServiceColumn::ALL {
        let of_version = |tag: &&ColumnTag| tag.key == column.key() && tag.value == RECORD_VERSION;
        if let Some(tag) = tab.column_tags.iter().find(of_version) {
            columns.insert(column, tag.clone());
        }
    }
    columns
}

/// The notices as they stand now.
///
/// # Errors
/// Whatever Google is at fault with.
pub async fn notices_now(session: &Session<'_>) -> Result<BTreeMap<HandoffNumber, NoticeLog>, google::Error> {
    let metadata = session.google.metadata(session.file()).await?;
    let id_space = origin(&metadata).map(|origin| origin.id_space).unwrap_or_default();
    Ok(outside::notices(&metadata, id_space))
}
