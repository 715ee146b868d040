//! The tokens of a date.

/// A number, a word or a sign of a normalized text, and where it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateToken<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    pub(super) start: usize,
    /// Nothing stands between this token and the one before.
    pub(super) joined: bool,
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits.
    Number,
    /// Letters.
    Word,
    /// Any other character.
    Sign,
}

/// The tokens of a text that are looked at. A date cell with more is a report typed into the wrong column.
const MOST: usize = 40;

impl DateToken<'_> {
    /// Where the token ends in the text.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Returns `true` if the token is a number of one of these lengths.
    pub(super) fn is_number(self, lengths: std::ops::RangeInclusive<usize>) -> bool {
        self.kind == Kind::Number && lengths.contains(&self.text.len())
    }

    /// Returns `true` if the token is this sign.
    pub(super) fn is_sign(self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// The first tokens of a normalized text.
pub(super) fn tokens(text: &str) -> Vec<DateToken<'_>> {
    let mut tokens = Vec::with_capacity(12);
    let mut rest = text;

    while let Some(first) = rest.chars().next().filter(|_| tokens.len() < MOST) {
        let kind = Kind::of(first);
        let length = match kind {
            Kind::Sign => first.len_utf8(),
            _ => rest.find(|c| Kind::of(c) != kind).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        if first != ' ' {
            let start = text.len() - rest.len();
            let joined = tokens.last().is_some_and(|before: &DateToken<'_>| before.end() == start);
            tokens.push(DateToken { text: token, kind, start, joined });
        }
        rest = after;
    }

    tokens
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_ascii_digit() {
            Self::Number
        } else if c.is_alphabetic() {
            Self::Word
        } else {
            Self::Sign
        }
    }
}
