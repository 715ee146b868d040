//! The log of requests, each with what it changed, and what staff changed in between.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Page, REQUESTED};
use super::place::{self, ROWS};
use super::styles::Styles;
use crate::control::{CellChange, Mutation, RequestLog};
use crate::sheets::column_name;
use crate::world::World;

/// Cells that are listed of one change.
const CELLS: usize = 200;
/// Letters that are shown of a body, and of one value.
const BODY: usize = 100_000;
const VALUE: usize = 400;

/// A request with its changes, or what staff did after the request of that number.
struct Entry<'a> {
    request: Option<&'a RequestLog>,
    changes: Vec<&'a Mutation>,
}

/// Everything that is kept, in order.
fn entries<'a>(world: &'a World, requests: &[&'a RequestLog]) -> Vec<Entry<'a>> {
    let mut out: BTreeMap<(usize, bool), Entry<'a>> = BTreeMap::new();
    for request in requests {
        out.insert((request.number, false), Entry { request: Some(request), changes: Vec::new() });
    }
    let mut last = 0;
    for mutation in world.mutations.iter() {
        let staff = mutation.request == 0;
        if !staff {
            last = mutation.request;
        }
        let entry = out.entry((last, staff)).or_insert_with(|| Entry { request: None, changes: Vec::new() });
        entry.changes.push(mutation);
    }
    out.into_values().collect()
}

/// A page of the log, the latest first.
pub(super) fn list(world: &World, requests: &[&RequestLog], page: usize) -> Page {
    let all = entries(world, requests);
    let pages = all.len().div_ceil(ROWS).max(1);
    let shown = all.iter().rev().skip((page - 1).saturating_mul(ROWS)).take(ROWS);
    let body = html! {
        main.plain {
            h1 { "Requests" }
            @if pages > 1 {
                div.choices {
                    @for number in 1..=pages { a.on[number == page] href=(format!("?page={number}")) { (number) } }
                }
            }
            table.list {
                tr { th { "N°" } th { "Account" } th { "Request" } th { "Status" } th { "Bytes" } th { "What it changed" } }
                @for entry in shown { (row(world, entry)) }
            }
        }
    };
    Page { title: "Requests".to_owned(), watch: REQUESTED, styles: Styles::default(), body }
}

fn row(world: &World, entry: &Entry<'_>) -> Markup {
    let who = entry.changes.first().map_or("", |change| change.account.as_str());
    html! {
        tr {
            @match entry.request {
                Some(request) => {
                    td.whole { a href=(format!("/_emulator/requests/{}", request.number)) { (request.number) } }
                    td.whole { (request.account) }
                    td { (request.method) " " (target(request)) }
                    td.whole.bad[request.status == 0 || request.status >= 400] {
                        (request.status)
                        @if !request.applied { " not applied" }
                    }
                    td.whole { (request.request_bytes) " / " (request.answer_bytes) }
                }
                None => { td.whole {} td.whole { (who) } td { "by hand" } td {} td {} }
            }
            td { @for (kind, changes) in kinds(&entry.changes) { (changed(world, kind, &changes)) } }
        }
    }
}

fn target(request: &RequestLog) -> String {
    if request.query.is_empty() {
        return request.path.clone();
    }
    [request.path.as_str(), request.query.as_str()].join("?")
}

/// Changes that follow each other and are of one kind, together.
fn kinds<'a>(changes: &[&'a Mutation]) -> Vec<(&'a str, Vec<&'a Mutation>)> {
    let mut out: Vec<(&str, Vec<&Mutation>)> = Vec::new();
    for change in changes {
        match out.last_mut() {
            Some((kind, list)) if *kind == change.kind => list.push(change),
            _ => out.push((&change.kind, vec![change])),
        }
    }
    out
}

fn changed(world: &World, kind: &str, changes: &[&Mutation]) -> Markup {
    let cells: Vec<(&Mutation, &CellChange)> = changes
        .iter()
        .flat_map(|change| change.changes.cells.iter().map(move |cell| (*change, cell)))
        .collect();
    let more = changes.iter().any(|change| change.changes.truncated);
    let times = changes.len();
    html! {
        details {
            summary {
                (kind)
                @if times > 1 { " ×" (times) }
                @if !cells.is_empty() { " · " (cells.len()) @if more { " and more" } " cells" }
            }
            @if cells.is_empty() {
                @for change in changes.iter().take(20) { pre { (cut(&change.json.to_string())) } }
            }
            table.list {
                @for (change, cell) in cells.iter().take(CELLS) {
                    tr {
                        td { a href=(place::row(&change.file, cell.sheet_id, cell.row)) { (address(world, change, cell)) } }
                        td { (told(&cell.before)) }
                        td { (told(&cell.after)) }
                    }
                }
            }
            @if cells.len() > CELLS { p.faint { (cells.len() - CELLS) " more cells" } }
        }
    }
}

fn address(world: &World, change: &Mutation, cell: &CellChange) -> String {
    let sheet = world.books.get(&change.file).and_then(|book| book.sheet(cell.sheet_id));
    let title = sheet.map_or_else(|| format!("tab {}", cell.sheet_id), |sheet| sheet.title.clone());
    format!("{title}!{}{}", column_name(cell.column), cell.row + 1)
}

/// The members of a cell that changed, its value first and by itself.
fn told(cell: &Value) -> String {
    let members = cell.as_object().into_iter().flatten().map(|(name, value)| {
        let only =
            value.as_object().filter(|_| name == "userEnteredValue").and_then(|map| map.values().next());
        match only {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => format!("{name}: {value}"),
        }
    });
    cut(&members.collect::<Vec<_>>().join("\n"))
}

fn cut(text: &str) -> String {
    let mut out: String = text.chars().take(VALUE).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// One request: its body, and all that it changed.
pub(super) fn one(world: &World, requests: &[&RequestLog], number: &str) -> Option<Page> {
    let number: usize = number.parse().ok()?;
    let all = entries(world, requests);
    let entry = all.iter().find(|entry| entry.request.is_some_and(|request| request.number == number))?;
    let request = entry.request?;
    let text = String::from_utf8_lossy(&request.body);
    let pretty = serde_json::from_slice::<Value>(&request.body)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| text.into_owned());
    let body = html! {
        main.plain {
            h1 { "Request " (number) }
            p { (request.method) " " (target(request)) }
            p.faint { (request.account) " · status " (request.status) }
            @for (kind, changes) in kinds(&entry.changes) { (changed(world, kind, &changes)) }
            pre { (pretty.chars().take(BODY).collect::<String>()) }
        }
    };
    Some(Page { title: format!("Request {number}"), watch: REQUESTED, styles: Styles::default(), body })
}
