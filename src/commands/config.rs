//! `traslado config`: writes a configuration, reads it, brings it up to date; without network.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock::Moment;
use crate::commands::{EXIT_STATUS, answer, check, confirmed, print};
use crate::config::location::{self, locate};
use crate::config::revision::{
    NewConfiguration, NewCredentials, UpdatedConfiguration, id_in_address, update,
};
use crate::config::{Problem, Problems, read_text};
use crate::domain::access::Allowed;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::telemetry::show;

/// Writes a configuration, checks one without network, or brings an older one up to date.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    #[command(subcommand)]
    act: ConfigAct,
}

#[derive(Debug, clap::Subcommand)]
enum ConfigAct {
    New(NewArgs),
    Check(CheckArgs),
    Update(UpdateArgs),
}

/// Asks for what is needed and writes a new configuration, in which every key is explained.
#[derive(Debug, clap::Args)]
struct NewArgs {
    /// The Google account the service acts as.
    #[arg(long, value_name = "ADDRESS")]
    account: Option<String>,
    /// The spreadsheet, by its address in a browser or its id; "new" where `init` is to make one.
    #[arg(long, value_name = "ADDRESS|ID|new")]
    spreadsheet: Option<String>,
    /// Key file of a service account, relative to the configuration.
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    key: Option<String>,
    /// Token file that `login` writes, in place of a key.
    #[arg(long, value_name = "FILE")]
    token: Option<String>,
    /// The first day whose reports are handed over.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// Who is told of each hand-off; "" for nobody.
    #[arg(long, value_name = "ADDRESS,…")]
    to: Option<String>,
    /// Who may open the file: people, groups, domains.
    #[arg(long, value_name = "ADDRESS|DOMAIN,…")]
    allowed: Option<String>,
    /// The operator, who is told of nights that fail; "" for nobody.
    #[arg(long, value_name = "ADDRESS,…")]
    alert: Option<String>,
    /// Do not ask: what is not said here is as usual.
    #[arg(long)]
    yes: bool,
    /// Print one JSON object on stdout; questions go to stderr.
    #[arg(long)]
    json: bool,
}

/// Checks the configuration and the files it names; sends nothing.
#[derive(Debug, clap::Args)]
struct CheckArgs {
    /// Print one JSON object on stdout.
    #[arg(long)]
    json: bool,
}

/// Adds the keys that an older configuration lacks, commented out, and the sentence above each; what people
/// typed stays.
#[derive(Debug, clap::Args)]
struct UpdateArgs {
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Print one JSON object on stdout; the question goes to stderr.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// True if a failure is one JSON object on stdout too.
    pub fn json(&self) -> bool {
        match &self.act {
            ConfigAct::New(args) => args.json,
            ConfigAct::Check(args) => args.json,
            ConfigAct::Update(args) => args.json,
        }
    }
}

/// Writes, checks or updates the configuration. `named` is the one that the command line names.
///
/// # Errors
/// All problems of the configuration, or what was answered wrong.
pub async fn config(named: Option<&Path>, args: Args) -> Result<u8, Error> {
    match args.act {
        ConfigAct::New(args) => new(&location::of_new(named), &args),
        ConfigAct::Check(args) => check::offline(&locate(named)?, args.json).await,
        ConfigAct::Update(args) => renew(&locate(named)?, &args),
    }
}

/// A configuration that was written, or brought up to date.
#[derive(Debug, Serialize)]
struct ConfigOutput {
    /// `written`, `current` where nothing was to do, or `outdated` where it was and nobody agreed.
    outcome: &'static str,
    path: String,
    changes: Vec<String>,
    #[serde(skip)]
    next: String,
}

impl fmt::Display for ConfigOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.outcome {
            "written" => write!(f, "Written: {}.{}", self.path, self.next),
            "current" => write!(f, "{} is up to date; nothing was written.", self.path),
            _ => write!(f, "Nothing was written."),
        }
    }
}

fn new(path: &Path, args: &NewArgs) -> Result<u8, Error> {
    if path.exists() {
        let remedy =
            "`traslado config update` brings it up to date; for another one, name its file with --config";
        return Err(problem(path, "is there already".to_owned(), remedy));
    }

    let new = asked(args)?;
    let of_file = |problems| Problems { path: path.to_owned(), problems };
    let text = new.text().map_err(of_file)?;
    write_new(path, &text).map_err(|error| {
        let fault = format!("cannot be written ({})", error.kind());
        problem(
            path,
            fault,
            "make its folder and let this user write to it, or name another file with --config",
        )
    })?;

    let (credentials, login) = match &new.credentials {
        NewCredentials::Key(key) => (format!(" Put the key into {key} beside it, mode 600."), ""),
        NewCredentials::Token(_) => (String::new(), " `traslado login`,"),
    };
    let init =
        if new.spreadsheet_id.is_some() { "" } else { ", then `traslado init`, which makes a spreadsheet" };
    let next = format!("{credentials} Then run{login} `traslado check`{init}.");
    print(
        &ConfigOutput { outcome: "written", path: path.display().to_string(), changes: Vec::new(), next },
        args.json,
    );
    Ok(exit::OK)
}

/// Makes a file that is not there yet; it holds no secret.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).mode(0o644).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The answers to everything that a configuration needs, those on the command line first.
fn asked(args: &NewArgs) -> Result<NewConfiguration, Error> {
    let ask = Questions { may_ask: !args.yes };
    let account =
        ask.about("account", args.account.as_deref(), "Google account the service acts as", None, address)?;
    let domain = account.split('@').next_back().unwrap_or_default().to_owned();

    let question = "Address of the spreadsheet in a browser (empty: make a new one)";
    let spreadsheet_id =
        ask.about("spreadsheet", args.spreadsheet.as_deref(), question, Some("new"), spreadsheet)?;

    let credentials = if let Some(token) = &args.token {
        NewCredentials::Token(token.clone())
    } else {
        let question = "Key file of the service account, beside the configuration";
        NewCredentials::Key(ask.about("key", args.key.as_deref(), question, Some("key.json"), file)?)
    };

    let today = Moment::now().today().to_string();
    let question = "First day whose reports are handed over; rows before it stay";
    let since = ask.about("since", args.since.as_deref(), question, Some(&today), day)?;
    let question = "Who is told of each hand-off, by commas (empty: nobody)";
    let to = ask.about("to", args.to.as_deref(), question, Some(""), addresses)?;
    let question = "Who may open the spreadsheet: addresses and domains, by commas";
    let allowed = ask.about("allowed", args.allowed.as_deref(), question, Some(&domain), allowed)?;
    let question = "Who is told when nights fail, by commas (empty: nobody)";
    let alert = ask.about("alert", args.alert.as_deref(), question, Some(""), addresses)?;

    Ok(NewConfiguration { account, spreadsheet_id, credentials, since, to, allowed, alert })
}

/// Whoever answers.
struct Questions {
    may_ask: bool,
}

impl Questions {
    /// The answer that the command line gives, else a person's, asked as often as it takes; an empty answer is
    /// the usual one, where there is one.
    fn about<T>(
        &self,
        option: &str,
        given: Option<&str>,
        question: &str,
        usual: Option<&str>,
        read: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Result<T, Error> {
        if let Some(given) = given {
            return read(given.trim()).map_err(|must| Error::Usage(format!("--{option} {must}")));
        }
        if !self.may_ask {
            let nobody = || Error::Usage(format!("--{option} is missing, and with --yes nobody is asked"));
            return usual.and_then(|usual| read(usual).ok()).ok_or_else(nobody);
        }

        let shown = usual.filter(|usual| !usual.is_empty() && *usual != "new");
        let question =
            shown.map_or_else(|| format!("{question}: "), |usual| format!("{question} [{usual}]: "));
        loop {
            let nobody =
                || Error::Usage(format!("nobody answered; answer at a terminal, or give --{option}"));
            let answer = answer(&question).ok_or_else(nobody)?;
            let answer = if answer.is_empty() { usual.unwrap_or_default().to_owned() } else { answer };
            match read(&answer) {
                Ok(read) => return Ok(read),
                Err(must) => show!("It {must}."),
            }
        }
    }
}

fn address(text: &str) -> Result<String, &'static str> {
    text.parse::<lettre::Address>().map(|_| text.to_owned()).map_err(|_| "must be an e-mail address")
}

fn addresses(text: &str) -> Result<Vec<String>, &'static str> {
    parts(text).map(|part| address(part).map_err(|_| "must be e-mail addresses, parted by commas")).collect()
}

fn allowed(text: &str) -> Result<Vec<String>, &'static str> {
    let must = "must be e-mail addresses or domains such as essmar.gov.co, parted by commas";
    let read = |part: &str| part.parse::<Allowed>().map(|_| part.to_owned()).map_err(|_| must);
    parts(text).map(read).collect()
}

/// The parts of a list, those that are empty left out.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The spreadsheet's id; `None` for a new one.
fn spreadsheet(text: &str) -> Result<Option<String>, &'static str> {
    if text == "new" {
        return Ok(None);
    }
    let must = "must be the address of a spreadsheet, with /d/ in it, or its id";
    id_in_address(text).map(Some).ok_or(must)
}

fn file(text: &str) -> Result<String, &'static str> {
    if text.is_empty() || text.contains(['\n', '{']) {
        return Err("must be the name of a file");
    }
    Ok(text.to_owned())
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "must be a day such as 2026-11-01")
}

fn renew(path: &Path, args: &UpdateArgs) -> Result<u8, Error> {
    let of_file = |problem| Problems { path: path.to_owned(), problems: vec![problem] };
    let before = read_text(path).map_err(of_file)?;
    let UpdatedConfiguration { text, changes } = update(&before).map_err(of_file)?;
    let output = |outcome, changes: &[String]| {
        let (path, changes) = (path.display().to_string(), changes.to_vec());
        let next = " `traslado config check` reads it.".to_owned();
        print(&ConfigOutput { outcome, path, changes, next }, args.json);
    };

    if changes.is_empty() {
        output("current", &changes);
        return Ok(exit::OK);
    }
    for change in &changes {
        show!("{}: {change}", path.display());
    }
    if !args.yes && !confirmed("Nothing was written.")? {
        if args.json {
            output("outdated", &changes);
        }
        return Ok(exit::ATTENTION);
    }

    // A link stays one, and the file its owner's.
    let written = fs::canonicalize(path).and_then(|path| state_dir::replace_text(&path, &text));
    written.map_err(|error| {
        let fault = format!("cannot be written ({})", error.kind());
        problem(path, fault, "run the command as a user who may, such as with sudo")
    })?;
    output("written", &changes);
    Ok(exit::OK)
}

fn problem(path: &Path, fault: String, remedy: &str) -> Error {
    let problem = Problem { line: None, key: String::new(), fault, remedy: Some(remedy.to_owned()) };
    Problems { path: path.to_owned(), problems: vec![problem] }.into()
}
