//! Which tabs may go, where the spreadsheet has as many as Google allows.

use chrono::NaiveDate;

use crate::domain::archive::eligible::eligibility;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::{Ledger, WATCHED_DAYS};
use crate::google::sheets::{TabMetadata, place};
use crate::session::Session;
use crate::steps::read::Book;

/// So many hand-offs or tabs are named one by one.
const NAMED: usize = 10;

/// The tabs that may go, in words for the operator: those that are not the service's, those that the archive
/// takes, and those that people may put away by hand; what keeps the others.
pub fn tabs_that_may_go(session: &Session<'_>, book: &Book, ledger: &Ledger) -> String {
    let today = session.moment.today();
    let sheets = book.tabs.iter().map(|tab| tab.sheet_id);
    let days = session.settings.archive.days;
    let found = eligibility(ledger, &book.answers, book.id_space, sheets, days, today);
    let mut sentences = Vec::new();

    let is_foreign =
        |tab: &&TabMetadata| tab.sheet_id != book.staff_sheet && !book.id_space.is_own_tab(tab.sheet_id);
    let foreign = book.tabs.iter().filter(is_foreign);
    let foreign = listed(foreign.map(|tab| place(&book.tabs, session.file(), tab.sheet_id).name()).collect());
    if !foreign.is_empty() {
        sentences.push(format!("move what is not the service's to another spreadsheet ({foreign})"));
    }

    let eligible = numbers(found.eligible.iter().map(|eligible| eligible.number));
    if !eligible.is_empty() {
        sentences.push(format!(
            "`traslado archive` puts away hand-offs that are answered or that later ones have replaced ({eligible}): it hides \
             them on one day and takes them away on a later one"
        ));
    }

    let open = numbers(found.open.keys().copied());
    if !open.is_empty() {
        sentences
            .push(format!("the archive takes those that wait once clerks type their answer dates ({open})"));
    }

    let unwatched = numbers(book.tabs.iter().filter_map(|tab| {
        let number = book.id_space.number_of_tab(tab.sheet_id)?;
        is_unwatched(ledger.day_of(number)?, today).then_some(number)
    }));
    if !unwatched.is_empty() {
        sentences.push(format!(
            "tabs of hand-offs that are more than {WATCHED_DAYS} days old may be copied to another spreadsheet (the tab's menu, \
             Copy to) and deleted by hand, and no night makes them again ({unwatched})"
        ));
    }

    if sentences.is_empty() {
        return "delete a tab that nobody needs".to_owned();
    }
    sentences.join("; ")
}

fn is_unwatched(day: NaiveDate, today: NaiveDate) -> bool {
    (today - day).num_days() > WATCHED_DAYS
}

/// Hand-offs in their order, the oldest first.
fn numbers(numbers: impl Iterator<Item = HandoffNumber>) -> String {
    let mut numbers: Vec<HandoffNumber> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    listed(numbers.iter().map(ToString::to_string).collect())
}

/// The first of them, and how many more.
fn listed(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let names = names.join(", ");
    if more == 0 { names } else { format!("{names} and {more} more") }
}
