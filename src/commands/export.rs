//! `traslado export`: a copy of hand-offs outside the spreadsheet, for the day on which the account is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::clock::Moment;
use crate::commands::{EXIT_STATUS, print};
use crate::config::Settings;
use crate::domain::clerks::period::{ParsePeriodError, Period, TAKEN};
use crate::domain::handoff::copied::harmless;
use crate::domain::handoff::night_log::Decision;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::error::{Error, exit};
use crate::operation::state_dir;
use crate::session::Session;
use crate::steps::export::{self, CopiedHandoff};
use crate::steps::{night_log, verify};
use crate::telemetry::say;

/// Name of the file with the checksums.
const SUMS: &str = "SHA256SUMS";

/// Writes a copy of a hand-off, or of a month of them, as CSV and JSON with checksums. It holds citizens' personal
/// data: keep it as the spreadsheet is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// The number of a hand-off, or a month (YYYY-MM), a day or a range (FROM..TO) for all that were made in it.
    #[arg(value_name = "NUMBER|MONTH")]
    wanted: ExportTarget,
    /// The folder to write to; made where it is not there, for this user alone.
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    to: PathBuf,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// The hand-offs that are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExportTarget {
    Number(HandoffNumber),
    /// Every hand-off of these days.
    Period(Period),
}

impl ExportTarget {
    fn covers(self, number: HandoffNumber, day: NaiveDate) -> bool {
        match self {
            Self::Number(wanted) => wanted == number,
            Self::Period(period) => period.contains(day),
        }
    }
}

impl fmt::Display for ExportTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "hand-off {number}"),
            Self::Period(period) => write!(f, "hand-off of {period}"),
        }
    }
}

impl FromStr for ExportTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<u32>() {
            Ok(number) if number > 0 => Ok(Self::Number(HandoffNumber::new(number))),
            Ok(_) => Err("hand-offs are numbered from 1".to_owned()),
            Err(_) => match text.parse::<Period>() {
                Ok(period) => Ok(Self::Period(period)),
                Err(ParsePeriodError::Unknown) => {
                    Err(format!("must be the number of a hand-off, from 1, {TAKEN}"))
                }
                Err(error) => Err(error.to_string()),
            },
        }
    }
}

/// Copies hand-offs into a folder.
///
/// # Errors
/// Where there is no such hand-off, the folder takes no files, or why nobody can look.
pub async fn export(config: &Path, Args { wanted, to, json }: Args) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let reading = verify::reading(&session, moment.today()).await?;

    let known = export::handoffs(&reading);
    let numbers = known.iter().filter(|(number, (day, _))| wanted.covers(**number, *day));
    let numbers: BTreeSet<HandoffNumber> = numbers.map(|(number, _)| *number).collect();
    if numbers.is_empty() {
        return Err(Error::Usage(format!("there is no {wanted}; nothing was written")));
    }

    let copies = export::copies(&session, &reading, &numbers).await?;
    let not_written = |error: io::Error| Error::NotExported { folder: to.clone(), kind: error.kind() };
    let files = write(&to, &copies, session.file(), moment).map_err(not_written)?;
    let decision = Decision {
        number: numbers.last().copied(),
        command: "export",
        who: night_log::who(),
        ..Decision::at(moment.in_colombia())
    };
    night_log::record(&session, &reading.metadata.tabs, reading.cross_checks.id_space, true, &decision).await;

    let folder = to.display().to_string();
    let lines = copies.iter().map(|copy| copy.copied.lines.len()).sum();
    print(
        &ExportOutput {
            outcome: "exported",
            folder,
            handoffs: copies.len(),
            lines,
            files,
            holds_personal_data: true,
        },
        json,
    );
    let mut code = exit::OK;
    for CopiedHandoff { number, expected, copied, .. } in &copies {
        let found = copied.lines.len();
        if found < *expected {
            code = exit::ATTENTION;
            say(
                code,
                &format!(
                    "the copy is written, but the tabs of hand-off {number} have {found} of its {expected} lines; `traslado \
                     run` writes lost lines anew"
                ),
            );
        }
    }
    Ok(code)
}

/// The files that were written.
#[derive(Debug, Serialize)]
struct ExportOutput {
    outcome: &'static str,
    folder: String,
    handoffs: usize,
    lines: usize,
    files: Vec<WrittenFile>,
    holds_personal_data: bool,
}

/// One file of a copy.
#[derive(Debug, Serialize)]
struct WrittenFile {
    name: String,
    sha256: String,
}

impl fmt::Display for ExportOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { folder, handoffs, lines, files, .. } = self;
        for WrittenFile { name, .. } in files {
            writeln!(f, "{name}")?;
        }
        write!(
            f,
            "{handoffs} hand-offs, {lines} lines, in {folder}; this folder holds citizens' personal data: keep it as the \
             spreadsheet is kept, and delete it when it is no longer needed"
        )
    }
}

/// Writes the files of each hand-off, and the checksums of all that was ever copied into the folder.
fn write(
    folder: &Path,
    copies: &[CopiedHandoff],
    spreadsheet: &str,
    moment: Moment,
) -> io::Result<Vec<WrittenFile>> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut written = Vec::new();
    for copy in copies {
        let stem = format!("traslado-{:04}-{}", copy.number.number(), copy.day);
        for (kind, text) in [("csv", csv_of(copy)?), ("json", json_of(copy, spreadsheet, moment))] {
            let name = format!("{stem}.{kind}");
            state_dir::replace(&folder.join(&name), &text, 0o600)?;
            written.push(WrittenFile { name, sha256: hex::encode(Sha256::digest(&text)) });
        }
    }

    let mut sums = sums(folder)?;
    sums.extend(written.iter().map(|file| (file.name.clone(), file.sha256.clone())));
    let lines: Vec<String> = sums.iter().map(|(name, sum)| format!("{sum}  {name}")).collect();
    state_dir::replace(&folder.join(SUMS), &(lines.join("\n") + "\n"), 0o600)?;
    Ok(written)
}

/// The checksums that an earlier copy has left in the folder, by file.
fn sums(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(folder.join(SUMS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        text => text?,
    };
    let lines = text.lines().filter_map(|line| line.split_once("  "));
    Ok(lines.map(|(sum, name)| (name.to_owned(), sum.to_owned())).collect())
}

fn csv_of(copy: &CopiedHandoff) -> io::Result<String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(&copy.copied.headers)?;
    for line in &copy.copied.lines {
        csv.write_record(line.iter().map(|cell| harmless(cell)))?;
    }
    let bytes = csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn json_of(copy: &CopiedHandoff, spreadsheet: &str, moment: Moment) -> String {
    let line = |line: &Vec<String>| -> Value {
        let cells = copy.copied.headers.iter().zip(line);
        cells
            .map(|(header, cell)| ((*header).to_owned(), Value::from(cell.as_str())))
            .collect::<Map<_, _>>()
            .into()
    };
    let lines: Vec<Value> = copy.copied.lines.iter().map(line).collect();
    let object = json!({
        "format": 1,
        "spreadsheet_id": spreadsheet,
        "handoff": copy.number,
        "day": copy.day,
        "copied": moment.utc(),
        "lines": lines,
    });
    format!("{object}\n")
}
