//! What people protect against the account: the reports go over, the night says who must do what, and once
//! the protection is off the next night puts everything right.

use google_emulator::Role;
use serde_json::json;

use crate::world::{ACCOUNT, AS_OF, NEXT, Row, Run, World, complete, snapshot};

/// The account is an editor; the file is another's.
const EDITOR: &str = "traslados@essmar.example";

/// A spreadsheet whose owner is not the account, with these rows.
fn of_another(rows: &[Row]) -> World {
    let world = World::with(rows);
    world.emulator.with(|state| state.share(&world.id, EDITOR, Role::Writer));
    let config = world.config().replace(ACCOUNT, EDITOR);
    world.configure(&config);
    let run = world.traslado(&["init", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    world
}

/// The owner protects a range of a tab against everybody else.
fn protect(world: &World, tab: &str, range: &str) {
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, tab).unwrap().acting_as(ACCOUNT);
        tab.protect(range, &[ACCOUNT]).unwrap();
    });
}

/// The owner protects a whole tab against everybody else.
fn protect_tab(world: &World, tab: &str) {
    world.emulator.with(|state| {
        let sheet = state.sheet_mut(&world.id, tab).unwrap().sheet_id();
        let range = json!({"range": {"sheetId": sheet}, "editors": {"users": [ACCOUNT]}});
        state.batch(&world.id, ACCOUNT, &[json!({"addProtectedRange": {"protectedRange": range}})]).unwrap();
    });
}

fn run(world: &World, as_of: &str) -> Run {
    world.traslado(&["run", "--as-of", as_of])
}

/// The lines that say what needs a person.
fn needed(run: &Run) -> String {
    run.stderr.lines().filter(|line| line.contains("but ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn columns_protected_against_the_account_are_said_every_night_until_the_protection_is_off() {
    let world = of_another(&[complete(1), complete(2)]);
    protect(&world, "CE-F05", "A1:Z1000");
    let first = run(&world, AS_OF);
    assert_eq!((first.code, world.lines().len()), (3, 2), "{first}");
    assert!(!format!("{first}").contains("the next run puts them right"), "{first}");
    let second = run(&world, NEXT);
    assert_eq!(second.code, 3, "it lasts, so it is said again: {second}");
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 3, "{check}");
    let line = check.stdout.lines().find(|line| line.contains(" protections: ")).unwrap();
    snapshot!(
        "protected_columns",
        format!("{first}\n# the next night\n{}\n# check\n{line}\n", needed(&second))
    );

    world.unprotect("CE-F05");
    let last = run(&world, NEXT);
    assert_eq!(last.code, 0, "{last}");
    assert_eq!(world.shown("CE-F05!M2:M3").concat().join(" "), "CE-2026-00001 CE-2026-00002");
}

#[test]
fn the_columns_that_are_not_protected_are_written() {
    let world = of_another(&[complete(1), complete(2), complete(3)]);
    protect(&world, "CE-F05", "N2:N400");
    let block = run(&world, AS_OF);
    assert_eq!(block.code, 3, "{block}");
    assert!(needed(&block).contains(" (N2:N400); "), "{block}");
    let beside = world.shown("CE-F05!M2:N4");
    assert!(beside.iter().all(|cells| cells[0].starts_with("CE-2026-") && cells.len() == 1), "{beside:?}");

    world.unprotect("CE-F05");
    assert_eq!(run(&world, NEXT).code, 0);
    assert!(world.shown("CE-F05!N2:N4").iter().all(|cells| cells[0].starts_with("Trasladado como PQR ")));
}

#[test]
fn a_protected_tab_of_the_services_own_is_said_where_the_night_writes_to_it() {
    for tab in ["Pendientes", "Tablero", "Índice", "Registro de noches"] {
        let world = of_another(&[complete(1)]);
        assert_eq!(run(&world, AS_OF).code, 0);
        protect(&world, tab, "A1:B2");
        world.type_at("A3", &[complete(2)]);
        let night = run(&world, NEXT);
        // A tab to which lines are appended below the protected cells is written all the same.
        if tab == "Registro de noches" {
            assert_eq!(night.code, 0, "{night}");
            continue;
        }
        assert_eq!((night.code, world.lines().len()), (3, 2), "{tab}: {night}");
        assert!(
            needed(&night)
                .contains(&format!("cells of the tab \"{tab}\" are protected against the account (A1:B2)")),
            "{night}"
        );
        assert!(!night.stderr.contains("the next run takes them up"), "{night}");
        assert_eq!(world.traslado(&["check"]).code, 3, "{tab}");
        world.unprotect(tab);
        assert_eq!(run(&world, NEXT).code, 0, "{tab}");
    }

    // Nothing is written to a hand-off's tab that is formatted.
    let world = of_another(&[complete(1)]);
    assert_eq!(run(&world, AS_OF).code, 0);
    protect(&world, "Traslado 2026-03-10", "A1:D4");
    assert_eq!(run(&world, NEXT).code, 0);
    let check = world.traslado(&["check"]);
    assert!(
        check.code == 0 && check.stdout.contains("warning protections: cells of the tab \"Traslado"),
        "{check}"
    );
}

#[test]
fn check_ends_with_what_the_nights_will_end_with() {
    // Lines that stand: no night writes them again. The end of a tab that grows is another matter.
    for (tab, range, code) in
        [("CE-F05", "A1:Z1", 3), ("Registro de noches", "A1:B2", 0), ("Registro de noches", "", 3)]
    {
        let world = of_another(&[complete(1)]);
        assert_eq!(run(&world, AS_OF).code, 0);
        if range.is_empty() {
            protect_tab(&world, tab);
        } else {
            protect(&world, tab, range);
        }
        let check = world.traslado(&["check"]);
        assert_eq!(check.code, code, "{tab} {range}: {check}");
        world.type_at("A3", &[complete(2)]);
        let night = run(&world, NEXT);
        assert_eq!(night.code, code, "{tab} {range}: {night}");
    }
}

#[test]
fn a_handoff_tab_that_is_protected_before_it_is_formatted_is_said() {
    let world = of_another(&[complete(1)]);
    let refused = google_emulator::FaultAction::google(503, "UNAVAILABLE", "busy");
    let when = google_emulator::Match {
        body_contains: Some("addFilterView".into()),
        ..google_emulator::Match::default()
    };
    world.emulator.fault(google_emulator::Fault { when, after: false, action: refused, times: 0 });
    let first = run(&world, AS_OF);
    world.emulator.clear_faults();
    assert_eq!((first.code, world.lines().len()), (0, 1), "{first}");

    protect(&world, "Traslado 2026-03-10", "A1:D4");
    let second = run(&world, NEXT);
    assert_eq!(second.code, 3, "{second}");
    assert!(
        needed(&second)
            .contains("cells of the tab \"Traslado 2026-03-10\" are protected against the account (A1:D4)"),
        "{second}"
    );
    world.unprotect("Traslado 2026-03-10");
    assert_eq!(run(&world, NEXT).code, 0);
}

#[test]
fn an_annulment_that_cannot_be_written_beside_the_row_says_who_must_do_what() {
    let world = of_another(&[complete(1)]);
    assert_eq!(run(&world, AS_OF).code, 0);
    protect(&world, "CE-F05", "M1:P1000");
    let annulled = world.traslado(&["annul", "CE-2026-00001", "--reason", "Prueba de la oficina"]);
    assert_eq!(annulled.code, 3, "{annulled}");
    assert!(needed(&annulled).contains("the reports are annulled, but cells of tab 1 ("), "{annulled}");
}
