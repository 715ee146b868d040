//! What people do to the spreadsheet after something was archived, and how it heals.

use crate::archive::{INDEX, a_day_passes, answered, archive};
use crate::world::{NEXT, World, snapshot};

fn archived() -> World {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    world
}

fn ledger(world: &World) -> Vec<Vec<String>> {
    world.shown("'Libro de traslados'!A1:Y20")
}

fn delete(world: &World, title: &str) {
    world.emulator.with(|state| state.sheet_mut(&world.id, title).unwrap().delete()).unwrap();
}

#[test]
fn a_deleted_ledger_is_rebuilt_with_what_was_archived() {
    let world = archived();
    let before = ledger(&world);
    delete(&world, "Libro de traslados");
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(run.code, 66, "{run}");
    assert!(run.stderr.contains("`traslado verify --repair` writes it again"), "{run}");
    let repaired = world.traslado(&["verify", "--repair"]);
    assert_eq!(repaired.code, 0, "{repaired}");
    assert_eq!(ledger(&world), before);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
}

#[test]
fn the_lines_of_an_archiving_are_not_taken_for_an_older_version() {
    let world = archived();
    let before = ledger(&world);
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "Libro de traslados").unwrap().delete_rows(6, 4))
        .unwrap();
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(run.code, 66, "{run}");
    assert!(run.stderr.contains("has lost the lines of hand-off 3"), "{run}");
    assert_eq!(world.traslado(&["verify", "--repair"]).code, 0);
    assert_eq!(ledger(&world), before);
}

#[test]
fn a_deleted_list_of_what_is_archived_is_made_again() {
    let world = archived();
    let before = world.shown(&format!("'{INDEX}'!A1:M20"));
    for whole in [true, false] {
        if whole {
            delete(&world, INDEX);
        } else {
            world
                .emulator
                .with(|state| state.sheet_mut(&world.id, INDEX).unwrap().delete_rows(3, 1))
                .unwrap();
        }
        let verified = world.traslado(&["verify"]);
        assert_eq!(verified.code, 66, "{verified}");
        assert!(
            verified.stdout.contains("`traslado run`") || verified.stderr.contains("`traslado run`"),
            "{verified}"
        );
        assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
        let mut now = world.shown(&format!("'{INDEX}'!A1:M20"));
        now.sort_by_key(|row| row[0] != "ID");
        now[1..].sort();
        assert_eq!(now, before, "whole: {whole}");
        assert_eq!(world.traslado(&["verify"]).code, 0);
    }
}

#[test]
fn an_older_version_that_is_restored_is_archived_again_without_a_second_copy() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    let version = world.emulator.with(|state| state.versions(&world.id));
    assert_eq!(archive(&world).code, 0);
    world.emulator.with(|state| assert!(state.restore_version(&world.id, version - 1)));
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(run.code, 66, "{run}");
    let repaired = world.traslado(&["verify", "--repair"]);
    assert_eq!(repaired.code, 0, "{repaired}");
    assert_eq!(archive(&world).code, 0);
    assert_eq!(crate::archive::copies(&world).len(), 2);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn a_report_that_vanished_is_not_said_again_when_the_tab_that_said_so_is_archived() {
    let world = answered();
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(2, 1)).unwrap();
    world.type_at("A5", &[crate::world::complete(9)]);
    world.night("2026-03-13");
    let tab = world.shown("'Traslado 2026-03-13'!A1:A12");
    assert!(tab.concat().iter().any(|cell| cell.starts_with("Ya no está: CE-2026-00001 · ")), "{tab:?}");
    crate::archive::answer(&world, "2026-03-13", &["R-5"]);
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    world.type_at("A6", &[crate::world::complete(10)]);
    world.night("2026-03-14");
    let tab = world.shown("'Traslado 2026-03-14'!A1:A12");
    assert!(!tab.concat().iter().any(|cell| cell.starts_with("Ya no está")), "{tab:?}");
}

#[test]
fn check_says_what_is_archived_and_who_else_can_open_it() {
    let world = answered();
    let line = |world: &World| {
        let run = world.traslado(&["check"]);
        let lines = run.stdout.lines().filter(|line| line.contains("archive"));
        let lines = lines.filter(|line| !line.contains("tabs: ")).collect::<Vec<_>>();
        format!("{}\nexit {}\n", lines.join("\n"), run.code)
    };
    let day = |text: String| {
        let at = text.find("from about ").map(|at| at + "from about ".len());
        at.map_or(text.clone(), |at| format!("{}[day]{}", &text[..at], &text[at + "2026-01-01".len()..]))
    };
    let mut said = format!("# before\n{}", day(line(&world)));
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    said += &format!("# archived\n{}", day(line(&world)));
    let file = crate::archive::archives(&world).remove(0);
    world.emulator.with(|state| state.share_with_anyone(&file, google_emulator::Role::Reader));
    said += &format!("# shared\n{}", day(line(&world)));
    world.emulator.with(|state| state.delete_file(&file));
    world.configure(&(world.config() + "[archive]\ntabs = 1\n"));
    said += &format!("# gone, and more tabs than there should be\n{}", day(line(&world)));
    snapshot!("archive_checked", said);
}
