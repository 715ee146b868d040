//! Shows numbers by their pattern: `#,##0.00`, `0%`, `d/mm/yyyy hh:mm`, `"$"#,##0;(#,##0)`.

use chrono::{Datelike, Timelike};

use super::locale::Locale;
use super::serial;
use crate::num;

/// A number without a pattern.
pub(crate) fn plain(n: f64, locale: &Locale) -> String {
    let magnitude = n.abs();
    if magnitude >= 1e15 || (magnitude > 0.0 && magnitude < 1e-9) {
        return scientific(n, 5, true, locale);
    }
    let text = if let Some(whole) = num::whole(n) {
        whole.to_string()
    } else {
        // What the window shows of a fraction: ten digits in all, as many as fit behind the point.
        let before = format!("{magnitude:.0}").len();
        let text = format!("{n:.*}", 11usize.saturating_sub(before).clamp(1, 10));
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    text.replace('.', &locale.decimal.to_string())
}

/// Whether a pattern shows a date or a time.
pub(crate) fn is_moment(pattern: &str) -> bool {
    sections(pattern).first().is_some_and(|section| {
        tokens(section).iter().any(|t| matches!(t, Token::Part(word) if !word.eq_ignore_ascii_case("e")))
    })
}

/// A number shown by a pattern.
pub(crate) fn by_pattern(n: f64, pattern: &str, locale: &Locale) -> String {
    let sections = sections(pattern);
    let (section, shown) = match (sections.len(), n) {
        (2.., n) if n < 0.0 => (&sections[1], n.abs()),
        (3.., 0.0) => (&sections[2], 0.0),
        _ => (&sections[0], n),
    };
    let tokens = tokens(section);
    if tokens.iter().any(|t| matches!(t, Token::Part(_)))
        && !tokens.iter().any(|t| matches!(t, Token::Digit('#' | '0')))
    {
        return serial::moment(shown).map_or_else(|| plain(n, locale), |m| moment(m, &tokens, locale));
    }
    number(shown, &tokens, locale)
}

/// A text shown by a pattern: the fourth section, or the text itself.
pub(crate) fn text_by_pattern(text: &str, pattern: &str) -> String {
    let sections = sections(pattern);
    let section = sections.get(3).or_else(|| sections.first().filter(|s| s.contains('@')));
    section.map_or_else(
        || text.to_owned(),
        |section| {
            tokens(section)
                .iter()
                .map(|token| match token {
                    Token::Text => text.to_owned(),
                    Token::Literal(literal) => literal.clone(),
                    _ => String::new(),
                })
                .collect()
        },
    )
}

#[derive(Debug, PartialEq)]
enum Token {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Group,
    Percent,
    Exponent,
    /// A part of a date or time: `yyyy`, `m`, `hh`, `am/pm`, `[h]`.
    Part(String),
    /// `@`.
    Text,
}

fn sections(pattern: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in pattern.chars() {
        if c == ';' && !quoted && !escaped {
            out.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

fn tokens(section: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = section;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '"' => {
                let inner = &rest[1..];
                let end = inner.find('"').unwrap_or(inner.len());
                out.push(Token::Literal(inner[..end].to_owned()));
                taken = (end + 2).min(rest.len());
            }
            '\\' => {
                let next = rest[1..].chars().next().unwrap_or('\\');
                out.push(Token::Literal(next.to_string()));
                taken = (1 + next.len_utf8()).min(rest.len());
            }
            '[' => {
                let end = rest.find(']').map_or(rest.len(), |at| at + 1);
                let inner = rest[1..end].trim_end_matches(']');
                if let Some(symbol) = inner.strip_prefix('$') {
                    out.push(Token::Literal(symbol.split('-').next().unwrap_or("").to_owned()));
                } else if matches!(inner.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss")
                {
                    out.push(Token::Part(rest[..end].to_ascii_lowercase()));
                }
                taken = end;
            }
            '0' | '#' | '?' => out.push(Token::Digit(c)),
            '.' => out.push(Token::Point),
            ',' => out.push(Token::Group),
            '%' => out.push(Token::Percent),
            '@' => out.push(Token::Text),
            '_' => taken = rest.chars().take(2).map(char::len_utf8).sum(),
            'E' | 'e' if rest[1..].starts_with(['+', '-']) => {
                out.push(Token::Exponent);
                taken = 2;
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => {
                taken = rest.len()
                    - rest.trim_start_matches([c.to_ascii_lowercase(), c.to_ascii_uppercase()]).len();
                out.push(Token::Part(rest[..taken].to_ascii_lowercase()));
            }
            'a' | 'A'
                if rest.len() >= 5 && rest.is_char_boundary(5) && rest[..5].eq_ignore_ascii_case("am/pm") =>
            {
                out.push(Token::Part("am/pm".to_owned()));
                taken = 5;
            }
            _ => out.push(Token::Literal(c.to_string())),
        }
        rest = &rest[taken..];
    }
    out
}

fn moment(at: chrono::NaiveDateTime, tokens: &[Token], locale: &Locale) -> String {
    let half = tokens.contains(&Token::Part("am/pm".to_owned()));
    let mut out = String::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Part(part) => {
                let minutes = part.starts_with('m') && part.len() < 3 && beside_a_clock(tokens, index);
                out += &shown_part(at, part, minutes, half, locale);
            }
            Token::Literal(literal) => out += literal,
            Token::Point => out.push('.'),
            Token::Group => out.push(','),
            _ => {}
        }
    }
    out
}

/// An `m` next to hours or seconds is minutes.
fn beside_a_clock(tokens: &[Token], index: usize) -> bool {
    let part = |token: &Token| matches!(token, Token::Part(_));
    let is = |token: Option<&Token>, letter: char| matches!(token, Some(Token::Part(p)) if p.trim_start_matches('[').starts_with(letter));
    is(tokens[..index].iter().rev().find(|t| part(t)), 'h')
        || is(tokens[index + 1..].iter().find(|t| part(t)), 's')
}

fn shown_part(at: chrono::NaiveDateTime, part: &str, minutes: bool, half: bool, locale: &Locale) -> String {
    let name = |names: &[&str], index: u32, short: bool| {
        let name = names.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or("");
        if short { name.chars().take(3).collect() } else { name.to_owned() }
    };
    let hour = if half { (at.hour() + 11) % 12 + 1 } else { at.hour() };
    match part {
        "d" => at.day().to_string(),
        "dd" => format!("{:02}", at.day()),
        "ddd" => name(locale.days, at.weekday().num_days_from_monday(), true),
        p if p.starts_with('d') => name(locale.days, at.weekday().num_days_from_monday(), false),
        "m" if minutes => at.minute().to_string(),
        "mm" if minutes => format!("{:02}", at.minute()),
        "m" => at.month().to_string(),
        "mm" => format!("{:02}", at.month()),
        "mmm" => name(locale.months, at.month0(), true),
        p if p.starts_with('m') => name(locale.months, at.month0(), false),
        "y" | "yy" => format!("{:02}", at.year().rem_euclid(100)),
        p if p.starts_with('y') => format!("{:04}", at.year()),
        "h" => hour.to_string(),
        "hh" => format!("{hour:02}"),
        "s" => at.second().to_string(),
        "ss" => format!("{:02}", at.second()),
        "am/pm" => if at.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "[h]" | "[hh]" => num::floor(serial::from_moment(at) * 24.0).to_string(),
        "[m]" | "[mm]" => num::floor(serial::from_moment(at) * 1440.0).to_string(),
        _ => num::floor(serial::from_moment(at) * 86_400.0).to_string(),
    }
}

fn number(n: f64, tokens: &[Token], locale: &Locale) -> String {
    let percents = tokens.iter().filter(|t| **t == Token::Percent).count();
    let n = (0..percents).fold(n, |n, _| n * 100.0);
    let point = tokens.iter().position(|t| *t == Token::Point);
    let digit = |t: &&Token| matches!(t, Token::Digit(_));
    let after = point.map_or(&[] as &[Token], |at| &tokens[at..]);
    let decimals = after.iter().take_while(|t| !matches!(t, Token::Exponent)).filter(digit).count();
    if !tokens.iter().any(|t| digit(&t)) {
        let shown = tokens.iter().map(|t| match t {
            Token::Literal(literal) => literal.clone(),
            Token::Text => plain(n, locale),
            Token::Percent => "%".to_owned(),
            _ => String::new(),
        });
        return shown.collect();
    }
    let body = if tokens.contains(&Token::Exponent) {
        scientific(n, decimals, false, locale)
    } else {
        let least =
            tokens.iter().take(point.unwrap_or(tokens.len())).filter(|t| **t == Token::Digit('0')).count();
        let optional = after.iter().filter(|t| matches!(t, Token::Digit('#' | '?'))).count();
        fixed(n.abs(), decimals, optional, least, tokens.contains(&Token::Group), locale)
    };
    let mut out =
        if n < 0.0 && body.contains(|c: char| c.is_ascii_digit() && c != '0') && !body.starts_with('-') {
            "-".to_owned()
        } else {
            String::new()
        };
    let mut placed = false;
    for token in tokens {
        match token {
            Token::Literal(literal) => out += literal,
            Token::Percent => out.push('%'),
            Token::Digit(_) if !placed => {
                out += &body;
                placed = true;
            }
            _ => {}
        }
    }
    out
}

fn fixed(n: f64, decimals: usize, optional: usize, least: usize, group: bool, locale: &Locale) -> String {
    let text = format!("{n:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" && least == 0 { "" } else { whole };
    let mut whole = format!("{whole:0>least$}");
    if group {
        let digits: Vec<char> = whole.chars().collect();
        let mut grouped = String::new();
        for (index, c) in digits.iter().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(locale.group);
            }
            grouped.push(*c);
        }
        whole = grouped;
    }
    let mut fraction = fraction.to_owned();
    for _ in 0..optional {
        if fraction.ends_with('0') {
            fraction.pop();
        }
    }
    if fraction.is_empty() { whole } else { format!("{whole}{}{fraction}", locale.decimal) }
}

fn scientific(n: f64, decimals: usize, trimmed: bool, locale: &Locale) -> String {
    let text = format!("{n:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = if trimmed && mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", mantissa.replace('.', &locale.decimal.to_string()), exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_show_numbers_and_dates() {
        let (us, co) = (Locale::named("en_US").unwrap(), Locale::named("es_CO").unwrap());
        for (n, pattern, shown) in [
            (1234.5, "#,##0.00", "1.234,50"),
            (0.125, "0.0%", "12,5%"),
            (-3.0, "0;(0)", "(3)"),
            (43_831.0, "yyyy-mm-dd", "2020-01-01"),
            (43_831.604_166_67, "d/mm/yyyy hh:mm", "1/01/2020 14:30"),
            (43_831.0, "d \"de\" mmmm", "1 de enero"),
            (1500.0, "\"$\"#,##0", "$1.500"),
            (12_345.0, "0.00E+00", "1,23E+04"),
            (7.0, "000", "007"),
        ] {
            assert_eq!(by_pattern(n, pattern, &co), shown, "{pattern}");
        }
        assert_eq!(by_pattern(0.604_166_67, "h:mm am/pm", &us), "2:30 PM");
        assert!(is_moment("d/m/yyyy") && !is_moment("0.00") && !is_moment("0.00E+00"));
    }

    #[test]
    fn numbers_without_a_pattern_are_short() {
        let us = Locale::named("en_US").unwrap();
        for (n, shown) in [
            (2.0, "2"),
            (1.5, "1.5"),
            (1.0 / 3.0, "0.3333333333"),
            (0.1 + 0.2, "0.3"),
            (1e20, "1E+20"),
            (-0.12, "-0.12"),
        ] {
            assert_eq!(plain(n, &us), shown);
        }
    }
}
