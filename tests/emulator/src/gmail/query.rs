//! The search box, as far as programs use it: words, quotes, `subject:`, `from:`, `to:`, `in:`, `label:`,
//! `rfc822msgid:`, `after:`, `before:`, `newer_than:`, `older_than:`, `has:attachment`, `is:` and `-`.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Message, Parsed};

/// All terms must hold.
pub(crate) struct Query {
    terms: Vec<Term>,
}

struct Term {
    negative: bool,
    field: String,
    value: String,
}

pub(crate) fn parse(text: &str) -> Query {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let negative = rest.starts_with('-');
        rest = rest.strip_prefix('-').unwrap_or(rest);
        let mut quoted: Option<char> = None;
        let end = rest
            .char_indices()
            .find(|&(_, c)| {
                match quoted {
                    Some(close) if c == close => quoted = None,
                    Some(_) => {}
                    None if c == '"' => quoted = Some('"'),
                    None if c == '(' => quoted = Some(')'),
                    None => return c.is_whitespace(),
                }
                false
            })
            .map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        let (field, value) = match word.split_once(':') {
            Some((field, value)) if field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                (field, value)
            }
            _ => ("", word),
        };
        let value = value.trim_matches(['"', '(', ')']);
        terms.push(Term { negative, field: field.to_lowercase(), value: value.to_lowercase() });
        rest = rest[end..].trim_start();
    }
    Query { terms }
}

impl Query {
    pub(crate) fn asks_for_bin(&self) -> bool {
        self.terms
            .iter()
            .any(|t| t.field == "in" && matches!(t.value.as_str(), "trash" | "spam" | "anywhere"))
    }

    pub(crate) fn matches(&self, message: &Message, now: DateTime<Utc>) -> bool {
        let parsed = Parsed::read(&message.raw);
        self.terms.iter().all(|term| term.holds(message, &parsed, now) != term.negative)
    }
}

impl Term {
    fn holds(&self, message: &Message, parsed: &Parsed, now: DateTime<Utc>) -> bool {
        let header = |name: &str| parsed.header(name).unwrap_or_default().to_lowercase();
        let labelled = |name: &str| message.labels.iter().any(|l| l.eq_ignore_ascii_case(name));
        let value = self.value.as_str();
        match self.field.as_str() {
            "subject" => header("Subject").contains(value),
            "from" => header("From").contains(value),
            "to" => header("To").contains(value),
            "cc" => header("Cc").contains(value),
            "bcc" => header("Bcc").contains(value),
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
            "has" => {
                value == "attachment"
                    && String::from_utf8_lossy(&message.raw)
                        .to_lowercase()
                        .contains("content-disposition: attachment")
            }
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
