//! `spreadsheets.batchUpdate`: all requests, in order, or none of them.

use serde_json::{Value, json};

use super::edit::{Actor, Edit};
use super::requests::{Refusal, apply, is_comment};
use super::{Book, read};
use crate::account::Role;
use crate::control::{Changes, changes};
use crate::error::ApiError;
use crate::server::{Answer, Call};
use crate::world::World;

/// `spreadsheets.batchUpdate`
pub(crate) fn batch_update(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let id = call.path("spreadsheetId");
    world.permit(id, &call.account, Role::Writer)?;
    let requests = call.body["requests"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if requests.is_empty() {
        return Err(ApiError::invalid("Must specify at least one request."));
    }
    let mut requests = requests.iter().enumerate();
    let replies = world.edit(id, &call.account, |edit, log| {
        let mut replies = Vec::new();
        for (index, request) in requests.by_ref() {
            let (kind, body) = only(index, request)?;
            let before = edit.book.clone();
            let reply = apply(edit, kind, body).map_err(|refusal| refused(index, kind, refusal))?;
            log.push((
                kind.to_owned(),
                request.clone(),
                changes(&before, edit.book, kind, edit.limits.logged_changes),
            ));
            replies.push(if reply.is_null() { json!({}) } else { json!({ kind: reply }) });
        }
        Ok::<_, ApiError>(replies)
    })?;
    let mut out = json!({"spreadsheetId": id, "replies": replies});
    let kinds = call.body["requests"].as_array().into_iter().flatten().filter_map(Value::as_object);
    if kinds.flat_map(|request| request.keys()).any(|kind| is_comment(kind)) {
        out["commentUpdateState"] = "ALL_SAVED".into();
    }
    if call.body["includeSpreadsheetInResponse"].as_bool() == Some(true) {
        out["updatedSpreadsheet"] = read::after_batch(world, call)?;
    }
    Ok(Answer::Json(out))
}

fn only(index: usize, request: &Value) -> Result<(&str, &Value), ApiError> {
    let mut kinds = request.as_object().into_iter().flatten();
    let Some((kind, body)) = kinds.next() else {
        return Err(ApiError::invalid(format!("Invalid requests[{index}]: No request set.")));
    };
    if let Some((other, _)) = kinds.next() {
        return Err(ApiError::invalid(format!(
            "Invalid value at 'requests[{index}]' (oneof), oneof field 'kind' is already set. Cannot set '{other}'"
        )));
    }
    Ok((kind, body))
}

fn refused(index: usize, kind: &str, refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Invalid(text) => ApiError::invalid(format!("Invalid requests[{index}].{kind}: {text}")),
        Refusal::NotModelled => ApiError::unimplemented(&format!("requests[{index}].{kind}")),
    }
}

/// What an edit did: the kind of each step, its JSON, and the cells it changed.
pub(crate) type Log = Vec<(String, Value, Changes)>;

/// How many earlier versions of a spreadsheet are kept.
const VERSIONS: usize = 100;

impl World {
    /// Changes a copy of the spreadsheet, which takes its place when nothing was refused.
    pub(crate) fn edit<T, E>(
        &mut self,
        id: &str,
        account: &str,
        act: impl FnOnce(&mut Edit<'_>, &mut Log) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<NoSuchBook>,
    {
        let mut book = self.books.get(id).cloned().ok_or(NoSuchBook)?;
        let file_owner = self.owner(id);
        // In a shared drive, where nobody owns a file, its managers do what an owner may.
        let owner = self.role(id, account) >= Some(Role::Organizer);
        let actor = Actor { account: account.to_owned(), owner, file_owner };
        let instant = self.now();
        let now = book.serial(instant);
        let mut log = Log::new();
        let mut edit = Edit {
            book: &mut book,
            ids: &mut self.ids,
            limits: &self.limits,
            switches: &self.switches,
            groups: &self.groups,
            actor: &actor,
            now,
            instant,
        };
        let out = act(&mut edit, &mut log)?;
        self.replace(id, book);
        self.touch(id, account);
        for (kind, request, changes) in log {
            self.log(account, id, &kind, request, changes);
        }
        Ok(out)
    }

    fn replace(&mut self, id: &str, book: Book) {
        if let Some(file) = self.files.get_mut(id) {
            file.name.clone_from(&book.title);
        }
        self.undone.remove(id);
        if let Some(old) = self.books.insert(id.to_owned(), book) {
            self.remember(id, old);
        }
    }

    /// Keeps an earlier version, and the latest of those before it.
    pub(crate) fn remember(&mut self, id: &str, old: Book) {
        let versions = self.history.entry(id.to_owned()).or_default();
        versions.push(old);
        if versions.len() > VERSIONS {
            versions.remove(0);
        }
    }
}

/// The spreadsheet is not there.
pub(crate) struct NoSuchBook;

impl From<NoSuchBook> for ApiError {
    fn from(_: NoSuchBook) -> Self {
        Self::not_found()
    }
}

impl From<NoSuchBook> for String {
    fn from(_: NoSuchBook) -> Self {
        "Requested entity was not found.".to_owned()
    }
}
