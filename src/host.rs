//! What the service keeps on the host: a lock file, which spares work and nothing depends on, and
//! the highest hand-off it has seen, which is a witness and no state.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tracing::warn;

use crate::config::Settings;
use crate::domain::evidence::Witness;
use crate::error::Error;

/// Held while a run is at work; released by the system when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "It is held, not read.")] Option<File>);

/// Takes the lock of the configured spreadsheet. Where no lock file can be made, the run goes on
/// without: two runs at once are safe, one of them only works in vain.
///
/// # Errors
/// [`Error::AnotherRun`] when another process on this host holds it.
pub fn lock(settings: &Settings) -> Result<Lock, Error> {
    let Some(folder) = folder(settings) else { return Ok(Lock(None)) };
    let file = match open(&folder, settings) {
        Ok(file) => file,
        Err(error) => {
            warn!(folder = %folder.display(), kind = %error.kind(), "no lock file; going on without");
            return Ok(Lock(None));
        }
    };
    match file.try_lock() {
        Ok(()) => Ok(Lock(Some(file))),
        Err(TryLockError::WouldBlock) => Err(Error::AnotherRun),
        Err(TryLockError::Error(error)) => {
            warn!(kind = %error.kind(), "the lock file cannot be locked; going on without");
            Ok(Lock(None))
        }
    }
}

/// What this host has seen of the configured spreadsheet. What is missing or cannot be read is
/// nothing that a night depends on.
pub fn witness(settings: &Settings) -> Option<Witness> {
    let path = folder(settings)?.join(name(settings, "seen"));
    let read = fs::read_to_string(path);
    let text = match read {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            warn!(kind = %error.kind(), "what this host has seen cannot be read; going on without");
            return None;
        }
    };
    let witness = text.trim_end().parse().ok();
    if witness.is_none() {
        warn!("what this host has seen cannot be read; going on without");
    }
    witness
}

/// Remembers what was seen, when it says more than `before`. A host that cannot remember is no
/// reason to hand nothing over.
pub fn remember(settings: &Settings, before: Option<&Witness>, seen: &Witness) {
    let Some(folder) = folder(settings) else { return };
    if before.is_some_and(|before| !seen.replaces(before)) {
        return;
    }
    if let Err(error) = write(&folder, &name(settings, "seen"), &format!("{seen}\n")) {
        warn!(folder = %folder.display(), kind = %error.kind(), "what this host has seen cannot be kept");
    }
}

/// Replaces a file as a whole: a reader, or a crash, finds the old text or the new one.
fn write(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let passing = folder.join(format!("{name}.{}", std::process::id()));
    let mut file = File::create(&passing)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let done = written.and_then(|()| fs::rename(&passing, folder.join(name)));
    if done.is_err() {
        let _ = fs::remove_file(&passing);
        return done;
    }
    File::open(folder)?.sync_all()
}

fn folder(settings: &Settings) -> Option<PathBuf> {
    settings.state_dir.clone().or_else(default_folder)
}

fn open(folder: &Path, settings: &Settings) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join(name(settings, "lock"));
    File::options().create(true).truncate(false).write(true).open(path)
}

/// Files are named after the spreadsheet and where it is, without naming either.
fn name(settings: &Settings, kind: &str) -> String {
    let mut hash = Sha256::new_with_prefix(settings.endpoint.as_deref().unwrap_or_default());
    hash.update([0]);
    hash.update(&settings.spreadsheet_id);
    let digest = hash.finalize();
    let name = digest.iter().take(8).fold(0_u64, |name, byte| name << 8 | u64::from(*byte));
    format!("{name:016x}.{kind}")
}

/// systemd's state directory where there is one, else the user's.
fn default_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("STATE_DIRECTORY")
        .or_else(|| set("XDG_STATE_HOME").map(|home| home.join("traslado")))
        .or_else(|| set("HOME").map(|home| home.join(".local/state/traslado")))
}
