//! What an operator has run or heard when a night has ended, which decides nothing.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::monitor::Monitor;
use crate::world::{AS_OF, NEXT, World, complete};

/// A world of one report whose configuration has these hooks.
fn with_hooks(hooks: &str) -> World {
    let world = World::with(&[complete(1)]);
    world.configure(&format!("{}[hooks]\n{hooks}", world.config()));
    world
}

/// The objects that a hook was given on its stdin, one a line of a file.
fn events(world: &World) -> Vec<Value> {
    let text = fs::read_to_string(world.path("events")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const RECORD: &str = "(cat; echo) >>events";

#[test]
fn each_event_runs_its_hook_with_counts_on_stdin_and_in_the_environment() {
    let environment = "env | grep ^TRASLADO_ | sort >environment";
    let world = with_hooks(&format!(
        "success = \"{RECORD}\"\nfailure = \"{RECORD}\"\nhandoff = \"{RECORD}; {environment}\"\n"
    ));
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    run.json();
    let heard = events(&world);
    assert_eq!(
        heard.iter().map(|event| event["event"].as_str().unwrap()).collect::<Vec<_>>(),
        ["handoff", "success"]
    );
    assert_eq!(
        (&heard[0]["format"], &heard[0]["config"], &heard[0]["code"]),
        (&1.into(), &"traslado".into(), &0.into())
    );
    assert_eq!((&heard[0]["counts"]["pqr"], &heard[0]["counts"]["due"]), (&1.into(), &0.into()));
    let environment = fs::read_to_string(world.path("environment")).unwrap();
    for line in [
        "TRASLADO_EVENT=handoff",
        "TRASLADO_NAME=traslado",
        "TRASLADO_CODE=0",
        "TRASLADO_PQR=1",
        "TRASLADO_DUE=0",
    ] {
        assert!(environment.lines().any(|found| found == line), "{line}: {environment}");
    }
    let said = format!("{heard:?}{environment}");
    for private in ["Solicitante", "1.999", "correo.example", "300 000"] {
        assert!(!said.contains(private), "{private}: {said}");
    }

    // Nothing new is a success and no hand-off; a wrong tab is a failure.
    world.night(NEXT);
    assert_eq!(events(&world).last().unwrap()["event"], "success");
    let config = fs::read_to_string(world.path("traslado.toml")).unwrap();
    world.configure(&config.replace("[sheet]", "[sheet]\ntab = \"CE-F06\""));
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 65);
    let heard = events(&world);
    assert_eq!((heard.len(), &heard[3]["event"], &heard[3]["code"]), (4, &"failure".into(), &65.into()));
    assert_eq!(heard[3]["counts"], serde_json::json!({}));

    for arguments in [&["plan"][..], &["check"], &["verify"], &["config", "check"]] {
        let _ = world.traslado(arguments);
    }
    assert_eq!(events(&world).len(), 4, "only nights have hooks");
}

#[test]
fn an_address_is_sent_the_same_object() {
    let monitor = Monitor::good();
    let world = with_hooks(&format!("handoff = \"{}\"\n", monitor.url));
    world.night(AS_OF);
    let heard = monitor.heard();
    assert_eq!(heard.len(), 1);
    let body = heard[0].strip_prefix("POST /ping/secret-uuid: ").unwrap();
    assert_eq!(serde_json::from_str::<Value>(body).unwrap()["counts"]["pqr"], 1);
}

#[test]
fn a_hook_that_fails_or_never_ends_decides_nothing() {
    for hook in ["exit 7", "kill -9 $$", "/no/such/program", "http://127.0.0.1:1/x"] {
        let world = with_hooks(&format!("success = \"{hook}\"\nhandoff = \"echo said; echo more >&2\"\n"));
        let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
        assert_eq!((run.code, world.lines().len()), (0, 1), "{run}");
        assert_eq!(run.json()["outcome"], "handed_off");
        assert!(run.stderr.contains("hooks.success did not do what it should"), "{run}");
        assert!(run.stderr.contains("said\n") && run.stderr.contains("more\n"), "{run}");
    }

    let world = with_hooks("success = \"sleep 300 & sleep 300\"\n");
    let began = Instant::now();
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!((run.code, world.lines().len()), (0, 1), "{run}");
    assert!(began.elapsed() < Duration::from_secs(60), "all that it has started is ended");
    assert!(run.stderr.contains("it did not end within 30 seconds"), "{run}");
}

#[test]
fn a_configuration_with_hooks_that_others_can_write_is_refused() {
    let world = with_hooks(&format!("success = \"{RECORD}\"\nfailure = \"{RECORD}\"\n"));
    for (name, mode, good) in [("traslado.toml", 0o666, 0o644), (".", 0o777, 0o700)] {
        world.chmod(name, mode);
        for arguments in [&["run", "--as-of", AS_OF][..], &["plan"], &["config", "check"]] {
            let refused = world.traslado(arguments);
            assert_eq!(refused.code, 78, "{refused}");
            let said = refused.to_string();
            assert!(
                said.contains("hooks: are refused, because ") && said.contains("chmod go-w"),
                "{refused}"
            );
        }
        world.chmod(name, good);
    }
    assert!(events(&world).is_empty(), "not even for the failure");

    // Without hooks nothing is run, so that nothing is refused.
    world.configure(&world.config());
    world.chmod("traslado.toml", 0o666);
    assert_eq!(world.traslado(&["run", "--as-of", AS_OF]).code, 0);
}

#[test]
fn a_ping_bears_the_id_of_its_run_and_the_reason_of_a_failure() {
    let world = World::with(&[complete(1)]);
    let monitor = Monitor::good();
    world.reconfigure("[host]", &format!("[monitor]\nping = \"{}\"\n[host]", monitor.url));
    world.night(AS_OF);
    world.night(NEXT);
    let runs = monitor.runs();
    assert_eq!(runs.len(), 4);
    assert!(runs[0] == runs[1] && runs[2] == runs[3] && runs[1] != runs[2], "{runs:?}");
    assert_eq!((runs[0].len(), runs[0].as_bytes()[14]), (36, b'4'), "{runs:?}");

    let config = fs::read_to_string(world.path("traslado.toml")).unwrap();
    world.configure(&config.replace("[sheet]", "[sheet]\ntab = \"CE-F06\""));
    let failed = world.traslado(&["run", "--as-of", NEXT]);
    let heard = monitor.heard();
    let last = heard.last().unwrap();
    assert_eq!(failed.code, 65, "{failed}");
    assert!(last.starts_with("POST /ping/secret-uuid/65: exit code 65"), "{last}");
    assert!(last.contains("\nthe spreadsheet has no tab \"CE-F06\""), "{last}");
}
