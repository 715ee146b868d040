//! Reminds Citizen Attention of what is due, on business days on which no notice was sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tracing::{info, warn};

use crate::domain::clerks::pending::{self, Due};
use crate::domain::handoff::plan::Window;
use crate::domain::handoff::titles;
use crate::domain::ids;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Entry;
use crate::domain::mail::reminder;
use crate::google;
use crate::session::Session;
use crate::steps::notify::{list_link, message};
use crate::steps::read::Book;
use crate::steps::send_once::{self, OnceRecord};

/// After so many business days without a word a tab is said to be untouched.
const UNTOUCHED_DAYS: i32 = 3;
/// So many of these tabs are named, the oldest first.
const UNTOUCHED_NAMED: usize = 10;

/// Reminds them at most once a day, and only where something is near its term or past it. What fails
/// before the mail is on its way is taken up by the next run of the day.
pub async fn remind(session: &Session<'_>, book: &Book, ledger: &Ledger, window: Window) {
    let (settings, today) = (session.settings, window.today);
    let deadlines = settings.sheet.form.deadlines();
    let record = ids::reminder_record(today);

    if !settings.notice.reminders
        || settings.notice.to.is_empty()
        || notified(book, ledger, window)
        || !deadlines.is_business_day(today)
        || book.metadata.contains_key(&record)
    {
        return;
    }

    let due = Due::of(&pending::list(book.lives(session, ledger, today), &BTreeMap::new()));
    if !due.is_urgent() {
        return;
    }

    let untouched = untouched(session, book, ledger, today);
    match send(session, book, due, &untouched, today, record).await {
        Ok(true) => info!(soon = due.soon, past = due.past, "reminder sent"),
        Ok(false) => info!("another run sends today's reminder"),
        Err(error) => warn!(%error, "today's reminder is not sent, or nobody can tell"),
    }
}

/// Returns `true` if a notice may have gone out today: it says the same. Records that people have spoiled
/// tell nothing, so a hand-off of the day is taken for announced on the day. A notice of an earlier day that
/// does not go out keeps no reminder back.
fn notified(book: &Book, ledger: &Ledger, Window { as_of, today, .. }: Window) -> bool {
    ledger.day_of(ledger.head()) >= Some(as_of)
        || book.notices.values().any(|log| log.may_have_gone_out_on(today))
}

/// The tabs in which nobody has typed since their hand-off, business days ago, and whose reports wait still.
fn untouched(session: &Session<'_>, book: &Book, ledger: &Ledger, today: NaiveDate) -> Vec<String> {
    let deadlines = session.settings.sheet.form.deadlines();
    let is_old = |number: &HandoffNumber| {
        let age = ledger.day_of(*number).and_then(|day| deadlines.days_left(day, today));
        age.is_some_and(|age| age >= UNTOUCHED_DAYS)
    };
    let waits = |number: &HandoffNumber| {
        let latest = |entry: &Entry| ledger.latest(entry.id).is_some_and(|latest| latest.number == *number);
        ledger.handoff(*number).any(|entry| entry.class.waits() && latest(entry))
    };

    let numbers = book.answers.untouched().into_iter().filter(|number| is_old(number) && waits(number));
    let names = numbers.filter_map(|number| {
        let title = book.tab_of(number).map(|tab| tab.title.clone())?;
        Some(if titles::is_of_handoff(&title) { title } else { format!("Traslado n.º {number}") })
    });
    names.take(UNTOUCHED_NAMED).collect()
}

async fn send(
    session: &Session<'_>,
    book: &Book,
    due: Due,
    untouched: &[String],
    today: NaiveDate,
    record: i32,
) -> Result<bool, google::Error> {
    let settings = session.settings;
    let entity = settings.sheet.form.entity();
    let mail =
        reminder::write(due, untouched, today, list_link(settings, book), entity, &settings.notice.reference);
    let mail = message(&mail, &settings.notice.to, &settings.notice.cc, settings, session.moment);
    let record = OnceRecord { id: record, key: ids::REMINDER_KEY, is_of_kind: ids::is_reminder_record };
    send_once::send(session, book, &mail, record).await
}
