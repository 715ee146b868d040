//! Files that hold a secret, and what makes one unfit.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::google::connector::Peer;
use crate::google::endpoint::loopback;

/// Which of the files with a secret one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A service account's key, from Google's console.
    Key,
    /// The OAuth client, from Google's console.
    Client,
    /// The account's consent, as `traslado login` wrote it.
    Token,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "key",
            Self::Client => "client",
            Self::Token => "token",
        })
    }
}

impl What {
    /// A description of the file that is expected.
    fn expected(self) -> &'static str {
        match self {
            Self::Key => "a service account's key",
            Self::Client => "an OAuth client of the type \"Desktop app\"",
            Self::Token => "a token that `traslado login` wrote",
        }
    }
}

/// Why a file with a secret is not used. The path is the operator's own; nothing of the content is
/// shown.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// There is no such file, or it cannot be opened.
    #[error("the {what} file {} cannot be read: {error}", path.display())]
    Unreadable {
        /// Which file.
        what: What,
        /// The file.
        path: PathBuf,
        /// The answer of the system.
        error: io::Error,
    },
    /// A directory, a pipe or a device.
    #[error("the {what} file {} is not a regular file", path.display())]
    NotAFile {
        /// Which file.
        what: What,
        /// The file.
        path: PathBuf,
    },
    /// Others on this machine may read or change it.
    #[error("the {what} file {} is open to others (mode {mode:04o})", path.display())]
    OpenToOthers {
        /// Which file.
        what: What,
        /// The file.
        path: PathBuf,
        /// The file's permission bits.
        mode: u32,
    },
    /// A file that is not the JSON it should be.
    #[error("{} is not {}: {why}", path.display(), what.expected())]
    Unfit {
        /// Which file.
        what: What,
        /// The file.
        path: PathBuf,
        /// The missing part.
        why: &'static str,
    },
    /// The secret would be sent somewhere it must not go.
    #[error("the {field} of the {what} file {} must be {must}", path.display())]
    Address {
        /// Which file.
        what: What,
        /// The file.
        path: PathBuf,
        /// The key in it.
        field: &'static str,
        /// The condition that the address must meet.
        must: &'static str,
    },
}

impl SecretError {
    /// The command that ends it, for a file that is good but open to others.
    pub fn command(&self) -> Option<String> {
        match self {
            Self::OpenToOthers { path, .. } => Some(format!("run: chmod 600 '{}'", path.display())),
            _ => None,
        }
    }

    /// Returns `true` if signing in makes the file anew, and so repairs what is wrong with it.
    pub fn is_repaired_by_login(&self) -> bool {
        match self {
            Self::Unreadable { what, error, .. } => {
                *what == What::Token && error.kind() == io::ErrorKind::NotFound
            }
            Self::Unfit { what, .. } => *what == What::Token,
            Self::NotAFile { .. } | Self::OpenToOthers { .. } | Self::Address { .. } => false,
        }
    }
}

/// The largest file read, in bytes; a real key has 2.4 kB.
const LARGEST: u64 = 64 << 10;

/// Reads a JSON object that nobody else on this machine can read.
pub(super) fn read_json(path: &Path, what: What) -> Result<Value, SecretError> {
    let owned = || path.to_owned();
    let unreadable = |error| SecretError::Unreadable { what, path: owned(), error };

    // Before it is opened: opening a pipe would wait for its other end.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(SecretError::NotAFile { what, path: owned() });
    }

    let file = File::open(path).map_err(unreadable)?;
    private(path, what, &file.metadata().map_err(unreadable)?)?;

    let mut text = Vec::new();
    file.take(LARGEST).read_to_end(&mut text).map_err(unreadable)?;
    let json: Option<Value> = serde_json::from_slice(&text).ok();

    json.filter(Value::is_object).ok_or(SecretError::Unfit {
        what,
        path: owned(),
        why: "it is not a JSON object",
    })
}

/// Holds an address in a file against where the secret may go: to Google, or to an endpoint on this
/// machine. The two never mix: a token of Google's is not shown to a local server, nor one of a
/// local server's to Google.
pub(super) fn address(
    field: &'static str,
    url: &str,
    peer: Peer,
    path: &Path,
    what: What,
) -> Result<(), SecretError> {
    let (good, must) = match peer {
        Peer::Google => (is_https(url), "an https address"),
        Peer::Loopback => (
            loopback(url).is_some(),
            "http on this machine, as the configured endpoint is; a real secret is never used with it",
        ),
    };
    if good { Ok(()) } else { Err(SecretError::Address { what, path: path.to_owned(), field, must }) }
}

fn is_https(url: &str) -> bool {
    url.parse::<http::Uri>().is_ok_and(|uri| uri.scheme_str() == Some("https") && uri.host().is_some())
}

#[cfg(unix)]
fn private(path: &Path, what: What, of: &fs::Metadata) -> Result<(), SecretError> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = of.permissions().mode() & 0o7777;
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY");
    let from_systemd = credentials.is_some_and(|at| !at.is_empty() && path.starts_with(at));
    if is_private(mode, from_systemd) {
        Ok(())
    } else {
        Err(SecretError::OpenToOthers { what, path: path.to_owned(), mode })
    }
}

#[cfg(not(unix))]
fn private(_: &Path, _: What, _: &fs::Metadata) -> Result<(), SecretError> {
    Ok(())
}

/// systemd hands credentials over as 0440 where it grants access by an ACL, whose mask stands in
/// the group's bits (systemd.exec, `LoadCredential=`).
#[cfg(unix)]
fn is_private(mode: u32, from_systemd: bool) -> bool {
    let too_much = if from_systemd { 0o037 } else { 0o077 };
    mode & too_much == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_owner_may_open_it_but_for_what_systemd_hands_over() {
        assert!(is_private(0o600, false) && is_private(0o400, false) && is_private(0o440, true));
        assert!(!is_private(0o440, false) && !is_private(0o444, true) && !is_private(0o460, true));
    }
}
