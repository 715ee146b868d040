//! Ages that a text tells: `tengo 16 años`, `mi mamá de ochenta y dos años`.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::finding::Rule;
use crate::sheet::normalize;

/// Below this age a person is a minor (Ley 27 de 1977, art. 1).
const OF_AGE: u32 = 18;

/// From this age on a person is an older adult (Ley 1276 de 2009, art. 7).
const OLDER: u32 = 60;

/// Nobody younger writes to a utility: `tengo 3 años` is how long somebody waits.
const WRITES: u32 = 6;

/// So many words before a number may name whose age it is.
const WORDS_BEFORE: usize = 5;

/// The words by which ages are told from other spans of time, normalized.
#[derive(Clone, Debug, Default)]
pub struct Ages {
    /// Words before the age of whoever writes: `tengo`.
    own: HashSet<String>,
    /// Children, by what they are to whoever writes: `hijo`.
    children: HashSet<String>,
    /// People who may be old: `mamá`.
    adults: HashSet<String>,
    /// Words and phrases behind a span that is no age, each with the space that ends it: `viviendo `, `y nada `.
    not_before: Vec<String>,
}

impl Ages {
    /// Ages by the words around them.
    pub fn new(own: &[String], children: &[String], adults: &[String], not_before: &[String]) -> Self {
        let [own, children, adults] =
            [own, children, adults].map(|words| words.iter().map(|word| normalize::plain(word)));
        Self {
            own: own.collect(),
            children: children.collect(),
            adults: adults.collect(),
            not_before: not_before.iter().map(|phrase| format!("{} ", normalize::plain(phrase))).collect(),
        }
    }

    /// The finding that the span of years or months at `range` of a spaced text makes, if it is an age.
    pub(super) fn rule(&self, text: &str, range: Range<usize>) -> Option<Rule> {
        let mut words = text.get(..range.start)?.rsplit(' ').filter(|word| !word.is_empty());
        let number = number(&mut words)?;
        let before: Vec<&str> = words.take(WORDS_BEFORE).collect();
        let after = text.get(range.end..)?;
        let next = after.split(' ').next().unwrap_or_default();

        let is_own = next == "tengo" || before.first().is_some_and(|word| self.own.contains(*word));
        let is_gerund = ["ando", "iendo", "yendo"].iter().any(|end| next.ends_with(end));
        let is_span = is_gerund || self.not_before.iter().any(|phrase| after.starts_with(phrase));
        let goes_on = is_span && !after.starts_with("de edad ");
        // "Mi mamá de 85 años sin agua" tells an age whatever comes behind it.
        let is_of = before.starts_with(&["de"]) && before.get(1) != Some(&"mas");
        if goes_on && !is_of || before.contains(&"hace") {
            return None;
        }

        let says = |words: &HashSet<String>| before.iter().any(|word| words.contains(*word));
        let is_months = text.get(range)?.contains("mes");
        match number {
            ..=36 if is_months => says(&self.children).then_some(Rule::Children),
            _ if is_months => None,
            WRITES..OF_AGE if is_own || before.contains(&"soy") => Some(Rule::MinorPerson),
            ..OF_AGE => says(&self.children).then_some(Rule::Children),
            OLDER..=120 => (is_own || before.contains(&"soy") || says(&self.adults)).then_some(Rule::Elderly),
            _ => None,
        }
    }
}

/// Reads the number that ends a text, word by word from its end.
fn number<'a>(words: &mut (impl Iterator<Item = &'a str> + Clone)) -> Option<u32> {
    let last = words.next()?;
    if let Ok(number) = last.parse() {
        return Some(number);
    }

    let unit = value(last)?;
    let mut ahead = words.clone();
    match (ahead.next(), ahead.next().and_then(value)) {
        (Some("y"), Some(tens)) if unit < 10 && tens >= 30 => {
            words.nth(1);
            Some(tens + unit)
        }
        _ => Some(unit),
    }
}

/// The value of a number's word.
fn value(word: &str) -> Option<u32> {
    let words = [
        ("un", 1),
        ("uno", 1),
        ("dos", 2),
        ("tres", 3),
        ("cuatro", 4),
        ("cinco", 5),
        ("seis", 6),
        ("siete", 7),
        ("ocho", 8),
        ("nueve", 9),
        ("diez", 10),
        ("once", 11),
        ("doce", 12),
        ("trece", 13),
        ("catorce", 14),
        ("quince", 15),
        ("dieciseis", 16),
        ("diecisiete", 17),
        ("dieciocho", 18),
        ("sesenta", 60),
        ("setenta", 70),
        ("ochenta", 80),
        ("noventa", 90),
        ("cien", 100),
    ];
    words.into_iter().find(|(known, _)| *known == word).map(|(_, value)| value)
}
