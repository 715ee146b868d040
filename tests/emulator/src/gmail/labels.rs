//! `users.labels`, and the profile.

use serde_json::{Value, json};

use super::own;
use crate::error::ApiError;
use crate::num;
use crate::server::{Answer, Call};
use crate::world::World;

pub(super) const SYSTEM: [&str; 8] =
    ["INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT"];

fn label(id: &str, name: &str, kind: &str) -> Value {
    json!({"id": id, "name": name, "type": kind})
}

/// `users.getProfile`
pub(crate) fn profile(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let account = call.account.clone();
    let mailbox = own(world, call)?;
    let mut threads: Vec<&str> = mailbox.messages.iter().map(|m| m.thread.as_str()).collect();
    threads.sort_unstable();
    threads.dedup();
    Ok(Answer::Json(json!({
        "emailAddress": account,
        "messagesTotal": num::int(mailbox.messages.len()),
        "threadsTotal": num::int(threads.len()),
        "historyId": mailbox.history.to_string(),
    })))
}

/// `users.labels.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let mailbox = own(world, call)?;
    let system = SYSTEM.iter().map(|name| label(name, name, "system"));
    let own = mailbox.labels.iter().map(|(id, name)| label(id, name, "user"));
    let all: Vec<Value> = system.chain(own).collect();
    Ok(Answer::Json(json!({"labels": all})))
}

/// `users.labels.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("id").to_owned();
    let mailbox = own(world, call)?;
    let mut out = match mailbox.labels.get(&id) {
        Some(name) => label(&id, name, "user"),
        None if SYSTEM.contains(&id.as_str()) => label(&id, &id, "system"),
        None => return Err(ApiError::not_found()),
    };
    let count = mailbox.messages.iter().filter(|m| m.labels.contains(&id)).count();
    out["messagesTotal"] = num::int(count).into();
    Ok(Answer::Json(out))
}

/// `users.labels.create`
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let name = call.body["name"].as_str().unwrap_or("").to_owned();
    if name.is_empty() {
        return Err(ApiError::invalid("Invalid label name"));
    }
    let id = format!("Label_{}", world.ids.number());
    let mailbox = own(world, call)?;
    if mailbox.labels.values().any(|own| own.eq_ignore_ascii_case(&name)) {
        return Err(ApiError::conflict("Label name exists or conflicts"));
    }
    mailbox.labels.insert(id.clone(), name.clone());
    let mut shown = label(&id, &name, "user");
    for member in ["messageListVisibility", "labelListVisibility"] {
        if call.body[member].is_string() {
            shown[member] = call.body[member].clone();
        }
    }
    Ok(Answer::Json(shown))
}

/// `users.labels.update` and `users.labels.patch`
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("id").to_owned();
    let mailbox = own(world, call)?;
    let own = mailbox.labels.get_mut(&id).ok_or_else(ApiError::not_found)?;
    if let Some(name) = call.body["name"].as_str() {
        name.clone_into(own);
    }
    let shown = label(&id, own, "user");
    Ok(Answer::Json(shown))
}

/// `users.labels.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("id").to_owned();
    let mailbox = own(world, call)?;
    mailbox.labels.remove(&id).ok_or_else(ApiError::not_found)?;
    for message in &mut mailbox.messages {
        message.labels.retain(|label| *label != id);
    }
    Ok(Answer::Empty)
}
