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
            Self::Owner => "owner",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Reader, Self::Commenter, Self::Writer, Self::Owner].into_iter().find(|r| r.as_str() == text)
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
    /// Whether one of `accepted`, given without the common prefix, was granted.
    pub(crate) fn allows(&self, accepted: &[&str]) -> bool {
        self.scopes.as_ref().is_none_or(|granted| accepted.iter().any(|scope| granted.contains(*scope)))
    }
}

impl Token {
    /// Whether the method is open only through `drive.file`, which sees no file but the program's own.
    pub(crate) fn sees_own_files_only(&self, accepted: &[&str]) -> bool {
        self.scopes.as_ref().is_some_and(|granted| {
            let mut through = accepted.iter().filter(|scope| granted.contains(**scope));
            through.next() == Some(&"drive.file") && through.next().is_none()
        })
    }
}

/// The part of a scope after the common prefix; Gmail's full scope has none.
pub(crate) fn bare_scope(scope: &str) -> &str {
    scope.strip_prefix("https://www.googleapis.com/auth/").unwrap_or(scope)
}

/// The domain of an address, in lower case.
pub(crate) fn domain(email: &str) -> String {
    email.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_lowercase())
}
