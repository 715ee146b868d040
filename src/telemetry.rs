//! Logs: to stderr, quiet unless asked for, and never a secret.

mod progress;

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use tracing::Metadata;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{Directive, EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use self::progress::Progress;
use crate::config::monitoring::LogFormat;
use crate::google::{PROGRESS, QUIET_TARGETS, may_log};

/// True if stderr is read by a program, line by line.
static JSON: AtomicBool = AtomicBool::new(false);

/// How much is logged, as the command line asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Only failures.
    Quiet,
    /// As much as the environment asks for, else warnings; to a program, all that happens.
    #[default]
    Usual,
    /// All that happens.
    Verbose,
    /// All that happens, call by call.
    Debug,
}

/// Sends logs to stderr. The command line chooses what is logged, else `TRASLADO_LOG` what is logged in the syntax of
/// `tracing_subscriber::EnvFilter`, such as `info` or `traslado=debug`; the default is `warn` for a
/// person, and `info` for a program. `TRASLADO_LOG_FORMAT` is `text` or `json`; the default is what
/// the configuration says (`log.format`), else text. Libraries that print tokens at debug level are
/// kept quiet whatever is asked for.
pub fn init(configured: Option<LogFormat>, verbosity: Verbosity) {
    let asked = std::env::var("TRASLADO_LOG_FORMAT").unwrap_or_default();
    let format = match asked.trim() {
        "" => configured.unwrap_or_default(),
        text => text.parse().unwrap_or_else(|must: &str| {
            let _ = writeln!(io::stderr(), "traslado: TRASLADO_LOG_FORMAT {must}; going on with text");
            LogFormat::Text
        }),
    };

    JSON.store(format == LogFormat::Json, Ordering::Relaxed);

    // What cannot be logged is not logged; the layer would panic of it.
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(move || Stderr(format))
        .with_target(false)
        .log_internal_errors(false);
    let lines: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Text => lines.with_ansi(is_coloured()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let lines = lines.with_filter(filter_fn(may_log)).with_filter(filter(format, verbosity));

    // Where lines say what happens, they say what a work is at too.
    let is_watched = format == LogFormat::Text && verbosity == Verbosity::Usual && io::stderr().is_terminal();
    let of_progress = |record: &Metadata<'_>| record.target() == PROGRESS;
    let progress = is_watched.then(|| Progress::begin().with_filter(filter_fn(of_progress)));

    // A second call leaves the first subscriber in place.
    let _ = tracing_subscriber::registry().with(lines).with(progress).try_init();
}

/// Returns `true` if a person reads stderr, who has not asked for no colours (<https://no-color.org>).
fn is_coloured() -> bool {
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal() && !no_colour
}

fn filter(format: LogFormat, verbosity: Verbosity) -> EnvFilter {
    let asked = match verbosity {
        Verbosity::Quiet => "error".to_owned(),
        Verbosity::Usual => std::env::var("TRASLADO_LOG").unwrap_or_default(),
        Verbosity::Verbose => "info".to_owned(),
        Verbosity::Debug => "debug".to_owned(),
    };
    let usual = match format {
        LogFormat::Text => "warn",
        LogFormat::Json => "info",
    };

    let filter = match asked.trim() {
        "" => EnvFilter::new(usual),
        _ => EnvFilter::try_new(&asked).unwrap_or_default(),
    };

    let quiet = QUIET_TARGETS.iter().filter_map(|directive| directive.parse::<Directive>().ok());

    quiet.fold(filter, EnvFilter::add_directive)
}

/// Prints on stderr what a person must know, as a line of its own or as a record of the log. `code` is
/// the exit code that goes with it.
pub fn say(code: u8, text: &str) {
    if is_json() {
        tracing::error!(code, "{text}");
        return;
    }
    progress::aside(|| {
        for line in as_typed_here(text, LogFormat::Text).lines() {
            let _ = writeln!(io::stderr(), "traslado: {line}");
        }
    });
}

/// The words with which a command begins here, where they are more than the program's name.
static TYPED: OnceLock<String> = OnceLock::new();

/// Has every message from now on name commands as they must be typed here: with the configuration that the command
/// line names, and by root's name where a person has become root for this one.
pub fn type_commands_with(config: Option<&Path>) {
    let is_by_sudo = std::env::var_os("SUDO_UID").is_some() && rustix::process::geteuid().is_root();
    let sudo = if is_by_sudo { "sudo " } else { "" };
    let config =
        config.map(|path| format!(" --config {}", quoted(&path.to_string_lossy()))).unwrap_or_default();
    if !sudo.is_empty() || !config.is_empty() {
        let _ = TYPED.set(format!("{sudo}traslado{config}"));
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+:@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A message with its commands as they must be typed here; `format` is that of what it stands in.
fn as_typed_here(text: &str, format: LogFormat) -> Cow<'_, str> {
    const COMMAND: &str = "`traslado ";
    let Some(typed) = TYPED.get().filter(|_| text.contains(COMMAND)) else { return Cow::Borrowed(text) };
    let typed = match format {
        LogFormat::Text => typed.clone(),
        // Inside of a text of JSON, without its quotation marks.
        LogFormat::Json => {
            let json = serde_json::Value::from(typed.as_str()).to_string();
            json.get(1..json.len() - 1).unwrap_or_default().to_owned()
        }
    };
    Cow::Owned(text.replace(COMMAND, &format!("`{typed} ")))
}

/// Where logs go.
struct Stderr(LogFormat);

impl io::Write for Stderr {
    fn write(&mut self, record: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(record);
        progress::aside(|| io::stderr().write_all(as_typed_here(&text, self.0).as_bytes()))?;
        Ok(record.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Prints on stdout what was asked for, and a line's end; on stderr where stdout is for JSON. Nobody need be listening: how a command went is
/// what happened to the reports, and a pipe that is closed or a disk that is full changes nothing of it.
macro_rules! show {
    ($($arg:tt)*) => { $crate::telemetry::print(&format!("{}\n", format_args!($($arg)*))) };
}
pub(crate) use show;

/// True if stdout is for one object of JSON.
static STDOUT_IS_JSON: AtomicBool = AtomicBool::new(false);

/// Keeps stdout for the object that [`print_json`] prints: what is said to people goes to stderr from now on.
pub fn keep_stdout_for_json() {
    STDOUT_IS_JSON.store(true, Ordering::Relaxed);
}

/// Prints a text without a line's end, as [`show`] does.
pub fn print(text: &str) {
    let text = as_typed_here(text, LogFormat::Text);
    if STDOUT_IS_JSON.load(Ordering::Relaxed) {
        let _ = progress::aside(|| io::stderr().write_all(text.as_bytes()));
    } else {
        write(&text);
    }
}

/// The version of what `--json` prints. Keys may be added under a version, and none is taken away or changes its
/// meaning.
const JSON_FORMAT: u32 = 1;

/// An object of JSON with its version.
#[derive(Serialize)]
struct Versioned<'a, T> {
    format: u32,
    #[serde(flatten)]
    object: &'a T,
}

/// Prints one object of JSON and a line's end on stdout, as [`show`] does.
pub fn print_json<T: Serialize>(object: &T) {
    // What commands print holds texts, numbers and lists of them, which always serialise.
    let json = serde_json::to_string(&Versioned { format: JSON_FORMAT, object }).unwrap_or_default();
    write(&format!("{}\n", as_typed_here(&json, LogFormat::Json)));
}

fn write(text: &str) {
    progress::aside(|| {
        let mut stdout = io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    });
}

/// Takes away the line that says what a work is at: a person is asked, or the work is done.
pub fn end_progress() {
    progress::pause();
}

/// Prints what a daemon does, on stdout or as a record of the log. Nobody need be listening.
pub fn note(text: &str) {
    if is_json() {
        tracing::info!("{text}");
    } else {
        let _ = writeln!(io::stdout(), "{}", as_typed_here(text, LogFormat::Text));
    }
}

/// Returns `true` if stderr is read by a program, line by line.
pub fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Keeps a panic from printing what it was about: its payload may hold a citizen's text.
pub fn hide_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        say(1, &format!("bug at {place}; nothing that was not said to be done is done. Please report it."));
    }));
}
