//! Dates and times by the parts of a pattern.

use std::fmt::Write;

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::pattern::Token;
use crate::num;
use crate::sheets::locale::Locale;
use crate::sheets::serial;

/// A serial shown as a moment, or as the time that has passed; `None` beyond what a calendar holds.
pub(super) fn shown(n: f64, tokens: &[Token], locale: &Locale) -> Option<String> {
    let elapsed = tokens.iter().any(|t| matches!(t, Token::Part(p) if p.starts_with('[')));
    let negative = elapsed && n < 0.0;
    let n = if elapsed { n.abs() } else { n };
    // Seconds are shown to as many places as there are digits behind them.
    let places = tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count().min(3);
    let unit = [1.0, 10.0, 100.0, 1000.0][places];
    let ticks = (n * 86_400.0 * unit).round();
    let whole = (ticks / unit).floor();
    let rest = num::floor(ticks - whole * unit);
    let at = serial::moment(whole / 86_400.0)?;
    let half = tokens.iter().any(|t| matches!(t, Token::Part(p) if p == "am/pm" || p == "a/p"));
    let mut out = if negative { "-".to_owned() } else { String::new() };
    let mut fraction = false;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Part(part) if part.starts_with('[') => {
                let seconds = num::floor(whole);
                let (count, length) = (
                    match part.as_bytes().get(1) {
                        Some(b'h') => seconds / 3600,
                        Some(b'm') => seconds / 60,
                        _ => seconds,
                    },
                    part.len() - 2,
                );
                let _ = write!(out, "{count:0length$}");
            }
            Token::Part(part) => {
                let minutes = part.starts_with('m') && part.len() < 3 && beside_a_clock(tokens, index);
                out += &piece(at, part, minutes, half, locale);
            }
            Token::Literal(literal) => out += literal,
            Token::Blank => out.push(' '),
            Token::Point if matches!(tokens.get(index + 1), Some(Token::Digit(_))) => {
                out.push(locale.decimal);
            }
            Token::Point => out.push('.'),
            Token::Group => out.push(','),
            Token::Digit(_) if !fraction => {
                let _ = write!(out, "{rest:0places$}");
                fraction = true;
            }
            _ => {}
        }
    }
    Some(out)
}

/// An `m` next to hours or seconds is minutes.
fn beside_a_clock(tokens: &[Token], index: usize) -> bool {
    let part = |token: &Token| matches!(token, Token::Part(_));
    let is = |token: Option<&Token>, letter: char| matches!(token, Some(Token::Part(p)) if p.trim_start_matches('[').starts_with(letter));
    is(tokens[..index].iter().rev().find(|t| part(t)), 'h')
        || is(tokens[index + 1..].iter().find(|t| part(t)), 's')
}

fn piece(at: NaiveDateTime, part: &str, minutes: bool, half: bool, locale: &Locale) -> String {
    let of = |names: &[&str], index: u32| {
        names.get(num::index(i64::from(index))).map(|name| (*name).to_owned()).unwrap_or_default()
    };
    let weekday = at.weekday().num_days_from_monday();
    let hour = if half { (at.hour() + 11) % 12 + 1 } else { at.hour() };
    match part {
        "d" => at.day().to_string(),
        "dd" => format!("{:02}", at.day()),
        "ddd" => of(locale.short_days, weekday),
        p if p.starts_with('d') => of(locale.days, weekday),
        "m" if minutes => at.minute().to_string(),
        "mm" if minutes => format!("{:02}", at.minute()),
        "m" => at.month().to_string(),
        "mm" => format!("{:02}", at.month()),
        "mmm" => of(locale.short_months, at.month0()),
        "mmmmm" => of(locale.months, at.month0()).chars().take(1).collect(),
        p if p.starts_with('m') => of(locale.months, at.month0()),
        "y" | "yy" => format!("{:02}", at.year().rem_euclid(100)),
        p if p.starts_with('y') => format!("{:04}", at.year()),
        "h" => hour.to_string(),
        p if p.starts_with('h') => format!("{hour:02}"),
        "s" => at.second().to_string(),
        p if p.starts_with('s') => format!("{:02}", at.second()),
        "a/p" => if at.hour() < 12 { "A" } else { "P" }.to_owned(),
        _ => if at.hour() < 12 { "AM" } else { "PM" }.to_owned(),
    }
}
