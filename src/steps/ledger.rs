//! The ledger tab, as it is made: hidden, its headers frozen, protected.

use std::sync::LazyLock;

use crate::config::Settings;
use crate::domain::entry::Entry;
use crate::domain::place::{self, Origin, Places};
use crate::domain::tab::TabCell;
use crate::google::sheets::{Change, FrameTab, change, look};

static HEADERS: LazyLock<[Vec<TabCell>; 1]> =
    LazyLock::new(|| [Entry::HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect()]);

/// Makes the tab, under its own id: a batch that finds it made already is refused whole. Where
/// `origin` is a spreadsheet's id, it is recorded that the ledger is that file's, so that a copy of
/// the file is known for one.
pub fn creation(origin: Option<&str>) -> Vec<Change<'static>> {
    let mut changes = vec![
        change::add_sheet(place::LEDGER, place::LEDGER_TITLE, place::LEDGER_ROWS, Entry::COLUMNS, true),
        header(),
        look::freeze(place::LEDGER, 1, 0),
    ];
    changes.extend(origin.map(|id| change::create_metadata(place::ORIGIN, place::ORIGIN_KEY, id.to_owned())));
    changes
}

/// Adds the columns that lines need and a tab lacks: Google refuses cells that are appended beyond the grid. A tab that is
/// not among `tabs` is made as wide as it must be.
pub fn widening(tabs: &[FrameTab], sheet: i32, columns: u32) -> Option<Change<'static>> {
    let tab = tabs.iter().find(|tab| tab.sheet_id == sheet)?;
    (tab.columns < columns).then(|| change::append_columns(sheet, columns - tab.columns))
}

/// Records that the ledger is this file's, where another file's name stands.
pub fn claim(places: Places, settings: &Settings) -> Change<'static> {
    let origin = Origin { file: settings.spreadsheet_id.clone(), places };
    change::update_metadata(place::ORIGIN, place::ORIGIN_KEY, origin.to_string())
}

/// Writes the headers.
pub fn header() -> Change<'static> {
    change::update_cells(place::LEDGER, 0, 0, &*HEADERS)
}

/// Keeps people from typing in it. The account is a person's too, so this is a reminder; the chain
/// is the proof.
pub fn protection(account: &str) -> Change<'static> {
    let words = "Libro de traslados: solo lo escribe el sistema.";
    look::protect(place::LEDGER, place::LEDGER, &[], account, words)
}
