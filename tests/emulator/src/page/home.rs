//! The first page: what there is to look at.

use maud::html;

use super::frame::{CHANGED, Page};
use super::place::Asked;
use super::styles::Styles;
use crate::clock::rfc3339;
use crate::drive::Grantee;
use crate::world::World;

/// The spreadsheets, each with its tabs.
pub(super) fn home(world: &World) -> Page {
    let shared = |id: &str| {
        let file = world.files.get(id);
        let grants = file.into_iter().flat_map(|file| &file.permissions);
        grants.map(|grant| (grantee(&grant.grantee), grant.role)).collect::<Vec<_>>()
    };
    let body = html! {
        main.plain {
            h1 { "An emulator of Google's Sheets, Drive and Gmail" }
            p.faint { "The clock stands at " (rfc3339(world.now())) }
            @if world.books.is_empty() { p { "There is no spreadsheet yet." } }
            @for book in world.books.values() {
                h1 { a href=(format!("/_emulator/spreadsheets/{}", crate::server::encode(&book.id))) { (book.title) } }
                p.faint { "Shared with: " @for (who, role) in shared(&book.id) { (who) " (" (format!("{role:?}").to_lowercase()) ") " } }
                table.list {
                    tr { th { "Tab" } th { "Rows" } th { "Columns" } th { } }
                    @for sheet in &book.sheets {
                        tr {
                            td { a href=(Asked { page: 1, across: 1, ..Asked::default() }.address(&book.id, sheet.id)) { (sheet.title) } }
                            td.whole { (sheet.used_rows()) " of " (sheet.rows) }
                            td.whole { (sheet.columns) }
                            td {
                                @if sheet.hidden() { "hidden " }
                                @if !sheet.protected.is_empty() { "protected" }
                            }
                        }
                    }
                }
            }
        }
    };
    Page { title: "Spreadsheets".to_owned(), watch: CHANGED, styles: Styles::default(), body }
}

fn grantee(grantee: &Grantee) -> &str {
    match grantee {
        Grantee::User(name) | Grantee::Group(name) | Grantee::Domain(name) => name,
        Grantee::Anyone => "anyone with the link",
    }
}
