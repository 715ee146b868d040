//! The ids that the service gives to what it makes in a spreadsheet: tabs, guards and other metadata,
//! protections, filter views and charts.
//!
//! Google refuses to create something under an id that exists, and offers no other refusal on
//! conflict. So every id is computed from what the thing is for, such as the number of the hand-off:
//! of two runs that make the same thing, one is refused, and so is a late copy of an old request.

mod archive;
pub mod handoff_number;
mod id_space;
mod maintained;
mod metadata_kind;
pub mod record_version;
pub mod report_id;
mod service_column;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::identity::fingerprint::Fingerprint;
use crate::sheet::sheet_id::SheetId;

pub use self::archive::{
    ARCHIVE_INDEX_TITLE, ARCHIVE_KEY, STAGE_KEY, UNDONE_KEY, archive_file, archive_year, freeze, stage,
    staged, undone, undone_number,
};
pub use self::id_space::{IdSpace, NoIdSpaceLeft, Origin};
pub use self::maintained::{MaintainedTab, REMINDER_KEY, chart, is_reminder_record, reminder_record};
pub use self::metadata_kind::MetadataKind;
pub use crate::domain::form::ServiceColumn;

use self::archive::FILES as ARCHIVES;
use self::maintained::MAINTAINED as MAINTAINED_TABS;

// The ranges of ids, each named by its first. Google takes any positive 32-bit integer, in an id space of
// its own for each kind of thing; the ranges are apart so that an id alone says what it is of.

/// First id of ledgers that were set aside in a copy of their file.
const OLD_LEDGERS: i32 = 1_900_100_000;
/// First id of tabs that repeat the lines of number 0.
const KNOWN_BEFORE_TABS: i32 = 1_900_200_000;
/// First id of the tabs that record what nights decided.
const NIGHT_LOGS: i32 = 1_900_300_000;
/// First id of the tabs that keep the states which nights have seen.
const STATE_HISTORIES: i32 = 1_900_310_000;
/// First id of the records of rows that Google refuses without a reason.
pub(crate) const REFUSED_ROWS: i32 = 1_900_400_000;
/// Number of ids that these records may have.
const REFUSED_ROW_IDS: i32 = 100_000;
/// First id of the records of how the state histories end.
const HISTORY_RECORDS: i32 = 1_900_500_000;
/// First id of the tabs that hold the rows of the first night.
const BASELINES: i32 = 1_900_600_000;
/// First id of the records that both offices were told who else can open the file.
const ACCESS: i32 = 1_903_000_000;
/// First id of tabs that hold lines which a hand-off's own tab has lost.
const REISSUES: i32 = 1_904_000_000;
/// First id of the records of repairs.
const REPAIRS: i32 = 1_905_000_000;
/// First id of the tags of the service columns.
const TAGS: i32 = 1_906_000_000;
/// First id of hand-offs: of their tabs, guards, protections and filter views.
const HANDOFFS: i32 = 1_907_000_000;
/// First id of the records of notices.
const NOTICES: i32 = 1_910_000_000;

/// Number of sheet ids that the tab with the rows of the first night may have.
const IDS_PER_BASELINE: i32 = 64;
/// Number of ids that the records of one notice may have.
const RECORDS: u32 = 16;

/// Sheet id of the ledger.
pub const LEDGER: SheetId = SheetId::new(HANDOFFS);
/// Title of the ledger.
pub const LEDGER_TITLE: &str = "Libro de traslados";
/// Number of rows in a new ledger: its header is frozen, and Google freezes no row unless another one is
/// left.
pub const LEDGER_ROWS: u32 = 2;
/// Title of the tab that repeats the lines of number 0.
pub const KNOWN_BEFORE_TITLE: &str = "Libro de traslados (inicio)";
/// Title of the tab that holds the rows of the first night.
pub const BASELINE_TITLE: &str = "Filas anteriores";
/// Title of the tab that records what nights and commands decided.
pub const NIGHT_LOG_TITLE: &str = "Registro de noches";
/// Title of the tab that keeps the states which nights have seen.
pub const STATE_HISTORY_TITLE: &str = "Historia de estados";
/// Sheet id of the staff tab in a spreadsheet that `init` has made.
pub const STAFF: SheetId = SheetId::new(1_900_000_010);
/// Id of the protection of that tab's headers.
pub const STAFF_HEADERS: i32 = 1_900_000_011;

/// Beginning of the keys of all metadata of the service.
pub const KEY_PREFIX: &str = "traslado.";
/// Id of the record of the file for which the ledger was made. In a copy of the file, the record still
/// names the original.
pub const ORIGIN: i32 = HANDOFFS;
/// Key of the record of the file for which the ledger was made.
pub const ORIGIN_KEY: &str = "traslado.origin";
/// Id of the record of number 0, which is either the guard of what was known before the first hand-off
/// or [`NOTHING_KNOWN_BEFORE`]. Both have this id, so that whichever is written first excludes the other.
pub const NUMBER_ZERO: i32 = 1_900_000_000;
/// Key of the record of number 0.
pub const NUMBER_ZERO_KEY: &str = "traslado.start";
/// Value of the record of number 0 where nothing was known before the first hand-off.
pub const NOTHING_KNOWN_BEFORE: &str = "1:none";
/// Id of the record of the operator's decision about rows without a usable date.
pub const UNDATED: i32 = 1_900_000_001;
/// Key of the record of the operator's decision about rows without a usable date.
pub const UNDATED_KEY: &str = "traslado.undated";
/// Id of the record that somebody confirmed the columns of the staff tab.
pub const COLUMNS: i32 = 1_900_000_002;
/// Key of the record that somebody confirmed the columns of the staff tab.
pub const COLUMNS_KEY: &str = "traslado.columns";
/// Id of the record that closes the rows of the first night.
pub const BASELINE: i32 = 1_900_000_003;
/// Key of the record that closes the rows of the first night.
pub const BASELINE_KEY: &str = "traslado.baseline";
/// Key of the records of how the state history ends.
pub const HISTORY_KEY: &str = "traslado.history";
/// Key of the guards.
pub const GUARD_KEY: &str = "traslado.guard";
/// Key of the records that both offices were told who else can open the file.
pub const ACCESS_KEY: &str = "traslado.access";
/// Key of the records of repairs.
pub const REPAIR_KEY: &str = "traslado.repair";
/// Key of the records of rows that Google refuses without a reason.
pub const REFUSED_ROW_KEY: &str = "traslado.refused";
/// Key of the records of notices.
pub const NOTICE_KEY: &str = "traslado.notice";

/// The sheet ids that the tab with the rows of the first night may have, in the order in which they are
/// tried: a later one is needed where an attempt was cut short, or where Google does not give out the id of
/// a deleted tab again. A copy of the file has the tab under the same id.
pub fn baseline_ids() -> impl Iterator<Item = SheetId> {
    (BASELINES..BASELINES + IDS_PER_BASELINE).map(SheetId::new)
}

/// Returns `true` for the sheet id of a tab with rows of the first night.
pub fn is_baseline(sheet_id: SheetId) -> bool {
    (BASELINES..BASELINES + IDS_PER_BASELINE).contains(&sheet_id.number())
}

/// The id of the record that both offices were told on a day who else can open the file. Of two runs on
/// that day, one is refused the record and tells nobody.
pub fn access_record(day: NaiveDate) -> i32 {
    ACCESS.saturating_add(day.num_days_from_ce())
}

/// Returns `true` for the id of a record about access, of any day.
pub fn is_access_record(id: i32) -> bool {
    (ACCESS..REISSUES).contains(&id)
}

/// The id of the record of a row that Google refuses without a reason, by what the row says.
pub fn refused_row(row: &Fingerprint) -> i32 {
    REFUSED_ROWS + i32::try_from(row.prefix() % REFUSED_ROW_IDS.unsigned_abs()).unwrap_or_default()
}

/// Returns `true` for the id of the record of a refused row.
pub fn is_refused_row(id: i32) -> bool {
    (REFUSED_ROWS..REFUSED_ROWS + REFUSED_ROW_IDS).contains(&id)
}

/// The id of the record of a repair, by its position from 0. Of two repairs at once, one is refused.
pub fn repair(position: u32) -> i32 {
    REPAIRS.saturating_add(i32::try_from(position).unwrap_or(i32::MAX))
}

/// The position of a repair, from 0, by the id of its record; `None` for any other id.
pub fn repair_position(id: i32) -> Option<u32> {
    (REPAIRS..TAGS).contains(&id).then(|| id.abs_diff(REPAIRS))
}

#[cfg(test)]
mod tests;
