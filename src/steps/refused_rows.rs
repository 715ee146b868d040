//! Decides what a refused hand-off teaches, and records the rows that Google refuses without a reason.

use std::collections::BTreeSet;
use std::time::Duration;

use tracing::warn;

use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::batch_splitter::{BatchSplitter, NextStep};
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::plan::Disposition;
use crate::domain::handoff::refused_row::RefusedRow;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::google::sheets::{Batch, Change, change};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::steps::commit::Declined;
use crate::steps::read::Book;

/// The pause before Google is asked whether it takes other writes.
const PAUSE: Duration = Duration::from_secs(5);
/// The most records that are kept; the one tried longest ago goes first.
pub const MOST: usize = 8;
/// Characters of a record, at most.
pub const RECORD: usize = 61;

/// Learns from a hand-off that Google declined; `false` where there is nothing left to try tonight.
pub async fn go_on(
    session: &Session<'_>,
    book: &Book,
    splitter: &mut BatchSplitter,
    handoff: &Handoff,
    declined: &Declined,
) -> bool {
    match splitter.on_refused(&handoff.entries, declined.is_certain) {
        NextStep::PlanAgain => true,
        NextStep::GiveUp => false,

        NextStep::Ascertain(row) => {
            tokio::time::sleep(PAUSE).await;

            // The record is another write to the file: where it is refused as well, the row is not to blame.
            match record(session, book, tried(session, book, row)).await {
                Ok(()) => splitter.ascertain(row),
                // What somebody else has put in its place shows nothing: the row waits, and stops no other.
                Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => splitter.defer(row),
                Err(_) => return false,
            }
            true
        }

        NextStep::Confirmed(row) => {
            let refused = tried(session, book, row).confirmed();
            if refused.is_to_blame() {
                warn!("Google answers 500 to a row that two runs sent it; it goes over without its texts");
                splitter.leave_out_texts(row);
            } else {
                splitter.defer(row);
            }

            if let Err(error) = record(session, book, refused).await {
                warn!(%error, "a row that Google refuses is not recorded; the next run takes it up anew");
            }
            true
        }
    }
}

fn tried(session: &Session<'_>, book: &Book, row: Fingerprint) -> RefusedRow {
    RefusedRow::tried(row, book.refused_rows.get(&row), session.moment.utc())
}

/// Records a refused row in place of what was recorded of it, and within the room of such records.
///
/// # Errors
/// Google's, where it took no write.
async fn record(session: &Session<'_>, book: &Book, refused: RefusedRow) -> Result<(), google::Error> {
    let id = ids::refused_row(&refused.fingerprint);
    let mut others: Vec<&RefusedRow> =
        book.refused_rows.values().filter(|known| known.fingerprint != refused.fingerprint).collect();
    others.sort_by_key(|known| known.tried);
    let beyond = (others.len() + 1).saturating_sub(MOST);

    let oldest = others.into_iter().take(beyond).map(|known| ids::refused_row(&known.fingerprint));
    let known = book.metadata.contains_key(&id) && !book.foreign_metadata.contains(&id);
    let deleted: BTreeSet<i32> = oldest.chain(known.then_some(id)).collect();
    let mut changes: Vec<Change<'_>> = deleted.into_iter().map(change::delete_metadata).collect();
    changes.push(change::create_metadata(id, ids::REFUSED_ROW_KEY, refused.to_string()));

    match session.apply(&Batch::new(&changes)?).await {
        // Another run has just recorded it: Google takes writes.
        Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => {
            let stands = session.metadata_value(id).await.ok().flatten();
            if stands.is_some_and(|value| refused.is_recorded_by(&value)) {
                return Ok(());
            }
            warn!(
                "what an add-on has left under the metadata id {id} stands where the refusal of a row is recorded, so that \
                 the row waits; remove it (Extensions, Apps Script), and the next run goes on"
            );
            Err(error)
        }
        outcome => outcome,
    }
}

/// Deletes the records of rows that were handed over whole, changed or vanished since. `ledger` holds tonight's
/// hand-offs. What fails is taken up by the next run.
pub async fn settle(session: &Session<'_>, book: &Book, ledger: &Ledger, assessment: &Assessment) {
    if book.refused_rows.is_empty() {
        return;
    }

    let needed = needed(ledger, assessment);
    let settled = book.refused_rows.keys().filter(|row| !needed.contains(row));
    let changes: Vec<Change<'_>> =
        settled.map(|row| change::delete_metadata(ids::refused_row(row))).collect();
    if changes.is_empty() {
        return;
    }

    let deleted = async { session.apply(&Batch::new(&changes)?).await };
    if let Err(error) = deleted.await {
        warn!(%error, "records of rows that Google no longer refuses stay until the next run");
    }
}

/// The rows that wait for a later run, be it whole or with the texts that were left out.
fn needed(ledger: &Ledger, assessment: &Assessment) -> BTreeSet<Fingerprint> {
    let rows = assessment.plan.dispositions.iter().zip(&assessment.sheet.reports);
    let waiting = rows.filter(|(disposition, report)| match disposition {
        Disposition::Deferred(_) => true,
        Disposition::Already(id) | Disposition::HandedOver(id, _) => ledger.lacks_texts(*id, &report.digests),
        _ => false,
    });
    waiting.map(|(_, report)| Fingerprint::of(&report.digests)).collect()
}
