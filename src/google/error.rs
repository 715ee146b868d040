//! What can go wrong at Google's end, told without a word of what was asked or answered.

use std::fmt;
use std::time::Duration;

/// Why a call to Google did not work.
///
/// Neither `Debug` nor `Display` ever holds a body, a token, a URL, an id or the text of a cell:
/// Google's own messages echo what was sent, so they are read once, in [`crate::google::classify`], and
/// dropped there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{call}: {kind}{}", Trail(self))]
pub struct Error {
    /// The kind of failure.
    pub kind: ErrorKind,
    /// The call, such as `sheets.batchUpdate`.
    pub call: &'static str,
    /// True if the call was to read a spreadsheet and no more: neither to change one, nor to list who
    /// may open it, nor to handle mail.
    pub reads_spreadsheet: bool,
    /// The HTTP status of the last answer, where there was one.
    pub status: Option<u16>,
    /// How many times the call was tried.
    pub attempts: u32,
    /// True if some try may have been applied although no good answer came back. True together with
    /// [`ErrorKind::Refused`] says: an earlier try may be what the last one collided with.
    pub ambiguous: bool,
    /// How long Google asked to be left alone, where it said so.
    pub retry_after: Option<Duration>,
}

/// The kinds of failure; what an operator can do depends on this alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// Google, or the way to it, is not there just now: no connection, too slow, cut short, an
    /// answer of 5xx (except 501), a page that is not JSON.
    #[error("Google cannot be reached or does not answer")]
    Unavailable,
    /// Too many requests in the minute, or in the day.
    #[error("Google's quota is used up for now")]
    Quota,
    /// The key, the delegation or the account was refused: 401 after a fresh token, or the OAuth
    /// error of the token endpoint (`invalid_grant`, `unauthorized_client`, …).
    #[error("Google refuses the credentials{}", Code(oauth.as_deref()))]
    Credentials {
        /// The OAuth error code (RFC 6749, section 5.2), letters and underscores only.
        oauth: Option<String>,
    },
    /// The account's own consent is not, or no longer, good for this: it was withdrawn, has ended,
    /// or leaves a scope out.
    #[error("the account's consent does not hold{}", Code(oauth.as_deref()))]
    Consent {
        /// The OAuth error code, where the token endpoint gave one.
        oauth: Option<String>,
    },
    /// The signed assertion was refused because this host's clock is off.
    #[error("Google finds the clock of this machine to be off")]
    Clock,
    /// The token is good, but not for this call: a scope is missing.
    #[error("the credentials lack a scope this call needs")]
    Scope,
    /// The API is not switched on in the Cloud project of the key.
    #[error("the API is not enabled in the key's Cloud project")]
    Disabled,
    /// The account may not do this.
    #[error("the account has no permission for this")]
    Forbidden,
    /// There is no such file, draft or object, or the account may not know of it.
    #[error("not found, or not shared with the account")]
    NotFound,
    /// Google understood and declined; sending the same again will not help.
    #[error("Google refuses the request: {0}")]
    Refused(Refusal),
    /// An answer of 200 that is broken JSON or lacks a part that must be there.
    #[error("Google's answer is incomplete or cannot be read")]
    Malformed,
    /// The answer is beyond the cap on a body, or the request beyond Google's.
    #[error("the request or its answer is too large")]
    TooLarge,
}

impl ErrorKind {
    /// The kind of failure where the credentials are an account's own consent: what another key or
    /// delegation would repair, only a new consent can.
    pub(super) fn by_consent(self) -> Self {
        match self {
            Self::Credentials { oauth } => Self::Consent { oauth },
            Self::Scope => Self::Consent { oauth: None },
            other => other,
        }
    }
}

/// Which request of a batch was declined, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The request's index in the batch, from 0, where Google named one.
    pub request: Option<usize>,
    /// The reason.
    pub what: RefusalKind,
}

/// A reason recognised in Google's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusalKind {
    /// Developer metadata with that id exists: the guard's refusal.
    #[error("the metadata id is taken")]
    MetadataIdTaken,
    /// A sheet with that id exists.
    #[error("the sheet id is taken")]
    SheetIdTaken,
    /// A protected range, filter view or other object with that id exists.
    #[error("an object with that id exists")]
    ObjectIdTaken,
    /// A sheet with that title exists.
    #[error("the title is taken")]
    TitleTaken,
    /// The spreadsheet would exceed 10,000,000 cells.
    #[error("the spreadsheet would exceed ten million cells")]
    CellCeiling,
    /// The spreadsheet would exceed the number of tabs Google allows.
    #[error("the spreadsheet would exceed the number of tabs allowed")]
    TabCeiling,
    /// The developer metadata would exceed 30,000 characters.
    #[error("the developer metadata would exceed its size")]
    MetadataCeiling,
    /// A cell would hold more than 50,000 characters.
    #[error("a cell would hold more than 50,000 characters")]
    CellTooLong,
    /// A person protected the range against this account.
    #[error("the cells are protected against this account")]
    ProtectedCell,
    /// A range that cannot be parsed or lies outside the grid.
    #[error("the range does not exist")]
    UnknownRange,
    /// An object was named by an id that does not exist.
    #[error("no object has that id")]
    NotFoundId,
    /// The file is no Google spreadsheet (an Excel file kept as such, for example).
    #[error("the file is not a Google spreadsheet")]
    NotASpreadsheet,
    /// A mail's recipient is none.
    #[error("an address among the mail's recipients is not one (see notice.to and notice.cc)")]
    Recipient,
    /// Anything else.
    #[error("for a reason this program does not know")]
    Other,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(f)?;
        self.request.map_or(Ok(()), |index| write!(f, " (request {index} of the batch)"))
    }
}

impl Error {
    /// The reason Google gave for declining, where it declined.
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self.kind {
            ErrorKind::Refused(Refusal { what, .. }) => Some(what),
            _ => None,
        }
    }
}

/// The words after the message, in parentheses: status and number of tries.
struct Trail<'a>(&'a Error);

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        match (error.status, error.attempts) {
            (Some(status), 0 | 1) => write!(f, " (HTTP {status})"),
            (Some(status), tries) => write!(f, " (HTTP {status}, {tries} tries)"),
            (None, 0 | 1) => Ok(()),
            (None, tries) => write!(f, " ({tries} tries)"),
        }
    }
}

/// An OAuth error code in parentheses.
struct Code<'a>(Option<&'a str>);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |code| write!(f, " ({code})"))
    }
}
