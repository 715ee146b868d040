//! Refusals, with the status and the body that Google would send.

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
    /// The `domain` of the older form, where it is not `global`.
    domain: Option<&'static str>,
    details: Vec<Value>,
    /// What `WWW-Authenticate` says, where a credential is the trouble.
    challenge: Option<&'static str>,
}

const NO_CREDENTIAL: &str = "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";
const BAD_CREDENTIAL: &str = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";

impl ApiError {
    fn new(code: u16, status: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, status, message, reason, more: Box::default() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", "badRequest", message)
    }

    /// What the type check found, joined as Google joins it.
    pub(crate) fn violations(found: &[Violation]) -> Self {
        let message = found.iter().map(|v| v.text.as_str()).collect::<Vec<_>>().join("\n");
        let fields: Vec<Value> = found
            .iter()
            .map(|v| {
                // An unknown name has its place in the text; only the parent is a field.
                if v.field.is_empty() {
                    json!({"description": v.text})
                } else {
                    json!({"field": v.field, "description": v.text})
                }
            })
            .collect();
        let mut error = Self::invalid(message);
        error.more.details =
            vec![json!({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": fields})];
        error
    }

    pub(crate) fn unknown_parameter(name: &str) -> Self {
        let text = format!(
            "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message."
        );
        Self::violations(&[Violation { field: String::new(), text }])
    }

    pub(crate) fn unknown_mask(service: Service, path: &str) -> Self {
        if service == Service::Drive {
            return Self::parameter("fields", format!("Invalid field selection {path}"));
        }
        let text =
            format!("Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.");
        let mut error = Self::violations(&[Violation { field: path.to_owned(), text }]);
        "Request contains an invalid argument.".clone_into(&mut error.message);
        error
    }

    /// Drive's complaint about one parameter.
    pub(crate) fn parameter(name: &'static str, message: impl Into<String>) -> Self {
        let mut error = Self::new(400, "", "invalidParameter", message);
        error.more.location = Some((name, "parameter"));
        error
    }

    /// Drive's complaint about a parameter or member that is not there.
    pub(crate) fn required(name: &'static str, message: &str) -> Self {
        let mut error = Self::new(400, "", "required", message);
        error.more.location = Some((name, "parameter"));
        error
    }

    /// There is no such comment or reply on the file.
    pub(crate) fn no_comment(noun: &str, id: &str) -> Self {
        let mut error = Self::new(404, "", "notFound", format!("{noun} not found: {id}."));
        let place = if noun == "Reply" { "replyId" } else { "commentId" };
        error.more.location = Some((place, "parameter"));
        error
    }

    pub(crate) fn bad_json(message: &str) -> Self {
        Self::invalid(format!("Invalid JSON payload received. {message}"))
    }

    pub(crate) fn no_credential() -> Self {
        let mut error = Self::new(401, "UNAUTHENTICATED", "required", NO_CREDENTIAL);
        error.more.short = Some("Login Required.");
        error.more.location = Some(("Authorization", "header"));
        error.more.details = vec![reason("CREDENTIALS_MISSING")];
        error.more.challenge = Some("Bearer realm=\"https://accounts.google.com/\"");
        error
    }

    pub(crate) fn bad_credential() -> Self {
        let mut error = Self::new(401, "UNAUTHENTICATED", "authError", BAD_CREDENTIAL);
        error.more.short = Some("Invalid Credentials");
        error.more.location = Some(("Authorization", "header"));
        error.more.challenge = Some("Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
        error
    }

    pub(crate) fn scope(service: Service, method: &str) -> Self {
        let mut error = Self::new(
            403,
            "PERMISSION_DENIED",
            "insufficientPermissions",
            "Request had insufficient authentication scopes.",
        );
        error.more.short = Some("Insufficient Permission");
        error.more.details = vec![json!({
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": {"service": service.host(), "method": method},
        })];
        error.more.challenge =
            Some("Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\"");
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

    pub(crate) fn no_file(id: &str) -> Self {
        let mut error = Self::new(404, "", "notFound", format!("File not found: {id}."));
        error.more.location = Some(("fileId", "parameter"));
        error
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

    /// A body above what the front end takes.
    pub(crate) fn payload(limit: usize) -> Self {
        Self::invalid(format!("Request payload size exceeds the limit: {limit} bytes."))
    }

    /// Google gave up before it had an answer.
    pub(crate) fn deadline() -> Self {
        Self::new(
            504,
            "DEADLINE_EXCEEDED",
            "backendError",
            "Deadline expired before operation could complete.",
        )
    }

    /// Drive's quota of a minute is used up.
    pub(crate) fn drive_rate(per_user: bool) -> Self {
        let mut error = if per_user {
            Self::new(403, "", "userRateLimitExceeded", "User Rate Limit Exceeded")
        } else {
            Self::new(403, "", "rateLimitExceeded", "Rate Limit Exceeded")
        };
        error.more.domain = Some("usageLimits");
        error
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

    /// The quota of a minute is used up: `kind` is Read or Write, `per_user` tells which quota.
    pub(crate) fn quota(service: Service, kind: &str, per_user: bool) -> Self {
        let (words, name) = if per_user {
            ("per minute per user", "PerMinutePerUser")
        } else {
            ("per minute", "PerMinutePerProject")
        };
        let host = service.host();
        let mut error = Self::new(
            429,
            "RESOURCE_EXHAUSTED",
            "rateLimitExceeded",
            format!(
                "Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests {words}' of service '{host}' for consumer 'project_number:{PROJECT}'."
            ),
        );
        error.more.details = vec![json!({
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "consumer": format!("projects/{PROJECT}"),
                "quota_limit": format!("{kind}Requests{name}"),
                "quota_metric": format!("{host}/{}_requests", kind.to_lowercase()),
                "service": host,
            },
        })];
        error
    }

    /// What `WWW-Authenticate` says, where a credential is the trouble.
    pub(crate) fn challenge(&self) -> Option<&'static str> {
        self.more.challenge
    }

    /// The body, in the form of the API that was asked.
    pub(crate) fn body(&self, service: Service) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if !self.status.is_empty() {
            error["status"] = self.status.into();
        }
        if service != Service::Sheets {
            let message = self.more.short.unwrap_or(&self.message);
            let domain = self.more.domain.unwrap_or("global");
            let mut old = json!({"message": message, "domain": domain, "reason": self.reason});
            if let Some((location, kind)) = self.more.location {
                old["location"] = location.into();
                old["locationType"] = kind.into();
            }
            error["errors"] = json!([old]);
            // Drive's own refusals have no canonical name; those of the front end do.
            if service == Service::Drive && self.more.details.is_empty() && self.code != 401 {
                error.as_object_mut().map(|map| map.remove("status"));
            }
        }
        if !self.more.details.is_empty() {
            error["details"] = self.more.details.clone().into();
        }
        json!({"error": error})
    }
}

/// The number of the project that every quota message names.
const PROJECT: u64 = 406_221_500_118;

fn reason(reason: &str) -> Value {
    json!({"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"})
}
