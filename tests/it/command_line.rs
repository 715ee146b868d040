//! Help, wrong usage, wrong configuration.

use crate::world::{ACCOUNT, Run, World, snapshot};

#[test]
fn help_says_what_each_command_does_and_every_exit_status() {
    let world = World::empty();
    snapshot!("help", world.traslado(&["--help"]).to_string());
    snapshot!("help_run", world.traslado(&["run", "--help"]).to_string());
}

#[test]
fn wrong_usage_exits_2() {
    let world = World::empty();
    for arguments in [&["runn"][..], &["run", "--as-of", "10/03/2026"], &["run", "--jsn"], &[]] {
        let run = world.traslado(arguments);
        assert_eq!(run.code, 2, "{run}");
        assert!(!run.stderr.is_empty() && run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn all_problems_of_a_configuration_are_said_at_once() {
    let world = World::empty();
    world.configure(
        "account = \"nobody\"\nspreadsheet = \"x\"\n[sheet]\ntabb = \"CE-F05\"\n[handoff]\nsince = \"ayer\"\n\
         [google]\nendpoint = \"http://sheets.example\"\n",
    );
    let run = world.traslado(&["run"]);
    assert_eq!(run.code, 78, "{run}");
    snapshot!("config_problems", run.to_string());
}

#[test]
fn a_missing_configuration_says_how_to_name_one() {
    let run = World::empty().traslado(&["--config", "elsewhere.toml", "run"]);
    assert_eq!(run.code, 78, "{run}");
    snapshot!("config_missing", run.to_string());
}

#[test]
fn a_key_that_is_missing_open_to_others_or_no_key_is_refused_with_its_remedy() {
    let world = World::empty();
    world.chmod("key.json", 0o644);
    let open = world.traslado(&["run"]);
    assert_eq!(open.code, 78, "{open}");
    assert!(open.stderr.contains("chmod 600"), "{open}");
    world.reconfigure("key.json", "other.json");
    let missing = world.traslado(&["run"]);
    assert_eq!(missing.code, 78, "{missing}");
    std::fs::write(world.path("other.json"), "{\"type\": \"authorized_user\"}").unwrap();
    world.chmod("other.json", 0o600);
    let other = world.traslado(&["run"]);
    assert_eq!(other.code, 78, "{other}");
    snapshot!("keys", format!("{open}\n{missing}\n{other}"));
    assert_eq!(world.emulator.requests().len(), 0);
}

#[test]
fn a_failure_is_one_json_object_where_json_is_asked_for() {
    let world = World::empty();
    world.reconfigure(ACCOUNT, "otra@essmar.example");
    let run = world.traslado(&["plan", "--json"]);
    let json = run.json();
    assert_eq!(json["outcome"], "failed");
    assert_eq!(json["code"], run.code);
    assert!(run.stderr.contains(json["message"].as_str().unwrap()), "{run}");
}

#[test]
fn the_calendar_and_deadlines_need_neither_configuration_nor_network() {
    let world = World::empty();
    let offline = |arguments: &[&str]| Run::of(world.command().current_dir("/").args(arguments));
    snapshot!("calendar_2026", offline(&["calendar", "2026"]).to_string());
    assert_eq!(offline(&["deadline", "2026-11-20"]).stdout, "2026-12-14\n");
    assert_eq!(offline(&["deadline", "2026-11-20", "--days", "5"]).stdout, "2026-11-27\n");
    let outside = offline(&["calendar", "1983"]);
    assert_eq!(outside.code, 2, "{outside}");
}

#[test]
fn init_shows_what_it_reads_and_adds_asks_first_and_can_be_run_again() {
    let mut header = crate::world::HEADER.map(str::to_owned);
    header[0] = "Radicado".to_owned();
    let world = World::empty();
    world.type_at("A2", &[header]);
    let staff = world.shown("CE-F05!A1:L9");
    let start = world.emulator.mutations().len();
    let asked = world.traslado(&["init"]);
    assert_eq!((asked.code, world.mutations_since(start).len()), (2, 0), "{asked}");
    let added = world.traslado(&["init", "--yes"]);
    assert_eq!(added.code, 0, "{added}");
    let headers = ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado (traslado)"];
    assert_eq!(world.shown("CE-F05!M2:P2")[0], headers);
    assert_eq!(world.shown("CE-F05!A1:L9"), staff);
    let again = world.traslado(&["init", "--yes"]);
    assert_eq!(again.code, 0, "{again}");
    snapshot!("init", format!("{asked}\n{added}\n{again}"));

    let empty = World::empty().traslado(&["init", "--yes"]);
    assert_eq!(empty.code, 65, "{empty}");
}

#[test]
fn the_version_names_the_commit_it_was_built_from() {
    let run = World::empty().traslado(&["--version"]);
    assert_eq!(run.code, 0, "{run}");
    let (version, commit) = run.stdout.trim_end().split_once(" (").unwrap();
    assert_eq!(version, format!("traslado {}", env!("CARGO_PKG_VERSION")));
    let known = commit.len() == 13 && commit[..12].chars().all(|c| c.is_ascii_hexdigit());
    assert!(known || commit == "commit unknown)", "{commit}");
}
