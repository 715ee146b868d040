//! What the metadata says of the ledger: records, guards, notices, tabs.

use std::collections::{BTreeMap, BTreeSet};

use tracing::warn;

use crate::domain::clerks::history::{HistoryRecord, StoredRecord};
use crate::domain::columns::confirmation::Confirmation;
use crate::domain::handoff::baseline::BaselineRecord;
use crate::domain::handoff::known_before::Undated;
use crate::domain::handoff::refused_row::RefusedRow;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::unmarked;
use crate::domain::ids::{self, IdSpace, Origin};
use crate::domain::ledger::chain::Guard;
use crate::domain::ledger::cross_checks::{CrossChecks, HighWaterMark};
use crate::domain::mail::notice_log::{Event, NoticeLog};
use crate::google::sheets::{MetadataEntry, SpreadsheetMetadata, TabMetadata};
use crate::steps::read::BaselineState;

/// For which file the ledger was made, and where its things are, where that is recorded.
pub fn origin(metadata: &SpreadsheetMetadata) -> Option<Origin> {
    let entry = metadata.entries.iter().find(|entry| entry.key == ids::ORIGIN_KEY)?;
    entry.value.parse().ok()
}

/// Reads what the spreadsheet's metadata and this host know of the ledger. `high_water_mark` is the
/// host's.
pub fn cross_checks(metadata: &SpreadsheetMetadata, high_water_mark: Option<HighWaterMark>) -> CrossChecks {
    let origin = origin(metadata);
    let id_space = origin.as_ref().map(|origin| origin.id_space).unwrap_or_default();
    let recorded = metadata.entries.iter().find(|entry| entry.key == ids::ORIGIN_KEY);
    let mut found = CrossChecks {
        id_space,
        bad_origin: recorded.filter(|_| origin.is_none()).map(|entry| entry.id),
        high_water_mark,
        origin: origin.map(|origin| origin.file),
        ..CrossChecks::default()
    };

    let starts =
        |entry: &MetadataEntry| entry.key == ids::NUMBER_ZERO_KEY && entry.value != ids::NOTHING_KNOWN_BEFORE;
    for entry in metadata.entries.iter().filter(|entry| entry.key == ids::GUARD_KEY || starts(entry)) {
        let guard: Option<Guard> = entry.value.parse().ok();
        match guard.filter(|guard| id_space.guard(guard.number) == entry.id) {
            Some(guard) => found.guards.push(guard),
            None => found.bad_guards.push(entry.id),
        }
    }

    // A log without a draft announces nothing: what stands there need not be the service's.
    found.announced =
        notices(metadata, id_space).values().filter_map(NoticeLog::last).max().unwrap_or_default();
    found.tabs =
        metadata.tabs.iter().filter_map(|tab| id_space.number_of_tab(tab.sheet_id)).collect::<BTreeSet<_>>();
    found.has_ledger = metadata.tabs.iter().any(|tab| tab.sheet_id == ids::LEDGER);
    let ours = metadata.entries.iter().filter(|entry| entry.key.starts_with(ids::KEY_PREFIX));
    found.records = ours.map(|entry| entry.id).collect();

    // Earlier records may have been pruned, so the position of the last one counts them.
    let positions = |entries: &mut dyn Iterator<Item = &MetadataEntry>| {
        entries.filter_map(|entry| ids::repair_position(entry.id)).max().map_or(0, |last| last + 1)
    };
    found.repairs = positions(&mut metadata.entries.iter().filter(|entry| entry.key == ids::REPAIR_KEY));
    // Whatever stands in the range takes its id, be it a repair's or not.
    found.repairs_end = positions(&mut metadata.entries.iter());

    found
}

/// The tab of the states that nights have seen, unless there is none.
pub fn state_history(metadata: &SpreadsheetMetadata, id_space: IdSpace) -> Option<&TabMetadata> {
    metadata.tabs.iter().find(|tab| id_space.is_state_history(tab.sheet_id))
}

/// The newest record of how the tab of states ends, and the ids of all such records, oldest first; one that
/// cannot be read counts as older.
pub fn history_records(metadata: &SpreadsheetMetadata, id_space: IdSpace) -> (StoredRecord, Vec<i32>) {
    let entries = metadata.entries.iter().filter(|entry| id_space.is_history_record(entry.id));
    let mut records: Vec<(Option<HistoryRecord>, i32)> = entries
        .map(|entry| {
            let ours = (entry.key == ids::HISTORY_KEY).then(|| entry.value.parse().ok());
            (ours.flatten(), entry.id)
        })
        .collect();
    records.sort_by_key(|(record, _)| record.as_ref().map(|record| record.sequence));

    let ids = records.iter().map(|(_, id)| *id).collect();
    let stored = match records.pop() {
        None => StoredRecord::None,
        Some((None, _)) => StoredRecord::Unreadable,
        Some((Some(record), _)) => StoredRecord::Read(record),
    };
    (stored, ids)
}

/// The decision about undated rows from before the first hand-off. A record that this program cannot read is
/// none, so that it is asked for again.
pub(super) fn undated(metadata: &SpreadsheetMetadata) -> Option<Undated> {
    let record = metadata.entries.iter().find(|entry| entry.id == ids::UNDATED)?;
    let decision = unmarked(&record.value).and_then(|decision| decision.parse().ok());
    if decision.is_none() {
        warn!(
            "the record of what becomes of undated rows (metadata id {}) is none that this version writes, and is left \
             out; `traslado init` records it anew",
            ids::UNDATED
        );
    }
    decision
}

/// The record that somebody confirmed the columns. One that this program cannot read is none: the columns
/// are then compared with all hand-offs, which holds more than it should and loses nothing.
pub(super) fn confirmation(metadata: &SpreadsheetMetadata) -> Option<Confirmation> {
    let record = metadata.entries.iter().find(|entry| entry.id == ids::COLUMNS)?;
    let confirmation = record.value.parse().ok();
    if confirmation.is_none() {
        warn!(
            "the record of confirmed columns (metadata id {}) is none that this version writes, and is left out; \
             `traslado init` confirms the columns anew",
            ids::COLUMNS
        );
    }
    confirmation
}

/// The records of rows that Google refused an earlier run. One that this program cannot read is none: the row
/// is then found anew.
pub(super) fn refused_rows(metadata: &SpreadsheetMetadata) -> BTreeMap<Fingerprint, RefusedRow> {
    let records = metadata.entries.iter().filter(|entry| entry.key == ids::REFUSED_ROW_KEY);
    let read = records.filter_map(|entry| match entry.value.parse::<RefusedRow>() {
        Ok(row) if ids::refused_row(&row.fingerprint) == entry.id => Some((row.fingerprint, row)),
        _ => {
            warn!(
                "the record of a refused row (metadata id {}) is none that this version writes, and is left out; the \
                 next run that needs its room takes it",
                entry.id
            );
            None
        }
    });
    read.collect()
}

/// The rows of the first night, as far as the metadata says something of them. A record that this program cannot read says
/// nothing, and the rows are lost.
pub(super) fn baseline(metadata: &SpreadsheetMetadata) -> BaselineState {
    let stored = metadata.entries.iter().find(|entry| entry.id == ids::BASELINE);
    let stored = stored.map(|entry| entry.value.clone());
    let record: Option<BaselineRecord> = stored.as_ref().and_then(|stored| stored.parse().ok());
    let is_there = |record: &BaselineRecord| metadata.tabs.iter().any(|tab| tab.sheet_id == record.sheet);
    let is_lost = record.as_ref().is_some_and(|record| !is_there(record));
    BaselineState { stored, record, is_lost, ..BaselineState::default() }
}

/// Ids of the developer metadata that is not the service's.
pub(super) fn foreign(metadata: &SpreadsheetMetadata) -> BTreeSet<i32> {
    let foreign = metadata.entries.iter().filter(|entry| !entry.key.starts_with(ids::KEY_PREFIX));
    foreign.map(|entry| entry.id).collect()
}

/// The records of each notice, by position. One that cannot be read is somebody else's doing, and
/// says as much about the notice as no answer from Gmail: nobody knows. So does anything else under a
/// record's id, for no record can be made there.
pub(super) fn notices(
    metadata: &SpreadsheetMetadata,
    id_space: IdSpace,
) -> BTreeMap<HandoffNumber, NoticeLog> {
    let mut records: BTreeMap<(HandoffNumber, u32), Event> = BTreeMap::new();
    for entry in &metadata.entries {
        if let Some(at) = id_space.record_number(entry.id) {
            let ours = (entry.key == ids::NOTICE_KEY).then(|| entry.value.parse().ok()).flatten();
            records.insert(at, ours.unwrap_or(Event::Uncertain));
        }
    }

    let mut logs: BTreeMap<HandoffNumber, NoticeLog> = BTreeMap::new();
    for ((number, position), event) in records {
        let log = logs.entry(number).or_insert_with(|| NoticeLog { first: number, events: Vec::new() });
        // What stands behind a gap cannot be trusted to follow from what stands before it.
        if log.events.len() == position as usize {
            log.events.push(event);
        }
    }

    logs
}
