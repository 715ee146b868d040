//! Formats a hand-off tab: whatever makes it pleasant and safe to work in. Best effort and
//! repeatable; its protection, made last, is the mark that it is done.

use tracing::{info, warn};

use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::table::Column;
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::google::sheets::change::{self, Change};
use crate::google::sheets::style;
use crate::google::sheets::{Batch, TabMetadata};
use crate::google::{self, PROGRESS, RefusalKind};
use crate::layout::handoff_tab;
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::maintain::MaintainedContents;
use crate::steps::read::Book;
use crate::steps::{ledger, protections, prune};

/// Formats tonight's tabs and those that an earlier night left unformatted, and brings the maintained
/// tabs up to date. A failure is a warning: the next night takes it up. `succeeded` says that the night
/// has handed over all it had to.
pub async fn all(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    assessment: Option<&Assessment>,
    window: Window,
    succeeded: bool,
) {
    info!(target: PROGRESS, "formatting the tabs");
    let contents = MaintainedContents::of(session, book, ledger, assessment, window, succeeded);
    let mut also = contents.changes(session, book);
    let mut is_first_of_ledger = ledger_is_unformatted(book);
    let mut pruned = prune::prunable(book, ledger, window.as_of);
    let unformatted = unformatted(book, ledger);

    if together(session, &unformatted, is_first_of_ledger, &pruned, &also).await {
        return contents.write_rest(session, book).await;
    }
    for tab in unformatted {
        let pruned = std::mem::take(&mut pruned);
        let mut formatted = format(session, tab, is_first_of_ledger, &pruned, &also).await;
        let refusal = formatted.as_ref().err().and_then(google::Error::refusal).filter(|_| !also.is_empty());
        if let Some(refusal) = refusal {
            // One of the two is at fault, and neither waits for the other. Formatting makes no tab.
            also.clear();
            let is_maintained = contents.write(session, book).await;
            if !is_maintained || refusal == RefusalKind::SheetIdTaken {
                formatted = format(session, tab, is_first_of_ledger, &pruned, &also).await;
            }
        }
        match formatted {
            Ok(went_along) => {
                is_first_of_ledger = false;
                if went_along {
                    also.clear();
                }
            }
            Err(error) => {
                let when = protections::when(&error);
                warn!(sheet = tab.sheet.number(), %error, "the tab is not formatted yet; {when}");
            }
        }
    }

    if !also.is_empty() {
        contents.write(session, book).await;
    }
    contents.write_rest(session, book).await;
}

/// Formats several tabs in one request with all that goes along; `false` where they are to be formatted one by
/// one, so that what is wrong with one of them keeps no other from it.
async fn together(
    session: &Session<'_>,
    tabs: &[UnformattedTab],
    first_of_ledger: bool,
    pruned: &[i32],
    also: &[Change<'_>],
) -> bool {
    if tabs.len() < 2 {
        return false;
    }

    let account = &session.settings.account;
    let mut changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    changes.extend(first_of_ledger.then(|| ledger::protection(account)));
    for tab in tabs {
        changes.extend(tab.styles(session));
        changes.push(tab.protection(account));
    }
    changes.extend_from_slice(also);

    match send(session, &changes).await {
        Ok(()) => true,
        Err(error) => {
            info!(tabs = tabs.len(), %error, "the tabs are formatted one by one");
            false
        }
    }
}

/// A tab to be formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnformattedTab {
    /// The tab's sheet id.
    pub sheet: SheetId,
    /// How many rows its table has.
    pub lines: u32,
}

impl UnformattedTab {
    /// The requests that make it pleasant to work in.
    fn styles(self, session: &Session<'_>) -> Vec<Change<'static>> {
        let form = &session.settings.sheet.form;
        let today = session.moment.today();
        handoff_tab::styles(self.sheet, self.lines, form.states(), form.deadlines(), today)
    }

    /// The protection of all but the clerks' cells, which says that the tab is formatted.
    fn protection(self, account: &str) -> Change<'static> {
        let clerks = handoff_tab::table(self.sheet, self.lines, Column::CLERKS);
        let words = "Traslado: solo se escriben las columnas de Atención al Ciudadano.";
        style::protect(self.sheet.number(), self.sheet, &[clerks], account, words)
    }
}

/// Formats one tab. `first_of_ledger` protects the ledger as well, and `pruned` are ids of metadata
/// that the batch deletes. `also` goes along in the same batch; the answer says whether it did.
///
/// # Errors
/// What Google is at fault with. A tab that another run has formatted meanwhile is no error.
pub async fn format(
    session: &Session<'_>,
    tab: UnformattedTab,
    first_of_ledger: bool,
    pruned: &[i32],
    also: &[Change<'_>],
) -> Result<bool, google::Error> {
    let account = &session.settings.account;
    let mut changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    changes.extend(tab.styles(session));

    let mut protections: Vec<Change<'_>> = Vec::new();
    protections.extend(first_of_ledger.then(|| ledger::protection(account)));
    protections.push(tab.protection(account));
    changes.extend(protections.iter().cloned());
    changes.extend_from_slice(also);

    match send(session, &changes).await {
        // The tab was formatted before and somebody took its protection off, or another run has just
        // formatted it.
        Err(error) if error.refusal() == Some(RefusalKind::ObjectIdTaken) => {
            match send(session, &protections).await {
                Err(error) if error.refusal() == Some(RefusalKind::ObjectIdTaken) => Ok(false),
                other => other.map(|()| false),
            }
        }
        other => other.map(|()| true),
    }
}

async fn send(session: &Session<'_>, changes: &[Change<'_>]) -> Result<(), google::Error> {
    session.apply(&Batch::new(changes)?).await
}

/// The tabs of hand-offs that are not formatted yet.
pub fn unformatted(book: &Book, ledger: &Ledger) -> Vec<UnformattedTab> {
    let unformatted = |tab: &TabMetadata| {
        let sheet = tab.sheet_id;
        let number = book.id_space.number_of_tab(sheet).filter(|number| *number <= ledger.head())?;
        if tab.protections.contains(&sheet.number()) {
            return None;
        }
        let lines = match book.listed.get(&sheet) {
            Some(listed) if sheet != book.id_space.tab(number) => listed.reports.len(),
            _ => ledger.handoff(number).count(),
        };
        Some(UnformattedTab { sheet, lines: u32::try_from(lines).unwrap_or(u32::MAX) })
    };

    book.tabs.iter().filter_map(unformatted).collect()
}

/// Returns `true` if the ledger tab stands unprotected.
pub fn ledger_is_unformatted(book: &Book) -> bool {
    let ledger = book.tabs.iter().find(|tab| tab.sheet_id == ids::LEDGER);
    ledger.is_none_or(|tab| !tab.protections.contains(&ids::LEDGER.number()))
}
