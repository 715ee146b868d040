//! Names the protected ranges that keep the service from cells which are its own.
//!
//! A protection stands until a person takes it off, so that what it stops is not put right by the next
//! night: the night that meets one ends with 3 and says who must do what.

use std::fmt;

use serde::Serialize;
use tracing::warn;

use crate::config::Settings;
use crate::domain::access::Allowed;
use crate::domain::handoff::titles;
use crate::domain::ids::{self, IdSpace, MaintainedTab, NIGHT_LOG_TITLE, STATE_HISTORY_TITLE};
use crate::google::sheets::{Protected, TabMetadata, place};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::read::{self, Book};

/// A protected range that keeps the account from cells which the service writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// The tab: its title where the service gave it, its place else. Empty where Google lists no such range
    /// any more, or it stands in an archive.
    pub tab: String,
    /// The address of the cells; empty with the tab.
    pub cells: String,
    /// The accounts that Google names as those who may edit the cells, as far as the configuration names
    /// them too.
    #[serde(skip)]
    editors: Vec<String>,
    /// How many others Google names.
    #[serde(skip)]
    others: usize,
}

/// The remedy, for the operator.
pub fn remedy(account: &str) -> String {
    format!(
        "whoever protected them, or the owner of the spreadsheet, lets {account} edit them under Data, Protected sheets \
         and ranges"
    )
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tab, cells, editors, others } = self;
        if tab.is_empty() {
            return write!(f, "cells that the service writes are protected against the account");
        }
        write!(f, "cells of {tab} are protected against the account ({cells})")?;

        let mut may: Vec<String> = editors.clone();
        match others {
            0 => {}
            1 => may.push("1 other account".to_owned()),
            others => may.push(format!("{others} other accounts")),
        }
        if may.is_empty() { Ok(()) } else { write!(f, "; they may be edited by {}", may.join(", ")) }
    }
}

/// When a write that failed is made: with the next run, or when a protection is taken off.
pub fn when(error: &google::Error) -> &'static str {
    if error.refusal() == Some(RefusalKind::ProtectedCell) {
        "a protection keeps the account from it, and it is made up for once that is taken off"
    } else {
        "the next run takes it up"
    }
}

/// The obstacles that this run has met; none where Google refused no write because of a protection.
pub async fn met(session: &Session<'_>, book: &Book) -> Vec<Obstacle> {
    if !session.google.met_protection() {
        return Vec::new();
    }

    let found = async {
        let all = session.google.protected(session.file()).await?;
        // Tonight's tabs stand among them now.
        let tabs = session.google.metadata(session.file()).await?.tabs;
        Ok::<_, google::Error>(among(&all, &tabs, book.staff_sheet, book.id_space, session.settings))
    };
    let obstacles = found.await.unwrap_or_else(|error| {
        warn!(%error, "nobody could look which cells are protected");
        Vec::new()
    });

    if obstacles.is_empty() { vec![Obstacle::unnamed()] } else { obstacles }
}

/// The obstacles among all protected ranges of a spreadsheet, tab by tab.
pub fn among(
    all: &[Protected],
    tabs: &[TabMetadata],
    staff: SheetId,
    id_space: IdSpace,
    settings: &Settings,
) -> Vec<Obstacle> {
    let service: Vec<usize> = tabs
        .iter()
        .filter(|tab| tab.sheet_id == staff)
        .flat_map(|tab| read::service_columns(tab).into_values().map(|tag| tag.index.index()))
        .collect();
    let in_the_way = |range: &&Protected| {
        let is_ours = || service.iter().any(|column| range.cells.columns.contains(column));
        let is_of_us = || if range.sheet == staff { is_ours() } else { id_space.is_own_tab(range.sheet) };
        range.keeps_out && is_of_us()
    };

    let ranges = all.iter().filter(in_the_way);
    ranges.map(|range| Obstacle::of(range, tabs, settings)).collect()
}

/// Returns `true` if a range that is in the way stops what every night writes, and not only what is written now and
/// then: the service's columns, a tab that is kept up, or the end of one to which each night appends a line.
pub fn stops_every_night(range: &Protected, staff: SheetId, id_space: IdSpace) -> bool {
    let has_no_end = range.cells.rows.end == usize::MAX;
    range.sheet == staff
        || MaintainedTab::of(range.sheet).is_some()
        || (id_space.is_night_log(range.sheet) || id_space.is_state_history(range.sheet)) && has_no_end
}

impl Obstacle {
    fn of(range: &Protected, tabs: &[TabMetadata], settings: &Settings) -> Self {
        let known = |address: &&String| is_configured(address, settings);
        let editors: Vec<String> = range.editors.iter().filter(known).cloned().collect();
        Self {
            tab: name(range.sheet, tabs, settings),
            cells: range.cells.to_string(),
            others: range.editors.len() - editors.len(),
            editors,
        }
    }

    fn unnamed() -> Self {
        Self { tab: String::new(), cells: String::new(), editors: Vec::new(), others: 0 }
    }
}

/// Returns `true` if the configuration names the address: it is the operator's own word, and no stranger's.
fn is_configured(address: &str, settings: &Settings) -> bool {
    let allowed = settings.access.iter().flat_map(|access| &access.allowed);
    let mut allowed = allowed.filter_map(|allowed| match allowed {
        Allowed::Address(address) => Some(address.as_str()),
        Allowed::Domain(_) => None,
    });
    let mut recipients = settings.notice.to.iter().chain(&settings.notice.cc);
    recipients.any(|recipient| recipient.email.to_string().eq_ignore_ascii_case(address))
        || allowed.any(|allowed| allowed.eq_ignore_ascii_case(address))
}

/// The name of a tab outside of the spreadsheet.
fn name(sheet: SheetId, tabs: &[TabMetadata], settings: &Settings) -> String {
    let title =
        tabs.iter().find(|tab| tab.sheet_id == sheet).map(|tab| tab.title.as_str()).unwrap_or_default();
    let ours = [ids::LEDGER_TITLE, NIGHT_LOG_TITLE, STATE_HISTORY_TITLE, ids::ARCHIVE_INDEX_TITLE];
    let ours = ours.into_iter().chain(MaintainedTab::ALL.iter().map(|tab| tab.title()));

    if titles::is_of_handoff(title) || ours.into_iter().any(|ours| ours == title) {
        format!("the tab \"{title}\"")
    } else {
        place(tabs, &settings.sheet.spreadsheet_id, sheet).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_edit_is_said_where_google_says_it_and_strangers_are_counted() {
        let obstacle = |editors: &[&str], others| Obstacle {
            tab: "tab 1".into(),
            cells: "M:P".into(),
            editors: editors.iter().map(ToString::to_string).collect(),
            others,
        };
        let start = "cells of tab 1 are protected against the account (M:P)";
        assert_eq!(obstacle(&[], 0).to_string(), start);
        assert_eq!(
            obstacle(&["a@x.example"], 0).to_string(),
            format!("{start}; they may be edited by a@x.example")
        );
        assert_eq!(
            obstacle(&["a@x.example"], 2).to_string(),
            format!("{start}; they may be edited by a@x.example, 2 other accounts")
        );
        assert!(Obstacle::unnamed().to_string().starts_with("cells that the service writes"));
    }
}
