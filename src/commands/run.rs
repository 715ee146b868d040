//! `traslado run`: one night.

use std::future::Future;
use std::io::{self, IsTerminal as _};
use std::panic::AssertUnwindSafe;
use std::path::Path;

use chrono::NaiveDate;
use futures_util::FutureExt as _;
use tracing::warn;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::commands::NightOptions;
use crate::config::Settings;
use crate::domain::form::{ColumnChange, Sheet};
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::early_date::EarlyDate;
use crate::domain::handoff::plan::{Plan, WithheldReason};
use crate::domain::handoff::plan_digest::PlanDigest;
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::quiet;
use crate::domain::ids::report_id::ReportId;
use crate::error::{Error, exit};
use crate::monitor::NightMonitor;
use crate::night::{self, Night};
use crate::operation::record::NightFacts;
use crate::operation::state_dir;
use crate::session::Session;
use crate::sheet::row_number;
use crate::steps::access::Audit;
use crate::steps::baseline::{self, MadeAnew};
use crate::steps::protections::{self, Obstacle};
use crate::steps::{host_mark, notify, other_tabs};
use crate::summary::{CutShort, Summary};
use crate::telemetry::{say, show};

/// Hands over what is due: one night.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// The night.
    #[command(flatten)]
    pub night: NightArgs,
    /// Hand over exactly the plan with this digest, which `plan` prints; where the sheet is no longer what was
    /// planned, hand nothing over (75).
    #[arg(long, value_name = "DIGEST")]
    expect: Option<PlanDigest>,
    /// Agree to a first hand-over of more than 500 rows.
    #[arg(long)]
    yes: bool,
}

/// Whoever started a night.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    /// True if a program reads what the night prints.
    pub json: bool,
    /// True if a person sits there who can be asked.
    pub can_be_asked: bool,
}

/// The arguments that decide a night, for `run` and `plan`.
#[derive(Debug, clap::Args)]
pub struct NightArgs {
    /// The day of the hand-off, for a night that was missed; default today in Colombia.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Let through what is held back because it looks like an accidental edit of the sheet, changes and rows
    /// dated before the start: all, or with `=ID,…` the changes of these reports.
    #[arg(long, value_name = "ID,…", num_args = 0.., require_equals = true, value_delimiter = ',')]
    accept_changes: Option<Vec<ReportId>>,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Refuses a night as of a day that has not come: a year that was mistyped would stand in the IDs for good.
/// Tests and the demo, which have an endpoint of their own, may ask for it.
///
/// # Errors
/// [`Error::Usage`].
pub(super) fn check_day(options: &NightOptions, settings: &Settings, moment: Moment) -> Result<(), Error> {
    match options.as_of.filter(|as_of| *as_of > moment.today() && settings.google.endpoint.is_none()) {
        Some(as_of) => Err(Error::Usage(format!(
            "--as-of {as_of} has not come yet: today is {}; nothing was written",
            moment.today()
        ))),
        None => Ok(()),
    }
}

impl NightArgs {
    /// The options of the night.
    pub fn options(&self) -> NightOptions {
        let accepted = match self.accept_changes.as_deref() {
            None => AcceptedChanges::None,
            Some([]) => AcceptedChanges::All,
            Some(ids) => AcceptedChanges::Of(ids.to_vec()),
        };
        NightOptions { as_of: self.as_of, accepted, ..NightOptions::default() }
    }
}

/// Runs one night and prints what it came to.
///
/// # Errors
/// Why nothing, or not everything, was handed over.
pub async fn run(config: &Path, Args { night, expect, yes }: Args) -> Result<u8, Error> {
    let options = NightOptions { expected: expect, is_large_first_agreed: yes, ..night.options() };
    let can_be_asked = !night.json && io::stdin().is_terminal() && io::stdout().is_terminal();
    let caller = Caller { json: night.json, can_be_asked };
    Box::pin(run_until(config, &options, caller, crate::commands::interrupted())).await
}

/// Runs a night, and abandons it where it stands once `stop` is over. That is no other end than that of
/// a night whose host lost power, and the next one finishes it in the same way.
///
/// # Errors
/// As [`run`], and [`Error::Abandoned`].
pub(super) async fn run_until(
    config: &Path,
    options: &NightOptions,
    caller: Caller,
    stop: impl Future<Output = Error>,
) -> Result<u8, Error> {
    let settings = load(config).await?;
    let moment = Moment::now();
    check_day(options, &settings, moment)?;

    // A run that the lock turns away is nobody's night: the one at work tells how that went.
    let _lock = state_dir::lock(settings.state().as_ref())?;
    let monitor = NightMonitor::begin(config, &settings, moment);
    let result = tokio::select! {
        ended = unless_it_panics(Box::pin(hand_over(&settings, moment, options, caller))) => ended.unwrap_or(Err(Error::Defect)),
        error = stop => Err(error),
    };

    let (code, facts, reasons) = match &result {
        Ok(NightEnd { code, facts, reasons }) => (*code, Some(*facts), reasons.clone()),
        Err(error) => (error.exit_code(), None, vec![error.to_string()]),
    };
    monitor.end(Some(&settings), code, facts, &reasons).await;

    result.map(|end| end.code)
}

/// Reads the configuration. One that is no good ends the night before it begins, and whoever can
/// still be made out in it hears of that.
///
/// # Errors
/// All its problems.
pub(super) async fn load(config: &Path) -> Result<Settings, Error> {
    match Settings::load(config) {
        Ok(settings) => Ok(settings),
        Err(problems) => {
            let error = Error::from(problems);
            // A clock that is refused is not the one by which it is told.
            NightMonitor::begin_without(config, Moment::of_machine())
                .end(None, error.exit_code(), None, &[error.to_string()])
                .await;
            Err(error)
        }
    }
}

/// Runs the night; where it is a first one of many rows and a person sits there, asks whether they are to go.
async fn agreed(session: &Session<'_>, options: &NightOptions, caller: Caller) -> Result<Night, Error> {
    match night::run(session, options).await {
        Err(Error::LargeFirst { rows, digest, arguments }) if caller.can_be_asked => {
            show!("The first hand-over is of {rows} rows; `traslado plan{arguments}` lists them.");
            if !crate::commands::confirmed_meanwhile("Nothing was written.").await? {
                return Err(Error::LargeFirst { rows, digest, arguments });
            }
            let options = NightOptions { is_large_first_agreed: true, ..options.clone() };
            night::run(session, &options).await
        }
        ended => ended,
    }
}

/// A night that went to its end.
struct NightEnd {
    code: u8,
    facts: NightFacts,
    /// The sentences about what needs a person, or why it was cut short.
    reasons: Vec<String>,
}

/// Hands over, and says what came of it.
async fn hand_over(
    settings: &Settings,
    moment: Moment,
    options: &NightOptions,
    caller: Caller,
) -> Result<NightEnd, Error> {
    let google = crate::commands::log_in(settings, moment).await?;
    let session = Session { google: &google, settings, moment };
    let night = agreed(&session, options, caller).await?;
    let quarantined = quarantined(&night.assessment.plan);
    if let Some(quarantined) = &quarantined {
        warn!(rows = quarantined.rows, columns = quarantined.columns, "{QUARANTINED_ROWS}");
    }
    let undecided = undecided(&night.assessment.plan);
    name_found(&night.assessment);
    name_early(&night.assessment.plan);
    name_above_header(&night.assessment.sheet);
    if let Some(quiet) = night.quiet {
        warn!("{quiet}; {}", quiet::REMEDY);
    }

    if night.handoffs.is_empty() {
        if let Some(error) = night.cut_short {
            return Err(error);
        }
        // What was typed before the file was thrown away is handed over; after that nobody types.
        crate::commands::not_in_the_bin(&session).await?;
    }

    let mut summary = Summary::new(
        &night.assessment,
        &night.handoffs,
        night.notice,
        night.annotations.status,
        google.requests(),
    );
    summary.access = night.access;
    summary.other_tabs = night.other_tabs;
    summary.obstacles = night.obstacles;
    if let Some(error) = &night.cut_short {
        summary.cut_short(error, &night.assessment);
    }
    summary.unwritten = night.annotations.unwritten;
    summary.unconfirmed_end = night.unconfirmed_end;
    if let Some(end) = night.unconfirmed_end {
        warn!("{}; {}", host_mark::unconfirmed(end), host_mark::REMEDY);
    }
    crate::commands::print(&summary, caller.json);
    let columns = &night.assessment.sheet.layout;
    let attention_to = Attention {
        early: early(&night.assessment),
        made_anew: night.earlier_made_anew,
        month_first: night.month_first,
        had_unreadable_mark: night.had_unreadable_mark,
        quarantined,
        undecided,
        exposed_archives: night.exposed_archives.iter().map(ToString::to_string).collect(),
    };
    let changes = columns.as_ref().map(|layout| layout.changes.as_slice()).unwrap_or_default();
    let (tabs, cells) = night.size;
    let deferred = summary.counts.deferred;
    let facts = NightFacts {
        rows: summary.counts,
        requests: summary.requests,
        tabs,
        cells,
        deferred,
        quiet: night.quiet,
    };
    let (code, mut reasons) = attention(&summary, changes, &settings.account, &attention_to);
    if let Some(made_anew) = &attention_to.made_anew {
        baseline::said(&session, made_anew).await;
    }

    match &summary.cut_short {
        None => Ok(NightEnd { code, facts, reasons }),
        Some(CutShort { code, message, rows }) => {
            let over = summary.counts.handed_over();
            let cut_short = format!("{over} rows were handed over and {} were not: {message}", rows.len());
            say(*code, &cut_short);
            reasons.push(cut_short);
            Ok(NightEnd { code: *code, facts, reasons })
        }
    }
}

/// The rows of a night that need a person, and the locale, where it does.
struct Attention {
    /// Rows that are held back because many dated before the start appeared at once.
    early: String,
    /// Rows dated before the start, where nobody knows any more which of them stood there on the first night.
    made_anew: Option<MadeAnew>,
    month_first: Option<String>,
    /// True if what this host has seen of the spreadsheet could not be read.
    had_unreadable_mark: bool,
    quarantined: Option<QuarantinedRows>,
    /// Rows of which nobody can say whether they were handed over.
    undecided: Vec<String>,
    /// The sentences about archives that somebody can open who may not.
    exposed_archives: Vec<String>,
}

/// The ways to end it that rows dated before the start are held back.
pub(super) const EARLY_WAY_OUT: &str = "correct the year where it is wrong, move rows from before the service to another tab, or \
                                        let all through with `traslado run --accept-changes`";

/// The rows that are held back because many dated before the start appeared at once.
fn early(assessment: &Assessment) -> String {
    let rows = assessment.plan.withheld.iter().filter(|withheld| withheld.reason == WithheldReason::Early);
    row_number::listed(rows.map(|withheld| withheld.row), "to")
}

/// Rows as an operator reads them, each with the year that was probably meant.
pub(super) fn early_dates(early: &[EarlyDate]) -> String {
    early.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Names the rows of the first night whose date before the start is probably a slip.
fn name_early(plan: &Plan) {
    if plan.is_first_night && !plan.early.is_empty() {
        warn!(
            rows = early_dates(&plan.early),
            "these rows are dated before the start, probably by a slip (in brackets the year that may be meant), and \
             stay; correct their dates and the next night hands them over",
        );
    }
}

/// The sentence about a high-water mark that could not be read.
const UNREADABLE_MARK: &str = "what this host has seen of the spreadsheet could not be read, so that a restored older \
     version would have gone unnoticed; let this user read and write the state folder, which `traslado check` names. \
     Where it can be written the mark is made anew";

/// Warns of what needs a person although the hand-over is done, and gives the exit code for it with the sentences.
fn attention(
    summary: &Summary,
    columns: &[ColumnChange],
    account: &str,
    rows: &Attention,
) -> (u8, Vec<String>) {
    let mut reasons = Vec::new();
    let done = if summary.cut_short.is_none() { "the hand-over is done, but" } else { "besides," };
    let mut needed = |text: &str| {
        say(exit::ATTENTION, &format!("{done} {text}"));
        reasons.push(text.to_owned());
    };

    for change in columns.iter().filter(|change| change.needs_a_person()) {
        needed(&format!(
            "{change}; put the column and its header back, or run `traslado init`, which confirms the columns as they \
             are now"
        ));
    }

    if let Some(locale) = &rows.month_first {
        needed(&format!(
            "the file's locale is {locale}, which writes the month first, so that days and months of new dates may have \
             changed places; run `traslado init --locale es_CO`, which names the dates that fit both ways"
        ));
    }

    match &summary.access {
        Some(Audit::Exposed(exposure)) => needed(&format!(
            "the spreadsheet can also be opened by {exposure}; take the access away under Share, or add who may have it \
             to access.allowed"
        )),
        Some(Audit::Unknown) => {
            needed("nobody could look who else can open the spreadsheet; `traslado check` says why");
        }
        Some(Audit::Good) | None => {}
    }

    for exposed in &rows.exposed_archives {
        needed(exposed);
    }

    for unwritten in &summary.unwritten {
        needed(&unwritten.to_string());
    }

    for tab in &summary.other_tabs {
        needed(&format!("{tab}; {}", other_tabs::REMEDY));
    }

    for obstacle in obstacles(&summary.obstacles, account) {
        needed(&obstacle);
    }

    if let Some(QuarantinedRows { rows, columns }) = &rows.quarantined {
        needed(&format!("changes are held back in rows {rows} (columns {columns})"));
    }

    if rows.had_unreadable_mark {
        needed(UNREADABLE_MARK);
    }

    if !rows.undecided.is_empty() {
        needed(&format!(
            "rows {} are held back: all that they would say stands in a column that is gone, so that nobody can say \
             whether they were handed over; put the column back, or have Communications type in a column that is read \
             what the citizen asks",
            rows.undecided.join(", ")
        ));
    }

    if !rows.early.is_empty() {
        needed(&format!(
            "more than twenty rows dated before the start appeared at once and are held back: {}; {EARLY_WAY_OUT}",
            rows.early
        ));
    }

    if let Some(made_anew) = &rows.made_anew {
        needed(&format!(
            "what was known of the rows dated before the start was lost and is made anew from those that stand in the \
             sheet tonight: {made_anew}; look whether one of them appeared since the first night, and hand it over by \
             hand or correct its date",
        ));
    }

    if summary.notice == notify::NoticeStatus::Uncertain {
        needed(&format!(
            "nobody can confirm that the notice was sent; look in the Sent folder of {account} and tell Citizen \
             Attention if it is not there. The next run takes it up"
        ));
    }

    (if reasons.is_empty() { exit::OK } else { exit::ATTENTION }, reasons)
}

/// So many protected ranges are named one by one.
const NAMED: usize = 5;

/// The protections that the night met, and who ends them, a sentence each.
pub(super) fn obstacles(met: &[Obstacle], account: &str) -> Vec<String> {
    let remedy = protections::remedy(account);
    let mut sentences: Vec<String> =
        met.iter().take(NAMED).map(|obstacle| format!("{obstacle}; {remedy}")).collect();
    if met.len() > NAMED {
        sentences.push(format!("{} more ranges are protected in the same way", met.len() - NAMED));
    }
    sentences
}

/// Names the reports that stand above the header row: they go over like any other, and somebody should know
/// that they are there.
fn name_above_header(sheet: &Sheet) {
    let rows: Vec<String> = sheet.above_header().iter().map(ToString::to_string).collect();
    if !rows.is_empty() {
        warn!(
            rows = rows.join(", "),
            "these rows stand above the header row and are read like any other; move them below it, or undo the sort \
             that took the header row along",
        );
    }
}

/// The warning that names what ends the quarantine. Nobody else would tell the operator, since a night that hands
/// nothing over sends no notice.
const QUARANTINED_ROWS: &str = "these rows changed as if by an accidental edit of the sheet, and their changes are held back; everything else goes. \
     If it was one, copy the named columns from the older version under File > Version history and paste them into the \
     same cells of the sheet as it is (a version that is restored as a whole has lost the hand-offs since). If the changes \
     are right, `traslado run --accept-changes` lets all through, `--accept-changes=ID,…` those of some reports";

/// The rows that are held back and the columns that end it, as an operator reads them.
struct QuarantinedRows {
    rows: String,
    columns: String,
}

/// Names the rows that are held back, where there are any.
fn quarantined(plan: &Plan) -> Option<QuarantinedRows> {
    let quarantined = plan.withheld.iter().filter_map(|withheld| match withheld.reason {
        WithheldReason::Quarantined(id) => Some(format!("{} ({id})", withheld.row)),
        WithheldReason::Repeats(_)
        | WithheldReason::RepeatsRow(_)
        | WithheldReason::MayRepeat(_)
        | WithheldReason::Early
        | WithheldReason::Deferred => None,
    });
    let quarantined: Vec<String> = quarantined.collect();

    let columns: Vec<String> = plan.quarantined_columns.iter().map(|column| column.letters()).collect();
    let quarantined = QuarantinedRows { rows: quarantined.join(", "), columns: columns.join(", ") };
    (!quarantined.rows.is_empty()).then_some(quarantined)
}

/// Names the rows of which nobody can say whether they were handed over, while a column is gone.
fn undecided(plan: &Plan) -> Vec<String> {
    let undecided = plan.withheld.iter().filter_map(|withheld| match withheld.reason {
        WithheldReason::MayRepeat(id) => Some(format!("{} ({id}?)", withheld.row)),
        _ => None,
    });
    undecided.collect()
}

/// Names the columns that are read by what they hold, since their headers no longer say it.
fn name_found(assessment: &Assessment) {
    let changes = assessment.sheet.layout.iter().flat_map(|layout| &layout.changes);
    for change in changes.filter(|change| !change.needs_a_person()) {
        warn!("{change}; type its header again");
    }
}

/// The result of a future; `None` where it panics, so that the night's end is told all the same.
async fn unless_it_panics<F: Future>(future: F) -> Option<F::Output> {
    AssertUnwindSafe(future).catch_unwind().await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_ends_the_future_and_nothing_else() {
        assert_eq!(unless_it_panics(async { 7 }).await, Some(7));
        let defect = async {
            tokio::task::yield_now().await;
            assert!(std::env::args().count() == 0, "always");
        };
        assert_eq!(unless_it_panics(defect).await, None);
    }
}
