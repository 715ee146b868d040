//! What a text is about, as far as its words tell.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::domain::suggest::words::{TooManyWords, pattern};
use crate::sheet::normalize;

/// Most matters that a form may name.
const MOST: usize = 64;

/// The words of each matter, ready to look for.
#[derive(Clone, Debug)]
pub struct Matters {
    finder: AhoCorasick,
    /// The matter of each word.
    matters: Vec<usize>,
}

/// The matters that a text is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatterSet(u64);

impl MatterSet {
    /// Returns `true` if the words name no matter.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns `true` if both are about one of the same.
    pub fn shares(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Matters {
    /// Matters by their words. A word is whole unless it ends in `*`.
    ///
    /// # Errors
    /// When there are more words or matters than can be looked for.
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a [String]>) -> Result<Self, TooManyWords> {
        let mut patterns = Vec::new();
        let mut matters = Vec::new();
        for (matter, words) in lists.into_iter().enumerate() {
            if matter == MOST {
                return Err(TooManyWords::Matters);
            }
            patterns.extend(words.iter().map(String::as_str).filter_map(pattern));
            matters.resize(patterns.len(), matter);
        }
        let finder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns)?;
        Ok(Self { finder, matters })
    }

    /// The matters of a normalized text.
    pub fn of(&self, normalized: &str) -> MatterSet {
        let text = normalize::spaced(normalized);
        let found = self.finder.find_overlapping_iter(&text);
        let matters = found.filter_map(|found| self.matters.get(found.pattern().as_usize()));
        MatterSet(matters.fold(0, |set, matter| set | 1 << matter))
    }
}
