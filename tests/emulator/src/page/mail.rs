//! The mail: what was sent, and how it is read on a screen and on a phone.

use maud::html;

use super::frame::{self, CHANGED, Page};
use super::styles::Styles;
use crate::clock::rfc3339;
use crate::gmail::Mail;
use crate::server::Reply;
use crate::world::World;

/// All mails, the latest first, and the drafts of every account.
pub(super) fn list(world: &World) -> Page {
    let dropped = world.mails.dropped();
    let drafts = world
        .mailboxes
        .keys()
        .flat_map(|account| world.drafts(account).into_iter().map(move |(_, subject)| (account, subject)));
    let drafts: Vec<(&String, String)> = drafts.collect();
    let mails: Vec<(usize, &Mail)> = world.mails.iter().enumerate().rev().collect();
    let body = html! {
        main.plain {
            h1 { "Mail" }
            @if dropped > 0 { p.faint { (dropped) " older mails are no longer kept." } }
            @if mails.is_empty() { p { "Nothing was sent yet." } }
            table.list {
                @for (at, mail) in &mails {
                    tr {
                        td { a href=(format!("/_emulator/mails/{}", dropped + at + 1)) { (subject(mail)) } }
                        td { (mail.from) }
                        td { (mail.to.join(", ")) }
                        td.whole { (rfc3339(mail.date)) }
                    }
                }
            }
            @if !drafts.is_empty() {
                h1 { "Drafts" }
                table.list {
                    @for (account, subject) in &drafts { tr { td { (account) } td { (subject) } } }
                }
            }
        }
    };
    Page { title: "Mail".to_owned(), watch: CHANGED, styles: Styles::default(), body }
}

fn subject(mail: &Mail) -> &str {
    if mail.subject.is_empty() { "(no subject)" } else { &mail.subject }
}

/// The mail of that number, counted from the first that was ever sent.
fn find<'a>(world: &'a World, number: &str) -> Option<&'a Mail> {
    let at = number.parse::<usize>().ok()?.checked_sub(1)?.checked_sub(world.mails.dropped())?;
    world.mails.iter().nth(at)
}

/// One mail: its text, and its HTML as wide as a window and as a phone.
pub(super) fn one(world: &World, number: &str) -> Option<Page> {
    let mail = find(world, number)?;
    let source = format!("/_emulator/mails/{}/html", number.parse::<usize>().ok()?);
    let body = html! {
        main.plain {
            h1 { (subject(mail)) }
            table.list {
                tr { th { "From" } td { (mail.from) } }
                tr { th { "To" } td { (mail.to.join(", ")) } }
                @if !mail.cc.is_empty() { tr { th { "Cc" } td { (mail.cc.join(", ")) } } }
                @if !mail.bcc.is_empty() { tr { th { "Bcc" } td { (mail.bcc.join(", ")) } } }
                tr { th { "Sent" } td { (rfc3339(mail.date)) " by " (mail.sender) } }
            }
            div.three {
                @if mail.html.is_empty() {
                    section { h2 { "There is no HTML part" } }
                } @else {
                    section { h2 { "On a screen" } iframe.screen sandbox="" src=(source) title="The mail on a screen" {} }
                    section { h2 { "On a phone" } iframe.phone sandbox="" src=(source) title="The mail on a phone" {} }
                }
                section.text { h2 { "As text" } pre { (mail.text) } }
            }
            details {
                summary { "As delivered" }
                pre { (String::from_utf8_lossy(&mail.raw)) }
            }
        }
    };
    Some(Page { title: subject(mail).to_owned(), watch: CHANGED, styles: Styles::default(), body })
}

/// The HTML of a mail by itself.
pub(super) fn body(world: &World, number: &str) -> Option<Reply> {
    find(world, number).filter(|mail| !mail.html.is_empty()).map(|mail| frame::mail(&mail.html))
}
