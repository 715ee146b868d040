//! Tells the operator by mail how the nights go, where that is worth a mail.

use std::time::Duration;

use tokio::time::timeout;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::mail::notice::Notice;
use crate::google::{self, ConnectError, Connection, Google, RetryPolicy};
use crate::steps::notify::message;

/// How long the mail may take altogether: the night has ended, and somebody may wait for that.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Why the operator was not told.
#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    /// There is nothing to call Google with.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// Google did not take the mail.
    #[error(transparent)]
    Google(#[from] google::Error),
    /// Sending took too long.
    #[error("Google takes longer than {} seconds", TIMEOUT.as_secs())]
    Slow,
}

/// Sends the mail through the account's Gmail, over a connection of its own: that of the night may
/// be what failed. A mail that nobody can say was sent counts as sent, so that nobody is told twice.
///
/// # Errors
/// Why it was not sent. Where the cause is that of the failures themselves, only a monitor can say
/// so.
pub async fn tell(settings: &Settings, moment: Moment, mail: &Notice) -> Result<(), AlertError> {
    timeout(TIMEOUT, send(settings, moment, mail)).await.map_err(|_| AlertError::Slow)?
}

async fn send(settings: &Settings, moment: Moment, mail: &Notice) -> Result<(), AlertError> {
    let policy = RetryPolicy::within(settings.google.timeout.min(TIMEOUT));
    let google = Google::connect(Connection { policy, ..settings.connection() }).await?;
    let mail = message(mail, &settings.monitoring.alert.to, &[], settings, moment);
    let draft = google.create_draft(&mail).await?;

    match google.send_draft(&draft).await {
        Err(error) if !error.ambiguous => {
            let _ = google.delete_draft(&draft).await;
            Err(error.into())
        }
        _ => Ok(()),
    }
}
