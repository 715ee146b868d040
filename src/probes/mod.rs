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
