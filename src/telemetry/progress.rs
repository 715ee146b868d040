//! What a long work is at, in one line that a person at a terminal watches.

use std::fmt::{Debug, Write as _};
use std::sync::OnceLock;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::google::PROGRESS;

/// How often the line moves.
const TICK: Duration = Duration::from_millis(120);

static LINE: OnceLock<ProgressBar> = OnceLock::new();

/// Shows the records that say what a work is at; every other record passes it by.
pub(super) struct Progress;

impl Progress {
    /// Begins to show them on stderr.
    pub(super) fn begin() -> Self {
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let _ = LINE.set(style.map(|style| line.clone().with_style(style)).unwrap_or(line));
        Self
    }
}

impl<S: Subscriber> Layer<S> for Progress {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let Some(line) = LINE.get().filter(|_| event.metadata().target() == PROGRESS) else { return };
        let mut words = MessageText::default();
        event.record(&mut words);
        if line.is_finished() {
            line.reset();
        }
        line.set_message(words.0);
        line.enable_steady_tick(TICK);
    }
}

/// The message of a record.
#[derive(Default)]
struct MessageText(String);

impl Visit for MessageText {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            let _ = write!(self.0, "{value:?}");
        }
    }
}

/// Takes the line away; the next record shows it again.
pub(super) fn pause() {
    if let Some(line) = LINE.get() {
        line.disable_steady_tick();
        line.finish_and_clear();
    }
}

/// Writes something else to the terminal, with the line out of the way.
pub(super) fn aside<T>(write: impl FnOnce() -> T) -> T {
    match LINE.get() {
        Some(line) => line.suspend(write),
        None => write(),
    }
}
