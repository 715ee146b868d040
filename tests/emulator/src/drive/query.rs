//! The `q` of `files.list`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{File, Grantee};
use crate::account::Role;

/// A search, as a tree.
#[derive(Debug, PartialEq)]
pub(crate) enum Query {
    And(Box<Query>, Box<Query>),
    Or(Box<Query>, Box<Query>),
    Not(Box<Query>),
    /// `field operator 'value'`
    Term {
        field: String,
        operator: String,
        value: String,
    },
    /// `sharedWithMe`
    Shared,
    /// `'value' in field`
    In {
        value: String,
        field: String,
    },
}

pub(crate) fn parse(text: &str) -> Option<Query> {
    let words = words(text)?;
    let mut reader = Reader { words: &words, at: 0, depth: 0 };
    let query = reader.or()?;
    (reader.at == words.len()).then_some(query)
}

#[derive(Debug, PartialEq)]
enum Word {
    Bare(String),
    Quoted(String),
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        if c == '\'' || c == '"' {
            let mut value = String::new();
            let mut chars = rest.char_indices().skip(1);
            let end = loop {
                match chars.next()? {
                    (_, '\\') => value.push(chars.next()?.1),
                    (at, end) if end == c => break at + 1,
                    (_, other) => value.push(other),
                }
            };
            out.push(Word::Quoted(value));
            rest = rest[end..].trim_start();
            continue;
        }
        let operator = ["!=", "<=", ">=", "=", "<", ">", "(", ")"].into_iter().find(|o| rest.starts_with(o));
        let end = operator.map_or_else(
            || rest.find(|c: char| c.is_whitespace() || "=<>!()'\"".contains(c)).unwrap_or(rest.len()),
            str::len,
        );
        if end == 0 {
            return None;
        }
        out.push(Word::Bare(rest[..end].to_owned()));
        rest = rest[end..].trim_start();
    }
    Some(out)
}

struct Reader<'a> {
    words: &'a [Word],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn bare(&mut self, wanted: &str) -> bool {
        let here =
            matches!(self.words.get(self.at), Some(Word::Bare(word)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(here);
        here
    }

    fn or(&mut self) -> Option<Query> {
        self.depth += 1;
        if self.depth > 50 {
            return None;
        }
        let mut left = self.and()?;
        while self.bare("or") {
            left = Query::Or(Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Some(left)
    }

    fn and(&mut self) -> Option<Query> {
        let mut left = self.term()?;
        while self.bare("and") {
            left = Query::And(Box::new(left), Box::new(self.term()?));
        }
        Some(left)
    }

    fn term(&mut self) -> Option<Query> {
        if self.bare("not") {
            self.depth += 1;
            let inner = if self.depth > 50 { None } else { self.term() };
            self.depth -= 1;
            return Some(Query::Not(Box::new(inner?)));
        }
        // The only term that may stand alone.
        if self.bare("sharedWithMe") {
            let wanted = !self.bare("=") || !self.bare("false") && self.bare("true");
            return Some(if wanted { Query::Shared } else { Query::Not(Box::new(Query::Shared)) });
        }
        if self.bare("(") {
            let inner = self.or()?;
            return self.bare(")").then_some(inner);
        }
        let [first, second, third] = self.words.get(self.at..self.at + 3)? else { return None };
        self.at += 3;
        match (first, second, third) {
            (Word::Quoted(value), Word::Bare(word), Word::Bare(field)) if word.eq_ignore_ascii_case("in") => {
                let known = ["parents", "owners", "writers", "readers"].contains(&field.as_str());
                known.then(|| Query::In { value: value.clone(), field: field.clone() })
            }
            // The documents write `'value' in field`; Drive takes the two the other way round as well.
            (Word::Bare(field), Word::Bare(word), Word::Quoted(value))
                if word.eq_ignore_ascii_case("in") && field == "parents" =>
            {
                Some(Query::In { value: value.clone(), field: field.clone() })
            }
            (Word::Bare(field), Word::Bare(operator), value) => {
                let (value, quoted) = match value {
                    Word::Quoted(value) => (value, true),
                    Word::Bare(value) => (value, false),
                };
                fits(field, operator, value, quoted).then(|| Query::Term {
                    field: field.clone(),
                    operator: operator.clone(),
                    value: value.clone(),
                })
            }
            _ => None,
        }
    }
}

/// Whether there is such a term: each field has its operators, and its form of value.
fn fits(field: &str, operator: &str, value: &str, quoted: bool) -> bool {
    match field {
        "name" | "mimeType" => matches!(operator, "contains" | "=" | "!=") && quoted,
        "fullText" => operator == "contains" && quoted,
        "modifiedTime" | "createdTime" | "viewedByMeTime" | "sharedWithMeTime" => {
            matches!(operator, "=" | "!=" | "<" | "<=" | ">" | ">=") && quoted && moment(value).is_some()
        }
        "trashed" | "starred" => {
            matches!(operator, "=" | "!=")
                && !quoted
                && matches!(value.to_lowercase().as_str(), "true" | "false")
        }
        "visibility" => matches!(operator, "=" | "!=") && quoted && VISIBILITIES.contains(&value),
        _ => false,
    }
}

const VISIBILITIES: [&str; 5] =
    ["anyoneCanFind", "anyoneWithLink", "domainCanFind", "domainWithLink", "limited"];

/// An instant as a search writes it, in universal time where it names no zone.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let naive = || text.parse::<NaiveDateTime>().ok().map(|naive| naive.and_utc());
    let day =
        || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0)).map(|at| at.and_utc());
    text.parse::<DateTime<Utc>>().ok().or_else(naive).or_else(day)
}

/// Who may see a file, in one word.
fn visibility(file: &File) -> &'static str {
    let has = |wanted: fn(&Grantee) -> bool| file.permissions.iter().any(|p| wanted(&p.grantee));
    if has(|grantee| *grantee == Grantee::Anyone) {
        "anyoneWithLink"
    } else if has(|grantee| matches!(grantee, Grantee::Domain(_))) {
        "domainWithLink"
    } else {
        "limited"
    }
}

impl Query {
    /// Whether any term looks into the text of files.
    pub(crate) fn is_full_text(&self) -> bool {
        match self {
            Self::And(a, b) | Self::Or(a, b) => a.is_full_text() || b.is_full_text(),
            Self::Not(inner) => inner.is_full_text(),
            Self::Term { field, .. } => field == "fullText",
            Self::Shared | Self::In { .. } => false,
        }
    }

    pub(crate) fn matches(&self, file: &File, account: &str, root: &str) -> bool {
        match self {
            Self::And(a, b) => a.matches(file, account, root) && b.matches(file, account, root),
            Self::Or(a, b) => a.matches(file, account, root) || b.matches(file, account, root),
            Self::Not(inner) => !inner.matches(file, account, root),
            Self::Shared => file.drive.is_none() && file.owner() != account,
            Self::In { value, field } if field == "parents" => {
                file.parent.as_deref() == Some(if value == "root" { root } else { value })
            }
            Self::In { value, field } => {
                let email = if value == "me" { account } else { value };
                let least = match field.as_str() {
                    "owners" => Role::Owner,
                    "writers" => Role::Writer,
                    _ => Role::Reader,
                };
                file.permissions
                    .iter()
                    .any(|p| p.role >= least && p.grantee == Grantee::User(email.to_lowercase()))
            }
            Self::Term { field, operator, value } => term(file, field, operator, value),
        }
    }
}

fn term(file: &File, field: &str, operator: &str, value: &str) -> bool {
    let text = match field {
        "name" | "fullText" => file.name.clone(),
        "mimeType" => file.mime.clone(),
        "trashed" => file.trashed.to_string(),
        "starred" => "false".to_owned(),
        "visibility" => visibility(file).to_owned(),
        "modifiedTime" | "createdTime" | "viewedByMeTime" | "sharedWithMeTime" => {
            let own = if field == "modifiedTime" { file.modified } else { file.created };
            let Some(asked) = moment(value) else { return false };
            return match operator {
                "<" => own < asked,
                "<=" => own <= asked,
                ">" => own > asked,
                ">=" => own >= asked,
                "=" => own == asked,
                _ => own != asked,
            };
        }
        _ => return false,
    };
    match operator {
        "=" => text.eq_ignore_ascii_case(value),
        "!=" => !text.eq_ignore_ascii_case(value),
        // A name is found by how its words begin.
        "contains" if field == "name" => {
            let (text, value) = (text.to_lowercase(), value.to_lowercase());
            text.starts_with(&value)
                || text.match_indices(&value).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
        }
        "contains" => text.to_lowercase().contains(&value.to_lowercase()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_read_with_their_precedence() {
        let q = parse(r"mimeType='a/b' and (name = 'it\'s' or not trashed = true)");
        assert!(matches!(q, Some(Query::And(..))));
        assert!(matches!(parse("'root' in parents"), Some(Query::In { .. })));
        assert_eq!(parse("parents in \"root\""), parse("'root' in parents"));
        assert_eq!(parse("sharedWithMe = true"), Some(Query::Shared));
        assert!(matches!(parse("trashed = false and sharedWithMe"), Some(Query::And(..))));
        assert_eq!(parse("sharedWithMe = false"), Some(Query::Not(Box::new(Query::Shared))));
        for bad in [
            "trashed = 'true'",
            "modifiedTime > 'ayer'",
            "name < 'x'",
            "name = x",
            "visibility = 'todos'",
            "name",
            "name = ",
            "nome = 'x'",
            "name = 'x' and",
            "(name = 'x'",
            "name like 'x'",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
