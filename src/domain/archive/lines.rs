//! What the ledger says of an archived hand-off.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::archive::eligible::EligibleHandoff;
use crate::domain::clerks::answers::{AnswerLine, Answers};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::delivered::Delivered;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::lines::LedgerLine;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::snapshot::TabSnapshot;

/// The hand-off whose tab this is, or a copy of one, by the ledger lines that it carries.
pub fn handoff_of(tab: &TabSnapshot) -> Option<HandoffNumber> {
    tab.texts().find_map(|text| LedgerLine::from_record(&text)).map(|line| line.entry.number)
}

/// The entries that record where the lines of a hand-off went, one for each, under a number of their
/// own that is given to them later. `copies` names the copy of each tab.
pub fn entries(
    eligible: &EligibleHandoff,
    file: &str,
    copies: &BTreeMap<SheetId, SheetId>,
    ledger: &Ledger,
    answers: &Answers,
    today: NaiveDate,
) -> Vec<Entry> {
    let record = |entry: &Entry| {
        let lines = answers.lines_of(entry.id).iter().filter(|line| line.number == eligible.number);
        let mut archiving = Archiving {
            handoff: eligible.number,
            file: file.to_owned(),
            sheet: eligible.sheets.first().and_then(|sheet| copies.get(sheet)).copied().unwrap_or_default(),
            ..Archiving::default()
        };
        // Lines written anew come after those they stand for, and the newest that was typed counts.
        for line in lines {
            take(&mut archiving, line, copies);
        }
        Entry {
            number: HandoffNumber::default(),
            line: 0,
            class: Class::Archived,
            missing: Vec::new(),
            delivered: Delivered::default(),
            handed_over: today,
            note: archiving.to_string(),
            ..entry.clone()
        }
    };

    ledger.handoff(eligible.number).map(record).collect()
}

fn take(archiving: &mut Archiving, line: &AnswerLine, copies: &BTreeMap<SheetId, SheetId>) {
    if let Some(copy) = copies.get(&line.sheet) {
        (archiving.sheet, archiving.row) = (*copy, Some(line.row));
    }

    for (field, typed) in
        [(&mut archiving.radicado, &line.radicado), (&mut archiving.responsible, &line.responsible)]
    {
        if !typed.is_empty() {
            field.clone_from(typed);
        }
    }

    if line.says_a_state() {
        archiving.state.clone_from(&line.typed_state);
        archiving.state_date = line.state_date.day();
    }
    if line.has_notes {
        (archiving.has_notes, archiving.named) = (true, line.named);
    }
}
