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

#[test]
fn a_wrong_command_line_is_explained() {
    for words in [&["--listen", "nowhere"][..], &["--port", "1"], &["--listen"], &[]] {
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
