//! What was handed over and is taken back: once, told like any hand-off, and never again unasked.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::world::{ALERTS, AS_OF, CLASS, NEXT, Row, Run, World, complete, snapshot, table};

fn handed_over() -> World {
    let rows: Vec<Row> = (0..3).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world
}

fn annul(world: &World, target: &str) -> Run {
    world.traslado(&["annul", target, "--reason", "Prueba de la oficina, no es un reporte"])
}

/// The tabs' lines of the class ANULADA, by ID.
fn annulled(world: &World) -> Vec<String> {
    let lines = world.lines().into_iter().filter(|line| line[CLASS] == "ANULADA");
    lines.map(|line| line[0].clone()).collect()
}

/// The day of an annulment is the clock's, so it is put aside.
fn undated(text: &str, world: &World) -> String {
    let title = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let day: chrono::NaiveDate = title["Traslado ".len().."Traslado ".len() + 10].parse().unwrap();
    let mut text = text.replace(&day.to_string(), "[day]");
    text = text.replace(&day.format("%d/%m/%Y").to_string(), "[day]");
    let at = text.find(" (hora de Colombia)").unwrap();
    text.replace_range(at - "00:00".len()..at, "[time]");
    text
}

#[test]
fn one_report_is_taken_back_under_a_number_of_its_own() {
    let world = handed_over();
    let before = world.calls().len();
    let run = annul(&world, "CE-2026-00002");
    assert_eq!(run.code, 0, "{run}");
    assert!(world.calls().len() - before <= 16, "{} calls", world.calls().len() - before);
    let title = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let tab = table(&world.shown(&format!("'{title}'!A1:Q9")));
    let ledger = table(&world.shown("'Libro de traslados'!A5:I5"));
    let note = table(&world.shown("'Libro de traslados'!W5"));
    let mail = &world.emulator.mails()[1];
    let beside = table(&world.shown("CE-F05!M1:O4"));
    let said =
        format!("{run}\n# tab\n{tab}\n# ledger\n{ledger}{note}\n# mail\n{}\n# beside\n{beside}", mail.text);
    snapshot!("annulled", undated(&said, &world));

    let start = world.emulator.mutations().len();
    let again = annul(&world, "CE-2026-00002");
    assert_eq!((again.code, world.mutations_since(start).len()), (0, 0), "{again}");
    assert_eq!(again.stdout, "annulled already; nothing was written\n");
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
}

#[test]
fn every_report_of_a_handoff_that_still_stands_is_taken_back() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    let run = annul(&world, "1");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(annulled(&world), ["CE-2026-00001", "CE-2026-00002", "CE-2026-00003"]);
    assert_eq!(annul(&world, "1").stdout, "annulled already; nothing was written\n");
    assert_eq!(annul(&world, "2").stdout, "annulled already; nothing was written\n");
}

#[test]
fn a_later_night_knows_the_row_and_misses_it_no_more() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    let json = world.night(NEXT);
    assert_eq!((&json["outcome"], &json["counts"]["already"]), (&"nothing_new".into(), &3.into()));
    let beside = world.shown("CE-F05!M2:N4");
    let row = beside.iter().find(|row| row[0] == "CE-2026-00001").unwrap();
    assert!(row[1].starts_with("Anulado el ") && row[1].ends_with("(traslado n.º 2)"), "{row:?}");
    let at = beside.iter().position(|row| row[0] == "CE-2026-00001").unwrap() + 2;
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(at, 1)).unwrap();
    assert_eq!(world.night(NEXT)["counts"]["missing"], 0);
}

#[test]
fn an_annulled_row_that_staff_correct_goes_over_again_under_its_id() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    let row = world.shown("CE-F05!M2:M4").iter().position(|row| row[0] == "CE-2026-00001").unwrap() + 2;
    world.type_at(&format!("L{row}"), &[["Una razón que antes no estaba"]]);
    let json = world.night(NEXT);
    assert_eq!((&json["counts"]["amended"], &json["counts"]["already"]), (&1.into(), &2.into()), "{json}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    let lines = world.lines().into_iter().filter(|line| line[0] == "CE-2026-00001");
    assert_eq!(lines.map(|line| line[CLASS].clone()).collect::<Vec<_>>(), ["PQR", "ANULADA", "ENMIENDA"]);
}

#[test]
fn a_deleted_tab_of_an_annulment_is_written_anew_without_the_citizens_texts() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00002").code, 0);
    let day = |titles: Vec<String>| titles.into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let title = day(world.titles());
    let line = |title: &str| world.shown(&format!("'{title}'!A5:Q5")).remove(0);
    let before = line(&title);
    world.emulator.with(|state| state.sheet_mut(&world.id, &title).unwrap().delete()).unwrap();
    assert_eq!(world.traslado(&["verify"]).code, 66);
    assert_eq!(world.traslado(&["run"]).code, 0);
    assert_eq!(line(&format!("{title} (repuesto)")), before);
    let verification = world.traslado(&["verify"]);
    assert_eq!(verification.code, 0, "{verification}");
}

#[test]
fn what_is_not_known_or_no_reason_exits_2_and_writes_nothing() {
    let world = handed_over();
    let start = world.emulator.mutations().len();
    let mut said = String::new();
    let long = "x".repeat(201);
    for arguments in [
        ["annul", "CE-2026-00009", "--reason", "Prueba"],
        ["annul", "7", "--reason", "Prueba"],
        ["annul", "todos", "--reason", "Prueba"],
        ["annul", "1", "--reason", "dos\nlíneas"],
        ["annul", "1", "--reason", " "],
        ["annul", "1", "--reason", &long],
    ] {
        let run = world.traslado(&arguments);
        assert_eq!(run.code, 2, "{run}");
        said.push_str(&run.stderr);
    }
    assert_eq!(world.mutations_since(start).len(), 0);
    snapshot!("annul_refused", said);
}

#[test]
fn a_reason_that_looks_like_a_formula_is_text() {
    let world = handed_over();
    let reason = "=HYPERLINK(\"https://x.example\")";
    let run = world.traslado(&["annul", "1", "--reason", reason]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(world.shown("'Libro de traslados'!W5")[0][0], reason);
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
}

fn calls() -> usize {
    let world = handed_over();
    let before = world.calls().len();
    assert_eq!(annul(&world, "1").code, 0);
    world.calls().len() - before
}

#[test]
fn an_annulment_that_is_killed_anywhere_and_repeated_is_made_once() {
    for n in 1..=calls() {
        for after in [false, true] {
            let world = handed_over();
            let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
            let hold = if after { world.emulator.hold_after(when) } else { world.emulator.hold(when) };
            let mut command = world.command();
            command.args(["annul", "1", "--reason", "Prueba"]).stdout(Stdio::null()).stderr(Stdio::null());
            let mut process = command.spawn().unwrap();
            let story = format!("killed {} call {n}", if after { "after" } else { "before" });
            assert!(hold.wait_until_reached(Duration::from_secs(20)), "{story}");
            process.kill().unwrap();
            process.wait().unwrap();
            hold.release();
            std::thread::sleep(Duration::from_millis(30));
            let again = annul(&world, "1");
            assert!([0, 3].contains(&again.code), "{story}: {again}");
            let night = world.traslado(&["run", "--as-of", NEXT]);
            assert!([0, 3].contains(&night.code), "{story}: {night}");
            assert_eq!(annulled(&world).len(), 3, "{story}");
            assert_eq!(world.emulator.mails().len(), 2, "{story}");
            assert_eq!(world.traslado(&["verify"]).code, 0, "{story}");
        }
    }
}

#[test]
fn an_annulment_whose_answer_is_lost_anywhere_is_made_once() {
    for n in 1..=calls() {
        let world = handed_over();
        let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
        world.emulator.fault(Fault::after(when, FaultAction::Drop));
        let run = annul(&world, "1");
        assert!([0, 3].contains(&run.code), "call {n}: {run}");
        let night = world.traslado(&["run", "--as-of", NEXT]);
        assert!([0, 3].contains(&night.code), "call {n}: {night}");
        assert_eq!((annulled(&world).len(), world.lines().len()), (3, 6), "call {n}");
        assert_eq!(world.emulator.mails().len(), 2, "call {n}");
        assert_eq!(world.traslado(&["verify"]).code, 0, "call {n}");
    }
}

#[test]
fn an_annulment_and_a_run_at_once_each_do_their_part_once() {
    for n in 1..=calls() {
        let world = handed_over();
        let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
        let hold = world.emulator.hold(when);
        let mut command = world.command();
        command.args(["annul", "1", "--reason", "Prueba"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
        world.type_at("A5", &[complete(7)]);
        world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
        let run = world.traslado(&["run", "--as-of", NEXT]);
        hold.release();
        let code = process.wait().unwrap().code().unwrap();
        assert!([0, 3].contains(&run.code) && [0, 3].contains(&code), "call {n}: {code} {run}");
        let clean = world.traslado(&["run", "--as-of", NEXT]);
        assert!([0, 3].contains(&clean.code), "call {n}: {clean}");
        assert_eq!((annulled(&world).len(), world.lines().len()), (3, 7), "call {n}");
        assert_eq!(world.traslado(&["verify"]).code, 0, "call {n}");
    }
}

fn undo(world: &World, number: &str) -> Run {
    world.traslado(&["annul", "--undo", number, "--reason", "La anulación fue un error de la oficina"])
}

/// The lines of the hand-off tabs that bear an ID: class and alerts.
fn lines_of(world: &World, id: &str) -> Vec<(String, String)> {
    let lines = world.lines().into_iter().filter(|line| line[0] == id);
    lines.map(|line| (line[CLASS].clone(), line[ALERTS].clone())).collect()
}

/// The day of the last hand-off tab, as clerks write it.
fn last_day(world: &World) -> String {
    let title = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let day: chrono::NaiveDate = title["Traslado ".len().."Traslado ".len() + 10].parse().unwrap();
    day.format("%d/%m/%Y").to_string()
}

#[test]
fn an_annulment_is_undone_under_a_number_of_its_own() {
    let world = handed_over();
    let before = world.lines()[1].clone();
    assert_eq!(annul(&world, "CE-2026-00002").code, 0);
    let run = undo(&world, "2");
    assert_eq!(run.code, 0, "{run}");
    let title = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let tab = table(&world.shown(&format!("'{title}'!A1:Q9")));
    let mail = &world.emulator.mails()[2];
    let beside = table(&world.shown("CE-F05!M1:O4"));
    let found = world.traslado(&["find", "CE-2026-00002"]);
    let found: Vec<&str> = found.stdout.lines().filter(|line| !line.contains("https:")).collect();
    let said = format!(
        "{run}\n# tab\n{tab}\n# mail\n{}\n# beside\n{beside}\n# find\n{}",
        mail.text,
        found.join("\n")
    );
    let listed = world.shown("Pendientes!A5:F9");
    snapshot!("annulment_undone", undated(&said, &world));

    // Class, terms and texts are those of the line before, and clerks are asked to answer it again.
    let after = world.lines().into_iter().rfind(|line| line[0] == "CE-2026-00002").unwrap();
    let texts = |line: &[String]| [&line[..ALERTS], &line[ALERTS + 1..]].concat();
    assert_eq!(texts(&after), texts(&before));
    assert!(after[ALERTS].starts_with(&format!("Restablecido el {}", last_day(&world))), "{after:?}");
    assert!(listed.iter().any(|row| row[0] == "CE-2026-00002" && row[4] == "PQR"), "{listed:?}");
    assert!(mail.subject.contains("1 reporte restablecido"), "{}", mail.subject);

    assert_eq!(world.traslado(&["verify"]).code, 0);
    let night = world.night(NEXT);
    assert_eq!((&night["outcome"], &night["counts"]["already"]), (&"nothing_new".into(), &3.into()));
    assert_eq!(lines_of(&world, "CE-2026-00002").len(), 3);
}

#[test]
fn an_undone_annulment_is_repaired_and_written_anew_like_any_other_line() {
    let world = handed_over();
    assert_eq!(annul(&world, "1").code, 0);
    assert_eq!(undo(&world, "2").code, 0);
    world.emulator.with(|state| {
        state.sheet_mut(&world.id, "Libro de traslados").unwrap().delete_rows(9, 1).unwrap();
    });
    assert_eq!(world.traslado(&["verify"]).code, 66);
    assert_eq!(world.traslado(&["verify", "--repair"]).code, 0);
    assert_eq!(world.traslado(&["verify"]).code, 0);

    let title = world.titles().into_iter().rfind(|title| title.starts_with("Traslado ")).unwrap();
    let before = lines_of(&world, "CE-2026-00002");
    world.emulator.with(|state| state.sheet_mut(&world.id, &title).unwrap().delete()).unwrap();
    assert_eq!(world.traslado(&["run"]).code, 0);
    assert_eq!(lines_of(&world, "CE-2026-00002"), before);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn a_reinstated_report_that_staff_edit_is_an_amendment_and_its_old_answer_counts() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    assert_eq!(undo(&world, "2").code, 0);
    let row = world.shown("CE-F05!M2:M4").iter().position(|row| row[0] == "CE-2026-00001").unwrap() + 2;
    world.type_at(&format!("L{row}"), &[["Una razón que antes no estaba"]]);
    let json = world.night(NEXT);
    assert_eq!((&json["counts"]["amended"], &json["counts"]["already"]), (&1.into(), &2.into()), "{json}");
    let classes: Vec<String> = lines_of(&world, "CE-2026-00001").into_iter().map(|line| line.0).collect();
    assert_eq!(classes, ["PQR", "ANULADA", "PQR", "ENMIENDA"]);
}

#[test]
fn an_annulment_of_a_row_that_changed_since_is_undone_without_its_texts() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    let row = world.shown("CE-F05!M2:M4").iter().position(|row| row[0] == "CE-2026-00001").unwrap() + 2;
    world.type_at(&format!("L{row}"), &[["Una razón que antes no estaba"]]);
    let run = undo(&world, "2");
    assert_eq!(run.code, 0, "{run}");
    let alerts = lines_of(&world, "CE-2026-00001").pop().unwrap().1;
    assert!(alerts.starts_with("Restablecido el "), "{alerts}");
    assert!(
        alerts.contains(&format!("la fila cambió después de este traslado; ver fila {row} de CE-F05")),
        "{alerts}"
    );
    assert_eq!(world.night(NEXT)["counts"]["amended"], 1);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn what_cannot_be_undone_exits_2_with_a_sentence_and_writes_nothing() {
    let world = handed_over();
    assert_eq!(annul(&world, "CE-2026-00001").code, 0);
    assert_eq!(undo(&world, "2").code, 0);
    assert_eq!(annul(&world, "CE-2026-00002").code, 0);
    let row = world.shown("CE-F05!M2:M4").iter().position(|row| row[0] == "CE-2026-00002").unwrap() + 2;
    world.type_at(&format!("L{row}"), &[["Otra razón"]]);
    world.night(NEXT);

    let start = world.emulator.mutations().len();
    let mut said = String::new();
    // Twice; overtaken; no annulment; the undoing itself; unknown; no number.
    for number in ["2", "4", "1", "3", "77", "0", "CE-2026-00001"] {
        let run = undo(&world, number);
        assert_eq!(run.code, 2, "{number}: {run}");
        said.push_str(&format!("# {number}\n{}\n", run.stderr));
    }
    let both = world.traslado(&["annul", "CE-2026-00003", "--undo", "2", "--reason", "Prueba"]);
    let neither = world.traslado(&["annul", "--reason", "Prueba"]);
    assert_eq!((both.code, neither.code), (2, 2));
    assert_eq!(world.mutations_since(start).len(), 0);
    snapshot!("undo_refused", said);
}

/// Undoes the annulment of three reports again and again until it is refused, and asserts that it was undone once.
fn undone_once(world: &World, story: &str) {
    let again = undo(world, "2");
    assert!([0, 2, 3].contains(&again.code), "{story}: {again}");
    let refused = undo(world, "2");
    assert_eq!(refused.code, 2, "{story}: {refused}");
    assert_eq!(world.emulator.mails().len(), 3, "{story}");
    assert!(
        world.shown("CE-F05!N2:N4").concat().iter().all(|state| state.starts_with("Restablecido el ")),
        "{story}"
    );
    let night = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(night.code, 0, "{story}: {night}");
    assert_eq!((annulled(world).len(), world.lines().len()), (3, 9), "{story}");
    assert_eq!(world.traslado(&["verify"]).code, 0, "{story}");
}

fn annulled_world() -> World {
    let world = handed_over();
    assert_eq!(annul(&world, "1").code, 0);
    world
}

fn undo_calls() -> usize {
    let world = annulled_world();
    let before = world.calls().len();
    assert_eq!(undo(&world, "2").code, 0);
    world.calls().len() - before
}

#[test]
fn an_undoing_that_is_killed_anywhere_is_finished_by_the_next_try() {
    for n in 1..=undo_calls() {
        for after in [false, true] {
            let world = annulled_world();
            world.killed(&["annul", "--undo", "2", "--reason", "Prueba"], n, after);
            undone_once(&world, &format!("killed {} call {n}", if after { "after" } else { "before" }));
        }
    }
}

#[test]
fn an_undoing_whose_answer_is_lost_anywhere_is_made_once() {
    for n in 1..=undo_calls() {
        let world = annulled_world();
        let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
        world.emulator.fault(Fault::after(when, FaultAction::Drop));
        let run = undo(&world, "2");
        assert!([0, 3].contains(&run.code), "call {n}: {run}");
        undone_once(&world, &format!("call {n}"));
    }
}
