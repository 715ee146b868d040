//! The clerks' work list names every report that waits for an answer, once, and no other; the index names all.

use std::collections::{BTreeMap, BTreeSet};

use traslado::domain::handoff::table::Column;
use traslado::domain::ids::handoff_number::HandoffNumber;
use traslado::domain::ids::{self, IdSpace, MaintainedTab};

use super::{Oracle, tab_id};
use crate::stage::Stage;

/// Columns of a hand-off's table.
const ID: usize = 0;
const STATE_DATE: usize = Column::StateDate.index() as usize;

impl Oracle {
    pub(super) fn work_list(&mut self, stage: &Stage) {
        let shown = |title: &str, range: &str| {
            let range = format!("'{title}'!{range}");
            stage.emulator.with(|world| world.shown(&stage.id, &range)).unwrap_or_default()
        };
        // The class and the hand-off of each revision, as the ledger has them.
        let mut revisions: BTreeMap<String, BTreeMap<u32, (String, u32)>> = BTreeMap::new();
        for row in shown(ids::LEDGER_TITLE, "A2:N5000").iter().filter(|row| row.len() == 14) {
            let whole = |at: usize| row[at].parse::<u32>().unwrap_or(0);
            revisions.entry(row[2].clone()).or_default().insert(whole(3), (row[4].clone(), whole(0)));
        }
        let tabs = stage.emulator.with(|world| world.tabs(&stage.id));
        let mut waiting: BTreeSet<&String> = revisions.keys().collect();
        // Those that were corrected since they ended are listed for some days, which the observer does not count.
        let mut corrected: BTreeSet<&String> = BTreeSet::new();
        for (id, revisions) in &revisions {
            let Some((class, last)) = revisions.values().next_back() else { continue };
            if class == "ANULADA" {
                waiting.remove(id);
            }
            let completed = revisions
                .iter()
                .find(|(_, (class, _))| class == "PQR")
                .filter(|(revision, _)| **revision > 1);
            let from = completed.map_or(0, |(_, (_, number))| *number);
            for (sheet, title) in &tabs {
                let number = tab_id(*sheet).and_then(|id| IdSpace::default().number_of_tab(id));
                let Some(number) = number.map(HandoffNumber::number).filter(|number| *number >= from) else {
                    continue;
                };
                let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
                let answered = |row: &Vec<String>| cell(row, ID) == *id && !cell(row, STATE_DATE).is_empty();
                if shown(title, "A5:Y600").iter().any(answered) {
                    waiting.remove(id);
                    if class == "ENMIENDA" && number < *last {
                        corrected.insert(id);
                    }
                }
            }
        }
        let all: BTreeSet<&String> = revisions.keys().collect();
        let none = BTreeSet::new();
        for (tab, expected, others) in
            [(MaintainedTab::Pending, waiting, &corrected), (MaintainedTab::Index, all, &none)]
        {
            let list = tabs.iter().find(|(sheet, _)| tab_id(*sheet).and_then(MaintainedTab::of) == Some(tab));
            let Some((_, title)) = list else {
                if !revisions.is_empty() {
                    self.broken(format!("there is no tab {tab:?}"));
                }
                continue;
            };
            let rows = shown(title, "A5:A5000");
            let listed: Vec<&String> = rows.iter().flatten().filter(|id| id.starts_with("CE-")).collect();
            let once: BTreeSet<&String> = listed.iter().copied().collect();
            let is_right =
                once.is_superset(&expected) && once.difference(&expected).all(|id| others.contains(id));
            if !is_right || once.len() != listed.len() {
                self.broken(format!("{tab:?} names {listed:?}, and it should name {expected:?}"));
            }
        }
    }
}
