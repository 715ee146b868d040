//! Tonight's lines cut into numbered hand-offs, each ready to be committed.

use std::collections::HashSet;

use chrono::NaiveDateTime;

use super::chain::Link;
use super::entry::Entry;
use super::ledger::Ledger;
use super::plan::{Line, Plan};
use super::report::Report;
use super::tab::{self, Tab, TabCell};

/// One number: a tab and the ledger lines that go with it, committed together or not at all.
#[derive(Debug)]
pub struct Handoff {
    /// Its number, one more than the one before.
    pub number: u32,
    /// Title of its tab.
    pub title: String,
    /// Its ledger lines.
    pub entries: Vec<Entry>,
    /// The chain after it.
    pub link: Link,
    /// Its tab.
    pub tab: Tab,
}

/// How much goes into one number.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows of the table.
    pub rows: usize,
    /// Bytes of the request, estimated from the text it carries.
    pub bytes: usize,
}

/// Google recommends at most 2 MB a request; 1.5 MB leaves room for what JSON adds.
pub const LIMITS: Limits = Limits { rows: 500, bytes: 1_500_000 };

/// What surrounds the text of one cell in the request.
const CELL_OVERHEAD: usize = 48;

/// Cuts a plan into hand-offs. `titles` are the titles of the tabs that exist; `instant` is the
/// moment of the night in Colombian time.
pub fn cut(
    plan: &Plan,
    reports: &[Report],
    ledger: &Ledger,
    titles: &[&str],
    instant: NaiveDateTime,
    limits: Limits,
) -> Vec<Handoff> {
    let mut taken: HashSet<String> = titles.iter().map(|title| title.to_lowercase()).collect();
    let lines: Vec<(&Line, Vec<TabCell>)> =
        plan.lines.iter().map(|line| (line, tab::row(line, &reports[line.report]))).collect();
    let parts = parts(lines, limits);
    let of = parts.len();
    let mut link = ledger.link().clone();
    let mut handoffs = Vec::new();
    for ((number, part), lines) in (ledger.head() + 1..).zip(1..).zip(parts) {
        let entries: Vec<Entry> = lines
            .iter()
            .zip(1..)
            .map(|((line, _), position)| Entry { number, line: position, ..line.entry.clone() })
            .collect();
        let cells: Vec<_> = entries.iter().map(Entry::cells).collect();
        link = link.next(cells.iter().map(|cells| cells.iter().map(String::as_str)));
        let heading = tab::Heading { number, part, of, instant, balance: plan.balance };
        let rows = lines.into_iter().map(|(_, row)| row).collect();
        let records = cells.into_iter().map(|cells| tab::record(&cells, &link)).collect();
        handoffs.push(Handoff {
            number,
            title: free_title(plan, &mut taken),
            entries,
            link: link.clone(),
            tab: tab::build(&heading, rows, records, &plan.withheld),
        });
    }
    handoffs
}

/// The ledger rows of a hand-off, chain included.
pub fn ledger_rows(handoff: &Handoff) -> impl Iterator<Item = Vec<String>> {
    handoff.entries.iter().map(|entry| {
        let mut cells = Vec::from(entry.cells());
        cells.push(handoff.link.to_string());
        cells
    })
}

/// The lines of each number, never an empty one.
fn parts(lines: Vec<(&Line, Vec<TabCell>)>, limits: Limits) -> Vec<Vec<(&Line, Vec<TabCell>)>> {
    let mut parts: Vec<Vec<_>> = Vec::new();
    let mut bytes = 0;
    for line in lines {
        let size = size(&line);
        match parts.last_mut() {
            Some(part) if part.len() < limits.rows && bytes + size <= limits.bytes => {
                bytes += size;
                part.push(line);
            }
            _ => {
                bytes = size;
                parts.push(vec![line]);
            }
        }
    }
    parts
}

/// The ledger line stands in the request twice: in the ledger and in the tab's hidden column.
fn size((line, row): &(&Line, Vec<TabCell>)) -> usize {
    let tab: usize = row.iter().map(|cell| CELL_OVERHEAD + cell.text_len()).sum();
    let ledger: usize = line.entry.cells().iter().map(|cell| CELL_OVERHEAD + 2 * cell.len()).sum();
    tab + ledger
}

/// The dated title, numbered from the second hand-off of one day. Google compares titles without
/// regard to case as far as is known, so this does too.
fn free_title(plan: &Plan, taken: &mut HashSet<String>) -> String {
    let base = format!("Traslado {}", plan.window.as_of);
    let mut title = base.clone();
    for copy in 2.. {
        if taken.insert(title.to_lowercase()) {
            break;
        }
        title = format!("{base} ({copy})");
    }
    title
}
