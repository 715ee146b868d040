//! What this host has kept of the hand-offs it has seen, as a night finds it.

use crate::domain::ledger::Ledger;
use crate::domain::ledger::cross_checks::{HighWaterMark, LedgerEnd};
use crate::operation::state_dir;
use crate::session::Session;
use crate::steps::notify::NoticeStatus;
use crate::steps::read::Book;

/// The high-water mark of the host at the start of a night, where it says too little.
#[derive(Clone, Copy, Debug)]
pub struct HostMark {
    /// True if it is kept and cannot be read.
    pub was_unreadable: bool,
    /// The end of the ledger that nothing on this host confirms, tonight or since the last notice.
    pub unconfirmed_end: Option<LedgerEnd>,
}

impl HostMark {
    /// The mark as the first read of a night found it. One that cannot be read is replaced: the night says
    /// so.
    pub fn of(session: &Session<'_>, book: &Book, ledger: &Ledger) -> Self {
        let state = session.settings.state();
        if book.has_unreadable_mark {
            state_dir::remember(state.as_ref(), None, &HighWaterMark::of(ledger, book.repairs));
        }
        let earlier = || state.as_ref().and_then(state_dir::StateDir::unconfirmed_end);
        Self {
            was_unreadable: book.has_unreadable_mark,
            unconfirmed_end: book.unconfirmed_end.or_else(earlier),
        }
    }

    /// Forgets the end of the ledger once the notice of tonight's hand-offs has named it, or where nobody gets one.
    /// The notice of an earlier night, which alone goes out where tonight handed nothing over, does not name it.
    pub fn forget_end(self, session: &Session<'_>, notice: NoticeStatus, handed_over: bool) {
        let is_announced =
            handed_over && notice == NoticeStatus::Sent || session.settings.notice.to.is_empty();
        if let (Some(state), true) =
            (session.settings.state(), self.unconfirmed_end.is_some() && is_announced)
        {
            state.keep_unconfirmed_end(None);
        }
    }
}

/// The sentence for the operator about the end of a ledger that nothing on this host confirms.
pub fn unconfirmed(LedgerEnd { number, day }: LedgerEnd) -> String {
    let day = day.map(|day| format!(" of {day}")).unwrap_or_default();
    format!(
        "this host kept nothing of earlier nights, so that only people can tell whether an older version of the \
         spreadsheet was restored: the ledger ended with hand-off {number}{day}"
    )
}

/// The remedy, for the operator.
pub const REMEDY: &str = "see that no later hand-off was announced";
