//! `init` on a spreadsheet that people have: what it shows, asks, adds, and leaves alone.

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use google_emulator::Match;
use serde_json::json;

use crate::ledger::{batch, in_ledger, repaired, verified};
use crate::world::{AS_OF, CLASS, HEADER, NEXT, Row, Run, World, complete, snapshot, table};

/// Rows of which the last `undated` have no usable date.
fn rows(dated: u32, undated: u32) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..dated + undated).map(complete).collect();
    for row in rows.iter_mut().skip(dated as usize) {
        row[1] = "hace días".to_owned();
    }
    rows
}

/// `init` with somebody at the terminal who answers.
pub(crate) fn answering(world: &World, arguments: &[&str], answers: &str) -> Run {
    let mut command = world.command();
    command.arg("init").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A text without what depends on the day of the test: what is known before the first night is
/// recorded on the day of `init`, with IDs of its year.
fn steady(text: &str) -> String {
    let masked = |text: &str, mark: &str, length: usize| {
        let mut parts = text.split(mark);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, piece| text + mark + "[…]" + piece.get(length..).unwrap_or_default())
    };
    masked(&masked(&masked(text, "CE-20", 8), ", chain ", 16), ", ends at 1 ", 16)
}

/// A run that writes nothing.
fn writes_nothing(world: &World, run: impl FnOnce() -> Run) -> Run {
    let start = world.emulator.mutations().len();
    let run = run();
    assert_eq!(world.mutations_since(start).len(), 0, "{run}");
    run
}

#[test]
fn a_few_undated_rows_are_handed_over_by_the_first_night_without_asking() {
    let world = World::with(&rows(2, 20));
    let run = world.traslado(&["init", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("Without a usable date and not handed over yet: rows 4, 5, 6"), "{run}");
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 22);
}

#[test]
fn many_undated_rows_stop_init_and_the_first_night_until_somebody_decides() {
    let world = World::with(&rows(2, 21));
    let mut said = String::new();
    for arguments in [&["init", "--yes"][..], &["run", "--as-of", AS_OF], &["plan", "--as-of", AS_OF]] {
        let run = writes_nothing(&world, || world.traslado(arguments));
        assert_eq!(run.code, 65, "{run}");
        said.push_str(&format!("{}: {}", arguments[0], run.stderr));
    }
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 65, "{check}");
    let line = check.stdout.lines().find(|line| line.contains(" rows without date: ")).unwrap();
    snapshot!("init_undecided", format!("{said}check: {line}\n"));

    let run = world.traslado(&["init", "--yes", "--undated", "handover"]);
    assert_eq!(run.code, 0, "{run}");
    let again = writes_nothing(&world, || world.traslado(&["init", "--yes"]));
    assert_eq!(again.code, 0, "{again}");
    let night = world.night(AS_OF);
    assert_eq!(night["counts"]["pqr"], 23, "{night}");
}

#[test]
fn undated_rows_recorded_as_known_are_annotated_and_not_handed_over_until_somebody_changes_them() {
    let world = World::with(&rows(2, 21));
    let staff = world.staff_cells();
    // What this host has seen of the empty ledger speaks against no beginning.
    assert_eq!(world.traslado(&["check"]).code, 65);
    let run = world.traslado(&["init", "--yes", "--undated", "anterior"]);
    assert_eq!(run.code, 0, "{run}");
    let again = writes_nothing(&world, || world.traslado(&["init", "--yes", "--undated", "anterior"]));
    assert_eq!(again.code, 0, "{again}");
    assert_eq!(world.staff_cells(), staff);
    let verification = world.traslado(&["verify"]);
    assert_eq!(verification.code, 0, "{verification}");

    let night = world.night(AS_OF);
    let counts = &night["counts"];
    assert_eq!((&night["seq"], &counts["pqr"], &counts["already"]), (&1.into(), &2.into(), &21.into()));
    assert_eq!(world.lines().len(), 2);
    let beside = table(&world.shown("CE-F05!M1:O5"));
    let ledger = table(&world.shown("'Libro de traslados'!A1:I4"));
    let check = world.traslado(&["check"]);
    let line = check.stdout.lines().find(|line| line.contains(" ledger: ")).unwrap();
    snapshot!(
        "init_anterior",
        steady(&format!("{run}\n{again}\n{}\n{beside}\n{ledger}\n{line}\n", verification.stdout))
    );
    assert_eq!(verified(&world)["lines"], 23);

    // A new undated row is a report; a date typed beside an old one makes it one.
    world.type_at("B4", &[["09/03/2026"]]);
    let mut undated = complete(40);
    undated[1] = "ayer".to_owned();
    world.type_at("A25", &[undated]);
    let late = writes_nothing(&world, || world.traslado(&["init", "--yes", "--undated", "anterior"]));
    assert_eq!(late.code, 2, "{late}");
    let night = world.night(NEXT);
    assert_eq!((&night["counts"]["pqr"], &night["counts"]["already"]), (&2.into(), &22.into()), "{night}");
    let lines = world.lines();
    let classes: Vec<&str> = lines[2..].iter().map(|line| line[CLASS].as_str()).collect();
    assert_eq!(classes, ["PQR", "PQR"], "nobody can amend what nobody was handed");
    let first = world.shown("CE-F05!M4:M4").remove(0).remove(0);
    assert!(lines.iter().any(|line| line[0] == first && !line[4].is_empty()), "with a deadline");
    assert_eq!(world.night("2026-03-12")["outcome"], "nothing_new");
    let second = world.shown("CE-F05!M5:M5").remove(0).remove(0);
    let annulled = world.traslado(&["annul", &second, "--reason", "Prueba"]);
    assert_eq!(annulled.code, 2, "{annulled}");
    snapshot!("init_anterior_refused", steady(&format!("{}{}", late.stderr, annulled.stderr)));
}

#[test]
fn at_the_terminal_the_question_is_asked_and_the_answer_kept() {
    let world = World::with(&rows(1, 21));
    let nobody = writes_nothing(&world, || answering(&world, &[], ""));
    let handed = writes_nothing(&world, || answering(&world, &[], "h\n\n"));
    let known = answering(&world, &[], "a\ny\n");
    assert_eq!((nobody.code, handed.code, known.code), (65, 3, 0), "{nobody}{handed}{known}");
    let tail = |run: &Run| run.to_string().lines().skip(16).collect::<Vec<_>>().join("\n");
    snapshot!("init_answers", format!("{}\n\n{}\n\n{}\n", tail(&nobody), tail(&handed), tail(&known)));
    let night = world.night(AS_OF);
    assert_eq!((&night["counts"]["pqr"], &night["counts"]["already"]), (&1.into(), &21.into()));

    // A few rows go over without a question being answered only where nobody was asked.
    let world = World::adopted(&rows(1, 3));
    let nobody = writes_nothing(&world, || answering(&world, &[], ""));
    assert!(nobody.code == 2 && nobody.stderr.contains("nobody answered"), "{nobody}");

    let world = World::with(&rows(1, 21));
    let asked_again = answering(&world, &[], "x\n\nh\ny\n");
    assert_eq!(asked_again.code, 0, "{asked_again}");
    assert_eq!(asked_again.stdout.matches("Please answer h or a.").count(), 2, "{asked_again}");
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 22);
}

#[test]
fn a_first_night_that_read_before_init_wrote_begins_again_and_hands_over_nothing_that_is_known() {
    let world = World::with(&rows(3, 5));
    let guard = Match { body_contains: Some("traslado.guard".to_owned()), ..Match::default() };
    let hold = world.emulator.hold(guard);
    let mut slow = world.command();
    slow.args(["run", "--as-of", AS_OF, "--json"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let slow = slow.spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
    let init = world.traslado(&["init", "--yes", "--undated", "anterior"]);
    assert_eq!(init.code, 0, "{init}");
    hold.release();
    let output = slow.wait_with_output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["counts"]["pqr"], &json["counts"]["already"]), (&3.into(), &5.into()), "{json}");
    assert_eq!(verified(&world)["head"], 1);
}

#[test]
fn an_init_that_read_before_the_first_night_reads_again_and_records_nothing() {
    for adopted in [false, true] {
        let world = World::with(&rows(3, 5));
        if adopted {
            assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
        }
        let start = Match { body_contains: Some("traslado.start".to_owned()), ..Match::default() };
        let hold = world.emulator.hold(start);
        let mut slow = world.command();
        slow.args(["init", "--yes", "--undated", "anterior"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let slow = slow.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(20)));
        world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
        assert_eq!(world.night(AS_OF)["counts"]["pqr"], 8);
        hold.release();
        let output = slow.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.contains("All of it is there now"), adopted, "{said}");
        let verification = verified(&world);
        assert_eq!((&verification["head"], &verification["lines"]), (&1.into(), &8.into()), "{verification}");
        let own = world.shown("CE-F05!M1:P1").remove(0);
        assert_eq!(own, ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado"]);
    }
}

#[test]
fn what_was_known_before_is_proved_and_mended_like_any_hand_off() {
    let world = World::with(&rows(2, 3));
    assert_eq!(world.traslado(&["init", "--yes", "--undated", "anterior"]).code, 0);
    world.night(AS_OF);
    in_ledger(&world, |tab| tab.type_rows("E3", &[["PQR"]]).unwrap());
    let stopped = writes_nothing(&world, || world.traslado(&["run", "--as-of", NEXT]));
    assert_eq!(stopped.code, 66, "{stopped}");
    repaired(&world);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");

    // Where both copies are spoilt, the version history has them.
    let before = world.emulator.with(|state| state.versions(&world.id));
    in_ledger(&world, |tab| tab.type_rows("E3", &[["PQR"]]).unwrap());
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, "Libro de traslados (inicio)").unwrap();
        tab.type_rows("A2", &[["x"]]).unwrap();
    });
    let run = writes_nothing(&world, || world.traslado(&["run", "--as-of", NEXT]));
    let repair = writes_nothing(&world, || world.traslado(&["verify", "--repair"]));
    assert_eq!((run.code, repair.code), (66, 66), "{run}{repair}");
    snapshot!("init_anterior_damaged", steady(&format!("{}{repair}", stopped.stderr)));
    assert!(world.emulator.with(|state| state.restore_version(&world.id, before)));
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");

    // Its guard is made again, and a line that people wrote twice is taken out.
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let start = metadata.iter().find(|entry| entry["metadataKey"] == "traslado.start").unwrap();
    let lookup = json!({"developerMetadataLookup": {"metadataId": start["metadataId"]}});
    batch(&world, &[json!({"deleteDeveloperMetadata": {"dataFilter": lookup}})]);
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 66);
    repaired(&world);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    let line = world.shown("'Libro de traslados'!A2:Y2");
    in_ledger(&world, |tab| tab.type_rows("A9", &line).unwrap());
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 66);
    repaired(&world);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
}

#[test]
fn what_is_no_ce_f05_is_refused_with_the_place_and_the_remedy() {
    let mut said = String::new();
    let mut case = |what: &str, world: &World| {
        let run = writes_nothing(world, || world.traslado(&["init", "--yes"]));
        assert_eq!(run.code, 65, "{what}: {run}");
        said.push_str(&format!("{what}: {}", run.stderr));
    };
    let world = World::empty();
    case("an empty tab", &world);
    world.type_at("A1", &[["Inventario", "Cantidad", "Bodega"], ["Tubos", "12", "Norte"]]);
    case("another kind of sheet", &world);
    let world = World::empty();
    let mut header = HEADER.to_vec();
    header[1] = "Cuándo";
    world.type_at("A3", &[header]);
    case("a column is missing", &world);
    world.reconfigure("[credentials]", "tab = \"Reportes\"\n[credentials]");
    case("another tab", &world);
    snapshot!("init_refused", said);
}

#[test]
fn every_other_command_names_init_where_no_spreadsheet_is_configured() {
    let world = World::with(&[complete(1)]);
    world.reconfigure(&format!("spreadsheet_id = \"{}\"\n", world.id), "");
    let mut said = String::new();
    for arguments in [&["run"][..], &["plan"], &["verify"], &["annul", "1", "--reason", "x"]] {
        let run = writes_nothing(&world, || world.traslado(arguments));
        assert_eq!(run.code, 78, "{run}");
        assert!(run.to_string().contains("`traslado init`"), "{run}");
        said = run.to_string();
    }
    snapshot!("init_named", said);
    let check = writes_nothing(&world, || world.traslado(&["check"]));
    assert!(check.code == 0 && check.stdout.contains("`traslado init`"), "{check}");
}
