//! A small blocking client, and an emulator to ask.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::{Clock, Emulator, Options};

pub(super) const OWNER: &str = "owner@x.example";

/// An emulator whose clock stands still, with a token for an owner and one for another account.
pub(super) struct Bench {
    pub(super) emulator: Emulator,
    pub(super) token: &'static str,
}

/// What came back; status 0 is a connection without an answer.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answered {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(super) fn message(&self) -> String {
        self.json()["error"]["message"].as_str().unwrap_or("").to_owned()
    }

    pub(super) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(super) fn with(options: Options) -> Self {
        let clock = Clock::At("2026-11-23T15:00:00Z".parse().unwrap());
        let emulator = Emulator::start(Options { clock, ..options }).unwrap();
        emulator.add_token("mine", OWNER);
        emulator.add_token("theirs", "other@y.example");
        Self { emulator, token: "mine" }
    }

    pub(super) fn as_other(&mut self) {
        self.token = "theirs";
    }

    pub(super) fn as_owner(&mut self) {
        self.token = "mine";
    }

    pub(super) fn raw(&self, request: &[u8]) -> Answered {
        let mut stream = TcpStream::connect(self.emulator.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut bytes = Vec::new();
        if stream.write_all(request).is_ok() {
            let _ = stream.read_to_end(&mut bytes);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let gap = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
        let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let head = String::from_utf8_lossy(&bytes[..gap]).to_lowercase();
        Answered { status, head, body: bytes.get(gap + 4..).unwrap_or(&[]).to_vec() }
    }

    pub(super) fn send(&self, method: &str, target: &str, kind: &str, body: &[u8]) -> Answered {
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.token,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.raw(&request)
    }

    pub(super) fn get(&self, target: &str) -> Answered {
        self.send("GET", target, "text/plain", b"")
    }

    pub(super) fn post(&self, target: &str, body: &Value) -> Answered {
        self.send("POST", target, "application/json", body.to_string().as_bytes())
    }

    pub(super) fn put(&self, target: &str, body: &Value) -> Answered {
        self.send("PUT", target, "application/json", body.to_string().as_bytes())
    }

    /// A Colombian spreadsheet with one tab, `CE-F05`, under id 7.
    pub(super) fn book(&self) -> String {
        self.emulator.with(|world| {
            let id = world.create_spreadsheet(OWNER, "CE-F05 Redes", "es_CO", "America/Bogota").unwrap();
            let sheet = json!({"sheetId": 7, "title": "CE-F05", "gridProperties": {"rowCount": 20, "columnCount": 8}});
            let requests = [json!({"addSheet": {"properties": sheet}}), json!({"deleteSheet": {"sheetId": 0}})];
            world.batch(&id, OWNER, &requests).unwrap();
            id
        })
    }

    pub(super) fn batch(&self, id: &str, requests: &[Value]) -> Answered {
        self.post(&format!("/v4/spreadsheets/{id}:batchUpdate"), &json!({"requests": requests}))
    }

    pub(super) fn refused(&self, id: &str, request: Value) -> String {
        let answered = self.batch(id, &[request]);
        assert_eq!(answered.status, 400, "{answered:?}");
        answered.message()
    }

    pub(super) fn shown(&self, id: &str, range: &str) -> Vec<Vec<String>> {
        self.emulator.with(|world| world.shown(id, range).unwrap())
    }

    pub(super) fn type_rows(&self, id: &str, range: &str, rows: &[&[&str]]) {
        self.emulator.with(|world| world.type_rows(id, range, rows).unwrap());
    }
}
