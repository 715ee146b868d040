//! Shares a new spreadsheet as configured.
//!
//! This needs more than a night does, so that it asks for `drive.file` in a token of its own: a right
//! over the files that this program has made, and over no other.

use crate::config::Settings;
use crate::domain::access::Grantee;
use crate::domain::access::sharing::{Sharing, sharing};
use crate::error::exit;
use crate::google::scope::{SHARING, short};
use crate::google::{Connection, Error, ErrorKind, Google};
use crate::session::Session;
use crate::telemetry::{self, show};

/// Whom the configuration has it shared with.
pub(super) fn configured(settings: &Settings) -> Sharing {
    let recipients = settings.notice.to.iter().map(|mailbox| mailbox.email.as_ref());
    sharing(settings.access.as_ref(), recipients, &settings.account)
}

/// Prints whom the new spreadsheet will be shared with, and whom not.
pub(super) fn say(sharing: &Sharing) {
    if sharing.with.is_empty() {
        show!("To share with nobody: the configuration names no address under access.allowed or notice.to");
    } else {
        show!("To share, to write: with {}", sharing.with.join(", "));
    }

    if !sharing.not_allowed.is_empty() {
        show!("Not to share with {}: not in access.allowed", sharing.not_allowed.join(", "));
    }

    if !sharing.domains.is_empty() {
        show!(
            "Not to share with all of {}: under Share, give it to those who work with it",
            sharing.domains.join(", ")
        );
    }
}

/// Gives access to those who have none yet. What fails is said, with what ends it; `false` then.
pub(super) async fn share(session: &Session<'_>, with: &[String]) -> bool {
    let file = session.file();
    let has = session.google.permissions(file).await.unwrap_or_default();
    let lacks = |address: &&String| {
        !has.iter().any(|grant| {
            let (Grantee::Group(known) | Grantee::Person(known)) = &grant.whom else { return false };
            grant.writes && known.eq_ignore_ascii_case(address)
        })
    };

    let lacking: Vec<&String> = with.iter().filter(lacks).collect();
    if lacking.is_empty() {
        return true;
    }

    let failed = match connect(session.settings).await {
        Ok(sharer) => give(&sharer, file, &lacking).await,
        Err(error) => Some(error),
    };

    if let Some(error) = &failed {
        let with = lacking.iter().map(|address| address.as_str()).collect::<Vec<_>>().join(", ");
        telemetry::say(
            exit::ATTENTION,
            &format!(
                "the spreadsheet is made, but not shared with all of {with}: {error}; open it and share it with them under \
                 Share, as editors"
            ),
        );
    }

    failed.is_none()
}

async fn connect(settings: &Settings) -> Result<Google, String> {
    let connection = Connection { scopes: SHARING, ..settings.connection() };
    Google::connect(connection).await.map_err(|error| error.to_string())
}

/// Why somebody did not get it.
async fn give(sharer: &Google, file: &str, with: &[&String]) -> Option<String> {
    let mut failed = None;
    for address in with {
        if let Err(error) = sharer.share(file, address).await {
            failed = Some(reason(&error));
        }
    }
    failed
}

fn reason(error: &Error) -> String {
    let scopes = SHARING.iter().map(|scope| short(scope)).collect::<Vec<_>>().join(", ");
    match error.kind {
        ErrorKind::Credentials { .. } | ErrorKind::Scope | ErrorKind::Consent { .. } => {
            format!("the credentials are not good for the scope {scopes}, which a night does not need")
        }
        _ => error.to_string(),
    }
}
