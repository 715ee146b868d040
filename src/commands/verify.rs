//! `traslado verify`: proves that ledger, guards and tabs agree, and with `--repair` makes them.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::handoff::annulment::AnnulmentReason;
use crate::domain::handoff::comparison::{AcceptedCell, ChangedCell, Comparison, DeliveredCell};
use crate::domain::handoff::night_log::Decision;
use crate::domain::ids::NIGHT_LOG_TITLE;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::repair_log::RepairRecord;
use crate::domain::ledger::verification::Discrepancy;
use crate::domain::ledger::{Damage, Numbers};
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::steps::repair::{self, Repaired};
use crate::steps::verify::{self, Reading};
use crate::steps::{night_log, state_history};
use crate::telemetry::say;

/// Verifies that the ledger, its guards and the hand-off tabs agree, and that clerks read what was delivered;
/// writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// Write again what can be proved from the rest, record that, and verify it. Where an older
    /// version of the spreadsheet was restored, take its ledger as it stands; where the tab `Historia
    /// de estados` is not as it was written, take that as it stands.
    #[arg(long)]
    repair: bool,
    /// Compare the archived tabs too, each in the archive spreadsheet of its year.
    #[arg(long)]
    archive: bool,
    /// Let a delivered cell stand that changed, as this command prints it; may be given several times. It
    /// is recorded in the tab `Registro de noches`.
    #[arg(long, value_name = "NUMBER:ID:HEADER", requires = "reason", conflicts_with = "repair")]
    accept: Vec<DeliveredCell>,
    /// Why it may stand, in one line of at most 200 characters; no citizen's data.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<AnnulmentReason>,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

impl Args {
    /// The arguments by which nothing is written.
    pub(super) fn reading(json: bool) -> Self {
        Self { repair: false, archive: false, accept: Vec::new(), reason: None, json }
    }
}

/// Prints what was proved and where it failed.
///
/// # Errors
/// Why nothing could be proved.
pub async fn verify(config: &Path, args: Args) -> Result<u8, Error> {
    let Args { repair, archive, accept, reason, json } = args;
    let settings = Settings::load(config)?;
    let _lock = if repair { Some(state_dir::lock(settings.state().as_ref())?) } else { None };
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let mut repaired = if repair {
        repair::repair(&session).await?
    } else {
        Repaired { done: Vec::new(), reading: verify::reading(&session, moment.today()).await? }
    };

    let takes_history = repair && !repaired.reading.history.faults().is_empty();
    if takes_history {
        state_history::take_as_it_is(&session, &repaired.reading).await?;
        repaired.reading = verify::reading(&session, moment.today()).await?;
    }
    if archive {
        verify::read_archive(&session, &mut repaired.reading).await?;
    }

    if let Some(reason) = reason {
        verify::accept(&session, &repaired.reading, &accept, &reason.to_string()).await?;
        repaired.reading = verify::reading(&session, moment.today()).await?;
        if archive {
            verify::read_archive(&session, &mut repaired.reading).await?;
        }
    }
    if !repaired.done.is_empty() || takes_history {
        let decision = Decision {
            command: "verify --repair",
            who: night_log::who(),
            ..Decision::at(moment.in_colombia())
        };
        let Reading { metadata, cross_checks, .. } = &repaired.reading;
        night_log::record(&session, &metadata.tabs, cross_checks.id_space, true, &decision).await;
    }

    let state = settings.state();
    let named = state_dir::named_cells(state.as_ref());
    let verdict = VerifyOutput::new(&repaired, &named, google.requests());
    crate::commands::print(&verdict, json);
    state_dir::name_cells(state.as_ref(), &named, &now_named(&repaired.reading, named.clone()));
    let Some(message) = verdict.message else { return Ok(exit::OK) };
    let code = verdict.code.unwrap_or(exit::LEDGER);
    say(code, &message);

    Ok(code)
}

/// The changed cells that have been named now, so that the next verification tells them from new ones. What was
/// named of archived tabs stays named where nobody looked at them.
fn now_named(reading: &Reading, before: BTreeSet<String>) -> BTreeSet<String> {
    let mut named: BTreeSet<String> = reading.comparison.changed.iter().map(name).collect();
    if reading.archived.is_none() {
        let archived = verify::archived_numbers(&reading.verification.handoffs);
        let of_archive = |name: &String| {
            let number = name.split_once(':').and_then(|(number, _)| number.parse().ok());
            number.is_some_and(|number| archived.contains(&number))
        };
        named.extend(before.into_iter().filter(of_archive));
    }
    named
}

/// A changed cell and what it says now, as the record of named cells has it.
fn name(changed: &ChangedCell) -> String {
    AcceptedCell::of(changed).to_string()
}

/// The object that `verify` prints.
#[derive(Debug, Serialize)]
struct VerifyOutput {
    /// `verified` or `repaired`; `changed` where a delivered cell or the history of states changed, `failed` where the ledger, its
    /// guards or the tabs do not agree.
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
    /// The cells that clerks read, compared with those that were delivered.
    delivered: DeliveredOutput,
    /// The archived tabs, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<ArchivedOutput>,
    /// Rows of `Registro de noches` that are nothing that this version writes.
    unknown_decisions: Vec<RowNumber>,
    /// The tab of the states that nights have seen.
    history: HistoryOutput,
    /// Cells of the staff tab that name an ID which no hand-off gave.
    unknown_ids: Vec<String>,
    requests: u64,
}

/// The cells that clerks read, compared with those that were delivered.
#[derive(Debug, Serialize)]
struct DeliveredOutput {
    /// How many lines were compared.
    lines: usize,
    /// How many of them were written anew, in a tab of their own.
    reissued: usize,
    /// Tabs with lines that have no digest of what was delivered.
    without_digest: usize,
    changed: Vec<ChangedPlace>,
    /// Cells that changed and that somebody let stand.
    accepted: Vec<ChangedPlace>,
}

/// The tab of the states that nights have seen.
#[derive(Debug, Serialize)]
struct HistoryOutput {
    /// How many lines it has.
    lines: usize,
    /// The places that are not as they were written.
    faults: Vec<String>,
}

/// The archived tabs, each compared in its file.
#[derive(Debug, Serialize)]
struct ArchivedOutput {
    /// How many were compared.
    tabs: usize,
    /// The things that are gone from the archive.
    gone: Vec<String>,
}

/// A delivered cell that changed, without what it says.
#[derive(Debug, Serialize)]
struct ChangedPlace {
    /// True if no verification on this host has named it as it is now.
    new: bool,
    handoff: HandoffNumber,
    /// Id of the archive spreadsheet that its tab stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<String>,
    /// The tab's place among those that people see, from the left, counted from 1.
    tab: usize,
    sheet_id: SheetId,
    row: RowNumber,
    /// `null` where the tab has no such column any more.
    cell: Option<String>,
    id: String,
    column: &'static str,
    /// The cell as `--accept` takes it.
    accept: String,
}

impl ChangedPlace {
    fn of(changed: &ChangedCell, named: &BTreeSet<String>) -> Self {
        let DeliveredCell { number, id, column } = changed.cell;
        Self {
            new: !named.contains(&name(changed)),
            archive: changed.archive.clone(),
            handoff: number,
            tab: changed.tab,
            sheet_id: changed.sheet,
            row: changed.row,
            cell: changed.at.map(|at| at.to_string()),
            id: id.to_string(),
            column: column.header(),
            accept: changed.cell.to_string(),
        }
    }

    /// The place of the cell.
    fn place(&self) -> String {
        let Self { row, handoff, id, column, .. } = self;
        let tab = match &self.archive {
            Some(file) => format!("{} of the archive spreadsheet {file}", self.tab),
            None => self.tab.to_string(),
        };
        let cell = match &self.cell {
            Some(cell) => format!("cell {cell} of tab {tab}"),
            None => format!("row {row} of tab {tab}"),
        };
        format!("{cell} (hand-off {handoff}, {id}, column \"{column}\")")
    }

    /// The cell in one line, of which an earlier verification has said what it is and what ends it.
    fn again(&self) -> String {
        let (place, accept) = (self.place(), &self.accept);
        format!("named before: {place} still does not say what was delivered (\"{accept}\")")
    }

    /// The difference and what ends it.
    fn message(&self) -> String {
        let place = self.place();
        let (what, remedy) = match self.cell {
            Some(_) => ("does not say what was delivered", "restore it (File, Version history)"),
            None => ("has lost that column", "put the column or its header back (File, Version history)"),
        };
        format!(
            "{place} {what}: {remedy}, or let it stand by `traslado verify --accept \"{}\" --reason TEXT`",
            self.accept
        )
    }
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
    fn new(repaired: &Repaired, named: &BTreeSet<String>, requests: u64) -> Self {
        let Repaired { done, reading } = repaired;
        let Reading {
            verification,
            cross_checks,
            comparison,
            archived,
            unknown_decisions,
            history,
            unknown_ids,
            repairs,
            ..
        } = reading;
        let failed = !verification.discrepancies.is_empty();
        let delivered = DeliveredOutput::of(comparison, named);
        let archived = archived.as_ref();
        let gone = archived.and_then(|archived| archived.gone.first());
        let fault = history.faults().first();
        let changed = !delivered.changed.is_empty() || gone.is_some() || fault.is_some();
        let earlier = repairs.len().saturating_sub(done.len());
        let shown =
            |record: &Option<RepairRecord>| record.as_ref().map_or_else(Repair::unreadable, Repair::from);

        Self {
            outcome: match (failed, changed, done.is_empty()) {
                (true, ..) => "failed",
                (false, true, _) => "changed",
                (false, false, true) => "verified",
                (false, false, false) => "repaired",
            },
            code: match (failed, changed) {
                (true, _) => Some(exit::LEDGER),
                (false, true) => Some(exit::ATTENTION),
                (false, false) => None,
            },
            message: if failed {
                Some(message(&verification.discrepancies))
            } else {
                let gone = || gone.map(|gone| format!("{gone}; {RESTORE}"));
                let fault = || fault.map(|fault| format!("{fault}; {RESTORE_HISTORY}"));
                delivered.message().or_else(gone).or_else(fault)
            },
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
            delivered,
            archived: archived
                .map(|archived| ArchivedOutput { tabs: archived.tabs, gone: archived.gone.clone() }),
            unknown_decisions: unknown_decisions.clone(),
            history: HistoryOutput {
                lines: history.lines(),
                faults: history.faults().iter().map(ToString::to_string).collect(),
            },
            unknown_ids: unknown_ids.clone(),
            requests,
        }
    }
}

impl DeliveredOutput {
    fn of(comparison: &Comparison, named: &BTreeSet<String>) -> Self {
        let Comparison { lines, reissued, without_digest, .. } = *comparison;
        let places = |cells: &[ChangedCell]| cells.iter().map(|cell| ChangedPlace::of(cell, named)).collect();
        let (changed, accepted) = (places(&comparison.changed), places(&comparison.accepted));
        Self { lines, reissued, without_digest, changed, accepted }
    }

    /// The sentence that the operator has to know first, where something changed: what no verification has named
    /// yet, else how much of what was named stands as it was.
    fn message(&self) -> Option<String> {
        let mut new = self.changed.iter().filter(|changed| changed.new);
        match (new.next(), new.count()) {
            (Some(first), 0) => Some(first.message()),
            (Some(first), more) => Some(format!("{} ({more} more in the list)", first.message())),
            (None, _) if self.changed.is_empty() => None,
            (None, _) => Some(format!(
                "nothing new, but {} named before not as delivered yet: restore what changed, or let it stand by \
                 `traslado verify --accept NUMBER:ID:HEADER --reason TEXT`",
                plural(self.changed.len(), "cell")
            )),
        }
    }
}

/// The way out where something is gone from the archive.
const RESTORE: &str = "restore it there (File, Version history), or from the bin of the account's Drive";

/// The ways out where the history of states is not as it was written.
const RESTORE_HISTORY: &str =
    "restore it (File, Version history), or take it as it stands by `traslado verify --repair`";

fn message(discrepancies: &[Discrepancy]) -> String {
    // What no repair can put right is what the operator has to know first, then that a repair would give
    // hand-offs up which an earlier version of the spreadsheet still holds.
    let is_restored = |one: &&Discrepancy| matches!(one, Discrepancy::Ledger(Damage::Restored { .. }));
    let worst = discrepancies.iter().find(|one| one.is_beyond_repair());
    let worst = worst.or_else(|| discrepancies.iter().find(is_restored));
    let Some(worst) = worst.or(discrepancies.first()) else { return String::new() };
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

        for changed in &self.delivered.changed {
            writeln!(f, "{}", if changed.new { changed.message() } else { changed.again() })?;
        }

        for gone in self.archived.iter().flat_map(|archived| &archived.gone) {
            writeln!(f, "{gone}; {RESTORE}")?;
        }

        for fault in &self.history.faults {
            writeln!(f, "{fault}; {RESTORE_HISTORY}")?;
        }

        if !self.unknown_decisions.is_empty() {
            let rows: Vec<String> = self.unknown_decisions.iter().map(RowNumber::to_string).collect();
            writeln!(
                f,
                "warning: rows {} of the tab \"{NIGHT_LOG_TITLE}\" are nothing that this version writes, and what they let \
                 stand does not count; run the version that wrote them, or accept the cells again",
                rows.join(", ")
            )?;
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
            )
            .and_then(|()| self.delivered.fmt(f))?,
            None if self.lines > 0 => write!(
                f,
                "proved: no hand-off, {} known from before the first, chain {}",
                plural(self.lines, "line"),
                self.link
            )?,
            None => write!(f, "proved: no hand-off")?,
        }

        if let Some(archived) = &self.archived {
            write!(f, "; of them in the archive: {}", plural(archived.tabs, "tab"))?;
        }

        if let Some(high_water_mark) = self.high_water_mark.filter(|number| !number.is_known_before()) {
            write!(f, "; this host had seen hand-off {high_water_mark}")?;
        }

        write!(f, "; requests: {}", self.requests)
    }
}

impl fmt::Display for DeliveredOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "; as delivered: {}", plural(self.lines, "line"))?;
        if !self.changed.is_empty() {
            write!(f, " but for {}", plural(self.changed.len(), "cell"))?;
        }
        if !self.accepted.is_empty() {
            write!(f, " and {} let stand", plural(self.accepted.len(), "cell"))?;
        }
        if self.reissued > 0 {
            write!(f, " ({} written anew)", self.reissued)?;
        }
        if self.without_digest > 0 {
            write!(f, "; without a digest of what was delivered: {}", plural(self.without_digest, "tab"))?;
        }
        Ok(())
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
