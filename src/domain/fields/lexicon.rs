//! Words to look texts up by.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::sheet::normalize;

/// Meanings by spelling. Spellings are compared by their letters and digits alone, normalized, and no
/// key is built of the text that is looked up: most cells of a sheet are looked up several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexicon<T> {
    /// Keys and meanings, in the order of the alphabet.
    entries: Vec<(String, T)>,
    /// The places of the entries by the hash of their keys, in the order of the hashes.
    places: Vec<(u64, usize)>,
    /// The length of the longest key in characters.
    longest: usize,
}

impl<T: Copy> Lexicon<T> {
    /// Meanings by spelling; of two for one spelling the last counts.
    pub fn new<'a>(spellings: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let sorted: BTreeMap<String, T> =
            spellings.into_iter().map(|(text, value)| (normalize::key(text), value)).collect();
        let entries: Vec<(String, T)> = sorted.into_iter().collect();

        let longest = entries.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
        let hashed = entries.iter().enumerate();
        let mut places: Vec<(u64, usize)> =
            hashed.filter_map(|(place, (key, _))| Some((hash(key, longest)?, place))).collect();
        places.sort_unstable();
        Self { entries, places, longest }
    }

    /// The meaning of a normalized text as a whole.
    pub fn get(&self, normalized: &str) -> Option<T> {
        let hash = hash(normalized, self.longest)?;
        let first = self.places.partition_point(|(known, _)| *known < hash);
        let places = self.places.get(first..)?.iter().take_while(|(known, _)| *known == hash);
        let mut entries = places.filter_map(|(_, place)| self.entries.get(*place));
        let (_, value) = entries.find(|(key, _)| key.chars().eq(alphanumerics(normalized)))?;
        Some(*value)
    }

    /// Every key with its meaning.
    pub fn iter(&self) -> impl Iterator<Item = (&str, T)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), *value))
    }
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: Vec::new(), longest: 0 }
    }
}

fn alphanumerics(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// The hash of the letters and digits of a text; `None` of more than `longest`, so that of a long text
/// only the beginning is looked at.
fn hash(text: &str, longest: usize) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut length = 0;
    for c in alphanumerics(text) {
        length += 1;
        if length > longest {
            return None;
        }
        hasher.write_u32(u32::from(c));
    }
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_its_letters_and_digits() {
        let lexicon = Lexicon::new([("N/A", 1), ("Dirección", 2), ("n.a.", 3), ("ab", 4), ("abc", 5)]);
        for (normalized, value) in
            [("na", Some(3)), ("n / a", Some(3)), ("direccion:", Some(2)), ("ab-c", Some(5)), ("a", None)]
        {
            assert_eq!(lexicon.get(normalized), value, "{normalized}");
        }
        assert_eq!(lexicon.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["ab", "abc", "direccion", "na"]);
        assert_eq!(Lexicon::<u8>::default().get(""), None);
    }
}
