//! What clerks type in the tabs of hand-offs: radicado, state, who has it, and the day of the answer.
//!
//! `Observaciones AC` is left where it is: nothing shows it elsewhere, and it may hold a citizen's
//! data.

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
    /// `Red social`, as the hand-off wrote it.
    pub network: String,
    /// `Radicado`.
    pub radicado: String,
    /// `Estado`.
    pub state: String,
    /// `Responsable`.
    pub responsible: String,
    /// `Fecha de respuesta`.
    pub answered: TypedAnswer,
}

/// The content of a cell for a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TypedAnswer {
    /// Nothing.
    #[default]
    Blank,
    /// A day.
    Day(NaiveDate),
    /// Something that names no day.
    Unreadable,
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
    sheets: BTreeSet<SheetId>,
    by_id: BTreeMap<ReportId, Vec<AnswerLine>>,
}

/// How a report stands with the clerks: the newest that was typed of each kind, over all its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The report's radicado; empty where none was typed.
    pub radicado: &'a str,
    /// The report's state.
    pub state: &'a str,
    /// Who has it.
    pub responsible: &'a str,
    /// The day of the answer.
    pub answered: TypedAnswer,
}

impl Answers {
    /// No answers yet, of a ledger with this id space.
    pub fn at(id_space: IdSpace) -> Self {
        Self { id_space, ..Self::default() }
    }

    /// Reads a tab: the columns of the IDs and of the networks, and those of the clerks, each found by
    /// its header in the grid that should hold it. `false` where a header is missing; the columns that
    /// are there have been read all the same, and a later reading of the same tab replaces this one.
    pub fn read(
        &mut self,
        sheet: SheetId,
        ids: &[Vec<Cell>],
        networks: &[Vec<Cell>],
        clerks: &[Vec<Cell>],
    ) -> bool {
        let Some(number) = self.id_space.number_of_tab(sheet) else { return true };
        if !self.sheets.insert(sheet) {
            self.forget(sheet);
        }

        let text = |grid: &[Vec<Cell>], row: usize, column: Option<usize>| {
            let cell = column.and_then(|column| grid.get(row)?.get(column));
            cell.map_or_else(String::new, |cell| short(&cell.text()))
        };

        // People insert rows above the table.
        let is_header = |cells: &Vec<Cell>| cells.first().is_some_and(|cell| cell.text().trim() == "ID");
        let header = ids.iter().position(is_header).unwrap_or(HEADER_ROW as usize);
        let find = |grid: &[Vec<Cell>], column: Column| {
            let name = normalize::plain(column.header());
            grid.get(header)?.iter().position(|cell| normalize::plain(&cell.text()) == name)
        };

        let network = find(networks, Column::Network);
        let columns = Column::ANSWER.map(|column| find(clerks, column));
        let [radicado, state, responsible, answered] = columns;
        let mut lines = 0;

        for (at, cells) in ids.iter().enumerate().skip(header + 1) {
            let Some(id) = cells.first().and_then(|cell| listed::report(&cell.text())) else { continue };
            let day = answered.and_then(|column| clerks.get(at)?.get(column));
            lines += 1;
            self.insert(AnswerLine {
                id,
                number,
                sheet,
                row: RowNumber::at(at),
                network: text(networks, at, network),
                radicado: text(clerks, at, radicado),
                state: text(clerks, at, state),
                responsible: text(clerks, at, responsible),
                answered: day.map_or(TypedAnswer::Blank, typed),
            });
        }

        lines == 0 || (network.is_some() && columns.iter().all(Option::is_some))
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
                network: text(cells.get(Column::Network.index() as usize)),
                radicado: String::new(),
                state: String::new(),
                responsible: String::new(),
                answered: TypedAnswer::Blank,
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
                network: archiving.network.clone(),
                radicado: archiving.radicado.clone(),
                state: archiving.state.clone(),
                responsible: archiving.responsible.clone(),
                answered: archiving.answered.map_or(TypedAnswer::Blank, TypedAnswer::Day),
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

    /// How a report stands. An answer does not count that was typed before the report went out as a
    /// PQR for the first time because it was completed: it answers what was missing then, and the
    /// petition still waits.
    pub fn of(&self, id: ReportId, ledger: &Ledger) -> Answer<'_> {
        let completed = ledger.revisions(id).find(|entry| entry.class == Class::Pqr);
        let from = completed
            .filter(|entry| entry.revision > 1)
            .map_or(HandoffNumber::default(), |entry| entry.number);
        let mut answer = Answer::default();

        for line in self.lines_of(id) {
            for (newest, typed) in [
                (&mut answer.radicado, &line.radicado),
                (&mut answer.state, &line.state),
                (&mut answer.responsible, &line.responsible),
            ] {
                if !typed.is_empty() {
                    *newest = typed;
                }
            }
            if line.answered != TypedAnswer::Blank && line.number >= from {
                answer.answered = line.answered;
            }
        }

        answer
    }

    /// The day of a report's answer; none for a day that cannot be read or has not come yet.
    pub fn answered(&self, id: ReportId, ledger: &Ledger, today: NaiveDate) -> Option<NaiveDate> {
        match self.of(id, ledger).answered {
            TypedAnswer::Day(day) if day <= today => Some(day),
            TypedAnswer::Day(_) | TypedAnswer::Unreadable | TypedAnswer::Blank => None,
        }
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

fn typed(cell: &Cell) -> TypedAnswer {
    if cell.is_blank() {
        return TypedAnswer::Blank;
    }
    date::parse(cell).value.map_or(TypedAnswer::Unreadable, |day| TypedAnswer::Day(day.date))
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
