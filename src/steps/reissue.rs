//! Puts back the lines that hand-off tabs have lost to a slip of people.

use std::collections::BTreeMap;

use tracing::warn;

use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::reissue::{Reissue, lost, reissue};
use crate::domain::handoff::table::Column;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::google;
use crate::google::sheets::{Batch, change};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;
use crate::steps::read::Book;

/// Writes every lost line anew, in a tab beside the one that lost it, and gives the titles of the
/// tabs it made. What fails is a warning; the next night takes it up.
pub async fn put_back(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    assessment: &Assessment,
) -> Vec<String> {
    let mut titles = Vec::new();
    for (number, ids) in lost(ledger, &listed(book), assessment.plan.window.as_of) {
        let taken: Vec<&str> = book.tabs.iter().map(|tab| tab.title.as_str()).collect();
        let form = &session.settings.sheet.form;
        let reissue = reissue(number, &ids, assessment, ledger, form, &taken, session.moment.in_colombia());

        let lines = ids.len();
        let free = |id: &SheetId| book.tabs.iter().all(|tab| tab.sheet_id != *id);
        let Some(sheet) = book.id_space.reissues(number, session.moment.today()).find(free) else {
            warn!(
                number = number.number(),
                lines, "this hand-off has as many tabs for lost lines as it may; delete one of them"
            );
            continue;
        };

        match write(session, sheet, &reissue).await {
            Ok(()) => {
                warn!(
                    number = number.number(),
                    lines, "people deleted lines of a hand-off tab; they were written anew"
                );
                book.add_reissue(sheet, &reissue, ids);
                titles.push(reissue.title);
            }
            Err(error) => {
                warn!(number = number.number(), lines, %error, "lost lines of a hand-off tab are not written anew yet");
            }
        }
    }

    titles
}

/// The reports that each hand-off's tabs list together.
fn listed(book: &Book) -> BTreeMap<HandoffNumber, Listed> {
    let mut by_number: BTreeMap<HandoffNumber, Listed> = BTreeMap::new();
    for (sheet, tab) in &book.listed {
        if let Some(number) = book.id_space.number_of_tab(*sheet) {
            by_number.entry(number).or_default().reports.extend(&tab.reports);
        }
    }
    by_number
}

/// Makes the tab, under an id of its own choice: a second copy of the batch is refused.
async fn write(session: &Session<'_>, sheet: SheetId, reissue: &Reissue) -> Result<(), google::Error> {
    let rows = &reissue.tab.rows;
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut changes = vec![change::add_sheet(sheet, &reissue.title, count, Column::COUNT, false)];
    changes.extend(change::fill_tab(sheet, rows));
    session.apply(&Batch::new(&changes)?).await
}
