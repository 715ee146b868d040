//! The harness: an emulator, a spreadsheet, a configuration, and the real executable.

use std::fmt;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use fixtures::{Setup, configuration, type_sheet};
use google_emulator::{Emulator, Fault, Match, Mutation, Options, RequestLog};
use serde_json::{Value, json};
use traslado::domain::handoff::table::Column;
use traslado::google::{Connection, Google, RetryPolicy};

pub(crate) use fixtures::{ACCOUNT, CLERKS, HEADER, Row, complete};

/// The day of the first hand-off; long past, so that the clock of the machine changes nothing.
pub(crate) const AS_OF: &str = "2026-03-10";
/// The night after.
pub(crate) const NEXT: &str = "2026-03-11";
/// The first day of which reports are handed over.
const SINCE: &str = "2026-03-01";

/// What a row of the sheet can be, as the balance of a night names it.
const DISPOSITIONS: [&str; 9] =
    ["empty", "headings", "before_since", "waiting", "already", "pqr", "incomplete", "amended", "withheld"];

/// A spreadsheet and a host, and what tests do with them.
pub(crate) struct World(Setup);

impl Deref for World {
    type Target = Setup;

    fn deref(&self) -> &Setup {
        &self.0
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Setup {
        &mut self.0
    }
}

/// How the executable ended, and all it said.
#[must_use]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl World {
    /// An empty spreadsheet with a tab CE-F05, shared with nobody.
    pub(crate) fn empty() -> Self {
        Self::under(Options::default())
    }

    /// The same where Google does otherwise what no document says.
    pub(crate) fn under(options: Options) -> Self {
        let world = Self(Setup::start(options, SINCE));
        world.configure(&world.config());
        world
    }

    /// The same with a header row and these rows below it.
    pub(crate) fn with(rows: &[Row]) -> Self {
        let world = Self::empty();
        type_sheet(&world.emulator, &world.id, rows);
        world
    }

    /// The same with the service's columns beside the staff's.
    pub(crate) fn adopted(rows: &[Row]) -> Self {
        let world = Self::with(rows);
        let run = world.traslado(&["init", "--yes"]);
        assert_eq!(run.code, 0, "{run}");
        world
    }

    /// The configuration the tests run with.
    pub(crate) fn config(&self) -> String {
        configuration(&self.emulator, &self.id, SINCE) + "timeout_seconds = 20\n"
    }

    /// The usual configuration with one text in place of another.
    pub(crate) fn reconfigure(&self, from: &str, to: &str) {
        let config = self.config();
        assert!(config.contains(from), "{from}");
        self.configure(&config.replace(from, to));
    }

    pub(crate) fn chmod(&self, name: &str, mode: u32) {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Titles of the tabs.
    pub(crate) fn titles(&self) -> Vec<String> {
        self.emulator.with(|world| world.tabs(&self.id)).into_iter().map(|(_, title)| title).collect()
    }

    /// Takes every protection off a tab, as the owner of the file can.
    pub(crate) fn unprotect(&self, title: &str) {
        self.emulator.with(|state| {
            let sheet = state.sheet_mut(&self.id, title).unwrap().sheet_id();
            let book = state.spreadsheet(&self.id).unwrap();
            let tabs = book["sheets"].as_array().unwrap();
            let tab = tabs.iter().find(|tab| tab["properties"]["sheetId"] == sheet).unwrap();
            let ranges = tab["protectedRanges"].as_array().cloned().unwrap_or_default();
            let requests: Vec<_> = ranges
                .iter()
                .map(|range| json!({"deleteProtectedRange": {"protectedRangeId": range["protectedRangeId"]}}))
                .collect();
            state.batch(&self.id, ACCOUNT, &requests).unwrap();
        });
    }

    pub(crate) fn command(&self) -> Command {
        self.0.command(env!("CARGO_BIN_EXE_traslado"))
    }

    /// A copy of the executable, to be run as [`Self::command`] runs the executable.
    pub(crate) fn command_of(&self, executable: &str) -> Command {
        self.0.command(executable)
    }

    /// Runs the executable to its end.
    pub(crate) fn traslado(&self, arguments: &[&str]) -> Run {
        Run::of(self.command().args(arguments))
    }

    /// Starts the executable and kills it at its n-th call of Sheets, before or after Google applies
    /// that. A request that was on its way is applied although nobody waits for its answer.
    pub(crate) fn killed(&self, arguments: &[&str], n: usize, after: bool) {
        let when = Match { nth: Some(n), path_contains: Some("/v".to_owned()), ..Match::default() };
        let hold = if after { self.emulator.hold_after(when) } else { self.emulator.hold(when) };
        let mut command = self.command();
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(20)), "call {n}");
        process.kill().unwrap();
        process.wait().unwrap();
        hold.release();
        std::thread::sleep(Duration::from_millis(30));
    }

    /// One night, as a program reads it.
    pub(crate) fn night(&self, as_of: &str) -> Value {
        let run = self.traslado(&["run", "--as-of", as_of, "--json"]);
        assert_eq!(run.code, 0, "{run}");
        run.json()
    }

    /// One night during which one fault strikes.
    pub(crate) fn night_with(&self, as_of: &str, fault: Fault) -> Run {
        self.emulator.fault(fault);
        let run = self.traslado(&["run", "--as-of", as_of, "--json"]);
        self.emulator.clear_faults();
        run
    }

    /// The cells of every hand-off table: one row a line, all tabs in order.
    pub(crate) fn lines(&self) -> Vec<Vec<String>> {
        let tabs = self.titles().into_iter().filter(|title| title.starts_with("Traslado "));
        tabs.flat_map(|title| self.shown(&format!("'{title}'!A5:X2000")))
            .filter(|line| line.first().is_some_and(|id| id.starts_with("CE-")))
            .collect()
    }

    /// What staff typed, wherever they have moved it.
    pub(crate) fn staff_cells(&self) -> Vec<Vec<String>> {
        self.shown("CE-F05!A1:L200")
    }

    /// Changes applied in the service's name since a point in the log.
    pub(crate) fn mutations_since(&self, start: usize) -> Vec<Mutation> {
        self.emulator.mutations().into_iter().skip(start).filter(|mutation| mutation.request > 0).collect()
    }

    /// Requests so far, tokens aside.
    pub(crate) fn calls(&self) -> Vec<RequestLog> {
        self.emulator.requests().into_iter().filter(|request| request.path != "/token").collect()
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// The one JSON object on stdout. Where it has the balance of a night, that adds up.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self}");
        let json: Value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"));

        if let Some(counts) = json.get("counts") {
            let parts = DISPOSITIONS.map(|count| counts[count].as_u64().unwrap());
            assert_eq!(counts["rows"], parts.iter().sum::<u64>(), "every row is exactly one thing: {self}");
        }

        json
    }
}

/// The whole of it, for snapshots and for failed assertions.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// A client of an emulator, under this policy.
pub(crate) async fn client(emulator: &Emulator, policy: RetryPolicy) -> Google {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.json");
    emulator.write_key_file(&key).unwrap();
    let endpoint = Some(emulator.base_url());
    Google::connect(Connection { endpoint, policy, ..Connection::new(ACCOUNT, key) }).await.unwrap()
}

/// Rows as text, for snapshots.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(" | ") + "\n").collect()
}

/// Places of columns in a line of a hand-off's table.
pub(crate) const CLASS: usize = Column::Class.index() as usize;
pub(crate) const TO_DO: usize = Column::ToDo.index() as usize;
pub(crate) const SUBJECT: usize = Column::Subject.index() as usize;
pub(crate) const ALERTS: usize = Column::Alerts.index() as usize;
pub(crate) const MISSING: usize = Column::Missing.index() as usize;
pub(crate) const DOCUMENT: usize = Column::Document.index() as usize;

/// Asserts a snapshot in which what differs from run to run is put aside: instants, nonces, ports
/// and folders.
macro_rules! snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"\d\d/\d\d/\d{4} \d\d:\d\d \(hora de Colombia\)", "[instant] (hora de Colombia)"),
                (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "[instant]"),
                (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[instant]"),
                (r"127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
                (r"/[^ ]*/\.tmp[A-Za-z0-9]+", "[folder]"),
                (r"1[A-Za-z0-9_-]{43}", "[spreadsheet]"),
                (r"Servidor: [^ ]+\.", "Servidor: [host]."),
                (r"(plan|--expect) [0-9a-f]{16}", "$1 [digest]"),
                // The day by which a citizen who is required tonight must answer.
                (r"mes para enviarlo, hasta el \d\d/\d\d/\d{4}", "mes para enviarlo, hasta el [day]"),
            ],
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}
pub(crate) use snapshot;
