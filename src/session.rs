//! The session of a command: who acts, on which spreadsheet, as of when.

use crate::clock::Moment;
use crate::config::Settings;
use crate::google::Google;

/// The context that every step of a night shares.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// The connection to Google, signed in as the configured account.
    pub google: &'a Google,
    /// The operator's configuration.
    pub settings: &'a Settings,
    /// The instant of the night, read once at its start.
    pub moment: Moment,
}
