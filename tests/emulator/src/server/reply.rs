//! Answers, with the headers that Google sends.

use std::io::Write;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::escape::escaped;
use super::{Answer, Wire};
use crate::error::ApiError;
use crate::schema::Service;

/// An answer, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

const JSON: &str = "application/json; charset=UTF-8";

/// Bodies below this are not worth compressing.
const SMALL: usize = 860;

impl Reply {
    pub(crate) fn new(status: u16, kind: &str, body: Vec<u8>) -> Self {
        let fixed = [
            ("content-type", kind),
            ("server", "ESF"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
            ("x-xss-protection", "0"),
        ];
        let headers = fixed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { status, headers: headers.into(), body }
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        let mut body = serde_json::to_vec_pretty(value).unwrap_or_default();
        body.push(b'\n');
        Self::new(status, JSON, escaped(body))
    }

    pub(crate) fn of(service: Service, answer: Answer, pretty: bool) -> Self {
        let reply = match answer {
            Answer::Json(value) if pretty => Self::json(200, &value),
            Answer::Json(value) => {
                Self::new(200, JSON, escaped(serde_json::to_vec(&value).unwrap_or_default()))
            }
            Answer::Written(body) => Self::new(200, JSON, escaped(body)),
            Answer::Text(kind, body) => Self::new(200, &kind, body),
            Answer::Empty => Self::new(204, "text/html", Vec::new()),
        };
        reply.caching(service)
    }

    /// A refusal, in the form that the request asks for.
    pub(crate) fn refusal(wire: &Wire, service: Service, error: &ApiError) -> Self {
        let mut reply = Self::json(error.code, &error.body(service, super::system::form(wire).as_deref()));
        if let Some(challenge) = error.challenge() {
            reply.header("www-authenticate", challenge);
        }
        reply.caching(service)
    }

    /// The token endpoint's own form of an error.
    pub(crate) fn oauth(code: u16, error: &str, description: &str) -> Self {
        Self::json(code, &json!({"error": error, "error_description": description}))
    }

    pub(crate) fn redirect(to: &str) -> Self {
        let mut reply = Self::new(302, "text/html; charset=UTF-8", Vec::new());
        reply.header("location", to);
        reply
    }

    /// What Google's front end says of a path that it does not serve.
    pub(crate) fn unknown_path(path: &str) -> Self {
        let shown = path.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let body = format!(
            "<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> <ins>That’s an error.</ins>\n<p>The requested URL <code>{shown}</code> was not found on this server.  <ins>That’s all we know.</ins>\n"
        );
        Self::new(404, "text/html; charset=UTF-8", body.into_bytes())
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(n, _)| n != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn caching(mut self, service: Service) -> Self {
        if service == Service::Sheets {
            self.header("cache-control", "private");
            // Three lines, as Google sends them; a client that keeps only one of them keeps Origin.
            for name in ["X-Origin", "Referer", "Origin"] {
                self.headers.push(("vary".to_owned(), name.to_owned()));
            }
        } else {
            self.header("cache-control", "no-cache, no-store, max-age=0, must-revalidate");
            self.header("pragma", "no-cache");
            self.header("expires", "Mon, 01 Jan 1990 00:00:00 GMT");
            self.header("vary", "Origin, X-Origin");
        }
        self
    }

    /// Adds the date, and compresses for a client that takes it.
    pub(crate) fn finish(mut self, now: DateTime<Utc>, accept_encoding: &str) -> Self {
        self.header("date", &now.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        if self.body.len() >= SMALL && accept_encoding.split(',').any(|e| e.trim().starts_with("gzip")) {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            if encoder.write_all(&self.body).is_ok()
                && let Ok(packed) = encoder.finish()
            {
                self.body = packed;
                self.header("content-encoding", "gzip");
            }
        }
        self
    }
}
