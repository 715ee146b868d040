//! The man pages and the completions: every command, every key, every section that a reader looks for.

#[path = "../../examples/assets/pages.rs"]
mod pages;

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::world::World;

#[test]
fn every_page_has_its_sections_and_says_how_each_is_left() {
    let pages = pages::pages().unwrap();
    let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    for name in
        ["traslado.1", "traslado-run.1", "traslado-config-new.1", "traslado-completions.1", "traslado.toml.5"]
    {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    for (name, page) in &pages {
        for section in ["NAME", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"] {
            let title = [format!(".SH {section}\n"), format!(".SH \"{section}\"\n")];
            let body = title.iter().find_map(|title| page.split_once(title)).map(|(_, rest)| rest);
            let body = body.and_then(|rest| rest.split(".SH").next()).unwrap_or_default();
            assert!(!body.trim().is_empty(), "{name} has nothing under {section}: {page}");
        }
        for code in ["0", "1", "2", "3", "65", "66", "73", "75", "77", "78"] {
            assert!(page.contains(&format!("\\fB{code}\\fR")), "{name} without {code}");
        }
    }
}

#[test]
fn every_key_stands_in_the_page_of_the_configuration() {
    let pages = pages::pages().unwrap();
    let page = &pages.iter().find(|(name, _)| name == "traslado.toml.5").unwrap().1;
    let page = page.replace("\\-", "-");
    for line in include_str!("../../config/traslado.toml").lines() {
        let plain = line.trim_start_matches("# ");
        let is_key = |key: &str| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if let Some((key, _)) = plain.split_once(" = ").filter(|(key, _)| is_key(key)) {
            assert!(page.contains(&format!("\\fB{key} = ")), "{key}");
        }
    }
}

#[test]
fn no_page_makes_a_formatter_complain() {
    let groff = Command::new("groff").arg("--version").output();
    if !groff.is_ok_and(|output| output.status.success()) {
        return;
    }
    for (name, page) in pages::pages().unwrap() {
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-K", "utf8", "-ww"]);
        let mut groff =
            groff.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        groff.stdin.take().unwrap().write_all(page.as_bytes()).unwrap();
        let said = groff.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{name}");
    }
}

#[test]
fn completions_of_each_shell_know_every_command_and_the_values_of_closed_lists() {
    let world = World::empty();
    for shell in ["bash", "zsh", "fish"] {
        let run = world.traslado(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["config", "rehearse", "as-of", "expect", "handover", "anterior", "es_CO"] {
            assert!(run.stdout.contains(word), "{shell} without {word}");
        }
    }
    let run = world.traslado(&["completions", "tcsh"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("bash, "), "it names the shells there are: {run}");
}
