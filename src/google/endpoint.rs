//! Where Google's APIs are.

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::google::transport::call::CallTarget;

/// The origins of the three APIs: Google's own, or one loopback address that plays all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Google,
    Loopback(Uri),
}

/// An API by its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Api {
    Sheets,
    Drive,
    Gmail,
}

impl Endpoint {
    /// The address to send a request to. `None` when the path cannot stand in a URL, which a path
    /// made by [`CallTarget`] never causes.
    pub(super) fn at(&self, api: Api, target: &CallTarget) -> Option<Uri> {
        let path: PathAndQuery = target.as_str().parse().ok()?;
        let builder = match (self, api) {
            (Self::Loopback(origin), _) => {
                Uri::builder().scheme("http").authority(origin.authority()?.clone())
            }
            (Self::Google, Api::Sheets) => Uri::builder().scheme("https").authority("sheets.googleapis.com"),
            (Self::Google, Api::Drive) => Uri::builder().scheme("https").authority("www.googleapis.com"),
            (Self::Google, Api::Gmail) => Uri::builder().scheme("https").authority("gmail.googleapis.com"),
        };
        builder.path_and_query(path).build().ok()
    }
}

/// Returns `true` if a URL is plain http to this very machine: the only place a token may go
/// unencrypted.
pub fn is_loopback_http(url: &str) -> bool {
    loopback(url).is_some()
}

/// The parsed URL, where it is plain http to this machine.
pub(super) fn loopback(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let here = host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    (uri.scheme() == Some(&Scheme::HTTP) && here && !uri.authority()?.as_str().contains('@')).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_to_this_machine_is_loopback() {
        for url in ["http://127.0.0.1:9009", "http://127.9.9.9/", "http://[::1]:80", "http://localhost:1"] {
            assert!(is_loopback_http(url), "{url}");
        }
        for url in [
            "https://127.0.0.1:9009",
            "http://127.0.0.1@example.org/",
            "http://user@127.0.0.1/",
            "http://127.0.0.1.example.org",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "127.0.0.1:9009",
            "/token",
            "",
        ] {
            assert!(!is_loopback_http(url), "{url}");
        }
    }

    #[test]
    fn each_api_has_its_host_and_a_loopback_plays_them_all() {
        let target = CallTarget::new("/v4/x");
        let uri = Endpoint::Google.at(Api::Gmail, &target).unwrap();
        assert_eq!(uri, "https://gmail.googleapis.com/v4/x?prettyPrint=false");
        let here = Endpoint::Loopback(loopback("http://127.0.0.1:9/").unwrap());
        assert_eq!(here.at(Api::Drive, &target).unwrap(), "http://127.0.0.1:9/v4/x?prettyPrint=false");
    }
}
