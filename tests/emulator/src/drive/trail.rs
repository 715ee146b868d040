//! What became of files, step by step: the source of `revisions` and of `changes`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::corpora::Corpora;
use super::page::Paging;
use super::{File, SPREADSHEET, user};
use crate::account::Role;
use crate::clock::rfc3339;
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// One step in the life of a file.
pub(crate) struct Step {
    id: String,
    version: u64,
    at: DateTime<Utc>,
    by: String,
    kind: StepKind,
}

/// What a step did.
pub(crate) enum StepKind {
    /// The content or the name changed.
    Content,
    /// Others may see it now, or somebody may do more or less with it.
    Access,
    /// Some or all who could see it no longer can; the file as they knew it.
    Gone(Box<File>),
}

impl World {
    /// Notes a step of a file.
    pub(crate) fn trace(&mut self, id: &str, account: &str, kind: StepKind) {
        let version = self.files.get(id).map_or(0, |file| file.version);
        let step = Step { id: id.to_owned(), version, at: self.now(), by: account.to_owned(), kind };
        let weight = size_of::<Step>() + step.id.len() + step.by.len();
        self.trail.push(step, weight, self.limits.log());
    }

    /// The revisions of a file, oldest first: every change of its content that is remembered, and what it is now.
    fn revisions(&self, file: &File) -> Vec<Value> {
        let shown = |version: u64, at: DateTime<Utc>, by: &str| {
            let mut out = json!({
                "kind": "drive#revision", "id": version.to_string(), "mimeType": file.mime,
                "modifiedTime": rfc3339(at), "lastModifyingUser": user(by), "keepForever": false, "published": false,
            });
            if file.mime == SPREADSHEET {
                let link = format!(
                    "https://docs.google.com/spreadsheets/export?id={}&revision={version}&exportFormat=csv",
                    file.id
                );
                out["exportLinks"] = json!({"text/csv": link});
            }
            out
        };
        let steps = self.trail.iter().filter(|s| s.id == file.id && matches!(s.kind, StepKind::Content));
        let mut out: Vec<Value> = steps.map(|s| shown(s.version, s.at, &s.by)).collect();
        // Of the content only what is there now is known.
        if let Some(head) = out.last_mut().filter(|_| !file.is_native()) {
            head["md5Checksum"] = file.checksums.md5.as_str().into();
            head["size"] = file.content.len().to_string().into();
            head["originalFilename"] = file.name.as_str().into();
        }
        // A state that was loaded brings files, and not how they came about.
        if out.is_empty() {
            out.push(shown(file.version, file.modified, &file.modifier));
        }
        out
    }
}

const REVISIONS: Paging = Paging { list: "revisions", standard: 200, most: 1000 };
const CHANGES: Paging = Paging { list: "changes", standard: 100, most: 1000 };

fn picked(map: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), map[*name].clone())).collect::<Map<_, _>>().into()
}

/// What a revision shows when no `fields` are given.
const REVISION: [&str; 4] = ["kind", "id", "mimeType", "modifiedTime"];

/// `revisions.list`
pub(crate) fn revisions_list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let file = world.file(call.path("fileId"), &call.account, Role::Reader)?;
    let (all, start, size) = (world.revisions(file), REVISIONS.start(call)?, REVISIONS.size(call)?);
    let whole = call.one("fields").is_some();
    let page = all.iter().skip(start).take(size);
    let shown: Vec<Value> =
        page.map(|one| if whole { one.clone() } else { picked(one, &REVISION) }).collect();
    let mut out = json!({"kind": "drive#revisionList", "revisions": shown});
    if all.len() > start.saturating_add(size) {
        out["nextPageToken"] = REVISIONS.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

/// `revisions.get`
pub(crate) fn revisions_get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let file = world.file(call.path("fileId"), &call.account, Role::Reader)?;
    let wanted = call.path("revisionId");
    let all = world.revisions(file);
    let found = if wanted == "head" { all.last() } else { all.iter().find(|one| one["id"] == wanted) };
    let found = found.ok_or_else(|| ApiError::missing(format!("Revision not found: {wanted}.")))?;
    if call.one("alt").is_some_and(|alt| alt.eq_ignore_ascii_case("media")) {
        return Err(ApiError::unimplemented("the content of a revision"));
    }
    Ok(Answer::Json(if call.one("fields").is_some() { found.clone() } else { picked(found, &REVISION) }))
}

/// `changes.getStartPageToken`
#[expect(clippy::unnecessary_wraps, reason = "a handler of the table of routes")]
pub(crate) fn start_page_token(world: &mut World, _: &Call) -> Result<Answer, ApiError> {
    let token = (world.trail.total() + 1).to_string();
    Ok(Answer::Json(json!({"kind": "drive#startPageToken", "startPageToken": token})))
}

/// `changes.list`: each file once, at its last step.
pub(crate) fn changes_list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let size = CHANGES.size(call)?;
    // Unlike those of other lists, these tokens are numbers that Drive itself hands out beforehand.
    let start: usize =
        call.one("pageToken").unwrap_or("").parse().map_err(|_| ApiError::value("pageToken"))?;
    let corpora = Corpora::of_changes(world, call)?;
    let removed = !call.one("includeRemoved").is_some_and(|v| v.eq_ignore_ascii_case("false"));
    let last: BTreeMap<&str, usize> =
        world.trail.iter().enumerate().map(|(index, step)| (step.id.as_str(), index)).collect();
    let mut out = json!({"kind": "drive#changeList"});
    let mut changes: Vec<Value> = Vec::new();
    let before = world.trail.dropped();
    for (index, step) in world.trail.iter().enumerate().skip(start.saturating_sub(1).saturating_sub(before)) {
        if last.get(step.id.as_str()) != Some(&index) {
            continue;
        }
        if changes.len() == size {
            out["nextPageToken"] = (before + index + 1).to_string().into();
            break;
        }
        changes.extend(change(world, call, &corpora, step).filter(|c| removed || c["removed"] == false));
    }
    if out["nextPageToken"].is_null() {
        out["newStartPageToken"] = (world.trail.total() + 1).to_string().into();
    }
    out["changes"] = changes.into();
    if let Some(map) = out.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    Ok(Answer::Json(out))
}

/// The change as the account sees it; `None` for a file that it never saw.
fn change(world: &World, call: &Call, corpora: &Corpora, step: &Step) -> Option<Value> {
    let account = &call.account;
    let seen = |file: &&File| !call.narrow || file.client == world.client;
    let now = world.files.get(&step.id).filter(seen);
    if now.is_some_and(|file| !corpora.has(file)) {
        return None;
    }
    let role = now.and_then(|file| world.access(file, account));
    let mut out = json!({
        "kind": "drive#change", "type": "file", "changeType": "file", "fileId": step.id, "time": rfc3339(step.at),
    });
    if let (Some(file), Some(role)) = (now, role) {
        out["removed"] = false.into();
        let whole = file.json(role);
        let below = call.mask.below("changes").and_then(|m| m.below("file"));
        out["file"] = match below {
            Some(Mask::Some(_)) => whole,
            _ => picked(&whole, &super::files::STANDARD),
        };
        return Some(out);
    }
    let StepKind::Gone(file) = &step.kind else { return None };
    let knew = Some(file.as_ref()).filter(seen).and_then(|file| world.access(file, account));
    out["removed"] = true.into();
    knew.map(|_| out)
}
