//! The grammar of dates, from the whole to its parts. A production reads tokens from where it stands;
//! whatever comes before and behind is no business of it.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use winnow::Parser;
use winnow::combinator::{alt, not, opt, repeat};
use winnow::error::EmptyError;
use winnow::stream::Range;
use winnow::token::any;

use super::token::{DateToken, Kind};
use super::{instant, words};

type DateTokens<'i, 't> = &'i [DateToken<'t>];
type ParsedDate<T> = Result<T, EmptyError>;

/// Day, month and year as they stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateParts {
    year: i32,
    month: u32,
    day: u32,
    /// Day and month are both numbers, the day first, so that they may be exchanged.
    pub(super) numeric: bool,
    /// True if it is the first of several days.
    pub(super) several: bool,
    /// The year stands first, as programs write dates.
    pub(super) year_first: bool,
    /// The instant that stands between the day and the year, with its offset from UTC.
    pub(super) instant: Option<(NaiveTime, Option<TimeDelta>)>,
}

impl DateParts {
    /// The day, where the calendar has it.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day)
    }

    /// The day that the digits name with the month first.
    pub(super) fn month_first(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.day, self.month).filter(|_| self.numeric)
    }
}

/// A date, whole.
pub(super) fn date(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    alt((year_first, day_first, named_month, roman_month, month_then_day, year_last, compact, days))
        .parse_next(input)
}

/// A day and a month without a year.
pub(super) fn yearless(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    let is_month = |(day, (), month, ()): &(u32, (), DateToken<'_>, ())| {
        *day <= 12 || month.text.parse::<u32>().is_ok_and(|month| month <= 12)
    };
    let numbers = (day, joints, number(1..=2), not(alt((clock_mark, continued)))).verify(is_month).void();
    let named = (day, joints, month).void();
    let month_first = (month, joints, day).void();
    alt((numbers, named, month_first)).parse_next(input)
}

/// `2026-11-17`, `2026 Nov 17`.
fn year_first(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    let year = number(4..=4).verify_map(|token| four(token.text));
    let month = alt((number(1..=2).verify_map(value), month));
    let parts = (year, joints, month, joints, number(1..=2));
    parts
        .verify_map(|(year, (), month, (), day)| {
            let parts = DateParts::new(year, month, value(day)?);
            Some(DateParts { year_first: true, ..parts })
        })
        .parse_next(input)
}

/// `17/11/2026`, `17-11-26`, `1º/11/2026`.
fn day_first(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    (day, not(until_word), joints, number(1..=2), joints, year)
        .verify_map(|(day, (), (), month, (), year)| {
            let parts = DateParts::new(year, value(month)?, day);
            Some(DateParts { numeric: true, ..parts })
        })
        .parse_next(input)
}

/// `17 de noviembre de 2026`, `17nov2026`.
fn named_month(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    (day, joints, month, joints, year)
        .map(|(day, (), month, (), year)| DateParts::new(year, month, day))
        .parse_next(input)
}

/// `17-XI-2026`, as offices date their letters.
fn roman_month(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    let sign = || token(|token| matches!(token.text, "/" | "-" | "." | "–"));
    let month = any.verify_map(|token: DateToken<'_>| words::roman(token.text));
    (day, sign(), month, sign(), year)
        .map(|(day, _, month, _, year)| DateParts::new(year, month, day))
        .parse_next(input)
}

/// `Noviembre 17 de 2026`, `Aug 31, 2026`.
fn month_then_day(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    (month, joints, day, joints, year)
        .map(|(month, (), day, (), year)| DateParts::new(year, month, day))
        .parse_next(input)
}

/// `Nov 17 13:15:32 +0000 2026`, as X writes an instant.
fn year_last(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    (month, joints, day, joints, instant::clock_and_offset, number(4..=4))
        .verify_map(|(month, (), day, (), instant, year)| {
            let parts = DateParts::new(four(year.text)?, month, day);
            Some(DateParts { instant: Some(instant), ..parts })
        })
        .parse_next(input)
}

/// `17 al 18/11/2026`, `30/11 y 1/12/2026`, `13, 14 y 17 de noviembre de 2026`: of several days the first, in the
/// month and the year of the last where it has none of its own.
fn days(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    let own_month = (joints, alt((month, number(1..=2).verify_map(value)))).map(|((), month)| Some(month));
    let more = several(0..=6, (token(|token| token.is_sign(",")), day)).map(|()| None);
    let last = || alt((day_first, named_month));
    alt(((day, more, until, last()), (day, own_month, until, last())))
        .verify_map(|(day, month, (), last)| last.beginning(day, month))
        .parse_next(input)
}

/// `20261117`, `17112026` and `20261117081532`.
fn compact(input: &mut DateTokens<'_, '_>) -> ParsedDate<DateParts> {
    number(7..=14).verify_map(|token| of_digits(token.text)).parse_next(input)
}

/// The date that a run of digits is: the year first or last, with or without a time of day behind. Days of
/// this century and the last fit only one of the two. A number lost the nought before the day.
pub(super) fn of_digits(digits: &str) -> Option<DateParts> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let known = |year: u32| i32::try_from(year).ok().filter(|year| (1900..=2100).contains(year));
    let parts = |year, month, day| Some(DateParts::new(known(year?)?, month?, day?));
    let year_first = || parts(part(0..4), part(4..6), part(6..8));
    let exists = |parts: &DateParts| parts.date().is_some();

    match digits.len() {
        7 => parts(part(3..7), part(1..3), part(0..1)).filter(exists),
        8 => {
            let year_last = || parts(part(4..8), part(2..4), part(0..2));
            year_first().filter(exists).or_else(|| year_last().filter(exists))
        }
        14 => {
            let time = NaiveTime::from_hms_opt(part(8..10)?, part(10..12)?, part(12..14)?)?;
            Some(DateParts { instant: Some((time, None)), ..year_first().filter(exists)? })
        }
        _ => None,
    }
}

impl DateParts {
    /// The first of several days of which this is the last; `month` is its own.
    fn beginning(self, day: u32, month: Option<u32>) -> Option<Self> {
        let month = month.unwrap_or(if day <= self.day { self.month } else { self.month.checked_sub(1)? });
        let (year, month) = match month {
            0 => (self.year - 1, 12),
            month if month > self.month => (self.year - 1, month),
            month => (self.year, month),
        };
        let first = Self { several: true, ..Self::new(year, month, day) };
        first.date().zip(self.date()).is_some_and(|(first, last)| first < last).then_some(first)
    }

    fn new(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, day, numeric: false, several: false, year_first: false, instant: None }
    }
}

// Parts

/// `17`, `1º`, `1ro`, `17th`, `primero`.
fn day(input: &mut DateTokens<'_, '_>) -> ParsedDate<u32> {
    let ordinal = token(|token| token.joined && (words::is_ordinal(token.text) || token.is_sign("°")));
    let number = (number(1..=2), opt(ordinal)).verify_map(|(number, _)| value(number));
    let first = token(|token| token.text == "primero").value(1);
    alt((number, first)).parse_next(input)
}

fn month(input: &mut DateTokens<'_, '_>) -> ParsedDate<u32> {
    any.verify_map(|token: DateToken<'_>| words::month(token.text).filter(|_| token.kind == Kind::Word))
        .parse_next(input)
}

/// Four digits, with a dot behind the thousands or without, or the last two of this century. An hour of the day is
/// no year: `17/11 22 h`, `17/11 10 a 12 m`, `17/11 2015 hrs`.
fn year(input: &mut DateTokens<'_, '_>) -> ParsedDate<i32> {
    let dot = token(|token| token.joined && token.is_sign("."));
    let hundreds = token(|token| token.joined && token.is_number(3..=3));
    let dotted = (number(1..=1), dot, hundreds)
        .verify_map(|(thousands, _, hundreds)| four(&format!("{}{}", thousands.text, hundreds.text)));

    let clock_behind = (unit, not((opt(any_sign), number(1..=2))));
    let whole = (number(4..=4), not(clock_behind)).verify_map(|(token, ())| four(token.text));

    let hour = number(2..=2).verify_map(value).verify(|hour| *hour <= 24);
    let hours = (hour, until, number(1..=2), opt(minutes), clock_mark);
    let short = (not(hours), number(2..=2), not(alt((clock_mark, continued))))
        .verify_map(|((), token, ())| token.text.parse().ok().map(|year: i32| 2000 + year));
    alt((dotted, whole, short)).parse_next(input)
}

/// One number more, without a space: what has four of them is no date.
fn continued(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    let sign = token(|token| token.joined && matches!(token.text, "/" | "." | "-"));
    let number = token(|token| token.joined && token.kind == Kind::Number);
    (sign, number, not(clock_mark)).void().parse_next(input)
}

/// A sign or words that make an hour of the number before: `17/11 10:15`, `17/11 22 h` and `17/11 10 a. m.` have no
/// year.
fn clock_mark(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    let colon = token(|token| token.joined && token.is_sign(":")).void();
    let half = token(|token| matches!(token.text, "am" | "pm")).void();
    let letter = token(|token| matches!(token.text, "a" | "p"));
    let letters = (letter, opt(any_sign), token(|token| token.text == "m")).void();
    let part = token(|token| matches!(token.text, "manana" | "tarde" | "noche" | "madrugada"));
    let of_day = (token(|token| token.text == "de"), token(|token| token.text == "la"), part).void();
    alt((colon, unit, half, letters, of_day)).parse_next(input)
}

/// A word for hours.
fn unit(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    token(|token| matches!(token.text, "h" | "hs" | "hr" | "hrs" | "hora" | "horas")).void().parse_next(input)
}

/// `:30` behind an hour.
fn minutes(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    (token(|token| token.is_sign(":") || token.is_sign(".")), number(2..=2)).void().parse_next(input)
}

fn any_sign<'t>(input: &mut DateTokens<'_, 't>) -> ParsedDate<DateToken<'t>> {
    token(|token| token.kind == Kind::Sign).parse_next(input)
}

/// A sign or word between the first of several days, or hours, and the last.
fn until(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    let sign = token(|token| matches!(token.text, "-" | "–" | "—" | "/")).void();
    (alt((until_word, sign)), opt(token(|token| matches!(token.text, "el" | "las" | "la"))))
        .void()
        .parse_next(input)
}

fn until_word(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    token(|token| matches!(token.text, "a" | "al" | "y" | "e" | "o" | "hasta" | "to"))
        .void()
        .parse_next(input)
}

/// Signs and words that join the parts of a date.
fn joints(input: &mut DateTokens<'_, '_>) -> ParsedDate<()> {
    let sign = |token: &DateToken<'_>| {
        matches!(token.text, "/" | "-" | "." | "," | "_" | "\\" | "|" | "'" | "’" | "–" | "—" | "·" | "⁄")
    };
    several(0..=4, token(move |token| sign(token) || words::is_joint(token.text))).parse_next(input)
}

/// Four digits of a year of our time or after it.
fn four(digits: &str) -> Option<i32> {
    digits.parse().ok().filter(|year| *year >= 1900)
}

// DateTokens

fn value(token: DateToken<'_>) -> Option<u32> {
    token.text.parse().ok()
}

/// A number of so many digits.
fn number<'i, 't: 'i>(
    lengths: std::ops::RangeInclusive<usize>,
) -> impl Parser<DateTokens<'i, 't>, DateToken<'t>, EmptyError> {
    token(move |token| token.is_number(lengths.clone()))
}

/// A token of a kind.
fn token<'i, 't: 'i>(
    is_wanted: impl Fn(&DateToken<'t>) -> bool,
) -> impl Parser<DateTokens<'i, 't>, DateToken<'t>, EmptyError> {
    any.verify(is_wanted)
}

/// As many as there are, of `times`.
fn several<'i, 't: 'i, T>(
    times: impl Into<Range>,
    production: impl Parser<DateTokens<'i, 't>, T, EmptyError>,
) -> impl Parser<DateTokens<'i, 't>, (), EmptyError> {
    repeat(times, production.void())
}
