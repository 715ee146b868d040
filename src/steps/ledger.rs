//! The ledger tab, as it is made: hidden, its headers frozen, protected.

use std::sync::LazyLock;

use crate::config::Settings;
use crate::domain::ids::{self, IdSpace, Origin};
use crate::domain::ledger::entry::Entry;
use crate::google::sheets::{Change, TabMetadata, change, style};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

static HEADERS: LazyLock<[Vec<TabCell>; 1]> =
    LazyLock::new(|| [Entry::HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect()]);

/// Makes the tab, under its own id: a batch that finds it made already is refused whole. Where
/// `origin` is a spreadsheet's id, it is recorded that the ledger is that file's, so that a copy of
/// the file is known for one.
pub fn creation(origin: Option<&str>) -> Vec<Change<'static>> {
    let mut changes = vec![
        change::add_sheet(ids::LEDGER, ids::LEDGER_TITLE, ids::LEDGER_ROWS, Entry::COLUMNS, true),
        header(),
        style::freeze(ids::LEDGER, 1, 0),
    ];
    let origin = origin.map(|file| Origin { file: file.to_owned(), id_space: IdSpace::default() });
    changes.extend(
        origin.map(|origin| change::create_metadata(ids::ORIGIN, ids::ORIGIN_KEY, origin.to_string())),
    );
    changes
}

/// Adds the columns that lines need and a tab lacks: Google refuses cells that are appended beyond the
/// grid. A tab that is not among `tabs` is made as wide as it must be.
pub fn widening(tabs: &[TabMetadata], sheet: SheetId, columns: u32) -> Option<Change<'static>> {
    let tab = tabs.iter().find(|tab| tab.sheet_id == sheet)?;
    (tab.columns < columns).then(|| change::append_columns(sheet, columns - tab.columns))
}

/// Records that the ledger is this file's, where another file's name stands.
pub fn claim(id_space: IdSpace, settings: &Settings) -> Change<'static> {
    let origin = Origin { file: settings.sheet.spreadsheet_id.clone(), id_space };
    change::update_metadata(ids::ORIGIN, ids::ORIGIN_KEY, origin.to_string())
}

/// Writes the headers.
pub fn header() -> Change<'static> {
    change::update_cells(ids::LEDGER, CellAddress::A1, &*HEADERS)
}

/// Keeps people from typing in it. The account is a person's too, so this is a reminder; the chain
/// is the proof.
pub fn protection(account: &str) -> Change<'static> {
    let words = "Libro de traslados: solo lo escribe el sistema.";
    style::protect(ids::LEDGER.number(), ids::LEDGER, &[], account, words)
}
