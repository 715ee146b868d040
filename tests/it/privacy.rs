//! No citizen's data in any output, staff cells untouched, text only ever text.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};

use crate::archive::{a_day_passes, archives, clerk_types};
use crate::monitor::Monitor;
use crate::world::{AS_OF, NEXT, Row, Run, World, complete};

/// Text that no output may ever hold, in every cell that holds a citizen's text.
fn canaries() -> (Vec<Row>, Vec<String>) {
    let mut rows: Vec<Row> = (0..3).map(complete).collect();
    rows[1][1] = "CANARIOFECHA".to_owned();
    rows[2][6] = "CANARIODOCUMENTO".to_owned();
    rows[0][10] = "=CANARIOFORMULA(".to_owned();
    rows[0][11] = "CANARIOTEXTO {} {:?} $(id) \u{1b}[31m%s".to_owned();
    rows[0][5] = "Canarionombre Prueba Inventada".to_owned();
    let words = ["CANARIOFECHA", "CANARIODOCUMENTO", "CANARIOFORMULA", "CANARIOTEXTO", "Canarionombre"];
    let typed = rows.iter().flat_map(|row| [row[4].clone(), row[6].clone(), row[8].clone(), row[11].clone()]);
    (rows.clone(), words.into_iter().map(str::to_owned).chain(typed).collect())
}

fn assert_silent(text: &str, canaries: &[String], whence: &str) {
    for canary in canaries {
        assert!(!text.contains(canary.as_str()), "{canary} stands in {whence}");
    }
}

#[test]
fn no_output_of_any_night_holds_a_citizens_text_or_a_secret() {
    let (rows, mut canaries) = canaries();
    let world = World::adopted(&rows);
    let key = std::fs::read_to_string(world.path("key.json")).unwrap();
    let key: serde_json::Value = serde_json::from_str(&key).unwrap();
    canaries.extend(
        key["private_key"].as_str().unwrap().lines().filter(|line| line.len() > 40).map(str::to_owned),
    );
    canaries.push("Bearer ".to_owned());

    let echo = "Invalid requests[2].updateCells: CANARIOTEXTO perfil.1 persona1@correo.example";
    let faults = [
        None,
        Some(Fault::before(Match::path(":batchUpdate"), FaultAction::google(400, "INVALID_ARGUMENT", echo))),
        Some(Fault::after(Match::path("batchGetByDataFilter"), FaultAction::Cut { bytes: 600 })),
        Some(Fault::after(
            Match::path("batchGetByDataFilter"),
            FaultAction::Status {
                status: 200,
                headers: vec![],
                body: "<html>CANARIOTEXTO</html>".to_owned(),
            },
        )),
    ];
    for (fault, as_of) in faults.into_iter().zip([AS_OF, NEXT, "2026-03-12", "2026-03-13"]) {
        if let Some(fault) = fault {
            world.type_at("L3", &[[as_of]]);
            world.emulator.fault(fault);
        }
        let mut command = world.command();
        command.env("TRASLADO_LOG", "trace").args(["run", "--as-of", as_of]);
        let run = Run::of(&mut command);
        assert_silent(&run.stdout, &canaries, "stdout");
        assert_silent(&run.stderr, &canaries, "stderr");
    }
    assert!(!world.emulator.mails().is_empty());
    for mail in world.emulator.mails() {
        assert_silent(&format!("{}{}{}", mail.subject, mail.text, mail.html), &canaries, "a mail");
    }
    for call in world.calls() {
        assert_silent(&format!("{}?{}", call.path, call.query), &canaries, "an address");
    }
    for entry in std::fs::read_dir(world.path("state")).unwrap() {
        let path = entry.unwrap().path();
        assert_silent(&path.to_string_lossy(), &canaries, "a file name");
        assert_silent(&std::fs::read_to_string(&path).unwrap(), &canaries, "a file");
    }
}

#[test]
fn nothing_of_a_citizen_or_a_clerk_reaches_monitor_metrics_alerts_reminders_or_any_command() {
    let (rows, mut canaries) = canaries();
    let world = World::adopted(&rows);
    let monitor = Monitor::good();
    let watched = format!(
        "[monitor]\nping = \"{}\"\ntextfile = \"state/traslado.prom\"\n[alert]\nto = [\"operador@essmar.example\"]\n\
         after = 1\n[notice]",
        monitor.url
    );
    world.reconfigure("[notice]", &watched);
    canaries.extend(["CANARIOPERSONA", "CANARIONOTA"].map(str::to_owned));
    let said = |arguments: &[&str], code: u8| {
        let mut command = world.command();
        let run = Run::of(command.env("TRASLADO_LOG", "trace").args(arguments));
        assert_eq!(run.code, i32::from(code), "{arguments:?}: {run}");
        assert_silent(&run.stdout, &canaries, &format!("stdout of {arguments:?}"));
        assert_silent(&run.stderr, &canaries, &format!("stderr of {arguments:?}"));
    };

    said(&["run", "--as-of", AS_OF], 0);
    let typed = ["R-1", "R-2", "R-3"]
        .map(|radicado| [radicado, "Respondido", "20/03/2026", "CANARIOPERSONA", "CANARIONOTA"]);
    clerk_types(&world, &format!("'Traslado {AS_OF}'!H5"), &typed).unwrap();
    let echo = "CANARIOTEXTO CANARIONOTA may not be read";
    let refusal = FaultAction::google(403, "PERMISSION_DENIED", echo);
    world.emulator.fault(Fault::before(Match::path("batchGetByDataFilter"), refusal));
    said(&["run", "--as-of", NEXT], 77);
    said(&["run", "--as-of", NEXT, "--json"], 0);
    for arguments in [
        &["check", "--json"][..],
        &["plan", "--json"],
        &["verify", "--json"],
        &["init", "--yes"],
        &["find", "R-1"],
        &["find", AS_OF, "--json"],
        &["report", "2026-03"],
        &["report", "2026-03", "--csv"],
        &["report", "2026-03", "--json"],
        &["archive", "--yes", "--older-than", "1"],
    ] {
        said(arguments, 0);
    }
    a_day_passes(&world);
    said(&["archive", "--yes", "--older-than", "1", "--json"], 0);
    said(&["find", "CE-2026-00001"], 0);
    assert!(!world.titles().contains(&format!("Traslado {AS_OF}")), "it was archived");

    // Days that the clock of no machine has reached: a hand-off, and a reminder on the day after.
    let mut late = rows[0].clone();
    late[1] = "19/02/2031".to_owned();
    world.type_at("A5", &[late]);
    said(&["run", "--as-of", "2031-03-10"], 0);
    said(&["run", "--as-of", "2031-03-11"], 0);

    let mails = world.emulator.mails();
    for word in ["Alerta", "volvió a funcionar", "Recordatorio", "n.º"] {
        assert!(mails.iter().any(|mail| mail.subject.contains(word)), "{word}");
    }
    for mail in mails {
        assert_silent(&format!("{}{}{}", mail.subject, mail.text, mail.html), &canaries, "a mail");
    }
    for call in world.calls() {
        assert_silent(&format!("{}?{}", call.path, call.query), &canaries, "an address");
    }
    assert!(monitor.heard().len() >= 10);
    assert_silent(&monitor.heard().join("\n"), &canaries, "a ping");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(world.path("state")).unwrap() {
        let path = entry.unwrap().path();
        assert_silent(&std::fs::read_to_string(&path).unwrap(), &canaries, "a file");
        names.insert(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    assert!(names.contains("traslado.prom"), "{names:?}");
    assert_silent(&format!("{names:?}"), &canaries, "a file name");
    assert_eq!(archives(&world).len(), 1, "the archive's title names a year");
}

#[test]
fn only_the_services_own_tabs_and_tagged_columns_are_ever_written() {
    let mut rows: Vec<Row> = (0..6).map(complete).collect();
    rows[2][9] = String::new();
    rows[2][8] = "no tiene".to_owned();
    let world = World::adopted(&rows);
    let staff = world.staff_cells();
    let sheet = world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().sheet_id());
    let start = world.emulator.mutations().len();
    world.night(AS_OF);
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().sort("A2:L7", 1, true))
        .unwrap();
    let sorted = world.staff_cells();
    world.night(NEXT);
    assert_ne!(staff, sorted);
    assert_eq!(world.staff_cells(), sorted);
    let written: BTreeSet<usize> = world
        .mutations_since(start)
        .iter()
        .flat_map(|mutation| mutation.changes.cells.iter())
        .filter(|change| change.sheet_id == sheet)
        .map(|change| change.column)
        .collect();
    assert_eq!(written.into_iter().collect::<Vec<_>>(), [12, 13, 14], "columns M, N and O");
}

#[test]
fn whatever_a_text_begins_with_it_is_written_and_read_back_as_text() {
    let hostile = [
        "'=1+1",
        "'+57 300",
        "'-1",
        "'@cmd",
        "'=HYPERLINK(\"http://x.example\";\"x\")",
        "<img src=x>",
        "{\"a\":1}",
        "línea uno\nlínea dos",
        "\u{202e}al revés",
        "＝1+1",
        "'00123",
        "'1e5",
        "VERDADERO DICHO",
    ];
    let rows: Vec<Row> = (0..)
        .zip(hostile)
        .map(|(n, text)| {
            let mut row = complete(n);
            row[11] = text.to_owned();
            row
        })
        .collect();
    let world = World::with(&rows);
    world.night(AS_OF);
    let typed: BTreeSet<String> =
        hostile.iter().map(|text| text.trim_start_matches('\'').to_owned()).collect();
    let tab = format!("'Traslado {AS_OF}'!U5:U{}", 4 + hostile.len());
    let values = world.emulator.with(|state| state.values(&world.id, &tab)).unwrap();
    let formulas = world.emulator.with(|state| state.formulas(&world.id, &tab)).unwrap();
    let texts = |cells: &[Vec<serde_json::Value>]| -> BTreeSet<String> {
        cells.iter().map(|row| row[0].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(texts(&values), typed, "what the cells show");
    assert_eq!(texts(&formulas), typed, "what was entered");
}

#[test]
fn a_column_moved_in_the_very_moment_of_the_write_costs_no_staff_cell() {
    let mut rows: Vec<Row> = (0..4).map(complete).collect();
    rows[2][9] = String::new();
    rows[2][8] = "no tiene".to_owned();
    let world = World::adopted(&rows);
    let hold = world.emulator.hold(Match::path("values:batchUpdateByDataFilter"));
    let mut night = world.command().args(["run", "--as-of", AS_OF]).stdout(Stdio::null()).spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, "CE-F05").unwrap();
        tab.insert_columns(3, 2).unwrap();
        tab.move_columns(15, 3, 1).unwrap();
    });
    let staff = |range: &str| world.emulator.with(|state| state.formulas(&world.id, range)).unwrap();
    let before = staff("CE-F05!D1:Q20");
    hold.release();
    assert!(night.wait().unwrap().success());
    assert_eq!(staff("CE-F05!D1:Q20"), before);
    assert_eq!(world.night(NEXT)["annotations"], "current");
    assert!(world.shown("CE-F05!A2:A5").iter().all(|row| row[0].starts_with("CE-2026-")));
    assert_eq!(staff("CE-F05!D1:Q20"), before);
}
