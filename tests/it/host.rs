//! What a host keeps of the hand-offs it has seen: where it lies, whose it is, and what is said where it
//! cannot be read, says too much, or is not there.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;

use google_emulator::{Fault, FaultAction, Match};

use crate::ledger::{THIRD, clean_night, repaired, stops, two_nights};
use crate::world::{AS_OF, NEXT, Run, World, complete, snapshot};

/// The file of the highest hand-off seen.
fn mark(world: &World) -> PathBuf {
    let files = fs::read_dir(world.path("state")).unwrap().map(|entry| entry.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "seen")).unwrap()
}

fn line<'a>(run: &'a Run, name: &str) -> &'a str {
    run.stdout.lines().find(|line| line.contains(name)).unwrap_or_default()
}

#[test]
fn a_mark_that_cannot_be_read_is_a_warning_and_the_night_that_meets_it_ends_with_3() {
    let world = two_nights();
    fs::write(mark(&world), "ilegible").unwrap();
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    let night = world.traslado(&["run", "--as-of", THIRD]);
    assert_eq!(night.code, 3, "{night}");
    let said =
        night.stderr.lines().filter(|line| line.starts_with("traslado: ")).collect::<Vec<_>>().join("\n");
    snapshot!("mark_unreadable", format!("{}\n{said}\n", line(&check, " last hand-off seen:")));

    assert!(fs::read_to_string(mark(&world)).unwrap().starts_with("1 3 "), "it is made anew");
    assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0);
}

#[test]
fn a_mark_that_claims_too_much_names_the_version_and_ends_with_a_repair() {
    // The last one claims repairs as well, which no repair would catch up with.
    for claimed in
        ["1 7 0123456789abcdef 0 2026-03-30", "1 7 0123456789abcdef 50 2026-03-30", "1 2 0123456789abcdef 50"]
    {
        let world = two_nights();
        fs::write(mark(&world), claimed).unwrap();
        let said = stops(&world);
        if claimed.starts_with("1 7") {
            assert!(
                said.contains("restore the newest version in which hand-off 7 of 2026-03-30 stands"),
                "{said}"
            );
        }
        repaired(&world);
        clean_night(&world);
    }
}

#[test]
fn a_run_without_a_mark_says_with_which_number_and_day_the_ledger_ends() {
    let world = two_nights();
    fs::remove_file(mark(&world)).unwrap();
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    let warned = check.stdout.lines().find(|line| line.starts_with("warning ledger: ")).unwrap();

    // It is said until a notice has said it, whichever command met it first.
    let night = world.traslado(&["run", "--as-of", THIRD]);
    assert_eq!(night.code, 0, "{night}");
    let said = night.stdout.lines().find(|line| line.contains("ended with hand-off 2")).unwrap();
    let mail = world.emulator.mails().pop().unwrap().text;
    let in_mail = mail.lines().find(|line| line.starts_with("El servidor")).unwrap();
    snapshot!("mark_missing", format!("{warned}\n{said}\n{in_mail}\n"));

    world.type_at("A8", &[complete(8)]);
    let json = world.night(THIRD);
    assert!(json.get("unconfirmed_end").is_none(), "{json}");
    assert!(!world.emulator.mails().pop().unwrap().text.contains("El servidor que hizo"));
}

#[test]
fn a_night_without_anything_new_leaves_it_to_the_next_notice() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    fs::remove_file(mark(&world)).unwrap();
    assert_eq!(world.night(NEXT)["unconfirmed_end"]["seq"], 1);
    assert_eq!(world.emulator.mails().len(), 1);
    world.type_at("A3", &[complete(2)]);
    let json = world.night(THIRD);
    assert_eq!(json["unconfirmed_end"]["day"], AS_OF, "{json}");
    assert!(world.emulator.mails()[1].text.contains("es el n.º 1, del 10/03/2026"));
    assert!(world.night(THIRD).get("unconfirmed_end").is_none());
}

#[test]
fn the_notice_of_an_earlier_night_does_not_end_what_it_does_not_say() {
    let world = World::adopted(&[complete(1)]);
    let ill = FaultAction::google(503, "UNAVAILABLE", "busy");
    world.emulator.fault(Fault { times: 0, ..Fault::before(Match::path("drafts"), ill) });
    assert_eq!(world.traslado(&["run", "--as-of", AS_OF]).code, 3);
    world.emulator.clear_faults();
    fs::remove_file(mark(&world)).unwrap();

    let json = world.night(NEXT);
    assert_eq!((&json["notice"], &json["unconfirmed_end"]["seq"]), (&"sent".into(), &1.into()), "{json}");
    world.type_at("A3", &[complete(2)]);
    assert_eq!(world.night(THIRD)["unconfirmed_end"]["seq"], 1);
    assert!(world.emulator.mails()[1].text.contains("es el n.º 1, del 10/03/2026"));
    assert!(world.night(THIRD).get("unconfirmed_end").is_none());
}

#[test]
fn what_cannot_be_read_is_not_overwritten_by_a_command_that_does_not_say_so() {
    let world = two_nights();
    fs::write(mark(&world), "ilegible").unwrap();
    let annulled = world.traslado(&["annul", "CE-2026-00001", "--reason", "Prueba"]);
    assert_eq!(annulled.code, 0, "{annulled}");
    assert_eq!(fs::read_to_string(mark(&world)).unwrap(), "ilegible");
    assert_eq!(world.traslado(&["run"]).code, 3);
}

#[test]
fn files_in_another_folder_are_named_with_what_may_become_of_them() {
    let world = two_nights();
    let seen = mark(&world);
    let other = world.path(".local/state/traslado");
    fs::create_dir_all(&other).unwrap();
    fs::copy(&seen, other.join(seen.file_name().unwrap())).unwrap();
    let (files, stem) = (|run: &Run| line(run, " state folder:").to_owned(), seen.file_stem().unwrap());
    let chosen = files(&world.traslado(&["check"]));
    assert!(!chosen.contains("host.state_dir"), "it is set: {chosen}");

    let config = world.config().replace("state_dir = \"state\"", "");
    world.configure(&config);
    let mut command = world.command();
    command.arg("check").env("XDG_STATE_HOME", world.path("other"));
    let usual = files(&Run::of(&mut command));
    let said = format!("{chosen}\n{usual}\n").replace(stem.to_str().unwrap(), "[stem]");
    snapshot!("state_elsewhere", said);
}

/// A user of a unit, who is nobody else.
const UNIT: u32 = 64_999;

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[test]
fn files_are_their_folders_owners_whoever_writes_them() {
    let world = World::adopted(&[complete(1)]);
    if !is_root() {
        // One user cannot give files away: they are its own.
        world.night(AS_OF);
        assert_eq!(mark(&world).metadata().unwrap().uid(), world.path("state").metadata().unwrap().uid());
        return;
    }

    // The unit gets a copy of the key, and the program must be where it may run it.
    world.chmod("", 0o755);
    world.chmod("traslado.toml", 0o644);
    let credentials = world.path("credentials");
    fs::create_dir(&credentials).unwrap();
    fs::copy(world.path("key.json"), credentials.join("key.json")).unwrap();
    fs::set_permissions(credentials.join("key.json"), fs::Permissions::from_mode(0o600)).unwrap();
    let program = world.path("program");
    fs::copy(env!("CARGO_BIN_EXE_traslado"), &program).unwrap();
    for path in [&credentials, &credentials.join("key.json"), &world.path("state")] {
        chown(path, Some(UNIT), Some(UNIT)).unwrap();
    }
    for file in fs::read_dir(world.path("state")).unwrap() {
        chown(file.unwrap().path(), Some(UNIT), Some(UNIT)).unwrap();
    }

    for (turn, as_of) in (0_u32..).zip([AS_OF, NEXT, THIRD, "2026-03-13"]) {
        let row = turn + 2;
        world.type_at(&format!("A{row}"), &[complete(row)]);
        let mut command = world.command_of(program.to_str().unwrap());
        if turn % 2 == 1 {
            command.env("CREDENTIALS_DIRECTORY", &credentials).uid(UNIT).gid(UNIT);
        }
        let run = Run::of(command.args(["run", "--as-of", as_of]));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "turn {turn}: {run}");
        for file in fs::read_dir(world.path("state")).unwrap().map(Result::unwrap) {
            assert_eq!(file.metadata().unwrap().uid(), UNIT, "turn {turn}: {}", file.path().display());
        }
    }
}
