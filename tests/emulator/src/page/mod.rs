//! The page under `/_emulator/`: what people would see of the spreadsheets and the mail, and what the log has.
//!
//! It is made whole by the emulator and changes nothing. Whatever others typed stands in it as text: markup is made by
//! a library that escapes, looks are classes of a style sheet that is made of numbers and known words, and a content
//! security policy names the page's own style sheets and script by their hashes, so that no other takes effect.

mod cell;
mod chart;
mod drawing;
mod frame;
mod home;
mod log;
mod mail;
mod place;
mod styles;
mod tab;

use crate::emulator::Shared;
use crate::server::{Reply, Wire, decode};

/// Whether a request asks for a page: a browser names HTML first among what it takes.
pub(crate) fn asked_for(wire: &Wire) -> bool {
    let kinds = wire.header("accept").split(',').map(|kind| kind.split(';').next().unwrap_or("").trim());
    wire.method == "GET" && kinds.into_iter().any(|kind| kind.eq_ignore_ascii_case("text/html"))
}

/// Answers with a page, or with the body of a mail.
pub(crate) fn page(shared: &Shared, wire: &Wire) -> Reply {
    let words = wire.path.trim_start_matches("/_emulator").split('/').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| decode(word, false)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let asked = place::Asked::read(&wire.query);
    let seen = shared.changed(matches!(words.as_slice(), ["requests", ..]));
    shared.look(|world, requests| {
        let made = match words.as_slice() {
            [] | ["spreadsheets"] => Some(home::home(world)),
            ["spreadsheets", id] => tab::tab(world, id, &asked),
            ["mails"] => Some(mail::list(world)),
            ["mails", number] => mail::one(world, number),
            ["mails", number, "html"] => return mail::body(world, number).unwrap_or_else(frame::nothing),
            ["requests"] => Some(log::list(world, requests, asked.page)),
            ["requests", number] => log::one(world, requests, number),
            _ => None,
        };
        made.map_or_else(frame::nothing, |page| page.reply(&seen))
    })
}
