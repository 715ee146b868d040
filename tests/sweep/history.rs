//! Long random histories: a month of nights with staff, faults, deaths and two hosts, told again by
//! the seed, and shortened to what is needed to break a promise.

use chrono::Days;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use crate::edits::{Edit, Kind};
use crate::faults;
use crate::play::play;
use crate::scenario::{Scenario, first_night};
use crate::stage::Stage;
use crate::story::{Act, How, Story};

/// Nights of a history.
const NIGHTS: u32 = 30;
/// How many times a story that breaks a promise is told again to shorten it.
const RETELLINGS: usize = 400;

/// What staff do all day, the usual more often than the odd.
const USUAL: [Kind; 22] = [
    Kind::AppendRow,
    Kind::AppendRow,
    Kind::AppendRow,
    Kind::InsertBelow,
    Kind::InsertAbove,
    Kind::EditGrounds,
    Kind::EditGrounds,
    Kind::CompleteAddress,
    Kind::EditDocument,
    Kind::SortByName,
    Kind::SortByTextDescending,
    Kind::SortInFilterView,
    Kind::DeleteRow,
    Kind::DuplicateRow,
    Kind::MoveRow,
    Kind::HideRow,
    Kind::FillState,
    Kind::EraseIds,
    Kind::MoveColumn,
    Kind::MoveOwnColumn,
    Kind::UndoOwn,
    Kind::NoteAndColour,
];
const ODD: [Kind; 20] = [
    Kind::InsertFirstRow,
    Kind::TypeAboveHeader,
    // A copy of a row whose date is merged away is a report of another day.
    Kind::MergeNumbers,
    Kind::ShiftCellsRight,
    Kind::BlankHeader,
    Kind::DeleteHeader,
    Kind::InsertHeader,
    Kind::PasteHeaderRow,
    Kind::DuplicateTab,
    Kind::RenameTab,
    Kind::BasicFilter,
    Kind::CutAndPasteRow,
    Kind::ClearRow,
    Kind::DuplicateAndEdit,
    Kind::DeleteHandoffTab,
    Kind::RenameHeader,
    Kind::ForgeId,
    Kind::AnswerReport,
    Kind::ScribbleInMaintainedTab,
    Kind::DeleteMaintainedTabs,
];

/// The history of a seed.
pub(crate) fn story(seed: u64) -> Story {
    let mut dice = StdRng::seed_from_u64(seed);
    let scenario = *[Scenario::One, Scenario::Three, Scenario::Corrections].choose(&mut dice).unwrap();
    let mut acts = Vec::new();
    let mut fresh = 100;
    for night in 0..NIGHTS {
        let day = first_night() + Days::new(night.into());
        let mut edit = |dice: &mut StdRng| {
            fresh += 1;
            let kind = *if dice.random_bool(0.9) { USUAL.choose(dice) } else { ODD.choose(dice) }.unwrap();
            Edit { kind, row: dice.random_range(0..40), n: fresh, day: 9 + night }
        };
        for _ in 0..dice.random_range(0..4) {
            acts.push(Act::Staff(edit(&mut dice)));
        }
        // Cells are shifted between nights: within one they may meet the write beside the rows.
        let mut within = |dice: &mut StdRng| {
            loop {
                let edit = edit(dice);
                if edit.kind != Kind::ShiftCellsRight {
                    break edit;
                }
            }
        };
        let how = match dice.random_range(0..20) {
            0..6 => How::Clean,
            6..10 => How::Fault {
                call: dice.random_range(1..16),
                kind: *faults::Kind::ALL.choose(&mut dice).unwrap(),
                times: dice.random_range(0..3),
            },
            10..13 => How::Killed { after: dice.random_range(0..16) },
            13..15 => How::Late { call: dice.random_range(1..14), into: dice.random_range(0..14) },
            15..18 => How::Edited {
                edits: {
                    let first = dice.random_range(0..12);
                    let second = first + dice.random_range(0..4);
                    vec![(first, within(&mut dice)), (second, within(&mut dice))]
                },
            },
            _ => How::Two {
                turns: [0; 3].map(|_| dice.random_range(0..14)),
                edit: dice.random_bool(0.5).then(|| within(&mut dice)),
            },
        };
        acts.push(Act::Night { day, how });
    }
    let mut story = Story { name: format!("history/{seed}"), scenario, acts };
    story.repair();
    story
}

/// The same story with everything left out that is not needed to break a promise.
pub(crate) fn shortened(stage: &Stage, story: &Story) -> Story {
    let mut story = story.clone();
    let mut left = RETELLINGS;
    // Halves first, then ever smaller parts.
    let mut size = story.acts.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < story.acts.len() && left > 0 {
            let mut shorter = story.clone();
            shorter.acts.drain(at..(at + size).min(shorter.acts.len()));
            left -= 1;
            if breaks(stage, &shorter) { story = shorter } else { at += size }
        }
        size /= 2;
    }
    for at in 0..story.acts.len() {
        for simpler in simpler(&story.acts[at]) {
            let mut other = story.clone();
            other.acts[at] = simpler;
            if left > 0 && breaks(stage, &other) {
                story = other;
            }
            left = left.saturating_sub(1);
        }
    }
    story
}

fn breaks(stage: &Stage, story: &Story) -> bool {
    crate::case::caught(|| play(stage, story)).is_err()
}

/// The same act with less to it.
fn simpler(act: &Act) -> Vec<Act> {
    let Act::Night { day, how } = act else { return Vec::new() };
    let night = |how| Act::Night { day: *day, how };
    match how {
        How::Clean => Vec::new(),
        How::Edited { edits } if edits.len() > 1 => {
            vec![
                night(How::Clean),
                night(How::Edited { edits: edits[..1].to_vec() }),
                night(How::Edited { edits: edits[1..].to_vec() }),
            ]
        }
        How::Two { turns: [first, second, _], .. } => {
            vec![night(How::Clean), night(How::Two { turns: [*first, *second, usize::MAX], edit: None })]
        }
        How::Fault { call, kind, .. } => {
            vec![night(How::Clean), night(How::Fault { call: *call, kind: *kind, times: 1 })]
        }
        _ => vec![night(How::Clean)],
    }
}
