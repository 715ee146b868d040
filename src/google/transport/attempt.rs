//! One try of a call: a turn, a token, the request, and the whole answer.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Body;
use hyper_util::client::legacy::Client;
use tokio::time::{Instant, timeout_at};
use tower::{Service, ServiceExt as _};
use tower_http::decompression::Decompression;

use crate::google::auth::Tokens;
use crate::google::classify::{self, Retryable};
use crate::google::connector::Connector;
use crate::google::error::ErrorKind;
use crate::google::failure::AttemptFailure;
use crate::google::transport::call::Call;
use crate::google::transport::policy::RetryPolicy;
use crate::google::transport::rate_limiter::RateLimiter;
use crate::google::transport::shared::Shared;

/// Google asks for `gzip` in the user agent of those that take it.
const USER_AGENT: &str = concat!("traslado/", env!("CARGO_PKG_VERSION"), " (gzip)");

/// The innermost service: never sends a request without a token, and gives an answer only when the
/// whole of it has arrived.
#[derive(Clone)]
pub(super) struct Attempt {
    pub(super) http: Decompression<Client<Connector, Full<Bytes>>>,
    pub(super) tokens: Tokens,
    pub(super) rate_limiter: RateLimiter,
    pub(super) policy: RetryPolicy,
    pub(super) shared: Shared,
}

impl Service<Call> for Attempt {
    type Response = Bytes;
    type Error = AttemptFailure;
    type Future = Pin<Box<dyn Future<Output = Result<Bytes, AttemptFailure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), AttemptFailure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, call: Call) -> Self::Future {
        let attempt = self.clone();
        Box::pin(attempt.run(call))
    }
}

impl Attempt {
    async fn run(self, call: Call) -> Result<Bytes, AttemptFailure> {
        if call.paced && !self.rate_limiter.acquire(call.deadline).await {
            return Err(AttemptFailure::new(ErrorKind::Quota, Retryable::Never));
        }

        let until = call.deadline.min(Instant::now() + self.policy.time_outs.attempt);
        let token = timeout_at(until, self.tokens.bearer())
            .await
            .unwrap_or_else(|_| Err(AttemptFailure::new(ErrorKind::Unavailable, Retryable::Always)));
        if matches!(&token, Err(failure) if failure.kind == ErrorKind::Clock) {
            let _ = timeout_at(until, self.ask_the_time(&call)).await;
        }
        let token = token?;
        let request = request(&call, token.header)?;

        // Counted before it is sent: a try that times out has reached Google all the same.
        self.shared.count_request();
        let started = Instant::now();

        let result = timeout_at(until, self.exchange(request))
            .await
            .unwrap_or_else(|_| Err(AttemptFailure::new(ErrorKind::Unavailable, Retryable::IfSafe)));

        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);

        match &result {
            Ok(body) => tracing::debug!(call = call.name, millis, bytes = body.len(), "answered"),
            Err(failure) => tracing::debug!(call = call.name, millis, status = failure.status, "failed"),
        }

        if matches!(&result, Err(failure) if failure.retryable == Retryable::WithFreshToken) {
            self.tokens.forget(token.generation).await;
        }

        result
    }

    /// Asks the API for nothing, without a token, because its refusal tells the time.
    async fn ask_the_time(&self, call: &Call) -> Option<()> {
        let request = Request::get(&call.uri).header(header::USER_AGENT, USER_AGENT);
        let answer = self.http.clone().oneshot(request.body(Full::default()).ok()?).await.ok()?;
        self.shared.set_google_time(date(answer.headers())?);
        Some(())
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Bytes, AttemptFailure> {
        let answer = self.http.clone().oneshot(request).await.map_err(|error| {
            // No connection: nothing was sent. All else may have reached Google.
            let retryable = if error.is_connect() { Retryable::Always } else { Retryable::IfSafe };
            AttemptFailure::new(ErrorKind::Unavailable, retryable)
        })?;

        let status = answer.status();
        let now = date(answer.headers());

        if let Some(now) = now {
            self.shared.set_google_time(now);
        }

        let retry_after = retry_after(answer.headers(), now);
        let json = is_json(answer.headers());
        let body = collect(answer.into_body(), self.policy.body_limit).await;

        let failure = match (status.as_u16(), body) {
            (200..=299, Ok(body)) if json || body.is_empty() => return Ok(body),
            (200..=299, Err(ErrorKind::TooLarge)) => AttemptFailure {
                ambiguous: true,
                ..AttemptFailure::new(ErrorKind::TooLarge, Retryable::Never)
            },
            // These two say all in their status.
            (401 | 429, body) => {
                AttemptFailure::from(classify::of(status.as_u16(), &body.unwrap_or_default()))
            }
            // A page of a proxy or a captive portal where an answer should be, or an answer cut
            // short: half of a quota's refusal must not be read as a want of permission.
            (200..=299, Ok(_)) | (_, Err(_)) => {
                AttemptFailure::new(ErrorKind::Unavailable, Retryable::IfSafe)
            }
            (refused, Ok(body)) => AttemptFailure::from(classify::of(refused, &body)),
        };

        Err(AttemptFailure { status: Some(status.as_u16()), retry_after, ..failure })
    }
}

fn request(call: &Call, bearer: http::HeaderValue) -> Result<Request<Full<Bytes>>, AttemptFailure> {
    let request = Request::builder()
        .method(&call.method)
        .uri(&call.uri)
        .header(header::USER_AGENT, USER_AGENT)
        .header(header::ACCEPT, "application/json")
        .header(header::AUTHORIZATION, bearer);

    let request = if call.body.is_some() {
        request.header(header::CONTENT_TYPE, "application/json; charset=utf-8")
    } else {
        request
    };

    request
        .body(Full::new(call.body.clone().unwrap_or_default()))
        .map_err(|_| AttemptFailure::new(ErrorKind::NotFound, Retryable::Never))
}

/// The whole body, or why not: cut short, or larger than the cap.
async fn collect<B>(mut body: B, limit: usize) -> Result<Bytes, ErrorKind>
where
    B: Body<Data = Bytes> + Unpin,
{
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX).min(limit);
    let mut whole = Vec::with_capacity(expected);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ErrorKind::Unavailable)?.into_data() else { continue };
        if whole.len() + data.len() > limit {
            return Err(ErrorKind::TooLarge);
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.into())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"))
}

/// The server's clock, to the second.
fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    http_date(headers.get(header::DATE)?)
}

/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), the latter against the
/// server's own clock.
fn retry_after(headers: &HeaderMap, now: Option<DateTime<Utc>>) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?;
    let text = value.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => (http_date(value)? - now?).to_std().ok(),
    }
}

fn http_date(value: &http::HeaderValue) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(value.to_str().ok()?.trim()).ok().map(|date| date.with_timezone(&Utc))
}
