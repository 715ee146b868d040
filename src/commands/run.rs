//! `traslado run`: one night.

use std::path::Path;

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::config::Settings;
use crate::error::{Error, exit};
use crate::steps::access::Audit;
use crate::steps::notify;
use crate::summary::Summary;
use crate::{host, night};

/// Runs one night and prints what it came to.
///
/// # Errors
/// Why nothing, or not everything, was handed over.
pub async fn run(config: &Path, as_of: Option<NaiveDate>, json: bool) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let _lock = host::lock(&settings)?;
    let moment = Moment::now();
    let google = super::log_in(&settings, moment).await?;
    let night = night::run(&google, &settings, moment, as_of).await?;
    if let Some(error) = night.cut_short {
        return Err(error);
    }
    let mut summary =
        Summary::new(&night.considered, &night.handoffs, night.notice, night.annotations, google.requests());
    summary.access = night.access;
    super::print(&summary, json);
    let mut code = exit::OK;
    match &summary.access {
        Some(Audit::Exposed(exposure)) => {
            eprintln!(
                "traslado: the hand-over is done, but the spreadsheet can also be opened by {exposure}; take the access \
                 away under Share, or add who may have it to access.allowed"
            );
            code = exit::ATTENTION;
        }
        Some(Audit::Unknown) => {
            eprintln!(
                "traslado: the hand-over is done, but nobody could look who else can open the spreadsheet; `traslado \
                 check` says why"
            );
            code = exit::ATTENTION;
        }
        Some(Audit::Good) | None => {}
    }
    if night.notice == notify::Status::Uncertain {
        eprintln!(
            "traslado: the hand-over is done, but nobody can confirm that the notice was sent; look in the Sent folder \
             of {} and tell Citizen Attention if it is not there. The next run takes it up",
            settings.account,
        );
        code = exit::ATTENTION;
    }
    Ok(code)
}
