//! What goes on for as long as requests come, of which only the latest is kept.

use std::collections::VecDeque;

/// How much of a log is kept, whichever is reached first. The latest entry always is.
#[derive(Clone, Copy)]
pub(crate) struct Most {
    pub(crate) entries: usize,
    pub(crate) bytes: usize,
}

/// The latest entries of a log, and how many there were before them.
pub(crate) struct Kept<T> {
    entries: VecDeque<(T, usize)>,
    bytes: usize,
    dropped: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), bytes: 0, dropped: 0 }
    }
}

impl<T> Kept<T> {
    /// Adds an entry that takes about so many bytes, and lets go of the oldest ones beyond `most`.
    pub(crate) fn push(&mut self, entry: T, bytes: usize, most: Most) {
        self.entries.push_back((entry, bytes));
        self.bytes += bytes;
        while self.entries.len() > 1 && (self.entries.len() > most.entries || self.bytes > most.bytes) {
            let Some((_, bytes)) = self.entries.pop_front() else { break };
            self.bytes -= bytes;
            self.dropped += 1;
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// The entries after the first so many of all that there ever were, as far as they are kept.
    pub(crate) fn since(&self, start: usize) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.iter().skip(start.saturating_sub(self.dropped))
    }

    /// How many entries there ever were.
    pub(crate) fn total(&self) -> usize {
        self.dropped + self.entries.len()
    }

    /// How many entries are no longer kept.
    pub(crate) fn dropped(&self) -> usize {
        self.dropped
    }

    /// About how many bytes the entries take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entries_go_when_there_are_too_many_or_they_are_too_large() {
        let mut kept = Kept::default();
        for n in 0..10 {
            kept.push(n, 1, Most { entries: 4, bytes: 100 });
        }
        assert_eq!(kept.iter().copied().collect::<Vec<_>>(), [6, 7, 8, 9]);
        assert_eq!((kept.total(), kept.dropped(), kept.bytes()), (10, 6, 4));
        assert_eq!(kept.since(8).copied().collect::<Vec<_>>(), [8, 9]);
        assert_eq!(kept.since(0).count(), 4);
        kept.push(10, 98, Most { entries: 4, bytes: 100 });
        assert_eq!(kept.iter().copied().collect::<Vec<_>>(), [8, 9, 10]);
        kept.push(11, 1000, Most { entries: 4, bytes: 100 });
        assert_eq!((kept.iter().copied().collect::<Vec<_>>(), kept.dropped()), (vec![11], 11));
    }
}
