//! The command line: which commands there are. Arguments and help stand beside each command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory as _, Parser, Subcommand, ValueHint};

use crate::commands::interrupted;
use crate::commands::{
    EXIT_STATUS, annul, archive, calendar, check, completions, config, daemon, export, find, init, login,
    plan, rehearse, reopen, report, run, verify,
};
use crate::config::location::locate;
use crate::config::monitoring::{self, LogFormat};
use crate::error::Error;
use crate::summary::FailureOutput;
use crate::telemetry::{self, Verbosity};

/// Carries citizens' reports from form CE-F05, a shared Google Sheet, to Citizen Attention: every
/// night, exactly once.
#[derive(Debug, Parser)]
#[command(version = env!("TRASLADO_VERSION"), after_help = EXIT_STATUS)]
pub struct Cli {
    /// The configuration file; default $TRASLADO_CONFIG, else traslado.toml in this folder, else the
    /// only one in /etc/traslado.
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Say on stderr what happens; twice, every call of Google's too.
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Say on stderr only what fails.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Config(config::Args),
    Init(init::InitOptions),
    Check(check::Args),
    Rehearse(rehearse::Args),
    Login(login::Args),
    Daemon(daemon::Args),
    Run(run::Args),
    Plan(plan::Args),
    Verify(verify::Args),
    Annul(annul::Args),
    Reopen(reopen::Args),
    Archive(archive::Args),
    Find(find::Args),
    Report(report::Args),
    Export(export::Args),
    Completions(completions::Args),
    Calendar(calendar::HolidaysArgs),
    Deadline(calendar::DeadlineArgs),
}

impl Command {
    /// True if a failure is one JSON object on stdout too.
    fn json(&self) -> bool {
        match self {
            Self::Config(args) => args.json(),
            Self::Init(options) => options.json,
            Self::Rehearse(args) => args.json,
            Self::Login(args) => args.json,
            Self::Annul(args) => args.json,
            Self::Reopen(args) => args.json,
            Self::Calendar(args) => args.json,
            Self::Deadline(args) => args.json,
            Self::Check(args) => args.json,
            Self::Run(args) => args.night.json,
            Self::Plan(args) => args.night.json,
            Self::Verify(args) => args.json,
            Self::Archive(args) => args.json,
            Self::Find(args) => args.json,
            Self::Report(args) => args.json,
            Self::Export(args) => args.json,
            // The one does not end by itself, the other prints a script.
            Self::Daemon(_) | Self::Completions(_) => false,
        }
    }

    /// Carries the command out by the configuration that is named, or else found.
    async fn execute(self, named: Option<&Path>) -> Result<u8, Error> {
        let config = || locate(named);
        match self {
            Self::Config(args) => config::config(named, args).await,
            Self::Init(options) => Box::pin(init::init(&config()?, options)).await,
            Self::Check(args) => check::check(&config()?, args).await,
            Self::Rehearse(args) => rehearse::rehearse(&config()?, args).await,
            Self::Login(args) => login::login(&config()?, args).await,
            Self::Daemon(args) => Box::pin(daemon::daemon(&config()?, args)).await,
            Self::Run(args) => Box::pin(run::run(&config()?, args)).await,
            Self::Plan(args) => plan::plan(&config()?, args).await,
            Self::Verify(args) => verify::verify(&config()?, args).await,
            Self::Annul(args) => annul::annul(&config()?, args).await,
            Self::Reopen(args) => reopen::reopen(&config()?, args).await,
            Self::Archive(args) => archive::archive(&config()?, args).await,
            Self::Find(args) => find::find(&config()?, args).await,
            Self::Report(args) => report::report(&config()?, args).await,
            Self::Export(args) => export::export(&config()?, args).await,
            Self::Completions(args) => completions::completions(Cli::command(), args),
            Self::Calendar(args) => calendar::holidays(args),
            Self::Deadline(args) => calendar::deadline(args),
        }
    }
}

impl Cli {
    /// How much is to be logged.
    pub fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, 0) => Verbosity::Usual,
            (false, 1) => Verbosity::Verbose,
            (false, _) => Verbosity::Debug,
        }
    }

    /// How the configuration wants its logs, where it says so.
    pub fn log_format(&self) -> Option<LogFormat> {
        monitoring::log_format(&locate(self.config.as_deref()).ok()?)
    }

    /// Carries the command out and says how it went: what was asked for on stdout, a failure on
    /// stderr, and with `--json` on stdout too.
    pub async fn execute(self) -> ExitCode {
        let Self { config, command, .. } = self;
        let (json, named) = (command.json(), config.as_deref());
        telemetry::type_commands_with(named);
        if json {
            telemetry::keep_stdout_for_json();
        }
        // A night tells its monitor of an interrupt, and the daemon listens itself; where a person is asked much,
        // an interrupt ends the process.
        let listens = !matches!(
            command,
            Command::Run(_) | Command::Daemon(_) | Command::Init(_) | Command::Config(_) | Command::Login(_)
        );
        let result = tokio::select! {
            result = Box::pin(command.execute(named)) => result,
            error = interrupted(), if listens => Err(error),
        };
        telemetry::end_progress();

        match result {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                report(&error, json);
                ExitCode::from(error.exit_code())
            }
        }
    }
}

fn report(error: &Error, json: bool) {
    telemetry::say(error.exit_code(), &error.to_string());
    if json {
        telemetry::print_json(&FailureOutput::from(error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_exit_status_in_help_names_every_code() {
        use crate::error::exit::{AGAIN, ATTENTION, BUG, CEILING, CONFIG, DENIED, LEDGER, OK, SHEET, USAGE};
        for code in [OK, BUG, USAGE, ATTENTION, SHEET, LEDGER, CEILING, AGAIN, DENIED, CONFIG] {
            assert!(EXIT_STATUS.lines().any(|line| line.starts_with(&format!("{code:>4}  "))), "{code}");
        }
    }
}
