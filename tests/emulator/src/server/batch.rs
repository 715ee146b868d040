//! `POST /batch`: several calls in one request, each a part that holds a request and is answered by one that holds its
//! answer.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::credential::authenticate;
use super::dispatch::{bare_path, prepare};
use super::system::{self, downloads};
use super::{Reply, Wire, answer};
use crate::error::ApiError;
use crate::gmail::{parameter, split};
use crate::routes::find;
use crate::schema::Service;
use crate::world::World;

/// The most calls that one batch may hold.
const MOST: usize = 100;

/// Answers every call in turn; each has its own status.
pub(crate) fn batch(world: &mut World, wire: &Wire) -> Reply {
    let refused = |text: &str| Reply::refusal(wire, Service::Drive, &ApiError::invalid(text));
    let Some(boundary) = parameter(wire.header("content-type"), "boundary") else {
        return refused("Failed to parse batch request, error: 'No boundary'.");
    };
    let parts = split(&wire.body, &boundary);
    if parts.is_empty() || parts.len() > MOST {
        return refused(&format!(
            "The batch request holds {} calls where 1 to {MOST} are allowed.",
            parts.len()
        ));
    }
    let mark = format!("batch_{}", world.ids.message());
    let mut body = Vec::new();
    for part in parts {
        let Some((id, inner)) = call(part, wire) else {
            return refused("Failed to parse batch request, error: 'A part is no HTTP request'.");
        };
        // A batch within a batch, and an upload within one, are not served.
        let reply = if inner.path.starts_with("/batch") || inner.path.contains("/upload/") {
            refused("Media uploads and batches cannot be batched.")
        } else {
            part_of(world, wire, &inner)
        };
        body.extend(format!("--{mark}\r\nContent-Type: application/http\r\n").bytes());
        if let Some(id) = id {
            body.extend(format!("Content-ID: <response-{}\r\n", id.trim_start_matches('<')).bytes());
        }
        body.extend(b"\r\n");
        body.extend(head(&reply).bytes());
        body.extend(&reply.body);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{mark}--\r\n").bytes());
    Reply::new(200, &format!("multipart/mixed; boundary={mark}"), body)
}

/// One call, which Google's batches answer otherwise than alone where it is for Sheets, which they do not reach once it
/// is well formed, and where it downloads, which they send elsewhere.
fn part_of(world: &mut World, around: &Wire, inner: &Wire) -> Reply {
    let (path, _) = bare_path(&inner.path);
    let Some((route, parameters)) = find(&inner.method, &path) else { return answer(world, inner) };
    if route.service == Service::Sheets {
        let prepared = prepare(world, inner, route, parameters, false);
        let error = prepared.err().unwrap_or_else(ApiError::not_in_a_batch);
        return Reply::refusal(inner, route.service, &error);
    }
    if !downloads(route, inner) {
        return answer(world, inner);
    }
    let known = system::check(inner, route).and_then(|()| match authenticate(world, inner, route) {
        Err(error) if error.code == 401 && inner.header("authorization").starts_with("Bearer ") => Err(error),
        _ => Ok(()),
    });
    let mut reply = Reply::refusal(inner, route.service, &known.err().unwrap_or_else(ApiError::elsewhere));
    if reply.status == 302 {
        let query = [inner.query.clone(), added(around, inner)];
        let query: Vec<&str> = query.iter().map(String::as_str).filter(|q| !q.is_empty()).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let host = around.header("host");
        reply.header("location", &format!("http://{host}/download{path}{mark}{}", query.join("&")));
    }
    reply
}

/// What the batch's own query adds to that of a call: the parameters that the call does not have itself.
fn added(around: &Wire, inner: &Wire) -> String {
    let name = |pair: &str| pair.split('=').next().unwrap_or("").to_owned();
    let own: Vec<String> = inner.query.split('&').map(name).collect();
    let kept = around.query.split('&').filter(|pair| !pair.is_empty() && !own.contains(&name(pair)));
    kept.collect::<Vec<_>>().join("&")
}

fn head(reply: &Reply) -> String {
    let status = http::StatusCode::from_u16(reply.status).ok().and_then(|s| s.canonical_reason());
    let line = format!("HTTP/1.1 {} {}", reply.status, status.unwrap_or("Unknown"));
    if let Some((_, to)) = reply.headers.iter().find(|(name, _)| name == "location") {
        // The body of a call that was sent elsewhere is not counted.
        return format!(
            "{line}\r\nContent-Length: 0\r\nContent-Type: application/json; charset=UTF-8\r\nLocation: {to}\r\n\r\n"
        );
    }
    let kept = reply.headers.iter().filter(|(name, _)| name == "content-type" || name == "vary");
    let mut lines: Vec<String> =
        std::iter::once(line).chain(kept.map(|(n, v)| format!("{n}: {v}"))).collect();
    lines.push(format!("content-length: {}\r\n\r\n", reply.body.len()));
    lines.join("\r\n")
}

/// A part's id, and the request in it; what it does not say of itself is as in the request around it.
fn call(part: &[u8], around: &Wire) -> Option<(Option<String>, Wire)> {
    let (own, rest) = halves(part)?;
    let id = headers(own).get("content-id").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let (head, body) = halves(rest).unwrap_or((rest, &[]));
    let text = std::str::from_utf8(head).ok()?;
    let (line, fields) = text.split_once('\n').unwrap_or((text, ""));
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    // The target may be a whole address.
    let target =
        target.split_once("://").map_or(target, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut inner = headers(fields.as_bytes());
    if let (false, Some(token)) = (inner.contains_key("authorization"), around.headers.get("authorization")) {
        inner.insert("authorization", token.clone());
    }
    let wire =
        Wire { method, path: path.to_owned(), query: query.to_owned(), headers: inner, body: body.to_vec() };
    Some((id, wire))
}

fn halves(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let gaps = [b"\r\n\r\n".as_slice(), b"\n\n"];
    let found =
        gaps.iter().filter_map(|gap| Some((text.windows(gap.len()).position(|w| w == *gap)?, gap.len())));
    found.min().map(|(at, length)| (&text[..at], &text[at + length..]))
}

fn headers(text: &[u8]) -> HeaderMap {
    let text = String::from_utf8_lossy(text);
    let pairs = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().parse::<HeaderName>().ok()?, value.trim().parse::<HeaderValue>().ok()?))
    });
    pairs.collect()
}
