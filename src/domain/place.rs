//! The ids under which the service keeps its things in a spreadsheet.
//!
//! Google refuses to create what exists under the same id, which is the only refusal on conflict
//! that it offers. So every id is derived from the hand-off's number: two runs that aim at the
//! same number collide, and a late copy of an old request is refused.

use chrono::{Datelike as _, NaiveDate};

/// First of the ids used for tabs, guards, protections and filter views; Google takes any positive
/// 32-bit integer.
const BASE: i32 = 1_907_000_000;
/// First of the ids used for records of notices.
const NOTICES: i32 = 1_910_000_000;
/// First of the ids of the service columns' tags.
const TAGS: i32 = 1_906_000_000;
/// First of the ids of the records of repairs.
const REPAIRS: i32 = 1_905_000_000;
/// First of the ids of tabs that hold lines which a hand-off's own tab has lost.
const REISSUES: i32 = 1_904_000_000;
/// First of the ids of the records that both offices were told who else can open the file.
const ACCESS: i32 = 1_903_000_000;
/// First of the ids of what archiving leaves in the spreadsheet: the records of the archive's files by
/// year, then the marks of hand-offs on their way there, then the tab that lists what is archived.
const ARCHIVE: i32 = 1_901_000_000;
/// First of the ids of the marks of hand-offs on their way to the archive, and of the protections that
/// hold their tabs still.
const MARKS: i32 = ARCHIVE + 10_000;
/// First of the ids of the records that a hand-off was taken off its way again.
const UNDONE: i32 = ARCHIVE + 500_000;
/// First of the ids of the tab that lists what is archived.
const REGISTERS: i32 = ARCHIVE + 990_000;
/// How far below a tab's id stands that of the protection that holds it still.
const STILL: i32 = 1_000_000_000;
/// First of the sheet ids of the tabs that the service keeps up, and of their charts' ids.
const KEPT: i32 = 1_902_000_000;
/// First of the ids of their charts.
const CHARTS: i32 = 1_902_001_000;
/// First of the ids of the records that Citizen Attention was reminded.
const REMINDERS: i32 = 1_902_100_000;
/// How many sheet ids each tab that is kept up has to choose from.
const PER_KEPT: u8 = 8;
/// How many charts a tab may have.
const PER_TAB: i32 = 8;
/// How many tabs for lost lines a hand-off may have at once.
const PER_NUMBER: u32 = 16;
/// How many records a notice may have.
pub const RECORDS: u32 = 16;

/// Sheet id of the ledger.
pub const LEDGER: i32 = BASE;
/// Title of the ledger.
pub const LEDGER_TITLE: &str = "Libro de traslados";
/// Rows of a new ledger: its header is frozen, and Google freezes no row unless another one is left.
pub const LEDGER_ROWS: u32 = 2;
/// Key of the guards.
pub const GUARD_KEY: &str = "traslado.guard";
/// Key of the records that both offices were told who else can open the file.
pub const ACCESS_KEY: &str = "traslado.access";
/// Key of the records that Citizen Attention was reminded of what is due.
pub const REMINDER_KEY: &str = "traslado.reminder";
/// Key of the record that names the file for which the ledger was made; its id is [`of`] 0. In a
/// copy of the file it still names the original.
pub const ORIGIN_KEY: &str = "traslado.origin";
/// Key of the records of repairs.
pub const REPAIR_KEY: &str = "traslado.repair";
/// Key of the records of notices.
pub const NOTICE_KEY: &str = "traslado.notice";

/// The id of whatever belongs to one hand-off: its tab, its guard, its protection, its filter view.
/// Each kind has an id space of its own. Number 0 is the ledger's.
pub fn of(number: u32) -> i32 {
    BASE.saturating_add(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The hand-off whose things have this id.
pub fn number(id: i32) -> Option<u32> {
    (BASE + 1..NOTICES).contains(&id).then(|| id.abs_diff(BASE))
}

/// Sheet ids of the tabs that hold lines which a hand-off's own tab has lost. Which of them is used
/// depends on the day, so that two runs at once make one tab, and an id that Google does not give
/// out again after its tab was deleted stands in the way of one day only.
pub fn reissues(number: u32, day: NaiveDate) -> impl Iterator<Item = i32> {
    let first = number.saturating_mul(PER_NUMBER);
    let offset = move |turn: u32| first + (day.num_days_from_ce().unsigned_abs() + turn) % PER_NUMBER;
    (0..PER_NUMBER).map(move |turn| REISSUES.saturating_add(i32::try_from(offset(turn)).unwrap_or(i32::MAX)))
}

/// The hand-off whose lines a tab holds, be it its own or the one for lost lines.
pub fn number_of_tab(sheet_id: i32) -> Option<u32> {
    let reissued = (REISSUES..TAGS).contains(&sheet_id).then(|| sheet_id.abs_diff(REISSUES) / PER_NUMBER);
    number(sheet_id).or(reissued)
}

/// The id of one record of the notice that ends with a hand-off.
pub fn record(number: u32, position: u32) -> i32 {
    let offset = number.saturating_mul(RECORDS).saturating_add(position);
    NOTICES.saturating_add(i32::try_from(offset).unwrap_or(i32::MAX))
}

/// The hand-off and the position of a notice's record.
pub fn record_number(id: i32) -> Option<(u32, u32)> {
    let offset = (id >= NOTICES).then(|| id.abs_diff(NOTICES))?;
    Some((offset / RECORDS, offset % RECORDS))
}

/// The id of the record that both offices were told on a day who else can open the file: of two runs
/// on that day, one tells them.
pub fn access_record(day: NaiveDate) -> i32 {
    ACCESS.saturating_add(day.num_days_from_ce())
}

/// Whether an id is such a record's, of whatever day.
pub fn is_access_record(id: i32) -> bool {
    (ACCESS..REISSUES).contains(&id)
}

/// The id of the record that Citizen Attention was reminded on a day: of two runs on that day, one
/// reminds them.
pub fn reminder_record(day: NaiveDate) -> i32 {
    REMINDERS.saturating_add(day.num_days_from_ce())
}

/// Whether an id is such a record's, of whatever day.
pub fn is_reminder_record(id: i32) -> bool {
    (REMINDERS..ACCESS).contains(&id)
}

/// Whether a tab is the service's own: the ledger, a hand-off's, or one that it keeps up.
pub fn is_own_tab(sheet_id: i32) -> bool {
    sheet_id == LEDGER || number_of_tab(sheet_id).is_some() || Kept::of(sheet_id).is_some()
}

/// A tab that every night brings up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// What clerks have still to answer.
    Pending,
    /// Counts and their charts.
    Board,
}

impl Kept {
    /// Both, in the order in which they are made.
    pub const ALL: [Self; 2] = [Self::Pending, Self::Board];

    /// The title it is made with, unless people have a tab of that title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pending => "Pendientes",
            Self::Board => "Tablero",
        }
    }

    /// The sheet ids it may have. It has the first, unless Google does not give that one out again
    /// after people deleted the tab.
    pub fn ids(self) -> impl Iterator<Item = i32> {
        let first = match self {
            Self::Pending => KEPT,
            Self::Board => KEPT + 1,
        };
        (0..PER_KEPT).map(move |turn| first + 2 * i32::from(turn))
    }

    /// Which of them a sheet id belongs to.
    pub fn of(sheet_id: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|kept| kept.ids().any(|id| id == sheet_id))
    }
}

/// The id of one of the charts, from 0, of a tab that is kept up.
pub fn chart(sheet_id: i32, position: u8) -> i32 {
    CHARTS + sheet_id.saturating_sub(KEPT).saturating_mul(PER_TAB).saturating_add(i32::from(position))
}

/// The id of the record of a repair, from 0, so that two repairs at once collide.
pub fn repair(position: u32) -> i32 {
    REPAIRS.saturating_add(i32::try_from(position).unwrap_or(i32::MAX))
}

/// The position of a repair's record.
pub fn repair_position(id: i32) -> Option<u32> {
    (REPAIRS..TAGS).contains(&id).then(|| id.abs_diff(REPAIRS))
}

/// Title of the tab that lists what is archived.
pub const REGISTER_TITLE: &str = "Traslados archivados";
/// Key of the records of the archive's files.
pub const ARCHIVE_KEY: &str = "traslado.archive";
/// Key of the records that a hand-off was taken off its way to the archive.
pub const UNDONE_KEY: &str = "traslado.unarchived";
/// Key of the marks of hand-offs on their way to the archive.
pub const MARK_KEY: &str = "traslado.archiving";

/// The id of the record of the archive spreadsheet of a year, so that two runs make one.
pub fn archive_file(year: i32) -> i32 {
    ARCHIVE.saturating_add(year.clamp(0, MARKS - ARCHIVE - 1))
}

/// The year whose archive spreadsheet has this record.
pub fn archive_year(id: i32) -> Option<i32> {
    (ARCHIVE..MARKS).contains(&id).then_some(id - ARCHIVE)
}

/// The id of the mark of a hand-off on its way to the archive, so that two runs mark it once.
pub fn mark(number: u32) -> i32 {
    MARKS.saturating_add(i32::try_from(number).unwrap_or(i32::MAX)).min(UNDONE - 1)
}

/// The hand-off that has this mark.
pub fn marked(id: i32) -> Option<u32> {
    (MARKS + 1..UNDONE).contains(&id).then(|| id.abs_diff(MARKS))
}

/// The id of the record that a hand-off was taken off its way. While it stands, a batch that makes it
/// as well is refused: a run that still believes the mark takes nothing away.
pub fn undone(number: u32) -> i32 {
    UNDONE.saturating_add(i32::try_from(number).unwrap_or(i32::MAX)).min(REGISTERS - 1)
}

/// The hand-off that has this record.
pub fn undone_number(id: i32) -> Option<u32> {
    (UNDONE + 1..REGISTERS).contains(&id).then(|| id.abs_diff(UNDONE))
}

/// The id of the protection that holds a tab still while it is compared with its copy and taken away.
/// The tab's own protection, which leaves the clerks' columns open, has the tab's id.
pub fn stillness(sheet_id: i32) -> i32 {
    sheet_id.saturating_sub(STILL)
}

/// The ids that the tab which lists what is archived may have: a later one where Google does not give
/// out an earlier one again after its tab was deleted.
pub fn registers() -> std::ops::Range<i32> {
    REGISTERS..REGISTERS + 16
}

/// Whether a tab lists what is archived.
pub fn is_register(sheet_id: i32) -> bool {
    registers().contains(&sheet_id)
}

/// The service's own columns beside the staff's, found by these keys wherever they are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceColumn {
    /// The report's ID.
    Id,
    /// What became of the row.
    State,
    /// What staff should look at.
    Notes,
    /// The radicado that clerks gave.
    Radicado,
}

impl ServiceColumn {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 4] = [Self::Id, Self::State, Self::Notes, Self::Radicado];

    /// Key of the column's metadata.
    pub fn key(self) -> &'static str {
        match self {
            Self::Id => "traslado.id",
            Self::State => "traslado.state",
            Self::Notes => "traslado.notes",
            Self::Radicado => "traslado.radicado",
        }
    }

    /// Id of the column's metadata, so that two adoptions at once collide.
    pub fn tag(self) -> i32 {
        let position = Self::ALL.iter().position(|column| *column == self).unwrap_or(0);
        TAGS.saturating_add(i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// The header that staff see.
    pub fn header(self) -> &'static str {
        match self {
            Self::Id => "ID traslado",
            Self::State => "Estado traslado",
            Self::Notes => "Observaciones traslado",
            Self::Radicado => "Radicado",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_lead_back_to_their_numbers_and_never_meet() {
        for n in [1, 2, 60, 99_999] {
            assert_eq!(number(of(n)), Some(n));
            assert_eq!(number_of_tab(of(n)), Some(n));
            let day = NaiveDate::default();
            let ids: BTreeSet<i32> = reissues(n, day).collect();
            assert_eq!(ids.len(), 16);
            assert_ne!(reissues(n, day).next(), reissues(n, day.succ_opt().unwrap()).next());
            for id in ids {
                assert_eq!((number_of_tab(id), number(id)), (Some(n), None));
            }
            assert_eq!(record_number(record(n, 15)), Some((n, 15)));
            assert_eq!(record_number(of(n)), None);
            assert_eq!(number(record(n, 0)), None);
        }
        for n in [1, 60, 99_999] {
            assert_eq!(marked(mark(n)), Some(n));
            assert_eq!((undone_number(undone(n)), marked(undone(n))), (Some(n), None));
            assert_eq!((number(mark(n)), number_of_tab(mark(n)), undone_number(mark(n))), (None, None, None));
        }
        for year in [1984, 2026, 2100] {
            assert_eq!((marked(archive_file(year)), archive_year(archive_file(year))), (None, Some(year)));
        }
        assert!(registers().all(|id| is_register(id) && marked(id).is_none() && number_of_tab(id).is_none()));
        assert_eq!(repair_position(repair(7)), Some(7));
        assert_eq!(repair_position(ServiceColumn::Id.tag()), None);
        assert_eq!(number(repair(7)), None);
        assert_eq!(number(LEDGER), None);
        assert_eq!(number_of_tab(LEDGER), None);
        assert_eq!(number(0), None);
        let (pending, board): (Vec<i32>, Vec<i32>) =
            (Kept::Pending.ids().collect(), Kept::Board.ids().collect());
        assert_eq!((pending[0], board[0]), (1_902_000_000, 1_902_000_001));
        assert!(pending.iter().all(|id| Kept::of(*id) == Some(Kept::Pending) && is_own_tab(*id)));
        assert!(board.iter().all(|id| Kept::of(*id) == Some(Kept::Board) && number_of_tab(*id).is_none()));
        assert!(is_own_tab(LEDGER) && is_own_tab(of(1)) && !is_own_tab(0));
        assert_ne!(chart(board[0], 7), chart(pending[1], 0));
        let day = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap();
        assert!(is_reminder_record(reminder_record(day)) && !is_access_record(reminder_record(day)));
        assert!(!is_reminder_record(access_record(day)) && !is_reminder_record(chart(board[7], 7)));
    }
}
