//! `traslado annul`: takes back what was handed over, the way it was handed over.

use std::collections::BTreeSet;
use std::path::Path;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::form::TermStart;
use crate::domain::handoff::annulment::{self, AnnulmentReason, AnnulmentTarget};
use crate::domain::handoff::batch_splitter::BatchSplitter;
use crate::domain::handoff::cut::{self, HandoffContext};
use crate::domain::handoff::night_log::Decision;
use crate::domain::handoff::plan::Window;
use crate::domain::ledger::Ledger;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::steps::commit::{self, Declined, Stopped};
use crate::steps::mail_time::MailTime;
use crate::steps::notify::NightNews;
use crate::steps::read::{self, Book};
use crate::steps::{annotate, format, night_log, notify, protections};
use crate::telemetry::{say, show};

/// How often it starts again because another run came first.
const STARTS: u32 = 5;

/// Takes back what was handed over: under a number of its own, with a tab and a notice.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// An ID such as CE-2026-00001, or the number of a hand-off for all its reports.
    #[arg(value_name = "ID|NUMBER")]
    target: AnnulmentTarget,
    /// Why, in one line of at most 200 characters; clerks read it, so no citizen's data.
    #[arg(long, value_name = "TEXT")]
    reason: AnnulmentReason,
}

/// Annuls a report, or every report of a hand-off that still stands.
///
/// # Errors
/// Why nothing, or not everything, was annulled.
pub async fn annul(config: &Path, Args { target, reason }: Args) -> Result<u8, Error> {
    let reason = &reason;
    let settings = Settings::load(config)?;
    let _lock = state_dir::lock(settings.state().as_ref())?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let window = Window::new(settings.handoff.since, moment.today(), None);

    for _ in 0..STARTS {
        let (mut book, ledger) = read::book(&session).await?;
        let unknown = |unknown: annulment::Unknown| Error::Usage(unknown.to_string());
        let (plan, reports) = annulment::plan(target, reason, &ledger, window).map_err(unknown)?;
        if plan.lines.is_empty() {
            show!("annulled already; nothing was written");
            return Ok(exit::OK);
        }

        let handoffs = {
            let titles: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
            let instant = moment.in_colombia();
            let splitter = &BatchSplitter::new(settings.handoff.limits);
            let (id_space, reference) = (book.id_space, settings.notice.reference.as_str());
            let context = HandoffContext {
                id_space,
                titles: &titles,
                instant,
                splitter,
                vanished: &[],
                reference,
                term_start: TermStart::Message,
            };
            cut::cut(&plan, &reports, &ledger, context)
        };

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
            let reports = handoff.entries.len();
            show!("hand-off {}, tab \"{}\": {reports} annulled", handoff.number, handoff.title);
        }

        let notice = finish(&session, &mut book, &ledger, window).await;
        let decision = Decision {
            number: committed.last().map(|handoff| handoff.number),
            command: "annul",
            balance: Some(plan.balance),
            who: night_log::who(),
            reason: reason.to_string(),
            ..Decision::at(moment.in_colombia())
        };
        night_log::record(&session, &book.tabs, book.id_space, true, &decision).await;
        let obstacles = protections::met(&session, &book).await;
        let obstacles = crate::commands::run::obstacles(&obstacles, &settings.account);
        for obstacle in &obstacles {
            say(exit::ATTENTION, &format!("the reports are annulled, but {obstacle}"));
        }

        return match stopped {
            Some(error) => Err(error),
            None if notice == notify::NoticeStatus::Uncertain => {
                say(
                    exit::ATTENTION,
                    "the reports are annulled, but nobody can confirm that the notice was sent; the next run takes it up",
                );
                Ok(exit::ATTENTION)
            }
            None if !obstacles.is_empty() => Ok(exit::ATTENTION),
            None => Ok(exit::OK),
        };
    }

    Err(Error::AnotherRun)
}

/// Does all that follows the commits of a night.
async fn finish(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    window: Window,
) -> notify::NoticeStatus {
    format::all(session, book, ledger, window, false).await;
    let news = NightNews {
        today: window.today,
        plan: None,
        reissued: &[],
        columns: &[],
        unwritten: &[],
        complete_today: 0,
    };
    let notice = notify::all(session, book, ledger, news, &mut MailTime::of_a_night()).await;
    annotate::all(session, book, ledger, window, &BTreeSet::new()).await;
    notice
}
