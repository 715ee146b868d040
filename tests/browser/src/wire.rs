//! Messages to the browser and from it.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::time::Instant;

use serde_json::{Value, json};

use crate::{Error, LONGEST_WAIT};

/// Events that are kept for who asks for them later.
const MOST_EVENTS: usize = 10_000;

/// The two ends of the pipe. Each message ends in a zero byte.
#[derive(Debug)]
pub(crate) struct Wire {
    to: ChildStdin,
    from: Receiver<Value>,
    last: u64,
    events: VecDeque<Value>,
}

impl Wire {
    /// The messages over these ends; a thread reads, so that waiting for an answer can have an end.
    pub(crate) fn over(to: ChildStdin, from: ChildStdout) -> Self {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut from = BufReader::new(from);
            let mut message = Vec::new();
            while from.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        Self { to, from: receiver, last: 0, events: VecDeque::new() }
    }

    /// Gives a command, to a page where a session names one, and waits for its answer.
    pub(crate) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, Error> {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to
            .write_all(&bytes)
            .and_then(|()| self.to.flush())
            .map_err(|_| Error::Silent(method.to_owned()))?;

        let until = Instant::now() + LONGEST_WAIT;
        loop {
            let mut heard = self.hear(until).ok_or_else(|| Error::Silent(method.to_owned()))?;
            if heard["id"] != self.last {
                self.keep(heard);
            } else if let Some(why) = heard["error"]["message"].as_str() {
                return Err(Error::Refused(method.to_owned(), why.to_owned()));
            } else {
                return Ok(heard["result"].take());
            }
        }
    }

    /// Waits for an event of a page.
    pub(crate) fn event(&mut self, session: &str, method: &str) -> Result<Value, Error> {
        let until = Instant::now() + LONGEST_WAIT;
        loop {
            if let Some(event) = self.take(session, method) {
                return Ok(event);
            }
            let heard = self.hear(until).ok_or_else(|| Error::Silent(method.to_owned()))?;
            self.keep(heard);
        }
    }

    /// The oldest event of that name that nobody took, if there is one.
    pub(crate) fn take(&mut self, session: &str, method: &str) -> Option<Value> {
        let wanted = |event: &Value| event["sessionId"] == session && event["method"] == method;
        let at = self.events.iter().position(wanted)?;
        self.events.remove(at).map(|mut event| event["params"].take())
    }

    fn hear(&self, until: Instant) -> Option<Value> {
        self.from.recv_timeout(until.saturating_duration_since(Instant::now())).ok()
    }

    fn keep(&mut self, event: Value) {
        if event["method"].is_string() {
            self.events.push_back(event);
            if self.events.len() > MOST_EVENTS {
                self.events.pop_front();
            }
        }
    }
}
