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

/// Writes [`Kind`] from one table, a row an edit: its name, and whether a night may refuse its work until
/// somebody takes the edit back.
macro_rules! kinds {
    (@needs_repair works) => { false };
    (@needs_repair until_taken_back) => { true };
    ($($name:ident $night:ident;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind {
            $($name,)+
        }

        impl Kind {
            pub(crate) const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// Whether the night may refuse its work until somebody takes the edit back.
            pub(crate) fn needs_repair(self) -> bool {
                match self { $(Self::$name => kinds!(@needs_repair $night),)+ }
            }
        }
    };
}

kinds! {
    InsertAbove works;
    InsertBelow works;
    InsertFirstRow works;
    TypeAboveHeader works;
    AppendRow works;
    DeleteRow works;
    SortByName works;
    SortByTextDescending works;
    SortInFilterView works;
    CutAndPasteRow works;
    MoveRow works;
    EditDocument works;
    EditGrounds works;
    CompleteAddress works;
    ClearRow works;
    DuplicateRow works;
    DuplicateAndEdit works;
    InsertColumn works;
    DeleteNumberColumn works;
    MoveColumn works;
    MoveOwnColumn works;
    DeleteOwnColumn works;
    RenameHeader works;
    RenameMandatoryHeader until_taken_back;
    SwapHeaders until_taken_back;
    DuplicateHeader until_taken_back;
    BlankHeader works;
    DeleteHeader works;
    InsertHeader works;
    PasteHeaderRow works;
    DuplicateTab works;
    MergeCells works;
    MergeDates works;
    MergeNumbers works;
    ShiftCellsRight until_taken_back;
    HideRow works;
    BasicFilter works;
    ProtectRange works;
    RenameTab works;
    DeleteHandoffTab works;
    DeleteDrafts works;
    RenameFile works;
    RevokeAccess until_taken_back;
    Undo works;
    UndoOwn works;
    ChangeLocale until_taken_back;
    ChangeTimeZone until_taken_back;
    TextToFormula works;
    DateToText works;
    FillState works;
    ForgeId works;
    EraseIds works;
    NoteAndColour works;
    AnswerReport works;
    ScribbleInMaintainedTab works;
    DeleteMaintainedTabs works;
}

use Kind::*;

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
