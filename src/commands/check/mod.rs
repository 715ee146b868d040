//! `traslado check`: everything that a night stands on, one line each, without writing anything.
//!
//! What fails does not hide what comes after it, where that can still be seen.

mod account;
mod answers;
mod archive;
mod guards;
mod host;
mod ledger;
mod report;
mod sharing;
mod sheet;

use std::path::Path;

use self::report::CheckReport;
use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::error::Error;
use crate::session::Session;

/// Checks everything that a night needs, one line each, and writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Checks, and prints one line for each check, or one JSON object.
///
/// # Errors
/// None: what is wrong is a finding, and the worst one's code is the exit code.
pub async fn check(config: &Path, Args { json }: Args) -> Result<u8, Error> {
    let mut report = CheckReport::default();
    match Settings::load_without_spreadsheet(config) {
        Ok(settings) => {
            report.ok("configuration", format!("{} can be read whole", config.display()));
            check_all(&settings, Moment::now(), &mut report).await;
        }
        Err(problems) => {
            report.fail_with("configuration", &problems.into());
            report.skip(&["everything else"]);
        }
    }

    crate::commands::print(&report, json);
    Ok(report.code())
}

/// Checks what can be checked without network: the configuration, the files it names, this host.
///
/// # Errors
/// None, as [`check`].
pub(super) async fn offline(config: &Path, json: bool) -> Result<u8, Error> {
    let mut report = CheckReport::default();
    match Settings::load_without_spreadsheet(config) {
        Ok(settings) => {
            let moment = Moment::now();
            report.ok("configuration", format!("{} can be read whole", config.display()));
            if settings.sheet.spreadsheet_id.is_empty() {
                no_spreadsheet(&mut report);
            }
            account::credentials(&settings, moment, &mut report).await;
            recipients(&settings, &mut report);
            host::host(&settings, moment, &mut report);
        }
        Err(problems) => report.fail_with("configuration", &problems.into()),
    }

    crate::commands::print(&report, json);
    Ok(report.code())
}

/// Offline first, then the account, the spreadsheet, what stands in it, and who else can see it.
async fn check_all(settings: &Settings, moment: Moment, report: &mut CheckReport) {
    let google = account::credentials(settings, moment, report).await;
    recipients(settings, report);
    host::host(settings, moment, report);
    host::monitor(settings, report).await;
    let Some(google) = google else {
        report.skip(&["clock", "identity", "scopes", "spreadsheet", "mail", "sharing"]);
        return;
    };

    let session = Session { google: &google, settings, moment };
    if account::identity(&session, report).await {
        check_with_google(&session, report).await;
    } else {
        report.skip(&["spreadsheet", "mail", "sharing"]);
    }
}

/// Notes that there is no spreadsheet yet, which hinders no other check.
fn no_spreadsheet(report: &mut CheckReport) {
    report.warn(
        "spreadsheet",
        "none is named yet",
        "run `traslado init`, which makes one and prints its id, or name one in sheet.spreadsheet_id",
    );
}

async fn check_with_google(session: &Session<'_>, report: &mut CheckReport) {
    if session.file().is_empty() {
        no_spreadsheet(report);
        account::mail(session, report).await;
        return;
    }
    if sheet::reachable(session, report).await {
        sheet::readable(session, report).await;
        ledger::check_ledger(session, report).await;
        sharing::owner(session, report).await;
        sharing::sharing(session, report).await;
    } else {
        report.skip(&["time zone", "headers", "ledger", "room", "sharing"]);
    }
    account::mail(session, report).await;
}

fn recipients(settings: &Settings, report: &mut CheckReport) {
    match (settings.notice.to.len(), settings.notice.cc.len()) {
        (0, _) => report.warn(
            "recipients",
            "nobody is told of a hand-off",
            "name Citizen Attention in notice.to, unless that is meant",
        ),
        (to, cc) => report.ok("recipients", format!("told of each hand-off: {to}, in copy: {cc}")),
    }
}
