//! The maintained tabs, and the ids of these tabs, of their charts, and of the records of reminders.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::ids::ACCESS;
use crate::sheet::sheet_id::SheetId;

/// First sheet id of the maintained tabs.
pub(super) const MAINTAINED: i32 = 1_902_000_000;
/// First id of the charts in maintained tabs.
const CHARTS: i32 = 1_902_001_000;
/// First id of the records that Citizen Attention was reminded.
const REMINDERS: i32 = 1_902_100_000;
/// Number of sheet ids that each maintained tab may have.
const IDS_PER_TAB: u8 = 8;
/// How far the sheet ids of one maintained tab lie apart: there may be so many of these tabs.
const STRIDE: i32 = 4;
/// Most charts of a maintained tab.
const CHARTS_PER_TAB: i32 = 8;

/// Key of the records that Citizen Attention was reminded of what is due.
pub const REMINDER_KEY: &str = "traslado.reminder";

/// The id of the record that Citizen Attention was reminded on a day. Of two runs on that day, one is
/// refused the record and sends no reminder.
pub fn reminder_record(day: NaiveDate) -> i32 {
    REMINDERS.saturating_add(day.num_days_from_ce())
}

/// Returns `true` for the id of a record of a reminder, of any day.
pub fn is_reminder_record(id: i32) -> bool {
    (REMINDERS..ACCESS).contains(&id)
}

/// A tab that every night brings up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MaintainedTab {
    /// The work list: reports that clerks have still to answer.
    Pending,
    /// Counts and their charts.
    Board,
    /// The index: one line a report, for whoever looks for one.
    Index,
    /// The report of the month before.
    MonthReport,
}

impl MaintainedTab {
    /// Every maintained tab, in the order in which they are made.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Board, Self::Index, Self::MonthReport];

    /// The title of a new tab, where people have no tab of that title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pending => "Pendientes",
            Self::Board => "Tablero",
            Self::Index => "Índice",
            Self::MonthReport => "Informe",
        }
    }

    /// The sheet ids that the tab may have, in the order in which they are tried: a later one is needed
    /// where Google does not give out an earlier one again, because people deleted the tab.
    pub fn ids(self) -> impl Iterator<Item = SheetId> {
        let first = match self {
            Self::Pending => MAINTAINED,
            Self::Board => MAINTAINED + 1,
            Self::Index => MAINTAINED + 2,
            Self::MonthReport => MAINTAINED + 3,
        };
        (0..IDS_PER_TAB).map(move |turn| SheetId::new(first + STRIDE * i32::from(turn)))
    }

    /// The maintained tab with a sheet id; `None` for any other tab.
    pub fn of(sheet_id: SheetId) -> Option<Self> {
        Self::ALL.into_iter().find(|maintained| maintained.ids().any(|id| id == sheet_id))
    }
}

/// The id of a chart, by its position from 0 in a maintained tab.
pub fn chart(sheet_id: SheetId, position: u8) -> i32 {
    CHARTS
        + sheet_id
            .number()
            .saturating_sub(MAINTAINED)
            .saturating_mul(CHARTS_PER_TAB)
            .saturating_add(i32::from(position))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{IdSpace, access_record, is_access_record};

    #[test]
    fn ids_of_maintained_tabs_never_meet() {
        let ids = MaintainedTab::ALL.map(|tab| tab.ids().collect::<Vec<_>>());
        assert_eq!(ids.each_ref().map(|ids| ids[0]), [0, 1, 2, 3].map(|n| SheetId::new(1_902_000_000 + n)));
        for (tab, ids) in MaintainedTab::ALL.into_iter().zip(&ids) {
            assert!(ids.iter().all(|id| MaintainedTab::of(*id) == Some(tab)));
            assert!(ids.iter().all(|id| IdSpace::default().number_of_tab(*id).is_none()));
        }

        let charts: Vec<i32> =
            ids.iter().flatten().flat_map(|id| (0..8).map(|position| chart(*id, position))).collect();
        let different: std::collections::BTreeSet<&i32> = charts.iter().collect();
        assert_eq!(different.len(), charts.len());
        let day = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap();
        assert!(is_reminder_record(reminder_record(day)) && !is_access_record(reminder_record(day)));
        assert!(!is_reminder_record(access_record(day)));
        assert!(!charts.into_iter().any(is_reminder_record));
    }
}
