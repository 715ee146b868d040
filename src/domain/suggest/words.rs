//! The word lists of the form, ready to look for.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use crate::domain::fields::lexicon::Lexicon;
use crate::domain::finding::Rule;
use crate::domain::suggest::topic::{RequestKind, Suggestions, Topic};
use crate::sheet::normalize;

/// Word lists, and what each word of theirs is a sign of.
#[derive(Clone, Debug)]
pub struct Words {
    finder: AhoCorasick,
    signs: Vec<Sign>,
    together: Vec<WantedWords>,
    typed: Lexicon<RequestKind>,
}

/// Words that make a finding only together: one of each list of `all`, and none of `none`.
#[derive(Clone, Copy, Debug)]
pub struct Together<'a> {
    /// The finding.
    pub rule: Rule,
    /// Lists of which each must have a word in the text.
    pub all: &'a [Vec<String>],
    /// Words that say that the text is about something else.
    pub none: &'a [String],
}

/// There are more words than can be looked for at once.
#[derive(Debug, thiserror::Error)]
pub enum TooManyWords {
    /// More words than the search can hold.
    #[error(transparent)]
    Search(#[from] BuildError),
    /// A word that is to stand together with others needs one to seven lists with words.
    #[error("words that stand together are one to seven lists, none of them empty")]
    Lists,
}

/// The meaning of a word in a text.
#[derive(Clone, Copy, Debug)]
enum Sign {
    Of(Topic),
    /// One bit of what stands together, by its place in [`Words::together`].
    Part(usize, u8),
}

/// The words that must stand together: the bits of all their lists, without the bit that is against
/// them.
#[derive(Clone, Copy, Debug)]
struct WantedWords {
    rule: Rule,
    bits: u8,
}

/// The bit of the words of which a text must have none; the others are the lists'.
const AGAINST: u8 = 1 << 7;

impl Words {
    /// Words by what they stand for, those that count only together, and the kinds by what staff
    /// type. A word is whole unless it ends in `*`.
    ///
    /// # Errors
    /// When there are more words or lists than can be looked for.
    pub fn new<'a>(
        lists: impl IntoIterator<Item = (Topic, &'a [String])>,
        together: impl IntoIterator<Item = Together<'a>>,
        typed: impl IntoIterator<Item = (RequestKind, &'a [String])>,
    ) -> Result<Self, TooManyWords> {
        let mut patterns = Vec::new();
        let mut signs = Vec::new();
        let mut add = |words: &[String], sign| {
            patterns.extend(words.iter().filter_map(|word| pattern(word)));
            signs.resize(patterns.len(), sign);
        };

        for (topic, words) in lists {
            add(words, Sign::Of(topic));
        }

        let mut wanted = Vec::new();
        for Together { rule, all, none } in together {
            if all.is_empty() || all.len() > 7 || all.iter().any(Vec::is_empty) {
                return Err(TooManyWords::Lists);
            }
            let mut bits = 0;
            for (words, bit) in all.iter().zip((0..7).map(|list| 1 << list)) {
                add(words, Sign::Part(wanted.len(), bit));
                bits |= bit;
            }
            add(none, Sign::Part(wanted.len(), AGAINST));
            wanted.push(WantedWords { rule, bits });
        }

        let kinds =
            typed.into_iter().flat_map(|(kind, words)| words.iter().map(move |word| (word.as_str(), kind)));
        Ok(Self {
            // The lists are short and the texts many: the fastest automaton is worth its table.
            finder: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(patterns)?,
            signs,
            together: wanted,
            typed: Lexicon::new(kinds),
        })
    }

    /// The kind that staff typed, if the form knows the word.
    pub fn typed_kind(&self, normalized: &str) -> Option<RequestKind> {
        let word = normalized.trim_end_matches(|c: char| !c.is_alphanumeric());
        self.typed.get(word).or_else(|| self.typed.get(word.strip_suffix('s')?))
    }

    /// The suggestions that normalized texts make together.
    pub fn read(&self, normalized: &[&str]) -> Suggestions {
        let mut text = String::with_capacity(normalized.iter().map(|text| text.len() + 2).sum());
        for part in normalized {
            normalize::spaced_into(part, &mut text);
        }

        let mut counts = [0_u32; RequestKind::ALL.len()];
        let mut alerts: Vec<Rule> = Vec::new();
        let mut bits = vec![0_u8; self.together.len()];

        for found in self.finder.find_overlapping_iter(&text) {
            match self.signs.get(found.pattern().as_usize()) {
                Some(Sign::Of(Topic::RequestKind(kind))) => counts[*kind as usize] += 1,
                Some(Sign::Of(Topic::Alert(rule))) => alerts.push(*rule),
                Some(Sign::Part(together, bit)) => bits[*together] |= bit,
                None => {}
            }
        }

        let complete = self.together.iter().zip(&bits).filter(|(wanted, bits)| wanted.bits == **bits);
        alerts.extend(complete.map(|(wanted, _)| wanted.rule));
        alerts.sort_unstable();
        alerts.dedup();

        Suggestions { kind: kind(&counts), alerts }
    }
}

/// The kind that so many words of each suggest.
fn kind(counts: &[u32; RequestKind::ALL.len()]) -> Option<RequestKind> {
    let count = |kind: RequestKind| counts[kind as usize];
    if count(RequestKind::Appeal) > 0 {
        return Some(RequestKind::Appeal);
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    match RequestKind::ALL.into_iter().find(|kind| most > 0 && count(*kind) == most) {
        Some(RequestKind::Petition) if count(RequestKind::Documents) > 0 => Some(RequestKind::Documents),
        kind => kind,
    }
}

/// A word as it stands in a text whose words stand between single spaces. Nothing in particular is
/// no word: it would be found in every text.
fn pattern(word: &str) -> Option<String> {
    let (stem, end) = word.strip_suffix('*').map_or((word, " "), |stem| (stem, ""));
    let stem = normalize::spaced(&normalize::plain(stem));
    Some(format!(" {}{end}", stem.trim())).filter(|_| !stem.trim().is_empty())
}
