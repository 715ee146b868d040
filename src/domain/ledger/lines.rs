//! The lines of the ledger as they stand in its tab, or in the hidden column of a hand-off tab.

use std::borrow::Cow;
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

/// A row of the ledger tab: what it says, and its cells, borrowed.
#[derive(Debug)]
pub struct LedgerRow<'a> {
    /// The entry of the row.
    pub entry: Entry,
    cells: &'a [Cell],
}

/// A line as the chain binds it to those before it.
pub trait ChainedLine {
    /// The position within the hand-off, from 1.
    fn position(&self) -> u32;

    /// The texts of its cells, the chain left out.
    fn texts(&self) -> impl Iterator<Item: AsRef<str>>;

    /// Returns `true` if its last cell holds this value of the chain.
    fn claims(&self, link: &Link) -> bool;
}

impl ChainedLine for LedgerLine {
    fn position(&self) -> u32 {
        self.entry.line
    }

    fn texts(&self) -> impl Iterator<Item: AsRef<str>> {
        self.cells.iter()
    }

    fn claims(&self, link: &Link) -> bool {
        link.is(&self.chain)
    }
}

impl<'a> LedgerRow<'a> {
    /// Reads a row of the ledger tab.
    ///
    /// # Errors
    /// Names the first column whose cell does not hold what was written there.
    fn of(cells: &'a [Cell]) -> Result<Self, UnreadableEntry> {
        Ok(Self { entry: Entry::parse(cells)?, cells })
    }

    fn text(&self, column: usize) -> Cow<'a, str> {
        self.cells.get(column).map_or(Cow::Borrowed(""), Cell::text)
    }
}

impl ChainedLine for LedgerRow<'_> {
    fn position(&self) -> u32 {
        self.entry.line
    }

    fn texts(&self) -> impl Iterator<Item: AsRef<str>> {
        (0..Entry::CHAIN).map(|column| self.text(column))
    }

    fn claims(&self, link: &Link) -> bool {
        link.is(&self.text(Entry::CHAIN))
    }
}

impl From<LedgerRow<'_>> for LedgerLine {
    fn from(row: LedgerRow<'_>) -> Self {
        let cells = std::array::from_fn(|column| row.text(column).into_owned());
        Self { cells, chain: row.text(Entry::CHAIN).into_owned(), entry: row.entry, reissued: None }
    }
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
        Some(Self { reissued, ..LedgerRow::of(&cells).ok()?.into() })
    }

    /// The row of the ledger tab that holds it.
    pub fn row(&self) -> Vec<String> {
        self.cells.iter().chain([&self.chain]).cloned().collect()
    }
}

/// Reads the whole tab: the lines, and the damage of each row that holds none. A header and blank
/// rows are neither.
pub fn collect(rows: &[Vec<Cell>]) -> (Handoffs, Vec<Damage>) {
    let (handoffs, unreadable) = borrowed(rows);
    let owned = |lines: Vec<LedgerRow<'_>>| lines.into_iter().map(LedgerLine::from).collect();
    (handoffs.into_iter().map(|(number, lines)| (number, owned(lines))).collect(), unreadable)
}

/// Reads the whole tab as [`collect`] does, without a copy of its cells.
pub fn borrowed(rows: &[Vec<Cell>]) -> (BTreeMap<HandoffNumber, Vec<LedgerRow<'_>>>, Vec<Damage>) {
    let mut handoffs: BTreeMap<HandoffNumber, Vec<LedgerRow<'_>>> = BTreeMap::new();
    let mut unreadable = Vec::new();

    for (at, cells) in rows.iter().enumerate() {
        if is_header(cells) || cells.iter().all(Cell::is_blank) {
            continue;
        }
        match LedgerRow::of(cells) {
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
pub fn link<L: ChainedLine>(before: &Link, lines: &[L]) -> Link {
    before.next(lines.iter().map(ChainedLine::texts))
}

/// The chain after a hand-off, when its lines are complete, in sequence, and claim just this.
pub fn follows<L: ChainedLine>(before: &Link, lines: &[L]) -> Option<Link> {
    let link = link(before, lines);
    let in_sequence = lines.iter().zip(1..).all(|(line, expected)| line.position() == expected);
    let claimed = lines.iter().all(|line| line.claims(&link));
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
