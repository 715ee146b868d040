//! What the cells of a pattern are, and how they go on.

use chrono::Datelike;

use super::{Kind, Sample, ShownAs};
use crate::num;
use crate::sheets::cell::Entered;
use crate::sheets::locale::Locale;
use crate::sheets::serial;

pub(super) fn alike(a: &Sample, b: &Sample, locale: &Locale) -> bool {
    match (&a.entered, &b.entered) {
        (Entered::Number(_), Entered::Number(_)) => a.shown == b.shown,
        (Entered::Text(a), Entered::Text(b)) => match (named(a, locale), named(b, locale)) {
            (Some((a, _)), Some((b, _))) => a == b,
            (None, None) => match (counted(a), counted(b)) {
                (Some(a), Some(b)) => a.0 == b.0,
                (None, None) => true,
                _ => false,
            },
            _ => false,
        },
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

pub(super) fn understand(part: &[Sample], lone: bool, alternate: bool, trend: bool, locale: &Locale) -> Kind {
    let numbers: Vec<f64> =
        part.iter().filter_map(|s| if let Entered::Number(n) = s.entered { Some(n) } else { None }).collect();
    if let Some(&first) = numbers.first() {
        let shown = part.first().map_or(ShownAs::Number, |s| s.shown);
        return match (shown, numbers.len()) {
            (ShownAs::Number, 1) if lone != alternate => Kind::Again,
            (ShownAs::Number, 1) => Kind::Linear { first, step: 1.0 },
            _ if alternate => Kind::Again,
            (ShownAs::Date, 1) => Kind::Linear { first, step: 1.0 },
            (ShownAs::Time, 1) => Kind::Linear { first, step: 1.0 / 24.0 },
            (ShownAs::Date, _) => monthly(&numbers).unwrap_or_else(|| linear(&numbers, trend)),
            _ => linear(&numbers, trend),
        };
    }
    let texts: Vec<&str> = part
        .iter()
        .filter_map(|s| if let Entered::Text(text) = &s.entered { Some(&**text) } else { None })
        .collect();
    let Some(first) = texts.first() else { return Kind::Again };
    if alternate {
        return Kind::Again;
    }
    if let Some((names, first)) = named(first, locale) {
        let places: Vec<i64> = texts.iter().filter_map(|text| Some(named(text, locale)?.1)).collect();
        let around = num::int(names.len());
        return even(&places, |a, b| (b - a).rem_euclid(around)).map_or(Kind::Again, |step| Kind::Named {
            names,
            first,
            step,
        });
    }
    if let Some((before, width, first)) = counted(first) {
        let places: Vec<i64> = texts.iter().filter_map(|text| Some(counted(text)?.2)).collect();
        return even(&places, |a, b| b.wrapping_sub(a)).map_or(Kind::Again, |step| Kind::Counted {
            before,
            width,
            first,
            step,
        });
    }
    Kind::Again
}

/// The step between neighbours, if it is always the same; a lone place goes on by one.
fn even(places: &[i64], step: impl Fn(i64, i64) -> i64) -> Option<i64> {
    let mut steps = places.windows(2).map(|pair| step(pair[0], pair[1]));
    let Some(first) = steps.next() else { return Some(1) };
    steps.all(|other| other == first).then_some(first)
}

/// A straight line through the numbers; through uneven ones the line that lies nearest, or none.
fn linear(numbers: &[f64], trend: bool) -> Kind {
    let (first, step) = (numbers[0], numbers[1] - numbers[0]);
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    if numbers.windows(2).all(|pair| close(pair[1] - pair[0], step)) {
        return Kind::Linear { first, step };
    }
    if !trend {
        return Kind::Again;
    }
    let count = num::real(num::int(numbers.len()));
    let (mean_at, mean) = ((count - 1.0) / 2.0, numbers.iter().sum::<f64>() / count);
    let (mut above, mut below) = (0.0, 0.0);
    for (at, n) in numbers.iter().enumerate() {
        let at = num::real(num::int(at)) - mean_at;
        above += at * (n - mean);
        below += at * at;
    }
    let step = above / below;
    Kind::Linear { first: mean - step * mean_at, step }
}

/// The same day of every so many months.
fn monthly(numbers: &[f64]) -> Option<Kind> {
    let months: Vec<(i64, u32)> = numbers
        .iter()
        .map(|n| serial::moment(*n).map(|m| (i64::from(m.year()) * 12 + i64::from(m.month0()), m.day())))
        .collect::<Option<_>>()?;
    if months.iter().any(|month| month.1 != months[0].1) {
        return None;
    }
    let places: Vec<i64> = months.iter().map(|month| month.0).collect();
    let step = even(&places, |a, b| b.wrapping_sub(a)).filter(|step| *step != 0)?;
    Some(Kind::Monthly { first: numbers[0], months: step })
}

/// A text that ends in digits: what stands before them, how many they are, and their number.
fn counted(text: &str) -> Option<(String, usize, i64)> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[before.len()..];
    // A text of digits alone is a number kept as text, a document or a telephone, and is not counted on.
    if before.is_empty() || digits.is_empty() {
        return None;
    }
    let width = if digits.starts_with('0') { digits.len() } else { 0 };
    Some((before.to_owned(), width, digits.parse().ok()?))
}

/// The list of names that a text belongs to, written as it is, and its place there.
fn named(text: &str, locale: &Locale) -> Option<(Vec<String>, i64)> {
    let short =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| name.chars().take(3).collect()).collect() };
    let long = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let lower = text.to_lowercase();
    let english = Locale::english();
    let lists: [&[&str]; 4] = [locale.days, locale.months, english.days, english.months];
    lists.into_iter().flat_map(|names| [long(names), short(names)]).find_map(|names| {
        let at = names.iter().position(|name| name.to_lowercase() == lower)?;
        let upper = text.chars().count() > 1 && text.chars().all(|c| !c.is_lowercase());
        let capital = text.starts_with(char::is_uppercase);
        let cased = names.iter().map(|name| {
            let lower = name.to_lowercase();
            let mut letters = lower.chars();
            match letters.next() {
                Some(_) if upper => lower.to_uppercase(),
                Some(first) if capital => first.to_uppercase().chain(letters).collect(),
                _ => lower,
            }
        });
        Some((cased.collect(), num::int(at)))
    })
}
