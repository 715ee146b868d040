//! `comments` and `replies` of a file; those on the cells of a spreadsheet are the same threads that Sheets shows.

use serde_json::{Value, json};

use super::page::Paging;
use super::user;
use crate::account::Role;
use crate::clock::rfc3339;
use crate::error::ApiError;
use crate::server::{Answer, Call};
use crate::sheets::{Action, Comment, Post};
use crate::world::World;

const PAGING: Paging = Paging { list: "comments", standard: 20, most: 100 };
const REPLIES: Paging = Paging { list: "replies", standard: 20, most: 100 };

impl World {
    /// The threads of a file, wherever they are kept.
    fn threads(&mut self, id: &str) -> Option<&mut Vec<Comment>> {
        match self.books.get_mut(id) {
            Some(book) => Some(&mut book.comments),
            None => self.files.get_mut(id).map(|file| &mut file.comments),
        }
    }
}

/// Every method but the deletions must say which fields it wants.
fn fields(call: &Call) -> Result<(), ApiError> {
    if call.one("fields").is_some_and(|fields| !fields.trim().is_empty()) {
        return Ok(());
    }
    Err(ApiError::required("fields", "The 'fields' parameter is required for this method."))
}

/// The threads of the file that is asked for.
fn threads<'a>(world: &'a mut World, call: &Call, least: Role) -> Result<&'a mut Vec<Comment>, ApiError> {
    let id = call.path("fileId");
    world.file(id, &call.account, least)?;
    world.threads(id).ok_or_else(|| ApiError::no_file(id))
}

fn thread<'a>(world: &'a mut World, call: &Call, least: Role) -> Result<&'a mut Comment, ApiError> {
    let id = call.path("commentId").to_owned();
    let deleted = call.flag("includeDeleted");
    let found = threads(world, call, least)?.iter_mut().find(|c| c.id == id && (deleted || !c.deleted));
    found.ok_or_else(|| ApiError::no_comment("Comment", &id))
}

fn post<'a>(world: &'a mut World, call: &Call, least: Role) -> Result<&'a mut Post, ApiError> {
    let id = call.path("replyId").to_owned();
    let deleted = call.flag("includeDeleted");
    let replies = &mut thread(world, call, least)?.replies;
    let found = replies.iter_mut().find(|p| p.id == id && (deleted || !p.deleted));
    found.ok_or_else(|| ApiError::no_comment("Reply", &id))
}

/// Only who wrote a post may change it.
fn own(post: &Post, account: &str) -> Result<(), ApiError> {
    if post.author == account {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "insufficientFilePermissions",
        "The user does not have sufficient permissions for this file.",
    ))
}

fn content(call: &Call) -> Result<&str, ApiError> {
    let text = call.body["content"].as_str().unwrap_or("");
    if text.is_empty() { Err(ApiError::required("content", "The content is required.")) } else { Ok(text) }
}

/// `comments.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let now = world.now();
    let (id, anchor) = (world.ids.comment(), world.ids.number().to_string());
    let threads = threads(world, call, Role::Commenter)?;
    let head = Post::new(id.clone(), &call.account, content(call)?, now);
    let mut comment = Comment::new(id, anchor, head);
    comment.foreign_anchor = call.body["anchor"].as_str().map(str::to_owned);
    call.body["quotedFileContent"]["value"].as_str().unwrap_or("").clone_into(&mut comment.quote);
    let shown = shown(&comment, &call.account);
    threads.push(comment);
    Ok(Answer::Json(shown))
}

/// `comments.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let (size, start) = (PAGING.size(call)?, PAGING.start(call)?);
    let since = match call.one("startModifiedTime") {
        Some(text) => {
            let invalid = |_| ApiError::value("startModifiedTime");
            Some(text.parse::<chrono::DateTime<chrono::Utc>>().map_err(invalid)?)
        }
        None => None,
    };
    let deleted = call.flag("includeDeleted");
    let threads = threads(world, call, Role::Reader)?;
    let mut wanted: Vec<&Comment> = threads
        .iter()
        .filter(|comment| deleted || !comment.deleted)
        .filter(|comment| since.is_none_or(|since| modified(comment) >= since))
        .collect();
    // The latest first, as Drive lists them.
    wanted.sort_by_key(|comment| std::cmp::Reverse(modified(comment)));
    let page = wanted.iter().skip(start).take(size);
    let mut out = json!({
        "kind": "drive#commentList",
        "comments": page.map(|comment| shown(comment, &call.account)).collect::<Vec<_>>(),
    });
    if start + size < wanted.len() {
        out["nextPageToken"] = PAGING.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

/// `comments.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let shown = shown(thread(world, call, Role::Reader)?, &call.account);
    Ok(Answer::Json(shown))
}

/// `comments.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let now = world.now();
    let comment = thread(world, call, Role::Commenter)?;
    own(&comment.head, &call.account)?;
    content(call)?.clone_into(&mut comment.head.content);
    comment.head.updated = now;
    let shown = shown(comment, &call.account);
    Ok(Answer::Json(shown))
}

/// `comments.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let now = world.now();
    let comment = thread(world, call, Role::Commenter)?;
    own(&comment.head, &call.account)?;
    comment.deleted = true;
    comment.head.updated = now;
    Ok(Answer::Empty)
}

/// `replies.create`
pub(crate) fn replies_create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let now = world.now();
    let id = world.ids.comment();
    let action = match call.body["action"].as_str() {
        None | Some("") => None,
        Some("resolve") => Some(Action::Resolve),
        Some("reopen") => Some(Action::Reopen),
        Some(_) => return Err(ApiError::value("action")),
    };
    let comment = thread(world, call, Role::Commenter)?;
    let text = if action.is_some() { call.body["content"].as_str().unwrap_or("") } else { content(call)? };
    let mut post = Post::new(id, &call.account, text, now);
    post.action = action;
    let shown = reply(&post, &call.account);
    comment.reply(post);
    Ok(Answer::Json(shown))
}

/// `replies.list`
pub(crate) fn replies_list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let (size, start) = (REPLIES.size(call)?, REPLIES.start(call)?);
    let deleted = call.flag("includeDeleted");
    let comment = thread(world, call, Role::Reader)?;
    let posts: Vec<&Post> = comment.replies.iter().filter(|post| deleted || !post.deleted).collect();
    let page = posts.iter().skip(start).take(size);
    let mut out = json!({
        "kind": "drive#replyList",
        "replies": page.map(|post| reply(post, &call.account)).collect::<Vec<_>>(),
    });
    if posts.len() > start.saturating_add(size) {
        out["nextPageToken"] = REPLIES.token(start + size).into();
    }
    Ok(Answer::Json(out))
}

/// `replies.get`
pub(crate) fn replies_get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let shown = reply(post(world, call, Role::Reader)?, &call.account);
    Ok(Answer::Json(shown))
}

/// `replies.update`
pub(crate) fn replies_update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    fields(call)?;
    let now = world.now();
    let post = post(world, call, Role::Commenter)?;
    own(post, &call.account)?;
    content(call)?.clone_into(&mut post.content);
    post.updated = now;
    let shown = reply(post, &call.account);
    Ok(Answer::Json(shown))
}

/// `replies.delete`
pub(crate) fn replies_delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let post = post(world, call, Role::Commenter)?;
    own(post, &call.account)?;
    post.deleted = true;
    Ok(Answer::Empty)
}

fn modified(comment: &Comment) -> chrono::DateTime<chrono::Utc> {
    comment.replies.iter().map(|post| post.updated).fold(comment.head.updated, std::cmp::max)
}

fn shown(comment: &Comment, viewer: &str) -> Value {
    let mut out = base(&comment.head, "drive#comment", comment.deleted, viewer);
    out["modifiedTime"] = rfc3339(modified(comment)).into();
    out["resolved"] = comment.resolved.into();
    out["replies"] = comment.replies.iter().map(|post| reply(post, viewer)).collect();
    if comment.deleted {
        return out;
    }
    if let Some(anchor) = &comment.foreign_anchor {
        out["anchor"] = anchor.as_str().into();
    } else if let Some(range) = comment.anchor {
        let anchor = json!({"type": "workbook-range", "uid": range.sheet, "range": comment.anchor_id});
        out["anchor"] = anchor.to_string().into();
    }
    if !comment.quote.is_empty() {
        out["quotedFileContent"] = json!({"mimeType": "text/html", "value": comment.quote});
    }
    out
}

fn reply(post: &Post, viewer: &str) -> Value {
    let mut out = base(post, "drive#reply", post.deleted, viewer);
    match post.action {
        Some(Action::Resolve) => out["action"] = "resolve".into(),
        Some(Action::Reopen) => out["action"] = "reopen".into(),
        None => {}
    }
    out
}

/// What comments and replies have in common; a deleted one has lost its content.
fn base(post: &Post, kind: &str, deleted: bool, viewer: &str) -> Value {
    let mut author = user(&post.author);
    author["me"] = (post.author == viewer).into();
    let mut out = json!({
        "kind": kind,
        "id": post.id,
        "createdTime": rfc3339(post.created),
        "modifiedTime": rfc3339(post.updated),
        "author": author,
        "deleted": deleted,
    });
    if !deleted && !post.content.is_empty() {
        out["content"] = post.content.as_str().into();
        out["htmlContent"] = post.html().into();
    }
    if let Some(email) = &post.assignee {
        out["assigneeEmailAddress"] = email.as_str().into();
    }
    out
}
