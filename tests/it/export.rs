//! A copy of hand-offs outside the spreadsheet.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::world::{AS_OF, NEXT, World, complete};

/// The names of the files in a folder.
fn names(world: &World, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(world.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mode(world: &World, name: &str) -> u32 {
    fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777
}

/// Two hand-offs on two days of one month.
fn world() -> World {
    let mut row = complete(1);
    row[10] = "=TAPA, \"faltante\"".to_owned();
    let world = World::adopted(&[row, complete(2)]);
    world.night(AS_OF);
    world.type_at("A4", &[complete(3)]);
    world.night(NEXT);
    world
}

#[test]
fn a_month_is_copied_as_csv_and_json_with_checksums_that_hold() {
    let world = world();
    let run = world.traslado(&["export", "2026-03", "--to", "copies/march"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stdout
            .contains("2 hand-offs, 3 lines, in copies/march; this folder holds citizens' personal data"),
        "{run}"
    );
    assert!(!run.to_string().contains("Solicitante"), "{run}");

    let expected = [
        "SHA256SUMS",
        "traslado-0001-2026-03-10.csv",
        "traslado-0001-2026-03-10.json",
        "traslado-0002-2026-03-11.csv",
        "traslado-0002-2026-03-11.json",
    ];
    assert_eq!(names(&world, "copies/march"), expected);
    assert_eq!(mode(&world, "copies/march"), 0o700);
    for name in expected {
        assert_eq!(mode(&world, &format!("copies/march/{name}")), 0o600, "{name}");
    }
    let mut check = Command::new("sha256sum");
    let checked = check.args(["--check", "--strict", "SHA256SUMS"]).current_dir(world.path("copies/march"));
    assert!(checked.output().unwrap().status.success());

    let text = fs::read_to_string(world.path("copies/march/traslado-0001-2026-03-10.json")).unwrap();
    let copy: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&copy["format"], &copy["handoff"], &copy["day"]),
        (&1.into(), &1.into(), &"2026-03-10".into())
    );
    let lines = copy["lines"].as_array().unwrap();
    let shown = world.lines();
    assert_eq!(lines.len(), 2);
    let line = lines.iter().find(|line| line["ID"] == shown[0][0].as_str()).unwrap();
    assert!(lines.iter().any(|line| line["Objeto"] == "=TAPA, \"faltante\""), "{text}");
    assert!(line["Vence"].as_str().unwrap().starts_with("2026-"), "{text}");
    assert!(line.get("Asiento en el libro").is_none());

    // What a spreadsheet would compute is text in the CSV too.
    let csv = fs::read_to_string(world.path("copies/march/traslado-0001-2026-03-10.csv")).unwrap();
    assert!(csv.starts_with("ID,"), "{csv}");
    assert!(csv.contains("\"'=TAPA, \"\"faltante\"\"\""), "{csv}");
    assert_eq!(csv.lines().filter(|line| line.starts_with("CE-")).count(), 2, "texts have line breaks");
}

#[test]
fn one_hand_off_joins_what_was_copied_before_and_who_copied_it_is_recorded() {
    let world = world();
    for number in ["1", "2", "1"] {
        let run = world.traslado(&["export", number, "--to", "copies"]);
        assert_eq!(run.code, 0, "{run}");
    }
    let sums = fs::read_to_string(world.path("copies/SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 4, "{sums}");
    let decisions = world.shown("'Registro de noches'!A1:T40");
    assert_eq!(decisions.iter().flatten().filter(|cell| *cell == "export").count(), 3, "{decisions:?}");

    for (wanted, said) in [
        ("9", "there is no hand-off 9"),
        ("2025-01", "there is no hand-off of 2025-01"),
        ("0", "hand-offs are numbered from 1"),
        ("noviembre", "must be the number of a hand-off, from 1, a day such as"),
    ] {
        let unknown = world.traslado(&["export", wanted, "--to", "other"]);
        assert_eq!(unknown.code, 2, "{unknown}");
        assert!(unknown.stderr.contains(said), "{unknown}");
        assert!(!world.path("other").exists());
    }
    fs::write(world.path("file"), "").unwrap();
    let full = world.traslado(&["export", "1", "--to", "file/copies"]);
    assert_eq!(full.code, 78, "{full}");
    assert!(full.stderr.contains("name a folder that this user may write to with --to"), "{full}");
}

#[test]
fn a_tab_that_has_lost_lines_is_copied_without_them_and_said() {
    let world = world();
    world.emulator.with(|state| {
        let mut sheet = state.sheet_mut(&world.id, &format!("Traslado {AS_OF}")).unwrap();
        sheet.delete_rows(5, 1).unwrap();
    });
    let run = world.traslado(&["export", "1", "--to", "copies"]);
    assert_eq!(run.code, 3, "{run}");
    assert!(run.stderr.contains("the tabs of hand-off 1 have 1 of its 2 lines"), "{run}");
    let _ = world.traslado(&["run", "--as-of", NEXT]);
    let again = world.traslado(&["export", "1", "--to", "copies"]);
    assert_eq!(again.code, 0, "{again}");
}
