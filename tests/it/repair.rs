//! Repairs that are killed, that lose their answer, or that meet a run: one outcome, and nothing
//! lost.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::ledger::{THIRD, clean_night, in_ledger, two_nights, verified};
use crate::world::{AS_OF, World, complete};

/// Starts a command, holds its n-th call, and gives what is to be done meanwhile its time.
fn while_on_hold(world: &World, n: usize, arguments: &[&str], meanwhile: impl FnOnce()) -> i32 {
    let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(when);
    let mut command = world.command();
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    meanwhile();
    hold.release();
    let code = process.wait().unwrap().code().unwrap();
    world.configure(&world.config());
    code
}

/// How many calls a command makes after this has happened to the ledger.
fn calls(arguments: &[&str], damage: impl Fn(&World)) -> usize {
    let world = two_nights();
    damage(&world);
    let before = world.calls().len();
    assert_eq!(world.traslado(arguments).code, 0);
    world.calls().len() - before
}

#[test]
fn a_run_and_a_repair_at_once_lose_nothing_whichever_waits() {
    let damage = |world: &World| in_ledger(world, |tab| tab.delete_rows(3, 1).unwrap());
    let run = ["run", "--as-of", THIRD];
    for n in 1..=calls(&["verify", "--repair"], damage) {
        let world = two_nights();
        damage(&world);
        let code = while_on_hold(&world, n, &["verify", "--repair"], || {
            // The other host repairs, and hands over at once.
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
            assert_eq!(world.traslado(&run).code, 0, "call {n}");
        });
        assert_eq!(code, 0, "call {n}");
        assert_eq!(world.night(THIRD)["outcome"], "nothing_new", "call {n}");
        assert_eq!((verified(&world)["head"].clone(), world.lines().len()), (3.into(), 6), "call {n}");
    }
    for n in 1..=calls(&run, |_| ()) {
        let world = two_nights();
        let code = while_on_hold(&world, n, &run, || {
            damage(&world);
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
        });
        assert!([0, 3, 66].contains(&code), "call {n}: {code}");
        world.night(THIRD);
        assert_eq!((verified(&world)["head"].clone(), world.lines().len()), (3.into(), 6), "call {n}");
        assert_eq!(world.emulator.mails().len(), 3, "call {n}");
    }
}

#[test]
fn a_repair_never_writes_over_what_a_run_has_committed_since_it_read() {
    // A header does not stop a run, and the repair writes the whole ledger for it.
    let damage = |world: &World| in_ledger(world, |tab| tab.type_rows("D1", &[["Rev."]]).unwrap());
    for n in 1..=calls(&["verify", "--repair"], damage) {
        let world = two_nights();
        damage(&world);
        let code = while_on_hold(&world, n, &["verify", "--repair"], || {
            assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0, "call {n}");
        });
        assert_eq!(code, 0, "call {n}");
        let verification = verified(&world);
        assert_eq!(
            (&verification["head"], &verification["lines"]),
            (&3.into(), &6.into()),
            "call {n}: {verification}"
        );
        // A second repair would be one of what the first has written over.
        assert_eq!(verification["repairs"].as_array().unwrap().len(), 1, "call {n}: {verification}");
        assert_eq!(world.night(THIRD)["outcome"], "nothing_new", "call {n}");
    }
}

#[test]
fn a_repair_that_is_killed_is_made_by_the_next() {
    let damage = |world: &World| in_ledger(world, |tab| tab.delete_rows(2, 3).unwrap());
    for after in [false, true] {
        for n in 1..=calls(&["verify", "--repair"], damage) {
            let world = two_nights();
            damage(&world);
            world.killed(&["verify", "--repair"], n, after);
            assert_eq!(world.traslado(&["verify", "--repair"]).code, 0, "call {n}");
            clean_night(&world);
            assert_eq!(verified(&world)["repairs"].as_array().unwrap().len(), 1, "call {n}");
        }
    }
}

#[test]
fn a_repair_whose_answer_is_lost_is_made_once() {
    type Strike = fn(Match) -> Fault;
    let strikes: [Strike; 4] = [
        |when| Fault::after(when, FaultAction::Drop),
        |when| Fault::before(when, FaultAction::Drop),
        |when| Fault::after(when, FaultAction::google(500, "INTERNAL", "Internal error encountered.")),
        |when| Fault::before(when, FaultAction::ApplyTwice),
    ];
    for (at, strike) in strikes.into_iter().enumerate() {
        let world = two_nights();
        in_ledger(&world, |tab| tab.delete_rows(2, 3).unwrap());
        world.emulator.fault(strike(Match::path(":batchUpdate")));
        let run = world.traslado(&["verify", "--repair", "--json"]);
        assert_eq!((run.code, &run.json()["outcome"]), (0, &"repaired".into()), "{at}: {run}");
        assert_eq!(run.json()["repaired"].as_array().unwrap().len(), 1, "{at}: {run}");
        clean_night(&world);
        assert_eq!(verified(&world)["repairs"].as_array().unwrap().len(), 1, "{at}");
    }
}

#[test]
fn a_proof_that_another_run_commits_under_reads_again() {
    for n in 1..=calls(&["verify"], |_| ()) {
        let world = two_nights();
        let code = while_on_hold(&world, n, &["verify"], || {
            assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0, "call {n}");
        });
        assert_eq!(code, 0, "call {n}");
    }
}

#[test]
fn a_night_that_another_run_commits_under_reads_again() {
    for n in 2..=3 {
        let world = two_nights();
        let code = while_on_hold(&world, n, &["run", "--as-of", THIRD], || {
            assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0, "call {n}");
            world.type_at("A8", &[complete(6)]);
        });
        assert_eq!(code, 0, "call {n}");
        world.night(THIRD);
        assert_eq!((verified(&world)["lines"].clone(), world.lines().len()), (7.into(), 7), "call {n}");
    }
}

#[test]
fn a_tab_for_lost_lines_counts_as_the_handoffs_and_mends_the_ledger_like_it() {
    let world = two_nights();
    let tab = format!("Traslado {AS_OF}");
    world.emulator.with(|state| state.sheet_mut(&world.id, &tab).unwrap().delete_rows(6, 1)).unwrap();
    let verification = world.traslado(&["verify"]);
    assert_eq!(verification.code, 66, "{verification}");
    assert!(
        verification.stdout.contains(&format!("the hidden column of the tab \"{tab}\"")),
        "{verification}"
    );
    world.night(THIRD);
    assert!(world.titles().contains(&format!("{tab} (repuesto)")));
    assert_eq!(verified(&world)["tabs"], 3);
    // The ledger loses just the line that only the tab for lost lines still has.
    in_ledger(&world, |tab| tab.delete_rows(3, 1).unwrap());
    assert_eq!(world.traslado(&["verify", "--repair"]).code, 0);
    assert_eq!(world.night(THIRD)["outcome"], "nothing_new");
    assert_eq!((verified(&world)["lines"].clone(), world.lines().len()), (6.into(), 6));
}
