//! The ids of one ledger's things.
//!
//! A copy of a file has the tabs of the original under the same ids, and nobody says whether Google
//! gives an id out again whose tab was deleted. So the ledger that begins anew in a copy has ids of
//! its own, and the old tabs are simply not among them.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::ids::archive::INDEXES;
use crate::domain::ids::maintained::MaintainedTab;
use crate::domain::ids::{ASIDE, BASE, LEDGER, NOTICES, RECORDS, REISSUES, START, STARTS, TAGS};

/// How many tabs for lost lines a hand-off may have at once.
const PER_NUMBER: u32 = 16;
/// How many sheet ids the tab that lists what is archived has to choose from.
const PER_INDEX: i32 = 16;

/// First of the ids of ledgers that began anew.
const LATER: i32 = 1_600_000_000;
/// How many ids each of them has: for hand-offs, for lost lines, for records of notices.
const EACH: i32 = 5_000_000;
/// Where the ids for lost lines begin among them, and where those of the records.
const PARTS: [i32; 2] = [1_000_000, 3_000_000];
/// How often a ledger can begin anew in a copy of a copy.
const MOST: u8 = 59;

/// Which ids one ledger's things have: the first ledger's, or those of one that began anew in a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdSpace(u8);

/// A file has been copied from copies too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is the copy of a copy {MOST} times over")]
pub struct NoIdSpaceLeft;

impl IdSpace {
    /// The id of whatever belongs to one hand-off: its tab, its guard, its protection, its filter
    /// view. Each kind has an id space of its own.
    pub fn of(self, number: u32) -> i32 {
        let first = if self.0 == 0 { BASE } else { self.first() };
        first.saturating_add(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// The id of a hand-off's guard. Number 0, what was known before the first hand-off, has one too.
    pub fn guard(self, number: u32) -> i32 {
        if number == 0 { START } else { self.of(number) }
    }

    /// The hand-off whose things have this id.
    pub fn number(self, id: i32) -> Option<u32> {
        let ids = if self.0 == 0 { BASE..NOTICES } else { self.first()..self.first() + PARTS[0] };
        (ids.contains(&id) && id > ids.start).then(|| id.abs_diff(ids.start))
    }

    /// Sheet ids of the tabs that hold lines which a hand-off's own tab has lost. Which of them is
    /// used depends on the day, so that two runs at once make one tab, and an id that Google does
    /// not give out again after its tab was deleted stands in the way of one day only.
    pub fn reissues(self, number: u32, day: NaiveDate) -> impl Iterator<Item = i32> {
        let first = number.saturating_mul(PER_NUMBER);
        let offset = move |turn: u32| first + (day.num_days_from_ce().unsigned_abs() + turn) % PER_NUMBER;
        let all = if self.0 == 0 { REISSUES } else { self.first() + PARTS[0] };
        (0..PER_NUMBER).map(move |turn| all.saturating_add(i32::try_from(offset(turn)).unwrap_or(i32::MAX)))
    }

    /// The hand-off whose lines a tab holds, be it its own or the one for lost lines.
    pub fn number_of_tab(self, sheet_id: i32) -> Option<u32> {
        let first = self.first();
        let ids = if self.0 == 0 { REISSUES..TAGS } else { first + PARTS[0]..first + PARTS[1] };
        let reissued = ids.contains(&sheet_id).then(|| sheet_id.abs_diff(ids.start) / PER_NUMBER);
        self.number(sheet_id).or(reissued)
    }

    /// The ids that the tab which lists what is archived may have: a later one where Google does not
    /// give out an earlier one again after its tab was deleted.
    pub fn index_ids(self) -> Range<i32> {
        let first = INDEXES + i32::from(self.0) * PER_INDEX;
        first..first + PER_INDEX
    }

    /// Returns `true` if a tab lists what is archived.
    pub fn is_archive_index(self, sheet_id: i32) -> bool {
        self.index_ids().contains(&sheet_id)
    }

    /// Returns `true` if a tab is the service's own: the ledger, what stands before it, a hand-off's,
    /// the list of what is archived, or one that it keeps up.
    pub fn is_own_tab(self, sheet_id: i32) -> bool {
        sheet_id == LEDGER
            || sheet_id == self.start()
            || self.number_of_tab(sheet_id).is_some()
            || self.is_archive_index(sheet_id)
            || MaintainedTab::of(sheet_id).is_some()
    }

    /// The id of one record of the notice that ends with a hand-off.
    pub fn record(self, number: u32, position: u32) -> i32 {
        let offset = number.saturating_mul(RECORDS).saturating_add(position);
        let first = if self.0 == 0 { NOTICES } else { self.first() + PARTS[1] };
        first.saturating_add(i32::try_from(offset).unwrap_or(i32::MAX))
    }

    /// The hand-off and the position of a notice's record.
    pub fn record_number(self, id: i32) -> Option<(u32, u32)> {
        let ids = if self.0 == 0 {
            NOTICES..=i32::MAX
        } else {
            self.first() + PARTS[1]..=self.first() + (EACH - 1)
        };
        let offset = ids.contains(&id).then(|| id.abs_diff(*ids.start()))?;
        Some((offset / RECORDS, offset % RECORDS))
    }

    /// The sheet id of the ledger that was set aside when this one began.
    pub fn set_aside(self) -> i32 {
        ASIDE + i32::from(self.0)
    }

    /// The sheet id of the tab that holds the lines of number 0 a second time.
    pub fn start(self) -> i32 {
        STARTS + i32::from(self.0)
    }

    /// The places of a ledger that begins anew in a file with these tabs.
    ///
    /// # Errors
    /// [`NoIdSpaceLeft`] when there are none.
    pub fn next(self, tabs: &[i32]) -> Result<Self, NoIdSpaceLeft> {
        let free = |later: &Self| {
            let ids = later.first()..later.first() + EACH;
            let own = [later.set_aside(), later.start()];
            !tabs.iter().any(|id| ids.contains(id) || own.contains(id))
        };
        (self.0 + 1..=MOST).map(Self).find(free).ok_or(NoIdSpaceLeft)
    }

    fn first(self) -> i32 {
        LATER + (i32::from(self.0) - 1) * EACH
    }
}

/// For which file a ledger was made, and where its things are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The spreadsheet's id.
    pub file: String,
    /// Where its things are.
    pub id_space: IdSpace,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.id_space.0 == 0 { Ok(()) } else { write!(f, " {}", self.id_space.0) }
    }
}

impl FromStr for Origin {
    type Err = std::convert::Infallible;

    /// Whatever stands there names some file. Places that are none are the first ones.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (file, id_space) = text.split_once(' ').unwrap_or((text, "0"));
        let id_space = IdSpace(id_space.parse().ok().filter(|id_space| *id_space <= MOST).unwrap_or(0));
        Ok(Self { file: file.to_owned(), id_space })
    }
}
