//! The program itself: its command line, and other people's clients against it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_google-emulator");

#[test]
fn it_says_where_it_listens_and_writes_its_key() {
    let scratch = tempfile::tempdir().unwrap();
    let (key, seed) = (scratch.path().join("key.json"), scratch.path().join("seed.json"));
    std::fs::write(&seed, r#"{"accounts": ["a@x.example"]}"#).unwrap();
    let mut child = Command::new(PROGRAM)
        .args(["--listen", "127.0.0.1:0", "--token", "a:b:me@x.example", "--key-out"])
        .arg(&key)
        .arg("--seed")
        .arg(&seed)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let address = line.trim_end().strip_prefix("listening on ").unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{line}");
    let text = std::fs::read_to_string(&key).unwrap();
    assert!(text.contains(&format!("\"token_uri\": \"{address}/token\"")), "{address}");
}

/// Starts the program and gives the first line that it says, if it says one, and else how it ended and why.
fn started(words: &[&str]) -> std::io::Result<Result<String, (Option<i32>, String)>> {
    let mut child =
        Command::new(PROGRAM).args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    if !line.is_empty() {
        child.kill()?;
        child.wait()?;
        return Ok(Ok(line));
    }
    let output = child.wait_with_output()?;
    Ok(Err((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())))
}

#[test]
fn it_listens_beyond_this_machine_only_when_it_is_told_to() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0"] {
        let (code, said) = started(&["--listen", address]).unwrap().unwrap_err();
        assert_eq!(code, Some(2), "{address}: {said}");
        assert!(said.contains("can be reached from other machines") && said.contains("--expose"), "{said}");
    }
    assert!(
        started(&["--listen", "0.0.0.0:0", "--expose"])
            .unwrap()
            .unwrap()
            .starts_with("listening on http://0.0.0.0:")
    );
    for address in ["127.0.0.1:0", "127.0.0.2:0", "localhost:0", "LOCALHOST:0"] {
        assert!(
            started(&["--listen", address]).unwrap().unwrap().starts_with("listening on http://127.0.0."),
            "{address}"
        );
    }
    assert!(
        started(&["--expose", "--listen=127.0.0.1:0"])
            .unwrap()
            .unwrap()
            .starts_with("listening on http://127.0.0.1:")
    );
    // Where the machine has no such address, it is that which is said, and not that it would be open to others.
    match started(&["--listen", "[::1]:0"]).unwrap() {
        Ok(line) => assert!(line.starts_with("listening on http://[::1]:"), "{line}"),
        Err((code, said)) => assert!(code == Some(1) && !said.contains("--expose"), "{said}"),
    }
}

#[test]
fn a_seed_whose_tab_has_the_name_of_the_first_starts() {
    let scratch = tempfile::tempdir().unwrap();
    let seed = scratch.path().join("seed.json");
    let text = r#"{"spreadsheets": [{"id": "1made-up", "owner": "a@x.example", "title": "CE-F05", "sheets": [{"title": "Sheet1", "rows": [["Fecha"]]}]}]}"#;
    std::fs::write(&seed, text).unwrap();
    let words = ["--listen", "127.0.0.1:0", "--api-key", "k", "--seed", seed.to_str().unwrap()];
    assert!(started(&words).unwrap().unwrap().starts_with("listening on "));
}

#[test]
fn a_wrong_command_line_is_explained() {
    for words in [
        &["--listen", "nowhere"][..],
        &["--listen", "localhost:x"],
        &["--port", "1"],
        &["--listen"],
        &["--expose"],
        &[],
    ] {
        let output = Command::new(PROGRAM).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage: google-emulator"));
    }
}

#[test]
fn python_clients_cannot_tell_it_from_google() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/session.py");
    let Ok(output) = Command::new(python).arg(script).arg(PROGRAM).output() else {
        eprintln!("skipped: there is no Python");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    eprintln!("{said}");
    assert!(matches!(output.status.code(), Some(0 | 77)), "{said}");
}
