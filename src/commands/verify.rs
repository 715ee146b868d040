//! `traslado verify`: proves that ledger, guards and tabs agree, and with `--repair` makes them.

use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Numbers;
use crate::domain::ledger::repair_log::RepairRecord;
use crate::domain::ledger::verification::Discrepancy;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::sheet::row_number::RowNumber;
use crate::steps::repair::{self, Repaired};
use crate::steps::verify::{self, Reading};
use crate::telemetry::say;

/// Verifies that the ledger, its guards and the hand-off tabs agree; writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// Write again what can be proved from the rest, record that, and verify it. Where an older
    /// version of the spreadsheet was restored, take its ledger as it stands.
    #[arg(long)]
    repair: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Prints what was proved and where it failed.
///
/// # Errors
/// Why nothing could be proved.
pub async fn verify(config: &Path, Args { repair, json }: Args) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let _lock = if repair { Some(state_dir::lock(settings.state().as_ref())?) } else { None };
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let repaired = if repair {
        repair::repair(&session).await?
    } else {
        Repaired { done: Vec::new(), reading: verify::reading(&session, moment.today()).await? }
    };

    let verdict = VerifyOutput::new(&repaired, google.requests());
    crate::commands::print(&verdict, json);
    let Some(message) = verdict.message else { return Ok(exit::OK) };
    say(exit::LEDGER, &message);

    Ok(exit::LEDGER)
}

/// The object that `verify` prints.
#[derive(Debug, Serialize)]
struct VerifyOutput {
    /// `verified`, `repaired` or `failed`.
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The last hand-off that is proved, with all before it.
    head: HandoffNumber,
    /// The chain after it.
    link: String,
    handed_over: Option<NaiveDate>,
    lines: usize,
    guards: usize,
    tabs: usize,
    /// Tabs of old hand-offs that are no longer in the file.
    moved_away: usize,
    /// The highest number that this host had seen.
    #[serde(rename = "witness")]
    high_water_mark: Option<HandoffNumber>,
    /// The records that this command wrote.
    repaired: Vec<Repair>,
    /// The records that earlier commands wrote.
    repairs: Vec<Repair>,
    discrepancies: Vec<DamagedPlace>,
    /// Cells of the staff tab that name an ID which no hand-off gave.
    unknown_ids: Vec<String>,
    requests: u64,
}

#[derive(Debug, Serialize)]
struct Repair {
    at: Option<String>,
    rebuilt: Vec<HandoffNumber>,
    guards: Vec<HandoffNumber>,
    given_up: Option<(HandoffNumber, HandoffNumber)>,
    head: HandoffNumber,
    link: String,
}

#[derive(Debug, Serialize)]
struct DamagedPlace {
    tab: Option<String>,
    row: Option<RowNumber>,
    handoff: Option<HandoffNumber>,
    what: String,
    remedy: String,
}

impl From<&Discrepancy> for DamagedPlace {
    fn from(one: &Discrepancy) -> Self {
        Self {
            tab: one.tab().map(str::to_owned),
            row: one.row(),
            handoff: one.handoff(),
            what: one.to_string(),
            remedy: one.remedy(),
        }
    }
}

impl From<&RepairRecord> for Repair {
    fn from(record: &RepairRecord) -> Self {
        Self {
            at: Some(record.instant.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            rebuilt: record.rebuilt.clone(),
            guards: record.guarded.clone(),
            given_up: record.given_up,
            head: record.head,
            link: record.link.to_string(),
        }
    }
}

impl Repair {
    /// A record that somebody has spoiled is shown as one, too.
    fn unreadable() -> Self {
        let (rebuilt, guards) = (Vec::new(), Vec::new());
        Self {
            at: None,
            rebuilt,
            guards,
            given_up: None,
            head: HandoffNumber::default(),
            link: String::new(),
        }
    }
}

impl VerifyOutput {
    fn new(repaired: &Repaired, requests: u64) -> Self {
        let Repaired { done, reading: Reading { verification, cross_checks, unknown_ids, repairs, .. } } =
            repaired;
        let failed = !verification.discrepancies.is_empty();
        let earlier = repairs.len().saturating_sub(done.len());
        let shown =
            |record: &Option<RepairRecord>| record.as_ref().map_or_else(Repair::unreadable, Repair::from);

        Self {
            outcome: match (failed, done.is_empty()) {
                (true, _) => "failed",
                (false, true) => "verified",
                (false, false) => "repaired",
            },
            code: failed.then_some(exit::LEDGER),
            message: failed.then(|| message(&verification.discrepancies)),
            head: verification.head,
            link: verification.link.to_string(),
            handed_over: verification.handed_over,
            lines: verification.lines,
            guards: verification.guards,
            tabs: verification.tabs,
            moved_away: verification.moved_away,
            high_water_mark: cross_checks
                .high_water_mark
                .as_ref()
                .map(|high_water_mark| high_water_mark.number),
            repaired: done.iter().map(Repair::from).collect(),
            repairs: repairs.iter().take(earlier).map(shown).collect(),
            discrepancies: verification.discrepancies.iter().map(DamagedPlace::from).collect(),
            unknown_ids: unknown_ids.clone(),
            requests,
        }
    }
}

fn message(discrepancies: &[Discrepancy]) -> String {
    // What no repair can put right is what the operator has to know first.
    let worst = discrepancies.iter().find(|one| one.is_beyond_repair()).or(discrepancies.first());
    let Some(worst) = worst else { return String::new() };
    match discrepancies.len() - 1 {
        0 => format!("{worst}: {}", worst.remedy()),
        more => format!("{worst}: {} ({more} more in the list)", worst.remedy()),
    }
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

impl fmt::Display for VerifyOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for repair in &self.repairs {
            writeln!(f, "earlier: {repair}")?;
        }

        for repair in &self.repaired {
            writeln!(f, "{repair}")?;
        }

        for place in &self.discrepancies {
            writeln!(f, "{}: {}", place.what, place.remedy)?;
        }

        for cell in &self.unknown_ids {
            writeln!(f, "warning: cell {cell} of the staff tab names an ID that no hand-off gave")?;
        }

        if self.moved_away > 0 {
            writeln!(f, "no longer in the file: the tabs of {} old hand-offs", self.moved_away)?;
        }

        match self.handed_over {
            Some(day) => write!(
                f,
                "proved: {}, the last of {day}, chain {}; {}, {}, {}",
                Numbers(HandoffNumber::FIRST, self.head),
                self.link,
                plural(self.lines, "line"),
                plural(self.guards, "guard"),
                plural(self.tabs, "tab"),
            )?,
            None if self.lines > 0 => write!(
                f,
                "proved: no hand-off, {} known from before the first, chain {}",
                plural(self.lines, "line"),
                self.link
            )?,
            None => write!(f, "proved: no hand-off")?,
        }

        if let Some(high_water_mark) = self.high_water_mark.filter(|number| !number.is_known_before()) {
            write!(f, "; this host had seen hand-off {high_water_mark}")?;
        }

        write!(f, "; requests: {}", self.requests)
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(at) = &self.at else { return f.write_str("a repair whose record cannot be read") };
        write!(f, "repaired at {at}")?;
        let listed = |numbers: &[HandoffNumber]| {
            numbers.iter().map(HandoffNumber::to_string).collect::<Vec<_>>().join(", ")
        };

        if !self.rebuilt.is_empty() {
            write!(f, ", lines of {} written again", listed(&self.rebuilt))?;
        }
        if !self.guards.is_empty() {
            write!(f, ", guards of {} made again", listed(&self.guards))?;
        }
        if let Some((first, last)) = self.given_up {
            write!(f, ", {first} to {last} given up: the ledger was taken as it stood")?;
        }

        write!(f, ", ends at {} {}", self.head, self.link)
    }
}
