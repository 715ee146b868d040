//! Logs: to stderr, quiet unless asked for, and never a secret.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use tracing_subscriber::Layer;
use tracing_subscriber::filter::{Directive, EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::monitoring::LogFormat;
use crate::google::{QUIET_TARGETS, may_log};

/// True if stderr is read by a program, line by line.
static JSON: AtomicBool = AtomicBool::new(false);

/// Sends logs to stderr. `TRASLADO_LOG` chooses what is logged in the syntax of
/// `tracing_subscriber::EnvFilter`, such as `info` or `traslado=debug`; the default is `warn` for a
/// person, and `info` for a program. `TRASLADO_LOG_FORMAT` is `text` or `json`; the default is what
/// the configuration says (`log.format`), else text. Libraries that print tokens at debug level are
/// kept quiet whatever is asked for.
pub fn init(configured: Option<LogFormat>) {
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
        .with_writer(io::stderr)
        .with_target(false)
        .log_internal_errors(false);
    let lines: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let lines = lines.with_filter(filter_fn(may_log)).with_filter(filter(format));

    // A second call leaves the first subscriber in place.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

fn filter(format: LogFormat) -> EnvFilter {
    let asked = std::env::var("TRASLADO_LOG").unwrap_or_default();
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
    for line in text.lines() {
        let _ = writeln!(io::stderr(), "traslado: {line}");
    }
}

/// Prints on stdout what was asked for, and a line's end. Nobody need be listening: how a command went is
/// what happened to the reports, and a pipe that is closed or a disk that is full changes nothing of it.
macro_rules! show {
    ($($arg:tt)*) => { $crate::telemetry::print(&format!("{}\n", format_args!($($arg)*))) };
}
pub(crate) use show;

/// Prints a text on stdout as it is, as [`show`] does.
pub fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints what a daemon does, on stdout or as a record of the log. Nobody need be listening.
pub fn note(text: &str) {
    if is_json() {
        tracing::info!("{text}");
    } else {
        let _ = writeln!(io::stdout(), "{text}");
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
