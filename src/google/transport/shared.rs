//! The state that is remembered across calls.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// The number of requests sent, Google's clock, and whether a protection was met. Cloning shares all.
#[derive(Clone, Default)]
pub(super) struct Shared {
    requests: Arc<AtomicU64>,
    met_protection: Arc<AtomicBool>,
    google_time: Arc<Mutex<Option<DateTime<Utc>>>>,
}

impl Shared {
    pub(super) fn count_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(super) fn meet_protection(&self) {
        self.met_protection.store(true, Ordering::Relaxed);
    }

    pub(super) fn met_protection(&self) -> bool {
        self.met_protection.load(Ordering::Relaxed)
    }

    pub(super) fn set_google_time(&self, time: DateTime<Utc>) {
        *self.google_time.lock().unwrap_or_else(PoisonError::into_inner) = Some(time);
    }

    pub(super) fn google_time(&self) -> Option<DateTime<Utc>> {
        *self.google_time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
