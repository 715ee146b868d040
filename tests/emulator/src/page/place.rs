//! Addresses: what a page was asked to show, and where a link leads.

use crate::server::encode;
use crate::world::World;

/// Rows to a page of a tab, and entries to a page of the log.
pub(super) const ROWS: usize = 500;
/// Columns to a page of a tab.
pub(super) const COLUMNS: usize = 100;

/// What stands behind the question mark.
#[derive(Default)]
pub(super) struct Asked {
    /// The id of a tab.
    pub(super) tab: Option<i64>,
    /// The page of rows or entries, from 1.
    pub(super) page: usize,
    /// The page of columns, from 1.
    pub(super) across: usize,
    /// The title of the filter view that is looked through.
    pub(super) view: Option<String>,
    /// Whether hidden lines are shown, and protected cells hatched.
    pub(super) marks: bool,
}

impl Asked {
    pub(super) fn read(query: &str) -> Self {
        let mut out = Self { page: 1, across: 1, ..Self::default() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let number = value.parse().ok().filter(|number| *number > 0).unwrap_or(1);
            match name.as_ref() {
                "gid" => out.tab = value.parse().ok(),
                "page" => out.page = number,
                "across" => out.across = number,
                "view" => out.view = Some(value.into_owned()),
                "marks" => out.marks = value == "on",
                _ => {}
            }
        }
        out
    }

    /// The address of a tab of a spreadsheet, with the same choices.
    pub(super) fn address(&self, file: &str, tab: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("gid", &tab.to_string());
        for (name, page) in [("page", self.page), ("across", self.across)] {
            if page > 1 {
                query.append_pair(name, &page.to_string());
            }
        }
        if let Some(view) = &self.view {
            query.append_pair("view", view);
        }
        if self.marks {
            query.append_pair("marks", "on");
        }
        format!("/_emulator/spreadsheets/{}?{}", encode(file), query.finish())
    }
}

/// The address of a row, counted from 0, on the page of its tab that has it.
pub(super) fn row(file: &str, tab: i64, row: usize) -> String {
    let asked = Asked { page: row / ROWS + 1, across: 1, ..Asked::default() };
    format!("{}#r{}", asked.address(file, tab), row + 1)
}

/// Where a link in a cell leads: to a row of a page where it names a spreadsheet that is here, elsewhere where it is of a
/// kind that only opens; `None` for anything that could act.
pub(super) fn target(world: &World, file: &str, link: &str) -> Option<String> {
    let link = link.trim();
    if let Some(fragment) = link.strip_prefix('#') {
        return within(file, fragment);
    }
    let docs = link.strip_prefix("https://docs.google.com/spreadsheets/d/");
    if let Some((id, rest)) = docs.and_then(|rest| rest.split_once('/'))
        && world.books.contains_key(id)
    {
        return within(id, rest.split_once('#').map_or("gid=0", |(_, fragment)| fragment));
    }
    let lower = link.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|kind| lower.starts_with(kind)).then(|| link.to_owned())
}

/// `gid=7&range=A12` as the address of that row.
fn within(file: &str, fragment: &str) -> Option<String> {
    let named = |wanted: &str| {
        let mut members = form_urlencoded::parse(fragment.as_bytes());
        members.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let tab: i64 = named("gid")?.parse().ok()?;
    let digits: String = named("range")
        .unwrap_or_default()
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    Some(row(file, tab, digits.parse::<usize>().unwrap_or(1).saturating_sub(1)))
}
