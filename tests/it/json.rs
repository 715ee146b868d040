//! What `--json` prints is what docs/json.md says: one object, every key that stands always, and no other than those
//! named.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::world::{ACCOUNT, AS_OF, CLERKS, Run, World, complete};

/// The keys that a section of the page names, each with whether it stands always.
fn documented() -> BTreeMap<String, BTreeMap<String, bool>> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md")).unwrap();
    let mut sections: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    let mut section = String::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
        }
        if let Some((key, rest)) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` |")) {
            sections.entry(section.clone()).or_default().insert(key.to_owned(), rest.starts_with(" yes "));
        }
    }
    // A plan has all that a night has.
    let night = sections["traslado run"].clone();
    sections.get_mut("traslado plan").unwrap().extend(night);
    sections.get_mut("traslado plan").unwrap().insert("rows".to_owned(), true);
    sections
}

/// Asserts that an object is as a section says.
fn holds(section: &str, run: &Run) -> Value {
    let object = run.json();
    assert!(run.stdout.starts_with("{\"format\":1,"), "{section}: {run}");
    let keys = &documented()[section];
    let found: BTreeSet<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let unknown: Vec<&&str> = found.iter().filter(|key| !keys.contains_key(**key)).collect();
    assert!(unknown.is_empty(), "{section} does not name {unknown:?}: {run}");
    let missing: Vec<&String> = keys
        .iter()
        .filter(|(key, always)| **always && !found.contains(key.as_str()))
        .map(|(key, _)| key)
        .collect();
    assert!(missing.is_empty(), "{section} without {missing:?}: {run}");
    object
}

#[test]
fn every_command_that_takes_json_has_its_section() {
    let world = World::empty();
    let help = world.traslado(&["--help"]).stdout;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let sections = documented();
    let mut without = Vec::new();
    for name in names.iter().filter(|name| !["help", "daemon", "completions"].contains(name)) {
        let help = match *name {
            "config" => world.traslado(&["config", "new", "--help"]).stdout,
            name => world.traslado(&[name, "--help"]).stdout,
        };
        if !help.contains("--json") || !sections.contains_key(&format!("traslado {name}")) {
            without.push(*name);
        }
    }
    assert!(without.is_empty() && names.len() > 12, "{without:?} of {names:?}");
}

#[test]
fn a_year_of_commands_prints_what_the_page_says() {
    let world = World::with(&[complete(1), complete(2)]);
    let run = |arguments: &[&str]| world.traslado(arguments);
    assert_eq!(holds("traslado init", &run(&["init", "--yes", "--json"]))["outcome"], "added");
    assert_eq!(holds("traslado init", &run(&["init", "--yes", "--json"]))["outcome"], "current");
    assert_eq!(holds("traslado plan", &run(&["plan", "--as-of", AS_OF, "--json"]))["outcome"], "planned");
    assert_eq!(holds("traslado run", &run(&["run", "--as-of", AS_OF, "--json"]))["outcome"], "handed_off");
    assert_eq!(holds("traslado run", &run(&["run", "--as-of", AS_OF, "--json"]))["outcome"], "nothing_new");
    holds("traslado check", &run(&["check", "--json"]));
    holds("traslado check", &run(&["config", "check", "--json"]));
    assert_eq!(holds("traslado verify", &run(&["verify", "--archive", "--json"]))["outcome"], "verified");
    assert_eq!(holds("traslado find", &run(&["find", "CE-2026-00001", "--json"]))["outcome"], "found");
    assert_eq!(holds("traslado report", &run(&["report", "2026-03", "--json"]))["outcome"], "reported");
    holds("traslado archive", &run(&["archive", "--yes", "--json"]));

    let copy = holds("traslado export", &run(&["export", "1", "--to", "copies", "--json"]));
    assert_eq!((&copy["handoffs"], &copy["lines"]), (&1.into(), &2.into()));

    let annul = ["annul", "CE-2026-00001", "--reason", "Era una prueba", "--json"];
    assert_eq!(holds("traslado annul", &run(&annul))["outcome"], "annulled");
    assert_eq!(holds("traslado annul", &run(&annul))["outcome"], "nothing");
    let undo = ["annul", "--undo", "2", "--reason", "Era un error", "--json"];
    assert_eq!(holds("traslado annul", &run(&undo))["outcome"], "reinstated");

    world
        .emulator
        .with(|state| state.type_rows(&world.id, &format!("'Traslado {AS_OF}'!I5:I6"), &[["No es PQR"]]))
        .unwrap();
    let id = world.shown(&format!("'Traslado {AS_OF}'!A5"))[0][0].clone();
    let reopen = ["reopen", id.as_str(), "--reason", "Se revisa", "--json"];
    assert_eq!(holds("traslado reopen", &run(&reopen))["outcome"], "reopened");

    let calendar = holds("traslado calendar", &run(&["calendar", "2026", "--json"]));
    assert_eq!(calendar["holidays"][0]["date"], "2026-01-01");
    assert_eq!(
        holds("traslado deadline", &run(&["deadline", "2026-11-20", "--json"]))["deadline"],
        "2026-12-14"
    );

    let usage = run(&["find", "CE-2026-99999", "--json"]);
    assert_eq!((usage.code, &holds("A failure", &usage)["outcome"]), (2, &"failed".into()));
    for arguments in
        [&["check", "--json", "--config", "no.toml"][..], &["init", "--json", "--config", "no.toml"]]
    {
        let failed = run(arguments);
        let section = if arguments[0] == "check" { "traslado check" } else { "A failure" };
        assert_eq!((failed.code, holds(section, &failed)["outcome"].clone()), (78, "failed".into()));
    }
}

#[test]
fn what_is_asked_and_said_goes_to_stderr_where_json_is_wanted() {
    let world = World::with(&[complete(1)]);
    let asked = world.traslado(&["init", "--json"]);
    assert_eq!((asked.code, &holds("A failure", &asked)["code"]), (2, &2.into()));
    assert!(asked.stderr.contains("Go ahead? [y/N]"), "{asked}");

    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 120");
    let rehearsal = world.traslado(&["rehearse", "--json", "--to", CLERKS]);
    let object = holds("traslado rehearse", &rehearsal);
    assert_eq!((rehearsal.code, &object["outcome"]), (0, &"usable".into()), "{rehearsal}");
    assert_eq!(object["totals"]["holds"], object["answers"].as_array().unwrap().len());

    let new = [
        "config",
        "new",
        "--config",
        "n.toml",
        "--account",
        ACCOUNT,
        "--spreadsheet",
        "new",
        "--yes",
        "--json",
    ];
    assert_eq!(holds("traslado config", &world.traslado(&new))["outcome"], "written");
    let update = ["config", "update", "--config", "n.toml", "--json"];
    assert_eq!(holds("traslado config", &world.traslado(&update))["outcome"], "current");
}
