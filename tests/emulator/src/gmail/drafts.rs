//! `users.drafts`.

use serde_json::{Value, json};

use super::{Message, content, draft, own, thread};
use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::{Answer, Call};
use crate::world::World;

/// `users.drafts.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let raw = content(call, &call.body["message"])?;
    if raw.len() > world.limits.mail_bytes {
        return Err(ApiError::too_large());
    }
    let draft = world.ids.draft();
    let message = new_message(world, call, raw)?;
    let shown = json!({"id": draft, "message": message.sent()});
    let mailbox = own(world, call)?;
    mailbox.drafts.insert(draft, message.id.clone());
    mailbox.add(message);
    Ok(Answer::Json(shown))
}

fn new_message(world: &mut World, call: &Call, raw: Vec<u8>) -> Result<Message, ApiError> {
    let thread = thread(&call.body["message"])?;
    let id = world.ids.message();
    let thread = thread.unwrap_or_else(|| id.clone());
    Ok(Message { id, thread, labels: vec!["DRAFT".to_owned()], date: world.now(), raw, history: 0 })
}

/// `users.drafts.update`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let raw = content(call, &call.body["message"])?;
    let draft = draft(call.path("id"))?;
    let old = own(world, call)?.drafts.get(&draft).cloned().ok_or_else(ApiError::not_found)?;
    let message = new_message(world, call, raw)?;
    let shown = json!({"id": draft, "message": message.sent()});
    let mailbox = own(world, call)?;
    mailbox.messages.retain(|m| m.id != old);
    mailbox.drafts.insert(draft, message.id.clone());
    mailbox.add(message);
    Ok(Answer::Json(shown))
}

/// `users.drafts.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let format = call.one("format").unwrap_or("full").to_owned();
    let draft = draft(call.path("id"))?;
    let mailbox = own(world, call)?;
    let id = mailbox.drafts.get(&draft).ok_or_else(ApiError::not_found)?;
    let message = mailbox.find(id)?.json(&format, &[], &Mask::All);
    Ok(Answer::Json(json!({"id": draft, "message": message})))
}

/// `users.drafts.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let query = call.one("q").map(super::query::parse);
    let now = world.now();
    let mailbox = own(world, call)?;
    let mut drafts: Vec<Value> = Vec::new();
    for (draft, id) in mailbox.drafts.iter().rev() {
        let message = mailbox.find(id)?;
        if query.as_ref().is_none_or(|q| q.matches(message, &call.account, now)) {
            drafts.push(json!({"id": draft, "message": message.short()}));
        }
    }
    Ok(Answer::Json(super::messages::page(call, "drafts", &drafts)?))
}

/// `users.drafts.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let draft = draft(call.path("id"))?;
    let mailbox = own(world, call)?;
    let id = mailbox.drafts.remove(&draft).ok_or_else(ApiError::not_found)?;
    mailbox.messages.retain(|m| m.id != id);
    Ok(Answer::Empty)
}

/// `users.drafts.send`: the draft is gone, and a message is sent in its place.
pub(crate) fn send(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let draft = match call.body["id"].as_str().unwrap_or("") {
        "" => String::new(),
        id => draft(id)?,
    };
    let renew = world.switches.sending_renews_message_id;
    let mailbox = own(world, call)?;
    let message = if draft.is_empty() {
        None
    } else {
        let id = mailbox.drafts.get(&draft).ok_or_else(ApiError::not_found)?;
        Some(mailbox.find(id)?.clone())
    };
    // A body with a message sends that in place of what the draft held.
    let raw = match &message {
        Some(message) if call.media.is_none() && call.body["message"]["raw"].is_null() => message.raw.clone(),
        _ => content(call, &call.body["message"])?,
    };
    let keep = message.as_ref().filter(|_| !renew).map(|m| (m.id.clone(), m.thread.clone()));
    let account = call.account.clone();
    // Refused mail leaves the draft where it is.
    let old = message.map(|m| m.id);
    let before = world.mailboxes.get(&account).map_or(0, |m| m.messages.len());
    let sent = world.deliver(&account, &raw, keep)?;
    let mailbox = own(world, call)?;
    mailbox.drafts.remove(&draft);
    if let Some(old) = old
        && let Some(index) = mailbox.messages.iter().take(before).position(|m| m.id == old)
    {
        mailbox.messages.remove(index);
    }
    Ok(Answer::Json(sent.sent()))
}
