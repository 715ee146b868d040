//! Every exit code, reached for its own reason; each message names the place and the remedy; and
//! nothing is half-written.

use chrono::TimeDelta;
use google_emulator::{Fault, FaultAction, Match, Role};
use serde_json::json;

use crate::world::{ACCOUNT, AS_OF, HEADER, NEXT, Row, Run, World, complete, snapshot};

/// Runs a night that must fail, and asserts its code, and that it handed nothing over: neither the ledger nor
/// the tabs of hand-offs changed. What stood before the start is recorded ahead of the first commit.
fn refused(world: &World, code: i32) -> String {
    let handed_over = || {
        let titles = world.titles().into_iter().filter(|title| title.starts_with("Traslado "));
        (titles.collect::<Vec<_>>(), world.lines().len())
    };
    let before = handed_over();
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(run.code, code, "{run}");
    assert!(run.stdout.is_empty(), "{run}");
    assert!(!run.stderr.contains("Error {") && !run.stderr.contains("Some("), "no debug output: {run}");
    assert_eq!(handed_over(), before, "{run}");
    run.stderr
}

fn always(when: Match, action: FaultAction) -> Fault {
    Fault { when, after: false, action, times: 0 }
}

#[test]
fn a_sheet_that_cannot_be_read_as_ce_f05_exits_65() {
    let mut said = String::new();
    let mut case = |what: &str, world: &World| said.push_str(&format!("{what}:\n{}\n", refused(world, 65)));

    let world = World::with(&[complete(1)]);
    world.reconfigure("[sheet]\n", "[sheet]\ntab = \"CE-F06\"\n");
    case("wrong tab name", &world);

    let world = World::empty();
    world.type_at("A1", &[["reportes del mes"], ["sin encabezados"]]);
    case("no header row", &world);

    let world = World::empty();
    let renamed = HEADER.map(|header| if header == "No. de identificación" { "Identidad" } else { header });
    world.type_at("A3", &[renamed]);
    case("a mandatory column missing", &world);

    let world = World::with(&[complete(1)]);
    let request = json!({"updateSpreadsheetProperties": {"properties": {"timeZone": "Europe/Madrid"}, "fields": "timeZone"}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
    case("another time zone", &world);

    snapshot!("refused_65", said);
}

#[test]
fn a_ledger_that_does_not_verify_exits_66() {
    let mut said = String::new();
    let mut case = |what: &str, damage: &dyn Fn(&World)| {
        let world = World::with(&[complete(1), complete(2)]);
        world.night(AS_OF);
        damage(&world);
        world.type_at("A9", &[complete(9)]);
        said.push_str(&format!("{what}:\n{}\n", refused(&world, 66)));
    };
    let ledger = "Libro de traslados";
    case("a stray key", &|world| {
        let typed = [["CE-2026-00009"]];
        world
            .emulator
            .with(|state| state.sheet_mut(&world.id, ledger).unwrap().type_rows("C2", &typed))
            .unwrap();
    });
    case("a line changed", &|world| {
        let typed = [["2026-03-30"]];
        world
            .emulator
            .with(|state| state.sheet_mut(&world.id, ledger).unwrap().type_rows("H2", &typed))
            .unwrap();
    });
    case("a line deleted", &|world| {
        world.emulator.with(|state| state.sheet_mut(&world.id, ledger).unwrap().delete_rows(3, 1)).unwrap();
    });
    case("the ledger deleted", &|world| {
        world.emulator.with(|state| state.sheet_mut(&world.id, ledger).unwrap().delete()).unwrap();
    });
    case("a guard changed", &|world| {
        let lookup = json!({"updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataKey": "traslado.guard"}}],
            "developerMetadata": {"metadataValue": "1:2:x:1:0"}, "fields": "metadataValue"}});
        world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[lookup])).unwrap();
    });
    snapshot!("refused_66", said);
}

#[test]
fn a_tab_in_the_place_of_the_next_handoff_exits_66() {
    let world = World::with(&[complete(1)]);
    let request = json!({"addSheet": {"properties": {"sheetId": 1_907_000_001, "title": "Ajena"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
    let place = refused(&world, 66);

    let world = World::with(&[complete(1)]);
    let request = json!({"addSheet": {"properties": {"title": "libro de traslados"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
    snapshot!("refused_66_place", format!("{place}{}", refused(&world, 66)));
}

#[test]
fn a_ceiling_is_foreseen_and_exits_73() {
    let world = World::with(&[complete(1)]);
    let tabs: Vec<_> = (1..200)
        .map(|n| {
            json!({"addSheet": {"properties": {"title": format!("Hoja {n}"),
        "gridProperties": {"rowCount": 1, "columnCount": 1}}}})
        })
        .collect();
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &tabs)).unwrap();
    let full = refused(&world, 73);
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().clear("A2:L2")).unwrap();
    assert_eq!(world.night(AS_OF)["outcome"], "nothing_new", "nothing to hand over needs no room");

    let world = World::with(&[complete(1)]);
    let grid = json!({"addSheet": {"properties": {"title": "Grande", "gridProperties": {"rowCount": 99_739, "columnCount": 100}}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[grid])).unwrap();
    snapshot!("refused_73", format!("{full}\n{}", refused(&world, 73)));
}

#[test]
fn google_being_away_slow_or_unreadable_exits_75() {
    let mut said = String::new();
    let quota =
        FaultAction::google(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Read requests'");
    let html =
        |status| FaultAction::Status { status, headers: vec![], body: "<html>SECRETO</html>".to_owned() };
    for (what, action) in [
        ("down", FaultAction::Drop),
        ("503", html(503)),
        ("quota", quota),
        ("not JSON", html(200)),
        ("stalled", FaultAction::Stall),
    ] {
        let world = World::with(&[complete(1)]);
        world.reconfigure("timeout_seconds = 20", "timeout_seconds = 2");
        world.emulator.fault(always(Match::path("/v4/spreadsheets/"), action));
        let message = refused(&world, 75);
        assert!(!message.contains("SECRETO"), "{message}");
        // How many tries fit into two seconds is left to chance.
        let tries = message.find(" tries").map(|at| message[..at].rfind([' ', '(']).unwrap() + 1..at);
        let message = tries.map_or(message.clone(), |tries| {
            format!("{}[n]{}", &message[..tries.start], &message[tries.end..])
        });
        said.push_str(&format!("{what}:\n{message}\n"));
    }
    snapshot!("refused_75", said);
}

#[test]
fn a_clock_that_is_off_and_another_run_on_the_host_exit_75() {
    let world = World::with(&[complete(1)]);
    let hold = world.emulator.hold(Match::path(":batchUpdate"));
    let mut first =
        world.command().args(["run", "--as-of", AS_OF]).stdout(std::process::Stdio::null()).spawn().unwrap();
    assert!(hold.wait_until_reached(std::time::Duration::from_secs(20)));
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    hold.release();
    assert!(first.wait().unwrap().success());
    assert_eq!(run.code, 75, "{run}");

    let world = World::with(&[complete(1)]);
    // An assertion of eleven minutes ago is still good, so that only the Date header tells.
    world.emulator.advance(TimeDelta::minutes(11));
    snapshot!("refused_75_clock", format!("{}\n{}", run.stderr, refused(&world, 75)));
    world.emulator.advance(-TimeDelta::hours(2));
    assert_eq!(
        world.traslado(&["run", "--as-of", AS_OF]).code,
        75,
        "Google refuses an assertion from the future"
    );
}

#[test]
fn no_access_exits_77() {
    let mut said = String::new();
    let mut case = |what: &str, world: &World| said.push_str(&format!("{what}:\n{}\n", refused(world, 77)));

    let world = World::with(&[complete(1)]);
    world.reconfigure(&world.id, "1NoSuchSpreadsheetNoSuchSpreadsheetNoSuchSpr");
    case("not found", &world);

    let other = "otra@essmar.example";
    let world = World::with(&[complete(1)]);
    world.emulator.with(|state| state.add_account(other));
    world.reconfigure(ACCOUNT, other);
    case("not shared", &world);

    world.emulator.with(|state| state.share(&world.id, other, Role::Reader));
    case("may only read", &world);

    let world = World::with(&[complete(1)]);
    world.reconfigure(ACCOUNT, "nadie@essmar.example");
    case("no such account", &world);

    let world = World::with(&[complete(1)]);
    let body = json!({"user": {"emailAddress": "tercero@essmar.example"}}).to_string();
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    world
        .emulator
        .fault(always(Match::path("/drive/v3/about"), FaultAction::Status { status: 200, headers, body }));
    case("the credentials are somebody else's", &world);

    let world = World::with(&[complete(1)]);
    world.emulator.fault(always(
        Match::path("/v4/"),
        FaultAction::google(401, "UNAUTHENTICATED", "Invalid Credentials"),
    ));
    case("a token refused for good", &world);

    snapshot!("refused_77", said);
}

#[test]
fn a_request_that_google_refuses_for_an_unknown_reason_is_a_defect_and_exits_1() {
    let world = World::with(&[complete(1)]);
    let odd = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid requests[2].updateCells: odd");
    let commit = Match { body_contains: Some("Libro de traslados".into()), ..Match::path(":batchUpdate") };
    world.emulator.fault(always(commit, odd));
    snapshot!("refused_1", refused(&world, 1));
}

#[test]
fn a_notice_that_nobody_can_confirm_exits_3_and_the_handoff_stands() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 2");
    // The mail goes out, no answer arrives, and every look at the draft finds it gone.
    let run: Run = world.night_with(AS_OF, Fault::after(Match::path("/drafts/send"), FaultAction::Drop));
    assert_eq!(run.code, 3, "{run}");
    let json = run.json();
    assert_eq!((&json["outcome"], &json["notice"]), (&"handed_off".into(), &"uncertain".into()));
    assert_eq!((world.lines().len(), world.emulator.mails().len()), (1, 1));

    // It is not guessed at, and the next notice says so.
    world.type_at("A3", &[complete(2)]);
    assert_eq!(world.night(NEXT)["notice"], "sent");
    let mails = world.emulator.mails();
    assert_eq!(mails.len(), 2);
    snapshot!("refused_3", format!("{}\n{}", run.stderr, mails[1].text));
}

#[test]
fn gmail_being_away_exits_3_and_the_next_run_sends_the_notice() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 2");
    world.emulator.fault(always(Match::path("/gmail/"), FaultAction::Drop));
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
    assert_eq!(run.code, 3, "{run}");
    world.emulator.clear_faults();
    let json = world.night(AS_OF);
    assert_eq!((&json["outcome"], &json["notice"]), (&"nothing_new".into(), &"sent".into()));
    assert_eq!(world.emulator.mails().len(), 1);
}

#[test]
fn an_empty_list_of_recipients_sends_nothing() {
    let world = World::with(&[complete(1)]);
    world.reconfigure("to = [\"atencion@essmar.example\"]", "to = []");
    assert_eq!(world.night(AS_OF)["notice"], "none");
    assert!(world.emulator.mails().is_empty());
    let rows: Vec<Row> = vec![complete(2)];
    world.type_at("A3", &rows);
    assert_eq!(world.night(NEXT)["notice"], "none");
}

#[test]
fn a_notice_record_that_somebody_spoiled_is_not_acted_on() {
    let world = World::with(&[complete(1)]);
    world.night(AS_OF);
    let lookup = json!({"dataFilters": [{"developerMetadataLookup": {"metadataKey": "traslado.notice"}}],
        "developerMetadata": {"metadataValue": "x"}, "fields": "metadataValue"});
    world
        .emulator
        .with(|state| state.batch(&world.id, ACCOUNT, &[json!({"updateDeveloperMetadata": lookup})]))
        .unwrap();
    assert_eq!(world.night(AS_OF)["notice"], "none");
    world.type_at("A3", &[complete(2)]);
    assert_eq!(world.night(NEXT)["notice"], "sent");
    assert_eq!(world.emulator.mails().len(), 2);
}

#[test]
fn a_foreign_object_in_the_place_of_a_record_stops_the_notice_and_nothing_else() {
    let world = World::with(&[complete(1)]);
    let foreign = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1_910_000_016, "metadataKey": "x",
        "metadataValue": "y", "location": {"spreadsheet": true}, "visibility": "DOCUMENT"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[foreign])).unwrap();
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
    assert_eq!((run.code, world.lines().len(), world.emulator.mails().len()), (3, 1, 0), "{run}");
    assert!(world.emulator.with(|state| state.drafts(ACCOUNT)).is_empty(), "no stray draft is left behind");
}

#[test]
fn a_notice_that_goes_out_hides_no_earlier_one_that_is_not_confirmed() {
    let world = World::adopted(&[complete(1)]);
    let denied = || FaultAction::google(403, "PERMISSION_DENIED", "The caller does not have permission");
    let first = world.night_with(AS_OF, Fault::before(Match::path("/drafts/send"), denied()));
    assert_eq!((first.code, &first.json()["notice"]), (3, &"uncertain".into()), "{first}");
    world.type_at("A3", &[complete(2)]);
    let looked = Match { method: Some("GET".to_owned()), ..Match::path("/drafts/") };
    let second = world.night_with(NEXT, Fault::before(looked, denied()));
    assert_eq!(world.emulator.mails().len(), 1, "the second hand-off is announced for itself");
    assert_eq!((second.code, &second.json()["notice"]), (3, &"uncertain".into()), "{second}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!(world.emulator.mails().len(), 2, "and then the first");
}

#[test]
fn a_night_that_may_not_read_says_so_and_one_that_may_only_not_write_says_that() {
    let denied = || FaultAction::google(403, "PERMISSION_DENIED", "The caller does not have permission");
    let calls = [
        ("GET", "/v4/spreadsheets/", "is not found or"),
        ("POST", "values:batchGetByDataFilter", "is not found or"),
        ("POST", ":batchUpdate", "may not write to the spreadsheet"),
    ];

    for (method, path, said) in calls {
        let world = World::with(&[complete(1)]);
        let call = Match { method: Some(method.to_owned()), ..Match::path(path) };
        let run = world.night_with(AS_OF, always(call, denied()));
        assert_eq!((run.code, world.emulator.mails().len()), (77, 0), "{path}: {run}");
        assert!(run.stderr.contains(said), "{path}: {run}");
        assert_eq!(world.night(NEXT)["handoffs"][0]["rows"], 1, "{path}");
    }
}
