//! Keeps the states that a night has seen in `Historia de estados`.

use std::sync::LazyLock;

use tracing::{info, warn};

use crate::domain::clerks::history::{self, HistoryRecord, StateHistory};
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids::{self, IdSpace, STATE_HISTORY_TITLE};
use crate::error::Error;
use crate::google::sheets::{Batch, Change, TabMetadata, change, style};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::read::Book;
use crate::steps::verify::Reading;

static HEADER: LazyLock<[Vec<TabCell>; 1]> = LazyLock::new(|| [history::header()]);

/// How many records are left of how the tab ended before, so that a late copy of an old request is refused.
const RECORDS_LEFT: usize = 1;

/// The tab of states, as far as a write needs to know it.
pub struct HistoryPlace<'a> {
    /// The tabs that stand.
    pub tabs: &'a [TabMetadata],
    /// Where the ledger's things are.
    pub id_space: IdSpace,
    /// Ids of the records of how the tab ends, oldest first.
    pub records: &'a [i32],
}

/// Adds the states that the tab lacks, in one request; a night that sees none leaves the spreadsheet as it was.
/// It comes after the commit and is best effort: nothing fails for it, what is damaged is said and carried on,
/// and a tab that somebody deleted is made again.
pub async fn record(session: &Session<'_>, book: &Book) {
    say_faults(&book.history);
    let Some((rows, record)) = book.history.rows() else { return };
    let place = HistoryPlace { tabs: &book.tabs, id_space: book.id_space, records: &book.history_records };

    match append(session, &place, &rows, &record).await {
        Ok(()) => {}
        Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => {
            info!("another run keeps the states of tonight");
        }
        Err(error) => {
            warn!(%error, "the tab \"{STATE_HISTORY_TITLE}\" lacks the states of tonight; the next night adds them");
        }
    }
}

/// Takes the tab as it stands, by a row that says so.
///
/// # Errors
/// Whatever keeps it from being written.
pub async fn take_as_it_is(session: &Session<'_>, reading: &Reading) -> Result<(), Error> {
    let (rows, record) = reading.history.taken_as_it_is(session.moment.today());
    let place = HistoryPlace {
        tabs: &reading.metadata.tabs,
        id_space: reading.cross_checks.id_space,
        records: &reading.history_records,
    };
    append(session, &place, &rows, &record).await.map_err(|error| session.error(error))
}

fn say_faults(history: &StateHistory) {
    let Some(first) = history.faults().first() else { return };
    let more = history.faults().len() - 1;
    warn!(
        more,
        "{first}; it is carried on with what stands in the hand-off tabs, and `traslado verify` says what ends this"
    );
}

/// Adds rows to the tab, and records how it ends with them.
///
/// # Errors
/// Google's; nothing is added then.
pub async fn append(
    session: &Session<'_>,
    place: &HistoryPlace<'_>,
    rows: &[Vec<TabCell>],
    record: &HistoryRecord,
) -> Result<(), google::Error> {
    if let Some(tab) = place.tabs.iter().find(|tab| place.id_space.is_state_history(tab.sheet_id)) {
        let missing = history::COLUMNS.saturating_sub(tab.columns);
        let widening = (missing > 0).then(|| change::append_columns(tab.sheet_id, missing));
        match apply(session, place, record, widening, rows, tab.sheet_id).await {
            Err(error) if error.refusal() == Some(RefusalKind::NotFoundId) => {}
            outcome => return outcome,
        }
    }

    let title = TakenTitles::of(place.tabs.iter().map(|tab| tab.title.as_str())).take(STATE_HISTORY_TITLE);
    let mut taken = Ok(());
    for sheet in place.id_space.state_history_ids() {
        let creation = creation(sheet, &title, &session.settings.account);
        taken = apply(session, place, record, creation, rows, sheet).await;
        // Google does not give the id of a deleted tab out again.
        match &taken {
            Err(error) if error.refusal() == Some(RefusalKind::SheetIdTaken) => {}
            _ => return taken,
        }
    }

    taken
}

/// Makes one batch: the record first, so that a second copy is refused for it and for nothing else.
async fn apply(
    session: &Session<'_>,
    place: &HistoryPlace<'_>,
    record: &HistoryRecord,
    before: impl IntoIterator<Item = Change<'static>>,
    rows: &[Vec<TabCell>],
    sheet: SheetId,
) -> Result<(), google::Error> {
    let id = (record.sequence..).map(|sequence| place.id_space.history_record(sequence));
    let id = id.take(place.records.len() + 1).find(|id| !place.records.contains(id)).unwrap_or_default();
    let old = place.records.len().saturating_sub(RECORDS_LEFT);

    let mut changes: Vec<Change<'_>> =
        vec![change::create_metadata(id, ids::HISTORY_KEY, record.to_string())];
    changes.extend(place.records[..old].iter().map(|id| change::delete_metadata(*id)));
    for change in before {
        changes.push(change);
    }
    changes.push(change::append_cells(sheet, rows));
    session.apply(&Batch::new(&changes)?).await
}

/// Makes the tab: hidden, its header frozen, protected.
fn creation(sheet: SheetId, title: &str, account: &str) -> Vec<Change<'static>> {
    let words = "Historia de estados: solo lo escribe el sistema.";
    vec![
        change::add_sheet(sheet, title, 2, history::COLUMNS, true),
        change::update_cells(sheet, CellAddress::A1, &*HEADER),
        style::freeze(sheet, 1, 0),
        style::protect(sheet.number(), sheet, &[], account, words),
    ]
}
