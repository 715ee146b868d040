//! `traslado run`: one night.

use std::path::Path;

use tracing::warn;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::plan::{Plan, Reason};
use crate::error::{Error, exit};
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
    let summary =
        Summary::new(&night.considered, &night.handoffs, night.notice, night.annotations, google.requests());
    super::print(&summary, json);
    if night.notice == notify::Status::Uncertain {
        eprintln!(
            "traslado: the hand-over is done, but nobody can confirm that the notice was sent; look in the Sent folder \
             of {} and tell Citizen Attention if it is not there. The next run takes it up",
            settings.account,
        );
        return Ok(exit::ATTENTION);
    }
    Ok(exit::OK)
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
