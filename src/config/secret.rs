//! The files with secrets that a configuration names.

use std::path::{Component, Path, PathBuf};

use crate::config::document::ConfigDocument;
use crate::google::Credentials;

const KEY: &str = "credentials.service_account_key";
const TOKEN: &str = "credentials.user_token";

/// The key or the token: one of them, and not both, since nobody could say as whom the night acts.
pub(super) fn credentials(document: &mut ConfigDocument<'_>, folder: &Path) -> Option<Credentials> {
    match (document.has(KEY), document.has(TOKEN)) {
        (true, true) => {
            document.problem_with_remedy(TOKEN, "stands beside service_account_key", "keep one of the two");
            None
        }
        (false, true) => {
            Some(Credentials::Person(find(folder, &document.path(TOKEN)?, handed_over().as_deref())))
        }
        _ => {
            let remedy = "name the service account's key file, or instead of it user_token, the file that \
                          `traslado login` writes";
            document.required(KEY, remedy)?;
            let key = document.path(KEY)?;
            Some(Credentials::ServiceAccount(find(folder, &key, handed_over().as_deref())))
        }
    }
}

/// The OAuth client that `traslado login` asks with.
pub(super) fn client(document: &mut ConfigDocument<'_>, folder: &Path) -> PathBuf {
    let name = document.path("credentials.client").unwrap_or_else(|| "client.json".to_owned());
    find(folder, &name, handed_over().as_deref())
}

/// Where systemd puts what `LoadCredential=` and its like name.
fn handed_over() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// A bare name among systemd's credentials, which one configuration then serves by hand and in a
/// unit, or else the file beside the configuration. Where it is in neither place, that is the one to
/// name.
fn find(folder: &Path, name: &str, handed_over: Option<&Path>) -> PathBuf {
    let in_folder = folder.join(name);
    let mut parts = Path::new(name).components();
    let is_name_only = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    match handed_over.map(|folder| folder.join(name)) {
        Some(handed_over) if is_name_only && handed_over.exists() => handed_over,
        _ => in_folder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_looked_for_among_systemds_credentials_before_beside_the_configuration() {
        let (config, systemd) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (config, systemd) = (config.path(), systemd.path());
        std::fs::write(systemd.join("key.json"), "").unwrap();
        assert_eq!(find(config, "key.json", Some(systemd)), systemd.join("key.json"));
        assert_eq!(find(config, "key.json", None), config.join("key.json"));
        assert_eq!(find(config, "other.json", Some(systemd)), config.join("other.json"));
        assert_eq!(find(config, "./key.json", Some(systemd)), config.join("./key.json"));
        let elsewhere = systemd.join("key.json");
        assert_eq!(find(config, &elsewhere.to_string_lossy(), None), elsewhere);
        std::fs::write(config.join("key.json"), "").unwrap();
        assert_eq!(find(config, "key.json", Some(systemd)), systemd.join("key.json"));
    }
}
