//! The ids of what archiving leaves in a spreadsheet.

/// First of the ids of what archiving leaves in the spreadsheet: the records of the archive's files by
/// year, then the marks of hand-offs on their way there, then the tab that lists what is archived.
const ARCHIVE: i32 = 1_901_000_000;
/// First of the ids of the marks of hand-offs on their way to the archive, and of the protections that
/// hold their tabs still.
const STAGES: i32 = ARCHIVE + 10_000;
/// First of the ids of the records that a hand-off was taken off its way again.
const UNDONE: i32 = ARCHIVE + 500_000;
/// First of the ids of the tab that lists what is archived.
pub(super) const INDEXES: i32 = ARCHIVE + 990_000;
/// How far below a tab's id stands that of the protection that holds it still.
const STILL: i32 = 1_000_000_000;

/// Title of the tab that lists what is archived.
pub const ARCHIVE_INDEX_TITLE: &str = "Traslados archivados";
/// Key of the records of the archive's files.
pub const ARCHIVE_KEY: &str = "traslado.archive";
/// Key of the records that a hand-off was taken off its way to the archive.
pub const UNDONE_KEY: &str = "traslado.unarchived";
/// Key of the marks of hand-offs on their way to the archive.
pub const STAGE_KEY: &str = "traslado.archiving";

/// The id of the record of the archive spreadsheet of a year, so that two runs make one.
pub fn archive_file(year: i32) -> i32 {
    ARCHIVE.saturating_add(year.clamp(0, STAGES - ARCHIVE - 1))
}

/// The year whose archive spreadsheet has this record.
pub fn archive_year(id: i32) -> Option<i32> {
    (ARCHIVE..STAGES).contains(&id).then_some(id - ARCHIVE)
}

/// The id of the mark of a hand-off on its way to the archive, so that two runs mark it once.
pub fn stage(number: u32) -> i32 {
    STAGES.saturating_add(i32::try_from(number).unwrap_or(i32::MAX)).min(UNDONE - 1)
}

/// The hand-off that has this mark.
pub fn staged(id: i32) -> Option<u32> {
    (STAGES + 1..UNDONE).contains(&id).then(|| id.abs_diff(STAGES))
}

/// The id of the record that a hand-off was taken off its way. While it stands, a batch that makes it
/// as well is refused: a run that still believes the mark takes nothing away.
pub fn undone(number: u32) -> i32 {
    UNDONE.saturating_add(i32::try_from(number).unwrap_or(i32::MAX)).min(INDEXES - 1)
}

/// The hand-off that has this record.
pub fn undone_number(id: i32) -> Option<u32> {
    (UNDONE + 1..INDEXES).contains(&id).then(|| id.abs_diff(UNDONE))
}

/// The id of the protection that holds a tab still while it is compared with its copy and taken away.
/// The tab's own protection, which leaves the clerks' columns open, has the tab's id.
pub fn freeze(sheet_id: i32) -> i32 {
    sheet_id.saturating_sub(STILL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::IdSpace;

    #[test]
    fn ids_of_the_archive_lead_back_and_never_meet() {
        let id_space = IdSpace::default();
        for n in [1, 60, 99_999] {
            assert_eq!(staged(stage(n)), Some(n));
            assert_eq!((undone_number(undone(n)), staged(undone(n))), (Some(n), None));
            assert_eq!((id_space.number_of_tab(stage(n)), undone_number(stage(n))), (None, None));
        }
        for year in [1984, 2026, 2100] {
            assert_eq!((staged(archive_file(year)), archive_year(archive_file(year))), (None, Some(year)));
        }
    }
}
