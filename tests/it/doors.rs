//! Small doors: a lock that others plant, answers without an end, proxies, halves of characters.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::world::{AS_OF, NEXT, Run, World, complete};

fn lock_of(world: &World) -> PathBuf {
    let files = fs::read_dir(world.path("state")).unwrap().map(|file| file.unwrap().path());
    files.into_iter().find(|file| file.extension().is_some_and(|kind| kind == "lock")).unwrap()
}

#[test]
fn nobody_else_can_open_the_lock_and_a_planted_link_is_not_followed() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    let lock = lock_of(&world);
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&lock), 0o600);
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o666)).unwrap();
    world.night(AS_OF);
    assert_eq!(mode(&lock), 0o600);

    let victim = world.path("victim");
    fs::write(&victim, "not ours").unwrap();
    for target in [&victim, &world.path("none"), &world.path("state")] {
        fs::remove_file(&lock).unwrap();
        symlink(target, &lock).unwrap();
        let run = world.traslado(&["run", "--as-of", NEXT]);
        assert_eq!(run.code, 0, "{run}");
        assert!(run.stderr.contains("no lock file can be made"), "{run}");
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), "not ours");
    assert!(!world.path("none").exists());
}

#[test]
fn what_others_put_in_the_place_of_the_hosts_files_is_not_waited_for_followed_or_believed() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    let file = |kind: &str| lock_of(&world).with_extension(kind);
    let kinds = ["seen", "nights", "unconfirmed", "named"];
    let ours = kinds.map(|kind| fs::read_to_string(file(kind)).ok());

    // A pipe that nobody writes to, a device without an end, and a link to what would be believed.
    let believed = world.path("believed");
    fs::write(&believed, "1 9 0123456789abcdef 0 2026-03-30\n").unwrap();
    for planted in ["pipe", "/dev/zero", believed.to_str().unwrap()] {
        for kind in kinds {
            let _ = fs::remove_file(file(kind));
            if planted == "pipe" {
                assert!(Command::new("mkfifo").arg(file(kind)).status().unwrap().success());
            } else {
                symlink(planted, file(kind)).unwrap();
            }
        }
        for (command, code) in [("check", 0), ("verify", 0), ("run", 3), ("run", 0)] {
            let mut timed = world.command_of("timeout");
            let run = Run::of(timed.args(["60", env!("CARGO_BIN_EXE_traslado"), command]));
            assert_eq!(run.code, code, "{planted}, {command}: {run}");
        }
        assert_eq!(fs::read_to_string(file("seen")).ok(), ours[0], "the night has made it anew: {planted}");
        assert!(fs::symlink_metadata(file("nights")).unwrap().is_file(), "{planted}");
    }
    assert_eq!(fs::read_to_string(&believed).unwrap(), "1 9 0123456789abcdef 0 2026-03-30\n");
}

/// A token endpoint whose answer never ends; how much of it was sent.
fn endless() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
            let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
            if stream.write_all(head.as_bytes()).is_err() {
                continue;
            }
            while stream.write_all(chunk.as_bytes()).is_ok() {
                counter.fetch_add(chunk.len(), Ordering::Relaxed);
            }
        }
    });
    (address, sent)
}

#[test]
fn an_answer_for_a_token_that_never_ends_is_not_waited_for() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 3");
    let (address, sent) = endless();
    let key = fs::read_to_string(world.path("key.json")).unwrap();
    let own = format!("{}/token", world.emulator.base_url());
    assert!(key.contains(&own), "{own}");
    fs::write(world.path("key.json"), key.replace(&own, &address)).unwrap();
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(run.code, 75, "{run}");
    let sent = sent.load(Ordering::Relaxed);
    // Some tries, each of a megabyte and of what the system buffers.
    assert!(sent < 200 << 20, "{sent} bytes were taken");
}

#[test]
fn a_proxy_of_the_environment_is_refused_with_the_hosts_to_open_and_not_used_on_this_machine() {
    let world = World::with(&[complete(1)]);
    let with_proxy = |variable: &str| {
        let mut command = world.command();
        Run::of(command.args(["run", "--as-of", AS_OF]).env(variable, "http://127.0.0.1:1"))
    };
    assert_eq!(with_proxy("HTTPS_PROXY").code, 0, "an endpoint on this machine needs no proxy");

    let endpoint = format!("endpoint = \"{}\"\n", world.emulator.base_url());
    world.reconfigure(&endpoint, "");
    let key = fs::read_to_string(world.path("key.json")).unwrap();
    let own = format!("{}/token", world.emulator.base_url());
    fs::write(world.path("key.json"), key.replace(&own, "https://oauth2.googleapis.com/token")).unwrap();
    for variable in ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY"] {
        let run = with_proxy(variable);
        assert_eq!(run.code, 78, "{run}");
        let words = format!(
            "{variable} asks for a proxy, and traslado goes to Google without one; unset it for traslado"
        );
        assert!(run.stderr.contains(&words), "{run}");
        for host in
            ["sheets.googleapis.com", "www.googleapis.com", "gmail.googleapis.com", "oauth2.googleapis.com"]
        {
            assert!(run.stderr.contains(host), "{run}");
        }
    }
}

/// A way to the emulator on which six letters of every answer become half of a character.
fn halving(world: &World, letters: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let emulator = world.emulator.address();
    std::thread::spawn(move || {
        for caller in listener.incoming() {
            let (caller, google) = (caller.unwrap(), TcpStream::connect(emulator).unwrap());
            // Without compression the letters stand in the answer as they are.
            pass(
                caller.try_clone().unwrap(),
                google.try_clone().unwrap(),
                b"accept-encoding",
                b"x-not-encodings",
            );
            pass(google, caller, letters, br"\ud83d");
        }
    });
    address
}

/// Passes on what one side says to the other, with one word in place of another of its length.
fn pass(mut from: TcpStream, mut to: TcpStream, word: &'static [u8], other: &'static [u8]) {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 20];
        loop {
            let length = from.read(&mut buffer).unwrap_or(0);
            if length == 0 {
                let _ = to.shutdown(std::net::Shutdown::Write);
                return;
            }
            let said = &mut buffer[..length];
            for at in 0..=length.saturating_sub(word.len()) {
                if said.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)) {
                    said[at..at + word.len()].copy_from_slice(other);
                }
            }
            if to.write_all(said).is_err() {
                return;
            }
        }
    });
}

#[test]
fn half_of_a_character_in_a_cell_ends_no_night() {
    let mut row = complete(1);
    row[10] = "Solicito agua XHALFX".to_owned();
    let world = World::with(&[row, complete(2)]);
    let config = world.config().replace(&world.emulator.base_url(), &halving(&world, b"XHALFX"));
    world.configure(&config);
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
    assert_eq!((run.code, &run.json()["counts"]["pqr"]), (0, &2.into()), "{run}");
    let lines = world.lines();
    assert!(lines.iter().flatten().any(|cell| cell == "Solicito agua \u{fffd}"), "{lines:?}");
}
