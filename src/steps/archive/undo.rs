//! Takes a hand-off off its way to the archive: shows its tabs again, and takes its mark and its
//! copies back.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::domain::archive::stage::Stage;
use crate::domain::handoff::table::Column;
use crate::domain::ids;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::error::Error;
use crate::google::sheets::{Change, TabMetadata, change, tabs};
use crate::google::{ErrorKind, RefusalKind};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::read::Book;

/// How long it is remembered that a hand-off was taken off its way, and not put on it again: longer
/// than any run that read the mark before can last.
const REMEMBERED: TimeDelta = TimeDelta::days(2);

/// Two requests that stand for "this hand-off has not been taken off its way": the batch that holds
/// them is refused whole where it has.
pub(super) fn unless_undone(number: HandoffNumber) -> [Change<'static>; 2] {
    let id = ids::undone(number);
    [change::create_metadata(id, ids::UNDONE_KEY, String::new()), change::delete_metadata(id)]
}

impl Session<'_> {
    /// Ends what a mark began, in one atomic batch that is refused where another run has taken the tabs
    /// away meanwhile. Only then do the copies go, because only then does nobody believe in them.
    pub(super) async fn undo(
        &self,
        number: HandoffNumber,
        stage: Option<&Stage>,
        file: Option<&str>,
        frozen: &BTreeSet<SheetId>,
        book: &Book,
    ) -> Result<(), Error> {
        let of = |tab: &&TabMetadata| book.id_space.number_of_tab(tab.sheet_id) == Some(number);
        let existing: Vec<&TabMetadata> = book.tabs.iter().filter(of).collect();
        let whole = stage.filter(|stage| !existing.is_empty() && existing.len() >= stage.copies.len());
        let record = Stage {
            day: self.today(),
            year: stage.map_or(0, |stage| stage.year),
            copies: whole.map(|stage| stage.copies.clone()).unwrap_or_default(),
        };

        let mut changes: Vec<Change<'_>> = vec![
            change::create_metadata(ids::undone(number), ids::UNDONE_KEY, record.to_string()),
            change::delete_metadata(ids::stage(number)),
        ];

        for tab in existing {
            let still = ids::freeze(tab.sheet_id);
            changes.push(tabs::hide(tab.sheet_id, false));
            if frozen.contains(&tab.sheet_id) || tab.protections.contains(&still) {
                changes.push(tabs::unprotect(still));
            }
        }

        let batch = self.batch(&changes)?;
        match self.apply(&batch).await {
            Ok(()) => self.delete_unchanged(&record, file).await,
            // A tab is gone, or another run was first; the next one looks again.
            Err(error)
                if matches!(
                    error.refusal(),
                    Some(RefusalKind::NotFoundId | RefusalKind::MetadataIdTaken | RefusalKind::Other)
                ) =>
            {
                Ok(())
            }
            Err(error) => Err(self.error(error)),
        }
    }

    /// Deletes what earlier runs could not delete any more, and forgets after some days that the
    /// hand-offs were on their way. The answer is those of which it is remembered.
    pub(super) async fn clear_undone(&self, book: &Book) -> Result<BTreeSet<HandoffNumber>, Error> {
        let mut remembered = BTreeSet::new();
        for (number, record) in &book.archive.undone {
            if let Some(record) = record {
                let file = self.recorded(record.year, book);
                self.delete_unchanged(record, file).await?;
            }
            if record.as_ref().is_some_and(|record| self.today() - record.day < REMEMBERED) {
                remembered.insert(*number);
                continue;
            }
            let id = ids::undone(*number);
            let forgotten = match record {
                Some(record) => change::delete_metadata_with(id, record.to_string()),
                None => change::delete_metadata(id),
            };
            let batch = self.batch(&[forgotten])?;
            match self.apply(&batch).await {
                Err(error) if error.refusal().is_none() => return Err(self.error(error)),
                _ => {}
            }
        }

        Ok(remembered)
    }

    /// Deletes the copies that nobody has changed since they were made: their tabs stand, so they say
    /// nothing that is not there.
    async fn delete_unchanged(&self, record: &Stage, file: Option<&str>) -> Result<(), Error> {
        let Some(file) = file else { return Ok(()) };
        let mut unchanged = BTreeSet::new();

        for copy in &record.copies {
            let snapshot = match self.google.snapshot(file, copy.sheet, Column::CLERKS).await {
                Err(error) if error.kind == ErrorKind::NotFound => return Ok(()),
                found => found.map_err(|error| self.error(error))?,
            };
            if snapshot.is_some_and(|snapshot| snapshot.digest() == copy.digest) {
                unchanged.insert(copy.sheet);
            }
        }

        self.delete_copies(file, &unchanged).await
    }
}
