//! Refusals in Drive's own words.

use super::ApiError;

impl ApiError {
    /// Drive's complaint about one parameter.
    pub(crate) fn parameter(name: &'static str, message: impl Into<String>) -> Self {
        let mut error = Self::new(400, "", "invalidParameter", message);
        error.more.location = Some((name, "parameter"));
        error
    }

    /// Drive's complaint about the value of one parameter.
    pub(crate) fn value(name: &'static str) -> Self {
        let mut error = Self::new(400, "", "invalid", "Invalid Value");
        error.more.location = Some((name, "parameter"));
        error
    }

    /// A `pageSize` out of the range that a list of Drive's takes.
    pub(crate) fn page_size(value: i64, most: usize) -> Self {
        let range = format!("[value: 1\n, value: {most}\n]");
        let message = format!("Invalid value '{value}'. Values must be within the range: {range}");
        Self::parameter("page_size", message)
    }

    /// Drive's refusal with a reason of its own, which may point at a parameter.
    pub(crate) fn drive(
        code: u16,
        reason: &'static str,
        location: Option<&'static str>,
        message: impl Into<String>,
    ) -> Self {
        let mut error = Self::new(code, "", reason, message);
        error.more.location = location.map(|name| (name, "parameter"));
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

    pub(crate) fn no_file(id: &str) -> Self {
        let mut error = Self::new(404, "", "notFound", format!("File not found: {id}."));
        error.more.location = Some(("fileId", "parameter"));
        error
    }

    /// A download within a batch, which is sent on to where downloads are.
    pub(crate) fn elsewhere() -> Self {
        let mut error = Self::new(302, "UNKNOWN", "backendError", "Unknown Error.");
        error.more.front = true;
        error
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
}
