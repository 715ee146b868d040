//! What clerks type in the tabs of hand-offs: radicado, state, its day, and who has it.
//!
//! Of `Observaciones AC` only two things are read: whether it is blank, because some states want a reason, and
//! which report it names, because a duplicate says there what it repeats. Nothing shows its text elsewhere,
//! since it may hold a citizen's data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use crate::domain::fields::date;
use crate::domain::handoff::listed;
use crate::domain::handoff::tab::{HEADER_ROW, HandoffTab};
use crate::domain::handoff::table::Column;
use crate::domain::ids::IdSpace;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::life::StateDay;
use crate::domain::law::state::{State, States};
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

/// Characters kept of a cell: a whole letter pasted into it would not fit beside the staff's row.
const LONGEST_ENTRY: usize = 120;

/// One line of a hand-off's table, as clerks left it.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// The report.
    pub id: ReportId,
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// Sheet id of the tab.
    pub sheet: SheetId,
    /// Row of the tab, from 1.
    pub row: RowNumber,
    /// `Radicado`.
    pub radicado: String,
    /// The state of `Estado`; `None` of a blank cell and of a word that is no state's.
    pub state: Option<State>,
    /// `Estado`, as it was typed.
    pub typed_state: String,
    /// `Fecha del estado`.
    pub state_date: StateDay,
    /// `Responsable`.
    pub responsible: String,
    /// True if something stands in `Observaciones AC`.
    pub has_notes: bool,
    /// The first report that `Observaciones AC` names.
    pub named: Option<ReportId>,
}

impl AnswerLine {
    /// Returns `true` if nobody has typed in the line.
    pub fn is_untouched(&self) -> bool {
        !self.says_a_state() && !self.has_notes && self.radicado.is_empty() && self.responsible.is_empty()
    }

    /// Returns `true` if the line says how its report stands: a state, or a day for one.
    pub fn says_a_state(&self) -> bool {
        !self.typed_state.is_empty() || self.state_date != StateDay::Blank
    }
}

/// Names the place only: clerks type names of people, and slips put citizens' data anywhere.
impl fmt::Debug for AnswerLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnswerLine({} at row {} of tab {})", self.id, self.row, self.sheet)
    }
}

/// The entries that clerks have typed in all tabs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    id_space: IdSpace,
    states: States,
    sheets: BTreeSet<SheetId>,
    by_id: BTreeMap<ReportId, Vec<AnswerLine>>,
    /// The tabs that have lost a column of the clerks'.
    lost: BTreeSet<SheetId>,
}

/// How a report stands with the clerks. Radicado and responsible are the newest that were typed, over all its
/// lines; state and day are one thing, and stand in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The report's radicado; empty where none was typed.
    pub radicado: &'a str,
    /// Who has it.
    pub responsible: &'a str,
    /// The state; `None` where none was typed, or a word that is no state's.
    pub state: Option<State>,
    /// The state as it was typed.
    pub typed_state: &'a str,
    /// The day of the state.
    pub state_date: StateDay,
    /// The line in which state and day stand.
    pub line: Option<&'a AnswerLine>,
}

impl Answer<'_> {
    /// The day of the answer; none where the state is another, and none of a day that cannot be read or has not
    /// come yet.
    pub fn answered(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.state_date.day().filter(|day| self.state == Some(State::Answered) && *day <= today)
    }
}

impl Answers {
    /// No answers yet, of a ledger with this id space, and the words that clerks have for states.
    pub fn at(id_space: IdSpace, states: States) -> Self {
        Self { id_space, states, ..Self::default() }
    }

    /// Reads a tab: the column of the IDs and those of the clerks, each found by its header in the grid that
    /// should hold it. `false` where a header is missing; the columns that are there have been read all the
    /// same, and a later reading of the same tab replaces this one.
    pub fn read(&mut self, sheet: SheetId, ids: &[Vec<Cell>], clerks: &[Vec<Cell>]) -> bool {
        let Some(number) = self.id_space.number_of_tab(sheet) else { return true };
        if !self.sheets.insert(sheet) {
            self.forget(sheet);
        }

        // People insert rows above the table.
        let is_header = |cells: &Vec<Cell>| cells.first().is_some_and(|cell| cell.text().trim() == "ID");
        let header = ids.iter().position(is_header).unwrap_or(HEADER_ROW as usize);
        let columns =
            Column::CLERKS.map(|index| clerks_column(clerks.get(header), Column::ALL[index as usize]));
        let columns: Vec<Option<usize>> = columns.collect();
        let mut lines = 0;

        for (at, cells) in ids.iter().enumerate().skip(header + 1) {
            let Some(id) = cells.first().and_then(|cell| listed::report(&cell.text())) else { continue };
            let cell = |column: Column| {
                let place = columns[(column.index() - Column::CLERKS.start) as usize];
                place.and_then(|place| clerks.get(at)?.get(place)).unwrap_or(&Cell::Blank)
            };
            let text = |column: Column| short(&cell(column).text());
            let (typed_state, notes) = (text(Column::State), cell(Column::ClerkNotes));

            lines += 1;
            self.insert(AnswerLine {
                id,
                number,
                sheet,
                row: RowNumber::at(at),
                // Several stand below each other in one cell.
                radicado: short(&cell(Column::Radicado).text().trim().replace(['\r', '\n'], "; ")),
                state: self.states.read(&typed_state),
                typed_state,
                state_date: state_day(cell(Column::StateDate)),
                responsible: text(Column::Responsible),
                has_notes: !notes.is_blank(),
                named: named(&notes.text()),
            });
        }

        lines == 0 || columns.iter().all(Option::is_some)
    }

    /// Records that a tab has lost a column of the clerks', so that a blank cell says nothing.
    pub fn lose_columns(&mut self, sheet: SheetId) {
        self.lost.insert(sheet);
    }

    /// Returns `true` if a tab has lost a column of the clerks'.
    pub fn lost_columns(&self, sheet: SheetId) -> bool {
        self.lost.contains(&sheet)
    }

    /// The answers of lines alone.
    #[cfg(test)]
    pub(super) fn of_lines(lines: &[AnswerLine]) -> Self {
        let mut answers = Self::default();
        lines.iter().cloned().for_each(|line| answers.insert(line));
        answers
    }

    /// Adds the lines of a tab that has just been written, where no clerk has typed yet.
    pub fn add(&mut self, sheet: SheetId, tab: &HandoffTab) {
        let Some(number) = self.id_space.number_of_tab(sheet) else { return };
        let text = |cell: Option<&TabCell>| match cell {
            Some(TabCell::Text(text)) => text.clone(),
            _ => String::new(),
        };

        for (at, cells) in tab.rows.iter().enumerate().skip(HEADER_ROW as usize + 1).take(tab.lines as usize)
        {
            let Some(id) = listed::report(&text(cells.first())) else { continue };
            self.insert(AnswerLine {
                id,
                number,
                sheet,
                row: RowNumber::at(at),
                radicado: String::new(),
                state: None,
                typed_state: String::new(),
                state_date: StateDay::Blank,
                responsible: String::new(),
                has_notes: false,
                named: None,
            });
        }
    }

    /// Adds the lines of tabs that are archived, as the ledger keeps them: what clerks typed in them
    /// still says how their reports stand.
    pub fn add_archived(&mut self, ledger: &Ledger) {
        for (entry, archiving) in ledger.archivings() {
            self.insert(AnswerLine {
                id: entry.id,
                number: archiving.handoff,
                sheet: self.id_space.tab(archiving.handoff),
                row: archiving.row.unwrap_or_default(),
                radicado: archiving.radicado.clone(),
                state: self.states.read(&archiving.state),
                typed_state: archiving.state.clone(),
                state_date: archiving.state_date.map_or(StateDay::Blank, StateDay::Day),
                responsible: archiving.responsible.clone(),
                has_notes: archiving.has_notes,
                named: archiving.named,
            });
        }
    }

    /// Keeps the lines of a report in the order of their hand-offs; lines that were written anew come
    /// after those they stand for.
    fn insert(&mut self, line: AnswerLine) {
        let id_space = self.id_space;
        let order = |line: &AnswerLine| {
            (line.number, id_space.number(line.sheet.number()).is_none(), line.sheet, line.row)
        };
        let lines = self.by_id.entry(line.id).or_default();
        let at = lines.partition_point(|other| order(other) <= order(&line));
        lines.insert(at, line);
    }

    fn forget(&mut self, sheet: SheetId) {
        self.by_id.values_mut().for_each(|lines| lines.retain(|line| line.sheet != sheet));
        self.by_id.retain(|_, lines| !lines.is_empty());
    }

    /// Every line, report by report, each report's oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &AnswerLine> {
        self.by_id.values().flatten()
    }

    /// The lines of a report, oldest first; none for a report whose tabs are gone.
    pub fn lines_of(&self, id: ReportId) -> &[AnswerLine] {
        self.by_id.get(&id).map_or(&[], Vec::as_slice)
    }

    /// How a report stands. A state does not count that was typed before the report went out as a PQR for the
    /// first time because it was completed, or was reopened: it is about what was then, and the petition still waits. A
    /// radicado without a state says that the report was filed.
    pub fn of(&self, id: ReportId, ledger: &Ledger) -> Answer<'_> {
        let completed = ledger.revisions(id).find(|entry| entry.class == Class::Pqr);
        let completed = completed.filter(|entry| entry.revision > 1).map(|entry| entry.number);
        let reopened = ledger.revisions(id).rev().find(|entry| entry.reopened_because().is_some());
        let from = completed.max(reopened.map(|entry| entry.number)).unwrap_or_default();
        let mut answer = Answer::default();

        for line in self.lines_of(id) {
            for (newest, typed) in
                [(&mut answer.radicado, &line.radicado), (&mut answer.responsible, &line.responsible)]
            {
                if !typed.is_empty() {
                    *newest = typed;
                }
            }
            if line.says_a_state() && line.number >= from {
                answer.line = Some(line);
            }
        }

        if let Some(line) = answer.line {
            answer.state = line.state;
            answer.typed_state = &line.typed_state;
            answer.state_date = line.state_date;
        }
        if answer.typed_state.is_empty() && !answer.radicado.is_empty() {
            answer.state = Some(State::Filed);
        }

        answer
    }

    /// The day of a report's answer, as far as it has come.
    pub fn answered(&self, id: ReportId, ledger: &Ledger, today: NaiveDate) -> Option<NaiveDate> {
        self.of(id, ledger).answered(today)
    }

    /// The hand-offs in whose lines nobody has typed anything.
    pub fn untouched(&self) -> BTreeSet<HandoffNumber> {
        let (untouched, touched): (Vec<&AnswerLine>, Vec<_>) =
            self.lines().partition(|line| line.is_untouched());
        let touched: BTreeSet<HandoffNumber> = touched.iter().map(|line| line.number).collect();
        untouched.iter().map(|line| line.number).filter(|number| !touched.contains(number)).collect()
    }

    /// The different radicados that were typed for a report, oldest first: more than one is a slip.
    pub fn radicados(&self, id: ReportId) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let typed = self.lines_of(id).iter().map(|line| line.radicado.as_str());
        typed.filter(|radicado| !radicado.is_empty() && seen.insert(normalize::key(radicado))).collect()
    }

    /// The reports for which different radicados were typed.
    pub fn contradicted(&self) -> impl Iterator<Item = ReportId> {
        let several = self.by_id.iter().filter(|(_, lines)| lines.len() > 1);
        several.map(|(id, _)| *id).filter(|id| self.radicados(*id).len() > 1)
    }
}

/// The content of a cell for the day of a state.
fn state_day(cell: &Cell) -> StateDay {
    if cell.is_blank() {
        return StateDay::Blank;
    }
    date::parse(cell).value.map_or(StateDay::Unreadable, |day| StateDay::Day(day.date))
}

/// The place of one of the clerks' columns in a header row.
fn clerks_column(header: Option<&Vec<Cell>>, column: Column) -> Option<usize> {
    let name = normalize::plain(column.header());
    header?.iter().position(|cell| normalize::plain(&cell.text()) == name)
}

/// The first report that a text names.
fn named(text: &str) -> Option<ReportId> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').find_map(listed::report)
}

/// The text of a cell in one line, cut where it is longer than what is typed there can be.
fn short(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = text.char_indices().nth(LONGEST_ENTRY) {
        text.truncate(at);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
