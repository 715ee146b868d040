//! Gmail v1: the notice as a draft, sent once.
//!
//! Gmail has no idempotency key. A draft is one: it is gone once it has been sent, and sending
//! what is gone is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use bytes::Bytes;
use google_gmail1::api::{Draft, Message};
use serde_json::json;

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::{Error, ErrorKind};
use crate::google::request::{self, ApiRequest};
use crate::google::transport::call::CallTarget;

const DRAFTS: &str = "/gmail/v1/users/me/drafts";
/// Longest id of a draft: Gmail's have about twenty characters, and each is recorded where room is short.
const LONGEST_ID: usize = 40;

impl Google {
    /// Checks that the account has a mailbox that can be used (`getProfile`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn mailbox(&self) -> Result<(), Error> {
        let target = CallTarget::new("/gmail/v1/users/me/profile").and("fields", "historyId");
        let request = ApiRequest::get("gmail.getProfile", Api::Gmail, target);
        self.request(request, |body| request::json::<google_gmail1::api::Profile>(body).map(drop)).await
    }

    /// Puts a message (RFC 5322) among the account's drafts and returns the draft's id
    /// (`drafts.create`). Never tried again once it may have been applied: an orphaned draft confuses
    /// people.
    ///
    /// # Errors
    /// Any [`Error`]; where it is `ambiguous`, there may be a draft whose id is not known.
    pub async fn create_draft(&self, mime: &[u8]) -> Result<String, Error> {
        let body = json!({"message": {"raw": URL_SAFE.encode(mime)}}).to_string().into();
        let request =
            ApiRequest::change("gmail.drafts.create", Api::Gmail, CallTarget::new(DRAFTS), body, false);
        let fits = |id: &String| (1..=LONGEST_ID).contains(&id.len());
        self.request(request, |body| request::json::<Draft>(body)?.id.filter(fits)).await
    }

    /// Returns `true` if a draft is still there (`drafts.get`).
    ///
    /// # Errors
    /// Any [`Error`] but [`ErrorKind::NotFound`].
    pub async fn draft_exists(&self, id: &str) -> Result<bool, Error> {
        let target = one(id).and("format", "minimal").and("fields", "id");
        let answer = self
            .request(ApiRequest::get("gmail.drafts.get", Api::Gmail, target), |body| {
                request::json::<Draft>(body)?.id
            })
            .await;
        found(answer.map(drop))
    }

    /// Sends a draft (`drafts.send`). Never tried again once it may have been applied.
    ///
    /// # Errors
    /// Any [`Error`]; [`ErrorKind::NotFound`] when the draft is gone, which is what a sent one is; where
    /// it is `ambiguous`, the mail may have been sent.
    pub async fn send_draft(&self, id: &str) -> Result<(), Error> {
        let body: Bytes = json!({"id": id}).to_string().into();
        let target = CallTarget::new(&format!("{DRAFTS}/send"));
        let request = ApiRequest::change("gmail.drafts.send", Api::Gmail, target, body, false);
        self.request(request, |body| request::json::<Message>(body)?.id.map(drop)).await
    }

    /// Deletes a draft; one that is gone is no error (`drafts.delete`).
    ///
    /// # Errors
    /// Any [`Error`] but [`ErrorKind::NotFound`].
    pub async fn delete_draft(&self, id: &str) -> Result<(), Error> {
        let request = ApiRequest::delete("gmail.drafts.delete", Api::Gmail, one(id));
        found(self.request(request, |_| Some(())).await).map(drop)
    }
}

fn one(id: &str) -> CallTarget {
    CallTarget::with_id(&format!("{DRAFTS}/"), id, "")
}

/// `false` where Google answers that there is no such thing.
fn found(answer: Result<(), Error>) -> Result<bool, Error> {
    match answer {
        Ok(()) => Ok(true),
        Err(Error { kind: ErrorKind::NotFound, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
