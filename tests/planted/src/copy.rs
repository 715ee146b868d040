//! The copy of the project in which bugs are planted.

use std::fs;
use std::path::Path;

/// What the build needs.
const PARTS: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "clippy.toml",
    "README.md",
    "README.es.md",
    "CHANGELOG.md",
    "src",
    "config",
    "tests",
    "benches",
    "examples",
    ".cargo",
];

/// Makes `to` like `from`. A file that is the same keeps its time, so that only what changed is
/// built again; one that is gone goes.
pub(crate) fn mirror(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for part in PARTS {
        same(&from.join(part), &to.join(part));
    }
}

fn same(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(to).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|name| !from.join(name).exists()) {
                let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
            }
        }
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            same(&from.join(&name), &to.join(&name));
        }
    } else if from.is_file() {
        let wanted = fs::read(from).unwrap();
        if fs::read(to).ok().as_ref() != Some(&wanted) {
            fs::write(to, wanted).unwrap();
        }
    }
}
