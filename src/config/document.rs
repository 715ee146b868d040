//! Reads a TOML document key by key and collects every problem with its line.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something wrong with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1; `None` for a key that is missing.
    pub line: Option<usize>,
    /// The key, dotted; empty where the file is not TOML.
    pub key: String,
    /// The fault, without the place.
    pub fault: String,
    /// The remedy; `None` where the fault already says how it must be.
    pub remedy: Option<String>,
}

impl Problem {
    /// The fault with its place: file, line and key.
    pub fn message(&self, file: &Path) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let key = if self.key.is_empty() { String::new() } else { format!(": {}", self.key) };
        format!("{}{line}{key}: {}", file.display(), self.fault)
    }
}

/// A document being read. Every key asked for is known; what is left over at the end is not.
pub(super) struct ConfigDocument<'a> {
    text: &'a str,
    root: DeTable<'a>,
    known: BTreeSet<&'static str>,
    problems: Vec<Problem>,
}

impl<'a> ConfigDocument<'a> {
    /// Parses the text; when it is not TOML, the one problem is where it stops being so.
    pub(super) fn parse(text: &'a str) -> Result<Self, Problem> {
        match DeTable::parse(text) {
            Ok(root) => {
                Ok(Self { text, root: root.into_inner(), known: BTreeSet::new(), problems: Vec::new() })
            }
            Err(error) => {
                let line = error.span().map(|span| line_of(text, span.start));
                Err(not_toml(text, line, error.message()))
            }
        }
    }

    /// The text under a dotted key, with its line.
    pub(super) fn string(&mut self, key: &'static str) -> Option<String> {
        let (value, line) = self.value(key)?;
        let DeValue::String(text) = value else {
            self.problem_at(Some(line), key, "must be a text in quotes", None);
            return None;
        };
        Some(text.into_owned())
    }

    /// The path under a dotted key. What is the content of a file rather than its path is a problem, and is
    /// not shown: it may be a key.
    pub(super) fn path(&mut self, key: &'static str) -> Option<String> {
        let text = self.string(key)?;
        if !is_content(&text) {
            return Some(text);
        }
        let remedy = "put it into a file of its own with mode 600, and name that file here";
        self.problem_with_remedy(key, "holds what should stand in a file, not the path of one", remedy);
        None
    }

    /// Reads a text, and adds a problem when it is not there.
    pub(super) fn required(&mut self, key: &'static str, remedy: &str) -> Option<String> {
        if self.value(key).is_none() {
            self.problem_at(None, key, "is missing", Some(remedy));
        }
        self.string(key)
    }

    /// Returns `true` if the key is there, whatever stands under it.
    pub(super) fn has(&mut self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// A list of texts, empty when the key is not there.
    pub(super) fn strings(&mut self, key: &'static str) -> Vec<String> {
        let Some((value, line)) = self.value(key) else { return Vec::new() };
        let texts: Option<Vec<String>> = match value {
            DeValue::Array(items) => {
                items.iter().map(|item| item.as_ref().as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };

        if texts.is_none() {
            self.problem_at(Some(line), key, "must be a list of texts in quotes", None);
        }

        texts.unwrap_or_default()
    }

    /// Yes or no; `usual` when the key is not there.
    pub(super) fn flag(&mut self, key: &'static str, usual: bool) -> bool {
        let Some((value, line)) = self.value(key) else { return usual };
        let DeValue::Boolean(flag) = value else {
            self.problem_at(Some(line), key, "must be true or false, without quotes", None);
            return usual;
        };
        flag
    }

    /// A whole number above 0, if the key is there.
    pub(super) fn whole(&mut self, key: &'static str) -> Option<u64> {
        let (value, line) = self.value(key)?;
        let number = match value {
            DeValue::Integer(number) => number.as_str().parse().ok().filter(|number| *number > 0),
            _ => None,
        };
        if number.is_none() {
            self.problem_at(Some(line), key, "must be a whole number above 0", None);
        }
        number
    }

    /// A day, as text in quotes or as TOML's own date; a problem when it is not there.
    pub(super) fn date(&mut self, key: &'static str, remedy: &str) -> Option<NaiveDate> {
        let Some((value, line)) = self.value(key) else {
            self.problem_at(None, key, "is missing", Some(remedy));
            return None;
        };

        let text = match value {
            DeValue::String(text) => text.into_owned(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();

        if date.is_none() {
            self.problem_at(Some(line), key, "must be a day such as \"2026-11-01\"", None);
        }

        date
    }

    /// Adds a problem with a key, at the key's line where it is there, whose fault says how the value
    /// must be.
    pub(super) fn problem(&mut self, key: &'static str, fault: &str) {
        let line = self.value(key).map(|(_, line)| line);
        self.problem_at(line, key, fault, None);
    }

    /// Adds a problem with a key, at the key's line where it is there, and what to do about it.
    pub(super) fn problem_with_remedy(&mut self, key: &'static str, fault: &str, remedy: &str) {
        let line = self.value(key).map(|(_, line)| line);
        self.problem_at(line, key, fault, Some(remedy));
    }

    fn problem_at(&mut self, line: Option<usize>, key: &str, fault: &str, remedy: Option<&str>) {
        let (fault, remedy) = (fault.to_owned(), remedy.map(str::to_owned));
        self.problems.push(Problem { line, key: key.to_owned(), fault, remedy });
    }

    fn value(&mut self, key: &'static str) -> Option<(DeValue<'a>, usize)> {
        self.known.insert(key);
        let mut table = &self.root;
        let mut path = key.split('.').peekable();

        while let Some(step) = path.next() {
            let (_, value) = table.iter().find(|(name, _)| name.get_ref() == step)?;
            if path.peek().is_none() {
                return Some((value.get_ref().clone(), line_of(self.text, value.span().start)));
            }
            table = value.get_ref().as_table()?;
        }

        None
    }

    /// Every problem found, those of unknown keys included, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        let mut unknown = Vec::new();
        self.collect_unknown(&self.root, "", &mut unknown);
        self.problems.append(&mut unknown);
        self.problems.sort_by_key(|problem| (problem.line.unwrap_or(usize::MAX), problem.key.clone()));
        self.problems
    }

    fn collect_unknown(&self, table: &DeTable<'_>, prefix: &str, unknown: &mut Vec<Problem>) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            let is_section = self.known.iter().any(|known| known.starts_with(&format!("{key}.")));
            match value.get_ref().as_table() {
                Some(inner) if is_section => self.collect_unknown(inner, &key, unknown),
                _ if self.known.contains(key.as_str()) => {}
                _ => unknown.push(self.unknown(name, key)),
            }
        }
    }

    fn unknown<T>(&self, name: &Spanned<T>, key: String) -> Problem {
        let nearest = self.known.iter().min_by_key(|known| strsim::damerau_levenshtein(known, &key));
        let remedy = match nearest {
            Some(nearest) if strsim::damerau_levenshtein(nearest, &key) <= 3 => {
                format!("did you mean {nearest}?")
            }
            _ => "remove it".to_owned(),
        };
        let line = line_of(self.text, name.span().start);
        Problem { line: Some(line), key, fault: "unknown key".to_owned(), remedy: Some(remedy) }
    }
}

/// Returns `true` if a text could be a configuration: it names what only a configuration does, or is no TOML.
pub(super) fn may_be_configuration(text: &str) -> bool {
    let marks = ["account", "sheet", "credentials", "handoff"];
    DeTable::parse(text)
        .map_or(true, |root| root.get_ref().iter().any(|(name, _)| marks.contains(&name.get_ref().as_ref())))
}

/// Quotation marks that word processors and chats put in the place of straight ones.
const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‘', '’', '‚', '«', '»', '´'];

/// The problem of a text that is no TOML, by the line where it stops being so. What stands there is not shown.
fn not_toml(text: &str, line: Option<usize>, message: &str) -> Problem {
    let typed = line.and_then(|line| text.lines().nth(line - 1)).unwrap_or_default();
    let (name, value) = typed.split_once('=').unwrap_or(("", ""));
    let name = name.trim();
    let is_key =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let key = if is_key { name.to_owned() } else { String::new() };

    let (fault, remedy) = if typed.contains(TYPOGRAPHIC) {
        let fault = "stands in typographic quotation marks, as word processors make them".to_owned();
        (fault, Some("type straight ones (\") in their place".to_owned()))
    } else if is_key && value.trim_start().starts_with(|first: char| first.is_alphanumeric()) {
        let fault = "is a text without quotation marks".to_owned();
        (fault, Some(format!("put it in straight ones: {name} = \"…\"")))
    } else {
        (format!("not TOML: {message}"), None)
    };
    Problem { line, key, fault, remedy }
}

/// The beginnings of Google's tokens and client secrets.
const SECRETS: [&str; 3] = ["ya29.", "1//", "GOCSPX-"];
/// Longest name of a file.
const LONGEST_NAME: usize = 255;

/// Returns `true` if a text is a key, a token or JSON, and no path.
fn is_content(text: &str) -> bool {
    text.contains(['{', '}', '\n', '\r'])
        || text.contains("-----BEGIN")
        || text.contains("PRIVATE KEY")
        || SECRETS.iter().any(|start| text.trim_start().starts_with(start))
        || text.split('/').any(|name| name.len() > LONGEST_NAME)
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
