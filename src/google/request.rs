//! A request with the reading of its answer.

use bytes::Bytes;
use http::Method;
use tokio::time::Instant;

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::{Error, ErrorKind, RefusalKind};
use crate::google::failure::AttemptFailure;
use crate::google::surrogates;
use crate::google::transport::call::{Call, CallTarget};

/// How often a safe request is sent whose answer arrives whole and cannot be read.
const READINGS: u32 = 3;

/// A request before it has an address and a deadline.
pub(super) struct ApiRequest {
    name: &'static str,
    api: Api,
    method: Method,
    target: CallTarget,
    body: Option<Bytes>,
    writes: bool,
    safe: bool,
}

impl ApiRequest {
    /// A read.
    pub(super) fn get(name: &'static str, api: Api, target: CallTarget) -> Self {
        Self { name, api, method: Method::GET, target, body: None, writes: false, safe: true }
    }

    /// A read that Google wants posted.
    pub(super) fn query(name: &'static str, api: Api, target: CallTarget, body: Bytes) -> Self {
        Self { method: Method::POST, body: Some(body), ..Self::get(name, api, target) }
    }

    /// A change. `safe` says that a second copy does no harm.
    pub(super) fn change(name: &'static str, api: Api, target: CallTarget, body: Bytes, safe: bool) -> Self {
        Self { writes: true, safe, ..Self::query(name, api, target, body) }
    }

    /// A deletion: what is gone twice is gone.
    pub(super) fn delete(name: &'static str, api: Api, target: CallTarget) -> Self {
        Self { method: Method::DELETE, writes: true, ..Self::get(name, api, target) }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error {
            kind,
            call: self.name,
            reads_spreadsheet: self.api == Api::Sheets && !self.writes,
            status: None,
            attempts: 0,
            ambiguous: false,
            retry_after: None,
        }
    }
}

impl Google {
    /// Sends a request and reads its answer. A safe one whose answer cannot be read is sent again
    /// twice, within the same total time.
    pub(super) async fn request<T>(
        &self,
        request: ApiRequest,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<T, Error> {
        let call = self.call(&request)?;

        let mut unread = 0;
        loop {
            let sent = self.transport.send(call.clone()).await;
            let body = sent.map_err(|failure| self.error_of(&request, failure, unread))?;
            if let Some(answer) = read(&surrogates::replaced(&body)) {
                return Ok(answer);
            }

            unread += 1;
            let wait = self.policy.base;
            if !request.safe || unread == READINGS || Instant::now() + wait >= call.deadline {
                let malformed = request.error(ErrorKind::Malformed);
                let ambiguous = request.writes;
                return Err(Error { status: Some(200), attempts: unread, ambiguous, ..malformed });
            }
            tracing::info!(call = request.name, "the answer cannot be read, asking again");
            tokio::time::sleep(wait).await;
        }
    }

    /// Gives a request its address, and the deadline that all its tries share.
    fn call(&self, request: &ApiRequest) -> Result<Call, Error> {
        let uri = self
            .endpoint
            .at(request.api, &request.target)
            .ok_or_else(|| request.error(ErrorKind::NotFound))?;

        Ok(Call {
            name: request.name,
            method: request.method.clone(),
            uri,
            body: request.body.clone(),
            safe: request.safe,
            paced: request.writes && request.api == Api::Sheets,
            deadline: Instant::now() + self.policy.time_outs.total,
        })
    }

    /// Names a failure of the transport. `unread` is the number of answers before it that arrived
    /// whole and could not be read.
    fn error_of(&self, request: &ApiRequest, failure: AttemptFailure, unread: u32) -> Error {
        let AttemptFailure { kind, status, ambiguous, retry_after, attempts, .. } = failure;
        let kind = if self.transport.acts_by_consent() { kind.by_consent() } else { kind };
        // A read applies nothing; what could not be read was a success all the same.
        let ambiguous = request.writes && (ambiguous || unread > 0);

        let error =
            Error { status, attempts: attempts + unread, ambiguous, retry_after, ..request.error(kind) };
        if error.refusal() == Some(RefusalKind::ProtectedCell) {
            self.transport.meet_protection();
        }
        error
    }
}

/// Reads an answer into one of the generated types.
pub(super) fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
