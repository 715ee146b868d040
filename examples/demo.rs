//! Two nights over a messy CE-F05, then the same night again, from an empty machine: the emulator
//! stands in for Google, everything else is the real program.
//!
//! `cargo run --example demo` says where a browser sees the sheet, the tabs and the mail, and plays a night
//! whenever Enter is pressed. Where nobody sits at a terminal it tells the story and ends; with `-- --serve`
//! it waits for lines all the same.

#![expect(clippy::expect_used, reason = "A demonstration that cannot go on says why and ends.")]

#[path = "demo/pauses.rs"]
mod pauses;
#[path = "demo/show.rs"]
mod show;
#[path = "demo/stage.rs"]
mod stage;

use std::error::Error;

use pauses::Pauses;
use stage::{FIRST, SECOND, Stage};

/// The clock of whoever tries commands of their own afterwards.
const AFTERWARDS: &str = "2026-11-25T08:00:00Z";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut pauses = Pauses::new(std::env::args().any(|argument| argument == "--serve"));

    show::chapter("A machine with nothing on it");
    let stage = Stage::set()?;
    show::step(&format!("Google is played by the emulator at {}", stage.setup.emulator.base_url()));
    let typed = stage.type_the_week()?;
    show::step(&format!("staff have typed {typed} rows of CE-F05 over a week, as people type"));
    stage.adopt().await?;
    show::step("the service's columns stand beside theirs, tagged so that they may be moved");
    show::step(&format!("a browser sees it all, and what becomes of it: {}", stage.address()));
    pauses.wait("plays the first night");

    show::chapter("The first night, Monday 23 November 2026, 03:00");
    let first = stage.night(FIRST).await?;
    show::rows(&first);
    show::tab(&stage, "Traslado 2026-11-23");
    show::mail(&stage);
    pauses.wait("lets staff go on working in the sheet");

    show::chapter("Monday: staff go on working in the sheet");
    for act in stage.play_staff()? {
        show::step(act);
    }
    pauses.wait("plays the second night");

    show::chapter("The second night, Tuesday 24 November 2026, 03:00");
    let second = stage.night(SECOND).await?;
    show::balance(&second);
    show::tab(&stage, "Traslado 2026-11-24");
    show::subject(&stage);
    pauses.wait("plays the same night again, as if cron had stuttered");

    show::chapter("The same night again");
    let before = (stage.setup.emulator.mutations().len(), stage.setup.emulator.mails().len());
    let third = stage.night(SECOND).await?;
    let changes = stage.setup.emulator.mutations().len() - before.0;
    let mails = stage.setup.emulator.mails().len() - before.1;
    show::step(&format!(
        "{} hand-offs, {changes} changes to the spreadsheet, {mails} mails; {} rows known already",
        third.handoffs.len(),
        third.assessment.plan.balance.already,
    ));

    if pauses.waits() {
        stage.set_clock(AFTERWARDS);
        show::commands(&stage, AFTERWARDS)?;
        pauses.wait("ends it");
    }
    Ok(())
}
