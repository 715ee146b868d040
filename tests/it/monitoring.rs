//! Who hears how a night went: the monitor, Prometheus, the log, the operator's mail.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use google_emulator::Match;
use serde_json::Value;

use crate::monitor::Monitor;
use crate::world::{ACCOUNT, AS_OF, NEXT, Run, World, complete, snapshot};

const OPERATOR: &str = "operador@essmar.example";

fn night(world: &World, as_of: &str) -> Run {
    world.traslado(&["run", "--as-of", as_of])
}

/// What differs from run to run is put aside.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        if let Some(at) = words.iter().position(|word| word == "after") {
            words[at + 1] = "[seconds]".to_owned();
        }
        if line.starts_with("traslado_last") && !line.contains("exit_code") {
            *words.last_mut().unwrap() = "[seconds]".to_owned();
        }
        out.push_str(&(words.join(" ") + "\n"));
    }
    out
}

#[test]
fn a_monitor_hears_the_start_and_the_end_and_prometheus_reads_the_rest() {
    let world = World::adopted(&[complete(1), complete(2)]);
    let monitor = Monitor::good();
    fs::create_dir(world.path("metrics")).unwrap();
    let section =
        format!("[monitor]\nping = \"{}\"\ntextfile = \"metrics/traslado.prom\"\n[host]", monitor.url);
    world.reconfigure("[host]", &section);
    let good = night(&world, AS_OF);
    assert_eq!((good.code, good.stderr.as_str()), (0, ""), "{good}");
    let file = world.path("metrics/traslado.prom");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    let after_success = fs::read_to_string(&file).unwrap();

    world.type_at("G1", &[["Documento ajeno"]]);
    let unread = night(&world, NEXT);
    assert_eq!(unread.code, 65, "{unread}");
    let after_failure = fs::read_to_string(&file).unwrap();
    // Both nights may begin within the same second.
    let new = |line: &&str| !line.contains("_timestamp_") && !after_success.lines().any(|old| old == *line);
    let changed: Vec<&str> = after_failure.lines().filter(new).collect();
    let left: Vec<_> = fs::read_dir(world.path("metrics")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing half-written stays behind: {left:?}");

    let said = format!(
        "{}\n\n{after_success}\nthen, of a failure:\n{}",
        monitor.heard().join("\n"),
        changed.join("\n")
    );
    for word in [ACCOUNT, "Prueba Inventada", "1.999", "Documento ajeno", &world.id] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    snapshot!("monitored", steady(&said));
}

#[test]
fn a_configuration_that_is_no_good_is_heard_of_all_the_same() {
    let world = World::with(&[complete(1)]);
    let monitor = Monitor::good();
    let section = format!("[monitor]\nping = \"{}\"\ntextfile = \"traslado.prom\"\n[host]", monitor.url);
    world.reconfigure("[host]", &section);
    assert_eq!(night(&world, AS_OF).code, 0);
    let broken = world.config().replace("[host]", &section).replace("since = ", "sinse = ");
    world.configure(&broken);
    let run = night(&world, AS_OF);
    assert_eq!(run.code, 78, "{run}");
    let heard = monitor.heard();
    assert!(heard[3].starts_with("POST /ping/secret-uuid/78: exit code 78 "), "{heard:?}");
    let (line, reason) = heard[3].split_once('\n').unwrap();
    assert!(line.ends_with("failures in a row: 1"), "{heard:?}");
    assert!(reason.contains("handoff.sinse: unknown key"), "{heard:?}");
    let metrics = fs::read_to_string(world.path("traslado.prom")).unwrap();
    assert!(metrics.contains("traslado_last_run_exit_code{config=\"traslado\"} 78"), "{metrics}");
    assert!(metrics.contains("traslado_last_success_timestamp_seconds{config=\"traslado\"} 1"), "{metrics}");
}

#[test]
fn a_run_that_the_lock_turns_away_is_nobodys_night() {
    let world = World::with(&[complete(1)]);
    let monitor = Monitor::good();
    world.reconfigure("[host]", &format!("[monitor]\nping = \"{}\"\n[host]", monitor.url));
    let hold = world.emulator.hold(Match::path(":batchUpdate"));
    let mut first =
        world.command().args(["run", "--as-of", AS_OF]).stdout(std::process::Stdio::null()).spawn().unwrap();
    assert!(hold.wait_until_reached(std::time::Duration::from_secs(20)));
    assert_eq!(night(&world, AS_OF).code, 75);
    assert_eq!(monitor.heard().len(), 1, "only the start of the first: {:?}", monitor.heard());
    hold.release();
    assert!(first.wait().unwrap().success());
    assert_eq!(monitor.heard().len(), 2);
}

#[test]
fn the_operator_is_told_once_that_nights_fail_and_once_that_they_work_again() {
    let world = World::with(&[complete(1)]);
    let section = format!("[alert]\nto = [\"{OPERATOR}\"]\nafter = 2\n");
    let good = world.config() + &section;
    let bad = good.replace("[sheet]\n", "[sheet]\ntab = \"CE-F06\"\n");
    world.configure(&bad);
    for (mails, code) in [(0, 65), (1, 65), (1, 65)] {
        let run = night(&world, AS_OF);
        assert_eq!((run.code, world.emulator.mails().len()), (code, mails), "{run}");
    }
    world.configure(&good);
    assert_eq!(night(&world, AS_OF).code, 0);
    assert_eq!(night(&world, AS_OF).code, 0);
    let mails = world.emulator.mails();
    let to_operator: Vec<_> =
        mails.iter().filter(|mail| mail.to.iter().any(|to| to.contains(OPERATOR))).collect();
    assert_eq!((mails.len(), to_operator.len()), (3, 2), "the notice goes to the clerks");
    let mut shown = String::new();
    let texts = to_operator.iter().map(|mail| format!("Asunto: {}\n\n{}\n", mail.subject, mail.text));
    let text = texts.collect::<Vec<_>>().concat();
    for line in text.lines() {
        // The subject bears the day of the test.
        let line = match line.split_once("[CE-F05 ") {
            Some((before, after)) => format!("{before}[CE-F05 [day]{}", &after[10..]),
            None => line.to_owned(),
        };
        shown.push_str(&(line + "\n"));
    }
    snapshot!("alarm_mails", shown);
}

#[test]
fn days_without_a_new_row_are_warned_of_and_told_once_by_mail() {
    let world = World::adopted(&[complete(1)]);
    world.configure(&(world.config() + &format!("[alert]\nto = [\"{OPERATOR}\"]\nquiet_days = 3\n")));
    let alerts = || {
        let to_operator = |mail: &google_emulator::Mail| mail.to.iter().any(|to| to.contains(OPERATOR));
        world.emulator.mails().iter().filter(|mail| to_operator(mail)).count()
    };
    // Tuesday the 10th; Monday the 23rd is a holiday.
    for (as_of, warns, mails) in [
        ("2026-03-10", false, 0),
        ("2026-03-11", false, 0),
        ("2026-03-12", false, 0),
        ("2026-03-13", true, 1),
        ("2026-03-14", true, 1),
        ("2026-03-16", true, 1),
    ] {
        let run = night(&world, as_of);
        assert_eq!(run.code, 0, "{run}");
        let said = "no new row has come for 3 business days or more, since 2026-03-10; ask Communications";
        assert_eq!((run.stderr.contains(said), alerts()), (warns, mails), "{as_of}: {run}");
    }
    let mail = world.emulator.mails().pop().unwrap();
    assert!(mail.subject.ends_with("Aviso: 3 días hábiles sin filas nuevas"), "{}", mail.subject);
    assert!(mail.text.contains("se trasladaron el 10/03/2026"), "{}", mail.text);
    let check = world.traslado(&["check"]);
    assert!(check.code == 0 && check.stdout.contains("new rows: no new row has come"), "{check}");

    // An amendment is no new row; a row that waits is one, and ends the spell.
    world.type_at("L2", &[["Otra razón"]]);
    assert!(night(&world, "2026-03-17").stderr.contains("no new row"));
    let mut waiting = complete(2);
    waiting[1] = "18/03/2026".to_owned();
    world.type_at("A3", &[waiting]);
    assert!(!night(&world, "2026-03-18").stderr.contains("no new row"));
    assert!(!night(&world, "2026-03-19").stderr.contains("no new row"));

    // A host that was off on the first day of the next spell tells of it when it is on again.
    assert!(night(&world, "2026-03-27").stderr.contains("since 2026-03-19"));
    assert_eq!(alerts(), 2);
    assert!(night(&world, "2026-03-28").stderr.contains("since 2026-03-19"));
    assert_eq!(alerts(), 2);

    // One that remembers nothing tells of it on the day alone.
    let mut new = complete(3);
    new[1] = "27/03/2026".to_owned();
    world.type_at("A4", &[new]);
    for (as_of, mails) in [("2026-03-30", 2), ("2026-04-06", 3), ("2026-04-07", 3)] {
        let _ = fs::remove_dir_all(world.path("state"));
        assert_eq!(night(&world, as_of).code, 0);
        assert_eq!(alerts(), mails, "{as_of}");
    }
}

#[test]
fn logs_are_one_json_object_a_line_where_a_program_reads_them() {
    let world = World::with(&[complete(1)]);
    world.configure(&(world.config() + "[log]\nformat = \"json\"\n"));
    let run = night(&world, AS_OF);
    assert_eq!(run.code, 0, "{run}");
    let lines = |run: &Run| -> Vec<Value> {
        run.stderr
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect()
    };
    let records = lines(&run);
    let done = records.iter().find(|record| record["message"] == "the night is done").unwrap();
    for (field, value) in [("code", 0), ("rows", 1), ("pqr", 1), ("tabs", 4)] {
        assert_eq!(done[field], value, "{field}: {done}");
    }
    assert!(done["seconds"].as_f64().unwrap() > 0.0 && done["requests"].as_u64().unwrap() > 5, "{done}");

    // The environment goes first, and a failure is a record as well.
    let text = Run::of(world.command().env("TRASLADO_LOG_FORMAT", "text").args(["run", "--as-of", AS_OF]));
    assert_eq!(text.stderr, "", "{text}");
    world.configure(&world.config().replace("[sheet]\n", "[sheet]\ntab = \"CE-F06\"\n"));
    let failed = Run::of(world.command().env("TRASLADO_LOG_FORMAT", "json").args(["run", "--as-of", AS_OF]));
    let last = lines(&failed).pop().unwrap();
    assert_eq!((&last["level"], &last["code"]), (&"ERROR".into(), &65.into()), "{last}");
    assert!(last["message"].as_str().unwrap().contains("correct sheet.tab"), "{last}");
    let odd = Run::of(world.command().env("TRASLADO_LOG_FORMAT", "xml").args(["run", "--as-of", AS_OF]));
    assert!(
        odd.stderr.contains("TRASLADO_LOG_FORMAT must be \"text\" or \"json\"; going on with text"),
        "{odd}"
    );
}
