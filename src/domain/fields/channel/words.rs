//! The words of a cell that names a network.

/// The chunks between the spaces of a cell, in order.
#[derive(Debug)]
pub(super) struct CellWords<'a>(Vec<&'a str>);

impl<'a> CellWords<'a> {
    pub(super) fn of(normalized: &'a str) -> Self {
        let separates = |c: char| c.is_whitespace() || "(),;[]\"<>|«»“”".contains(c);
        let chunks = normalized.split(separates).flat_map(|chunk| {
            // A colon stands behind a label, unless it is the scheme's.
            let is_link = chunk.contains("://");
            chunk.split(move |c| c == ':' && !is_link)
        });
        Self(chunks.filter(|chunk| !chunk.is_empty()).collect())
    }

    /// Takes the words of an account's name out, where they stand side by side, in each of the longer ones
    /// perhaps a letter wrong. `false` where they do not stand there.
    pub(super) fn take(&mut self, name: &str) -> bool {
        let name: Vec<&str> = name.split_whitespace().collect();
        let same = |(wanted, chunk): (&&str, &&str)| {
            let word = chunk.trim_matches(|c: char| !c.is_alphanumeric());
            *wanted == word || wanted.len() > 4 && strsim::osa_distance(wanted, word) <= 1
        };
        let Some(at) = self.0.windows(name.len()).position(|window| name.iter().zip(window).all(same)) else {
            return false;
        };
        self.0.drain(at..at + name.len());
        true
    }

    /// Each chunk, and the one after it.
    pub(super) fn chunks(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let next = self.0.iter().skip(1).map(|next| Some(*next)).chain([None]);
        self.0.iter().copied().zip(next)
    }
}

/// The words of what stands between two spaces: letters, digits and what handles are made of, each handle
/// with its `@`.
pub(super) fn of_chunk(chunk: &str) -> impl Iterator<Item = &str> {
    let words = chunk.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '@')));
    let parts = words.flat_map(|word| {
        let (before, handle) = word.split_at(word.find('@').unwrap_or(word.len()));
        [before, handle]
    });
    parts.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
}

/// Returns `true` if a chunk is an e-mail address, which names no account.
pub(super) fn is_email(chunk: &str) -> bool {
    chunk.split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.'))
}

/// Returns `true` if a word that spells nothing looks like the name of an account: it has an underscore
/// between letters, as no other word has.
pub(super) fn looks_like_a_handle(word: &str) -> bool {
    let inner = word.trim_matches('_');
    inner.contains('_') && inner.chars().any(char::is_alphabetic)
}
