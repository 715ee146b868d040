//! Dates as people type them and as programs write them.

use std::borrow::Cow;

use chrono::{NaiveTime, TimeDelta};

use super::grammar::{self, DateParts};
use super::instant;
use super::token::{DateToken, Kind, tokens};
use super::words::{self, Beside};
use crate::domain::fields::Read;
use crate::domain::fields::date::day::Day;
use crate::domain::finding::Rule;

/// So many words beside a date that nobody knows are a sentence with a date in it.
const SENTENCE: usize = 5;

/// Reads a normalized text that is not blank.
pub(super) fn parse(text: &str) -> Read<Day> {
    let text = &*with_digits(text);
    let tokens = tokens(text);
    let Some(found) = Found::first(&tokens) else { return Read::refused(reason(&tokens)) };
    let words = found.before.iter().chain(found.behind).filter(|token| token.kind == Kind::Word);
    if words.filter(|token| words::beside(token.text) != Beside::Harmless).count() >= SENTENCE {
        return Read::refused(Rule::UnreadableDate);
    }

    let exchanged = found.parts.month_first();
    match found.parts.date() {
        Some(date) => {
            let month_first = exchanged.filter(|other| *other != date);
            found.read(Day { date, time: None, month_first }, text)
        }
        None => match exchanged {
            Some(date) => {
                let day = Day { date, time: None, month_first: None };
                found.read(day, text).noting(Rule::MonthFirstDate)
            }
            None => Read::refused(Rule::ImpossibleDate),
        },
    }
}

/// A text with digits for the letters that look like them, where they stand among digits: `l7/11/2O26`.
fn with_digits(text: &str) -> Cow<'_, str> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let bytes = text.as_bytes();
    let meant = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let behind = bytes.get(at + 1);
        let among = digit(behind) && !letter(before) || digit(before) && digit(behind);
        match bytes.get(at)? {
            b'l' if among => Some(b'1'),
            b'o' if among
                && (digit(before) || before.is_none_or(|sign| matches!(sign, b'/' | b'-' | b'.'))) =>
            {
                Some(b'0')
            }
            _ => None,
        }
    };
    let is_lookalike = |at: &usize| matches!(bytes.get(*at), Some(b'l' | b'o'));
    if !(0..bytes.len()).filter(is_lookalike).any(|at| meant(at).is_some()) {
        return Cow::Borrowed(text);
    }
    let repaired = bytes.iter().enumerate().map(|(at, byte)| meant(at).unwrap_or(*byte)).collect();
    String::from_utf8(repaired).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A date among the tokens of a text.
struct Found<'i, 't> {
    parts: DateParts,
    before: &'i [DateToken<'t>],
    behind: &'i [DateToken<'t>],
}

impl<'i, 't> Found<'i, 't> {
    /// The first date. "mar" is martes before a date and marzo in one, so that dates which begin with such a
    /// word come second.
    fn first(tokens: &'i [DateToken<'t>]) -> Option<Self> {
        let at = |start: usize| {
            let mut behind = tokens.get(start..)?;
            let parts = grammar::date(&mut behind).ok()?;
            Some(Self { parts, before: tokens.get(..start)?, behind })
        };
        let is_weekday = |start: &usize| {
            tokens.get(*start).is_some_and(|token| token.kind == Kind::Word && words::is_weekday(token.text))
        };
        let all = (0..tokens.len()).filter(|start| begins(tokens, *start));
        all.clone().filter(|start| !is_weekday(start)).find_map(at).or_else(|| all.into_iter().find_map(at))
    }

    /// Reads what stands around the date: a time of day, or something a person should look at.
    fn read(&self, day: Day, text: &str) -> Read<Day> {
        let (instant, beside) = self.instant(text);
        let day = match instant {
            Some((time, offset)) => {
                // Colombia is five hours behind UTC all year.
                let local = offset.map_or(TimeDelta::zero(), |offset| offset + TimeDelta::hours(5));
                let moved = day.date.and_time(time).checked_sub_signed(local);
                moved.map_or(day, |at| Day { date: at.date(), time: Some(at.time()), ..day })
            }
            None => day,
        };

        match beside {
            Beside::Harmless if self.parts.several => Read::doubtful(day, Rule::TrailingDate),
            Beside::Harmless => Read::clean(day),
            Beside::Other => Read::doubtful(day, Rule::TrailingDate),
            Beside::Uncertain => Read::doubtful(day, Rule::UncertainDate),
        }
    }

    /// The time of day with its offset from UTC, and what the other words are.
    fn instant(&self, text: &str) -> (Option<(NaiveTime, Option<TimeDelta>)>, Beside) {
        let before = around(self.before);
        if self.parts.instant.is_some() {
            return (self.parts.instant, before.max(around(self.behind)));
        }

        if let Some(found) = instant::read(text, self.behind) {
            // What is not sure behind a time of day is the time.
            let behind = around(&tokens(found.rest)).min(Beside::Other);
            return (Some((found.time, found.offset)), before.max(behind));
        }

        // X writes the time of day first: `8:15 a. m. · 17 nov. 2026`.
        let start = self.before.last().map_or(0, |token| token.end());
        let first = instant::read(text.get(..start).unwrap_or_default(), self.before);
        let first = first.filter(|found| around(&tokens(found.rest)) == Beside::Harmless);
        let before = if first.is_some() { Beside::Harmless } else { before };
        (first.map(|found| (found.time, found.offset)), before.max(around(self.behind)))
    }
}

/// Returns `true` if a date may begin with a token: it is no sign, and no number that goes on from another.
fn begins(tokens: &[DateToken<'_>], start: usize) -> bool {
    let joined = |at: usize, kind| tokens.get(at).is_some_and(|token| token.joined && token.kind == kind);
    let is_number = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
    let goes_on =
        start >= 2 && joined(start, Kind::Number) && joined(start - 1, Kind::Sign) && is_number(start - 2);
    !goes_on && tokens.get(start).is_some_and(|token| token.kind != Kind::Sign)
}

/// The most doubtful part that the words around a date play.
fn around(tokens: &[DateToken<'_>]) -> Beside {
    tokens.iter().filter_map(part_of).max().unwrap_or(Beside::Harmless)
}

/// The part of a token beside a date; `None` for a sign that says nothing.
fn part_of(token: &DateToken<'_>) -> Option<Beside> {
    match token.kind {
        Kind::Number => Some(Beside::Other),
        Kind::Word => Some(words::beside(token.text)),
        Kind::Sign => (token.text == "?").then_some(Beside::Uncertain),
    }
}

/// Why no date was found.
fn reason(tokens: &[DateToken<'_>]) -> Rule {
    let mut words = tokens.iter().filter(|token| token.kind == Kind::Word);
    let numbers = tokens.iter().filter(|token| token.kind == Kind::Number).count();
    let only_weekdays = numbers == 0 && words.clone().all(|token| words::is_weekday(token.text));
    let is_relative = |at: usize, token: &DateToken<'_>| {
        // "De la mañana" is a part of any day.
        let is_part =
            token.text == "manana" && at > 0 && tokens.get(at - 1).is_some_and(|before| before.text == "la");
        words::is_relative(token.text) && !is_part
    };
    let has_relative = tokens.iter().enumerate().any(|(at, token)| is_relative(at, token));
    if has_relative || only_weekdays && words.next().is_some() {
        return Rule::RelativeDate;
    }

    let yearless = |start: usize| {
        let mut rest = tokens.get(start..).unwrap_or_default();
        grammar::yearless(&mut rest).is_ok()
    };
    if numbers <= 5 && (0..tokens.len()).any(|start| begins(tokens, start) && yearless(start)) {
        Rule::YearlessDate
    } else {
        Rule::UnreadableDate
    }
}
