//! Proxies of the environment, which the service does not go through.

/// The hosts of Google's that the service speaks with, each on port 443.
pub const HOSTS: [&str; 4] =
    ["sheets.googleapis.com", "www.googleapis.com", "gmail.googleapis.com", "oauth2.googleapis.com"];

/// The variables that name a proxy.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The variable that asks for a proxy between here and Google; `None` where there is none, or Google is
/// excepted in `NO_PROXY`.
pub(super) fn asked_for() -> Option<&'static str> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let excepted = value("NO_PROXY").or_else(|| value("no_proxy")).unwrap_or_default();
    if is_excepted(&excepted) {
        return None;
    }
    VARIABLES.into_iter().find(|name| value(name).is_some())
}

/// Returns `true` if a list of exceptions, separated by commas, covers every host.
fn is_excepted(list: &str) -> bool {
    let names =
        || list.split(',').map(|name| name.trim().trim_start_matches('.')).filter(|name| !name.is_empty());
    let covers = |name: &str, host: &str| {
        name == "*" || host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    HOSTS.iter().all(|host| names().any(|name| covers(name, host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn google_is_excepted_only_where_all_its_hosts_are() {
        for list in ["*", "localhost, .googleapis.com", "googleapis.com", "com", &HOSTS.join(",")] {
            assert!(is_excepted(list), "{list}");
        }
        for list in ["", "localhost,127.0.0.1", "sheets.googleapis.com", "apis.com", ","] {
            assert!(!is_excepted(list), "{list}");
        }
    }
}
