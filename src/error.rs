//! Why a command did not do what it was asked: one variant for each situation an operator can be
//! in, each with its remedy and its exit code.

use std::io;
use std::path::PathBuf;

use crate::config::Problems;
use crate::domain::access::Exposure;
use crate::domain::form::FormError;
use crate::domain::ledger::Damage;
use crate::google::consent::sign_in::SignInError;
use crate::google::{self, ConnectError, ErrorKind, RefusalKind, SecretError, What};
use crate::operation::state_dir::AlreadyRunning;

/// Exit codes, after sysexits.h.
pub mod exit {
    /// Done.
    pub const OK: u8 = 0;
    /// A defect of this program.
    pub const BUG: u8 = 1;
    /// The command line is wrong.
    pub const USAGE: u8 = 2;
    /// Handed over, but something needs a person.
    pub const ATTENTION: u8 = 3;
    /// The sheet cannot be read as CE-F05.
    pub const SHEET: u8 = 65;
    /// The ledger does not verify, or the ground of the protocol is gone.
    pub const LEDGER: u8 = 66;
    /// A ceiling of Google's is reached.
    pub const CEILING: u8 = 73;
    /// Try again.
    pub const AGAIN: u8 = 75;
    /// Credentials refused, file not found or not permitted.
    pub const DENIED: u8 = 77;
    /// The configuration is wrong.
    pub const CONFIG: u8 = 78;
}

/// Why a command stopped. The text names the place and the remedy, and never holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration file has problems.
    #[error("{0}")]
    Config(#[from] Problems),
    /// A day on the command line cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The key file, the endpoint or this machine's certificates are unfit.
    #[error("{0}{remedy}", remedy = how_to_connect(.0))]
    Connect(ConnectError),
    /// There is no token file, or what it holds is none.
    #[error("{0}; run `traslado login` and sign in as the configured account")]
    NotSignedIn(SecretError),
    /// The account's consent was withdrawn or has ended.
    #[error(
        "{source}: it was withdrawn, has ended, or leaves something out; run `traslado login` and sign in as {account}"
    )]
    Consent {
        /// The configured account.
        account: String,
        /// The answer of Google's.
        source: google::Error,
    },
    /// Nobody signed in.
    #[error("{source}; nothing was written{}", how_to_sign_in(source))]
    SignIn {
        /// Why.
        #[from]
        source: SignInError,
    },
    /// The token file cannot be written.
    #[error("the token file {} cannot be written ({kind}); let this user write to its folder", path.display())]
    TokenNotWritten {
        /// The file.
        path: PathBuf,
        /// The answer of the system.
        kind: io::ErrorKind,
    },
    /// Google says that the credentials act as somebody else.
    #[error(
        "the credentials do not act as {expected}; check the domain-wide delegation of the service account (with a user \
         token, run `traslado login` and sign in as that account), or correct `account` in the configuration"
    )]
    WrongAccount {
        /// The configured account.
        expected: String,
    },
    /// Google refuses the credentials.
    #[error(
        "{0}; check that the key is not deleted, that the account is not suspended, and that the domain's administrator \
         has delegated to the key's client ID exactly the scopes spreadsheets, drive.metadata.readonly and gmail.compose"
    )]
    Credentials(google::Error),
    /// The spreadsheet is not there, or not for us.
    #[error(
        "the spreadsheet is not found or {account} may not open it; share it with that account as editor, or correct \
         sheet.spreadsheet_id in the configuration"
    )]
    FileNotFound {
        /// The configured account.
        account: String,
    },
    /// Somebody has thrown the spreadsheet away.
    #[error(
        "the spreadsheet is in the bin, where nobody looks and Drive deletes it after 30 days; restore it from there, or \
         correct sheet.spreadsheet_id in the configuration"
    )]
    InTheBin,
    /// Somebody can open the spreadsheet who may not, and the configuration is strict about it.
    #[error(
        "the spreadsheet can be opened by {exposure}, and access.strict is set, so nothing was handed over; take the \
         access away under Share, or add who may have it to access.allowed"
    )]
    SharedTooWidely {
        /// Who can.
        exposure: Exposure,
    },
    /// Somebody can open the archive who may not open what is archived.
    #[error(
        "the archive spreadsheet of {year} ({file}) can also be opened by {exposure}, so nothing is put there; only \
         those may open it who may open the spreadsheet: take the access away under Share"
    )]
    ArchiveShared {
        /// The archive's year.
        year: i32,
        /// The archive's id.
        file: String,
        /// Who can.
        exposure: Exposure,
    },
    /// The archive lies in the bin.
    #[error(
        "the archive spreadsheet of {year} ({file}) lies in the bin; restore it from there, and run again"
    )]
    ArchiveBinned {
        /// The archive's year.
        year: i32,
        /// The archive's id.
        file: String,
    },
    /// The account may not write.
    #[error(
        "{account} may not write to the spreadsheet ({source}); make it an editor, and remove any protection of the \
         service's own tabs and columns that leaves it out"
    )]
    NotPermitted {
        /// The configured account.
        account: String,
        /// The answer of Google's.
        source: google::Error,
    },
    /// The file is not a Google spreadsheet.
    #[error(
        "the file named by sheet.spreadsheet_id is not a Google spreadsheet; open it in Google Sheets and choose File, \
         Save as Google Sheets"
    )]
    NotASpreadsheet,
    /// No tab has the configured title.
    #[error(
        "the spreadsheet has no tab \"{tab}\"; it has {existing}; correct sheet.tab in the configuration"
    )]
    NoSuchTab {
        /// The configured title.
        tab: String,
        /// The titles there are, quoted.
        existing: String,
    },
    /// The spreadsheet counts its days elsewhere.
    #[error(
        "the spreadsheet's time zone is {found}, not America/Bogota, so its dates would mean other instants; set it \
         under File, Settings"
    )]
    TimeZone {
        /// The zone it has.
        found: String,
    },
    /// There is nothing to adopt.
    #[error(
        "tab \"{tab}\" is empty; type or paste the headers of CE-F05 into it first, or remove sheet.spreadsheet_id from the \
         configuration and run `traslado init`, which makes a new CE-F05"
    )]
    NoHeaders {
        /// Title of the tab.
        tab: String,
    },
    /// The tab cannot be read as CE-F05.
    #[error(
        "tab \"{tab}\": {source}; mend the headers in the sheet, or name a form with that spelling in sheet.form"
    )]
    Form {
        /// Title of the tab.
        tab: String,
        /// The fault in the headers.
        source: FormError,
    },
    /// Nobody has said what becomes of many undated rows.
    #[error(
        "{rows} rows of tab \"{tab}\" have no usable date and stood there before the first hand-off, and nobody has said \
         what becomes of them; run `traslado init --undated handover`, and the first night hands them over, flagged, or \
         `traslado init --undated anterior`, and they are recorded as known and not handed over; nothing was written"
    )]
    Undecided {
        /// Title of the tab.
        tab: String,
        /// How many.
        rows: usize,
    },
    /// The ledger is not what was written.
    #[error("{0}; nothing was written: {way_out}", way_out = .0.way_out())]
    Ledger(#[from] Damage),
    /// A repair was undone, by people or by another program, as often as it was made.
    #[error(
        "the ledger was written again and does not verify all the same, because somebody keeps changing the tab \"Libro \
         de traslados\"; ask them to stop, and run `traslado verify --repair` again"
    )]
    KeepsChanging,
    /// Something else stands where the next hand-off would go.
    #[error(
        "a tab or object that traslado did not make has the place of hand-off {number} ({source}); delete it, or copy \
         it and delete the original, and run again"
    )]
    PlaceTaken {
        /// Number of the hand-off.
        number: u32,
        /// The answer of Google's.
        source: google::Error,
    },
    /// A tab of the ledger's name is there, but not under the ledger's id.
    #[error(
        "the tab \"{title}\" is not one that traslado made, and it stands in the way of the ledger; rename it, and run \
         again"
    )]
    NameTaken {
        /// Title of the tab.
        title: String,
    },
    /// One more hand-off would not fit.
    #[error("{what}; {remedy}")]
    Ceiling {
        /// Which ceiling.
        what: String,
        /// How to get below it.
        remedy: &'static str,
    },
    /// Google is not there just now.
    #[error("{0}; run again later: the next run finds and finishes whatever was done")]
    Unavailable(google::Error),
    /// Another run is at work on this machine, or always came first.
    #[error("another run of traslado is at work on this spreadsheet; run again when it has ended")]
    AnotherRun,
    /// The clock of this machine is off.
    #[error(
        "the clock of this machine is off by more than 10 minutes from Google's, so the day of the hand-off would be in \
         doubt; set it (timedatectl set-ntp true) and run again"
    )]
    ClockOff,
    /// The daemon could not be told to stop.
    #[error(
        "this machine gives no signal handlers ({0}), without which a daemon cannot be told to stop; use `traslado run` under cron"
    )]
    NoSignals(io::ErrorKind),
    /// Whoever keeps the nights was told to stop, or the night went on for longer than any should.
    #[error("the night was abandoned, because {0}; the next run finds and finishes whatever was done")]
    Abandoned(&'static str),
    /// A panic, whose place has been said.
    #[error("a defect of traslado ended the night; the next run finds and finishes whatever was done")]
    Defect,
    /// Google declined a request that this program should not have made.
    #[error("{0}; this is a defect of traslado, please report it")]
    Refused(google::Error),
}

impl Error {
    /// The operator's error for a failed call about the spreadsheet, acting as `account`.
    pub fn of_file(error: google::Error, account: &str) -> Self {
        let account = || account.to_owned();
        match &error.kind {
            ErrorKind::NotFound => Self::FileNotFound { account: account() },
            ErrorKind::Forbidden if error.call == "sheets.get" => Self::FileNotFound { account: account() },
            ErrorKind::Forbidden => Self::NotPermitted { account: account(), source: error },
            ErrorKind::Credentials { .. } | ErrorKind::Scope | ErrorKind::Disabled => {
                Self::Credentials(error)
            }
            ErrorKind::Consent { .. } => Self::Consent { account: account(), source: error },
            ErrorKind::Clock => Self::ClockOff,
            ErrorKind::Unavailable | ErrorKind::Quota | ErrorKind::Malformed | ErrorKind::TooLarge => {
                Self::Unavailable(error)
            }
            ErrorKind::Refused(refusal) => match refusal.what {
                RefusalKind::ProtectedCell => Self::NotPermitted { account: account(), source: error },
                RefusalKind::NotASpreadsheet => Self::NotASpreadsheet,
                RefusalKind::CellCeiling | RefusalKind::TabCeiling | RefusalKind::MetadataCeiling => {
                    Self::Ceiling {
                        what: error.to_string(),
                        remedy: "`traslado archive` puts answered hand-offs away into another spreadsheet, whole; \
                                 those without an answer stay",
                    }
                }
                _ => Self::Refused(error),
            },
        }
    }

    /// Returns `true` if the cause passes without anybody's doing, so that the next run may find it
    /// gone.
    pub fn is_transient(&self) -> bool {
        self.exit_code() == exit::AGAIN
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Connect(_) | Self::TokenNotWritten { .. } | Self::NoSignals(_) => {
                exit::CONFIG
            }
            Self::SignIn { source } => of_sign_in(source),
            Self::Usage(_) => exit::USAGE,
            Self::WrongAccount { .. }
            | Self::Credentials(_)
            | Self::NotSignedIn(_)
            | Self::Consent { .. }
            | Self::SharedTooWidely { .. }
            | Self::ArchiveShared { .. }
            | Self::ArchiveBinned { .. }
            | Self::FileNotFound { .. }
            | Self::InTheBin
            | Self::NotPermitted { .. } => exit::DENIED,
            Self::NotASpreadsheet
            | Self::NoHeaders { .. }
            | Self::NoSuchTab { .. }
            | Self::TimeZone { .. }
            | Self::Undecided { .. }
            | Self::Form { .. } => exit::SHEET,
            Self::Ledger(_) | Self::PlaceTaken { .. } | Self::NameTaken { .. } | Self::KeepsChanging => {
                exit::LEDGER
            }
            Self::Ceiling { .. } => exit::CEILING,
            Self::Unavailable(_) | Self::AnotherRun | Self::ClockOff | Self::Abandoned(_) => exit::AGAIN,
            Self::Refused(_) | Self::Defect => exit::BUG,
        }
    }
}

impl From<AlreadyRunning> for Error {
    fn from(AlreadyRunning: AlreadyRunning) -> Self {
        Self::AnotherRun
    }
}

impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Secret(error) if error.is_repaired_by_login() => Self::NotSignedIn(error),
            error => Self::Connect(error),
        }
    }
}

/// The remedy for a file with credentials that is unfit, where its message does not say so itself.
fn how_to_connect(error: &ConnectError) -> &'static str {
    let ConnectError::Secret(error) = error else { return "" };
    match error {
        SecretError::Unreadable { what: What::Key, .. } | SecretError::NotAFile { what: What::Key, .. } => {
            "; put the key there with mode 600 and this user as its owner, or correct credentials.service_account_key in \
             the configuration"
        }
        SecretError::Unfit { what: What::Key, .. } => {
            "; make a new key of the service account in JSON in the Cloud console, under IAM and admin, Service accounts, \
             Keys, and put it there"
        }
        SecretError::Unreadable { .. } | SecretError::NotAFile { .. } => {
            "; let this user read it, or correct credentials.user_token in the configuration"
        }
        SecretError::OpenToOthers { .. } | SecretError::Unfit { .. } | SecretError::Address { .. } => "",
    }
}

/// The remedy for a sign-in that failed.
fn how_to_sign_in(error: &SignInError) -> &'static str {
    match error {
        SignInError::Connect(ConnectError::Secret(SecretError::OpenToOthers { .. })) => "",
        SignInError::Connect(_) => {
            ". In the Cloud console, under APIs and services, Credentials, create an OAuth client ID of the type \
             \"Desktop app\" and download its JSON to the place named by credentials.client"
        }
        SignInError::Port { .. } => "; name another port with --port",
        SignInError::TimedOut { .. } => "; run `traslado login` again and open the address it prints",
        SignInError::Declined { .. } => {
            "; run `traslado login` again and consent, or have the domain's administrator allow the client"
        }
        SignInError::Partial { .. } => "; run `traslado login` again and tick every box",
        SignInError::Brief => {
            "; remove traslado under the account's third-party connections and run `traslado login` again"
        }
        SignInError::Unavailable => "; run `traslado login` again later",
    }
}

fn of_sign_in(error: &SignInError) -> u8 {
    match error {
        SignInError::Connect(_) | SignInError::Port { .. } => exit::CONFIG,
        SignInError::TimedOut { .. } | SignInError::Unavailable => exit::AGAIN,
        SignInError::Declined { .. } | SignInError::Partial { .. } | SignInError::Brief => exit::DENIED,
    }
}
