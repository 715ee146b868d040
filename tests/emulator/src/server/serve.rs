//! The server: connections, and what a test has planned for the requests on them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::channel::Channel;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::Value;
use tokio::net::TcpListener;

use super::{Reply, Wire, timed_out};
use crate::control::{Fault, FaultAction, control};
use crate::emulator::Shared;

/// The connection is to be closed without an answer.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was closed on purpose")
    }
}

impl std::error::Error for Closed {}

type Body = BoxBody<Bytes, Closed>;

/// Accepts connections until the runtime ends.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(move |request| handle(Arc::clone(&shared), request));
            // What goes wrong on a connection concerns only its client.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn handle(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Body>, Closed> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Closed)?.to_bytes().to_vec();
    let wire = Wire {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        headers: parts.headers,
        body,
    };
    if wire.path.starts_with("/_emulator") {
        if crate::page::asked_for(&wire) {
            return Ok(respond(crate::page::page(&shared, &wire), None));
        }
        let (status, value) = control(&shared, &wire.method, &wire.path, &wire.body);
        let mut reply = Reply::json(status, &value);
        let log = wire.path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        if let Some(dropped) = shared.logs()[log]["dropped"].as_u64().filter(|dropped| *dropped > 0) {
            reply.header("x-emulator-dropped", &dropped.to_string());
        }
        return Ok(respond(reply, None));
    }
    // A task of its own: what is delayed or held goes on although the client has gone.
    match tokio::spawn(answer(shared, wire)).await {
        Ok(answered) => answered,
        Err(_) => Ok(respond(
            Reply::json(
                500,
                &serde_json::json!({"error": {"code": 500, "message": "The emulator failed; this is a bug of the emulator.", "status": "INTERNAL"}}),
            ),
            None,
        )),
    }
}

async fn answer(shared: Arc<Shared>, wire: Wire) -> Result<Response<Body>, Closed> {
    let number = shared.number();
    if let Some(hold) = shared.caught(number, &wire, false) {
        hold.wait().await;
    }

    let fault = shared.struck(number, &wire);
    let patience = Duration::from_millis(shared.with(|w| w.limits.request_ms));
    let pause = fault.as_ref().and_then(|f| f.action.pause()).unwrap_or_default();
    // A hold stands for a request still on its way; only a delay is time that Google takes.
    let late = pause > patience;
    let after = fault.as_ref().is_some_and(|f| f.after);

    if !after && !pause.is_zero() {
        tokio::time::sleep(pause.min(patience)).await;
    }
    let reply = match &fault {
        Some(_) if late && !after => None,
        Some(Fault {
            after: false,
            action: FaultAction::Drop | FaultAction::Stall | FaultAction::Status { .. },
            ..
        }) => None,
        _ => Some(shared.apply(number, &wire)),
    };
    if matches!(&fault, Some(Fault { action: FaultAction::ApplyTwice, .. })) {
        shared.apply(number, &wire);
    }

    if after && !pause.is_zero() {
        tokio::time::sleep(pause.min(patience)).await;
    }
    shared.dealt_with(&wire);
    if let Some(hold) = shared.caught(number, &wire, true) {
        hold.wait().await;
    }

    let applied = reply.is_some();
    let encoding = wire.header("accept-encoding").to_owned();
    let done = |reply: Reply| {
        shared.log(number, &wire, reply.status, reply.body.len(), applied);
        reply.finish(shared.with(|w| w.now()), &encoding)
    };

    match fault.map(|f| f.action) {
        Some(FaultAction::Drop) => {
            shared.log(number, &wire, 0, 0, applied);
            Err(Closed)
        }
        Some(FaultAction::Stall) => {
            shared.log(number, &wire, 0, 0, applied);
            std::future::pending().await
        }
        Some(FaultAction::Status { status, headers, body }) => {
            let mut reply = Reply::new(status, "application/json; charset=UTF-8", body.into_bytes());
            for (name, value) in headers {
                reply.header(&name.to_lowercase(), &value);
            }
            Ok(respond(done(reply), None))
        }
        Some(FaultAction::Cut { bytes }) => {
            Ok(respond(done(reply.unwrap_or_else(nothing)), Some(Pace::Cut(bytes))))
        }
        Some(FaultAction::Shorten) => {
            let mut reply = reply.unwrap_or_else(nothing);
            reply.body = shortened(reply.body);
            Ok(respond(done(reply), None))
        }
        Some(FaultAction::SlowDrip { bytes, pause_ms }) => Ok(respond(
            done(reply.unwrap_or_else(nothing)),
            Some(Pace::Drip(bytes.max(1), Duration::from_millis(pause_ms))),
        )),
        Some(FaultAction::Delay { .. }) if late => Ok(respond(done(timed_out(&wire)), None)),
        _ => Ok(respond(done(reply.unwrap_or_else(nothing)), None)),
    }
}

/// An answer of JSON whose lists of values have lost their second half; any other as it is.
fn shortened(body: Vec<u8>) -> Vec<u8> {
    fn shorten(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::Array(list) if name == "values" => list.truncate(list.len() / 2),
                        other => shorten(other),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(shorten),
            _ => {}
        }
    }
    let Ok(mut value) = serde_json::from_slice(&body) else { return body };
    shorten(&mut value);
    value.to_string().into_bytes()
}

fn nothing() -> Reply {
    Reply::new(204, "text/html", Vec::new())
}

/// How a body goes out when something is wrong with it.
enum Pace {
    Cut(usize),
    Drip(usize, Duration),
}

fn respond(reply: Reply, pace: Option<Pace>) -> Response<Body> {
    let mut builder = Response::builder().status(reply.status).header("content-length", reply.body.len());
    for (name, value) in &reply.headers {
        builder = builder.header(name, value);
    }
    let whole = Bytes::from(reply.body);
    let body = match pace {
        None => full(whole),
        Some(pace) => {
            let (mut sender, body) = Channel::<Bytes, Closed>::new(1);
            tokio::spawn(async move {
                match pace {
                    Pace::Cut(bytes) => {
                        let _ = sender.send_data(whole.slice(..bytes.min(whole.len()))).await;
                        // Long enough for the first bytes to leave before the connection breaks.
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        sender.abort(Closed);
                    }
                    Pace::Drip(bytes, pause) => {
                        for piece in whole.chunks(bytes) {
                            if sender.send_data(Bytes::copy_from_slice(piece)).await.is_err() {
                                return;
                            }
                            tokio::time::sleep(pause).await;
                        }
                    }
                }
            });
            body.boxed()
        }
    };
    // Headers of a planned fault may be anything; those that are none are a fault of the plan.
    builder
        .body(body)
        .unwrap_or_else(|_| Response::new(full(Bytes::from_static(b"a planned answer that cannot be sent"))))
}

fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed()
}
