//! The id space of one ledger.
//!
//! A copy of a file has the tabs of the original under the same ids, and it is not documented whether
//! Google gives out the id of a deleted tab again. So a ledger that begins anew in a copy gets an id
//! space of its own, and the tabs of the old ledger are not part of it.

use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::ids::archive::INDEXES;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::maintained::MaintainedTab;
use crate::domain::ids::record_version::{RECORD_VERSION, unmarked};
use crate::domain::ids::{
    HANDOFFS, HISTORY_RECORDS, KNOWN_BEFORE_TABS, LEDGER, NIGHT_LOGS, NOTICES, NUMBER_ZERO, OLD_LEDGERS,
    RECORDS, REISSUES, STATE_HISTORIES, TAGS, is_baseline,
};
use crate::sheet::sheet_id::SheetId;

/// Most tabs for lost lines that a hand-off may have at once.
const REISSUES_PER_HANDOFF: u32 = 16;
/// Number of sheet ids that an archive index may have.
const IDS_PER_INDEX: i32 = 16;
/// Number of sheet ids that the tab which records what nights decided may have.
const IDS_PER_NIGHT_LOG: i32 = 16;

/// Number of sheet ids that the tab which keeps the states may have.
const IDS_PER_HISTORY: i32 = 16;
/// Number of ids that the records of how it ends may have.
const IDS_PER_HISTORY_RECORD: u32 = 1000;

/// First id of the second id space, that of the first ledger that began anew.
const SECOND: i32 = 1_600_000_000;
/// Number of ids of each id space from the second on.
const IDS_PER_SPACE: i32 = 5_000_000;
/// Distance from the first id of a space to its ids for lost lines; those of hand-offs come before them.
const REISSUES_DISTANCE: i32 = 1_000_000;
/// Distance from the first id of a space to its ids for records of notices.
const NOTICES_DISTANCE: i32 = 3_000_000;
/// Last id space: how often a ledger can begin anew in a copy of a copy.
const LAST: u8 = 59;

/// The ids of one ledger's things: those of a file's first ledger, which is number 0, or of a ledger that
/// began anew in a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdSpace(u8);

/// All id spaces are taken: the file was copied from copies too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is the copy of a copy {LAST} times over")]
pub struct NoIdSpaceLeft;

impl IdSpace {
    /// The id of each thing that belongs to one hand-off: its tab, guard, protection and filter view. For
    /// Google these are four kinds of ids, so one number serves for all.
    fn id(self, number: HandoffNumber) -> i32 {
        self.handoffs().start.saturating_add(i32::try_from(number.number()).unwrap_or(i32::MAX))
    }

    /// The sheet id of a hand-off's own tab.
    pub fn tab(self, number: HandoffNumber) -> SheetId {
        SheetId::new(self.id(number))
    }

    /// The id of a hand-off's guard. Number 0, what was known before the first hand-off, has one too.
    pub fn guard(self, number: HandoffNumber) -> i32 {
        if number.is_known_before() { NUMBER_ZERO } else { self.id(number) }
    }

    /// The number of the hand-off whose things have this id; `None` for any other id.
    pub fn number(self, id: i32) -> Option<HandoffNumber> {
        let ids = self.handoffs();
        (ids.contains(&id) && id > ids.start).then(|| HandoffNumber::new(id.abs_diff(ids.start)))
    }

    /// Sheet ids of the tabs that hold lines which a hand-off's own tab has lost, in the order in which
    /// they are tried on a day. Two runs on that day try the same id first, so that one tab is made. An id
    /// that Google does not give out again, because its tab was deleted, is tried last on the next day.
    pub fn reissues(self, number: HandoffNumber, day: NaiveDate) -> impl Iterator<Item = SheetId> {
        let first = number.number().saturating_mul(REISSUES_PER_HANDOFF);
        let day = day.num_days_from_ce().unsigned_abs();
        let offset = move |turn: u32| first + (day + turn) % REISSUES_PER_HANDOFF;
        let ids = self.reissue_ids();
        (0..REISSUES_PER_HANDOFF)
            .map(move |turn| ids.start.saturating_add(i32::try_from(offset(turn)).unwrap_or(i32::MAX)))
            .map(SheetId::new)
    }

    /// The number of the hand-off whose lines a tab holds, be it the hand-off's own tab or one for lost
    /// lines; `None` for any other tab.
    pub fn number_of_tab(self, sheet_id: SheetId) -> Option<HandoffNumber> {
        let ids = self.reissue_ids();
        let id = sheet_id.number();
        let offset = ids.contains(&id).then(|| id.abs_diff(ids.start));
        let reissued = offset.map(|offset| HandoffNumber::new(offset / REISSUES_PER_HANDOFF));
        self.number(id).or(reissued)
    }

    /// The sheet ids that the archive index may have. It has the first, or a later one where Google does
    /// not give out an earlier one again, because its tab was deleted.
    pub fn index_ids(self) -> impl Iterator<Item = SheetId> {
        let first = INDEXES + i32::from(self.0) * IDS_PER_INDEX;
        (first..first + IDS_PER_INDEX).map(SheetId::new)
    }

    /// Returns `true` for the sheet id of an archive index.
    pub fn is_archive_index(self, sheet_id: SheetId) -> bool {
        self.index_ids().any(|id| id == sheet_id)
    }

    /// The sheet ids that the tab which records what nights decided may have, in the order in which they are
    /// tried: a later one is needed where Google does not give out an earlier one again, because people
    /// deleted the tab.
    pub fn night_log_ids(self) -> impl Iterator<Item = SheetId> {
        let first = NIGHT_LOGS + i32::from(self.0) * IDS_PER_NIGHT_LOG;
        (first..first + IDS_PER_NIGHT_LOG).map(SheetId::new)
    }

    /// Returns `true` for the sheet id of the tab that records what nights decided.
    pub fn is_night_log(self, sheet_id: SheetId) -> bool {
        self.night_log_ids().any(|id| id == sheet_id)
    }

    /// The sheet ids that the tab which keeps the states that nights have seen may have, in the order in which
    /// they are tried: a later one is needed where Google does not give out an earlier one again, because people
    /// deleted the tab.
    pub fn state_history_ids(self) -> impl Iterator<Item = SheetId> {
        let first = STATE_HISTORIES + i32::from(self.0) * IDS_PER_HISTORY;
        (first..first + IDS_PER_HISTORY).map(SheetId::new)
    }

    /// Returns `true` for the sheet id of the tab that keeps the states which nights have seen.
    pub fn is_state_history(self, sheet_id: SheetId) -> bool {
        self.state_history_ids().any(|id| id == sheet_id)
    }

    /// The id of the record of how that tab ends, by how many records there were before it: of two runs that add
    /// to the tab at once, one is refused the record, and so is a late copy of a request.
    pub fn history_record(self, sequence: u32) -> i32 {
        let first =
            HISTORY_RECORDS + i32::from(self.0) * i32::try_from(IDS_PER_HISTORY_RECORD).unwrap_or(i32::MAX);
        first + i32::try_from(sequence % IDS_PER_HISTORY_RECORD).unwrap_or_default()
    }

    /// Returns `true` for the id of a record of how that tab ends.
    pub fn is_history_record(self, id: i32) -> bool {
        (self.history_record(0)..=self.history_record(IDS_PER_HISTORY_RECORD - 1)).contains(&id)
    }

    /// Returns `true` for a tab of the service: the ledger, the lines of number 0, a hand-off, the archive
    /// index, what nights decided, the states they have seen, the rows of the first night, or a maintained tab.
    pub fn is_own_tab(self, sheet_id: SheetId) -> bool {
        sheet_id == LEDGER
            || sheet_id == self.known_before_tab()
            || self.number_of_tab(sheet_id).is_some()
            || self.is_archive_index(sheet_id)
            || self.is_night_log(sheet_id)
            || self.is_state_history(sheet_id)
            || is_baseline(sheet_id)
            || MaintainedTab::of(sheet_id).is_some()
    }

    /// The id of one record, by its position from 0, of the notice that ends with a hand-off.
    pub fn record(self, number: HandoffNumber, position: u32) -> i32 {
        let offset = number.number().saturating_mul(RECORDS).saturating_add(position);
        self.notices().start().saturating_add(i32::try_from(offset).unwrap_or(i32::MAX))
    }

    /// The hand-off and the position of a notice's record; `None` for any other id.
    pub fn record_number(self, id: i32) -> Option<(HandoffNumber, u32)> {
        let ids = self.notices();
        let offset = ids.contains(&id).then(|| id.abs_diff(*ids.start()))?;
        Some((HandoffNumber::new(offset / RECORDS), offset % RECORDS))
    }

    /// The sheet id of the ledger that was set aside when this one began.
    pub fn set_aside(self) -> SheetId {
        SheetId::new(OLD_LEDGERS + i32::from(self.0))
    }

    /// The sheet id of the tab that repeats the lines of number 0.
    pub fn known_before_tab(self) -> SheetId {
        SheetId::new(KNOWN_BEFORE_TABS + i32::from(self.0))
    }

    /// The id space of a ledger that begins anew in a file with tabs of these sheet ids: the next one in
    /// which none of the tabs is.
    ///
    /// # Errors
    /// [`NoIdSpaceLeft`] when some tab is in every later id space.
    pub fn next(self, tabs: &[SheetId]) -> Result<Self, NoIdSpaceLeft> {
        let free = |later: &Self| {
            let ids = later.first()..later.first() + IDS_PER_SPACE;
            let own = [later.set_aside(), later.known_before_tab()];
            !tabs.iter().any(|tab| ids.contains(&tab.number()) || own.contains(tab))
        };
        (self.0 + 1..=LAST).map(Self).find(free).ok_or(NoIdSpaceLeft)
    }

    /// The ids of hand-offs. In the first id space the first of them is the ledger's, in later ones it is
    /// not used.
    fn handoffs(self) -> Range<i32> {
        if self.0 == 0 { HANDOFFS..NOTICES } else { self.first()..self.first() + REISSUES_DISTANCE }
    }

    /// The ids of tabs for lost lines.
    fn reissue_ids(self) -> Range<i32> {
        if self.0 == 0 {
            REISSUES..TAGS
        } else {
            self.first() + REISSUES_DISTANCE..self.first() + NOTICES_DISTANCE
        }
    }

    /// The ids of records of notices.
    fn notices(self) -> RangeInclusive<i32> {
        if self.0 == 0 {
            NOTICES..=i32::MAX
        } else {
            self.first() + NOTICES_DISTANCE..=self.first() + (IDS_PER_SPACE - 1)
        }
    }

    /// The first id of a space from the second on.
    fn first(self) -> i32 {
        SECOND + (i32::from(self.0) - 1) * IDS_PER_SPACE
    }
}

/// The file for which a ledger was made, and the id space of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The spreadsheet's id.
    pub file: String,
    /// The id space of the ledger.
    pub id_space: IdSpace,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:{}", self.file)?;
        if self.id_space.0 == 0 { Ok(()) } else { write!(f, " {}", self.id_space.0) }
    }
}

/// The text is no record of a ledger's origin that this version writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an origin of the form 1:spreadsheet or 1:spreadsheet space")]
pub struct ParseOriginError;

impl FromStr for Origin {
    type Err = ParseOriginError;

    fn from_str(text: &str) -> Result<Self, ParseOriginError> {
        let text = unmarked(text).ok_or(ParseOriginError)?;
        let (file, id_space) = text.split_once(' ').unwrap_or((text, "0"));
        let id_space = id_space.parse().ok().filter(|id_space| *id_space <= LAST).ok_or(ParseOriginError)?;
        Ok(Self { file: file.to_owned(), id_space: IdSpace(id_space) })
    }
}
