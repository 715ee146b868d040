//! Identifiers: what Google would draw at random is drawn from a seed, so that every run is the same.

use serde::{Deserialize, Serialize};

/// A small seeded generator (SplitMix64); nothing here has to be hard to guess.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Ids {
    state: u64,
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn letters(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(LETTERS[usize::try_from(self.next() % 64).unwrap_or(0)])).collect()
    }

    /// The id of a file: 44 characters, the first a 1.
    pub(crate) fn file(&mut self) -> String {
        format!("1{}", self.letters(43))
    }

    /// The id of a shared drive: 19 characters, of which the first and the last are always the same.
    pub(crate) fn drive(&mut self) -> String {
        format!("0A{}9PVA", self.letters(13))
    }

    /// The id of a sheet, a range or a metadata entry: positive, and within 31 bits.
    pub(crate) fn number(&mut self) -> i64 {
        i64::try_from(self.next() % 2_147_483_646).unwrap_or(0) + 1
    }

    /// The id of a message: 16 hexadecimal digits.
    pub(crate) fn message(&mut self) -> String {
        format!("19{:014x}", self.next() >> 8)
    }

    /// The id of a draft, which is told from a message's by its first letter.
    pub(crate) fn draft(&mut self) -> String {
        format!("r{}", self.next() >> 1)
    }

    /// The id of a comment or of a reply to one.
    pub(crate) fn comment(&mut self) -> String {
        format!("AAAB{}", self.letters(7))
    }

    pub(crate) fn token(&mut self) -> String {
        format!("ya29.{}", self.letters(60))
    }

    /// A permission's id: 20 digits.
    pub(crate) fn permission(&mut self) -> String {
        format!("{:020}", self.next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_ids() {
        let (mut a, mut b, mut c) = (Ids::new(7), Ids::new(7), Ids::new(8));
        let file = a.file();
        assert!(file.len() == 44 && file.starts_with('1'));
        assert_eq!(file, b.file());
        assert_ne!(file, c.file());
    }
}
