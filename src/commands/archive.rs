//! `traslado archive`: puts answered hand-offs away.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::archive::eligible::{Eligibility, eligibility};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::steps::archive::{self, ArchiveOptions, ArchiveReport, SkipReason};
use crate::steps::read;
use crate::telemetry::show;

/// Puts answered hand-offs away into the archive spreadsheet of their year: copied and hidden on one
/// day, compared again and taken away on a later one.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// How many days old a hand-off is before it may go; default archive.days.
    #[arg(long, value_name = "DAYS")]
    older_than: Option<u32>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Print one JSON object on stdout.
    #[arg(long, requires = "yes")]
    pub json: bool,
}

/// Shows what would be done, asks unless told not to, and does it.
///
/// # Errors
/// Why not all of it was done. What was done is printed first.
pub async fn archive(config: &Path, Args { older_than, yes, json }: Args) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let _lock = state_dir::lock(settings.state().as_ref())?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let days = older_than.unwrap_or(settings.archive.days);

    if !yes {
        let (book, ledger) = read::book(&session).await?;
        let sheets = book.tabs.iter().map(|tab| tab.sheet_id);
        let found = eligibility(&ledger, &book.answers, book.id_space, sheets, days, moment.today());
        let marks = book.archive.staged.iter();
        let due = |day| day < moment.today();
        let due = marks.filter(|(_, stage)| stage.as_ref().is_none_or(|stage| due(stage.day)));
        let due: Vec<HandoffNumber> = due.map(|(number, _)| *number).collect();
        let fresh = found.eligible.iter().map(|eligible| eligible.number);
        let fresh: Vec<HandoffNumber> =
            fresh.filter(|number| !book.archive.staged.contains_key(number)).collect();
        for line in foreseen(&due, &fresh, &found, days) {
            show!("{line}");
        }
        if due.is_empty() && fresh.is_empty() {
            show!("Nothing to put away; nothing was written.");
            return Ok(exit::OK);
        }
        if !crate::commands::confirmed_meanwhile("Nothing was written.").await? {
            return Ok(exit::ATTENTION);
        }
    }

    let options = ArchiveOptions { days, most: usize::MAX };
    let (done, error) = archive::put_away(&session, options).await;
    let summary = ArchiveOutput { done, requests: google.requests() };

    match error {
        None => crate::commands::print(&summary, json),
        Some(error) => {
            // The failure is the one JSON object.
            if !json && summary.outcome() != "nothing" {
                show!("{summary}");
            }
            return Err(error);
        }
    }

    Ok(exit::OK)
}

/// The acts to come, a line each.
fn foreseen(due: &[HandoffNumber], fresh: &[HandoffNumber], found: &Eligibility, days: u32) -> Vec<String> {
    let mut lines = Vec::new();
    for (what, numbers) in
        [("To compare again and take away", due), ("To copy, compare and hide, to go on a later day", fresh)]
    {
        if !numbers.is_empty() {
            lines.push(format!("{what}: {}", handoffs(numbers)));
        }
    }

    lines.extend(found.open.iter().map(|(number, reports)| {
        format!("Stays: hand-off {number}, at least {days} days old: no answer date for {}", few(reports))
    }));
    lines
}

/// Such as `hand-offs 1, 2, 4`.
fn handoffs(numbers: &[HandoffNumber]) -> String {
    let listed: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("hand-off{} {}", if numbers.len() == 1 { "" } else { "s" }, listed.join(", "))
}

/// The first of them, and how many more.
fn few(reports: &[ReportId]) -> String {
    const SHOWN: usize = 5;
    let shown = reports.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if reports.len() > SHOWN { format!("{shown} and {} more", reports.len() - SHOWN) } else { shown }
}

/// The acts done.
struct ArchiveOutput {
    done: ArchiveReport,
    requests: u64,
}

impl ArchiveOutput {
    fn outcome(&self) -> &'static str {
        match (&self.done.archived[..], &self.done.staged[..]) {
            ([], []) => "nothing",
            ([], _) => "marked",
            _ => "archived",
        }
    }
}

/// Why a hand-off stays, for programs and for people.
fn why(skipped: &SkipReason) -> (&'static str, String) {
    match skipped {
        SkipReason::Differs { cell } => {
            ("differs", format!("cell {cell} of a tab and of its copy differ: somebody typed meanwhile"))
        }
        SkipReason::Gone => ("gone", "a tab of it, or its copy, is gone".into()),
        SkipReason::Reopened => ("reopened", "something in it has no answer date any more".into()),
        SkipReason::TakenBack => {
            ("taken_back", "it was taken off its way to the archive less than two days ago".into())
        }
        SkipReason::AnotherRun => ("another_run", "another run is at it".into()),
    }
}

impl Serialize for ArchiveOutput {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ArchiveReport { staged, waiting, archived, skipped, open, orphaned_copies, files } = &self.done;
        let of = |(number, reports): (&HandoffNumber, &Vec<_>)| {
            let reports: Vec<String> = reports.iter().map(ToString::to_string).collect();
            json!({"handoff": number, "reports": reports})
        };

        let archived: Vec<Value> = archived
            .iter()
            .map(|one| json!({"seq": one.number, "handoffs": one.handoffs, "reports": one.lines}))
            .collect();

        let left: Vec<Value> = skipped
            .iter()
            .map(
                |(number, skipped)| json!({"handoff": number, "reason": why(skipped).0, "message": why(skipped).1}),
            )
            .collect();
        let files: Vec<Value> =
            files.iter().map(|(year, id)| json!({"year": year, "spreadsheet_id": id})).collect();
        let unnamed: Vec<Value> = orphaned_copies
            .iter()
            .map(|(year, tab)| json!({"year": year, "tab": tab, "link": tab.link()}))
            .collect();

        let whole = json!({
            "outcome": self.outcome(),
            "marked": staged,
            "waiting": waiting,
            "archived": archived,
            "stays": left,
            "open": open.iter().map(of).collect::<Vec<_>>(),
            "strays": unnamed,
            "archives": files,
            "requests": self.requests,
        });

        whole.serialize(serializer)
    }
}

impl fmt::Display for ArchiveOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ArchiveReport { staged, waiting, archived, skipped, open, orphaned_copies, files } = &self.done;
        for one in archived {
            writeln!(
                f,
                "archived under number {}: {}, {} reports; their copies were compared again",
                one.number,
                handoffs(&one.handoffs),
                one.lines
            )?;
        }

        if !staged.is_empty() {
            writeln!(
                f,
                "copied, compared and hidden: {}; from tomorrow on, the next run compares them again and takes them away",
                handoffs(staged)
            )?;
        }

        if !waiting.is_empty() {
            writeln!(f, "hidden today already: {}; from tomorrow on they go", handoffs(waiting))?;
        }

        for (number, skipped) in skipped {
            writeln!(f, "stays: hand-off {number}: {}; its tab stands and can be seen", why(skipped).1)?;
        }

        for (number, reports) in open {
            writeln!(f, "stays: hand-off {number}: no answer date for {}", few(reports))?;
        }

        for (year, tab) in orphaned_copies {
            writeln!(
                f,
                "in the archive of {year}, {tab} is a copy of no tab as it stands; delete it there unless somebody needs it"
            )?;
        }

        for (year, file) in files {
            writeln!(f, "archive of {year}: https://docs.google.com/spreadsheets/d/{file}/edit")?;
        }

        let what = if self.outcome() == "nothing" { "nothing was put away; " } else { "" };
        write!(f, "{what}requests: {}", self.requests)
    }
}
