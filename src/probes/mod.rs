//! What the protocol assumes of Google and no document settles, each as a question that can be put
//! to a scratch spreadsheet.
//!
//! The tests put them to the emulator, with each of its switches both ways; `traslado rehearse`
//! puts the same ones to Google, in the operator's own tenant.

mod cells;
mod columns;
mod ids;
mod list;
mod mail;
mod maintained;
mod protection;
mod scratch_sheet;

pub use self::list::{Necessity, Probe};
pub use self::scratch_sheet::{ScratchSheet, TestMail};

use crate::google::{Error, ErrorKind};

/// The answer of Google's to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As assumed.
    Holds,
    /// Otherwise.
    DoesNotHold,
    /// The question failed before anything was shown, or in words this program does not know.
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
    pub async fn request(self, scratch: &ScratchSheet<'_>) -> Answer {
        let shown = match self {
            Self::UsedMetadataId => ids::used_metadata_id(scratch).await,
            Self::SecondCopy => ids::second_copy(scratch).await,
            Self::Racing => ids::racing(scratch).await,
            Self::UsedSheetId => ids::used_sheet_id(scratch).await,
            Self::UsedTitle => ids::used_title(scratch).await,
            Self::TitleCase => ids::title_case(scratch).await,
            Self::FreedMetadataId => ids::freed_metadata_id(scratch).await,
            Self::FreedSheetId => ids::freed_sheet_id(scratch).await,
            Self::UnmatchedDeletion => ids::unmatched_deletion(scratch).await,
            Self::MetadataCeiling => ids::metadata_ceiling(scratch).await,
            Self::TextStaysText => cells::text_stays_text(scratch).await,
            Self::FormulaSource => cells::formula_source(scratch).await,
            Self::LongText => cells::long_text(scratch).await,
            Self::TooLongText => cells::too_long_text(scratch).await,
            Self::AppendBelow => cells::append_below(scratch).await,
            Self::AppendUnderFilter => cells::append_under_filter(scratch).await,
            Self::Neighbours => cells::neighbours(scratch).await,
            Self::SortLeavesRowTags => cells::sort_leaves_row_tags(scratch).await,
            Self::TagFollowsColumn => columns::tag_follows_column(scratch).await,
            Self::TagGoesWithColumn => columns::tag_goes_with_column(scratch).await,
            Self::WriteByTag => columns::write_by_tag(scratch).await,
            Self::UnmatchedWrite => columns::unmatched_write(scratch).await,
            Self::AreasAreEchoed => columns::areas_are_echoed(scratch).await,
            Self::CopyIsWhole => cells::copy_is_whole(scratch).await,
            Self::OwnProtection => protection::own_protection(scratch).await,
            Self::UsedProtectionId => protection::used_protection_id(scratch).await,
            Self::UsedFilterViewId => protection::used_filter_view_id(scratch).await,
            Self::LinkIsText => maintained::link_is_text(scratch).await,
            Self::OwnFormula => maintained::own_formula(scratch).await,
            Self::UsedChartId => maintained::used_chart_id(scratch).await,
            Self::SentDraftIsGone | Self::DeletedDraftIsGone | Self::TwoSends => {
                let Some(test_mail) = &scratch.test_mail else { return Answer::NotAsked };
                match self {
                    Self::SentDraftIsGone => mail::sent_draft_is_gone(scratch, test_mail).await,
                    Self::DeletedDraftIsGone => mail::deleted_draft_is_gone(scratch, test_mail).await,
                    _ => mail::two_sends(scratch, test_mail).await,
                }
            }
        };

        shown.into()
    }
}

/// Returns `true` if Google refused for the reason that is expected. One it gives in words that this
/// program does not know is an error: it may be the same reason or another.
fn refused<T>(answer: Result<T, Error>, expected: crate::google::RefusalKind) -> Result<bool, Error> {
    match answer {
        Ok(_) => Ok(false),
        Err(error) if error.refusal() == Some(expected) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Returns `true` if Google did it; a refusal, for whatever reason, says that it did not.
fn done<T>(answer: Result<T, Error>) -> Result<bool, Error> {
    match answer {
        Ok(_) => Ok(true),
        Err(Error { kind: ErrorKind::Refused(_), .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
