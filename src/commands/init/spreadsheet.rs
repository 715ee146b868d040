//! A new CE-F05 in the account's Drive.

use chrono::{Datelike as _, NaiveDate};

use crate::clock::Moment;
use crate::commands::confirmed;
use crate::commands::init::share::{self, share};
use crate::commands::init::{InitOptions, adopt, print_outcome};
use crate::config::Settings;
use crate::domain::ids::{self, ServiceColumn};
use crate::error::{Error, exit};
use crate::google::Google;
use crate::session::Session;
use crate::telemetry::show;

/// Prints what it will make, asks unless told not to, makes it, shares it, and prints its id. A
/// spreadsheet that an earlier attempt made and did not finish is finished.
///
/// # Errors
/// Why there is no new spreadsheet. That it could not be shared is no error, but needs a person.
pub(super) async fn make(
    google: &Google,
    mut settings: Settings,
    options: InitOptions,
    moment: Moment,
) -> Result<u8, Error> {
    let title = format!("CE-F05 Reportes de redes sociales {}", year_of_new(moment.today()));
    let there = made_before(&Session { google, settings: &settings, moment }, &title).await?;

    match &there {
        Some(file) => show!(
            "The spreadsheet \"{title}\" that `init` has made is there already: {}\nTo have another made, rename it first",
            address(file)
        ),
        None => show!(
            "To make: the spreadsheet \"{title}\" in the Drive of {} (es_CO, America/Bogota)",
            settings.account
        ),
    }

    let columns = settings.sheet.form.blank();
    let own = ServiceColumn::ALL.map(ServiceColumn::header).join(", ");
    show!(
        "In it: the tab \"{}\" with {} columns, drop-downs and formats:",
        settings.sheet.tab,
        columns.len()
    );
    show!("  {}", columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>().join(", "));
    show!("In it: the service's columns ({own}) and the hidden tab \"{}\"", ids::LEDGER_TITLE);
    let sharing = share::configured(&settings);
    share::say(&sharing);

    if !options.yes && !confirmed("Nothing was made.")? {
        print_outcome(options, "declined", None);
        return Ok(exit::ATTENTION);
    }

    let file = if let Some(file) = there {
        file
    } else {
        let made = google.create_spreadsheet(&title, &settings.sheet.tab, ids::STAFF).await;
        made.map_err(|error| Session { google, settings: &settings, moment }.error(error))?
    };
    settings.sheet.spreadsheet_id.clone_from(&file);

    let session = Session { google, settings: &settings, moment };
    // The whole of it in one batch; whatever stops here is finished by the next `init`.
    adopt(&session, InitOptions { yes: true, ..options }).await?;
    let shared = share(&session, &sharing.with).await;
    show!("{}", address(&file));
    show!("Put this into the configuration, under [sheet]:\nspreadsheet_id = \"{file}\"");

    print_outcome(options, if shared { "made" } else { "not_shared" }, Some(&file));
    Ok(if shared { exit::OK } else { exit::ATTENTION })
}

/// The year that a new spreadsheet is for: who makes one in December makes next year's.
fn year_of_new(today: NaiveDate) -> i32 {
    today.year() + i32::from(today.month() == 12)
}

/// The spreadsheet of this name that `init` has made, where there is one.
async fn made_before(session: &Session<'_>, title: &str) -> Result<Option<String>, Error> {
    for file in session.google.spreadsheets_named(title).await.map_err(|error| session.error(error))? {
        let metadata = session.google.metadata(&file).await.map_err(|error| session.error(error))?;
        if metadata.tabs.iter().any(|tab| tab.sheet_id == ids::STAFF) {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn address(file: &str) -> String {
    format!("https://docs.google.com/spreadsheets/d/{file}/edit")
}
