//! What the spreadsheet says of its archive: read with everything else, each night.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::archive::index::ArchiveIndex;
use crate::domain::archive::stage::Stage;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::{RECORD_VERSION, unmarked};
use crate::domain::ids::{self, IdSpace};
use crate::google::sheets::SpreadsheetMetadata;
use crate::sheet::sheet_id::SheetId;

/// The hand-offs that are archived, and those that are pending.
#[derive(Clone, Debug, Default)]
pub struct ArchiveState {
    /// The archive spreadsheets by year, as recorded: each one's id, and the spreadsheet it is of.
    pub files: BTreeMap<i32, Recorded>,
    /// The years whose record of an archive spreadsheet is none that this version writes.
    pub unreadable: BTreeSet<i32>,
    /// The staged hand-offs; `None` for a record that cannot be read.
    pub staged: BTreeMap<HandoffNumber, Option<Stage>>,
    /// The hand-offs that were taken off their way not long ago.
    pub undone: BTreeMap<HandoffNumber, Option<Stage>>,
    /// Sheet id of the tab that lists what is archived.
    pub tab: Option<SheetId>,
    /// The lines that the index lists.
    pub index: ArchiveIndex,
}

/// The record of an archive spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The archive's id.
    pub file: String,
    /// The spreadsheet that it is the archive of: in a copy of that spreadsheet, it is another's.
    pub of: String,
}

impl Recorded {
    /// Reads a record's value.
    pub fn parse(value: &str) -> Option<Self> {
        let (file, of) = unmarked(value)?.split_once(':')?;
        (!file.is_empty()).then(|| Self { file: file.to_owned(), of: of.to_owned() })
    }

    /// The record's value.
    pub fn value(&self) -> String {
        format!("{RECORD_VERSION}:{}:{}", self.file, self.of)
    }
}

impl ArchiveState {
    /// Reads the state from the spreadsheet's metadata; what the index lists is read with the cells.
    pub fn of(metadata: &SpreadsheetMetadata, id_space: IdSpace) -> Self {
        let mut archive = Self::default();
        for entry in &metadata.entries {
            match entry.key.as_str() {
                ids::ARCHIVE_KEY => {
                    let Some(year) = ids::archive_year(entry.id) else { continue };
                    match Recorded::parse(&entry.value) {
                        Some(recorded) => drop(archive.files.insert(year, recorded)),
                        None => drop(archive.unreadable.insert(year)),
                    }
                }
                ids::STAGE_KEY => {
                    let stage = ids::staged(entry.id).map(|number| (number, entry.value.parse().ok()));
                    archive.staged.extend(stage);
                }
                ids::UNDONE_KEY => {
                    let stage = ids::undone_number(entry.id).map(|number| (number, entry.value.parse().ok()));
                    archive.undone.extend(stage);
                }
                _ => {}
            }
        }

        archive.tab = metadata.tabs.iter().map(|tab| tab.sheet_id).find(|id| id_space.is_archive_index(*id));
        archive
    }
}
