//! Looks who can open the file, and tells both offices when somebody else can.

use lettre::message::Mailbox;
use serde::{Serialize, Serializer};
use tracing::{info, warn};

use crate::domain::access::{self, Exposure};
use crate::domain::ids;
use crate::domain::mail::access_notice;
use crate::error::Error;
use crate::google;
use crate::session::Session;
use crate::steps::notify::message;
use crate::steps::read::Book;
use crate::steps::send_once::{self, OnceRecord};

/// The result of a look at the file's sharing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audit {
    /// Nobody can open it who may not.
    Good,
    /// Somebody can.
    Exposed(Exposure),
    /// Drive did not say.
    Unknown,
}

/// `good`, `exposed` or `unknown`.
impl Serialize for Audit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Good => "good",
            Self::Exposed(_) => "exposed",
            Self::Unknown => "unknown",
        })
    }
}

/// Looks who can open the file, where the configuration says who may.
///
/// The hand-over goes on whatever is found, because the data stands in the file already and the
/// citizens' terms run; unless the configuration asks for the contrary.
///
/// # Errors
/// Only where the configuration is strict: [`Error::SharedTooWidely`], or why nobody could look.
pub async fn audit(session: &Session<'_>) -> Result<Option<Audit>, Error> {
    let Some(access) = &session.settings.access else { return Ok(None) };
    match session.google.permissions(session.file()).await {
        Ok(grants) => {
            let exposure = access::audit(&grants, &access.allowed, &session.settings.account);
            match exposure.is_none() {
                true => Ok(Some(Audit::Good)),
                false if access.strict => Err(Error::SharedTooWidely { exposure }),
                false => Ok(Some(Audit::Exposed(exposure))),
            }
        }
        Err(error) if access.strict => Err(session.error(error)),
        Err(error) => {
            warn!(%error, "nobody could look who can open the file");
            Ok(Some(Audit::Unknown))
        }
    }
}

/// Tells both offices, once a day, until it is put right. What fails is taken up by the next night,
/// which looks again.
pub async fn tell(session: &Session<'_>, book: &Book, audit: Option<&Audit>) {
    let Some(Audit::Exposed(exposure)) = audit else { return };
    let record = ids::access_record(session.moment.today());
    if session.settings.notice.to.is_empty() || book.metadata.contains_key(&record) {
        return;
    }
    match send(session, book, exposure, record).await {
        Ok(true) => info!("both offices told that the file is shared too widely"),
        Ok(false) => info!("another run tells both offices that the file is shared too widely"),
        Err(error) => warn!(%error, "the offices are not told yet that the file is shared too widely"),
    }
}

/// The mail, at most once a day. `false` when another run was first.
async fn send(
    session: &Session<'_>,
    book: &Book,
    exposure: &Exposure,
    record: i32,
) -> Result<bool, google::Error> {
    let settings = session.settings;
    let link = format!("https://docs.google.com/spreadsheets/d/{}/edit", settings.sheet.spreadsheet_id);
    let mail = access_notice::write(exposure, session.moment.today(), link, settings.sheet.form.entity());
    let office = settings.account.parse().ok().map(|address| Mailbox::new(None, address));
    let to: Vec<Mailbox> = settings.notice.to.iter().cloned().chain(office).collect();
    let record = OnceRecord { id: record, key: ids::ACCESS_KEY, is_of_kind: ids::is_access_record };
    send_once::send(session, book, &message(&mail, &to, &[], settings, session.moment), record).await
}
