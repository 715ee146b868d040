//! `traslado daemon`: runs the nights by a schedule of its own.
//!
//! Which night is due is decided in [`crate::operation::scheduler`]; here are the clock, the signals, and
//! systemd. Every night is the one of `traslado run`, its configuration read anew.

mod signals;
mod systemd;

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use tokio::time::{Instant, sleep, timeout};

use self::signals::{Instruction, Signals};
use crate::clock::Moment;
use crate::commands::run::Caller;
use crate::commands::{EXIT_STATUS, check, verify};
use crate::config::Settings;
use crate::config::monitoring::Daemon;
use crate::error::{Error, exit};
use crate::operation::record::{Last, NightsRecord};
use crate::operation::scheduler::{Scheduler, Step, Why};
use crate::operation::state_dir::StateDir;
use crate::telemetry::{self, note, say};

/// The longest sleep: a clock that was set, or a machine that slept, is noticed within it.
const SLICE: Duration = Duration::from_secs(20);
/// How long a night at work may go on once the daemon is told to stop. What is told
/// of its end comes on top, and systemd kills after two minutes.
const GRACE: Duration = Duration::from_secs(60);
/// No night takes as long; what does hangs.
const LONGEST: Duration = Duration::from_secs(2 * 60 * 60);

/// Runs a night at each time of the configured schedule, until it is told to stop.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {}

/// Runs the nights until it is told to stop. A night at work is then given a minute to end, and is
/// abandoned after it: whatever Google had taken stands, and the next night finishes the rest.
///
/// # Errors
/// When there is nothing to begin with: the configuration, or this machine's signals. Nights that
/// fail are said, and the next one comes.
pub async fn daemon(config: &Path, Args {}: Args) -> Result<u8, Error> {
    let settings = crate::commands::run::load(config).await?;
    let mut daemon = RunningDaemon::new(config, &settings)?;
    note(&format!("running the nights of {}: {}", config.display(), daemon.status()));
    systemd::ready(&daemon.status());
    systemd::feed_watchdog();

    while !daemon.signals.stopping {
        let now = Moment::now().utc();
        match daemon.scheduler.step(now) {
            Step::Run(why) => Box::pin(daemon.night(now, why)).await,
            Step::Verify => Box::pin(daemon.verify(now)).await,
            Step::Wait(until) => daemon.wait((until - now).to_std().unwrap_or_default()).await,
        }
    }

    systemd::stopping("stopped");
    note("stopped");

    Ok(exit::OK)
}

/// The state of a daemon between two nights.
struct RunningDaemon<'a> {
    config: &'a Path,
    state: Option<StateDir>,
    record: NightsRecord,
    scheduler: Scheduler,
    signals: Signals,
}

impl<'a> RunningDaemon<'a> {
    fn new(config: &'a Path, settings: &Settings) -> Result<Self, Error> {
        let state = settings.state();
        let record = state.as_ref().map(StateDir::record).unwrap_or_default();
        let Daemon { schedule, pause, verify } = settings.monitoring.daemon.clone().unwrap_or_default();
        let now = Moment::now().utc();
        // Where no night has been tried yet none was missed, and the first comes at its time.
        let success = record.success.or(record.last.is_none().then_some(now));
        let scheduler = Scheduler::new(schedule, pause, success).verifying(verify, record.verified, now);
        let signals = Signals::listen().map_err(|error| Error::NoSignals(error.kind()))?;
        Ok(Self { config, state, record, scheduler, signals })
    }

    /// How things stand, in one line.
    fn status(&self) -> String {
        let next = match self.scheduler.due(Moment::now().utc()) {
            Some(due) => format!("next night {}", clock(due)),
            None => "no next night".to_owned(),
        };

        match self.record.last {
            None => format!("{next}; no night on this host yet"),
            Some(Last { at, seconds, code, .. }) => format!(
                "{next}; last night {}, exit code {code} after {seconds:.0} s; failures in a row: {}",
                clock(at),
                self.record.failures
            ),
        }
    }

    /// Sleeps a while, or does what it is told meanwhile.
    async fn wait(&mut self, left: Duration) {
        match timeout(left.min(SLICE), self.signals.next()).await {
            Err(_) | Ok(Instruction::Stop) => {}
            Ok(Instruction::Status) => note(&self.status()),
            Ok(Instruction::Reload) => match Settings::load(self.config) {
                Ok(settings) => {
                    self.follow(&settings);
                    let status = self.status();
                    note(&format!("the schedule is read again: {status}"));
                    systemd::status(&status);
                }
                Err(problems) => say(exit::CONFIG, &format!("{problems}\nthe schedule stays as it was")),
            },
        }
    }

    /// One night, and what follows of it.
    async fn night(&mut self, began: DateTime<Utc>, why: Why) {
        let why = match why {
            Why::Scheduled => "its time has come",
            Why::Missed => "one was missed",
            Why::Retry => "the last one is tried again",
        };
        note(&format!("a night begins: {why}"));
        systemd::status(&format!("a night is at work: {why}"));
        let at = Instant::now();

        let result = {
            let stop = stop(&mut self.signals);
            let options = crate::commands::NightOptions::default();
            let caller = Caller { json: telemetry::is_json(), can_be_asked: false };
            Box::pin(crate::commands::run::run_until(self.config, &options, caller, stop)).await
        };

        let code = result.unwrap_or_else(|error| {
            say(error.exit_code(), &error.to_string());
            error.exit_code()
        });
        let last = Last { at: began, seconds: at.elapsed().as_secs_f64(), code, part: None };
        self.record = match &self.state {
            Some(state) => state.record(),
            None => self.record.after(last, None),
        };

        self.scheduler.ended(began, Moment::now().utc(), code == exit::AGAIN);
        if let Ok(settings) = Settings::load(self.config) {
            self.follow(&settings);
        }

        let status = self.status();
        note(&format!("the night has ended with exit code {code}: {status}"));
        systemd::status(&status);
    }

    /// Verifies what stands in the spreadsheet, and checks what a night needs, as the commands do. What they
    /// find stands in what they print.
    async fn verify(&mut self, began: DateTime<Utc>) {
        note("the weekly verification begins");
        systemd::status("the weekly verification is at work");
        let json = telemetry::is_json();

        let config = self.config;
        let found = {
            let both = async {
                let verified = verify::verify(config, verify::Args::reading(json)).await;
                let verified = verified.unwrap_or_else(|error| {
                    say(error.exit_code(), &error.to_string());
                    error.exit_code()
                });
                let checked = check::check(config, check::Args { json }).await;
                [verified, checked.unwrap_or_else(|error| error.exit_code())]
            };
            let stopped = async { while self.signals.next().await != Instruction::Stop {} };
            tokio::select! {
                codes = Box::pin(both) => codes,
                // It writes nothing, so nothing is lost; the next start makes up for it.
                () = stopped => return,
            }
        };

        match found {
            [exit::OK, exit::OK] => note("the weekly verification found nothing wrong"),
            [verified, checked] => say(
                verified.max(checked),
                &format!(
                    "the weekly verification found something: `traslado verify` ends with {verified}, `traslado check` with \
                     {checked}"
                ),
            ),
        }

        self.scheduler.verified(began);
        self.record.verified = Some(began);
        if let Some(state) = &self.state {
            let mut record = state.record();
            record.verified = Some(began);
            state.save(&record);
        }
        systemd::status(&self.status());
    }

    /// Takes over what the configuration says now.
    fn follow(&mut self, settings: &Settings) {
        let Daemon { schedule, pause, verify } = settings.monitoring.daemon.clone().unwrap_or_default();
        self.scheduler.reschedule(schedule, pause, verify, Moment::now().utc());
        self.state = settings.state();
    }
}

/// Waits for what makes a night be abandoned, and answers what is asked meanwhile.
async fn stop(signals: &mut Signals) -> Error {
    let listening = async {
        loop {
            match signals.next().await {
                Instruction::Status => note("a night is at work"),
                Instruction::Reload => note("the configuration is read again when this night has ended"),
                Instruction::Stop => break,
            }
        }
        let grace = "stopping; a night is at work, and is abandoned after 60 seconds or a second signal";
        note(grace);
        systemd::stopping(grace);
        let again = async { while signals.next().await != Instruction::Stop {} };
        let _ = timeout(GRACE, again).await;
    };

    tokio::select! {
        () = listening => Error::Abandoned("the daemon was told to stop"),
        () = sleep(LONGEST) => Error::Abandoned("it went on for longer than two hours"),
    }
}

/// An instant by the clock in Colombia.
fn clock(at: DateTime<Utc>) -> String {
    format!("{} (Colombia)", at.with_timezone(&Bogota).format("%Y-%m-%d %H:%M:%S"))
}
