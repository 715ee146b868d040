//! The questions, one a row of a table: the assumption, what hangs on it, and how it is put.

use crate::probes::{Answer, ScratchSheet, cells, columns, ids, mail, maintained, protection};

/// The weight of an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// A promise: without it a report may be lost, handed over twice or read wrong.
    Required,
    /// A comfort: the service does right either way, and the answer is for the record.
    Optional,
}

/// Puts one question: in the scratch spreadsheet alone, or with a test mail where somebody was named to
/// send it to.
macro_rules! put {
    (Sheet $function:path, $scratch:ident) => {
        $function($scratch).await
    };
    (Mail $function:path, $scratch:ident) => {{
        let Some(test_mail) = &$scratch.test_mail else { return Answer::NotAsked };
        $function($scratch, test_mail).await
    }};
}

/// Writes [`Probe`] from one table, a row a question: name, weight, what it needs, the function that puts
/// it; the assumption, in one sentence without its full stop; the consequence where it does not hold.
macro_rules! probes {
    ($($name:ident: $necessity:ident $needs:ident $function:path, $assumes:literal, $otherwise:literal;)+) => {
        /// One assumption about Google.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Probe {
            $(#[doc = $assumes] $name,)+
        }

        impl Probe {
            /// All of them, in the order in which they are put.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The assumption, in one sentence without its full stop.
            pub fn assumes(self) -> &'static str {
                match self { $(Self::$name => $assumes,)+ }
            }

            /// The weight of the assumption.
            pub fn weight(self) -> Necessity {
                match self { $(Self::$name => Necessity::$necessity,)+ }
            }

            /// The consequence where the assumption does not hold.
            pub fn otherwise(self) -> &'static str {
                match self { $(Self::$name => $otherwise,)+ }
            }

            /// Puts the question. Each makes its own tabs and ids in the scratch spreadsheet, so the
            /// order in which they are put does not matter, and one that fails spoils no other.
            pub async fn answer(self, scratch: &ScratchSheet<'_>) -> Answer {
                match self { $(Self::$name => put!($needs $function, scratch),)+ }.into()
            }
        }
    };
}

probes! {
    UsedMetadataId: Required Sheet ids::used_metadata_id,
        "a metadata id in use is refused, and the whole batch with it",
        "two runs at once could hand the same reports over twice; do not use the service";
    SecondCopy: Required Sheet ids::second_copy,
        "a batch that arrives twice is applied once, and its mark can be read back",
        "two runs at once could hand the same reports over twice; do not use the service";
    Racing: Required Sheet ids::racing,
        "of several batches at once that aim at one id, one is applied",
        "two runs at once could hand the same reports over twice; do not use the service";
    UsedSheetId: Required Sheet ids::used_sheet_id,
        "a sheet id in use is refused, and the whole batch with it",
        "two runs at once could hand the same reports over twice; do not use the service";
    UsedTitle: Required Sheet ids::used_title,
        "a tab title in use is refused, and the whole batch with it",
        "two tabs could bear one title, and clerks could take one for the other";
    TitleCase: Optional Sheet ids::title_case,
        "titles that differ in case only are two titles",
        "the service does right either way";
    FreedMetadataId: Optional Sheet ids::freed_metadata_id,
        "the id of deleted metadata can be used again",
        "a column of the service's that bears another header gets no new place; put its own header back";
    FreedSheetId: Optional Sheet ids::freed_sheet_id,
        "the id of a deleted tab can be used again",
        "a deleted hand-off tab is rebuilt under another id, once for each day";
    UnmatchedDeletion: Optional Sheet ids::unmatched_deletion,
        "deleting metadata that is not there is refused",
        "what is pruned twice is no refusal";
    MetadataCeiling: Optional Sheet ids::metadata_ceiling,
        "30,000 characters of metadata are the ceiling",
        "the service stops adding before it needs to";
    TextStaysText: Required Sheet cells::text_stays_text,
        "a text is kept as it is, whatever it begins with",
        "citizens' words could change or run as formulas; do not use the service";
    FormulaSource: Required Sheet cells::formula_source,
        "a formula typed by hand is read by its source",
        "rows could be read wrong or missed; do not use the service";
    LongText: Required Sheet cells::long_text,
        "a cell holds 45,000 characters",
        "a long report could be refused, and goes over without its texts";
    TooLongText: Optional Sheet cells::too_long_text,
        "a cell of more than 50,000 characters is refused",
        "the service does right either way";
    AppendBelow: Required Sheet cells::append_below,
        "rows that are appended land below the last row with anything in it, past blank rows",
        "lines of the ledger could be written over; do not use the service";
    AppendUnderFilter: Required Sheet cells::append_under_filter,
        "rows that are appended land below rows that a filter hides",
        "lines of the ledger could be written over; do not filter the ledger";
    Neighbours: Required Sheet cells::neighbours,
        "cells are written from a corner on and none beside them",
        "cells of the staff could be written over; do not use the service";
    SortLeavesRowTags: Optional Sheet cells::sort_leaves_row_tags,
        "a sort moves cells and not the tags of rows",
        "the service does right either way";
    TagFollowsColumn: Required Sheet columns::tag_follows_column,
        "the tag of a column follows it when columns are inserted or moved",
        "cells of the staff could be written over; do not use the service";
    TagGoesWithColumn: Required Sheet columns::tag_goes_with_column,
        "the tag of a column goes when the column is deleted",
        "cells of the staff could be written over; do not use the service";
    WriteByTag: Required Sheet columns::write_by_tag,
        "a write by tag reaches the column where it is now, and leaves what it does not name",
        "cells of the staff could be written over; do not use the service";
    UnmatchedWrite: Optional Sheet columns::unmatched_write,
        "a write by a tag that is gone does nothing",
        "the service does right either way";
    AreasAreEchoed: Required Sheet columns::areas_are_echoed,
        "the answer to a read of several tabs says which part is of which",
        "rows could be read wrong or missed; do not use the service";
    CopyIsWhole: Optional Sheet cells::copy_is_whole,
        "a tab that is copied says the same to the last cell, notes and looks included",
        "hand-offs are shown again instead of archived, and `traslado archive` names the cell";
    OwnProtection: Required Sheet protection::own_protection,
        "the account can write what it has protected itself",
        "the ledger's protection would stop the service; remove it from the tab";
    UsedProtectionId: Optional Sheet protection::used_protection_id,
        "the id of a protected range in use is refused",
        "the service does right either way";
    UsedFilterViewId: Optional Sheet protection::used_filter_view_id,
        "the id of a filter view in use is refused",
        "the service does right either way";
    LinkIsText: Optional Sheet maintained::link_is_text,
        "a text may lead to a row of a tab, and is read as the text it is",
        "the work list is not made, which each run says; the hand-offs are complete";
    OwnFormula: Optional Sheet maintained::own_formula,
        "a formula of the service's own is taken whatever the locale, and computed",
        "the board does not turn red by itself; rely on the monitor";
    UsedChartId: Optional Sheet maintained::used_chart_id,
        "a chart is made under an id of the service's choice, and refused under one in use",
        "the board is not made, which each run says; the hand-offs are complete";
    SentDraftIsGone: Required Mail mail::sent_draft_is_gone,
        "a draft that was sent is gone, and cannot be sent again",
        "a notice could be sent twice or be taken for sent; empty notice.to";
    DeletedDraftIsGone: Required Mail mail::deleted_draft_is_gone,
        "a draft that was deleted cannot be sent",
        "a notice could be sent twice or be taken for sent; empty notice.to";
    TwoSends: Required Mail mail::two_sends,
        "of two sends of one draft at once, one is done",
        "a notice could be sent twice or be taken for sent; empty notice.to";
}
