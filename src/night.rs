//! One night: this page is the program.
//!
//! Read the spreadsheet, verify the ledger, finish what an earlier night left, decide what every
//! row is, hand the new ones over in one atomic batch a number, and only then make it pleasant,
//! say so by mail and beside the rows. All state is in the spreadsheet, so recovery is no special
//! path: a night that was cut short anywhere is finished by the next one.

use crate::domain::clerks::service_cells::Unwritten;
use crate::domain::handoff::assessment::{Assessment, NightOptions};
use crate::domain::handoff::batch_splitter::BatchSplitter;
use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::plan_digest::{AgreedLines, PlanDigest};
use crate::domain::handoff::quiet::QuietSpell;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::cross_checks::LedgerEnd;
use crate::error::Error;
use crate::session::Session;
use crate::sheet::column_index::ColumnIndex;
use crate::steps::baseline::MadeAnew;
use crate::steps::commit::{self, Declined, Stopped};
use crate::steps::host_mark::HostMark;
use crate::steps::mail_time::MailTime;
use crate::steps::notify::NightNews;
use crate::steps::read::Book;
use crate::steps::{
    access, annotate, archive, assess, baseline, display, format, night_log, notify, other_tabs, protections,
    prune, read, refused_rows, reissue, remind, room, state_history,
};

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
    /// How the annotations stand, and what kept them from being written.
    pub annotations: annotate::Annotations,
    /// Who can open the file and may not, where the configuration says who may.
    pub access: Option<access::Audit>,
    /// The other tabs of the form that hold reports which nobody has handed over.
    pub other_tabs: Vec<other_tabs::OtherTab>,
    /// The protected ranges that kept the night from cells of the service's own.
    pub obstacles: Vec<protections::Obstacle>,
    /// The archives that somebody can open who may not, where the configuration says who may.
    pub exposed_archives: Vec<Error>,
    /// The days without a new row, where they are many.
    pub quiet: Option<QuietSpell>,
    /// The rows dated before the start, where they were lost and one of them may have appeared since the first
    /// night.
    pub earlier_made_anew: Option<MadeAnew>,
    /// The file's locale, where it writes the month of a date first.
    pub month_first: Option<String>,
    /// True if what this host has seen of the spreadsheet could not be read.
    pub had_unreadable_mark: bool,
    /// The end of the ledger before tonight, where nothing on this host says that it is the last one.
    pub unconfirmed_end: Option<LedgerEnd>,
    /// How many tabs, and how many cells, were read, with those of tonight's hand-offs.
    pub size: (u64, u64),
    /// Why not everything was handed over, where something was not.
    pub cut_short: Option<Error>,
}

/// The spreadsheet as one read of a night found it, with what was handed over since, and what was decided of
/// its rows.
struct AssessedBook {
    book: Book,
    ledger: Ledger,
    assessment: Assessment,
}

/// Reads the spreadsheet, verifies its ledger and decides what every row is. Columns that are not where they were
/// are read again before that is believed: somebody may be at work on them, or an answer came short.
async fn read(
    session: &Session<'_>,
    options: &NightOptions,
    window: Window,
    splitter: &mut BatchSplitter,
) -> Result<AssessedBook, Error> {
    let (mut before, mut reads) = (None, 1);
    loop {
        let (mut book, ledger) = read::book(session).await?;
        book.history.date_news(window.today);
        splitter.set_apart(book.refused_rows.keys().copied());
        let assessed = display::assess(session, &mut book, &ledger, window, &options.accepted).await;

        let found = assess::columns_not_as_before(&assessed);
        if found.is_none() || found == before || reads == read::READS {
            return assessed.map(|assessment| AssessedBook { book, ledger, assessment });
        }
        (before, reads) = (found, reads + 1);
    }
}

/// The night once everything has gone over that goes tonight.
struct HandedOver {
    /// The last read.
    read: AssessedBook,
    handoffs: Vec<Handoff>,
    /// The titles of the tabs that were made for lost lines.
    reissued: Vec<String>,
    earlier_made_anew: Option<MadeAnew>,
    host: HostMark,
    cut_short: Option<Error>,
}

/// Hands over what is due, then makes it pleasant and says so.
///
/// # Errors
/// Why nothing could be done. Once something was handed over, or when waiting would not help, the
/// night goes on to its end, and what could not be done stands in [`Night`].
pub async fn run(session: &Session<'_>, options: &NightOptions) -> Result<Night, Error> {
    let window = options.window(session.settings.handoff.since, session.moment.today());
    let access = access::audit(session).await?;
    let mut mail = MailTime::of_a_night();
    let handed_over = Box::pin(hand_over(session, options, window)).await?;
    let HandedOver { read, handoffs, reissued, earlier_made_anew, host, cut_short } = handed_over;
    let AssessedBook { mut book, ledger, assessment } = read;

    // What follows is best effort and repeatable: each step runs even when the one before failed.
    refused_rows::settle(session, &book, &ledger, &assessment).await;
    Box::pin(format::all(session, &book, &ledger, Some(&assessment), window, cut_short.is_none())).await;
    let unwritten = annotate::unwritten(&book, &assessment, &ledger);
    let unwritten: Vec<String> = unwritten.iter().map(Unwritten::in_spanish).collect();
    let news = NightNews {
        today: window.today,
        plan: (!handoffs.is_empty()).then_some(&assessment.plan),
        reissued: &reissued,
        columns: &assessment.sheet.column_changes(),
        unwritten: &unwritten,
        complete_today: assessment.plan.complete_today,
        unconfirmed_end: host.unconfirmed_end,
    };
    let notice = Box::pin(notify::all(session, &mut book, &ledger, news, &mut mail)).await;
    host.forget_end(session, notice, !handoffs.is_empty());
    let annotations = annotate::all(session, &mut book, &ledger, window, Some(&assessment)).await;
    mail.all(Box::pin(access::tell(session, &book, access.as_ref()))).await;
    mail.all(Box::pin(remind::remind(session, &book, &ledger, window))).await;
    Box::pin(archive::by_itself(session, &book, &ledger)).await;
    state_history::record(session, &book).await;
    night_log::of_night(session, &book, &assessment.plan, &handoffs, &options.accepted).await;
    let other_tabs = other_tabs::on_mondays(session, &book, &ledger, &assessment.sheet, window).await;
    let obstacles = protections::met(session, &book).await;
    let exposed_archives = archive::shared_too_widely(session, &book).await;

    let quiet = quiet_spell(session, &assessment, &ledger);
    Ok(Night {
        assessment,
        handoffs,
        notice,
        annotations,
        access,
        other_tabs,
        obstacles,
        exposed_archives,
        quiet,
        earlier_made_anew,
        size: book.size(),
        month_first: book.writes_month_first().then_some(book.locale),
        had_unreadable_mark: host.was_unreadable,
        unconfirmed_end: host.unconfirmed_end,
        cut_short,
    })
}

/// Hands over everything that goes tonight: one atomic batch a number, and a new read wherever people, another
/// run or Google came in between.
///
/// # Errors
/// Why nothing could be done; once something was handed over, it stands in [`HandedOver`].
async fn hand_over(
    session: &Session<'_>,
    options: &NightOptions,
    window: Window,
) -> Result<HandedOver, Error> {
    let mut splitter = BatchSplitter::new(session.settings.handoff.limits);
    let (mut handoffs, mut reissued): (Vec<Handoff>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut first_night, mut earlier_made_anew, mut let_through) = (None, None, Vec::new());
    let mut host: Option<HostMark> = None;
    let mut last: Option<AssessedBook> = None;
    let mut agreed: Option<AgreedLines> = None;
    let mut starts = 1;

    let (mut read, cut_short) = loop {
        // Read, verify, and put back what people have deleted. What went over before a read that fails stands.
        let AssessedBook { mut book, ledger, mut assessment } =
            match read(session, options, window, &mut splitter).await {
                Ok(read) => read,
                Err(error) => match last.filter(|_| !handoffs.is_empty()) {
                    Some(last) => break (last, Some(error)),
                    None => return Err(error),
                },
            };
        host.get_or_insert_with(|| HostMark::of(session, &book, &ledger));
        if starts == 1 && handoffs.is_empty() {
            assess::refuse_not_quarantined(&assessment.plan)?;
        }

        // Only what somebody has agreed to goes over, where that is asked for.
        match assess::agreed(session, options, &mut assessment, &ledger, &splitter, agreed) {
            Ok(lines) => agreed = Some(lines),
            Err(error) if handoffs.is_empty() => return Err(error),
            Err(error) => break (AssessedBook { book, ledger, assessment }, Some(error)),
        }
        reissued.extend(reissue::put_back(session, &mut book, &ledger, &assessment).await);

        // Keep what stood before the start, once.
        let mut planned = assess::handoffs(session, &book, &mut assessment, &ledger, &splitter);
        let recorded = baseline::record(session, &mut book, &ledger, &assessment, &planned).await;
        earlier_made_anew = recorded.as_ref().ok().cloned().flatten().or(earlier_made_anew);
        if assessment.plan.is_first_night {
            first_night = Some(assessment.plan.early.clone());
        }

        // Hand over: one atomic batch a number.
        let is_part = splitter.is_splitting() && planned.len() > 1;
        planned.truncate(if is_part { 1 } else { planned.len() });
        let (committed, stopped) = match recorded {
            Ok(_) => commit::all(session, &mut book, &ledger, planned, window).await,
            Err(stopped) => (Vec::new(), Some(stopped)),
        };
        let ledger = ledger.with(committed.iter().flat_map(|handoff| handoff.entries.clone()));
        for handoff in &committed {
            splitter.on_accepted(&handoff.entries);
            let_through.extend(assessment.plan.let_through_of(&handoff.entries));
        }
        handoffs.extend(committed);

        // A row that Google refuses stops no other, and is not made smaller because Google is ill.
        let goes_on = match &stopped {
            None => is_part,
            Some(Stopped::Conflict) if starts < STARTS => {
                starts += 1;
                true
            }
            Some(Stopped::Declined(handoff, declined)) => {
                refused_rows::go_on(session, &book, &mut splitter, handoff, declined).await
            }
            Some(Stopped::Conflict | Stopped::By(_)) => false,
        };
        let deferred = Error::of_deferred(assessment.plan.deferred());
        let read = AssessedBook { book, ledger, assessment };
        if goes_on {
            last = Some(read);
            continue;
        }

        break match stopped {
            None => (read, deferred),
            Some(Stopped::Conflict) => (read, Some(Error::AnotherRun)),
            Some(Stopped::By(error) | Stopped::Declined(_, Declined { error, .. }))
                if handoffs.is_empty() && error.is_transient() =>
            {
                return Err(error);
            }
            Some(Stopped::By(error) | Stopped::Declined(_, Declined { error, .. })) => (read, Some(error)),
        };
    };

    // The plan is that of the last read, and what went over before it counts as tonight's.
    let plan = &mut read.assessment.plan;
    if let Some(early) = first_night {
        (plan.early, plan.is_first_night) = (early, true);
    }
    plan.let_through = let_through;
    plan.settle(handoffs.iter().flat_map(|handoff| &handoff.entries));

    let host = host.unwrap_or_else(|| HostMark::of(session, &read.book, &read.ledger));
    Ok(HandedOver { read, handoffs, reissued, earlier_made_anew, host, cut_short })
}

/// The spell in which no new row came, if it is long enough to say so.
fn quiet_spell(session: &Session<'_>, assessment: &Assessment, ledger: &Ledger) -> Option<QuietSpell> {
    let deadlines = session.settings.sheet.form.deadlines();
    QuietSpell::of(&assessment.plan, ledger, deadlines, session.settings.monitoring.alert.quiet_days)
}

/// The acts of a night, none of them done.
#[derive(Debug)]
pub struct PlannedNight {
    /// The rows as read, and what was decided of them.
    pub assessment: Assessment,
    /// The hand-offs that would be made, in order.
    pub handoffs: Vec<Handoff>,
    /// The digest by which this plan, and no other, can be asked for.
    pub digest: PlanDigest,
    /// The letters of the columns that nobody reads.
    pub unread: Vec<String>,
}

/// The page of [`run`], stopped before the first write.
///
/// # Errors
/// Why nothing can be planned.
pub async fn plan(session: &Session<'_>, options: &NightOptions) -> Result<PlannedNight, Error> {
    let window = options.window(session.settings.handoff.since, session.moment.today());
    let mut splitter = BatchSplitter::new(session.settings.handoff.limits);

    let AssessedBook { book, ledger, mut assessment } = read(session, options, window, &mut splitter).await?;
    assess::refuse_not_quarantined(&assessment.plan)?;
    let handoffs = assess::handoffs(session, &book, &mut assessment, &ledger, &splitter);
    let digest = assess::digest(session, &assessment);
    let pruned = prune::prunable_first(&book, &ledger, window.as_of, handoffs.len());
    commit::preflight(&book, &handoffs, &pruned, || room::tabs_that_may_go(session, &book, &ledger))?;

    let service: Vec<ColumnIndex> = book.columns.values().map(|tag| tag.index).collect();
    let layout = assessment.sheet.layout.as_ref();
    let unread = layout.map(|layout| layout.unread_letters(&service)).unwrap_or_default();

    Ok(PlannedNight { assessment, handoffs, digest, unread })
}
