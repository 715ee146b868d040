//! Logs: to stderr, quiet unless asked for, and never a secret.

use std::io::IsTerminal as _;

use tracing_subscriber::filter::{Directive, EnvFilter, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::google::{QUIET_TARGETS, may_log};

/// Sends logs to stderr. `TRASLADO_LOG` chooses what is logged in the syntax of
/// `tracing_subscriber::EnvFilter`, such as `info` or `traslado=debug`; the default is `warn`.
/// Libraries that print tokens at debug level are kept quiet whatever it says.
pub fn init() {
    let asked = std::env::var("TRASLADO_LOG").unwrap_or_default();
    let mut filter = EnvFilter::try_new(&asked).unwrap_or_default();
    if asked.trim().is_empty() {
        filter = EnvFilter::new("warn");
    }
    for directive in QUIET_TARGETS {
        if let Ok(directive) = directive.parse::<Directive>() {
            filter = filter.add_directive(directive);
        }
    }
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    let subscriber =
        tracing_subscriber::registry().with(lines.with_filter(filter_fn(may_log)).with_filter(filter));
    // A second call leaves the first subscriber in place.
    let _ = subscriber.try_init();
}

/// Keeps a panic from printing what it was about: its payload may hold a citizen's text.
pub fn hide_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        eprintln!(
            "traslado: bug at {place}; nothing that was not said to be done is done. Please report it."
        );
    }));
}
