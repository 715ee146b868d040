use super::*;
use crate::testing::{Memory, SPREADSHEET, complete, day, nth};

fn nights(count: u32) -> Memory {
    let mut memory = Memory::default();
    let mut rows = Vec::new();
    for night in 0..count {
        rows.extend((3 * night..3 * night + 3).map(complete));
        memory.night(&mut rows, &format!("2026-11-{}", 22 + night));
    }
    memory
}

fn cross_checks(memory: &Memory) -> CrossChecks {
    CrossChecks {
        guards: memory.guards.clone(),
        origin: Some(SPREADSHEET.to_owned()),
        announced: memory.verified().head(),
        tabs: memory.guards.iter().map(|guard| guard.number).collect(),
        has_ledger: true,
        ..CrossChecks::default()
    }
}

fn damage(memory: &Memory, cross_checks: &CrossChecks) -> Damage {
    verify(&memory.ledger, cross_checks, SPREADSHEET).expect_err("damage")
}

#[test]
fn a_sound_ledger_is_sound_to_every_witness() {
    let memory = nights(3);
    let mut cross_checks = cross_checks(&memory);
    let ledger = verify(&memory.ledger, &cross_checks, SPREADSHEET).expect("it verifies");
    cross_checks.high_water_mark = Some(HighWaterMark::of(&ledger, 0));
    assert_eq!(verify(&memory.ledger, &cross_checks, SPREADSHEET).expect("it verifies").head(), nth(3));
}

#[test]
fn lines_that_are_gone_are_told_from_a_restored_version_by_the_tabs() {
    let mut memory = nights(3);
    let mut cross_checks = cross_checks(&memory);
    memory.ledger.truncate(3);
    assert_eq!(damage(&memory, &cross_checks), Damage::Missing { first: nth(2), last: nth(3) });
    cross_checks.has_ledger = false;
    assert_eq!(damage(&memory, &cross_checks), Damage::NoLedger { handoffs: nth(3) });
    cross_checks.has_ledger = true;
    cross_checks.tabs = [nth(1)].into();
    let head_day = Some(day("2026-11-22"));
    let restored = |seen_in, day| Damage::Restored { seen_in, number: nth(3), day, head: nth(1), head_day };
    assert_eq!(damage(&memory, &cross_checks), restored(SeenIn::Guard, None));
    cross_checks.guards.truncate(1);
    assert_eq!(damage(&memory, &cross_checks), restored(SeenIn::Notice, None));
    cross_checks.announced = nth(1);
    let link = Link::claimed("0");
    let seen = Some(day("2026-11-24"));
    cross_checks.high_water_mark = Some(HighWaterMark { number: nth(3), link, repairs: 0, day: seen });
    assert_eq!(damage(&memory, &cross_checks), restored(SeenIn::Host, seen));
    cross_checks.repairs = 1;
    assert_eq!(
        verify(&memory.ledger, &cross_checks, SPREADSHEET).expect("it was taken as it stood").head(),
        nth(1)
    );
}

#[test]
fn another_history_under_a_number_that_the_host_has_seen_is_noticed() {
    let memory = nights(2);
    let high_water_mark = HighWaterMark { number: nth(1), link: Link::claimed("0"), repairs: 0, day: None };
    let cross_checks = CrossChecks { high_water_mark: Some(high_water_mark), ..cross_checks(&memory) };
    assert_eq!(damage(&memory, &cross_checks), Damage::Rewritten { number: nth(1) });
}

#[test]
fn a_copy_is_told_from_tampering_by_the_file_it_was_made_for() {
    let memory = nights(2);
    let mut cross_checks = cross_checks(&memory);
    let copy =
        |cross_checks: &CrossChecks| verify(&memory.ledger, cross_checks, "1Copy").expect_err("damage");
    assert_eq!(copy(&cross_checks), Damage::Copy { certain: true });
    cross_checks.origin = None;
    assert_eq!(copy(&cross_checks), Damage::Broken { number: nth(1) });
    cross_checks.guards.clear();
    assert_eq!(copy(&cross_checks), Damage::Copy { certain: false });
}

#[test]
fn guards_that_are_gone_are_told_from_lines_that_nobody_wrote() {
    let mut memory = nights(2);
    let mut cross_checks = cross_checks(&memory);
    cross_checks.guards.clear();
    assert_eq!(damage(&memory, &cross_checks), Damage::Unguarded { number: nth(2) });
    cross_checks.guards.clone_from(&memory.guards);
    let mut forged = memory.ledger[0].clone();
    forged[0] = Cell::Text("9".into());
    memory.ledger.push(forged);
    assert_eq!(damage(&memory, &cross_checks), Damage::Broken { number: nth(3) });
}

#[test]
fn a_witness_is_read_back_as_it_is_written() {
    let high_water_mark =
        HighWaterMark { number: nth(3), link: Link::origin("x"), repairs: 1, day: Some(day("2026-11-24")) };
    assert_eq!(high_water_mark.to_string().parse(), Ok(high_water_mark.clone()));
    let undated = HighWaterMark { day: None, ..high_water_mark };
    assert_eq!(undated.to_string().parse(), Ok(undated));
    for wrong in ["", "3", "3 x", "x 00 0", "3 00 0 ayer"] {
        assert_eq!(wrong.parse::<HighWaterMark>(), Err(ParseHighWaterMarkError), "{wrong}");
    }
}
