//! One command, one file.

pub mod annul;
pub mod archive;
pub mod calendar;
pub mod check;
pub mod daemon;
pub mod find;
pub mod init;
pub mod login;
pub mod plan;
pub mod rehearse;
pub mod run;
pub mod verify;

use std::fmt::Display;
use std::io::{self, BufRead as _, Write as _};

use chrono::TimeDelta;
use serde::Serialize;
use tracing::warn;

pub use crate::domain::handoff::assessment::NightOptions;

use crate::clock::Moment;
use crate::config::Settings;
use crate::error::Error;
use crate::google::Google;
use crate::session::Session;

/// The exit codes, at the end of every help text.
pub const EXIT_STATUS: &str = "\
Exit status:
   0  done
   1  a defect of traslado
   2  wrong usage
   3  handed over, but something needs a person (the notice is not confirmed; the file is shared
      too widely)
  65  the sheet cannot be read as CE-F05
  66  the ledger does not verify (traslado verify says where), or another thing stands where a
      hand-off would go
  73  a ceiling of Google's is reached (cells, tabs, metadata)
  75  try again later (Google unavailable, quota, another run, clock off)
  77  credentials refused, spreadsheet not found or not permitted
  78  the configuration is wrong";

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
    identify(&Session { google: &google, settings, moment }).await?;
    let off = google.google_time().map(|theirs| (theirs - moment.utc()).abs());

    if off.is_some_and(|off| off > CLOCK) {
        return Err(Error::ClockOff);
    }

    say_ahead(&google, moment);
    Ok(google)
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
        println!("{}", serde_json::to_string(summary).unwrap_or_default());
    } else {
        println!("{summary}");
    }
}

/// Asks a person whether to go on; anything but yes is no.
fn confirmed() -> bool {
    answer("Go ahead? [y/N] ").eq_ignore_ascii_case("y")
}

/// The answer given at the terminal; nothing where nobody is there.
fn answer(question: &str) -> String {
    print!("{question}");
    let _ = io::stdout().flush();
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    answer.trim().to_owned()
}
