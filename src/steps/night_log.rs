//! Records in `Registro de noches` what a night or a command decided.

use std::sync::LazyLock;

use tracing::warn;

use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::night_log::{self, Decision};
use crate::domain::handoff::plan::Plan;
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{IdSpace, NIGHT_LOG_TITLE};
use crate::domain::ledger::entry::Class;
use crate::google::sheets::{Batch, Change, TabMetadata, change, style};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::read::Book;

static HEADER: LazyLock<[Vec<TabCell>; 1]> = LazyLock::new(|| [night_log::header()]);

/// Records a night that handed something over, or in which an operator let changes through. A night that
/// found nothing to do leaves the spreadsheet as it was.
pub async fn of_night(
    session: &Session<'_>,
    book: &Book,
    plan: &Plan,
    handoffs: &[Handoff],
    accepted: &AcceptedChanges,
) {
    let number = handoffs.last().map(|handoff| handoff.number);
    if number.is_none() && *accepted == AcceptedChanges::None {
        return;
    }

    let decision = Decision {
        as_of: plan.window.as_of,
        number,
        command: if *accepted == AcceptedChanges::None { "run" } else { "run --accept-changes" },
        balance: Some(plan.balance),
        withheld: Decision::withheld(&plan.withheld),
        let_through: let_through(handoffs, accepted),
        who: if *accepted == AcceptedChanges::None { String::new() } else { who() },
        ..Decision::at(session.moment.in_colombia())
    };
    let before = handoffs.first().map_or(HandoffNumber::FIRST, |handoff| handoff.number);
    record(session, &book.tabs, book.id_space, before > HandoffNumber::FIRST, &decision).await;
}

/// The amendments that an operator let through, by report.
fn let_through(handoffs: &[Handoff], accepted: &AcceptedChanges) -> String {
    let amended = handoffs.iter().flat_map(|handoff| &handoff.entries);
    let amended = amended.filter(|entry| accepted.let_through(entry.id) && entry.class == Class::Amendment);
    night_log::listed(amended.map(|entry| entry.id.to_string()).collect())
}

/// Who gave the command, as the host knows them.
pub fn who() -> String {
    let named = |name: &&str| std::env::var(name).is_ok_and(|user| !user.is_empty());
    let name = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find(named);
    name.and_then(|name| std::env::var(name).ok()).unwrap_or_default()
}

/// Records what was decided. It comes after the commit and is best effort: nothing fails for it, and a tab
/// that somebody deleted is made again. `tabs` are those that stand; `expected` is true where an earlier
/// night has made it.
pub async fn record(
    session: &Session<'_>,
    tabs: &[TabMetadata],
    id_space: IdSpace,
    expected: bool,
    decision: &Decision,
) {
    match append(session, tabs, id_space, decision).await {
        Ok(true) if expected => warn!(
            "the tab \"{NIGHT_LOG_TITLE}\" was not there and is made again; what it recorded before is in the version \
             history"
        ),
        Ok(_) => {}
        Err(error) => warn!(%error, "the tab \"{NIGHT_LOG_TITLE}\" lacks a line on what was decided"),
    }
}

/// Appends the lines, and answers whether the tab was made for them.
///
/// # Errors
/// Google's; nothing is recorded then.
pub async fn append(
    session: &Session<'_>,
    tabs: &[TabMetadata],
    id_space: IdSpace,
    decision: &Decision,
) -> Result<bool, google::Error> {
    let rows = decision.rows();
    if let Some(tab) = tabs.iter().find(|tab| id_space.is_night_log(tab.sheet_id)) {
        let missing = night_log::COLUMNS.saturating_sub(tab.columns);
        let widening = (missing > 0).then(|| change::append_columns(tab.sheet_id, missing));
        match apply(session, widening, &rows, tab.sheet_id).await {
            Err(error) if error.refusal() == Some(RefusalKind::NotFoundId) => {}
            outcome => return outcome.map(|()| false),
        }
    }

    let title = TakenTitles::of(tabs.iter().map(|tab| tab.title.as_str())).take(NIGHT_LOG_TITLE);
    let account = &session.settings.account;
    for sheet in id_space.night_log_ids() {
        match apply(session, creation(sheet, &title, account), &rows, sheet).await {
            Err(error) if error.refusal() == Some(RefusalKind::SheetIdTaken) => {}
            outcome => return outcome.map(|()| true),
        }
        // Another run has made it, or Google does not give the id of a deleted tab out again.
        match apply(session, None, &rows, sheet).await {
            Err(error) if error.refusal() == Some(RefusalKind::NotFoundId) => {}
            outcome => return outcome.map(|()| false),
        }
    }

    Ok(false)
}

async fn apply(
    session: &Session<'_>,
    before: impl IntoIterator<Item = Change<'static>>,
    rows: &[Vec<TabCell>],
    sheet: SheetId,
) -> Result<(), google::Error> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    for change in before {
        changes.push(change);
    }
    changes.push(change::append_cells(sheet, rows));
    session.apply(&Batch::new(&changes)?).await
}

/// Makes the tab: hidden, its header frozen, protected.
fn creation(sheet: SheetId, title: &str, account: &str) -> Vec<Change<'static>> {
    let words = "Registro de noches: solo lo escribe el sistema.";
    vec![
        change::add_sheet(sheet, title, 2, night_log::COLUMNS, true),
        change::update_cells(sheet, CellAddress::A1, &*HEADER),
        style::freeze(sheet, 1, 0),
        style::protect(sheet.number(), sheet, &[], account, words),
    ]
}
