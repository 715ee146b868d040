//! The questions, and what each answer means.

/// One assumption about Google.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "what each assumes is what `assumes` says, word for word")]
pub enum Probe {
    UsedMetadataId,
    SecondCopy,
    Racing,
    UsedSheetId,
    UsedTitle,
    TitleCase,
    FreedMetadataId,
    FreedSheetId,
    UnmatchedDeletion,
    MetadataCeiling,
    TextStaysText,
    FormulaSource,
    LongText,
    TooLongText,
    AppendBelow,
    AppendUnderFilter,
    Neighbours,
    SortLeavesRowTags,
    TagFollowsColumn,
    TagGoesWithColumn,
    WriteByTag,
    UnmatchedWrite,
    AreasAreEchoed,
    CopyIsWhole,
    OwnProtection,
    UsedProtectionId,
    UsedFilterViewId,
    LinkIsText,
    OwnFormula,
    UsedChartId,
    SentDraftIsGone,
    DeletedDraftIsGone,
    TwoSends,
}

/// What hangs on an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A promise: without it a report may be lost, handed over twice or read wrong.
    Ground,
    /// A comfort: the service does right either way, and the answer is for the record.
    Comfort,
}

impl Probe {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 33] = [
        Self::UsedMetadataId,
        Self::SecondCopy,
        Self::Racing,
        Self::UsedSheetId,
        Self::UsedTitle,
        Self::TitleCase,
        Self::FreedMetadataId,
        Self::FreedSheetId,
        Self::UnmatchedDeletion,
        Self::MetadataCeiling,
        Self::TextStaysText,
        Self::FormulaSource,
        Self::LongText,
        Self::TooLongText,
        Self::AppendBelow,
        Self::AppendUnderFilter,
        Self::Neighbours,
        Self::SortLeavesRowTags,
        Self::TagFollowsColumn,
        Self::TagGoesWithColumn,
        Self::WriteByTag,
        Self::UnmatchedWrite,
        Self::AreasAreEchoed,
        Self::CopyIsWhole,
        Self::OwnProtection,
        Self::UsedProtectionId,
        Self::UsedFilterViewId,
        Self::LinkIsText,
        Self::OwnFormula,
        Self::UsedChartId,
        Self::SentDraftIsGone,
        Self::DeletedDraftIsGone,
        Self::TwoSends,
    ];

    /// The assumption, in one sentence without its full stop.
    pub fn assumes(self) -> &'static str {
        self.told().1
    }

    /// What hangs on it.
    pub fn weight(self) -> Weight {
        self.told().0
    }

    /// What it means when it does not hold.
    pub fn otherwise(self) -> &'static str {
        self.told().2
    }

    #[expect(clippy::too_many_lines, reason = "a table, three values a probe")]
    fn told(self) -> (Weight, &'static str, &'static str) {
        use Weight::{Comfort, Ground};
        const TWICE: &str = "two runs at once could hand the same reports over twice; do not use the service";
        const TEXT: &str = "citizens' words could change or run as formulas; do not use the service";
        const READ: &str = "rows could be read wrong or missed; do not use the service";
        const STAFF: &str = "cells of the staff could be written over; do not use the service";
        const MAIL: &str = "a notice could be sent twice or be taken for sent; empty notice.to";
        const EITHER: &str = "the service does right either way";
        match self {
            Self::UsedMetadataId => {
                (Ground, "a metadata id in use is refused, and the whole batch with it", TWICE)
            }
            Self::SecondCopy => {
                (Ground, "a batch that arrives twice is applied once, and its mark can be read back", TWICE)
            }
            Self::Racing => (Ground, "of several batches at once that aim at one id, one is applied", TWICE),
            Self::UsedSheetId => (Ground, "a sheet id in use is refused, and the whole batch with it", TWICE),
            Self::UsedTitle => (
                Ground,
                "a tab title in use is refused, and the whole batch with it",
                "two tabs could bear one title, and clerks could take one for the other",
            ),
            Self::TitleCase => (Comfort, "titles that differ in case only are two titles", EITHER),
            Self::FreedMetadataId => (Comfort, "the id of deleted metadata can be used again", EITHER),
            Self::FreedSheetId => (
                Comfort,
                "the id of a deleted tab can be used again",
                "a deleted hand-off tab is rebuilt under another id, once for each day",
            ),
            Self::UnmatchedDeletion => (
                Comfort,
                "deleting metadata that is not there is refused",
                "what is pruned twice is no refusal",
            ),
            Self::MetadataCeiling => (
                Comfort,
                "30,000 characters of metadata are the ceiling",
                "the service stops adding before it needs to",
            ),
            Self::TextStaysText => (Ground, "a text is kept as it is, whatever it begins with", TEXT),
            Self::FormulaSource => (Ground, "a formula typed by hand is read by its source", READ),
            Self::LongText => (
                Ground,
                "a cell holds 45,000 characters",
                "a long report could be refused, and goes over without its texts",
            ),
            Self::TooLongText => (Comfort, "a cell of more than 50,000 characters is refused", EITHER),
            Self::AppendBelow => (
                Ground,
                "rows that are appended land below the last row with anything in it, past blank rows",
                "lines of the ledger could be written over; do not use the service",
            ),
            Self::AppendUnderFilter => (
                Ground,
                "rows that are appended land below rows that a filter hides",
                "lines of the ledger could be written over; do not filter the ledger",
            ),
            Self::Neighbours => (Ground, "cells are written from a corner on and none beside them", STAFF),
            Self::SortLeavesRowTags => (Comfort, "a sort moves cells and not the tags of rows", EITHER),
            Self::TagFollowsColumn => {
                (Ground, "the tag of a column follows it when columns are inserted or moved", STAFF)
            }
            Self::TagGoesWithColumn => (Ground, "the tag of a column goes when the column is deleted", STAFF),
            Self::WriteByTag => (
                Ground,
                "a write by tag reaches the column where it is now, and leaves what it does not name",
                STAFF,
            ),
            Self::UnmatchedWrite => (Comfort, "a write by a tag that is gone does nothing", EITHER),
            Self::AreasAreEchoed => {
                (Ground, "the answer to a read of several tabs says which part is of which", READ)
            }
            Self::CopyIsWhole => (
                Comfort,
                "a tab that is copied says the same to the last cell, notes and looks included",
                "hand-offs are shown again instead of archived, and `traslado archive` names the cell",
            ),
            Self::OwnProtection => (
                Ground,
                "the account can write what it has protected itself",
                "the ledger's protection would stop the service; remove it from the tab",
            ),
            Self::UsedProtectionId => (Comfort, "the id of a protected range in use is refused", EITHER),
            Self::UsedFilterViewId => (Comfort, "the id of a filter view in use is refused", EITHER),
            Self::LinkIsText => (
                Comfort,
                "a text may lead to a row of a tab, and is read as the text it is",
                "the work list is not made, which each run says; the hand-offs are complete",
            ),
            Self::OwnFormula => (
                Comfort,
                "a formula of the service's own is taken whatever the locale, and computed",
                "the board does not turn red by itself; rely on the monitor",
            ),
            Self::UsedChartId => (
                Comfort,
                "a chart is made under an id of the service's choice, and refused under one in use",
                "the board is not made, which each run says; the hand-offs are complete",
            ),
            Self::SentDraftIsGone => {
                (Ground, "a draft that was sent is gone, and cannot be sent again", MAIL)
            }
            Self::DeletedDraftIsGone => (Ground, "a draft that was deleted cannot be sent", MAIL),
            Self::TwoSends => (Ground, "of two sends of one draft at once, one is done", MAIL),
        }
    }
}
