//! Who may do what: accounts, bearer tokens, and the roles an account has on a file.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

/// What an account may do with a file, weakest first.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May read.
    Reader,
    /// May read and comment.
    Commenter,
    /// May read, write and share.
    Writer,
    /// A content manager of a shared drive: may also move things about and into the bin.
    FileOrganizer,
    /// A manager of a shared drive: may also delete, and say who is a member.
    Organizer,
    /// Owns the file.
    Owner,
}

impl Role {
    /// The role as Drive spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Commenter => "commenter",
            Self::Writer => "writer",
            Self::FileOrganizer => "fileOrganizer",
            Self::Organizer => "organizer",
            Self::Owner => "owner",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let all =
            [Self::Reader, Self::Commenter, Self::Writer, Self::FileOrganizer, Self::Organizer, Self::Owner];
        all.into_iter().find(|r| r.as_str() == text)
    }
}

/// A bearer token and what it is good for.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) account: String,
    /// The program that the token was given to; empty for a fixed token.
    pub(crate) client: String,
    /// `None` is every scope.
    pub(crate) scopes: Option<BTreeSet<String>>,
    /// `None` never expires.
    pub(crate) expires: Option<DateTime<Utc>>,
}

impl Token {
    /// What the holder of an API key has: the rights of everyone.
    pub(crate) fn nobody() -> Self {
        Self { account: String::new(), client: String::new(), scopes: None, expires: None }
    }

    /// Whether one of `accepted`, given without the common prefix, was granted.
    pub(crate) fn allows(&self, accepted: &[&str]) -> bool {
        self.scopes.as_ref().is_none_or(|granted| accepted.iter().any(|scope| grants(granted, scope)))
    }

    /// Whether the method is open only through `drive.file`, which sees no file but the program's own.
    pub(crate) fn sees_own_files_only(&self, accepted: &[&str]) -> bool {
        self.scopes.as_ref().is_some_and(|granted| {
            let mut through = accepted.iter().filter(|scope| grants(granted, scope));
            through.next() == Some(&"drive.file") && through.next().is_none()
        })
    }
}

/// The API keys that are good.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys(BTreeSet<String>);

impl Keys {
    pub(crate) fn add(&mut self, key: &str) {
        self.0.insert(key.to_owned());
    }

    /// Whether a key is good: it was added, or none was and it has the form of Google's.
    pub(crate) fn takes(&self, key: &str) -> bool {
        let formed = key.len() == 39
            && key.starts_with("AIza")
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        self.0.contains(key) || (self.0.is_empty() && formed)
    }
}

/// Whether a scope was granted, by its name or by an older one.
fn grants(granted: &BTreeSet<String>, scope: &str) -> bool {
    let older = OLDER.iter().filter(|(_, today)| *today == scope).any(|(name, _)| granted.contains(*name));
    older || granted.contains(scope)
}

/// Scopes of the APIs before these, and the scope of today that each is as good as.
const OLDER: [(&str, &str); 3] = [
    ("https://spreadsheets.google.com/feeds", "spreadsheets"),
    ("https://docs.google.com/feeds", "drive"),
    ("https://docs.googleusercontent.com", "drive"),
];

/// Scopes of other APIs that the token endpoint gives away as well, without the common prefix.
const OTHERS: [&str; 18] = [
    "openid",
    "email",
    "profile",
    "userinfo.email",
    "userinfo.profile",
    "calendar",
    "calendar.events",
    "calendar.readonly",
    "cloud-platform",
    "contacts",
    "contacts.readonly",
    "documents",
    "documents.readonly",
    "drive.apps.readonly",
    "drive.install",
    "presentations",
    "presentations.readonly",
    "spreadsheets.currentonly",
];

/// Whether there is a scope of this name, given without the common prefix, beside those of the methods served here.
pub(crate) fn is_other_scope(scope: &str) -> bool {
    OTHERS.contains(&scope) || OLDER.iter().any(|(name, _)| *name == scope)
}

/// The part of a scope after the common prefix; Gmail's full scope has none, and neither have the older ones, which are
/// written with a slash at the end and without.
pub(crate) fn bare_scope(scope: &str) -> &str {
    let older = scope.trim_end_matches('/');
    if OLDER.iter().any(|(name, _)| *name == older) {
        return older;
    }
    scope.strip_prefix("https://www.googleapis.com/auth/").unwrap_or(scope)
}

/// The domain of an address, in lower case.
pub(crate) fn domain(email: &str) -> String {
    email.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_lowercase())
}
