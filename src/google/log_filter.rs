//! What must never be logged, whatever is asked for.
//!
//! At debug level yup_oauth2 prints signed assertions, whole token answers and cached tokens.

use tracing::{Level, Metadata};

/// Directives for an `EnvFilter` that keep talkative libraries out of a log. They lose against a
/// more specific one (`yup_oauth2::authenticator=trace`); [`may_log`] does not.
pub const QUIET_TARGETS: &[&str] = &[
    "yup_oauth2=warn",
    "oauth2=warn",
    "hyper=warn",
    "hyper_util=warn",
    "h2=warn",
    "rustls=warn",
    "tower=warn",
    "tower_http=warn",
];

/// Returns `true` if a record may be logged at all. As `filter_fn(may_log)` beside any configured
/// filter it has the last word on libraries that print tokens.
pub fn may_log(record: &Metadata<'_>) -> bool {
    is_allowed(record.target(), *record.level())
}

fn is_allowed(target: &str, level: Level) -> bool {
    let library = target.split("::").next().unwrap_or_default();
    let quiet = |directive: &&str| directive.strip_suffix("=warn") == Some(library);
    level <= Level::WARN || !QUIET_TARGETS.iter().any(quiet)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use tracing_subscriber::filter::{Directive, EnvFilter, filter_fn};
    use tracing_subscriber::prelude::*;

    use super::*;
    use crate::google::testing::{ACCOUNT, Server, error, html, ok};

    #[test]
    fn libraries_that_print_secrets_never_log_below_a_warning() {
        for target in ["yup_oauth2", "yup_oauth2::authenticator", "hyper::proto::h1", "h2::codec", "rustls"] {
            assert!(!is_allowed(target, Level::TRACE) && !is_allowed(target, Level::INFO), "{target}");
            assert!(is_allowed(target, Level::WARN) && is_allowed(target, Level::ERROR), "{target}");
        }
        assert!(is_allowed("traslado::night", Level::TRACE) && is_allowed("hyperion", Level::DEBUG));
    }

    /// The log of calls that fail, are tried again and work, when everything is asked for.
    async fn logged(filtered: bool) -> String {
        let log = Log::default();
        let writer = log.clone();
        let quiet = QUIET_TARGETS.iter().map(|directive| directive.parse::<Directive>().unwrap());
        let asked = EnvFilter::new("trace,yup_oauth2::service_account=trace,yup_oauth2::authenticator=trace");
        let guard = tracing_subscriber::registry()
            .with(quiet.fold(asked, EnvFilter::add_directive))
            .with(filter_fn(move |record| !filtered || may_log(record)))
            .with(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone()))
            .set_default();
        let sent = ok(&json!({"id": "SECRET"}));
        let server = Server::play([error(429, "SECRET", "SECRET"), html(200), sent.clone(), sent]).await;
        let google = server.google().await;
        google.draft_exists("SECRET").await.unwrap();
        google.create_draft(b"SECRET").await.unwrap();
        drop(guard);
        String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
    }

    #[tokio::test]
    async fn no_directive_brings_a_token_into_the_log() {
        assert!(logged(false).await.contains("assertion="), "the library has mended its ways");
        let shown = logged(true).await;
        assert!(shown.contains("gmail.drafts.get") && shown.contains("trying again"), "{shown}");
        for word in ["assertion", "tok-", "SECRET", "PRIVATE", "http://", "/gmail", ACCOUNT] {
            assert!(!shown.contains(word), "{word}: {shown}");
        }
    }

    /// A log kept in memory.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(part)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
}
