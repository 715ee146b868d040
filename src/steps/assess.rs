//! Assesses the rows and cuts the plan into hand-offs: the domain's pure steps, fed from the book.

use crate::domain::handoff::assessment::{self, Assessment, NightOptions};
use crate::domain::handoff::batch_splitter::BatchSplitter;
use crate::domain::handoff::cut::{self, Handoff, HandoffContext};
use crate::domain::handoff::known_before;
use crate::domain::handoff::listed::Vanished;
use crate::domain::handoff::plan::{Plan, Window};
use crate::domain::handoff::plan_digest::{AgreedLines, PlanDigest};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::session::Session;
use crate::steps::read::Book;

/// Decides what tonight makes of every row.
///
/// # Errors
/// When the tab cannot be read as CE-F05, when nothing was handed over yet and the file's locale writes the
/// month first, or nobody has said what becomes of many undated rows.
pub fn rows(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
    accepted: &AcceptedChanges,
) -> Result<Assessment, Error> {
    if ledger.head().is_known_before() && book.writes_month_first() {
        return Err(Error::MonthFirst { found: book.locale.clone() });
    }

    let (tab, form) = (|| book.staff_place(session.settings), &session.settings.sheet.form);
    let assessment = assessment::assess(&book.staff_tab(), form, &book.assessment_context(ledger, window))
        .map_err(|source| Error::Form { tab: tab(), source })?
        .accepting(accepted, form, ledger);
    let undated = known_before::undecided(&assessment).len();
    if ledger.head().is_known_before() && !book.is_decided() && undated > known_before::FEW {
        return Err(Error::Undecided { tab: tab(), rows: undated });
    }
    Ok(assessment)
}

/// Decides the same of rows that have cells which show more than their values say, as the book has them.
pub fn as_displayed(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    accepted: &AcceptedChanges,
    assessment: Assessment,
) -> Assessment {
    let (form, window) = (&session.settings.sheet.form, assessment.plan.window);
    let context = book.assessment_context(ledger, window);
    assessment.as_displayed(&book.staff_tab(), form, &context).accepting(accepted, form, ledger)
}

/// How the columns of an assessment are not those of the nights before, where a person has to act.
pub fn columns_not_as_before(assessed: &Result<Assessment, Error>) -> Option<String> {
    match assessed {
        Ok(assessment) => {
            let changes = assessment.sheet.layout.iter().flat_map(|layout| &layout.changes);
            let changes: Vec<String> =
                changes.filter(|change| change.needs_a_person()).map(ToString::to_string).collect();
            (!changes.is_empty()).then(|| changes.join("\n"))
        }
        Err(Error::Form { source, .. }) => Some(source.to_string()),
        Err(_) => None,
    }
}

/// Refuses a night that was told to let changes through of reports that have none which is held.
///
/// # Errors
/// As a wrong argument, which names these reports.
pub fn refuse_not_quarantined(plan: &Plan) -> Result<(), Error> {
    if plan.not_quarantined.is_empty() {
        return Ok(());
    }

    let ids: Vec<String> = plan.not_quarantined.iter().map(ToString::to_string).collect();
    Err(Error::Usage(format!(
        "no change of {} is held back tonight, so nothing was done; `traslado plan` lists those that are",
        ids.join(", "),
    )))
}

/// The most rows that a first hand-over has without anybody's word for it.
pub const MOST_UNASKED: usize = 500;

/// The lines that may go over tonight. At the first read, where there are none `yet`, that is the plan where it is
/// the one that was agreed to, and not so large a first hand-over that somebody has to agree. Of a night that has
/// begun the rest goes, in whatever batches, and no row that has come meanwhile.
///
/// # Errors
/// [`Error::NotAsPlanned`], and at the first read [`Error::LargeFirst`].
pub fn agreed(
    session: &Session<'_>,
    options: &NightOptions,
    assessment: &mut Assessment,
    ledger: &Ledger,
    splitter: &BatchSplitter,
    yet: Option<AgreedLines>,
) -> Result<AgreedLines, Error> {
    assessment.plan.arrange(splitter);
    let digest = digest(session, assessment);
    let not_as_planned = || Error::NotAsPlanned { digest, arguments: options.arguments() };
    if let Some(agreed) = yet {
        return if agreed.cover(&assessment.plan) { Ok(agreed) } else { Err(not_as_planned()) };
    }

    let rows = assessment.plan.lines.len();
    match options.expected {
        Some(expected) if expected != digest => Err(not_as_planned()),
        Some(_) => Ok(AgreedLines::of(&assessment.plan)),
        None if ledger.head().is_known_before() && rows > MOST_UNASKED && !options.is_large_first_agreed => {
            Err(Error::LargeFirst { rows, digest, arguments: options.arguments() })
        }
        None => Ok(AgreedLines::Any),
    }
}

/// The digest of a plan that is arranged.
pub fn digest(session: &Session<'_>, assessment: &Assessment) -> PlanDigest {
    PlanDigest::of(session.file(), &assessment.plan, &assessment.sheet.reports)
}

/// Puts tonight's plan in the order that earlier refusals ask for, and cuts it into numbered hand-offs, each
/// ready to be committed.
pub fn handoffs(
    session: &Session<'_>,
    book: &Book,
    assessment: &mut Assessment,
    ledger: &Ledger,
    splitter: &BatchSplitter,
) -> Vec<Handoff> {
    assessment.plan.arrange(splitter);
    let known = book.tabs.iter().map(|tab| (tab.sheet_id, tab.title.as_str())).collect();
    let lives = book.lives(session, ledger, assessment.plan.window.today);
    lives.tell(&mut assessment.plan, &assessment.sheet.reports, &known);

    let titles: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
    let vanished = &Vanished::unreported(&assessment.plan.missing, book.listed.values(), ledger);
    let (id_space, instant, reference) =
        (book.id_space, session.moment.in_colombia(), session.settings.notice.reference.as_str());
    let term_start = assessment.sheet.layout.as_ref().map(|layout| layout.term_start).unwrap_or_default();
    let entity = session.settings.sheet.form.entity();
    let context = HandoffContext {
        id_space,
        titles: &titles,
        instant,
        splitter,
        vanished,
        reference,
        entity,
        term_start,
    };
    cut::cut(&assessment.plan, &assessment.sheet.reports, ledger, context)
}
