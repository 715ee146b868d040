//! The credentials, whose they are, what they are good for.

use chrono::{DateTime, Utc};

use crate::clock::Moment;
use crate::commands::check::report::CheckReport;
use crate::commands::{AHEAD, behind, identify, is_off};
use crate::config::Settings;
use crate::error::{Error, exit};
use crate::google::scope::{SCOPES, short};
use crate::google::{Credentials, ErrorKind, Google};
use crate::session::Session;

/// Reads the file with the credentials; nothing is sent.
pub(super) async fn credentials(
    settings: &Settings,
    moment: Moment,
    report: &mut CheckReport,
) -> Option<Google> {
    let name = "credentials";
    let google = match Google::connect(settings.connection()).await {
        Ok(google) => google,
        Err(error) => {
            report.fail_with(name, &error.into());
            return None;
        }
    };

    let path = settings.credentials.acting.path().display();
    match (&settings.credentials.acting, google.consent()) {
        (Credentials::Person(_), Some(consent)) => match consent.until {
            Some(until) => ending(until, moment.utc(), report),
            None => report.ok(
                name,
                format!(
                    "{path} is readable by its owner alone; consent of {}, which ends after six months without use or \
                     when the password changes",
                    consent.granted.format("%Y-%m-%d")
                ),
            ),
        },
        _ => report.ok(name, format!("{path} is readable by its owner alone; a key has no end of its own")),
    }

    Some(google)
}

fn ending(until: DateTime<Utc>, now: DateTime<Utc>, report: &mut CheckReport) {
    let (name, message) = ("credentials", format!("the consent ends on {}", until.format("%Y-%m-%d")));
    let remedy = "run `traslado login` before then";
    if until <= now {
        report.fail(name, exit::DENIED, message, "run `traslado login`");
    } else if until - now < AHEAD {
        report.warn(name, message, remedy);
    } else {
        report.ok(name, format!("{message}; {remedy}"));
    }
}

/// Asks Google who we are; its answer tells the time as well. `false` when there is no way on.
pub(super) async fn identity(session: &Session<'_>, report: &mut CheckReport) -> bool {
    let identified = identify(session).await;
    let behind = behind(session.google, session.moment);

    match (behind, &identified) {
        (Some(off), _) if is_off(off) => report.fail_with("clock", &Error::ClockOff { behind }),
        (_, Err(Error::ClockOff { .. })) => report.fail_with("clock", &Error::ClockOff { behind }),
        (Some(_), _) => report.ok("clock", "within 10 minutes of Google's"),
        (None, _) => {
            report.warn(
                "clock",
                "cannot tell: no answer of Google's came",
                "mend what follows and check again",
            );
        }
    }

    match &identified {
        Ok(()) => {
            report.ok("identity", format!("Google takes the credentials for {}", session.settings.account));
            // Google refuses a token outright when one of its scopes is not granted.
            report.ok("scopes", SCOPES.iter().map(|scope| short(scope)).collect::<Vec<_>>().join(", "));
            true
        }
        Err(error) => {
            report.fail_with("identity", error);
            if let Error::Credentials(_) = error {
                scopes(session.google, report).await;
            }
            false
        }
    }
}

/// Which scopes the domain has not delegated, where it is a matter of scopes.
async fn scopes(google: &Google, report: &mut CheckReport) {
    let missing = google.refused_scopes().await;
    if missing.is_empty() || missing.len() == SCOPES.len() {
        return;
    }
    report.fail(
        "scopes",
        exit::DENIED,
        format!("not delegated: {}", missing.join(", ")),
        "add it to the client ID in the Workspace admin console, under Security, API controls, Domain-wide delegation",
    );
}

/// Checks that there is a mailbox to send from. That a mail arrives, only sending one would show.
pub(super) async fn mail(session: &Session<'_>, report: &mut CheckReport) {
    if session.settings.notice.to.is_empty() {
        return;
    }

    match session.google.mailbox().await {
        Ok(()) => report.ok(
            "mail",
            format!(
                "the mailbox of {} answers; whether a mail leaves it, only sending one would tell",
                session.settings.account
            ),
        ),
        Err(error)
            if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Refused(_)) =>
        {
            report.fail(
                "mail",
                exit::ATTENTION,
                format!("{} has no mailbox that can be used ({error})", session.settings.account),
                "give the account Gmail, or empty notice.to",
            );
        }
        Err(error) => report.fail_with("mail", &session.error(error)),
    }
}
