//! The observer: judges by what the emulator applied and what came out, never by what the service
//! says of itself.

mod outside;
mod settled;
mod work_list;

use std::collections::{BTreeMap, BTreeSet};

use google_emulator::Mutation;
use serde_json::Value;
use traslado::domain::clerks::board::ALARM_FORMULA;
use traslado::domain::handoff::table::Column;
use traslado::domain::ids::handoff_number::HandoffNumber;
use traslado::domain::ids::{self, IdSpace, MaintainedTab};
use traslado::sheet::sheet_id::SheetId;
use traslado::steps::{annotate, notify};

use crate::people::marks;
use crate::play::{Claims, Ended};
use crate::stage::Stage;

/// Columns of a hand-off table that the observer looks at.
const ALERTS: usize = Column::Alerts.index() as usize;
const RECORD: usize = Column::Record.index() as usize;
/// Those with the texts of the citizen.
const TEXTS: [usize; 6] = {
    use Column::{Address, Applicant, Contact, Document, Grounds, Subject};
    [
        Applicant.index() as usize,
        Document.index() as usize,
        Address.index() as usize,
        Contact.index() as usize,
        Subject.index() as usize,
        Grounds.index() as usize,
    ]
};

/// What has been seen so far.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "What has been seen, or not, is a bool.")]
pub(crate) struct Oracle {
    lines: Vec<Line>,
    /// How many mails announced each hand-off.
    announced: BTreeMap<u32, usize>,
    /// Whether a night that ended said that it could not confirm a notice.
    said_uncertain: bool,
    violations: Vec<String>,
    mutations: usize,
    requests: usize,
    mails: usize,
    /// Whether a night never gets to see the whole sheet.
    pub(crate) starved: bool,
    /// Whether staff take back what the service has written.
    pub(crate) undone: bool,
    /// Whether Google refuses what a cell says: nothing else makes a report smaller.
    pub(crate) content_is_to_blame: bool,
}

/// One line of a hand-off table, when it was written.
#[derive(Clone, Debug)]
struct Line {
    sheet: i64,
    id: String,
    revision: String,
    cells: BTreeMap<usize, String>,
    /// Whose report it is.
    citizens: Vec<u32>,
    /// Whether its tab stands; people delete tabs.
    stands: bool,
}

impl Line {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    /// The texts of the citizen.
    fn texts(&self) -> Vec<&str> {
        TEXTS.iter().map(|column| self.cell(*column)).collect()
    }

    fn is_without_texts(&self) -> bool {
        ["se pudo trasladar", "se pudieron trasladar"].iter().any(|said| self.cell(ALERTS).contains(said))
    }

    fn number(&self) -> u32 {
        tab_id(self.sheet)
            .and_then(|id| IdSpace::default().number_of_tab(id))
            .map_or(0, HandoffNumber::number)
    }
}

impl Oracle {
    pub(crate) fn take_violations(&mut self) -> Vec<String> {
        std::mem::take(&mut self.violations)
    }

    /// A case begins with empty logs, but with the mails that were sent.
    pub(crate) fn forget_logs(&mut self) {
        (self.mutations, self.requests) = (0, 0);
    }

    /// Whose reports have been handed over.
    pub(crate) fn citizens(&self) -> Vec<u32> {
        let citizens: BTreeSet<u32> =
            self.lines.iter().flat_map(|line| line.citizens.iter().copied()).collect();
        citizens.into_iter().collect()
    }

    /// How many lines went over without the citizen's texts.
    pub(crate) fn without_texts(&self) -> usize {
        self.lines.iter().filter(|line| line.is_without_texts()).count()
    }

    fn broken(&mut self, what: impl Into<String>) {
        self.violations.push(what.into());
    }

    fn verdict(&mut self) -> Result<(), String> {
        let violations = self.take_violations();
        if violations.is_empty() { Ok(()) } else { Err(violations.join("\n    ")) }
    }

    /// Takes in what has happened since the last look.
    pub(crate) fn observe(&mut self, stage: &Stage) {
        let mutations = stage.emulator.mutations_since(self.mutations);
        self.mutations += mutations.len();
        let staff = stage.staff_sheet();
        for mutation in &mutations {
            if mutation.request > 0 {
                self.place(mutation, staff);
                self.written(mutation);
            } else if mutation.kind == "deleteSheet" {
                let gone = mutation.json["deleteSheet"]["sheetId"].as_i64().unwrap_or(0);
                self.lines.iter_mut().filter(|line| line.sheet == gone).for_each(|line| line.stands = false);
            } else if mutation.kind == "undo" && self.undone {
                let tabs: BTreeSet<i64> = stage
                    .emulator
                    .with(|world| world.tabs(&stage.id))
                    .into_iter()
                    .map(|(id, _)| id)
                    .collect();
                self.lines.retain(|line| tabs.contains(&line.sheet) || !line.stands);
            }
        }
        self.outside(stage);
    }

    /// Nothing is written in the service's name but its own tabs, its own columns by their tags,
    /// and metadata of the spreadsheet.
    fn place(&mut self, mutation: &Mutation, staff: i64) {
        if mutation.kind == "values.batchUpdateByDataFilter" {
            let own = |filter: &Value| {
                let id = filter["developerMetadataLookup"]["metadataId"].as_i64().unwrap_or(0);
                ids::ServiceColumn::ALL.iter().any(|column| i64::from(column.tag()) == id)
            };
            if mutation.json["body"]["valueInputOption"] != "RAW" {
                self.broken("Google is asked to parse what is written beside the rows");
            }
            let data = mutation.json["body"]["data"].as_array().cloned().unwrap_or_default();
            if !data.iter().all(|one| own(&one["dataFilter"])) {
                self.broken("a write beside the rows is not addressed by the service's own tags");
            }
            let columns: BTreeSet<usize> = mutation.changes.cells.iter().map(|cell| cell.column).collect();
            if columns.len() > data.len() || mutation.changes.cells.iter().any(|cell| cell.sheet_id != staff)
            {
                self.broken(format!("a write beside the rows hit columns {columns:?}"));
            }
            return;
        }
        let mut sheets = BTreeSet::new();
        sheet_ids(&mutation.json, &mut sheets);
        sheets.extend(mutation.changes.cells.iter().map(|cell| cell.sheet_id));
        let own = |id: &i64| tab_id(*id).is_some_and(|id| IdSpace::default().is_own_tab(id));
        if let Some(id) = sheets.iter().find(|id| !own(id)) {
            self.broken(format!("{} on tab {id}, which is not the service's", mutation.kind));
        }
    }

    /// Cells hold text or dates, never a formula but the board's own; lines of hand-off tables are taken
    /// down.
    fn written(&mut self, mutation: &Mutation) {
        let mut rows: BTreeMap<(i64, usize), BTreeMap<usize, String>> = BTreeMap::new();
        for cell in &mutation.changes.cells {
            let value = &cell.after["userEnteredValue"];
            let board = tab_id(cell.sheet_id).and_then(MaintainedTab::of) == Some(MaintainedTab::Board);
            if value["formulaValue"].as_str().is_some_and(|text| !board || text != ALARM_FORMULA) {
                self.broken(format!("a formula was written to row {} column {}", cell.row, cell.column));
            }
            if let Some(text) = value["stringValue"].as_str() {
                let row = rows.entry((cell.sheet_id, cell.row)).or_default();
                row.insert(cell.column, text.to_owned());
            }
        }
        if mutation.kind != "updateCells" {
            return;
        }
        for ((sheet, _), cells) in rows {
            let id = cells.get(&0).cloned().unwrap_or_default();
            let handoff = tab_id(sheet).and_then(|id| IdSpace::default().number_of_tab(id)).is_some();
            if !handoff || !id.starts_with("CE-") {
                continue;
            }
            let record: Vec<String> =
                cells.get(&RECORD).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            let revision = record.get(3).cloned().unwrap_or_default();
            let citizens =
                marks(&TEXTS.iter().filter_map(|at| cells.get(at)).cloned().collect::<Vec<_>>().join(" "));
            if citizens.len() > 1 {
                self.broken(format!("{id} mixes the texts of several citizens"));
            }
            if self.lines.iter().any(|line| line.stands && line.id == id && line.revision == revision) {
                self.broken(format!("{id} revision {revision} stands in two hand-off tables"));
            }
            let line = Line { sheet, id, revision, cells, citizens, stands: true };
            if line.is_without_texts() && !self.content_is_to_blame {
                self.broken(format!("{} was made smaller although its content was not to blame", line.id));
            }
            self.lines.push(line);
        }
    }

    /// Looks after a night has ended, however it did.
    pub(crate) fn after(&mut self, stage: &Stage, ended: &Ended) -> Result<(), String> {
        self.observe(stage);
        match ended {
            Ended::Killed => {}
            Ended::Failed { code, text } => {
                self.silent(text, "an error");
                let known = [65, 73, 75, 77].contains(code) || (self.starved && *code == 66);
                if !known {
                    self.broken(format!("a night ended with {code}: {text}"));
                }
            }
            Ended::Done(claims) => self.claims(claims),
        }
        self.verdict()
    }

    /// What a night says it did, it did.
    fn claims(&mut self, claims: &Claims) {
        self.silent(&claims.printed, "what a programmer would print");
        if !claims.balance.adds_up() {
            self.broken(format!("the balance does not add up: {}", claims.balance));
        }
        if let Some((code, text)) = &claims.cut_short {
            self.silent(text, "an error");
            if ![73, 75, 77].contains(code) {
                self.broken(format!("a night was cut short with {code}: {text}"));
            }
        }
        for (number, rows) in &claims.handed_over {
            let sheet = i64::from(IdSpace::default().tab(*number).number());
            let stand = self.lines.iter().filter(|line| line.sheet == sheet).count();
            if stand != *rows && !self.undone {
                self.broken(format!("hand-off {number} is said to have {rows} lines and has {stand}"));
            }
        }
        let lines: usize = claims.handed_over.iter().map(|(_, rows)| rows).sum();
        if (claims.done() || claims.cut_short.is_some()) && lines != claims.balance.handed_over() as usize {
            self.broken(format!("{lines} lines were handed over, but the balance says: {}", claims.balance));
        }
        self.said_uncertain |= claims.notice == notify::NoticeStatus::Uncertain;
        if claims.done() && !self.said_uncertain {
            let silent = self.unannounced();
            if !silent.is_empty() {
                self.broken(format!("a night says it is done, and nobody was told of hand-offs {silent:?}"));
            }
        }
    }

    fn unannounced(&self) -> BTreeSet<u32> {
        let numbers = self.lines.iter().filter(|line| line.stands).map(Line::number);
        numbers.filter(|number| !self.announced.contains_key(number)).collect()
    }

    /// One more night finds nothing to do.
    pub(crate) fn idle(&mut self, stage: &Stage, ended: &Ended, start: usize) -> Result<(), String> {
        let mails = self.mails;
        self.observe(stage);
        let changes = stage.emulator.mutations_since(start);
        let ours: Vec<&str> =
            changes.iter().filter(|one| one.request > 0).map(|one| one.kind.as_str()).collect();
        if !ours.is_empty() {
            self.broken(format!("one more night changed something: {ours:?}"));
        }
        if self.mails > mails {
            self.broken("one more night sent a mail");
        }
        match ended {
            Ended::Done(claims)
                if claims.done() && claims.annotations != annotate::AnnotationStatus::Behind => {}
            other => self.broken(format!("one more night ended so: {other:?}")),
        }
        self.verdict()
    }
}

/// The id of a tab as the service has it; `None` where Google gives out no such id.
pub(crate) fn tab_id(id: i64) -> Option<SheetId> {
    i32::try_from(id).ok().map(SheetId::new)
}

/// Every sheet that a request names.
fn sheet_ids(json: &Value, found: &mut BTreeSet<i64>) {
    match json {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_i64() {
                    Some(id) if name == "sheetId" => drop(found.insert(id)),
                    _ => sheet_ids(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| sheet_ids(item, found)),
        _ => {}
    }
}
