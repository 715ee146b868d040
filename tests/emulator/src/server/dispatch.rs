//! From a request on the wire to the handler that answers it, past everything that can be wrong with it.

use http::HeaderMap;
use serde_json::Value;

use super::call::{Answer, Call, first, last, nothing, pairs};
use super::credential::authenticate;
use super::{Reply, system, upload};
use crate::error::ApiError;
use crate::oauth;
use crate::routes::{Route, find};
use crate::schema::{Mask, Service, check, check_parameter, truth};
use crate::world::World;

/// A request as it came.
pub(crate) struct Wire {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }
}

/// Answers a request of one of Google's APIs.
pub(crate) fn answer(world: &mut World, wire: &Wire) -> Reply {
    match (wire.method.as_str(), wire.path.as_str()) {
        ("POST", "/token" | "/oauth2/v4/token" | "/o/oauth2/token") => {
            return sign_in(world, wire, oauth::token);
        }
        ("POST", "/revoke" | "/o/oauth2/revoke") => return sign_in(world, wire, oauth::revoke),
        ("GET", "/o/oauth2/v2/auth" | "/o/oauth2/auth") => {
            return match oauth::authorize(world, &pairs(&wire.query)) {
                Ok(to) => Reply::redirect(&to),
                Err(refused) => Reply::oauth(refused.code, refused.error, &refused.description),
            };
        }
        _ => {}
    }
    if wire.method == "POST" && (wire.path == "/batch" || wire.path.starts_with("/batch/")) {
        return super::batch::batch(world, wire);
    }
    if let Some(id) = super::older::upload(wire) {
        return super::older::answer(world, wire, id);
    }
    let (path, is_upload) = bare_path(&wire.path);
    let query = pairs(&wire.query);
    let asked = |name: &str| query.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    if let Some(id) = asked("upload_id").filter(|_| is_upload) {
        return super::resumable::resume(world, wire, id);
    }
    let Some((route, parameters)) = find(&wire.method, &path) else { return Reply::unknown_path(&wire.path) };
    let reply = match prepare(world, wire, route, parameters, is_upload) {
        Ok(call) if is_upload && asked("uploadType") == Some("resumable") => {
            super::resumable::open(world, wire, route, call)
        }
        Ok(call) => handled(world, wire, route, call),
        Err(error) => Reply::refusal(wire, route.service, &error),
    };
    system::script(wire, route, reply)
}

/// The answer of the handler.
fn handled(world: &mut World, wire: &Wire, route: &Route, call: Call) -> Reply {
    match ((route.handler)(world, &call), call.wrong_mask) {
        // Drive looks at the mask when it has the answer.
        (Ok(_), Some(error)) | (Err(error), _) => Reply::refusal(wire, route.service, &error),
        (Ok(Answer::Json(value)), None) => {
            Reply::of(route.service, Answer::Json(call.mask.keep(value)), call.pretty)
        }
        (Ok(answer), None) => Reply::of(route.service, answer, call.pretty),
    }
}

/// What is answered when a request has taken Google too long.
pub(crate) fn timed_out(wire: &Wire) -> Reply {
    let (path, _) = bare_path(&wire.path);
    let service = find(&wire.method, &path).map_or(Service::Sheets, |(route, _)| route.service);
    Reply::refusal(wire, service, &ApiError::deadline())
}

/// The path of the method: without a slash at the end, without the prefix of an upload or a download.
pub(super) fn bare_path(path: &str) -> (String, bool) {
    let path = path.replace("/:", ":");
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { &path };
    let path = path.strip_prefix("/download").filter(|rest| rest.starts_with("/drive/")).unwrap_or(path);
    match path.strip_prefix("/upload").or_else(|| path.strip_prefix("/resumable/upload")) {
        Some(rest) if rest.starts_with('/') => (rest.to_owned(), true),
        _ => (path.to_owned(), false),
    }
}

/// A form-encoded endpoint of OAuth.
type Endpoint = fn(&mut World, &[(String, String)]) -> Result<Value, oauth::Refused>;

fn sign_in(world: &mut World, wire: &Wire, act: Endpoint) -> Reply {
    let form = String::from_utf8_lossy(&wire.body);
    let mut fields = pairs(&form);
    fields.extend(pairs(&wire.query));
    match act(world, &fields) {
        Ok(value) => Reply::json(200, &value),
        Err(refused) => Reply::oauth(refused.code, refused.error, &refused.description),
    }
}

/// Everything that is checked before a handler is asked: token, scopes, parameters, quota, body.
pub(super) fn prepare(
    world: &mut World,
    wire: &Wire,
    route: &Route,
    path: Vec<(&'static str, String)>,
    is_upload: bool,
) -> Result<Call, ApiError> {
    system::check(wire, route)?;
    let token = authenticate(world, wire, route)?;
    if !token.allows(&route.method.scopes) {
        return Err(ApiError::scope(route.service, &route.rpc()));
    }
    system::check_form(wire, route)?;
    let narrow = token.sees_own_files_only(&route.method.scopes);
    world.client.clone_from(&token.client);
    for (_, id) in path.iter().filter(|(name, _)| narrow && matches!(*name, "fileId" | "spreadsheetId")) {
        if world.files.get(id).is_some_and(|file| file.client != token.client) {
            let drive = route.service == Service::Drive;
            return Err(if drive { ApiError::no_file(id) } else { ApiError::not_found() });
        }
    }
    let query = parameters(wire, route)?;
    if !system::downloads(route, wire) {
        drives_known(world, route, &path, &query)?;
    }
    for (name, value) in &path {
        let field = route.method.parameters.iter().find(|f| f.name == *name);
        if let Some(violation) = field.and_then(|field| check_parameter(field, value)) {
            return Err(ApiError::violations(&[violation]));
        }
    }
    let (mask, wrong_mask) = match mask(route, first(&query, "fields")) {
        Ok(mask) => (mask, None),
        Err(error) if route.service == Service::Drive && wire.method == "GET" => (Mask::All, Some(error)),
        Err(error) => return Err(error),
    };
    let pretty = first(&query, "prettyPrint").and_then(truth) != Some(false);
    let writes = wire.method != "GET"
        && !route.method.id.ends_with("ByDataFilter")
        && !route.method.id.ends_with("search");
    world.spend(
        route.service,
        route.method.id,
        &token.account,
        writes || route.method.id.contains("batchUpdate") || route.method.id.contains("batchClear"),
    )?;
    if wire.body.len() > world.limits.body_bytes {
        let limit = world.limits.body_bytes;
        return Err(if is_upload { ApiError::too_large() } else { ApiError::payload(limit) });
    }
    let (body, media) = body(wire, route, is_upload, last(&query, "uploadType"))?;
    Ok(Call {
        account: token.account,
        narrow,
        scopes: token.scopes,
        path,
        query: query.clone(),
        body,
        media,
        mask,
        wrong_mask,
        pretty,
    })
}

/// A file in a shared drive is there only for a caller who says that it knows of these, where that can be said; its
/// bytes are given to anyone who may read them, and rclone has always asked for them without a word.
fn drives_known(
    world: &World,
    route: &Route,
    path: &[(&'static str, String)],
    query: &[(String, String)],
) -> Result<(), ApiError> {
    let can_say = route.method.parameters.iter().any(|field| field.name == "supportsAllDrives");
    let said = ["supportsAllDrives", "supportsTeamDrives"];
    let says = said.iter().any(|name| first(query, name).and_then(truth) == Some(true));
    for (_, id) in path.iter().filter(|(name, _)| can_say && !says && *name == "fileId") {
        if world.files.get(id).is_some_and(|file| file.drive.is_some()) {
            return Err(ApiError::no_file(id));
        }
    }
    Ok(())
}

/// The query, of values that their parameters take.
pub(super) fn parameters(wire: &Wire, route: &Route) -> Result<Vec<(String, String)>, ApiError> {
    let query = pairs(&wire.query);
    let schema = route.service.schema();
    let mut wrong = Vec::new();
    for (name, value) in query.iter().filter(|(name, _)| !system::READ_HERE.contains(&name.as_str())) {
        match schema.parameter(route.method, name) {
            Some(field) => wrong.extend(check_parameter(field, value)),
            // Drive passes over what it does not know.
            None if schema.lenient => {}
            None => return Err(ApiError::unknown_parameter(name)),
        }
    }
    if !wrong.is_empty() {
        return Err(ApiError::violations(&wrong));
    }
    let in_path = |name: &str| route.method.path.contains(&format!("{{{name}}}"));
    let needed = route.method.parameters.iter().filter(|f| f.required && !in_path(f.name));
    for field in needed {
        if !query.iter().any(|(name, _)| name == field.name) {
            return Err(ApiError::required(field.name, &format!("Required parameter: {}", field.name)));
        }
    }
    Ok(query)
}

fn mask(route: &Route, fields: Option<&str>) -> Result<Mask, ApiError> {
    let drive = route.service == Service::Drive;
    let Some(text) = fields.filter(|f| drive || !f.is_empty()) else { return Ok(Mask::All) };
    if drive && text.trim().is_empty() {
        return Ok(Mask::none());
    }
    let mask = Mask::parse(text).map_err(|path| ApiError::unknown_mask(route.service, &path))?;
    let answer = route.method.answer.unwrap_or("");
    match mask.unknown(route.service.schema(), answer) {
        Some(path) if !answer.is_empty() => Err(ApiError::unknown_mask(route.service, &path)),
        _ => Ok(mask),
    }
}

fn body(
    wire: &Wire,
    route: &Route,
    is_upload: bool,
    upload_type: Option<&str>,
) -> Result<(Value, Option<super::Media>), ApiError> {
    let content_type = wire.header("content-type");
    let (mut value, media) = if is_upload && upload_type == Some("resumable") {
        (if wire.body.is_empty() { nothing() } else { parse(&wire.body)? }, None)
    } else if is_upload {
        let (value, media) = upload::read(upload_type.unwrap_or("media"), content_type, &wire.body)?;
        (value, Some(media))
    } else if wire.body.is_empty() {
        (nothing(), None)
    } else if content_type.starts_with("message/rfc822") {
        return Err(ApiError::invalid("Media type 'message/rfc822' is not supported. Valid media types: []"));
    } else {
        (parse(&wire.body)?, None)
    };
    let Some(type_name) = route.method.request else { return Ok((value, media)) };
    let root = if type_name == "ValueRange" { "data" } else { "" };
    let wrong = check(route.service.schema(), type_name, root, &mut value);
    if wrong.is_empty() { Ok((value, media)) } else { Err(ApiError::violations(&wrong)) }
}

fn parse(body: &[u8]) -> Result<Value, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::bad_json("Invalid UTF-8."))?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
        let near: String = line.chars().skip(error.column().saturating_sub(1)).take(60).collect();
        let kind = if error.is_eof() { "Unexpected end of string." } else { "Unexpected token." };
        ApiError::bad_json(&format!("{kind}\n{near}\n^"))
    })?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(ApiError::bad_json("Unknown name \"\": Root element must be a message."))
    }
}
