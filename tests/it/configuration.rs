//! Where the configuration is found, how it is written and brought up to date, and what is said of a file that is
//! none.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use crate::terminal::at_terminal;
use crate::world::{ACCOUNT, CLERKS, Run, World, complete, snapshot};

/// A configured spreadsheet whose configuration has another name.
fn elsewhere(name: &str) -> World {
    let world = World::with(&[complete(1)]);
    fs::rename(world.path("traslado.toml"), world.path(name)).unwrap();
    world
}

#[test]
fn the_configuration_is_the_named_one_else_the_environments_else_the_folders() {
    let world = elsewhere("otra.toml");
    let by_environment = |arguments: &[&str]| {
        Run::of(world.command().env("TRASLADO_CONFIG", world.path("otra.toml")).args(arguments))
    };
    let nowhere = world.traslado(&["plan"]);
    assert_eq!(nowhere.code, 78, "{nowhere}");
    snapshot!("config_nowhere", nowhere.to_string());

    assert_eq!(world.traslado(&["--config", "otra.toml", "plan"]).code, 0);
    assert_eq!(by_environment(&["plan"]).code, 0);
    assert_eq!(by_environment(&["--config", "missing.toml", "plan"]).code, 78);
    world.configure("account = 7\n");
    assert_eq!(by_environment(&["plan"]).code, 0, "the folder comes after the environment");
    assert_eq!(world.traslado(&["plan"]).code, 78);
}

#[test]
fn a_remedy_names_its_command_as_it_must_be_typed_here() {
    let world = elsewhere("la otra.toml");
    let check = world.traslado(&["check", "--config", "la otra.toml"]);
    assert!(check.stdout.contains("run `traslado --config 'la otra.toml' init`, which adds them"), "{check}");
    let json = world.traslado(&["check", "--json", "--config", "la otra.toml"]).json();
    let said = json["checks"].to_string();
    assert!(said.contains("run `traslado --config 'la otra.toml' init`"), "{said}");

    let rows: Vec<_> = (0..501).map(complete).collect();
    world.type_at("A2", &rows);
    let arguments = ["--config", "la otra.toml", "run", "--as-of", crate::world::AS_OF];
    let large = world.traslado(&arguments);
    assert_eq!(large.code, 78, "{large}");
    assert!(large.stderr.contains("`traslado --config 'la otra.toml' plan --as-of 2026-03-10`"), "{large}");

    // What was typed without the option needs none.
    fs::rename(world.path("la otra.toml"), world.path("traslado.toml")).unwrap();
    assert!(world.traslado(&["check"]).stdout.contains("run `traslado init`"));
}

/// Runs a command whose questions get these answers.
fn answered(world: &World, arguments: &[&str], answers: &str) -> Run {
    let mut command = world.command();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    Run::from(process.wait_with_output().unwrap())
}

#[test]
fn a_new_configuration_asks_for_what_is_needed_and_explains_every_key() {
    let world = World::empty();
    fs::remove_file(world.path("traslado.toml")).unwrap();
    let address = format!("https://docs.google.com/spreadsheets/d/{}/edit#gid=0", world.id);
    let answers = format!(
        "nobody\n{ACCOUNT}\nCE-F05 2026\n{address}\nce-f05.json\nayer\n2026-03-01\n{CLERKS}, otra\n{CLERKS}\n\n\n"
    );
    let run = answered(&world, &["config", "new"], &answers);
    assert_eq!(run.code, 0, "{run}");
    let today =
        run.stdout.lines().find_map(|line| line.split("rows before it stay [").nth(1)).unwrap_or_default();
    let today = today.get(..10).unwrap_or_default().to_owned();
    snapshot!("config_new", run.to_string().replace(&today, "[day]"));
    let text = fs::read_to_string(world.path("traslado.toml")).unwrap();
    for line in [
        format!("account = \"{ACCOUNT}\""),
        format!("spreadsheet_id = \"{}\"", world.id),
        "service_account_key = \"ce-f05.json\"".to_owned(),
        "since = \"2026-03-01\"".to_owned(),
        format!("to = [\"{CLERKS}\"]"),
        "allowed = [\"essmar.example\"]".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    assert_eq!(fs::metadata(world.path("traslado.toml")).unwrap().permissions().mode() & 0o777, 0o644);

    let again = answered(&world, &["config", "new"], &answers);
    assert_eq!(again.code, 78, "{again}");
    assert!(again.stderr.contains("traslado.toml: is there already; `traslado config update`"), "{again}");
    assert_eq!(fs::read_to_string(world.path("traslado.toml")).unwrap(), text);
    assert_eq!(world.calls().len(), 0);
}

#[test]
fn what_the_command_line_says_is_not_asked_and_without_a_person_nothing_is() {
    let world = World::empty();
    let new = ["config", "new", "--config", "nueva.toml", "--account", ACCOUNT, "--spreadsheet", "new"];
    let nobody = world.traslado(&new);
    assert_eq!(nobody.code, 2, "{nobody}");
    assert!(nobody.stderr.contains("nobody answered; answer at a terminal, or give --key"), "{nobody}");

    let run = world.traslado(&[&new[..], &["--since", "2026-03-01", "--yes", "--json"]].concat());
    assert_eq!((run.code, &run.json()["outcome"]), (0, &"written".into()), "{run}");
    let text = fs::read_to_string(world.path("nueva.toml")).unwrap();
    let endpoint = format!("endpoint = \"{}\"", world.emulator.base_url());
    fs::write(world.path("nueva.toml"), text.replace("# endpoint = \"http://127.0.0.1:9009\"", &endpoint))
        .unwrap();
    let check = world.traslado(&["config", "check", "--config", "nueva.toml"]);
    assert_eq!(check.code, 0, "{check}");
    assert!(
        check
            .stdout
            .contains("warning spreadsheet: none is named yet; run `traslado --config nueva.toml init`"),
        "{check}"
    );
    assert_eq!(world.calls().len(), 0, "no network");

    for (option, value) in
        [("--account", "nobody"), ("--since", "ayer"), ("--spreadsheet", "CE F05"), ("--allowed", "x")]
    {
        let wrong = world.traslado(&["config", "new", "--config", "x.toml", "--yes", option, value]);
        assert_eq!(wrong.code, 2, "{wrong}");
        assert!(!world.path("x.toml").exists());
    }
    let elsewhere =
        world.traslado(&[&["config", "new", "--config", "no/x.toml", "--yes"], &new[4..]].concat());
    assert_eq!(elsewhere.code, 78, "{elsewhere}");
    assert!(elsewhere.stderr.contains("no/x.toml: cannot be written"), "{elsewhere}");
}

#[test]
fn a_configuration_is_checked_without_network() {
    let world = World::empty();
    let good = world.traslado(&["config", "check", "--json"]);
    assert_eq!((good.code, world.calls().len()), (0, 0), "{good}");
    world.chmod("key.json", 0o644);
    let open = world.traslado(&["config", "check"]);
    assert_eq!(open.code, 78, "{open}");
    assert!(open.stdout.contains("chmod 600"), "{open}");
    world.configure("account = 7\n");
    let wrong = world.traslado(&["config", "check"]);
    assert_eq!((wrong.code, world.emulator.requests().len()), (78, 0), "{wrong}");
}

#[test]
fn an_older_configuration_is_brought_up_to_date_and_keeps_what_people_typed() {
    let world = World::adopted(&[complete(1)]);
    let older = world.config().replace("timeout_seconds", "patience_seconds") + "# Ours.\n";
    world.configure(&older);
    world.chmod("traslado.toml", 0o640);
    assert_eq!(world.traslado(&["plan"]).code, 78, "the key has another name today");

    let asked = world.traslado(&["config", "update"]);
    assert_eq!(asked.code, 2, "{asked}");
    let (code, shown) = at_terminal(
        {
            let mut command = world.command();
            command.args(["config", "update"]);
            command
        },
        "n\n",
    );
    assert_eq!(code, 3, "{shown}");
    let text = || fs::read_to_string(world.path("traslado.toml")).unwrap();
    assert_eq!(text(), older);

    let run = world.traslado(&["config", "update", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("config_update", run.to_string());
    assert!(text().contains("\ntimeout_seconds = 20\n") && text().contains("# Ours.\n"), "{}", text());
    assert!(text().contains("\n# [alert]\n"), "{}", text());
    assert_eq!(fs::metadata(world.path("traslado.toml")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(world.traslado(&["plan"]).code, 0);

    let again = world.traslado(&["config", "update", "--json"]);
    assert_eq!((again.code, &again.json()["outcome"]), (0, &"current".into()), "{again}");
}

#[test]
fn a_file_that_editors_have_spoilt_is_named_for_what_it_is() {
    let world = World::with(&[complete(1)]);
    let config = world.config();
    let path = world.path("traslado.toml");
    fs::write(&path, [b"\xef\xbb\xbf", config.as_bytes()].concat()).unwrap();
    assert_eq!(world.traslado(&["plan"]).code, 0, "a byte order mark does no harm");

    let of = |bytes: Vec<u8>| {
        fs::write(&path, bytes).unwrap();
        let run = world.traslado(&["plan"]);
        assert_eq!(run.code, 78, "{run}");
        run.stderr
    };
    let utf_16: Vec<u8> =
        std::iter::once(0xfeff).chain(config.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin_1 = [config.as_bytes(), b"# Atenci\xf3n\n"].concat();
    let mut said = of(utf_16) + &of(latin_1);
    let id = format!("\"{}\"", world.id);
    for (from, to) in [
        (format!("\"{ACCOUNT}\""), format!("“{ACCOUNT}”")),
        (id.clone(), world.id.clone()),
        (format!("\"{ACCOUNT}\""), ACCOUNT.to_owned()),
        (id.clone(), format!("'{}", world.id)),
        (id, format!("\"https://docs.google.com/spreadsheets/d/{}/edit\"", world.id)),
    ] {
        said += &of(config.replacen(&from, &to, 1).into_bytes());
    }

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let folder = world.traslado(&["plan"]);
    said += &folder.stderr;
    let missing = world.traslado(&["plan", "--config", "missing.toml"]);
    said += &missing.stderr;
    assert_eq!((folder.code, missing.code), (78, 78));
    snapshot!("config_spoilt", said);
}
