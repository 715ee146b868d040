//! The word lists of the form, ready to look for.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use crate::domain::fields::lexicon::Lexicon;
use crate::domain::suggest::ages::Ages;
use crate::domain::suggest::signs::Signs;
use crate::domain::suggest::topic::{RequestKind, Suggestions, Topic};
use crate::sheet::normalize;

/// Word lists, and what each word of theirs is a sign of. One automaton finds them all in one pass over
/// a text.
#[derive(Clone, Debug)]
pub struct Words {
    finder: AhoCorasick,
    /// The signs of each pattern.
    signs: Vec<Vec<Sign>>,
    /// The lists whose words do not count everywhere.
    guarded: Vec<Guarded>,
    together: Vec<WantedWords>,
    typed: Lexicon<RequestKind>,
    ages: Ages,
    /// Words that may stand between a word and what takes its meaning away: `no tengo ningún niño`.
    articles: HashSet<String>,
    spanish: HashSet<String>,
}

/// The words of one subject, and where they mean something else.
#[derive(Clone, Debug)]
pub struct WordList<'a> {
    /// The subject.
    pub topic: Topic,
    /// The words.
    pub words: &'a [String],
    /// Phrases in which a word means something else: `enfermo de rabia`.
    pub except: &'a [String],
    /// Words behind which it does, articles aside: `no tengo`, `barrio`.
    pub not_after: Vec<&'a str>,
}

/// Words that make a finding only together: one of each list of `all`, and none of `none`.
#[derive(Clone, Copy, Debug)]
pub struct Together<'a> {
    /// The subject.
    pub topic: Topic,
    /// Lists of which each must have a word in the text.
    pub all: &'a [Vec<String>],
    /// Words that say that the text is about something else.
    pub none: &'a [String],
    /// How many letters may lie between the ends of the first and the last word; `None` for any number.
    pub within: Option<usize>,
    /// Phrases before which a word of theirs does not count.
    pub not_before: &'a [String],
    /// Phrases behind which it does not, articles aside.
    pub not_after: &'a [String],
}

/// Everything that [`Words`] are made of.
#[derive(Debug)]
pub struct WordLists<'a> {
    /// Words by subject.
    pub lists: Vec<WordList<'a>>,
    /// Words that count only together.
    pub together: Vec<Together<'a>>,
    /// The kinds of report by what staff type.
    pub typed: Vec<(RequestKind, &'a [String])>,
    /// How people say ages.
    pub ages: Ages,
    /// Words for a span of years or months.
    pub spans: &'a [String],
    /// Small words that may stand before a noun.
    pub articles: &'a [String],
    /// Small words of Spanish, by which a text in another language is told.
    pub spanish: &'a [String],
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
    /// More matters than a set can hold.
    #[error("there may be 64 matters at most")]
    Matters,
}

/// The meaning of a word in a text.
#[derive(Clone, Copy, Debug)]
enum Sign {
    Of(Topic),
    /// A word of a guarded list, by its place in [`Words::guarded`].
    Guarded(usize),
    /// A phrase in which the words of a guarded list do not count.
    Except(usize),
    /// A word of one list of what stands together, by its place in [`Words::together`].
    Part(usize, u8),
    /// A word for years or months.
    Span,
}

#[derive(Clone, Debug)]
struct Guarded {
    topic: Topic,
    not_after: Vec<String>,
}

/// The words that must stand together: how many lists, how close, and beside what they do not count.
#[derive(Clone, Debug)]
struct WantedWords {
    topic: Topic,
    lists: u8,
    within: usize,
    not_before: Vec<String>,
    not_after: Vec<String>,
}

/// The most lists of words that stand together.
const MOST_LISTS: usize = 7;

/// The number, in place of a list's, of the words of which a text must have none.
const AGAINST: u8 = 7;

/// Where the words of what must stand together were last seen.
#[derive(Clone, Copy, Debug, Default)]
struct WordParts {
    /// The end of the last word of each list; 0 for none.
    ends: [usize; MOST_LISTS],
    is_complete: bool,
    is_against: bool,
}

impl WordParts {
    fn see(&mut self, list: u8, end: usize, wanted: &WantedWords) {
        let Some(seen) = self.ends.get_mut(usize::from(list)) else {
            self.is_against = true;
            return;
        };
        *seen = end;
        let ends = self.ends.get(..usize::from(wanted.lists)).unwrap_or_default();
        self.is_complete |= ends.iter().all(|&seen| seen > 0 && end - seen <= wanted.within);
    }
}

impl Words {
    /// Builds the search for all lists. A word is whole unless it ends in `*`.
    ///
    /// # Errors
    /// When there are more words or lists than can be looked for.
    pub fn new(lists: WordLists<'_>) -> Result<Self, TooManyWords> {
        let mut patterns: BTreeMap<String, Vec<Sign>> = BTreeMap::new();
        let mut add = |words: &[String], sign: Sign| {
            for pattern in words.iter().filter_map(pattern) {
                patterns.entry(pattern).or_default().push(sign);
            }
        };

        let mut guarded = Vec::new();
        for WordList { topic, words, except, not_after } in lists.lists {
            if except.is_empty() && not_after.is_empty() {
                add(words, Sign::Of(topic));
                continue;
            }
            add(words, Sign::Guarded(guarded.len()));
            add(except, Sign::Except(guarded.len()));
            let not_after = not_after.into_iter().filter_map(pattern).collect();
            guarded.push(Guarded { topic, not_after });
        }

        let mut wanted = Vec::new();
        for Together { topic, all, none, within, not_before, not_after } in lists.together {
            let count = u8::try_from(all.len()).unwrap_or(u8::MAX);
            if !(1..=AGAINST).contains(&count) || all.iter().any(Vec::is_empty) {
                return Err(TooManyWords::Lists);
            }
            for (words, list) in all.iter().zip(0..) {
                add(words, Sign::Part(wanted.len(), list));
            }
            add(none, Sign::Part(wanted.len(), AGAINST));
            wanted.push(WantedWords {
                topic,
                lists: count,
                within: within.unwrap_or(usize::MAX),
                not_before: not_before.iter().filter_map(pattern).collect(),
                not_after: not_after.iter().filter_map(pattern).collect(),
            });
        }

        add(lists.spans, Sign::Span);

        let typed = lists.typed.into_iter();
        let typed = typed.flat_map(|(kind, words)| words.iter().map(move |word| (word.as_str(), kind)));
        let (patterns, signs): (Vec<String>, Vec<Vec<Sign>>) = patterns.into_iter().unzip();
        Ok(Self {
            // A night judges few texts, and the table of a faster automaton takes longer to build than they do.
            finder: AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns)?,
            signs,
            guarded,
            together: wanted,
            typed: Lexicon::new(typed),
            ages: lists.ages,
            articles: normalized(lists.articles),
            spanish: normalized(lists.spanish),
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

        let mut signs = Signs::default();
        let mut parts: Vec<WordParts> = Vec::new();
        let mut guarded: Vec<(usize, Range<usize>)> = Vec::new();
        let mut excepted: Vec<(usize, Range<usize>)> = Vec::new();

        for found in self.finder.find_overlapping_iter(&text) {
            for sign in &self.signs[found.pattern().as_usize()] {
                match *sign {
                    Sign::Of(topic) => signs.note(topic),
                    Sign::Guarded(list) => guarded.push((list, found.range())),
                    Sign::Except(list) => excepted.push((list, found.range())),
                    Sign::Part(together, list) => {
                        self.see_part(&mut parts, together, list, &text, found.range());
                    }
                    Sign::Span => signs.extend(self.ages.rule(&text, found.range()).map(Topic::Alert)),
                }
            }
        }

        let counts = |(list, range): &(usize, Range<usize>)| {
            let within = |(other, phrase): &(usize, Range<usize>)| {
                other == list && phrase.start <= range.start && range.end <= phrase.end
            };
            !excepted.iter().any(within) && !self.is_after(&self.guarded[*list].not_after, &text, range.start)
        };
        signs.extend(guarded.iter().filter(|hit| counts(hit)).map(|(list, _)| self.guarded[*list].topic));

        let complete = self.together.iter().zip(&parts);
        signs.extend(
            complete
                .filter(|(_, parts)| parts.is_complete && !parts.is_against)
                .map(|(wanted, _)| wanted.topic),
        );

        signs.suggestions(normalized, || self.is_foreign(&text, signs.foreign()))
    }

    /// Notes a word of a list of what stands together. Few texts have any, so that `parts` is made for those.
    fn see_part(
        &self,
        parts: &mut Vec<WordParts>,
        together: usize,
        list: u8,
        text: &str,
        range: Range<usize>,
    ) {
        let wanted = &self.together[together];
        let is_other = is_before(&wanted.not_before, text, range.end)
            || self.is_after(&wanted.not_after, text, range.start);
        if !is_other {
            parts.resize(self.together.len(), WordParts::default());
            parts[together].see(list, range.end, wanted);
        }
    }

    /// Returns `true` if one of `phrases` stands in a text before the word at `start`, articles aside.
    fn is_after(&self, phrases: &[String], text: &str, start: usize) -> bool {
        if phrases.is_empty() {
            return false;
        }
        let mut before = text.get(..start).unwrap_or_default();
        while let Some((rest, last)) = before.rsplit_once(' ') {
            // Phrases begin with a space, and end in the one that the word begins with.
            if phrases.iter().any(|phrase| before.ends_with(phrase.trim_end())) {
                return true;
            }
            if !self.articles.contains(last) {
                return false;
            }
            before = rest;
        }
        false
    }

    /// Returns `true` if a text with so many words of other languages has fewer of Spanish.
    fn is_foreign(&self, text: &str, foreign: usize) -> bool {
        foreign > 1 && foreign > text.split(' ').filter(|word| self.spanish.contains(*word)).count()
    }
}

/// Returns `true` if one of `phrases` stands in a text right behind the word that ends at `end`.
fn is_before(phrases: &[String], text: &str, end: usize) -> bool {
    // Phrases begin with the space in which the word ends.
    let behind = end.checked_sub(1).and_then(|end| text.get(end..)).unwrap_or_default();
    phrases.iter().any(|phrase| behind.starts_with(phrase.as_str()))
}

/// A word as it stands in a text whose words stand between single spaces. Nothing in particular is
/// no word: it would be found in every text.
pub(super) fn pattern(word: impl AsRef<str>) -> Option<String> {
    let word = word.as_ref();
    let (stem, end) = word.strip_suffix('*').map_or((word, " "), |stem| (stem, ""));
    let stem = normalize::spaced(&normalize::plain(stem));
    Some(format!(" {}{end}", stem.trim())).filter(|_| !stem.trim().is_empty())
}

fn normalized(words: &[String]) -> HashSet<String> {
    words.iter().map(|word| normalize::plain(word)).collect()
}
