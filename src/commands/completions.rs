//! `traslado completions`: what a shell completes.

use clap_complete::Shell;

use crate::error::{Error, exit};
use crate::telemetry;

/// Prints the completions of a shell, which reads them at its start.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of the whole command line.
///
/// # Errors
/// None.
pub fn completions(mut command: clap::Command, Args { shell }: Args) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "traslado", &mut script);
    telemetry::print(&String::from_utf8_lossy(&script));
    Ok(exit::OK)
}
