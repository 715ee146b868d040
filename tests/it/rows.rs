//! Rows that are no reports, reports that are nearly no rows, and the merged cells and headers of people.

use std::process::Command;

use serde_json::Value;

use crate::world::{AS_OF, HEADER, NEXT, Row, World, complete};

/// The night after the next.
const THIRD: &str = "2026-03-12";
const FOURTH: &str = "2026-03-13";

/// A row with nothing but one text, in column A.
fn alone(text: &str) -> Row {
    let mut row = Row::default();
    row[0] = text.to_owned();
    row
}

/// The cells that the tables of one day have under a header.
fn handed_over(world: &World, day: &str, header: &str) -> Vec<String> {
    let rows = world.shown(&format!("'Traslado {day}'!A4:X300"));
    let at = rows[0].iter().position(|text| text == header).unwrap();
    let lines = rows[1..].iter().filter(|line| line.first().is_some_and(|id| id.starts_with("CE-")));
    lines.map(|line| line.get(at).cloned().unwrap_or_default()).collect()
}

/// All that stands in a tab, cell by cell.
fn texts(world: &World, range: &str) -> Vec<String> {
    world.shown(range).into_iter().flatten().filter(|text| !text.is_empty()).collect()
}

fn count(night: &Value, disposition: &str) -> u64 {
    night["counts"][disposition].as_u64().unwrap()
}

#[test]
fn headings_are_a_lane_of_their_own_and_named_by_row() {
    let rows = [complete(1), alone("LUNES 2 DE MARZO"), complete(2), alone("TOTAL PQR: 2")];
    let world = World::adopted(&rows);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "rows"), count(&first, "headings"), count(&first, "pqr")), (4, 2, 2));
    let tab = texts(&world, &format!("'Traslado {AS_OF}'!A7:B20"));
    assert_eq!(
        tab,
        [
            "Filas de CE-F05 que no son reportes y no se trasladan.",
            "Fila 3",
            "No es un reporte: encabezado de un día, una semana o un mes",
            "Fila 5",
            "No es un reporte: total o conteo",
        ]
    );

    // A night without a tab says it beside the row, too.
    world.type_at("F6", &[["Elaboró: Rosa Prueba"]]);
    let second = world.night(NEXT);
    assert_eq!((second["outcome"].as_str(), count(&second, "headings")), (Some("nothing_new"), 3));
    assert!(texts(&world, "CE-F05!N6")[0].starts_with("No es un reporte (sección o firma"));

    world.type_at("A3", &[["URGENTE sin agua en Gaira"]]);
    let plan = world.traslado(&["plan", "--as-of", THIRD, "--json"]).json();
    let planned: Vec<(u64, &str)> = plan["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["row"].as_u64().unwrap(), row["lane"].as_str().unwrap()))
        .collect();
    assert_eq!(planned, [(3, "incomplete"), (5, "headings"), (6, "headings")]);
    assert_eq!(plan["rows"][0]["missing"].as_array().unwrap().len(), 4);
    let third = world.night(THIRD);
    assert_eq!((count(&third, "headings"), count(&third, "incomplete")), (2, 1));
    assert!(texts(&world, "CE-F05!N3")[0].starts_with("Trasladado como POR COMPLETAR "));
    assert_eq!(world.night(FOURTH)["outcome"], "nothing_new");
}

#[test]
fn a_text_outside_of_its_column_is_handed_over_once_and_stays_the_same_report_where_it_belongs() {
    let world = World::adopted(&[complete(1), alone("URGENTE sin agua en Gaira")]);
    world.type_at("Q1", &[["Carpeta"]]);
    world.type_at("Q4", &[["manjol rebosado frente al colegio"]]);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "pqr"), count(&first, "incomplete")), (1, 2));
    assert_eq!(handed_over(&world, AS_OF, "Clase"), ["PQR", "POR COMPLETAR", "POR COMPLETAR"]);
    let mut subjects = handed_over(&world, AS_OF, "Objeto")[1..].to_vec();
    subjects.sort();
    assert_eq!(subjects, ["URGENTE sin agua en Gaira", "manjol rebosado frente al colegio"]);
    let alerts = handed_over(&world, AS_OF, "Alertas").join("\n");
    assert!(alerts.contains("texto fuera de su columna (celda A3)"), "{alerts}");
    assert!(alerts.contains("texto fuera de su columna (celda Q4)"), "{alerts}");
    assert!(texts(&world, "CE-F05!O3")[0].contains("Pase el texto a la columna"));
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");

    // Staff do what the remark says.
    world.type_at("A3", &[[""]]);
    world.type_at("K3", &[["URGENTE sin agua en Gaira"]]);
    let third = world.night(THIRD);
    assert_eq!((count(&third, "amended"), count(&third, "incomplete"), count(&third, "missing")), (1, 0, 0));
    let alerts = handed_over(&world, THIRD, "Alertas");
    assert!(alerts[0].contains("cambió: Objeto de la petición"), "{alerts:?}");
    assert_eq!(world.night(FOURTH)["outcome"], "nothing_new");
}

#[test]
fn a_report_typed_above_the_header_row_goes_over() {
    let world = World::empty();
    world.type_at("A1", &[["CE-F05 REGISTRO DE REPORTES EN REDES SOCIALES"]]);
    world.type_at("A3", &[HEADER]);
    world.type_at("A4", &[complete(1), complete(2)]);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "rows"), count(&first, "pqr")), (2, 2));

    world.type_at("A2", &[complete(3)]);
    let run = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert!(run.stderr.contains("above the header row"), "{run}");
    let second = run.json();
    assert_eq!((count(&second, "rows"), count(&second, "pqr"), count(&second, "already")), (3, 1, 2));
    assert_eq!(texts(&world, "CE-F05!M2").len(), 1, "its ID stands beside it");
    let check = world.traslado(&["check"]);
    assert!(check.stdout.contains("above the header row"), "{check}");
    assert_eq!(world.night(THIRD)["outcome"], "nothing_new");
}

#[test]
fn a_sort_that_takes_the_header_along_loses_nothing() {
    let rows: Vec<Row> = [1, 2, 3, 20, 21, 22].map(complete).into();
    let world = World::adopted(&rows);
    assert_eq!(count(&world.night(AS_OF), "pqr"), 6);

    let sort = |range| {
        world
            .emulator
            .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().sort(range, 5, false))
            .unwrap();
    };
    sort("A1:P7");
    assert_ne!(world.shown("CE-F05!A1")[0][0], "N°", "the header is somewhere in the middle");
    let run = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert!(run.stderr.contains("above the header row"), "{run}");
    let second = run.json();
    assert_eq!((second["outcome"].as_str(), count(&second, "already")), (Some("nothing_new"), 6));
    assert_eq!(count(&second, "missing"), 0);

    world.type_at("A8", &[complete(4)]);
    let third = world.night(THIRD);
    assert_eq!((count(&third, "already"), count(&third, "pqr"), count(&third, "amended")), (6, 1, 0));
    assert_eq!(world.night(FOURTH)["outcome"], "nothing_new");
}

#[test]
fn a_header_row_that_is_repeated_begins_nothing_anew() {
    let mut rows: Vec<Row> = (1..=8).map(complete).collect();
    rows.insert(4, HEADER.map(str::to_owned));
    let world = World::adopted(&rows);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "rows"), count(&first, "headings"), count(&first, "pqr")), (9, 1, 8));

    // One with more columns than the first, at row 10.
    world.type_at("A11", &[complete(9), complete(10)]);
    let wide = [&HEADER[..], &["Servicio", "Tipo de reporte", "Barrio", "Observaciones"]].concat();
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().insert_rows(10, 1)).unwrap();
    world.type_at("A10", &[&wide[..12]]);
    world.type_at("Q10", &[&wide[12..]]);
    let second = world.night(NEXT);
    assert_eq!((count(&second, "headings"), count(&second, "already"), count(&second, "pqr")), (2, 8, 2));
    assert_eq!(world.night(THIRD)["outcome"], "nothing_new");
}

#[test]
fn merged_cells_give_every_row_they_cover_their_value() {
    let mut rows: Vec<Row> = (1..=3).map(complete).collect();
    for row in &mut rows[1..] {
        row[1].clear();
        row[3].clear();
    }
    let day = rows[0][1].clone();
    let world = World::adopted(&rows);
    let merge = |range: &str| {
        world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().merge(range)).unwrap();
    };
    merge("B2:B4");
    merge("D2:D4");
    let first = world.night(AS_OF);
    assert_eq!(count(&first, "pqr"), 3);
    let received = handed_over(&world, AS_OF, "Recibido");
    assert!(received.iter().all(|text| text.starts_with(&day)), "{received:?}");
    assert_eq!(handed_over(&world, AS_OF, "Red social"), ["Facebook"; 3]);
    let alerts = handed_over(&world, AS_OF, "Alertas");
    assert_eq!(alerts.iter().filter(|text| text.contains("celda combinada")).count(), 2, "{alerts:?}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");

    // Taken apart, and the day typed into each row: the same reports.
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().unmerge("B2:D4")).unwrap();
    world.type_at("B3", &[[&day], [&day]]);
    world.type_at("D3", &[["Facebook"], ["Facebook"]]);
    assert_eq!(world.night(THIRD)["outcome"], "nothing_new");
}

#[test]
fn headings_that_are_merged_over_the_whole_row_disturb_nobody() {
    let world = World::adopted(&[complete(1), alone("LUNES 9 DE MARZO"), complete(2)]);
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().merge("A3:P3")).unwrap();
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "headings"), count(&first, "pqr")), (1, 2));
    assert_eq!(first["annotations"], "current", "nothing can be written beside it, nor need be");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!(world.night(THIRD)["annotations"], "current");
}

#[test]
fn headers_on_two_levels_are_read_as_people_see_them() {
    let world = World::empty();
    let upper = [
        "N°",
        "Fecha del reporte",
        "Hora",
        "Red social",
        "Usuario / Perfil",
        "DATOS DEL SOLICITANTE",
        "DOCUMENTO",
        "",
        "Correo electrónico",
        "Dirección de notificación",
        "SOLICITUD",
        "",
    ];
    let lower = ["", "", "", "", "", "Nombre completo", "Número", "Tipo", "", "", "Objeto", "Fundamentos"];
    world.type_at("A1", &[upper]);
    world.type_at("A2", &[lower]);
    let row = |n: u32| {
        let mut row = complete(n);
        row[6] = row[6].replace("CC ", "");
        row[7] = "CC".to_owned();
        row
    };
    world.type_at("A3", &[row(1), row(2)]);
    for range in ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "I1:I2", "J1:J2", "G1:H1", "K1:L1"] {
        world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().merge(range)).unwrap();
    }
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "rows"), count(&first, "pqr")), (2, 2));
    assert_eq!(handed_over(&world, AS_OF, "Documento")[0], "CC 1999000001");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    world.type_at("A5", &[row(3)]);
    assert_eq!(count(&world.night(THIRD), "pqr"), 1);
}

/// Adds a tab of the form beside the staff's, in which somebody goes on typing.
fn add_tab(world: &World, title: &str, rows: &[Row]) {
    world.emulator.with(|state| {
        let add = serde_json::json!({"addSheet": {"properties": {"title": title}}});
        state.batch(&world.id, crate::world::ACCOUNT, &[add]).unwrap();
        let mut tab = state.sheet_mut(&world.id, title).unwrap();
        tab.type_rows("A1", &[HEADER]).unwrap();
        tab.type_rows("A2", rows).unwrap();
    });
}

#[test]
fn another_tab_of_the_form_is_said_every_monday_until_it_is_hidden_or_empty() {
    let (monday, tuesday, next_monday) = ("2026-03-16", "2026-03-17", "2026-03-23");
    let world = World::adopted(&[complete(1), complete(2)]);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 2);
    let mut old = complete(32);
    old[1] = "05/01/2026".to_owned();
    add_tab(&world, "CE-F05 vieja de Prueba", &[complete(1), complete(30), complete(31), old]);

    assert_eq!(world.night(NEXT)["outcome"], "nothing_new", "on other days nobody looks");
    let run = world.traslado(&["run", "--as-of", monday, "--json"]);
    assert_eq!(run.code, 3, "{run}");
    let expected = "holds 2 rows of the last 30 days that were never handed over";
    assert!(run.stderr.contains(expected) && run.stderr.contains("#gid="), "{run}");
    assert!(!run.stderr.contains("vieja"), "a title is what people typed: {run}");
    assert_eq!(run.json()["other_tabs"][0]["rows"], 2);
    assert_eq!(world.night(tuesday)["outcome"], "nothing_new");

    // Moved to where they belong, they are known.
    world.type_at("A4", &[complete(30), complete(31)]);
    assert_eq!(world.night("2026-03-18")["counts"]["pqr"], 2);
    assert_eq!(world.night(next_monday)["outcome"], "nothing_new");
}

#[test]
fn check_looks_into_the_other_tabs_on_every_day() {
    let world = World::adopted(&[complete(1)]);
    let mut recent = complete(30);
    let day = Command::new("date").args(["-d", "2 days ago", "+%d/%m/%Y"]).output().unwrap();
    recent[1] = String::from_utf8(day.stdout).unwrap().trim().to_owned();
    add_tab(&world, "Noviembre", &[recent]);
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 3, "{check}");
    assert!(check.stdout.contains("the visible tab 2 from the left"), "{check}");
    let hide = |hidden| {
        world.emulator.with(|state| state.sheet_mut(&world.id, "Noviembre").unwrap().hide(hidden)).unwrap();
    };
    hide(true);
    assert_eq!(world.traslado(&["check"]).code, 0);
}

/// A row that says neither who nor when.
fn anybodys() -> Row {
    let mut row = Row::default();
    row[10] = "No hay agua en la cuadra".to_owned();
    row
}

#[test]
fn the_words_of_a_vanished_report_from_another_citizen_are_another_report() {
    let world = World::adopted(&[complete(1), anybodys()]);
    let first = world.night(AS_OF);
    assert_eq!((count(&first, "pqr"), count(&first, "incomplete")), (1, 1));

    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(3, 1)).unwrap();
    let second = world.night(NEXT);
    assert_eq!((second["outcome"].as_str(), count(&second, "missing")), (Some("nothing_new"), 1));

    world.type_at("A3", &[anybodys()]);
    let third = world.night(THIRD);
    assert_eq!((count(&third, "incomplete"), count(&third, "missing")), (1, 1));
    let alerts = handed_over(&world, THIRD, "Alertas");
    assert!(alerts[0].contains("posible repetición de CE-2026-0000"), "{alerts:?}");
    assert_eq!(world.night(FOURTH)["outcome"], "nothing_new");
}

#[test]
fn so_they_are_where_no_id_stands_beside_the_rows_and_a_tab_has_said_that_it_is_gone() {
    let world = World::with(&[complete(1), anybodys()]);
    assert_eq!(count(&world.night(AS_OF), "incomplete"), 1);
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_rows(3, 1)).unwrap();
    world.type_at("A3", &[complete(2)]);
    assert_eq!(count(&world.night(NEXT), "missing"), 1);
    world.type_at("A4", &[anybodys()]);
    assert_eq!(count(&world.night(THIRD), "incomplete"), 1);
    assert_eq!(world.night(FOURTH)["outcome"], "nothing_new");
}
