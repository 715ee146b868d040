//! What the READMEs and docs/ say is what the program has: commands, exit codes, keys, states.

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::World;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn missing<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    words.into_iter().filter(|word| !text.contains(word)).map(str::to_owned).collect()
}

/// The lines of a part of `--help`, from its title to the next blank line.
fn part<'a>(help: &'a str, title: &str) -> impl Iterator<Item = &'a str> {
    let lines = help.lines().skip_while(move |line| *line != title);
    lines.skip(1).take_while(|line| !line.is_empty())
}

/// First words of the lines that are indented by as much as the first.
fn names<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let of = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = lines.collect();
    let indent = lines.first().map_or(0, |line| of(line));
    let named = lines.into_iter().filter(|line| of(line) <= indent);
    named.filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn every_command_and_every_exit_code_stands_in_the_readme() {
    let help = World::empty().traslado(&["--help"]).stdout;
    let commands: Vec<String> = names(part(&help, "Commands:"))
        .into_iter()
        .filter(|name| *name != "help")
        .map(|name| format!("\n| `traslado {name}"))
        .collect();
    assert!(commands.len() > 9, "{help}");
    let lines = part(&help, "Exit status:");
    let codes: Vec<String> = lines
        .filter_map(|line| line.split_whitespace().next()?.parse::<u8>().ok())
        .map(|code| format!("\n| {code} | "))
        .collect();
    assert!(codes.len() > 9, "{help}");
    let readme = text("README.md");
    let wanted = commands.iter().chain(&codes).map(String::as_str);
    assert_eq!(missing(&readme, wanted), Vec::<String>::new());
}

/// Keys of config/traslado.toml, those that are commented out too.
fn keys() -> Vec<String> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in text("config/traslado.toml").lines() {
        let line = line.trim_start_matches("# ");
        if let Some(name) = line.strip_prefix('[') {
            section = format!("{}.", name.trim_end_matches(']'));
        }
        if let Some((key, _)) = line.split_once(" = ")
            && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            keys.push(format!("{section}{key}"));
        }
    }
    keys
}

#[test]
fn the_table_of_the_configuration_has_every_key_and_no_other() {
    let keys = keys();
    let table = text("docs/configuration.md");
    let named: Vec<&str> =
        table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let wanted: Vec<&str> = keys.iter().map(String::as_str).collect();
    let left_out: Vec<&&str> = wanted.iter().filter(|key| !named.contains(key)).collect();
    let made_up: Vec<&&str> = named.iter().filter(|key| !wanted.contains(key)).collect();
    assert!(left_out.is_empty() && made_up.is_empty(), "left out: {left_out:?}; made up: {made_up:?}");
}

/// The string literals of a source without its tests, continuation lines joined.
fn literals(source: &str) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let words = code.split('"').skip(1).step_by(2);
    words
        .map(|literal| literal.split("\\\n").map(str::trim_start).collect::<String>())
        .map(|literal| literal.replace("\\n", " "))
        .collect()
}

fn sources(path: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path());
    folder.filter(|path| path.is_file() && !path.ends_with("tests.rs")).collect()
}

/// Of each state, the words up to the first thing that differs from row to row.
#[test]
fn every_state_that_may_stand_beside_a_row_is_explained_in_spanish() {
    let domain = root().join("src/domain");
    let mut states = Vec::new();
    let parts = sources(&domain.join("clerks/annotation")).into_iter();
    let parts = parts.filter(|path| !path.ends_with("known_texts.rs"));
    for path in parts.chain([domain.join("clerks/annotation.rs")]) {
        for literal in literals(&fs::read_to_string(path).unwrap()) {
            let said =
                literal.split(['{', '}']).step_by(2).find(|piece| piece.starts_with(char::is_uppercase));
            states.extend(
                said.and_then(|said| said.split(['(', '.']).next()).map(|head| head.trim().to_owned()),
            );
        }
    }
    assert!(states.len() > 8, "{states:?}");
    let guide = text("README.es.md");
    assert_eq!(missing(&guide, states.iter().map(String::as_str)), Vec::<String>::new());
}

/// Links between the documents lead somewhere.
#[test]
fn what_the_documents_link_to_is_there() {
    let mut broken = Vec::new();
    for document in [
        "README.md",
        "README.es.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/ARCHITECTURE.md",
        "docs/GLOSSARY.md",
        "docs/configuration.md",
        "docs/json.md",
        "docs/operation.md",
    ] {
        let folder = root().join(document);
        let folder = folder.parent().unwrap();
        let page = text(document);
        for target in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked = if path.is_empty() { root().join(document) } else { folder.join(path) };
            // An image has no anchors.
            let whole = linked.is_dir() || (anchor.is_empty() && linked.is_file());
            let found = whole || fs::read_to_string(&linked).is_ok_and(|text| has(&text, anchor));
            if !found {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// The documents that say where something is name files that there are.
#[test]
fn the_files_that_the_documents_name_are_there() {
    let mut gone = Vec::new();
    for document in ["CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/GLOSSARY.md", "docs/mutants.md"] {
        let page = text(document);
        let quoted = page.split('`').skip(1).step_by(2);
        let paths = quoted
            .filter(|path| ["src/", "tests/", "config/", "docs/"].iter().any(|at| path.starts_with(at)));
        gone.extend(
            paths.filter(|path| !root().join(path).exists()).map(|path| format!("{document}: {path}")),
        );
    }
    assert_eq!(gone, Vec::<String>::new());
}

/// Whether a page has a title that such an anchor names.
fn has(page: &str, anchor: &str) -> bool {
    let slug = |title: &str| {
        let letters = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        letters.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
    };
    anchor.is_empty()
        || page
            .lines()
            .filter(|line| line.starts_with('#'))
            .any(|line| slug(line.trim_start_matches('#').trim()) == anchor)
}
