//! The tokens of an address.

use super::words::{self, Parts};

/// A number, a word or a sign, and the parts that it can play in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) parts: Parts,
    /// Nothing stands between this token and the one before: `f` of `29f3`.
    pub(super) joined: bool,
}

impl Token<'_> {
    /// Returns `true` if the token can play any of `parts`.
    pub(super) fn is(self, parts: Parts) -> bool {
        self.parts.intersects(parts)
    }

    /// The value of a number of at most `digits` digits.
    pub(super) fn value(self, digits: usize) -> Option<u32> {
        let short = self.is(Parts::NUMBER) && self.text.len() <= digits;
        if short { self.text.parse().ok() } else { None }
    }
}

/// The tokens of a normalized text. Numbers that tell no place (a duration, a phone, a year) are none,
/// and what is named only as a landmark is a word.
pub(super) fn tokens(normalized: &str) -> Vec<Token<'_>> {
    let mut tokens = split(normalized);
    withdraw(&mut tokens);
    tokens
}

/// The tokens of a normalized text with the parts that words would play without a letter wrong; `None`
/// where no word has one.
pub(super) fn corrected(normalized: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = split(normalized);
    let mut found = false;

    for token in tokens.iter_mut().filter(|token| token.parts == Parts::WORD) {
        if let Some(parts) = words::corrected_parts(token.text) {
            token.parts = parts;
            found = true;
        }
    }

    found.then(|| {
        withdraw(&mut tokens);
        tokens
    })
}

fn withdraw(tokens: &mut [Token<'_>]) {
    withdraw_counts(tokens);
    withdraw_identifiers(tokens);
    withdraw_phones(tokens);
    withdraw_landmarks(tokens);
}

/// Splits a text into runs of digits, runs of letters and signs; links and mentions are left out.
fn split(normalized: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(16);
    let chunks = normalized.split(' ').filter(|chunk| !chunk.contains('@') && !chunk.contains("://"));

    for chunk in chunks {
        let mut rest = chunk;
        let mut joined = false;

        while let Some(c) = rest.chars().next() {
            let length = match c {
                '0'..='9' => digits(rest),
                c if c.is_alphabetic() => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            let (text, after) = rest.split_at(length);
            rest = after;

            let before = tokens.last().copied();
            let parts = match c {
                '0'..='9' => Parts::NUMBER,
                c if c.is_alphabetic() => word(text, after),
                _ => sign(c, before.filter(|_| joined), after),
            };

            if !parts.is_empty() {
                tokens.push(Token { text, parts, joined });
            }
            joined = !parts.is_empty();
        }
    }

    tokens
}

/// The length of the digits that a text begins with: `1.999.345.001` is one number.
fn digits(text: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = run(text);
    let mut length = first;

    while let Some(group) = text.get(length..).and_then(|rest| rest.strip_prefix('.')) {
        if run(group) != 3 {
            break;
        }
        length += 4;
    }

    // One group alone is a street and a plate: `22.145`.
    if first <= 3 && length > first + 4 { length } else { first }
}

/// The parts of a word, which in short words hang on what stands behind.
fn word(word: &str, after: &str) -> Parts {
    match word {
        "n" if after.starts_with(['°', '.', '#']) => Parts::SIGN | Parts::LETTER,
        "b" if after.starts_with('/') => Parts::SITE,
        _ => words::parts(word),
    }
}

/// The part of a sign; empty where it plays none. `before` is the token that it is joined to.
fn sign(sign: char, before: Option<Token<'_>>, after: &str) -> Parts {
    let is_number = before.is_some_and(|before| before.is(Parts::NUMBER));
    let before_digit = after.starts_with(|c: char| c.is_ascii_digit());
    match sign {
        '#' => Parts::SIGN,
        // `5°` is an ordinal.
        '°' if !is_number => Parts::SIGN,
        '-' | '_' | '~' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Parts::DASH,
        '/' if is_number && before_digit => Parts::DASH,
        '%' => Parts::MEASURE,
        _ => Parts::empty(),
    }
}

/// Numbers that count something (`15 años`), tell since when (`hace 15`) or stand in a name (`20 de
/// julio`).
fn withdraw_counts(tokens: &mut [Token<'_>]) {
    for at in 0..tokens.len() {
        let is = |ahead: usize, parts| tokens.get(at + ahead).is_some_and(|token| token.is(parts));
        let counts =
            is(1, Parts::MEASURE) || at.checked_sub(1).is_some_and(|before| tokens[before].is(Parts::SINCE));
        let named = is(1, Parts::ARTICLE) && is(2, Parts::MONTH);

        if is(0, Parts::NUMBER) && (counts || named) {
            tokens[at].parts = Parts::WORD;
        }
    }
}

/// Numbers behind a word that says they are something else: `póliza No. 12345`.
fn withdraw_identifiers(tokens: &mut [Token<'_>]) {
    let mut identifies = false;
    for token in tokens {
        if token.is(Parts::IDENTIFIER) {
            identifies = true;
        } else if identifies && token.is(Parts::NUMBER) {
            token.parts = Parts::empty();
        } else if !token.is(Parts::SIGN | Parts::DASH | Parts::ARTICLE) {
            identifies = false;
        }
    }
}

/// Numbers that are a phone or a document, written in one (`3000000011`) or in groups (`300 000 0011`,
/// `36-543-210`).
fn withdraw_phones(tokens: &mut [Token<'_>]) {
    let long = |token: &Token<'_>| token.is(Parts::NUMBER) && token.text.len() >= 7;
    for token in tokens.iter_mut().filter(|token| long(token)) {
        token.parts = Parts::empty();
    }

    let in_run = Parts::NUMBER | Parts::DASH;
    for run in tokens.chunk_by_mut(|first, second| first.is(in_run) && second.is(in_run)) {
        if is_phone(run) {
            for token in run {
                token.parts = Parts::empty();
            }
        }
    }
}

/// Returns `true` if a run of numbers has ten digits and begins as Colombian phones do, or is grouped in
/// threes, as no plate is.
fn is_phone(run: &[Token<'_>]) -> bool {
    let lengths = || run.iter().filter(|token| token.is(Parts::NUMBER)).map(|token| token.text.len());
    let digits: usize = lengths().sum();
    let begins = run.first().is_some_and(|first| first.text.starts_with('3') || first.text.starts_with("60"));
    let grouped = lengths().count() >= 3 && lengths().skip(1).all(|length| matches!(length, 3 | 4));
    digits == 10 && begins || digits >= 8 && grouped
}

/// Places behind `frente a la`, `cerca del`: the citizen is not there.
fn withdraw_landmarks(tokens: &mut [Token<'_>]) {
    let places =
        Parts::HOUSE | Parts::UNIT | Parts::SITE | Parts::BUILDING | Parts::NAMED_PLACE | Parts::BLOCK;
    let mut behind = false;

    for at in 0..tokens.len() {
        let next_is_article = tokens.get(at + 1).is_some_and(|next| matches!(next.text, "a" | "al"));
        let token = &mut tokens[at];
        if token.is(Parts::LANDMARK) || token.text == "diagonal" && next_is_article {
            behind = true;
        } else if behind && !token.is(Parts::ARTICLE) {
            token.parts.remove(places);
            behind = false;
        }
    }
}
