//! The values of a condition, and how those of cells are held against them.

use regex::Regex;
use serde_json::Value;

use crate::sheets::cell::{Entered, Outcome};
use crate::sheets::formula::Evaluator;
use crate::sheets::input::Typist;
use crate::sheets::range::Block;
use crate::sheets::sheet::Sheet;
use crate::sheets::{a1, serial};

/// A value of a condition.
#[derive(Clone, Debug)]
pub(super) enum Given {
    /// As typed.
    Text(String),
    Formula(String),
    /// A day counted from today, by its serial.
    Day(f64),
}

/// The cells that a list of allowed values is taken from.
pub(super) fn list_range<'a>(eval: &Evaluator<'a>, own: &Sheet, text: &str) -> Option<(&'a Sheet, Block)> {
    let text = text.trim_start_matches('=');
    let range = if text.contains('!') {
        a1::parse(eval.book, text)
    } else {
        a1::parse(eval.book, &format!("{}!{text}", a1::quoted(&own.title)))
            .or_else(|| a1::parse(eval.book, text))
    }?;
    let sheet = eval.book.sheet(range.sheet)?;
    Some((sheet, sheet.block(range)))
}

pub(super) fn read_value(value: &Value, today: f64) -> Given {
    if let Some(name) = value["relativeDate"].as_str() {
        return Given::Day(relative(name, today.floor()));
    }
    let text = value["userEnteredValue"].as_str().unwrap_or("");
    if text.len() > 1 && text.starts_with('=') {
        Given::Formula(text.to_owned())
    } else if text.len() > 1 && text.starts_with('+') {
        Given::Formula(format!("={}", &text[1..]))
    } else {
        Given::Text(text.to_owned())
    }
}

/// The day that a relative date means.
fn relative(name: &str, today: f64) -> f64 {
    let months = |count: u32| {
        let day = serial::moment(today).map(|m| m.date());
        day.and_then(|day| day.checked_sub_months(chrono::Months::new(count)))
            .map_or(today, serial::from_date)
    };
    match name {
        "PAST_YEAR" => months(12),
        "PAST_MONTH" => months(1),
        "PAST_WEEK" => today - 7.0,
        "YESTERDAY" => today - 1.0,
        "TOMORROW" => today + 1.0,
        _ => today,
    }
}

/// A text as a cell would take it.
pub(super) fn typed(eval: &Evaluator<'_>, text: &str) -> Outcome {
    let typist = Typist { locale: eval.book.locale(), today: eval.now, minus_is_formula: false };
    match typist.read(text).entered {
        Entered::Number(n) => Outcome::Number(n),
        Entered::Bool(b) => Outcome::Bool(b),
        Entered::Blank => Outcome::Blank,
        Entered::Text(text) | Entered::Formula(text) => Outcome::Text(text.to_string()),
    }
}

pub(super) fn shown(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Text(text) => text.clone(),
        Outcome::Number(n) => n.to_string(),
        Outcome::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Outcome::Blank | Outcome::Error(_) => String::new(),
    }
}

pub(super) fn same(a: &Outcome, b: &Outcome) -> bool {
    match (a, b) {
        (Outcome::Text(a), Outcome::Text(b)) => a.to_lowercase() == b.to_lowercase(),
        _ => a == b,
    }
}

pub(super) fn compared(kind: &str, n: f64, a: &Outcome, b: &Outcome, round: fn(f64) -> f64) -> bool {
    let Outcome::Number(a) = a else { return false };
    let (n, a) = (round(n), round(*a));
    let between = || match b {
        Outcome::Number(b) => Some((a.min(round(*b))..=a.max(round(*b))).contains(&n)),
        _ => None,
    };
    match kind {
        "GREATER" | "AFTER" => n > a,
        "GREATER_THAN_EQ" | "ON_OR_AFTER" => n >= a,
        "LESS" | "BEFORE" => n < a,
        "LESS_THAN_EQ" | "ON_OR_BEFORE" => n <= a,
        "BETWEEN" => between() == Some(true),
        "NOT_BETWEEN" => between() == Some(false),
        "NOT_EQ" => (n - a).abs() > 0.0,
        _ => (n - a).abs() <= 0.0,
    }
}

/// `*` stands for any characters and `?` for one; a tilde before them takes that away.
pub(super) fn wildcards(text: &str) -> Option<Regex> {
    let mut pattern = String::from("(?s)");
    let mut chars = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        match c {
            '~' if matches!(chars.peek(), Some('*' | '?' | '~')) => {
                pattern += &regex::escape(&chars.next().unwrap_or('~').to_string());
            }
            '*' => pattern += ".*",
            '?' => pattern.push('.'),
            _ => pattern += &regex::escape(&c.to_string()),
        }
    }
    Regex::new(&pattern).ok()
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let clean = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    clean(name) && clean(domain) && domain.split('.').count() > 1 && domain.split('.').all(|p| !p.is_empty())
}

pub(super) fn is_url(text: &str) -> bool {
    let bare =
        ["http://", "https://", "ftp://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let host = bare.unwrap_or(text).split(['/', '?', '#']).next().unwrap_or("");
    let end = host.rsplit('.').next().unwrap_or("");
    !host.contains(|c: char| c.is_whitespace() || c == '@')
        && host.contains('.')
        && !host.starts_with('.')
        && !end.is_empty()
        && end.chars().all(char::is_alphabetic)
}
