//! Makes ledger and guards agree again: one atomic batch, which says that it did.

use tracing::info;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, Origin};
use crate::domain::ledger::chain::Guard;
use crate::domain::ledger::cross_checks::HighWaterMark;
use crate::domain::ledger::entry::Entry;
use crate::domain::ledger::repair_log::RepairRecord;
use crate::domain::ledger::verification::RepairPlan;
use crate::domain::mail::notice_log::Event;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::{Change, TabMetadata, change};
use crate::operation::state_dir;
use crate::session::Session;
use crate::sheet::tab_cell::TabCell;
use crate::steps::verify::{self, Reading};
use crate::steps::{commit, ledger};

/// How often it is tried before somebody is asked to stop.
const TRIES: u32 = 4;

/// The result of a repair.
#[derive(Debug)]
pub struct Repaired {
    /// The records of this repair, the newest last; empty where nothing was to be written or nothing
    /// could be proved.
    pub done: Vec<RepairRecord>,
    /// The proof as it stands now.
    pub reading: Reading,
}

/// Repairs what can be proved and reads again, until all of it agrees or nothing is left that a
/// repair could do.
///
/// # Errors
/// What the spreadsheet or Google is at fault with; [`Error::KeepsChanging`] when people undo it as
/// often as it is done.
pub async fn repair(session: &Session<'_>) -> Result<Repaired, Error> {
    let mut done = Vec::new();
    for _ in 0..TRIES {
        let reading = verify::reading(session, session.moment.today()).await?;
        let Some(repair_plan) = reading.verification.repair_plan.clone() else {
            return Ok(Repaired { done, reading });
        };
        let record = record(&reading, &repair_plan, session.moment);
        if write(session, &reading, &repair_plan, &record).await? {
            info!(head = record.head.number(), "the ledger is repaired");
            keep_mark(session, &reading, &record)?;
            done.push(record);
        }
    }

    Err(Error::KeepsChanging)
}

/// Ends a high-water mark that claims more than the ledger holds: whatever it says, the ledger was taken as it
/// stands.
fn keep_mark(session: &Session<'_>, reading: &Reading, record: &RepairRecord) -> Result<(), Error> {
    let Reading { verification, cross_checks, .. } = reading;
    let repairs = cross_checks.repairs + 1;
    let day = verification.handed_over;
    let mark = HighWaterMark { number: record.head, link: record.link.clone(), repairs, day };
    let outlives = cross_checks.high_water_mark.as_ref().is_some_and(|before| before.repairs >= repairs);
    match state_dir::replace_mark(session.settings.state().as_ref(), &mark) {
        Err((path, kind)) if outlives => Err(Error::MarkNotReplaced { path, kind }),
        _ => Ok(()),
    }
}

fn record(reading: &Reading, repair_plan: &RepairPlan, moment: Moment) -> RepairRecord {
    RepairRecord {
        instant: moment.utc().naive_utc(),
        rebuilt: repair_plan.rebuilt.clone(),
        guarded: repair_plan.guards.iter().map(|(number, ..)| *number).collect(),
        given_up: repair_plan.given_up,
        head: reading.verification.head,
        link: reading.verification.link.clone(),
    }
}

/// Writes it. `false` when another repair or another run came first: then all is read again.
async fn write(
    session: &Session<'_>,
    reading: &Reading,
    repair_plan: &RepairPlan,
    record: &RepairRecord,
) -> Result<bool, Error> {
    let lines: Option<Vec<Vec<TabCell>>> = repair_plan
        .ledger
        .as_ref()
        .map(|rows| rows.iter().map(|cells| cells.iter().cloned().map(TabCell::Text).collect()).collect());
    let mut changes = metadata(reading, repair_plan, record, session.settings);

    if let Some(lines) = &lines {
        changes.extend(ledger_tab(reading, session.settings)?);
        if !lines.is_empty() {
            changes.push(change::append_cells(ids::LEDGER, lines));
        }
    }

    let batch = session.batch(&changes)?;
    match session.apply(&batch).await {
        Ok(()) => Ok(true),
        Err(error) => match error.refusal() {
            // A lost answer ends here too: the record under this id is then our own.
            Some(RefusalKind::MetadataIdTaken | RefusalKind::SheetIdTaken) => {
                let position = ids::repair(reading.cross_checks.repairs_end);
                Ok(session.metadata_value(position).await? == Some(record.to_string()))
            }
            // Somebody deleted what was to be changed.
            Some(RefusalKind::NotFoundId | RefusalKind::UnknownRange) => Ok(false),
            _ => Err(session.error(error)),
        },
    }
}

/// The record, the guards, and the proof that no run has committed in between.
fn metadata(
    reading: &Reading,
    repair_plan: &RepairPlan,
    record: &RepairRecord,
    settings: &Settings,
) -> Vec<Change<'static>> {
    let Reading { metadata, cross_checks, verification, .. } = reading;
    let stands = |id: i32| metadata.entries.iter().any(|entry| entry.id == id);
    let put = |id: i32, key: &str, value: String| {
        if stands(id) {
            change::update_metadata(id, key, value)
        } else {
            change::create_metadata(id, key, value)
        }
    };

    let mut changes = vec![change::create_metadata(
        ids::repair(cross_checks.repairs_end),
        ids::REPAIR_KEY,
        record.to_string(),
    )];

    // A run that has committed the next number since the read stands under this id, and the whole
    // batch is refused; the lines it wrote would be lost otherwise.
    let id_space = cross_checks.id_space;
    let next = id_space.guard(verification.head.max(cross_checks.guarded()).next());

    if !stands(next) {
        changes.push(change::create_metadata(next, ids::GUARD_KEY, String::new()));
        changes.push(change::delete_metadata(next));
    }

    for (number, count, link) in &repair_plan.guards {
        let guard = Guard { number: *number, nonce: "repair".to_owned(), count: *count, link: link.clone() };
        let key = if number.is_known_before() { ids::NUMBER_ZERO_KEY } else { ids::GUARD_KEY };
        changes.push(put(id_space.guard(*number), key, guard.to_string()));
    }

    let made = |id: &i32| repair_plan.guards.iter().any(|(number, ..)| id_space.guard(*number) == *id);
    let bad = cross_checks.bad_guards.iter().copied().filter(|id| !made(id));
    changes.extend(bad.map(change::delete_metadata));

    if repair_plan.given_up.is_some() {
        changes.extend(forgotten(reading));
    }

    if cross_checks.origin.as_deref() != Some(settings.sheet.spreadsheet_id.as_str()) {
        let origin = Origin { file: settings.sheet.spreadsheet_id.clone(), id_space };
        changes.push(put(ids::ORIGIN, ids::ORIGIN_KEY, origin.to_string()));
    }

    changes
}

/// Takes back what the metadata says of hand-offs that are given up, so that the next ones under
/// their numbers are guarded and announced for themselves.
fn forgotten(reading: &Reading) -> Vec<Change<'static>> {
    let Reading { metadata, cross_checks, verification, .. } = reading;
    let id_space = cross_checks.id_space;
    let beyond = |number: HandoffNumber| number > verification.head;
    let stale = metadata.entries.iter().filter(|entry| match entry.key.as_str() {
        ids::GUARD_KEY => {
            id_space.number(entry.id).is_some_and(beyond) && !cross_checks.bad_guards.contains(&entry.id)
        }
        ids::NOTICE_KEY => id_space.record_number(entry.id).is_some_and(|(first, _)| beyond(first)),
        _ => false,
    });

    let mut changes: Vec<Change<'static>> = stale.map(|entry| change::delete_metadata(entry.id)).collect();
    // A notice that announced some that stand and some that do not ends with those that stand.
    for entry in metadata.entries.iter().filter(|entry| entry.key == ids::NOTICE_KEY) {
        let stands = id_space.record_number(entry.id).is_some_and(|(first, _)| !beyond(first));
        if let (true, Ok(Event::Draft { last, to, draft })) = (stands, entry.value.parse::<Event>())
            && beyond(last)
        {
            let draft = Event::Draft { last: verification.head, to, draft };
            changes.push(change::update_metadata(entry.id, ids::NOTICE_KEY, draft.to_string()));
        }
    }

    changes
}

/// An empty ledger tab with its headers.
fn ledger_tab(reading: &Reading, settings: &Settings) -> Result<Vec<Change<'static>>, Error> {
    let tabs = &reading.metadata.tabs;
    let mut changes = Vec::new();

    match tabs.iter().find(|tab| tab.sheet_id == ids::LEDGER) {
        None => {
            commit::ledger_title_is_free(tabs)?;
            changes.extend(ledger::creation(None));
            changes.push(ledger::protection(&settings.account));
        }
        Some(TabMetadata { columns, .. }) => {
            changes.extend(change::clear(ids::LEDGER));
            if *columns < Entry::COLUMNS {
                changes.push(change::append_columns(ids::LEDGER, Entry::COLUMNS - columns));
            }
            changes.push(ledger::header());
        }
    }

    Ok(changes)
}
