//! Who hears how a night went, and when nights are due.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::TimeDelta;
use lettre::message::Mailbox;

use crate::config::document::ConfigDocument;
use crate::config::hooks::{self, Hooks};
use crate::config::{HostSettings, text};
use crate::google::ping;
use crate::operation::schedule::Schedule;
use crate::operation::state_dir;

/// Failures in a row that are worth a mail unless configured.
const AFTER: u64 = 3;
/// Business days without a new row that are worth a mail unless configured.
const QUIET_DAYS: u64 = 5;
/// Seconds before a night that failed for a passing cause is tried again unless configured.
const PAUSE: u64 = 900;
/// The longest such pause that can be configured, in seconds: a day.
const LONGEST_PAUSE: u64 = 86_400;

/// Who hears how a night went, beside whoever started it.
#[derive(Clone, Debug, Default)]
pub struct Monitoring {
    /// Address that is told of the start, the success and the failure of a night.
    pub ping: Option<String>,
    /// File for the node exporter's textfile collector.
    pub textfile: Option<PathBuf>,
    /// True if the section `[monitor]` is there and names nobody who would hear.
    pub names_nobody: bool,
    /// The operator, who is told by mail of failures in a row and of days without a new row.
    pub alert: Alert,
    /// When nights are due, where the configuration says so.
    pub daemon: Option<Daemon>,
    /// The commands and addresses for the end of a night.
    pub hooks: Hooks,
}

/// Whom to tell of failures in a row and of days without a new row, and of how many.
#[derive(Clone, Debug)]
pub struct Alert {
    /// True if the section is there.
    pub is_named: bool,
    /// Nobody means no mail.
    pub to: Vec<Mailbox>,
    /// From how many failures on.
    pub after: u32,
    /// From how many business days without a new row on.
    pub quiet_days: u32,
}

impl Default for Alert {
    fn default() -> Self {
        Self {
            is_named: false,
            to: Vec::new(),
            after: count(None, AFTER),
            quiet_days: count(None, QUIET_DAYS),
        }
    }
}

/// When `traslado daemon` runs the nights.
#[derive(Clone, Debug)]
pub struct Daemon {
    /// When they are due, in Colombia.
    pub schedule: Schedule,
    /// The pause before a night that failed for a passing cause is tried again.
    pub pause: TimeDelta,
    /// When what stands in the spreadsheet is verified, in Colombia.
    pub verify: Schedule,
}

impl Default for Daemon {
    fn default() -> Self {
        Self { schedule: Schedule::default(), pause: seconds(PAUSE), verify: Schedule::weekly() }
    }
}

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One line of text a record, for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("must be \"text\" or \"json\""),
        }
    }
}

/// The parts that can still be read of a file that is no configuration, so that the failure is heard
/// of.
#[derive(Clone, Debug, Default)]
pub struct PartialSettings {
    /// Who hears of it.
    pub monitoring: Monitoring,
    /// The spreadsheet, by which the host remembers its nights.
    pub spreadsheet_id: Option<String>,
    /// Where the host remembers them.
    pub host: HostSettings,
    /// In place of Google's origins.
    pub endpoint: Option<String>,
}

impl PartialSettings {
    /// Reads what can be read; no more than that is known of such a file.
    pub fn of(path: &Path) -> Self {
        let Ok(text) = text::read(path) else { return Self::default() };
        let Ok(mut document) = ConfigDocument::parse(&text) else { return Self::default() };
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let mut monitoring = monitoring(&mut document, folder);
        if hooks::only_ours(path).is_err() {
            monitoring.hooks = Hooks::default();
        }
        Self {
            monitoring,
            spreadsheet_id: document.string("sheet.spreadsheet_id"),
            host: HostSettings {
                state_dir: document.string("host.state_dir").map(|dir| folder.join(dir)),
                packaged: state_dir::packaged(path),
            },
            endpoint: document.string("google.endpoint"),
        }
    }
}

/// How a configuration wants its logs, where it can be read and says so: logs begin before it is
/// read as a whole.
pub fn log_format(path: &Path) -> Option<LogFormat> {
    let text = text::read(path).ok()?;
    ConfigDocument::parse(&text).ok()?.string("log.format")?.parse().ok()
}

pub(super) fn monitoring(document: &mut ConfigDocument<'_>, folder: &Path) -> Monitoring {
    let format = document.string("log.format").map(|text| text.parse::<LogFormat>());
    if let Some(Err(what)) = format {
        document.problem("log.format", what);
    }

    let (is_monitored, is_alerted) = (document.has("monitor"), document.has("alert"));
    let ping = address(document);
    let textfile = textfile(document, folder);
    let names_nobody = is_monitored && ping.is_none() && textfile.is_none();

    Monitoring {
        ping,
        textfile,
        names_nobody,
        alert: Alert {
            is_named: is_alerted,
            to: crate::config::mailboxes(document, "alert.to"),
            after: count(document.whole("alert.after"), AFTER),
            quiet_days: count(document.whole("alert.quiet_days"), QUIET_DAYS),
        },
        daemon: daemon(document),
        hooks: hooks::hooks(document),
    }
}

/// A number as it is configured, or else the usual one.
fn count(configured: Option<u64>, usual: u64) -> u32 {
    u32::try_from(configured.unwrap_or(usual)).unwrap_or(u32::MAX)
}

fn address(document: &mut ConfigDocument<'_>) -> Option<String> {
    let key = "monitor.ping";
    let address = document.string(key)?;
    if ping::is_address(&address) {
        return Some(address);
    }
    document.problem(
        key,
        "must be an https address, or http on this machine, without a name or a fragment in it",
    );
    None
}

fn textfile(document: &mut ConfigDocument<'_>, folder: &Path) -> Option<PathBuf> {
    let key = "monitor.textfile";
    let path = folder.join(document.string(key)?);
    if path.extension().is_some_and(|extension| extension == "prom") {
        return Some(path);
    }
    document.problem(key, "must end in .prom: the collector reads no other file");
    None
}

fn daemon(document: &mut ConfigDocument<'_>) -> Option<Daemon> {
    let there = document.has("daemon");
    let mut daemon = Daemon::default();
    for (key, schedule) in [("daemon.schedule", &mut daemon.schedule), ("daemon.verify", &mut daemon.verify)]
    {
        match document.string(key).map(|text| text.parse::<Schedule>()) {
            Some(Ok(configured)) => *schedule = configured,
            Some(Err(error)) => document.problem(key, &error.to_string()),
            None => {}
        }
    }

    let key = "daemon.retry_seconds";
    match document.whole(key) {
        Some(pause) if pause <= LONGEST_PAUSE => daemon.pause = seconds(pause),
        Some(_) => document.problem(key, "must be at most 86400, which is a day"),
        None => {}
    }

    there.then_some(daemon)
}

fn seconds(count: u64) -> TimeDelta {
    TimeDelta::seconds(i64::try_from(count.min(LONGEST_PAUSE)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut document = ConfigDocument::parse(text).map_err(|problem| problem.fault).unwrap();
        monitoring(&mut document, Path::new("/etc/traslado"));
        let line = |problem: crate::config::Problem| {
            format!("{:?} {}: {}", problem.line, problem.key, problem.fault)
        };
        document.finish().into_iter().map(line).collect()
    }

    #[test]
    fn each_wrong_value_is_named_with_its_line() {
        let text = "[monitor]\nping = \"http://monitor.example/x\"\ntextfile = \"x.txt\"\n[alert]\nto = [\"x\"]\n\
                    after = 0\nquiet_days = \"x\"\n[daemon]\nschedule = \"3:00\"\nretry_seconds = 90000\n[log]\nformat = \"xml\"\n";
        let found = problems(text);
        let expected = [
            "Some(2) monitor.ping: must be an https address",
            "Some(3) monitor.textfile: must end in .prom",
            "Some(5) alert.to: every entry must be an e-mail address",
            "Some(6) alert.after: must be a whole number above 0",
            "Some(7) alert.quiet_days: must be a whole number above 0",
            "Some(9) daemon.schedule: must be the five fields of a crontab line",
            "Some(10) daemon.retry_seconds: must be at most 86400",
            "Some(12) log.format: must be \"text\" or \"json\"",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} / {expected}");
        }
    }

    #[test]
    fn a_section_without_keys_has_the_defaults_and_no_section_no_daemon() {
        let read = |text: &str| {
            monitoring(&mut ConfigDocument::parse(text).map_err(|_| ()).unwrap(), Path::new("/etc"))
        };
        let daemon = read("[daemon]\n").daemon.unwrap();
        assert_eq!(
            (daemon.schedule.to_string().as_str(), daemon.pause, daemon.verify.to_string().as_str()),
            ("0 3 * * *", TimeDelta::minutes(15), "0 5 * * 0")
        );
        let none = read("");
        assert!(none.daemon.is_none() && none.ping.is_none() && none.alert.to.is_empty());
        assert_eq!((none.alert.after, none.alert.quiet_days), (3, 5));
    }
}
