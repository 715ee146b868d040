//! The search box, as far as programs use it: words, quotes, brackets, `{one other}`, `OR`, `-`, and the fields
//! `subject:`, `from:`, `to:`, `cc:`, `bcc:`, `in:`, `label:`, `is:`, `has:attachment`, `filename:`, `rfc822msgid:`,
//! `after:`, `before:`, `newer_than:`, `older_than:`, `larger:`, `smaller:`.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Message, Parsed};
use crate::num;

/// What must hold of a message.
#[derive(Debug, PartialEq)]
pub(crate) enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    Not(Box<Query>),
    Term { field: String, value: String },
}

/// Brackets within brackets beyond this are taken for words.
const DEPTH: usize = 20;

pub(crate) fn parse(text: &str) -> Query {
    let mut rest = text;
    list(&mut rest, "", None, 0)
}

/// The terms up to a closing bracket; `field` is what those without a field of their own are asked of.
fn list(rest: &mut &str, field: &str, close: Option<char>, depth: usize) -> Query {
    let mut terms: Vec<Query> = Vec::new();
    let mut joined = false;
    loop {
        *rest = rest.trim_start();
        let Some(c) = rest.chars().next() else { break };
        if Some(c) == close {
            *rest = &rest[c.len_utf8()..];
            break;
        }
        if let Some(after) = rest.strip_prefix("OR").filter(|after| after.starts_with(char::is_whitespace)) {
            *rest = after;
            joined = true;
            continue;
        }
        let term = term(rest, field, close, depth);
        match (joined, terms.pop()) {
            (true, Some(Query::Any(mut either))) => {
                either.push(term);
                terms.push(Query::Any(either));
            }
            (true, Some(before)) => terms.push(Query::Any(vec![before, term])),
            (false, Some(before)) => terms.extend([before, term]),
            (_, None) => terms.push(term),
        }
        joined = false;
    }
    if close == Some('}') { Query::Any(terms) } else { Query::All(terms) }
}

fn term(rest: &mut &str, field: &str, close: Option<char>, depth: usize) -> Query {
    if let Some(after) = rest.strip_prefix('-').filter(|after| !after.is_empty()) {
        *rest = after;
        return Query::Not(Box::new(term(rest, field, close, depth + 1)));
    }
    let named = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|at| *at > 0);
    if depth < DEPTH
        && let Some(at) = named
        && rest[at..].starts_with(':')
    {
        let name = rest[..at].to_lowercase();
        *rest = rest[at + 1..].trim_start();
        return term(rest, &name, close, depth + 1);
    }
    for (open, end) in [('(', ')'), ('{', '}')] {
        if depth < DEPTH
            && let Some(after) = rest.strip_prefix(open)
        {
            *rest = after;
            return list(rest, field, Some(end), depth + 1);
        }
    }
    let value = if let Some(after) = rest.strip_prefix('"') {
        let end = after.find('"').unwrap_or(after.len());
        *rest = after.get(end + 1..).unwrap_or("");
        &after[..end]
    } else {
        let end = rest.find(|c: char| c.is_whitespace() || Some(c) == close).unwrap_or(rest.len());
        let word = &rest[..end];
        *rest = &rest[end..];
        word
    };
    Query::Term { field: field.to_owned(), value: value.to_lowercase() }
}

impl Query {
    /// Whether it looks where lists do not by themselves.
    pub(crate) fn asks_for_bin(&self) -> bool {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().any(Self::asks_for_bin),
            Self::Not(inner) => inner.asks_for_bin(),
            Self::Term { field, value } => {
                field == "in" && matches!(value.as_str(), "trash" | "spam" | "anywhere")
            }
        }
    }

    pub(crate) fn matches(&self, message: &Message, account: &str, now: DateTime<Utc>) -> bool {
        self.holds(message, &Parsed::read(&message.raw), account, now)
    }

    fn holds(&self, message: &Message, parsed: &Parsed, account: &str, now: DateTime<Utc>) -> bool {
        match self {
            Self::All(terms) => terms.iter().all(|term| term.holds(message, parsed, account, now)),
            Self::Any(terms) => terms.iter().any(|term| term.holds(message, parsed, account, now)),
            Self::Not(inner) => !inner.holds(message, parsed, account, now),
            Self::Term { field, value } => holds(field, value, message, parsed, account, now),
        }
    }
}

fn holds(
    field: &str,
    value: &str,
    message: &Message,
    parsed: &Parsed,
    account: &str,
    now: DateTime<Utc>,
) -> bool {
    let header = |name: &str| parsed.header(name).unwrap_or_default().to_lowercase();
    let labelled = |name: &str| message.labels.iter().any(|l| l.eq_ignore_ascii_case(name));
    let party = |name: &str| header(name).contains(if value == "me" { account } else { value });
    match field {
        "subject" => header("Subject").contains(value),
        "from" => party("From"),
        "to" => party("To"),
        "cc" => party("Cc"),
        "bcc" => party("Bcc"),
        "rfc822msgid" => header("Message-ID").trim_matches(['<', '>']) == value.trim_matches(['<', '>']),
        "in" | "label" => match value {
            "anywhere" => true,
            "drafts" | "draft" => labelled("DRAFT"),
            other => labelled(other),
        },
        "is" => match value {
            "unread" => labelled("UNREAD"),
            "read" => !labelled("UNREAD"),
            other => labelled(other),
        },
        "has" => value == "attachment" && attached(message).next().is_some(),
        "filename" => attached(message).any(|line| line.contains(value)),
        "larger" | "size" => bytes(value).is_some_and(|n| num::int(message.raw.len()) > n),
        "smaller" => bytes(value).is_some_and(|n| num::int(message.raw.len()) < n),
        "after" | "newer" => day(value).is_some_and(|day| message.date >= day),
        "before" | "older" => day(value).is_some_and(|day| message.date < day),
        "newer_than" => age(value).is_some_and(|age| message.date > now - age),
        "older_than" => age(value).is_some_and(|age| message.date <= now - age),
        "" => {
            header("Subject").contains(value)
                || parsed.text.to_lowercase().contains(value)
                || header("From").contains(value)
                || header("To").contains(value)
        }
        _ => false,
    }
}

/// The headers of the attachments, in lower case.
fn attached(message: &Message) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(&message.raw).to_lowercase();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.into_iter().filter(|line| line.starts_with("content-disposition: attachment"))
}

/// `10M`, `500k` or a plain number of bytes.
fn bytes(text: &str) -> Option<i64> {
    let (digits, unit) = match text.strip_suffix(['k', 'm']) {
        Some(digits) if text.ends_with('k') => (digits, 1024),
        Some(digits) => (digits, 1024 * 1024),
        None => (text, 1),
    };
    digits.parse::<i64>().ok()?.checked_mul(unit)
}

fn day(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(seconds) = text.parse::<i64>()
        && text.len() > 8
    {
        return DateTime::from_timestamp(seconds, 0);
    }
    let date = NaiveDate::parse_from_str(&text.replace('/', "-"), "%Y-%m-%d").ok()?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc())
}

fn age(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    let count: i64 = text[..text.len() - unit.len_utf8()].parse().ok()?;
    match unit {
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'm' => TimeDelta::try_days(count.checked_mul(30)?),
        'y' => TimeDelta::try_days(count.checked_mul(365)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(field: &str, value: &str) -> Query {
        Query::Term { field: field.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn terms_fields_and_brackets_are_read() {
        assert_eq!(
            parse("in:sent subject:\"Traslado n.º 1\" -from:me"),
            Query::All(vec![
                term("in", "sent"),
                term("subject", "traslado n.º 1"),
                Query::Not(Box::new(term("from", "me"))),
            ])
        );
        let either = Query::Any(vec![term("subject", "a"), term("subject", "b")]);
        assert_eq!(parse("{subject:a subject:b}"), Query::All(vec![either]));
        assert_eq!(
            parse("subject:(a b) OR to:c"),
            Query::All(vec![Query::Any(vec![
                Query::All(vec![term("subject", "a"), term("subject", "b")]),
                term("to", "c"),
            ])])
        );
        assert_eq!(parse("http://x"), Query::All(vec![term("http", "//x")]));
        parse(&"((-".repeat(5000));
    }
}
