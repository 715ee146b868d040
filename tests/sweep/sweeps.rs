//! The sweeps: which stories are told.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::edits::{self, Edit};
use crate::long::Long;
use crate::scenario::Scenario;
use crate::story::{Act, How, Story};
use crate::{faults, sheets, times};

/// The calls that a clean night of each scenario makes.
pub(crate) type Calls = BTreeMap<Scenario, usize>;

/// Some cases of one kind.
pub(crate) struct Sweep {
    pub(crate) name: &'static str,
    pub(crate) cases: Vec<Case>,
    /// How many are enough for every day.
    pub(crate) daily: usize,
}

/// Every sweep, in full.
pub(crate) fn all(calls: &Calls, seeds: std::ops::Range<u64>) -> Vec<Sweep> {
    let stories = |stories: Vec<Story>| stories.into_iter().map(Case::Story).collect();
    vec![
        // The longest goes first, so that no thread waits for it in the end.
        Sweep { name: "long", cases: Long::ALL.map(Case::Long).into(), daily: usize::MAX },
        Sweep { name: "faults", cases: stories(single_faults(calls)), daily: 260 },
        Sweep { name: "runs", cases: stories(runs_of_answers(calls)), daily: 70 },
        Sweep { name: "outages", cases: stories(outages(calls)), daily: 70 },
        Sweep { name: "kills", cases: stories(kills(calls)), daily: 120 },
        Sweep { name: "edits", cases: stories(staff_edits(calls)), daily: 300 },
        Sweep { name: "two", cases: stories(two_hosts(calls)), daily: 120 },
        Sweep { name: "again", cases: stories(faults_in_recovery(calls)), daily: 80 },
        Sweep { name: "hostile", cases: sheets::hostile().into_iter().map(Case::Sheet).collect(), daily: 80 },
        Sweep { name: "shapes", cases: sheets::shapes().into_iter().map(Case::Sheet).collect(), daily: 36 },
        Sweep { name: "times", cases: times::all().into_iter().map(Case::Instant).collect(), daily: 24 },
        Sweep { name: "history", cases: seeds.map(Case::History).collect(), daily: usize::MAX },
    ]
}

/// Every call and every fault: once, twice, and to the end of the night.
fn single_faults(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for call in 1..=calls {
            for kind in faults::Kind::ALL {
                for (times, often) in [(1, "once"), (2, "twice"), (0, "on")] {
                    let name = format!("faults/{}/{call}/{kind:?}/{often}", scenario.name());
                    stories.push(Story::of(name, scenario, How::Fault { call, kind, times }));
                }
            }
        }
    }
    stories
}

/// The kinds of answer that an ill Google gives again and again.
const ILL: [faults::Kind; 5] = [
    faults::Kind::Error500,
    faults::Kind::Unavailable503,
    faults::Kind::Html502,
    faults::Kind::Quota,
    faults::Kind::ClosedBefore,
];
/// How often a call is tried at most.
const TRIES: usize = 7;

/// Every call answered in one way so many times in a row: for every number up to that of the tries and, of
/// calls that are made again, beyond it.
fn runs_of_answers(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for call in 1..=calls {
            for kind in ILL {
                for times in (1..=3 * TRIES + 1).chain([6 * TRIES]) {
                    let name = format!("runs/{}/{call}/{kind:?}/{times}", scenario.name());
                    stories.push(Story::of(name, scenario, How::Fault { call, kind, times }));
                }
            }
        }
    }
    stories
}

/// All of Google is away from a call on, for some minutes.
fn outages(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for call in 1..=calls {
            for kind in [
                faults::Kind::Error500,
                faults::Kind::Unavailable503,
                faults::Kind::ClosedBefore,
                faults::Kind::TimeOut,
            ] {
                for minutes in [1, 2, 4, 8, 30] {
                    let name = format!("outages/{}/{call}/{kind:?}/{minutes}", scenario.name());
                    stories.push(Story::of(name, scenario, How::Outage { call, kind, minutes }));
                }
            }
        }
    }
    stories
}

/// The process dies before, in and after every call.
fn kills(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for after in 0..=calls {
            let name = format!("kills/{}/{after}", scenario.name());
            stories.push(Story::of(name, scenario, How::Killed { after }));
        }
        for call in 1..=calls {
            for into in [0, 2, 3, 5, 8, 99] {
                let name = format!("kills/{}/late/{call}/{into}", scenario.name());
                stories.push(Story::of(name, scenario, How::Late { call, into }));
            }
        }
    }
    stories
}

/// Every edit of staff's in every gap between two calls.
fn staff_edits(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for gap in 0..=calls {
            // What people take back between two numbers, or right after the only one, is a restored old
            // version: refused, by design, and told in tests/it/restored.rs.
            let takes_back = match scenario {
                Scenario::Fifty => true,
                Scenario::Formulas => gap == 4,
                _ => gap == 3,
            };
            // Sheets has no write that looks first: a text that is pushed into a cell beside its row between the
            // read of that cell and the write is replaced, and stands in the version history.
            let before_the_write = if scenario == Scenario::Formulas { 4 } else { 3 };
            let usual = |kind: &edits::Kind| match kind {
                edits::Kind::Undo => !takes_back,
                edits::Kind::ShiftCellsRight => gap + before_the_write != calls,
                _ => true,
            };
            for kind in edits::Kind::ALL.into_iter().filter(usual) {
                let name = format!("edits/{}/{gap}/{kind:?}", scenario.name());
                let edit = Edit { kind, row: 0, n: 70, day: 6 };
                stories.push(Story::of(name, scenario, How::Edited { edits: vec![(gap, edit)] }));
            }
        }
    }
    stories
}

/// Two hosts take turns, the one interrupted once or twice.
fn two_hosts(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    for (&scenario, &calls) in calls {
        for first in 0..=calls {
            for second in 1..=calls + 1 {
                for third in [usize::MAX, 2] {
                    let turn = |calls: usize| {
                        if calls == usize::MAX { "all".to_owned() } else { calls.to_string() }
                    };
                    let name = format!("two/{}/{first}/{second}/{}", scenario.name(), turn(third));
                    let turns = [first, second, third];
                    stories.push(Story::of(name.clone(), scenario, How::Two { turns, edit: None }));
                    if third == usize::MAX {
                        // The second host sees a report that the first has not seen.
                        let edit = Some(Edit { kind: edits::Kind::AppendRow, row: 0, n: 70, day: 6 });
                        let name = format!("{name}/AppendRow");
                        stories.push(Story::of(name, scenario, How::Two { turns, edit }));
                    }
                }
            }
        }
    }
    stories
}

/// A strong fault, and another in the night that recovers from it.
fn faults_in_recovery(calls: &Calls) -> Vec<Story> {
    let mut stories = Vec::new();
    let scenario = Scenario::Three;
    let calls = calls.get(&scenario).copied().unwrap_or(0);
    let strongest = || (1..=calls).flat_map(|call| faults::Kind::STRONGEST.map(|kind| (call, kind)));
    for (call, kind) in strongest() {
        for (again, other) in strongest() {
            let name = format!("again/{}/{call}/{kind:?}/{again}/{other:?}", scenario.name());
            // To the end of the night, so that the first night really is cut short there.
            let mut story = Story::of(name, scenario, How::Fault { call, kind, times: 0 });
            let Some(Act::Night { day, .. }) = story.acts.first().cloned() else { continue };
            let how = How::Fault { call: again, kind: other, times: 1 };
            story.acts.push(Act::Night { day, how });
            stories.push(story);
        }
    }
    stories
}
