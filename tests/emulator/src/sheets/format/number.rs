//! Numbers by the digits of a pattern.

use super::pattern::Token;
use crate::sheets::locale::Locale;

/// A number in scientific notation with as few digits as it needs, as it shows without a pattern.
pub(super) fn short_scientific(n: f64, locale: &Locale) -> String {
    let text = format!("{n:.5e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", mantissa.replace('.', &locale.decimal.to_string()), exponent.abs())
}

fn is_digit(token: &Token) -> bool {
    matches!(token, Token::Digit(_))
}

/// The parts of a section: what stands before the point, behind it, and from the exponent on.
struct Parts<'a> {
    whole: &'a [Token],
    /// With the point, if there is one.
    decimals: &'a [Token],
    exponent: &'a [Token],
}

impl<'a> Parts<'a> {
    fn of(tokens: &'a [Token]) -> Self {
        let end = tokens.iter().position(|t| matches!(t, Token::Exponent { .. })).unwrap_or(tokens.len());
        let point = tokens[..end].iter().position(|t| *t == Token::Point).unwrap_or(end);
        Self { whole: &tokens[..point], decimals: &tokens[point..end], exponent: &tokens[end..] }
    }
}

/// A number shown by a section that has digits.
pub(super) fn shown(n: f64, tokens: &[Token], locale: &Locale) -> String {
    let parts = Parts::of(tokens);
    let percents = tokens.iter().filter(|t| **t == Token::Percent).count();
    let mut magnitude = (0..percents).fold(n.abs(), |n, _| n * 100.0);
    let last_digit = parts.whole.iter().rposition(is_digit);
    // A comma among the digits parts groups; one behind them leaves thousands out.
    let grouped = parts.whole[..last_digit.unwrap_or(0)].contains(&Token::Group);
    let behind = |tokens: &[Token]| {
        let last = tokens.iter().rposition(is_digit).map_or(0, |last| last + 1);
        tokens[last..].iter().take_while(|t| **t == Token::Group).count()
    };
    let left_out = last_digit.map_or(0, |_| behind(parts.whole)) + behind(parts.decimals);
    magnitude = (0..left_out).fold(magnitude, |n, _| n / 1000.0);
    let places = parts.decimals.iter().filter(|t| is_digit(t)).count();
    let mut exponent = 0;
    if !parts.exponent.is_empty() {
        (magnitude, exponent) = normalised(magnitude, parts.whole, places);
    }
    let text = format!("{magnitude:.places$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let body = before_point(whole, parts.whole, if grouped { Some(locale.group) } else { None })
        + &behind_point(fraction, parts.decimals, locale)
        + &exponent_shown(exponent, parts.exponent);
    let is_zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if n < 0.0 && !is_zero { format!("-{body}") } else { body }
}

/// The mantissa and exponent, with as many digits before the point as the pattern has.
fn normalised(n: f64, whole: &[Token], places: usize) -> (f64, i32) {
    if n == 0.0 || !n.is_finite() {
        return (n, 0);
    }
    let digits: Vec<&Token> = whole.iter().filter(|t| is_digit(t)).collect();
    let width = i32::try_from(digits.len().clamp(1, 12)).unwrap_or(1);
    let free = width > 1 && digits.contains(&&Token::Digit('#'));
    let fit = |power: i32| {
        if free { power.div_euclid(width) * width } else { power - (width - 1) }
    };
    let power: i32 = format!("{n:e}").split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let exponent = fit(power);
    let mantissa = n / 10f64.powi(exponent);
    // Rounding may bring one more digit.
    let text = format!("{mantissa:.places$}");
    let long =
        text.split('.').next().map_or(0, str::len) > if free { digits.len() } else { digits.len().max(1) };
    if long {
        let exponent = fit(power + 1);
        return (n / 10f64.powi(exponent), exponent);
    }
    (mantissa, exponent)
}

/// Lays the digits over the pattern from the right; the first place takes all that are left.
fn before_point(whole: &str, tokens: &[Token], group: Option<char>) -> String {
    let digits: Vec<char> = if whole == "0" { Vec::new() } else { whole.chars().collect() };
    let first = tokens.iter().position(is_digit);
    let mut out: Vec<char> = Vec::new();
    let mut placed = 0;
    let mut put = |out: &mut Vec<char>, c: char| {
        if let Some(group) = group
            && placed > 0
            && placed % 3 == 0
            && c != ' '
        {
            out.push(group);
        }
        out.push(c);
        placed += 1;
    };
    let mut left = digits.iter().rev();
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(kind) => {
                match (left.next(), kind) {
                    (Some(c), _) => put(&mut out, *c),
                    (None, '0') => put(&mut out, '0'),
                    (None, '?') => put(&mut out, ' '),
                    (None, _) => {}
                }
                if Some(at) == first {
                    for c in left.by_ref() {
                        put(&mut out, *c);
                    }
                }
            }
            Token::Literal(literal) => out.extend(literal.chars().rev()),
            Token::Percent => out.push('%'),
            Token::Blank => out.push(' '),
            _ => {}
        }
    }
    // Without a place before the point, a whole is shown all the same.
    if first.is_none() {
        for c in left {
            out.push(*c);
        }
    }
    out.iter().rev().collect()
}

fn behind_point(fraction: &str, tokens: &[Token], locale: &Locale) -> String {
    let places: Vec<char> =
        tokens.iter().filter_map(|t| if let Token::Digit(kind) = t { Some(*kind) } else { None }).collect();
    let mut shown: Vec<char> = fraction.chars().collect();
    for at in (0..shown.len()).rev() {
        match (shown[at], places.get(at)) {
            ('0', Some('#')) => shown[at] = '\0',
            ('0', Some('?')) => shown[at] = ' ',
            _ => break,
        }
    }
    let mut left = shown.into_iter();
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Point => out.push(locale.decimal),
            Token::Digit(_) => out.extend(left.next().filter(|c| *c != '\0')),
            Token::Literal(literal) => out += literal,
            Token::Percent => out.push('%'),
            Token::Blank => out.push(' '),
            _ => {}
        }
    }
    out
}

fn exponent_shown(exponent: i32, tokens: &[Token]) -> String {
    let Some(Token::Exponent { signed }) = tokens.first() else { return String::new() };
    let width = tokens.iter().filter(|t| is_digit(t)).count();
    let sign = match (exponent < 0, signed) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    let mut out = format!("E{sign}{:0width$}", exponent.abs());
    for token in tokens {
        match token {
            Token::Literal(literal) => out += literal,
            Token::Percent => out.push('%'),
            Token::Blank => out.push(' '),
            _ => {}
        }
    }
    out
}
