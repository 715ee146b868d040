//! `files.list`: what is searched, in which order, and what is refused in which order.

use serde_json::{Value, json};

use super::corpora::Corpora;
use super::page::Paging;
use super::{File, files, query, root_id};
use crate::account::Role;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

const PAGING: Paging = Paging { list: "files", standard: 100, most: 1000 };

/// The keys that `orderBy` may name, each with ` desc` behind it or without.
const KEYS: [&str; 11] = [
    "createdTime",
    "folder",
    "modifiedByMeTime",
    "modifiedTime",
    "name",
    "name_natural",
    "quotaBytesUsed",
    "recency",
    "sharedWithMeTime",
    "starred",
    "viewedByMeTime",
];

/// A key of `orderBy`, and whether the highest comes first.
type Key<'a> = (&'a str, bool);

/// `files.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let size = PAGING.size(call)?;
    let keys = keys(call)?;
    let corpora = Corpora::read(world, call)?;
    let wanted = search(call, &keys)?;
    let start = PAGING.start(call)?;
    if keys.iter().skip(1).any(|(key, _)| *key == "starred") {
        return Err(ApiError::drive(500, "internalError", None, "Internal Error"));
    }
    let account = &call.account;
    let root = root_id(account);
    let mut files: Vec<&File> = world
        .files
        .values()
        .filter(|file| corpora.has(file) && world.access(file, account).is_some())
        .filter(|file| !call.narrow || file.client == world.client)
        .filter(|file| wanted.as_ref().is_none_or(|q| q.matches(file, account, &root)))
        .collect();
    sort(&mut files, &keys);
    let below = call.mask.below("files").cloned().unwrap_or(Mask::All);
    let page = files.iter().skip(start).take(size);
    let role = |file: &File| world.access(file, account).unwrap_or(Role::Reader);
    let shown: Vec<Value> = page.map(|file| files::picked(call, &below, file.json(role(file)))).collect();
    let mut out = json!({"kind": "drive#fileList", "incompleteSearch": false, "files": shown});
    if files.len() > start.saturating_add(size) {
        out["nextPageToken"] = PAGING.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

/// The keys of `orderBy`, each once.
fn keys(call: &Call) -> Result<Vec<Key<'_>>, ApiError> {
    let mut keys: Vec<Key<'_>> = Vec::new();
    for part in call.one("orderBy").unwrap_or("").split(',') {
        let words: Vec<&str> = part.split_whitespace().collect();
        let key = match words.as_slice() {
            // Between two commas there may be nothing.
            [] => continue,
            [name] if KEYS.contains(name) => (*name, false),
            [name, "desc"] if KEYS.contains(name) => (*name, true),
            _ => return Err(ApiError::value("orderBy")),
        };
        if keys.iter().any(|(name, _)| bare(name) == bare(key.0)) {
            return Err(ApiError::drive(
                403,
                "orderByContainsDuplicateSortKeys",
                Some("orderBy"),
                "The orderBy parameter cannot contain duplicate sort keys.",
            ));
        }
        keys.push(key);
    }
    Ok(keys)
}

/// The key that a key counts as when one must not come twice.
fn bare(key: &str) -> &str {
    if key == "name_natural" { "name" } else { key }
}

/// What `q` asks for.
fn search(call: &Call, keys: &[Key<'_>]) -> Result<Option<query::Query>, ApiError> {
    let Some(text) = call.one("q").filter(|q| !q.trim().is_empty()) else { return Ok(None) };
    let wanted = query::parse(text).ok_or_else(|| ApiError::value("q"))?;
    if wanted.is_full_text() && !keys.is_empty() {
        return Err(ApiError::drive(
            403,
            "forbidden",
            Some("orderBy"),
            "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order.",
        ));
    }
    Ok(Some(wanted))
}

/// Sorts by the keys; without any, and where they leave it open, the newest come first.
fn sort(files: &mut [&File], keys: &[Key<'_>]) {
    // Ids settle what the clock does not.
    files.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.id.cmp(&b.id)));
    for (key, down) in keys.iter().rev() {
        files.sort_by(|a, b| {
            let order = match *key {
                "name" | "name_natural" => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
                "createdTime" => a.created.cmp(&b.created),
                // Folders come first.
                "folder" => (b.mime == super::FOLDER).cmp(&(a.mime == super::FOLDER)),
                "quotaBytesUsed" => a.content.len().cmp(&b.content.len()),
                "starred" => std::cmp::Ordering::Equal,
                _ => a.modified.cmp(&b.modified),
            };
            if *down { order.reverse() } else { order }
        });
    }
}
