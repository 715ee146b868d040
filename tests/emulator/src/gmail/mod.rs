//! Gmail v1: drafts, messages, labels, and the delivery of what is sent.

mod drafts;
mod labels;
mod messages;
mod mime;
mod query;
mod threads;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use mime::{Parsed, from_base64url, parameter, split};

use crate::error::ApiError;
use crate::schema::Mask;
use crate::server::Call;
use crate::world::World;

/// The handlers that the table of routes names.
pub(crate) mod handlers {
    pub(crate) use super::drafts::{
        create as drafts_create, delete as drafts_delete, get as drafts_get, list as drafts_list,
        send as drafts_send, update as drafts_update,
    };
    pub(crate) use super::labels::{
        create as labels_create, delete as labels_delete, get as labels_get, list as labels_list, profile,
        update as labels_update,
    };
    pub(crate) use super::messages::{
        attachment, batch_delete, batch_modify, delete as messages_delete, get as messages_get,
        insert as messages_insert, list as messages_list, modify as messages_modify, send as messages_send,
        trash, untrash,
    };
    pub(crate) use super::threads::{
        delete as threads_delete, get as threads_get, list as threads_list, modify as threads_modify,
        trash as threads_trash, untrash as threads_untrash,
    };
}

/// What an account has in its mailbox, newest last.
#[derive(Serialize, Deserialize, Clone, Default)]
pub(crate) struct Mailbox {
    pub(crate) messages: Vec<Message>,
    /// Draft id to message id.
    pub(crate) drafts: BTreeMap<String, String>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) history: u64,
}

#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) thread: String,
    pub(crate) labels: Vec<String>,
    pub(crate) date: DateTime<Utc>,
    pub(crate) raw: Vec<u8>,
    pub(crate) history: u64,
}

/// A mail as it was delivered, decoded for whoever checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// The account that sent it.
    pub sender: String,
    /// The id of the sent message in the sender's mailbox.
    pub message_id: String,
    /// When it was sent.
    pub date: DateTime<Utc>,
    /// The From header.
    pub from: String,
    /// The addresses of the To header.
    pub to: Vec<String>,
    /// The addresses of the Cc header.
    pub cc: Vec<String>,
    /// The addresses of the Bcc header, which the delivered mail does not show.
    pub bcc: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// The plain-text part, decoded.
    pub text: String,
    /// The HTML part, decoded; empty when there is none.
    pub html: String,
    /// The mail as delivered.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub raw: Vec<u8>,
}

fn as_text<S: serde::Serializer>(raw: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(raw))
}

fn from_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    String::deserialize(deserializer).map(String::into_bytes)
}

/// The mailbox that `userId` means, which can only be the account's own.
pub(crate) fn own<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Mailbox, ApiError> {
    let user = call.path("userId");
    if user != "me" && !user.eq_ignore_ascii_case(&call.account) {
        let text = format!("Delegation denied for {}", call.account);
        return Err(ApiError::forbidden("forbidden", text));
    }
    Ok(world.mailboxes.entry(call.account.clone()).or_default())
}

/// An id of a message or a thread as the mailbox has it: Gmail reads it as a number of 63 bits in hexadecimal digits.
pub(crate) fn number(text: &str) -> Result<String, ApiError> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit());
    let number = u64::from_str_radix(text, 16).ok().filter(|n| digits && *n < 1 << 63);
    number.map(|n| format!("{n:x}")).ok_or_else(ApiError::bad_id)
}

/// An id of a draft as the mailbox has it: a letter and a number of 64 bits, or what could be a message's.
pub(crate) fn draft(text: &str) -> Result<String, ApiError> {
    let own = text.strip_prefix(['r', 's']).is_some_and(|rest| rest.parse::<i64>().is_ok());
    if own { Ok(text.to_owned()) } else { number(text) }
}

/// The thread that a body says a mail shall join.
pub(crate) fn thread(body: &Value) -> Result<Option<String>, ApiError> {
    body["threadId"].as_str().filter(|id| !id.is_empty()).map(number).transpose()
}

/// The numbers of a list in a body.
pub(crate) fn numbers(list: &Value) -> Result<Vec<String>, ApiError> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(number).collect()
}

/// The mail that a request brings: as `raw` in its JSON, or as the media part of an upload.
pub(crate) fn content(call: &Call, message: &Value) -> Result<Vec<u8>, ApiError> {
    if let Some(media) = &call.media {
        return Ok(media.content.clone());
    }
    if message.is_null() {
        return Err(ApiError::invalid("Missing draft message"));
    }
    let Some(raw) = message["raw"].as_str() else {
        return Err(ApiError::invalid(
            "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
        ));
    };
    from_base64url(raw).ok_or_else(|| {
        let text = format!(
            "Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed for \"{}\"",
            raw.chars().take(40).collect::<String>()
        );
        ApiError::violations(&[crate::schema::Violation { field: "message.raw".to_owned(), text }])
    })
}

/// A text as it stands in a page.
fn in_markup(text: &str) -> String {
    let marks = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")];
    marks.iter().fold(text.to_owned(), |text, (mark, name)| text.replace(mark, name))
}

impl Mailbox {
    pub(crate) fn find(&self, id: &str) -> Result<&Message, ApiError> {
        self.messages.iter().find(|m| m.id == id).ok_or_else(ApiError::not_found)
    }

    fn add(&mut self, mut message: Message) {
        self.history += 1;
        message.history = self.history;
        self.messages.push(message);
    }
}

impl Message {
    /// What a list or a send answers.
    pub(crate) fn short(&self) -> Value {
        json!({"id": self.id, "threadId": self.thread})
    }

    pub(crate) fn sent(&self) -> Value {
        json!({"id": self.id, "threadId": self.thread, "labelIds": self.labels})
    }

    /// The message in one of the four formats.
    pub(crate) fn json(&self, format: &str, headers: &[&str], mask: &Mask) -> Value {
        let parsed = Parsed::read(&self.raw);
        let snippet: String =
            parsed.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        let snippet = in_markup(&snippet);
        let mut out = json!({
            "id": self.id,
            "threadId": self.thread,
            "labelIds": self.labels,
            "snippet": snippet,
            "historyId": self.history.to_string(),
            "internalDate": self.date.timestamp_millis().to_string(),
            "sizeEstimate": crate::num::int(self.raw.len()),
        });
        match format {
            "minimal" => {}
            "raw" => out["raw"] = mime::base64url(&self.raw).into(),
            "metadata" => {
                let wanted =
                    |name: &str| headers.is_empty() || headers.iter().any(|h| h.eq_ignore_ascii_case(name));
                let listed: Vec<Value> = parsed
                    .headers
                    .iter()
                    .filter(|(name, _)| wanted(name))
                    .map(|(name, value)| json!({"name": name, "value": value}))
                    .collect();
                out["payload"] = json!({"mimeType": parsed.kind()});
                if !listed.is_empty() {
                    out["payload"]["headers"] = listed.into();
                }
            }
            _ => out["payload"] = mime::payload(&self.raw, &self.id),
        }
        mask.keep(out)
    }
}

impl World {
    /// Sends a mail: into the sender's own mailbox, to every known recipient, and to the list of all mails.
    pub(crate) fn deliver(
        &mut self,
        account: &str,
        raw: &[u8],
        keep: Option<(String, String)>,
    ) -> Result<Message, ApiError> {
        if raw.len() > self.limits.mail_bytes {
            return Err(ApiError::too_large());
        }
        let parsed = Parsed::read(raw);
        let (to, cc, bcc) = (parsed.addresses("To"), parsed.addresses("Cc"), parsed.addresses("Bcc"));
        let recipients: Vec<String> = to.iter().chain(&cc).chain(&bcc).cloned().collect();
        if recipients.is_empty() {
            return Err(ApiError::invalid("Recipient address required"));
        }
        if let Some(wrong) = recipients.iter().find(|r| !mime::is_address(r)) {
            return Err(ApiError::invalid(format!("Invalid To header: {wrong}")));
        }
        let date = self.now();
        let (id, thread) = keep.unwrap_or_else(|| {
            let id = self.ids.message();
            (id.clone(), id)
        });
        let mut delivered = raw.to_vec();
        if self.switches.rewrites_message_id {
            let unique = self.ids.message();
            delivered = mime::with_header(&delivered, "Message-ID", &format!("<{unique}@mail.gmail.com>"));
        }
        if parsed.header("From").is_none() {
            delivered = mime::with_header(&delivered, "From", account);
        }
        if parsed.header("Date").is_none() {
            delivered = mime::with_header(&delivered, "Date", &date.to_rfc2822());
        }
        let labels = vec!["SENT".to_owned()];
        let sent = Message { id, thread, labels, date, raw: delivered.clone(), history: 0 };
        self.mailboxes.entry(account.to_owned()).or_default().add(sent.clone());
        let shown = mime::without_header(&delivered, "Bcc");
        let known: Vec<String> =
            recipients.iter().map(|r| r.to_lowercase()).filter(|r| self.accounts.contains(r)).collect();
        for recipient in known {
            if recipient == account {
                // Mail to oneself is one message with both labels.
                let mailbox = self.mailboxes.entry(recipient).or_default();
                if let Some(own) = mailbox.messages.iter_mut().find(|m| m.id == sent.id) {
                    own.labels.extend(["INBOX".to_owned(), "UNREAD".to_owned()]);
                }
                continue;
            }
            let id = self.ids.message();
            let labels = vec!["INBOX".to_owned(), "UNREAD".to_owned()];
            let message = Message { thread: id.clone(), id, labels, date, raw: shown.clone(), history: 0 };
            self.mailboxes.entry(recipient).or_default().add(message);
        }
        let parsed = Parsed::read(&delivered);
        self.keep(Mail {
            sender: account.to_owned(),
            message_id: sent.id.clone(),
            date,
            from: parsed.header("From").unwrap_or_default(),
            to,
            cc,
            bcc,
            subject: parsed.header("Subject").unwrap_or_default(),
            text: parsed.text,
            html: parsed.html,
            raw: shown,
        });
        Ok(sent)
    }

    /// Adds a mail to the log of all.
    pub(crate) fn keep(&mut self, mail: Mail) {
        // The decoded parts are about as long as the mail itself.
        let weight = size_of::<Mail>() + 2 * mail.raw.len();
        self.mails.push(mail, weight, self.limits.log());
    }

    /// Removes a draft as a person would; tells whether there was one.
    pub fn delete_draft(&mut self, account: &str, draft: &str) -> bool {
        let Some(mailbox) = self.mailboxes.get_mut(&account.to_lowercase()) else { return false };
        let Some(message) = mailbox.drafts.remove(draft) else { return false };
        mailbox.messages.retain(|m| m.id != message);
        true
    }

    /// The drafts of an account: id and subject.
    pub fn drafts(&self, account: &str) -> Vec<(String, String)> {
        let Some(mailbox) = self.mailboxes.get(&account.to_lowercase()) else { return Vec::new() };
        let subject = |id: &str| mailbox.find(id).ok().and_then(|m| Parsed::read(&m.raw).header("Subject"));
        mailbox.drafts.iter().map(|(draft, id)| (draft.clone(), subject(id).unwrap_or_default())).collect()
    }
}
