//! The ids under which the service keeps its things in a spreadsheet.
//!
//! Google refuses to create what exists under the same id, which is the only refusal on conflict
//! that it offers. So every id is derived from the hand-off's number: two runs that aim at the
//! same number collide, and a late copy of an old request is refused.

mod archive;
mod id_space;
mod maintained;
pub mod report_id;

use chrono::{Datelike as _, NaiveDate};

pub use self::archive::{
    ARCHIVE_INDEX_TITLE, ARCHIVE_KEY, STAGE_KEY, UNDONE_KEY, archive_file, archive_year, freeze, stage,
    staged, undone, undone_number,
};
pub use self::id_space::{IdSpace, NoIdSpaceLeft, Origin};
pub use self::maintained::{MaintainedTab, REMINDER_KEY, chart, is_reminder_record, reminder_record};
pub use crate::domain::form::ServiceColumn;

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
/// First of the ids of old ledgers that were set aside in a copy of their file.
const ASIDE: i32 = 1_900_100_000;
/// First of the ids of tabs that hold the lines of number 0 a second time.
const STARTS: i32 = 1_900_200_000;
/// First of the ids of the records that both offices were told who else can open the file.
const ACCESS: i32 = 1_903_000_000;
/// How many records a notice may have.
pub const RECORDS: u32 = 16;

/// Sheet id of the ledger.
pub const LEDGER: i32 = BASE;
/// Title of the ledger.
pub const LEDGER_TITLE: &str = "Libro de traslados";
/// Title of the tab that holds the lines of number 0 a second time.
pub const START_TITLE: &str = "Libro de traslados (inicio)";
/// Rows of a new ledger: its header is frozen, and Google freezes no row unless another one is left.
pub const LEDGER_ROWS: u32 = 2;
/// Sheet id of the staff tab in a spreadsheet that `init` has made.
pub const STAFF: i32 = 1_900_000_010;
/// Id of the protection of that tab's headers.
pub const STAFF_HEADERS: i32 = 1_900_000_011;
/// Id of the record that names the file for which the ledger was made. In a copy of the file it
/// still names the original.
pub const ORIGIN: i32 = BASE;
/// Key of the record that names the file for which the ledger was made.
pub const ORIGIN_KEY: &str = "traslado.origin";
/// Id of the record of what stands in the ledger before the first hand-off: the guard of number 0,
/// or [`NOTHING`], so that whichever comes first bars the other.
pub const START: i32 = 1_900_000_000;
/// Key of the record of number 0.
pub const START_KEY: &str = "traslado.start";
/// Value of the record of number 0 where the first hand-off was made with nothing before it.
pub const NOTHING: &str = "none";
/// Id of the record of what the operator decided about rows without a usable date.
pub const UNDATED: i32 = 1_900_000_001;
/// Key of the record of what the operator decided about undated rows.
pub const UNDATED_KEY: &str = "traslado.undated";
/// The beginning of the keys of all records.
pub const KEYS: &str = "traslado.";
/// Key of the guards.
pub const GUARD_KEY: &str = "traslado.guard";
/// Key of the records that both offices were told who else can open the file.
pub const ACCESS_KEY: &str = "traslado.access";
/// Key of the records of repairs.
pub const REPAIR_KEY: &str = "traslado.repair";
/// Key of the records of notices.
pub const NOTICE_KEY: &str = "traslado.notice";

/// The id of the record that both offices were told on a day who else can open the file: of two runs
/// on that day, one tells them.
pub fn access_record(day: NaiveDate) -> i32 {
    ACCESS.saturating_add(day.num_days_from_ce())
}

/// Returns `true` if an id is that of a record about access, of whatever day.
pub fn is_access_record(id: i32) -> bool {
    (ACCESS..REISSUES).contains(&id)
}

/// The id of the record of a repair, from 0, so that two repairs at once collide.
pub fn repair(position: u32) -> i32 {
    REPAIRS.saturating_add(i32::try_from(position).unwrap_or(i32::MAX))
}

/// The position of a repair's record.
pub fn repair_position(id: i32) -> Option<u32> {
    (REPAIRS..TAGS).contains(&id).then(|| id.abs_diff(REPAIRS))
}

impl ServiceColumn {
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
}

#[cfg(test)]
mod tests;
