//! Tonight's lines cut into numbered hand-offs, each ready to be committed.

use chrono::NaiveDateTime;

use crate::domain::form::report::Report;
use crate::domain::form::{Form, TermStart};
use crate::domain::handoff::batch_splitter::{BatchSplitter, Turn};
use crate::domain::handoff::listed::Vanished;
use crate::domain::handoff::plan::{Plan, PlannedLine};
use crate::domain::handoff::tab::{self, BelowTable, HandoffTab};
use crate::domain::handoff::table::Column;
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids::IdSpace;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::law::entity::Entity;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::chain::Link;
use crate::domain::ledger::entry::Entry;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::{TabCell, escaped_len, written_len};

/// One number: a tab and the ledger lines that go with it, committed together or not at all.
#[derive(Debug)]
pub struct Handoff {
    /// The number of the hand-off, one more than the one before.
    pub number: HandoffNumber,
    /// Title of its tab.
    pub title: String,
    /// Sheet id of its tab.
    pub sheet: SheetId,
    /// The hand-off's ledger lines.
    pub entries: Vec<Entry>,
    /// The chain after it.
    pub link: Link,
    /// The hand-off's tab.
    pub tab: HandoffTab,
}

/// The context in which a plan is cut into hand-offs.
#[derive(Clone, Copy, Debug)]
pub struct HandoffContext<'a> {
    /// Where the ledger's things are.
    pub id_space: IdSpace,
    /// Titles of the tabs that exist.
    pub titles: &'a [&'a str],
    /// The moment of the night in Colombian time.
    pub instant: NaiveDateTime,
    /// The lessons of earlier refusals of this night.
    pub splitter: &'a BatchSplitter,
    /// Reports that no row holds any more and that no tab has said so of yet.
    pub vanished: &'a [Vanished],
    /// The office's reference of its internal communications (GD-P01); empty for none.
    pub reference: &'a str,
    /// The papers and offices that the tabs cite.
    pub entity: &'a Entity,
    /// The day from which terms are counted.
    pub term_start: TermStart,
}

impl<'a> HandoffContext<'a> {
    /// The context in a file in which nothing stands besides the plan.
    pub fn of_plan_alone(splitter: &'a BatchSplitter, form: &'a Form) -> Self {
        Self {
            id_space: IdSpace::default(),
            titles: &[],
            instant: NaiveDateTime::default(),
            splitter,
            vanished: &[],
            reference: "",
            entity: form.entity(),
            term_start: TermStart::Message,
        }
    }
}

/// Cuts a plan into hand-offs.
pub fn cut(plan: &Plan, reports: &[Report], ledger: &Ledger, context: HandoffContext<'_>) -> Vec<Handoff> {
    let HandoffContext { id_space, titles, instant, splitter, vanished, reference, entity, term_start } =
        context;
    let mut titles = TakenTitles::of(titles.iter().copied());
    let delivered = |line: &PlannedLine| {
        let without_texts = splitter.leaves_out_texts(&line.entry.fingerprint);
        let row = if without_texts { tab::row_without_texts } else { tab::row };
        let cells = row(line, &reports[line.report]);
        let delivered = tab::delivered(&cells);
        let turn = splitter.turn(&line.entry.fingerprint, line.missing_texts);
        (turn, (Entry { delivered, without_texts, ..line.entry.clone() }, cells))
    };

    let lines: Vec<(Turn, CutLine)> = plan.lines.iter().map(delivered).collect();
    let parts = parts(lines, splitter);
    // While a batch is being split only the first part goes, and what is left is cut anew.
    let of = if splitter.is_splitting() { 1 } else { parts.len() };
    let mut link = ledger.link().clone();
    let mut handoffs = Vec::new();

    let numbers = std::iter::successors(Some(ledger.head().next()), |number| Some(number.next()));

    for ((number, part), lines) in numbers.zip(1..).zip(parts) {
        let (entries, rows): (Vec<Entry>, Vec<Vec<TabCell>>) = lines
            .into_iter()
            .zip(1..)
            .map(|((entry, row), line)| (Entry { number, line, ..entry }, row))
            .unzip();
        let cells: Vec<_> = entries.iter().map(Entry::cells).collect();
        link = link.next(cells.iter().map(|cells| cells.iter().map(String::as_str)));
        let (balance, quarantined_columns) = (plan.balance, plan.quarantined_columns.as_slice());
        let title = tab::Title {
            number,
            part,
            of,
            instant,
            balance,
            reference,
            entity,
            term_start,
            quarantined_columns,
        };
        let below = BelowTable {
            withheld: &plan.withheld,
            headings: &plan.headings,
            early: if plan.is_first_night { &plan.early } else { &[] },
            vanished: if part == 1 { vanished } else { &[] },
        };
        let records = cells.into_iter().map(|cells| tab::record(&cells, &link)).collect();
        handoffs.push(Handoff {
            number,
            title: titles.take(&format!("Traslado {}", plan.window.as_of)),
            sheet: id_space.tab(number),
            entries,
            link: link.clone(),
            tab: tab::build(&title, rows, records, below),
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

/// A ledger entry and the cells of its row in the table.
type CutLine = (Entry, Vec<TabCell>);

/// The lines of each number, never an empty one, and none of two turns.
fn parts(lines: Vec<(Turn, CutLine)>, splitter: &BatchSplitter) -> Vec<Vec<CutLine>> {
    let mut parts: Vec<Vec<CutLine>> = Vec::new();
    let mut bytes = 0;
    let mut before = None;

    for (turn, line) in lines {
        let size = size(&line);
        let limits = splitter.limits(turn);
        match parts.last_mut() {
            Some(part)
                if before == Some(turn) && part.len() < limits.rows && bytes + size <= limits.bytes =>
            {
                bytes += size;
                part.push(line);
            }
            _ => {
                bytes = size;
                parts.push(vec![line]);
            }
        }
        before = Some(turn);
    }

    parts
}

/// The bytes that surround the cells of a row in a request: `{"values":[…]},`.
const AROUND_A_ROW: usize = 14;
/// The characters of a link of the chain.
const LINK: usize = 16;
/// The bytes that surround each text of a record, whose quotes are escaped: `\"…\",`.
const AROUND_A_RECORDED: usize = 5;

/// The bytes that a line takes in the request, at most. The ledger line stands there twice: in the ledger,
/// and in one cell of the tab's hidden column.
fn size((entry, row): &CutLine) -> usize {
    let cells = entry.cells();
    let tab: usize = row.iter().map(TabCell::written_len).sum();
    let clerks = Column::CLERKS.map(|_| TabCell::Blank.written_len()).sum::<usize>();
    let ledger: usize = cells.iter().map(|text| written_len(text)).sum::<usize>() + written_len("x") + LINK;
    let recorded =
        |text: &String| AROUND_A_RECORDED + escaped_len(text) + 2 * (escaped_len(text) - text.len());
    let record = cells.iter().map(recorded).sum::<usize>() + AROUND_A_RECORDED + LINK + written_len("[]");
    tab + clerks + ledger + record + 2 * AROUND_A_ROW
}
