//! Days on which nothing new came: either no citizen wrote, or staff type somewhere else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::handoff::plan::Plan;
use crate::domain::law::deadlines::Deadlines;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;

/// Business days in a row without a new row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietSpell {
    /// The day of the last hand-off of a new row.
    pub since: NaiveDate,
    /// How many business days without one make a spell.
    pub days: u32,
    /// True on the day on which so many have passed.
    pub is_first_day: bool,
}

impl QuietSpell {
    /// The spell in which a night is, where `days` business days and more have brought no new row. `ledger` is
    /// that after the night; a row that waits for the next night is new. Before the first hand-off there is
    /// none.
    pub fn of(plan: &Plan, ledger: &Ledger, deadlines: Deadlines<'_>, days: u32) -> Option<Self> {
        if plan.balance.waiting > 0 {
            return None;
        }
        let new = |class: Class| matches!(class, Class::Pqr | Class::Incomplete);
        let new = ledger.entries().iter().filter(|entry| entry.revision == 1 && new(entry.class));
        let since = new.map(|entry| entry.handed_over).max()?;

        let reached = deadlines.after(since, days)?;
        let as_of = plan.window.as_of;
        (as_of >= reached).then_some(Self { since, days, is_first_day: as_of == reached })
    }
}

impl std::fmt::Display for QuietSpell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no new row has come for {} business days or more, since {}", self.days, self.since)
    }
}

/// Who looks into it, for the operator.
pub const REMEDY: &str = "ask Communications whether they still type in this file and this tab";
