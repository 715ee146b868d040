//! Tells a monitor outside Google how a night goes, in the manner of healthchecks.io: the address
//! with `/start`, bare, with the exit code, or with `/log` for what is neither.
//!
//! It is here because the connections are; no token ever goes this way.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri, header};
use http_body_util::Full;
use tokio::time::timeout;

use crate::google::connector::{Connector, Peer};
use crate::google::endpoint::loopback;

/// The event that the monitor is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PingEvent {
    /// A night begins.
    Start,
    /// The night is done.
    Success,
    /// The night ended with this exit code, above 0.
    Failure(u8),
    /// A line for its log that neither begins nor ends a night.
    Log,
}

/// Why a monitor has not heard. The address is a secret of sorts, so it is in none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PingError {
    /// The address is not one that [`is_address`] takes.
    #[error("its address cannot be used")]
    Address,
    /// No connection, or no answer in HTTP.
    #[error("it cannot be reached, or what answers does not speak HTTP")]
    Away,
    /// No answer in time.
    #[error("it does not answer within {0} seconds")]
    Slow(u64),
    /// An answer other than 2xx.
    #[error("it answers HTTP {0}")]
    Status(u16),
}

/// Returns `true` if a text is an address that may be told: https, or plain http to this very machine.
pub fn is_address(text: &str) -> bool {
    whom(text).is_some()
}

/// Posts a line to a monitor and waits at most this long, everything included.
///
/// # Errors
/// Why it has not heard.
pub async fn tell(address: &str, event: PingEvent, line: String, within: Duration) -> Result<(), PingError> {
    let uri = with(address, event);
    post(address, &uri, "text/plain; charset=utf-8", line, within).await
}

/// Posts an object of JSON to an address as it is, and waits at most this long, everything included.
///
/// # Errors
/// Why nobody has heard.
pub async fn post_json(address: &str, json: String, within: Duration) -> Result<(), PingError> {
    post(address, address, "application/json", json, within).await
}

/// The address with the id of a run, by which a monitor knows that its start and its end are one run's; an address
/// that names one already stays as it is.
pub fn with_run(address: &str, run: &str) -> String {
    match address.split_once('?') {
        Some((_, query)) if query.split('&').any(|part| part.starts_with("rid=")) => address.to_owned(),
        Some(_) => format!("{address}&rid={run}"),
        None => format!("{address}?rid={run}"),
    }
}

async fn post(
    address: &str,
    uri: &str,
    kind: &'static str,
    body: String,
    within: Duration,
) -> Result<(), PingError> {
    let peer = whom(address).ok_or(PingError::Address)?;
    let uri: Uri = uri.parse().map_err(|_| PingError::Address)?;
    let request = Request::post(uri)
        .header(header::CONTENT_TYPE, kind)
        .header(header::USER_AGENT, concat!("traslado/", env!("CARGO_PKG_VERSION")))
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| PingError::Address)?;

    let connector = Connector::new(peer, within).map_err(|_| PingError::Away)?;
    let answer = timeout(within, connector.client().request(request)).await;
    match answer {
        Err(_) => Err(PingError::Slow(within.as_secs())),
        Ok(Err(_)) => Err(PingError::Away),
        Ok(Ok(answer)) if answer.status().is_success() => Ok(()),
        Ok(Ok(answer)) => Err(PingError::Status(answer.status().as_u16())),
    }
}

fn whom(address: &str) -> Option<Peer> {
    if loopback(address).is_some() {
        return Some(Peer::Loopback);
    }
    let uri: Uri = address.parse().ok()?;
    let secure = uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| !host.is_empty());
    let plain = !uri.authority()?.as_str().contains('@') && !address.contains('#');
    (secure && plain).then_some(Peer::Google)
}

/// The address of an event: its path grows by a step, and a query stays behind it.
fn with(address: &str, event: PingEvent) -> String {
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (address, String::new()),
    };

    let path = path.trim_end_matches('/');
    match event {
        PingEvent::Start => format!("{path}/start{query}"),
        PingEvent::Success => format!("{path}{query}"),
        PingEvent::Failure(code) => format!("{path}/{code}{query}"),
        PingEvent::Log => format!("{path}/log{query}"),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn each_event_has_its_address() {
        for (address, event, expected) in [
            ("https://m.example/ping/u", PingEvent::Start, "https://m.example/ping/u/start"),
            ("https://m.example/ping/u/", PingEvent::Success, "https://m.example/ping/u"),
            ("https://m.example/ping/u?rid=1", PingEvent::Failure(77), "https://m.example/ping/u/77?rid=1"),
            ("https://m.example", PingEvent::Log, "https://m.example/log"),
        ] {
            assert_eq!(with(address, event), expected);
        }
    }

    #[test]
    fn a_run_has_its_id_behind_whatever_the_address_asks_already() {
        for (address, expected) in [
            ("https://m.example/u", "https://m.example/u?rid=7"),
            ("https://m.example/u?a=b", "https://m.example/u?a=b&rid=7"),
            ("https://m.example/u?rid=1", "https://m.example/u?rid=1"),
        ] {
            assert_eq!(with_run(address, "7"), expected);
        }
    }

    #[test]
    fn only_https_and_this_machine_are_told() {
        for address in ["https://m.example/u", "http://127.0.0.1:9/u", "http://localhost/u"] {
            assert!(is_address(address), "{address}");
        }
        for address in [
            "http://m.example/u",
            "https://name:word@m.example/u",
            "https://",
            "m.example",
            "",
            "ftp://m.example/u",
        ] {
            assert!(!is_address(address), "{address}");
        }
    }

    /// The result of a ping to a monitor that answers like this.
    async fn answer_to(answer: &'static [u8]) -> Result<(), PingError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/u", listener.local_addr().unwrap());
        let monitor = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = [0; 1024];
            let _ = stream.read(&mut heard).await.unwrap();
            stream.write_all(answer).await.unwrap();
            if answer.is_empty() {
                std::future::pending::<()>().await;
            }
        };
        let telling = tell(&address, PingEvent::Start, "x".to_owned(), Duration::from_millis(300));
        tokio::pin!(telling);
        tokio::select! {
            result = &mut telling => result,
            () = monitor => telling.await,
        }
    }

    #[tokio::test]
    async fn a_monitor_that_is_no_good_is_told_apart() {
        assert_eq!(answer_to(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await, Ok(()));
        assert_eq!(
            answer_to(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await,
            Err(PingError::Status(404))
        );
        assert_eq!(answer_to(b"SSH-2.0-x\r\n").await, Err(PingError::Away));
        assert_eq!(answer_to(b"").await, Err(PingError::Slow(0)));
        let nobody =
            tell("http://127.0.0.1:1/u", PingEvent::Log, String::new(), Duration::from_secs(2)).await;
        assert_eq!(nobody, Err(PingError::Away));
    }
}
