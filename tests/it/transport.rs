#[path = "../../src/google/testing/quick.rs"]
mod quick;

use std::future::Future;
use std::time::Duration;

use google_emulator::{Emulator, Fault, FaultAction, Match, Options};
use serde_json::json;
use traslado::google::sheets::Batch;
use traslado::google::{Error, ErrorKind, Google, RefusalKind, RetryPolicy, TimeOuts};

use self::quick::quick;
use crate::world::{ACCOUNT, client};

const ABOUT: &str = "/about";
const BATCH: &str = ":batchUpdate";
const TOKEN: &str = "/token";

/// An emulator with an empty spreadsheet, and the client that is put to the test.
struct Calls {
    emulator: Emulator,
    file: String,
    google: Google,
}

impl Calls {
    /// A client with this policy, and one fault on the requests whose path has this part.
    async fn under(policy: RetryPolicy, part: &str, action: FaultAction, times: usize) -> Self {
        let emulator = Emulator::start(Options::default()).unwrap();
        let file = fixtures::make_spreadsheet(&emulator);
        emulator.fault(Fault { times, ..Fault::before(Match::path(part), action) });
        let google = client(&emulator, policy).await;
        Self { emulator, file, google }
    }

    async fn with(part: &str, action: FaultAction, times: usize) -> Self {
        Self::under(quick(), part, action, times).await
    }

    /// The number of requests that arrived whose path has this part.
    fn arrived(&self, part: &str) -> usize {
        self.emulator.requests().iter().filter(|request| request.path.contains(part)).count()
    }

    async fn change(&self, safe: bool) -> Result<(), Error> {
        self.google.batch_update(&self.file, &batch(), safe).await.map(drop)
    }
}

/// A change that Google refuses to apply twice.
fn batch() -> Batch {
    let metadata = json!({"metadataId": 7, "metadataKey": "SECRET", "metadataValue": "SECRET",
        "location": {"spreadsheet": true}, "visibility": "DOCUMENT"});
    Batch::new(&[json!({"createDeveloperMetadata": {"developerMetadata": metadata}})]).unwrap()
}

fn status(status: u16, headers: &[(&str, &str)], body: &str) -> FaultAction {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    FaultAction::Status { status, headers, body: body.to_owned() }
}

fn html(code: u16) -> FaultAction {
    status(code, &[("content-type", "text/html")], "<!DOCTYPE html><p>SECRET")
}

fn google(code: u16, canonical: &str) -> FaultAction {
    FaultAction::google(code, canonical, "SECRET")
}

fn rate_limit() -> FaultAction {
    let body = json!({"error": {"code": 403, "message": "SECRET", "status": "PERMISSION_DENIED",
        "errors": [{"reason": "userRateLimitExceeded", "domain": "usageLimits"}]}});
    status(403, &[], &body.to_string())
}

fn oauth(code: u16, error: &str, description: &str) -> FaultAction {
    status(code, &[], &json!({"error": error, "error_description": description}).to_string())
}

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test)
}

/// Asserts that an error holds no word of an answer, a request or a token.
fn assert_silent(error: &Error) {
    let shown = format!("{error} {error:?} {error:#?}");
    for word in ["SECRET", "ya29.", "http://", "127.0.0.1", "DOCTYPE", "createDeveloperMetadata"] {
        assert!(!shown.contains(word), "{shown}");
    }
}

#[test]
fn a_read_gets_over_every_fault_that_strikes_once() {
    let faults = [
        ("429", status(429, &[("retry-after", "0")], "{}")),
        ("403 rate", rate_limit()),
        ("500", google(500, "INTERNAL")),
        ("503", google(503, "UNAVAILABLE")),
        ("502 HTML", html(502)),
        ("200 HTML", html(200)),
        ("302", html(302)),
        ("closed before the answer", FaultAction::Drop),
        ("stalled", FaultAction::Stall),
        ("truncated body", FaultAction::Cut { bytes: 9 }),
        ("broken JSON", status(200, &[], "{\"user\":")),
        ("empty 200", status(200, &[], "")),
        ("without what was asked for", status(200, &[], "{}")),
        ("401 once", google(401, "UNAUTHENTICATED")),
    ];
    run(async {
        for (name, fault) in faults {
            let calls = Calls::with(ABOUT, fault, 1).await;
            assert_eq!(calls.google.about().await.as_deref(), Ok(ACCOUNT), "{name}");
            assert_eq!((calls.arrived(ABOUT), calls.google.requests()), (2, 2), "{name}");
        }
    });
}

#[test]
fn a_change_that_may_have_been_applied_is_sent_again_only_where_that_does_no_harm() {
    let faults = [
        ("500", google(500, "INTERNAL"), true),
        ("503", google(503, "UNAVAILABLE"), true),
        ("502 HTML", html(502), true),
        ("200 HTML", html(200), true),
        ("closed before the answer", FaultAction::Drop, true),
        ("stalled", FaultAction::Stall, true),
        ("broken JSON", status(200, &[], "{\"rep"), true),
        ("too few replies", status(200, &[], "{\"replies\": []}"), true),
        ("429", google(429, "RESOURCE_EXHAUSTED"), false),
        ("401 once", google(401, "UNAUTHENTICATED"), false),
    ];
    run(async {
        for (name, fault, ambiguous) in faults {
            let calls = Calls::with(BATCH, fault.clone(), 1).await;
            assert_eq!(calls.change(true).await, Ok(()), "{name}");
            let requests = calls.emulator.requests();
            let sent: Vec<_> = requests.iter().filter(|request| request.path.contains(BATCH)).collect();
            assert_eq!(sent.len(), 2, "{name}");
            assert_eq!(sent[0].body, sent[1].body, "{name}");

            let calls = Calls::with(BATCH, fault, 1).await;
            let answer = calls.change(false).await;
            if ambiguous {
                let error = answer.unwrap_err();
                assert_eq!((error.ambiguous, error.attempts, calls.arrived(BATCH)), (true, 1, 1), "{name}");
                assert_silent(&error);
            } else {
                assert_eq!(answer, Ok(()), "{name}");
            }
        }
    });
}

#[test]
fn a_refusal_after_an_unanswered_try_says_that_the_earlier_try_may_have_been_applied() {
    run(async {
        for action in [FaultAction::Drop, FaultAction::Cut { bytes: 5 }, status(200, &[], "{\"rep")] {
            let calls = Calls::with("/no such path", FaultAction::Drop, 1).await;
            calls.emulator.fault(Fault::after(Match::path(BATCH), action));
            let error = calls.change(true).await.unwrap_err();
            assert_eq!(error.refusal(), Some(RefusalKind::MetadataIdTaken));
            assert_eq!((error.ambiguous, error.attempts), (true, 2));
            assert_silent(&error);
        }
    });
}

#[test]
fn a_fault_that_lasts_is_named_after_seven_tries_and_an_unreadable_answer_after_three() {
    run(async {
        let calls = Calls::with(ABOUT, google(503, "UNAVAILABLE"), 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "drive.about: Google cannot be reached or does not answer (HTTP 503, 7 tries)"
        );
        assert!(!error.ambiguous, "a read applies nothing");
        assert_eq!(calls.arrived(ABOUT), 7);

        let calls = Calls::with(ABOUT, status(200, &[], "SECRET"), 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!((error.kind.clone(), error.status), (ErrorKind::Malformed, Some(200)));
        assert_eq!(calls.arrived(ABOUT), 3);
        assert_silent(&error);
    });
}

#[test]
fn a_retry_after_beyond_the_total_time_ends_the_call_at_once() {
    run(async {
        let body = json!({"error": {"code": 429, "message": "SECRET", "status": "RESOURCE_EXHAUSTED"}});
        let calls = Calls::with(ABOUT, status(429, &[("retry-after", "3600")], &body.to_string()), 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!((error.kind, error.retry_after), (ErrorKind::Quota, Some(Duration::from_secs(3600))));
        assert_eq!(calls.arrived(ABOUT), 1);
    });
}

#[test]
fn an_answer_beyond_the_limit_of_a_body_is_not_taken() {
    run(async {
        let mut policy = quick();
        // The size is to end this call, and not the time that two megabytes take where much else is going on.
        policy.time_outs.attempt = Duration::from_secs(60);
        policy.time_outs.total = Duration::from_secs(120);
        let long = json!({"user": "x".repeat(2 << 20)}).to_string();
        let calls = Calls::under(policy, ABOUT, status(200, &[], &long), 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!((error.kind, calls.arrived(ABOUT)), (ErrorKind::TooLarge, 1));
    });
}

#[test]
fn a_mail_that_may_have_been_sent_is_not_sent_again() {
    run(async {
        for fault in [google(503, "UNAVAILABLE"), FaultAction::Drop, FaultAction::Stall] {
            let calls = Calls::with("/drafts/send", fault, 0).await;
            let error = calls.google.send_draft("r-1").await.unwrap_err();
            assert_eq!((error.kind, error.ambiguous), (ErrorKind::Unavailable, true));
            assert_eq!(calls.arrived("/drafts/send"), 1);
        }
    });
}

#[test]
fn no_try_begins_after_the_total_time() {
    run(async {
        let mut policy = quick();
        policy.time_outs.total = Duration::from_millis(1400);
        let calls = Calls::under(policy, ABOUT, FaultAction::Stall, 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!((error.kind, error.attempts, calls.arrived(ABOUT)), (ErrorKind::Unavailable, 2, 2));
    });
}

/// A text that is not the emulator's token would be answered with 401 and cost a second request.
#[test]
fn nothing_that_is_not_a_token_is_taken_for_one_and_no_call_goes_out_without() {
    let token = |text: &str| {
        let answer = json!({"access_token": text, "expires_in": 3599, "token_type": "Bearer"});
        status(200, &[], &answer.to_string())
    };
    let faults = [
        ("503 as Google words it", google(503, "UNAVAILABLE")),
        ("503 HTML", html(503)),
        ("200 HTML", html(200)),
        ("an empty object", status(200, &[], "{}")),
        ("an empty token", token(" ")),
        ("a token that cannot stand in a header", token("a\nb")),
        ("closed before the answer", FaultAction::Drop),
        ("stalled", FaultAction::Stall),
        ("too slow", FaultAction::Delay { ms: 2000 }),
        ("an internal failure", oauth(500, "internal_failure", "SECRET")),
        ("a rate limit", oauth(429, "rate_limit_exceeded", "SECRET")),
    ];
    run(async {
        for (name, fault) in faults {
            let calls = Calls::with(TOKEN, fault, 1).await;
            assert_eq!(calls.google.about().await.as_deref(), Ok(ACCOUNT), "{name}");
            // A request that is delayed is logged only when its delay is over.
            let tokens = if name == "too slow" { 1 } else { 2 };
            assert_eq!(
                (calls.arrived(TOKEN), calls.google.requests(), calls.arrived(ABOUT)),
                (tokens, 1, 1),
                "{name}"
            );
        }
    });
}

#[test]
fn a_token_endpoint_that_stays_down_means_unavailable_and_no_call() {
    run(async {
        let calls = Calls::with(TOKEN, google(503, "UNAVAILABLE"), 0).await;
        let error = calls.google.send_draft("r1").await.unwrap_err();
        assert_eq!((error.kind, error.ambiguous, error.attempts), (ErrorKind::Unavailable, false, 7));
        assert_eq!((calls.google.requests(), calls.arrived("/drafts")), (0, 0));
    });
}

#[test]
fn a_refusal_of_the_token_endpoint_keeps_its_code_and_is_final() {
    let codes =
        ["invalid_grant", "unauthorized_client", "invalid_scope", "access_denied", "admin_policy_enforced"];
    run(async {
        for code in codes {
            let calls = Calls::with(TOKEN, oauth(400, code, "SECRET"), 0).await;
            let error = calls.google.about().await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Credentials { oauth: Some(code.to_owned()) });
            assert_eq!(error.to_string(), format!("drive.about: Google refuses the credentials ({code})"));
            assert_eq!((calls.arrived(TOKEN), calls.arrived(ABOUT)), (1, 0));
            assert_silent(&error);
        }

        let calls = Calls::with(TOKEN, oauth(400, "SECRET code", ""), 0).await;
        let error = calls.google.about().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Credentials { oauth: None });
    });
}

#[test]
fn a_clock_that_is_off_is_told_from_a_bad_key() {
    let description = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable \
        timeframe. Check your iat and exp values in the JWT claim.";
    run(async {
        let calls = Calls::with(TOKEN, oauth(400, "invalid_grant", description), 0).await;
        assert_eq!(calls.google.about().await.unwrap_err().kind, ErrorKind::Clock);
    });
}
