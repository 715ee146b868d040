//! A report that ended, and that the office brings back to the clerks.

use crate::archive::{a_day_passes, archive};
use crate::world::{AS_OF, CLASS, NEXT, Row, Run, World, complete};

const REASON: &str = "El ciudadano pidió que se revise";

/// Three reports of one hand-off, of which clerks ended the first line's and the second line's.
fn ended() -> World {
    let rows: Vec<Row> = (0..3).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    clerk(&world, AS_OF, 5, "Respondido", "10/03/2026");
    clerk(&world, AS_OF, 6, "No es PQR", "");
    world.night(NEXT);
    world
}

fn clerk(world: &World, day: &str, row: u32, state: &str, on: &str) {
    let tab = format!("Traslado {day}");
    let headers = world.shown(&format!("'{tab}'!A4:Z4")).remove(0);
    let column = |header: &str| {
        let at = headers.iter().position(|found| found == header).unwrap();
        char::from(b'A' + u8::try_from(at).unwrap())
    };
    for (header, text) in [("Estado", state), ("Fecha del estado", on), ("Observaciones AC", "prueba")] {
        let cell = format!("'{tab}'!{}{row}", column(header));
        world.emulator.with(|state| state.type_rows(&world.id, &cell, &[[text]])).unwrap();
    }
}

fn id_at(world: &World, row: u32) -> String {
    world.shown(&format!("'Traslado {AS_OF}'!A{row}"))[0][0].clone()
}

fn reopen(world: &World, id: &str) -> Run {
    world.traslado(&["reopen", id, "--reason", REASON])
}

#[test]
fn a_report_that_ended_goes_into_the_next_tab_as_a_correction_and_is_open_again() {
    let world = ended();
    for row in [5, 6] {
        let id = id_at(&world, row);
        let run = world.traslado(&["reopen", &id, "--reason", REASON, "--json"]);
        assert_eq!((run.code, run.json()["outcome"].as_str()), (0, Some("reopened")), "{run}");
        let line = world.lines().into_iter().rfind(|line| line[0] == id).unwrap();
        assert_eq!(line[CLASS], "ENMIENDA");
        assert!(
            line.iter().any(|cell| cell.starts_with("Reabierto el ") && cell.ends_with(REASON)),
            "{line:?}"
        );
        assert!(line.iter().any(|cell| cell.contains("Prueba")), "its texts go over again: {line:?}");

        let beside = world.shown("CE-F05!M1:N9").into_iter().find(|cells| cells[0] == id).unwrap();
        assert!(beside[1].starts_with("Reabierto el "), "{beside:?}");
        let mail = world.emulator.mails().pop().unwrap();
        assert!(mail.subject.ends_with("1 reporte reabierto"), "{}", mail.subject);
        assert!(mail.text.contains("1 reporte que estaba cerrado se abrió de nuevo"), "{}", mail.text);
        let list = world.shown("Pendientes!A1:A60").concat();
        assert!(list.contains(&id), "{list:?}");

        let start = world.emulator.mutations().len();
        let again = reopen(&world, &id);
        assert_eq!((again.code, world.mutations_since(start).len()), (2, 0), "{again}");
        assert!(again.stderr.contains("is open"), "{again}");
    }
    let log = world.shown("'Registro de noches'!D2:R60");
    assert!(log.iter().filter(|cells| cells[0] == "reopen").count() == 2, "{log:?}");
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
}

#[test]
fn an_archived_report_is_brought_back_too() {
    let rows: Vec<Row> = (0..2).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    for row in [5, 6] {
        clerk(&world, AS_OF, row, "Respondido", "10/03/2026");
    }
    let id = id_at(&world, 5);
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert!(!world.titles().contains(&format!("Traslado {AS_OF}")));
    let run = reopen(&world, &id);
    assert_eq!(run.code, 0, "{run}");
    let line = world.lines().into_iter().rfind(|line| line[0] == id).unwrap();
    assert_eq!(line[CLASS], "ENMIENDA");
    assert_eq!(world.traslado(&["verify", "--archive"]).code, 0);
}

#[test]
fn what_cannot_be_reopened_is_refused_with_the_way_out() {
    let world = ended();
    let start = world.emulator.mutations().len();
    for (id, said) in [
        ("CE-2026-00099", "the ledger knows no report CE-2026-00099"),
        (&id_at(&world, 7), "is open: clerks have it in `Pendientes`"),
        ("12", "invalid value"),
    ] {
        let run = reopen(&world, id);
        assert!(run.code == 2 && run.stderr.contains(said), "{run}");
    }
    let id = id_at(&world, 5);
    assert_eq!(world.traslado(&["reopen", &id]).code, 2, "without a reason");
    assert_eq!(world.traslado(&["reopen", &id, "--reason", " "]).code, 2);
    assert_eq!(world.mutations_since(start).len(), 0);

    assert_eq!(world.traslado(&["annul", &id, "--reason", "Prueba"]).code, 0);
    let run = reopen(&world, &id);
    assert!(run.code == 2 && run.stderr.contains("annul --undo 2"), "{run}");
}
