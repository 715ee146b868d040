//! What the protocol assumes of Google and no document settles, each as a question that can be put
//! to a scratch spreadsheet.
//!
//! The tests put them to the emulator, with each of its switches both ways; `traslado rehearse`
//! puts the same ones to Google, in the operator's own tenant.

mod cells;
mod columns;
mod ids;
mod kept;
mod list;
mod mail;
mod protection;
mod scratch_sheet;

pub use self::list::{Probe, Weight};
pub use self::scratch_sheet::{Bench, Letters};

use crate::google::Error;
use crate::google::Kind;

/// What Google showed when it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As assumed.
    Holds,
    /// Otherwise.
    DoesNotHold,
    /// It went wrong before anything was shown, or in words this program does not know.
    CouldNotTell(Error),
    /// The question needs a mail to be sent, and nobody was named to send it to.
    NotAsked,
}

impl From<Result<bool, Error>> for Answer {
    fn from(shown: Result<bool, Error>) -> Self {
        match shown {
            Ok(true) => Self::Holds,
            Ok(false) => Self::DoesNotHold,
            Err(error) => Self::CouldNotTell(error),
        }
    }
}

impl Probe {
    /// Puts the question. Each makes its own tabs and ids in the scratch spreadsheet, so the order
    /// in which they are asked does not matter, and one that fails spoils no other.
    pub async fn request(self, bench: &Bench<'_>) -> Answer {
        let shown = match self {
            Self::UsedMetadataId => ids::used_metadata_id(bench).await,
            Self::SecondCopy => ids::second_copy(bench).await,
            Self::Racing => ids::racing(bench).await,
            Self::UsedSheetId => ids::used_sheet_id(bench).await,
            Self::UsedTitle => ids::used_title(bench).await,
            Self::TitleCase => ids::title_case(bench).await,
            Self::FreedMetadataId => ids::freed_metadata_id(bench).await,
            Self::FreedSheetId => ids::freed_sheet_id(bench).await,
            Self::UnmatchedDeletion => ids::unmatched_deletion(bench).await,
            Self::MetadataCeiling => ids::metadata_ceiling(bench).await,
            Self::TextStaysText => cells::text_stays_text(bench).await,
            Self::FormulaSource => cells::formula_source(bench).await,
            Self::LongText => cells::long_text(bench).await,
            Self::TooLongText => cells::too_long_text(bench).await,
            Self::AppendBelow => cells::append_below(bench).await,
            Self::AppendUnderFilter => cells::append_under_filter(bench).await,
            Self::Neighbours => cells::neighbours(bench).await,
            Self::SortLeavesRowTags => cells::sort_leaves_row_tags(bench).await,
            Self::TagFollowsColumn => columns::tag_follows_column(bench).await,
            Self::TagGoesWithColumn => columns::tag_goes_with_column(bench).await,
            Self::WriteByTag => columns::write_by_tag(bench).await,
            Self::UnmatchedWrite => columns::unmatched_write(bench).await,
            Self::AreasAreEchoed => columns::areas_are_echoed(bench).await,
            Self::CopyIsWhole => cells::copy_is_whole(bench).await,
            Self::OwnProtection => protection::own_protection(bench).await,
            Self::UsedProtectionId => protection::used_protection_id(bench).await,
            Self::UsedFilterViewId => protection::used_filter_view_id(bench).await,
            Self::LinkIsText => kept::link_is_text(bench).await,
            Self::OwnFormula => kept::own_formula(bench).await,
            Self::UsedChartId => kept::used_chart_id(bench).await,
            Self::SentDraftIsGone | Self::DeletedDraftIsGone | Self::TwoSends => {
                let Some(letters) = &bench.letters else { return Answer::NotAsked };
                match self {
                    Self::SentDraftIsGone => mail::sent_draft_is_gone(bench, letters).await,
                    Self::DeletedDraftIsGone => mail::deleted_draft_is_gone(bench, letters).await,
                    _ => mail::two_sends(bench, letters).await,
                }
            }
        };
        shown.into()
    }
}

/// Whether Google refused for the reason that is expected. One it gives in words that this program
/// does not know is an error: it may be the same reason or another.
fn refused<T>(answer: Result<T, Error>, expected: crate::google::RefusalKind) -> Result<bool, Error> {
    match answer {
        Ok(_) => Ok(false),
        Err(error) if error.refusal() == Some(expected) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether Google did it; a refusal, for whatever reason, says that it did not.
fn done<T>(answer: Result<T, Error>) -> Result<bool, Error> {
    match answer {
        Ok(_) => Ok(true),
        Err(Error { kind: Kind::Refused(_), .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
