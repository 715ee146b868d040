//! The ids of what archiving leaves in a spreadsheet: records of the archive's files by year, records of
//! staged and of unstaged hand-offs, and the archive index.

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::sheet::sheet_id::SheetId;

/// First id of the records of the archive's files.
pub(super) const FILES: i32 = 1_901_000_000;
/// First id of the records of staged hand-offs.
const STAGES: i32 = FILES + 10_000;
/// First id of the records of unstaged hand-offs.
const UNDONE: i32 = FILES + 500_000;
/// First id of the archive index.
pub(super) const INDEXES: i32 = FILES + 990_000;
/// Distance of the id of a freeze below the sheet id of the tab.
const FREEZE_DISTANCE: i32 = 1_000_000_000;

/// Title of the archive index, the tab that lists what is archived.
pub const ARCHIVE_INDEX_TITLE: &str = "Traslados archivados";
/// Key of the records of the archive's files.
pub const ARCHIVE_KEY: &str = "traslado.archive";
/// Key of the records of unstaged hand-offs.
pub const UNDONE_KEY: &str = "traslado.unarchived";
/// Key of the records of staged hand-offs.
pub const STAGE_KEY: &str = "traslado.archiving";

/// The id of the record of the archive spreadsheet of a year. Of two runs that make one, one is refused.
pub fn archive_file(year: i32) -> i32 {
    FILES.saturating_add(year.clamp(0, STAGES - FILES - 1))
}

/// The year of an archive spreadsheet by the id of its record; `None` for any other id.
pub fn archive_year(id: i32) -> Option<i32> {
    (FILES..STAGES).contains(&id).then_some(id - FILES)
}

/// The id of the record of a staged hand-off. Of two runs that stage it, one is refused.
pub fn stage(number: HandoffNumber) -> i32 {
    STAGES.saturating_add(i32::try_from(number.number()).unwrap_or(i32::MAX)).min(UNDONE - 1)
}

/// The number of a staged hand-off by the id of its record; `None` for any other id.
pub fn staged(id: i32) -> Option<HandoffNumber> {
    (STAGES + 1..UNDONE).contains(&id).then(|| HandoffNumber::new(id.abs_diff(STAGES)))
}

/// The id of the record of an unstaged hand-off. A batch that stages the hand-off or deletes its tabs makes
/// this record too and deletes it again, so that Google refuses the batch while the record exists.
pub fn undone(number: HandoffNumber) -> i32 {
    UNDONE.saturating_add(i32::try_from(number.number()).unwrap_or(i32::MAX)).min(INDEXES - 1)
}

/// The number of an unstaged hand-off by the id of its record; `None` for any other id.
pub fn undone_number(id: i32) -> Option<HandoffNumber> {
    (UNDONE + 1..INDEXES).contains(&id).then(|| HandoffNumber::new(id.abs_diff(UNDONE)))
}

/// The id of the protection that freezes a tab while it is compared with its copy and deleted. The tab's
/// other protection, which leaves the clerks' columns open, has the tab's id.
pub fn freeze(sheet_id: SheetId) -> i32 {
    sheet_id.number().saturating_sub(FREEZE_DISTANCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::IdSpace;

    #[test]
    fn ids_of_the_archive_lead_back_and_never_meet() {
        let id_space = IdSpace::default();
        for n in [1, 60, 99_999].map(HandoffNumber::new) {
            assert_eq!(staged(stage(n)), Some(n));
            assert_eq!((undone_number(undone(n)), staged(undone(n))), (Some(n), None));
            assert_eq!(
                (id_space.number_of_tab(SheetId::new(stage(n))), undone_number(stage(n))),
                (None, None)
            );
        }
        for year in [1984, 2026, 2100] {
            assert_eq!((staged(archive_file(year)), archive_year(archive_file(year))), (None, Some(year)));
        }
    }
}
