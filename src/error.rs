//! Why a command did not do what it was asked: one variant for each situation an operator can be
//! in, each with its remedy and its exit code.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::PathBuf;

use chrono::TimeDelta;

use crate::config::Problems;
use crate::domain::access::Exposure;
use crate::domain::form::FormError;
use crate::domain::handoff::plan_digest::PlanDigest;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::Damage;
use crate::google::consent::sign_in::SignInError;
use crate::google::proxy::HOSTS;
use crate::google::{self, ConnectError, ErrorKind, RefusalKind, SecretError, What};
use crate::operation::state_dir::AlreadyRunning;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_place::TabPlace;

/// The remedy for too many tabs or cells.
pub const MAKE_ROOM: &str = "`traslado archive` puts answered hand-offs away into another spreadsheet, whole; those \
                             without an answer stay";

/// The way out where the spreadsheet's answer to a read is larger than what is taken.
const READ_LESS: &str = "have Communications move the rows of earlier years into a spreadsheet of their own; whatever \
                         was handed over stays in the ledger";

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
#[derive(Debug)]
pub enum Error {
    /// The configuration file has problems.
    Config(Problems),
    /// A day on the command line cannot be used.
    Usage(String),
    /// The key file, the endpoint or this machine's certificates are unfit.
    Connect(ConnectError),
    /// There is no token file, or what it holds is none.
    NotSignedIn(SecretError),
    /// The account's consent was withdrawn or has ended.
    Consent {
        /// The configured account.
        account: String,
        /// The answer of Google's.
        source: google::Error,
    },
    /// Nobody signed in.
    SignIn {
        /// Why.
        source: SignInError,
    },
    /// The token file cannot be written.
    TokenNotWritten {
        /// The file.
        path: PathBuf,
        /// The answer of the system.
        kind: io::ErrorKind,
    },
    /// A copy cannot be written.
    NotExported {
        /// The folder.
        folder: PathBuf,
        /// The answer of the system.
        kind: io::ErrorKind,
    },
    /// Google says that the credentials act as somebody else.
    WrongAccount {
        /// The configured account.
        expected: String,
    },
    /// Google refuses the credentials.
    Credentials(google::Error),
    /// The spreadsheet is not there, or not for us.
    FileNotFound {
        /// The configured account.
        account: String,
    },
    /// Somebody has thrown the spreadsheet away.
    InTheBin,
    /// Somebody can open the spreadsheet who may not, and the configuration is strict about it.
    SharedTooWidely {
        /// Who can.
        exposure: Exposure,
    },
    /// Somebody can open the archive who may not open what is archived.
    ArchiveShared {
        /// The archive's year.
        year: i32,
        /// The archive's id.
        file: String,
        /// Who can.
        exposure: Exposure,
    },
    /// The archive lies in the bin.
    ArchiveRecord {
        /// The archive's year.
        year: i32,
        /// Id of the record.
        metadata_id: i32,
    },
    /// The archive spreadsheet lies in the bin.
    ArchiveBinned {
        /// The archive's year.
        year: i32,
        /// The archive's id.
        file: String,
    },
    /// The account may not write.
    NotPermitted {
        /// The configured account.
        account: String,
        /// The answer of Google's.
        source: google::Error,
    },
    /// The file is not a Google spreadsheet.
    NotASpreadsheet,
    /// No tab has the configured title.
    NoSuchTab {
        /// The configured title.
        tab: String,
        /// The places of the tabs there are.
        existing: String,
    },
    /// The spreadsheet counts its days elsewhere.
    TimeZone {
        /// The zone it has.
        found: String,
    },
    /// The spreadsheet takes the first number of a date for the month.
    MonthFirst {
        /// The locale it has.
        found: String,
    },
    /// There is nothing to adopt.
    NoHeaders {
        /// The place of the tab.
        tab: TabPlace,
    },
    /// The tab cannot be read as CE-F05.
    Form {
        /// The place of the tab.
        tab: TabPlace,
        /// The fault in the headers.
        source: FormError,
    },
    /// Nobody has said what becomes of many undated rows.
    Undecided {
        /// The place of the tab.
        tab: TabPlace,
        /// How many.
        rows: usize,
    },
    /// A first hand-over of many rows to which nobody has agreed.
    LargeFirst {
        /// How many rows would go over.
        rows: usize,
        /// The digest of the plan.
        digest: PlanDigest,
        /// The arguments that ask for the same night.
        arguments: String,
    },
    /// The plan of the night is not the one that was to be handed over.
    NotAsPlanned {
        /// The digest of tonight's plan.
        digest: PlanDigest,
        /// The arguments that ask for the same night.
        arguments: String,
    },
    /// The ledger is not what was written.
    Ledger(Damage),
    /// A repair was undone, by people or by another program, as often as it was made.
    KeepsChanging,
    /// The high-water mark of this host claims more than the ledger holds, and cannot be replaced.
    MarkNotReplaced {
        /// The file.
        path: PathBuf,
        /// The answer of the system.
        kind: io::ErrorKind,
    },
    /// Something else stands where the next hand-off would go.
    PlaceTaken {
        /// Number of the hand-off.
        number: HandoffNumber,
        /// The answer of Google's.
        source: google::Error,
    },
    /// A tab of the ledger's name is there, but not under the ledger's id.
    NameTaken {
        /// Title of the tab.
        title: String,
    },
    /// One more hand-off would not fit.
    Ceiling {
        /// Which ceiling.
        what: String,
        /// How to get below it.
        remedy: Cow<'static, str>,
    },
    /// Google takes other writes, and refuses some rows without a reason.
    RowsRefused {
        /// The rows of the staff tab.
        rows: String,
    },
    /// Google is not there just now.
    Unavailable(google::Error),
    /// Another run is at work on this machine, or always came first.
    AnotherRun,
    /// The clock of this machine is off.
    ClockOff {
        /// How far Google's clock is ahead of it, where Google has said what time it is.
        behind: Option<TimeDelta>,
    },
    /// The daemon could not be told to stop.
    NoSignals(io::ErrorKind),
    /// The daemon was told to stop, or the night went on for longer than any should.
    Abandoned(&'static str),
    /// A person has interrupted the command.
    Interrupted {
        /// The hand-offs that it had committed by then.
        committed: Vec<HandoffNumber>,
    },
    /// A panic, whose place has been said.
    Defect,
    /// Google declined a request that this program should not have made.
    Refused(google::Error),
}

impl Error {
    /// The sentence that says what is wrong and where.
    pub fn message(&self) -> String {
        match self {
            Self::Config(what) => what.to_string(),
            Self::Connect(what) => what.to_string(),
            Self::NotSignedIn(what) => what.to_string(),
            Self::Consent { source, .. } => format!("{source}: it was withdrawn, has ended, or leaves something out"),
            Self::SignIn { source } => source.to_string(),
            Self::TokenNotWritten { path, kind } => {
                format!("the token file {} cannot be written ({kind})", path.display())
            }
            Self::NotExported { folder, kind } => format!("the copy cannot be written to {} ({kind})", folder.display()),
            Self::WrongAccount { expected } => format!("the credentials do not act as {expected}"),

            Self::FileNotFound { account } => format!("the spreadsheet is not found or {account} may not open it"),
            Self::InTheBin => "the spreadsheet is in the bin, where nobody looks and Drive deletes it after 30 days".to_owned(),
            Self::SharedTooWidely { exposure } => format!("the spreadsheet can be opened by {exposure}, and access.strict is set, so nothing was handed over"),

            Self::ArchiveShared { year, file, exposure } => format!("the archive spreadsheet of {year} ({file}) can also be opened by {exposure}, so nothing is put there"),
            Self::ArchiveRecord { year, metadata_id } => format!("the record of the archive spreadsheet of {year} (metadata id {metadata_id}) is none that this version writes, so nothing is put there"),
            Self::ArchiveBinned { year, file } => format!("the archive spreadsheet of {year} ({file}) lies in the bin"),
            Self::NotPermitted { account, source } => format!("{account} may not write to the spreadsheet ({source})"),
            Self::NotASpreadsheet => "the file named by sheet.spreadsheet_id is not a Google spreadsheet".to_owned(),

            Self::NoSuchTab { tab, existing } => format!("the spreadsheet has no tab \"{tab}\"; it has {existing}"),
            Self::TimeZone { found } => format!("the spreadsheet's time zone is {found}, not America/Bogota, so its dates would mean other instants"),
            Self::MonthFirst { found } => format!("the spreadsheet's locale is {found}, which writes the month first, so a day typed as 05/11/2026 is 11 May there"),
            Self::NoHeaders { tab } => format!("{tab} is empty"),
            Self::Form { tab, source } => format!("{tab}: {source}"),
            Self::Undecided { tab, rows } => format!("{rows} rows of {tab} have no usable date and stood there before the first hand-off, and nobody has said what becomes of them"),

            Self::LargeFirst { rows, .. } => format!("the first hand-over is of {rows} rows, and nobody has agreed to so many"),
            Self::NotAsPlanned { digest, .. } => format!("the sheet is no longer what was planned: tonight's plan is {digest}"),

            Self::Ledger(what) => what.to_string(),
            Self::KeepsChanging => "the ledger was written again and does not verify all the same, because somebody keeps changing the tab \"Libro de traslados\"".to_owned(),
            Self::MarkNotReplaced { path, kind } => format!("the ledger was taken as it stands, but {} says that this host has seen more, and cannot be replaced ({kind})", path.display()),
            Self::PlaceTaken { number, source } => format!("a tab or object that traslado did not make has the place of hand-off {number} ({source})"),
            Self::NameTaken { title } => format!("the tab \"{title}\" is not one that traslado made, and it stands in the way of the ledger"),

            Self::Usage(what) | Self::Ceiling { what, .. } => what.clone(),
            Self::RowsRefused { rows } => format!("Google answers with a fault of its own to row {rows} of the sheet, again and again, while it takes other writes, so that these rows stay for now"),
            Self::AnotherRun => "another run of traslado is at work on this spreadsheet".to_owned(),
            Self::ClockOff { behind } => format!("the clock of this machine is {}, so the day of the hand-off would be in doubt", clock_off(*behind)),

            Self::NoSignals(what) => format!("this machine gives no signal handlers ({what}), without which a daemon cannot be told to stop"),
            Self::Abandoned(what) => format!("the night was abandoned, because {what}"),
            Self::Interrupted { committed } if committed.is_empty() => "interrupted; nothing was handed over".to_owned(),
            Self::Interrupted { committed } => {
                let numbers: Vec<String> = committed.iter().map(ToString::to_string).collect();
                format!("interrupted; handed over, and stands: number {}", numbers.join(", "))
            }
            Self::Defect => "a defect of traslado ended the night".to_owned(),

            Self::Credentials(what) | Self::Unavailable(what) | Self::Refused(what) => what.to_string(),
        }
    }

    /// The sentence that names the command or the act that ends it. `None` where the message is a list
    /// of problems, each with its own.
    pub fn remedy(&self) -> Option<String> {
        Some(match self {
            Self::Config(_) | Self::Usage(_) => return None,
            Self::Connect(what) => return connect_remedy(what),
            Self::NotSignedIn(_) => "run `traslado login` and sign in as the configured account".to_owned(),
            Self::Consent { account, .. } => format!("run `traslado login` and sign in as {account}"),
            Self::SignIn { source } => sign_in_remedy(source),
            Self::NotExported { .. } => "name a folder that this user may write to with --to".to_owned(),
            Self::TokenNotWritten { .. } => "let this user write to its folder".to_owned(),
            Self::WrongAccount { .. } => "check that `account` in the configuration is spelt as the account is, and the domain-wide delegation of the service account (with a user token, run `traslado login` and sign in as that account)".to_owned(),
            Self::Credentials(_) => "check that `account` in the configuration is spelt as the account is, that the key is not deleted, that the account is not suspended, and that the domain's administrator has delegated to the key's client ID exactly the scopes spreadsheets, drive.metadata.readonly and gmail.compose".to_owned(),

            Self::FileNotFound { .. } => "share it with that account as editor, or correct sheet.spreadsheet_id in the configuration".to_owned(),
            Self::InTheBin => "restore it from there, or correct sheet.spreadsheet_id in the configuration".to_owned(),
            Self::SharedTooWidely { .. } => "take the access away under Share, or add who may have it to access.allowed".to_owned(),

            Self::ArchiveShared { .. } => "only those may open it who may open the spreadsheet: take the access away under Share".to_owned(),
            Self::ArchiveRecord { .. } => "run the version of the program that wrote it".to_owned(),
            Self::ArchiveBinned { .. } => "restore it from there, and run again".to_owned(),
            Self::NotPermitted { .. } => "make it an editor, and remove any protection of the service's own tabs and columns that leaves it out".to_owned(),
            Self::NotASpreadsheet => "open it in Google Sheets and choose File, Save as Google Sheets".to_owned(),

            Self::NoSuchTab { .. } => "correct sheet.tab in the configuration".to_owned(),
            Self::TimeZone { .. } => "set it under File, Settings".to_owned(),
            Self::MonthFirst { .. } => "run `traslado init --locale es_CO`, which names the dates typed until now that fit both ways, or set it to Colombia under File, Settings; nothing was written".to_owned(),
            Self::NoHeaders { .. } => "type or paste the headers of CE-F05 into it first, or remove sheet.spreadsheet_id from the configuration and run `traslado init`, which makes a new CE-F05".to_owned(),
            Self::Form { source, .. } => source.remedy().to_owned(),
            Self::Undecided { .. } => "run `traslado init --undated handover`, and the first night hands them over, flagged, or `traslado init --undated anterior`, and they are recorded as known and not handed over; nothing was written".to_owned(),

            Self::Ledger(what) => format!("nothing was written: {}", what.way_out()),
            Self::LargeFirst { digest, arguments, .. } => format!("look at it with `traslado plan{arguments}`; then `traslado run{arguments} --yes` hands over what is due, and `traslado run{arguments} --expect {digest}` exactly this plan; nothing was written"),
            Self::NotAsPlanned { digest, arguments } => format!("`traslado plan{arguments}` shows it, and `traslado run{arguments} --expect {digest}` hands over exactly that"),

            Self::KeepsChanging => "ask them to stop, and run `traslado verify --repair` again".to_owned(),
            Self::MarkNotReplaced { .. } => "delete the file as a user who may".to_owned(),
            Self::PlaceTaken { .. } => "delete it, or copy it and delete the original, and run again".to_owned(),
            Self::NameTaken { .. } => "rename it, and run again".to_owned(),

            Self::Ceiling { remedy, .. } => remedy.clone().into_owned(),
            Self::Unavailable(_) => "run again later: the next run finds and finishes whatever was done".to_owned(),
            Self::RowsRefused { .. } => "run again an hour later: what is refused then too goes over without its texts, which stay in the sheet".to_owned(),
            Self::AnotherRun => "run again when it has ended".to_owned(),
            Self::ClockOff { .. } => "set it (timedatectl set-ntp true) and run again".to_owned(),

            Self::NoSignals(_) => "use `traslado run` under cron".to_owned(),
            Self::Interrupted { .. } => "the same command finds and finishes whatever was done".to_owned(),
            Self::Abandoned(_) | Self::Defect => "the next run finds and finishes whatever was done".to_owned(),
            Self::Refused(_) => "this is a defect of traslado, please report it".to_owned(),
        })
    }

    /// The operator's error for rows that were due and wait for a later run; `None` for none.
    pub fn of_deferred(rows: impl Iterator<Item = RowNumber>) -> Option<Self> {
        let rows: Vec<String> = rows.map(|row| row.to_string()).collect();
        (!rows.is_empty()).then(|| Self::RowsRefused { rows: rows.join(", ") })
    }

    /// The operator's error for a failed call about the spreadsheet, acting as `account`.
    pub fn of_file(error: google::Error, account: &str) -> Self {
        let account = || account.to_owned();

        match &error.kind {
            ErrorKind::NotFound => Self::FileNotFound { account: account() },
            // An account that may not even read the file has no access to it; any other lacks a right.
            ErrorKind::Forbidden if error.reads_spreadsheet => Self::FileNotFound { account: account() },
            ErrorKind::Forbidden => Self::NotPermitted { account: account(), source: error },
            ErrorKind::Credentials { .. } | ErrorKind::Scope | ErrorKind::Disabled => {
                Self::Credentials(error)
            }
            ErrorKind::Consent { .. } => Self::Consent { account: account(), source: error },
            ErrorKind::Clock => Self::ClockOff { behind: None },
            // The next night would read as much again.
            ErrorKind::TooLarge if error.reads_spreadsheet => {
                let what =
                    "the spreadsheet holds more than a night can read: Google's answer is above 256 MiB";
                Self::Ceiling { what: what.to_owned(), remedy: READ_LESS.into() }
            }
            ErrorKind::Unavailable | ErrorKind::Quota | ErrorKind::Malformed | ErrorKind::TooLarge => {
                Self::Unavailable(error)
            }
            ErrorKind::Refused(refusal) => match refusal.what {
                RefusalKind::ProtectedCell => Self::NotPermitted { account: account(), source: error },
                RefusalKind::NotASpreadsheet => Self::NotASpreadsheet,
                RefusalKind::CellCeiling | RefusalKind::TabCeiling | RefusalKind::MetadataCeiling => {
                    Self::Ceiling { what: error.to_string(), remedy: MAKE_ROOM.into() }
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
            Self::Config(_)
            | Self::Connect(_)
            | Self::TokenNotWritten { .. }
            | Self::NotExported { .. }
            | Self::LargeFirst { .. }
            | Self::NoSignals(_) => exit::CONFIG,
            Self::SignIn { source } => of_sign_in(source),
            Self::Usage(_) => exit::USAGE,

            Self::WrongAccount { .. }
            | Self::Credentials(_)
            | Self::NotSignedIn(_)
            | Self::Consent { .. }
            | Self::SharedTooWidely { .. }
            | Self::ArchiveShared { .. }
            | Self::ArchiveRecord { .. }
            | Self::ArchiveBinned { .. }
            | Self::FileNotFound { .. }
            | Self::InTheBin
            | Self::NotPermitted { .. } => exit::DENIED,

            Self::NotASpreadsheet
            | Self::NoHeaders { .. }
            | Self::NoSuchTab { .. }
            | Self::TimeZone { .. }
            | Self::MonthFirst { .. }
            | Self::Undecided { .. }
            | Self::Form { .. } => exit::SHEET,

            Self::Ledger(_)
            | Self::MarkNotReplaced { .. }
            | Self::PlaceTaken { .. }
            | Self::NameTaken { .. }
            | Self::KeepsChanging => exit::LEDGER,

            Self::Ceiling { .. } => exit::CEILING,
            Self::RowsRefused { .. }
            | Self::Unavailable(_)
            | Self::AnotherRun
            | Self::ClockOff { .. }
            | Self::NotAsPlanned { .. }
            | Self::Interrupted { .. }
            | Self::Abandoned(_) => exit::AGAIN,
            Self::Refused(_) | Self::Defect => exit::BUG,
        }
    }
}

/// By how much the clock is off, and which way.
fn clock_off(behind: Option<TimeDelta>) -> String {
    let Some(behind) = behind else { return "off from Google's".to_owned() };
    let way = if behind > TimeDelta::zero() { "behind" } else { "ahead of" };
    let minutes = (behind.abs().num_seconds() + 30) / 60;
    let much = match (minutes / 1440, minutes / 60) {
        (days @ 2.., _) => format!("{days} days"),
        (_, hours @ 2..) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{minutes} minutes"),
    };
    format!("{much} {way} Google's")
}

/// The message, then the remedy.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        match self.remedy() {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Config(problems)
    }
}

impl From<SignInError> for Error {
    fn from(source: SignInError) -> Self {
        Self::SignIn { source }
    }
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Self {
        Self::Ledger(damage)
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
fn connect_remedy(error: &ConnectError) -> Option<String> {
    let error = match error {
        ConnectError::Secret(error) => error,
        ConnectError::Proxy { .. } => {
            let hosts = HOSTS.join(", ");
            return Some(format!("unset it for traslado, and let this host reach {hosts} on port 443"));
        }
        ConnectError::Endpoint | ConnectError::Roots(_) => return None,
    };
    if let Some(command) = error.command() {
        return Some(command);
    }

    let remedy = match error {
        SecretError::Unreadable { what: What::Key, .. } | SecretError::NotAFile { what: What::Key, .. } => {
            "put the key there with mode 600 and this user as its owner, or correct credentials.service_account_key in \
             the configuration"
        }
        SecretError::Unfit { what: What::Key, .. } => {
            "make a new key of the service account in JSON in the Cloud console, under IAM and admin, Service accounts, \
             Keys, and put it there"
        }
        SecretError::Unreadable { .. } | SecretError::NotAFile { .. } => {
            "let this user read it, or correct credentials.user_token in the configuration"
        }
        SecretError::OpenToOthers { .. } | SecretError::Unfit { .. } | SecretError::Address { .. } => {
            return None;
        }
    };
    Some(remedy.to_owned())
}

/// The remedy for a sign-in that failed.
fn sign_in_remedy(error: &SignInError) -> String {
    if let SignInError::Connect(ConnectError::Secret(error)) = error
        && let Some(command) = error.command()
    {
        return format!("{command}; nothing was written");
    }

    let what_to_do = match error {
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
    };
    format!("nothing was written{what_to_do}")
}

fn of_sign_in(error: &SignInError) -> u8 {
    match error {
        SignInError::Connect(_) | SignInError::Port { .. } => exit::CONFIG,
        SignInError::TimedOut { .. } | SignInError::Unavailable => exit::AGAIN,
        SignInError::Declined { .. } | SignInError::Partial { .. } | SignInError::Brief => exit::DENIED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_too_large_to_read_waits_for_people_and_not_for_the_next_night() {
        let too_large = |reads_spreadsheet| {
            let error = google::Error {
                kind: ErrorKind::TooLarge,
                call: "sheets.values.batchGetByDataFilter",
                reads_spreadsheet,
                status: Some(200),
                attempts: 1,
                ambiguous: false,
                retry_after: None,
            };
            <Error>::of_file(error, "servicio@essmar.example")
        };

        let read = too_large(true);
        assert_eq!((read.exit_code(), read.is_transient()), (exit::CEILING, false));
        assert!(read.remedy().is_some_and(|remedy| remedy.contains("earlier years")), "{read}");

        // A request that is too large is made smaller before it gets here.
        assert_eq!(too_large(false).exit_code(), exit::AGAIN);
    }
}
