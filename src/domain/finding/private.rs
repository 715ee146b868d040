//! Text that must not leave the spreadsheet.

use std::fmt;

/// A citizen's text.
///
/// The text has no `Display` and its `Debug` is redacted, so that it cannot reach a log, an error or a
/// panic by accident (Ley 1581 de 2012, art. 4). [`Private::expose`] is the one way out; every call to
/// it writes a cell of the spreadsheet or computes a digest.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Private(String);

impl Private {
    /// Wraps a citizen's text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for a cell of the spreadsheet or a digest.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns `true` if there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "‹blank›" } else { "‹redacted›" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_text() {
        let shown = format!("{:?}", Some(Private::new("1.999.000.111")));
        assert_eq!(shown, "Some(‹redacted›)");
    }
}
