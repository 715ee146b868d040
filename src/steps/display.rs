//! What people see of cells beside their values: zeros before a number, the address behind a text.
//!
//! The bulk read gives values, by which rows are known again. Of the rows that go over, and only where a cell of
//! theirs may show more, a second read asks for that. It may meet another state of the sheet: a row that no
//! longer says the same is left as its values have it.

use tracing::warn;

use crate::domain::form::display::{self, DisplayedCells};
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::{self, ErrorKind};
use crate::session::Session;
use crate::sheet::row_number::RowNumber;
use crate::steps::read::Book;
use crate::steps::{assess, baseline};

/// Decides what tonight makes of every row, as people see it.
///
/// # Errors
/// As [`baseline::assess`], and what Google is at fault with.
pub async fn assess(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    window: Window,
    accepted: &AcceptedChanges,
) -> Result<Assessment, Error> {
    let assessment = baseline::assess(session, book, ledger, window, accepted).await?;
    let rows = assessment.rows_to_display(&book.staff_tab(), ledger);
    if rows.is_empty() {
        return Ok(assessment);
    }

    match read(session, book, &assessment, &rows).await {
        Ok(displayed) if displayed.is_empty() => Ok(assessment),
        Ok(displayed) => {
            book.displayed = displayed;
            Ok(assess::as_displayed(session, book, ledger, accepted, assessment))
        }
        // No format stops a hand-over: asking again would be answered the same.
        Err(error) if is_declined(&error) => {
            warn!(%error, "what the cells show cannot be read; rows are judged by their values");
            Ok(assessment)
        }
        Err(error) => Err(session.error(error)),
    }
}

/// Reads what the cells of these rows show, where they are still the rows that were assessed.
async fn read(
    session: &Session<'_>,
    book: &Book,
    assessment: &Assessment,
    rows: &[RowNumber],
) -> Result<DisplayedCells, google::Error> {
    let mut displayed = DisplayedCells::default();
    let width = assessment.sheet.layout.as_ref().map_or(0, display::width);
    let found = session.google.displays(session.file(), book.staff_sheet, rows, width).await?;
    for (row, displays) in &found {
        assessment.add_displayed(*row, displays, &book.staff_tab(), &mut displayed);
    }
    Ok(displayed)
}

fn is_declined(error: &google::Error) -> bool {
    matches!(error.kind, ErrorKind::Refused(_) | ErrorKind::Malformed | ErrorKind::TooLarge)
}
