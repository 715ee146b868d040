//! Sets the ledger of the original aside, in a copy of its file, so that a new one begins.
//!
//! The old lines go into a tab of their own, hidden; the ledger's tab keeps its id, since nobody says
//! whether Google gives one out again. The old hand-off tabs stay as they are: the new ledger has other
//! places for its own.

use crate::config::Settings;
use crate::domain::ids::{self, IdSpace, Origin};
use crate::domain::ledger::cross_checks::CrossChecks;
use crate::domain::ledger::entry::Entry;
use crate::error::Error;
use crate::google::sheets::{Change, change, style};
use crate::sheet::sheet_id::SheetId;
use crate::steps::ledger;
use crate::steps::read::Book;

/// The changes by which the ledger of the original is set aside.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// Title of the tab that will hold it.
    pub title: String,
    /// Where the new ledger's things will be.
    pub id_space: IdSpace,
    /// Columns that the ledger's tab lacks.
    narrow: u32,
    /// Where the tab goes: behind the others.
    index: usize,
    /// Metadata of the original's hand-offs.
    stale: Vec<i32>,
    names_a_file: bool,
}

/// Finds a place for the old ledger, and places for the new one.
///
/// # Errors
/// [`Error::Ceiling`] when the file is the copy of a copy too many times over.
pub fn set_aside(book: &Book, cross_checks: &CrossChecks) -> Result<SetAside, Error> {
    let ids: Vec<SheetId> = book.tabs.iter().map(|tab| tab.sheet_id).collect();
    let id_space = cross_checks.id_space.next(&ids).map_err(|error| Error::Ceiling {
        what: error.to_string(),
        remedy: "remove sheet.spreadsheet_id from the configuration and run `traslado init`, which makes a new CE-F05".into(),
    })?;
    let columns = book.tabs.iter().find(|tab| tab.sheet_id == ids::LEDGER).map_or(0, |tab| tab.columns);
    // What is known of the first night is true of the copy too.
    let remaining = [ids::ORIGIN, ids::NUMBER_ZERO, ids::BASELINE];

    Ok(SetAside {
        title: book.titles().take(&format!("{} (anterior)", ids::LEDGER_TITLE)),
        id_space,
        narrow: Entry::COLUMNS.saturating_sub(columns),
        index: book.tabs.len(),
        stale: cross_checks.records.iter().copied().filter(|id| !remaining.contains(id)).collect(),
        names_a_file: cross_checks.records.contains(&ids::ORIGIN),
    })
}

/// The requests that do it. The new ledger's tab is left with its headers.
pub(super) fn changes(old: &SetAside, settings: &Settings) -> Vec<Change<'static>> {
    let aside = old.id_space.set_aside();
    let mut changes = vec![
        change::duplicate_sheet(ids::LEDGER, aside, &old.title, old.index),
        style::hide_sheet(aside),
        style::hide_sheet(ids::LEDGER),
    ];
    changes.extend(change::clear(ids::LEDGER));

    if old.narrow > 0 {
        changes.push(change::append_columns(ids::LEDGER, old.narrow));
    }

    changes.push(ledger::header());
    changes.extend(old.stale.iter().map(|id| change::delete_metadata(*id)));
    let origin = Origin { file: settings.sheet.spreadsheet_id.clone(), id_space: old.id_space }.to_string();
    changes.push(if old.names_a_file {
        change::update_metadata(ids::ORIGIN, ids::ORIGIN_KEY, origin)
    } else {
        change::create_metadata(ids::ORIGIN, ids::ORIGIN_KEY, origin)
    });

    changes
}
