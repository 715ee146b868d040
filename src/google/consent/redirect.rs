//! Where the browser comes back to: a page on this machine that lives as long as the question.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::google::oauth_error::displayable;

/// How long a connection may take to send its request. Browsers open some that never send one, so
/// that no connection may hold up another.
const REQUEST: Duration = Duration::from_secs(5);
/// How long the page may take to reach the browser once the answer is here.
const PAGE: Duration = Duration::from_secs(1);

/// A port of this machine on which an answer is awaited.
pub(super) struct Redirect {
    listener: TcpListener,
    port: u16,
}

/// The answer that the browser brought.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Brought {
    /// A code, to be exchanged for tokens.
    Code(String),
    /// The account did not consent; Google's code for why.
    Declined(Option<String>),
}

impl Redirect {
    /// Listens on a port of this machine that no other machine reaches; 0 is any free one.
    pub(super) async fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the browser that knows `state`. Whatever else comes is sent away: a page of
    /// somebody else's cannot put an answer of its own in the place of the account's.
    pub(super) async fn wait(self, state: &str) -> Brought {
        let state: Arc<str> = state.into();
        let (sender, mut receiver) = mpsc::channel(1);
        let mut open = JoinSet::new();
        loop {
            tokio::select! {
                Some(brought) = receiver.recv() => {
                    let _ = timeout(PAGE, open.join_all()).await;
                    return brought;
                }
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => drop(open.spawn(serve(stream, state.clone(), sender.clone()))),
                    // Out of file descriptors, say: it passes, but not at once.
                    Err(_) => sleep(Duration::from_millis(50)).await,
                },
            }
        }
    }
}

async fn serve(stream: TcpStream, state: Arc<str>, sender: mpsc::Sender<Brought>) {
    let service = service_fn(|request: Request<Incoming>| {
        let brought = read(&request, &state);
        let sender = sender.clone();
        async move {
            let page = page(brought.as_ref());
            if let Some(brought) = brought {
                // A second answer comes too late, and its sender need not know.
                let _ = sender.try_send(brought);
            }
            Ok::<_, Infallible>(page)
        }
    });

    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);

    // A browser that hangs up has seen what it wanted to see.
    let _ = connection.await;
}

/// The answer that a request brings, if it knows the state.
fn read<B>(request: &Request<B>, state: &str) -> Option<Brought> {
    let fields: Vec<_> =
        form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
    if request.method() != Method::GET || request.uri().path() != "/" || field("state") != Some(state) {
        return None;
    }
    match field("code") {
        Some(code) if !code.is_empty() => Some(Brought::Code(code.to_owned())),
        _ => field("error").map(|error| Brought::Declined(displayable(error))),
    }
}

fn page(brought: Option<&Brought>) -> Response<Full<Bytes>> {
    let (status, message) = match brought {
        Some(Brought::Code(_)) => {
            (StatusCode::OK, "Thank you. You can close this page; the terminal goes on.")
        }
        Some(Brought::Declined(_)) => (StatusCode::OK, "No consent was given. You can close this page."),
        None => (StatusCode::NOT_FOUND, "There is nothing here."),
    };

    let html = format!("<!doctype html><html lang=\"en\"><title>traslado</title><p>{message}</p></html>\n");
    let mut page = Response::new(Full::new(html.into()));
    *page.status_mut() = status;

    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        // The address of this page holds the code.
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    page.headers_mut().extend(headers.map(|(name, value)| (name, http::HeaderValue::from_static(value))));
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought(method: &str, target: &str) -> Option<Brought> {
        read(&Request::builder().method(method).uri(target).body(()).unwrap(), "s t")
    }

    #[test]
    fn only_who_knows_the_state_brings_an_answer() {
        assert!(brought("GET", "/?state=s+t&code=4%2Fx") == Some(Brought::Code("4/x".to_owned())));
        let declined = Some(Brought::Declined(Some("access_denied".to_owned())));
        assert!(brought("GET", "/?error=access_denied&state=s%20t") == declined);
        assert!(brought("GET", "/?error=%3Cb%3E&state=s%20t") == Some(Brought::Declined(None)));
        for target in
            ["/", "/?code=x", "/?code=x&state=", "/?code=x&state=other", "/favicon.ico", "/x?state=s+t"]
        {
            assert!(brought("GET", target).is_none(), "{target}");
        }
        assert!(brought("POST", "/?state=s+t&code=x").is_none() && brought("GET", "/?state=s+t").is_none());
    }
}
