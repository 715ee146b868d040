//! Faults at every call of a night: whatever strikes, one clean night later every row has been
//! handed over exactly once, one notice was sent, and no staff cell has changed.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::world::{AS_OF, Row, World, complete};

fn rows() -> Vec<Row> {
    (0..4).map(complete).collect()
}

/// The promises of a night that was disturbed and then repeated undisturbed.
fn assert_promises(world: &World, staff: &[Vec<String>], story: &str) {
    let mut ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
    ids.sort();
    assert_eq!(ids, ["CE-2026-00001", "CE-2026-00002", "CE-2026-00003", "CE-2026-00004"], "{story}");
    let mails = world.emulator.mails().len();
    assert_eq!(mails, 1, "{story}");
    assert_eq!(world.staff_cells(), staff, "{story}");
    let beside: Vec<String> = world.shown("CE-F05!M2:M5").into_iter().map(|row| row[0].clone()).collect();
    assert!(beside.iter().all(|id| id.starts_with("CE-2026-")), "{story}: {beside:?}");
    let start = world.emulator.mutations().len();
    let again = world.night(AS_OF);
    assert_eq!(again["outcome"], "nothing_new", "{story}");
    assert_eq!(world.mutations_since(start).len(), 0, "{story}: one more night changes nothing");
}

/// How many calls a clean night makes.
fn calls() -> usize {
    let world = World::adopted(&rows());
    let before = world.calls().len();
    world.night(AS_OF);
    world.calls().len() - before
}

/// Disturbs the n-th call of a night for every n, runs a clean one after it, and looks.
fn sweep(name: &str, fault: impl Fn(Match) -> Fault) {
    let calls = calls();
    assert!(calls > 8, "a night makes more calls than that");
    for n in 1..=calls {
        let world = World::adopted(&rows());
        world.reconfigure("timeout_seconds = 20", "timeout_seconds = 3");
        let staff = world.staff_cells();
        let api = Match {
            nth: Some(n),
            method: None,
            number: None,
            path_contains: Some("/v".to_owned()),
            body_contains: None,
        };
        let run = world.night_with(AS_OF, fault(api));
        let story = format!("{name} at call {n}: {run}");
        assert!([0, 1, 3, 75, 77].contains(&run.code), "{story}");
        let clean = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
        assert!(clean.code == 0, "{story}\nthen: {clean}");
        assert_promises(&world, &staff, &story);
    }
}

#[test]
fn an_answer_lost_after_the_call_was_applied() {
    sweep("applied, answer lost", |when| Fault::after(when, FaultAction::Drop));
}

#[test]
fn a_connection_closed_before_the_call_was_applied() {
    sweep("dropped before", |when| Fault::before(when, FaultAction::Drop));
}

#[test]
fn an_error_although_the_call_was_applied() {
    sweep("500 applied", |when| {
        Fault::after(when, FaultAction::google(500, "INTERNAL", "Internal error encountered."))
    });
}

#[test]
fn an_answer_cut_short() {
    sweep("cut", |when| Fault::after(when, FaultAction::Cut { bytes: 7 }));
}

#[test]
fn a_call_that_the_network_repeats() {
    sweep("applied twice", |when| Fault::before(when, FaultAction::ApplyTwice));
}

#[test]
fn a_token_that_has_expired() {
    let action = || FaultAction::google(401, "UNAUTHENTICATED", "Invalid Credentials");
    sweep("401 once", |when| Fault::before(when, action()));
}

#[test]
fn a_process_killed_at_every_call_before_and_after_it_is_applied() {
    let calls = calls();
    for n in 1..=calls {
        for after in [false, true] {
            let world = World::adopted(&rows());
            let staff = world.staff_cells();
            world.killed(&["run", "--as-of", AS_OF], n, after);
            let story = format!("killed {} call {n}", if after { "after" } else { "before" });
            let clean = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
            assert!([0, 3].contains(&clean.code), "{story}: {clean}");
            if clean.code == 3 {
                // The draft went out, and the one who saw it go is dead: said once, never guessed.
                assert_eq!(clean.json()["notice"], "uncertain", "{story}");
            }
            assert_promises(&world, &staff, &story);
        }
    }
}

#[test]
fn two_runs_at_once_hand_over_once_and_send_one_notice() {
    let calls = calls();
    for n in 1..=calls {
        let world = World::adopted(&rows());
        let staff = world.staff_cells();
        let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
        let hold = world.emulator.hold(when);
        let mut slow = world.command();
        slow.args(["run", "--as-of", AS_OF]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut slow = slow.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
        // Another host has another state folder, so the lock file does not spare the work.
        let mut other = world.command();
        other.env("HOME", world.path("other")).args(["run", "--as-of", AS_OF]);
        world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
        let quick = crate::world::Run::of(&mut other);
        hold.release();
        let slow = slow.wait().unwrap();
        let story = format!("two runs, one waiting at call {n}: {slow}, {quick}");
        assert!([0, 3].contains(&quick.code), "{story}");
        assert!([0, 3].contains(&slow.code().unwrap()), "{story}");
        let clean = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
        assert!([0, 3].contains(&clean.code), "{story}\nthen {clean}");
        assert_promises(&world, &staff, &story);
    }
}

#[test]
fn a_run_that_loses_the_race_reads_again_and_hands_over_only_what_is_left() {
    let world = World::adopted(&rows());
    let guard = Match { body_contains: Some("traslado.guard".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(guard);
    let mut slow = world.command();
    slow.args(["run", "--as-of", AS_OF, "--json"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let slow = slow.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    assert_eq!(world.night(AS_OF)["handoffs"][0]["rows"], 4);
    world.type_at("A6", &[complete(5)]);
    hold.release();
    let output = slow.wait_with_output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["seq"], &json["handoffs"][0]["rows"]), (&2.into(), &1.into()), "{json}");
    assert_eq!(world.lines().len(), 5);
    assert_eq!(world.emulator.mails().len(), 2);
}
