//! Brings up to date the tabs that every night keeps: the clerks' work list and the board. Best effort
//! like formatting: what fails is a warning, and the next night takes it up.

use std::collections::BTreeMap;

use tracing::warn;

use crate::domain::clerks::{board, pending};
use crate::domain::handoff::plan::Window;
use crate::domain::ids::MaintainedTab;
use crate::domain::ledger::Ledger;
use crate::google::sheets::{Batch, Change, TabMetadata, change};
use crate::google::{self, RefusalKind};
use crate::layout::maintained_tabs;
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
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

/// The content that both tabs should show after a night.
pub struct MaintainedContents(Option<[WantedTab; 2]>);

impl MaintainedContents {
    /// The content of the tabs now. `succeeded` says that the night has handed over all it had to.
    /// Before the first hand-off there is nothing to show.
    pub fn of(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window, succeeded: bool) -> Self {
        if ledger.head().is_known_before() {
            return Self(None);
        }
        for id in book.answers.contradicted() {
            warn!(%id, "clerks typed different radicados for this report; the hand-off tabs say which");
        }
        Self(Some([pending(session, book, ledger, window), board(session, book, ledger, window, succeeded)]))
    }

    /// The changes that make the tabs show their content; none where they do.
    pub fn changes(&self, session: &Session<'_>, book: &Book) -> Vec<Change<'_>> {
        self.0.iter().flatten().flat_map(|wanted| changes(wanted, session, book, 0)).collect()
    }

    /// Makes them show it, in a request of its own. `false` where something is left to the next run.
    pub async fn write(&self, session: &Session<'_>, book: &Book) -> bool {
        let Some(wanted) = &self.0 else { return true };
        for turn in 0.. {
            let changes = wanted.each_ref().map(|wanted| changes(wanted, session, book, turn));
            match send(session, &changes).await {
                Ok(()) => return true,
                // Another run has just made it; or else Google does not give this id out again.
                Err(error) if error.refusal() == Some(RefusalKind::SheetIdTaken) => {
                    match made_since(session, book).await {
                        Ok(false) if wanted[0].maintained.ids().nth(turn + 1).is_some() => {}
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

fn behind(error: &google::Error) -> bool {
    warn!(%error, "the work list and the board are behind; {}", protections::when(error));
    false
}

/// All in one request. Where Google declines that, each tab by itself: neither waits for the other.
async fn send(session: &Session<'_>, changes: &[Vec<Change<'_>>; 2]) -> Result<(), google::Error> {
    let [pending, board] = changes;
    let apply = async |changes: &[Change<'_>]| {
        if changes.is_empty() {
            return Ok(());
        }
        let batch = Batch::new(changes)?;
        session.apply(&batch).await
    };

    match apply(&[pending.as_slice(), board.as_slice()].concat()).await {
        Err(error)
            if error.refusal().is_some_and(|what| what != RefusalKind::SheetIdTaken)
                && !pending.is_empty()
                && !board.is_empty() =>
        {
            let (one, other) = (apply(pending).await, apply(board).await);
            one.and(other)
        }
        outcome => outcome,
    }
}

/// Returns `true` if every tab that this run did not find is there by now.
async fn made_since(session: &Session<'_>, book: &Book) -> Result<bool, google::Error> {
    let now = session.google.metadata(session.file()).await?;
    let stands = |maintained: &MaintainedTab| {
        now.tabs.iter().any(|tab| MaintainedTab::of(tab.sheet_id) == Some(*maintained))
    };
    Ok(MaintainedTab::ALL.iter().filter(|maintained| book.maintained_tab(**maintained).is_none()).all(stands))
}

fn pending(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window) -> WantedTab {
    let titles: BTreeMap<SheetId, &str> =
        book.tabs.iter().map(|tab| (tab.sheet_id, tab.title.as_str())).collect();
    let form = &session.settings.sheet.form;
    let deadlines = form.deadlines();
    let list = pending::list(ledger, &book.answers, deadlines, window.today);
    let rows = pending::rows(&list, &titles, form.networks(), form.entity(), window.today);
    WantedTab { maintained: MaintainedTab::Pending, rows, columns: pending::COLUMNS }
}

/// The instant of the last success moves once a day, so that a second run finds nothing to do.
fn board(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window, succeeded: bool) -> WantedTab {
    let existing =
        book.maintained_tab(MaintainedTab::Board).and_then(|tab| book.maintained.get(&tab.sheet_id));
    let shown = existing.and_then(|grid| board::last_success(grid));
    let now = session.moment.in_colombia();
    let last =
        if succeeded && shown.is_none_or(|shown| shown.date() != now.date()) { Some(now) } else { shown };
    let form = &session.settings.sheet.form;
    let networks = form.networks();
    let rows = board::rows(ledger, &book.answers, networks, form.entity(), last, window.today);
    WantedTab { maintained: MaintainedTab::Board, rows, columns: board::columns(networks) }
}

/// The changes that make a tab show its content; none where it does.
fn changes<'a>(wanted: &'a WantedTab, session: &Session<'_>, book: &Book, turn: usize) -> Vec<Change<'a>> {
    let networks = session.settings.sheet.form.networks();
    let stands = |id: i32| book.tabs.iter().any(|tab| tab.charts.contains(&id));
    let charts = |sheet: SheetId| maintained_tabs::charts(wanted.maintained, sheet, networks, stands);
    let protection = |sheet| maintained_tabs::protection(wanted.maintained, sheet, &session.settings.account);

    if let Some(tab) = book.maintained_tab(wanted.maintained) {
        let sheet = tab.sheet_id;
        let mut changes = Vec::new();
        if differs(wanted, tab, book) {
            changes.push(change::unmerge(sheet));
            changes.extend(resized(wanted, tab));
            if has_its_shape(wanted, tab, book) {
                changes.extend(content(wanted, sheet));
                changes.extend(charts(sheet));
            } else {
                changes.push(change::plain(sheet));
                changes.extend(maintained_tabs::styles(wanted.maintained, sheet, networks));
                changes.extend(content(wanted, sheet));
                // A chart draws the columns that the table had when it was made.
                changes.extend(maintained_tabs::charts_anew(wanted.maintained, sheet, networks, stands));
            }
        } else {
            changes.extend(charts(sheet));
        }
        changes.extend((!tab.protections.contains(&sheet.number())).then(|| protection(sheet)));
        return changes;
    }

    let Some(sheet) = wanted.maintained.ids().nth(turn).filter(|_| fits(wanted, book)) else {
        return Vec::new();
    };
    let title = book.titles().take(wanted.maintained.title());
    let mut changes = vec![change::add_sheet(sheet, &title, size(&wanted.rows), wanted.columns, false)];
    changes.extend(content(wanted, sheet));
    changes.extend(maintained_tabs::styles(wanted.maintained, sheet, networks));
    changes.extend(maintained_tabs::colours(wanted.maintained, sheet));

    changes.extend(charts(sheet));
    changes.push(protection(sheet));

    changes
}

/// Gives a tab its size. Rows come and go at the seam; the size is set all the same, because a second
/// copy of the request finds another one than the first.
fn resized(wanted: &WantedTab, tab: &TabMetadata) -> Vec<Change<'static>> {
    let (sheet, rows, seam) = (tab.sheet_id, size(&wanted.rows), maintained_tabs::seam(wanted.maintained));
    let mut changes = Vec::new();
    if tab.rows < rows && tab.rows > seam.offset() {
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

fn content(wanted: &WantedTab, sheet: SheetId) -> Vec<Change<'_>> {
    let mut changes = vec![change::update_cells_and_links(sheet, CellAddress::A1, &wanted.rows)];
    if wanted.maintained == MaintainedTab::Board {
        changes.push(change::formula(sheet, board::ALARM, board::ALARM_FORMULA));
    }
    changes
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
