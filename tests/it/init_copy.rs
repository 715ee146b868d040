//! `init` on a copy of an older CE-F05: what the old ledger knows is kept, and a new one begins.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Match, Switches};

use crate::ledger::{clean_night, two_nights, verified};
use crate::restored::copy;
use crate::world::{CLASS, World, complete, snapshot, table};

/// The nights after the copy was adopted.
const FIRST: &str = "2026-03-16";
const SECOND: &str = "2026-03-17";
const THIRD: &str = "2026-03-18";

/// Two nights in one file, and its copy in the configuration.
fn copied(copies_keep_metadata: bool) -> (World, String) {
    let mut world = two_nights();
    world.emulator.with(|state| state.switches = Switches { copies_keep_metadata, ..Switches::default() });
    let original = world.id.clone();
    turn_to(&mut world, copy);
    (world, original)
}

/// Names another file in the configuration.
fn turn_to(world: &mut World, file: impl FnOnce(&World) -> String) {
    world.id = file(world);
    world.configure(&world.config());
}

fn init(world: &World) -> String {
    let run = world.traslado(&["init", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    run.to_string()
}

/// What the copy must be after its first night: one report that nobody had handed over, under the next
/// ID, and the five old ones known.
fn assert_begun_anew(world: &World, story: &str) {
    let night = world.night(FIRST);
    assert_eq!((&night["seq"], &night["counts"]["pqr"]), (&1.into(), &1.into()), "{story}: {night}");
    assert_eq!(night["counts"]["already"], 5, "{story}: {night}");
    let tab = world.shown(&format!("'Traslado {FIRST}'!A5:F5"));
    assert_eq!((tab[0][0].as_str(), tab[0][CLASS].as_str()), ("CE-2026-00006", "PQR"), "{story}");
    let verification = verified(world);
    assert_eq!(
        (&verification["head"], &verification["lines"]),
        (&1.into(), &6.into()),
        "{story}: {verification}"
    );
    assert_eq!(world.night(SECOND)["outcome"], "nothing_new", "{story}");
}

#[test]
fn a_copy_made_in_the_midst_of_the_year_goes_on_where_the_original_was() {
    for keeps in [true, false] {
        let (mut world, original) = copied(keeps);
        let staff = world.staff_cells();
        let old_tab = world.shown("'Traslado 2026-03-10'!A1:Y12");
        let stopped = world.traslado(&["run", "--as-of", FIRST]);
        assert_eq!(stopped.code, 66, "{stopped}");
        let start = world.emulator.mutations().len();
        let asked = world.traslado(&["init"]);
        assert_eq!((asked.code, world.mutations_since(start).len()), (2, 0), "{asked}");
        let said = init(&world);
        let start = world.emulator.mutations().len();
        let again = init(&world);
        assert_eq!(world.mutations_since(start).len(), 0, "{again}");
        let titles = world.titles();
        assert_eq!(verified(&world)["head"], 0);
        assert_begun_anew(&world, "a copy");
        assert_eq!(world.staff_cells(), staff);
        assert_eq!(world.shown("'Traslado 2026-03-10'!A1:Y12"), old_tab);
        let beside = table(&world.shown("CE-F05!M1:O8"));
        let ledger = table(&world.shown("'Libro de traslados'!A1:I9"));
        let aside = table(&world.shown("'Libro de traslados (anterior)'!A1:F3"));
        snapshot!(
            if keeps { "init_copy" } else { "init_copy_without_metadata" },
            format!("{}{said}\n{again}\n{titles:?}\n{beside}\n{ledger}\n{aside}", stopped.stderr)
        );
        // An old row that staff change is amended under the ID that clerks know, and one that should
        // not have been handed over is taken back.
        world.type_at("J3", &[["Carrera 6 # 1-1"]]);
        let night = world.night(THIRD);
        assert_eq!((&night["counts"]["amended"], &night["notice"]), (&1.into(), &"sent".into()), "{night}");
        let annulled = world.traslado(&["annul", "CE-2026-00001", "--reason", "Prueba"]);
        assert_eq!(annulled.code, 0, "{annulled}");
        assert_eq!(world.night("2026-03-19")["outcome"], "nothing_new");
        assert_eq!(verified(&world)["head"], 3);

        // The original is as it was, and goes on if the office wants that.
        turn_to(&mut world, |_| original);
        clean_night(&world);
    }
}

#[test]
fn a_copy_for_the_new_year_is_emptied_and_begins_with_new_rows() {
    for keeps in [true, false] {
        let (world, _) = copied(keeps);
        world.emulator.with(|state| {
            state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(2, 6).unwrap();
            for title in ["Traslado 2026-03-10", "Traslado 2026-03-11"] {
                state.sheet_mut(&world.id, title).unwrap().delete().unwrap();
            }
        });
        world.type_at("A2", &[complete(20), complete(21)]);
        init(&world);
        let night = world.night(FIRST);
        let counts = &night["counts"];
        assert_eq!(
            (&night["seq"], &counts["pqr"], &counts["missing"]),
            (&1.into(), &2.into(), &0.into()),
            "{night}"
        );
        let ids: Vec<String> = world.lines().into_iter().map(|line| line[0].clone()).collect();
        assert_eq!(ids, ["CE-2026-00006", "CE-2026-00007"]);
        let below = table(&world.shown(&format!("'Traslado {FIRST}'!A5:B12")));
        assert!(!below.contains("Ya no está"), "{below}");
        assert_eq!(world.night(SECOND)["outcome"], "nothing_new");
        assert_eq!(verified(&world)["head"], 1);
    }
}

#[test]
fn a_copy_of_a_copy_begins_anew_as_well() {
    for keeps in [true, false] {
        let (mut world, _) = copied(keeps);
        init(&world);
        assert_begun_anew(&world, "the first copy");
        world.type_at("A8", &[complete(30)]);
        turn_to(&mut world, copy);
        assert_eq!(world.traslado(&["run", "--as-of", SECOND]).code, 66);
        init(&world);
        let night = world.night(THIRD);
        let counts = &night["counts"];
        assert_eq!((&night["seq"], &counts["pqr"], &counts["already"]), (&1.into(), &1.into(), &6.into()));
        let titles = world.titles();
        assert!(titles.contains(&"Libro de traslados (anterior) (2)".to_owned()), "{titles:?}");
        assert_eq!(world.night("2026-03-19")["outcome"], "nothing_new");
        assert_eq!(verified(&world)["head"], 1);
    }
}

#[test]
fn a_copy_of_a_file_that_had_handed_over_nothing_is_a_file_of_its_own() {
    for adopted in [true, false] {
        let mut world = World::adopted(&[complete(0)]);
        turn_to(&mut world, copy);
        if adopted {
            assert!(init(&world).contains("To record: the ledger is this file's"));
        }
        assert_eq!(world.night(FIRST)["seq"], 1);
        assert_eq!(verified(&world)["head"], 1);
        // A copy of it is known for one of this file, not of the first.
        turn_to(&mut world, copy);
        let run = world.traslado(&["run", "--as-of", SECOND]);
        assert!(run.code == 66 && run.stderr.contains("is a copy of another"), "{run}");
        init(&world);
        assert_eq!(world.night(SECOND)["outcome"], "nothing_new");
    }
}

#[test]
fn a_copy_with_many_undated_rows_asks_about_them_in_the_same_breath() {
    let (world, _) = copied(true);
    let undated = |n| {
        let mut row = complete(n);
        row[1] = "sin fecha".to_owned();
        row
    };
    world.type_at("A8", &(50..72).map(undated).collect::<Vec<_>>());
    assert_eq!(world.traslado(&["init", "--yes"]).code, 65);
    let run = world.traslado(&["init", "--yes", "--undated", "anterior"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("not to hand over: 22 rows"), "{run}");
    let night = world.night(FIRST);
    assert_eq!((&night["counts"]["pqr"], &night["counts"]["already"]), (&1.into(), &27.into()), "{night}");
    assert_eq!(verified(&world)["lines"], 28);
}

#[test]
fn an_init_killed_at_any_call_is_finished_by_the_next() {
    let (world, _) = copied(true);
    let before = world.calls().len();
    init(&world);
    let calls = world.calls().len() - before;
    assert!(calls >= 4, "{calls}");
    for n in 1..=calls {
        for after in [false, true] {
            let (world, _) = copied(true);
            let staff = world.staff_cells();
            world.killed(&["init", "--yes"], n, after);
            let story = format!("killed {} call {n}", if after { "after" } else { "before" });
            init(&world);
            assert_eq!(world.staff_cells(), staff, "{story}");
            assert_begun_anew(&world, &story);
        }
    }
}

#[test]
fn two_inits_at_once_set_the_old_ledger_aside_once() {
    let (world, _) = copied(true);
    let writing = Match { body_contains: Some("duplicateSheet".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(writing);
    let mut slow = world.command();
    slow.args(["init", "--yes"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let slow = slow.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    init(&world);
    hold.release();
    let output = slow.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let aside = world.titles().into_iter().filter(|title| title.contains("(anterior)")).count();
    assert_eq!(aside, 1);
    assert_begun_anew(&world, "two at once");
}
