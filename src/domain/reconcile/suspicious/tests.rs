use std::sync::LazyLock;

use crate::domain::clerks::annotation::annotate;
use crate::domain::clerks::answers::Answers;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::{Disposition, Window, WithheldReason};
use crate::testing::{
    ADDRESS, Cells, DATE, DOCUMENT, GROUNDS, ID, InventedRows, Memory, NAME, NETWORK, PROFILE, SUBJECT, TIME,
    assess_rows, complete, window,
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

fn accepting() -> Window {
    Window { accepts_changes: true, ..window(NIGHT) }
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
fn corrections_that_all_go_one_way_are_not_quarantined() {
    let (memory, mut rows) = known();
    for row in &mut rows[..9] {
        row[DATE] = "22/11/2026".into();
    }
    rows[20][DATE] = rows[0][DATE].clone();
    let plan = assess(&memory, &rows).plan;
    assert_eq!((plan.balance.quarantined, plan.balance.amended), (0, 10));
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
fn few_accidental_edits_in_a_small_sheet_and_one_in_ten_of_a_large_one_go() {
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
    assert_eq!(assess(&memory, &rows).plan.balance.quarantined, 0);
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

    assert!(first.iter().any(|annotation| annotation.state.starts_with("Retenida: ")));
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
    let (assessment, _) = memory.night_in(&mut rows, accepting());
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
    let accepted = assess_rows(&rows, &memory.verified(), accepting()).plan;
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
