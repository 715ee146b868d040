//! Connections: TLS with one provider, or plain http to this machine.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::crypto::ring;
use tokio::net::TcpStream;
use tower::{BoxError, Service};

use crate::google::capped::Capped;

/// How long a connection is silent before the system asks whether the peer is still there.
const SILENCE: Duration = Duration::from_secs(20);

type Stream = Capped<MaybeHttpsStream<TokioIo<TcpStream>>>;

/// Whom to connect to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// Google, over TLS only, by the certificates this machine trusts.
    Google,
    /// The loopback address, in the clear; no certificate is loaded, so that nothing else can be
    /// reached.
    Loopback,
}

/// Connects within a time that covers the name, TCP and TLS: what fails here was never sent.
#[derive(Clone)]
pub(super) struct Connector {
    inner: HttpsConnector<HttpConnector>,
    within: Duration,
    /// Bytes that may come over one connection at most.
    cap: Option<usize>,
}

impl Connector {
    /// # Errors
    /// When this machine has no certificates of authorities.
    pub(super) fn new(peer: Peer, within: Duration) -> io::Result<Self> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(within));
        // A try may wait for minutes while Google works: the system finds out meanwhile whether anybody is there.
        tcp.set_keepalive(Some(SILENCE));
        tcp.set_keepalive_interval(Some(SILENCE));
        tcp.set_keepalive_retries(Some(2));
        let builder = HttpsConnectorBuilder::new();
        let builder = match peer {
            Peer::Google => builder.with_provider_and_native_roots(ring::default_provider())?.https_only(),
            Peer::Loopback => {
                let config = rustls::ClientConfig::builder_with_provider(ring::default_provider().into())
                    .with_safe_default_protocol_versions()
                    .map_err(io::Error::other)?
                    .with_root_certificates(rustls::RootCertStore::empty())
                    .with_no_client_auth();
                builder.with_tls_config(config).https_or_http()
            }
        };

        Ok(Self { inner: builder.enable_http1().enable_http2().wrap_connector(tcp), within, cap: None })
    }

    /// A connector that takes no more than so many bytes over one connection: for a library that reads
    /// whatever comes.
    pub(super) fn capped(&self, cap: usize) -> Self {
        Self { cap: Some(cap), ..self.clone() }
    }

    /// A client of this connector with a pool that gives up idle connections before Google does.
    pub(super) fn client<B>(&self) -> Client<Self, B>
    where
        B: hyper::body::Body + Send,
        B::Data: Send,
    {
        Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .build(self.clone())
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.inner.call(to);
        let (within, cap) = (self.within, self.cap);
        Box::pin(async move {
            let stream = tokio::time::timeout(within, connecting).await??;
            Ok(Capped::new(stream, cap))
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_handshake_that_stalls_is_a_connection_that_was_never_made() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let to: Uri = format!("https://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let connector = Connector::new(Peer::Loopback, Duration::from_millis(50)).unwrap();
        assert!(connector.clone().oneshot(to.clone()).await.is_err());

        let client = connector.client::<http_body_util::Empty<bytes::Bytes>>();
        assert!(client.get(to).await.unwrap_err().is_connect());
    }
}
