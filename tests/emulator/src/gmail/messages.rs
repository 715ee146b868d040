//! `users.messages`.

use serde_json::{Value, json};

use super::labels::is_built_in;
use super::{Mailbox, Message, content, from_base64url, mime, number, numbers, own, query, thread};
use crate::error::ApiError;
use crate::server::{Answer, Call};
use crate::world::World;

/// `users.messages.send`
pub(crate) fn send(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    // A reply stays in the conversation that it names.
    let thread = thread(&call.body)?;
    let mailbox = own(world, call)?;
    if thread.as_ref().is_some_and(|thread| mailbox.messages.iter().all(|m| m.thread != *thread)) {
        return Err(ApiError::not_found());
    }
    let raw = content(call, &call.body)?;
    let keep = thread.map(|thread| (world.ids.message(), thread));
    let sent = world.deliver(&call.account, &raw, keep)?;
    Ok(Answer::Json(sent.sent()))
}

/// `users.messages.insert`: a message that only appears, as if it had come by itself.
pub(crate) fn insert(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let raw = content(call, &call.body)?;
    let id = world.ids.message();
    let labels =
        call.body["labelIds"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let message =
        Message { thread: id.clone(), id, labels: labels.collect(), date: world.now(), raw, history: 0 };
    let shown = message.sent();
    own(world, call)?.add(message);
    Ok(Answer::Json(shown))
}

/// A page of a list, as Gmail answers it; an empty list is left out.
pub(crate) fn page(call: &Call, name: &str, all: &[Value]) -> Result<Value, ApiError> {
    let size = match call.one("maxResults").map(str::parse::<i32>) {
        Some(Ok(size)) if size > 0 => usize::try_from(size).unwrap_or(500).min(500),
        Some(_) => return Err(ApiError::invalid("Invalid maxResults")),
        None => 100,
    };
    let start: usize = call
        .one("pageToken")
        .filter(|t| !t.is_empty())
        .map_or(Ok(0), str::parse)
        .map_err(|_| ApiError::invalid("Invalid pageToken"))?;
    let mut out = json!({"resultSizeEstimate": crate::num::int(all.len())});
    let shown: Vec<Value> = all.iter().skip(start).take(size).cloned().collect();
    if !shown.is_empty() {
        out[name] = shown.into();
    }
    if all.len() > start + size {
        out["nextPageToken"] = (start + size).to_string().into();
    }
    Ok(out)
}

/// The messages a list asks for, newest first.
pub(super) fn listed<'a>(
    mailbox: &'a Mailbox,
    call: &Call,
    now: chrono::DateTime<chrono::Utc>,
) -> Vec<&'a Message> {
    let labels = call.all("labelIds");
    let wanted = call.one("q").map(query::parse);
    let binned = call.flag("includeSpamTrash")
        || labels.contains(&"TRASH")
        || wanted.as_ref().is_some_and(query::Query::asks_for_bin);
    let mut out: Vec<&Message> = mailbox
        .messages
        .iter()
        .filter(|m| labels.iter().all(|label| m.labels.iter().any(|own| own == label)))
        .filter(|m| binned || !m.labels.iter().any(|l| l == "TRASH" || l == "SPAM"))
        .filter(|m| wanted.as_ref().is_none_or(|q| q.matches(m, &call.account, now)))
        .collect();
    out.reverse();
    out
}

/// A token that may read metadata only may not search.
pub(super) fn may_search(call: &Call) -> Result<(), ApiError> {
    let narrow = call.scopes.as_ref().is_some_and(|s| s.contains("gmail.metadata"));
    if narrow && call.one("q").is_some() {
        return Err(ApiError::forbidden("forbidden", "Metadata scope does not support 'q' parameter"));
    }
    Ok(())
}

/// `users.messages.list`
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    may_search(call)?;
    let now = world.now();
    let mailbox = own(world, call)?;
    let all: Vec<Value> = listed(mailbox, call, now).into_iter().map(Message::short).collect();
    Ok(Answer::Json(page(call, "messages", &all)?))
}

/// `users.messages.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let format = call.one("format").unwrap_or("full").to_owned();
    let only_metadata = call.scopes.as_ref().is_some_and(|s| {
        s.contains("gmail.metadata") && !s.contains("gmail.readonly") && !s.contains("gmail.modify")
    });
    if only_metadata && matches!(format.as_str(), "full" | "raw") {
        return Err(ApiError::forbidden(
            "forbidden",
            format!("Metadata scope doesn't allow format {}", format.to_uppercase()),
        ));
    }
    let headers = call.all("metadataHeaders");
    let id = number(call.path("id"))?;
    let message = own(world, call)?.find(&id)?;
    Ok(Answer::Json(message.json(&format, &headers, &call.mask)))
}

/// `users.messages.delete`
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = number(call.path("id"))?;
    let mailbox = own(world, call)?;
    mailbox.find(&id)?;
    mailbox.messages.retain(|m| m.id != id);
    mailbox.drafts.retain(|_, message| *message != id);
    Ok(Answer::Empty)
}

pub(super) fn relabel(message: &mut Message, body: &Value) {
    let names = |member: &str| -> Vec<String> {
        body[member].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let gone = names("removeLabelIds");
    message.labels.retain(|label| !gone.contains(label));
    for label in names("addLabelIds") {
        if !message.labels.contains(&label) {
            message.labels.push(label);
        }
    }
}

/// Refuses labels that the mailbox does not have, and those that no request may set.
pub(super) fn known_labels(mailbox: &Mailbox, body: &Value) -> Result<(), ApiError> {
    for member in ["addLabelIds", "removeLabelIds"] {
        for label in body[member].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let known = is_built_in(label) || mailbox.labels.contains_key(label);
            if !known || matches!(label, "SENT" | "DRAFT") {
                return Err(ApiError::invalid(format!("Invalid label: {label}")));
            }
        }
    }
    Ok(())
}

fn change(world: &mut World, call: &Call, act: impl FnOnce(&mut Message)) -> Result<Answer, ApiError> {
    let id = number(call.path("id"))?;
    let mailbox = own(world, call)?;
    let message = mailbox.messages.iter_mut().find(|m| m.id == id).ok_or_else(ApiError::not_found)?;
    act(message);
    Ok(Answer::Json(message.sent()))
}

/// `users.messages.modify`
pub(crate) fn modify(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    known_labels(own(world, call)?, &call.body)?;
    change(world, call, |message| relabel(message, &call.body))
}

/// `users.messages.trash`
pub(crate) fn trash(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    change(world, call, |message| {
        relabel(message, &json!({"addLabelIds": ["TRASH"], "removeLabelIds": ["INBOX"]}));
    })
}

/// `users.messages.untrash`
pub(crate) fn untrash(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    change(world, call, |message| relabel(message, &json!({"removeLabelIds": ["TRASH"]})))
}

/// `users.messages.batchModify`
pub(crate) fn batch_modify(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let ids = numbers(&call.body["ids"])?;
    let mailbox = own(world, call)?;
    known_labels(mailbox, &call.body)?;
    for message in mailbox.messages.iter_mut().filter(|m| ids.contains(&m.id)) {
        relabel(message, &call.body);
    }
    Ok(Answer::Empty)
}

/// `users.messages.batchDelete`
pub(crate) fn batch_delete(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let ids = numbers(&call.body["ids"])?;
    let mailbox = own(world, call)?;
    mailbox.messages.retain(|m| !ids.contains(&m.id));
    mailbox.drafts.retain(|_, message| !ids.contains(message));
    Ok(Answer::Empty)
}

/// `users.messages.attachments.get`: the id alone says of which message, whatever the path says.
pub(crate) fn attachment(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let mailbox = own(world, call)?;
    let token = call.path("id").strip_prefix(mime::ATTACHED).and_then(from_base64url);
    let text = token.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let (id, part) = text.split_once(' ').unwrap_or_default();
    let found = mailbox.find(id).ok().and_then(|message| mime::attached(&message.raw, part));
    let bytes = found.ok_or_else(|| ApiError::invalid("Invalid attachment token"))?;
    Ok(Answer::Json(json!({"size": crate::num::int(bytes.len()), "data": mime::base64url(&bytes)})))
}
