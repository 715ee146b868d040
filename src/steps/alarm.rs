//! Tells the operator by mail that nights fail, or that they work again.

use std::time::Duration;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::alarm;
use crate::domain::record::{Alarm, Record};
use crate::error::Error;
use crate::google::{Connection, Google, Policy};
use crate::steps::notify::message;

/// How long the mail may take, whatever a night may.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends the mail through the account's Gmail, over a connection of its own: that of the night may
/// be what failed. A mail that nobody can say was sent counts as sent, so that nobody is told twice.
///
/// # Errors
/// Why it was not sent. Where the cause is that of the failures themselves, only a monitor can say
/// so.
pub async fn tell(settings: &Settings, moment: Moment, alarm: Alarm, record: &Record) -> Result<(), Error> {
    let endpoint = settings.endpoint.clone();
    let policy = Policy::within(settings.patience.min(PATIENCE));
    let connection =
        Connection { endpoint, policy, ..Connection::new(&settings.account, &settings.credentials) };
    let google = Google::connect(connection).await?;
    let mail = message(&alarm::write(alarm, record), &settings.watch.alert.to, &[], settings, moment);
    let failed = |error| Error::of_file(error, &settings.account);
    let draft = google.create_draft(&mail).await.map_err(failed)?;
    match google.send_draft(&draft).await {
        Err(error) if !error.ambiguous => {
            let _ = google.delete_draft(&draft).await;
            Err(failed(error))
        }
        _ => Ok(()),
    }
}
