//! What the service keeps on the host: a lock file, which spares work and nothing depends on; the
//! highest hand-off it has seen, which is a witness and no state; how its nights went; and which changed
//! cells a verification has named.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::OFlags;
use sha2::{Digest as _, Sha256};
use tracing::{debug, warn};

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;
use crate::domain::ledger::cross_checks::{HighWaterMark, LedgerEnd};
use crate::operation::record::NightsRecord;

/// Opens no link.
const NO_LINK: i32 = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).bits().cast_signed();

/// The largest file that is read, in bytes: far more than any grows to.
const LARGEST: u64 = 16 << 20;
/// The user who may write everywhere.
const ROOT: u32 = 0;

/// Where a spreadsheet's files lie on this host.
#[derive(Clone, Debug)]
pub struct StateDir {
    folder: PathBuf,
    stem: String,
}

impl StateDir {
    /// The state of one spreadsheet at one endpoint. `None` where this host has no place for it: no
    /// state folder is configured, and neither systemd nor the user has one.
    pub fn new(state_dir: Option<PathBuf>, endpoint: Option<&str>, spreadsheet_id: &str) -> Option<Self> {
        let folder = state_dir.or_else(default_folder)?;
        Some(Self { folder, stem: stem(endpoint, spreadsheet_id) })
    }

    /// The other folders of this host that hold files of the same spreadsheet: those in which another user, or
    /// another order of a command, would keep them. A folder that cannot be looked into is one of them.
    pub fn elsewhere(&self, packaged: Option<&Path>) -> Vec<(PathBuf, Elsewhere)> {
        let usual = default_folders().chain(packaged.map(Path::to_owned));
        let usual = usual.chain(std::iter::once(PathBuf::from("/root/.local/state/traslado")));
        let mut found: Vec<(PathBuf, Elsewhere)> = Vec::new();

        for folder in usual {
            let is_known = |known: &Path| fs::canonicalize(known).ok() == fs::canonicalize(&folder).ok();
            if folder == self.folder || found.iter().any(|(known, _)| *known == folder) {
                continue;
            }
            match fs::symlink_metadata(&folder).and_then(|_| fs::read_dir(&folder)) {
                Ok(_) if is_known(&self.folder) => {}
                Ok(_) => {
                    let other = Self { folder: folder.clone(), stem: self.stem.clone() };
                    let seen = high_water_mark(Some(&other));
                    let holds = ["seen", "nights"].iter().any(|kind| other.path(kind).exists());
                    if holds {
                        found.push((folder, Elsewhere::Holds(seen.mark().map(|mark| mark.number))));
                    }
                }
                Err(error)
                    if error.kind() == io::ErrorKind::PermissionDenied && folder.starts_with(PACKAGED) =>
                {
                    found.push((folder, Elsewhere::Closed));
                }
                Err(_) => {}
            }
        }

        found
    }

    /// The end of the ledger that this host has met without a high-water mark, and that no notice has named
    /// since.
    pub fn unconfirmed_end(&self) -> Option<LedgerEnd> {
        let text = self.read("unconfirmed").ok()?;
        let end = text.trim_end().parse().ok();
        if end.is_none() {
            warn!(
                "what this host keeps for the next notice is nothing that this version writes, and is left out; delete \
                 the file, or run the version of the program that wrote it"
            );
        }
        end
    }

    /// Keeps the end of a ledger for the next notice, or forgets it once one has named it.
    pub fn keep_unconfirmed_end(&self, end: Option<LedgerEnd>) {
        let path = self.path("unconfirmed");
        let written = match end {
            Some(end) => self.write("unconfirmed", &format!("{end}\n")),
            None if path.exists() => fs::remove_file(path),
            None => Ok(()),
        };
        if let Err(error) = written {
            without("what the next notice is to say cannot be kept", self, error.kind());
        }
    }

    /// The files of the spreadsheet in whichever folder, as a shell names them.
    pub fn files(&self) -> String {
        format!("{}.*", self.stem)
    }

    /// The folder of all that is kept here.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How the nights went. What is missing or cannot be read is as if there had been none.
    pub fn record(&self) -> NightsRecord {
        match self.read("nights") {
            Ok(text) => NightsRecord::read(&text).unwrap_or_else(|| {
                warn!(
                    "what this host remembers of its nights is nothing that this version writes, and is left out; delete \
                     the file, or run the version of the program that wrote it"
                );
                NightsRecord::default()
            }),
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    without("what this host remembers of its nights cannot be read", self, error.kind());
                }
                NightsRecord::default()
            }
        }
    }

    /// Remembers how the nights went. A host that cannot remember is no reason to hand nothing over.
    pub fn save(&self, record: &NightsRecord) {
        // A record holds numbers and instants, which always serialise.
        let text = serde_json::to_string(record).unwrap_or_default() + "\n";
        if let Err(error) = self.write("nights", &text) {
            without("how this night went cannot be kept", self, error.kind());
        }
    }

    fn path(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", self.stem))
    }

    /// Reads a file of the folder. A link, a pipe or a device that stands in its place is not followed, waited
    /// for or read, and neither is what another user has put there.
    fn read(&self, kind: &str) -> io::Result<String> {
        let file = File::options().read(true).custom_flags(NO_LINK).open(self.path(kind))?;
        if !is_ours(&file.metadata()?, &fs::metadata(&self.folder)?) {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        let mut text = String::new();
        file.take(LARGEST).read_to_string(&mut text)?;
        Ok(text)
    }

    /// Writes a file of the folder, which is its owner's whoever writes it: root and the unit's own user take
    /// turns.
    fn write(&self, kind: &str, text: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(kind);
        replace_as(&path, text, 0o600, Some(&fs::metadata(&self.folder)?))
    }
}

/// The folders that hold files of a spreadsheet beside the one in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Files stand there, with the number of the highest hand-off seen where that can be read.
    Holds(Option<HandoffNumber>),
    /// A folder that this user may not look into.
    Closed,
}

/// The mark that a host has kept of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostRecord {
    /// Nothing is kept yet, or nothing can be.
    Nothing,
    /// The highest hand-off seen.
    Mark(HighWaterMark),
    /// Something is kept that cannot be read.
    Unreadable,
}

impl HostRecord {
    /// The highest hand-off seen, where it can be read.
    pub fn mark(&self) -> Option<&HighWaterMark> {
        if let Self::Mark(mark) = self { Some(mark) } else { None }
    }
}

/// The folder of the packaged units' states, one a configuration.
const PACKAGED: &str = "/var/lib/traslado";

/// The state folder of the packaged units for a configuration: `/var/lib/traslado/NAME` of
/// `/etc/traslado/NAME.toml`. `None` for any other configuration.
pub fn packaged(config: &Path) -> Option<PathBuf> {
    let config = std::path::absolute(config).ok()?;
    let is_packaged = config.parent() == Some(Path::new("/etc/traslado"));
    let name = config
        .file_stem()
        .filter(|_| is_packaged && config.extension().is_some_and(|kind| kind == "toml"))?;
    Some(Path::new(PACKAGED).join(name))
}

/// True if this night has said already that its folder is no good.
static SAID: AtomicBool = AtomicBool::new(false);

/// Warns once a night that nothing can be kept, or that what was kept cannot be read: all of it lies in
/// one folder, and none of it keeps a night from its work.
fn without(what: &str, state: &StateDir, kind: io::ErrorKind) {
    let folder = state.folder.display();
    if SAID.swap(true, Ordering::Relaxed) {
        debug!(%folder, %kind, "{what}");
        return;
    }
    warn!(
        %folder, %kind,
        "{what}, and the night goes on without; let this user write to the folder, or name another in host.state_dir"
    );
}

/// Another process on this host holds the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another run is at work on this spreadsheet")]
pub struct AlreadyRunning;

/// The lock of a run at work; released by the system when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "It is held, not read.")] Option<File>);

/// Takes the lock of a spreadsheet. Where no lock file can be made, the run goes on without: two runs
/// at once are safe, one of them only works in vain.
///
/// # Errors
/// [`AlreadyRunning`] when another process on this host holds it.
pub fn lock(state: Option<&StateDir>) -> Result<Lock, AlreadyRunning> {
    SAID.store(false, Ordering::Relaxed);
    let Some(state) = state else { return Ok(Lock(None)) };
    let file = match open(state) {
        Ok(file) => file,
        Err(error) => {
            without("no lock file can be made", state, error.kind());
            return Ok(Lock(None));
        }
    };

    match file.try_lock() {
        Ok(()) => Ok(Lock(Some(file))),
        Err(TryLockError::WouldBlock) => Err(AlreadyRunning),
        Err(TryLockError::Error(error)) => {
            warn!(kind = %error.kind(), "the lock file cannot be locked; going on without");
            Ok(Lock(None))
        }
    }
}

/// The highest hand-off that this host has seen. A mark that is missing or cannot be read is nothing that a
/// night depends on.
pub fn high_water_mark(state: Option<&StateDir>) -> HostRecord {
    let Some(state) = state else { return HostRecord::Nothing };
    match state.read("seen") {
        Ok(text) => text.trim_end().parse().map_or(HostRecord::Unreadable, HostRecord::Mark),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            HostRecord::Nothing
        }
        Err(_) => HostRecord::Unreadable,
    }
}

/// Puts a mark in the place of whatever is kept, because the ledger was taken as it stands.
///
/// # Errors
/// The file, and why it cannot be replaced.
pub fn replace_mark(state: Option<&StateDir>, mark: &HighWaterMark) -> Result<(), (PathBuf, io::ErrorKind)> {
    let Some(state) = state else { return Ok(()) };
    let written = state.write("seen", &format!("{mark}\n"));
    written.map_err(|error| (state.path("seen"), error.kind()))
}

/// Remembers what was seen, when it says more than `before`. A host that cannot remember is no
/// reason to hand nothing over.
pub fn remember(state: Option<&StateDir>, before: Option<&HighWaterMark>, seen: &HighWaterMark) {
    let Some(state) = state else { return };
    if before.is_some_and(|before| !seen.replaces(before)) {
        return;
    }
    if let Err(error) = state.write("seen", &format!("{seen}\n")) {
        without("what this host has seen cannot be kept", state, error.kind());
    }
}

/// The changed delivered cells that a verification on this host has named, as they were then. A record that is
/// missing or of another version is none: then they are named anew.
pub fn named_cells(state: Option<&StateDir>) -> BTreeSet<String> {
    let text = state.and_then(|state| state.read("named").ok()).unwrap_or_default();
    let mut lines = text.lines();
    match lines.next() {
        Some(RECORD_VERSION) => lines.map(str::to_owned).collect(),
        Some(_) => {
            warn!(
                "what verifications have named on this host is nothing that this version writes, and is named anew"
            );
            BTreeSet::new()
        }
        None => BTreeSet::new(),
    }
}

/// Remembers which changed cells have been named, where they are other ones than `before`.
pub fn name_cells(state: Option<&StateDir>, before: &BTreeSet<String>, named: &BTreeSet<String>) {
    let Some(state) = state.filter(|_| before != named) else { return };
    let lines: Vec<&str> = std::iter::once(RECORD_VERSION).chain(named.iter().map(String::as_str)).collect();
    if let Err(error) = state.write("named", &(lines.join("\n") + "\n")) {
        without("which changed cells were named cannot be kept", state, error.kind());
    }
}

/// Replaces a file as a whole, whatever the umask: a reader, or a crash, finds the old text or the
/// new one.
///
/// # Errors
/// When its folder is not there or takes no file.
pub fn replace(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    replace_as(path, text, mode, None)
}

/// Replaces the text of a file that is there; whose it is and who may read it stays.
///
/// # Errors
/// When it is not there, or its folder takes no file.
pub fn replace_text(path: &Path, text: &str) -> io::Result<()> {
    let before = fs::metadata(path)?;
    replace_as(path, text, before.permissions().mode() & 0o7777, Some(&before))
}

/// Replaces a file as a whole; where `owner` is given it becomes the owner's, as far as this user may give
/// files away.
fn replace_as(path: &Path, text: &str, mode: u32, owner: Option<&fs::Metadata>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut passing = tempfile::Builder::new().prefix(".traslado-").tempfile_in(folder)?;
    passing.write_all(text.as_bytes())?;
    passing.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    if let Some(owner) = owner {
        give(passing.as_file(), owner)?;
    }
    passing.as_file().sync_all()?;
    passing.persist(path)?;
    File::open(folder)?.sync_all()
}

/// Gives a file to the owner of its folder, where root has made it in another's.
fn give(file: &File, owner: &fs::Metadata) -> io::Result<()> {
    if rustix::process::geteuid().is_root() && file.metadata()?.uid() != owner.uid() {
        std::os::unix::fs::fchown(file, Some(owner.uid()), Some(owner.gid()))?;
    }
    Ok(())
}

/// Bytes that a folder must take to be good: far more than a night leaves in it.
const PROBE: usize = 64 << 10;

/// Checks that a file can be made and written in a folder, or in the nearest one above it that is there.
/// The file has no name and is gone at once.
///
/// # Errors
/// Why none can.
pub fn takes_files(folder: &Path) -> io::Result<()> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    // A file can be made on a full disk; what is written into it tells.
    let mut file = tempfile::tempfile_in(there)?;
    file.write_all(&vec![0; PROBE])?;
    file.sync_all()
}

/// Returns `true` if a file of a folder is a plain one of this user's, of the folder's owner's or of root's.
fn is_ours(file: &fs::Metadata, folder: &fs::Metadata) -> bool {
    let owners = [rustix::process::geteuid().as_raw(), folder.uid(), ROOT];
    file.is_file() && owners.contains(&file.uid())
}

/// Opens the lock file, which nobody else may even open: whoever can open a file can hold its lock. A link
/// is not followed, and a file that another user has put there is none of ours.
fn open(state: &StateDir) -> io::Result<File> {
    fs::create_dir_all(&state.folder)?;
    let mut options = File::options();
    options.create(true).truncate(false).write(true).mode(0o600).custom_flags(NO_LINK);
    let file = options.open(state.path("lock"))?;

    let found = file.metadata()?;
    let folder = fs::metadata(&state.folder)?;
    // A second name of the file may stand anywhere, and its owner is then none of ours to change.
    if !is_ours(&found, &folder) || found.nlink() != 1 {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    give(&file, &folder)?;
    if found.permissions().mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Files are named after the spreadsheet and where it is, without naming either.
fn stem(endpoint: Option<&str>, spreadsheet_id: &str) -> String {
    let mut hash = Sha256::new_with_prefix(endpoint.unwrap_or_default());
    hash.update([0]);
    hash.update(spreadsheet_id);
    let digest = hash.finalize();
    let name = digest.iter().take(8).fold(0_u64, |name, byte| name << 8 | u64::from(*byte));
    format!("{name:016x}")
}

/// systemd's state directory where there is one, else the user's.
fn default_folder() -> Option<PathBuf> {
    default_folders().next()
}

/// The folders that the environment names, the one in use first.
fn default_folders() -> impl Iterator<Item = PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folders = [
        set("STATE_DIRECTORY"),
        set("XDG_STATE_HOME").map(|home| home.join("traslado")),
        set("HOME").map(|home| home.join(".local/state/traslado")),
    ];
    folders.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packaged_configuration_has_the_folder_of_its_units() {
        let folder = |config: &str| packaged(Path::new(config));
        assert_eq!(folder("/etc/traslado/ce-f05.toml"), Some(PathBuf::from("/var/lib/traslado/ce-f05")));
        for other in
            ["/etc/traslado/ce-f05.json", "/etc/ce-f05.toml", "/etc/traslado/a/b.toml", "ce-f05.toml"]
        {
            assert_eq!(folder(other), None, "{other}");
        }
    }
    #[test]
    fn a_folder_with_files_of_the_spreadsheet_is_named_with_what_it_has_seen() {
        let [used, other] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let state = |folder: &tempfile::TempDir| {
            StateDir::new(Some(folder.path().to_owned()), Some("http://127.0.0.1:1"), "invented")
                .expect("a place")
        };
        let elsewhere = || state(&used).elsewhere(Some(other.path()));
        assert_eq!(elsewhere(), [], "it holds nothing");
        state(&other).write("seen", "1 12 0123456789abcdef 0 2026-11-28\n").expect("a file");
        let number = HandoffNumber::new(12);
        assert_eq!(elsewhere(), [(other.path().to_owned(), Elsewhere::Holds(Some(number)))]);
        assert_eq!(state(&other).elsewhere(Some(other.path())), [], "it is the one in use");
    }
}
