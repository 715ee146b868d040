//! Rows that are no reports: the heading of a day, a total, the header again, a signature.
//!
//! A row that is taken for a heading is handed to nobody, so the lists are closed, every word of the text
//! must be in one of them, and what a citizen may have said is a report.

use std::collections::HashSet;
use std::fmt;

use chrono::NaiveDate;

use crate::sheet::row_number::RowNumber;

/// A row of the staff tab that is no report; it is listed by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Row number in the staff tab at the instant of the read.
    pub row: RowNumber,
    /// The kind of the heading.
    pub kind: HeadingKind,
}

/// The kinds of rows that are no reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeadingKind {
    /// A day, a week or a month.
    Period,
    /// A total or a count.
    Total,
    /// The header row again.
    Header,
    /// A section of the form or a signature.
    Section,
}

impl HeadingKind {
    /// The kind in Spanish.
    pub fn name(self) -> &'static str {
        match self {
            Self::Period => "encabezado de un día, una semana o un mes",
            Self::Total => "total o conteo",
            Self::Header => "encabezado repetido",
            Self::Section => "sección o firma del formato",
        }
    }
}

/// The kind for the operator.
impl fmt::Display for HeadingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Period => "the heading of a day, a week or a month",
            Self::Total => "a total",
            Self::Header => "the header row again",
            Self::Section => "a section of the form or a signature",
        })
    }
}

/// The form's words of headings, by what they mean. Texts are normalized as for word lists.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadingWords {
    pub(super) weekdays: HashSet<String>,
    pub(super) months: HashSet<String>,
    /// Words before a number or a month: day, week, month.
    pub(super) periods: HashSet<String>,
    pub(super) ordinals: HashSet<String>,
    /// Words that stand between the words of a day, and mean nothing by themselves.
    pub(super) joining: HashSet<String>,
    pub(super) totals: HashSet<String>,
    /// Words that say what a total counts.
    pub(super) counted: HashSet<String>,
    pub(super) sections: HashSet<String>,
    pub(super) signatures: HashSet<String>,
    /// Words that the block of titles above the header row begins with.
    pub(super) titles: HashSet<String>,
}

/// A word of a text, by what it can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PeriodToken {
    Weekday,
    Month,
    Period,
    Ordinal,
    Joining,
    Number,
}

impl HeadingWords {
    /// The kind of heading that the only text of a row is; `None` where a citizen may have said it.
    pub(super) fn of_text(&self, normalized: &str) -> Option<HeadingKind> {
        if self.begins_a_section(normalized) {
            return Some(HeadingKind::Section);
        }
        // Nobody asks, exclaims or calls in a heading.
        if normalized.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace() && !SIGNS.contains(c)) {
            return None;
        }

        let words: Vec<&str> =
            normalized.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        if is_day(normalized) || self.is_period(&words) {
            Some(HeadingKind::Period)
        } else if self.is_total(&words) {
            Some(HeadingKind::Total)
        } else {
            None
        }
    }

    /// Returns `true` if a text begins with a word of a signature.
    pub(super) fn begins_with_signature(&self, normalized: &str) -> bool {
        begins_with(&self.signatures, normalized)
    }

    /// Returns `true` if a text is one that stands in the block of titles of a form, such as its code.
    pub(super) fn begins_a_title(&self, normalized: &str) -> bool {
        begins_with(&self.titles, normalized) || self.begins_a_section(normalized)
    }

    /// Returns `true` if a word of a section or signature stands before the first colon of a text.
    fn begins_a_section(&self, normalized: &str) -> bool {
        let Some((word, _)) = normalized.split_once(':') else { return false };
        let word = word.trim();
        self.sections.contains(word) || self.signatures.contains(word)
    }

    /// Returns `true` if words name a day, a week or a month and nothing else.
    fn is_period(&self, words: &[&str]) -> bool {
        let Some(tokens) = words.iter().map(|word| self.token(word)).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let count = |token: PeriodToken| tokens.iter().filter(|found| **found == token).count();
        let numbered = count(PeriodToken::Number) + count(PeriodToken::Ordinal) > 0;
        let (weekdays, months, periods) =
            (count(PeriodToken::Weekday), count(PeriodToken::Month), count(PeriodToken::Period));

        // "Lunes a viernes" and "octubre y noviembre" are what citizens say of how long something lasts.
        let named = match tokens.first() {
            Some(PeriodToken::Weekday | PeriodToken::Month) => {
                numbered || weekdays + months == 1 && tokens.len() == 1
            }
            // "3 semanas" is a while, "16 de noviembre" a day and "primera semana" a week.
            Some(PeriodToken::Number) => months > 0,
            Some(PeriodToken::Ordinal) => periods > 0,
            Some(PeriodToken::Period) => numbered || months > 0,
            Some(PeriodToken::Joining) => words.first() == Some(&"del") && numbered && months > 0,
            None => false,
        };
        named && tokens.last().is_some_and(|last| *last != PeriodToken::Joining)
    }

    fn token(&self, word: &str) -> Option<PeriodToken> {
        let lists = [
            (&self.weekdays, PeriodToken::Weekday),
            (&self.months, PeriodToken::Month),
            (&self.periods, PeriodToken::Period),
            (&self.ordinals, PeriodToken::Ordinal),
            (&self.joining, PeriodToken::Joining),
        ];
        let listed = lists.into_iter().find(|(list, _)| list.contains(word)).map(|(_, token)| token);
        listed.or_else(|| numbered(word))
    }

    /// Returns `true` if words are a word of total or count, with a number, with what is counted, or alone.
    fn is_total(&self, words: &[&str]) -> bool {
        let is_number = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let words: Vec<&str> = words.iter().filter(|word| !is_number(word)).copied().collect();
        let (first, rest) = match words.as_slice() {
            [first, second, rest @ ..] if self.totals.contains(&format!("{first} {second}")) => (true, rest),
            [first, rest @ ..] => (self.totals.contains(*first), rest),
            [] => return false,
        };
        let counted = |word: &&str| self.counted.contains(*word) || self.token(word).is_some();
        first && rest.iter().all(counted)
    }
}

/// Signs that stand between the words of a heading.
const SIGNS: &str = "/.-–—:,;()[]°*_=|#&";

fn begins_with(list: &HashSet<String>, normalized: &str) -> bool {
    let is_end = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    list.iter().any(|word| normalized.strip_prefix(word.as_str()).is_some_and(is_end))
}

/// A day of a month, the number of a week, a year; with letters behind it, an ordinal.
fn numbered(word: &str) -> Option<PeriodToken> {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &word[..word.len() - letters.len()];
    let number: u32 = digits.parse().ok()?;
    let in_range = (1..=53).contains(&number) || (1990..=2100).contains(&number) && digits.len() == 4;

    match letters {
        "" if in_range && digits.len() <= 4 => Some(PeriodToken::Number),
        "a" | "o" | "ra" | "da" | "ta" | "er" | "era" | "do" if number <= 53 => Some(PeriodToken::Ordinal),
        _ => None,
    }
}

/// Returns `true` if a text is a day written with numbers, such as 16/11/2026.
fn is_day(normalized: &str) -> bool {
    let parts: Vec<&str> = normalized.split(['/', '.', '-']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return false };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok())?;
    let (Some(one), Some(two), Some(three)) = (number(first), number(second), number(third)) else {
        return false;
    };

    let day = |year: u32, month: u32, day: u32| {
        let year = if year < 100 { year + 2000 } else { year };
        (1990..=2100).contains(&year)
            && NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day).is_some()
    };
    if first.len() == 4 { day(one, two, three) } else { day(three, two, one) || day(three, one, two) }
}

#[cfg(test)]
mod tests;
