//! `traslado plan`: the same night, stopped before the first write.

use std::path::Path;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::commands::run::{NightArgs, check_day};
use crate::config::Settings;
use crate::error::{Error, exit};
use crate::night::{self, PlannedNight};
use crate::session::Session;
use crate::steps::{access, annotate, notify};
use crate::summary::{PlanOutput, Summary};

/// Shows what `run` would do, and writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// The night.
    #[command(flatten)]
    pub night: NightArgs,
}

/// Prints what a night would come to.
///
/// # Errors
/// Why nothing can be planned.
pub async fn plan(config: &Path, Args { night }: Args) -> Result<u8, Error> {
    let (options, json) = (night.options(), night.json);
    let settings = Settings::load(config)?;
    let moment = Moment::now();
    check_day(&options, &settings, moment)?;
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    crate::commands::not_in_the_bin(&session).await?;
    let access = access::audit(&session).await?;
    let planned = night::plan(&session, &options).await?;
    let requests = google.requests();

    let mut summary = Summary::new(
        &planned.assessment,
        &planned.handoffs,
        notify::NoticeStatus::None,
        annotate::AnnotationStatus::None,
        requests,
    );
    summary.access = access;
    let PlannedNight { assessment, digest, unread, .. } = &planned;
    let output = PlanOutput::new(summary, assessment, *digest, unread, options.arguments());
    crate::commands::print(&output, json);

    Ok(exit::OK)
}
