//! Where the configuration is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::text;
use crate::config::{Problem, Problems, document};

/// The environment variable that names the configuration.
pub const VARIABLE: &str = "TRASLADO_CONFIG";
/// The configuration of the folder that a command is typed in.
pub const IN_FOLDER: &str = "traslado.toml";
/// The folder of the configurations of the packaged units.
const PACKAGED: &str = "/etc/traslado";

/// Finds the configuration: the one that is named on the command line, else by [`VARIABLE`], else
/// `traslado.toml` in this folder, else the only one in `/etc/traslado`.
///
/// # Errors
/// Where nothing names one and it is not in these places, or several are.
pub fn locate(named: Option<&Path>) -> Result<PathBuf, Problems> {
    locate_among(named, std::env::var_os(VARIABLE).map(PathBuf::from), Path::new(""), Path::new(PACKAGED))
}

/// The file that a new configuration is written to: as [`locate`], but for the packaged ones.
pub fn of_new(named: Option<&Path>) -> PathBuf {
    let in_environment = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    named.map(Path::to_owned).or(in_environment).unwrap_or_else(|| PathBuf::from(IN_FOLDER))
}

fn locate_among(
    named: Option<&Path>,
    in_environment: Option<PathBuf>,
    folder: &Path,
    packaged: &Path,
) -> Result<PathBuf, Problems> {
    let in_environment = in_environment.filter(|path| !path.as_os_str().is_empty());
    if let Some(path) = named.map(Path::to_owned).or(in_environment) {
        return Ok(path);
    }

    let in_folder = folder.join(IN_FOLDER);
    if in_folder.exists() {
        return Ok(in_folder);
    }

    let mut found = configurations(packaged).unwrap_or_default();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(not_found(&in_folder, packaged)),
        (Some(last), false) => {
            found.push(last);
            Err(several(packaged, &found))
        }
    }
}

/// The configurations in a folder, in the order of their names. A form of the operator's own may lie beside them;
/// what cannot be read may be one.
fn configurations(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        if is_toml && text::read(&path).map_or(true, |text| document::may_be_configuration(&text)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn not_found(in_folder: &Path, packaged: &Path) -> Problems {
    let fault = format!(
        "is not there, and nothing else names a configuration: neither --config nor {VARIABLE}, nor does one lie in {}",
        packaged.display()
    );
    let remedy = "write one with `traslado config new`, or name it with --config".to_owned();
    let problem = Problem { line: None, key: String::new(), fault, remedy: Some(remedy) };
    Problems { path: in_folder.to_owned(), problems: vec![problem] }
}

fn several(packaged: &Path, found: &[PathBuf]) -> Problems {
    let names: Vec<String> =
        found.iter().filter_map(|path| Some(path.file_name()?.display().to_string())).collect();
    let fault = format!("holds several configurations ({})", names.join(", "));
    let remedy = format!("name one with --config, or in {VARIABLE}");
    let problem = Problem { line: None, key: String::new(), fault, remedy: Some(remedy) };
    Problems { path: packaged.to_owned(), problems: vec![problem] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_environment_the_folder_and_the_package() {
        let (folder, packaged) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let (folder, packaged) = (folder.path(), packaged.path());
        let locate = |named: Option<&str>, environment: Option<&str>| {
            locate_among(named.map(Path::new), environment.map(PathBuf::from), folder, packaged)
        };
        let said = |found: Result<PathBuf, Problems>| found.expect_err("no file").to_string();

        assert!(said(locate(None, None)).contains("nothing else names a configuration"));
        fs::write(packaged.join("form.toml"), "[headers]\n").expect("a form");
        assert!(said(locate(None, Some(""))).contains("`traslado config new`"), "a form is none");

        fs::write(packaged.join("b.toml"), "account = \"b\"\n").expect("a file");
        assert_eq!(locate(None, None).expect("the only one"), packaged.join("b.toml"));
        fs::write(packaged.join("a.toml"), "account = “a”\n").expect("a file");
        assert!(said(locate(None, None)).contains("holds several configurations (a.toml, b.toml); name one"));

        fs::write(folder.join(IN_FOLDER), "").expect("a file");
        assert_eq!(locate(None, None).expect("that of the folder"), folder.join(IN_FOLDER));
        assert_eq!(locate(None, Some("e.toml")).expect("the environment's"), Path::new("e.toml"));
        assert_eq!(locate(Some("n.toml"), Some("e.toml")).expect("the named one"), Path::new("n.toml"));
    }
}
