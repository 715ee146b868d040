//! Sees to it that others hear how a night went: the monitor's address, the textfile of Prometheus,
//! the log, the host's own record, and a mail to the operator when nights fail in a row or no new row comes.
//!
//! None of it can fail a night. It takes a few seconds of its end; only that mail may take twenty.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::{info, warn};

use crate::clock::Moment;
use crate::config::Settings;
use crate::config::monitoring::{Monitoring, PartialSettings};
use crate::domain::handoff::quiet::QuietSpell;
use crate::domain::mail::notice::Notice;
use crate::error::exit;
use crate::google::ping::{self, PingError, PingEvent};
use crate::operation::alert as mails;
use crate::operation::record::{Last, NightFacts, NightsRecord, Part, metrics};
use crate::operation::state_dir::{self, StateDir};
use crate::steps::alert;
use crate::steps::hook::{self, HookEvent};

/// How long the end of a night may wait for the monitor.
const TIMEOUT: Duration = Duration::from_secs(3);
/// The pause before a monitor that did not answer is told again, within the same time.
const PAUSE: Duration = Duration::from_millis(500);

/// Looks on while a night is at work.
#[derive(Debug)]
pub struct NightMonitor {
    name: String,
    monitoring: Monitoring,
    state: Option<StateDir>,
    moment: Moment,
    began: Instant,
    /// The file that the night runs by.
    config: PathBuf,
    /// The monitor is told of the start while the night is at work.
    start: Option<JoinHandle<()>>,
}

impl NightMonitor {
    /// Begins with the night, and tells the monitor so. `config` is the file it runs by.
    pub fn begin(config: &Path, settings: &Settings, moment: Moment) -> Self {
        Self::looking(config, settings.monitoring.clone(), settings.state(), moment)
    }

    /// Begins with a night whose configuration is no good, by what can be read of it.
    pub fn begin_without(config: &Path, moment: Moment) -> Self {
        let PartialSettings { monitoring, spreadsheet_id, host, endpoint } = PartialSettings::of(config);
        let state = spreadsheet_id.and_then(|id| StateDir::new(host.folder(), endpoint.as_deref(), &id));
        Self::looking(config, monitoring, state, moment)
    }

    fn looking(config: &Path, monitoring: Monitoring, state: Option<StateDir>, moment: Moment) -> Self {
        let name = config.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let began = Instant::now();
        // The start and the end of one night, which others may overlap, are told apart by it.
        let run = run_id();
        let monitoring =
            Monitoring { ping: monitoring.ping.map(|address| ping::with_run(&address, &run)), ..monitoring };
        let start = monitoring.ping.clone().map(|address| {
            tokio::spawn(async move {
                if let Err(error) = tell(&address, PingEvent::Start, String::new()).await {
                    // Whether it hears is said once, at the end.
                    info!(%error, "the monitor has not heard that the night begins");
                }
            })
        });

        Self { name, monitoring, state, moment, began, config: config.to_owned(), start }
    }

    /// The night has ended with this exit code, and for these reasons where it is not 0. `settings` are there to
    /// send a mail with.
    pub async fn end(
        mut self,
        settings: Option<&Settings>,
        code: u8,
        facts: Option<NightFacts>,
        reasons: &[String],
    ) {
        let seconds = self.began.elapsed().as_secs_f64();
        if let Some(start) = self.start.take() {
            // It ends within its own time; the monitor hears the end after the start.
            let _ = start.await;
        }

        let before = self.state.as_ref().map(StateDir::record).unwrap_or_default();
        let record = before.after(Last { at: self.moment.utc(), seconds, code, part: None }, facts);
        self.log(&record, facts);
        self.save(&record);
        self.write(&record);
        let reasons = reasons.iter().map(|reason| without_names(reason));
        let lines = std::iter::once(line(&record, facts)).chain(reasons);
        self.tell(code, lines.collect::<Vec<_>>().join("\n")).await;
        self.run_hooks(&record, facts).await;

        if let Some(settings) = settings {
            let record = self.alarm(settings, record).await;
            if let Some(quiet) = facts.and_then(|facts| facts.quiet).filter(|quiet| before.tells_of(*quiet)) {
                self.tell_quiet(settings, &record, quiet).await;
            }
        }
    }

    /// The host and the configuration, as a mail names them.
    fn place(&self) -> mails::Place {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let config = std::path::absolute(&self.config).unwrap_or_else(|_| self.config.clone());
        mails::Place { host: host.trim().to_owned(), config: config.display().to_string() }
    }

    fn log(&self, record: &NightsRecord, facts: Option<NightFacts>) {
        let Some(Last { seconds, code, .. }) = record.last else { return };
        let (config, failures) = (&self.name, record.failures);
        let Some(NightFacts { rows, requests, tabs, cells, deferred, .. }) = facts else {
            return info!(config, code, seconds, failures, "the night has ended");
        };

        info!(
            config,
            code,
            seconds,
            rows = rows.rows,
            pqr = rows.pqr,
            incomplete = rows.incomplete,
            amended = rows.amended,
            already = rows.already,
            waiting = rows.waiting,
            withheld = rows.withheld,
            deferred,
            before_since = rows.before_since,
            headings = rows.headings,
            empty = rows.empty,
            missing = rows.missing,
            requests,
            tabs,
            cells,
            "the night is done"
        );
    }

    fn save(&self, record: &NightsRecord) {
        if let Some(state) = &self.state {
            state.save(record);
        }
    }

    fn write(&self, record: &NightsRecord) {
        let Some(path) = &self.monitoring.textfile else { return };
        if let Err(error) = state_dir::replace(path, &metrics::render(record, &self.name), 0o644) {
            warn!(
                file = %path.display(), kind = %error.kind(),
                "the metrics cannot be written; make the folder of monitor.textfile and let this user write to it"
            );
        }
    }

    async fn tell(&self, code: u8, line: String) {
        let signal = if code == exit::OK { PingEvent::Success } else { PingEvent::Failure(code) };
        if let Some(address) = &self.monitoring.ping
            && let Err(error) = tell(address, signal, line).await
        {
            warn!(%error, "the monitor has not heard; see monitor.ping in the configuration");
        }
    }

    /// Runs what is configured for what came of the night. None of it decides how the night ended.
    async fn run_hooks(&self, record: &NightsRecord, facts: Option<NightFacts>) {
        let Some(Last { seconds, code, .. }) = record.last else { return };
        let hooks = &self.monitoring.hooks;
        let handed_over = facts.is_some_and(|facts| facts.rows.handed_over() > 0);
        let due = [
            ("handoff", hooks.handoff.as_ref().filter(|_| handed_over)),
            ("success", hooks.success.as_ref().filter(|_| code == exit::OK)),
            ("failure", hooks.failure.as_ref().filter(|_| code != exit::OK)),
        ];

        for (name, found) in due {
            let Some(found) = found else { continue };
            let event = HookEvent {
                format: 1,
                event: name,
                config: self.name.clone(),
                code,
                seconds,
                failures: record.failures,
                counts: facts.map(|facts| counts(&facts)).unwrap_or_default(),
            };
            if let Err(error) = hook::run(found, &event).await {
                warn!(%error, "hooks.{name} did not do what it should; the night is as it is without it");
            }
        }
    }

    /// Tells the operator that nights fail or work again, and answers what the host remembers then.
    async fn alarm(&self, settings: &Settings, record: NightsRecord) -> NightsRecord {
        let Some(alarm) = record.alarm(self.monitoring.alert.after) else { return record };
        if !self
            .mail(settings, &mails::write(alarm, &record, &self.place(), settings.sheet.form.entity()))
            .await
        {
            return record;
        }
        let record = record.after_alert(alarm);
        self.save(&record);
        record
    }

    /// Tells the operator that no new row comes.
    async fn tell_quiet(&self, settings: &Settings, record: &NightsRecord, quiet: QuietSpell) {
        if self
            .mail(settings, &mails::quiet(quiet, record, &self.place(), settings.sheet.form.entity()))
            .await
        {
            self.save(&record.after_quiet(quiet));
        }
    }

    /// Sends the operator a mail; `false` where there is nobody to send it to, or Google does not take it.
    async fn mail(&self, settings: &Settings, mail: &Notice) -> bool {
        if self.monitoring.alert.to.is_empty() {
            return false;
        }
        match alert::tell(settings, self.moment, mail).await {
            Ok(()) => {
                info!("the operator is told by mail");
                true
            }
            Err(error) => {
                warn!(
                    %error,
                    "the operator is not told by mail yet; the next night tries again, and `traslado check` says what is \
                     wrong"
                );
                false
            }
        }
    }
}

/// Tells a monitor, once more where it did not answer at all, within a few seconds altogether.
///
/// # Errors
/// Why it has not heard.
pub async fn tell(address: &str, signal: PingEvent, line: String) -> Result<(), PingError> {
    let began = Instant::now();
    let first = ping::tell(address, signal, line.clone(), TIMEOUT).await;
    let left = TIMEOUT.saturating_sub(began.elapsed() + PAUSE);
    match first {
        Err(PingError::Away | PingError::Status(500..)) if left >= PAUSE => {
            tokio::time::sleep(PAUSE).await;
            ping::tell(address, signal, line, left).await
        }
        result => result,
    }
}

/// A sentence as somebody outside may read it: without addresses of people, links and ids of files.
fn without_names(sentence: &str) -> String {
    const SHORTEST_ID: usize = 30;
    let is_of_id = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    let word = |word: &str| match () {
        () if word.contains('@') => "[address]".to_owned(),
        () if word.contains("://") => "[link]".to_owned(),
        () if word.split(|letter| !is_of_id(letter)).any(|part| part.len() >= SHORTEST_ID) => {
            "[id]".to_owned()
        }
        () => word.to_owned(),
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// An id that no other run has.
fn run_id() -> String {
    let id: u128 = rand::random();
    // A random UUID (RFC 9562, version 4).
    let id = (id & !(0xf << 76) & !(0b11 << 62)) | 0x4 << 76 | 0b10 << 62;
    let hex = format!("{id:032x}");
    [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| hex.get(part).unwrap_or_default().to_owned()).join("-")
}

/// The counts of a night by the names that its JSON gives them, and the rows that are still due.
fn counts(facts: &NightFacts) -> BTreeMap<String, u64> {
    let rows = serde_json::to_value(facts.rows).unwrap_or_default();
    let rows = rows.as_object().into_iter().flatten();
    let counts = rows.filter_map(|(name, count)| Some((name.clone(), count.as_u64()?)));
    counts.chain([("due".to_owned(), facts.deferred.into())]).collect()
}

/// The line of the monitor's log for a night: numbers alone.
fn line(record: &NightsRecord, facts: Option<NightFacts>) -> String {
    let Some(Last { seconds, code, .. }) = record.last else { return String::new() };
    let mut ended = format!("exit code {code} after {seconds:.1} s");
    if let Some(Part { handed_over, deferred }) = facts.as_ref().and_then(NightFacts::part) {
        ended = format!("{ended}; handed over: {handed_over}, still due: {deferred}");
    }

    match facts {
        Some(NightFacts { rows, requests, tabs, cells, .. }) => format!(
            "{ended}; rows: {}, PQR: {}, to complete: {}, amended: {}, withheld: {}; requests: {requests}, tabs: {tabs}, \
             cells: {cells}",
            rows.rows, rows.pqr, rows.incomplete, rows.amended, rows.withheld,
        ),
        None => format!("{ended}; failures in a row: {}", record.failures),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_nobody_outside() {
        let id = "1BneL5Al1oWh-AKo7jxuIGcNsf31rnKE6tcXM1BY8GHj";
        let reason = format!(
            "tab 1 (https://docs.google.com/spreadsheets/d/{id}/edit#gid=0): make a@b.example an editor of {id}"
        );
        assert_eq!(without_names(&reason), "tab 1 [link] make [address] an editor of [id]");
        assert_eq!(without_names("Google is away"), "Google is away");
    }

    #[test]
    fn the_id_of_a_run_is_a_random_uuid() {
        let (one, other) = (run_id(), run_id());
        assert_ne!(one, other);
        let parts: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!((parts, &one[14..15]), (vec![8, 4, 4, 4, 12], "4"));
        assert!(["8", "9", "a", "b"].contains(&&one[19..20]), "{one}");
    }
}
