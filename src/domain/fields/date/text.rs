//! Dates as people type them.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::domain::fields::date::day::Day;
use crate::domain::fields::{Read, time};
use crate::domain::finding::Rule;

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

const WEEKDAYS: [&str; 7] = ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"];

const RELATIVE: [&str; 12] = [
    "hoy", "ayer", "anteayer", "antier", "antes", "hace", "manana", "anoche", "pasado", "esta", "este",
    "semana",
];

/// Words between the parts of a date, and before it.
const FILLERS: [&str; 6] = ["de", "del", "el", "dia", "a", "la"];

/// A run of digits, with where it ends, or of letters, in a normalized text.
#[derive(Clone, Copy, Debug)]
enum DateToken<'a> {
    Digits(&'a str, usize),
    Word(&'a str),
}

/// Reads a normalized text that is not blank.
pub(super) fn parse(text: &str) -> Read<Day> {
    let all: Vec<DateToken> = tokens(text)
        .filter(|token| !matches!(token, DateToken::Word(word) if FILLERS.contains(word)))
        .take(5)
        .collect();
    let days = all.iter().take_while(|token| matches!(token, DateToken::Word(word) if weekday(word))).count();
    let tokens = all.get(days..).unwrap_or_default();

    // "mar" is martes before a date and marzo in one.
    let Some(found) = DateParts::find(tokens).or_else(|| DateParts::find(&all)) else {
        return Read::refused(reason(tokens, text));
    };

    let Some(date) = found.date() else {
        return month_first(&found, text);
    };
    let other = found.month_first().filter(|other| *other != date);

    rest(Day { date, time: None, month_first: other }, text, found.end)
}

fn month_first(found: &DateParts, text: &str) -> Read<Day> {
    match found.month_first() {
        Some(date) => {
            rest(Day { date, time: None, month_first: None }, text, found.end).noting(Rule::MonthFirstDate)
        }
        None => Read::refused(Rule::ImpossibleDate),
    }
}

/// Reads what follows the date: a time of day, or something a person should look at.
fn rest(day: Day, text: &str, end: usize) -> Read<Day> {
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | '-' | 't'));

    if rest.is_empty() {
        return Read::clean(day);
    }

    if let Some((time, offset)) = instant(rest) {
        // Colombia is five hours behind UTC all year.
        let local = offset.map_or(TimeDelta::zero(), |offset| offset + TimeDelta::hours(5));
        let moved = day.date.and_time(time).checked_sub_signed(local);
        return Read::clean(moved.map_or(day, |at| Day { date: at.date(), time: Some(at.time()), ..day }));
    }

    Read::doubtful(day, Rule::TrailingDate)
}

/// A time of day, and its offset from UTC where it is written as in ISO 8601.
fn instant(text: &str) -> Option<(NaiveTime, Option<TimeDelta>)> {
    if let Some(clock) = text.strip_suffix('z') {
        return Some((time::normalized_time(whole_seconds(clock))?, Some(TimeDelta::zero())));
    }

    if let Some(at) = text.rfind(['+', '-']) {
        let (clock, offset) = text.split_at(at);
        let digits = offset.get(1..)?;
        let four = || digits.split_at_checked(2).filter(|_| digits.len() == 4);
        let (hours, minutes) = digits.split_once(':').or_else(four).unwrap_or((digits, "0"));
        let size = TimeDelta::hours(small(hours)?) + TimeDelta::minutes(small(minutes)?);
        let offset = if offset.starts_with('-') { -size } else { size };
        return Some((time::normalized_time(whole_seconds(clock))?, Some(offset)));
    }

    Some((time::normalized_time(whole_seconds(text))?, None))
}

fn small(digits: &str) -> Option<i64> {
    if digits.len() > 2 { None } else { digits.parse().ok() }
}

/// A clock without the fraction of a second that programs write.
fn whole_seconds(clock: &str) -> &str {
    match clock.rsplit_once('.') {
        Some((whole, fraction)) if fraction.parse::<u64>().is_ok() && whole.matches(':').count() == 2 => {
            whole
        }
        _ => clock,
    }
}

/// Why no date was found.
fn reason(tokens: &[DateToken], text: &str) -> Rule {
    let relative = |token: &DateToken| matches!(token, DateToken::Word(word) if RELATIVE.contains(word));
    let only_weekday = text.split_whitespace().any(weekday);

    if tokens.iter().any(relative) || (tokens.is_empty() && only_weekday) {
        return Rule::RelativeDate;
    }

    match tokens {
        [DateToken::Digits(a, _), DateToken::Digits(b, _)] if a.len() <= 2 && b.len() <= 2 => {
            Rule::YearlessDate
        }
        [DateToken::Digits(day, _), DateToken::Word(word)]
        | [DateToken::Word(word), DateToken::Digits(day, _)]
            if month(word).is_some() && day.len() <= 2 =>
        {
            Rule::YearlessDate
        }
        _ => Rule::UnreadableDate,
    }
}

/// Day, month and year as they stand in a text.
struct DateParts {
    year: i32,
    month: u32,
    day: u32,
    /// True if day and month are both numbers, so that they may be exchanged.
    numeric: bool,
    end: usize,
}

impl DateParts {
    fn find(tokens: &[DateToken]) -> Option<Self> {
        let parts = |y: &str, m: u32, d: &str, numeric, end| {
            Some(Self { year: year(y)?, month: m, day: two(d)?, numeric, end })
        };

        match *tokens {
            [DateToken::Digits(y, _), DateToken::Digits(m, _), DateToken::Digits(d, end), ..]
                if y.len() == 4 =>
            {
                parts(y, two(m)?, d, false, end)
            }
            [DateToken::Digits(d, _), DateToken::Digits(m, _), DateToken::Digits(y, end), ..] => {
                parts(y, two(m)?, d, true, end)
            }
            [DateToken::Digits(d, _), DateToken::Word(m), DateToken::Digits(y, end), ..]
            | [DateToken::Word(m), DateToken::Digits(d, _), DateToken::Digits(y, end), ..] => {
                parts(y, month(m)?, d, false, end)
            }
            _ => None,
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day)
    }

    fn month_first(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.day, self.month).filter(|_| self.numeric)
    }
}

fn two(digits: &str) -> Option<u32> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

/// Four digits of a year the calendar knows, or the last two of this century.
fn year(digits: &str) -> Option<i32> {
    match digits.len() {
        4 => digits.parse().ok().filter(|year| (1900..=2100).contains(year)),
        2 => digits.parse::<i32>().ok().map(|year| 2000 + year),
        _ => None,
    }
}

/// A month by its name or by three letters or more of it; `setiembre` is as good.
fn month(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    let word = if word.starts_with("set") { "sep" } else { word };
    let index = MONTHS.iter().position(|name| name.starts_with(word))?;
    u32::try_from(index + 1).ok()
}

fn weekday(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.']);
    word.len() >= 3 && WEEKDAYS.iter().any(|name| name.starts_with(word))
}

fn tokens(text: &str) -> impl Iterator<Item = DateToken<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let length = rest
            .find(|c: char| if digits { !c.is_ascii_digit() } else { !c.is_alphabetic() })
            .unwrap_or(rest.len())
            .max(1);
        at = start + length;
        let run = text.get(start..at)?;
        Some(if digits { DateToken::Digits(run, at) } else { DateToken::Word(run) })
    })
}
