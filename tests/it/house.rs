//! The shape of the source, held by tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate and the modules it may import, itself aside.
const IMPORTS: [(&str, &[&str]); 18] = [
    ("sheet", &[]),
    ("domain", &["sheet"]),
    ("operation", &["domain", "sheet"]),
    ("google", &["domain", "sheet"]),
    ("clock", &[]),
    ("config", &["domain", "google", "operation", "sheet"]),
    ("error", &["config", "domain", "google", "operation", "sheet"]),
    ("layout", &["domain", "google", "sheet"]),
    ("probes", &["domain", "google", "sheet"]),
    ("telemetry", &["config", "google"]),
    ("session", &["clock", "config", "domain", "error", "google", "operation", "sheet"]),
    ("steps", &["clock", "config", "domain", "error", "google", "layout", "operation", "session", "sheet"]),
    ("night", &["clock", "config", "domain", "error", "google", "operation", "session", "sheet", "steps"]),
    ("summary", &["domain", "error", "steps"]),
    ("monitor", &["clock", "config", "domain", "error", "google", "operation", "session", "steps"]),
    (
        "commands",
        &[
            "clock",
            "config",
            "domain",
            "error",
            "google",
            "layout",
            "monitor",
            "night",
            "operation",
            "probes",
            "session",
            "sheet",
            "steps",
            "summary",
            "telemetry",
        ],
    ),
    ("cli", &["commands", "config", "domain", "error", "summary", "telemetry"]),
    ("testing", &["domain", "sheet"]),
];

/// The rooms of `domain/`, each of which may import those that stand before it: no circle is possible.
const ROOMS: [&str; 14] = [
    "finding",
    "fields",
    "suggest",
    "law",
    "form",
    "ids",
    "identity",
    "ledger",
    "reconcile",
    "handoff",
    "clerks",
    "archive",
    "access",
    "mail",
];

/// Words that would make `domain/` impure, and why they would.
const IMPURE: [(&str, &str); 12] = [
    ("async ", "the domain waits for nothing"),
    (".await", "the domain waits for nothing"),
    ("std::fs", "the domain reads no files"),
    ("std::env", "the domain reads no environment"),
    ("std::net", "the domain talks to nobody"),
    ("std::time", "the domain has no clock"),
    ("Utc::now", "the domain has no clock"),
    ("Local::now", "the domain has no clock"),
    ("tracing", "the domain logs nothing"),
    ("println!", "the domain prints nothing"),
    ("google_", "the domain knows no type of Google's"),
    ("rand::", "the domain is deterministic"),
];

/// Crates that only `google/` may name.
const TRANSPORT: [&str; 7] =
    ["google_sheets4", "google_drive3", "google_gmail1", "hyper", "tower", "yup_oauth2", "oauth2"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The code of a file without its comments, which may name anything.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules of the crate that a text imports or names in full.
fn imported(code: &str) -> BTreeSet<String> {
    let named = code.match_indices("crate::").map(|(at, prefix)| &code[at + prefix.len()..]);
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut modules = BTreeSet::new();
    for rest in named {
        match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split('}').next().unwrap_or_default();
                modules.extend(group.split(',').map(|item| word(item.trim())));
            }
            None => drop(modules.insert(word(rest))),
        }
    }
    modules
}

#[test]
fn imports_point_down_the_table() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let relative = path.strip_prefix(&src).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if module == "lib" || module == "main" {
            continue;
        }
        let (_, allowed) = IMPORTS
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} is not in the import table"));
        for import in imported(&code(&path)) {
            // What tests share is no part of the program.
            if import != module && import != "testing" && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{} imports {import}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rooms_of_the_domain_import_only_rooms_before_them() {
    let domain = root().join("src/domain");
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut wrong = Vec::new();
    for path in sources(&domain) {
        let relative = path.strip_prefix(&domain).unwrap();
        let room = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        // Tests see the whole domain; what they need is no dependency of the room.
        let is_test = relative.ends_with("tests.rs") || relative.ends_with("properties.rs");
        if room == "mod" || is_test {
            continue;
        }
        let here = place(&room).unwrap_or_else(|| panic!("{room} is not in the table of rooms"));
        let code = code(&path);
        let program = code.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for import in program.split("crate::domain::").skip(1) {
            let name: String = import.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if place(&name).is_none_or(|there| there > here) {
                wrong.push(format!("{} imports {name}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_domain_is_pure() {
    let mut wrong = Vec::new();
    for path in sources(&root().join("src/domain")) {
        let code = code(&path);
        for (word, reason) in IMPURE {
            if code.contains(word) {
                wrong.push(format!("{} names `{word}`, but {reason}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_google_folder_names_googles_types_and_http() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        if path.starts_with(src.join("google")) {
            continue;
        }
        let code = code(&path);
        for name in TRANSPORT {
            if code.contains(&format!("{name}::")) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = root().join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "rs") && name != "main" {
            assert!(main.contains(&format!("mod {name};")), "tests/it/{name}.rs is not declared in main.rs");
        }
    }
}
