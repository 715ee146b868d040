//! Copies hand-offs, compares, hides and marks them: what the first of the two nights does.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::archive::eligible::EligibleHandoff;
use crate::domain::archive::lines::handoff_of;
use crate::domain::archive::stage::{Copy, Stage};
use crate::domain::handoff::table::Column;
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, MetadataKind};
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::{Change, change, place, style, tabs};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::snapshot::TabSnapshot;
use crate::steps::archive::file::ArchiveFile;
use crate::steps::archive::undo::unless_undone;
use crate::steps::archive::{ArchiveReport, SkipReason};
use crate::steps::read::Book;

/// Characters of the mark of a hand-off on its way, its copies aside.
const MARK: usize = 40;
/// Characters of one copy in it.
const MARK_OF_COPY: usize = 30;
/// Characters of the record of an archive spreadsheet, of which this run may make one.
const RECORD_OF_FILE: usize = 120;

/// Characters of metadata that are left for marks.
fn room_for_marks(book: &Book) -> usize {
    let kind = MetadataKind::Archive;
    let of_kind = book.metadata.iter().filter(|(id, _)| MetadataKind::of(**id, book.id_space) == kind);
    let used: usize = of_kind.map(|(_, size)| size).sum();
    kind.share().saturating_sub(used + RECORD_OF_FILE)
}

/// An archive spreadsheet at work.
pub(super) struct Archive {
    file: ArchiveFile,
    /// Titles that copies were given by this run.
    given: Vec<String>,
    /// The tabs that nothing names, once they were looked at: copies whose making was cut short, or tabs
    /// of people's own.
    orphaned_copies: Option<OrphanedCopies>,
}

/// The content of tabs, by sheet id.
type OrphanedCopies = BTreeMap<SheetId, TabSnapshot>;

impl Session<'_> {
    /// Copies and marks hand-offs until there are as many as wanted.
    pub(super) async fn stage_all(
        &self,
        eligible: &[&EligibleHandoff],
        most: usize,
        book: &Book,
        ledger: &Ledger,
        done: &mut ArchiveReport,
    ) -> Result<(), Error> {
        let mut archives: BTreeMap<i32, Archive> = BTreeMap::new();
        let mut room = room_for_marks(book);

        for eligible in eligible {
            let mark = MARK + eligible.sheets.len() * MARK_OF_COPY;
            if done.staged.len() >= most || mark > room {
                break;
            }
            room -= mark;

            let archive = match archives.entry(eligible.year) {
                Entry::Occupied(archive) => archive.into_mut(),
                Entry::Vacant(place) => {
                    let file = self.open_or_make(eligible.year, book, ledger).await?;
                    done.files.insert(eligible.year, file.id.clone());
                    place.insert(Archive { file, given: Vec::new(), orphaned_copies: None })
                }
            };
            match self.copy_and_stage(eligible, archive, book).await? {
                None => done.staged.push(eligible.number),
                Some(why) => drop(done.skipped.insert(eligible.number, why)),
            }
        }

        for (year, archive) in archives {
            for (orphan, snapshot) in archive.orphaned_copies.into_iter().flatten() {
                let Some(number) = handoff_of(&snapshot) else { continue };
                if self.repeats_archived(&snapshot, number, &archive.file.id, ledger).await? {
                    self.delete_copies(&archive.file.id, &[orphan].into()).await?;
                } else {
                    let place = place(&archive.file.metadata.tabs, &archive.file.id, orphan);
                    done.orphaned_copies.push((year, place));
                }
            }
        }

        Ok(())
    }

    /// Returns `true` if a tab of the archive says the same as one that the ledger names there: then
    /// another run made it in vain, and it says nothing that is not proved to be there again.
    async fn repeats_archived(
        &self,
        orphan: &TabSnapshot,
        number: HandoffNumber,
        file: &str,
        ledger: &Ledger,
    ) -> Result<bool, Error> {
        let named = ledger.archivings_of(number).map(|(_, archiving)| archiving);
        let named: BTreeSet<SheetId> = named.filter(|one| one.file == file).map(|one| one.sheet).collect();
        for sheet in named {
            if self.snapshot(file, sheet).await?.as_ref() == Some(orphan) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One hand-off with all its tabs; says why it stays, where it does.
    async fn copy_and_stage(
        &self,
        eligible: &EligibleHandoff,
        archive: &mut Archive,
        book: &Book,
    ) -> Result<Option<SkipReason>, Error> {
        let mut copies = Vec::new();
        let (mut made, mut repeated) = (BTreeSet::new(), BTreeSet::new());

        for sheet in &eligible.sheets {
            let title = book.tabs.iter().find(|tab| tab.sheet_id == *sheet).map(|tab| tab.title.clone());
            let Some(before) = self.snapshot(self.file(), *sheet).await? else {
                return Ok(Some(SkipReason::Gone));
            };

            let mut same = self.same(&before, archive).await?.into_iter();
            let adopted = same.next();
            repeated.extend(same);
            let copy = if let Some(copy) = adopted {
                copy
            } else {
                let to = &archive.file.id;
                let answer = self.google.copy_tab(self.file(), *sheet, to).await;
                let copy = answer.map_err(|error| self.error(error))?;
                made.insert(copy);
                copy
            };

            self.freeze(copy, &title.unwrap_or_default(), archive).await?;

            let tab = self.snapshot(self.file(), *sheet).await?;
            let after = self.snapshot(&archive.file.id, copy).await?;
            let (Some(tab), Some(after)) = (tab, after) else { return Ok(Some(SkipReason::Gone)) };
            if let Some(cell) = tab.first_difference(&after) {
                // What was made a moment ago is nobody's work yet.
                self.delete_copies(&archive.file.id, &made).await?;
                return Ok(Some(SkipReason::Differs { cell: cell.to_string() }));
            }
            copies.push(Copy { sheet: copy, digest: after.digest() });
        }

        let stage = Stage { day: self.today(), year: eligible.year, copies };
        let skipped = self.stage(eligible, &stage).await?;

        // Of several copies the others go, which are proved to be the same again; but not before this
        // run's own mark says that no other mark names them.
        let gone = if skipped.is_some() { &made } else { &repeated };
        self.delete_copies(&archive.file.id, gone).await?;

        Ok(skipped)
    }

    /// Copies that earlier runs made and could not mark: tabs of the archive that nothing names, and that
    /// say the same to the last cell.
    async fn same(&self, original: &TabSnapshot, archive: &mut Archive) -> Result<BTreeSet<SheetId>, Error> {
        let orphaned_copies = self.orphaned_copies(archive).await?;
        let same: BTreeSet<SheetId> = orphaned_copies
            .iter()
            .filter(|(_, orphan)| *orphan == original)
            .map(|(sheet, _)| *sheet)
            .collect();
        orphaned_copies.retain(|sheet, _| !same.contains(sheet));
        Ok(same)
    }

    /// The tabs of an archive that nothing names, looked at once.
    async fn orphaned_copies<'a>(&self, archive: &'a mut Archive) -> Result<&'a mut OrphanedCopies, Error> {
        if archive.orphaned_copies.is_none() {
            let mut orphaned_copies = OrphanedCopies::new();
            let unnamed =
                archive.file.metadata.tabs.iter().filter(|tab| !archive.file.named.contains(&tab.sheet_id));
            for tab in unnamed {
                let found = self.snapshot(&archive.file.id, tab.sheet_id).await?;
                orphaned_copies.extend(found.map(|found| (tab.sheet_id, found)));
            }
            archive.orphaned_copies = Some(orphaned_copies);
        }

        Ok(archive.orphaned_copies.get_or_insert_default())
    }

    /// Gives the copy the title of the tab, and keeps people from typing in it.
    async fn freeze(&self, copy: SheetId, title: &str, archive: &mut Archive) -> Result<(), Error> {
        let tabs = &archive.file.metadata.tabs;
        if tabs.iter().any(|tab| tab.sheet_id == copy && tab.protections.contains(&copy.number())) {
            return Ok(());
        }

        let others = tabs.iter().filter(|tab| tab.sheet_id != copy).map(|tab| tab.title.as_str());
        let mut titles = TakenTitles::of(others.chain(archive.given.iter().map(String::as_str)));
        let title = titles.take(title);
        archive.given.push(title.clone());
        let words = "Copia archivada: no se modifica.";
        let changes = [
            style::protect(copy.number(), copy, &[], &self.settings.account, words),
            tabs::rename(copy, &title),
        ];

        for changes in [&changes[..], &changes[..1]] {
            let batch = self.batch(changes)?;
            match self.google.batch_update(&archive.file.id, &batch, true).await {
                // Another run's copy has the title; the one that Google gave will do.
                Err(error) if error.refusal() == Some(RefusalKind::TitleTaken) => {}
                Err(error) if error.refusal() != Some(RefusalKind::ObjectIdTaken) => {
                    return Err(self.error(error));
                }
                _ => break,
            }
        }

        Ok(())
    }

    /// Hides the tabs and marks the hand-off; says why not, where it cannot.
    async fn stage(&self, eligible: &EligibleHandoff, stage: &Stage) -> Result<Option<SkipReason>, Error> {
        let id = ids::stage(eligible.number);
        let mut changes: Vec<Change<'_>> =
            vec![change::create_metadata(id, ids::STAGE_KEY, stage.to_string())];
        changes.extend(unless_undone(eligible.number));
        changes.extend(eligible.sheets.iter().map(|sheet| tabs::hide(*sheet, true)));
        let batch = self.batch(&changes)?;

        match self.apply(&batch).await {
            Ok(()) => Ok(None),
            Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => {
                let ours = self.metadata_value(id).await? == Some(stage.to_string());
                Ok((!ours).then_some(SkipReason::AnotherRun))
            }
            Err(error) if error.refusal() == Some(RefusalKind::NotFoundId) => Ok(Some(SkipReason::Gone)),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Deletes copies whose tabs stand.
    pub(super) async fn delete_copies(&self, file: &str, copies: &BTreeSet<SheetId>) -> Result<(), Error> {
        for copy in copies {
            let batch = self.batch(&[tabs::delete(*copy)])?;
            match self.google.batch_update(file, &batch, true).await {
                // What is gone twice is gone.
                Err(error) if error.refusal() != Some(RefusalKind::NotFoundId) => {
                    return Err(self.error(error));
                }
                _ => {}
            }
        }

        Ok(())
    }

    /// All that stands in a tab; `None` where it is gone.
    pub(super) async fn snapshot(&self, file: &str, sheet: SheetId) -> Result<Option<TabSnapshot>, Error> {
        self.google.snapshot(file, sheet, Column::CLERKS).await.map_err(|error| self.error(error))
    }
}
