//! Takes hand-offs away whose copies are proved: what the second of the two nights does.

use std::collections::{BTreeMap, BTreeSet};

use tracing::info;

use crate::domain::archive::eligible::{Eligibility, EligibleHandoff};
use crate::domain::archive::stage::Stage;
use crate::domain::archive::{index, lines};
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::chain::Guard;
use crate::domain::ledger::entry::Entry;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::{Batch, Change, change, style, tabs};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::archive::file::ArchiveFile;
use crate::steps::archive::index::creation;
use crate::steps::archive::undo::unless_undone;
use crate::steps::archive::{ArchiveReport, Archived, SkipReason};
use crate::steps::commit::{self, Outcome};
use crate::steps::ledger;
use crate::steps::read::Book;

/// Lines that go under one number: each stands in the request three times.
const LINES: usize = 250;

/// The tab that lists what is archived.
#[derive(Clone, Copy)]
struct List {
    /// The tab's sheet id.
    tab: SheetId,
    /// True if it is there, or is still to be made.
    stands: bool,
}

/// A hand-off whose copies say what its tabs say, which nobody can change any more.
struct Verified<'a> {
    eligible: &'a EligibleHandoff,
    file: String,
    /// The copy of each tab.
    copies: BTreeMap<SheetId, SheetId>,
}

impl Session<'_> {
    /// Finishes what earlier days have marked. The answer is why to begin again, when another run came
    /// first.
    pub(super) async fn finish(
        &self,
        book: &mut Book,
        ledger: &Ledger,
        eligible: &Eligibility,
        index: Option<SheetId>,
        done: &mut ArchiveReport,
    ) -> Result<Option<Error>, Error> {
        let mut files: BTreeMap<i32, Option<ArchiveFile>> = BTreeMap::new();
        let mut verified = Vec::new();

        for (number, stage) in &book.archive.staged {
            if stage.as_ref().is_some_and(|stage| stage.day >= self.today()) {
                done.waiting.push(*number);
                continue;
            }
            if let Some(Stage { year, .. }) = stage
                && !files.contains_key(year)
            {
                files.insert(*year, self.open(*year, book, ledger).await?);
            }

            let file =
                stage.as_ref().and_then(|stage| files.get(&stage.year)?.as_ref()).map(|file| file.id.clone());
            let mut frozen = BTreeSet::new();
            let found =
                match (stage, &file, eligible.eligible.iter().find(|eligible| eligible.number == *number)) {
                    (Some(stage), Some(file), Some(eligible))
                        if eligible.sheets.len() == stage.copies.len() =>
                    {
                        self.verify(eligible, stage, file, &mut frozen).await?
                    }
                    (Some(_), Some(_), None) if eligible.open.contains_key(number) => {
                        Err(SkipReason::Reopened)
                    }
                    _ => Err(SkipReason::Gone),
                };

            match found {
                Ok(one) => verified.push(one),
                Err(why) => {
                    self.undo(*number, stage.as_ref(), file.as_deref(), &frozen, book).await?;
                    done.skipped.insert(*number, why);
                }
            }
        }

        let mut ledger = ledger.clone();
        let ids = index.map_or_else(|| book.id_space.index_ids().collect(), |id| vec![id]);
        let mut ids = ids.into_iter();
        let mut list = List { tab: ids.next().unwrap_or_default(), stands: index.is_some() };

        for group in groups(verified, &ledger) {
            let taken = loop {
                match self.take_away(&group, book, &ledger, list).await {
                    // Google does not give out the id of a deleted tab, or another run has it.
                    Err(Error::PlaceTaken { number, source }) if !list.stands => {
                        let Some(next) = ids.next() else {
                            return Err(Error::PlaceTaken { number, source });
                        };
                        list.tab = next;
                    }
                    taken => break taken?,
                }
            };
            match taken {
                Ok((archived, entries)) => {
                    info!(number = archived.number.number(), lines = archived.lines, "hand-offs archived");
                    done.archived.push(archived);
                    ledger = ledger.with(entries);
                    book.widen(list.tab, index::COLUMNS);
                    book.widen(ids::LEDGER, Entry::COLUMNS);
                }
                Err(why) => return Ok(Some(why)),
            }
            if !list.stands {
                list.stands = true;
                self.format_index(list.tab).await;
            }
        }

        Ok(None)
    }

    /// Holds the tabs still, so that nobody types in them after they were looked at, and compares them
    /// with their copies.
    async fn verify<'a>(
        &self,
        eligible: &'a EligibleHandoff,
        stage: &Stage,
        file: &str,
        frozen: &mut BTreeSet<SheetId>,
    ) -> Result<Result<Verified<'a>, SkipReason>, Error> {
        let mut copies = BTreeMap::new();
        for (sheet, copy) in eligible.sheets.iter().zip(&stage.copies) {
            if !self.freeze_tab(*sheet).await? {
                return Ok(Err(SkipReason::Gone));
            }
            frozen.insert(*sheet);
            let tab = self.snapshot(self.file(), *sheet).await?;
            let archived = self.snapshot(file, copy.sheet).await?;
            let (Some(tab), Some(archived)) = (tab, archived) else { return Ok(Err(SkipReason::Gone)) };
            if let Some(cell) = tab.first_difference(&archived) {
                return Ok(Err(SkipReason::Differs { cell: cell.to_string() }));
            }
            copies.insert(*sheet, copy.sheet);
        }

        Ok(Ok(Verified { eligible, file: file.to_owned(), copies }))
    }

    /// `false` where the tab is gone.
    async fn freeze_tab(&self, sheet: SheetId) -> Result<bool, Error> {
        let words = "Traslado respondido que pasa al archivo: ya no se modifica.";
        let still = style::protect(ids::freeze(sheet), sheet, &[], &self.settings.account, words);
        let batch = self.batch(&[still])?;

        match self.apply(&batch).await {
            Ok(()) => Ok(true),
            Err(error) => match error.refusal() {
                // A run that was cut short held it still before.
                Some(RefusalKind::ObjectIdTaken) => Ok(true),
                Some(RefusalKind::NotFoundId) => Ok(false),
                _ => Err(self.error(error)),
            },
        }
    }

    /// Takes the tabs away, records under the next number where each line went, and lists it: one
    /// atomic batch behind a guard, so that no tab goes unrecorded, and none twice. Why to begin again,
    /// when another run came first.
    async fn take_away(
        &self,
        group: &[Verified<'_>],
        book: &Book,
        ledger: &Ledger,
        list: List,
    ) -> Result<Result<(Archived, Vec<Entry>), Error>, Error> {
        let number = ledger.head().next();
        let of = |one: &Verified<'_>| {
            lines::entries(one.eligible, &one.file, &one.copies, ledger, &book.answers, self.today())
        };
        let numbered = group.iter().flat_map(of).zip(1..);
        let entries: Vec<Entry> = numbered.map(|(entry, line)| Entry { number, line, ..entry }).collect();
        let after = ledger.clone().with(entries.iter().cloned());
        let nonce = format!("{:016x}", rand::random::<u64>());
        let batch = self.removal_batch(group, &entries, &after, &nonce, list, book)?;

        match commit::guarded(self, book.id_space, number, &nonce, &batch).await {
            Ok(Outcome::Committed) => {
                commit::remember(self.settings, number, after.link(), entries.first());
                let handoffs = group.iter().map(|one| one.eligible.number).collect();
                Ok(Ok((Archived { number, handoffs, lines: entries.len() }, entries)))
            }
            Ok(Outcome::Conflict) => Ok(Err(Error::AnotherRun)),
            Ok(Outcome::Declined(declined)) => Ok(Err(declined.error)),
            // Somebody deleted one of the tabs, which is then shown to be gone.
            Err(Error::Refused(error)) if error.refusal() == Some(RefusalKind::NotFoundId) => {
                Ok(Err(Error::AnotherRun))
            }
            Err(error) => Err(error),
        }
    }

    fn removal_batch(
        &self,
        group: &[Verified<'_>],
        entries: &[Entry],
        after: &Ledger,
        nonce: &str,
        list: List,
        book: &Book,
    ) -> Result<Batch, Error> {
        let number = after.head();
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let guard = Guard { number, nonce: nonce.to_owned(), count, link: after.link().clone() };
        let sheets = || group.iter().flat_map(|one| &one.eligible.sheets);
        let recorded: Vec<_> = after.archivings().filter(|(entry, _)| entry.number == number).collect();
        let mut listed = index::rows(&recorded, after);
        listed.extend(index::vanished(sheets().filter_map(|sheet| book.listed.get(sheet))));
        let line = |entry: &Entry| {
            let cells = Vec::from(entry.cells()).into_iter().chain([after.link().to_string()]);
            cells.map(TabCell::Text).collect()
        };

        let header = index::header();
        let lines: Vec<Vec<TabCell>> = entries.iter().map(line).collect();
        let mut changes: Vec<Change<'_>> =
            vec![change::create_metadata(book.id_space.guard(number), ids::GUARD_KEY, guard.to_string())];
        changes.extend(group.iter().flat_map(|one| unless_undone(one.eligible.number)));
        changes.extend(sheets().map(|sheet| tabs::delete(*sheet)));

        // Where the spreadsheet has as many tabs as it may, those that go make room for this one.
        if !list.stands {
            changes.extend(creation(list.tab, &book.titles().take(ids::ARCHIVE_INDEX_TITLE), &header));
        }

        changes.extend(ledger::widening(&book.tabs, list.tab, index::COLUMNS));
        changes.push(change::append_cells(list.tab, &listed));
        changes.extend(ledger::widening(&book.tabs, ids::LEDGER, Entry::COLUMNS));
        changes.push(change::append_cells(ids::LEDGER, &lines));
        changes.extend(group.iter().map(|one| change::delete_metadata(ids::stage(one.eligible.number))));

        self.batch(&changes)
    }
}

/// As many as go under one number, and never a part of a hand-off.
fn groups<'a>(verified: Vec<Verified<'a>>, ledger: &Ledger) -> Vec<Vec<Verified<'a>>> {
    let mut groups: Vec<Vec<Verified<'a>>> = Vec::new();
    let mut lines = 0;

    for one in verified {
        let count = ledger.handoff(one.eligible.number).count();
        match groups.last_mut() {
            Some(group) if lines + count <= LINES => {
                lines += count;
                group.push(one);
            }
            _ => {
                lines = count;
                groups.push(vec![one]);
            }
        }
    }

    groups
}
