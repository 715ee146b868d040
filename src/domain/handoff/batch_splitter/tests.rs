use super::*;
use crate::domain::finding::field::Field;
use crate::domain::handoff::cut::Handoff;
use crate::testing::{Memory, complete, digests};

/// The lines of a night, in their order.
fn lines(rows: u32) -> Vec<Entry> {
    let (_, mut handoffs) = Memory::default().night(&mut (0..rows).map(complete).collect(), "2026-11-24");
    let Handoff { entries, .. } = handoffs.remove(0);
    entries
}

/// One number of a night.
#[derive(Debug, PartialEq)]
enum BatchAnswer {
    Accepted,
    Certain,
    Perhaps,
}

/// The end of a night's lines: the sizes of the numbers that Google took, those of which it took without
/// texts, those left to a later run, and whether the night gave up.
#[derive(Debug, Default, PartialEq)]
struct SplitOutcome {
    taken: Vec<usize>,
    without_texts: Vec<usize>,
    deferred: Vec<usize>,
    gave_up: bool,
    refusals: usize,
}

/// Plays the numbers of a night: `google` says what it answers to lines, by index, and whether they carry texts.
fn night(
    splitter: &mut BatchSplitter,
    all: &[Entry],
    takes_writes: impl Fn(usize) -> bool,
    google: impl Fn(&[usize], &dyn Fn(usize) -> bool, usize) -> BatchAnswer,
) -> SplitOutcome {
    let mut left: Vec<usize> = (0..all.len()).collect();
    let mut outcome = SplitOutcome::default();

    while !left.is_empty() {
        let turn = |at: &usize| splitter.turn(&all[*at].fingerprint, false);
        left.sort_by_key(turn);
        let first = turn(&left[0]);
        let most = splitter.limits(first).rows;
        let part: Vec<usize> = left.iter().copied().take_while(|at| turn(at) == first).take(most).collect();
        let entries: Vec<Entry> = part.iter().map(|at| all[*at].clone()).collect();
        let is_shortened = |at: usize| splitter.leaves_out_texts(&all[at].fingerprint);
        match google(&part, &|at| !is_shortened(at), outcome.refusals) {
            BatchAnswer::Accepted => {
                outcome.without_texts.extend(part.iter().copied().filter(|at| is_shortened(*at)));
                splitter.on_accepted(&entries);
                outcome.taken.push(part.len());
                left.retain(|at| !part.contains(at));
            }
            answer => {
                outcome.refusals += 1;
                assert!(outcome.refusals < 200, "no end");
                match splitter.on_refused(&entries, answer == BatchAnswer::Certain) {
                    NextStep::PlanAgain => {}
                    NextStep::Ascertain(row) if takes_writes(outcome.refusals) => splitter.ascertain(row),
                    NextStep::Ascertain(_) | NextStep::GiveUp => {
                        outcome.gave_up = true;
                        return outcome;
                    }
                    NextStep::Confirmed(row) => {
                        splitter.defer(row);
                        let at = part[0];
                        outcome.deferred.push(at);
                        left.retain(|other| *other != at);
                    }
                }
            }
        }
    }

    outcome
}

#[test]
fn a_refusal_with_a_reason_finds_its_row_which_goes_without_texts_and_stops_no_other() {
    let all = lines(9);
    for poisoned in 0..9 {
        let google = |part: &[usize], texts: &dyn Fn(usize) -> bool, _| {
            if part.contains(&poisoned) && texts(poisoned) {
                BatchAnswer::Certain
            } else {
                BatchAnswer::Accepted
            }
        };
        let outcome = night(&mut BatchSplitter::new(LIMITS), &all, |_| false, google);
        assert_eq!(outcome.without_texts, [poisoned], "{outcome:?}");
        assert_eq!(outcome.taken.iter().sum::<usize>(), 9, "{outcome:?}");
        assert!(outcome.refusals <= 10 && outcome.taken.len() <= 6, "{outcome:?}");
    }

    let google = |_: &[usize], _: &dyn Fn(usize) -> bool, _| BatchAnswer::Certain;
    let outcome = night(&mut BatchSplitter::new(LIMITS), &all, |_| false, google);
    assert!(outcome.gave_up && outcome.taken.is_empty(), "it is no row's doing: {outcome:?}");
}

#[test]
fn an_outage_of_any_length_makes_no_report_smaller_and_few_tabs() {
    for (all, refusals) in [lines(16), lines(64)].iter().flat_map(|all| (0..40).map(move |n| (all, n))) {
        let google = |_: &[usize], _: &dyn Fn(usize) -> bool, refused: usize| {
            if refused < refusals { BatchAnswer::Perhaps } else { BatchAnswer::Accepted }
        };
        let outcome = night(&mut BatchSplitter::new(LIMITS), all, |refused| refused >= refusals, google);
        assert!(outcome.without_texts.is_empty() && outcome.deferred.is_empty(), "{outcome:?}");
        assert!(outcome.taken.len() <= 3, "{refusals}: {outcome:?}");
        assert!(!outcome.gave_up || refusals >= 9, "{refusals}: {outcome:?}");
        assert_eq!(
            outcome.taken.iter().sum::<usize>(),
            if outcome.gave_up { 0 } else { all.len() },
            "{refusals}"
        );
    }
}

#[test]
fn a_row_refused_without_a_reason_waits_once_other_writes_pass_and_the_others_go() {
    let all = lines(64);
    for poisoned in [0, 1, 31, 32, 63] {
        let google = |part: &[usize], texts: &dyn Fn(usize) -> bool, _| {
            if part.contains(&poisoned) && texts(poisoned) {
                BatchAnswer::Perhaps
            } else {
                BatchAnswer::Accepted
            }
        };
        let mut splitter = BatchSplitter::new(LIMITS);
        let outcome = night(&mut splitter, &all, |_| true, google);
        assert_eq!((outcome.deferred.as_slice(), outcome.gave_up), (&[poisoned][..], false), "{outcome:?}");
        assert_eq!(outcome.taken.iter().sum::<usize>(), 63, "{outcome:?}");

        // The next run knows it, and the others go before it, in one number.
        let mut next = BatchSplitter::new(LIMITS);
        next.set_apart([all[poisoned].fingerprint]);
        assert_eq!(night(&mut next, &all, |_| true, google).taken, [63]);
    }
}

#[test]
fn one_row_is_found_in_the_largest_batch_that_there_can_be() {
    let line = lines(1).remove(0);
    let fingerprint = |at: usize| Fingerprint::of(&digests(&[(Field::Name, &at.to_string())]));
    let most = LIMITS.bytes / 1_000;
    let all: Vec<Entry> =
        (0..most).map(|at| Entry { fingerprint: fingerprint(at), ..line.clone() }).collect();

    for poisoned in [0, most - 1] {
        let google = |part: &[usize], texts: &dyn Fn(usize) -> bool, _| {
            if part.contains(&poisoned) && texts(poisoned) {
                BatchAnswer::Perhaps
            } else {
                BatchAnswer::Accepted
            }
        };
        let outcome = night(&mut BatchSplitter::new(LIMITS), &all, |_| true, google);
        assert_eq!((outcome.deferred.as_slice(), outcome.gave_up), (&[poisoned][..], false));
        assert_eq!(outcome.taken.iter().sum::<usize>(), most - 1);
    }
}

#[test]
fn without_another_write_no_row_is_to_blame() {
    let all = lines(1);
    let google = |_: &[usize], _: &dyn Fn(usize) -> bool, _| BatchAnswer::Perhaps;
    let outcome = night(&mut BatchSplitter::new(LIMITS), &all, |_| false, google);
    assert!(outcome.gave_up && outcome.deferred.is_empty(), "{outcome:?}");
    let outcome = night(&mut BatchSplitter::new(LIMITS), &all, |_| true, google);
    assert_eq!((outcome.deferred.as_slice(), outcome.refusals), (&[0][..], 3), "{outcome:?}");
}
