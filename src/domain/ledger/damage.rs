//! What can be wrong with the ledger, told apart as far as the cross-checks go, and what ends it.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::ids::KNOWN_BEFORE_TITLE;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::entry::Entry;
use crate::sheet::row_number::RowNumber;

/// Why the ledger cannot be trusted. Row numbers are those of the ledger tab.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Guards say more was handed over than the ledger holds.
    #[error("the ledger ends at hand-off {ledger} but hand-off {guards} was committed")]
    Behind {
        /// Highest number in the ledger, 0 when it is empty or missing.
        ledger: HandoffNumber,
        /// Highest number among the guards.
        guards: HandoffNumber,
    },
    /// The ledger holds a hand-off that left no guard.
    #[error("the ledger ends at hand-off {ledger} but the last one committed is {guards}")]
    Ahead {
        /// Highest number in the ledger.
        ledger: HandoffNumber,
        /// Highest number among the guards, 0 when there is none.
        guards: HandoffNumber,
    },
    /// A row of the ledger cannot be read.
    #[error(
        "row {row} of the tab \"Libro de traslados\" does not hold what was written there (column \"{column}\")"
    )]
    Unreadable {
        /// Row of the ledger tab.
        row: RowNumber,
        /// Header of the column.
        column: &'static str,
    },
    /// A hand-off's lines are not the ones that were written.
    #[error(
        "the lines of hand-off {number} in the tab \"Libro de traslados\" are not the ones that were written"
    )]
    Broken {
        /// Number of the hand-off.
        number: HandoffNumber,
    },
    /// The lines of number 0 are not what was written.
    #[error(
        "the lines of number 0 in the tab \"Libro de traslados\", which hold what was known before the first hand-off, \
         are not the ones that were written"
    )]
    KnownBefore,
    /// The last lines of the ledger are gone, and the tabs of their hand-offs are not.
    #[error("the tab \"Libro de traslados\" has lost the lines of {}", Numbers(*first, *last))]
    Missing {
        /// First hand-off without lines.
        first: HandoffNumber,
        /// Last hand-off without lines.
        last: HandoffNumber,
    },
    /// The ledger tab is gone, and the hand-off tabs are not.
    #[error("the tab \"Libro de traslados\" is gone, which held {}", Numbers(HandoffNumber::FIRST, *handoffs))]
    NoLedger {
        /// How many it held.
        handoffs: HandoffNumber,
    },
    /// A guard's value is not one that this program writes.
    #[error("the guard with metadata id {metadata_id} does not hold what this version writes there")]
    BadGuard {
        /// Id of the developer metadata.
        metadata_id: i32,
    },
    /// The record of the file for which the ledger was made is not one that this program writes.
    #[error(
        "the record with metadata id {metadata_id}, which says for which file the ledger was made, does not hold what \
         this version writes there"
    )]
    BadOrigin {
        /// Id of the developer metadata.
        metadata_id: i32,
    },
    /// The last hand-off has no guard, though its lines follow from those before.
    #[error("the guard of hand-off {number} is gone from the spreadsheet's metadata")]
    Unguarded {
        /// Number of the hand-off.
        number: HandoffNumber,
    },
    /// Something outside the ledger knows of more hand-offs than the ledger does.
    #[error(
        "the ledger ends at {}, but {seen_in} hand-off {}: an older version of the spreadsheet was restored, or its \
         last hand-offs were deleted",
        Dated(*head, *head_day),
        Dated(*number, *day).short()
    )]
    Restored {
        /// Who knows.
        seen_in: SeenIn,
        /// The highest number known.
        number: HandoffNumber,
        /// The day of that number, where it is known.
        day: Option<NaiveDate>,
        /// Highest number in the ledger, 0 when it holds none.
        head: HandoffNumber,
        /// The day of the ledger's last hand-off.
        head_day: Option<NaiveDate>,
    },
    /// A hand-off is in the ledger, but it is not the one that this host has seen.
    #[error(
        "hand-off {number} in the ledger is not the one of that number which this host has seen: an older version of \
         the spreadsheet was restored, and another host has handed over since"
    )]
    Rewritten {
        /// Number of the hand-off.
        number: HandoffNumber,
    },
    /// The ledger was written for another file.
    #[error(
        "this spreadsheet {} of another: its ledger was not written for this file",
        if *certain { "is a copy" } else { "looks like a copy" }
    )]
    Copy {
        /// True if the other file is known and the ledger verifies for it.
        certain: bool,
    },
}

/// Who knows of a hand-off that the ledger does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenIn {
    /// The state folder of this host.
    Host,
    /// The guard that stands in the file.
    Guard,
    /// The notice that is recorded in the file.
    Notice,
}

impl fmt::Display for SeenIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "this host has seen",
            Self::Guard => "the spreadsheet's metadata holds the guard of",
            Self::Notice => "the spreadsheet's metadata records the notice of",
        })
    }
}

/// One hand-off or several in a row, the first and the last, in words.
#[derive(Clone, Copy, Debug)]
pub struct Numbers(pub HandoffNumber, pub HandoffNumber);

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(first, last) = self;
        if first == last { write!(f, "hand-off {first}") } else { write!(f, "hand-offs {first} to {last}") }
    }
}

struct Dated(HandoffNumber, Option<NaiveDate>);

impl Dated {
    fn short(&self) -> String {
        self.1.map_or_else(|| self.0.to_string(), |day| format!("{} of {day}", self.0))
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_known_before() {
            f.write_str("no hand-off at all")
        } else {
            write!(f, "hand-off {}", self.short())
        }
    }
}

/// The way out where a ledger can be neither repaired nor restored: a file without one.
pub const START_ANEW: &str = "copy the tab of CE-F05 alone into a new spreadsheet (the tab's menu, Copy to), name that \
                              one in sheet.spreadsheet_id, set handoff.since to the first day that was not handed over \
                              yet, and run `traslado init`";

impl Damage {
    /// The act or the command that ends it.
    pub fn way_out(&self) -> String {
        match self {
            Self::Unreadable { column, .. } if Entry::VERSION_HEADERS.contains(column) => {
                "run the version of the program that wrote it; where nobody has installed another one, \
                 `traslado verify --repair` writes it again from the hand-off tabs"
                    .into()
            }
            Self::Behind { .. }
            | Self::Unreadable { .. }
            | Self::Broken { .. }
            | Self::Missing { .. }
            | Self::NoLedger { .. } => {
                "`traslado verify --repair` writes it again from the hand-off tabs, which carry the same lines".into()
            }
            Self::BadGuard { .. } => {
                "run the version of the program that wrote it; where nobody has installed another one, `traslado verify \
                 --repair` makes it again, once the ledger and the hand-off tabs prove it"
                    .into()
            }
            Self::BadOrigin { .. } => {
                format!("run the version of the program that wrote it; where nobody has installed another one, {START_ANEW}")
            }
            Self::Ahead { .. } | Self::Unguarded { .. } => {
                "`traslado verify --repair` makes it again, once the ledger and the hand-off tabs prove it".into()
            }
            Self::Restored { number, head, day, .. } => format!(
                "in the spreadsheet open File, Version history, and restore the newest version in which hand-off {} \
                 stands; only if there is none, `traslado verify --repair` takes the ledger as it stands, and what was \
                 handed over after hand-off {head} is handed over again",
                Dated(*number, *day).short(),
            ),
            Self::Rewritten { .. } => {
                "look into File, Version history, for what was lost; `traslado verify --repair` takes the ledger as it \
                 stands"
                    .into()
            }
            Self::KnownBefore => format!(
                "`traslado verify --repair` writes them again from the hidden tab \"{KNOWN_BEFORE_TITLE}\", which carries the \
                 same lines"
            ),
            Self::Copy { .. } => {
                "name the original in sheet.spreadsheet_id; if this file is the one to go on with, run `traslado init`, \
                 which sets the old ledger aside, keeps what it knows and begins anew"
                    .into()
            }
        }
    }
}
