//! The service-account key file, and what makes one unfit.

use std::path::Path;

use yup_oauth2::ServiceAccountKey;

use crate::google::connector::Peer;
use crate::google::secret::{self, SecretError, What};

/// Reads a key for use with Google, or with an endpoint on this machine. The two never mix: a
/// token of Google's is not shown to a local server, nor one of a local server's to Google.
///
/// The type has no `Debug` of ours: the library's prints the private key.
pub(super) fn read(path: &Path, peer: Peer) -> Result<ServiceAccountKey, SecretError> {
    let unfit = |why| SecretError::Unfit { what: What::Key, path: path.to_owned(), why };
    let json = secret::read_json(path, What::Key)?;
    if json["type"] != "service_account" {
        return Err(unfit("its type is not \"service_account\""));
    }
    let key: ServiceAccountKey = serde_json::from_value(json)
        .map_err(|_| unfit("private_key, client_email or token_uri is missing"))?;
    secret::address("token_uri", &key.token_uri, peer, path, What::Key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

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
            let (_dir, path) = file(mode, &json("https://oauth2.googleapis.com/token"));
            let Err(error) = read(&path, Peer::Google) else { panic!("accepted with mode {mode:o}") };
            assert_eq!(error.command(), Some(format!("run: chmod 600 '{}'", path.display())));
        }
    }

    #[test]
    fn what_is_no_key_says_so_without_showing_it() {
        assert!(refused(0o600, "SECRET", Peer::Google).contains("not a JSON object"));
        let user = r#"{"type":"authorized_user","refresh_token":"SECRET"}"#;
        assert!(refused(0o600, user, Peer::Google).contains("service_account"));
        let part = r#"{"type":"service_account","private_key":["SECRET"]}"#;
        assert!(refused(0o600, part, Peer::Google).contains("is missing"));
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(read(dir.path(), Peer::Google), Err(SecretError::NotAFile { .. })));
        let none = dir.path().join("none.json");
        assert!(matches!(read(&none, Peer::Google), Err(SecretError::Unreadable { .. })));
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
