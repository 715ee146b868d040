//! Refusals, with the status and the body that Google would send.

mod drive;
mod front;

use serde_json::{Value, json};

use crate::schema::{Service, Violation};

/// An answer other than success.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    /// The canonical name, such as `INVALID_ARGUMENT`.
    pub(crate) status: &'static str,
    pub(crate) message: String,
    /// The `reason` of the older error form, which Drive and Gmail send beside.
    pub(crate) reason: &'static str,
    /// What few errors have; apart, so that a result stays small.
    more: Box<More>,
}

#[derive(Clone, Debug, Default)]
struct More {
    /// The older form may have a message of its own.
    short: Option<&'static str>,
    /// Which parameter or header the older form points at.
    location: Option<(&'static str, &'static str)>,
    /// The `domain` of the older form, where it is not `global`; empty where the entry has none.
    domain: Option<&'static str>,
    /// The front end that all APIs share refuses, not the API itself.
    front: bool,
    details: Vec<Value>,
    /// What `WWW-Authenticate` says, where a credential is the trouble.
    challenge: Option<&'static str>,
}

impl ApiError {
    fn new(code: u16, status: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, status, message, reason, more: Box::default() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", "badRequest", message)
    }

    pub(crate) fn unknown_mask(service: Service, path: &str) -> Self {
        if service == Service::Drive {
            return Self::parameter("fields", format!("Invalid field selection {path}"));
        }
        let text =
            format!("Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.");
        let mut error = Self::violations(&[Violation { field: path.to_owned(), text }]);
        "Request contains an invalid argument.".clone_into(&mut error.message);
        error.reason = "badRequest";
        error.more.domain = None;
        error
    }

    pub(crate) fn denied() -> Self {
        Self::new(403, "PERMISSION_DENIED", "forbidden", "The caller does not have permission")
    }

    pub(crate) fn forbidden(reason: &'static str, message: impl Into<String>) -> Self {
        Self::new(403, "PERMISSION_DENIED", reason, message)
    }

    pub(crate) fn not_found() -> Self {
        Self::missing("Requested entity was not found.")
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(404, "NOT_FOUND", "notFound", message)
    }

    /// Gmail's answer to an id that cannot be one.
    pub(crate) fn bad_id() -> Self {
        Self::invalid("Invalid id value")
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, "ABORTED", "aborted", message)
    }

    pub(crate) fn unimplemented(what: &str) -> Self {
        Self::new(501, "UNIMPLEMENTED", "notImplemented", format!("{what} is not modelled by the emulator."))
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "INVALID_ARGUMENT", "uploadTooLarge", "Request payload size exceeds the limit.")
    }

    /// Gmail's quota of a minute is used up; the account's own answer says until when.
    pub(crate) fn gmail_rate(per_user: bool, until: &str) -> Self {
        let message = if per_user {
            format!("User-rate limit exceeded.  Retry after {until}")
        } else {
            "Resource has been exhausted (e.g. check quota).".to_owned()
        };
        Self::new(429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", message)
    }

    /// What `WWW-Authenticate` says, where a credential is the trouble.
    pub(crate) fn challenge(&self) -> Option<&'static str> {
        self.more.challenge
    }

    /// The body, in the form of the API that was asked; `form` is the last `$.xgafv` of the request.
    pub(crate) fn body(&self, service: Service, form: Option<&str>) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if !self.status.is_empty() {
            error["status"] = self.status.into();
        }
        let older = match service {
            Service::Sheets => form == Some("1"),
            Service::Drive => true,
            Service::Gmail => form != Some("2"),
        };
        if older {
            error["errors"] = json!([self.entry(service)]);
        }
        // Drive's own refusals have no canonical name; those of the front end do.
        if service == Service::Drive && self.more.details.is_empty() && self.code != 401 && !self.more.front {
            error.as_object_mut().map(|map| map.remove("status"));
        }
        if !self.more.details.is_empty() {
            error["details"] = self.more.details.clone().into();
        }
        json!({"error": error})
    }
}

impl ApiError {
    /// The refusal in the older form.
    fn entry(&self, service: Service) -> Value {
        let own = service == Service::Gmail && !self.more.front && self.reason == "badRequest";
        let reason = if own { "invalidArgument" } else { self.reason };
        let mut old = json!({"message": self.more.short.unwrap_or(&self.message), "reason": reason});
        let domain = self.more.domain.unwrap_or("global");
        if !domain.is_empty() {
            old["domain"] = domain.into();
        }
        if let Some((location, kind)) = self.more.location {
            old["location"] = location.into();
            old["locationType"] = kind.into();
        }
        old
    }
}
