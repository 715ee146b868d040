//! One night: this page is the program.
//!
//! Read the spreadsheet, verify the ledger, finish what an earlier night left, decide what every
//! row is, hand the new ones over in one atomic batch a number, and only then make it pleasant,
//! say so by mail and beside the rows. All state is in the spreadsheet, so recovery is no special
//! path: a night that was cut short anywhere is finished by the next one.

use tracing::warn;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::handoff::assessment::{self, Assessment, NightOptions};
use crate::domain::handoff::batch_splitter::BatchSplitter;
use crate::domain::handoff::cut::{self, Handoff, HandoffContext};
use crate::domain::handoff::known_before;
use crate::domain::handoff::listed::Vanished;
use crate::domain::handoff::plan::Window;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::steps::commit::{self, Outcome};
use crate::steps::maintain::MaintainedContents;
use crate::steps::read::{self, Book};
use crate::steps::{access, annotate, archive, format, notify, reissue, remind};

/// How often a night starts again because another run or a person took its place.
const STARTS: u32 = 5;

/// The result of a night.
#[derive(Debug)]
pub struct Night {
    /// The rows as read, and what was decided of them.
    pub assessment: Assessment,
    /// The hand-offs that stand, in order.
    pub handoffs: Vec<Handoff>,
    /// How the notice stands.
    pub notice: notify::NoticeStatus,
    /// How the annotations stand.
    pub annotations: annotate::AnnotationStatus,
    /// Who can open the file and may not, where the configuration says who may.
    pub access: Option<access::Audit>,
    /// How many tabs, and how many cells, were read, with those of tonight's hand-offs.
    pub size: (u64, u64),
    /// Why not everything was handed over, where something was not.
    pub cut_short: Option<Error>,
}

/// Hands over what is due.
///
/// # Errors
/// Why nothing could be done. Once something was handed over, or when waiting would not help, the
/// night goes on to its end, and what could not be done stands in [`Night`].
pub async fn run(session: &Session<'_>, order: NightOptions) -> Result<Night, Error> {
    let window = order.window(session.settings.since, session.moment.today());
    let mut splitter = BatchSplitter::new(session.settings.limits);
    let access = access::audit(session).await?;
    let (mut handoffs, mut reissued, mut settled, mut starts) =
        (vec![], vec![], notify::NoticeStatus::None, 1);

    loop {
        let (mut book, ledger) = read::book(session).await?;
        settled = notify::settle(&session, &mut book, &ledger).await.or(settled);
        let mut assessment = assess(&book, session.settings, &ledger, window)?;
        reissued.extend(reissue::put_back(session, &mut book, &ledger, &assessment).await);

        let planned = cut(&book, session.settings, &assessment, &ledger, session.moment, &splitter);
        let (committed, stopped) = commit_all(session, &mut book, &ledger, planned, window).await;
        let ledger = ledger.with(committed.iter().flat_map(|handoff| handoff.entries.clone()));
        handoffs.extend(committed);
        let cut_short = match stopped {
            None => None,
            Some(Stopped::Conflict) if starts < STARTS => {
                starts += 1;
                continue;
            }
            Some(Stopped::Declined(handoff, _)) if splitter.on_refused(&handoff) => continue,
            Some(Stopped::Conflict) => Some(Error::AnotherRun),
            Some(Stopped::By(error)) if handoffs.is_empty() && error.is_transient() => return Err(error),
            Some(Stopped::By(error) | Stopped::Declined(_, error)) => Some(error),
        };

        assessment.plan.count_as_tonights(handoffs.iter().flat_map(|handoff| &handoff.entries));
        format_all(&session, &book, &ledger, window, cut_short.is_none()).await;
        let tonight = (!handoffs.is_empty()).then_some(assessment.plan.balance);
        let notice = notify::announce(&session, &mut book, &ledger, tonight, &reissued).await.max(settled);
        let annotations = annotate(session, &book, &ledger, window).await;
        access::tell(&session, &book, access.as_ref()).await;
        remind::remind(&session, &book, &ledger, window).await;
        Box::pin(archive::by_itself(session, &book, &ledger)).await;
        let size = book.size();
        return Ok(Night { assessment, handoffs, notice, annotations, access, size, cut_short });
    }
}

/// The page of [`run`], stopped before the first write.
///
/// # Errors
/// Why nothing can be planned.
pub async fn plan(session: &Session<'_>, order: NightOptions) -> Result<(Assessment, Vec<Handoff>), Error> {
    let window = order.window(session.settings.since, session.moment.today());
    let (book, ledger) = read::book(session).await?;
    let assessment = assess(&book, session.settings, &ledger, window)?;
    let planned = cut(
        &book,
        session.settings,
        &assessment,
        &ledger,
        session.moment,
        &BatchSplitter::new(session.settings.limits),
    );
    commit::preflight(&book, &planned, &format::prunable_first(&book, &ledger, window.as_of))?;
    Ok((assessment, planned))
}

/// Decides what tonight makes of every row.
///
/// # Errors
/// When the tab cannot be read as CE-F05, or nobody has said what becomes of many undated rows.
pub fn assess(
    book: &Book,
    settings: &Settings,
    ledger: &Ledger,
    window: Window,
) -> Result<Assessment, Error> {
    let tab = || book.staff_title.clone();
    let assessment = assessment::assess(&book.grid, book.id_column(), &settings.form, ledger, window)
        .map_err(|source| Error::Form { tab: tab(), source })?;
    let undated = known_before::undecided(&assessment).len();
    if ledger.head() == 0 && !book.is_decided() && undated > known_before::FEW {
        return Err(Error::Undecided { tab: tab(), rows: undated });
    }
    Ok(assessment)
}

fn cut(
    book: &Book,
    settings: &Settings,
    assessment: &Assessment,
    ledger: &Ledger,
    moment: Moment,
    splitter: &BatchSplitter,
) -> Vec<Handoff> {
    let titles: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
    let vanished = &Vanished::unreported(&assessment.plan.missing, book.listed.values(), ledger);
    let (id_space, instant, reference) = (book.id_space, moment.in_colombia(), settings.reference.as_str());
    let context = HandoffContext { id_space, titles: &titles, instant, splitter, vanished, reference };
    cut::cut(&assessment.plan, &assessment.sheet.reports, ledger, context)
}

/// Why a hand-off, and those after it, were not committed.
#[derive(Debug)]
pub enum Stopped {
    /// Another run or a person took the place.
    Conflict,
    /// Google declines what this hand-off says.
    Declined(Handoff, Error),
    /// Something else.
    By(Error),
}

/// Commits one number after the other; says which stand, and what stopped the rest.
pub async fn commit_all(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    planned: Vec<Handoff>,
    window: Window,
) -> (Vec<Handoff>, Option<Stopped>) {
    let pruned = format::prunable_first(book, ledger, window.as_of);
    if let Err(error) = commit::preflight(book, &planned, &pruned) {
        return (Vec::new(), Some(Stopped::By(error)));
    }

    if !planned.is_empty() && !pruned.is_empty() {
        match format::prune(session, &pruned).await {
            Ok(()) => book.forget(&pruned),
            Err(error) => warn!(%error, "the metadata that nothing needs any more stays until the next run"),
        }
    }

    let mut committed = Vec::new();
    for handoff in planned {
        match commit::commit(session, &handoff, book).await {
            Ok(Outcome::Committed) => {
                book.add(&handoff);
                committed.push(handoff);
            }
            Ok(Outcome::Conflict) => return (committed, Some(Stopped::Conflict)),
            Ok(Outcome::Declined(error)) => return (committed, Some(Stopped::Declined(handoff, error))),
            Err(error) => return (committed, Some(Stopped::By(error))),
        }
    }

    (committed, None)
}

/// Dresses tonight's tabs and those that an earlier night left bare, and brings the tabs up to date
/// that every night keeps. A failure is a warning: the next night takes it up. `succeeded` says that
/// the night has handed over all it had to.
pub async fn format_all(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
    succeeded: bool,
) {
    let contents = MaintainedContents::of(session, book, ledger, window, succeeded);
    let mut also = contents.changes(session, book);
    let mut ledger_is_unformatted = format::ledger_is_unformatted(book);
    let mut pruned = format::prunable(book, ledger, window.as_of);

    for tab in format::unformatted(book, ledger) {
        let pruned = std::mem::take(&mut pruned);
        let mut formatted = format::format(&session, tab, ledger_is_unformatted, &pruned, &also).await;
        let refusal = formatted.as_ref().err().and_then(google::Error::refusal).filter(|_| !also.is_empty());
        if let Some(refusal) = refusal {
            // One of the two is at fault, and neither waits for the other. Dressing makes no tab.
            also.clear();
            let is_maintained = contents.write(session, book).await;
            if !is_maintained || refusal == RefusalKind::SheetIdTaken {
                formatted = format::format(&session, tab, ledger_is_unformatted, &pruned, &also).await;
            }
        }
        match formatted {
            Ok(went_along) => {
                ledger_is_unformatted = false;
                if went_along {
                    also.clear();
                }
            }
            Err(error) => {
                warn!(sheet = tab.sheet, %error, "the tab is not formatted yet; the next run takes it up");
            }
        }
    }

    if !also.is_empty() {
        contents.write(session, book).await;
    }
}

/// Brings the columns beside the rows up to date. A failure is a warning: the next night takes it up.
pub async fn annotate(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
) -> annotate::AnnotationStatus {
    match annotate::bring_up_to_date(session, book, ledger, window).await {
        Ok(status) => status,
        Err(error) => {
            warn!(%error, "the columns beside the rows are behind; the next run puts them right");
            annotate::AnnotationStatus::Behind
        }
    }
}
