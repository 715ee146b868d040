//! Records in `Registro de noches` what a night or a command decided.

use std::sync::LazyLock;

use tracing::warn;

use crate::domain::handoff::cut::Handoff;
use crate::domain::handoff::night_log::{self, Decision};
use crate::domain::handoff::plan::{Plan, Withheld, WithheldReason};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::titles::TakenTitles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{IdSpace, NIGHT_LOG_TITLE};
use crate::google::sheets::{Area, Batch, Change, Render, TabMetadata, change, style};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;
use crate::steps::read::Book;

static HEADER: LazyLock<[Vec<TabCell>; 1]> = LazyLock::new(|| [night_log::header()]);

/// Records a night that handed something over, held back what the last line does not say, or was told to let
/// changes through. One that decided nothing leaves the spreadsheet as it was: rows that repeat others, wait
/// for their day, are no reports or are held as the night before are no decision of that night.
pub async fn of_night(
    session: &Session<'_>,
    book: &Book,
    plan: &Plan,
    handoffs: &[Handoff],
    accepted: &AcceptedChanges,
) {
    let number = handoffs.last().map(|handoff| handoff.number);
    let holds = |withheld: &Withheld| match withheld.reason {
        WithheldReason::Early | WithheldReason::Quarantined(_) | WithheldReason::MayRepeat(_) => true,
        WithheldReason::Repeats(_) | WithheldReason::RepeatsRow(_) | WithheldReason::Deferred => false,
    };
    if number.is_none() && *accepted == AcceptedChanges::None && !plan.withheld.iter().any(holds) {
        return;
    }

    let decision = Decision {
        as_of: plan.window.as_of,
        number,
        command: if *accepted == AcceptedChanges::None { "run" } else { "run --accept-changes" },
        balance: Some(plan.balance),
        withheld: Decision::withheld(&plan.withheld),
        let_through: plan.let_through.clone(),
        who: if *accepted == AcceptedChanges::None { String::new() } else { who() },
        ..Decision::at(session.moment.in_colombia())
    };
    let is_idle = number.is_none() && *accepted == AcceptedChanges::None;
    if is_idle && is_recorded(session, book, &decision).await {
        return;
    }

    let first = handoffs.first().map(|handoff| handoff.number);
    let expected = first.map_or(!book.listed.is_empty(), |first| first > HandoffNumber::FIRST);
    record(session, &book.tabs, book.id_space, expected, &decision).await;
}

/// Returns `true` if the last line says that the same rows are held back.
async fn is_recorded(session: &Session<'_>, book: &Book, decision: &Decision) -> bool {
    let Some(tab) = book.tabs.iter().find(|tab| book.id_space.is_night_log(tab.sheet_id)) else {
        return false;
    };
    let area = Area::tab(tab.sheet_id);
    match session.values(&[area], Render::Formula).await {
        Ok(mut values) => decision.holds_what_the_last_line_says(&values.take(area)),
        Err(error) => {
            warn!(%error, "nobody could read the tab \"{NIGHT_LOG_TITLE}\", so that a line may stand there twice");
            false
        }
    }
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
