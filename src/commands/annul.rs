//! `traslado annul`: takes back what was handed over, the way it was handed over; or takes that back.

use std::path::Path;

use serde_json::json;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::form::TermStart;
use crate::domain::form::report::Report;
use crate::domain::handoff::annulment::{self, AnnulmentReason, AnnulmentTarget};
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::batch_splitter::BatchSplitter;
use crate::domain::handoff::cut::{self, Handoff, HandoffContext};
use crate::domain::handoff::night_log::Decision;
use crate::domain::handoff::plan::{Plan, Window};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::reinstatement::{self, NotUndone};
use crate::domain::handoff::reopening::{self, NotReopened};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::life::Phase;
use crate::domain::ledger::Ledger;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::steps::commit::{self, Declined, Stopped};
use crate::steps::mail_time::MailTime;
use crate::steps::notify::NightNews;
use crate::steps::read::{self, Book};
use crate::steps::{annotate, display, format, night_log, notify, protections};
use crate::summary::Written;
use crate::telemetry::{print_json, say, show};

/// How often it starts again because another run came first.
const STARTS: u32 = 5;

/// Takes back what was handed over: under a number of its own, with a tab and a notice.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// An ID such as CE-2026-00001, or the number of a hand-off for all its reports.
    #[arg(value_name = "ID|NUMBER", required_unless_present = "undo")]
    target: Option<AnnulmentTarget>,
    /// Undo the annulment of this number, its own: its reports go over again as they stood before it.
    #[arg(long, value_name = "NUMBER", conflicts_with = "target")]
    undo: Option<HandoffNumber>,
    /// Why, in one line of at most 200 characters; clerks read it, so no citizen's data.
    #[arg(long, value_name = "TEXT")]
    reason: AnnulmentReason,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// The act that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum OfficeAct {
    /// Take back what was handed over.
    Annul(AnnulmentTarget),
    /// Take back the annulment of this number.
    Undo(HandoffNumber),
    /// Bring a report back that had ended.
    Reopen(ReportId),
}

/// The next step of an act.
enum OfficeStep {
    /// Write these lines.
    Write(Box<Plan>, Vec<Report>),
    /// Nothing: the act was done before.
    Done,
    /// The lines were written under this number before; what follows of them was cut short.
    Finish(HandoffNumber),
}

impl OfficeAct {
    /// The words of the act in the night log.
    fn command(self) -> &'static str {
        match self {
            Self::Annul(_) => "annul",
            Self::Undo(_) => "annul --undo",
            Self::Reopen(_) => "reopen",
        }
    }

    /// The words for what becomes of the reports.
    fn done(self) -> &'static str {
        match self {
            Self::Annul(_) => "annulled",
            Self::Undo(_) => "reinstated",
            Self::Reopen(_) => "reopened",
        }
    }

    /// The next step, by what the ledger says, and the rows as they stand where they can be read.
    async fn step(
        self,
        session: &Session<'_>,
        book: &mut Book,
        ledger: &Ledger,
        reason: &AnnulmentReason,
        window: Window,
    ) -> Result<(OfficeStep, Option<Assessment>), Error> {
        // What is written beside the rows in the end goes by the earlier rows too, so that they are read.
        let assessment = display::assess(session, book, ledger, window, &AcceptedChanges::None).await;

        match self {
            Self::Annul(target) => {
                let unknown = |unknown: annulment::Unknown| Error::Usage(unknown.to_string());
                let (plan, reports) = annulment::plan(target, reason, ledger, window).map_err(unknown)?;
                let step = if plan.lines.is_empty() {
                    OfficeStep::Done
                } else {
                    OfficeStep::Write(Box::new(plan), reports)
                };
                Ok((step, assessment.ok()))
            }
            Self::Undo(number) => {
                let (form, assessment) = (&session.settings.sheet.form, assessment?);
                let step = match reinstatement::plan(number, reason, ledger, &assessment, form) {
                    Ok((plan, reports)) => OfficeStep::Write(Box::new(plan), reports),
                    Err(NotUndone::Undone { number, .. })
                        if is_cut_short(session, book, ledger, number, window)? =>
                    {
                        OfficeStep::Finish(number)
                    }
                    Err(not_undone) => return Err(Error::Usage(not_undone.to_string())),
                };
                Ok((step, Some(assessment)))
            }
            Self::Reopen(id) => {
                let (form, assessment) = (&session.settings.sheet.form, assessment?);
                let phase = book.lives(session, ledger, window.today).of(id, None).phase;
                let is_open = matches!(phase, Phase::Open | Phase::Waiting);
                let is_reopened = ledger.latest(id).is_some_and(|latest| latest.reopened_because().is_some());
                let step = match reopening::plan(id, reason, ledger, &assessment, form, is_open) {
                    Ok((plan, reports)) => OfficeStep::Write(Box::new(plan), reports),
                    Err(NotReopened::Open { number, .. })
                        if is_reopened && is_cut_short(session, book, ledger, number, window)? =>
                    {
                        OfficeStep::Finish(number)
                    }
                    Err(not_reopened) => return Err(Error::Usage(not_reopened.to_string())),
                };
                Ok((step, Some(assessment)))
            }
        }
    }
}

/// Annuls a report, or every report of a hand-off that still stands; or undoes an annulment.
///
/// # Errors
/// Why nothing, or not everything, was annulled.
pub async fn annul(config: &Path, Args { target, undo, reason, json }: Args) -> Result<u8, Error> {
    let Some(act) = undo.map(OfficeAct::Undo).or(target.map(OfficeAct::Annul)) else {
        return Err(Error::Usage("nothing to annul was named".to_owned()));
    };
    carry_out(config, act, &reason, json).await
}

/// Carries an act of the office out: under a number of its own, with all that follows the commit.
///
/// # Errors
/// Why nothing, or not everything, was done.
pub(super) async fn carry_out(
    config: &Path,
    act: OfficeAct,
    reason: &AnnulmentReason,
    json: bool,
) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let _lock = state_dir::lock(settings.state().as_ref())?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let window = Window::new(settings.handoff.since, moment.today(), None);

    for _ in 0..STARTS {
        let (mut book, ledger) = read::book(&session).await?;
        let (step, assessment) = act.step(&session, &mut book, &ledger, reason, window).await?;
        let assessment = assessment.as_ref();
        let (mut plan, reports) = match step {
            OfficeStep::Write(plan, reports) => (plan, reports),
            OfficeStep::Done => {
                show!("annulled already; nothing was written");
                print_outcome(json, "nothing", &[]);
                return Ok(exit::OK);
            }
            OfficeStep::Finish(number) => {
                show!("{} already, under number {number}; what was left open is finished", act.done());
                let code = finish(&session, &mut book, &ledger, assessment, window, act).await?;
                print_outcome(json, "finished", &[]);
                return Ok(code);
            }
        };

        let handoffs = cut_plan(&session, &book, &ledger, &mut plan, &reports);
        let (committed, stopped) = commit::all(&session, &mut book, &ledger, handoffs, window).await;
        let stopped = match stopped {
            Some(Stopped::Conflict) if committed.is_empty() => continue,
            Some(Stopped::Conflict) => Some(Error::AnotherRun),
            Some(Stopped::By(error) | Stopped::Declined(_, Declined { error, .. }))
                if committed.is_empty() =>
            {
                return Err(error);
            }
            Some(Stopped::By(error) | Stopped::Declined(_, Declined { error, .. })) => Some(error),
            None => None,
        };

        let ledger = ledger.with(committed.iter().flat_map(|handoff| handoff.entries.clone()));
        for handoff in &committed {
            let (reports, done) = (handoff.entries.len(), act.done());
            show!("hand-off {}, tab \"{}\": {reports} {done}", handoff.number, handoff.title);
        }

        let code = finish(&session, &mut book, &ledger, assessment, window, act).await?;
        let decision = Decision {
            number: committed.last().map(|handoff| handoff.number),
            command: act.command(),
            balance: Some(plan.balance),
            who: night_log::who(),
            reason: reason.to_string(),
            ..Decision::at(moment.in_colombia())
        };
        night_log::record(&session, &book.tabs, book.id_space, true, &decision).await;

        if let Some(stopped) = stopped {
            return Err(stopped);
        }
        print_outcome(json, act.done(), &committed);
        return Ok(code);
    }

    Err(Error::AnotherRun)
}

/// Prints the result for a program, where one asks: `nothing` was left to do, an act that was cut short is
/// `finished`, or the reports are what the act makes of them.
fn print_outcome(json: bool, outcome: &str, handoffs: &[Handoff]) {
    if json {
        let handoffs: Vec<Written> = handoffs.iter().map(Written::from).collect();
        print_json(&json!({"outcome": outcome, "handoffs": handoffs}));
    }
}

/// The lines as hand-offs, each ready to be committed.
fn cut_plan(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    plan: &mut Plan,
    reports: &[Report],
) -> Vec<Handoff> {
    let known = book.tabs.iter().map(|tab| (tab.sheet_id, tab.title.as_str())).collect();
    book.lives(session, ledger, session.moment.today()).tell(plan, reports, &known);

    let titles: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
    let splitter = &BatchSplitter::new(session.settings.handoff.limits);
    let context = HandoffContext {
        id_space: book.id_space,
        titles: &titles,
        instant: session.moment.in_colombia(),
        splitter,
        vanished: &[],
        reference: session.settings.notice.reference.as_str(),
        entity: session.settings.sheet.form.entity(),
        term_start: TermStart::Message,
    };
    cut::cut(plan, reports, ledger, context)
}

/// Returns `true` if something that follows the commit of a number is left to do: its tab is not formatted,
/// its notice is neither sent nor given up, or the rows of its reports do not say so.
fn is_cut_short(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    number: HandoffNumber,
    window: Window,
) -> Result<bool, Error> {
    let tab = book.id_space.tab(number);
    let is_unformatted = format::unformatted(book, ledger).iter().any(|unformatted| unformatted.sheet == tab);
    let is_announced = session.settings.notice.to.is_empty()
        || book.notices.values().any(|log| log.announces(number) && log.has_ended());
    let ids: Vec<ReportId> = ledger.handoff(number).map(|entry| entry.id).collect();

    Ok(is_unformatted || !is_announced || annotate::is_behind(session, book, ledger, window, &ids)?)
}

/// Does all that follows the commits of a night, and gives the exit code for it.
async fn finish(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    assessment: Option<&Assessment>,
    window: Window,
    act: OfficeAct,
) -> Result<u8, Error> {
    format::all(session, book, ledger, assessment, window, false).await;
    let news = NightNews::none(window.today);
    let notice = notify::all(session, book, ledger, news, &mut MailTime::of_a_night()).await;
    annotate::all(session, book, ledger, window, None).await;

    let mut needed: Vec<String> = Vec::new();
    let obstacles = protections::met(session, book).await;
    needed.extend(crate::commands::run::obstacles(&obstacles, &session.settings.account));
    if notice == notify::NoticeStatus::Uncertain {
        needed.push("nobody can confirm that the notice was sent; the next run takes it up".to_owned());
    }
    for needed in &needed {
        say(exit::ATTENTION, &format!("the reports are {}, but {needed}", act.done()));
    }

    Ok(if needed.is_empty() { exit::OK } else { exit::ATTENTION })
}
