//! Plants bugs, one at a time, in a copy of the project under the target directory, and runs the
//! test that must see each. A bug that survives is a hole in the tests.
//!
//! - `cargo run -p planted`: all of them; the table must be the committed one.
//! - `cargo run -p planted -- --only NAME`: those whose names contain NAME.
//! - `cargo run -p planted -- --record`: writes `tests/planted/TABLE.md`.

#![expect(clippy::unwrap_used, reason = "A runner that cannot go on says where, and ends.")]

mod copy;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde::Deserialize;

#[derive(Deserialize)]
struct Planting {
    bug: Vec<Bug>,
}

/// One bug: a text of one file, which stands there exactly once, and what is put in its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bug {
    name: String,
    file: String,
    find: String,
    replace: String,
    /// Arguments of `cargo test` that must fail with the bug and pass without.
    caught_by: String,
}

/// What became of a bug.
enum Fate {
    /// The first test or case that failed.
    Caught(String),
    Survived,
    DoesNotBuild,
}

/// The copy, and where it is built.
struct Field {
    tree: PathBuf,
    target: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1).cloned()
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let mut planting = Planting::read(&root);
    if let Some(only) = after("--only") {
        planting.bug.retain(|bug| bug.name.contains(&only));
    }
    let stale: Vec<String> = planting.bug.iter().filter_map(|bug| bug.stale(&root)).collect();
    if !stale.is_empty() {
        eprintln!("{}", stale.join("\n"));
        return ExitCode::FAILURE;
    }
    let field = Field { tree: target.join("planted"), target };
    copy::mirror(&root, &field.tree);
    let tests: BTreeSet<&str> = planting.bug.iter().map(|bug| bug.caught_by.as_str()).collect();
    for test in tests {
        if let Some(failed) = field.run(test) {
            eprintln!("without any bug, cargo test {test} fails: {failed}");
            return ExitCode::FAILURE;
        }
    }
    let mut table =
        String::from("| bug | file | caught by `cargo test …` | first to fail |\n|---|---|---|---|\n");
    let mut survivors = 0;
    for bug in &planting.bug {
        let fate = field.plant(bug);
        let told = match &fate {
            Fate::Caught(first) => first.clone(),
            Fate::Survived => "**nobody: it survives**".to_owned(),
            Fate::DoesNotBuild => "**it does not build**".to_owned(),
        };
        survivors += usize::from(!matches!(fate, Fate::Caught(_)));
        let line = format!("| {} | `{}` | `{}` | {told} |\n", bug.name, bug.file, bug.caught_by);
        print!("{line}");
        table.push_str(&line);
    }
    judge(&root, &table, survivors, &arguments)
}

/// Compares the table with the committed one, unless only a part was asked for.
fn judge(root: &Path, table: &str, survivors: usize, arguments: &[String]) -> ExitCode {
    let path = root.join("tests/planted/TABLE.md");
    let mut text = String::from("# Planted bugs and the tests that see them\n\n");
    let _ = writeln!(
        text,
        "Written by `cargo run -p planted -- --record`; checked by the same without the flag.\n"
    );
    text.push_str(table);
    if arguments.iter().any(|argument| argument == "--record") {
        fs::write(&path, &text).unwrap();
    }
    let part = arguments.iter().any(|argument| argument == "--only");
    let same = part || fs::read_to_string(&path).unwrap_or_default() == text;
    if !same {
        eprintln!("this is not the table of tests/planted/TABLE.md; where that is meant, run with --record");
    }
    if survivors == 0 && same { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Planting {
    fn read(root: &Path) -> Self {
        toml::from_str(&fs::read_to_string(root.join("tests/planted/bugs.toml")).unwrap()).unwrap()
    }
}

impl Bug {
    /// Why it cannot be planted any more.
    fn stale(&self, root: &Path) -> Option<String> {
        let text = fs::read_to_string(root.join(&self.file)).unwrap_or_default();
        let found = text.matches(&self.find).count();
        let Self { name, file, .. } = self;
        (found != 1)
            .then(|| format!("{name}: its text stands {found} times in {file}, not once; find it another"))
    }
}

impl Field {
    fn plant(&self, bug: &Bug) -> Fate {
        let path = self.tree.join(&bug.file);
        let sound = fs::read_to_string(&path).unwrap();
        fs::write(&path, sound.replacen(&bug.find, &bug.replace, 1)).unwrap();
        let package = bug.caught_by.split(" -- ").next().unwrap_or_default();
        let targets: Vec<&str> = package.split_whitespace().take_while(|word| !word.contains("::")).collect();
        let builds =
            self.cargo().arg("test").args(targets).arg("--no-run").output().unwrap().status.success();
        let fate = match builds.then(|| self.run(&bug.caught_by)) {
            None => Fate::DoesNotBuild,
            Some(None) => Fate::Survived,
            Some(Some(first)) => Fate::Caught(first),
        };
        fs::write(&path, sound).unwrap();
        fate
    }

    /// Runs a test; the first thing in it that failed.
    fn run(&self, arguments: &str) -> Option<String> {
        let output = self.cargo().arg("test").args(arguments.split_whitespace()).output().unwrap();
        if output.status.success() {
            return None;
        }
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        // Two threads play the cases, so the first to be told is not always the same; the least is.
        let cases = said.lines().filter_map(|line| line.strip_prefix("broken: "));
        let case = cases.map(|case| case.split(": ").next().unwrap_or(case)).min().map(str::to_owned);
        let failed = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
        let test = || said.lines().filter_map(failed).min();
        let counted = || said.contains("a clean night makes other calls").then(|| "calls.txt".to_owned());
        let early = || "a scenario cannot be set up".to_owned();
        Some(case.or_else(test).or_else(counted).unwrap_or_else(early))
    }

    fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.tree).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Planting them takes an hour; that each can still be planted is seen with every change.
    #[test]
    fn the_text_of_every_bug_stands_in_its_file_once() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let planting = Planting::read(&root);
        let stale: Vec<String> = planting.bug.iter().filter_map(|bug| bug.stale(&root)).collect();
        assert!(!planting.bug.is_empty() && stale.is_empty(), "{stale:#?}");
    }
}
