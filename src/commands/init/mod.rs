//! `traslado init`: makes a new CE-F05, or adopts an existing spreadsheet.

mod share;
mod spreadsheet;
mod survey;

use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;
use serde_json::json;

use self::survey::Survey;
use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::finding::field::Field;
use crate::domain::form::Layout;
use crate::domain::handoff::known_before::Undated;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::locale;
use crate::steps::{adopt, commit, read};
use crate::telemetry::{self, print_json, show};

/// How often it reads again because another one came first.
const ROUNDS: u32 = 4;

/// Adopts the configured spreadsheet: adds the service's columns and the ledger, nothing else.
/// Where none is configured, makes a new CE-F05 and prints its id. In a copy of an older CE-F05,
/// sets the old ledger aside and begins anew.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct InitOptions {
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
    /// Rows without a usable date that stand in the sheet before the first night are
    /// handed over by it and flagged, or recorded as known (class ANTERIOR) and not handed over.
    /// With --yes and up to 20 of them, they are handed over.
    #[arg(long, value_parser = PossibleValuesParser::new(["handover", "anterior"]).try_map(|text| text.parse::<Undated>()))]
    pub undated: Option<Undated>,
    /// Set the file's locale, by which Google reads what is typed from then on: the day before the month.
    /// No cell changes; the dates typed before that fit both ways are named.
    #[arg(long, value_enum)]
    pub locale: Option<FileLocale>,
    /// Print one JSON object on stdout; what is asked and said goes to stderr.
    #[arg(long)]
    pub json: bool,
}

/// How an adoption ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adopted {
    /// Something was added.
    Added,
    /// All of it was there already.
    Current,
    /// The answer was no.
    Declined,
}

impl Adopted {
    fn outcome(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Current => "current",
            Self::Declined => "declined",
        }
    }
}

/// Prints the result for a program, where one asks.
fn print_outcome(options: InitOptions, outcome: &str, spreadsheet_id: Option<&str>) {
    if options.json {
        print_json(&json!({"outcome": outcome, "spreadsheet_id": spreadsheet_id}));
    }
}

/// A locale that `init` can give to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FileLocale {
    /// The locale of Colombia.
    #[value(name = "es_CO")]
    Colombia,
}

/// Prints what it will do, asks unless told not to, and does it. All that is there already stays.
///
/// # Errors
/// Why the spreadsheet cannot be made or adopted.
pub async fn init(config: &Path, options: InitOptions) -> Result<u8, Error> {
    let settings = Settings::load_without_spreadsheet(config)?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    if settings.sheet.spreadsheet_id.is_empty() {
        return spreadsheet::make(&google, settings, options, moment).await;
    }
    let adopted = adopt(&session, options).await?;
    print_outcome(options, adopted.outcome(), Some(session.file()));
    Ok(if adopted == Adopted::Declined { exit::ATTENTION } else { exit::OK })
}

/// Shows how the headers are read and what would be added, asks unless told not to, and adds it. Declined is what
/// got a no for an answer, also where something else was added then.
async fn adopt(session: &Session<'_>, mut options: InitOptions) -> Result<Adopted, Error> {
    let _lock = state_dir::lock(session.settings.state().as_ref())?;
    let (mut agreed, mut confirmed) = (false, true);

    for _ in 0..ROUNDS {
        let found = read::unverified(session).await?;
        let survey = Survey::of(&found, session.settings, session.moment)?;
        if !agreed {
            telemetry::print(&survey.to_string());
            options.undated = survey.decide(options)?;
            confirmed = survey.confirm(options)?;
        }

        let mut adoption = survey.adoption(session.settings, options.undated, confirmed, session.moment);
        let wanted = options.locale.map(|FileLocale::Colombia| locale::COLOMBIA);
        adoption.locale = wanted.filter(|wanted| *wanted != found.book.locale);
        if adoption.is_done() {
            let how = match (agreed, confirmed) {
                (true, _) => OVERTAKEN,
                (false, true) => "All of it is there already; nothing to add.",
                (false, false) => NOTHING_WRITTEN,
            };
            show!("{how}");
            return Ok(if confirmed { Adopted::Current } else { Adopted::Declined });
        }

        if !agreed {
            survey::list(&adoption);
            if !options.yes && !crate::commands::confirmed(NOTHING_WRITTEN)? {
                return Ok(Adopted::Declined);
            }
            agreed = true;
        }

        commit::preflight(&found.book, &[], &[], String::new)?;
        if adopt::adopt(session, &found.book, &adoption).await? {
            show!("Added.");
            return Ok(if confirmed { Adopted::Added } else { Adopted::Declined });
        }
    }

    Err(Error::AnotherRun)
}

/// The word for whoever has declined.
const NOTHING_WRITTEN: &str = "Nothing was written.";

/// The answer to this very request was lost, or another `init` or the first night was quicker.
const OVERTAKEN: &str = "All of it is there now: Google's answer was lost, or another run came first.";

/// Which columns are read as which field, and which ones nobody reads, those of `service` left out.
pub(super) fn mapping(layout: &Layout, service: &[ColumnIndex]) -> Table {
    let letters = |columns: &[ColumnIndex]| {
        columns.iter().map(|column| column.letters()).collect::<Vec<_>>().join(", ")
    };

    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header(["Column", "Read as"]);
    for (field, columns) in &layout.columns {
        table.add_row([letters(columns), field.header().to_owned()]);
    }
    if !layout.filing.is_empty() {
        table.add_row([
            letters(&layout.filing),
            "day of filing, compared with that of the message".to_owned(),
        ]);
    }

    let unread = layout.unread_letters(service);
    if !unread.is_empty() {
        table.add_row([unread.join(", "), "nothing: nobody reads it".to_owned()]);
    }

    table
}

/// A note on the day from which terms are counted, where that is not the message's; the Spanish is what
/// the clerks read.
pub(super) fn term_start(layout: &Layout) -> Option<String> {
    let warning = layout.term_start.warning()?;
    let columns = layout.columns.get(&Field::Date).map(Vec::as_slice).unwrap_or_default();
    let letters: Vec<String> = columns.iter().map(|column| column.letters()).collect();
    Some(format!(
        "no column holds the day of the message, so that terms are counted from the day of filing in column {}: {warning}",
        letters.join(", ")
    ))
}
