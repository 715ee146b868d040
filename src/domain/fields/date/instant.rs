//! The time of day behind a date: a clock, the hours between which something happened, and the offset from
//! UTC with which a program wrote it.

use chrono::{NaiveTime, TimeDelta, Timelike as _};
use winnow::Parser;
use winnow::ascii::digit1;
use winnow::combinator::{alt, opt};
use winnow::error::EmptyError;
use winnow::token::{any, one_of};

use super::token::{DateToken, Kind};
use crate::domain::fields::time;

/// A time of day, and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instant<'a> {
    pub(super) time: NaiveTime,
    /// The offset from UTC, where the text says one.
    pub(super) offset: Option<TimeDelta>,
    pub(super) rest: &'a str,
}

/// Words and signs between a date and its time of day.
const BEFORE: [&str; 21] = [
    ",", ".", ";", "-", "–", "—", "·", "|", "(", ")", "]", "t", "a", "la", "las", "s", "at", "de", "desde",
    "entre", "hora",
];

/// Words of a time zone that is Colombia's own.
const COLOMBIA: [&str; 9] =
    ["cot", "hora", "estandar", "de", "colombia", "colombiana", "bogota", "america", "local"];

/// Reads the time of day that some tokens of a text begin with; what stands behind it ends with the text.
pub(super) fn read<'a>(text: &'a str, tokens: &[DateToken<'_>]) -> Option<Instant<'a>> {
    let skipped = tokens.iter().take_while(|token| BEFORE.contains(&token.text)).count();
    let of_program = tokens.get(..skipped)?.iter().any(|token| token.text == "t");
    let tokens = tokens.get(skipped..)?;

    let Some((time, end)) = clock(text, tokens) else { return two_hours(text, tokens) };
    let clock = text.get(tokens.first()?.start..end)?;
    let has_seconds = clock.matches(':').count() == 2;
    let rest = text.get(end..)?;
    let rest = if has_seconds { without_fraction(rest) } else { rest };

    if let Some((offset, rest)) = zone(rest, of_program || has_seconds) {
        return Some(Instant { time, offset, rest });
    }

    let behind: Vec<DateToken<'_>> =
        tokens.iter().copied().filter(|token| token.start >= text.len() - rest.len()).collect();
    let Some(until) = until(text, &behind) else { return Some(Instant { time, offset: None, rest }) };
    let has_half = clock.contains(char::is_alphabetic);
    let time = if has_half { time } else { until.same_half(time) };
    Some(Instant { time, offset: None, rest: text.get(until.end..)? })
}

/// The longest clock that some tokens of a text begin with, and where it ends.
fn clock(text: &str, tokens: &[DateToken<'_>]) -> Option<(NaiveTime, usize)> {
    let start = tokens.first()?.start;
    let ends = tokens.iter().take(10).filter(|token| token.kind != Kind::Sign).map(|token| token.end());
    ends.filter_map(|end| Some((time::normalized_time(text.get(start..end)?)?, end))).next_back()
}

/// `8 a 10 am`: of two hours the first, in the same half of the day.
fn two_hours<'a>(text: &'a str, tokens: &[DateToken<'_>]) -> Option<Instant<'a>> {
    let (first, behind) = tokens.split_first()?;
    let hour: u32 = first.text.parse().ok().filter(|_| first.is_number(1..=2))?;
    let until = until(text, behind)?;
    let time = until.same_half(NaiveTime::from_hms_opt(hour, 0, 0)?);
    until.time?;
    Some(Instant { time, offset: None, rest: text.get(until.end..)? })
}

/// The second of two hours.
struct Until {
    /// The time of day, where the hour does not stand alone.
    time: Option<NaiveTime>,
    has_half: bool,
    end: usize,
}

impl Until {
    /// The first hour, in the afternoon where only the second says that both are.
    fn same_half(&self, first: NaiveTime) -> NaiveTime {
        let later = first.with_hour(first.hour() + 12);
        match (later, self.time.filter(|_| self.has_half)) {
            (Some(later), Some(until)) if later <= until => later,
            _ => first,
        }
    }
}

/// The second of two hours, behind what stands between them.
fn until(text: &str, tokens: &[DateToken<'_>]) -> Option<Until> {
    let (between, behind) = tokens.split_first()?;
    if !is_until(between.text) {
        return None;
    }

    let skipped = behind.iter().take_while(|token| matches!(token.text, "las" | "la")).count();
    let behind = behind.get(skipped..)?;
    let first = behind.first()?;
    match clock(text, behind) {
        Some((time, end)) => {
            let has_half = text.get(first.start..end)?.contains(char::is_alphabetic);
            Some(Until { time: Some(time), has_half, end })
        }
        None if first.is_number(1..=2) => Some(Until { time: None, has_half: false, end: first.end() }),
        None => None,
    }
}

/// Returns `true` if a token stands between two hours.
fn is_until(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "a" | "al" | "y" | "hasta" | "to" | "/")
}

/// A text without the fraction of a second that programs write.
fn without_fraction(text: &str) -> &str {
    let fraction =
        text.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    fraction.unwrap_or(text)
}

/// The offset that a text begins with, and what stands behind it. Without letters it is an offset only behind
/// the clock of a program, or where it is Colombia's own: people who type `8:00-10:00` say until when.
fn zone(text: &str, of_program: bool) -> Option<(Option<TimeDelta>, &str)> {
    let text = text.trim_start_matches([' ', '(', '.']);
    let mut rest = text;
    let named: Result<&str, EmptyError> = alt(("utc", "gmt", "zulu", "z")).parse_next(&mut rest);
    let is_named = named.is_ok() && !rest.starts_with(char::is_alphabetic);

    if is_named {
        let offset = signed_offset(&mut rest.trim_start()).ok().flatten();
        let mut behind = rest.trim_start();
        let _: Result<_, EmptyError> = opt(signed_offset).parse_next(&mut behind);
        let behind = if offset.is_some() { behind } else { rest };
        return Some((Some(offset.unwrap_or_default()), without_comment(behind)));
    }

    let mut rest = text;
    let sign = text.chars().next();
    if let Ok(Some(offset)) = signed_offset.parse_next(&mut rest) {
        let digits = text.len() - rest.len() - 1;
        let is_offset = sign == Some('+') || of_program || digits == 4 && !text.contains(':');
        let is_colombias = offset == -TimeDelta::hours(5);
        if is_offset || is_colombias {
            return Some((Some(offset), without_comment(rest)));
        }
    }

    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_colombias = words().next().is_some() && words().all(|word| COLOMBIA.contains(&word));
    is_colombias.then_some((None, ""))
}

/// `-05:00`, `+0000`, `-5`: an offset in use, which ends at a quarter of an hour; `None` where the digits are
/// none. Nothing may stand right behind.
fn signed_offset(input: &mut &str) -> Result<Option<TimeDelta>, EmptyError> {
    let sign = one_of(['+', '-', '−']).parse_next(input)?;
    let digits: &str = digit1.parse_next(input)?;
    let minutes: Option<&str> = opt((':', digit1).map(|(_, minutes)| minutes)).parse_next(input)?;
    let is_joined = input.starts_with([':', '.']) || input.starts_with(|c: char| c.is_alphanumeric());

    let (hours, minutes) = match (digits.len(), minutes) {
        (1..=2, minutes) => (digits, minutes.unwrap_or("0")),
        (4, None) => digits.split_at(2),
        _ => return Ok(None),
    };
    let number = |digits: &str| digits.parse::<i64>().ok();
    let (Some(hours @ 0..=14), Some(minutes @ (0 | 15 | 30 | 45))) = (number(hours), number(minutes)) else {
        return Ok(None);
    };

    let size = TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
    Ok((!is_joined).then_some(if sign == '+' { size } else { -size }))
}

/// A text without the name of the time zone between brackets: `(hora estándar de Colombia)`.
fn without_comment(text: &str) -> &str {
    let inner = text.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match inner {
        Some((name, rest)) if name.contains("hora") || name.contains("time") => rest,
        _ => text.trim_start_matches(')'),
    }
}

/// `13:15:32 +0000`, between the day and the year of an instant as X writes it.
pub(super) fn clock_and_offset(
    input: &mut &[DateToken<'_>],
) -> Result<(NaiveTime, Option<TimeDelta>), EmptyError> {
    let number = || any.verify_map(|token: DateToken<'_>| token.text.parse::<u32>().ok());
    let sign = |sign: &'static str| any.verify(move |token: &DateToken<'_>| token.is_sign(sign));
    let clock = (number(), sign(":"), number(), opt((sign(":"), number())));
    let time = clock
        .verify_map(|(hour, _, minute, second)| {
            NaiveTime::from_hms_opt(hour, minute, second.map_or(0, |(_, second)| second))
        })
        .parse_next(input)?;

    let is_offset = |token: &DateToken<'_>| token.is_number(4..=4);
    let signed =
        (any.verify(|token: &DateToken<'_>| token.is_sign("+") || token.is_sign("-")), any.verify(is_offset));
    let numeric = signed.verify_map(|(sign, digits): (DateToken<'_>, DateToken<'_>)| {
        let written = format!("{}{}", sign.text, digits.text);
        signed_offset(&mut written.as_str()).ok().flatten().map(Some)
    });
    let letters = any
        .verify(|token: &DateToken<'_>| matches!(token.text, "utc" | "gmt"))
        .value(Some(TimeDelta::zero()));
    let local = any.verify(|token: &DateToken<'_>| token.text == "cot").value(None);
    let offset = opt(alt((numeric, letters, local))).parse_next(input)?;

    Ok((time, offset.flatten()))
}
