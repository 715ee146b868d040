//! The one table from (status, reasons) to what an answer means, and the one place that reads
//! Google's messages.
//!
//! Sources: `google.rpc.Code`, the "resolve errors" pages of Sheets, Drive and Gmail, and recorded
//! traffic. Drive and Gmail still answer with `errors[].reason`, Sheets with `status` and
//! `details[].reason`; an answer may carry several at once.

use serde::Deserialize;

use crate::google::error::{ErrorKind, Refusal, RefusalKind};

/// When the same request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retryable {
    /// Nothing was applied: at any time.
    Always,
    /// A request that may have been applied is sent again only where a second copy does no harm.
    IfSafe,
    /// Once, with a fresh token.
    WithFreshToken,
    /// The answer would be the same.
    Never,
}

/// The meaning of an answer other than 2xx.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ErrorClass {
    pub(super) kind: ErrorKind,
    pub(super) retryable: Retryable,
}

/// Reads an answer that is not 2xx. `body` is Google's JSON, a proxy's HTML, or nothing.
pub(super) fn of(status: u16, body: &[u8]) -> ErrorClass {
    let body = ErrorBody::read(body);

    let (kind, retryable) = match status {
        401 => (ErrorKind::Credentials { oauth: None }, Retryable::WithFreshToken),
        _ if body.any(&["dailyLimitExceeded", "quotaExceeded"]) => (ErrorKind::Quota, Retryable::Never),
        429 => (ErrorKind::Quota, Retryable::Always),
        403 if body.any(&["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]) => {
            (ErrorKind::Quota, Retryable::Always)
        }
        403 if body.any(&["insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"]) => {
            (ErrorKind::Scope, Retryable::Never)
        }
        403 if body.any(&["accessNotConfigured", "SERVICE_DISABLED"]) => {
            (ErrorKind::Disabled, Retryable::Never)
        }
        403 => match body.refusal() {
            refusal @ Refusal { what: RefusalKind::ProtectedCell, .. } => {
                (ErrorKind::Refused(refusal), Retryable::Never)
            }
            _ => (ErrorKind::Forbidden, Retryable::Never),
        },
        404 => match body.refusal() {
            refusal @ Refusal { what: RefusalKind::NotFoundId, .. } => {
                (ErrorKind::Refused(refusal), Retryable::Never)
            }
            _ => (ErrorKind::NotFound, Retryable::Never),
        },
        413 => (ErrorKind::TooLarge, Retryable::Never),
        400 if body.message.contains("request payload size exceeds") => {
            (ErrorKind::TooLarge, Retryable::Never)
        }
        // Google says what it declines; a bare 400 is a proxy's, or of a Google that is not well.
        400 if body.message.trim().is_empty() => (ErrorKind::Unavailable, Retryable::IfSafe),
        // A proxy's redirect, a time-out, a lost race inside Google, a cancelled call, a fault.
        300..=399 | 408 | 409 | 499 | 500 | 502.. => (ErrorKind::Unavailable, Retryable::IfSafe),
        _ => (ErrorKind::Refused(body.refusal()), Retryable::Never),
    };

    ErrorClass { kind, retryable }
}

/// The body of an error beside its status, lower-cased where it is prose.
#[derive(Default)]
struct ErrorBody {
    reasons: Vec<String>,
    message: String,
}

impl ErrorBody {
    fn read(body: &[u8]) -> Self {
        let Ok(Envelope { error }) = serde_json::from_slice(body) else { return Self::default() };
        let listed = error.errors.into_iter().chain(error.details).filter_map(|item| item.reason);
        Self { reasons: listed.chain(error.status).collect(), message: error.message.to_lowercase() }
    }

    fn any(&self, reasons: &[&str]) -> bool {
        self.reasons.iter().any(|reason| reasons.contains(&reason.as_str()))
    }

    /// The request a batch failed on and why: `Invalid requests[3].addSheet: …`.
    fn refusal(&self) -> Refusal {
        let (request, method) = match self.message.strip_prefix("invalid requests[") {
            Some(rest) => {
                let (index, rest) = rest.split_once(']').unwrap_or(("", ""));
                (index.parse().ok(), rest.trim_start_matches('.').split(':').next().unwrap_or_default())
            }
            None => (None, ""),
        };
        Refusal { request, what: self.what(method) }
    }

    fn what(&self, method: &str) -> RefusalKind {
        let has = |part: &str| self.message.contains(part);
        let taken = has("already exists") || has("already in use") || has("already been used");

        // The order matters: a title may hold any of the phrases that are looked for further down.
        match () {
            () if taken && method == "createdevelopermetadata" => RefusalKind::MetadataIdTaken,
            () if taken && has("with the name") => RefusalKind::TitleTaken,
            () if taken && method == "addsheet" => RefusalKind::SheetIdTaken,
            () if taken => RefusalKind::ObjectIdTaken,
            () if has("above the limit of 10000000 cells") => RefusalKind::CellCeiling,
            () if has("maximum of 50000 characters") => RefusalKind::CellTooLong,
            () if has("edit a protected cell or object") => RefusalKind::ProtectedCell,
            () if has("developer metadata") && (has("limit") || has("exceed")) => {
                RefusalKind::MetadataCeiling
            }
            () if method == "addsheet" && (has("limit") || has("exceed") || has("too many")) => {
                RefusalKind::TabCeiling
            }
            () if has("unable to parse range") || has("exceeds grid limits") => RefusalKind::UnknownRange,
            () if self.names_a_missing_id() => RefusalKind::NotFoundId,
            () if has("not supported for this document") => RefusalKind::NotASpreadsheet,
            () if ["invalid to header", "invalid cc header", "recipient address required"]
                .into_iter()
                .any(has) =>
            {
                RefusalKind::Recipient
            }
            () => RefusalKind::Other,
        }
    }

    /// `No grid with id: 7`, `No developer metadata with ID 7`, `No filter view with id …`.
    fn names_a_missing_id(&self) -> bool {
        let said = self.message.rsplit(": no ").next().unwrap_or_default();
        let said = said.strip_prefix("no ").unwrap_or(said);
        let starts = self.message.starts_with("no ") || self.message.contains(": no ");
        starts && said.split_whitespace().take(5).collect::<Vec<_>>().join(" ").contains("with id")
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: ErrorEnvelope,
}

#[derive(Deserialize)]
struct ErrorEnvelope {
    #[serde(default)]
    message: String,
    status: Option<String>,
    #[serde(default)]
    errors: Vec<ErrorItem>,
    #[serde(default)]
    details: Vec<ErrorItem>,
}

#[derive(Deserialize)]
struct ErrorItem {
    reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn meant(status: u16, error: &Value) -> (ErrorKind, Retryable) {
        let ErrorClass { kind, retryable } = of(status, json!({"error": error}).to_string().as_bytes());
        (kind, retryable)
    }

    #[test]
    fn each_status_and_reason_has_one_meaning() {
        let details = |reason: &str| json!({"status": "X", "details": [{"@type": "t"}, {"reason": reason}]});
        let errors = |reason: &str| json!({"status": "PERMISSION_DENIED", "errors": [{"reason": reason}]});
        let nothing = json!({});
        let credentials = ErrorKind::Credentials { oauth: None };
        let table = [
            (401, &nothing, credentials.clone(), Retryable::WithFreshToken),
            (401, &errors("authError"), credentials, Retryable::WithFreshToken),
            (429, &nothing, ErrorKind::Quota, Retryable::Always),
            (429, &details("RATE_LIMIT_EXCEEDED"), ErrorKind::Quota, Retryable::Always),
            (403, &errors("rateLimitExceeded"), ErrorKind::Quota, Retryable::Always),
            (403, &errors("userRateLimitExceeded"), ErrorKind::Quota, Retryable::Always),
            (403, &errors("dailyLimitExceeded"), ErrorKind::Quota, Retryable::Never),
            (403, &errors("quotaExceeded"), ErrorKind::Quota, Retryable::Never),
            (403, &details("ACCESS_TOKEN_SCOPE_INSUFFICIENT"), ErrorKind::Scope, Retryable::Never),
            (403, &errors("insufficientPermissions"), ErrorKind::Scope, Retryable::Never),
            (403, &details("SERVICE_DISABLED"), ErrorKind::Disabled, Retryable::Never),
            (403, &errors("accessNotConfigured"), ErrorKind::Disabled, Retryable::Never),
            (403, &json!({"status": "PERMISSION_DENIED"}), ErrorKind::Forbidden, Retryable::Never),
            (404, &errors("notFound"), ErrorKind::NotFound, Retryable::Never),
            (400, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (408, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (409, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (413, &nothing, ErrorKind::TooLarge, Retryable::Never),
            (500, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (502, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (503, &json!({"status": "UNAVAILABLE"}), ErrorKind::Unavailable, Retryable::IfSafe),
            (504, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
            (599, &nothing, ErrorKind::Unavailable, Retryable::IfSafe),
        ];
        for (status, error, kind, retryable) in table {
            assert_eq!(meant(status, error), (kind, retryable), "{status} {error}");
        }
        for status in [405, 410, 418, 501] {
            let other = ErrorKind::Refused(Refusal { request: None, what: RefusalKind::Other });
            assert_eq!(meant(status, &nothing), (other, Retryable::Never), "{status}");
        }
    }

    #[test]
    fn a_body_that_is_not_googles_leaves_the_status() {
        for body in
            ["", "<html>", "[]", "{}", r#"{"error":"x"}"#, r#"{"error":{"message":7}}"#, "{\"error\":{"]
        {
            assert_eq!(of(503, body.as_bytes()).kind, ErrorKind::Unavailable);
            assert_eq!(of(403, body.as_bytes()).kind, ErrorKind::Forbidden);
            assert_eq!(of(404, body.as_bytes()).kind, ErrorKind::NotFound);
        }
    }

    #[test]
    fn what_google_refuses_is_recognised_with_its_place_in_the_batch() {
        let table = [
            (
                "Invalid requests[0].createDeveloperMetadata: Cannot add developer metadata with ID [12] because \
                 developer metadata with that ID already exists.",
                Some(0),
                RefusalKind::MetadataIdTaken,
            ),
            (
                "Invalid requests[1].addSheet: A sheet with the name \"No with id already exists\" already exists. \
                 Please enter another name.",
                Some(1),
                RefusalKind::TitleTaken,
            ),
            (
                "Invalid requests[1].addSheet: A sheet with the id 7 already exists.",
                Some(1),
                RefusalKind::SheetIdTaken,
            ),
            (
                "Invalid requests[45].addSheet: This action would increase the number of cells in the workbook above \
                 the limit of 10000000 cells.",
                Some(45),
                RefusalKind::CellCeiling,
            ),
            (
                "Invalid requests[2].updateCells: Your input contains more than the maximum of 50000 characters in a \
                 single cell.",
                Some(2),
                RefusalKind::CellTooLong,
            ),
            (
                "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove \
                 protection if you need to edit.",
                None,
                RefusalKind::ProtectedCell,
            ),
            (
                "Invalid requests[3].addProtectedRange: A protected range with ID 5 already exists",
                Some(3),
                RefusalKind::ObjectIdTaken,
            ),
            ("Invalid requests[0].updateCells: No grid with id: 9", Some(0), RefusalKind::NotFoundId),
            ("No developer metadata with ID 9", None, RefusalKind::NotFoundId),
            ("Unable to parse range: 'X'!A1", None, RefusalKind::UnknownRange),
            ("Range ('X'!A9999) exceeds grid limits. Max rows: 10", None, RefusalKind::UnknownRange),
            ("This operation is not supported for this document", None, RefusalKind::NotASpreadsheet),
            ("Invalid To header", None, RefusalKind::Recipient),
            ("Invalid requests[99999999999999999999999].addSheet: x", None, RefusalKind::Other),
            ("Invalid requests[", None, RefusalKind::Other),
            ("Requested entity was not found.", None, RefusalKind::Other),
        ];

        for (message, request, what) in table {
            let (kind, _) = meant(400, &json!({"message": message, "status": "INVALID_ARGUMENT"}));
            assert_eq!(kind, ErrorKind::Refused(Refusal { request, what }), "{message}");
        }

        let protected = json!({"message": "You are trying to edit a protected cell or object."});
        let refusal = Refusal { request: None, what: RefusalKind::ProtectedCell };
        assert_eq!(meant(403, &protected).0, ErrorKind::Refused(refusal));
        let size = json!({"message": "Request payload size exceeds the limit: 10485760 bytes."});
        assert_eq!(meant(400, &size).0, ErrorKind::TooLarge);
    }
}
