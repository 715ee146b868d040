//! A configuration file as it is written: a new one, and an older one brought up to date. What people have typed in
//! it stays, comments too.

use std::path::Path;

use chrono::NaiveDate;
use toml_edit::{Array, Document, DocumentMut, Item, Key, Table, Value, value};

use crate::config::document::ConfigDocument;
use crate::config::{EXAMPLE, Problem, Settings};

/// Keys that had another name: section, the name then, the name today.
const RENAMED: [(&str, &str, &str); 1] = [("google", "patience_seconds", "timeout_seconds")];

/// Lines of comments that the example had, each with the one that it has in their place.
const FORMER_COMMENTS: [(&str, &str); 5] = [
    (
        "# The part of the spreadsheet's address between /d/ and /edit.",
        "# The part of the spreadsheet's address between /d/ and /edit; without it, `traslado init` makes a new one.",
    ),
    (
        "# Where the lock file lies; default $STATE_DIRECTORY, else ~/.local/state/traslado.",
        STATE_DIR_COMMENT,
    ),
    (
        "# Where the lock file lies, the number of the last hand-off seen, and how the last nights went; default $STATE_DIRECTORY, else ~/.local/state/traslado.",
        STATE_DIR_COMMENT,
    ),
    (
        "# The operator, who gets a mail when nights fail in a row, and one when they work again; default nobody.",
        "# The operator, who gets a mail when nights fail in a row, when they work again, and when no new row comes; default nobody.",
    ),
    (
        "# How `traslado daemon` keeps the nights; `traslado run` under cron or a timer does not read this.",
        "# When `traslado daemon` runs the nights; `traslado run` under cron or a timer does not read this.",
    ),
];
const STATE_DIR_COMMENT: &str = "# Where the lock file lies, the number of the last hand-off seen, and how the last nights went; default /var/lib/traslado/NAME for /etc/traslado/NAME.toml where that folder is there, else $STATE_DIRECTORY, else ~/.local/state/traslado.";

/// The answers of an operator about a new configuration.
#[derive(Clone, Debug)]
pub struct NewConfiguration {
    /// The account the service acts as.
    pub account: String,
    /// The spreadsheet's id; `None` where `init` is to make a new one.
    pub spreadsheet_id: Option<String>,
    /// The file by which the service acts as the account.
    pub credentials: NewCredentials,
    /// The first day whose reports are handed over.
    pub since: NaiveDate,
    /// Who is told of each hand-off.
    pub to: Vec<String>,
    /// Who may open the file.
    pub allowed: Vec<String>,
    /// The operator, who is told of nights that fail.
    pub alert: Vec<String>,
}

/// The file by which the service acts as the account.
#[derive(Clone, Debug)]
pub enum NewCredentials {
    /// The key file of a service account.
    Key(String),
    /// The token file that `login` writes.
    Token(String),
}

impl NewConfiguration {
    /// The file: the example with what was said, every other key with its default and its sentence.
    ///
    /// # Errors
    /// Every problem that a command would have with it.
    pub fn text(&self) -> Result<String, Vec<Problem>> {
        let Ok(mut document) = EXAMPLE.parse::<DocumentMut>() else { return Ok(EXAMPLE.to_owned()) };
        let list = |texts: &[String]| Value::from(texts.iter().map(String::as_str).collect::<Array>());
        let root = document.as_table_mut();

        set(root, "account", self.account.as_str());
        set_in(root, "sheet", "spreadsheet_id", self.spreadsheet_id.as_deref().unwrap_or_default());
        set_in(root, "handoff", "since", self.since.to_string());
        set_in(root, "notice", "to", list(&self.to));
        set_in(root, "access", "allowed", list(&self.allowed));
        set_in(root, "alert", "to", list(&self.alert));
        if let NewCredentials::Key(key) = &self.credentials {
            set_in(root, "credentials", "service_account_key", key.as_str());
        }

        let mut text = document.to_string();
        if self.spreadsheet_id.is_none() {
            text = text.replace("\nspreadsheet_id = ", "\n# spreadsheet_id = ");
        }
        if let NewCredentials::Token(token) = &self.credentials {
            text = text.replace("\nservice_account_key = ", "\n# service_account_key = ");
            let token = Value::from(token.as_str());
            text = text.replace("\n# user_token = \"token.json\"", &format!("\nuser_token = {token}"));
        }
        Settings::parse_without_spreadsheet(&text, Path::new("")).map(|_| text)
    }
}

fn set(table: &mut Table, key: &str, new: impl Into<Value>) {
    if let Some(item) = table.get_mut(key) {
        *item = value(new);
    }
}

fn set_in(root: &mut Table, section: &str, key: &str, new: impl Into<Value>) {
    if let Some(table) = root.get_mut(section).and_then(Item::as_table_mut) {
        set(table, key, new);
    }
}

/// The spreadsheet's id in what a person has copied: its address in a browser, or the id itself.
pub fn id_in_address(copied: &str) -> Option<String> {
    let copied = copied.trim();
    let id = match copied.split_once("/d/") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None => copied,
    };
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_id.then(|| id.to_owned())
}

/// An older file brought up to date.
#[derive(Debug, PartialEq, Eq)]
pub struct UpdatedConfiguration {
    /// The file.
    pub text: String,
    /// The differences from what it was, a phrase each; none where it is up to date.
    pub changes: Vec<String>,
}

/// Brings a file up to date: keys that have another name today, the sentence above each key that has none or an
/// older one, and every key that it lacks, commented out, so that nothing is decided otherwise than before.
///
/// # Errors
/// Where the text is no TOML.
pub fn update(text: &str) -> Result<UpdatedConfiguration, Problem> {
    ConfigDocument::parse(text)?;
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return Ok(UpdatedConfiguration { text: text.to_owned(), changes: Vec::new() });
    };

    let sections = example();
    let mut changes = Vec::new();
    rename(&mut document, &mut changes);
    explain(&mut document, &sections, &mut changes);
    let text = add_missing(document.to_string(), &sections, &mut changes);
    Ok(UpdatedConfiguration { text, changes })
}

/// A section of the example.
struct ExampleSection {
    /// Empty for the keys above all sections.
    name: String,
    comment: String,
    keys: Vec<ExampleKey>,
}

/// A key of the example.
struct ExampleKey {
    name: String,
    comment: String,
    /// The line of the key, without the mark of a comment.
    line: String,
}

fn example() -> Vec<ExampleSection> {
    let section = |name: &str, comment| ExampleSection { name: name.to_owned(), comment, keys: Vec::new() };
    let mut sections = vec![section("", String::new())];
    let mut comment = String::new();

    for line in EXAMPLE.lines() {
        let plain = line.strip_prefix("# ").unwrap_or(line);
        let key = plain.split_once(" = ").map(|(key, _)| key);
        let key = key.filter(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        if let Some(name) = plain.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            sections.push(section(name, std::mem::take(&mut comment)));
        } else if let (Some(name), Some(section)) = (key, sections.last_mut()) {
            let (name, line) = (name.to_owned(), plain.to_owned());
            section.keys.push(ExampleKey { name, comment: std::mem::take(&mut comment), line });
        } else if line.is_empty() {
            comment.clear();
        } else {
            comment += line;
            comment.push('\n');
        }
    }
    sections
}

/// A key of the example with its sentences, as a page prints it.
#[derive(Clone, Debug)]
pub struct ExplainedKey {
    /// The section; empty for the keys above all sections.
    pub section: String,
    /// The sentence about the section.
    pub section_comment: String,
    /// The key with its default or an example.
    pub line: String,
    /// The sentence about the key.
    pub comment: String,
}

/// Every key of the example, in its order.
pub fn explained() -> Vec<ExplainedKey> {
    let prose = |comment: &str| {
        let lines = comment.lines().map(|line| line.trim_start_matches('#').trim());
        lines.collect::<Vec<_>>().join(" ")
    };
    let of_section = |section: ExampleSection| {
        let ExampleSection { name, comment, keys } = section;
        keys.into_iter().map(move |key| ExplainedKey {
            section: name.clone(),
            section_comment: prose(&comment),
            line: key.line,
            comment: prose(&key.comment),
        })
    };
    example().into_iter().flat_map(of_section).collect()
}

/// The name of a key with its section.
fn dotted(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}

fn rename(document: &mut DocumentMut, changes: &mut Vec<String>) {
    for (section, then, today) in RENAMED {
        let table = document.get_mut(section).and_then(Item::as_table_mut);
        let Some(table) = table.filter(|table| table.contains_key(then) && !table.contains_key(today)) else {
            continue;
        };
        if let Some((key, item)) = table.remove_entry(then) {
            let renamed = Key::new(today).with_leaf_decor(key.leaf_decor().clone());
            table.insert_formatted(&renamed, item);
            changes.push(format!("{} is called {} today", dotted(section, then), dotted(section, today)));
        }
    }
}

/// Puts the example's sentence above each key that has none, or one that the example had before.
fn explain(document: &mut DocumentMut, sections: &[ExampleSection], changes: &mut Vec<String>) {
    for section in sections {
        let table = match section.name.as_str() {
            "" => Some(document.as_table_mut()),
            name => document.get_mut(name).and_then(Item::as_table_mut),
        };
        let Some(table) = table else { continue };

        if let Some(prefix) = table.decor().prefix().and_then(|prefix| prefix.as_str())
            && let Some(explained) = without_former(prefix)
        {
            table.decor_mut().set_prefix(explained);
            changes.push(format!("the comment of [{}]", section.name));
        }
        for key in &section.keys {
            let Some(mut found) = table.key_mut(&key.name) else { continue };
            let decor = found.leaf_decor_mut();
            let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
            let explained =
                if prefix.contains('#') { without_former(&prefix) } else { Some(prefix + &key.comment) };
            if let Some(explained) = explained {
                decor.set_prefix(explained);
                changes.push(format!("the comment of {}", dotted(&section.name, &key.name)));
            }
        }
    }
}

/// A comment with the lines that the example has today in the place of former ones; `None` where it has none of
/// those.
fn without_former(comment: &str) -> Option<String> {
    let today =
        |line: &str| FORMER_COMMENTS.iter().find(|(former, _)| *former == line).map(|(_, today)| *today);
    comment
        .lines()
        .any(|line| today(line).is_some())
        .then(|| comment.split('\n').map(|line| today(line).unwrap_or(line)).collect::<Vec<_>>().join("\n"))
}

/// Adds the keys and sections that a file lacks, commented out.
fn add_missing(text: String, sections: &[ExampleSection], changes: &mut Vec<String>) -> String {
    let Ok(document) = Document::parse(text.as_str()) else { return text };
    let headers: Vec<usize> =
        document.iter().filter_map(|(_, item)| Some(item.as_table()?.span()?.start)).collect();
    let mut insertions: Vec<(usize, String)> = Vec::new();
    let mut appended = String::new();

    for section in sections.iter().filter(|section| !section.name.is_empty()) {
        let Some(item) = document.get(&section.name) else {
            if !has_commented(&text, |line| line == format!("[{}]", section.name)) {
                appended.extend(["\n", &section.comment, "# [", &section.name, "]\n"]);
                appended.extend(section.keys.iter().map(commented_out));
                changes.push(format!("[{}], commented out", section.name));
            }
            continue;
        };
        // Of a section that is written in another way than with a header, nobody can say where it ends.
        let Some((table, header)) = item.as_table().and_then(|table| Some((table, table.span()?))) else {
            continue;
        };

        let next = headers.iter().copied().filter(|start| *start > header.start).min().unwrap_or(text.len());
        let lines = text.get(header.start..next).unwrap_or_default();
        let is_there = |key: &ExampleKey| {
            table.contains_key(&key.name)
                || has_commented(lines, |line| {
                    line.strip_prefix(key.name.as_str())
                        .is_some_and(|rest| rest.trim_start().starts_with('='))
                })
        };
        let missing: Vec<&ExampleKey> = section.keys.iter().filter(|key| !is_there(key)).collect();
        if missing.is_empty() {
            continue;
        }
        let last = table.iter().filter_map(|(_, item)| item.span()).map(|span| span.end).max();
        let end = last.unwrap_or(header.end).max(header.end);
        let end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| end + at + 1);
        insertions.push((end, missing.iter().map(|key| commented_out(key)).collect()));
        let name = |key: &&ExampleKey| format!("{}, commented out", dotted(&section.name, &key.name));
        changes.extend(missing.iter().map(name));
    }

    insertions.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut updated = text.clone();
    for (at, lines) in insertions {
        let gap = if updated[..at].ends_with('\n') || at == 0 { "" } else { "\n" };
        updated.insert_str(at, &format!("{gap}{lines}"));
    }
    if !appended.is_empty() && !updated.ends_with('\n') {
        updated.push('\n');
    }
    updated + &appended
}

fn commented_out(key: &ExampleKey) -> String {
    format!("{}# {}\n", key.comment, key.line)
}

/// Returns `true` if a line that is commented out satisfies a condition, without its mark.
fn has_commented(text: &str, is_it: impl Fn(&str) -> bool) -> bool {
    text.lines().filter_map(|line| line.trim_start().strip_prefix('#')).any(|line| is_it(line.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewConfiguration {
        NewConfiguration {
            account: "comunicaciones@essmar.example".to_owned(),
            spreadsheet_id: Some("1Invented".to_owned()),
            credentials: NewCredentials::Key("ce-f05.json".to_owned()),
            since: NaiveDate::from_ymd_opt(2026, 11, 3).unwrap_or_default(),
            to: vec!["atencion@essmar.example".to_owned()],
            allowed: vec!["essmar.example".to_owned()],
            alert: Vec::new(),
        }
    }

    #[test]
    fn a_new_file_says_what_was_said_and_explains_every_key() {
        let text = new().text().expect("a configuration");
        let settings = Settings::parse(&text, Path::new("")).expect("it can be read");
        assert_eq!(settings.account, "comunicaciones@essmar.example");
        assert_eq!(settings.sheet.spreadsheet_id, "1Invented");
        assert_eq!(settings.handoff.since.to_string(), "2026-11-03");
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(comments(&text), comments(EXAMPLE));
        assert_eq!(update(&text).expect("it is TOML").changes, Vec::<String>::new(), "it is up to date");
    }

    #[test]
    fn without_a_spreadsheet_and_with_a_token_the_other_lines_are_commented_out() {
        let credentials = NewCredentials::Token("t \"1\".json".to_owned());
        let text =
            NewConfiguration { spreadsheet_id: None, credentials, ..new() }.text().expect("a configuration");
        assert!(text.contains("\n# spreadsheet_id = \"\"\n") && text.contains("\n# service_account_key = "));
        let settings = Settings::parse_without_spreadsheet(&text, Path::new("")).expect("it can be read");
        assert_eq!(settings.credentials.acting.path(), Path::new("t \"1\".json"));
    }

    #[test]
    fn an_id_is_found_in_whatever_is_copied_of_an_address() {
        let id = "1AbC_d-9";
        for copied in [
            "https://docs.google.com/spreadsheets/d/1AbC_d-9/edit#gid=0",
            "docs.google.com/spreadsheets/u/1/d/1AbC_d-9/edit?usp=sharing",
            " https://docs.google.com/spreadsheets/d/1AbC_d-9\n",
            "1AbC_d-9",
        ] {
            assert_eq!(id_in_address(copied).as_deref(), Some(id), "{copied}");
        }
        for other in ["", "https://docs.google.com/spreadsheets/d//edit", "CE-F05 2026", "https://x.example/"]
        {
            assert_eq!(id_in_address(other), None, "{other}");
        }
    }

    /// The file of an operator from before there was an update.
    const OLDER: &str = "account = \"a@essmar.example\"\n\n[sheet]\n# The part of the spreadsheet's address between /d/ and /edit.\n\
        spreadsheet_id = \"1X\" # ours\ntab = \"CE-F05\"\n\n[credentials]\nservice_account_key = \"key.json\"\n\n\
        # Agreed with the director on 3 November.\n[handoff]\n# Agreed too.\nsince = \"2026-11-01\"\n\n[google]\n\
        patience_seconds = 60";

    #[test]
    fn an_older_file_gets_what_it_lacks_and_keeps_what_people_typed() {
        let UpdatedConfiguration { text, changes } = update(OLDER).expect("it is TOML");
        let settings = Settings::parse(&text, Path::new("")).expect("it can be read");
        assert_eq!(settings.google.timeout.as_secs(), 60);
        assert!(settings.access.is_none(), "nothing is decided otherwise than before");
        for typed in [
            "spreadsheet_id = \"1X\" # ours\n",
            "# Agreed with the director on 3 November.\n[handoff]\n# Agreed too.\nsince",
        ] {
            assert!(text.contains(typed), "{typed}: {text}");
        }
        for new in [
            "# The Google account the service acts as; it owns or may edit the spreadsheet.\naccount = ",
            "; without it, `traslado init` makes a new one.\nspreadsheet_id = ",
            "\n# form = \"ce-f05.toml\"\n",
            "\n# [alert]\n",
            "\ntimeout_seconds = 60\n",
        ] {
            assert!(text.contains(new), "{new}: {text}");
        }
        for change in [
            "google.patience_seconds is called google.timeout_seconds today",
            "[access], commented out",
            "sheet.form, commented out",
        ] {
            assert!(changes.contains(&change.to_owned()), "{change}: {changes:?}");
        }
        assert_eq!(
            update(&text).expect("it is TOML"),
            UpdatedConfiguration { text, changes: Vec::new() },
            "once is enough"
        );
    }
}
