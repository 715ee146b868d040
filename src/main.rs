//! The `traslado` command: parses, logs, runs, and maps the result to an exit code.

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::Parser as _;
use traslado::cli::Cli;
use traslado::error::exit;
use traslado::telemetry;

fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::hide_panics();
    telemetry::init(cli.log_format(), cli.verbosity());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();

    match runtime {
        // A panic is a defect, and its exit code is the one for defects.
        Ok(runtime) => {
            let ended = std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(cli.execute())));
            // A question that nobody has answered holds nothing up.
            runtime.shutdown_background();
            ended.unwrap_or(ExitCode::from(exit::BUG))
        }
        Err(error) => {
            telemetry::say(exit::BUG, &format!("this machine gives no event loop ({})", error.kind()));
            ExitCode::from(exit::BUG)
        }
    }
}
