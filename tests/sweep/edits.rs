//! What staff do to the sheet, at any moment: RELIABILITY's list, and a few of our own.

mod acts;
mod own_tabs;

use std::fmt;

use chrono::{Days, NaiveDate};
use google_emulator::Emulator;

use crate::stage::Stage;

/// One edit: what, about which row, with which citizen's text. Rows count from the first report
/// and wrap around, so that a shortened story still makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) kind: Kind,
    pub(crate) row: usize,
    pub(crate) n: u32,
    /// The date of a row that it types.
    pub(crate) day: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    InsertAbove,
    InsertBelow,
    AppendRow,
    DeleteRow,
    SortByName,
    SortByTextDescending,
    SortInFilterView,
    CutAndPasteRow,
    MoveRow,
    EditDocument,
    EditGrounds,
    CompleteAddress,
    ClearRow,
    DuplicateRow,
    DuplicateAndEdit,
    InsertColumn,
    DeleteNumberColumn,
    MoveColumn,
    MoveOwnColumn,
    DeleteOwnColumn,
    RenameHeader,
    RenameMandatoryHeader,
    SwapHeaders,
    DuplicateHeader,
    MergeCells,
    HideRow,
    BasicFilter,
    ProtectRange,
    RenameTab,
    DeleteHandoffTab,
    DeleteDrafts,
    RenameFile,
    RevokeAccess,
    Undo,
    UndoOwn,
    ChangeLocale,
    ChangeTimeZone,
    TextToFormula,
    DateToText,
    FillState,
    ForgeId,
    EraseIds,
    NoteAndColour,
    AnswerReport,
    ScribbleInKeptTab,
    DeleteKeptTabs,
}

use Kind::*;

impl Kind {
    pub(crate) const ALL: [Self; 46] = [
        InsertAbove,
        InsertBelow,
        AppendRow,
        DeleteRow,
        SortByName,
        SortByTextDescending,
        SortInFilterView,
        CutAndPasteRow,
        MoveRow,
        EditDocument,
        EditGrounds,
        CompleteAddress,
        ClearRow,
        DuplicateRow,
        DuplicateAndEdit,
        InsertColumn,
        DeleteNumberColumn,
        MoveColumn,
        MoveOwnColumn,
        DeleteOwnColumn,
        RenameHeader,
        RenameMandatoryHeader,
        SwapHeaders,
        DuplicateHeader,
        MergeCells,
        HideRow,
        BasicFilter,
        ProtectRange,
        RenameTab,
        DeleteHandoffTab,
        DeleteDrafts,
        RenameFile,
        RevokeAccess,
        Undo,
        UndoOwn,
        ChangeLocale,
        ChangeTimeZone,
        TextToFormula,
        DateToText,
        FillState,
        ForgeId,
        EraseIds,
        NoteAndColour,
        AnswerReport,
        ScribbleInKeptTab,
        DeleteKeptTabs,
    ];

    /// Whether the night may refuse its work until somebody takes the edit back.
    pub(crate) fn needs_repair(self) -> bool {
        matches!(
            self,
            RenameMandatoryHeader
                | SwapHeaders
                | DuplicateHeader
                | RevokeAccess
                | ChangeLocale
                | ChangeTimeZone
        )
    }
}

impl Edit {
    /// Plays it on the sheet, and on the sheet as it would be without the service.
    pub(crate) fn play(&self, stage: &Stage) {
        // What the window refuses, it refuses a person too: nothing happens.
        let _ = stage.emulator.with(|world| self.apply(world, &stage.id));
        if self.kind == UndoOwn {
            // People take back what they did, which is not what another did since.
            let last = |emulator: &Emulator| {
                let last = emulator.mutations_since(0).pop().filter(|last| last.request == 0);
                last.filter(|last| last.kind != "undo").map(|last| last.json)
            };
            let did = last(&stage.emulator);
            if did.is_some() && did == last(&stage.shadow) {
                stage.emulator.with(|world| world.undo(&stage.id));
                stage.shadow.with(|world| world.undo(&stage.id));
            }
        } else if self.kind == Undo {
            let now = stage.emulator.with(|world| world.snapshot());
            stage.shadow.with(|world| world.restore(&now));
        } else {
            let _ = stage.shadow.with(|world| self.apply(world, &stage.id));
        }
    }

    /// Takes back what keeps the service from working.
    pub(crate) fn repair(&self, stage: &Stage) {
        for emulator in [&stage.emulator, &stage.shadow] {
            let _ = emulator.with(|world| self.take_back(world, &stage.id));
        }
    }

    /// The day of the message in a row that it types.
    pub(crate) fn received(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 3, 1)?.checked_add_days(Days::new(u64::from(self.day) - 1))
    }

    fn date(&self) -> String {
        self.received().map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default()
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} (row {}, citizen {}, day {})", self.kind, self.row, self.n, self.day)
    }
}
