//! What every page has: its head, its ways to the others, and the policy that it is sent under.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::styles::Styles;
use crate::server::Reply;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A page before it is sent.
pub(super) struct Page {
    pub(super) title: String,
    /// What it is watched by: a change of the answer at this address loads it again.
    pub(super) watch: &'static str,
    pub(super) styles: Styles,
    pub(super) body: Markup,
}

/// What changes when a spreadsheet, a file or a mail does.
pub(super) const CHANGED: &str = "/_emulator/changed";
/// What changes with every request as well.
pub(super) const REQUESTED: &str = "/_emulator/changed/requests";

impl Page {
    /// The page as it is sent; `seen` is what its watch answers at this moment.
    pub(super) fn reply(self, seen: &str) -> Reply {
        reply(200, &self, seen)
    }
}

/// The answer where there is nothing to look at.
pub(super) fn nothing() -> Reply {
    let body = html! { main.plain { h1 { "There is nothing here" } } };
    let page = Page { title: "Nothing".to_owned(), watch: CHANGED, styles: Styles::default(), body };
    reply(404, &page, "")
}

fn reply(status: u16, page: &Page, seen: &str) -> Reply {
    let looks = page.styles.sheet();
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · google-emulator" }
                style { (PreEscaped(STYLE)) }
                // Escaped like any text: should a mark of HTML ever get into it, the style sheet is void and nothing else.
                style { (looks) }
            }
            body data-watch=(page.watch) data-seen=(seen) {
                nav.ways {
                    a href="/_emulator/" { "Spreadsheets" }
                    a href="/_emulator/mails" { "Mail" }
                    a href="/_emulator/requests" { "Requests" }
                }
                (page.body)
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {} {}; connect-src 'self'; frame-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash(SCRIPT),
        hash(STYLE),
        hash(&looks),
    );
    sent(status, document.into_string(), &policy)
}

/// The body of a mail, which may look as it likes, and do and fetch nothing.
pub(super) fn mail(html: &str) -> Reply {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
                  frame-ancestors 'self'; sandbox";
    sent(200, html.to_owned(), policy)
}

fn sent(status: u16, document: String, policy: &str) -> Reply {
    let mut reply = Reply::new(status, "text/html; charset=UTF-8", document.into_bytes());
    for (name, value) in [
        ("content-security-policy", policy),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("vary", "Accept"),
    ] {
        reply.header(name, value);
    }
    reply
}

/// A text's hash, as a policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
