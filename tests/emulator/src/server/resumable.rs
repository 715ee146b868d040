//! Uploads in pieces: a session is opened with the JSON, and its pieces follow at the address that came back.

use super::call::Call;
use super::{Answer, Media, Reply, Wire};
use crate::error::ApiError;
use crate::routes::Route;
use crate::world::World;

/// An upload that has begun.
pub(crate) struct Upload {
    route: &'static Route,
    call: Call,
    client: String,
    kind: String,
    content: Vec<u8>,
    /// The number of the request that opened it.
    opened: usize,
}

/// Every piece but the last is a multiple of this.
const GRAIN: usize = 262_144;

/// The most sessions that wait for their end; the oldest goes when there is another.
const SESSIONS: usize = 1000;

/// Opens a session for a call that may be made; it is answered when the last piece is there.
pub(crate) fn open(world: &mut World, wire: &Wire, route: &'static Route, call: Call) -> Reply {
    let id = world.ids.token().replace("ya29.", "A");
    let kind = wire.header("x-upload-content-type").to_owned();
    let kind = if kind.is_empty() { "application/octet-stream".to_owned() } else { kind };
    let client = world.client.clone();
    if world.uploads.len() >= SESSIONS {
        let oldest = world.uploads.iter().min_by_key(|(_, upload)| upload.opened).map(|(id, _)| id.clone());
        oldest.and_then(|id| world.uploads.remove(&id));
    }
    let opened = world.request;
    world.uploads.insert(id.clone(), Upload { route, call, client, kind, content: Vec::new(), opened });
    let mut reply = Reply::new(200, "text/plain; charset=utf-8", Vec::new());
    let to = format!("http://{}{}?{}&upload_id={id}", wire.header("host"), wire.path, wire.query);
    reply.header("location", &to);
    reply.header("x-guploader-uploadid", &id);
    reply
}

/// Takes a piece of a session, or says how far it has come. The address is the credential.
pub(crate) fn resume(world: &mut World, wire: &Wire, id: &str) -> Reply {
    let Some(mut upload) = world.uploads.remove(id) else {
        return Reply::new(404, "text/plain; charset=utf-8", b"Not Found".to_vec());
    };
    let service = upload.route.service;
    let Some((start, total)) = range(wire.header("content-range"), wire.body.len()) else {
        world.uploads.insert(id.to_owned(), upload);
        return Reply::refusal(wire, service, &ApiError::invalid("Failed to parse Content-Range header."));
    };
    let (held, limit) = (upload.content.len(), world.limits.body_bytes);
    let refused = match start {
        Some(start) if start > held => {
            Some(ApiError::invalid("Invalid request.  The bytes before are missing."))
        }
        _ if held + wire.body.len() > limit => Some(ApiError::too_large()),
        _ => None,
    };
    if let Some(error) = refused {
        world.uploads.insert(id.to_owned(), upload);
        return Reply::refusal(wire, service, &error);
    }
    if let Some(start) = start {
        // What came before is not taken twice.
        upload.content.extend_from_slice(wire.body.get(held - start..).unwrap_or_default());
    }
    if total.is_some_and(|total| upload.content.len() >= total) {
        return finish(world, wire, upload);
    }
    let whole = upload.content.len() / GRAIN * GRAIN;
    // A broken piece is kept as far as its last whole grain.
    upload.content.truncate(whole);
    world.uploads.insert(id.to_owned(), upload);
    let mut reply = Reply::new(308, "text/plain; charset=utf-8", Vec::new());
    if whole > 0 {
        reply.header("range", &format!("bytes=0-{}", whole - 1));
    }
    reply
}

fn finish(world: &mut World, wire: &Wire, mut upload: Upload) -> Reply {
    let service = upload.route.service;
    upload.call.media = Some(Media { kind: upload.kind, content: upload.content });
    world.client = upload.client;
    match (upload.route.handler)(world, &upload.call) {
        Ok(Answer::Json(value)) => {
            Reply::of(service, Answer::Json(upload.call.mask.keep(value)), upload.call.pretty)
        }
        Ok(answer) => Reply::of(service, answer, upload.call.pretty),
        Err(error) => Reply::refusal(wire, service, &error),
    }
}

/// Where a piece begins and how much there is in all, as far as it says so; no start is a question how far it is.
fn range(header: &str, length: usize) -> Option<(Option<usize>, Option<usize>)> {
    if header.is_empty() {
        return Some((Some(0), Some(length)));
    }
    let (span, total) = header.trim().strip_prefix("bytes ")?.split_once('/')?;
    let total = if total == "*" { None } else { Some(total.parse().ok()?) };
    if span == "*" {
        return Some((None, total));
    }
    let (start, end) = span.split_once('-')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    (end.checked_sub(start)?.checked_add(1)? == length).then_some((Some(start), total))
}
