//! What clerks type in the tabs of hand-offs, shown beside the rows of the staff.

use crate::world::{AS_OF, NEXT, Row, World, complete, snapshot, table};

/// Types as a clerk does.
fn clerk(world: &World, cell: &str, rows: &[&[&str]]) {
    world.emulator.with(|state| state.type_rows(&world.id, cell, rows)).unwrap();
}

#[test]
fn what_clerks_typed_stands_beside_the_row_the_next_night_and_no_request_more_is_made() {
    let mut rows: Vec<Row> = (0..5).map(complete).collect();
    rows[4][6] = "no aporta".to_owned();
    rows[4][8] = String::new();
    rows[4][9] = "Gaira".to_owned();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    let quiet = world.calls().len();
    world.night(AS_OF);
    let quiet = world.calls().len() - quiet;

    // The table is in the order of the deadlines, so rows are found by their IDs.
    let line = |row: usize| {
        let id = world.shown(&format!("CE-F05!M{row}"))[0][0].clone();
        let lines = world.shown(&format!("'Traslado {AS_OF}'!A5:A9"));
        5 + lines.iter().position(|line| line[0] == id).unwrap()
    };
    let cell = |row: usize| format!("'Traslado {AS_OF}'!H{}", line(row));
    clerk(&world, &cell(2), &[&["000123", "Respondido", "11/03/2026", "Funcionaria Prueba"]]);
    clerk(&world, &cell(3), &[&["R-0002", "Radicado"]]);
    clerk(&world, &cell(4), &[&["R-0003", "", "pronto"]]);
    clerk(&world, &cell(6), &[&["R-0005", "Requerido", "10/03/2026"]]);
    let before = world.calls().len();
    assert_eq!(world.night(NEXT)["annotations"], "current");
    // The write and the read that proves it, one for the work list, and one that keeps the states.
    assert!(world.calls().len() - before <= quiet + 4);
    snapshot!("answers_beside_the_rows", table(&world.shown("CE-F05!M1:P7")));

    // Whoever was asked for more completes; another row is amended; a second tab contradicts the first.
    let whole = complete(4);
    world.type_at("G6", &[[whole[6].as_str()]]);
    world.type_at("I6:J6", &[[whole[8].as_str(), whole[9].as_str()]]);
    world.type_at("L2", &[["Otra razón"]]);
    world.type_at("L3", &[["Otra razón más"]]);
    world.night(NEXT);
    let amended = world.shown(&format!("'Traslado {NEXT}'!A5:B7"));
    let second = world.shown("CE-F05!M3")[0][0].clone();
    let at = 5 + amended.iter().position(|line| line[0] == second).unwrap();
    clerk(&world, &format!("'Traslado {NEXT}'!H{at}"), &[&["R-9999"]]);
    let run = world.traslado(&["run", "--as-of", NEXT]);
    snapshot!("answers_beside_the_amended", table(&world.shown("CE-F05!M1:P7")));
    assert_eq!(run.code, 0, "{run}");
    let check = world.traslado(&["check"]);
    let said = format!("radicados: different ones were typed for {second}; leave one of them");
    assert!(run.stderr.contains(&second) && check.stdout.contains(&said), "{run}\n{check}");
    assert!(!format!("{run}{check}").contains("R-9999"), "by the ID only");
    let start = world.emulator.mutations().len();
    world.night(NEXT);
    assert_eq!(world.mutations_since(start).len(), 0);
}

#[test]
fn a_clerks_column_that_was_moved_is_found_and_one_that_was_deleted_stops_nothing() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    clerk(&world, &format!("'Traslado {AS_OF}'!H5"), &[&["R-0001", "Respondido", "11/03/2026"]]);
    let tab = |act: &dyn Fn(&mut google_emulator::Tab<'_>)| {
        world
            .emulator
            .with(|state| act(&mut state.sheet_mut(&world.id, &format!("Traslado {AS_OF}")).unwrap()));
    };
    tab(&|tab| tab.insert_columns(5, 2).unwrap());
    world.night(NEXT);
    let beside = || world.shown("CE-F05!N2:P2")[0].join("|");
    assert_eq!(beside(), "Respondido el 11/03/2026||R-0001");
    tab(&|tab| tab.delete_columns(10, 1).unwrap());
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("has lost a column"), "{run}");
    assert_eq!(beside(), "Respondido el 11/03/2026");

    // So many columns are gone that those of the clerks would lie outside of the tab.
    tab(&|tab| tab.delete_columns(14, 13).unwrap());
    tab(&|tab| tab.delete_columns(2, 4).unwrap());
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((run.code, beside().as_str()), (0, "Respondido el 11/03/2026"), "{run}");
}
