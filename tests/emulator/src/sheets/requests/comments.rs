//! Comments on cells: threads, replies, and who may change them.

use serde_json::{Value, json};

use super::{Refusal, Reply};
use crate::clock::rfc3339;
use crate::sheets::GridRange;
use crate::sheets::comment::{Action, Comment, LONGEST, Post};
use crate::sheets::edit::Edit;
use crate::sheets::formula::Evaluator;
use crate::sheets::range::Block;
use crate::sheets::render;

/// Whether a request of that kind belongs to the comments.
pub(crate) fn is_comment(kind: &str) -> bool {
    matches!(
        kind,
        "insertComment" | "addCommentReply" | "updateCommentPost" | "deleteComment" | "deleteCommentReply"
    )
}

pub(super) fn insert(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let content = content(&body["content"])?;
    let assignee = assignee(&body["assigneeEmailAddress"])?;
    let (sheet, row, column) = edit.place(&body["coordinate"])?;
    let grid = edit.sheet(sheet)?;
    let quote = render::formatted(&Evaluator::new(edit.book, edit.now), grid, row, column);
    let mut head = Post::new(edit.ids.comment(), &edit.actor.account, content, edit.instant);
    head.assignee = assignee;
    let mut comment = Comment::new(head.id.clone(), edit.ids.number().to_string(), head);
    let block = Block { top: row, bottom: row + 1, left: column, right: column + 1 };
    comment.anchor = Some(GridRange::of(sheet, block));
    comment.quote = quote;
    let shown = thread(&comment, &edit.actor.account);
    edit.book.comments.push(comment);
    Ok(json!({"commentThread": shown}))
}

pub(super) fn reply(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["post"];
    let action = match given["commentAction"].as_str() {
        Some("RESOLVE") => Some(Action::Resolve),
        Some("REOPEN") => Some(Action::Reopen),
        _ => None,
    };
    let text = if action.is_some() && given["content"].as_str().is_none_or(str::is_empty) {
        ""
    } else {
        content(&given["content"])?
    };
    let assignee = assignee(&given["assigneeEmail"])?;
    let id = edit.ids.comment();
    let mut post = Post::new(id, &edit.actor.account, text, edit.instant);
    let comment = find(edit, &body["commentId"])?;
    if assignee.is_some() && (action.is_some() || comment.head.assignee.is_none()) {
        return Err(
            "An assignee can only be set on a thread that has one, and not with a comment action.".into()
        );
    }
    post.assignee = assignee;
    post.action = action;
    comment.reply(post.clone());
    Ok(json!({"post": shown_post(&post, &edit.actor.account)}))
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let content = content(&body["content"])?.to_owned();
    let (account, instant) = (edit.actor.account.clone(), edit.instant);
    let post = own_post(find(edit, &body["commentId"])?, &body["postId"], &account)?;
    post.content = content;
    post.updated = instant;
    Ok(Value::Null)
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let account = edit.actor.account.clone();
    let comment = find(edit, &body["commentId"])?;
    if comment.head.author != account {
        return Err("Only the author of the head post can delete the comment.".into());
    }
    let id = comment.id.clone();
    edit.book.comments.retain(|comment| comment.id != id);
    Ok(Value::Null)
}

pub(super) fn delete_reply(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let account = edit.actor.account.clone();
    let comment = find(edit, &body["commentId"])?;
    if body["postId"].as_str() == Some(comment.head.id.as_str()) {
        return Err("The head post of a comment is not a reply.".into());
    }
    let post = own_post(comment, &body["postId"], &account)?;
    if post.action.is_some() || post.assignee.is_some() {
        return Err("A reply with a comment action or an assignee cannot be deleted.".into());
    }
    post.deleted = true;
    Ok(Value::Null)
}

fn find<'a>(edit: &'a mut Edit<'_>, id: &Value) -> Result<&'a mut Comment, Refusal> {
    let id = id.as_str().unwrap_or("");
    let found = edit.book.comments.iter_mut().find(|comment| comment.id == id && !comment.deleted);
    found.ok_or_else(|| format!("No comment with id: {id}").into())
}

fn own_post<'a>(comment: &'a mut Comment, id: &Value, account: &str) -> Result<&'a mut Post, Refusal> {
    let id = id.as_str().unwrap_or("");
    let post = comment.post_mut(id).ok_or_else(|| format!("No post with id: {id}"))?;
    if post.author == account { Ok(post) } else { Err("Only the author of a post can change it.".into()) }
}

fn content(given: &Value) -> Result<&str, String> {
    let text = given.as_str().unwrap_or("");
    if text.is_empty() {
        return Err("The content of a comment cannot be empty.".to_owned());
    }
    if text.encode_utf16().count() > LONGEST {
        return Err(format!("The content of a comment may not exceed {LONGEST} characters."));
    }
    Ok(text)
}

fn assignee(given: &Value) -> Result<Option<String>, String> {
    let Some(email) = given.as_str().filter(|email| !email.is_empty()) else { return Ok(None) };
    if email.encode_utf16().count() > LONGEST {
        return Err(format!("The email of an assignee may not exceed {LONGEST} characters."));
    }
    if email.contains('@') {
        Ok(Some(email.to_owned()))
    } else {
        Err(format!("Invalid email address: {email}"))
    }
}

/// A thread as `spreadsheets.get` shows it to an account.
pub(crate) fn thread(comment: &Comment, viewer: &str) -> Value {
    let mut out = json!({
        "commentId": comment.id,
        "headPost": shown_post(&comment.head, viewer),
        "status": if comment.resolved { "RESOLVED" } else { "OPEN" },
    });
    if comment.anchor.is_some() {
        out["anchorId"] = comment.anchor_id.as_str().into();
    }
    if !comment.quote.is_empty() {
        out["plainTextQuote"] = comment.quote.as_str().into();
    }
    if !comment.replies.is_empty() {
        out["replies"] = comment.replies.iter().map(|post| shown_post(post, viewer)).collect();
    }
    out
}

fn shown_post(post: &Post, viewer: &str) -> Value {
    let mut out = json!({
        "postId": post.id,
        "createTime": rfc3339(post.created),
        "updateTime": rfc3339(post.updated),
    });
    if post.deleted {
        out["deleted"] = true.into();
        return out;
    }
    let mut author = json!({
        "displayName": post.author.split('@').next().unwrap_or(""),
        "user": format!("users/{}", crate::drive::permission_id(&post.author)),
    });
    if post.author == viewer {
        author["me"] = true.into();
    }
    out["author"] = author;
    if !post.content.is_empty() {
        out["content"] = post.content.as_str().into();
        out["contentHtml"] = post.html().into();
    }
    if let Some(email) = &post.assignee {
        out["assigneeEmail"] = email.as_str().into();
    }
    match post.action {
        Some(Action::Resolve) => out["commentAction"] = "RESOLVE".into(),
        Some(Action::Reopen) => out["commentAction"] = "REOPEN".into(),
        None => {}
    }
    out
}
