//! Writes the tab that lists what is archived.

use tracing::{info, warn};

use crate::domain::archive::index::{self, COLUMNS, HEADERS, RECORDS, WIDTHS};
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::change::{self, Block};
use crate::google::sheets::style;
use crate::google::sheets::{Batch, Change};
use crate::layout::palette::{self, HEADER};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::ledger;
use crate::steps::read::Book;

/// How many rows are written at once when the tab is made again.
const ROWS: usize = 500;

/// Makes the tab, under this id: a batch that finds it made already is refused whole.
pub(super) fn creation<'a>(sheet: SheetId, title: &str, header: &'a [Vec<TabCell>]) -> [Change<'a>; 2] {
    // Its header is frozen, and Google freezes no row unless another one is left.
    [change::add_sheet(sheet, title, 2, COLUMNS, false), change::update_cells(sheet, CellAddress::A1, header)]
}

impl Session<'_> {
    /// Lists what the ledger knows to be archived and the tab does not: somebody deleted it, or rows
    /// of it. Formats the tab where it is not.
    /// The answer is the tab, where there is one.
    pub(super) async fn list_unlisted(
        &self,
        book: &mut Book,
        ledger: &Ledger,
    ) -> Result<Option<SheetId>, Error> {
        let mut tab = book.archive.tab;
        let missing = book.archive.index.missing(ledger);
        let chunks: Vec<_> = missing.chunks(ROWS).map(|lines| index::rows(lines, ledger)).collect();
        let header = index::header();

        for rows in chunks {
            tab = Some(self.append(book, tab, &header, &rows).await?);
            info!(lines = rows.len(), "lines that the tab of archived hand-offs had lost are listed again");
        }

        let Some(tab) = tab else { return Ok(None) };
        let unformatted = |id: SheetId| {
            book.tabs.iter().all(|tab| tab.sheet_id != id || !tab.protections.contains(&id.number()))
        };

        if unformatted(tab) {
            self.format_index(tab).await;
        }

        Ok(Some(tab))
    }

    /// Adds rows to the tab, which is made where there is none, under the first id that Google gives
    /// out: it may not give out that of a deleted one.
    async fn append(
        &self,
        book: &mut Book,
        tab: Option<SheetId>,
        header: &[Vec<TabCell>],
        rows: &[Vec<TabCell>],
    ) -> Result<SheetId, Error> {
        let ids = tab.map_or_else(|| book.id_space.index_ids().collect(), |id| vec![id]);
        let mut ids = ids.into_iter();
        loop {
            let Some(id) = ids.next() else { return Err(Error::AnotherRun) };

            let mut changes: Vec<Change<'_>> = Vec::new();
            if tab.is_none() {
                changes.extend(creation(id, &book.titles().take(ids::ARCHIVE_INDEX_TITLE), header));
            }
            changes.extend(ledger::widening(&book.tabs, id, COLUMNS));
            changes.push(change::append_cells(id, rows));
            let batch = self.batch(&changes)?;

            // Sent twice, it would list twice: where the answer is lost, the next run looks again.
            match self.google.batch_update(self.file(), &batch, tab.is_none()).await {
                Ok(_) => {
                    book.widen(id, COLUMNS);
                    return Ok(id);
                }
                Err(error) if error.refusal() == Some(RefusalKind::SheetIdTaken) && !error.ambiguous => {}
                // Another run has made it under an id that this one has not tried, or deleted it meanwhile.
                Err(error)
                    if matches!(error.refusal(), Some(RefusalKind::TitleTaken | RefusalKind::NotFoundId)) =>
                {
                    return Err(Error::AnotherRun);
                }
                Err(error) => return Err(self.error(error)),
            }
        }
    }

    /// Whatever makes the tab pleasant and safe to read. Best effort; its protection, made last, is the
    /// mark that it is done.
    pub(super) async fn format_index(&self, sheet: SheetId) {
        let head = Block { sheet, rows: 0..1, columns: 0..COLUMNS };

        let mut changes = vec![
            style::freeze(sheet, 1, 1),
            style::style(&head, palette::header(HEADER)),
            style::hide_columns(sheet, RECORDS),
        ];
        changes.extend(
            (0..).zip(WIDTHS).map(|(column, pixels)| style::width(sheet, column..column + 1, pixels)),
        );
        let words = "Traslados archivados: solo lo escribe el sistema.";
        changes.push(style::protect(sheet.number(), sheet, &[], &self.settings.account, words));
        let sent = match Batch::new(&changes) {
            Ok(batch) => self.apply(&batch).await,
            Err(error) => Err(error),
        };

        match sent {
            Err(error) if error.refusal() != Some(RefusalKind::ObjectIdTaken) => {
                warn!(%error, "the tab of archived hand-offs is not formatted yet; the next run takes it up");
            }
            _ => {}
        }
    }
}

const _: () = assert!(WIDTHS.len() + RECORDS.end as usize - RECORDS.start as usize == HEADERS.len());
