//! Prunes developer metadata: Google allows 30,000 characters of it, and every hand-off and every notice
//! leaves some.

use chrono::NaiveDate;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::{GUARDS_RETAINED, Ledger};
use crate::domain::mail::notice_log::{Next, NoticeLog};
use crate::google;
use crate::google::sheets::Batch;
use crate::google::sheets::change::{self, Change};
use crate::session::Session;
use crate::steps::read::Book;

/// Guards and notices of hand-offs older than this are pruned.
const GUARD_DAYS: i64 = 90;
/// Characters of developer metadata beyond which pruning does not wait; Google allows 30,000.
/// <https://developers.google.com/workspace/sheets/api/guides/metadata>
const TIGHT: usize = 25_000;
/// Characters beyond which pruning cannot keep up, so that a person should know: what is older has been
/// pruned long before.
pub const NEARLY_FULL: usize = 27_000;

/// Deletes metadata that nothing needs any more, before it leaves no room for the next guard.
///
/// # Errors
/// What Google is at fault with.
pub async fn prune(session: &Session<'_>, pruned: &[i32]) -> Result<(), google::Error> {
    let changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    session.apply(&Batch::new(&changes)?).await
}

/// The metadata to prune before the next guard, because the developer metadata is nearly full.
pub fn prunable_first(book: &Book, ledger: &Ledger, as_of: NaiveDate) -> Vec<i32> {
    if metadata_is_tight(book) { prunable(book, ledger, as_of) } else { Vec::new() }
}

fn metadata_is_tight(book: &Book) -> bool {
    book.metadata_size(&[]) > TIGHT
}

/// Ids of the guards and notice records, among those read tonight, that nothing needs any more.
/// Verification needs only the guards that remain, and a notice without an outcome is never pruned.
/// Where metadata is tight, age does not count: nights of several numbers fill it within weeks.
pub fn prunable(book: &Book, ledger: &Ledger, as_of: NaiveDate) -> Vec<i32> {
    let aged = |number: HandoffNumber| {
        metadata_is_tight(book)
            || ledger.handoff(number).all(|entry| (as_of - entry.handed_over).num_days() > GUARD_DAYS)
    };
    let old = |number: HandoffNumber| number.distance_to(ledger.head()) >= GUARDS_RETAINED && aged(number);
    let settled = |log: &NoticeLog| matches!(log.next(), Next::Done | Next::Unknown);
    let guards =
        book.guards.iter().filter(|guard| old(guard.number)).map(|guard| book.id_space.of(guard.number));
    let notices = book.notices.values().filter(|log| old(log.end()) && settled(log));

    let records = notices.flat_map(|log| {
        (0..).zip(&log.events).map(|(position, _)| book.id_space.record(log.first, position))
    });
    guards.chain(records).collect()
}
