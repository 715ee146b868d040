use super::*;
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::handoff::table::Column;
use crate::domain::ids::IdSpace;
use crate::domain::ledger::cross_checks::HighWaterMark;
use crate::domain::ledger::entry::Entry;
use crate::sheet::tab_cell::TabCell;
use crate::testing::{Memory, SPREADSHEET, complete, day, nth};

/// A spreadsheet after some nights: ledger, guards, hidden columns.
#[derive(Debug)]
struct File {
    rows: Vec<Vec<Cell>>,
    columns: BTreeMap<HandoffNumber, HiddenColumn>,
    cross_checks: CrossChecks,
}

impl File {
    fn after(nights: u32) -> Self {
        let mut memory = Memory::default();
        let mut staff = Vec::new();
        let mut columns = BTreeMap::new();
        for night in 0..nights {
            staff.extend((3 * night..3 * night + 3).map(complete));
            let (_, handoffs) = memory.night(&mut staff, &format!("2026-11-{}", 22 + night));
            for handoff in handoffs {
                let table = handoff.tab.rows.iter().skip(HEADER_ROW as usize + 1);
                let texts = table.filter_map(|row| match row.get(Column::Record.index() as usize) {
                    Some(TabCell::Text(text)) => Some(text.clone()),
                    _ => None,
                });
                columns.insert(
                    handoff.number,
                    HiddenColumn { title: handoff.title.clone(), texts: texts.collect() },
                );
            }
        }
        let cross_checks = CrossChecks {
            guards: memory.guards.clone(),
            origin: Some(SPREADSHEET.to_owned()),
            announced: nth(nights),
            tabs: columns.keys().copied().collect(),
            has_ledger: true,
            ..CrossChecks::default()
        };
        let header = Entry::HEADERS.map(|header| Cell::Text(header.into())).to_vec();
        let rows = std::iter::once(header).chain(memory.ledger).collect();
        Self { rows, columns, cross_checks }
    }

    fn verify(&self) -> Verification {
        let Self { rows, columns, cross_checks } = self;
        verify(&Sources {
            spreadsheet_id: SPREADSHEET,
            rows,
            columns,
            today: day("2026-11-30"),
            cross_checks,
        })
    }

    fn drop_tab(&mut self, number: HandoffNumber) {
        self.columns.remove(&number);
        self.cross_checks.tabs.remove(&number);
    }

    fn drop_lines(&mut self, number: HandoffNumber) {
        self.rows.retain(|row| row[0].text() != number.to_string());
    }

    /// Repairs, asserts that all agrees then, and that it is what was there before the damage.
    fn repaired(&mut self, nights: u32) -> RepairPlan {
        let verification = self.verify();
        let repair_plan = verification
            .repair_plan
            .unwrap_or_else(|| panic!("{:?} can be mended", verification.discrepancies));
        if let Some(rows) = &repair_plan.ledger {
            self.rows.truncate(0);
            self.rows.push(Entry::HEADERS.map(|header| Cell::Text(header.into())).to_vec());
            self.rows.extend(rows.iter().map(|row| row.iter().cloned().map(Cell::Text).collect()));
            self.cross_checks.has_ledger = true;
        }
        for (number, count, link) in &repair_plan.guards {
            self.cross_checks.guards.retain(|guard| guard.number != *number);
            let guard = Guard { number: *number, nonce: "repair".into(), count: *count, link: link.clone() };
            self.cross_checks.guards.push(guard);
        }
        self.cross_checks.bad_guards.clear();
        let after = self.verify();
        assert_eq!(after.discrepancies, []);
        assert_eq!(after.repair_plan, None, "a second repair has nothing to do");
        let ledger = crate::domain::ledger::cross_checks::verify(&self.rows, &self.cross_checks, SPREADSHEET)
            .expect("sound");
        assert_eq!((ledger.head(), ledger.link()), (nth(nights), &File::after(nights).verify().link));
        repair_plan
    }
}

#[test]
fn a_sound_file_is_proved_whole_and_nothing_is_written() {
    let verification = File::after(3).verify();
    assert_eq!(
        (verification.head, verification.lines, verification.guards, verification.tabs),
        (nth(3), 9, 3, 3)
    );
    assert_eq!((verification.discrepancies, verification.repair_plan), (Vec::new(), None));
    let verification = File::after(0).verify();
    assert_eq!((verification.head, verification.discrepancies), (nth(0), Vec::new()));
}

#[test]
fn every_stray_key_in_the_ledger_is_mended_from_the_tabs() {
    for row in 0..7 {
        for column in 0..Entry::HEADERS.len() {
            let mut file = File::after(2);
            let text = file.rows[row][column].text().into_owned();
            file.rows[row][column] = Cell::Text(format!("{text}1"));
            file.repaired(2);
        }
    }
}

#[test]
fn lines_that_are_gone_doubled_sorted_or_strange_are_mended() {
    let mut file = File::after(3);
    file.rows.remove(2);
    assert_eq!(file.repaired(3).rebuilt, [nth(1)]);
    let mut file = File::after(3);
    file.drop_lines(nth(2));
    assert_eq!(file.verify().discrepancies, [Discrepancy::Gone { first: nth(2), last: nth(2) }]);
    file.repaired(3);
    let mut file = File::after(3);
    file.rows.truncate(0);
    file.cross_checks.has_ledger = false;
    assert_eq!(file.repaired(3).rebuilt, [1, 2, 3].map(nth));
    let mut file = File::after(3);
    file.rows.push(file.rows[3].clone());
    file.repaired(3);
    let mut file = File::after(3);
    file.rows.push(vec![Cell::Text("una nota".into())]);
    let mut unexpected = file.rows[3].clone();
    unexpected[0] = Cell::Text("77".into());
    file.rows.push(unexpected);
    assert!(file.verify().discrepancies.contains(&Discrepancy::Unexpected { number: nth(77) }));
    file.repaired(3);
    let mut file = File::after(3);
    file.rows[1..].reverse();
    assert_eq!(file.verify().discrepancies, []);
}

#[test]
fn what_either_copy_has_lost_the_other_makes_whole() {
    let mut file = File::after(2);
    file.rows.remove(1);
    file.columns.get_mut(&nth(1)).expect("a tab").texts.remove(2);
    let verification = file.verify();
    assert_eq!(
        verification.repair_plan.as_ref().map(|repair_plan| repair_plan.rebuilt.clone()),
        Some(vec![nth(1)])
    );
    assert!(
        verification
            .discrepancies
            .iter()
            .any(|one| matches!(one, Discrepancy::TabRecords { number: HandoffNumber::FIRST, .. }))
    );
}

#[test]
fn a_run_is_promised_only_for_a_tab_that_it_still_makes() {
    for (today, again) in [("2026-11-30", true), ("2027-06-01", false)] {
        let mut file = File::after(2);
        file.columns.get_mut(&nth(2)).expect("a tab").texts.remove(0);
        let File { rows, columns, cross_checks } = &file;
        let verification =
            verify(&Sources { spreadsheet_id: SPREADSHEET, rows, columns, today: day(today), cross_checks });
        let [said] = &verification.discrepancies[..] else { panic!("{:?}", verification.discrepancies) };
        assert_eq!(said.remedy().contains("`traslado run`"), again, "{}", said.remedy());
        file.drop_tab(nth(2));
        let File { rows, columns, cross_checks } = &file;
        let verification =
            verify(&Sources { spreadsheet_id: SPREADSHEET, rows, columns, today: day(today), cross_checks });
        assert_eq!(
            (verification.discrepancies.len(), verification.moved_away),
            if again { (1, 0) } else { (0, 1) }
        );
    }
}

#[test]
fn what_both_copies_have_lost_is_said_and_nothing_is_written() {
    for guarded in [true, false] {
        let mut file = File::after(3);
        if !guarded {
            file.cross_checks.guards.remove(1);
        }
        file.rows[5][7] = Cell::Text("2027-01-01".into());
        file.drop_tab(nth(2));
        let verification = file.verify();
        assert!(unprovable(&verification).contains(&(nth(2), false)));
        assert_eq!((verification.head, verification.lines, verification.repair_plan), (nth(1), 3, None));
    }
}

#[test]
fn guards_are_made_again_when_lines_prove_them() {
    let mut file = File::after(3);
    file.cross_checks.guards.clear();
    assert_eq!(file.repaired(3).guards.len(), 3);
    let mut file = File::after(3);
    file.cross_checks.guards[2].count = 9;
    assert_eq!(file.repaired(3).guards.len(), 1);
    let mut file = File::after(3);
    file.cross_checks.guards.remove(0);
    file.cross_checks.bad_guards.push(IdSpace::default().guard(nth(1)));
    assert_eq!(file.repaired(3).ledger, None);
}

#[test]
fn a_guard_that_disagrees_is_wrong_only_when_another_witness_says_so() {
    // The tab of an earlier hand-off is gone, but a later guard holds its chain.
    let mut file = File::after(3);
    file.cross_checks.guards[0].link = Link::claimed("0");
    file.drop_tab(nth(1));
    let repair_plan = file.verify().repair_plan.expect("a later guard proves the first");
    assert_eq!(repair_plan.guards.len(), 1);
    // Of the last one, guard and ledger disagree and nobody else knows.
    let mut file = File::after(3);
    file.cross_checks.guards[2].link = Link::claimed("0");
    file.drop_tab(nth(3));
    let verification = file.verify();
    assert!(unprovable(&verification).contains(&(nth(3), false)));
    assert_eq!((verification.head, verification.repair_plan), (nth(2), None));
}

#[test]
fn a_restored_version_is_taken_as_it_stands_only_when_no_trace_is_left_of_what_is_given_up() {
    let mut file = File::after(3);
    file.drop_lines(nth(3));
    file.drop_tab(nth(3));
    let repair_plan = file.verify().repair_plan.expect("it can be taken as it stands");
    assert_eq!((repair_plan.given_up, repair_plan.ledger), (Some((nth(3), nth(3))), None));
    // The guard of 3 still knows, and so does the tab, whose hidden column is spoiled.
    let mut file = File::after(3);
    file.drop_lines(nth(3));
    file.columns.get_mut(&nth(3)).expect("a tab").texts.clear();
    let verification = file.verify();
    assert!(unprovable(&verification).contains(&(nth(3), true)));
    assert_eq!(verification.repair_plan, None);
    // Only the host knows.
    let mut file = File::after(2);
    let link = File::after(3).verify().link;
    file.cross_checks.high_water_mark = Some(HighWaterMark { number: nth(3), link, repairs: 0, day: None });
    let repair_plan = file.verify().repair_plan.expect("it can be taken as it stands");
    assert_eq!(repair_plan.given_up, Some((nth(3), nth(3))));
    file.cross_checks.repairs = 1;
    assert_eq!(file.verify().discrepancies, []);
}

#[test]
fn a_copy_is_never_repaired() {
    let file = File::after(2);
    let copy = |cross_checks: &CrossChecks| {
        let File { rows, columns, .. } = &file;
        let verification = verify(&Sources {
            spreadsheet_id: "1Copy",
            rows,
            columns,
            today: day("2026-11-30"),
            cross_checks,
        });
        assert_eq!(verification.repair_plan, None);
        verification.discrepancies
    };
    assert_eq!(copy(&file.cross_checks), [Discrepancy::Ledger(Damage::Copy { certain: true })]);
    let unknown = CrossChecks { origin: None, ..file.cross_checks.clone() };
    assert_eq!(copy(&unknown), [Discrepancy::Ledger(Damage::Copy { certain: false })]);
}

/// The hand-offs that nothing proves, and whether their tabs stand.
fn unprovable(verification: &Verification) -> Vec<(HandoffNumber, bool)> {
    let found = verification.discrepancies.iter().filter_map(|one| match one {
        Discrepancy::Unprovable { number, tab, .. } => Some((*number, *tab)),
        _ => None,
    });
    found.collect()
}
