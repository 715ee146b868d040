//! `traslado rehearse`: puts what the protocol assumes to Google itself, in a scratch spreadsheet
//! of the operator's own tenant, and then plays nights over invented rows in it.

mod nights;
mod report;

use std::path::Path;

use lettre::message::Mailbox;

use self::report::{RehearsalOutput, RehearsalReport};
use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::error::Error;
use crate::probes::{Probe, ScratchSheet, TestMail};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::telemetry::{print_json, show};

/// The title of the scratch spreadsheet, by which whoever finds it knows what it is.
const TITLE: &str = "Ensayo de traslado (se puede borrar)";

/// Tests, in a new scratch spreadsheet, each undocumented Google behaviour that the protocol relies on,
/// and plays a night over invented rows in it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// Send the mails of the rehearsal here; without it, what rests on mail is not asked.
    #[arg(long, value_name = "ADDRESS")]
    to: Option<Mailbox>,
    /// Print one JSON object on stdout, and each line on stderr as it comes.
    #[arg(long)]
    pub json: bool,
}

/// Rehearses, and prints one line for each assumption and for each night.
///
/// # Errors
/// Why nothing could be rehearsed. What does not hold is no error but a line, and decides the exit
/// code.
pub async fn rehearse(config: &Path, Args { to, json }: Args) -> Result<u8, Error> {
    // What is asked of Google can be asked before there is a spreadsheet.
    let mut settings = Settings::load_without_spreadsheet(config)?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let made = google.create_spreadsheet(TITLE, nights::TAB, SheetId::default()).await;
    let file = made.map_err(|error| Session { google: &google, settings: &settings, moment }.error(error))?;
    let place = format!("https://docs.google.com/spreadsheets/d/{file}/edit");
    show!("rehearsing in {place}");

    let mut report = RehearsalReport::default();
    show!("{}", nights::play(&google, &mut settings, &file, to.as_ref(), moment, &mut report).await);
    let session = Session { google: &google, settings: &settings, moment };
    put_questions(&session, &file, to, &mut report).await;
    show!("{report}");
    show!(
        "nothing in {place} is anybody's; put it in the bin when you have looked at it (the service may not delete files)"
    );

    if json {
        print_json(&RehearsalOutput { report: &report, spreadsheet_id: &file, link: &place });
    }
    Ok(report.code())
}

/// Puts every question, and prints each answer as it comes: together they take a minute or two,
/// since Google takes no more than 60 writes in one.
async fn put_questions(session: &Session<'_>, file: &str, to: Option<Mailbox>, report: &mut RehearsalReport) {
    let from = session.settings.account.parse().ok();
    let test_mail = to.zip(from).map(|(to, from)| TestMail { from, to });
    let scratch = ScratchSheet::new(session.google, file, test_mail);
    for probe in Probe::ALL {
        show!("{}", report.probe(probe, probe.answer(&scratch).await));
    }
}
