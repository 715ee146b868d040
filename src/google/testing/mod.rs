//! A server on this machine that plays Google as badly as a script says.
//!
//! Faults that the emulator can play are in `tests/it/transport.rs`. What is here needs what the
//! emulator does not have: headers of the request in its log (the bearer, the user agent), claims of
//! the assertion, answers that a sound Google never gives (parts of no question, two documents),
//! answers in an order that the test chooses, an error or a token whose body breaks off or stalls, a
//! `Date` and a gzip stream of the test's own, tokens from one place and calls to another.
//!
//! The server speaks HTTP/1.1 by hand, so that it can be cut off in the middle of a word.

mod calls;
mod faults;
mod quick;
mod tokens;

use std::collections::VecDeque;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use self::quick::quick;
use crate::google::{Connection, Google, RetryPolicy, TimeOuts};

pub(super) use fixtures::ACCOUNT;

/// A private key in PEM that this process has made and nobody else knows.
static KEY: LazyLock<String> = LazyLock::new(|| {
    let emulator = google_emulator::Emulator::start(google_emulator::Options::default()).unwrap();
    let path = tempfile::tempdir().unwrap().keep().join("key.json");
    emulator.write_key_file(&path).unwrap();
    let key: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    key["private_key"].as_str().unwrap().to_owned()
});

/// The act that the server does with one request.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Writes this, then keeps the connection.
    Write(Vec<u8>),
    /// Writes this, then closes the connection.
    Cut(Vec<u8>),
    /// Writes this, then never says another word.
    Stall(Vec<u8>),
    /// Waits, then does the other.
    After(Duration, Box<Act>),
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) line: String,
    pub(super) headers: String,
    pub(super) body: Vec<u8>,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct State {
    api: VecDeque<Act>,
    token: VecDeque<Act>,
    seen: Vec<Seen>,
    tokens: Vec<Seen>,
}

/// The server; it lives as long as its test's runtime.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) origin: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Plays each act for one request to an API; a further request is answered with 418. Tokens
    /// are `tok-1`, `tok-2`, …
    pub(super) async fn play(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = State { api: acts.into_iter().collect(), ..State::default() };
        let server = Self { origin, state: Arc::new(Mutex::new(state)) };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        server
    }

    /// Plays these for the first requests for a token.
    pub(super) fn with_tokens(self, acts: impl IntoIterator<Item = Act>) -> Self {
        self.state.lock().unwrap().token.extend(acts);
        self
    }

    /// A client of this server with short time-outs.
    pub(super) async fn google(&self) -> Google {
        self.google_with(quick()).await
    }

    pub(super) async fn google_with(&self, policy: RetryPolicy) -> Google {
        self.google_at(&self.origin, policy).await
    }

    /// A client that gets its tokens here and calls APIs elsewhere.
    pub(super) async fn google_at(&self, endpoint: &str, policy: RetryPolicy) -> Google {
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("key.json");
        let json = json!({"type": "service_account", "private_key": *KEY,
            "client_email": "robot@example.iam", "token_uri": format!("{}/token", self.origin)});
        std::fs::write(&key, json.to_string()).unwrap();
        std::fs::set_permissions(&key, PermissionsExt::from_mode(0o600)).unwrap();
        let endpoint = Some(endpoint.to_owned());
        let connection = Connection { endpoint, policy, ..Connection::new(ACCOUNT, key) };
        Google::connect(connection).await.unwrap()
    }

    /// The requests to the APIs, in order.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
    }

    /// The requests for a token, in order.
    pub(super) fn tokens(&self) -> Vec<Seen> {
        self.state.lock().unwrap().tokens.clone()
    }

    async fn serve(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        while let Some(seen) = read(&mut stream).await {
            let mut act = self.next(seen);
            if let Act::After(wait, then) = act {
                tokio::time::sleep(wait).await;
                act = *then;
            }
            match act {
                Act::Write(bytes) => stream.write_all(&bytes).await.unwrap_or_default(),
                Act::Cut(bytes) => return stream.write_all(&bytes).await.unwrap_or_default(),
                Act::Stall(bytes) => {
                    stream.write_all(&bytes).await.unwrap_or_default();
                    std::future::pending::<()>().await;
                }
                Act::After(..) => unreachable!("one wait is enough"),
            }
        }
    }

    fn next(&self, seen: Seen) -> Act {
        let mut state = self.state.lock().unwrap();
        if seen.line.starts_with("POST /token ") {
            state.tokens.push(seen);
            let text = format!("tok-{}", state.tokens.len());
            let token = json!({"access_token": text, "expires_in": 3599, "token_type": "Bearer"});
            state.token.pop_front().unwrap_or_else(|| ok(&token))
        } else {
            state.seen.push(seen);
            state.api.pop_front().unwrap_or_else(|| error(418, "SECRET unscripted", ""))
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let (line, headers) = head.split_once("\r\n").unwrap();
    let mut seen = Seen { line: line.to_owned(), headers: headers.to_owned(), body: Vec::new() };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    seen.body.resize(length, 0);
    stream.read_exact(&mut seen.body).await.ok()?;
    Some(seen)
}

/// A whole answer.
pub(super) fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

const JSON: &str = "Content-Type: application/json; charset=UTF-8\r\n";

/// 200 with JSON.
pub(super) fn ok(body: &Value) -> Act {
    Act::Write(answer(200, JSON, body.to_string().as_bytes()))
}

/// An error as Google words it. The message holds the word SECRET wherever a test gives it.
pub(super) fn error(status: u16, message: &str, reason: &str) -> Act {
    error_with(status, message, reason, "")
}

/// An error with more headers.
pub(super) fn error_with(status: u16, message: &str, reason: &str, headers: &str) -> Act {
    let body = json!({"error": {"code": status, "message": message, "status": reason}});
    Act::Write(answer(status, &format!("{JSON}{headers}"), body.to_string().as_bytes()))
}

/// A page of some proxy.
pub(super) fn html(status: u16) -> Act {
    Act::Write(answer(status, "Content-Type: text/html\r\n", b"<!DOCTYPE html><p>SECRET"))
}

/// Plays cases side by side: most of them only wait. A case that fails fails the test.
pub(super) async fn side_by_side<C: Future<Output = ()> + Send + 'static>(cases: impl Iterator<Item = C>) {
    cases.collect::<tokio::task::JoinSet<()>>().join_all().await;
}
