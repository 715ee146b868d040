//! Output decides nothing, answers at a terminal mean what people mean by them, and the clock and the
//! days that are given are the ones that are used.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::Stdio;

use google_emulator::{Fault, FaultAction, Match};

use crate::monitor::Monitor;
use crate::world::{AS_OF, Run, World, complete};

/// A file that is always full.
fn full() -> Stdio {
    OpenOptions::new().write(true).open("/dev/full").unwrap().into()
}

/// The writing end of a pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_night_whose_output_is_closed_or_full_is_as_good_as_any() {
    for what in ["full", "closed"] {
        let output = || if what == "full" { full() } else { closed() };
        for json in [false, true] {
            let world = World::with(&[complete(1)]);
            let monitor = Monitor::good();
            world.reconfigure("[host]", &format!("[monitor]\nping = \"{}\"\n[host]", monitor.url));
            let mut command = world.command();
            command.args(["run", "--as-of", AS_OF]).args(json.then_some("--json"));
            let ended = command.stdout(output()).stderr(output()).status().unwrap();
            assert_eq!((ended.code(), world.lines().len()), (Some(0), 1), "{what}, {json}");
            assert_eq!(world.emulator.mails().len(), 1, "{what}, {json}");
            let heard = monitor.heard();
            assert!(heard.last().unwrap().starts_with("POST /ping/secret-uuid: "), "{heard:?}");
        }
    }
}

#[test]
fn a_night_that_needs_a_person_or_fails_keeps_its_code_whoever_listens() {
    let world = World::with(&[complete(1)]);
    let refused = FaultAction::google(403, "PERMISSION_DENIED", "no");
    world.emulator.fault(Fault { times: 0, ..Fault::before(Match::path("/drafts"), refused) });
    let mut command = world.command();
    command.args(["run", "--as-of", AS_OF]).env("TRASLADO_LOG", "debug");
    assert_eq!(command.stdout(full()).stderr(full()).status().unwrap().code(), Some(3));

    world.configure("account = 7");
    for arguments in [&["run", "--json"][..], &["check"], &["plan"], &["verify"], &["init"]] {
        let mut command = world.command();
        let ended = command.args(arguments).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(ended.code(), Some(78), "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["calendar", "2026"]] {
        let mut command = world.command();
        let ended = command.args(arguments).stdout(closed()).stderr(closed()).status().unwrap();
        assert_eq!(ended.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_day_that_has_not_come_is_refused_without_an_endpoint_of_its_own() {
    let world = World::with(&[complete(1)]);
    let endpoint = format!("endpoint = \"{}\"\n", world.emulator.base_url());
    world.reconfigure(&endpoint, "");
    for command in ["run", "plan"] {
        let run = world.traslado(&[command, "--as-of", "2099-03-10", "--json"]);
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains("--as-of 2099-03-10 has not come yet"), "{run}");
        assert_eq!(run.json()["code"], 2, "{run}");
    }
    assert_eq!(world.calls().len(), 0);
}

#[test]
fn the_clock_of_the_environment_is_the_nights_and_is_refused_with_google_itself() {
    let world = World::adopted(&[complete(1)]);
    let at = |instant: &str| {
        let mut command = world.command();
        Run::of(command.args(["run", "--json"]).env("TRASLADO_NOW", instant))
    };
    // 03:00 in Colombia is the day before in no zone east of it, and the day in Colombia is what counts.
    let run = at("2026-03-11T04:30:00Z");
    assert_eq!((run.code, &run.json()["as_of"]), (0, &"2026-03-10".into()), "{run}");
    assert_eq!(at("2026-03-11T03:00:00-05:00").json()["as_of"], "2026-03-11");

    for wrong in ["", "mañana", "2026-03-11"] {
        let run = at(wrong);
        assert_eq!(run.code, 78, "{run}");
        assert!(run.stderr.contains("TRASLADO_NOW: must be an instant"), "{run}");
    }
    let endpoint = format!("endpoint = \"{}\"\n", world.emulator.base_url());
    world.reconfigure(&endpoint, "");
    let refused = at("2026-03-11T03:00:00-05:00");
    assert_eq!(refused.code, 78, "{refused}");
    assert!(refused.stderr.contains("TRASLADO_NOW: is set in the environment, and google.endpoint is not"));
}

/// Runs a command that asks, with these answers.
fn asked(world: &World, arguments: &[&str], answers: &[u8]) -> Run {
    let mut command = world.command();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(answers).unwrap();
    let output = process.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn yes_is_yes_in_both_languages_and_everything_else_is_no_and_not_0() {
    for yes in ["y", "Y", "yes", "YES", "s", "sí", "SÍ", "si", " yes "] {
        let world = World::with(&[complete(1)]);
        let run = asked(&world, &["init"], format!("{yes}\n").as_bytes());
        assert_eq!(run.code, 0, "{yes}: {run}");
        assert!(run.stdout.contains("Added."), "{yes}: {run}");
    }
    let world = World::with(&[complete(1)]);
    let start = world.emulator.mutations().len();
    for no in ["n\n", "no\n", "\n", "yess\n"] {
        let run = asked(&world, &["init"], no.as_bytes());
        assert_eq!(run.code, 3, "{no}: {run}");
        assert!(run.stdout.contains("Nothing was written."), "{run}");
    }
    for unreadable in [&b""[..], b"\xff\xfe\n"] {
        let run = asked(&world, &["init"], unreadable);
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains("nobody answered; answer at a terminal, or use --yes"), "{run}");
    }
    assert_eq!(world.mutations_since(start).len(), 0);
}

#[test]
fn a_key_in_place_of_its_path_is_not_printed() {
    let world = World::with(&[complete(1)]);
    let key = std::fs::read_to_string(world.path("key.json")).unwrap();
    let pasted = key.replace(['\n', '\''], " ");
    for value in [
        format!("'{pasted}'"),
        "\"\"\"\n-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n\"\"\"".to_owned(),
        format!("\"{}\"", "MIIEvCANARY".repeat(40)),
        "\"1//0gCANARY\"".to_owned(),
    ] {
        world.reconfigure("service_account_key = \"key.json\"", &format!("service_account_key = {value}"));
        for arguments in [&["run"][..], &["check", "--json"], &["login"]] {
            let run = world.traslado(arguments);
            assert_eq!(run.code, 78, "{run}");
            let said = run.to_string();
            assert!(said.contains("holds what should stand in a file, not the path of one"), "{said}");
            assert!(!said.contains("PRIVATE KEY") && !said.contains("CANARY"), "{said}");
        }
    }
}

#[test]
fn what_nobody_would_hear_and_a_first_day_that_has_not_come_are_warnings_of_check() {
    let world = World::adopted(&[complete(1)]);
    let config = world.config().replace("2026-03-01", "2099-03-01") + "[alert]\nafter = 1\n[monitor]\n";
    world.configure(&config);
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    assert!(check.stdout.contains("warning since: 2099-03-01 has not come yet"), "{check}");
    assert!(check.stdout.contains("warning alert: nobody hears it"), "{check}");
    assert!(check.stdout.contains("warning monitor: nobody hears it"), "{check}");

    world.configure(&(world.config() + "[alert]\nto = [\"operador@essmar.example\"]\n"));
    let check = world.traslado(&["check"]);
    assert!(!check.stdout.contains("nobody hears it") && !check.stdout.contains("warning since"), "{check}");
}

#[test]
fn a_clock_that_is_off_is_said_by_how_much_and_which_way() {
    for (minutes, said) in [
        (14, "14 minutes behind Google's"),
        (-180, "3 h 0 min ahead of Google's"),
        (3 * 1440, "3 days behind Google's"),
    ] {
        let world = World::with(&[complete(1)]);
        world.emulator.advance(chrono::TimeDelta::minutes(minutes));
        for command in ["run", "check"] {
            let run = world.traslado(&[command]);
            assert_eq!(run.code, 75, "{run}");
            let words = run.to_string();
            assert!(words.contains(said), "{minutes}: {run}");
        }
    }
}

#[test]
fn a_new_form_that_is_made_in_december_is_next_years() {
    for (now, year) in [("2026-11-30T23:59:00-05:00", "2026"), ("2026-12-01T00:00:00-05:00", "2027")] {
        let world = World::empty();
        let id = format!("spreadsheet_id = \"{}\"\n", world.id);
        world.reconfigure(&id, "");
        let mut command = world.command();
        let run = Run::of(command.args(["init", "--yes"]).env("TRASLADO_NOW", now));
        assert!(run.stdout.contains(&format!("\"CE-F05 Reportes de redes sociales {year}\"")), "{run}");
    }
}

#[test]
fn a_day_is_found_as_people_write_it_too() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    let found = world.traslado(&["find", AS_OF]);
    assert_eq!(found.code, 0, "{found}");
    assert_eq!(world.traslado(&["find", "10/03/2026"]).stdout, found.stdout);
    assert_eq!(world.traslado(&["find", "10/3/2026"]).stdout, found.stdout);
    for period in ["2026-03", "3/2026", "marzo 2026", "2026-03-10..2026-03-11", "01/03/2026..10/03/2026"] {
        assert_eq!(world.traslado(&["find", period]).stdout, found.stdout, "{period}");
    }
    let radicado = world.traslado(&["find", "10/03/26"]);
    assert_eq!(radicado.code, 2, "a radicado that nobody has given");
    assert!(radicado.stderr.contains("has this radicado"), "{radicado}");
    assert!(
        radicado.stderr.contains("a day such as 2026-11-28 or 28/11/2026, a month such as"),
        "{radicado}"
    );
    let none = world.traslado(&["find", "2026-04"]);
    assert!(none.code == 2 && none.stderr.contains("answered in 2026-04"), "{none}");
    let reversed = world.traslado(&["find", "2026-04..2026-03"]);
    assert!(reversed.code == 2 && reversed.stderr.contains("the range ends before it begins"), "{reversed}");
}

#[test]
fn a_folder_whose_disk_is_full_is_not_said_to_take_files() {
    let world = World::adopted(&[complete(1)]);
    let check = |limit: &str| {
        let mut shell = std::process::Command::new("sh");
        let line = format!("trap '' XFSZ; ulimit -f {limit}; exec {} check", env!("CARGO_BIN_EXE_traslado"));
        Run::of(shell.args(["-c", &line]).env_clear().env("HOME", world.folder()).current_dir(world.folder()))
    };
    assert!(check("unlimited").stdout.contains("state folder: state takes files"));
    let full = check("8");
    assert!(full.stdout.contains("warning state folder: state takes no files"), "{full}");
}
