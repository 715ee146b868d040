//! Tells the program which commit it was built from, for `--version`.

use std::process::Command;

fn main() {
    // A package or a container is built without the history: there the builder says it.
    println!("cargo::rerun-if-env-changed=TRASLADO_COMMIT");
    println!("cargo::rerun-if-changed=.git/HEAD");
    println!("cargo::rerun-if-changed=.git/logs/HEAD");
    let said = std::env::var("TRASLADO_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = said.or_else(head).unwrap_or_else(|| "commit unknown".to_owned());
    println!("cargo::rustc-env=TRASLADO_VERSION={} ({commit})", env!("CARGO_PKG_VERSION"));
}

/// The commit that is checked out, where there is a history of this project.
fn head() -> Option<String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
        let said = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        output.status.success().then_some(said).filter(|said| !said.is_empty())
    };
    // A copy of the sources inside another repository is not of its commit.
    git(&["ls-files", "--error-unmatch", "Cargo.toml"])?;
    git(&["rev-parse", "--short=12", "HEAD"])
}
