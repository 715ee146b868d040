//! Links to networks, and the accounts that they name.

use crate::domain::fields::channel::Medium;
use crate::sheet::normalize;

/// A host of a network's links, and the medium that it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    name: String,
    medium: Medium,
}

impl Host {
    /// The host of a link as the form writes it, with or without `https://` and a path.
    pub(super) fn new(text: &str, medium: Medium) -> Self {
        let plain = normalize::plain(text);
        let (host, _) = split(&plain);
        Self { name: host.to_owned(), medium }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    pub(super) fn is_of(&self, medium: Medium) -> bool {
        self.medium == medium
    }

    /// Returns `true` if a host is this one or one below it: `m.facebook.com` is Facebook's.
    fn covers(&self, host: &str) -> bool {
        host.strip_suffix(self.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

/// A link to a network.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NetworkLink {
    pub(super) medium: Medium,
    /// The account that the path names.
    pub(super) account: Option<String>,
}

/// Hosts whose links hold a code, and never an account.
const CODES: [&str; 9] = [
    "chat.whatsapp.com",
    "fb.me",
    "fb.watch",
    "l.facebook.com",
    "l.instagram.com",
    "lm.facebook.com",
    "t.co",
    "vm.tiktok.com",
    "youtu.be",
];
/// Parts of paths that name no account: a post, a search, a conversation.
const NO_ACCOUNT: &[&str] = &[
    "about",
    "accounts",
    "c",
    "channel",
    "dialog",
    "direct",
    "events",
    "explore",
    "groups",
    "hashtag",
    "highlights",
    "home",
    "i",
    "intent",
    "login",
    "marketplace",
    "media",
    "message",
    "messages",
    "n",
    "p",
    "photo",
    "photos",
    "posts",
    "reel",
    "reels",
    "s",
    "search",
    "send",
    "share",
    "sharer",
    "shorts",
    "status",
    "story",
    "t",
    "tv",
    "video",
    "videos",
    "watch",
];
/// Parts of paths after which the account stands.
const BEFORE_ACCOUNT: [&str; 6] = ["_u", "m", "pages", "people", "pg", "stories"];

impl NetworkLink {
    /// Reads what stands between two spaces as a link to one of the hosts.
    pub(super) fn of(chunk: &str, hosts: &[Host]) -> Option<Self> {
        let (host, path) = split(chunk);
        let medium = hosts.iter().find(|known| known.covers(host))?.medium;
        let account = if CODES.contains(&host) { None } else { account(path) };
        Some(Self { medium, account })
    }
}

/// Returns `true` if what stands between two spaces is a link, whosever it is.
pub(super) fn is_link(chunk: &str) -> bool {
    let (host, path) = split(chunk);
    let has_host = host.rsplit_once('.').is_some_and(|(_, last)| last.len() > 1);
    has_host && (path.starts_with('/') || chunk.contains("://"))
}

/// The host and the path of a link, without scheme and `www`.
fn split(text: &str) -> (&str, &str) {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("www.").unwrap_or(text);
    let end = text.find(['/', '?', '#', ':']).unwrap_or(text.len());
    let (host, path) = text.split_at(end);
    (host.trim_end_matches('.'), path)
}

/// The account in a path.
fn account(path: &str) -> Option<String> {
    let path = path.find(['?', '#']).map_or(path, |end| &path[..end]);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next()?;
    let named = if BEFORE_ACCOUNT.contains(&first) { parts.next()? } else { first };

    let named = named.trim_start_matches('@').trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
    let is_none = named.is_empty() || NO_ACCOUNT.contains(&named) || named.contains(".php");
    (!is_none).then(|| named.to_owned())
}
