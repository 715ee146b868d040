//! A night with each failure of what it stands on: the monitor, the host's folders, credentials,
//! permissions, mail. Each ends with its exit code and one message that names the remedy, and leaves
//! nothing half-written.
//!
//! Others stand where their kind does: a file that is not found, not shared or only to be read, the
//! credentials of somebody else, a clock that is off, a notice without an answer and Gmail away in
//! `refusals`; a consent that was withdrawn, has ended or was never given in `login`; a key that is
//! missing, open to others or none in `command_line`; strangers and links in `access`; what `check`
//! says of all these in `check`; answers lost, late or garbled at every call in `faults`.

use std::fs;

use google_emulator::{Fault, FaultAction, Match, Role};
use serde_json::json;

use crate::monitor::Monitor;
use crate::world::{ACCOUNT, AS_OF, CLERKS, NEXT, Run, World, complete, snapshot};

fn night(world: &World) -> Run {
    world.traslado(&["run", "--as-of", AS_OF])
}

fn always(when: Match, action: FaultAction) -> Fault {
    Fault { when, after: false, action, times: 0 }
}

/// A night that hands over in spite of all, and what it said.
fn goes_on(world: &World, code: i32) -> String {
    let run = night(world);
    assert_eq!((run.code, world.lines().len()), (code, 1), "{run}");
    run.to_string()
}

/// A night that is refused, and what it said; nothing is written, and without the failure the next
/// night is a clean one.
fn refused(world: &World, code: i32, repaired: impl FnOnce(&World)) -> String {
    let start = world.emulator.mutations().len();
    let run = night(world);
    assert_eq!(run.code, code, "{run}");
    // What stood before the start is recorded in a tab of its own, ahead of the first commit.
    let made: Vec<String> = world.mutations_since(start).into_iter().map(|made| made.kind).collect();
    assert!(
        world.lines().is_empty() && !world.titles().iter().any(|title| title.starts_with("Traslado ")),
        "{made:?}: {run}"
    );
    assert!(run.stdout.is_empty() && run.stderr.lines().count() == 1, "one message: {run}");
    repaired(world);
    world.night(NEXT);
    assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1));
    run.to_string()
}

#[test]
fn a_monitor_that_is_dead_slow_or_no_monitor_keeps_no_night_from_its_work() {
    let dead = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/ping", listener.local_addr().unwrap())
    };
    let answers = |answer| Monitor::that_answers(answer).url;
    let mut said = String::new();
    for (what, url) in [
        ("dead", dead),
        ("slow", answers(None)),
        ("refusing", answers(Some("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n"))),
        (
            "moved away",
            answers(Some("HTTP/1.1 301 Moved\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")),
        ),
        ("no HTTP", answers(Some("SSH-2.0-OpenSSH_9.9\r\n"))),
    ] {
        let world = World::with(&[complete(1)]);
        world.reconfigure("[host]", &format!("[monitor]\nping = \"{url}\"\n[host]"));
        let text = goes_on(&world, 0);
        assert!(!text.contains("/ping"), "the address is nobody's business: {text}");
        said.push_str(&format!("{what}: {text}\n"));
    }
    snapshot!("failing_monitor", said);
}

#[test]
fn a_folder_of_the_host_that_takes_no_file_keeps_no_night_from_its_work() {
    let mut said = String::new();
    let mut case = |what: &str, from: &str, to: &str| {
        let world = World::with(&[complete(1)]);
        fs::write(world.path("file"), "").unwrap();
        world.reconfigure(from, to);
        said.push_str(&format!("{what}: {}\n", goes_on(&world, 0)));
    };
    case("no folder for the metrics", "[host]", "[monitor]\ntextfile = \"none/traslado.prom\"\n[host]");
    case("a file in the place of the state folder", "\"state\"", "\"file\"");
    snapshot!("failing_host", said);
}

#[test]
fn a_folder_that_may_only_be_read_keeps_no_night_from_its_work() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("[host]", "[monitor]\ntextfile = \"metrics/traslado.prom\"\n[host]");
    for folder in ["metrics", "state"] {
        fs::create_dir(world.path(folder)).unwrap();
        world.chmod(folder, 0o500);
    }
    // Whoever is root writes anywhere.
    let is_root = fs::write(world.path("metrics/probe"), "").is_ok();
    let text = goes_on(&world, 0);
    assert!(is_root || text.contains("the metrics cannot be written"), "{text}");
    assert!(is_root || text.contains("how this night went cannot be kept"), "{text}");
    for folder in ["metrics", "state"] {
        world.chmod(folder, 0o700);
    }
}

#[test]
fn credentials_that_fail_are_told_apart_and_the_monitor_hears_of_it() {
    let mut said = String::new();
    let mut case = |what: &str, code: i32, spoil: &dyn Fn(&World), repair: &dyn Fn(&World)| {
        let world = World::with(&[complete(1)]);
        let monitor = Monitor::good();
        world.reconfigure("[host]", &format!("[monitor]\nping = \"{}\"\n[host]", monitor.url));
        spoil(&world);
        said.push_str(&format!("{what}: {}\n", refused(&world, code, repair)));
        let heard = monitor.heard();
        assert!(heard[1].starts_with(&format!("POST /ping/secret-uuid/{code}: ")), "{what}: {heard:?}");
        assert!(heard[3].starts_with("POST /ping/secret-uuid: "), "{what}: {heard:?}");
    };
    let key = |world: &World| world.path("key.json");
    let anew = |world: &World| world.emulator.write_key_file(&key(world)).unwrap();
    case("a key that is garbage", 78, &|world| fs::write(key(world), "{\"type\": ").unwrap(), &anew);
    let spoiled = |world: &World| {
        let mut json: serde_json::Value = serde_json::from_slice(&fs::read(key(world)).unwrap()).unwrap();
        json["private_key"] = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".into();
        fs::write(key(world), json.to_string()).unwrap();
    };
    case("a key that was cut short", 78, &spoiled, &anew);
    let answer = |error: &str, description: &str| FaultAction::Status {
        status: 400,
        headers: vec![],
        body: json!({"error": error, "error_description": description}).to_string(),
    };
    let token = |action: FaultAction| {
        move |world: &World| world.emulator.fault(always(Match::path("/token"), action.clone()))
    };
    let clear = |world: &World| world.emulator.clear_faults();
    case("a key that was deleted", 77, &token(answer("invalid_grant", "Invalid JWT Signature.")), &clear);
    case(
        "an account that was suspended",
        77,
        &token(answer("invalid_grant", "Account has been disabled")),
        &clear,
    );
    let scopes = ["spreadsheets", "drive.metadata.readonly", "gmail.compose"]
        .map(|scope| format!("https://www.googleapis.com/auth/{scope}"));
    let delegate = |scopes: Vec<String>| {
        move |world: &World| {
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            world.emulator.with(|state| state.delegate_only(&scopes));
        }
    };
    let all = delegate(scopes.to_vec());
    case("a scope that is not delegated", 77, &delegate(scopes[..2].to_vec()), &all);
    case("a delegation that was taken back", 77, &delegate(Vec::new()), &all);
    case("a token endpoint that is away", 75, &token(FaultAction::Drop), &clear);
    // How many tries fit into the patience is left to chance.
    let (before, after) = said.split_once(" tries)").unwrap();
    let tries = before.rfind('(').unwrap();
    snapshot!("failing_credentials", format!("{}([n] tries){after}", &before[..tries]));
}

#[test]
fn permissions_that_are_missing_are_told_apart_and_nothing_is_half_written() {
    let mut said = String::new();
    let world = World::with(&[complete(1)]);
    let bin = |trashed: bool| {
        drive(&world, &format!("/drive/v3/files/{}", world.id), &json!({"trashed": trashed}));
    };
    bin(true);
    let plan = world.traslado(&["plan"]);
    assert_eq!(plan.code, 77, "{plan}");
    let last = night(&world);
    assert_eq!((last.code, world.lines().len()), (0, 1), "what was typed before is handed over: {last}");
    let start = world.emulator.mutations().len();
    let binned = night(&world);
    assert_eq!((binned.code, world.mutations_since(start).len()), (77, 0), "{binned}");
    said.push_str(&format!("in the bin: {binned}\n"));
    bin(false);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");

    let world = World::with(&[complete(1)]);
    world.emulator.with(|state| state.delete_file(&world.id));
    let start = world.emulator.mutations().len();
    let gone = night(&world);
    assert_eq!((gone.code, world.mutations_since(start).len()), (77, 0), "{gone}");
    said.push_str(&format!("deleted for good: {gone}\n"));

    // The account is an editor, and the owner protects what it needs.
    let editor = "otra@essmar.example";
    let world = World::adopted(&[complete(1)]);
    world.emulator.with(|state| state.share(&world.id, editor, Role::Writer));
    let config = world.config().replace(ACCOUNT, editor);
    world.configure(&config);
    let protect = |tab: &str, range: &str, editors: &[&str]| {
        world.emulator.with(|state| {
            let tab = state.sheet_mut(&world.id, tab).unwrap();
            tab.acting_as(ACCOUNT).protect(range, editors).unwrap();
        });
    };
    protect("Libro de traslados", "A1:Y2", &[CLERKS]);
    let unprotect = |world: &World| world.unprotect("Libro de traslados");
    said.push_str(&format!("the ledger protected by another: {}\n", refused(&world, 77, unprotect)));

    world.type_at("A3", &[complete(2)]);
    protect("CE-F05", "A1:Z1000", &[ACCOUNT]);
    let protected = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((protected.code, world.lines().len()), (3, 2), "{protected}");
    assert_eq!(world.shown("CE-F05!M3:P3").concat().concat(), "", "nothing beside the row");
    said.push_str(&format!("the staff's tab protected: {protected}\n"));
    snapshot!("failing_permissions", said);
}

#[test]
fn mail_that_does_not_go_out_leaves_the_handover_done_and_says_so() {
    let mut said = String::new();
    let mut case = |what: &str, path: &str, action: FaultAction| {
        let world = World::with(&[complete(1)]);
        world.emulator.fault(always(Match::path(path), action));
        said.push_str(&format!("{what}: {}\n", goes_on(&world, 3)));
        world.emulator.clear_faults();
        assert_eq!(world.night(AS_OF)["notice"], "sent", "{what}");
        assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1), "{what}");
        assert!(world.emulator.with(|state| state.drafts(ACCOUNT)).is_empty(), "{what}");
    };
    let disabled = json!({"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "Gmail API has not been used",
        "errors": [{"reason": "accessNotConfigured"}]}});
    let disabled = FaultAction::Status { status: 403, headers: vec![], body: disabled.to_string() };
    case("the API is not enabled", "/gmail/", disabled);
    let scope = json!({"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "Request had insufficient authentication scopes.",
        "details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}});
    let scope = FaultAction::Status { status: 403, headers: vec![], body: scope.to_string() };
    case("the right to write mail is missing", "/gmail/", scope);
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid To header");
    case("a recipient is refused", "/drafts/send", refused);
    let quota = FaultAction::google(403, "PERMISSION_DENIED", "Daily sending quota exceeded");
    case("the account may send no more today", "/drafts/send", quota);
    snapshot!("failing_mail", said);
}

#[test]
fn an_operator_who_cannot_be_told_by_mail_is_told_with_the_next_failure() {
    let world = World::with(&[complete(1)]);
    let config = world.config() + "[alert]\nto = [\"operador@essmar.example\"]\nafter = 1\n";
    world.configure(&config.replace("[sheet]\n", "[sheet]\ntab = \"CE-F06\"\n"));
    world.emulator.fault(always(Match::path("/gmail/"), FaultAction::google(403, "PERMISSION_DENIED", "no")));
    let run = night(&world);
    assert_eq!(
        (run.code, world.emulator.mails().len()),
        (65, 0),
        "the cause of the night stays the code: {run}"
    );
    world.emulator.clear_faults();
    assert_eq!((night(&world).code, world.emulator.mails().len()), (65, 1));
    snapshot!("failing_alert", run.to_string());
}

/// A change of the file in Drive, as its owner makes it.
fn drive(world: &World, path: &str, body: &serde_json::Value) {
    use std::io::{Read as _, Write as _};
    world.emulator.add_token("owner-token", ACCOUNT);
    let body = body.to_string();
    let mut stream = std::net::TcpStream::connect(world.emulator.address()).unwrap();
    write!(
        stream,
        "PATCH {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer owner-token\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
