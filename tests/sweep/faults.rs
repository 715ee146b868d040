//! What goes wrong with a call: RELIABILITY's list F1 to F20.

use google_emulator::{Fault, FaultAction, Match};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    ClosedBefore,
    ClosedAfter,
    Cut,
    Quota,
    QuotaRetryAfter,
    QuotaRetryAfterDate,
    QuotaForYears,
    RateLimit403,
    Error500,
    Error500Applied,
    Html502,
    Unavailable503,
    Unavailable503Applied,
    TimeOut,
    TimeOutApplied,
    AppliedLate,
    AppliedJustLate,
    Expired401,
    Denied403,
    NotFound404,
    BrokenJson,
    BrokenJsonApplied,
    HtmlApplied,
    Shortened,
    Empty,
    Dripping,
    AppliedTwice,
}

use Kind::*;

impl Kind {
    pub(crate) const ALL: [Self; 27] = [
        ClosedBefore,
        ClosedAfter,
        Cut,
        Quota,
        QuotaRetryAfter,
        QuotaRetryAfterDate,
        QuotaForYears,
        RateLimit403,
        Error500,
        Error500Applied,
        Html502,
        Unavailable503,
        Unavailable503Applied,
        TimeOut,
        TimeOutApplied,
        AppliedLate,
        AppliedJustLate,
        Expired401,
        Denied403,
        NotFound404,
        BrokenJson,
        BrokenJsonApplied,
        HtmlApplied,
        Shortened,
        Empty,
        Dripping,
        AppliedTwice,
    ];

    /// Those that leave the most in doubt.
    pub(crate) const STRONGEST: [Self; 8] = [
        ClosedBefore,
        ClosedAfter,
        Error500Applied,
        TimeOutApplied,
        AppliedLate,
        BrokenJsonApplied,
        NotFound404,
        AppliedTwice,
    ];

    /// The fault, whenever it strikes.
    pub(crate) fn fault(self) -> Fault {
        let after = matches!(
            self,
            ClosedAfter
                | Cut
                | Error500Applied
                | Unavailable503Applied
                | TimeOutApplied
                | BrokenJsonApplied
                | HtmlApplied
                | Shortened
                | Dripping
        );
        Fault { when: Match::default(), after, action: self.action(), times: 1 }
    }

    fn action(self) -> FaultAction {
        let quota = |retry_after: &str| FaultAction::Status {
            status: 429,
            headers: vec![("Retry-After".to_owned(), retry_after.to_owned())],
            body: error(429, "RESOURCE_EXHAUSTED", "Quota exceeded"),
        };
        let ok = |kind: &str, body: &str| FaultAction::Status {
            status: 200,
            headers: vec![("Content-Type".to_owned(), kind.to_owned())],
            body: body.to_owned(),
        };
        let json = "application/json; charset=UTF-8";
        match self {
            ClosedBefore | ClosedAfter => FaultAction::Drop,
            Cut => FaultAction::Cut { bytes: 7 },
            Quota => FaultAction::google(429, "RESOURCE_EXHAUSTED", "Quota exceeded zqx1x"),
            QuotaRetryAfter => quota("2"),
            QuotaRetryAfterDate => quota("Tue, 10 Mar 2037 10:00:00 GMT"),
            QuotaForYears => quota("999999999"),
            RateLimit403 => FaultAction::Status {
                status: 403,
                headers: Vec::new(),
                body: r#"{"error":{"code":403,"message":"Rate Limit Exceeded","errors":[{"reason":"userRateLimitExceeded"}]}}"#.to_owned(),
            },
            Error500 | Error500Applied => {
                FaultAction::google(500, "INTERNAL", "Internal error encountered at zqx1x.")
            }
            Html502 => FaultAction::Status {
                status: 502,
                headers: vec![("Content-Type".to_owned(), "text/html".to_owned())],
                body: "<html>zqx1x</html>".to_owned(),
            },
            Unavailable503 | Unavailable503Applied => {
                FaultAction::google(503, "UNAVAILABLE", "The service is currently unavailable.")
            }
            TimeOut | TimeOutApplied => FaultAction::Stall,
            AppliedLate => FaultAction::Delay { ms: 75_000 },
            AppliedJustLate => FaultAction::Delay { ms: 60_200 },
            Expired401 => FaultAction::google(401, "UNAUTHENTICATED", "Invalid Credentials"),
            Denied403 => FaultAction::google(403, "PERMISSION_DENIED", "The caller does not have permission"),
            NotFound404 => FaultAction::google(404, "NOT_FOUND", "Requested entity was not found."),
            BrokenJson | BrokenJsonApplied => ok(json, "{\"valueRanges\": [{\"zqx1x"),
            HtmlApplied => ok("text/html", "<html>zqx1x sign in</html>"),
            Shortened => FaultAction::Shorten,
            Empty => ok(json, "{}"),
            Dripping => FaultAction::SlowDrip { bytes: 1, pause_ms: 900 },
            AppliedTwice => FaultAction::ApplyTwice,
        }
    }
}

fn error(code: u16, status: &str, message: &str) -> String {
    serde_json::json!({"error": {"code": code, "message": message, "status": status}}).to_string()
}
