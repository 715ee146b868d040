//! Where ledger, guards and tabs disagree, in words, and what ends it.

use std::fmt;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{ARCHIVE_INDEX_TITLE, KNOWN_BEFORE_TITLE, LEDGER_TITLE};
use crate::domain::ledger::cross_checks::LedgerEnd;
use crate::domain::ledger::{Damage, Numbers, START_ANEW};
use crate::sheet::row_number::RowNumber;

/// One place where they disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discrepancy {
    /// Damage that the ledger, its guards or other witnesses show by themselves.
    Ledger(Damage),
    /// The ledger's headers are not the ones that were written.
    Header,
    /// Lines of a hand-off that never was.
    Unexpected {
        /// The number they claim.
        number: HandoffNumber,
    },
    /// A hand-off in the midst of the ledger has no lines.
    Gone {
        /// First hand-off without lines.
        first: HandoffNumber,
        /// Last hand-off without lines.
        last: HandoffNumber,
    },
    /// A guard says something else than the proved lines.
    WrongGuard {
        /// Number of the hand-off.
        number: HandoffNumber,
    },
    /// Neither the ledger nor the tab has lines that can be proved.
    Unprovable {
        /// Number of the hand-off.
        number: HandoffNumber,
        /// True if its tab stands.
        tab: bool,
        /// The end of the ledger: the version in which it was committed had a whole one.
        end: LedgerEnd,
    },
    /// The tab of a hand-off is gone.
    NoTab {
        /// Number of the hand-off.
        number: HandoffNumber,
    },
    /// The tab that lists what is archived is gone, or has lost rows.
    Unlisted,
    /// The hidden column of a tab is not what was written.
    TabRecords {
        /// Number of the hand-off.
        number: HandoffNumber,
        /// Title of the tab.
        title: String,
        /// True if the hand-off is recent enough for a run to write it again.
        again: bool,
    },
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(damage) => damage.fmt(f),
            Self::Header => {
                write!(f, "the headers of the tab \"{LEDGER_TITLE}\" are not the ones that were written")
            }
            Self::Unexpected { number } => {
                write!(f, "the tab \"{LEDGER_TITLE}\" holds lines of a hand-off {number} that never was")
            }
            Self::Gone { first, last } => {
                write!(f, "the tab \"{LEDGER_TITLE}\" has lost the lines of {}", Numbers(*first, *last))
            }
            Self::WrongGuard { number } => {
                write!(f, "the guard of hand-off {number} is not the one that was written")
            }
            Self::Unprovable { number: HandoffNumber::KNOWN_BEFORE, .. } => write!(
                f,
                "neither the tab \"{LEDGER_TITLE}\" nor the tab \"{KNOWN_BEFORE_TITLE}\" holds lines of number 0 that can be proved, \
                 which say what was known before the first hand-off"
            ),
            Self::Unprovable { number, .. } => write!(
                f,
                "neither the tab \"{LEDGER_TITLE}\" nor a hand-off tab holds lines of hand-off {number} that can be \
                 proved"
            ),
            Self::NoTab { number } => write!(f, "the tab of hand-off {number} is gone"),
            Self::Unlisted => write!(f, "the tab \"{ARCHIVE_INDEX_TITLE}\" is gone, or has lost rows"),
            Self::TabRecords { number, title, .. } => write!(
                f,
                "the hidden column of the tab \"{title}\" does not hold the lines of hand-off {number} as the ledger has \
                 them"
            ),
        }
    }
}

impl Discrepancy {
    /// The act or the command that ends it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Ledger(damage) => damage.way_out(),
            Self::Header | Self::Gone { .. } => Damage::Broken { number: HandoffNumber::default() }.way_out(),
            Self::Unexpected { .. } => "`traslado verify --repair` takes them out".into(),
            Self::WrongGuard { number } => Damage::Unguarded { number: *number }.way_out(),
            Self::Unprovable { number, tab, end } => {
                let (last, day) = (end.number, end.day.map(|day| format!(" of {day}")).unwrap_or_default());
                let cause = match (number.is_known_before(), tab) {
                    (true, _) => "the one was changed and the other lost".to_owned(),
                    (false, true) => format!("the ledger and the tab of hand-off {number} were changed"),
                    (false, false) => format!("the tab of hand-off {number} was deleted"),
                };
                let version = if last.is_known_before() {
                    "the last version".to_owned()
                } else {
                    format!("the newest version in which hand-off {last}{day} stands and which is")
                };
                format!(
                    "in the spreadsheet open File, Version history, and restore {version} from before {cause} (copy out first \
                     what people have typed since); if there is none, {START_ANEW}"
                )
            }
            Self::NoTab { .. } | Self::Unlisted => "`traslado run` makes it again".into(),
            Self::TabRecords { again, .. } => {
                let repair =
                    "undo the change (File, Version history), or save what clerks typed and delete the tab";
                if *again {
                    format!(
                        "`traslado run` writes deleted lines anew; of others {repair}, and `traslado run` makes it again"
                    )
                } else {
                    format!("{repair}; the ledger keeps its lines")
                }
            }
        }
    }

    /// The tab it is about, where it is about one.
    pub fn tab(&self) -> Option<&str> {
        match self {
            Self::Ledger(
                Damage::Unreadable { .. }
                | Damage::Broken { .. }
                | Damage::Missing { .. }
                | Damage::KnownBefore
                | Damage::NoLedger { .. },
            )
            | Self::Header
            | Self::Unexpected { .. }
            | Self::Gone { .. }
            | Self::Unprovable { .. } => Some(LEDGER_TITLE),
            Self::TabRecords { title, .. } => Some(title),
            Self::Unlisted => Some(ARCHIVE_INDEX_TITLE),
            Self::Ledger(_) | Self::WrongGuard { .. } | Self::NoTab { .. } => None,
        }
    }

    /// The row of that tab, where it is about one.
    pub fn row(&self) -> Option<RowNumber> {
        if let Self::Ledger(Damage::Unreadable { row, .. }) = self { Some(*row) } else { None }
    }

    /// The hand-off it is about, where it is about one.
    pub fn handoff(&self) -> Option<HandoffNumber> {
        match self {
            Self::Ledger(damage) => match damage {
                Damage::Broken { number }
                | Damage::Unguarded { number }
                | Damage::Rewritten { number }
                | Damage::Restored { number, .. } => Some(*number),
                Damage::Missing { first, .. } => Some(*first),
                Damage::KnownBefore => Some(HandoffNumber::KNOWN_BEFORE),
                _ => None,
            },
            Self::Unexpected { number }
            | Self::WrongGuard { number }
            | Self::Unprovable { number, .. }
            | Self::NoTab { number }
            | Self::TabRecords { number, .. } => Some(*number),
            Self::Gone { first, .. } => Some(*first),
            Self::Header | Self::Unlisted => None,
        }
    }

    /// Returns `true` if `verify --repair` can do nothing about it.
    pub fn is_beyond_repair(&self) -> bool {
        matches!(self, Self::Unprovable { .. } | Self::Ledger(Damage::Copy { .. } | Damage::BadOrigin { .. }))
    }
}
