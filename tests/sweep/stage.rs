//! Where cases are played: an emulator, two hosts that run the service, and a clock that stands.
//!
//! All of it lives on one thread and one runtime whose clock is paused, so that waiting costs
//! nothing: the time-outs and pauses are those of real nights. A tick of the host's clock that finds
//! nothing on its way moves the paused one on, further the longer nothing happens. The runtime must
//! not do that by itself: it would take waiting for a socket for having nothing to do.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::io::Write;
use std::path::Path;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use google_emulator::{Clock, Emulator, Limits, Options, Snapshot};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use traslado::clock::Moment;
use traslado::config::Settings;
use traslado::domain::handoff::batch_splitter::{BatchLimits, LIMITS};
use traslado::google::Google;
use traslado::session::Session;

use crate::scenario::{Prepared, Scenario};

pub(crate) use fixtures::ACCOUNT;

/// Ten years: the emulator's clock jumps by months, and no case is about a token that expires so.
const FOR_EVER: i64 = 315_360_000;
const TICK: Duration = Duration::from_millis(1);

/// One worker's stage.
pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
    /// The same sheet as it would be if only staff had touched it; see [`crate::oracle`].
    pub(crate) shadow: Emulator,
    pub(crate) hosts: [Host; 2],
    pub(crate) id: String,
    pub(crate) log: Log,
    /// An empty spreadsheet, where every scenario begins.
    pub(crate) blank: Snapshot,
    prepared: RefCell<HashMap<Scenario, Rc<Prepared>>>,
    ticks: Arc<Notify>,
    stop: Arc<AtomicBool>,
    runtime: Runtime,
    _quiet: tracing::subscriber::DefaultGuard,
    _folder: TempDir,
}

/// A machine with the service on it.
pub(crate) struct Host {
    pub(crate) google: Google,
    pub(crate) settings: Settings,
}

impl Host {
    /// The session of a night at this instant.
    pub(crate) fn session(&self, moment: Moment) -> Session<'_> {
        Session { google: &self.google, settings: &self.settings, moment }
    }
}

/// When a night is run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    /// What its clock says.
    pub(crate) moment: Moment,
    /// What the operator says.
    pub(crate) as_of: Option<NaiveDate>,
}

/// What the service logs, at every level, kept in memory.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// What was logged since the last call.
    pub(crate) fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(part)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl When {
    /// Ten at night on a day in Colombia, the operator naming the day.
    pub(crate) fn night(day: NaiveDate) -> Self {
        let evening = day.and_hms_opt(22, 0, 0).unwrap() + chrono::TimeDelta::hours(5);
        Self { moment: Moment::at(evening.and_utc()), as_of: Some(day) }
    }

    /// An instant, the operator saying nothing.
    pub(crate) fn at(instant: DateTime<Utc>) -> Self {
        Self { moment: Moment::at(instant), as_of: None }
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let (ticks, stop) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
        let (ticking, stopped) = (Arc::clone(&ticks), Arc::clone(&stop));
        // While it runs, the paused clock moves by nobody's will but ours.
        runtime.spawn_blocking(move || {
            while !stopped.load(Ordering::Relaxed) {
                std::thread::sleep(TICK);
                ticking.notify_one();
            }
        });
        let limits = Limits { token_seconds: FOR_EVER, skew_seconds: FOR_EVER * 10, ..Limits::default() };
        let options = Options { limits, ..Options::default() };
        let (emulator, serving) = Emulator::here(options.clone()).unwrap();
        let (shadow, _) = Emulator::here(options).unwrap();
        runtime.spawn(serving);
        emulator.set_clock(Clock::At(DateTime::UNIX_EPOCH));
        let id = fixtures::make_spreadsheet(&emulator);
        let blank = emulator.with(|world| world.snapshot());
        let folder = tempfile::tempdir().unwrap();
        emulator.write_key_file(&folder.path().join("key.json")).unwrap();
        let log = Log::default();
        let writer = log.clone();
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone());
        let ours = Targets::new().with_target("traslado", tracing::Level::TRACE);
        let quiet =
            tracing::subscriber::set_default(tracing_subscriber::registry().with(lines.with_filter(ours)));
        let hosts =
            ["one", "other"].map(|name| runtime.block_on(Host::new(&emulator, &id, folder.path(), name)));
        Self {
            emulator,
            shadow,
            hosts,
            id,
            log,
            blank,
            prepared: RefCell::default(),
            ticks,
            stop,
            runtime,
            _quiet: quiet,
            _folder: folder,
        }
    }

    /// A scenario, made once a stage.
    pub(crate) fn prepared(&self, scenario: Scenario) -> Rc<Prepared> {
        if let Some(found) = self.prepared.borrow().get(&scenario) {
            return Rc::clone(found);
        }
        let made = Rc::new(Prepared::make(self, scenario));
        self.prepared.borrow_mut().insert(scenario, Rc::clone(&made));
        made
    }

    /// Sets the scene: the spreadsheet as the scenario leaves it, empty logs, no faults, and hosts that
    /// have seen nothing of it, for what they saw last was of another story.
    pub(crate) fn set(&self, snapshot: &Snapshot) {
        self.emulator.reset();
        self.emulator.with(|world| {
            world.restore(snapshot);
            world.grant_delegation(ACCOUNT);
        });
        self.shadow.with(|world| world.restore(snapshot));
        for host in &self.hosts {
            host.forget();
        }
        self.log.take();
    }

    /// The clock that the emulator shows.
    pub(crate) fn set_clock(&self, when: When) {
        for emulator in [&self.emulator, &self.shadow] {
            emulator.set_clock(Clock::At(when.moment.utc()));
        }
    }

    /// The tab that staff type in.
    pub(crate) fn staff_sheet(&self) -> i64 {
        let tabs = self.emulator.with(|world| world.tabs(&self.id));
        tabs.into_iter().map(|(id, _)| id).find(|id| *id < 1_900_000_000).unwrap_or(-1)
    }

    pub(crate) fn block_on<T>(&self, act: impl Future<Output = T>) -> T {
        self.runtime.block_on(act)
    }

    /// Goes on with a night until it ends, or something has come about: then nothing, and the night
    /// stands where it is, to be gone on with or dropped.
    pub(crate) async fn drive<T>(
        &self,
        mut night: Pin<&mut impl Future<Output = T>>,
        until: impl Fn() -> bool,
    ) -> Option<T> {
        let (mut seen, mut idle) = (usize::MAX, 0_u32);
        loop {
            let going =
                poll_fn(
                    |context| {
                        if until() { Poll::Ready(None) } else { night.as_mut().poll(context).map(Some) }
                    },
                );
            tokio::select! {
                biased;
                ended = going => return ended,
                () = self.ticks.notified() => {
                    let calls = self.emulator.calls();
                    if calls == seen {
                        // A new token is signed on another thread, which a busy machine gives its time late.
                        // A longer step would run past the instant at which a time-out ends, and past the
                        // next call's time as well.
                        let longer = idle.saturating_sub(20).min(4);
                        tokio::time::advance(Duration::from_millis(250 << longer)).await;
                        idle += 1;
                    } else {
                        (seen, idle) = (calls, 0);
                    }
                }
            }
        }
    }

    /// Lets everything arrive that is still on its way, and a minute's quota be forgotten.
    pub(crate) async fn settle(&self) {
        for _ in 0..8 {
            tokio::time::advance(Duration::from_secs(15)).await;
            for _ in 0..4 {
                tokio::task::yield_now().await;
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Host {
    async fn new(emulator: &Emulator, id: &str, folder: &Path, name: &str) -> Self {
        let text = fixtures::configuration(emulator, id, "2026-01-01");
        let text = text.replace("state_dir = \"state\"", &format!("state_dir = \"{name}\""));
        let mut settings = Settings::parse(&text, folder).unwrap();
        settings.handoff.limits = BatchLimits { rows: 30, ..LIMITS };
        Self { google: Google::connect(settings.connection()).await.unwrap(), settings }
    }

    fn forget(&self) {
        if let Some(folder) = self.settings.host.state_dir.as_ref().filter(|folder| folder.exists()) {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
