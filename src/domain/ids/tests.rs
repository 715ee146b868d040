use std::collections::BTreeSet;

use super::*;
use crate::testing::nth;

#[test]
fn ids_lead_back_to_their_numbers_and_never_meet() {
    let first = IdSpace::default();
    let later = first.next(&[]).unwrap();
    for (id_space, other) in [(first, later), (later, first)] {
        for n in [1, 2, 60, 99_999].map(nth) {
            assert_eq!(id_space.number(id_space.guard(n)), Some(n));
            assert_eq!(id_space.number_of_tab(id_space.tab(n)), Some(n));
            assert_eq!(other.number_of_tab(id_space.tab(n)), None);

            let day = NaiveDate::default();
            let ids: BTreeSet<SheetId> = id_space.reissues(n, day).collect();
            assert_eq!(ids.len(), 16);
            assert_ne!(
                id_space.reissues(n, day).next(),
                id_space.reissues(n, day.succ_opt().unwrap()).next()
            );
            for id in ids {
                assert_eq!((id_space.number_of_tab(id), id_space.number(id.number())), (Some(n), None));
                assert_eq!(other.number_of_tab(id), None);
            }

            assert_eq!(id_space.record_number(id_space.record(n, 15)), Some((n, 15)));
            assert_eq!(other.record_number(id_space.record(n, 15)), None);
            assert_eq!(id_space.record_number(id_space.guard(n)), None);
            assert_eq!(id_space.number(id_space.record(n, 0)), None);
        }

        assert_eq!(id_space.number(repair(7)), None);
        assert_eq!(id_space.number(LEDGER.number()), None);
        assert_eq!(id_space.number_of_tab(LEDGER), None);
        assert_eq!(id_space.number_of_tab(id_space.set_aside()), None);
        assert_eq!(id_space.number_of_tab(id_space.known_before_tab()), None);
        assert_ne!(id_space.known_before_tab(), other.known_before_tab());
        for id in id_space.night_log_ids() {
            assert!(id_space.is_own_tab(id) && id_space.is_night_log(id) && !other.is_night_log(id));
            assert_eq!((id_space.number_of_tab(id), MaintainedTab::of(id)), (None, None));
        }
        for id in id_space.state_history_ids() {
            assert!(id_space.is_own_tab(id) && id_space.is_state_history(id) && !other.is_state_history(id));
            assert!(!id_space.is_night_log(id) && id_space.number_of_tab(id).is_none());
        }
        for sequence in [0, 999, 1000, 4_000_001] {
            let id = id_space.history_record(sequence);
            assert!(id_space.is_history_record(id) && !other.is_history_record(id) && !is_refused_row(id));
            assert_eq!(id_space.number(id), None);
        }
        assert_eq!(id_space.number(0), None);
        assert_eq!(id_space.guard(nth(0)), NUMBER_ZERO);
    }

    for id in baseline_ids() {
        assert!(first.is_own_tab(id) && later.is_own_tab(id) && is_baseline(id));
        assert!(!first.is_night_log(id) && first.number_of_tab(id).is_none());
    }
    assert_eq!(repair_position(repair(7)), Some(7));
    assert_eq!(repair_position(ServiceColumn::Id.tag()), None);
}

#[test]
fn a_ledger_that_begins_anew_takes_an_id_space_without_tabs() {
    let second = IdSpace::default().next(&[IdSpace::default().tab(nth(1))]).unwrap();
    let third = second.next(&[second.tab(nth(7))]).unwrap();
    assert_eq!(
        IdSpace::default().next(&[second.tab(nth(7))]),
        Ok(third),
        "also where nobody remembers the second"
    );
    assert!(third > second);

    let mut last = third;
    while let Ok(next) = last.next(&[]) {
        last = next;
    }
    let lowest = IdSpace::default().reissues(nth(1), NaiveDate::default()).min().unwrap();
    assert!(last.record(nth(124_999), 15) < lowest.number());
    assert!(!last.state_history_ids().any(|id| is_refused_row(id.number())));
    assert!(baseline_ids().all(|id| last.history_record(999) < id.number()));
    assert_eq!(last.next(&[]), Err(NoIdSpaceLeft));
}

#[test]
fn an_origin_is_read_back_as_it_is_written() {
    for id_space in [IdSpace::default(), IdSpace::default().next(&[]).unwrap()] {
        let origin = Origin { file: "1Invented".into(), id_space };
        assert_eq!(origin.to_string().parse(), Ok(origin));
    }
    assert_eq!("1:1Invented".parse::<Origin>().unwrap().id_space, IdSpace::default());
    for wrong in ["1Invented", "2:1Invented", "1:1Invented x", "1:1Invented 999"] {
        assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
    }
}
