//! Looks into the other tabs of the form: the old CE-F05 in which a colleague goes on typing, a tab a month.
//!
//! Nothing of theirs is handed over. A tab is named by its place and its link, because its title is what
//! people typed.

use chrono::{Datelike as _, Weekday};
use serde::Serialize;
use tracing::warn;

use crate::domain::form::{Sheet, StaffTab};
use crate::domain::handoff::other_tab::{first_looked_at, unknown_reports};
use crate::domain::handoff::plan::Window;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::sheets::{Area, Render, TabMetadata};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::baseline;
use crate::steps::read::{self, Book};

/// A tab that holds reports which nobody has handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherTab {
    /// Place among the visible tabs, from the left, from 1.
    pub place: usize,
    /// The tab's id.
    pub sheet_id: SheetId,
    /// Link of the tab.
    pub link: String,
    /// How many of its rows are dated in the last thirty days and known nowhere.
    pub rows: usize,
}

impl std::fmt::Display for OtherTab {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { place, link, rows, .. } = self;
        write!(
            f,
            "the visible tab {place} from the left ({link}) holds {rows} rows of the last 30 days that were never \
             handed over"
        )
    }
}

/// The remedy, for the operator.
pub const REMEDY: &str = "move them to the staff tab, or hide that tab if somebody else answers them";

/// Looks on Mondays. A failure is a warning: the next Monday looks again.
pub async fn on_mondays(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    staff: &Sheet,
    window: Window,
) -> Vec<OtherTab> {
    if window.as_of.weekday() != Weekday::Mon {
        return Vec::new();
    }
    look(session, book, ledger, staff, window).await.unwrap_or_else(|error| {
        warn!(%error, "nobody could look into the other tabs; the next Monday does");
        Vec::new()
    })
}

/// The other tabs that hold reports which nobody has handed over, from left to right.
///
/// # Errors
/// Whatever Google is at fault with.
pub async fn look(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    staff: &Sheet,
    window: Window,
) -> Result<Vec<OtherTab>, Error> {
    let is_other = |tab: &&TabMetadata| {
        !tab.hidden && tab.sheet_id != book.staff_sheet && !book.id_space.is_own_tab(tab.sheet_id)
    };
    if !book.tabs.iter().any(|tab| is_other(&tab)) {
        return Ok(Vec::new());
    }

    // Tonight's tabs stand among them now, so that their places are asked for again.
    let tabs = session.metadata().await?.tabs;
    let visible = || tabs.iter().filter(|tab| !tab.hidden).zip(1..).filter(|(tab, _)| is_other(tab));
    let areas: Vec<Area> = visible().map(|(tab, _)| Area::tab(tab.sheet_id)).collect();
    let mut values = session.values(&areas, Render::Formula).await?;

    let form = &session.settings.sheet.form;
    let needed = first_looked_at(window) < window.since;
    let earlier = if needed { baseline::known(session, book).await? } else { None };
    let found = visible().filter_map(|(tab, place)| {
        let cells = values.take(Area::tab(tab.sheet_id));
        let tagged = read::service_columns(tab).into_iter();
        let service_columns = tagged.map(|(column, tag)| (column, tag.index)).collect();
        let other = StaffTab { merges: &tab.merges, service_columns, ..StaffTab::from(&cells) };
        let rows = unknown_reports(&other, staff, form, ledger, earlier.as_deref(), window);
        let sheet_id = tab.sheet_id;
        let link = format!("https://docs.google.com/spreadsheets/d/{}/edit#gid={sheet_id}", session.file());
        (rows > 0).then_some(OtherTab { place, sheet_id, link, rows })
    });

    Ok(found.collect())
}
