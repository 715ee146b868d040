//! How tonight's lines are cut into hand-offs once Google has refused a batch.
//!
//! A single row must not stop the others, and no report is made smaller because Google is ill. A batch that
//! is refused although no guard stands is planned again once, because people may have changed what it rested
//! on. Then it is split: the other lines go first, in batches of the usual size, and after them one half of
//! it, until a row is alone. A refusal with a reason blames that row at once, and it goes over with its ID and
//! without its texts, which a clerk reads in CE-F05. A refusal that may as well be an outage (500) blames it
//! only once the row was refused alone again after Google had taken another write, in two runs.

use std::collections::HashSet;

use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ledger::entry::Entry;

/// How much goes into one number.
#[derive(Clone, Copy, Debug)]
pub struct BatchLimits {
    /// Rows of the table. Only while a batch is being split do they decide before the bytes do.
    pub rows: usize,
    /// Bytes of the lines in the request.
    pub bytes: usize,
}

/// Google recommends at most 2 MB a request; what is left of them is for the title and the lists below the
/// table. <https://developers.google.com/workspace/sheets/api/limits>
pub const LIMITS: BatchLimits = BatchLimits { rows: usize::MAX, bytes: 1_900_000 };

/// How many refusals without a reason may follow each other before Google is taken for ill: enough to find
/// one row in a batch of the usual size, whose lines take more than a thousand bytes each.
const MOST_UNEXPLAINED: u32 = 14;

/// The lessons of the refusals of one night.
#[derive(Debug)]
pub struct BatchSplitter {
    usual: BatchLimits,
    planned_again: bool,
    /// Batches that were refused and hold several rows; the last one is being split.
    split: Vec<SplitBatch>,
    /// Rows that go last, each by itself.
    alone: HashSet<Fingerprint>,
    /// Rows that were refused alone, after which Google took another write.
    ascertained: HashSet<Fingerprint>,
    without_texts: HashSet<Fingerprint>,
    deferred: HashSet<Fingerprint>,
    unexplained: u32,
}

/// A batch that was refused.
#[derive(Debug)]
struct SplitBatch {
    rows: HashSet<Fingerprint>,
    /// How many of its rows go together.
    size: usize,
}

/// The place of a line in the order of the night: what nothing was refused of goes first, and what may be at
/// fault last, so that it stops no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// With all others.
    Usual,
    /// With a part of a batch that was refused; 0 is the last one refused.
    Split(usize),
    /// With others whose texts were left out before and go over now.
    MissingTexts,
    /// By itself.
    Alone,
}

/// The step that a refusal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// To read, plan and go on.
    PlanAgain,
    /// One row was refused by itself, and may not be at fault: find out whether Google takes other writes.
    Ascertain(Fingerprint),
    /// One row was refused by itself again after Google took another write.
    Confirmed(Fingerprint),
    /// There is nothing left to try.
    GiveUp,
}

impl BatchSplitter {
    /// A splitter before the first refusal of a night.
    pub fn new(limits: BatchLimits) -> Self {
        Self {
            usual: limits,
            planned_again: false,
            split: Vec::new(),
            alone: HashSet::new(),
            ascertained: HashSet::new(),
            without_texts: HashSet::new(),
            deferred: HashSet::new(),
            unexplained: 0,
        }
    }

    /// Has rows that an earlier run was refused go last, each by itself.
    pub fn set_apart(&mut self, rows: impl IntoIterator<Item = Fingerprint>) {
        let is_apart = |row: &Fingerprint| self.without_texts.contains(row) || self.ascertained.contains(row);
        let rows: Vec<Fingerprint> = rows.into_iter().filter(|row| !is_apart(row)).collect();
        self.alone.extend(rows);
    }

    /// Returns `true` if the texts of a row with this content stay in CE-F05.
    pub fn leaves_out_texts(&self, row: &Fingerprint) -> bool {
        self.without_texts.contains(row)
    }

    /// Leaves the texts of a row in CE-F05, since they are what Google objects to.
    pub fn leave_out_texts(&mut self, row: Fingerprint) {
        self.alone.remove(&row);
        self.without_texts.insert(row);
    }

    /// Returns `true` if a row with this content waits for a later run.
    pub fn is_deferred(&self, row: &Fingerprint) -> bool {
        self.deferred.contains(row)
    }

    /// Leaves a row to a later run.
    pub fn defer(&mut self, row: Fingerprint) {
        self.deferred.insert(row);
    }

    /// Records that Google took another write after it had refused a row, which goes last from there on.
    pub fn ascertain(&mut self, row: Fingerprint) {
        self.alone.insert(row);
        self.ascertained.insert(row);
    }

    /// The turn of a line; `missing_texts` is true of one that carries texts which were left out before.
    pub fn turn(&self, row: &Fingerprint, missing_texts: bool) -> Turn {
        if self.alone.contains(row) {
            return Turn::Alone;
        }
        match self.split.iter().rev().position(|batch| batch.rows.contains(row)) {
            Some(at) => Turn::Split(at),
            None if missing_texts && !self.without_texts.contains(row) => Turn::MissingTexts,
            None => Turn::Usual,
        }
    }

    /// Returns `true` while a batch is being split: what follows one that Google takes is planned anew.
    pub fn is_splitting(&self) -> bool {
        !self.split.is_empty()
    }

    /// How much goes into one number at a turn.
    pub fn limits(&self, turn: Turn) -> BatchLimits {
        let rows = match turn {
            Turn::Usual | Turn::MissingTexts => self.usual.rows,
            Turn::Split(at) => self.split.iter().rev().nth(at).map_or(self.usual.rows, |batch| batch.size),
            Turn::Alone => 1,
        };
        BatchLimits { rows: rows.min(self.usual.rows), ..self.usual }
    }

    /// Learns from a hand-off that Google took: what is left goes in batches of the usual size again, what may
    /// be at fault in one of its own.
    pub fn on_accepted(&mut self, accepted: &[Entry]) {
        self.unexplained = 0;
        let mut rows = self.split.pop().map(|batch| batch.rows).unwrap_or_default();
        self.split.clear();

        rows.extend(self.alone.extract_if(|row| self.ascertained.contains(row)));
        for entry in accepted {
            rows.remove(&entry.fingerprint);
        }
        if !rows.is_empty() {
            self.split.push(SplitBatch { rows, size: self.usual.rows });
        }
    }

    /// Learns from the entries of a hand-off that Google refused; `is_certain` says that it gave a reason
    /// which no outage has.
    #[must_use]
    pub fn on_refused(&mut self, refused: &[Entry], is_certain: bool) -> NextStep {
        if !is_certain {
            self.unexplained += 1;
        }
        if !std::mem::replace(&mut self.planned_again, true) {
            return NextStep::PlanAgain;
        }

        let rows: HashSet<Fingerprint> = refused.iter().map(|entry| entry.fingerprint).collect();
        self.split.retain(|batch| batch.rows.is_disjoint(&rows));

        if let [only] = refused {
            return self.on_refused_alone(only.fingerprint, is_certain);
        }
        if self.unexplained > MOST_UNEXPLAINED {
            return NextStep::GiveUp;
        }
        self.split.push(SplitBatch { rows, size: refused.len().div_ceil(2) });
        NextStep::PlanAgain
    }

    /// A row that goes over without its texts and is refused all the same is not what Google objects to.
    fn on_refused_alone(&mut self, row: Fingerprint, is_certain: bool) -> NextStep {
        if self.without_texts.contains(&row) {
            NextStep::GiveUp
        } else if is_certain {
            self.leave_out_texts(row);
            NextStep::PlanAgain
        } else if self.ascertained.contains(&row) {
            NextStep::Confirmed(row)
        } else if self.unexplained > MOST_UNEXPLAINED {
            NextStep::GiveUp
        } else {
            NextStep::Ascertain(row)
        }
    }
}

#[cfg(test)]
mod tests;
