//! `traslado run`: one night.

use std::path::Path;

use tracing::warn;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::plan::{Plan, Reason};
use crate::error::{Error, exit};
use crate::steps::access::Audit;
use crate::steps::notify;
use crate::summary::Summary;
use crate::{host, night};

/// Runs one night and prints what it came to.
///
/// # Errors
/// Why nothing, or not everything, was handed over.
pub async fn run(config: &Path, order: super::Order, json: bool) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let _lock = host::lock(&settings)?;
    let moment = Moment::now();
    let google = super::log_in(&settings, moment).await?;
    let night = night::run(&google, &settings, moment, order).await?;
    name_held(&night.considered.plan);
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

/// Names the rows that are held back, and what ends it: nobody else would tell the operator, since
/// a night that hands nothing over sends no notice.
fn name_held(plan: &Plan) {
    let held = plan.withheld.iter().filter_map(|withheld| match withheld.reason {
        Reason::Held(id) => Some(format!("{} ({id})", withheld.row)),
        Reason::Repeats(_) | Reason::RepeatsRow(_) => None,
    });
    let held: Vec<String> = held.collect();
    if !held.is_empty() {
        warn!(
            rows = held.join(", "),
            "these rows changed as if part of the sheet had been sorted, and are held back until somebody undoes it; \
             if the changes are right, `traslado run --accept-changes` hands them over",
        );
    }
}
