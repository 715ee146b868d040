//! The words of a formula, each with its end in the source.

use crate::sheets::a1;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    Number(f64),
    Text(String),
    /// A function or range name.
    Name(String),
    /// A cell or range, with the sheet's title if it has one.
    Reference {
        title: Option<String>,
        cells: String,
    },
    Operator(&'static str),
    Open,
    Close,
    OpenBrace,
    CloseBrace,
    /// Between arguments, or between the columns or rows of an array.
    Separator(char),
    Error(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) word: Word,
    pub(crate) end: usize,
}

const OPERATORS: [&str; 13] = ["<>", "<=", ">=", "+", "-", "*", "/", "^", "&", "=", "<", ">", "%"];

/// The words after the equals sign; `None` where something cannot be read.
pub(crate) fn words(source: &str, decimal: char) -> Option<Vec<Placed>> {
    let mut out = Vec::new();
    let mut at = 1;
    while at < source.len() {
        let rest = &source[at..];
        let c = rest.chars().next()?;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (word, length) = match c {
            '"' => text(rest)?,
            '(' => (Word::Open, 1),
            ')' => (Word::Close, 1),
            '{' => (Word::OpenBrace, 1),
            '}' => (Word::CloseBrace, 1),
            ';' | '\\' => (Word::Separator(c), 1),
            ',' if decimal != ',' => (Word::Separator(c), 1),
            '#' => {
                let known = ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#N/A", "#ERROR!", "#NULL!"];
                let shown = known
                    .into_iter()
                    .find(|k| rest.get(..k.len()).is_some_and(|start| start.eq_ignore_ascii_case(k)))?;
                (Word::Error(shown.to_owned()), shown.len())
            }
            _ if c.is_ascii_digit() || c == decimal => number(rest, decimal)?,
            _ => match OPERATORS.iter().find(|o| rest.starts_with(**o)) {
                Some(operator) => (Word::Operator(operator), operator.len()),
                None => name(rest)?,
            },
        };
        out.push(Placed { word, end: at + length });
        at += length;
    }
    Some(out)
}

fn text(rest: &str) -> Option<(Word, usize)> {
    let mut at = 1;
    loop {
        let quote = rest[at..].find('"')? + at;
        if rest[quote + 1..].starts_with('"') {
            at = quote + 2;
            continue;
        }
        return Some((Word::Text(rest[1..quote].replace("\"\"", "\"")), quote + 1));
    }
}

fn number(rest: &str, decimal: char) -> Option<(Word, usize)> {
    let mut end = rest.find(|c: char| !c.is_ascii_digit() && c != decimal).unwrap_or(rest.len());
    // 2:5 is rows, not a number.
    if rest[end..].starts_with(':')
        && let Some(range) = range(rest)
    {
        return Some(range);
    }
    let tail = &rest[end..];
    if tail.starts_with(['e', 'E']) {
        let digits = tail[1..].trim_start_matches(['+', '-']);
        let count = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if count > 0 {
            end += tail.len() - digits.len() + count;
        }
    }
    rest[..end].replace(decimal, ".").parse().ok().map(|n| (Word::Number(n), end))
}

fn name(rest: &str) -> Option<(Word, usize)> {
    if rest.starts_with('\'') {
        let (title, tail) = a1::split(rest)?;
        let skipped = rest.len() - tail.len();
        let (word, length) = range(tail)?;
        let Word::Reference { cells, .. } = word else { return None };
        return Some((Word::Reference { title: Some(title), cells }, skipped + length));
    }
    let end =
        rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '$')).unwrap_or(rest.len());
    if end == 0 {
        return None;
    }
    if let Some(tail) = rest[end..].strip_prefix('!') {
        let (word, length) = range(tail)?;
        let Word::Reference { cells, .. } = word else { return None };
        return Some((Word::Reference { title: Some(rest[..end].to_owned()), cells }, end + 1 + length));
    }
    let call = rest[end..].trim_start().starts_with('(');
    if !call && let Some(range) = range(rest) {
        return Some(range);
    }
    Some((Word::Name(rest[..end].to_owned()), end))
}

/// A reference at the start of the text: `A1`, `$A$1:B2`, `A:C`, `2:5`.
fn range(rest: &str) -> Option<(Word, usize)> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(rest.len());
    let first = a1::corner(&rest[..end])?;
    let mut total = end;
    let mut ranged = false;
    if let Some(tail) = rest[end..].strip_prefix(':') {
        let length = tail.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(tail.len());
        if a1::corner(&tail[..length]).is_some() {
            total = end + 1 + length;
            ranged = true;
        }
    }
    if !ranged && (first.row.is_none() || first.column.is_none()) {
        return None;
    }
    if rest[total..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    Some((Word::Reference { title: None, cells: rest[..total].to_owned() }, total))
}
