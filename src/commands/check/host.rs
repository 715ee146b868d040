//! What a night needs of this host, how the last one went here, and who hears of it.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;

use crate::clock::Moment;
use crate::commands::check::report::CheckReport;
use crate::config::Settings;
use crate::error::exit;
use crate::google::ping::PingEvent;
use crate::monitor;
use crate::operation::record::{Last, NightsRecord};
use crate::operation::state_dir::{self, Elsewhere, HostRecord, StateDir, takes_files};

/// Nights come daily: a success that is older was followed by one that nobody ran.
const STALE: TimeDelta = TimeDelta::hours(36);

/// Offline: the state folder, the last run, the next one, the textfile, the operator's mail, the first day.
pub(super) fn host(settings: &Settings, moment: Moment, report: &mut CheckReport) {
    let state = settings.state();
    state_folder(settings, state.as_ref(), report);
    mark(state.as_ref(), report);
    last_run(&state.as_ref().map(StateDir::record).unwrap_or_default(), moment, report);
    schedule(settings, moment, report);
    textfile(settings, report);
    alert(settings, report);
    since(settings, moment, report);
}

/// Checks that the first day to hand over has come: rows dated before it stay where they are.
fn since(settings: &Settings, moment: Moment, report: &mut CheckReport) {
    let (name, since) = ("since", settings.handoff.since);
    if since > moment.today() {
        report.warn(
            name,
            format!("{since} has not come yet; rows that stand in the sheet before the first night and are dated before it are not handed over"),
            "correct handoff.since, unless that is meant",
        );
    }
}

fn state_folder(settings: &Settings, state: Option<&StateDir>, report: &mut CheckReport) {
    let (name, remedy) = ("state folder", "name a folder that this user may write to in host.state_dir");
    let without = "a night goes on without a lock and without a record of failures";
    let Some(state) = state else {
        return report.warn(name, format!("this user has none; {without}"), remedy);
    };
    let folder = state.folder().display();

    if let Err(error) = takes_files(state.folder()) {
        report.warn(name, format!("{folder} takes no files ({}); {without}", error.kind()), remedy);
        return;
    }
    let elsewhere: Vec<String> =
        state.elsewhere(settings.host.packaged.as_deref()).iter().map(elsewhere).collect();
    if elsewhere.is_empty() {
        report.ok(name, format!("{folder} takes files"));
    } else {
        report.warn(
            name,
            format!("{folder} takes files; elsewhere on this host: {}", elsewhere.join(", ")),
            end_elsewhere(settings.host.state_dir.is_some(), &state.files()),
        );
    }
}

/// The remedy where several folders hold files of the spreadsheet; `is_chosen` says that the configuration names
/// the one in use.
fn end_elsewhere(is_chosen: bool, files: &str) -> String {
    if is_chosen {
        return format!(
            "nights use this folder alone, so that the files {files} of the others may be deleted"
        );
    }
    format!(
        "where nights of this spreadsheet run there too, name one folder for all of them in host.state_dir; once all use \
         one, the files {files} of the others may be deleted"
    )
}

/// Another folder, and what it holds of this spreadsheet.
fn elsewhere((folder, what): &(PathBuf, Elsewhere)) -> String {
    let folder = folder.display();
    match what {
        Elsewhere::Holds(Some(number)) => format!("{folder} (has seen hand-off {number})"),
        Elsewhere::Holds(None) => format!("{folder} (has seen no hand-off)"),
        Elsewhere::Closed => format!("{folder} (this user may not look into it)"),
    }
}

/// Checks that what this host has seen can be read.
fn mark(state: Option<&StateDir>, report: &mut CheckReport) {
    if state_dir::high_water_mark(state) == HostRecord::Unreadable {
        report.warn(
            "last hand-off seen",
            "what this host has seen of the spreadsheet cannot be read, so that a restored older version would go unnoticed",
            "let this user read and write the state folder; the next night says so (3), and makes the mark anew where it can",
        );
    }
}

/// How the last night that this host ran ended. What stands in the spreadsheet is told later.
fn last_run(record: &NightsRecord, moment: Moment, report: &mut CheckReport) {
    let name = "last run";
    let Some(last) = record.last else { return report.ok(name, "none on this host yet") };
    let Last { at, code, seconds, .. } = last;
    let message = format!("{}, exit code {code} after {seconds:.0} s", clock(at));

    if !last.handed_over() {
        let since = record.failing_since.map_or_else(String::new, |at| format!(" since {}", clock(at)));
        let message = format!("{message}; failures in a row: {}{since}", record.failures);
        return report.warn(
            name,
            message,
            "mend what fails here, or run `traslado run` and read what it says",
        );
    }

    if moment.utc() - at > STALE {
        return report.warn(
            name,
            format!("{message}; none since"),
            "see that the timer, the cron line or the daemon is on",
        );
    }

    match code {
        exit::OK => report.ok(name, message),
        _ => report.warn(
            name,
            format!("{message}: done, but something needed a person"),
            "read what it said, in the journal or in cron's mail",
        ),
    }
}

/// When the daemon runs next, where it is configured.
fn schedule(settings: &Settings, moment: Moment, report: &mut CheckReport) {
    let Some(daemon) = &settings.monitoring.daemon else { return };
    let next = daemon.schedule.next(moment.utc()).map_or_else(|| "never".to_owned(), clock);
    report.ok("schedule", format!("\"{}\" for `traslado daemon`; next night {next}", daemon.schedule));
}

fn textfile(settings: &Settings, report: &mut CheckReport) {
    let Some(path) = &settings.monitoring.textfile else { return };
    let (name, remedy) = ("textfile", "make the folder of monitor.textfile and let this user write to it");
    let folder = path.parent().filter(|folder| folder.is_dir());
    match folder.map(takes_files) {
        Some(Ok(())) => report.ok(name, format!("{} can be written", path.display())),
        Some(Err(error)) => {
            report.warn(name, format!("{} cannot be written ({})", path.display(), error.kind()), remedy);
        }
        None => report.warn(name, format!("{} cannot be written (no such folder)", path.display()), remedy),
    }
}

fn alert(settings: &Settings, report: &mut CheckReport) {
    let alert = &settings.monitoring.alert;
    let name = "alert";
    match alert.to.len() {
        0 if alert.is_named => {
            report.warn(name, "nobody hears it: alert.to is empty", "name the operator in alert.to");
        }
        0 => report.ok(name, "nobody gets a mail when nights fail or no new row comes"),
        to => report.ok(
            name,
            format!(
                "told by mail of {} failures in a row, and of {} business days without a new row: {to}",
                alert.after, alert.quiet_days
            ),
        ),
    }
}

/// Tells the monitor that somebody checks, which it takes for neither a start nor an end.
pub(super) async fn monitor(settings: &Settings, report: &mut CheckReport) {
    let name = "monitor";
    if settings.monitoring.names_nobody {
        return report.warn(
            name,
            "nobody hears it: neither monitor.ping nor monitor.textfile is set",
            "name the monitor in monitor.ping, or take the section out",
        );
    }
    let Some(address) = &settings.monitoring.ping else {
        return report.ok(name, "none; a night that fails says so on stderr and by its exit code");
    };

    match monitor::tell(address, PingEvent::Log, "traslado check".to_owned()).await {
        Ok(()) => report.ok(name, "it answers"),
        Err(error) => report.warn(
            name,
            format!("{error}; nobody would hear that a night failed, or that none began"),
            "correct monitor.ping, or see to the monitor",
        ),
    }
}

/// An instant by the clock in Colombia.
fn clock(at: DateTime<Utc>) -> String {
    format!("{} (Colombia)", at.with_timezone(&Bogota).format("%Y-%m-%d %H:%M"))
}
