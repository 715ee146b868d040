//! What is run or told after a night: `[hooks]`.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::config::Problem;
use crate::config::document::ConfigDocument;
use crate::google::ping;

/// The commands and addresses of an operator's own, each for its event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hooks {
    /// For a night that did all it had to.
    pub success: Option<Hook>,
    /// For a night that did not, or after which something needs a person.
    pub failure: Option<Hook>,
    /// For a night that handed something over, however it ended.
    pub handoff: Option<Hook>,
}

/// The act at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hook {
    /// A command line for `/bin/sh`.
    Command(String),
    /// An address that is sent the figures.
    Webhook(String),
}

impl Hooks {
    /// Returns `true` if there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Reads the section.
pub(super) fn hooks(document: &mut ConfigDocument<'_>) -> Hooks {
    let mut hook = |key: &'static str| {
        let text = document.string(key)?;
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let is_address = ["https:", "http:"].iter().any(|scheme| text.starts_with(scheme));
        if is_address && !ping::is_address(text) {
            document.problem(
                key,
                "must be a command, or an https address, or http on this machine, without a name or a fragment in it",
            );
            return None;
        }
        Some(if is_address { Hook::Webhook(text.to_owned()) } else { Hook::Command(text.to_owned()) })
    };
    Hooks { success: hook("hooks.success"), failure: hook("hooks.failure"), handoff: hook("hooks.handoff") }
}

/// Refuses a file with hooks that somebody else could have written: what it names is run as this user.
///
/// # Errors
/// Who else could write the file or its folder, and how that ends.
pub(super) fn only_ours(path: &Path) -> Result<(), Problem> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = |path: &Path| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => Path::new(".").to_owned(),
    };
    // A link can be changed where it stands, too.
    for place in [target.clone(), parent(&target), parent(path)] {
        if let Some(fault) = fault_of(&place) {
            let shown = place.display();
            return Err(Problem {
                line: None,
                key: "hooks".to_owned(),
                fault: format!("are refused, because {shown} {fault}: what they name is run as this user"),
                remedy: Some(format!(
                    "chown it to this user or root and chmod go-w {shown}, or remove [hooks]"
                )),
            });
        }
    }
    Ok(())
}

/// Who else can write a file or folder.
fn fault_of(place: &Path) -> Option<&'static str> {
    let Ok(found) = fs::metadata(place) else { return Some("cannot be looked at") };
    let ours = [0, rustix::process::geteuid().as_raw()];
    if !ours.contains(&found.uid()) {
        return Some("belongs to another user");
    }
    (found.mode() & 0o022 != 0).then_some("can be written by others")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_hook_is_a_command_or_an_address_that_may_be_told() {
        let text = "[hooks]\nsuccess = \"logger done\"\nfailure = \"https://h.example/x\"\nhandoff = \"\"\n";
        let mut document = ConfigDocument::parse(text).expect("TOML");
        let found = hooks(&mut document);
        assert_eq!(found.success, Some(Hook::Command("logger done".to_owned())));
        assert_eq!(found.failure, Some(Hook::Webhook("https://h.example/x".to_owned())));
        assert_eq!((found.handoff, document.finish()), (None, Vec::new()));

        let mut document =
            ConfigDocument::parse("[hooks]\nfailure = \"http://h.example/x\"\n").expect("TOML");
        assert!(hooks(&mut document).is_empty());
        assert_eq!(document.finish()[0].key, "hooks.failure");
    }

    #[test]
    fn a_file_that_others_can_write_or_whose_folder_they_can_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("t.toml");
        fs::write(&file, "").expect("a file");
        let chmod = |place: &Path, mode| {
            fs::set_permissions(place, fs::Permissions::from_mode(mode)).expect("a mode");
        };
        chmod(&file, 0o644);
        assert_eq!(only_ours(&file), Ok(()));
        chmod(&file, 0o664);
        assert!(only_ours(&file).is_err());
        chmod(&file, 0o600);
        chmod(folder.path(), 0o777);
        assert!(only_ours(&file).is_err());

        // A link in a folder of others is theirs to change.
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).expect("a folder");
        chmod(&inner, 0o755);
        let inside = inner.join("t.toml");
        fs::write(&inside, "").expect("a file");
        assert_eq!(only_ours(&inside), Ok(()));
        let link = folder.path().join("link.toml");
        symlink(&inside, &link).expect("a link");
        assert!(only_ours(&link).is_err());
    }
}
