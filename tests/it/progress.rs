//! What a person at a terminal sees of long work, what stands in lines elsewhere, and what an interrupt is answered.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::monitor::Monitor;
use crate::terminal::at_terminal;
use crate::world::{AS_OF, NEXT, Run, World, complete};

/// A night at a terminal, and all that stood there.
fn watched(world: &World, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
    let mut command = world.command();
    command.args(arguments).env("TERM", "xterm").envs(environment.iter().copied());
    at_terminal(command, "")
}

#[test]
fn a_person_at_a_terminal_sees_what_a_night_is_at_and_a_pipe_does_not() {
    let world = World::adopted(&[complete(1)]);
    world
        .emulator
        .fault(Fault::before(Match::path(":batchUpdate"), FaultAction::google(503, "UNAVAILABLE", "no")));
    let (code, shown) = watched(&world, &["run", "--as-of", AS_OF], &[]);
    assert_eq!(code, 0, "{shown}");
    for words in [
        "reading the spreadsheet",
        "handing over number 1 (1 of 1)",
        "Google answered 503; trying again in",
        "sending the notice",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(shown.contains("hand-off 1, tab"), "{shown}");

    world.type_at("A3", &[complete(2)]);
    let piped = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((piped.code, piped.stderr.as_str()), (0, ""), "{piped}");
}

#[test]
fn verbose_says_in_lines_what_happens_and_quiet_only_what_fails() {
    let world = World::adopted(&[complete(1)]);
    let verbose = world.traslado(&["run", "-v", "--as-of", AS_OF]);
    assert_eq!(verbose.code, 0, "{verbose}");
    for words in ["reading the spreadsheet", "handing over number 1 (1 of 1)", "hand-off committed"] {
        assert!(verbose.stderr.contains(words), "{words}: {verbose}");
    }
    assert!(!verbose.stderr.contains("answered"), "{verbose}");
    let debug = world.traslado(&["plan", "-vv", "--as-of", NEXT]);
    assert!(debug.stderr.contains("DEBUG answered"), "{debug}");

    let quiet = world.traslado(&["run", "--quiet", "--config", "no.toml"]);
    assert_eq!(quiet.code, 78, "{quiet}");
    assert!(
        quiet.stderr.lines().all(|line| line.starts_with("traslado: ")) && !quiet.stderr.is_empty(),
        "{quiet}"
    );
    let (_, shown) = watched(&world, &["run", "-q", "--as-of", NEXT], &[]);
    assert!(!shown.contains("reading"), "{shown}");
    assert_eq!(world.traslado(&["run", "-q", "-v"]).code, 2);
}

#[test]
fn colours_are_for_terminals_whose_people_want_them() {
    const COLOUR: &str = "\u{1b}[3";
    let world = World::adopted(&[complete(1)]);
    let (_, shown) = watched(&world, &["plan", "-v", "--as-of", AS_OF], &[]);
    assert!(shown.contains(COLOUR), "{shown}");
    for arguments in [&["plan", "-v", "--as-of", AS_OF][..], &["plan", "--as-of", AS_OF], &["--help"]] {
        let (_, shown) = watched(&world, arguments, &[("NO_COLOR", "1")]);
        assert!(!shown.contains(COLOUR), "{arguments:?}: {shown}");
    }
}

/// Sends a process the signal that a person sends with Ctrl+C.
fn interrupt(process: &std::process::Child) {
    let id = rustix::process::Pid::from_child(process);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
}

#[test]
fn an_interrupted_night_says_what_stands_and_what_the_next_one_does() {
    for (at, said, lines) in [
        (
            "addSheet",
            "interrupted; nothing was handed over; the same command finds and finishes whatever was done",
            0,
        ),
        ("addFilterView", "interrupted; handed over, and stands: number 1; the same command", 1),
    ] {
        let world = World::adopted(&[complete(1)]);
        let monitor = Monitor::good();
        world.reconfigure("[host]", &format!("[monitor]\nping = \"{}\"\n[host]", monitor.url));
        let when = Match { body_contains: Some(at.to_owned()), ..Match::path(":batchUpdate") };
        let hold = world.emulator.hold(when);
        let mut command = world.command();
        command.args(["run", "--as-of", AS_OF]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let night = command.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(30)), "{at}");
        interrupt(&night);
        let run = Run::from(night.wait_with_output().unwrap());
        assert_eq!((run.code, world.lines().len()), (75, lines), "{at}: {run}");
        assert!(run.stderr.contains(said), "{at}: {run}");
        let heard = monitor.heard();
        assert!(heard.last().unwrap().contains("/75: exit code 75"), "{heard:?}");
        world.emulator.clear_faults();
        hold.release();
        std::thread::sleep(Duration::from_millis(100));

        world.night(AS_OF);
        assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1), "{at}");
    }
}

#[test]
fn an_interrupted_reading_command_ends_at_once() {
    let world = World::adopted(&[complete(1)]);
    let hold = world.emulator.hold(Match::path("/v4/spreadsheets"));
    let mut command = world.command();
    let plan = command.args(["plan"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(30)));
    interrupt(&plan);
    let run = Run::from(plan.wait_with_output().unwrap());
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("interrupted; nothing was handed over"), "{run}");
    hold.release();
}
