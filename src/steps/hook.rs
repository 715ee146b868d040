//! Runs what an operator has configured for the end of a night, or tells it. It can fail no night.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde::Serialize;
use tokio::time::{Instant, sleep};

use crate::config::hooks::Hook;
use crate::google::ping::{self, PingError};

/// How long a hook may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The pause before it is looked again whether a command has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// The end of a night as a hook is told it: counts and codes, nothing of anybody's.
#[derive(Clone, Debug, Serialize)]
pub struct HookEvent {
    /// The version of this object.
    pub format: u32,
    /// `success`, `failure` or `handoff`.
    pub event: &'static str,
    /// The configuration's name.
    pub config: String,
    /// The exit code.
    pub code: u8,
    /// How long the night took.
    pub seconds: f64,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// How many rows have each lane; empty for a night that ended before it knew.
    pub counts: BTreeMap<String, u64>,
}

impl HookEvent {
    /// The variables of the environment that say the same.
    fn variables(&self) -> Vec<(String, String)> {
        let Self { event, config, code, seconds, failures, counts, .. } = self;
        let named = [
            ("EVENT", (*event).to_owned()),
            ("NAME", config.clone()),
            ("CODE", code.to_string()),
            ("SECONDS", format!("{seconds:.1}")),
            ("FAILURES", failures.to_string()),
        ];
        let named = named.into_iter().map(|(name, value)| (name.to_owned(), value));
        let counts = counts.iter().map(|(name, count)| (name.to_uppercase(), count.to_string()));
        named.chain(counts).map(|(name, value)| (format!("TRASLADO_{name}"), value)).collect()
    }
}

/// Why a hook did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// The shell cannot be started.
    #[error("it cannot be started ({0})")]
    NotStarted(io::ErrorKind),
    /// The command went on for too long, and was ended.
    #[error("it did not end within 30 seconds")]
    TooLong,
    /// The command ended otherwise than with 0.
    #[error("it ended with {0}")]
    Ended(ExitStatus),
    /// The address was not told.
    #[error("{0}")]
    NotPosted(#[from] PingError),
}

/// Runs a command with the event in its environment and on its stdin, or posts the event to an address.
///
/// # Errors
/// Why it did not do what it should.
pub async fn run(hook: &Hook, event: &HookEvent) -> Result<(), HookError> {
    let json = serde_json::to_string(event).unwrap_or_default();
    match hook {
        Hook::Webhook(address) => Ok(ping::post_json(address, json, TIMEOUT).await?),
        Hook::Command(line) => {
            let child = start(line, event, &json).map_err(|error| HookError::NotStarted(error.kind()))?;
            let ended = wait(child).await?;
            if ended.success() { Ok(()) } else { Err(HookError::Ended(ended)) }
        }
    }
}

/// Starts a command in a process group of its own. What it says goes to stderr: stdout is the command's.
fn start(line: &str, event: &HookEvent, json: &str) -> io::Result<Child> {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).envs(event.variables()).process_group(0);
    command.stdin(Stdio::piped()).stdout(io::stderr()).stderr(Stdio::inherit());
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // It fits into the pipe, and whoever does not read it need not.
        let _ = stdin.write_all(json.as_bytes());
    }
    Ok(child)
}

/// Waits until a command ends, and ends it where it takes too long, with all that it has started.
async fn wait(mut child: Child) -> Result<ExitStatus, HookError> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(ended)) => return Ok(ended),
            Ok(None) if began.elapsed() < TIMEOUT => sleep(PAUSE).await,
            Ok(None) => {
                let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
                let _ = group.map(|group| kill_process_group(group, Signal::KILL));
                let _ = child.wait();
                return Err(HookError::TooLong);
            }
            Err(error) => return Err(HookError::NotStarted(error.kind())),
        }
    }
}
