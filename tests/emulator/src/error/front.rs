//! Refusals of the front end that all APIs share: credentials, parameters, bodies, quotas.

use serde_json::{Value, json};

use super::ApiError;
use crate::schema::{Service, Violation};

/// What a reading caller without any credential is told where API keys are taken.
const UNREGISTERED: &str = "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";
const NO_KEYS: &str = "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication";
const BAD_KEY: &str = "API key not valid. Please pass a valid API key.";
const NO_CREDENTIAL: &str = "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";
const BAD_CREDENTIAL: &str = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";

impl ApiError {
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
        let mut error = Self::new(400, "INVALID_ARGUMENT", "invalid", message);
        error.more.front = true;
        error.more.domain = Some("");
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

    /// A parameter that every method takes has a value that it does not take.
    pub(crate) fn system_parameter(name: &str, value: &str) -> Self {
        Self::front(format!(
            "Invalid query parameters. Invalid value '{value}' for system query parameter : {name}"
        ))
    }

    /// The name that a script's answer shall be called through cannot be one.
    pub(crate) fn callback(name: &str) -> Self {
        Self::front(format!(
            "Invalid JSONP callback name: '{name}'; only alphabet, number, '_', '$', '.', '[' and ']' are allowed."
        ))
    }

    /// `alt` names a form that the method does not answer in.
    pub(crate) fn alt(value: &str) -> Self {
        let known = ["media", "proto"].into_iter().find(|known| value.eq_ignore_ascii_case(known));
        Self::front(known.map_or_else(
            || format!("Invalid value \"{value}\" for query parameter 'alt'"),
            |known| format!("Unsupported alt type \"{known}\" for non byte stream request."),
        ))
    }

    /// A bad request in the words of the front end.
    pub(super) fn front(message: impl Into<String>) -> Self {
        let mut error = Self::invalid(message);
        error.more.front = true;
        error
    }

    pub(crate) fn bad_json(message: &str) -> Self {
        let mut error = Self::front(format!("Invalid JSON payload received. {message}"));
        error.reason = "parseError";
        error
    }

    pub(crate) fn no_credential(service: Service, method: &str) -> Self {
        let mut error = Self::new(401, "UNAUTHENTICATED", "required", NO_CREDENTIAL);
        error.more.short = Some("Login Required.");
        error.more.location = Some(("Authorization", "header"));
        let place = json!({"service": service.host(), "method": method});
        error.more.details = vec![reason("CREDENTIALS_MISSING", &place)];
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

    /// Nobody reads, of an API that would take an API key.
    pub(crate) fn unregistered() -> Self {
        let mut error = Self::new(403, "PERMISSION_DENIED", "forbidden", UNREGISTERED);
        error.more.front = true;
        error
    }

    /// Nobody downloads a file's bytes.
    pub(crate) fn no_key() -> Self {
        Self::new(403, "", "forbidden", "The request is missing a valid API key.")
    }

    /// An API key that there is not.
    pub(crate) fn bad_key(service: Service) -> Self {
        let mut error = Self::front(BAD_KEY);
        let text = json!({"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": BAD_KEY});
        error.more.details = vec![reason("API_KEY_INVALID", &json!({"service": service.host()})), text];
        error
    }

    /// An API key where somebody must be known.
    pub(crate) fn key_is_nobody(service: Service, method: &str) -> Self {
        let mut error = Self::no_credential(service, method);
        NO_KEYS.clone_into(&mut error.message);
        error
    }

    /// The credential of a download is none.
    pub(crate) fn bad_download_credential() -> Self {
        let mut error = Self::bad_credential();
        error.status = "";
        "Invalid Credentials".clone_into(&mut error.message);
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

    /// What Google's batches do not do.
    pub(crate) fn not_in_a_batch() -> Self {
        let text = "Operation is not implemented, or supported, or enabled.";
        Self::new(501, "UNIMPLEMENTED", "notImplemented", text)
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
}

/// The number of the project that every quota message names.
const PROJECT: u64 = 406_221_500_118;

/// What a refusal is about, and `place` where.
fn reason(reason: &str, place: &Value) -> Value {
    let kind = "type.googleapis.com/google.rpc.ErrorInfo";
    json!({"@type": kind, "reason": reason, "domain": "googleapis.com", "metadata": place})
}
