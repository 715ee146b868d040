//! The version mark of what the service records in the spreadsheet's metadata and on the host.
//!
//! A record without the mark, or with another one, is none that this program can read: it is refused or said,
//! with the way out, and never guessed.

use std::fmt;

/// Version of the records.
pub const RECORD_VERSION: &str = "1";

/// A record with its mark in front.
#[derive(Clone, Copy, Debug)]
pub struct Marked<T>(pub T);

impl<T: fmt::Display> fmt::Display for Marked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:{}", self.0)
    }
}

/// A record without its mark; `None` where it has none that this program knows.
pub fn unmarked(text: &str) -> Option<&str> {
    text.strip_prefix(RECORD_VERSION)?.strip_prefix(':')
}
