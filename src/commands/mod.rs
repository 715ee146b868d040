//! One command, one file.

pub mod annul;
pub mod archive;
pub mod calendar;
pub mod check;
pub mod completions;
pub mod config;
pub mod daemon;
pub mod export;
pub mod find;
pub mod init;
pub mod login;
pub mod plan;
pub mod rehearse;
pub mod reopen;
pub mod report;
pub mod run;
pub mod verify;

use std::fmt::Display;
use std::io::{self, BufRead as _};

use chrono::TimeDelta;
use serde::Serialize;
use tracing::warn;

pub use crate::domain::handoff::assessment::NightOptions;

use crate::clock::{self, Moment};
use crate::config::Settings;
use crate::error::Error;
use crate::google::Google;
use crate::session::Session;
use crate::steps::commit;
use crate::telemetry;

/// The exit codes, at the end of every help text.
pub const EXIT_STATUS: &str = "\
Exit status:
   0  done
   1  a defect of traslado
   2  wrong usage
   3  handed over, but something needs a person (the notice is not confirmed; the file is shared
      too widely; changes of many rows are held back; another tab holds reports; cells of the
      service's own are protected against the account; the file's locale writes the month first)
  65  the sheet cannot be read as CE-F05
  66  the ledger does not verify (traslado verify says where), or another thing stands where a
      hand-off would go
  73  a ceiling of Google's is reached (cells, tabs, metadata)
  75  try again later (Google unavailable, quota, another run, clock off); or the sheet is not what
      --expect names
  77  credentials refused, spreadsheet not found or not permitted
  78  the configuration is wrong, or nobody has agreed to a first hand-over of more than 500 rows";

/// A consent that ends is said this long before.
const AHEAD: TimeDelta = TimeDelta::days(14);
/// How far this machine's clock may be from Google's.
const CLOCK: TimeDelta = TimeDelta::minutes(10);

/// Logs in as the configured account and asks Google who that is: a delegation to the wrong
/// mailbox would write citizens' reports in a stranger's name. Google's clock is read from the same
/// answer.
///
/// # Errors
/// When the key file, the endpoint or this machine's certificates are unfit, Google refuses the
/// credentials or takes them for somebody else's, or the clocks differ.
pub async fn log_in(settings: &Settings, moment: Moment) -> Result<Google, Error> {
    let google = Google::connect(settings.connection()).await?;
    let identified = identify(&Session { google: &google, settings, moment }).await;
    let behind = behind(&google, moment);

    match identified {
        Err(Error::ClockOff { .. }) => return Err(Error::ClockOff { behind }),
        _ if behind.is_some_and(is_off) => return Err(Error::ClockOff { behind }),
        identified => identified?,
    }

    say_ahead(&google, moment);
    Ok(google)
}

/// How far Google's clock is ahead of this machine's. `None` where Google has not said, or another clock
/// stands for the machine's.
fn behind(google: &Google, moment: Moment) -> Option<TimeDelta> {
    google.google_time().filter(|_| clock::given().is_none()).map(|theirs| theirs - moment.utc())
}

/// Returns `true` if so much is more than a night can do with.
fn is_off(behind: TimeDelta) -> bool {
    behind.abs() > CLOCK
}

/// Warns while there is time that the account's consent ends: nobody may look at `check`.
fn say_ahead(google: &Google, moment: Moment) {
    let Some(until) = google.consent().and_then(|consent| consent.until) else { return };
    if until - moment.utc() < AHEAD {
        warn!(until = %until.format("%Y-%m-%d"), "the account's consent ends; run `traslado login` before then");
    }
}

/// Asks Google whether it takes the credentials for the configured account's.
async fn identify(session: &Session<'_>) -> Result<(), Error> {
    let expected = &session.settings.account;
    let account = session.google.about().await.map_err(|error| session.error(error))?;
    if account.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(Error::WrongAccount { expected: expected.clone() })
    }
}

/// Stops before a file that somebody has thrown away: Sheets goes on reading and writing it, nobody
/// looks into it, and after 30 days Drive deletes it with all that was handed over. Where Drive does
/// not say, the night goes on; whether the file is there at all, Sheets tells.
async fn not_in_the_bin(session: &Session<'_>) -> Result<(), Error> {
    match session.google.file(session.file()).await {
        Ok(file) if file.trashed => Err(Error::InTheBin),
        _ => Ok(()),
    }
}

/// Prints for a person, or one JSON object for a program.
fn print<T: Display + Serialize>(summary: &T, json: bool) {
    if json {
        telemetry::print_json(summary);
    } else {
        telemetry::show!("{summary}");
    }
}

/// Asks a person whether to go on. `false` for every answer but yes; `nothing` says then that nothing was
/// done.
///
/// # Errors
/// [`Error::Usage`] where nobody answers.
fn confirmed(nothing: &str) -> Result<bool, Error> {
    let answer = answer("Go ahead? [y/N] ");
    if answer.as_deref().is_some_and(is_yes) {
        return Ok(true);
    }

    telemetry::show!("{nothing}");
    answer.map(|_| false).ok_or_else(nobody_answered)
}

/// The operator's error for a question that nobody answered, or that was answered by what is no text.
fn nobody_answered() -> Error {
    Error::Usage("nobody answered; answer at a terminal, or use --yes".to_owned())
}

/// Asks as [`confirmed`] does, and hears meanwhile when it is interrupted.
async fn confirmed_meanwhile(nothing: &'static str) -> Result<bool, Error> {
    tokio::task::spawn_blocking(move || confirmed(nothing)).await.unwrap_or(Err(Error::Defect))
}

/// Waits until a person interrupts the command (SIGINT), and says what stands then. From its first wait on, an
/// interrupt does not end the process by itself.
pub(crate) async fn interrupted() -> Error {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Error::Interrupted { committed: commit::committed() },
        // Without a handler it ends the process by itself.
        Err(_) => std::future::pending().await,
    }
}

/// Returns `true` if an answer is a yes, in English or in Spanish.
fn is_yes(answer: &str) -> bool {
    ["y", "yes", "s", "si", "sí"].contains(&answer.to_lowercase().as_str())
}

/// The answer given at the terminal; `None` where nobody is there, or what comes is no text.
fn answer(question: &str) -> Option<String> {
    telemetry::end_progress();
    telemetry::print(question);
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(answer.trim().to_owned()),
    }
}
