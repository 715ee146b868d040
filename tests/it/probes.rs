//! What the protocol assumes of Google, asked of the emulator with its switches both ways, and what
//! becomes of the nights where an assumption is another.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use google_emulator::{Emulator, Options, Switches};
use serde_json::Value;
use traslado::google::RetryPolicy;
use traslado::probes::{Answer, Necessity, Probe, ScratchSheet, TestMail};

use crate::world::{ACCOUNT, AS_OF, CLERKS, NEXT, World, client, complete};

/// A switch of the emulator's and the assumptions that it turns.
const TURNS: [(&str, &[Probe]); 5] = [
    ("titlesIgnoreCase", &[Probe::TitleCase]),
    ("deletedSheetIdsAreFree", &[Probe::FreedSheetId]),
    ("unmatchedMetadataIsAnError", &[Probe::UnmatchedDeletion]),
    ("metadataFollowsSort", &[Probe::SortLeavesRowTags]),
    ("unmatchedWriteIsAnError", &[Probe::UnmatchedWrite]),
];

/// The switches with one of them turned.
fn turned(name: &str) -> Switches {
    let mut switches = serde_json::to_value(Switches::default()).unwrap();
    let usual = switches[name].as_bool().unwrap_or_else(|| panic!("no switch {name}"));
    switches[name] = Value::Bool(!usual);
    serde_json::from_value(switches).unwrap()
}

fn names() -> Vec<String> {
    let switches = serde_json::to_value(Switches::default()).unwrap();
    switches.as_object().unwrap().keys().cloned().collect()
}

/// Puts every question to an emulator with these switches.
fn answers(switches: Switches, test_mail: bool) -> Vec<(Probe, Answer)> {
    let emulator = Emulator::start(Options { switches, ..Options::default() }).unwrap();
    let file = fixtures::make_spreadsheet(&emulator);
    // The pace is Google's quota, which the emulator does not hold to unless it is told.
    let policy = RetryPolicy { writes: 1000, ..RetryPolicy::within(Duration::from_secs(20)) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let google = client(&emulator, policy).await;
        let test_mail =
            test_mail.then(|| TestMail { from: ACCOUNT.parse().unwrap(), to: CLERKS.parse().unwrap() });
        let scratch = ScratchSheet::new(&google, &file, test_mail);
        let mut answers = Vec::new();
        for probe in Probe::ALL {
            answers.push((probe, probe.answer(&scratch).await));
        }
        answers
    })
}

#[test]
fn every_assumption_holds_of_the_emulator_as_it_is() {
    let answers = answers(Switches::default(), true);
    let otherwise: Vec<_> = answers.iter().filter(|(_, answer)| *answer != Answer::Holds).collect();
    assert!(otherwise.is_empty(), "{otherwise:#?}");
    let asked: BTreeSet<&str> = answers.iter().map(|(probe, _)| probe.assumes()).collect();
    assert_eq!(asked.len(), Probe::ALL.len(), "two questions in the same words");
}

#[test]
fn each_switch_turns_the_answers_that_rest_on_it_and_no_other() {
    let turns: BTreeMap<&str, &[Probe]> = TURNS.into_iter().collect();
    for name in names() {
        let expected = turns.get(name.as_str()).copied().unwrap_or_default();
        let shown: Vec<Probe> = answers(turned(&name), true)
            .into_iter()
            .filter_map(|(probe, answer)| (answer != Answer::Holds).then_some(probe))
            .collect();
        assert_eq!(shown, expected, "{name}");
        assert!(
            shown.iter().all(|probe| probe.weight() == Necessity::Optional),
            "{name} is undocumented, so no promise may hang on it"
        );
    }
    assert!(turns.keys().all(|name| names().iter().any(|known| known == name)));
}

#[test]
fn without_an_address_no_mail_is_sent() {
    let answers = answers(Switches::default(), false);
    let asked: Vec<Probe> = answers
        .into_iter()
        .filter_map(|(probe, answer)| (answer == Answer::NotAsked).then_some(probe))
        .collect();
    assert_eq!(asked, [Probe::SentDraftIsGone, Probe::DeletedDraftIsGone, Probe::TwoSends]);
}

/// Two nights with people at work in between: they sort, correct, copy a row, delete a hand-off's
/// tab and drag the service's columns.
fn story(name: &str) {
    let rows: Vec<_> = (1..=6).map(complete).collect();
    let world = World::adopted(&rows);
    world.emulator.with(|world| world.switches = turned(name));
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 6, "{name}");
    world.emulator.with(|google| {
        let mut tab = google.sheet_mut(&world.id, "CE-F05").unwrap();
        tab.sort("A2:P7", 5, true).unwrap();
        tab.insert_columns(1, 1).unwrap();
        tab.move_columns(14, 4, 2).unwrap();
        google.sheet_mut(&world.id, &format!("Traslado {AS_OF}")).unwrap().delete().unwrap();
    });
    world.type_at("F8", &[complete(7)]);
    let night = world.night(NEXT);
    assert_eq!(night["counts"]["pqr"], 1, "{name}: {night}");
    assert_eq!(night["counts"]["already"], 6, "{name}: {night}");
    let again = world.night(NEXT);
    assert_eq!(again["outcome"], "nothing_new", "{name}: {again}");
    let mut ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
    ids.sort();
    let expected: Vec<String> = (1..=7).map(|n| format!("CE-2026-{n:05}")).collect();
    assert_eq!(ids, expected, "{name}");
    assert_eq!(world.emulator.mails().len(), 2, "{name}");
}

#[test]
fn two_nights_keep_their_promises_whichever_way_google_is() {
    for name in names() {
        story(&name);
    }
}
