//! The demonstration itself: how much it says, and that it waits for whoever looks.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The executable of the demonstration, which is built with the tests of the whole package; `None`, with a word, where
/// only this test was built.
fn demo() -> Option<PathBuf> {
    let here = std::env::current_exe().unwrap();
    let path = here.parent().unwrap().parent().unwrap().join("examples/demo");
    if !path.is_file() {
        eprintln!("skipped: the demonstration is not built; `cargo build --example demo` does it");
    }
    Some(path).filter(|path| path.is_file())
}

#[test]
fn without_a_terminal_it_tells_its_story_in_few_lines_and_ends() {
    let Some(demo) = demo() else { return };
    let output = Command::new(demo).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.lines().count() < 140, "{} lines", said.lines().count());
    for table in said.lines().filter(|line| line.starts_with(['│', '┌', '╞', '└'])) {
        assert!(table.chars().count() <= 100, "{table}");
    }
    for words in [
        "/_emulator/spreadsheets/",
        "PQR 48 + por completar 10",
        "(50 more rows; ",
        "Subject: [CE-F05 2026-11-24",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        said.contains("0 hand-offs, 0 changes to the spreadsheet, 0 mails; 63 rows known already"),
        "{said}"
    );
    assert!(!said.contains("Enter "), "{said}");
}

#[test]
fn served_it_plays_a_night_whenever_enter_is_pressed() {
    let Some(demo) = demo() else { return };
    let mut child =
        Command::new(demo).arg("--serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut keys, mut said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut until = |words: &str| {
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).contains(words) {
            let mut byte = [0];
            said.read_exact(&mut byte).unwrap();
            heard.push(byte[0]);
        }
        String::from_utf8(heard).unwrap()
    };

    let first = until("Enter plays the first night.");
    assert!(first.contains("http://127.0.0.1:") && !first.contains("Traslado 2026-11-23"), "{first}");
    for (words, night) in [
        ("Enter lets staff go on working in the sheet.", "Tab «Traslado 2026-11-23»"),
        ("Enter plays the second night.", "the whole sheet is sorted by name"),
        ("Enter plays the same night again, as if cron had stuttered.", "Tab «Traslado 2026-11-24»"),
        ("Enter ends it.", "TRASLADO_NOW=2026-11-25"),
    ] {
        writeln!(keys).unwrap();
        let heard = until(words);
        assert!(heard.contains(night), "{words}: {heard}");
    }
    writeln!(keys).unwrap();
    let mut rest = String::new();
    said.read_line(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
}
