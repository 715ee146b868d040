//! The emulator as a fact asks it: an owner, a spreadsheet, and answers that are compared member by member.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::{Clock, Emulator, Options};

/// The account that a fact asks as, unless it says otherwise.
pub(super) const OWNER: &str = "owner@x.example";

/// An emulator whose clock stands still, and the token of the owner.
pub(super) struct Google {
    pub(super) emulator: Emulator,
}

/// An answer over HTTP.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Status line and headers.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Google {
    pub(super) fn start() -> Result<Self, String> {
        let clock = Clock::At("2026-11-23T15:00:00Z".parse().map_err(|_| "the clock")?);
        let emulator = Emulator::start(Options { clock, ..Options::default() });
        let emulator = emulator.map_err(|error| error.to_string())?;
        emulator.add_token("mine", OWNER);
        Ok(Self { emulator })
    }

    /// A spreadsheet whose only tab is Sheet1, 1000 rows by 26 columns, id 0.
    pub(super) fn book(&self) -> Result<String, String> {
        let created =
            self.emulator.with(|world| world.create_spreadsheet(OWNER, "Facts", "en_US", "Etc/GMT"));
        created.map_err(|refused| format!("{refused:?}"))
    }

    /// A spreadsheet with rows typed from A1 on.
    pub(super) fn typed(&self, rows: &[&[&str]]) -> Result<String, String> {
        let id = self.book()?;
        let typed = self.emulator.with(|world| world.type_rows(&id, "Sheet1!A1", rows));
        typed.map_err(|refused| format!("{refused:?}"))?;
        Ok(id)
    }

    pub(super) fn get(&self, target: &str) -> Result<Answer, String> {
        self.send("GET", target, &Value::Null)
    }

    pub(super) fn post(&self, target: &str, body: &Value) -> Result<Answer, String> {
        self.send("POST", target, body)
    }

    pub(super) fn put(&self, target: &str, body: &Value) -> Result<Answer, String> {
        self.send("PUT", target, body)
    }

    /// A `batchUpdate` of the requests.
    pub(super) fn batch(&self, id: &str, requests: &Value) -> Result<Answer, String> {
        self.post(&format!("/v4/spreadsheets/{id}:batchUpdate"), &json!({"requests": requests}))
    }

    fn send(&self, method: &str, target: &str, body: &Value) -> Result<Answer, String> {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let headers = [("authorization", "Bearer mine"), ("content-type", "application/json")];
        self.send_with(method, target, &headers, &body)
    }

    /// A request whose headers and body are the fact's own.
    pub(super) fn send_with(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, String> {
        let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (lines, length) = (lines.concat(), body.len());
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{lines}content-length: {length}\r\n\r\n"
        );
        let exchange = || -> std::io::Result<Vec<u8>> {
            let mut stream = TcpStream::connect(self.emulator.address())?;
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            stream.write_all(request.as_bytes())?;
            stream.write_all(body)?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = exchange().map_err(|error| error.to_string())?;
        let gap = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..gap]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Ok(Answer { status, head, body: bytes.get(gap + 4..).unwrap_or(&[]).to_vec() })
    }
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Must be a success.
    pub(super) fn ok(self) -> Result<Self, String> {
        if self.status == 200 { Ok(self) } else { Err(self.shown()) }
    }

    /// Must be a refusal of that status, with that message.
    pub(super) fn refused(&self, status: u16, message: &str) -> Result<(), String> {
        let own = self.json()["error"]["message"].clone();
        if self.status == status && own == message { Ok(()) } else { Err(self.shown()) }
    }

    /// A member of the body must have that value; null is a member that is not there.
    pub(super) fn has(self, pointer: &str, expected: &Value) -> Result<Self, String> {
        let body = self.json();
        let own = body.pointer(pointer).unwrap_or(&Value::Null);
        if own == expected {
            Ok(self)
        } else {
            Err(format!("{pointer} is {own} rather than {expected} in {}", self.shown()))
        }
    }

    fn shown(&self) -> String {
        format!("{}\n{}", self.head, String::from_utf8_lossy(&self.body))
    }
}
