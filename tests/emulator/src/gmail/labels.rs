//! `users.labels`, and the profile.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Message, own};
use crate::error::ApiError;
use crate::num;
use crate::server::{Answer, Call};
use crate::world::World;

/// The labels that every mailbox has, in Gmail's order, and whether they and their mail are hidden in its window.
const BUILT_IN: [(&str, bool); 14] = [
    ("CHAT", true),
    ("SENT", false),
    ("INBOX", false),
    ("IMPORTANT", true),
    ("TRASH", true),
    ("DRAFT", false),
    ("SPAM", true),
    ("CATEGORY_FORUMS", true),
    ("CATEGORY_UPDATES", true),
    ("CATEGORY_PERSONAL", true),
    ("CATEGORY_PROMOTIONS", true),
    ("CATEGORY_SOCIAL", true),
    ("STARRED", false),
    ("UNREAD", false),
];

/// Whether every mailbox has a label of this id.
pub(super) fn is_built_in(id: &str) -> bool {
    BUILT_IN.iter().any(|(name, _)| *name == id)
}

fn label(id: &str, name: &str, kind: &str) -> Value {
    let mut out = json!({"id": id, "name": name, "type": kind});
    if BUILT_IN.iter().any(|(built_in, hidden)| *built_in == id && *hidden) {
        out["messageListVisibility"] = "hide".into();
        out["labelListVisibility"] = "labelHide".into();
    }
    out
}

/// `users.getProfile`
pub(crate) fn profile(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let account = call.account.clone();
    let mailbox = own(world, call)?;
    let threads = threads(mailbox.messages.iter());
    Ok(Answer::Json(json!({
        "emailAddress": account,
        "messagesTotal": num::int(mailbox.messages.len()),
        "threadsTotal": num::int(threads),
        "historyId": mailbox.history.to_string(),
    })))
}

/// How many conversations the messages belong to.
fn threads<'a>(messages: impl Iterator<Item = &'a Message>) -> usize {
    messages.map(|message| message.thread.as_str()).collect::<BTreeSet<_>>().len()
}

/// `users.labels.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let mailbox = own(world, call)?;
    let system = BUILT_IN.iter().map(|(name, _)| label(name, name, "system"));
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
        None if is_built_in(&id) => label(&id, &id, "system"),
        None => return Err(ApiError::not_found()),
    };
    let has = |message: &&Message, label: &str| message.labels.iter().any(|own| own == label);
    let of_label = || mailbox.messages.iter().filter(|m| has(m, &id));
    let unread = || of_label().filter(|m| has(m, "UNREAD"));
    out["messagesTotal"] = num::int(of_label().count()).into();
    out["messagesUnread"] = num::int(unread().count()).into();
    out["threadsTotal"] = num::int(threads(of_label())).into();
    out["threadsUnread"] = num::int(threads(unread())).into();
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
