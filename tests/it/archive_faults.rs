//! Archiving under faults: whatever strikes, at whichever call of either day, the report is in the end
//! in the archive once, recorded once, and in no tab that stands; and never in neither.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match, Snapshot};

use crate::archive::{
    a_day_passes, answer, archive, archives, clerk_types, copies, shown_in_archive, titles, visible,
};
use crate::world::{AS_OF, Row, Run, World, complete};

/// A state to begin with again and again.
struct Stage {
    world: World,
    snapshot: Snapshot,
    tab: Vec<Vec<String>>,
}

const CELLS: &str = "A1:Y8";

impl Stage {
    /// One hand-off, answered.
    fn answered() -> Self {
        let rows: Vec<Row> = (0..2).map(complete).collect();
        let world = World::adopted(&rows);
        world.reconfigure("timeout_seconds = 20", "timeout_seconds = 3");
        world.night(AS_OF);
        answer(&world, AS_OF, &["R-1", "R-2"]);
        Self::of(world)
    }

    /// The same after the first of the two days.
    fn marked() -> Self {
        let Self { world, .. } = Self::answered();
        assert_eq!(archive(&world).code, 0);
        a_day_passes(&world);
        Self::of(world)
    }

    fn of(world: World) -> Self {
        let snapshot = world.emulator.with(|state| state.snapshot());
        let tab = world.shown(&format!("'Traslado {AS_OF}'!{CELLS}"));
        Self { world, snapshot, tab }
    }

    fn begin(&self) -> &World {
        self.world.emulator.with(|state| state.restore(&self.snapshot));
        let _ = std::fs::remove_dir_all(self.world.path("state"));
        &self.world
    }

    /// How many calls an undisturbed command makes.
    fn calls(&self) -> usize {
        let world = self.begin();
        let before = world.calls().len();
        assert_eq!(archive(world).code, 0);
        world.calls().len() - before
    }

    /// Nothing is lost at any moment: the lines stand in the spreadsheet, or the archive has them all.
    fn assert_somewhere(&self, story: &str) {
        let world = &self.world;
        let standing = world.titles().contains(&format!("Traslado {AS_OF}"));
        let range = format!("'Traslado {AS_OF}'!{CELLS}");
        let found = if standing { world.shown(&range) } else { shown_in_archive(world, &range) };
        assert_eq!(found, self.tab, "{story}");
    }

    /// Runs undisturbed to the end of the second day, and looks.
    fn assert_archived_once(&self, story: &str) {
        let world = &self.world;
        self.assert_somewhere(story);
        for _ in 0..3 {
            let run = archive(world);
            assert_eq!(run.code, 0, "{story}\nthen: {run}");
            a_day_passes(world);
        }
        assert_eq!(titles(world), ["CE-F05", "Libro de traslados", crate::archive::INDEX], "{story}");
        assert_eq!(copies(world), [format!("Traslado {AS_OF}")], "{story}");
        assert_eq!(archives(world).len(), 1, "{story}: one file");
        assert_eq!(shown_in_archive(world, &format!("'Traslado {AS_OF}'!{CELLS}")), self.tab, "{story}");
        let ledger = world.shown("'Libro de traslados'!A2:E9");
        let recorded = ledger.iter().filter(|line| line.get(4).is_some_and(|class| class == "ARCHIVADA"));
        assert_eq!((recorded.count(), ledger.len()), (2, 4), "{story}");
        let listed = world.shown(&format!("'{}'!A2:A9", crate::archive::INDEX));
        assert_eq!(listed, [["CE-2026-00001"], ["CE-2026-00002"]], "{story}");
        let verified = world.traslado(&["verify"]);
        assert_eq!(verified.code, 0, "{story}\nthen: {verified}");
    }

    fn at(n: usize) -> Match {
        Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() }
    }

    fn sweep(&self, name: &str, fault: impl Fn(Match) -> Fault) {
        for n in 1..=self.calls() {
            let world = self.begin();
            world.emulator.fault(fault(Self::at(n)));
            let run = archive(world);
            world.emulator.clear_faults();
            let story = format!("{name} at call {n}: {run}");
            assert!([0, 1, 75, 77].contains(&run.code), "{story}");
            self.assert_archived_once(&story);
        }
    }

    fn kill(&self) {
        for n in 1..=self.calls() {
            for after in [false, true] {
                let world = self.begin();
                let when = Self::at(n);
                let hold = if after { world.emulator.hold_after(when) } else { world.emulator.hold(when) };
                let mut process = spawn(world);
                assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
                process.kill().unwrap();
                process.wait().unwrap();
                hold.release();
                std::thread::sleep(Duration::from_millis(30));
                self.assert_archived_once(&format!(
                    "killed {} call {n}",
                    if after { "after" } else { "before" }
                ));
            }
        }
    }

    fn faults(&self) {
        self.sweep("applied, answer lost", |when| Fault::after(when, FaultAction::Drop));
        self.sweep("dropped before", |when| Fault::before(when, FaultAction::Drop));
        self.sweep("500 applied", |when| {
            Fault::after(when, FaultAction::google(500, "INTERNAL", "Internal error encountered."))
        });
        self.sweep("cut", |when| Fault::after(when, FaultAction::Cut { bytes: 7 }));
    }

    /// Another host does the same meanwhile.
    fn two_at_once(&self) {
        for n in 1..=self.calls() {
            let world = self.begin();
            let hold = world.emulator.hold(Self::at(n));
            let slow = spawn(world);
            assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
            world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
            let quick = archive(world);
            hold.release();
            let slow = slow.wait_with_output().unwrap();
            let (slow, said) =
                (slow.status.code().unwrap(), String::from_utf8_lossy(&slow.stderr).into_owned());
            world.reconfigure("timeout_seconds = 20", "timeout_seconds = 3");
            let _ = std::fs::remove_dir_all(world.path("other"));
            let story = format!("two at once, one waiting at call {n}: {slow} {said}, {quick}");
            assert!([0, 75].contains(&quick.code) && [0, 75].contains(&slow), "{story}");
            self.assert_archived_once(&story);
        }
    }
}

fn spawn(world: &World) -> std::process::Child {
    let mut command = world.command();
    command.args(["archive", "--yes", "--older-than", "1"]).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn faults_on_the_day_of_the_copy() {
    Stage::answered().faults();
}

#[test]
fn faults_on_the_day_of_the_removal() {
    Stage::marked().faults();
}

#[test]
fn a_process_killed_on_the_day_of_the_copy() {
    Stage::answered().kill();
}

#[test]
fn a_process_killed_on_the_day_of_the_removal() {
    Stage::marked().kill();
}

#[test]
fn two_at_once_copy_and_mark_once() {
    Stage::answered().two_at_once();
}

#[test]
fn two_at_once_take_away_once() {
    Stage::marked().two_at_once();
}

#[test]
fn a_clerk_who_types_in_any_gap_loses_nothing() {
    for stage in [Stage::answered(), Stage::marked()] {
        for n in 1..=stage.calls() {
            let world = stage.begin();
            let hold = world.emulator.hold(Stage::at(n));
            let mut process = spawn(world);
            assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
            let typed = clerk_types(world, &format!("'Traslado {AS_OF}'!L6"), &[["escrito"]]);
            hold.release();
            process.wait().unwrap();
            let standing = world.titles().contains(&format!("Traslado {AS_OF}"));
            // What was typed stands where people look, or it was refused because the tab was held still.
            let story = format!("typed at call {n}: {typed:?}");
            let range = format!("'Traslado {AS_OF}'!L6:L6");
            let found = if standing { world.shown(&range) } else { shown_in_archive(world, &range) };
            assert_eq!(found == [["escrito"]], typed.is_ok(), "{story}");
            for _ in 0..4 {
                let run: Run = archive(world);
                assert_eq!(run.code, 0, "{story}: {run}");
                a_day_passes(world);
            }
            assert!(!visible(world).contains(&format!("Traslado {AS_OF}")), "{story}");
            let found = shown_in_archive(world, &range);
            assert_eq!(found == [["escrito"]], typed.is_ok(), "{story}");
            assert_eq!(world.traslado(&["verify"]).code, 0, "{story}");
        }
    }
}
