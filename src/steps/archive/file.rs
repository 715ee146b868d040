//! The archive spreadsheet of a year: found by the id that the spreadsheet records, made where there
//! is none, and looked at before anything is put there.

use std::collections::BTreeSet;

use tracing::warn;

use crate::domain::access::{self, Access};
use crate::domain::ledger::Ledger;
use crate::domain::{archive, ids};
use crate::error::Error;
use crate::google::sheets::{Area, Batch, Render, SpreadsheetMetadata, change, tabs};
use crate::google::{ErrorKind, RefusalKind};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::archive::state::Recorded;
use crate::steps::read::Book;

/// An archive spreadsheet that may be written to.
#[derive(Debug)]
pub(super) struct ArchiveFile {
    /// The archive's id.
    pub id: String,
    /// The archive's tabs.
    pub metadata: SpreadsheetMetadata,
    /// The copies in it that something names: the stages, and the ledger.
    pub named: BTreeSet<SheetId>,
}

impl ArchiveFile {
    fn of(id: String, metadata: SpreadsheetMetadata, year: i32, book: &Book, ledger: &Ledger) -> Self {
        let stages = book.archive.staged.values().flatten().filter(|stage| stage.year == year);
        let copies = stages.flat_map(|stage| &stage.copies).map(|copy| copy.sheet);
        let archived = ledger.archivings().map(|(_, archiving)| archiving).filter(|one| one.file == id);
        let named = copies.chain(archived.map(|archiving| archiving.sheet)).collect();
        Self { id, metadata, named }
    }
}

impl Session<'_> {
    /// The id of the archive of a year, where one is recorded. In a copy of the spreadsheet the records
    /// are the original's, and its archive is none of the copy's business.
    pub(super) fn recorded<'a>(&self, year: i32, book: &'a Book) -> Option<&'a str> {
        let own = |recorded: &&Recorded| recorded.of == self.file();
        book.archive.files.get(&year).filter(own).map(|recorded| recorded.file.as_str())
    }

    /// The archive of a year, where there is one that can be opened.
    pub(super) async fn open(
        &self,
        year: i32,
        book: &Book,
        ledger: &Ledger,
    ) -> Result<Option<ArchiveFile>, Error> {
        if book.archive.unreadable.contains(&year) {
            return Err(Error::ArchiveRecord { year, metadata_id: ids::archive_file(year) });
        }
        let Some(file) = self.recorded(year, book) else { return Ok(None) };
        match self.google.metadata(file).await {
            Ok(metadata) => {
                look_at_sharing(self, year, file).await?;
                Ok(Some(ArchiveFile::of(file.to_owned(), metadata, year, book, ledger)))
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                warn!(
                    year,
                    file, "the archive spreadsheet is gone; look for it in the bin of the account's Drive"
                );
                Ok(None)
            }
            Err(error) => Err(self.error(error)),
        }
    }

    /// The archive of a year, made where there is none that can be opened.
    pub(super) async fn open_or_make(
        &self,
        year: i32,
        book: &Book,
        ledger: &Ledger,
    ) -> Result<ArchiveFile, Error> {
        if let Some(file) = self.open(year, book, ledger).await? {
            return Ok(file);
        }

        let id = if let Some(id) = self.made_before(year).await? {
            id
        } else {
            let cover = archive::cover(year, self.file());
            let title = archive::title(year);
            let made = self.google.create_archive(&title, archive::COVER_TITLE, &cover).await;
            made.map_err(|error| self.error(error))?
        };

        let id = self.record(year, id, book).await?;
        let metadata = self.google.metadata(&id).await.map_err(|error| self.error(error))?;
        look_at_sharing(self, year, &id).await?;

        Ok(ArchiveFile::of(id, metadata, year, book, ledger))
    }

    /// An archive whose making was cut short before it was recorded. Its title leads there; that its
    /// first cell names this spreadsheet and this year is what proves it.
    async fn made_before(&self, year: i32) -> Result<Option<String>, Error> {
        let title = archive::title(year);
        let expected = archive::cover(year, self.file());

        for id in self.google.spreadsheets_named(&title).await.map_err(|error| self.error(error))? {
            let Ok(metadata) = self.google.metadata(&id).await else { continue };
            let Some(first) = metadata.tabs.first() else { continue };
            let area = Area { rows: Some((0, 1)), ..Area::columns(first.sheet_id, 0, 1) };
            let Ok(cells) = self.google.values(&id, &[area], Render::Formula).await else { continue };
            if cells.iter().flatten().flatten().any(|cell| cell.text() == expected) {
                return Ok(Some(id));
            }
        }

        Ok(None)
    }

    /// Records the archive of a year; where another run was first, the answer is that run's.
    async fn record(&self, year: i32, file: String, book: &Book) -> Result<String, Error> {
        let recorded = Recorded { file, of: self.file().to_owned() };
        let id = ids::archive_file(year);
        let change = if book.metadata.contains_key(&id) {
            change::update_metadata(id, ids::ARCHIVE_KEY, recorded.value())
        } else {
            change::create_metadata(id, ids::ARCHIVE_KEY, recorded.value())
        };

        let batch = self.batch(&[change])?;
        match self.apply(&batch).await {
            Ok(()) => Ok(recorded.file),
            Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => {
                let value = self.metadata_value(id).await?.unwrap_or_default();
                let Some(theirs) = Recorded::parse(&value) else { return Err(self.error(error)) };
                if theirs.file != recorded.file {
                    self.give_up(year, &recorded.file).await;
                }
                Ok(theirs.file)
            }
            Err(error) => Err(self.error(error)),
        }
    }

    /// Marks a spreadsheet, made in vain and holding nothing, as one that nobody needs: the account may
    /// delete it, and this program may not.
    async fn give_up(&self, year: i32, file: &str) {
        let title = format!("{} (sin uso, se puede borrar)", archive::title(year));
        let Ok(batch) = Batch::new(&[tabs::retitle(&title)]) else { return };
        if let Err(error) = self.google.batch_update(file, &batch, true).await {
            warn!(file, %error, "another run made the archive first; this spreadsheet is empty and may be deleted");
        }
    }
}

/// Looks who can open an archive spreadsheet: it holds what the spreadsheet held, so nobody may open it
/// who may not open that.
///
/// # Errors
/// [`Error::ArchiveShared`] or [`Error::ArchiveBinned`], or why nobody could look.
pub async fn look_at_sharing(session: &Session<'_>, year: i32, file: &str) -> Result<(), Error> {
    if session.google.file(file).await.map_err(|error| session.error(error))?.trashed {
        return Err(Error::ArchiveBinned { year, file: file.to_owned() });
    }

    let grants = session.google.permissions(file).await.map_err(|error| session.error(error))?;
    let exposure = if let Some(Access { allowed, .. }) = &session.settings.access {
        access::audit(&grants, allowed, &session.settings.account)
    } else {
        let original =
            session.google.permissions(session.file()).await.map_err(|error| session.error(error))?;
        access::wider(&grants, &original, &session.settings.account)
    };

    if exposure.is_none() {
        Ok(())
    } else {
        Err(Error::ArchiveShared { year, file: file.to_owned(), exposure })
    }
}

/// The archives that somebody can open who may not, an error each; none where the configuration does not say who
/// may. What Drive does not tell is asked again by the next night.
pub async fn shared_too_widely(session: &Session<'_>, book: &Book) -> Vec<Error> {
    if session.settings.access.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (year, recorded) in book.archive.files.iter().filter(|(_, recorded)| recorded.of == session.file()) {
        match look_at_sharing(session, *year, &recorded.file).await {
            Ok(()) => {}
            Err(error @ Error::ArchiveShared { .. }) => found.push(error),
            Err(error) => warn!(%error, year, "nobody could look who can open the archive"),
        }
    }
    found
}
