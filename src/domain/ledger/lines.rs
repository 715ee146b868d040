//! The lines of the ledger as they stand in its tab, or in the hidden column of a hand-off tab.

use std::collections::BTreeMap;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Damage;
use crate::domain::ledger::chain::Link;
use crate::domain::ledger::delivered::Delivered;
use crate::domain::ledger::entry::{Entry, UnreadableEntry};
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;

/// One line: what it says, its cells word for word, and the chain that it claims.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    /// The entry of the line.
    pub entry: Entry,
    /// The line's cells, the chain left out.
    pub cells: [String; Entry::CHAIN],
    /// The chain's cell.
    pub chain: String,
    /// The digests of the cells that a lost line was written anew with; `None` where it was not.
    pub reissued: Option<Delivered>,
}

/// Lines under their hand-off, each hand-off's in line order.
pub type Handoffs = BTreeMap<HandoffNumber, Vec<LedgerLine>>;

impl PartialEq for LedgerLine {
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells && self.chain == other.chain
    }
}

impl Eq for LedgerLine {}

impl LedgerLine {
    /// Reads a row of the ledger tab.
    ///
    /// # Errors
    /// Names the first column whose cell does not hold what was written there.
    pub fn from_row(row: &[Cell]) -> Result<Self, UnreadableEntry> {
        let entry = Entry::parse(row)?;
        let mut cells: [String; Entry::CHAIN] = Default::default();
        for (text, cell) in cells.iter_mut().zip(row) {
            *text = cell.text().into_owned();
        }
        let chain = row.get(Entry::CHAIN).map_or_else(String::new, |cell| cell.text().into_owned());
        Ok(Self { entry, cells, chain, reissued: None })
    }

    /// Reads a cell of the hidden column; `None` where it holds no line. Behind a line that was written anew
    /// stand the digests of the cells that it was written anew with.
    pub fn from_record(text: &str) -> Option<Self> {
        let mut texts: Vec<String> = serde_json::from_str(text).ok()?;
        let anew = texts.len() == Entry::HEADERS.len() + 1;
        let reissued = texts.pop_if(|_| anew).map(|text| text.parse()).transpose().ok()?;
        if texts.len() != Entry::HEADERS.len() {
            return None;
        }
        let cells: Vec<Cell> = texts.into_iter().map(Cell::Text).collect();
        Some(Self { reissued, ..Self::from_row(&cells).ok()? })
    }

    /// The row of the ledger tab that holds it.
    pub fn row(&self) -> Vec<String> {
        self.cells.iter().chain([&self.chain]).cloned().collect()
    }
}

/// Reads the whole tab: the lines, and the damage of each row that holds none. A header and blank
/// rows are neither.
pub fn collect(rows: &[Vec<Cell>]) -> (Handoffs, Vec<Damage>) {
    let mut handoffs = Handoffs::new();
    let mut unreadable = Vec::new();

    for (at, cells) in rows.iter().enumerate() {
        if is_header(cells) || cells.iter().all(Cell::is_blank) {
            continue;
        }
        match LedgerLine::from_row(cells) {
            Ok(line) => handoffs.entry(line.entry.number).or_default().push(line),
            Err(UnreadableEntry { column }) => {
                unreadable.push(Damage::Unreadable { row: RowNumber::at(at), column });
            }
        }
    }

    for lines in handoffs.values_mut() {
        lines.sort_by_key(|line| line.entry.line);
    }

    (handoffs, unreadable)
}

/// Returns `true` if a row is the header.
pub fn is_header(cells: &[Cell]) -> bool {
    cells.first().is_some_and(|cell| cell.text() == Entry::HEADERS[0])
}

/// The chain after a hand-off with these lines.
pub fn link(before: &Link, lines: &[LedgerLine]) -> Link {
    before.next(lines.iter().map(|line| line.cells.iter().map(String::as_str)))
}

/// The chain after a hand-off, when its lines are complete, in sequence, and claim just this.
pub fn follows(before: &Link, lines: &[LedgerLine]) -> Option<Link> {
    let link = link(before, lines);
    let in_sequence = lines.iter().zip(1..).all(|(line, expected)| line.entry.line == expected);
    let claimed = lines.iter().all(|line| link.is(&line.chain));
    (!lines.is_empty() && in_sequence && claimed).then_some(link)
}

/// The chain before the first hand-off: after what was known before it, where that is whole.
pub fn start(handoffs: &Handoffs, origin: &Link) -> Link {
    handoffs
        .get(&HandoffNumber::KNOWN_BEFORE)
        .and_then(|lines| follows(origin, lines))
        .unwrap_or_else(|| origin.clone())
}

/// The last of the hand-offs that follow one another from the first on.
pub fn unbroken(handoffs: &Handoffs, origin: &Link) -> HandoffNumber {
    let mut before = start(handoffs, origin);
    let mut last = HandoffNumber::KNOWN_BEFORE;
    while let Some(link) = handoffs.get(&last.next()).and_then(|lines| follows(&before, lines)) {
        (before, last) = (link, last.next());
    }

    last
}
