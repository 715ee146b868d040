//! The operator's configuration: what is typed, and what it means.

mod document;
mod entity;
pub mod hooks;
pub mod location;
pub mod monitoring;
pub mod revision;
mod secret;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use lettre::message::Mailbox;

use self::document::ConfigDocument;
pub use self::document::Problem;
use self::monitoring::Monitoring;
use crate::clock;
use crate::domain::access::{Access, Allowed};
use crate::domain::archive::ArchivePolicy;
use crate::domain::form::Form;
use crate::domain::handoff::batch_splitter::{BatchLimits, LIMITS};
use crate::google::endpoint::is_loopback_http;
use crate::google::{Connection, Credentials, RetryPolicy};
use crate::operation::state_dir::{self, StateDir};

/// The example file: every key, its default, one sentence.
pub const EXAMPLE: &str = include_str!("../../config/traslado.toml");

/// Seconds that one call to Google may take unless configured.
const TIMEOUT: u64 = 600;

/// Characters of a reference.
const LONGEST_REFERENCE: usize = 100;

/// The meaning of a configuration file, section by section.
#[derive(Debug)]
pub struct Settings {
    /// The account the service acts as.
    pub account: String,
    /// The spreadsheet and how it is read: `[sheet]`.
    pub sheet: SheetSettings,
    /// The right to act as the account: `[credentials]`.
    pub credentials: CredentialSettings,
    /// The hand-offs: `[handoff]`.
    pub handoff: HandoffSettings,
    /// The mails to Citizen Attention: `[notice]`.
    pub notice: NoticeSettings,
    /// Who may open the file; `None` where nobody looks: `[access]`.
    pub access: Option<Access>,
    /// Who hears how a night went, and when nights are due: `[monitor]`, `[alert]`, `[log]`, `[daemon]`.
    pub monitoring: Monitoring,
    /// When answered hand-offs are put away: `[archive]`.
    pub archive: ArchivePolicy,
    /// The host that the service runs on: `[host]`.
    pub host: HostSettings,
    /// The connection: `[google]`.
    pub google: GoogleSettings,
}

/// The section `[sheet]`.
#[derive(Debug)]
pub struct SheetSettings {
    /// The spreadsheet's id; empty for a command that can do without one.
    pub spreadsheet_id: String,
    /// Title of the tab in which staff type.
    pub tab: String,
    /// The form: headers, word lists, terms; and whose it is: `[entity]`.
    pub form: Form,
}

/// The section `[credentials]`.
#[derive(Debug)]
pub struct CredentialSettings {
    /// The key or token by which the service acts as the account.
    pub acting: Credentials,
    /// The OAuth client that `login` asks with.
    pub client: PathBuf,
}

/// The section `[handoff]`.
#[derive(Debug)]
pub struct HandoffSettings {
    /// Rows before this day are never handed over.
    pub since: NaiveDate,
    /// How much goes into one number. Not a key of the file: Google's limits are the same for all,
    /// and only a test wants several numbers out of few rows.
    pub limits: BatchLimits,
}

/// The section `[notice]`.
#[derive(Debug)]
pub struct NoticeSettings {
    /// Who the notice goes to; nobody means no notice.
    pub to: Vec<Mailbox>,
    /// Who gets a copy of it.
    pub cc: Vec<Mailbox>,
    /// True if they are reminded of what is due on business days without a notice.
    pub reminders: bool,
    /// The office's reference of its internal communications (GD-P01); empty for none.
    pub reference: String,
}

/// The section `[host]`.
#[derive(Clone, Debug, Default)]
pub struct HostSettings {
    /// The state folder; `None` for the usual one.
    pub state_dir: Option<PathBuf>,
    /// The state folder of the packaged units, where the configuration is one of theirs.
    pub packaged: Option<PathBuf>,
}

impl HostSettings {
    /// The folder to keep things in, where one is configured or the packaged units have one.
    pub fn folder(&self) -> Option<PathBuf> {
        let packaged = || self.packaged.clone().filter(|folder| folder.is_dir());
        self.state_dir.clone().or_else(packaged)
    }
}

/// The section `[google]`.
#[derive(Debug)]
pub struct GoogleSettings {
    /// The origin in place of Google's.
    pub endpoint: Option<String>,
    /// How long one call may take, every try and wait included.
    pub timeout: Duration,
}

/// Everything wrong with a configuration file, at once.
#[derive(Debug)]
pub struct Problems {
    /// The file.
    pub path: PathBuf,
    /// The faults, in the order of the file.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            write!(f, "{gap}{}", problem.message(&self.path))?;
            if let Some(remedy) = &problem.remedy {
                write!(f, "; {remedy}")?;
            }
        }

        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Settings {
    /// Reads the configuration file, and the form it names.
    ///
    /// # Errors
    /// All problems at once, each with its line and key.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let of_file = |problems| Problems { path: path.to_owned(), problems };
        let (text, folder) = read(path).map_err(of_file)?;
        let settings = Self::parse(&text, folder).and_then(Self::with_clock).map_err(of_file)?;
        settings.with_our_hooks(path).map(|settings| settings.packaged_as(path)).map_err(of_file)
    }

    /// Loads the configuration for a command that can do without a spreadsheet: where none is named,
    /// its id is empty.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn load_without_spreadsheet(path: &Path) -> Result<Self, Problems> {
        let of_file = |problems| Problems { path: path.to_owned(), problems };
        let (text, folder) = read(path).map_err(of_file)?;
        let settings = Self::parse_for(&text, folder, Spreadsheet::Optional);
        let settings = settings.and_then(Self::with_clock).and_then(|settings| settings.with_our_hooks(path));
        settings.map(|settings| settings.packaged_as(path)).map_err(of_file)
    }

    /// The settings of a file, with the state folder of the units that are packaged for it.
    fn packaged_as(mut self, path: &Path) -> Self {
        self.host.packaged = state_dir::packaged(path);
        self
    }

    /// Refuses a file with hooks that somebody else could have written.
    fn with_our_hooks(self, path: &Path) -> Result<Self, Vec<Problem>> {
        if !self.monitoring.hooks.is_empty() {
            hooks::only_ours(path).map_err(|problem| vec![problem])?;
        }
        Ok(self)
    }

    /// Refuses a clock of the environment's where the service works with Google itself.
    fn with_clock(self) -> Result<Self, Vec<Problem>> {
        let problem = |fault: &str, remedy: &str| {
            let (key, fault, remedy) =
                (clock::VARIABLE.to_owned(), fault.to_owned(), Some(remedy.to_owned()));
            Err(vec![Problem { line: None, key, fault, remedy }])
        };
        match clock::given() {
            Some(_) if self.google.endpoint.is_none() => {
                problem("is set in the environment, and google.endpoint is not set", "unset it")
            }
            Some(Err(error)) => problem(&error.to_string(), "correct it in the environment, or unset it"),
            Some(Ok(_)) | None => Ok(self),
        }
    }

    /// All that it takes to act as the account at Google.
    pub fn connection(&self) -> Connection {
        Connection {
            endpoint: self.google.endpoint.clone(),
            policy: RetryPolicy::within(self.google.timeout),
            ..Connection::new(&self.account, &self.credentials.acting)
        }
    }

    /// The folder in which this host keeps what it has seen of the spreadsheet; `None` where it has no
    /// place for it.
    pub fn state(&self) -> Option<StateDir> {
        StateDir::new(self.host.folder(), self.google.endpoint.as_deref(), &self.sheet.spreadsheet_id)
    }

    /// Reads a configuration whose spreadsheet may be missing; relative paths start at `folder`.
    ///
    /// # Errors
    /// As [`Settings::parse`].
    pub fn parse_without_spreadsheet(text: &str, folder: &Path) -> Result<Self, Vec<Problem>> {
        Self::parse_for(text, folder, Spreadsheet::Optional)
    }

    /// Reads a configuration; relative paths start at `folder`.
    ///
    /// # Errors
    /// All problems at once, in the order of the file.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, Vec<Problem>> {
        Self::parse_for(text, folder, Spreadsheet::Required)
    }

    fn parse_for(text: &str, folder: &Path, spreadsheet: Spreadsheet) -> Result<Self, Vec<Problem>> {
        let mut document = ConfigDocument::parse(text).map_err(|problem| vec![problem])?;
        let account = document.required("account", "name the Google account the service acts as");

        if account.as_deref().is_some_and(|account| account.parse::<lettre::Address>().is_err()) {
            document.problem("account", "must be an e-mail address");
        }

        let spreadsheet_id = match spreadsheet {
            Spreadsheet::Optional if !document.has(SPREADSHEET_ID) => Some(String::new()),
            _ => spreadsheet_id(&mut document),
        };
        let tab = document.string("sheet.tab").unwrap_or_else(|| "CE-F05".to_owned());
        let entity = entity::entity(&mut document);
        let sender = entity::sender(&mut document);
        let form = form(&mut document, folder).map(|form| form.of_entity(entity).sent_by(sender));
        let acting = secret::credentials(&mut document, folder);
        let client = secret::client(&mut document, folder);
        let since = document.date("handoff.since", "name the first day whose reports are handed over");

        let notice = NoticeSettings {
            to: mailboxes(&mut document, "notice.to"),
            cc: mailboxes(&mut document, "notice.cc"),
            reminders: document.flag("notice.reminders", true),
            reference: reference(&mut document),
        };
        let access = access(&mut document);
        let monitoring = monitoring::monitoring(&mut document, folder);
        let archive = archive(&mut document);
        let state_dir = document.path("host.state_dir").map(|dir| folder.join(dir));
        let host = HostSettings { state_dir, packaged: None };
        let endpoint = endpoint(&mut document);
        let timeout = Duration::from_secs(document.whole("google.timeout_seconds").unwrap_or(TIMEOUT));
        let google = GoogleSettings { endpoint, timeout };

        let problems = document.finish();

        match (account, spreadsheet_id, form, acting, since) {
            (Some(account), Some(spreadsheet_id), Some(form), Some(acting), Some(since))
                if problems.is_empty() =>
            {
                Ok(Self {
                    account,
                    sheet: SheetSettings { spreadsheet_id, tab, form },
                    credentials: CredentialSettings { acting, client },
                    handoff: HandoffSettings { since, limits: LIMITS },
                    notice,
                    access,
                    monitoring,
                    archive,
                    host,
                    google,
                })
            }
            _ => Err(problems),
        }
    }
}

/// The text of a configuration file.
///
/// # Errors
/// What is wrong with the file.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    text::read(path)
}

/// The need of a command for a spreadsheet.
#[derive(Clone, Copy)]
enum Spreadsheet {
    Required,
    Optional,
}

const SPREADSHEET_ID: &str = "sheet.spreadsheet_id";

/// The text of the file, and its folder.
fn read(path: &Path) -> Result<(String, &Path), Vec<Problem>> {
    let text = text::read(path).map_err(|problem| vec![problem])?;
    Ok((text, path.parent().unwrap_or_else(|| Path::new(""))))
}

fn spreadsheet_id(document: &mut ConfigDocument<'_>) -> Option<String> {
    let key = SPREADSHEET_ID;
    let remedy = "copy the part of the spreadsheet's address between /d/ and /edit, or run `traslado init`, which makes \
                  a new spreadsheet and prints its id";
    let id = document.required(key, remedy)?;
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_id {
        document.problem(key, "must be only the part of the spreadsheet's address between /d/ and /edit");
    }
    Some(id)
}

fn form(document: &mut ConfigDocument<'_>, folder: &Path) -> Option<Form> {
    let key = "sheet.form";
    let Some(path) = document.path(key).map(|path| folder.join(path)) else { return Some(Form::builtin()) };
    let text = match text::read(&path) {
        Ok(text) => text,
        Err(problem) => {
            document.problem(key, &problem.message(&path));
            return None;
        }
    };

    Form::from_toml(&text)
        .map_err(|error| document.problem(key, &format!("{}: {error}", path.display())))
        .ok()
}

fn mailboxes(document: &mut ConfigDocument<'_>, key: &'static str) -> Vec<Mailbox> {
    let texts = document.strings(key);
    let mailboxes: Vec<Mailbox> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    if mailboxes.len() < texts.len() {
        document.problem(key, "every entry must be an e-mail address");
    }
    mailboxes
}

/// A reference as offices write it: one short line, for it stands in a heading.
fn reference(document: &mut ConfigDocument<'_>) -> String {
    let key = "notice.reference";
    let reference = document.string(key).unwrap_or_default().trim().to_owned();
    if reference.chars().any(char::is_control) || reference.chars().count() > LONGEST_REFERENCE {
        document.problem(key, "must be one line of at most 100 characters");
    }
    reference
}

/// Who may open the file, where the section is there at all.
fn access(document: &mut ConfigDocument<'_>) -> Option<Access> {
    let there = document.has("access");
    let key = "access.allowed";
    let texts = document.strings(key);
    let allowed: Vec<Allowed> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    if allowed.len() < texts.len() {
        document.problem(key, "every entry must be an e-mail address or a domain such as \"essmar.gov.co\"");
    }
    let strict = document.flag("access.strict", false);
    there.then_some(Access { allowed, strict })
}

/// When answered hand-offs are put away. Google allows 200 tabs as far as is known.
fn archive(document: &mut ConfigDocument<'_>) -> ArchivePolicy {
    let mut whole = |key, default: u32| {
        document.whole(key).map_or(default, |number| u32::try_from(number).unwrap_or(u32::MAX))
    };
    ArchivePolicy { tabs: whole("archive.tabs", 120), days: whole("archive.days", 90) }
}

/// A plain http origin on this very machine: anywhere else, a token would travel in clear.
fn endpoint(document: &mut ConfigDocument<'_>) -> Option<String> {
    let key = "google.endpoint";
    let endpoint = document.string(key)?;
    if !is_loopback_http(&endpoint) {
        let fault = "must be http on this machine, such as http://127.0.0.1:9009";
        document.problem_with_remedy(key, fault, "remove it to use Google");
    }
    Some(endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::law::entity::Entity;

    fn problems(text: &str) -> Vec<String> {
        let problems = Settings::parse(text, Path::new("")).expect_err("a problem");
        Problems { path: "t.toml".into(), problems }.to_string().lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_configured_folder_goes_before_that_of_the_packaged_units_and_this_before_the_users() {
        let there = tempfile::tempdir().expect("a folder");
        let folder = |state_dir: Option<&str>, packaged: &Path| {
            HostSettings { state_dir: state_dir.map(PathBuf::from), packaged: Some(packaged.to_owned()) }
                .folder()
        };
        assert_eq!(folder(Some("/srv/estado"), there.path()), Some(PathBuf::from("/srv/estado")));
        assert_eq!(folder(None, there.path()), Some(there.path().to_owned()));
        assert_eq!(folder(None, &there.path().join("missing")), None, "no unit has made it yet");
    }

    #[test]
    fn the_example_file_is_a_configuration() {
        let settings = Settings::parse(EXAMPLE, Path::new("/etc/traslado")).expect("the example parses");
        assert_eq!(settings.sheet.tab, "CE-F05");
        assert_eq!(settings.sheet.form.entity(), &Entity::default());
        assert!(settings.notice.reminders && settings.notice.reference.is_empty());
        assert_eq!(settings.credentials.acting.path(), Path::new("/etc/traslado/key.json"));
        assert_eq!(settings.credentials.client, Path::new("/etc/traslado/client.json"));
        assert_eq!(settings.handoff.since.to_string(), "2026-11-01");
    }

    #[test]
    fn every_commented_key_of_the_example_is_known() {
        let text: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.starts_with("form") || rest.starts_with("user_token") => String::new(),
                Some(rest) if rest.contains(" = \"") => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let settings = Settings::parse(&text, Path::new("")).expect("all keys parse");
        assert!(settings.google.endpoint.is_some() && settings.host.state_dir.is_some());
        let text =
            EXAMPLE.replace("service_account_key = \"key.json\"\n", "").replace("# user_token", "user_token");
        let settings = Settings::parse(&text, Path::new("")).expect("a token in place of a key");
        assert_eq!(settings.credentials.acting, Credentials::Person("token.json".into()));
    }

    #[test]
    fn all_problems_are_said_at_once_each_with_its_line_and_key() {
        let text = "account = 7\nsurprise = 1\n[sheet]\nspreadsheet_id = \"https://x/d/1/edit\"\ntabb = \"x\"\n\
                    [handoff]\nsince = \"tomorrow\"\n[notice]\nto = [\"nobody\"]\nreference = \"a\\nb\"\n\
                    [google]\nendpoint = \"http://example.com\"\n";
        let found = problems(text);
        let expected = [
            "t.toml:1: account: must be a text in quotes",
            "t.toml:2: surprise: unknown key; remove it",
            "t.toml:4: sheet.spreadsheet_id: must be only the part",
            "t.toml:5: sheet.tabb: unknown key; did you mean sheet.tab?",
            "t.toml:7: handoff.since: must be a day",
            "t.toml:9: notice.to: every entry must be an e-mail address",
            "t.toml:10: notice.reference: must be one line of at most 100 characters",
            "t.toml:12: google.endpoint: ",
            "t.toml: credentials.service_account_key: is missing",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} / {expected}");
        }
    }

    #[test]
    fn text_that_is_not_toml_names_its_line() {
        assert!(problems("account = \"a@x.example\"\n[sheet\n")[0].starts_with("t.toml:2: not TOML: "));
    }
}
