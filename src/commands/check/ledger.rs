//! What stands in the spreadsheet: the ledger, the last hand-off, and how much room is left.

use chrono::NaiveDate;

use crate::commands::check::guards;
use crate::commands::check::report::CheckReport;
use crate::commands::run::{EARLY_WAY_OUT, early_dates};
use crate::config::Settings;
use crate::domain::form::{FormError, Sheet};
use crate::domain::handoff::assessment::Assessment;
use crate::domain::handoff::plan::{self, Disposition, Window};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::quiet::{self, QuietSpell};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, IdSpace};
use crate::domain::ledger::Ledger;
use crate::domain::mail::notice_log::{Next, NoticeLog};
use crate::error::{Error, MAKE_ROOM, exit};
use crate::google::sheets::TabMetadata;
use crate::operation::forecast::{Forecast, GrowthRate};
use crate::session::Session;
use crate::sheet::row_number;
use crate::sheet::sheet_id::SheetId;
use crate::steps::commit::{CELLS, TABS};
use crate::steps::read::{self, Book};
use crate::steps::{annotate, display, host_mark, other_tabs};

/// A ceiling that will be reached within this many days is a warning.
const AHEAD_DAYS: i64 = 90;

/// Reads as a night does. Where that fails, the room that is left can be told all the same.
pub(super) async fn check_ledger(session: &Session<'_>, report: &mut CheckReport) {
    match read::book(session).await {
        Ok((mut book, ledger)) => verified(session, &mut book, &ledger, report).await,
        Err(error) => unverified(session, &error, report).await,
    }
}

/// Checks what a ledger that verifies tells.
async fn verified(session: &Session<'_>, book: &mut Book, ledger: &Ledger, report: &mut CheckReport) {
    let today = session.moment.today();

    if book.has_ledger() {
        let (head, lines, before) =
            (ledger.head(), ledger.entries().len(), ledger.handoff(HandoffNumber::KNOWN_BEFORE).count());
        let known = if before > 0 { format!(", {before} of them from before") } else { String::new() };
        report.ok("ledger", format!("hand-offs: {head}, lines: {lines}{known}; all of them verify"));
    } else {
        report.ok("ledger", "not there yet; the first hand-off makes it");
    }

    if let Some(end) = book.unconfirmed_end {
        report.warn("ledger", host_mark::unconfirmed(end), host_mark::REMEDY);
    }

    let window = Window::new(session.settings.handoff.since, today, None);
    match display::assess(session, book, ledger, window, &AcceptedChanges::None).await {
        Ok(assessment) => {
            columns(&assessment, report);
            unwritten(book, &assessment, ledger, report);
            quiet(&assessment, ledger, session.settings, report);
            if let Some(sentence) = plan::complete_today(assessment.plan.complete_today) {
                report.warn("reports", sentence, "nothing goes over by itself: Citizen Attention decides");
            }
            earlier_rows(book, &assessment, report);
            above_header(&assessment.sheet, report);
            others(session, book, ledger, &assessment.sheet, window, report).await;
        }
        Err(error @ Error::Undecided { .. }) => report.fail_with("rows without date", &error),
        Err(error @ Error::Form { source: FormError::MistakenColumn { .. }, .. }) => {
            report.fail_with("columns", &error);
        }
        // The check of the headers says it.
        Err(_) => {}
    }

    last_night(book, ledger, session.settings, report);
    crate::commands::check::answers::radicados(book, report);
    let used = Used { tabs: &book.tabs, id_space: book.id_space, metadata: book.metadata_size(&[]) };
    room(&used, ledger.handed_over_since().unwrap_or(today), today, report);
    guards::refusal(session, book.id_space, book.metadata.keys().copied(), report).await;
    crate::commands::check::archive::archive(session, book, ledger, today, report).await;
}

/// Names the columns that are not those of the nights before.
fn columns(assessment: &Assessment, report: &mut CheckReport) {
    let name = "columns";
    let changes = assessment.sheet.layout.iter().flat_map(|layout| &layout.changes);
    for change in changes {
        if change.needs_a_person() {
            let remedy = "put the column and its header back, or run `traslado init`, which confirms the columns as they are now";
            report.fail(name, exit::ATTENTION, change.to_string(), remedy);
        } else {
            report.warn(name, change.to_string(), "type its header again");
        }
    }
}

/// Warns of days without a new row.
fn quiet(assessment: &Assessment, ledger: &Ledger, settings: &Settings, report: &mut CheckReport) {
    let (deadlines, days) = (settings.sheet.form.deadlines(), settings.monitoring.alert.quiet_days);
    if let Some(spell) = QuietSpell::of(&assessment.plan, ledger, deadlines, days) {
        report.warn("new rows", spell.to_string(), quiet::REMEDY);
    }
}

/// Names what keeps the service from writing beside the rows.
fn unwritten(book: &Book, assessment: &Assessment, ledger: &Ledger, report: &mut CheckReport) {
    for unwritten in annotate::unwritten(book, assessment, ledger) {
        report.fail("service columns", exit::ATTENTION, unwritten.message(), unwritten.remedy());
    }
}

/// Checks how the rows dated before the start stand.
fn earlier_rows(book: &Book, assessment: &Assessment, report: &mut CheckReport) {
    let (name, plan) = ("earlier rows", &assessment.plan);
    let rows = |of: Disposition| {
        let rows = plan.dispositions.iter().zip(&assessment.sheet.reports);
        rows.filter(move |(disposition, _)| **disposition == of).map(|(_, report)| report.row)
    };

    if book.baseline.is_lost || book.baseline.stored.is_some() && book.baseline.record.is_none() {
        report.warn(
            name,
            format!("the tab \"{}\" or its record is lost or damaged", ids::BASELINE_TITLE),
            "the next run makes it anew and names its rows",
        );
    }
    let unreported = book.baseline.record.as_ref().is_some_and(|record| record.is_unreported);
    if unreported && !book.baseline.is_lost {
        report.warn(
            name,
            format!("the tab \"{}\" was made anew, and its rows are not named yet", ids::BASELINE_TITLE),
            "the next run names them",
        );
    }
    let Window { since, as_of, .. } = plan.window;
    if since > as_of {
        report.warn(
            name,
            format!("handoff.since, {since}, is still to come, so that no row dated before that day is handed over"),
            "correct it where it is not the day that was meant; the first night on that day or later decides which \
             rows stay",
        );
    }
    if plan.balance.early > 0 {
        let rows = row_number::listed(rows(Disposition::WithheldEarly), "to");
        report.fail(
            name,
            exit::ATTENTION,
            format!("more than twenty rows dated before the start appeared at once: {rows}"),
            EARLY_WAY_OUT,
        );
    }
    if plan.is_first_night && !plan.early.is_empty() {
        report.warn(
            name,
            format!(
                "dated before the start, probably by a slip of the year: rows {}",
                early_dates(&plan.early)
            ),
            "correct their dates; the first night does not hand them over",
        );
    }
}

/// Names the other tabs of the form that hold reports which nobody has handed over.
async fn others(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    staff: &Sheet,
    window: Window,
    report: &mut CheckReport,
) {
    match other_tabs::look(session, book, ledger, staff, window).await {
        Ok(found) => {
            for tab in found {
                report.fail("other tabs", exit::ATTENTION, tab.to_string(), other_tabs::REMEDY);
            }
        }
        Err(error) => report.fail_with("other tabs", &error),
    }
}

/// Names the reports that stand above the header row.
fn above_header(sheet: &Sheet, report: &mut CheckReport) {
    let rows: Vec<String> = sheet.above_header().iter().map(ToString::to_string).collect();
    if !rows.is_empty() {
        report.warn(
            "rows",
            format!("reports stand above the header row, in the rows {}", rows.join(", ")),
            "move them below it, or undo the sort that took the header row along",
        );
    }
}

/// Checks what can be told without the ledger.
async fn unverified(session: &Session<'_>, error: &Error, report: &mut CheckReport) {
    // What was found before has said so already.
    if matches!(error, Error::TimeZone { .. } | Error::NoSuchTab { .. }) {
        report.skip(&["ledger", "last night"]);
    } else {
        report.fail_with("ledger", error);
        report.skip(&["last night"]);
    }

    let Ok(metadata) = session.google.metadata(session.file()).await else { return };
    let used = metadata.sizes().values().sum();
    let id_space = read::origin(&metadata).map(|origin| origin.id_space).unwrap_or_default();
    let today = session.moment.today();

    room(&Used { tabs: &metadata.tabs, id_space, metadata: used }, today, today, report);
    let used = metadata.entries.iter().map(|entry| entry.id);
    guards::refusal(session, id_space, used, report).await;
}

fn last_night(book: &Book, ledger: &Ledger, settings: &Settings, report: &mut CheckReport) {
    let name = "last night";
    let head = ledger.last_handed_over();
    let Some(entry) = ledger.handoff(head).next() else {
        return report.ok(name, "nothing has been handed over yet");
    };
    let rows = ledger.handoff(head).count();
    let last = format!("hand-off {head} of {}, {rows} rows", entry.handed_over);
    let notice = book.notices.values().find(|log| log.announces(head)).map(NoticeLog::next);

    match notice {
        Some(Next::Done) => report.ok(name, format!("{last}; its notice was sent")),
        Some(Next::Unknown) => report.warn(
            name,
            format!("{last}; nobody can confirm its notice"),
            format!(
                "look in the Sent folder of {} and tell Citizen Attention if it is not there",
                settings.account
            ),
        ),
        _ if settings.notice.to.is_empty() => report.ok(name, format!("{last}; nobody is told")),
        _ => report.warn(name, format!("{last}; its notice is not sent yet"), "the next run takes it up"),
    }

    if book.tab_of(head).is_none() && !ledger.is_archived(head) {
        report.warn(
            name,
            format!("the tab of hand-off {head} is gone"),
            "the next run writes its lines anew",
        );
    }
}

/// The share in use of the room that Google gives a spreadsheet.
struct Used<'a> {
    tabs: &'a [TabMetadata],
    id_space: IdSpace,
    metadata: usize,
}

/// Checks how much of each ceiling of Google's is in use, and when it is reached at the rate since the
/// first hand-off.
fn room(used: &Used<'_>, since: NaiveDate, today: NaiveDate, report: &mut CheckReport) {
    let Used { tabs, id_space, metadata } = *used;
    let ours = |id: SheetId| id == ids::LEDGER || id_space.number_of_tab(id).is_some();
    let cells = |tab: &TabMetadata| u64::from(tab.rows) * u64::from(tab.columns);
    let made = || tabs.iter().filter(|tab| ours(tab.sheet_id));
    let rate = |used, made, ceiling| GrowthRate { used, made, ceiling, since, today };
    let used = tabs.iter().map(cells).sum();
    ceiling("cells", &rate(used, made().map(cells).sum(), CELLS), report);
    ceiling("tabs", &rate(tabs.len() as u64, made().count() as u64, TABS as u64), report);
    guards::storage(metadata, report);
}

fn ceiling(name: &'static str, rate: &GrowthRate, report: &mut CheckReport) {
    let used = format!("{} of {}", rate.used, rate.ceiling);
    let remedy = MAKE_ROOM;

    if rate.used >= rate.ceiling {
        return report.fail(name, exit::CEILING, used, remedy);
    }

    match rate.forecast() {
        Forecast::Unknown => report.ok(name, format!("{used}; nobody can tell yet when that is reached")),
        Forecast::Far => report.ok(name, format!("{used}; at the pace so far not reached within 50 years")),
        Forecast::On(day) => {
            let message = format!("{used}; at the pace so far reached about {day}");
            if (day - rate.today).num_days() <= AHEAD_DAYS {
                report.warn(name, message, remedy);
            } else {
                report.ok(name, message);
            }
        }
    }
}
