//! Puts answered hand-offs away into the archive spreadsheet of their year.
//!
//! One night copies the tabs of a hand-off, compares them with their copies cell by cell, hides them
//! and marks the hand-off. A later one holds the tabs still, compares again, and takes them away in
//! the batch that records under the next number where each line went. Whatever differs is shown again
//! and stays. Every state that this can stop in is what the next run begins with.

mod copies;
mod file;
mod index;
mod remove;
mod state;
mod undo;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tracing::{info, warn};

use crate::domain::archive::eligible::{Eligibility, EligibleHandoff, eligibility};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::session::Session;
use crate::sheet::tab_place::TabPlace;
use crate::steps::read::{self, Book};

pub use self::file::{look_at_sharing, shared_too_widely};
pub use self::state::ArchiveState;

/// How often it starts again because another run came first.
const STARTS: u32 = 5;
/// Most hand-offs that are on their way at once: their marks take room in the metadata, which the
/// guards of the next hand-offs need.
const ON_THEIR_WAY: usize = 60;

/// The hand-offs to put away.
#[derive(Clone, Copy, Debug)]
pub struct ArchiveOptions {
    /// How old a hand-off is before it may go, in days.
    pub days: u32,
    /// How many tabs are to go on their way at most, those on it included.
    pub most: usize,
}

/// Why a hand-off stays that was on its way or might have gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// Tab and copy differ in a cell: somebody typed, or the copy was not faithful.
    Differs {
        /// Name of the first such cell.
        cell: String,
    },
    /// A tab or a copy is gone.
    Gone,
    /// Not everything in it is answered any more.
    Reopened,
    /// The hand-off was unstaged not long ago.
    TakenBack,
    /// Another run is at it.
    AnotherRun,
}

/// A number under which hand-offs were archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// The number.
    pub number: HandoffNumber,
    /// The hand-offs.
    pub handoffs: Vec<HandoffNumber>,
    /// How many lines they had.
    pub lines: usize,
}

/// The acts of a run of the archive, and what stays.
#[derive(Clone, Debug, Default)]
pub struct ArchiveReport {
    /// Copied, hidden and marked now; a later day takes them away.
    pub staged: Vec<HandoffNumber>,
    /// Marked on this day, before.
    pub waiting: Vec<HandoffNumber>,
    /// Taken away now.
    pub archived: Vec<Archived>,
    /// Left, or shown again, and why.
    pub skipped: BTreeMap<HandoffNumber, SkipReason>,
    /// Left because reports of theirs wait for an answer.
    pub open: BTreeMap<HandoffNumber, Vec<ReportId>>,
    /// Tabs of the archive that look like copies, and are copies of no tab as it stands: year and place.
    pub orphaned_copies: Vec<(i32, TabPlace)>,
    /// The archive spreadsheets by year.
    pub files: BTreeMap<i32, String>,
}

/// Takes away what was marked on an earlier day, and marks what may go next.
///
/// # Errors
/// Why not all of it was done; what was done stands beside it.
pub async fn put_away(session: &Session<'_>, options: ArchiveOptions) -> (ArchiveReport, Option<Error>) {
    let mut done = ArchiveReport::default();
    let result = session.put_away(options, &mut done).await;
    (done, result.err())
}

/// Archives by itself, at the end of a night: finishes what is pending, repairs the index, and puts the
/// oldest away while there are more tabs than there should be. A failure is a warning.
pub async fn by_itself(session: &Session<'_>, book: &Book, ledger: &Ledger) {
    let excess = book.tabs.len().saturating_sub(session.settings.archive.tabs as usize);
    let mut records = book.archive.staged.values().chain(book.archive.undone.values());
    let due = records.any(|record| record.as_ref().is_none_or(|record| record.day < session.moment.today()));
    let unlisted = !book.archive.index.missing(ledger).is_empty();

    if !due && !unlisted && excess <= book.archive.staged.len() {
        return;
    }

    let options = ArchiveOptions { days: session.settings.archive.days, most: excess };
    let (done, error) = put_away(session, options).await;

    if !done.staged.is_empty() || !done.archived.is_empty() {
        let archived: usize = done.archived.iter().map(|archived| archived.handoffs.len()).sum();
        info!(staged = done.staged.len(), archived, "answered hand-offs are put away");
    }

    // What another run is at, or was at lately, ends by itself.
    let skipped =
        done.skipped.iter().filter(|(_, why)| !matches!(why, SkipReason::TakenBack | SkipReason::AnotherRun));
    for (number, why) in skipped {
        warn!(number = number.number(), ?why, "this hand-off is not put away; `traslado archive` says more");
    }

    if let Some(error) = error {
        if session.google.met_protection() {
            warn!(%error, "not every answered hand-off is put away");
        } else {
            warn!(%error, "not every answered hand-off is put away; the next run takes it up");
        }
    }

    if excess > done.staged.len() + done.waiting.len() && !done.open.is_empty() {
        warn!(
            tabs = book.tabs.len(),
            waiting = done.open.len(),
            "old hand-offs cannot be put away because reports of theirs have no answer date"
        );
    }
}

impl Session<'_> {
    async fn put_away(&self, options: ArchiveOptions, done: &mut ArchiveReport) -> Result<(), Error> {
        let mut conflict = Error::AnotherRun;
        for _ in 0..STARTS {
            done.waiting.clear();
            let (mut book, ledger) = read::book(self).await?;
            let files = book.archive.files.iter();
            done.files.extend(files.map(|(year, recorded)| (*year, recorded.file.clone())));

            let index = self.list_unlisted(&mut book, &ledger).await?;
            let taken_back = self.clear_undone(&book).await?;
            let of_any_age = self.eligibility(&book, &ledger, 0);
            if let Some(why) = self.finish(&mut book, &ledger, &of_any_age, index, done).await? {
                conflict = why;
                continue;
            }

            let found = self.eligibility(&book, &ledger, options.days);
            // What is taken away now leaves its mark's room behind.
            let staged: BTreeSet<HandoffNumber> = book.archive.staged.keys().copied().collect();
            let most = options.most.min(ON_THEIR_WAY).saturating_sub(done.waiting.len());
            let fresh = found.eligible.iter().filter(|eligible| !staged.contains(&eligible.number));
            let fresh: Vec<&EligibleHandoff> =
                fresh.filter(|eligible| !done.skipped.contains_key(&eligible.number)).collect();

            let (lately, fresh): (Vec<&EligibleHandoff>, Vec<&EligibleHandoff>) =
                fresh.into_iter().partition(|eligible| taken_back.contains(&eligible.number));
            done.skipped.extend(lately.into_iter().map(|eligible| (eligible.number, SkipReason::TakenBack)));
            done.open.clone_from(&found.open);

            return self.stage_all(&fresh, most, &book, &ledger, done).await;
        }

        Err(conflict)
    }

    fn eligibility(&self, book: &Book, ledger: &Ledger, days: u32) -> Eligibility {
        let sheets = book.tabs.iter().map(|tab| tab.sheet_id);
        eligibility(ledger, &book.answers, book.id_space, sheets, days, self.today())
    }

    fn today(&self) -> NaiveDate {
        self.moment.today()
    }
}
