//! `users.threads`: messages that belong together.

use serde_json::{Value, json};

use super::messages::{known_labels, listed, may_search, page, relabel};
use super::{Message, number, own};
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// `users.threads.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let format = call.one("format").unwrap_or("full").to_owned();
    let headers = call.all("metadataHeaders");
    let id = number(call.path("id"))?;
    let mailbox = own(world, call)?;
    let messages: Vec<&Message> = mailbox.messages.iter().filter(|m| m.thread == id).collect();
    let last = messages.last().ok_or_else(ApiError::not_found)?;
    let shown: Vec<Value> = messages.iter().map(|m| m.json(&format, &headers, &Mask::All)).collect();
    Ok(Answer::Json(json!({"id": id, "historyId": last.history.to_string(), "messages": shown})))
}

/// `users.threads.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    may_search(call)?;
    let now = world.now();
    let mailbox = own(world, call)?;
    let mut seen = std::collections::BTreeSet::new();
    let all: Vec<Value> = listed(mailbox, call, now)
        .into_iter()
        .filter(|m| seen.insert(m.thread.clone()))
        .map(|m| json!({"id": m.thread, "snippet": m.json("minimal", &[], &Mask::All)["snippet"], "historyId": m.history.to_string()}))
        .collect();
    Ok(Answer::Json(page(call, "threads", &all)?))
}

/// Changes every message of a thread.
fn change(world: &mut World, call: &Call, body: &Value) -> Result<Answer, ApiError> {
    let id = number(call.path("id"))?;
    let mailbox = own(world, call)?;
    let mut messages: Vec<&mut Message> = mailbox.messages.iter_mut().filter(|m| m.thread == id).collect();
    if messages.is_empty() {
        return Err(ApiError::not_found());
    }
    for message in &mut messages {
        relabel(message, body);
    }
    let shown: Vec<Value> = messages.iter().map(|m| m.sent()).collect();
    Ok(Answer::Json(json!({"id": id, "messages": shown})))
}

/// `users.threads.modify`
pub(crate) fn modify(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    known_labels(own(world, call)?, &call.body)?;
    change(world, call, &call.body)
}

/// `users.threads.trash`
pub(crate) fn trash(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    change(world, call, &json!({"addLabelIds": ["TRASH"], "removeLabelIds": ["INBOX"]}))
}

/// `users.threads.untrash`
pub(crate) fn untrash(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    change(world, call, &json!({"removeLabelIds": ["TRASH"]}))
}

/// `users.threads.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = number(call.path("id"))?;
    let mailbox = own(world, call)?;
    let gone: Vec<String> =
        mailbox.messages.iter().filter(|m| m.thread == id).map(|m| m.id.clone()).collect();
    if gone.is_empty() {
        return Err(ApiError::not_found());
    }
    mailbox.messages.retain(|m| m.thread != id);
    mailbox.drafts.retain(|_, message| !gone.contains(message));
    Ok(Answer::Empty)
}
