//! What is put away, when nights begin to do so, and who else can open it.

use chrono::NaiveDate;

use crate::commands::check::report::CheckReport;
use crate::domain::archive::eligible::eligibility;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::error::{Error, exit};
use crate::operation::forecast::{Forecast, GrowthRate};
use crate::session::Session;
use crate::steps::archive::look_at_sharing;
use crate::steps::read::Book;

const NAME: &str = "archive";

/// Checks how far the spreadsheet is from the number of tabs above which nights put hand-offs away, and
/// who can open every archive spreadsheet.
pub(super) async fn archive(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    today: NaiveDate,
    report: &mut CheckReport,
) {
    let policy = session.settings.archive;
    let tabs = book.tabs.len();
    let sheets = || book.tabs.iter().map(|tab| tab.sheet_id);
    let ours = sheets().filter(|id| book.id_space.number_of_tab(*id).is_some()).count();
    let away =
        HandoffNumber::FIRST.through(ledger.head()).filter(|number| ledger.is_archived(*number)).count();
    let so_far = format!("{away} hand-offs archived, {} on their way", book.archive.staged.len());

    if tabs > policy.tabs as usize {
        let found = eligibility(ledger, &book.answers, book.id_space, sheets(), policy.days, today);
        let message = format!(
            "{so_far}; {tabs} tabs, and nights put hand-offs away above {} of them; {} can go, {} wait for an answer",
            policy.tabs,
            found.eligible.len(),
            found.open.len(),
        );
        if found.eligible.len() + policy.tabs as usize >= tabs {
            report.ok(NAME, message);
        } else {
            let remedy = "have the answer dates typed; `traslado archive` names the reports";
            report.warn(NAME, message, remedy);
        }
    } else {
        let since = ledger.handed_over_since().unwrap_or(today);
        let (used, made, ceiling) = (tabs as u64, ours as u64, u64::from(policy.tabs));
        let when = match (GrowthRate { used, made, ceiling, since, today }).forecast() {
            Forecast::Unknown => "nobody can tell yet when".to_owned(),
            Forecast::Far => "at the pace so far not within 50 years".to_owned(),
            Forecast::On(day) => format!("at the pace so far from about {day} on"),
        };
        report.ok(NAME, format!("{so_far}; nights put hand-offs away above {} tabs, {when}", policy.tabs));
    }

    for (year, recorded) in &book.archive.files {
        if recorded.of == session.file() {
            sharing(session, *year, &recorded.file, report).await;
        }
    }
}

async fn sharing(session: &Session<'_>, year: i32, file: &str, report: &mut CheckReport) {
    match look_at_sharing(session, year, file).await {
        Ok(()) => {}
        Err(Error::ArchiveShared { exposure, .. }) => report.fail(
            NAME,
            exit::ATTENTION,
            format!("the archive spreadsheet of {year} can also be opened by {exposure}"),
            "take the access away under Share: only those may open it who may open the spreadsheet",
        ),
        Err(Error::FileNotFound { .. }) => report.warn(
            NAME,
            format!("the archive spreadsheet of {year} ({file}) is not found"),
            "restore it from the bin of the account's Drive, or give the account access to it again",
        ),
        Err(error) => report.warn(NAME, error.to_string(), "nothing can be put there until then"),
    }
}
