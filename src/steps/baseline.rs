//! Keeps the rows dated before the start that stand in the sheet on the first night, so that every later one
//! is told from them.
//!
//! The lines go in batches into a tab of their own, and the last batch closes it with one record in the
//! metadata. Only with that record the tab says anything: a night that was cut short before it leaves a tab
//! that the next one deletes, and of two nights at once one is refused the record.

use std::borrow::Cow;
use std::fmt;

use tracing::warn;

use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::baseline::{Baseline, BaselineRecord};
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::error::{Error, MAKE_ROOM};
use crate::google::sheets::{Area, Change, Render, change, style, tabs};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::{self, RowNumber};
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::commit::{self, CELLS, Stopped, TABS};
use crate::steps::read::{self, BaselineState, Book, Grid, READS};
use crate::steps::{assess, prune, room};

/// How many lines go into one request: some 250 kB.
const LINES: usize = 2_000;

/// The rows and titles that a baseline which was made anew has taken in, until somebody is told.
#[derive(Clone, Debug)]
pub struct MadeAnew {
    /// The rows dated before the start.
    pub rows: Vec<RowNumber>,
    /// The rows above the header row that are taken for titles.
    pub titles: Vec<RowNumber>,
    record: BaselineRecord,
}

impl MadeAnew {
    fn of(assessment: &Assessment, record: &BaselineRecord) -> Self {
        let (rows, titles) = (assessment.stayed().collect(), assessment.sheet.title_rows.clone());
        Self { rows, titles, record: record.clone() }
    }
}

/// The rows by number, those of titles named as such.
impl fmt::Display for MadeAnew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = row_number::listed(self.rows.iter().copied(), "to");
        let titles = row_number::listed(self.titles.iter().copied(), "to");
        f.write_str(if rows.is_empty() { "none" } else { &rows })?;
        if titles.is_empty() { Ok(()) } else { write!(f, ", and as titles above the header row {titles}") }
    }
}

/// Decides what tonight makes of every row. The earlier rows are read only where one of tonight's may be
/// another: while the record says that none is, they are as they were.
///
/// # Errors
/// As [`assess::rows`], and what Google is at fault with.
pub async fn assess(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    window: Window,
    accepted: &AcceptedChanges,
) -> Result<Assessment, Error> {
    if book.baseline.stored.is_none() {
        take_from_tab(session, book).await?;
        book.baseline.begin_at(window.since, ledger);
    }

    let assessment = assess::rows(session, book, ledger, window, accepted)?;
    let Some(record) = &book.baseline.record else { return Ok(assessment) };
    if book.baseline.is_lost || record.is_of(&Baseline::of(&assessment)) {
        return Ok(assessment);
    }

    book.baseline.rows = read(session, record).await?;
    if book.baseline.rows.is_none() {
        book.baseline.is_lost = true;
        return Ok(assessment);
    }
    assess::rows(session, book, ledger, window, accepted)
}

/// The earlier rows, read where they were not; `None` where nobody knows them.
///
/// # Errors
/// What Google is at fault with.
pub async fn known<'a>(session: &Session<'_>, book: &'a Book) -> Result<Option<Cow<'a, Baseline>>, Error> {
    match (&book.baseline.rows, &book.baseline.record) {
        (Some(rows), _) => Ok(Some(Cow::Borrowed(rows))),
        (None, Some(record)) if !book.baseline.is_lost => Ok(read(session, record).await?.map(Cow::Owned)),
        (None, _) => Ok(None),
    }
}

/// Reads the baseline; `None` where its tab is gone or does not hold what the record says, and that is so
/// however often it is read: one answer may have come short.
async fn read(session: &Session<'_>, record: &BaselineRecord) -> Result<Option<Baseline>, Error> {
    for _ in 0..READS {
        let column = column(session, record.sheet).await?;
        let baseline = column.and_then(|column| Baseline::parse(&column));
        if let Some(whole) = baseline.filter(|baseline| record.is_of(baseline)) {
            return Ok(Some(whole));
        }
    }
    Ok(None)
}

/// The cells of a tab of earlier rows; `None` where it is gone.
async fn column(session: &Session<'_>, sheet: SheetId) -> Result<Option<Grid>, Error> {
    let area = Area::columns(sheet, 0, 1);
    match session.values(&[area], Render::Unformatted).await {
        Ok(mut values) => Ok(Some(values.take(area))),
        Err(Error::Refused(error)) if read::names_a_tab_that_is_gone(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes the earlier rows of a file without their record from the one whole tab that holds such: a copy that
/// has lost its metadata has kept its tabs. Of two whole ones nobody can say which is the file's.
async fn take_from_tab(session: &Session<'_>, book: &mut Book) -> Result<(), Error> {
    let tabs: Vec<SheetId> =
        book.tabs.iter().map(|tab| tab.sheet_id).filter(|id| ids::is_baseline(*id)).collect();
    let mut whole = Vec::new();
    for sheet in tabs {
        let Some(column) = column(session, sheet).await? else { continue };
        let Some(baseline) = Baseline::parse(&column) else { continue };
        let record = BaselineRecord::in_tab(&column, &baseline, sheet);
        whole.extend(record.map(|record| (record, baseline)));
    }

    if let Ok([(record, baseline)]) = <[_; 1]>::try_from(whole) {
        (book.baseline.record, book.baseline.rows) = (Some(record), Some(baseline));
    }
    Ok(())
}

/// Records the baseline where there is none, or where it is lost. The answer is one that was made anew and may
/// have taken in rows which appeared since the first night, until [`said`] says that somebody was told.
///
/// Before the first hand-off everything waits for it. Later ones go on without.
///
/// # Errors
/// Why the first night cannot hand anything over.
pub async fn record(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    assessment: &Assessment,
    planned: &[Handoff],
) -> Result<Option<MadeAnew>, Stopped> {
    let known = &book.baseline;
    let is_begun = !ledger.head().is_known_before();
    let recorded = match &known.record {
        Some(record) if !known.is_lost => {
            let made_anew = record.is_unreported.then(|| MadeAnew::of(assessment, record));
            if known.stored.is_some() { Ok(()) } else { enter(session, book).await }.map(|()| made_anew)
        }
        // A tab without a header row says nothing of what stood there.
        _ if !is_begun && (assessment.sheet.layout.is_none() || is_as_recorded(known, assessment)) => {
            Ok(None)
        }
        _ => write(session, book, ledger, assessment, planned).await,
    };

    match recorded {
        // Nothing waits for the room of a list that says that nothing stood there.
        Err(Stopped::By(error @ Error::Ceiling { .. })) if assessment.sheet.reports.is_empty() => {
            warn!(%error, "the tab \"{}\" has no room; the next night tries again", ids::BASELINE_TITLE);
            Ok(None)
        }
        Err(Stopped::By(error)) if is_begun => {
            warn!(%error, "the tab \"{}\" or its record is not made anew; the next night tries again", ids::BASELINE_TITLE);
            Ok(None)
        }
        Err(Stopped::Conflict | Stopped::Declined(..)) if is_begun => {
            warn!(
                "somebody was quicker with the tab \"{}\" or its record; the next night looks again",
                ids::BASELINE_TITLE
            );
            Ok(None)
        }
        recorded => recorded,
    }
}

/// Returns `true` on a night before the start that finds what the night before has recorded.
fn is_as_recorded(known: &BaselineState, assessment: &Assessment) -> bool {
    let window = assessment.plan.window;
    known.before_start.as_ref().is_some_and(|record| {
        let is_of_window = record.since == window.since && window.as_of < window.since;
        is_of_window && record.is_of(&Baseline::of(assessment))
    })
}

/// Records that somebody was told of a baseline that was made anew. A failure is a warning: the next night
/// tells it again.
pub async fn said(session: &Session<'_>, made_anew: &MadeAnew) {
    let unreported = made_anew.record.to_string();
    let said = made_anew.record.clone().unreported(false);
    let changes = [
        change::delete_metadata_with(ids::BASELINE, unreported),
        change::create_metadata(ids::BASELINE, ids::BASELINE_KEY, said.to_string()),
    ];
    let written = match session.batch(&changes) {
        Ok(batch) => session.apply(&batch).await.map_err(|error| session.error(error)),
        Err(error) => Err(error),
    };
    if let Err(error) = written {
        warn!(%error, "nobody could record that these rows were named; the next night names them again");
    }
}

/// Enters the record of a baseline that was taken from its tab.
async fn enter(session: &Session<'_>, book: &mut Book) -> Result<(), Stopped> {
    let Some(record) = book.baseline.record.clone() else { return Ok(()) };
    let writer = BaselineWriter { session, book, record: &record, left_over: &[] };
    let batch = session.batch(&writer.closing()).map_err(Stopped::By)?;
    if let Err(error) = session.apply(&batch).await {
        writer.settle(error, false).await?;
    }

    let stored = record.to_string();
    book.metadata.insert(ids::BASELINE, ids::BASELINE_KEY.len() + stored.len());
    book.baseline.stored = Some(stored);
    Ok(())
}

async fn write(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    assessment: &Assessment,
    planned: &[Handoff],
) -> Result<Option<MadeAnew>, Stopped> {
    let baseline = Baseline::of(assessment);
    let Window { as_of, since, .. } = assessment.plan.window;
    let known = &book.baseline;
    let is_anew = !ledger.head().is_known_before() || known.stored.is_some() && known.before_start.is_none();
    let is_the_same = known.record.as_ref().is_some_and(|record| record.is_of(&baseline));

    let pruned = prune::prunable_first(book, ledger, as_of, planned.len());
    commit::preflight(book, planned, &pruned, || room::tabs_that_may_go(session, book, ledger))
        .map_err(Stopped::By)?;

    let day = book.baseline.record.as_ref().map(|record| record.day);
    let day = day.or(ledger.handed_over_since()).unwrap_or(as_of);
    let mut left_over: Vec<SheetId> =
        book.tabs.iter().map(|tab| tab.sheet_id).filter(|id| ids::is_baseline(*id)).collect();

    // Under the id of the one that is lost the record would be the same, so that nobody could tell by it whether
    // this one was written.
    let lost = book.baseline.record.as_ref().map(|record| record.sheet);
    let is_taken = |id: &SheetId| Some(*id) == lost || book.tabs.iter().any(|tab| tab.sheet_id == *id);
    for sheet in ids::baseline_ids().filter(|id| !is_taken(id)).collect::<Vec<_>>() {
        let record = BaselineRecord::of(&baseline, sheet, day, since).unreported(is_anew && !is_the_same);
        let lines: Vec<Vec<TabCell>> =
            baseline.lines(&record).into_iter().map(|line| vec![TabCell::Text(line)]).collect();
        has_room(session, book, ledger, lines.len()).map_err(Stopped::By)?;
        let attempt = BaselineWriter { session, book, record: &record, left_over: &left_over };
        match attempt.send(&lines).await {
            Ok(WriteOutcome::Written) => {
                let made_anew = MadeAnew::of(assessment, &record);
                book.add_baseline(record, baseline, lines.len(), &left_over);
                if is_anew {
                    warn!(
                        "the tab \"{}\" was lost and is made anew from the rows of tonight: {made_anew}",
                        ids::BASELINE_TITLE
                    );
                }
                return Ok(Some(made_anew).filter(|made_anew| made_anew.record.is_unreported));
            }
            Ok(WriteOutcome::IdTaken { by_somebody }) => left_over.extend(by_somebody.then_some(sheet)),
            Err(stopped) => return Err(stopped),
        }
    }

    // Every id is taken by nights that are at work, or was burnt by deleted tabs.
    Err(Stopped::By(Error::AnotherRun))
}

/// Checks that the tab would fit.
fn has_room(session: &Session<'_>, book: &Book, ledger: &Ledger, lines: usize) -> Result<(), Error> {
    let (tabs, cells) = book.size();
    if tabs >= TABS as u64 || cells + lines as u64 > CELLS {
        let what = format!(
            "the spreadsheet has {tabs} tabs and {cells} cells, and the tab \"{}\" needs {lines} more cells",
            ids::BASELINE_TITLE
        );
        let remedy = if tabs >= TABS as u64 {
            room::tabs_that_may_go(session, book, ledger).into()
        } else {
            MAKE_ROOM.into()
        };
        return Err(Error::Ceiling { what, remedy });
    }
    Ok(())
}

/// An attempt to write the tab under one id.
struct BaselineWriter<'a> {
    session: &'a Session<'a>,
    book: &'a Book,
    record: &'a BaselineRecord,
    /// Tabs of attempts that were cut short, or of a baseline that is lost.
    left_over: &'a [SheetId],
}

/// The end of an attempt that Google did not refuse for another reason.
enum WriteOutcome {
    /// The tab stands, and so does its record.
    Written,
    /// Google does not give the id out.
    IdTaken {
        /// True if a tab has it that was not there when the spreadsheet was read.
        by_somebody: bool,
    },
}

impl BaselineWriter<'_> {
    /// Writes the lines in batches, the record with the last of them.
    async fn send(&self, lines: &[Vec<TabCell>]) -> Result<WriteOutcome, Stopped> {
        let sheet = self.record.sheet;
        let count = lines.len().div_ceil(LINES);
        for (at, part) in lines.chunks(LINES).enumerate() {
            let mut changes = if at == 0 { self.creation(lines.len()) } else { Vec::new() };
            changes.push(change::update_cells(sheet, CellAddress::at(at * LINES, 0), part));
            if at + 1 == count {
                changes.extend(self.closing());
            }
            let batch = self.session.batch(&changes).map_err(Stopped::By)?;
            if let Err(error) = self.session.apply(&batch).await {
                return self.settle(error, at > 0).await;
            }
        }
        Ok(WriteOutcome::Written)
    }

    /// Makes the tab, hidden and protected.
    fn creation(&self, lines: usize) -> Vec<Change<'static>> {
        let (sheet, account) = (self.record.sheet, &self.session.settings.account);
        let title = self.book.titles().take(ids::BASELINE_TITLE);
        let rows = u32::try_from(lines).unwrap_or(u32::MAX);
        let words = "Filas anteriores: solo lo escribe el sistema.";
        vec![
            change::add_sheet(sheet, &title, rows, 1, true),
            style::protect(sheet.number(), sheet, &[], account, words),
        ]
    }

    /// Deletes what was left over, and makes the record in place of the one that was read: of two nights
    /// that do this one is refused.
    fn closing(&self) -> Vec<Change<'static>> {
        let mut changes: Vec<Change<'static>> = self.left_over.iter().map(|tab| tabs::delete(*tab)).collect();
        let others = self.book.tabs.iter().filter(|tab| !self.left_over.contains(&tab.sheet_id));
        let title = TakenTitles::of(others.map(|tab| tab.title.as_str())).take(ids::BASELINE_TITLE);
        if !self.left_over.is_empty() {
            changes.push(change::retitle_sheet(self.record.sheet, &title));
        }

        let stored = self.book.baseline.stored.clone();
        changes.extend(stored.map(|stored| change::delete_metadata_with(ids::BASELINE, stored)));
        changes.push(change::create_metadata(ids::BASELINE, ids::BASELINE_KEY, self.record.to_string()));
        changes
    }

    /// Turns an error into what it means for the night. A lost answer is settled by whose record stands; `begun` says that
    /// an earlier batch has made the tab.
    async fn settle(&self, error: google::Error, begun: bool) -> Result<WriteOutcome, Stopped> {
        let refusal = error.refusal();
        if error.ambiguous || refusal == Some(RefusalKind::MetadataIdTaken) {
            let stands = self.session.metadata_value(ids::BASELINE).await.map_err(Stopped::By)?;
            if stands.as_ref() == Some(&self.record.to_string()) {
                return Ok(WriteOutcome::Written);
            }
            if stands != self.book.baseline.stored {
                let others: Option<BaselineRecord> = stands.and_then(|stands| stands.parse().ok());
                if begun && others.is_none_or(|record| record.sheet != self.record.sheet) {
                    self.take_back().await;
                }
                return Err(Stopped::Conflict);
            }
        }

        match refusal {
            Some(RefusalKind::SheetIdTaken) => Ok(WriteOutcome::IdTaken { by_somebody: error.ambiguous }),
            // Another night has closed its own, or somebody has taken the title: all is read again.
            Some(RefusalKind::MetadataIdTaken | RefusalKind::TitleTaken | RefusalKind::NotFoundId) => {
                Err(Stopped::Conflict)
            }
            // Nothing is handed over, and the next night tries again.
            _ => Err(Stopped::By(match self.session.error(error) {
                Error::Refused(source) => Error::Unavailable(source),
                error => error,
            })),
        }
    }

    /// Deletes what this attempt has written, since another night was quicker. Where that fails it stays,
    /// hidden, and says nothing.
    async fn take_back(&self) {
        if let Ok(batch) = self.session.batch(&[tabs::delete(self.record.sheet)]) {
            let _ = self.session.apply(&batch).await;
        }
    }
}
