//! The table of routes: which function answers which method. Verbs, paths, parameters, types and scopes come from
//! Google's description.

use std::sync::LazyLock;

use crate::error::ApiError;
use crate::schema::{Method, Service};
use crate::server::{Answer, Call};
use crate::world::World;
use crate::{drive::handlers as drive, gmail::handlers as gmail, sheets::handlers as sheets};

pub(crate) type Handler = fn(&mut World, &Call) -> Result<Answer, ApiError>;

/// Service, method, and whether it counts as a write; the last is what answers it.
static TABLE: &[(Service, &str, Handler)] = &[
    (Service::Sheets, "spreadsheets.create", sheets::create),
    (Service::Sheets, "spreadsheets.get", sheets::get),
    (Service::Sheets, "spreadsheets.getByDataFilter", sheets::get_by_data_filter),
    (Service::Sheets, "spreadsheets.batchUpdate", sheets::batch_update),
    (Service::Sheets, "spreadsheets.values.get", sheets::values_get),
    (Service::Sheets, "spreadsheets.values.batchGet", sheets::batch_get),
    (Service::Sheets, "spreadsheets.values.batchGetByDataFilter", sheets::batch_get_by_data_filter),
    (Service::Sheets, "spreadsheets.values.update", sheets::update),
    (Service::Sheets, "spreadsheets.values.batchUpdate", sheets::values_batch_update),
    (Service::Sheets, "spreadsheets.values.batchUpdateByDataFilter", sheets::batch_update_by_data_filter),
    (Service::Sheets, "spreadsheets.values.append", sheets::append),
    (Service::Sheets, "spreadsheets.values.clear", sheets::clear),
    (Service::Sheets, "spreadsheets.values.batchClear", sheets::batch_clear),
    (Service::Sheets, "spreadsheets.values.batchClearByDataFilter", sheets::batch_clear_by_data_filter),
    (Service::Sheets, "spreadsheets.developerMetadata.get", sheets::metadata_get),
    (Service::Sheets, "spreadsheets.developerMetadata.search", sheets::metadata_search),
    (Service::Sheets, "spreadsheets.sheets.copyTo", sheets::copy_to),
    (Service::Drive, "about.get", drive::about),
    (Service::Drive, "changes.getStartPageToken", drive::start_page_token),
    (Service::Drive, "changes.list", drive::changes_list),
    (Service::Drive, "comments.create", drive::comments_create),
    (Service::Drive, "comments.list", drive::comments_list),
    (Service::Drive, "comments.get", drive::comments_get),
    (Service::Drive, "comments.update", drive::comments_update),
    (Service::Drive, "comments.delete", drive::comments_delete),
    (Service::Drive, "replies.create", drive::replies_create),
    (Service::Drive, "replies.list", drive::replies_list),
    (Service::Drive, "replies.get", drive::replies_get),
    (Service::Drive, "replies.update", drive::replies_update),
    (Service::Drive, "replies.delete", drive::replies_delete),
    (Service::Drive, "drives.create", drive::drives_create),
    (Service::Drive, "drives.delete", drive::drives_delete),
    (Service::Drive, "drives.get", drive::drives_get),
    (Service::Drive, "drives.hide", drive::drives_hide),
    (Service::Drive, "drives.list", drive::drives_list),
    (Service::Drive, "drives.unhide", drive::drives_unhide),
    (Service::Drive, "drives.update", drive::drives_update),
    (Service::Drive, "files.generateIds", drive::generate_ids),
    (Service::Drive, "files.create", drive::create),
    (Service::Drive, "files.copy", drive::copy),
    (Service::Drive, "files.get", drive::get),
    (Service::Drive, "files.list", drive::list),
    (Service::Drive, "files.update", drive::update),
    (Service::Drive, "files.delete", drive::delete),
    (Service::Drive, "files.emptyTrash", drive::empty_trash),
    (Service::Drive, "files.export", drive::export),
    (Service::Drive, "permissions.create", drive::permissions_create),
    (Service::Drive, "permissions.list", drive::permissions_list),
    (Service::Drive, "permissions.get", drive::permissions_get),
    (Service::Drive, "permissions.update", drive::permissions_update),
    (Service::Drive, "permissions.delete", drive::permissions_delete),
    (Service::Drive, "revisions.get", drive::revisions_get),
    (Service::Drive, "revisions.list", drive::revisions_list),
    (Service::Gmail, "users.getProfile", gmail::profile),
    (Service::Gmail, "users.drafts.create", gmail::drafts_create),
    (Service::Gmail, "users.drafts.send", gmail::drafts_send),
    (Service::Gmail, "users.drafts.get", gmail::drafts_get),
    (Service::Gmail, "users.drafts.list", gmail::drafts_list),
    (Service::Gmail, "users.drafts.update", gmail::drafts_update),
    (Service::Gmail, "users.drafts.delete", gmail::drafts_delete),
    (Service::Gmail, "users.messages.send", gmail::messages_send),
    (Service::Gmail, "users.messages.insert", gmail::messages_insert),
    (Service::Gmail, "users.messages.list", gmail::messages_list),
    (Service::Gmail, "users.messages.get", gmail::messages_get),
    (Service::Gmail, "users.messages.modify", gmail::messages_modify),
    (Service::Gmail, "users.messages.batchModify", gmail::batch_modify),
    (Service::Gmail, "users.messages.trash", gmail::trash),
    (Service::Gmail, "users.messages.untrash", gmail::untrash),
    (Service::Gmail, "users.messages.delete", gmail::messages_delete),
    (Service::Gmail, "users.messages.attachments.get", gmail::attachment),
    (Service::Gmail, "users.messages.batchDelete", gmail::batch_delete),
    (Service::Gmail, "users.threads.get", gmail::threads_get),
    (Service::Gmail, "users.threads.modify", gmail::threads_modify),
    (Service::Gmail, "users.threads.trash", gmail::threads_trash),
    (Service::Gmail, "users.threads.untrash", gmail::threads_untrash),
    (Service::Gmail, "users.threads.delete", gmail::threads_delete),
    (Service::Gmail, "users.threads.list", gmail::threads_list),
    (Service::Gmail, "users.labels.list", gmail::labels_list),
    (Service::Gmail, "users.labels.get", gmail::labels_get),
    (Service::Gmail, "users.labels.create", gmail::labels_create),
    (Service::Gmail, "users.labels.update", gmail::labels_update),
    (Service::Gmail, "users.labels.patch", gmail::labels_update),
    (Service::Gmail, "users.labels.delete", gmail::labels_delete),
];

/// A method with its function.
pub(crate) struct Route {
    pub(crate) service: Service,
    pub(crate) method: &'static Method,
    pub(crate) handler: Handler,
}

impl Route {
    /// The method's name in refusals, which is that of the procedure behind it.
    pub(crate) fn rpc(&self) -> String {
        let words: Vec<&str> = self.method.id.split('.').collect();
        let (verb, resource) = (words.last().copied().unwrap_or(""), words.iter().rev().nth(1).copied());
        let resource = resource.unwrap_or("");
        let verb = capital(verb);
        match self.service {
            Service::Sheets => {
                let (verb, by) =
                    verb.strip_suffix("ByDataFilter").map_or((verb.as_str(), ""), |v| (v, "ByDataFilter"));
                let noun = match resource {
                    "spreadsheets" | "sheets" => singular(resource),
                    other => other,
                };
                format!("google.apps.sheets.v4.SpreadsheetsService.{verb}{}{by}", capital(noun))
            }
            Service::Drive => format!("google.apps.drive.v3.Drive{}.{verb}", capital(resource)),
            Service::Gmail => {
                let many = verb == "List" || verb.starts_with("Batch");
                let noun = if resource == "users" { "" } else { resource };
                let noun = if many { noun } else { singular(noun) };
                format!("caribou.api.proto.MailboxService.{verb}{}", capital(noun))
            }
        }
    }
}

fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').unwrap_or(noun)
}

fn capital(word: &str) -> String {
    word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect()
}

static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let route = |&(service, id, handler): &(Service, &'static str, Handler)| {
        service.schema().method(id).map(|method| Route { service, method, handler })
    };
    TABLE.iter().filter_map(route).collect()
});

/// Every method that is served.
#[cfg(test)]
pub(crate) fn all() -> &'static [Route] {
    &ROUTES
}

/// The route of a path that is still percent-encoded, and the parameters in it.
///
/// Fixed words win over parameters: `drafts/send` is not the draft called `send`.
pub(crate) fn find(verb: &str, path: &str) -> Option<(&'static Route, Vec<(&'static str, String)>)> {
    let fitting = ROUTES.iter().filter(|r| r.method.verb == verb);
    let mut found: Vec<_> = fitting.filter_map(|r| fit(r.method.path, path).map(|p| (r, p))).collect();
    found.sort_by_key(|(route, parameters)| (parameters.len(), usize::MAX - route.method.path.len()));
    found.into_iter().next()
}

fn fit(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut out = Vec::new();
    for (want, have) in wanted.into_iter().zip(given) {
        let Some(open) = want.find('{') else {
            if want == have {
                continue;
            }
            return None;
        };
        let close = want.find('}')?;
        let inner = have.strip_prefix(&want[..open])?;
        // `{range}:append` ends with its verb; a bare parameter may hold colons of its own.
        let inner = inner.strip_suffix(&want[close + 1..])?;
        if inner.is_empty() {
            return None;
        }
        out.push((&want[open + 1..close], crate::server::decode(inner, false)));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_method_of_google() {
        assert_eq!(ROUTES.len(), TABLE.len());
    }

    #[test]
    fn paths_find_their_method() {
        for (verb, path, id) in [
            ("GET", "/v4/spreadsheets/X", "spreadsheets.get"),
            ("POST", "/v4/spreadsheets/X:batchUpdate", "spreadsheets.batchUpdate"),
            ("GET", "/v4/spreadsheets/X/values/A1:B2", "spreadsheets.values.get"),
            ("POST", "/v4/spreadsheets/X/values/A1%3AB2:append", "spreadsheets.values.append"),
            ("POST", "/v4/spreadsheets/X/values:batchUpdate", "spreadsheets.values.batchUpdate"),
            ("POST", "/gmail/v1/users/me/drafts/send", "users.drafts.send"),
            ("GET", "/drive/v3/files/generateIds", "files.generateIds"),
        ] {
            assert_eq!(find(verb, path).map(|(r, _)| r.method.id), Some(id), "{path}");
        }
        assert!(find("PUT", "/v4/spreadsheets/X").is_none());
        let (_, parameters) = find("GET", "/v4/spreadsheets/X/values/%27Hoja%201%27!A1:B2").unwrap();
        assert!(parameters.contains(&("range", "'Hoja 1'!A1:B2".to_owned())));
    }
}
