//! Kinds of developer metadata, and the share of its room that each may take.
//!
//! Google allows 30,000 characters for a spreadsheet. What is no longer needed of one kind must never
//! take the room of another: without room for its guard nothing is handed over.

use crate::domain::ids::{ARCHIVES, IdSpace, MAINTAINED_TABS};

/// A kind of the service's developer metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataKind {
    /// The guards of hand-offs.
    Guard,
    /// The records of notices.
    Notice,
    /// The records of the archive: its files, and the hand-offs that are on their way there or were
    /// taken off it.
    Archive,
    /// Everything else: for which file the ledger was made, decisions, repairs, mails that go out once.
    Other,
}

impl MetadataKind {
    /// Characters that the kind may take. Together they leave 2,000 for what add-ons store.
    pub fn share(self) -> usize {
        match self {
            Self::Guard => 12_000,
            Self::Notice => 9_000,
            Self::Archive => 4_000,
            Self::Other => 3_000,
        }
    }

    /// The kind of the entry with an id, in the id space of the spreadsheet's ledger.
    pub fn of(id: i32, id_space: IdSpace) -> Self {
        if id_space.number(id).is_some() {
            Self::Guard
        } else if id_space.record_number(id).is_some() {
            Self::Notice
        } else if (ARCHIVES..MAINTAINED_TABS).contains(&id) {
            Self::Archive
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids;
    use crate::testing::nth;

    #[test]
    fn every_id_is_of_one_kind() {
        let id_space = IdSpace::default();
        for (id, kind) in [
            (id_space.guard(nth(7)), MetadataKind::Guard),
            (id_space.record(nth(7), 3), MetadataKind::Notice),
            (ids::stage(nth(7)), MetadataKind::Archive),
            (ids::undone(nth(7)), MetadataKind::Archive),
            (ids::archive_file(2026), MetadataKind::Archive),
            (ids::repair(2), MetadataKind::Other),
            (ids::ORIGIN, MetadataKind::Other),
            (ids::NUMBER_ZERO, MetadataKind::Other),
            (ids::UNDATED, MetadataKind::Other),
            (ids::COLUMNS, MetadataKind::Other),
            (ids::BASELINE, MetadataKind::Other),
            (id_space.history_record(7), MetadataKind::Other),
        ] {
            assert_eq!(MetadataKind::of(id, id_space), kind, "{id}");
        }
    }
}
