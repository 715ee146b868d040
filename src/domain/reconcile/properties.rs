//! What holds of any sheet and any edit, over several nights.
//!
//! "An edit of one cell is never a new report" cannot hold of every row: of a row that says one
//! thing, everything is gone when that is replaced. It holds, and is tested for, under these
//! conditions:
//! - with its ID cell, as long as another cell of the citizen's is left as it was;
//! - without it, as long as the cells left weigh at least as much as the rest and one of them is
//!   rare enough to find the report by (any but date, place and what a drop-down offers), and no
//!   vanished report is nearly as much like the row.

use proptest::prelude::*;

use super::*;
use crate::domain::finding::field::Field;
use crate::domain::handoff::plan::Disposition;
use crate::domain::identity::digests::Digests;
use crate::domain::ids::report_id::ReportId;
use crate::sheet::row_number::RowNumber;
use crate::testing::{
    ADDRESS, Cells, DATE, ID, InventedRows, Memory, NETWORK, assess_rows, complete, minimal, window,
};

fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if cfg!(debug_assertions) { config.cases.min(48) } else { config.cases.max(10_000) };
    ProptestConfig { cases, ..config }
}

/// A row of any kind: with all cells, with some of them, or next to nothing.
fn row(n: u32, filled: u32) -> Cells {
    let mut row = complete(n);
    for (column, cell) in row.iter_mut().enumerate() {
        let is_filled = filled >> column & 1 == 1;
        if !is_filled && column != DATE {
            cell.clear();
        }
    }
    row
}

fn sheets() -> impl Strategy<Value = InventedRows> {
    let kinds = prop_oneof![3 => Just(u32::MAX), 2 => any::<u32>()];
    prop::collection::vec(kinds, 1..12)
        .prop_map(|kinds| (0..).zip(kinds).map(|(n, filled)| row(n, filled)).collect())
}

fn digests(row: &Cells) -> Digests {
    let rows = vec![row.clone()];
    let assessment = assess_rows(&rows, &Memory::default().verified(), window("2026-11-24"));
    assessment.sheet.reports.first().map(|report| report.digests.clone()).unwrap_or_default()
}

/// The acts that staff do to rows between two nights without changing what any of them says.
#[derive(Clone, Debug)]
enum Act {
    Sort(usize),
    Type(u32),
    Copy(usize),
    Delete(usize),
    Reappear,
    EraseId(usize),
    SwapIds(usize, usize),
    ForgeId(usize, u32),
    SortWithoutIds(usize),
}

fn acts() -> impl Strategy<Value = Act> {
    let at = || any::<usize>();
    prop_oneof![
        2 => at().prop_map(Act::Sort),
        4 => any::<u32>().prop_map(Act::Type),
        2 => at().prop_map(Act::Copy),
        2 => at().prop_map(Act::Delete),
        1 => Just(Act::Reappear),
        1 => at().prop_map(Act::EraseId),
        1 => (at(), at()).prop_map(|(one, two)| Act::SwapIds(one, two)),
        1 => (at(), 1..40_u32).prop_map(|(row, id)| Act::ForgeId(row, id)),
        1 => at().prop_map(Act::SortWithoutIds),
    ]
}

/// Staff, what they have deleted, and how many reports they have ever typed.
#[derive(Default)]
struct Office {
    rows: InventedRows,
    deleted: InventedRows,
    typed: u32,
}

impl Office {
    fn act(&mut self, act: &Act) {
        let count = self.rows.len();
        match *act {
            Act::Type(place) => {
                self.typed += 1;
                self.rows.insert(place as usize % (count + 1), complete(self.typed));
            }
            Act::Reappear => self.rows.extend(self.deleted.pop()),
            _ if count == 0 => {}
            Act::Sort(by) => {
                self.rows.sort_by_key(|row| row[1 + by % 9].clone());
            }
            Act::Copy(at) => self.rows.push(self.rows[at % count].clone()),
            Act::Delete(at) => self.deleted.push(self.rows.remove(at % count)),
            Act::EraseId(at) => self.rows[at % count][ID].clear(),
            Act::SwapIds(one, two) => {
                let id = self.rows[one % count][ID].clone();
                self.rows[one % count][ID] = self.rows[two % count][ID].clone();
                self.rows[two % count][ID] = id;
            }
            Act::ForgeId(at, id) => self.rows[at % count][ID] = format!("CE-2026-{id:05}"),
            Act::SortWithoutIds(by) => {
                let ids: Vec<String> = self.rows.iter().map(|row| row[ID].clone()).collect();
                self.rows.rotate_left(by % count);
                for (row, id) in self.rows.iter_mut().zip(ids) {
                    row[ID] = id;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_number_of_sorts_inserts_deletes_and_copies_hands_over_exactly_the_new_rows(
        days in prop::collection::vec(prop::collection::vec(acts(), 0..14), 1..6)
    ) {
        let (mut memory, mut office) = (Memory::default(), Office::default());
        let mut handed_over = BTreeSet::new();
        for day in days {
            for act in &day {
                office.act(act);
            }

            let (assessment, handoffs) = memory.night(&mut office.rows, "2026-11-24");
            let content = |at: RowNumber| office.rows[at.index() - 1][DATE..].to_vec();
            for entry in handoffs.iter().flat_map(|handoff| &handoff.entries) {
                prop_assert_eq!(entry.revision, 1);
                prop_assert!(handed_over.insert(content(entry.row)), "twice: row {}", entry.row);
            }
            for report in &assessment.sheet.reports {
                prop_assert!(handed_over.contains(&content(report.row)), "lost: row {}", report.row);
            }
        }
    }

    #[test]
    fn a_permutation_changes_nothing_but_order_and_which_of_two_equal_rows_is_original(
        sheet in sheets(), edits in prop::collection::vec((any::<usize>(), 1..10_usize, "[a-d]{0,2}"), 0..8),
        new in 0..3_u32, turn in any::<usize>(), erased in any::<u16>(),
    ) {
        let (mut memory, mut rows) = (Memory::default(), sheet);
        memory.night(&mut rows, "2026-11-23");
        let count = rows.len();
        for (at, column, text) in edits {
            rows[at % count][column] = text;
        }
        for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| erased >> (at % 16) & 1 == 1) {
            debug_assert!(at < count);
            row[ID].clear();
        }
        rows.extend((50..50 + new).map(complete));

        let fate = |rows: &InventedRows| {
            let assessment = assess_rows(rows, &memory.verified(), window("2026-11-24"));
            let mut fates: Vec<String> = assessment.sheet.reports.iter().zip(&assessment.plan.dispositions)
                .map(|(report, disposition)| {
                    let disposition = match disposition { Disposition::Withheld(_) => "withheld".to_owned(), disposition => format!("{disposition:?}") };
                    format!("{:?} {disposition}", &rows[report.row.index() - 1][1..])
                })
                .collect();
            fates.sort();

            let mut alerts: Vec<_> = assessment.plan.lines.iter()
                .map(|line| (line.entry.id, line.entry.class, line.changed.clone()))
                .collect();
            alerts.sort();
            (fates, alerts, assessment.plan.balance)
        };

        let straight = fate(&rows);
        let count = rows.len();
        rows.rotate_left(turn % count);
        rows[turn % 2..].reverse();
        prop_assert_eq!(fate(&rows), straight);
    }

    #[test]
    fn no_edit_of_one_cell_of_a_row_with_its_id_is_new(
        sheet in sheets(), at in any::<usize>(), column in 1..10_usize, text in "[a-zñ0-9 ]{0,9}",
    ) {
        let (mut memory, mut rows) = (Memory::default(), sheet);
        memory.night(&mut rows, "2026-11-23");
        let at = at % rows.len();
        let was = digests(&rows[at]);
        rows[at][column] = text;
        let assessment = assess_rows(&rows, &memory.verified(), window("2026-11-24"));
        let left = was.continuity(&digests(&rows[at])) > 0.0;
        let read = assessment.sheet.reports.iter().position(|report| report.row.index() == at + 1);
        if let (Some(read), true) = (read, left) {
            let own: ReportId = rows[at][ID].parse().expect("an ID");
            match &assessment.matches[read] {
                Match::Same(id) | Match::Changed { id, .. } => prop_assert_eq!(*id, own),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn no_edit_of_one_cell_of_a_row_without_its_id_is_new(
        sheet in sheets(), at in any::<usize>(), column in 1..10_usize, text in "[a-zñ0-9 ]{0,9}",
    ) {
        let (mut memory, mut rows) = (Memory::default(), sheet);
        memory.night(&mut rows, "2026-11-23");
        let at = at % rows.len();
        let was = digests(&rows[at]);
        let own: Option<ReportId> = rows[at][ID].parse().ok();
        rows[at][column] = text;
        rows[at][ID].clear();
        let now = digests(&rows[at]);

        let found_by = |field: &Field| {
            !matches!(field, Field::Date | Field::Network) && was.get(*field).is_some() && was.get(*field) == now.get(*field)
        };

        let assessment = assess_rows(&rows, &memory.verified(), window("2026-11-24"));
        let read = assessment.sheet.reports.iter().position(|report| report.row.index() == at + 1);
        if let (Some(read), true, true) =
            (read, was.resemblance(&now) >= 0.5, Field::ALL.iter().any(found_by))
        {
            let found = assessment.matches[read].clone();
            prop_assert!(!matches!(found, Match::New { .. } | Match::Repeat(_)), "{:?}", found);
            if let Match::Same(id) | Match::Changed { id, .. } = found {
                prop_assert_eq!(Some(id), own);
            }
        }
    }
}

#[test]
fn a_row_that_says_one_thing_is_another_report_once_that_is_replaced() {
    let (mut memory, mut rows) = (Memory::default(), vec![minimal("No hay agua")]);
    rows[0][DATE].clear();
    rows[0][NETWORK].clear();
    rows[0][ADDRESS].clear();
    memory.night(&mut rows, "2026-11-23");
    rows[0][crate::testing::SUBJECT] = "Se desbordó el manjol".into();
    let found = assess_rows(&rows, &memory.verified(), window("2026-11-24")).matches;
    assert_eq!(found, vec![Match::New { resembles: None }]);
}
