//! The service-account key file, and what makes one unfit.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use yup_oauth2::ServiceAccountKey;

use super::endpoint::loopback;
use super::transport::connector::Peer;

/// Why a key file is not used. The path is the operator's own; nothing of the content is shown.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no such file, or it cannot be opened.
    #[error("the key file {} cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A directory, a pipe or a device.
    #[error("the key file {} is not a regular file", path.display())]
    NotAFile {
        /// The file.
        path: PathBuf,
    },
    /// Others on this machine may read or change it.
    #[error("the key file {} is open to others (mode {mode:04o}); run: chmod 600 '{}'", path.display(), path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is not the JSON that Google's console hands out for a service account.
    #[error("{} is not a service account's key: {why}", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What is missing.
        why: &'static str,
    },
    /// The key would send its assertion somewhere it must not go.
    #[error("the token_uri of the key file {} must be {must}", path.display())]
    TokenUri {
        /// The file.
        path: PathBuf,
        /// What it must be.
        must: &'static str,
    },
}

/// The largest key file read, in bytes; a real one has 2.4 kB.
const LARGEST: u64 = 64 << 10;

/// Reads a key for use with Google, or with an endpoint on this machine. The two never mix: a
/// token of Google's is not shown to a local server, nor one of a local server's to Google.
///
/// The type has no `Debug` of ours: the library's prints the private key.
pub(super) fn read(path: &Path, peer: Peer) -> Result<ServiceAccountKey, KeyError> {
    let owned = || path.to_owned();
    let unreadable = |error| KeyError::Unreadable { path: owned(), error };
    let not_a_key = |why| KeyError::NotAKey { path: owned(), why };
    // Before it is opened: opening a pipe would wait for its other end.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(KeyError::NotAFile { path: owned() });
    }
    let file = File::open(path).map_err(unreadable)?;
    private(path, &file.metadata().map_err(unreadable)?)?;
    let mut text = Vec::new();
    file.take(LARGEST).read_to_end(&mut text).map_err(unreadable)?;

    let json: serde_json::Value =
        serde_json::from_slice(&text).map_err(|_| not_a_key("it is not a JSON object"))?;
    if json["type"] != "service_account" {
        return Err(not_a_key("its type is not \"service_account\""));
    }
    let key: ServiceAccountKey = serde_json::from_value(json)
        .map_err(|_| not_a_key("private_key, client_email or token_uri is missing"))?;
    let (good, must) = match peer {
        Peer::Google => (is_https(&key.token_uri), "an https address"),
        Peer::Loopback => (
            loopback(&key.token_uri).is_some(),
            "http on this machine, as the configured endpoint is; a real key is never used with it",
        ),
    };
    if good { Ok(key) } else { Err(KeyError::TokenUri { path: owned(), must }) }
}

fn is_https(url: &str) -> bool {
    url.parse::<http::Uri>().is_ok_and(|uri| uri.scheme_str() == Some("https") && uri.host().is_some())
}

#[cfg(unix)]
fn private(path: &Path, of: &fs::Metadata) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = of.permissions().mode() & 0o7777;
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY");
    let from_systemd = credentials.is_some_and(|at| !at.is_empty() && path.starts_with(at));
    if is_private(mode, from_systemd) {
        Ok(())
    } else {
        Err(KeyError::OpenToOthers { path: path.to_owned(), mode })
    }
}

#[cfg(not(unix))]
fn private(_: &Path, _: &fs::Metadata) -> Result<(), KeyError> {
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
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn file(mode: u32, content: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key.json");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    fn json(token_uri: &str) -> String {
        serde_json::json!({"type": "service_account", "private_key": "SECRETKEY",
            "client_email": "a@b", "token_uri": token_uri})
        .to_string()
    }

    fn refused(mode: u32, content: &str, peer: Peer) -> String {
        let (_dir, path) = file(mode, content);
        let Err(error) = read(&path, peer) else { panic!("accepted") };
        assert!(!format!("{error:?}{error}").contains("SECRET"), "{error}");
        error.to_string()
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        for mode in [0o644, 0o640, 0o604, 0o620, 0o601] {
            let message = refused(mode, &json("https://oauth2.googleapis.com/token"), Peer::Google);
            assert!(message.contains("chmod 600"), "{message}");
        }
        assert!(is_private(0o600, false) && is_private(0o400, false) && is_private(0o440, true));
        assert!(!is_private(0o440, false) && !is_private(0o444, true) && !is_private(0o460, true));
    }

    #[test]
    fn what_is_no_key_says_so_without_showing_it() {
        assert!(refused(0o600, "SECRET", Peer::Google).contains("not a JSON object"));
        let user = r#"{"type":"authorized_user","refresh_token":"SECRET"}"#;
        assert!(refused(0o600, user, Peer::Google).contains("service_account"));
        let part = r#"{"type":"service_account","private_key":["SECRET"]}"#;
        assert!(refused(0o600, part, Peer::Google).contains("is missing"));
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(read(dir.path(), Peer::Google), Err(KeyError::NotAFile { .. })));
        let none = dir.path().join("none.json");
        assert!(matches!(read(&none, Peer::Google), Err(KeyError::Unreadable { .. })));
    }

    #[test]
    fn a_key_of_googles_and_a_local_endpoint_never_mix() {
        let (google, local) = ("https://oauth2.googleapis.com/token", "http://127.0.0.1:9/token");
        let (_dir, path) = file(0o600, &json(google));
        assert!(read(&path, Peer::Google).is_ok());
        assert!(refused(0o600, &json(google), Peer::Loopback).contains("on this machine"));
        let (_dir, path) = file(0o600, &json(local));
        assert!(read(&path, Peer::Loopback).is_ok());
        for uri in [local, "http://oauth2.googleapis.com/token", "/token", ""] {
            assert!(refused(0o600, &json(uri), Peer::Google).contains("https"), "{uri}");
        }
    }
}
