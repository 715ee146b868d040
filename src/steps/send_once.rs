//! Sends a mail at most once under a record's id: the draft, the record that makes this run its only
//! sender, and the mail.

use crate::domain::ids::record_version::Marked;
use crate::google::sheets::{Batch, change};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::steps::read::Book;

/// The record of a mail.
#[derive(Clone, Copy, Debug)]
pub struct OnceRecord {
    /// The record's id: of two runs that choose the same, one sends.
    pub id: i32,
    /// The record's key.
    pub key: &'static str,
    /// True if an id is of such a record, of whatever day. Those that this run has read are deleted.
    pub is_of_kind: fn(i32) -> bool,
}

/// Sends the mail; `false` when another run was first.
///
/// # Errors
/// What Google is at fault with. Once the record stands, nobody sends the mail a second time.
pub async fn send(
    session: &Session<'_>,
    book: &Book,
    mail: &[u8],
    record: OnceRecord,
) -> Result<bool, google::Error> {
    let google = session.google;
    let draft = google.create_draft(mail).await?;
    let old = book.metadata.keys().filter(|id| (record.is_of_kind)(**id));
    let mut changes: Vec<_> = old.map(|id| change::delete_metadata(*id)).collect();
    changes.push(change::create_metadata(record.id, record.key, Marked("told").to_string()));
    let recorded = google.batch_update(session.file(), &Batch::new(&changes)?, true).await;

    if let Err(error) = recorded {
        // A draft without a record is never sent; one more in the account's list harms nobody.
        let _ = google.delete_draft(&draft).await;
        let exists = error.refusal() == Some(RefusalKind::MetadataIdTaken);
        return if exists { Ok(false) } else { Err(error) };
    }

    let sent = google.send_draft(&draft).await;
    if sent.is_err() {
        // Nobody tries again, and a draft that is still there was not sent: it goes, so that nobody finds it
        // among the account's own months later.
        let _ = google.delete_draft(&draft).await;
    }
    sent.map(|()| true)
}
