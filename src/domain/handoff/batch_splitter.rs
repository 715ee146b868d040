//! How carefully tonight's lines are cut into hand-offs once Google has refused a batch.
//!
//! A single row must not stop the others. A batch that is refused although no guard stands is
//! planned again once, because people may have changed what it rested on; then its size is halved
//! until the row that Google refuses is alone; and that row goes over with its ID and without its
//! texts, which a clerk reads in CE-F05.

use std::collections::HashSet;

use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ledger::entry::Entry;

/// How much goes into one number.
#[derive(Clone, Copy, Debug)]
pub struct BatchLimits {
    /// Rows of the table.
    pub rows: usize,
    /// Bytes of the request, estimated from the text it carries.
    pub bytes: usize,
}

/// Google recommends at most 2 MB a request; 1.5 MB leaves room for what JSON adds.
pub const LIMITS: BatchLimits = BatchLimits { rows: 500, bytes: 1_500_000 };

/// The lessons of the refusals of one night.
#[derive(Debug)]
pub struct BatchSplitter {
    /// How much goes into one number.
    pub limits: BatchLimits,
    usual: BatchLimits,
    planned_again: bool,
    without_texts: HashSet<Fingerprint>,
}

impl BatchSplitter {
    /// A splitter before the first refusal of a night.
    pub fn new(limits: BatchLimits) -> Self {
        Self { limits, usual: limits, planned_again: false, without_texts: HashSet::new() }
    }

    /// Returns `true` if the texts of a row with this content stay in CE-F05.
    pub fn leaves_out_texts(&self, fingerprint: &Fingerprint) -> bool {
        self.without_texts.contains(fingerprint)
    }

    /// Learns from the entries of a hand-off that Google refused. `false` when there is nothing left to
    /// try: a row that goes over without its texts and is refused all the same is not what Google
    /// objects to.
    #[must_use]
    pub fn on_refused(&mut self, refused: &[Entry]) -> bool {
        if !std::mem::replace(&mut self.planned_again, true) {
            return true;
        }
        if let [only] = refused {
            self.limits = self.usual;
            return self.without_texts.insert(only.fingerprint);
        }
        self.limits.rows = refused.len().div_ceil(2);
        true
    }
}

#[cfg(test)]
mod tests;
