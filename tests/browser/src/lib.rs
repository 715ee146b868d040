//! A headless Chromium, driven by its own protocol: pages as people see them, for tests and for screenshots.
//!
//! The protocol is Chrome's DevTools, one JSON object a message, over a pipe: no port is opened, nobody else
//! reaches the browser, and it ends with the process that started it. Only what is installed is used;
//! where there is no browser, [`Browser::start`] says so and the caller goes without.

mod page;
mod wire;

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

pub use page::{Page, Window};
use wire::Wire;

/// What the executables are called, the smallest first; the variable `CHROMIUM` names another.
const NAMES: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// How long an answer or a condition may take.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Why a browser did not do as it was told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no browser on this machine.
    #[error("no Chromium here (Debian's is in the package chromium-headless-shell)")]
    Missing,
    /// The browser could not be started, or a file not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The browser ended, or says nothing.
    #[error("the browser does not answer to {0}")]
    Silent(String),
    /// The browser refused a command, or a script failed.
    #[error("the browser refuses {0}: {1}")]
    Refused(String, String),
    /// A condition never came true.
    #[error("never true: {0}")]
    Never(String),
}

/// A browser that runs. It is ended, and what it kept is deleted, when this is dropped.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    wire: Wire,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser of this machine; [`Error::Missing`] where there is none.
    pub fn start() -> Result<Self, Error> {
        let executable = executable().ok_or(Error::Missing)?;
        let profile = tempfile::tempdir()?;

        let mut command = Command::new("sh");
        // The browser reads commands from descriptor 3 and answers on 4.
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null"]).arg(executable);
        command.args([
            "--headless",
            "--remote-debugging-pipe",
            "--disable-gpu",
            // Nothing is asked of the world: no update, no list of bad pages, no translation.
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            // In a container the shared memory is often too small for a page.
            "--disable-dev-shm-usage",
            "--force-color-profile=srgb",
            "--lang=es-CO",
        ]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        if rustix::process::geteuid().is_root() {
            // Chromium's own sandbox does not work for root; it opens pages of this machine only.
            command.arg("--no-sandbox");
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;

        let wire = match (child.stdin.take(), child.stdout.take()) {
            (Some(to), Some(from)) => Wire::over(to, from),
            _ => return Err(Error::Silent("its start".to_owned())),
        };
        let mut browser = Self { child, wire, _profile: profile };
        browser.wire.call(None, "Browser.getVersion", &json!({}))?;
        Ok(browser)
    }

    /// The name and version of the browser.
    pub fn version(&mut self) -> Result<String, Error> {
        let version = self.wire.call(None, "Browser.getVersion", &json!({}))?;
        Ok(version["product"].as_str().unwrap_or_default().to_owned())
    }

    /// A window of that size, with the page at that address in it.
    pub fn open(&mut self, address: &str, window: Window) -> Result<Page<'_>, Error> {
        Page::open(&mut self.wire, address, window)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.wire.call(None, "Browser.close", &json!({}));
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The executable of the browser: what `CHROMIUM` names, or the first that is on the path.
fn executable() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let candidates = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}
