//! The promises, once two undisturbed nights have passed.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use google_emulator::{Emulator, World};
use sha2::{Digest as _, Sha256};
use traslado::domain::handoff::table::Column;
use traslado::domain::ids;
use traslado::steps::annotate;

use super::{ALERTS, Line, Oracle};
use crate::people::{HEADER, OWN, marks};
use crate::play::Ended;
use crate::staff::Staff;
use crate::stage::Stage;

impl Oracle {
    pub(crate) fn settled(&mut self, stage: &Stage, last: &Ended) -> Result<(), String> {
        let current = match last {
            Ended::Done(claims) if claims.done() => claims.annotations == annotate::AnnotationStatus::Current,
            other => {
                self.broken(format!("the second undisturbed night ended so: {other:?}"));
                false
            }
        };
        let rows = reports(&stage.emulator, &stage.id);
        self.no_report_lost(&rows);
        if !self.undone {
            self.nothing_twice();
            self.notified_once();
        }
        if current {
            self.marked(&rows);
        }
        self.ledger(stage);
        self.staff_cells(stage);
        if !self.undone {
            self.work_list(stage);
        }
        self.verdict()
    }

    /// What every row says has been handed over, word for word.
    fn no_report_lost(&mut self, rows: &[Report]) {
        let mut lost = Vec::new();
        for row in rows {
            let same = |line: &&Line| line.stands && row.is(line);
            if !self.lines.iter().any(|line| same(&line)) {
                lost.push(format!(
                    "row {} (citizen {}) as it stands is in no hand-off table",
                    row.row, row.citizen
                ));
            }
        }
        self.violations.extend(lost);
    }

    /// A citizen's report has one ID. A second is a copy that staff changed, and says so, unless
    /// both were new in one night: then one table shows them to one clerk.
    fn nothing_twice(&mut self) {
        let mut by_citizen: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.stands && line.revision == "1") {
            for citizen in &line.citizens {
                by_citizen.entry(*citizen).or_default().push(line.clone());
            }
        }
        for (citizen, lines) in by_citizen {
            let ids: BTreeSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
            for (at, line) in lines.iter().enumerate().skip(1) {
                let announced =
                    self.lines.iter().any(|other| {
                        other.id == line.id && other.cell(ALERTS).contains("posible repetición")
                    }) || lines[..at].iter().any(|earlier| earlier.sheet == line.sheet);
                let equal = lines[..at].iter().any(|earlier| earlier.texts() == line.texts());
                if equal || !announced {
                    let why = if equal { "word for word" } else { "without an alert" };
                    self.broken(format!("citizen {citizen} was handed over under {ids:?}, {why}"));
                }
            }
        }
    }

    /// One mail a hand-off, or a word that nobody knows.
    fn notified_once(&mut self) {
        let twice: Vec<u32> =
            self.announced.iter().filter(|(_, mails)| **mails > 1).map(|(number, _)| *number).collect();
        if !twice.is_empty() {
            self.broken(format!("hand-offs {twice:?} were announced by more than one mail"));
        }
        let silent = self.unannounced();
        if !silent.is_empty() && !self.said_uncertain {
            self.broken(format!("no mail announced hand-offs {silent:?}, and nobody said so"));
        }
    }

    /// Beside every row stands an ID of its own report; a copy may have none.
    fn marked(&mut self, rows: &[Report]) {
        for row in rows.iter().filter(|row| row.has_id_column) {
            let own = |line: &Line| line.id == row.id && line.citizens.contains(&row.citizen);
            let copy = rows.iter().filter(|other| other.citizen == row.citizen).count() > 1;
            let marked = self.lines.iter().any(own) || (copy && row.id.is_empty());
            if !marked {
                self.broken(format!(
                    "beside row {} (citizen {}) stands \"{}\"",
                    row.row, row.citizen, row.id
                ));
            }
        }
    }

    /// The ledger is what the tables say, in one unbroken chain.
    fn ledger(&mut self, stage: &Stage) {
        let sheet = format!("'{}'!A2:Y5000", ids::LEDGER_TITLE);
        let rows = stage.emulator.with(|world| world.shown(&stage.id, &sheet)).unwrap_or_default();
        let rows: Vec<Vec<String>> = rows.into_iter().filter(|row| row.len() == 25).collect();
        let mut link = link_of(&[stage.id.as_bytes()]);
        let numbers: BTreeSet<u32> = rows.iter().filter_map(|row| row[0].parse().ok()).collect();
        for (number, expected) in numbers.iter().zip(1..) {
            let lines: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == number.to_string()).collect();
            let text = lines.iter().fold(link.clone(), |text, line| {
                line[..24].iter().fold(text + "\u{1e}", |text, cell| text + cell + "\u{1f}")
            });
            link = link_of(&[text.as_bytes()]);
            if *number != expected || lines.iter().any(|line| line[24] != link) {
                self.broken(format!("the chain is broken at hand-off {number}"));
            }
        }
        let named = |row: &Vec<String>| (row[2].clone(), row[3].clone());
        let in_ledger: BTreeSet<(String, String)> = rows.iter().map(named).collect();
        let in_tables: BTreeSet<(String, String)> =
            self.lines.iter().map(|line| (line.id.clone(), line.revision.clone())).collect();
        if in_ledger.len() != rows.len() || in_ledger != in_tables {
            self.broken(format!("ledger and tables differ: {in_ledger:?} / {in_tables:?}"));
        }
    }

    /// Staff's cells are what they would be had the service never run.
    fn staff_cells(&mut self, stage: &Stage) {
        let [ours, theirs] = [&stage.emulator, &stage.shadow].map(|emulator| staff(emulator, &stage.id));
        let differs = ours.iter().zip(&theirs).enumerate().find(|(_, (one, other))| one != other);
        if let Some((row, (one, other))) = differs {
            self.broken(format!("row {} of the staff tab is {one:?}, but staff left {other:?}", row + 1));
        }
        if ours.len() != theirs.len() {
            self.broken(format!("the staff tab has {} rows, but staff left {}", ours.len(), theirs.len()));
        }
    }
}

/// A row of the staff tab that holds a citizen's report.
struct Report {
    row: usize,
    citizen: u32,
    /// Name, document, address, subject, grounds, as a person reads them.
    texts: [String; 5],
    id: String,
    has_id_column: bool,
}

impl Report {
    fn is(&self, line: &Line) -> bool {
        let [name, document, address, subject, grounds] = &self.texts;
        let cells = [
            (Column::Applicant, name),
            (Column::Document, document),
            (Column::Address, address),
            (Column::Subject, subject),
            (Column::Grounds, grounds),
        ];
        cells.iter().all(|(column, text)| same(line.cell(column.index() as usize), text))
    }
}

/// What was written for a text: the same, or as much of it as fits a cell.
fn same(written: &str, text: &str) -> bool {
    // Google takes no NUL, wherever people get one from.
    let text = text.replace('\0', "");
    let (written, text) = (written.trim(), text.trim());
    let cut = |(start, _): (&str, &str)| start.len() > 40_000 && text.starts_with(start);
    written == text || written.split_once("… (continúa").is_some_and(cut)
}

fn reports(emulator: &Emulator, id: &str) -> Vec<Report> {
    emulator.with(|world| {
        let Ok(staff) = Staff::of(world, id) else { return Vec::new() };
        let shown = world.shown(id, &format!("'{}'!A1:Z400", staff.title)).unwrap_or_default();
        let column = |header: &str| staff.column(header).ok();
        let fields = [5, 6, 9, 10, 11].map(|at| column(HEADER[at]));
        let own = column(OWN[0]);
        let read = |(at, row): (usize, &Vec<String>)| {
            let cell = |column: Option<usize>| -> String {
                let Some(column) = column else { return String::new() };
                let shown = row.get(column).cloned().unwrap_or_default();
                // What cannot be computed is read by what was typed.
                let typed = staff.rows.get(at).and_then(|row| row.get(column));
                if shown.starts_with('#') { typed.cloned().unwrap_or(shown) } else { shown }
            };
            let texts = fields.map(cell);
            let citizen = marks(&texts.join(" ")).first().copied()?;
            Some(Report { row: at + 1, citizen, texts, id: cell(own), has_id_column: own.is_some() })
        };
        shown.iter().enumerate().filter(|(at, _)| *at != staff.header).filter_map(read).collect()
    })
}

/// The staff tab without the service's columns.
fn staff(emulator: &Emulator, id: &str) -> Vec<Vec<String>> {
    emulator.with(|world: &mut World| {
        let Ok(staff) = Staff::of(world, id) else { return Vec::new() };
        let own: Vec<usize> = OWN.iter().filter_map(|header| staff.column(header).ok()).collect();
        let mut rows: Vec<Vec<String>> = staff
            .rows
            .iter()
            .map(|row| {
                let staffs = row.iter().enumerate().filter(|(at, _)| !own.contains(at));
                let mut cells: Vec<String> = staffs.map(|(_, text)| text.clone()).collect();
                while cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                cells
            })
            .collect();
        while rows.last().is_some_and(Vec::is_empty) {
            rows.pop();
        }
        rows
    })
}

/// A link of the chain: the first twelve bytes of a hash.
fn link_of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..12])
}
