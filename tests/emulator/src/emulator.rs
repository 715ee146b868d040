//! The emulator as a value: started, asked, interfered with, and stopped when it is dropped.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::control::{Fault, Hold, HoldState, Kept, Match, Mutation, Planned, RequestLog};
use crate::gmail::Mail;
use crate::server::{Reply, Wire, serve};
use crate::switches::{Limits, Switches};
use crate::world::World;

/// How an emulator is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens; port 0 is a free one.
    pub listen: SocketAddr,
    /// What its ids and its key are drawn from.
    pub seed: u64,
    /// Where it takes the time from.
    pub clock: Clock,
    /// Google's limits, or tighter ones.
    pub limits: Limits,
    /// The choices where Google's behaviour is undocumented.
    pub switches: Switches,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            clock: Clock::System,
            limits: Limits::default(),
            switches: Switches::default(),
        }
    }
}

/// A running emulator, on a thread of its own.
pub struct Emulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the server's thread and the test share.
pub(crate) struct Shared {
    world: Mutex<World>,
    plans: Mutex<Plans>,
}

#[derive(Default)]
struct Plans {
    requests: usize,
    calls: usize,
    log: Kept<RequestLog>,
    faults: Vec<Planned>,
    holds: Vec<Arc<HoldState>>,
    held: usize,
}

/// So many faults or holds make those go that have done their work.
const PLANS: usize = 1000;

impl Emulator {
    /// Starts an emulator.
    ///
    /// # Errors
    /// The address cannot be listened on, or the thread cannot be made.
    pub fn start(options: Options) -> io::Result<Self> {
        let (mut emulator, listener) = Self::bind(options)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&emulator.shared);
        let thread = std::thread::Builder::new().name("google-emulator".to_owned()).spawn(move || {
            runtime.block_on(async move {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    tokio::select! {
                        () = serve(listener, served) => {}
                        _ = stopped => {}
                    }
                }
            });
            runtime.shutdown_background();
        })?;
        emulator.stop = Some(stop);
        emulator.thread = Some(thread);
        Ok(emulator)
    }

    /// An emulator that is served by whoever awaits the future that comes with it: on one runtime with its client, a
    /// test decides what happens in between, and a paused clock is paused for both.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn here(options: Options) -> io::Result<(Self, impl Future<Output = ()> + Send + 'static)> {
        let (emulator, listener) = Self::bind(options)?;
        let served = Arc::clone(&emulator.shared);
        let serving = async move {
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                serve(listener, served).await;
            }
        };
        Ok((emulator, serving))
    }

    fn bind(options: Options) -> io::Result<(Self, TcpListener)> {
        let listener = TcpListener::bind(options.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let world = World::new(options.seed, options.clock, options.limits, options.switches);
        let shared = Arc::new(Shared { world: Mutex::new(world), plans: Mutex::default() });
        Ok((Self { shared, address, stop: None, thread: None }, listener))
    }

    /// Where it answers: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a bearer token good for every scope of an account.
    pub fn add_token(&self, token: &str, email: &str) {
        self.with(|world| world.add_token(token, email));
    }

    /// Writes the service account's key file, readable by its owner alone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_key_file(&self, path: &Path) -> io::Result<()> {
        let base = self.base_url();
        let key = self.with(|world| world.oauth.key_file(&base)).map_err(io::Error::other)?;
        write_secret(path, &key)
    }

    /// Writes the file of an OAuth client for installed programs, readable by its owner alone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_client_file(&self, path: &Path) -> io::Result<()> {
        let base = self.base_url();
        write_secret(path, &self.with(|world| world.client_file(&base)))
    }

    /// Acts on the state directly, while no request is being answered. Not to be called within itself.
    pub fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        self.shared.with(act)
    }

    /// Every request so far, the token endpoint's included; of very many the latest (`logged_entries` and
    /// `logged_bytes` of the limits).
    pub fn requests(&self) -> Vec<RequestLog> {
        self.shared.requests()
    }

    /// How many requests have been applied or struck by a fault so far, the token endpoint's left out.
    pub fn calls(&self) -> usize {
        self.shared.plans().calls
    }

    /// Every change applied to a spreadsheet so far; of very many the latest.
    pub fn mutations(&self) -> Vec<Mutation> {
        self.mutations_since(0)
    }

    /// The changes after the first so many of all that there were, for a test that has read those.
    pub fn mutations_since(&self, start: usize) -> Vec<Mutation> {
        self.with(|world| world.mutations.since(start).cloned().collect())
    }

    /// The requests that came after the first so many of all that there were, in the order of their answers.
    pub fn requests_since(&self, start: usize) -> Vec<RequestLog> {
        self.shared.plans().log.since(start).cloned().collect()
    }

    /// How many of the oldest requests, changes and mails the logs no longer have.
    pub fn dropped(&self) -> (usize, usize, usize) {
        let (mutations, mails) = self.with(|world| (world.mutations.dropped(), world.mails.dropped()));
        (self.shared.plans().log.dropped(), mutations, mails)
    }

    /// Every mail sent so far; of very many the latest.
    pub fn mails(&self) -> Vec<Mail> {
        self.with(|world| world.mails.iter().cloned().collect())
    }

    /// Plans a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.fault(fault);
    }

    /// Forgets the planned faults.
    pub fn clear_faults(&self) {
        self.shared.clear_faults();
    }

    /// Holds the next request that matches, before it is applied.
    pub fn hold(&self, when: Match) -> Hold {
        self.shared.hold(when, false)
    }

    /// Holds the next request that matches, after it is applied and before it is answered.
    pub fn hold_after(&self, when: Match) -> Hold {
        self.shared.hold(when, true)
    }

    /// Sets the clock.
    pub fn set_clock(&self, clock: Clock) {
        self.with(|world| world.set_clock(clock));
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.with(|world| world.time.advance(by));
    }

    /// Forgets files, mail, logs and plans; accounts and tokens stay.
    pub fn reset(&self) {
        self.shared.reset();
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn plans(&self) -> MutexGuard<'_, Plans> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        // A handler that panicked has left the books as they were: a book is replaced whole.
        act(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn requests(&self) -> Vec<RequestLog> {
        let mut log: Vec<RequestLog> = self.plans().log.iter().cloned().collect();
        log.sort_by_key(|entry| entry.number);
        log
    }

    /// How many entries each log has, about how many bytes they take, and how many older ones were let go.
    pub(crate) fn logs(&self) -> Value {
        fn of<T>(log: &Kept<T>) -> Value {
            json!({"entries": log.iter().len(), "bytes": log.bytes(), "dropped": log.dropped()})
        }
        let mut out =
            self.with(|world| json!({"mutations": of(&world.mutations), "mails": of(&world.mails)}));
        out["requests"] = of(&self.plans().log);
        out
    }

    /// What is another text once a spreadsheet, a file or a mail has changed, or an hour has begun, by which conditional
    /// formats may look otherwise; with `requests`, once a request was answered too.
    pub(crate) fn changed(&self, requests: bool) -> String {
        let answered = if requests { self.plans().log.total() } else { 0 };
        self.with(|world| {
            let drafts: u64 = world.mailboxes.values().map(|mailbox| mailbox.history).sum();
            let hour = world.now().timestamp() / 3600;
            let counted = [world.mutations.total(), world.mails.total(), world.trail.total(), answered];
            format!("{counted:?} {drafts} {hour}")
        })
    }

    /// Looks at the state and at the requests that are kept, in their order, while neither changes.
    pub(crate) fn look<T>(&self, act: impl FnOnce(&World, &[&RequestLog]) -> T) -> T {
        self.with(|world| {
            let plans = self.plans();
            let mut requests: Vec<&RequestLog> = plans.log.iter().collect();
            requests.sort_by_key(|request| request.number);
            act(world, &requests)
        })
    }

    pub(crate) fn number(&self) -> usize {
        let mut plans = self.plans();
        plans.requests += 1;
        plans.requests
    }

    pub(crate) fn fault(&self, fault: Fault) {
        let mut plans = self.plans();
        if plans.faults.len() >= PLANS {
            plans.faults.retain(|planned| !planned.is_spent());
        }
        plans.faults.push(Planned::new(fault));
    }

    pub(crate) fn clear_faults(&self) {
        self.plans().faults.clear();
    }

    pub(crate) fn hold(&self, when: Match, after: bool) -> Hold {
        let mut plans = self.plans();
        plans.held += 1;
        if plans.holds.len() >= PLANS {
            plans.holds.retain(|hold| !hold.is_released());
        }
        let state = Arc::new(HoldState::new(plans.held, when, after));
        plans.holds.push(Arc::clone(&state));
        Hold { state }
    }

    pub(crate) fn held(&self, id: usize) -> Option<Arc<HoldState>> {
        self.plans().holds.iter().find(|h| h.id == id).cloned()
    }

    /// Counts a request that has been applied, or kept from it by a fault.
    pub(crate) fn dealt_with(&self, wire: &Wire) {
        if wire.path != "/token" {
            self.plans().calls += 1;
        }
    }

    /// The hold that catches a request at this point, if one does.
    pub(crate) fn caught(&self, number: usize, wire: &Wire, after: bool) -> Option<Arc<HoldState>> {
        let plans = self.plans();
        let caught = plans
            .holds
            .iter()
            .find(|h| h.after == after && h.catches(number, &wire.method, &wire.path, &wire.body));
        caught.cloned()
    }

    /// The fault that strikes a request; of several the one planned first.
    pub(crate) fn struck(&self, number: usize, wire: &Wire) -> Option<Fault> {
        let mut plans = self.plans();
        plans.faults.iter_mut().find_map(|planned| {
            planned.strikes(number, &wire.method, &wire.path, &wire.body).then(|| planned.fault.clone())
        })
    }

    /// Answers a request, which may change the world.
    pub(crate) fn apply(&self, number: usize, wire: &Wire) -> Reply {
        self.with(|world| {
            world.request = number;
            let reply = crate::server::answer(world, wire);
            world.request = 0;
            world.client.clear();
            reply
        })
    }

    pub(crate) fn log(&self, number: usize, wire: &Wire, status: u16, answer_bytes: usize, applied: bool) {
        let account = self.with(|world| wire.account(world));
        let entry = RequestLog {
            number,
            method: wire.method.clone(),
            path: wire.path.clone(),
            query: wire.query.clone(),
            account,
            status,
            request_bytes: wire.body.len(),
            answer_bytes,
            applied,
            body: wire.body.clone(),
        };
        let (weight, most) = (entry.weight(), self.with(|world| world.limits.log()));
        self.plans().log.push(entry, weight, most);
    }

    pub(crate) fn reset(&self) {
        self.with(World::reset);
        let mut plans = self.plans();
        plans.log = Kept::default();
        plans.faults = Vec::new();
        plans.requests = 0;
        plans.calls = 0;
        for hold in std::mem::take(&mut plans.holds) {
            hold.release();
        }
    }
}

fn write_secret(path: &Path, json: &Value) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // A file that was there before keeps its mode unless it is told.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    serde_json::to_writer_pretty(&mut file, json)?;
    file.write_all(b"\n")
}
