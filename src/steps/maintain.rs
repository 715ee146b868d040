//! Brings up to date the tabs that every night keeps: the clerks' work list, the board, the index of reports
//! and the report of the month before. Best effort like formatting: what fails is a warning, and the next night takes it up.

use std::collections::BTreeMap;
use std::ops::Range;

use tracing::warn;

use crate::domain::clerks::board::{self, BoardSources, TodayCounts};
use crate::domain::clerks::figures::{FigureLine, Figures};
use crate::domain::clerks::month_report::{self, MonthReportSources};
use crate::domain::clerks::pending::{self, PendingReports};
use crate::domain::clerks::period::Period;
use crate::domain::clerks::report_index::{self, IndexSources};
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::Window;
use crate::domain::ids::MaintainedTab;
use crate::domain::ledger::Ledger;
use crate::google::sheets::{Batch, Change, TabMetadata, change};
use crate::google::{self, RefusalKind};
use crate::layout::maintained_tabs;
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::{TabCell, agrees};
use crate::steps::commit::{CELLS, TABS};
use crate::steps::protections;
use crate::steps::read::Book;

/// The content that one of the tabs should show.
struct WantedTab {
    maintained: MaintainedTab,
    rows: Vec<Vec<TabCell>>,
    columns: u32,
}

/// The content that the tabs should show after a night; none before the first hand-off.
pub struct MaintainedContents(Vec<WantedTab>);

/// Rows of the index that go in one request: as large as Google recommends one to be.
const ROWS_A_REQUEST: usize = 8_000;

/// The changes that make one tab show its content, a request each; the first makes the tab where it has to be made.
type Requests<'a> = Vec<Vec<Change<'a>>>;

impl MaintainedContents {
    /// The content of the tabs now. `succeeded` says that the night has handed over all it had to.
    /// Before the first hand-off there is nothing to show. `assessment` is
    /// tonight's, whose judgement of the rows counts.
    pub fn of(
        session: &Session<'_>,
        book: &Book,
        ledger: &Ledger,
        assessment: Option<&Assessment>,
        window: Window,
        succeeded: bool,
    ) -> Self {
        if ledger.head().is_known_before() {
            return Self(Vec::new());
        }
        for id in book.answers.contradicted() {
            warn!(%id, "clerks typed different radicados for this report; the hand-off tabs say which");
        }
        let reports = assessment.map(Assessment::reports_by_id).unwrap_or_default();
        let list = pending::list(book.lives(session, ledger, window.today), &reports);
        let lines = figures(session, book, ledger, window);

        let mut wanted = vec![
            pending(session, book, &list, window),
            board(session, book, &list, &lines, window, succeeded),
            index(session, book, ledger, window),
        ];
        wanted.extend(month_report(session, book, &lines));
        Self(wanted)
    }

    /// The changes that make the tabs show their content; none where they do. What is too much for one request is
    /// left to [`Self::write_rest`].
    pub fn changes(&self, session: &Session<'_>, book: &Book) -> Vec<Change<'_>> {
        self.0.iter().flat_map(|wanted| first(requests(wanted, session, book, 0))).collect()
    }

    /// Writes what was too much for the request of [`Self::changes`].
    pub async fn write_rest(&self, session: &Session<'_>, book: &Book) {
        for rest in self.0.iter().flat_map(|wanted| requests(wanted, session, book, 0).into_iter().skip(1)) {
            if let Err(error) = apply(session, &rest).await {
                behind(&error);
                return;
            }
        }
    }

    /// Makes them show it, in a request of its own. `false` where something is left to the next run.
    pub async fn write(&self, session: &Session<'_>, book: &Book) -> bool {
        for turn in 0.. {
            let changes: Vec<Vec<Change<'_>>> =
                self.0.iter().map(|wanted| first(requests(wanted, session, book, turn))).collect();
            match send(session, &changes).await {
                Ok(()) => return true,
                // Another run has just made it; or else Google does not give this id out again.
                Err(error) if error.refusal() == Some(RefusalKind::SheetIdTaken) => {
                    match made_since(session, book, &self.0).await {
                        Ok(false) if MaintainedTab::Pending.ids().nth(turn + 1).is_some() => {}
                        Ok(made) => return made,
                        Err(error) => return behind(&error),
                    }
                }
                Err(error) => return behind(&error),
            }
        }

        true
    }
}

fn first(requests: Requests<'_>) -> Vec<Change<'_>> {
    requests.into_iter().next().unwrap_or_default()
}

fn behind(error: &google::Error) -> bool {
    warn!(%error, "the maintained tabs are behind; {}", protections::when(error));
    false
}

async fn apply(session: &Session<'_>, changes: &[Change<'_>]) -> Result<(), google::Error> {
    if changes.is_empty() {
        return Ok(());
    }
    session.apply(&Batch::new(changes)?).await
}

/// All in one request. Where Google declines that, each tab by itself: none waits for another.
async fn send(session: &Session<'_>, tabs: &[Vec<Change<'_>>]) -> Result<(), google::Error> {
    let outcome = apply(session, &tabs.concat()).await;
    let refusal = outcome.as_ref().err().and_then(google::Error::refusal);
    let is_of_several = tabs.iter().filter(|changes| !changes.is_empty()).count() > 1;
    if refusal.is_none_or(|what| what == RefusalKind::SheetIdTaken) || !is_of_several {
        return outcome;
    }

    let mut first_failure = Ok(());
    for changes in tabs {
        first_failure = first_failure.and(apply(session, changes).await);
    }
    first_failure
}

/// Returns `true` if every wanted tab that this run did not find is there by now.
async fn made_since(session: &Session<'_>, book: &Book, wanted: &[WantedTab]) -> Result<bool, google::Error> {
    let now = session.google.metadata(session.file()).await?;
    let stands =
        |tab: &WantedTab| now.tabs.iter().any(|now| MaintainedTab::of(now.sheet_id) == Some(tab.maintained));
    Ok(wanted.iter().filter(|tab| book.maintained_tab(tab.maintained).is_none()).all(stands))
}

fn pending(session: &Session<'_>, book: &Book, list: &PendingReports<'_>, window: Window) -> WantedTab {
    let entity = session.settings.sheet.form.entity();
    let rows = pending::rows(list, &titles(book), entity, window.today);
    WantedTab { maintained: MaintainedTab::Pending, rows, columns: pending::COLUMNS }
}

/// All reports in figures.
fn figures(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window) -> Vec<FigureLine> {
    let form = &session.settings.sheet.form;
    Figures::of(Period::all(), book.lives(session, ledger, window.today), form).lines
}

/// The instant of the last success moves once a day, so that a second run finds nothing to do.
fn board(
    session: &Session<'_>,
    book: &Book,
    list: &PendingReports<'_>,
    lines: &[FigureLine],
    window: Window,
    succeeded: bool,
) -> WantedTab {
    let shown = found(book, MaintainedTab::Board).and_then(|grid| board::last_success(grid));
    let now = session.moment.in_colombia();
    let last_success =
        if succeeded && shown.is_none_or(|shown| shown.date() != now.date()) { Some(now) } else { shown };

    let form = &session.settings.sheet.form;
    let rows = board::rows(BoardSources {
        lines,
        counts: TodayCounts::of(list),
        networks: form.networks(),
        terms: form.deadlines().terms(),
        entity: form.entity(),
        last_success,
        today: window.today,
    });
    WantedTab { maintained: MaintainedTab::Board, rows, columns: board::COLUMNS }
}

/// The report of the month before; `None` where that had no report, or its tab stands as it was written.
fn month_report(session: &Session<'_>, book: &Book, lines: &[FigureLine]) -> Option<WantedTab> {
    let form = &session.settings.sheet.form;
    let sources = MonthReportSources {
        lines,
        terms: form.deadlines().terms(),
        entity: form.entity(),
        cut_off: session.moment.in_colombia(),
    };
    if found(book, MaintainedTab::MonthReport).is_some_and(|grid| month_report::stands(grid, sources)) {
        return None;
    }

    let rows = month_report::rows(sources)?;
    Some(WantedTab { maintained: MaintainedTab::MonthReport, rows, columns: month_report::COLUMNS })
}

/// The cells of a maintained tab as they were read, unless somebody deleted it.
fn found(book: &Book, maintained: MaintainedTab) -> Option<&Vec<Vec<Cell>>> {
    book.maintained_tab(maintained).and_then(|tab| book.maintained.get(&tab.sheet_id))
}

fn index(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window) -> WantedTab {
    let form = &session.settings.sheet.form;
    let rows = report_index::rows(IndexSources {
        lives: book.lives(session, ledger, window.today),
        titles: &titles(book),
        prefixes: form.radicado_prefixes(),
        entity: form.entity(),
    });
    WantedTab { maintained: MaintainedTab::Index, rows, columns: report_index::COLUMNS }
}

fn titles(book: &Book) -> BTreeMap<SheetId, &str> {
    book.tabs.iter().map(|tab| (tab.sheet_id, tab.title.as_str())).collect()
}

/// The changes that make a tab show its content; none where it does.
fn requests<'a>(wanted: &'a WantedTab, session: &Session<'_>, book: &Book, turn: usize) -> Requests<'a> {
    let Some(tab) = book.maintained_tab(wanted.maintained) else {
        return new_tab(wanted, session, book, turn);
    };
    let networks = session.settings.sheet.form.networks();
    let (sheet, maintained) = (tab.sheet_id, wanted.maintained);
    let stands = |id: i32| book.tabs.iter().any(|tab| tab.charts.contains(&id));
    let mut changes = Vec::new();
    let mut rest = Vec::new();

    if differs(wanted, tab, book) {
        let has_shape = has_its_shape(wanted, tab, book);
        let (written, left) = content(wanted, sheet, &parts(wanted, tab, book, has_shape));
        rest = left;
        changes.push(change::unmerge(sheet));
        changes.extend(resized(wanted, tab));
        if has_shape {
            changes.extend(written);
            changes.extend(maintained_tabs::charts(maintained, sheet, stands));
        } else {
            changes.push(change::plain(sheet));
            changes.extend(maintained_tabs::styles(maintained, sheet, networks));
            changes.extend(written);
            // A chart draws the columns that the table had when it was made.
            changes.extend(maintained_tabs::charts_anew(maintained, sheet, stands));
        }
    } else {
        changes.extend(maintained_tabs::charts(maintained, sheet, stands));
    }
    if !tab.protections.contains(&sheet.number()) {
        changes.push(maintained_tabs::protection(maintained, sheet, &session.settings.account));
    }

    std::iter::once(changes).chain(rest).collect()
}

/// The changes that make a tab that is not there; none where there is no room for it.
fn new_tab<'a>(wanted: &'a WantedTab, session: &Session<'_>, book: &Book, turn: usize) -> Requests<'a> {
    let Some(sheet) = wanted.maintained.ids().nth(turn).filter(|_| fits(wanted, book)) else {
        return Vec::new();
    };
    let networks = session.settings.sheet.form.networks();
    let maintained = wanted.maintained;
    let title = book.titles().take(maintained.title());
    let (written, rest) = content(wanted, sheet, &in_requests(0..wanted.rows.len()));

    let mut changes = vec![change::add_sheet(sheet, &title, size(&wanted.rows), wanted.columns, false)];
    changes.extend(written);
    changes.extend(maintained_tabs::styles(maintained, sheet, networks));
    changes.extend(maintained_tabs::colours_and_filters(maintained, sheet));
    changes.extend(maintained_tabs::charts(maintained, sheet, |_| false));
    changes.push(maintained_tabs::protection(maintained, sheet, &session.settings.account));

    std::iter::once(changes).chain(rest).collect()
}

/// The rows of a tab that are written: of the index, those that differ; of another tab, all.
fn parts(wanted: &WantedTab, tab: &TabMetadata, book: &Book, has_shape: bool) -> Vec<Range<usize>> {
    let whole = 0..wanted.rows.len();
    match book.maintained.get(&tab.sheet_id) {
        Some(found) if has_shape && wanted.maintained == MaintainedTab::Index => {
            report_index::differing(&wanted.rows, found).into_iter().flat_map(in_requests).collect()
        }
        _ => in_requests(whole),
    }
}

/// Rows in parts none of which is too large for a request.
fn in_requests(rows: Range<usize>) -> Vec<Range<usize>> {
    let starts = rows.clone().step_by(ROWS_A_REQUEST);
    starts.map(|start| start..rows.end.min(start + ROWS_A_REQUEST)).collect()
}

/// Gives a tab its size. Rows come and go at the seam; the size is set all the same, because a second
/// copy of the request finds another one than the first.
fn resized(wanted: &WantedTab, tab: &TabMetadata) -> Vec<Change<'static>> {
    let (sheet, rows, seam) = (tab.sheet_id, size(&wanted.rows), maintained_tabs::seam(wanted.maintained));
    let mut changes = Vec::new();
    if wanted.maintained == MaintainedTab::Index {
        // Its rows are written by their place, which those that came in or went would change.
    } else if tab.rows < rows && tab.rows > seam.offset() {
        changes.push(change::insert_rows(sheet, seam, rows - tab.rows));
    } else if tab.rows > rows && rows > seam.offset() {
        changes.push(change::delete_rows(sheet, seam, tab.rows - rows));
    }
    changes.push(change::resize(sheet, rows, wanted.columns));
    changes
}

/// Returns `true` if people, or the days that have passed, made a tab differ from what it should show.
fn differs(wanted: &WantedTab, tab: &TabMetadata, book: &Book) -> bool {
    let mut found = book.maintained.get(&tab.sheet_id).cloned().unwrap_or_default();
    let mut whole = (tab.rows, tab.columns) == (size(&wanted.rows), wanted.columns);
    if wanted.maintained == MaintainedTab::Board {
        whole &= board::has_alarm(&found);
        let CellAddress { row, column } = board::ALARM;
        if let Some(alarm) = found.get_mut(row.index()).and_then(|cells| cells.get_mut(column.index())) {
            *alarm = Cell::Blank;
        }
    }
    !whole || !agrees(&wanted.rows, &found)
}

/// Returns `true` if rows and columns stand where the tab was made with them, so that its formats still
/// fit.
fn has_its_shape(wanted: &WantedTab, tab: &TabMetadata, book: &Book) -> bool {
    let found = book.maintained.get(&tab.sheet_id);
    let same = |row: &u32| {
        let row = *row as usize;
        let found = found.and_then(|grid| grid.get(row)).map_or(&[][..], Vec::as_slice);
        agrees(&wanted.rows[row..=row], &[found.to_vec()])
    };
    tab.columns == wanted.columns && maintained_tabs::headers(wanted.maintained).iter().all(same)
}

/// The cells of some rows of a tab: those that go in the first request, and the others.
fn content<'a>(
    wanted: &'a WantedTab,
    sheet: SheetId,
    parts: &[Range<usize>],
) -> (Vec<Change<'a>>, Requests<'a>) {
    if wanted.maintained != MaintainedTab::Index {
        let mut changes = vec![change::update_cells_and_links(sheet, CellAddress::A1, &wanted.rows)];
        if wanted.maintained == MaintainedTab::Board {
            changes.push(change::formula(sheet, board::ALARM, board::ALARM_FORMULA));
        }
        return (changes, Vec::new());
    }

    let mut requests: Requests<'a> = vec![Vec::new()];
    let mut written = 0;
    for part in parts {
        if written + part.len() > ROWS_A_REQUEST {
            requests.push(Vec::new());
            written = 0;
        }
        written += part.len();
        if let (Some(request), Some(rows)) = (requests.last_mut(), wanted.rows.get(part.clone())) {
            request.extend(change::fill_rows(sheet, RowNumber::at(part.start), rows));
        }
    }
    let rest = requests.split_off(1);
    (requests.concat(), rest)
}

/// Returns `true` if there is room for a tab. Where there is not, hand-offs need what is left of it.
fn fits(wanted: &WantedTab, book: &Book) -> bool {
    let cells = |tab: &TabMetadata| u64::from(tab.rows) * u64::from(tab.columns);
    let used: u64 = book.tabs.iter().map(cells).sum();
    let needed = u64::from(size(&wanted.rows)) * u64::from(wanted.columns);
    let fits = book.tabs.len() + MaintainedTab::ALL.len() <= TABS && used + needed <= CELLS;
    if !fits {
        warn!("there is no room in the spreadsheet for the tab \"{}\"", wanted.maintained.title());
    }
    fits
}

fn size(rows: &[Vec<TabCell>]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}
