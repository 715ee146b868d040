//! One night: this page is the program.
//!
//! Read the spreadsheet, verify the ledger, finish what an earlier night left, decide what every
//! row is, hand the new ones over in one atomic batch a number, and only then make it pleasant,
//! say so by mail and beside the rows. All state is in the spreadsheet, so recovery is no special
//! path: a night that was cut short anywhere is finished by the next one.

use chrono::NaiveDate;
use tracing::warn;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::considered::{self, Considered};
use crate::domain::handoff::{self, Handoff};
use crate::domain::ledger::Ledger;
use crate::domain::plan::Window;
use crate::error::Error;
use crate::google::Google;
use crate::steps::commit::Outcome;
use crate::steps::notify::Desk;
use crate::steps::read::Book;
use crate::steps::{annotate, commit, dress, notify, read};

/// How often a night starts again because another run or a person took its place.
const STARTS: u32 = 5;

/// What a night did.
#[derive(Debug)]
pub struct Night {
    /// What was read and decided.
    pub considered: Considered,
    /// The hand-offs that stand, in order.
    pub handoffs: Vec<Handoff>,
    /// How the notice stands.
    pub notice: notify::Status,
    /// How the annotations stand.
    pub annotations: annotate::Status,
    /// Why not everything was handed over, when a number after the first could not be committed.
    pub cut_short: Option<Error>,
}

/// Hands over what is due.
///
/// # Errors
/// Why nothing was handed over. Once something was, the night goes on to the end, and what could
/// not be done stands in [`Night`].
pub async fn run(
    google: &Google,
    settings: &Settings,
    moment: Moment,
    as_of: Option<NaiveDate>,
) -> Result<Night, Error> {
    let window = Window::new(settings.since, moment.today(), as_of);
    let desk = Desk { google, settings, moment };
    for _ in 0..STARTS {
        let (mut book, ledger) = read::book(google, settings).await?;
        let settled = notify::settle(&desk, &mut book, &ledger).await;
        let considered = consider(&book, settings, &ledger, window)?;
        let planned = cut(&book, &considered, &ledger, moment);
        commit::foresee(&book, &planned)?;

        let (handoffs, stopped) = commit_all(google, settings, &mut book, planned).await;
        let cut_short = match stopped {
            None => None,
            Some(Stopped::Lost) if handoffs.is_empty() => continue,
            Some(Stopped::By(error)) if handoffs.is_empty() => return Err(error),
            Some(Stopped::Lost) => Some(Error::AnotherRun),
            Some(Stopped::By(error)) => Some(error),
        };

        let ledger = ledger.with(handoffs.iter().flat_map(|handoff| handoff.entries.clone()));
        dress_all(google, settings, &book, &ledger, window).await;
        let balance = (!handoffs.is_empty()).then_some(considered.plan.balance);
        let notice = notify::announce(&desk, &book, &ledger, balance).await.or(settled);
        let annotations = annotate(google, settings, &book, &ledger, window).await;
        return Ok(Night { considered, handoffs, notice, annotations, cut_short });
    }
    Err(Error::AnotherRun)
}

/// The same page, stopped before the first write.
///
/// # Errors
/// Why nothing can be planned.
pub async fn plan(
    google: &Google,
    settings: &Settings,
    moment: Moment,
    as_of: Option<NaiveDate>,
) -> Result<(Considered, Vec<Handoff>), Error> {
    let window = Window::new(settings.since, moment.today(), as_of);
    let (book, ledger) = read::book(google, settings).await?;
    let considered = consider(&book, settings, &ledger, window)?;
    let planned = cut(&book, &considered, &ledger, moment);
    commit::foresee(&book, &planned)?;
    Ok((considered, planned))
}

fn consider(book: &Book, settings: &Settings, ledger: &Ledger, window: Window) -> Result<Considered, Error> {
    considered::consider(&book.grid, book.id_column(), &settings.form, ledger, window)
        .map_err(|source| Error::Form { tab: book.staff_title.clone(), source })
}

fn cut(book: &Book, considered: &Considered, ledger: &Ledger, moment: Moment) -> Vec<Handoff> {
    let titles: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
    let reports = &considered.sheet.reports;
    handoff::cut(&considered.plan, reports, ledger, &titles, moment.in_colombia(), handoff::LIMITS)
}

/// Why a hand-off, and those after it, were not committed.
enum Stopped {
    /// Another run or a person took the place.
    Lost,
    By(Error),
}

/// Commits one number after the other; says which stand, and what stopped the rest.
async fn commit_all(
    google: &Google,
    settings: &Settings,
    book: &mut Book,
    planned: Vec<Handoff>,
) -> (Vec<Handoff>, Option<Stopped>) {
    let mut standing = Vec::new();
    for handoff in planned {
        match commit::commit(google, settings, &handoff, book).await {
            Ok(Outcome::Committed) => {
                book.add(&handoff);
                standing.push(handoff);
            }
            Ok(Outcome::Lost) => return (standing, Some(Stopped::Lost)),
            Err(error) => return (standing, Some(Stopped::By(error))),
        }
    }
    (standing, None)
}

/// Dresses tonight's tabs and those that an earlier night left bare. A failure is a warning: the
/// next night takes it up.
pub async fn dress_all(google: &Google, settings: &Settings, book: &Book, ledger: &Ledger, window: Window) {
    let mut ledger_is_bare = dress::ledger_is_bare(book);
    let mut pruned = dress::prunable(book, ledger, window.as_of);
    for (number, lines) in dress::undressed(book, ledger) {
        match dress::dress(google, settings, number, lines, ledger_is_bare, &std::mem::take(&mut pruned))
            .await
        {
            Ok(()) => ledger_is_bare = false,
            Err(error) => warn!(number, %error, "the tab is not formatted yet; the next run takes it up"),
        }
    }
}

/// Brings the columns beside the rows up to date. A failure is a warning: the next night takes it up.
pub async fn annotate(
    google: &Google,
    settings: &Settings,
    book: &Book,
    ledger: &Ledger,
    window: Window,
) -> annotate::Status {
    match annotate::bring_up_to_date(google, settings, book, ledger, window).await {
        Ok(status) => status,
        Err(error) => {
            warn!(%error, "the columns beside the rows are behind; the next run puts them right");
            annotate::Status::Behind
        }
    }
}
