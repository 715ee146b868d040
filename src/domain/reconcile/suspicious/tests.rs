use std::sync::LazyLock;

use crate::domain::clerks::annotation::annotate;
use crate::domain::clerks::answers::Answers;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::{Disposition, WithheldReason};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::testing::{
    ADDRESS, Cells, DATE, DOCUMENT, GROUNDS, ID, InventedRows, Memory, NAME, NETWORK, PROFILE, SUBJECT, TIME,
    assess_rows, complete, form, id, window,
};

const NIGHT: &str = "2026-11-24";
const KNOWN: usize = 30;

static HANDED_OVER: LazyLock<(Memory, InventedRows)> = LazyLock::new(|| {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..).take(KNOWN).map(complete).collect();
    for (row, network) in rows.iter_mut().zip(["Facebook", "Instagram", "WhatsApp"].into_iter().cycle()) {
        row[NETWORK] = network.into();
    }
    memory.night(&mut rows, "2026-11-23");
    (memory, rows)
});

/// Thirty reports handed over on the 23rd.
fn known() -> (Memory, InventedRows) {
    HANDED_OVER.clone()
}

fn assess(memory: &Memory, rows: &InventedRows) -> Assessment {
    assess_rows(rows, &memory.verified(), window(NIGHT))
}

fn erase_ids(rows: &mut InventedRows) {
    for row in rows {
        row[ID].clear();
    }
}

/// The columns are sorted by the first of them, and the rest stays.
fn sort(rows: &mut InventedRows, columns: &[usize]) {
    let pick = |row: &Cells| columns.iter().map(|column| row[*column].clone()).collect::<Vec<_>>();
    let mut cells: Vec<Vec<String>> = rows.iter().map(pick).collect();
    // Names in the alphabet's order are already sorted; backwards, most rows change.
    cells.sort_by(|one, two| two.cmp(one));
    for (row, cells) in rows.iter_mut().zip(cells) {
        for (column, cell) in columns.iter().zip(cells) {
            row[*column] = cell;
        }
    }
}

#[test]
fn a_partial_sort_is_quarantined_whichever_columns_it_takes_and_the_nights_new_rows_go() {
    let (memory, rows) = known();
    for columns in [
        &[ADDRESS][..],
        &[GROUNDS],
        &[DATE],
        &[TIME],
        &[DATE, TIME, NETWORK],
        &[NAME, DOCUMENT],
        &[PROFILE, NAME, DOCUMENT],
        &[DATE, TIME, NETWORK, PROFILE, NAME],
        &[DATE, TIME, NETWORK, PROFILE, NAME, DOCUMENT],
        &[ADDRESS, SUBJECT, GROUNDS],
        &[DOCUMENT, ADDRESS, SUBJECT, GROUNDS],
    ] {
        for with_ids in [true, false] {
            let mut rows = rows.clone();
            sort(&mut rows, columns);
            let unchanged = rows.iter().zip(&known().1).filter(|(now, before)| now == before).count();
            if !with_ids {
                erase_ids(&mut rows);
            }
            rows.push(complete(90));

            let plan = assess(&memory, &rows).plan;
            let case = format!("{columns:?} {with_ids}: {:?}", plan.balance);
            assert_eq!((plan.balance.pqr, plan.balance.amended, plan.balance.missing), (1, 0, 0), "{case}");
            assert_eq!(plan.balance.quarantined as usize, KNOWN - unchanged, "{case}");
            assert_eq!(plan.balance.withheld, plan.balance.quarantined, "{case}");
            assert!(plan.balance.adds_up(), "{case}");
            assert!(
                plan.withheld.iter().all(|row| matches!(row.reason, WithheldReason::Quarantined(_))),
                "{case}"
            );
        }
    }
}

#[test]
fn a_column_that_shifted_up_is_quarantined() {
    let (memory, mut rows) = known();
    for at in 10..KNOWN {
        rows[at][ADDRESS] = rows.get(at + 1).map(|next| next[ADDRESS].clone()).unwrap_or_default();
    }
    let balance = assess(&memory, &rows).plan.balance;
    assert_eq!((balance.quarantined as usize, balance.amended), (KNOWN - 10, 0));
}

#[test]
fn a_block_of_names_pasted_over_others_is_quarantined() {
    let (memory, mut rows) = known();
    for at in 0..8 {
        rows[at + 10][NAME] = rows[at][NAME].clone();
    }
    let balance = assess(&memory, &rows).plan.balance;
    assert_eq!((balance.quarantined, balance.amended), (8, 0));
}

#[test]
fn ordinary_edits_are_not_quarantined_however_many() {
    let (memory, mut rows) = known();
    for (at, row) in rows.iter_mut().enumerate().take(12) {
        row[ADDRESS] = format!("Carrera {at} # 9-1{at}");
    }
    let balance = assess(&memory, &rows).plan.balance;
    assert_eq!((balance.quarantined, balance.amended), (0, 12));
}

#[test]
fn one_day_dragged_over_many_is_quarantined() {
    let (memory, mut rows) = known();
    for row in &mut rows[..9] {
        row[DATE] = "22/11/2026".into();
    }
    rows[20][DATE] = rows[0][DATE].clone();
    let plan = assess(&memory, &rows).plan;
    assert_eq!((plan.balance.quarantined, plan.balance.amended), (10, 0));
}

#[test]
fn one_placeholder_in_place_of_many_values_is_not_quarantined() {
    let (memory, mut rows) = known();
    for row in &mut rows[..9] {
        row[DOCUMENT] = "no aporta".into();
    }
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 0);
}

#[test]
fn fields_with_few_values_do_not_count_alone_but_are_quarantined_with_the_others() {
    let (memory, known) = known();
    let mut rows = known.clone();
    sort(&mut rows, &[NETWORK]);
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 0);

    let moved: Vec<String> = known[10..20].iter().map(|row| row[ADDRESS].clone()).collect();
    let mut rows = known.clone();
    rows[0][NETWORK] = known[1][NETWORK].clone();
    rows[1][NETWORK] = known[0][NETWORK].clone();
    for (row, address) in rows[10..20].iter_mut().zip(moved.iter().cycle().skip(1)) {
        row[ADDRESS].clone_from(address);
    }
    let plan = assess(&memory, &rows).plan;
    assert_eq!((plan.balance.quarantined, plan.balance.amended), (12, 0));
}

/// Each of the first rows gets the address of the next one, and the last of them that of the first.
fn rotate_addresses(rows: &mut InventedRows, known: &InventedRows, count: usize) {
    for (row, other) in rows.iter_mut().zip(known[1..count].iter().chain(&known[..1])) {
        row[ADDRESS].clone_from(&other[ADDRESS]);
    }
}

#[test]
fn a_few_accidental_edits_go_and_more_are_quarantined_in_a_sheet_of_any_size() {
    let (memory, known) = known();
    for (suspicious, quarantined) in [(5, 0), (6, 6)] {
        let mut rows = known.clone();
        rotate_addresses(&mut rows, &known, suspicious);
        assert_eq!(assess(&memory, &rows).plan.balance.quarantined, quarantined);
    }

    let mut memory = Memory::default();
    let known: InventedRows = (0..61).map(complete).collect();
    let mut rows = known.clone();
    memory.night(&mut rows, "2026-11-23");
    rotate_addresses(&mut rows, &known, 6);
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 6);
    rows = known.clone();
    rotate_addresses(&mut rows, &known, 5);
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 0);
}

#[test]
fn days_that_change_places_are_quarantined_from_one_row_in_ten_on() {
    let known: InventedRows = (0..80).map(complete).collect();
    let (early, late) = ("18/11/2026", "19/11/2026");
    for (count, quarantined) in [(6, 0), (12, 12)] {
        let mut memory = Memory::default();
        let mut rows = known.clone();
        for (at, row) in rows.iter_mut().enumerate() {
            row[DATE] = if at % 4 < 2 { early } else { late }.into();
        }
        memory.night(&mut rows, "2026-11-23");
        for (at, row) in rows.iter_mut().enumerate().take(count) {
            row[DATE] = if at % 4 < 2 { late } else { early }.into();
        }
        // An address that is corrected takes no part in it.
        rows[70][ADDRESS] = "Carrera 5 # 22-45".into();
        let balance = assess(&memory, &rows).plan.balance;
        let rows = (balance.quarantined as usize, balance.amended as usize);
        assert_eq!(rows, (quarantined, count + 1 - quarantined));
    }
}

#[test]
fn what_is_left_of_a_sort_of_which_some_rows_were_let_through_stays_in_quarantine() {
    let (mut memory, known) = known();
    let mut rows = known.clone();
    rotate_addresses(&mut rows, &known, 6);
    let quarantined = assess(&memory, &rows).plan;
    let ids: Vec<_> = quarantined
        .dispositions
        .iter()
        .filter_map(|disposition| match disposition {
            Disposition::Quarantined(id) => Some(*id),
            _ => None,
        })
        .collect();

    memory.night_accepting(&mut rows, NIGHT, &AcceptedChanges::Of(ids[..1].to_vec()));
    let left = assess(&memory, &rows).plan.balance;
    assert_eq!((left.quarantined, left.amended), (5, 0));

    // One ordinary correction after all were let through is none of it.
    memory.night_accepting(&mut rows, NIGHT, &AcceptedChanges::All);
    rows[20][ADDRESS] = known[0][ADDRESS].clone();
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 0);
}

#[test]
fn a_report_of_which_nothing_is_held_is_named_and_changes_nothing() {
    let (memory, known) = known();
    let mut rows = known.clone();
    rotate_addresses(&mut rows, &known, 6);
    let accepted = AcceptedChanges::Of(vec![id(29), id(900)]);
    let plan = assess(&memory, &rows).accepting(&accepted, form(), &memory.verified()).plan;
    assert!(plan.not_quarantined.contains(&id(900)), "{:?}", plan.not_quarantined);
}

/// How many rows are quarantined and amended once each of the thirty has been changed so.
fn uniform(change: impl Fn(usize, &mut Cells)) -> (usize, usize) {
    let (memory, known) = known();
    let mut rows = known.clone();
    for (at, row) in rows.iter_mut().enumerate() {
        change(at, row);
    }
    let balance = assess(&memory, &rows).plan.balance;
    (balance.quarantined as usize, balance.amended as usize)
}

fn fill(here: bool, cell: &mut String, value: &str) {
    if here {
        value.clone_into(cell);
    }
}

#[test]
fn rows_that_are_emptied_or_filled_with_one_value_in_one_column_are_quarantined_where_they_are_more_than_a_few()
 {
    for (rows, quarantined) in [(5, false), (6, true)] {
        let expected = |rows: usize| if quarantined { (rows, 0) } else { (0, rows) };
        for column in [DOCUMENT, GROUNDS, NETWORK, DATE] {
            let emptied = uniform(|at, row| {
                if at < rows {
                    row[column].clear();
                }
            });
            assert_eq!(emptied, expected(rows), "{column}");
        }
        assert_eq!(
            uniform(|at, row| fill(at < rows, &mut row[ADDRESS], "Carrera 5 # 22-45")),
            expected(rows)
        );
    }
    // What stands for nothing in every row is not missed.
    assert_eq!(uniform(|at, row| fill(at < 9, &mut row[DOCUMENT], "no aporta")), (0, 9));
    assert_eq!(uniform(|at, row| fill(at < 9, &mut row[NETWORK], "WhatsApp")).0, 0);
}

#[test]
fn days_that_shift_by_one_row_are_quarantined_in_a_sheet_of_any_size() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..100).map(complete).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        row[DATE] = format!("{:02}/11/2026", 3 + at % 15);
    }
    memory.night(&mut rows, "2026-11-23");
    let known = rows.clone();
    for (row, below) in rows[92..99].iter_mut().zip(&known[93..]) {
        row[DATE].clone_from(&below[DATE]);
    }
    let balance = assess(&memory, &rows).plan.balance;
    assert_eq!((balance.quarantined, balance.amended), (7, 0));
}

#[test]
fn a_night_that_would_amend_more_than_twenty_and_a_fifth_of_the_last_month_is_held() {
    let amend = |rows: &mut InventedRows, count: usize| {
        for (at, row) in rows.iter_mut().enumerate().take(count) {
            row[ADDRESS] = format!("Carrera {at} # 9-1{at}");
        }
    };
    for (known, amended, quarantined) in [(30, 20, false), (30, 21, true), (110, 22, false), (104, 21, true)]
    {
        let mut memory = Memory::default();
        let mut rows: InventedRows = (0..known).map(complete).collect();
        memory.night(&mut rows, "2026-11-23");
        amend(&mut rows, amended);
        rows.push(complete(900));
        let balance = assess(&memory, &rows).plan.balance;
        let expected = if quarantined { (amended, 0, 1) } else { (0, amended, 1) };
        let counted = (balance.quarantined as usize, balance.amended as usize, balance.pqr);
        assert_eq!(counted, expected, "{amended} of {known}");
    }
}

#[test]
fn completions_and_filled_blanks_are_no_amendments_that_are_too_many() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..40).map(complete).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        row[if at % 2 == 0 { DOCUMENT } else { GROUNDS }].clear();
    }
    memory.night(&mut rows, "2026-11-23");
    for (at, row) in (0..).zip(rows.iter_mut()) {
        let typed = complete(at);
        row[DOCUMENT].clone_from(&typed[DOCUMENT]);
        row[GROUNDS].clone_from(&typed[GROUNDS]);
    }
    let balance = assess(&memory, &rows).plan.balance;
    assert_eq!((balance.quarantined, balance.pqr + balance.amended), (0, 40));
}

#[test]
fn the_columns_that_end_it_are_those_that_moved_beside_the_id() {
    let (memory, known) = known();
    let mut rows = known.clone();
    sort(&mut rows, &[NAME, DOCUMENT]);
    let columns = assess(&memory, &rows).plan.quarantined_columns;
    assert_eq!(columns, [5, 6].map(crate::testing::nth_column));
}

#[test]
fn blanks_that_are_filled_go_unless_the_value_came_from_another_row() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..30).map(complete).collect();
    for row in &mut rows[20..] {
        row[DOCUMENT].clear();
    }
    memory.night(&mut rows, "2026-11-23");

    let first = rows.clone();
    for (at, row) in rows[..20].iter_mut().enumerate() {
        row[DOCUMENT].clone_from(&first[at + 1][DOCUMENT]);
    }
    rows[25][DOCUMENT] = "CC 1.888.555.222".into();
    let last = first[0][DOCUMENT].clone();
    rows[26][DOCUMENT] = last;

    let plan = assess(&memory, &rows).plan;
    assert!(matches!(plan.dispositions[25], Disposition::HandedOver(..)), "{:?}", plan.dispositions[25]);
    assert!(matches!(plan.dispositions[26], Disposition::Quarantined(_)), "{:?}", plan.dispositions[26]);
    assert_eq!((plan.balance.quarantined, plan.balance.pqr + plan.balance.amended), (21, 1));
}

#[test]
fn a_night_in_quarantine_repeats_without_changing_anything_until_the_sort_is_undone() {
    let (mut memory, before) = known();
    let mut rows = before.clone();
    sort(&mut rows, &[NAME, DOCUMENT]);
    let annotations = |memory: &Memory, rows: &InventedRows| {
        let assessment = assess(memory, rows);
        annotate(&assessment.plan, &assessment.sheet.reports, &memory.verified(), &Answers::default())
    };

    let first = annotations(&memory, &rows);
    for _ in 0..3 {
        let (assessment, handoffs) = memory.night(&mut rows, NIGHT);
        assert!(handoffs.is_empty() && assessment.plan.balance.quarantined > 20);
        let now = annotations(&memory, &rows);
        assert_eq!(now, first);
        for (row, annotation) in rows.iter_mut().zip(&now) {
            row[ID].clone_from(&annotation.id);
        }
    }

    assert!(first.iter().any(|annotation| annotation.state.starts_with("Retenido: ")));
    assert!(first.iter().all(|annotation| !annotation.id.is_empty()));
    let balance = assess(&memory, &before).plan.balance;
    assert_eq!((balance.already as usize, balance.quarantined), (KNOWN, 0));
}

#[test]
fn accepted_changes_go_once_and_undoing_them_later_is_no_accidental_edit() {
    let (mut memory, before) = known();
    let mut rows = before.clone();
    sort(&mut rows, &[PROFILE, NAME, DOCUMENT]);
    let quarantined = assess(&memory, &rows).plan.balance.quarantined;
    let (assessment, _) = memory.night_accepting(&mut rows, NIGHT, &AcceptedChanges::All);
    assert_eq!((assessment.plan.balance.amended, assessment.plan.balance.quarantined), (quarantined, 0));
    let (again, handoffs) = memory.night(&mut rows, NIGHT);
    assert!(handoffs.is_empty());
    assert_eq!(again.plan.balance.already as usize, KNOWN);
    let undone = assess(&memory, &before).plan.balance;
    assert_eq!((undone.amended, undone.quarantined), (quarantined, 0));
}

#[test]
fn accepting_changes_nothing_where_nothing_is_quarantined() {
    let (memory, mut rows) = known();
    rows[3][ADDRESS] = "Carrera 5 # 22-45".into();
    rows.push(complete(91));
    let accepted = assess(&memory, &rows).accepting(&AcceptedChanges::All, form(), &memory.verified()).plan;
    assert_eq!(accepted.dispositions, assess(&memory, &rows).plan.dispositions);
}

#[test]
fn which_rows_are_quarantined_does_not_depend_on_their_order() {
    let (memory, mut rows) = known();
    sort(&mut rows, &[DATE, TIME, NETWORK, PROFILE, NAME]);
    erase_ids(&mut rows);
    rows.extend([complete(92), complete(93)]);
    let straight = assess(&memory, &rows).plan.dispositions;
    rows.rotate_left(11);
    let mut turned = assess(&memory, &rows).plan.dispositions;
    turned.rotate_right(11);
    assert_eq!(turned, straight);
}
