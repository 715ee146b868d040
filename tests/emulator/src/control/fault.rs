//! Faults: what goes wrong with which request, before it is applied or after.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Which requests are meant; what is not given matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Match {
    /// Only the n-th that matches the rest, from 1; the ones before it pass.
    pub nth: Option<usize>,
    /// Only the request with this number in the log.
    pub number: Option<usize>,
    /// The verb.
    pub method: Option<String>,
    /// A part of the path, still percent-encoded.
    pub path_contains: Option<String>,
    /// A part of the body.
    pub body_contains: Option<String>,
}

/// One planned fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Which requests.
    #[serde(default)]
    pub when: Match,
    /// Whether the request is applied before the fault strikes. A cut, dripping or shortened answer always is.
    #[serde(default)]
    pub after: bool,
    /// What happens.
    pub action: FaultAction,
    /// How often; 0 is for ever.
    #[serde(default = "once")]
    pub times: usize,
}

fn once() -> usize {
    1
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum FaultAction {
    /// This is answered instead.
    Status {
        /// The status.
        status: u16,
        /// Headers beside; a content type of JSON unless one is given.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// The body, as it stands.
        #[serde(default)]
        body: String,
    },
    /// The connection is closed without an answer.
    Drop,
    /// The answer ends after so many bytes of its body, though it announced more.
    Cut {
        /// Bytes that still go out.
        bytes: usize,
    },
    /// No answer ever comes, and the connection stays open.
    Stall,
    /// The answer comes in small pieces.
    SlowDrip {
        /// Bytes of a piece.
        bytes: usize,
        /// Milliseconds between pieces.
        pause_ms: u64,
    },
    /// The request waits, then is applied and answered, even if the client has gone. Beyond `request_ms` of the limits
    /// Google gives up: 504, and nothing is applied unless the fault strikes after that.
    Delay {
        /// Milliseconds to wait.
        ms: u64,
    },
    /// The answer is whole, but its lists of values have lost their second half.
    Shorten,
    /// The request is applied twice, as if the network had repeated it; the first answer is sent.
    ApplyTwice,
}

impl Fault {
    /// A fault that strikes once, before the request is applied.
    pub fn before(when: Match, action: FaultAction) -> Self {
        Self { when, after: false, action, times: 1 }
    }

    /// A fault that strikes once, after the request was applied.
    pub fn after(when: Match, action: FaultAction) -> Self {
        Self { when, after: true, action, times: 1 }
    }
}

impl FaultAction {
    /// A status with Google's JSON body of an error.
    pub fn google(status: u16, canonical: &str, message: &str) -> Self {
        let body = serde_json::json!({"error": {"code": status, "message": message, "status": canonical}});
        Self::Status { status, headers: Vec::new(), body: body.to_string() }
    }

    pub(crate) fn pause(&self) -> Option<Duration> {
        match self {
            Self::Delay { ms } => Some(Duration::from_millis(*ms)),
            _ => None,
        }
    }
}

impl Match {
    /// The n-th request that there is from now on.
    pub fn nth(n: usize) -> Self {
        Self { nth: Some(n), ..Self::default() }
    }

    /// Requests whose path contains this.
    pub fn path(part: &str) -> Self {
        Self { path_contains: Some(part.to_owned()), ..Self::default() }
    }

    /// Whether the request is meant, `nth` aside.
    pub(crate) fn matches(&self, number: usize, method: &str, path: &str, body: &[u8]) -> bool {
        self.number.is_none_or(|n| n == number)
            && self.method.as_deref().is_none_or(|m| m.eq_ignore_ascii_case(method))
            && self.path_contains.as_deref().is_none_or(|p| path.contains(p))
            && self.body_contains.as_deref().is_none_or(|b| String::from_utf8_lossy(body).contains(b))
    }
}

/// A fault with what it has seen so far.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) fault: Fault,
    seen: usize,
    struck: usize,
}

impl Planned {
    pub(crate) fn new(fault: Fault) -> Self {
        Self { fault, seen: 0, struck: 0 }
    }

    /// Whether the fault has struck as often as it may.
    pub(crate) fn is_spent(&self) -> bool {
        self.fault.times > 0 && self.struck >= self.fault.times
    }

    /// Whether the fault strikes this request.
    pub(crate) fn strikes(&mut self, number: usize, method: &str, path: &str, body: &[u8]) -> bool {
        if self.is_spent() || !self.fault.when.matches(number, method, path, body) {
            return false;
        }
        self.seen += 1;
        // From the n-th on, as often as it may.
        if self.fault.when.nth.is_some_and(|nth| self.seen < nth) {
            return false;
        }
        self.struck += 1;
        true
    }
}
