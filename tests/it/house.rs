//! The shape of the source, held by tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate and the modules it may import, itself aside.
const IMPORTS: [(&str, &[&str]); 18] = [
    ("sheet", &[]),
    ("domain", &["sheet"]),
    ("operation", &["domain", "sheet"]),
    ("google", &["domain", "sheet"]),
    ("clock", &[]),
    ("config", &["clock", "domain", "google", "operation", "sheet"]),
    ("error", &["config", "domain", "google", "operation", "sheet"]),
    ("layout", &["domain", "google", "sheet"]),
    ("probes", &["domain", "google", "sheet"]),
    ("telemetry", &["config", "google"]),
    ("session", &["clock", "config", "domain", "error", "google", "operation", "sheet"]),
    ("steps", &["clock", "config", "domain", "error", "google", "layout", "operation", "session", "sheet"]),
    ("night", &["clock", "config", "domain", "error", "google", "operation", "session", "sheet", "steps"]),
    ("summary", &["domain", "error", "sheet", "steps"]),
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
const ROOMS: [&str; 15] = [
    "finding",
    "identity",
    "fields",
    "suggest",
    "law",
    "form",
    "ids",
    "ledger",
    "columns",
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

/// Words that the glossary retired: metaphors, and words that stood for several things. None is a word of
/// an identifier or of a file name.
const RETIRED: [&str; 63] = [
    "alike",
    "anterior",
    "bare",
    "bench",
    "card",
    "care",
    "comfort",
    "consider",
    "considered",
    "desk",
    "doubt",
    "dress",
    "dressed",
    "evidence",
    "foresee",
    "frame",
    "ground",
    "harvest",
    "held",
    "hush",
    "kept",
    "lane",
    "lanes",
    "learn",
    "manners",
    "meaning",
    "mend",
    "mended",
    "mending",
    "near",
    "observer",
    "occasion",
    "orders",
    "outlook",
    "pace",
    "patience",
    "picture",
    "pieces",
    "presses",
    "proof",
    "prove",
    "reach",
    "register",
    "ripe",
    "shelf",
    "slip",
    "slips",
    "spelling",
    "stake",
    "stillness",
    "stray",
    "strays",
    "supervisor",
    "told",
    "undressed",
    "unheard",
    "unsaid",
    "untold",
    "upkeep",
    "vigil",
    "watch",
    "wishes",
    "witness",
];

/// Names that another program gave: they are its words, not ours.
const FOREIGN: [&str; 1] = ["frame"];

/// The folders whose code a newcomer reads. The emulator speaks Google's words.
const CODE: [&str; 8] = [
    "src",
    "tests/browser",
    "tests/fixtures",
    "tests/it",
    "tests/looks",
    "tests/sweep",
    "benches",
    "examples",
];

/// Identifiers of a text of code: neither in comments nor in strings, and no names of tests, which are
/// sentences.
fn identifiers(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let code = code.replace("'\"'", "");
    let mut characters = code.chars().peekable();
    let mut is_test = false;
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                while let Some(inner) = characters.next() {
                    match inner {
                        '\\' => drop(characters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            c if c.is_alphabetic() || c == '_' => {
                let mut name = c.to_string();
                while let Some(next) = characters.next_if(|next| next.is_alphanumeric() || *next == '_') {
                    name.push(next);
                }
                // `fn` after `#[test]` begins a sentence.
                if name == "test" {
                    is_test = true;
                } else if is_test && name != "fn" && name != "async" && name != "tokio" {
                    is_test = false;
                } else {
                    names.push(name);
                }
            }
            _ => {}
        }
    }
    names
}

/// The words of an identifier or of a file name, in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c == '.' || (c.is_uppercase() && !words[words.len() - 1].ends_with(char::is_uppercase))
        {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().unwrap().push(c);
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).map(|word| word.to_lowercase()).collect()
}

#[test]
fn retired_words_are_in_no_identifier_and_no_file_name() {
    let mut found = BTreeSet::new();

    for path in CODE.iter().flat_map(|folder| sources(&root().join(folder))) {
        let relative = path.strip_prefix(root()).unwrap().display().to_string();
        let file = relative.split('/').map(|part| part.replace(".rs", ""));
        for name in file.chain(identifiers(&code(&path))) {
            let retired = words_of(&name).into_iter().any(|word| RETIRED.contains(&word.as_str()));
            if retired && !FOREIGN.contains(&name.as_str()) {
                found.insert(format!("{relative}: {name}"));
            }
        }
    }

    assert!(found.is_empty(), "{found:#?}");
}

/// Words with which no doc comment begins: in an editor's hover they point at nothing.
const POINTERS: [&str; 12] = [
    "Its",
    "It",
    "The same",
    "Key of it",
    "What",
    "Whether",
    "This",
    "They",
    "Their",
    "These",
    "Those",
    "Says",
];

#[test]
fn doc_comments_begin_with_what_they_speak_of() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        for (number, pair) in (2..).zip(lines.windows(2)) {
            let begins = |line: &str| line.starts_with("///") && line != "///";
            let Some(first) = pair[1].strip_prefix("/// ").filter(|_| !begins(pair[0])) else { continue };
            let points =
                |word: &&str| first.strip_prefix(*word).is_some_and(|rest| rest.starts_with([' ', ',']));
            if POINTERS.iter().any(points) {
                wrong.push(format!("{}:{number}: {first}", path.strip_prefix(&src).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The bodies of the functions of a text, each as its lines.
fn functions(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut bodies = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let indent = &line[..line.len() - line.trim_start().len()];
        let is_head = line.trim_start().split(' ').take_while(|word| *word != "fn").all(|word| {
            word.starts_with("pub") || word == "const" || word == "async" || word.starts_with("crate::")
        }) && line.contains("fn ");
        let end = format!("{indent}}}");
        match lines[at..].iter().position(|line| *line == end).filter(|_| is_head) {
            Some(length) => {
                bodies.push(lines[at + 1..at + length].to_vec());
                at += length;
            }
            None => at += 1,
        }
    }
    bodies
}

#[test]
fn long_functions_have_paragraphs() {
    let (mut long, mut walls) = (0, Vec::new());
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        for body in functions(&text).iter().filter(|body| body.len() >= 18) {
            long += 1;
            if !body.iter().any(|line| line.trim().is_empty()) {
                walls.push(format!("{}: {}", path.display(), body[0].trim()));
            }
        }
    }
    assert!(long > 100, "only {long} functions of 20 lines or more were found");
    assert!(walls.len() * 10 < long * 3, "{} of {long} have no paragraph: {walls:#?}", walls.len());
}

#[test]
fn a_type_name_means_one_type() {
    let mut files: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for path in sources(&root().join("src")) {
        for line in code(&path).lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let defines = |word: &&str| matches!(*word, "struct" | "enum" | "trait" | "type");
            // Associated types have the names that the trait gives them.
            let Some(at) = words.iter().take(2).position(defines) else { continue };
            let Some(name) = words.get(at + 1).filter(|_| !line.contains("type Err ") || at > 0) else {
                continue;
            };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            let is_associated = words[at] == "type" && line.starts_with(' ');
            if !is_associated {
                files.entry(name).or_default().insert(path.clone());
            }
        }
    }
    let twice: Vec<_> = files.into_iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.len() < 10, "{twice:#?}");
}

#[test]
fn a_failed_call_becomes_an_operators_error_in_one_place() {
    let mut callers = BTreeSet::new();
    for path in sources(&root().join("src")) {
        let code = code(&path);
        assert!(!code.contains("map_err(failed)"), "{}", path.display());
        if code.contains("Error::of_file") {
            callers.insert(path);
        }
    }
    assert!(callers.len() <= 1, "{callers:#?}");
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
