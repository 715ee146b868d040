//! Columns that staff add, rename and fill: which of them are read, which nobody reads, and that none of
//! them stops a night.

use serde_json::{Value, json};

use crate::world::{AS_OF, HEADER, NEXT, World, complete, snapshot, table};

/// Headers and what a careful reader takes each for; the file says how.
const TABLE: &str = include_str!("../headers.txt");
/// How many columns staff add at a time.
const AT_A_TIME: usize = 40;

fn readings() -> Vec<(&'static str, &'static str)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let line = |line: &'static str| {
        let (reading, headers) = line.split_once('\t').unwrap();
        headers.split(" | ").map(move |header| (reading, header))
    };
    lines.flat_map(line).collect()
}

/// The letters of a column, from 0.
fn letters(column: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index).unwrap());
    if column < 26 {
        letter(column).to_string()
    } else {
        format!("{}{}", letter(column / 26 - 1), letter(column % 26))
    }
}

/// A sheet with these headers and rows.
fn sheet<T: AsRef<str>>(headers: &[T], rows: &[Vec<&str>]) -> World {
    let world = World::empty();
    world.type_at("A1", &[headers]);
    world.type_at("A2", rows);
    world
}

fn planned(world: &World) -> Value {
    let run = world.traslado(&["plan", "--as-of", AS_OF, "--json"]);
    assert_eq!(run.code, 0, "{run}");
    run.json()
}

/// The cells of the first hand-off's lines, by header.
fn lines(world: &World) -> Vec<Value> {
    let rows = world.shown(&format!("'Traslado {AS_OF}'!A4:X60"));
    let lines = rows[1..].iter().take_while(|row| row.first().is_some_and(|id| id.starts_with("CE-")));
    lines.map(|row| rows[0].iter().cloned().zip(row.iter().cloned().map(Value::from)).collect()).collect()
}

const MINIMAL: [&str; 8] =
    ["Fecha", "Red social", "Nombre", "Cédula", "Correo", "Dirección", "Asunto", "Descripción"];

/// A complete row under [`MINIMAL`].
fn minimal() -> Vec<&'static str> {
    vec![
        "02/03/2026",
        "Facebook",
        "Ana Prueba",
        "1999000001",
        "ana@correo.example",
        "Cra 5 # 22-45",
        "Revisión del medidor",
        "Llevamos días sin agua",
    ]
}

#[test]
fn no_column_that_staff_add_stops_a_night_and_those_that_nobody_reads_are_listed() {
    let all = readings();
    for added in all.chunks(AT_A_TIME) {
        let mut headers: Vec<&str> = HEADER.to_vec();
        headers.extend(added.iter().map(|(_, header)| *header));
        let world = World::empty();
        world.type_at("A1", &[headers]);
        world.type_at("A2", &[complete(1)]);

        let plan = planned(&world);
        assert_eq!(plan["counts"]["pqr"], 1, "{plan}");
        let unread: Vec<&str> =
            plan["unread"].as_array().unwrap().iter().map(|at| at.as_str().unwrap()).collect();
        for (at, (reading, header)) in added.iter().enumerate() {
            let listed = unread.contains(&letters(HEADER.len() + at).as_str());
            match *reading {
                "unread" | "surname" | "name" | "document" | "subject" | "grounds" => {
                    assert!(listed, "{header}");
                }
                "phone" | "email" | "phone+email" | "date" | "filing" => assert!(!listed, "{header}"),
                _ => {}
            }
        }
        let own = unread.iter().any(|column| (0..HEADER.len()).any(|at| letters(at) == *column));
        assert!(!own, "{unread:?}");
    }
}

#[test]
fn two_columns_are_read_together_where_that_makes_sense_and_else_the_forms_own_header_wins() {
    let headers = [
        "Marca temporal",
        "Fecha",
        "Red social",
        "Nombres",
        "Apellidos",
        "Cédula",
        "Documento",
        "Teléfono",
        "Celular",
        "Correo",
        "Correo alterno",
        "Dirección",
        "Asunto",
        "Descripción",
        "Foto",
        "Observación",
        "Observaciones",
        "Turno",
    ];
    let row = vec![
        "03/03/2026 8:15:00",
        "02/03/2026",
        "Facebook",
        "Ana",
        "Prueba Ruiz",
        "1999000001",
        "nada",
        "6054000011",
        "3000000011",
        "no tiene",
        "ana@correo.example",
        "",
        "Revisión",
        "Sin agua",
        "https://red.example/1",
        "una",
        "otra",
        "noche",
    ];
    let world = sheet(&headers, &[row]);
    let run = world.traslado(&["init", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("headers_init", run.stdout);
    assert_eq!(planned(&world)["unread"], json!(["G", "P", "R"]));

    world.night(AS_OF);
    let line = &lines(&world)[0];
    assert_eq!(
        (&line["Clase"], &line["Solicitante"], &line["Contacto"], &line["Recibido"]),
        (
            &json!("PQR"),
            &json!("Ana Prueba Ruiz"),
            &json!("6054000011 / 3000000011 · ana@correo.example"),
            &json!("02/03/2026")
        )
    );
    assert_eq!(line["Documento"], "1999000001");

    // Nothing of it is news the night after.
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
}

#[test]
fn what_stands_in_a_cell_under_contacto_decides_whether_it_is_a_phone_or_an_e_mail() {
    for header in ["Contacto", "Teléfono / Correo", "Datos de contacto", "Correo y celular"] {
        let mut headers = MINIMAL;
        headers[4] = header;
        let row = |contact| {
            let mut row = minimal();
            (row[4], row[5]) = (contact, "");
            row
        };
        let world = sheet(
            &headers,
            &[
                row("3000000011 - ana@correo.example"),
                row("ana@correo.example"),
                row("300 000 0011"),
                row("Cel. 3000000011, correo: ana@correo.example"),
            ],
        );
        // Three rows say the same of the same person, and only the e-mail makes a report complete.
        for (at, text) in (2..).zip(["uno", "dos", "tres", "cuatro"]) {
            world.type_at(&format!("G{at}"), &[[format!("Solicito revisión {text}")]]);
        }
        world.night(AS_OF);

        let mut found: Vec<_> = lines(&world)
            .iter()
            .map(|line| (line["Objeto"].clone(), line["Clase"].clone(), line["Contacto"].clone()))
            .collect();
        found.sort_by_key(|line| line.0.to_string());
        let both = "3000000011 · ana@correo.example";
        let expected = [
            ("cuatro", "PQR", "Cel. 3000000011 · ana@correo.example"),
            ("dos", "PQR", "ana@correo.example"),
            ("tres", "POR COMPLETAR", "300 000 0011"),
            ("uno", "PQR", both),
        ];
        let expected = expected.map(|(text, class, contact)| {
            (json!(format!("Solicito revisión {text}")), json!(class), json!(contact))
        });
        assert_eq!(found, expected, "{header}");
    }
}

#[test]
fn the_day_of_filing_is_the_clock_only_where_no_other_date_is_and_then_it_is_said() {
    const SAID: &str =
        "el plazo se cuenta desde la fecha de registro, no desde la del mensaje: puede vencer antes";
    for header in
        ["Marca temporal", "Fecha de registro", "Fecha de ingreso", "Fecha recibido", "Fecha de radicación"]
    {
        let mut headers = MINIMAL;
        headers[0] = header;
        let world = sheet(&headers, &[minimal()]);
        for command in [&["check"][..], &["init", "--yes"]] {
            let run = world.traslado(command);
            assert_eq!(run.code, 0, "{run}");
            assert!(run.stdout.contains(SAID), "{header}: {run}");
        }
        world.night(AS_OF);
        let above = table(&world.shown(&format!("'Traslado {AS_OF}'!A1:A3")));
        assert!(above.contains(SAID), "{header}: {above}");
        assert_eq!(lines(&world)[0]["Recibido"], "02/03/2026", "{header}");
    }

    // Beside a column of the message it counts for nothing.
    let headers = [&["Fecha de registro"], &MINIMAL[..]].concat();
    let row = [vec!["05/03/2026"], minimal()].concat();
    let filed_before = [vec!["01/03/2026"], minimal()].concat();
    let world = sheet(&headers, &[row, filed_before]);
    world.type_at("H3", &[["Otra revisión"]]);
    for command in ["check", "plan"] {
        let run = world.traslado(&[command]);
        assert!(!run.stdout.contains(SAID), "{run}");
    }
    world.night(AS_OF);
    let above = table(&world.shown(&format!("'Traslado {AS_OF}'!A1:A3")));
    assert!(!above.contains(SAID), "{above}");
    let said =
        |line: &Value| line["Alertas"].to_string().contains("registrado antes de la fecha del mensaje");
    let lines = lines(&world);
    assert!(lines.iter().all(|line| line["Recibido"] == "02/03/2026"), "{lines:?}");
    assert!(lines.iter().all(|line| said(line) == (line["Objeto"] == "Otra revisión")), "{lines:?}");
}

#[test]
fn of_two_days_of_the_message_the_earlier_counts_and_the_row_says_so() {
    let headers = [&["Fecha de publicación"], &MINIMAL[..]].concat();
    let with = |day: &'static str, subject: &'static str| {
        let mut row = [vec![day], minimal()].concat();
        row[7] = subject;
        row
    };
    let world = sheet(
        &headers,
        &[
            with("01/03/2026", "Solicito uno"),
            with("05/03/2026", "Solicito dos"),
            with("02/03/2026", "Solicito tres"),
            with("", "Solicito cuatro"),
            with("ayer", "Solicito cinco"),
        ],
    );
    world.night(AS_OF);
    let mut found: Vec<_> = lines(&world)
        .iter()
        .map(|line| {
            let said = line["Alertas"].to_string().contains("dos fechas del mensaje: cuenta la primera");
            (
                line["Objeto"].as_str().unwrap()[9..].to_owned(),
                line["Recibido"].as_str().unwrap().to_owned(),
                said,
            )
        })
        .collect();
    found.sort();
    let expected = [
        ("cinco", "02/03/2026", false),
        ("cuatro", "02/03/2026", false),
        ("dos", "02/03/2026", true),
        ("tres", "02/03/2026", false),
        ("uno", "01/03/2026", true),
    ];
    assert_eq!(found, expected.map(|(text, day, said)| (text.to_owned(), day.to_owned(), said)));
}

#[test]
fn only_what_leaves_a_criterion_without_a_column_stops_the_night() {
    for (at, header, code) in [
        (0, "Fecha de vencimiento", 65),
        (2, "Nombre del funcionario", 65),
        (3, "Ficha", 65),
        (4, "Correo institucional", 0),
        (6, "Prioridad", 0),
    ] {
        let mut headers = MINIMAL;
        headers[at] = header;
        let world = sheet(&headers, &[minimal()]);
        let run = world.traslado(&["plan", "--as-of", AS_OF, "--json"]);
        assert_eq!(run.code, code, "{header}: {run}");
        assert!(!run.stderr.contains(header), "{header}: {run}");
    }
}
