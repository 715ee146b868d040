//! Holding a request, so that a test can act while it is on its way.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::Match;

/// A request that waits until it is released. Dropping the hold releases it.
#[derive(Debug)]
pub struct Hold {
    pub(crate) state: Arc<HoldState>,
}

#[derive(Debug)]
pub(crate) struct HoldState {
    pub(crate) id: usize,
    pub(crate) when: Match,
    /// Whether the request is applied before it waits.
    pub(crate) after: bool,
    progress: Mutex<Progress>,
    reached: Condvar,
    released: Notify,
}

#[derive(Debug, Default)]
struct Progress {
    seen: usize,
    reached: bool,
    released: bool,
}

impl Hold {
    /// Waits until a request has been caught; false when none came in time.
    pub fn wait_until_reached(&self, timeout: Duration) -> bool {
        let progress = self.state.lock();
        let waited = self.state.reached.wait_timeout_while(progress, timeout, |p| !p.reached);
        waited.map_or_else(|e| e.into_inner().0.reached, |(p, _)| p.reached)
    }

    /// Whether a request has been caught.
    pub fn is_reached(&self) -> bool {
        self.state.is_reached()
    }

    /// Lets the request go on.
    pub fn release(&self) {
        self.state.release();
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.state.release();
    }
}

impl HoldState {
    pub(crate) fn new(id: usize, when: Match, after: bool) -> Self {
        Self { id, when, after, progress: Mutex::default(), reached: Condvar::new(), released: Notify::new() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this hold catches the request; it catches one only.
    pub(crate) fn catches(&self, number: usize, method: &str, path: &str, body: &[u8]) -> bool {
        let mut progress = self.lock();
        if progress.reached || progress.released || !self.when.matches(number, method, path, body) {
            return false;
        }
        progress.seen += 1;
        if self.when.nth.is_some_and(|nth| progress.seen < nth) {
            return false;
        }
        progress.reached = true;
        true
    }

    /// Waits within the server until the test lets go.
    pub(crate) async fn wait(&self) {
        self.reached.notify_all();
        // The permit is kept if the release comes first.
        if !self.lock().released {
            self.released.notified().await;
        }
    }

    pub(crate) fn release(&self) {
        self.lock().released = true;
        self.released.notify_one();
    }

    pub(crate) fn is_reached(&self) -> bool {
        self.lock().reached
    }

    pub(crate) fn is_released(&self) -> bool {
        self.lock().released
    }
}
