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

/// The weight of an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// A promise: without it a report may be lost, handed over twice or read wrong.
    Required,
    /// A comfort: the service does right either way, and the answer is for the record.
    Optional,
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
        match self {
            Self::UsedMetadataId => "a metadata id in use is refused, and the whole batch with it",
            Self::SecondCopy => "a batch that arrives twice is applied once, and its mark can be read back",
            Self::Racing => "of several batches at once that aim at one id, one is applied",
            Self::UsedSheetId => "a sheet id in use is refused, and the whole batch with it",
            Self::UsedTitle => "a tab title in use is refused, and the whole batch with it",
            Self::TitleCase => "titles that differ in case only are two titles",
            Self::FreedMetadataId => "the id of deleted metadata can be used again",
            Self::FreedSheetId => "the id of a deleted tab can be used again",
            Self::UnmatchedDeletion => "deleting metadata that is not there is refused",
            Self::MetadataCeiling => "30,000 characters of metadata are the ceiling",
            Self::TextStaysText => "a text is kept as it is, whatever it begins with",
            Self::FormulaSource => "a formula typed by hand is read by its source",
            Self::LongText => "a cell holds 45,000 characters",
            Self::TooLongText => "a cell of more than 50,000 characters is refused",
            Self::AppendBelow => {
                "rows that are appended land below the last row with anything in it, past blank rows"
            }
            Self::AppendUnderFilter => "rows that are appended land below rows that a filter hides",
            Self::Neighbours => "cells are written from a corner on and none beside them",
            Self::SortLeavesRowTags => "a sort moves cells and not the tags of rows",
            Self::TagFollowsColumn => "the tag of a column follows it when columns are inserted or moved",
            Self::TagGoesWithColumn => "the tag of a column goes when the column is deleted",
            Self::WriteByTag => {
                "a write by tag reaches the column where it is now, and leaves what it does not name"
            }
            Self::UnmatchedWrite => "a write by a tag that is gone does nothing",
            Self::AreasAreEchoed => "the answer to a read of several tabs says which part is of which",
            Self::CopyIsWhole => {
                "a tab that is copied says the same to the last cell, notes and looks included"
            }
            Self::OwnProtection => "the account can write what it has protected itself",
            Self::UsedProtectionId => "the id of a protected range in use is refused",
            Self::UsedFilterViewId => "the id of a filter view in use is refused",
            Self::LinkIsText => "a text may lead to a row of a tab, and is read as the text it is",
            Self::OwnFormula => "a formula of the service's own is taken whatever the locale, and computed",
            Self::UsedChartId => {
                "a chart is made under an id of the service's choice, and refused under one in use"
            }
            Self::SentDraftIsGone => "a draft that was sent is gone, and cannot be sent again",
            Self::DeletedDraftIsGone => "a draft that was deleted cannot be sent",
            Self::TwoSends => "of two sends of one draft at once, one is done",
        }
    }

    /// The weight of the assumption.
    pub fn weight(self) -> Necessity {
        self.consequence().0
    }

    /// The consequence where the assumption does not hold.
    pub fn otherwise(self) -> &'static str {
        self.consequence().1
    }

    fn consequence(self) -> (Necessity, &'static str) {
        use Necessity::{Optional, Required};
        match self {
            Self::UsedMetadataId | Self::SecondCopy | Self::Racing | Self::UsedSheetId => {
                (Required, "two runs at once could hand the same reports over twice; do not use the service")
            }
            Self::UsedTitle => {
                (Required, "two tabs could bear one title, and clerks could take one for the other")
            }
            Self::TitleCase
            | Self::FreedMetadataId
            | Self::TooLongText
            | Self::SortLeavesRowTags
            | Self::UnmatchedWrite
            | Self::UsedProtectionId
            | Self::UsedFilterViewId => (Optional, "the service does right either way"),
            Self::FreedSheetId => {
                (Optional, "a deleted hand-off tab is rebuilt under another id, once for each day")
            }
            Self::UnmatchedDeletion => (Optional, "what is pruned twice is no refusal"),
            Self::MetadataCeiling => (Optional, "the service stops adding before it needs to"),
            Self::TextStaysText => {
                (Required, "citizens' words could change or run as formulas; do not use the service")
            }
            Self::FormulaSource | Self::AreasAreEchoed => {
                (Required, "rows could be read wrong or missed; do not use the service")
            }
            Self::LongText => (Required, "a long report could be refused, and goes over without its texts"),
            Self::AppendBelow => {
                (Required, "lines of the ledger could be written over; do not use the service")
            }
            Self::AppendUnderFilter => {
                (Required, "lines of the ledger could be written over; do not filter the ledger")
            }
            Self::Neighbours | Self::TagFollowsColumn | Self::TagGoesWithColumn | Self::WriteByTag => {
                (Required, "cells of the staff could be written over; do not use the service")
            }
            Self::CopyIsWhole => (
                Optional,
                "hand-offs are shown again instead of archived, and `traslado archive` names the cell",
            ),
            Self::OwnProtection => {
                (Required, "the ledger's protection would stop the service; remove it from the tab")
            }
            Self::LinkIsText => {
                (Optional, "the work list is not made, which each run says; the hand-offs are complete")
            }
            Self::OwnFormula => (Optional, "the board does not turn red by itself; rely on the monitor"),
            Self::UsedChartId => {
                (Optional, "the board is not made, which each run says; the hand-offs are complete")
            }
            Self::SentDraftIsGone | Self::DeletedDraftIsGone | Self::TwoSends => {
                (Required, "a notice could be sent twice or be taken for sent; empty notice.to")
            }
        }
    }
}
