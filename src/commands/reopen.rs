//! `traslado reopen`: brings a report back to the clerks that had ended, the way it was handed over.

use std::path::Path;

use crate::commands::EXIT_STATUS;
use crate::commands::annul::{self, OfficeAct};
use crate::domain::handoff::annulment::AnnulmentReason;
use crate::domain::ids::report_id::ReportId;
use crate::error::Error;

/// Brings a report back that ended or was archived: as ENMIENDA, under a number of its own, with a tab and a
/// notice.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// The ID of the report, such as CE-2026-00001.
    #[arg(value_name = "ID")]
    id: ReportId,
    /// Why, in one line of at most 200 characters; it stands in the ledger and clerks read it, so no
    /// citizen's data.
    #[arg(long, value_name = "TEXT")]
    reason: AnnulmentReason,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Reopens a report.
///
/// # Errors
/// Why it was not reopened, or not everything that follows was done.
pub async fn reopen(config: &Path, Args { id, reason, json }: Args) -> Result<u8, Error> {
    annul::carry_out(config, OfficeAct::Reopen(id), &reason, json).await
}
