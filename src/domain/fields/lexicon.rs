//! Words to look texts up by.

use std::collections::BTreeMap;

use crate::sheet::normalize;

/// Meanings by spelling. Spellings are compared by their letters and digits alone, normalized, and no
/// key is built of the text that is looked up: most cells of a sheet are looked up several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexicon<T>(Vec<(String, T)>);

impl<T: Copy> Lexicon<T> {
    /// Meanings by spelling; of two for one spelling the last counts.
    pub fn new<'a>(spellings: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let sorted: BTreeMap<String, T> =
            spellings.into_iter().map(|(text, value)| (normalize::key(text), value)).collect();
        Self(sorted.into_iter().collect())
    }

    /// The meaning of a normalized text as a whole.
    pub fn get(&self, normalized: &str) -> Option<T> {
        let alphanumerics = || normalized.chars().filter(|c| c.is_alphanumeric());
        let found = self.0.binary_search_by(|(key, _)| key.chars().cmp(alphanumerics())).ok()?;
        self.0.get(found).map(|(_, value)| *value)
    }

    /// Every key with its meaning.
    pub fn iter(&self) -> impl Iterator<Item = (&str, T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), *value))
    }
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
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
