//! Two nights over a messy CE-F05, then the same night again, from an empty machine: the emulator
//! stands in for Google, everything else is the real program.
//!
//! `cargo run --release --example demo` tells the story and ends. With `-- --serve` the emulator
//! stays up afterwards, with a configuration file and the commands to try.

#![expect(clippy::expect_used, reason = "A demonstration that cannot go on says why and ends.")]

#[path = "demo/show.rs"]
mod show;
#[path = "demo/stage.rs"]
mod stage;

use std::error::Error;

use chrono::{DateTime, Utc};
use traslado::clock::Moment;
use traslado::domain::handoff::assessment::NightOptions;
use traslado::night;

use stage::Stage;

/// 03:00 in Colombia.
fn three_o_clock(day: &str) -> Moment {
    let instant: DateTime<Utc> = format!("{day}T08:00:00Z").parse().expect("an instant");
    Moment::at(instant)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let serve = std::env::args().any(|argument| argument == "--serve");

    show::chapter("A machine with nothing on it");
    let stage = Stage::set()?;
    show::step(&format!("Google is played by the emulator at {}", stage.setup.emulator.base_url()));
    let google = stage.connect().await?;
    show::step("a service account signs in as the communications office, through the real clients");
    let typed = stage.type_the_week()?;
    show::step(&format!("staff have typed {typed} rows of CE-F05 over a week, as people type"));
    stage.adopt(&google).await?;
    show::step("the service's columns stand beside theirs, tagged so that they may be moved");

    show::chapter("The first night, Monday 23 November 2026, 03:00");
    let first =
        night::run(&stage.session(&google, three_o_clock("2026-11-23")), &NightOptions::default()).await?;
    show::rows(&first);
    show::tab(&stage, "Traslado 2026-11-23");
    show::mail(&stage);
    show::balance(&first);
    show::beside(&stage, 12);

    show::chapter("Monday: staff go on working in the sheet");
    for act in stage.play_staff()? {
        show::step(act);
    }

    show::chapter("The second night, Tuesday 24 November 2026, 03:00");
    let second =
        night::run(&stage.session(&google, three_o_clock("2026-11-24")), &NightOptions::default()).await?;
    show::tab(&stage, "Traslado 2026-11-24");
    show::mail(&stage);
    show::balance(&second);

    show::chapter("The same night again, as if cron had stuttered");
    let before = (stage.setup.emulator.mutations().len(), stage.setup.emulator.mails().len());
    let third =
        night::run(&stage.session(&google, three_o_clock("2026-11-24")), &NightOptions::default()).await?;
    let changes = stage.setup.emulator.mutations().len() - before.0;
    let mails = stage.setup.emulator.mails().len() - before.1;
    show::step(&format!(
        "{} hand-offs, {changes} changes to the spreadsheet, {mails} mails; {} rows known already",
        third.handoffs.len(),
        third.assessment.plan.balance.already,
    ));

    if serve {
        stage.serve()?;
    }
    Ok(())
}
