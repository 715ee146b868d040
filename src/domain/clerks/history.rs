//! `Historia de estados`: every state that a night has seen in the tabs of hand-offs, for terms and figures, so
//! that a requirement is not forgotten when the answer is typed over it.
//!
//! Lines are only ever added, and each is chained to the one before. They hold nothing but words of the list of
//! states, days, and radicados that may be shown. No hand-over depends on them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::clerks::answers::{AnswerLine, Answers};
use crate::domain::form::RadicadoPrefixes;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ids::{IdSpace, STATE_HISTORY_TITLE};
use crate::domain::law::history::{SeenState, mark_corrected};
use crate::domain::law::state::State;
use crate::domain::ledger::chain::Link;
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::TabCell;

/// Headers of the tab.
pub const HEADERS: [&str; 8] =
    ["ID", "Estado", "Fecha del estado", "Radicado", "N.º de traslado", "Visto el", "Versión", "Cadena"];
/// How many columns it has.
pub const COLUMNS: u32 = 8;
/// Index of the column that holds the chain.
const CHAIN: usize = 7;
/// Length of a link, in characters.
const LINK: usize = 16;
/// Word in place of an ID, in a line by which somebody took what stands above as it is.
const TAKEN_AS_IT_IS: &str = "revisado";

/// A state of one line of a hand-off, as a night saw it typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// The report.
    pub id: ReportId,
    /// Number of the hand-off on whose line it stood.
    pub number: HandoffNumber,
    /// The state; `None` where what stood there was taken off.
    pub state: Option<State>,
    /// The day that was typed beside it.
    pub day: Option<NaiveDate>,
    /// The radicados beside it, as far as they may be shown.
    pub radicado: String,
    /// The night that saw it.
    pub seen: NaiveDate,
}

impl HistoryLine {
    /// The cells of the line but the chain: all text, so that no format or locale can change what is read back.
    fn cells(&self) -> [String; CHAIN] {
        [
            self.id.to_string(),
            self.state.map_or_else(String::new, |state| state.name().to_owned()),
            self.day.map_or_else(String::new, |day| day.to_string()),
            self.radicado.clone(),
            self.number.to_string(),
            self.seen.to_string(),
            RECORD_VERSION.to_owned(),
        ]
    }

    /// Reads a line; `None` of one that this version does not write.
    fn parse(cells: &[String]) -> Option<Self> {
        let [id, state, day, radicado, number, seen, RECORD_VERSION] =
            cells.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let named = |word: &str| State::ALL.into_iter().find(|state| state.name() == word);
        Some(Self {
            id: id.parse().ok()?,
            state: if state.is_empty() { None } else { Some(named(state)?) },
            day: if day.is_empty() { None } else { Some(day.parse().ok()?) },
            radicado: radicado.to_owned(),
            number: number.parse().ok()?,
            seen: seen.parse().ok()?,
        })
    }

    /// Returns `true` if two lines say the same of a report, whenever they were seen.
    fn says_the_same(&self, other: &Self) -> bool {
        (self.state, self.day, &self.radicado) == (other.state, other.day, &other.radicado)
    }
}

/// The record of how the tab ends, which each batch of lines leaves in the spreadsheet's metadata under an id of
/// its own: of two runs that add to the tab at once, one is refused whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRecord {
    /// Counts the batches.
    pub sequence: u32,
    /// How many lines the tab has.
    pub lines: usize,
    /// The chain after them.
    pub link: Link,
}

impl fmt::Display for HistoryRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:{}:{}:{}", self.sequence, self.lines, self.link)
    }
}

/// The text is no record of how the history ends that this version writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of the form 1:sequence:lines:chain")]
pub struct ParseHistoryRecordError;

impl FromStr for HistoryRecord {
    type Err = ParseHistoryRecordError;

    fn from_str(text: &str) -> Result<Self, ParseHistoryRecordError> {
        let [RECORD_VERSION, sequence, lines, link] = text.split(':').collect::<Vec<_>>()[..] else {
            return Err(ParseHistoryRecordError);
        };
        Ok(Self {
            sequence: sequence.parse().map_err(|_| ParseHistoryRecordError)?,
            lines: lines.parse().map_err(|_| ParseHistoryRecordError)?,
            link: Link::claimed(link),
        })
    }
}

/// The record as the metadata has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StoredRecord {
    /// There is none.
    #[default]
    None,
    /// None that this version writes.
    Unreadable,
    /// The newest.
    Read(HistoryRecord),
}

/// Something that is not as the history was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryFault {
    /// The line in this row does not follow from the one before it.
    Broken(RowNumber),
    /// The line in this row is none that this version writes, and counts for nothing.
    Unknown(RowNumber),
    /// The tab does not end as the record says: lines of it are gone, or all of them.
    End {
        /// How many lines the record says.
        recorded: usize,
        /// How many there are.
        found: usize,
    },
    /// Nothing that this version writes says how the tab ends, so that lines may be gone there.
    NoRecord,
}

impl fmt::Display for HistoryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tab = STATE_HISTORY_TITLE;
        match self {
            Self::Broken(row) => write!(
                f,
                "row {row} of the tab \"{tab}\" does not follow from the line before it: it was changed, or lines before it \
                 are gone or stand elsewhere"
            ),
            Self::Unknown(row) => {
                write!(
                    f,
                    "row {row} of the tab \"{tab}\" is nothing that this version writes, and counts for nothing"
                )
            }
            Self::End { recorded, found } => write!(
                f,
                "the tab \"{tab}\" does not end as it was written: {recorded} lines are recorded, and {found} stand there"
            ),
            Self::NoRecord => {
                write!(f, "nothing says how the tab \"{tab}\" ends, so that lines may be gone there")
            }
        }
    }
}

/// The states that nights have seen, and those that stand in the tabs now and no night has recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateHistory {
    by_id: BTreeMap<ReportId, Vec<HistoryLine>>,
    /// The lines that the tab lacks.
    news: Vec<HistoryLine>,
    /// How many lines the tab has.
    lines: usize,
    /// The chain on which the next line goes on.
    link: Option<Link>,
    sequence: u32,
    faults: Vec<HistoryFault>,
}

impl StateHistory {
    /// Reads the tab of a spreadsheet; a grid without rows is a tab that is not there.
    pub fn read(grid: &[Vec<Cell>], stored: &StoredRecord, spreadsheet_id: &str) -> Self {
        let mut history = Self::default();
        let mut link = Self::origin(spreadsheet_id);

        for (at, row) in grid.iter().enumerate() {
            let mut cells: Vec<String> = row.iter().map(|cell| cell.text().into_owned()).collect();
            if cells.iter().all(String::is_empty) || cells.first().is_some_and(|first| first == HEADERS[0]) {
                continue;
            }
            cells.resize(HEADERS.len(), String::new());
            let (row, claimed) = (RowNumber::at(at), cells.split_off(CHAIN).concat());
            let computed = link.next([&cells]);
            let follows = computed.is(&claimed);
            link = if claimed.len() == LINK { Link::claimed(&claimed) } else { computed };
            history.lines += 1;

            if cells[0] == TAKEN_AS_IT_IS {
                history.faults.clear();
                continue;
            }
            history.faults.extend((!follows).then_some(HistoryFault::Broken(row)));
            match HistoryLine::parse(&cells) {
                Some(seen) => history.by_id.entry(seen.id).or_default().push(seen),
                None => history.faults.push(HistoryFault::Unknown(row)),
            }
        }

        history.end_with(link, stored)
    }

    /// The chain before the first line. It holds the spreadsheet's id, so the history of a copied file does not
    /// verify in the copy; and the tab's title, so that it is never the ledger's.
    fn origin(spreadsheet_id: &str) -> Link {
        Link::origin(&format!("{STATE_HISTORY_TITLE} {spreadsheet_id}"))
    }

    /// Compares the end with the record. What is added goes on from the record where there is one, so that a
    /// night that carries a damaged tab on hides nothing.
    fn end_with(mut self, link: Link, stored: &StoredRecord) -> Self {
        match stored {
            StoredRecord::Read(record) => {
                if record.link != link {
                    self.faults.push(HistoryFault::End { recorded: record.lines, found: self.lines });
                }
                (self.link, self.sequence) = (Some(record.link.clone()), record.sequence);
            }
            StoredRecord::None if self.lines == 0 => self.link = Some(link),
            StoredRecord::None | StoredRecord::Unreadable => {
                self.faults.push(HistoryFault::NoRecord);
                self.link = Some(link);
            }
        }
        self
    }

    /// Sees what clerks have typed by a night: the lines that the tab lacks. A word that is no state's says
    /// nothing, and neither does a line whose tab lost a column or was written anew.
    pub fn see(
        &mut self,
        answers: &Answers,
        id_space: IdSpace,
        prefixes: &RadicadoPrefixes,
        night: NaiveDate,
    ) {
        for (id, number) in answers.lines().map(|line| (line.id, line.number)).collect::<BTreeSet<_>>() {
            let lines: Vec<&AnswerLine> =
                answers.lines_of(id).iter().filter(|line| line.number == number).collect();
            let Some(typed) = typed(&lines, id_space, answers) else { continue };
            let (state, day) = typed;

            let radicado =
                lines.iter().rev().map(|line| line.radicado.as_str()).find(|text| !text.is_empty());
            let radicado = prefixes.checked(radicado.unwrap_or_default());
            let state = state.or((!radicado.is_empty()).then_some(State::Filed));
            let day = day.filter(|_| state.is_some());
            let line = HistoryLine { id, number, state, day, radicado, seen: night };

            let last = self.lines_of(id).iter().rev().find(|line| line.number == number);
            if last.map_or(state.is_some(), |last| !last.says_the_same(&line)) {
                self.by_id.entry(id).or_default().push(line.clone());
                self.news.push(line);
            }
        }
    }

    /// Dates the lines that no night has recorded yet.
    pub fn date_news(&mut self, night: NaiveDate) {
        for line in &mut self.news {
            let lines = self.by_id.get_mut(&line.id).into_iter().flatten();
            lines.filter(|known| *known == line).for_each(|known| known.seen = night);
            line.seen = night;
        }
    }

    /// The lines of a report, oldest first, those of tonight among them.
    pub fn lines_of(&self, id: ReportId) -> &[HistoryLine] {
        self.by_id.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The states of a report, oldest first, with the slips among them. `completed` is the day on which it went
    /// over complete after it had gone over incomplete.
    pub fn states_of(&self, id: ReportId, completed: Option<NaiveDate>) -> Vec<SeenState> {
        let seen = |line: &HistoryLine| SeenState::new(line.state, line.day, line.number.number(), line.seen);
        let mut states: Vec<SeenState> = self.lines_of(id).iter().map(seen).collect();
        mark_corrected(&mut states, completed);
        states
    }

    /// How many lines the tab has.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// The places that are not as they were written, unless somebody took the tab as it is.
    pub fn faults(&self) -> &[HistoryFault] {
        &self.faults
    }

    /// The rows that the tab lacks, and how it ends with them; `None` where it lacks none.
    pub fn rows(&self) -> Option<(Vec<Vec<TabCell>>, HistoryRecord)> {
        let news = self.news.iter().map(HistoryLine::cells);
        (!self.news.is_empty()).then(|| self.chained(news))
    }

    /// The row by which somebody takes the tab as it is, and how it ends with that.
    pub fn taken_as_it_is(&self, night: NaiveDate) -> (Vec<Vec<TabCell>>, HistoryRecord) {
        let mut cells: [String; CHAIN] = Default::default();
        (cells[0], cells[5], cells[6]) =
            (TAKEN_AS_IT_IS.to_owned(), night.to_string(), RECORD_VERSION.to_owned());
        self.chained([cells])
    }

    fn chained(
        &self,
        lines: impl IntoIterator<Item = [String; CHAIN]>,
    ) -> (Vec<Vec<TabCell>>, HistoryRecord) {
        let mut link = self.link.clone().unwrap_or_else(|| Self::origin(""));
        let mut rows = Vec::new();
        for cells in lines {
            link = link.next([&cells]);
            rows.push(row(cells.into_iter().chain([link.to_string()])));
        }
        let record = HistoryRecord { sequence: self.sequence + 1, lines: self.lines + rows.len(), link };
        (rows, record)
    }
}

/// The header row.
pub fn header() -> Vec<TabCell> {
    row(HEADERS.map(str::to_owned))
}

fn row(cells: impl IntoIterator<Item = String>) -> Vec<TabCell> {
    cells.into_iter().map(|text| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text) }).collect()
}

/// The state and the day that the lines of a report in one hand-off say: those of the newest that holds any.
/// `None` where nobody can tell what stands there.
fn typed(
    lines: &[&AnswerLine],
    id_space: IdSpace,
    answers: &Answers,
) -> Option<(Option<State>, Option<NaiveDate>)> {
    let whole: Vec<&AnswerLine> =
        lines.iter().copied().filter(|line| !answers.lost_columns(line.sheet)).collect();
    if let Some(line) = whole.iter().rev().find(|line| line.says_a_state()) {
        let is_no_state = line.state.is_none() && !line.typed_state.is_empty();
        return (!is_no_state).then_some((line.state, line.state_date.day()));
    }

    // A line that was written anew is blank, whatever clerks had typed in the one that it stands for.
    let [line] = lines else { return None };
    (whole.len() == 1 && line.sheet == id_space.tab(line.number)).then_some((None, None))
}

#[cfg(test)]
mod tests;
