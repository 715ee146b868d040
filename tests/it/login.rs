//! An account's own consent: asked for in a browser, kept in a file, renewed at night.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, ChildStdout, Stdio};

use google_emulator::{Fault, FaultAction, Match};
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, NEXT, Run, World, complete, snapshot};

/// A spreadsheet whose service acts by the account's own consent, which nobody has given yet.
fn world() -> World {
    let world = World::with(&[complete(1)]);
    world.reconfigure("service_account_key = \"key.json\"", "user_token = \"token.json\"");
    fs::remove_file(world.path("key.json")).unwrap();
    world.emulator.write_client_file(&world.path("client.json")).unwrap();
    world
}

/// `traslado login` at work: the address it prints, and how it ends.
struct Login {
    child: Child,
    stdout: BufReader<ChildStdout>,
    said: String,
}

impl Login {
    fn start(world: &World) -> Self {
        let mut command = world.command();
        command.env("TRASLADO_LOG", "trace").args(["login", "--wait", "20"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout, said: String::new() }
    }

    fn address(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "no address in {}", self.said);
            self.said.push_str(&line);
            if line.starts_with("http") {
                return line.trim().to_owned();
            }
        }
    }

    fn end(mut self) -> Run {
        self.stdout.read_to_string(&mut self.said).unwrap();
        let output = self.child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Run { code: output.status.code().unwrap(), stdout: self.said, stderr }
    }
}

/// What a browser gets, and where it is sent on to.
fn browse(address: &str) -> (u16, Option<String>) {
    let (host, target) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let location = answer.lines().find_map(|line| line.strip_prefix("location: "));
    (answer[9..12].parse().unwrap(), location.map(str::to_owned))
}

/// A person who signs in and consents.
fn sign_in(world: &World) -> Run {
    let mut login = Login::start(world);
    let (status, location) = browse(&login.address());
    assert_eq!(status, 302);
    assert_eq!(browse(&location.unwrap()).0, 200);
    login.end()
}

fn token(world: &World) -> Value {
    serde_json::from_slice(&fs::read(world.path("token.json")).unwrap()).unwrap()
}

/// What the program itself says among the lines of its log.
fn words(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().filter(|line| line.starts_with("traslado: ")).collect();
    lines.join("\n") + "\n"
}

/// The output without what differs from run to run.
fn steady(run: &Run, world: &World) -> String {
    let mut text = run.to_string();
    for (from, to) in [("code_challenge=", "[challenge]"), ("state=", "[state]")] {
        if let Some(at) = text.find(from) {
            let value = text[at + from.len()..].split('&').next().unwrap().to_owned();
            text = text.replace(&value, to);
        }
    }
    let port = text.split("-L ").nth(1).and_then(|rest| rest.split(':').next()).map(str::to_owned);
    if let Some(port) = port {
        text = text.replace(&format!("{port}:127.0.0.1:{port}"), "[port]:127.0.0.1:[port]");
        text = text.replace(&format!("127.0.0.1%3A{port}"), "127.0.0.1%3A[port]");
    }
    let log = text.find("--- stderr\n").unwrap() + "--- stderr\n".len();
    let said = words(&text[log..]);
    text.truncate(log);
    (text + &said).replace(&world.folder().display().to_string(), "[folder]")
}

#[test]
fn a_person_consents_once_and_every_night_renews_it() {
    let world = world();
    let missing = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(missing.code, 77, "{missing}");

    let run = sign_in(&world);
    assert_eq!(run.code, 0, "{run}");
    let mode = fs::metadata(world.path("token.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    snapshot!("login", format!("{missing}\n{}", steady(&run, &world)));

    fs::remove_file(world.path("client.json")).unwrap();
    assert_eq!(world.night(AS_OF)["notice"], "sent");
    world.type_at("A3", &[complete(2)]);
    assert_eq!(world.night(NEXT)["handoffs"][0]["rows"], 1);
    assert_eq!(world.lines().len(), 2);
}

#[test]
fn no_secret_of_the_consent_is_in_any_output() {
    let world = world();
    let run = sign_in(&world);
    let night = Run::of(world.command().env("TRASLADO_LOG", "trace").args(["run", "--as-of", AS_OF]));
    assert_eq!(night.code, 0, "{night}");
    let token = token(&world);
    let text = format!("{run}{night}");
    for key in ["refresh_token", "client_secret"] {
        assert!(!text.contains(token[key].as_str().unwrap()), "{key}: {text}");
    }
    for word in ["ya29.", "code_verifier", "Bearer ", "4/"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_browser_that_does_not_know_the_state_is_sent_away_and_the_person_still_signs_in() {
    let world = world();
    let mut login = Login::start(&world);
    let address = login.address();
    let (_, location) = browse(&address);
    let location = location.unwrap();
    let (place, _) = location.split_once('?').unwrap();
    // A browser that connects ahead and says nothing holds nobody up.
    let idle = TcpStream::connect(place.strip_prefix("http://").unwrap().trim_end_matches('/')).unwrap();
    assert_eq!(browse(&format!("{place}?code=4%2Fforeign&state=guess")).0, 404);
    assert_eq!(browse(&format!("{place}favicon.ico")).0, 404);
    assert_eq!(browse(&location).0, 200);
    let run = login.end();
    drop(idle);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_sign_in_that_fails_says_why_and_leaves_the_token_as_it_was() {
    let mut said = String::new();
    let mut case = |what: &str, code: i32, world: &World, run: &Run| {
        assert_eq!(run.code, code, "{what}: {run}");
        assert!(!world.path("token.json").exists(), "{what}");
        let words = words(&run.stderr);
        said.push_str(&format!(
            "{what}:\n{}\n",
            words.replace(&world.folder().display().to_string(), "[folder]")
        ));
    };

    let here = world();
    let mut login = Login::start(&here);
    let (_, location) = browse(&login.address());
    let location = location.unwrap();
    let (place, query) = location.split_once('?').unwrap();
    let state = query.split('&').find(|pair| pair.starts_with("state=")).unwrap();
    assert_eq!(browse(&format!("{place}?error=access_denied&{state}")).0, 200);
    case("the person says no", 77, &here, &login.end());

    case("nobody comes", 75, &here, &here.traslado(&["login", "--wait", "1"]));

    let other = "otra@essmar.example";
    here.reconfigure(ACCOUNT, other);
    here.configure(
        &fs::read_to_string(here.path("traslado.toml"))
            .unwrap()
            .replace("service_account_key = \"key.json\"", "user_token = \"token.json\""),
    );
    case("somebody else signs in", 77, &here, &sign_in(&here));

    let here = world();
    let partial = json!({"access_token": "ya29.x", "expires_in": 3599, "token_type": "Bearer", "refresh_token": "1//x",
        "scope": "https://www.googleapis.com/auth/spreadsheets"});
    let answer = |body: &Value| FaultAction::Status {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string(),
    };
    here.emulator.fault(Fault::before(Match::path("/token"), answer(&partial)));
    case("boxes are left unticked", 77, &here, &sign_in(&here));
    let brief = json!({"access_token": "ya29.x", "expires_in": 3599, "token_type": "Bearer"});
    here.emulator.fault(Fault::before(Match::path("/token"), answer(&brief)));
    case("no token that lasts", 77, &here, &sign_in(&here));
    here.emulator.fault(Fault::before(Match::path("/token"), FaultAction::Drop));
    case("Google is away", 75, &here, &sign_in(&here));

    here.chmod("client.json", 0o644);
    case("a client file open to others", 78, &here, &here.traslado(&["login"]));
    fs::write(here.path("client.json"), "{\"web\": {}}").unwrap();
    here.chmod("client.json", 0o600);
    case("a client of another type", 78, &here, &here.traslado(&["login"]));
    fs::remove_file(here.path("client.json")).unwrap();
    case("no client file", 78, &here, &here.traslado(&["login"]));
    here.configure(&here.config());
    case("no place for a token", 78, &here, &here.traslado(&["login"]));
    snapshot!("login_refused", said);
}

#[test]
fn a_night_whose_consent_does_not_hold_names_the_command_that_mends_it_and_asks_nobody() {
    let mut said = String::new();
    let mut case = |what: &str, code: i32, world: &World| {
        let run = world.traslado(&["run", "--as-of", AS_OF]);
        assert_eq!(run.code, code, "{what}: {run}");
        said.push_str(&format!("{what}:\n{}\n", run.stderr));
    };
    let here = world();
    assert_eq!(sign_in(&here).code, 0);
    here.emulator.with(|state| state.revoke_consent(ACCOUNT));
    case("withdrawn", 77, &here);
    assert_eq!(sign_in(&here).code, 0);
    here.chmod("token.json", 0o640);
    case("open to others", 78, &here);
    fs::write(here.path("token.json"), "{\"type\": \"service_account\"}").unwrap();
    here.chmod("token.json", 0o600);
    case("no token", 77, &here);
    fs::remove_file(here.path("token.json")).unwrap();
    case("missing", 77, &here);
    here.reconfigure(
        "service_account_key = \"key.json\"",
        "service_account_key = \"key.json\"\nuser_token = \"t\"",
    );
    case("both a key and a token", 78, &here);
    here.reconfigure("service_account_key = \"key.json\"\n", "");
    case("neither", 78, &here);
    snapshot!("consent_refused", said);
}

#[test]
fn systemd_hands_the_token_over() {
    let world = world();
    assert_eq!(sign_in(&world).code, 0);
    let credentials = world.path("credentials");
    fs::create_dir(&credentials).unwrap();
    fs::rename(world.path("token.json"), credentials.join("token.json")).unwrap();
    let mut command = world.command();
    // As systemd does where it grants access by an ACL.
    fs::set_permissions(credentials.join("token.json"), PermissionsExt::from_mode(0o440)).unwrap();
    let run = Run::of(command.env("CREDENTIALS_DIRECTORY", &credentials).args(["run", "--as-of", AS_OF]));
    assert_eq!((run.code, world.lines().len()), (0, 1), "{run}");
}

#[test]
fn check_says_when_a_consent_ends_and_finds_one_that_does_not_hold() {
    let world = world();
    let missing = world.traslado(&["check"]);
    assert_eq!(missing.code, 77, "{missing}");
    assert!(missing.stdout.contains("run `traslado login`"), "{missing}");
    assert_eq!(sign_in(&world).code, 0);
    let good = world.traslado(&["check"]);
    assert_eq!(good.code, 0, "{good}");
    assert!(good.stdout.contains("ends after six months without use"), "{good}");

    let mut stored = token(&world);
    let mut ends = |until: &str| {
        stored["until"] = until.into();
        fs::write(world.path("token.json"), stored.to_string()).unwrap();
        world.traslado(&["check"])
    };
    let far = ends("9999-01-01T00:00:00Z");
    assert!(
        far.code == 0 && far.stdout.contains("ok      credentials: the consent ends on 9999-01-01"),
        "{far}"
    );
    let now = world.emulator.with(|state| state.now());
    let soon = (now + chrono::TimeDelta::days(3)).format("%Y-%m-%dT00:00:00Z").to_string();
    let run = ends(&soon);
    assert!(run.code == 0 && run.stdout.contains("warning credentials: the consent ends on "), "{run}");
    // Whoever never checks hears it from the night.
    let night = world.traslado(&["run", "--as-of", AS_OF]);
    assert!(night.code == 0 && night.stderr.contains("run `traslado login` before then"), "{night}");
    assert!(night.stderr.contains(&soon[..10]), "{night}");
    let past = ends("2026-01-01T00:00:00Z");
    assert!(past.code == 77 && past.stdout.contains("FAILED  credentials"), "{past}");

    world.emulator.with(|state| state.revoke_consent(ACCOUNT));
    assert_eq!(ends("9999-01-01T00:00:00Z").code, 77);
    let gone = world.traslado(&["check", "--json"]);
    assert_eq!((gone.code, &gone.json()["code"]), (77, &77.into()), "{gone}");
    let text = format!("{missing}{good}{far}{past}{gone}");
    assert!(!text.contains(stored["refresh_token"].as_str().unwrap()), "{text}");
}
