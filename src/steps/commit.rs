//! Commits one hand-off: guard, tab and ledger lines in one atomic batch, and nothing else.

use std::sync::{Mutex, PoisonError};

use tracing::{info, warn};

use crate::config::Settings;
use crate::domain::handoff::cut::{Handoff, ledger_rows};
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::table::Column;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, IdSpace};
use crate::domain::ledger::Ledger;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::cross_checks::HighWaterMark;
use crate::domain::ledger::entry::Entry;
use crate::error::{Error, MAKE_ROOM};
use crate::google::sheets::{Batch, Change, TabMetadata, change};
use crate::google::{self, ErrorKind, PROGRESS, RefusalKind};
use crate::operation::state_dir::{self, HostRecord};
use crate::session::Session;
use crate::sheet::tab_cell::TabCell;
use crate::steps::read::Book;
use crate::steps::{ledger, prune, room};

/// Ceiling of Google's on the cells of a spreadsheet, empty ones included.
pub const CELLS: u64 = 10_000_000;
/// Ceiling on its tabs, as third parties report it.
pub const TABS: usize = 200;

/// Ceiling on the characters of a spreadsheet's own developer metadata.
/// <https://developers.google.com/workspace/sheets/api/guides/metadata>
pub const METADATA: usize = 30_000;

/// The outcome of a commit.
#[derive(Debug)]
pub enum Outcome {
    /// The hand-off stands.
    Committed,
    /// Another run took the number, or somebody the title, first: read again and plan again.
    Conflict,
    /// Google declines what the batch says, and no guard stands. Something in it may be at fault,
    /// so a smaller batch may pass.
    Declined(Declined),
}

/// The refusal of a batch that may come from what a cell says.
#[derive(Debug)]
pub struct Declined {
    /// The error where no smaller batch passes.
    pub error: Error,
    /// True if Google gave a reason that no outage has.
    pub is_certain: bool,
}

/// Why a hand-off, and those after it, were not committed.
#[derive(Debug)]
pub enum Stopped {
    /// Another run or a person took the place.
    Conflict,
    /// Google declines what this hand-off says.
    Declined(Handoff, Declined),
    /// Something else.
    By(Error),
}

/// The hand-offs that this process has committed.
static COMMITTED: Mutex<Vec<HandoffNumber>> = Mutex::new(Vec::new());

/// The hand-offs that this process has committed, for whoever interrupts it.
pub fn committed() -> Vec<HandoffNumber> {
    COMMITTED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Commits one number after the other. The answer is those that stand, and what stopped the rest.
pub async fn all(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    planned: Vec<Handoff>,
    window: Window,
) -> (Vec<Handoff>, Option<Stopped>) {
    let pruned = prune::prunable_first(book, ledger, window.as_of, planned.len());
    let room = || room::tabs_that_may_go(session, book, ledger);
    if let Err(error) = preflight(book, &planned, &pruned, room) {
        return (Vec::new(), Some(Stopped::By(error)));
    }

    if !planned.is_empty() && !pruned.is_empty() {
        match prune::prune(session, &pruned).await {
            Ok(()) => book.forget(&pruned),
            Err(error) => warn!(%error, "the metadata that nothing needs any more stays until the next run"),
        }
    }

    let mut committed = Vec::new();
    let count = planned.len();
    for (at, handoff) in planned.into_iter().enumerate() {
        let number = handoff.number.number();
        info!(target: PROGRESS, "handing over number {number} ({} of {count})", at + 1);
        match commit(session, &handoff, book).await {
            Ok(Outcome::Committed) => {
                book.add(&handoff);
                committed.push(handoff);
            }
            Ok(Outcome::Conflict) => return (committed, Some(Stopped::Conflict)),
            Ok(Outcome::Declined(declined)) => {
                return (committed, Some(Stopped::Declined(handoff, declined)));
            }
            Err(error) => return (committed, Some(Stopped::By(error))),
        }
    }

    (committed, None)
}

/// Checks before anything is written that all hand-offs would fit. `pruned` is the metadata that will
/// be deleted before; `room` says which tabs may go, where there are too many.
///
/// # Errors
/// [`Error::Ceiling`] when they would not, [`Error::NameTaken`] when the ledger cannot be made.
pub fn preflight(
    book: &Book,
    handoffs: &[Handoff],
    pruned: &[i32],
    room: impl FnOnce() -> String,
) -> Result<(), Error> {
    if !book.has_ledger() {
        ledger_title_is_free(&book.tabs)?;
    }

    if handoffs.is_empty() {
        return Ok(());
    }

    let new = handoffs.len() + usize::from(!book.has_ledger());
    if book.tabs.len() + new > TABS {
        let what = format!("the spreadsheet has {} tabs and Google allows {TABS}", book.tabs.len());
        return Err(Error::Ceiling { what, remedy: room().into() });
    }

    let used: u64 = book.tabs.iter().map(|tab| u64::from(tab.rows) * u64::from(tab.columns)).sum();
    let new: u64 = handoffs
        .iter()
        .map(|handoff| {
            handoff.tab.rows.len() * Column::ALL.len() + handoff.entries.len() * Entry::HEADERS.len()
        })
        .map(|cells| cells as u64)
        .sum();

    if used + new > CELLS {
        let what =
            format!("the spreadsheet uses {used} cells, {new} more are needed and Google allows {CELLS}");
        return Err(Error::Ceiling { what, remedy: MAKE_ROOM.into() });
    }

    let metadata = book.metadata_size(pruned) + handoffs.len() * prune::GUARD + prune::NOTICE;
    if metadata > METADATA {
        let what = format!(
            "the spreadsheet's developer metadata needs {metadata} characters for tonight's hand-offs and Google \
             allows {METADATA}"
        );
        let remedy = "remove the metadata that add-ons have left in the spreadsheet (Extensions, Apps Script: \
                      getDeveloperMetadata), or hand over fewer rows at a time with --as-of";
        return Err(Error::Ceiling { what, remedy: remedy.into() });
    }

    Ok(())
}

/// Checks that the ledger can be made where there is none.
///
/// # Errors
/// [`Error::NameTaken`] when a tab that is not the ledger has its title.
pub fn ledger_title_is_free(tabs: &[TabMetadata]) -> Result<(), Error> {
    match tabs.iter().find(|tab| tab.title.eq_ignore_ascii_case(ids::LEDGER_TITLE)) {
        Some(tab) => Err(Error::NameTaken { title: tab.title.clone() }),
        None => Ok(()),
    }
}

/// Commits a hand-off. The first hand-off of a spreadsheet makes the ledger tab, in the same batch.
///
/// A batch that is sent twice is applied once, because its guard's id is derived from the number;
/// so a lost answer is settled by sending the same bytes again and reading whose guard stands.
///
/// # Errors
/// What Google is at fault with. When the kind is [`Error::Unavailable`], the hand-off may have
/// been committed all the same; the next run reads it in the ledger.
pub async fn commit(session: &Session<'_>, handoff: &Handoff, book: &Book) -> Result<Outcome, Error> {
    let outcome = attempt(session, handoff, book).await;
    if matches!(outcome, Ok(Outcome::Committed)) {
        info!(number = handoff.number.number(), rows = handoff.entries.len(), "hand-off committed");
        COMMITTED.lock().unwrap_or_else(PoisonError::into_inner).push(handoff.number);
        remember(session.settings, handoff.number, &handoff.link, handoff.entries.first());
    }
    outcome
}

async fn attempt(session: &Session<'_>, handoff: &Handoff, book: &Book) -> Result<Outcome, Error> {
    let nonce = format!("{:016x}", rand::random::<u64>());
    let batch = batch(handoff, &nonce, session.settings, book).map_err(|error| session.error(error))?;
    guarded(session, book.id_space, handoff.number, &nonce, &batch).await
}

/// Sends a batch that makes the guard of a number with this nonce, and settles a lost answer.
///
/// # Errors
/// Those of [`commit`].
pub(super) async fn guarded(
    session: &Session<'_>,
    id_space: IdSpace,
    number: HandoffNumber,
    nonce: &str,
    batch: &Batch,
) -> Result<Outcome, Error> {
    let Err(error) = session.apply(batch).await else {
        return Ok(Outcome::Committed);
    };

    if !error.ambiguous && error.refusal() != Some(RefusalKind::MetadataIdTaken) {
        return refused(session, error, number);
    }

    // Either an answer was lost or somebody's guard stands; whose it is tells what happened.
    let id = id_space.guard(number);
    match session.metadata_value(id).await? {
        None => refused(session, error, number),
        Some(value) => match value.parse::<Guard>() {
            Ok(guard) if guard.nonce == nonce => Ok(Outcome::Committed),
            _ => Ok(Outcome::Conflict),
        },
    }
}

fn refused(session: &Session<'_>, error: google::Error, number: HandoffNumber) -> Result<Outcome, Error> {
    match error.refusal() {
        // Without a guard of this number, what another run made first is the ledger.
        Some(RefusalKind::TitleTaken | RefusalKind::MetadataIdTaken) => Ok(Outcome::Conflict),
        Some(RefusalKind::SheetIdTaken) => Err(Error::PlaceTaken { number, source: error }),
        _ => match blames_the_content(&error) {
            Some(is_certain) => Ok(Outcome::Declined(Declined { error: session.error(error), is_certain })),
            None => Err(session.error(error)),
        },
    }
}

/// Returns whether an error comes from what a cell says: `Some(true)` for certain, `Some(false)` where it may
/// as well be an outage, `None` where it is something else. Google answers 500 to some content however often
/// it is sent, and so it does when it is ill; an answer of 400 without a word of why is the same riddle.
fn blames_the_content(error: &google::Error) -> Option<bool> {
    match error.kind {
        ErrorKind::TooLarge => Some(true),
        ErrorKind::Unavailable => matches!(error.status, Some(400 | 500)).then_some(false),
        ErrorKind::Refused(refusal) if error.status == Some(400) => {
            let of_a_cell = [RefusalKind::Other, RefusalKind::CellTooLong, RefusalKind::UnknownRange];
            of_a_cell.contains(&refusal.what).then_some(true)
        }
        _ => None,
    }
}

/// Remembers that this host has seen the number.
pub(super) fn remember(settings: &Settings, number: HandoffNumber, link: &Link, first: Option<&Entry>) {
    let before = state_dir::high_water_mark(settings.state().as_ref());
    if before == HostRecord::Unreadable {
        // What cannot be read may say more than this number, and stands until a night has said so.
        return;
    }
    let repairs = before.mark().map_or(0, |before| before.repairs);
    let day = first.map(|entry| entry.handed_over);
    let seen = HighWaterMark { number, link: link.clone(), repairs, day };
    state_dir::remember(settings.state().as_ref(), before.mark(), &seen);
}

fn batch(handoff: &Handoff, nonce: &str, settings: &Settings, book: &Book) -> Result<Batch, google::Error> {
    let count = u32::try_from(handoff.entries.len()).unwrap_or(u32::MAX);
    let guard = Guard { number: handoff.number, nonce: nonce.to_owned(), count, link: handoff.link.clone() };
    let sheet = handoff.sheet;
    let text = |text: String| TabCell::Text(text);
    let lines: Vec<Vec<TabCell>> =
        ledger_rows(handoff).map(|cells| cells.into_iter().map(text).collect()).collect();
    let rows = u32::try_from(handoff.tab.rows.len()).unwrap_or(u32::MAX);

    let mut changes: Vec<Change<'_>> = vec![
        change::create_metadata(book.id_space.guard(handoff.number), ids::GUARD_KEY, guard.to_string()),
        change::add_sheet(sheet, &handoff.title, rows, Column::COUNT, false),
    ];
    changes.extend(change::fill_tab(sheet, &handoff.tab.rows));

    if !book.metadata.contains_key(&ids::NUMBER_ZERO) {
        // An `init` that records what is known before the first hand-off takes the same id.
        changes.push(change::create_metadata(
            ids::NUMBER_ZERO,
            ids::NUMBER_ZERO_KEY,
            ids::NOTHING_KNOWN_BEFORE.to_owned(),
        ));
    }

    if !book.has_ledger() {
        changes.extend(ledger::creation(book.origin_to_record(settings)));
    }
    if handoff.number == HandoffNumber::FIRST && book.names_another_file(settings) {
        changes.push(ledger::claim(book.id_space, settings));
    }

    changes.extend(ledger::widening(&book.tabs, ids::LEDGER, Entry::COLUMNS));
    changes.push(change::append_cells(ids::LEDGER, &lines));
    Batch::new(&changes)
}
