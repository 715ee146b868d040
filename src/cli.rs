//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use lettre::message::Mailbox;

use crate::commands::init::InitOptions;
use crate::commands::{self, NightOptions};
use crate::config::monitoring::{self, LogFormat};
use crate::domain::clerks::find::Query;
use crate::domain::handoff::annulment::{AnnulmentReason, AnnulmentTarget};
use crate::domain::handoff::known_before::Undated;
use crate::error::Error;
use crate::summary::FailureOutput;
use crate::telemetry;

const EXIT_STATUS: &str = "\
Exit status:
   0  done
   1  a defect of traslado
   2  wrong usage
   3  handed over, but something needs a person (the notice is not confirmed; the file is shared
      too widely)
  65  the sheet cannot be read as CE-F05
  66  the ledger does not verify (traslado verify says where), or another thing stands where a
      hand-off would go
  73  a ceiling of Google's is reached (cells, tabs, metadata)
  75  try again later (Google unavailable, quota, another run, clock off)
  77  credentials refused, spreadsheet not found or not permitted
  78  the configuration is wrong";

/// Carries citizens' reports from form CE-F05, a shared Google Sheet, to Citizen Attention: every
/// night, exactly once.
#[derive(Debug, Parser)]
#[command(version = env!("TRASLADO_VERSION"), after_help = EXIT_STATUS)]
pub struct Cli {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", default_value = "traslado.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Adopts the configured spreadsheet: adds the service's columns and the ledger, nothing else.
    /// Where none is configured, makes a new CE-F05 and prints its id. In a copy of an older CE-F05,
    /// sets the old ledger aside and begins anew.
    #[command(after_help = EXIT_STATUS)]
    Init {
        /// Do not ask.
        #[arg(long)]
        yes: bool,
        /// The fate of rows without a usable date that stand in the sheet before the first night:
        /// handed over by it and flagged, or recorded as known (class ANTERIOR) and not handed over.
        /// With --yes and up to 20 of them, they are handed over.
        #[arg(long, value_name = "handover|anterior")]
        undated: Option<Undated>,
    },
    /// Checks everything that a night stands on, one line each, and writes nothing.
    #[command(after_help = EXIT_STATUS)]
    Check {
        /// Print one JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
    /// Puts what the service assumes of Google to Google itself, in a new scratch spreadsheet, and
    /// plays a night over invented rows in it.
    #[command(after_help = EXIT_STATUS)]
    Rehearse {
        /// Send the mails of the rehearsal here; without it, what rests on mail is not asked.
        #[arg(long, value_name = "ADDRESS")]
        to: Option<Mailbox>,
    },
    /// Has the account consent in a browser and writes the token file (credentials.user_token).
    #[command(after_help = EXIT_STATUS)]
    Login {
        /// The port of this machine to which the browser comes back; 0 is any free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// How many seconds to wait for the consent.
        #[arg(long, value_name = "SECONDS", default_value_t = 300)]
        wait: u64,
    },
    /// Keeps the nights by the schedule of the configuration, until it is told to stop.
    #[command(after_help = EXIT_STATUS)]
    Daemon,
    /// Hands over what is due: one night.
    #[command(after_help = EXIT_STATUS)]
    Run(NightArgs),
    /// Plans what `run` would do, and writes nothing.
    #[command(after_help = EXIT_STATUS)]
    Plan(NightArgs),
    /// Proves that the ledger, its guards and the hand-off tabs agree; writes nothing.
    #[command(after_help = EXIT_STATUS)]
    Verify {
        /// Write again what can be proved from the rest, record that, and prove it. Where an older
        /// version of the spreadsheet was restored, take its ledger as it stands.
        #[arg(long)]
        repair: bool,
        /// Print one JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
    /// Takes back what was handed over: under a number of its own, with a tab and a notice.
    #[command(after_help = EXIT_STATUS)]
    Annul {
        /// An ID such as CE-2026-00001, or the number of a hand-off for all its reports.
        #[arg(value_name = "ID|NUMBER")]
        target: AnnulmentTarget,
        /// Why, in one line of at most 200 characters; clerks read it, so no citizen's data.
        #[arg(long, value_name = "TEXT")]
        reason: AnnulmentReason,
    },
    /// Puts answered hand-offs away into the archive spreadsheet of their year: copied and hidden on one
    /// day, compared again and taken away on a later one.
    #[command(after_help = EXIT_STATUS)]
    Archive {
        /// How many days old a hand-off is before it may go; default archive.days.
        #[arg(long, value_name = "DAYS")]
        older_than: Option<u32>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
        /// Print one JSON object on stdout.
        #[arg(long, requires = "yes")]
        json: bool,
    },
    /// Finds a report: its tabs or its place in the archive, its row, its dates; writes nothing.
    #[command(after_help = EXIT_STATUS)]
    Find {
        /// An ID such as CE-2026-00001, a radicado, or the day (YYYY-MM-DD) of the message, of the
        /// hand-over or of the answer.
        #[arg(value_name = "ID|RADICADO|DATE")]
        wanted: Query,
        /// Print one JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
    /// Prints the national holidays of Colombia in a year, one a line.
    Calendar {
        /// From 1984 to 2100.
        year: i32,
    },
    /// Prints the date that lies a number of business days after another.
    Deadline {
        /// The day of the citizen's message.
        #[arg(value_name = "YYYY-MM-DD")]
        date: NaiveDate,
        /// How many business days.
        #[arg(long, default_value_t = 15)]
        days: u32,
    },
}

#[derive(Debug, Args)]
struct NightArgs {
    /// The day of the hand-off, for a night that was missed; default today in Colombia.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Let through the changed rows that are held back because they look like a partial sort.
    #[arg(long)]
    accept_changes: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    json: bool,
}

impl NightArgs {
    fn order(&self) -> NightOptions {
        NightOptions { as_of: self.as_of, accept_changes: self.accept_changes }
    }
}

impl Cli {
    /// How the configuration wants its logs, where it says so.
    pub fn log_format(&self) -> Option<LogFormat> {
        monitoring::log_format(&self.config)
    }

    /// Carries the command out and says how it went: what was asked for on stdout, a failure on
    /// stderr, and with `--json` on stdout too.
    pub async fn execute(self) -> ExitCode {
        let json = match &self.command {
            Command::Run(args) | Command::Plan(args) => args.json,
            Command::Verify { json, .. } | Command::Archive { json, .. } | Command::Find { json, .. } => {
                *json
            }
            _ => false,
        };

        let result = match self.command {
            Command::Init { yes, undated } => {
                commands::init::init(&self.config, InitOptions { yes, undated }).await
            }
            Command::Check { json } => commands::check::check(&self.config, json).await,
            Command::Rehearse { to } => commands::rehearse::rehearse(&self.config, to).await,
            Command::Login { port, wait } => commands::login::login(&self.config, port, wait).await,
            Command::Daemon => commands::daemon::daemon(&self.config).await,
            Command::Run(args) => commands::run::run(&self.config, args.order(), args.json).await,
            Command::Plan(args) => commands::plan::plan(&self.config, args.order(), args.json).await,
            Command::Verify { repair, json } => commands::verify::verify(&self.config, repair, json).await,
            Command::Annul { target, reason } => commands::annul::annul(&self.config, target, &reason).await,
            Command::Archive { older_than, yes, json } => {
                commands::archive::archive(&self.config, older_than, yes, json).await
            }
            Command::Find { wanted, json } => commands::find::find(&self.config, &wanted, json).await,
            Command::Calendar { year } => commands::calendar::holidays(year),
            Command::Deadline { date, days } => commands::calendar::deadline(date, days),
        };

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
        // A failure holds two texts and a number, which always serialise.
        println!("{}", serde_json::to_string(&FailureOutput::from(error)).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

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
