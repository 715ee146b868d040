//! The parameters that every method takes and the front end reads itself: the form of errors, the form of the answer,
//! and the name that a script's answer is called through.

use super::call::{first, last, pairs};
use super::escape::escaped;
use super::{Reply, Wire};
use crate::error::ApiError;
use crate::routes::Route;
use crate::schema::Service;

/// The parameter that chooses the form of errors.
pub(super) const FORM: &str = "$.xgafv";

/// The parameters that are read here, whatever the description says of their values.
pub(super) const READ_HERE: [&str; 4] = [FORM, "alt", "callback", "prettyPrint"];

/// The last form of errors that the request asks for.
pub(super) fn form(wire: &Wire) -> Option<String> {
    last(&pairs(&wire.query), FORM).map(str::to_owned)
}

/// Refuses a value that one of these parameters does not take, before anything else of the request is read.
pub(super) fn check(wire: &Wire, route: &Route) -> Result<(), ApiError> {
    let query = pairs(&wire.query);
    if let Some(form) = last(&query, FORM).filter(|form| !matches!(*form, "1" | "2")) {
        return Err(ApiError::system_parameter(FORM, form));
    }
    match called_through(wire).filter(|_| !downloads(route, wire)) {
        Some(name) if !is_name(&name) => Err(ApiError::callback(&name)),
        _ => Ok(()),
    }
}

/// Refuses a form that the method does not answer in.
pub(super) fn check_form(wire: &Wire, route: &Route) -> Result<(), ApiError> {
    let query = pairs(&wire.query);
    match first(&query, "alt").filter(|alt| !alt.is_empty() && !alt.eq_ignore_ascii_case("json")) {
        Some(alt) if !(alt.eq_ignore_ascii_case("media") && streams(route)) => Err(ApiError::alt(alt)),
        _ => Ok(()),
    }
}

fn streams(route: &Route) -> bool {
    matches!(route.method.id, "files.get" | "files.export" | "revisions.get")
}

/// Whether the request asks for a file's bytes.
pub(super) fn downloads(route: &Route, wire: &Wire) -> bool {
    let query = pairs(&wire.query);
    let alt = first(&query, "alt").unwrap_or("").to_ascii_lowercase();
    match route.method.id {
        "files.export" => alt != "json",
        "files.get" | "revisions.get" => route.service == Service::Drive && alt == "media",
        _ => false,
    }
}

/// The name that the answer is to be called through, if it is to be a script.
fn called_through(wire: &Wire) -> Option<String> {
    let query = pairs(&wire.query);
    let alt = first(&query, "alt").unwrap_or("");
    let script = wire.method == "GET" && (alt.is_empty() || alt.eq_ignore_ascii_case("json"));
    first(&query, "callback").filter(|name| script && !name.is_empty()).map(str::to_owned)
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "_$.[]".contains(c))
}

/// The answer as a script that calls a function with it, where that is asked for: a page that loads it sees neither
/// status nor headers, so both are the same for a refusal.
pub(super) fn script(wire: &Wire, route: &Route, reply: Reply) -> Reply {
    if downloads(route, wire) {
        return failed_download(wire, reply);
    }
    let Some(name) = called_through(wire) else { return reply };
    let quoted = escaped(serde_json::to_vec(&name).unwrap_or_default());
    let mut body = b"// API callback\n".to_vec();
    body.extend(quoted.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or_default());
    body.extend(b"(");
    body.extend(&reply.body);
    body.extend(b");");
    Reply::new(200, "text/javascript; charset=UTF-8", body)
}

/// Whatever a download with a callback is refused for, once its credential is good, is told in one way.
fn failed_download(wire: &Wire, reply: Reply) -> Reply {
    let query = pairs(&wire.query);
    let Some(name) = first(&query, "callback").filter(|name| !name.is_empty()) else { return reply };
    let before = matches!(reply.status, 401) || last(&query, FORM).is_some_and(|f| !matches!(f, "1" | "2"));
    if before || (reply.status == 200 && is_name(name)) {
        return reply;
    }
    let body = "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"Backend Error\",\n    \"errors\": [{\n      \"message\": \"Backend Error\",\n      \"domain\": \"global\",\n      \"reason\": \"backendError\"\n    }]\n  }\n}";
    Reply::new(503, "text/javascript; charset=UTF-8", body.into())
}
