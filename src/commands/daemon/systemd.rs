//! What systemd is told, where it asks (`Type=notify`, `WatchdogSec=`). Elsewhere all of this does
//! nothing.

use sd_notify::NotifyState;
use tracing::debug;

/// The daemon runs the nights from now on.
pub(super) fn ready(status: &str) {
    notify(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// The line that `systemctl status` shows.
pub(super) fn status(status: &str) {
    notify(&[NotifyState::Status(status)]);
}

/// The daemon ends, at the latest after this many seconds.
pub(super) fn stopping(status: &str) {
    notify(&[NotifyState::Stopping, NotifyState::Status(status)]);
}

/// Shows the watchdog that the event loop turns, three times as often as it looks. A night whose
/// calls hang has time-outs of its own; what only a watchdog can end is a loop that stands still.
pub(super) fn feed_watchdog() {
    let Some(every) = sd_notify::watchdog_enabled().map(|every| every / 3) else { return };
    tokio::spawn(async move {
        loop {
            notify(&[NotifyState::Watchdog]);
            tokio::time::sleep(every).await;
        }
    });
}

fn notify(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        debug!(kind = %error.kind(), "systemd has not heard");
    }
}
