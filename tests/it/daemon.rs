//! `traslado daemon`: the nights kept by a schedule, told to stop, asked how things stand.

use std::io::{BufRead as _, BufReader};
use std::os::unix::net::UnixDatagram;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::monitor::Monitor;
use crate::world::{AS_OF, Row, Run, World, complete, snapshot};

/// A daemon at work, and all it has said.
struct Daemon {
    child: Child,
    stdout: BufReader<ChildStdout>,
    said: String,
}

impl Daemon {
    fn start(world: &World) -> Self {
        Self::spawn(&mut world.command())
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.arg("daemon").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout, said: String::new() }
    }

    /// Reads on until a line says this.
    fn until(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "no {words:?} in {}", self.said);
            self.said.push_str(&line);
            if line.contains(words) {
                return line;
            }
        }
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    fn end(mut self) -> Run {
        while self.stdout.read_line(&mut self.said).unwrap() > 0 {}
        let output = self.child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Run { code: output.status.code().unwrap_or(-1), stdout: self.said, stderr }
    }
}

/// A host on which a night has failed before, so that one was missed when the daemon starts.
fn late(rows: &[Row]) -> World {
    let world = World::adopted(rows);
    std::fs::write(world.path("earlier.toml"), "surprise = 1\n".to_owned() + &world.config()).unwrap();
    let run = world.traslado(&["--config", "earlier.toml", "run"]);
    assert_eq!(run.code, 78, "{run}");
    world
}

/// Instants, days and durations differ from run to run.
fn steady(run: &Run) -> String {
    let mut text = String::new();
    for line in run.to_string().lines() {
        let words = line.split(' ').collect::<Vec<_>>();
        let shown = words.iter().enumerate().map(|(at, word)| {
            let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
            let is_day = digits.len() == 10 && digits.matches('-').count() == 2;
            let is_time = digits.len() == 8 && digits.matches(':').count() == 2;
            let is_duration = at > 0 && words[at - 1] == "after" && words.get(at + 1) == Some(&"s;");
            match () {
                () if is_day => word.replace(digits, "[day]"),
                // The schedule's own time is no matter of chance.
                () if is_time && digits != "03:00:00" => word.replace(digits, "[time]"),
                () if is_duration => "[n]".to_owned(),
                () => (*word).to_owned(),
            }
        });
        text.push_str(&(shown.collect::<Vec<_>>().join(" ") + "\n"));
    }
    text
}

#[test]
fn it_catches_up_at_the_start_says_how_things_stand_and_stops_when_told() {
    let world = late(&[complete(1), complete(2)]);
    let mut daemon = Daemon::start(&world);
    daemon.until("the night has ended");
    assert_eq!(world.lines().len(), 2, "one run makes up for the nights that were missed");
    daemon.signal("USR1");
    daemon.until("last night");
    daemon.signal("HUP");
    daemon.until("read again");
    daemon.signal("TERM");
    let run = daemon.end();
    assert_eq!(run.code, 0, "{run}");
    snapshot!("daemon", steady(&run));

    // The next one finds that nothing was missed.
    let calls = world.calls().len();
    let mut daemon = Daemon::start(&world);
    let first = daemon.until("running the nights");
    assert!(first.contains("exit code 0"), "{first}");
    daemon.signal("USR1");
    daemon.until("next night");
    daemon.signal("INT");
    assert_eq!(daemon.end().code, 0);
    assert_eq!(world.calls().len(), calls);
}

#[test]
fn the_first_start_on_a_host_waits_for_its_hour() {
    let world = World::adopted(&[complete(1)]);
    let calls = world.calls().len();
    let mut daemon = Daemon::start(&world);
    daemon.until("no night on this host yet");
    daemon.signal("USR1");
    daemon.until("next night");
    daemon.signal("TERM");
    let run = daemon.end();
    assert_eq!((run.code, world.calls().len()), (0, calls), "{run}");
}

#[test]
fn a_night_at_work_ends_before_the_daemon_stops() {
    let world = late(&[complete(1)]);
    let hold = world.emulator.hold(Match::path(":batchUpdate"));
    let mut daemon = Daemon::start(&world);
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    daemon.signal("USR1");
    daemon.until("a night is at work");
    daemon.signal("TERM");
    daemon.until("stopping");
    hold.release();
    let run = daemon.end();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1));
}

#[test]
fn a_night_that_is_abandoned_is_finished_by_the_next() {
    let world = late(&[complete(1)]);
    let commit = Match { body_contains: Some("traslado.guard".to_owned()), ..Match::default() };
    let hold = world.emulator.hold_after(commit);
    let mut daemon = Daemon::start(&world);
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    daemon.signal("TERM");
    daemon.until("stopping");
    daemon.signal("TERM");
    let run = daemon.end();
    hold.release();
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("the night was abandoned, because the daemon was told to stop"), "{run}");
    assert_eq!(
        (world.lines().len(), world.emulator.mails().len()),
        (1, 0),
        "the commit stands, the rest does not"
    );

    let mut daemon = Daemon::start(&world);
    daemon.until("one was missed");
    daemon.until("exit code 0");
    daemon.signal("TERM");
    assert_eq!(daemon.end().code, 0);
    assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1));
}

#[test]
fn what_passes_is_tried_again_and_the_configuration_is_read_anew() {
    let world = late(&[complete(1)]);
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 1");
    let text = fs_read(&world) + "[daemon]\nretry_seconds = 1\n";
    world.configure(&text);
    let fault = Fault { when: Match::path("/v4/"), after: false, action: FaultAction::Drop, times: 0 };
    world.emulator.fault(fault);
    let mut daemon = Daemon::start(&world);
    daemon.until("the night has ended with exit code 75");
    world.emulator.clear_faults();
    world.configure(&text.replace("[daemon]\n", "[daemon]\nschedule = \"15 4 * * *\"\n"));
    daemon.until("the last one is tried again");
    let ended = daemon.until("the night has ended with exit code 0");
    assert!(ended.contains(" 04:15:00 (Colombia); last night"), "{ended}");
    daemon.signal("TERM");
    assert_eq!(daemon.end().code, 0);
    assert_eq!(world.lines().len(), 1);
}

#[test]
fn systemd_is_told_when_it_is_ready_alive_and_stopping() {
    let world = late(&[complete(1)]);
    let socket = world.path("notify");
    let heard = UnixDatagram::bind(&socket).unwrap();
    heard.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // systemd reads all the while; who does not would keep the daemon from going on.
    let listening = std::thread::spawn(move || {
        let mut messages: Vec<String> = Vec::new();
        let mut message = [0; 512];
        while messages.last().is_none_or(|last| !last.starts_with("STOPPING=1")) {
            let length = heard.recv(&mut message).unwrap();
            messages.push(String::from_utf8(message[..length].to_vec()).unwrap());
        }
        messages
    });

    let mut command = world.command();
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "100000");
    let mut daemon = Daemon::spawn(&mut command);
    daemon.until("the night has ended");
    daemon.signal("TERM");
    assert_eq!(daemon.end().code, 0);
    let messages = listening.join().unwrap();
    assert!(messages[0].starts_with("READY=1\nSTATUS=next night "), "{messages:?}");
    assert!(messages.iter().any(|message| message == "WATCHDOG=1\n"), "{messages:?}");
    assert!(
        messages.iter().any(|message| message.starts_with("STATUS=a night is at work: one was missed")),
        "{messages:?}"
    );
    assert!(messages.iter().any(|message| message.contains("exit code 0")), "{messages:?}");
}

#[test]
fn a_schedule_that_is_none_is_refused_before_anything_begins() {
    let world = World::adopted(&[complete(1)]);
    let monitor = Monitor::good();
    let text = format!("[monitor]\nping = \"{}\"\n[daemon]\nschedule = \"a las 3\"\n", monitor.url);
    world.configure(&(world.config() + &text));
    let run = world.traslado(&["daemon"]);
    assert_eq!(run.code, 78, "{run}");
    assert!(monitor.heard()[1].starts_with("POST /ping/secret-uuid/78: "), "{:?}", monitor.heard());
    snapshot!("daemon_schedule", run.to_string());
}

fn fs_read(world: &World) -> String {
    std::fs::read_to_string(world.path("traslado.toml")).unwrap()
}

#[test]
fn once_a_week_it_verifies_and_says_what_was_changed_of_what_clerks_read() {
    let world = World::adopted(&[complete(1), complete(2)]);
    world.night(AS_OF);

    // Somebody types over a citizen's text; last Sunday the daemon was not on.
    let title = world.titles().into_iter().find(|title| title.starts_with("Traslado ")).unwrap();
    let headers = world.shown(&format!("'{title}'!A4:Z4")).remove(0);
    let at = u8::try_from(headers.iter().position(|header| header == "Objeto").unwrap()).unwrap();
    let cell = format!("'{title}'!{}5", char::from(b'A' + at));
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["otro texto"]])).unwrap();
    let folder = std::fs::read_dir(world.path("state")).unwrap();
    let nights = folder
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|kind| kind == "nights"));
    let nights = nights.unwrap();
    let record = std::fs::read_to_string(&nights).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&record).unwrap();
    record["verified"] = "2026-01-01T10:00:00Z".into();
    std::fs::write(&nights, record.to_string()).unwrap();

    let mut daemon = Daemon::start(&world);
    daemon.until("the weekly verification begins");
    daemon.until("does not say what was delivered");
    daemon.until("configuration");
    // It waits for the next night once it is done.
    daemon.signal("USR1");
    daemon.until("next night");
    daemon.signal("TERM");
    let run = daemon.end();
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stderr.contains("the weekly verification found something: `traslado verify` ends with 3"),
        "{run}"
    );
    let record: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&nights).unwrap()).unwrap();
    assert_ne!(record["verified"], "2026-01-01T10:00:00Z", "{record}");
}
