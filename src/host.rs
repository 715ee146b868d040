//! What the service keeps on the host: a lock file, which spares work and nothing depends on.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tracing::warn;

use crate::config::Settings;
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
    let Some(folder) = settings.state_dir.clone().or_else(default_folder) else { return Ok(Lock(None)) };
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

fn open(folder: &Path, settings: &Settings) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let mut hash = Sha256::new_with_prefix(settings.endpoint.as_deref().unwrap_or_default());
    hash.update([0]);
    hash.update(&settings.spreadsheet_id);
    let digest = hash.finalize();
    let name = digest.iter().take(8).fold(0_u64, |name, byte| name << 8 | u64::from(*byte));
    File::options().create(true).truncate(false).write(true).open(folder.join(format!("{name:016x}.lock")))
}

/// systemd's state directory where there is one, else the user's.
fn default_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("STATE_DIRECTORY")
        .or_else(|| set("XDG_STATE_HOME").map(|home| home.join("traslado")))
        .or_else(|| set("HOME").map(|home| home.join(".local/state/traslado")))
}
