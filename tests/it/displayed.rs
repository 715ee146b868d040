//! What people see of a cell and its value does not say: zeros before a number, the address behind a text.

use std::time::Duration;

use google_emulator::{Fault, FaultAction, Match};
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, NEXT, World};

const HEADER: [&str; 11] = [
    "Fecha del reporte",
    "Red social",
    "Usuario / Perfil",
    "Nombre completo del solicitante",
    "Tipo de documento",
    "No. de identificación",
    "Celular",
    "Dirección de notificación",
    "Objeto de la petición",
    "Fundamentos de la petición",
    "Enlace / Evidencia",
];
const KIND: usize = 4;
const DOCUMENT: usize = 5;
const PHONE: usize = 6;
const SUBJECT: usize = 8;
const LINK: usize = 10;

/// A complete report whose document is a whole number of ten digits, and whose link is one.
fn row(n: usize) -> [String; 11] {
    [
        "02/03/2026",
        "Facebook",
        &format!("perfil.{n}"),
        "Ana Prueba Inventada",
        "CC",
        &format!("19993450{n:02}"),
        "",
        "Calle 5 # 22-45",
        &format!("Solicito revisión del medidor {n}"),
        &format!("El recibo {n} llegó alto"),
        &format!("https://red.example/{n}"),
    ]
    .map(str::to_owned)
}

/// A sheet of such rows with other texts in some cells.
fn world(rows: usize, cells: &[(usize, usize, &str)]) -> World {
    let mut typed: Vec<[String; 11]> = (0..rows).map(row).collect();
    for (at, column, text) in cells {
        (*text).clone_into(&mut typed[*at][*column]);
    }
    let world = World::empty();
    world.type_at("A1", &[HEADER]);
    world.type_at("A2", &typed);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    world
}

/// Puts members of a cell into one of a row.
fn put(world: &World, at: usize, column: usize, cell: &Value, fields: &str) {
    world.emulator.with(|state| {
        let sheet = state.sheet_mut(&world.id, "CE-F05").unwrap().sheet_id();
        let range = json!({"sheetId": sheet, "startRowIndex": at + 1, "endRowIndex": at + 2,
            "startColumnIndex": column, "endColumnIndex": column + 1});
        let request = json!({"repeatCell": {"range": range, "cell": cell, "fields": fields}});
        state.batch(&world.id, ACCOUNT, &[request]).unwrap();
    });
}

fn format(world: &World, at: usize, column: usize, pattern: &str) {
    let format = json!({"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": pattern}}});
    put(world, at, column, &format, "userEnteredFormat.numberFormat");
}

/// The cells of the line that says a text, by the headers of the hand-off table.
fn line(world: &World, text: &str) -> impl Fn(&str) -> String + use<> {
    let rows = world.shown(&format!("'Traslado {AS_OF}'!A4:Z60"));
    let header = rows[0].clone();
    let line = rows.iter().find(|row| row.iter().any(|cell| cell == text)).unwrap().clone();
    move |name| {
        let at = header.iter().position(|title| title == name).unwrap_or_else(|| panic!("{name}"));
        line.get(at).cloned().unwrap_or_default()
    }
}

/// The reads of what cells show.
fn asked(world: &World) -> usize {
    world.calls().iter().filter(|call| call.path.contains(":getByDataFilter")).count()
}

#[test]
fn zeros_that_a_number_format_shows_are_kept() {
    let numbers = [(0, KIND, "CE"), (0, DOCUMENT, "35"), (1, KIND, "TI"), (1, DOCUMENT, "5081512345")];
    let filler = [(2, DOCUMENT, "0"), (3, KIND, "CE"), (3, DOCUMENT, "4123"), (3, PHONE, "42100")];
    let world = world(5, &[&numbers[..], &filler].concat());
    format(&world, 0, DOCUMENT, "\"CE \"000000");
    format(&world, 1, DOCUMENT, "00000000000");
    format(&world, 2, DOCUMENT, "0000000000");
    format(&world, 3, DOCUMENT, "000000");
    format(&world, 3, PHONE, "0000000000");
    world.night(AS_OF);

    let of = |n: usize| line(&world, &format!("Solicito revisión del medidor {n}"));
    assert_eq!(
        (of(0)("Clase"), of(0)("Documento"), of(0)("Alertas")),
        ("PQR".into(), "CE 000035".into(), String::new())
    );
    assert_eq!((of(1)("Clase"), of(1)("Documento")), ("PQR".into(), "TI 05081512345".into()));
    assert_eq!((of(2)("Clase"), of(2)("Faltan")), ("POR COMPLETAR".into(), "identificación".into()));
    assert_eq!(of(2)("Documento"), "CC 0000000000");
    assert_eq!((of(3)("Documento"), of(3)("Contacto")), ("CE 004123".into(), "0000042100 · perfil.3".into()));
    assert_eq!(of(4)("Documento"), "CC 1999345004");
    assert_eq!(asked(&world), 1, "one read tells of all rows");

    // On the night after, the row says what it said, and nothing beside it has changed.
    let beside = world.shown("CE-F05!L1:O10");
    let night = world.night(NEXT);
    assert_eq!((&night["outcome"], &night["counts"]["already"]), (&json!("nothing_new"), &json!(5)));
    assert_eq!(world.shown("CE-F05!L1:O10"), beside);
}

#[test]
fn the_address_behind_the_words_of_a_link_is_carried() {
    let words = "ver publicación";
    let cells =
        [(0, LINK, words), (1, LINK, words), (2, LINK, "post y captura"), (3, LINK, "@"), (4, LINK, words)];
    let world = world(6, &cells);
    let to = |n: u8| json!({"link": {"uri": format!("https://red.example/post/{n}")}});
    put(
        &world,
        0,
        LINK,
        &json!({"userEnteredFormat": {"textFormat": to(0)}}),
        "userEnteredFormat.textFormat.link",
    );
    put(&world, 1, LINK, &json!({"textFormatRuns": [{"startIndex": 4, "format": to(1)}]}), "textFormatRuns");
    let two = json!([{"format": to(2)}, {"startIndex": 4, "format": {}}, {"startIndex": 7, "format": to(3)}]);
    put(&world, 2, LINK, &json!({"textFormatRuns": two}), "textFormatRuns");
    let chip = json!([{"chip": {"richLinkProperties": {"uri": "https://red.example/post/4"}}}]);
    put(&world, 3, LINK, &json!({"chipRuns": chip}), "chipRuns");
    put(
        &world,
        4,
        LINK,
        &json!({"textFormatRuns": [{"format": {"link": {"uri": "#gid=0"}}}]}),
        "textFormatRuns",
    );
    world.night(AS_OF);

    for (n, link) in [
        (0, "https://red.example/post/0"),
        (1, "https://red.example/post/1"),
        (2, "https://red.example/post/2 https://red.example/post/3"),
        (3, "https://red.example/post/4"),
        (4, words),
        (5, "https://red.example/5"),
    ] {
        assert_eq!(line(&world, &format!("Solicito revisión del medidor {n}"))("Enlace"), link);
    }
    assert_eq!(asked(&world), 1);
    let night = world.night(NEXT);
    assert_eq!(
        (&night["outcome"], asked(&world)),
        (&json!("nothing_new"), 1),
        "a known row is not asked for"
    );
}

#[test]
fn a_format_is_no_news_and_identity_goes_by_the_values() {
    let world = world(2, &[(0, KIND, "CE"), (0, DOCUMENT, "4123"), (1, LINK, "ver publicación")]);
    world.night(AS_OF);
    assert_eq!(line(&world, "Solicito revisión del medidor 0")("Documento"), "CE 4123");

    format(&world, 0, DOCUMENT, "000000");
    let run = json!({"textFormatRuns": [{"format": {"link": {"uri": "https://red.example/1"}}}]});
    put(&world, 1, LINK, &run, "textFormatRuns");
    let night = world.night(NEXT);
    assert_eq!((&night["outcome"], &night["counts"]["already"]), (&json!("nothing_new"), &json!(2)));
}

#[test]
fn a_row_that_changed_since_it_was_read_lends_no_link_to_another() {
    let world = world(2, &[(0, LINK, "ver publicación"), (1, LINK, "ver publicación")]);
    for n in 0..2 {
        let link = format!("https://red.example/post/{n}");
        put(
            &world,
            n,
            LINK,
            &json!({"textFormatRuns": [{"format": {"link": {"uri": link}}}]}),
            "textFormatRuns",
        );
    }

    let hold = world.emulator.hold(Match::path(":getByDataFilter"));
    let mut process = world.command().args(["run", "--as-of", AS_OF, "--json"]).spawn().unwrap();
    assert!(hold.wait_until_reached(Duration::from_secs(20)));
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().move_rows(2, 1, 4).unwrap());
    hold.release();
    assert_eq!(process.wait().unwrap().code(), Some(0));

    for n in 0..2 {
        let link = line(&world, &format!("Solicito revisión del medidor {n}"))("Enlace");
        assert_eq!(link, "ver publicación", "the row of report {n} was another's by then");
    }
}

#[test]
fn a_night_on_which_no_cell_may_show_more_asks_for_none() {
    let world = world(3, &[(1, LINK, ""), (2, LINK, "no tiene")]);
    world.night(AS_OF);
    assert_eq!(asked(&world), 0);
}

#[test]
fn what_google_declines_to_tell_stops_no_hand_over() {
    let world = world(1, &[(0, SUBJECT, "Solicito revisión del medidor 0"), (0, LINK, "ver publicación")]);
    let action = FaultAction::google(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
    let refused = Fault::before(Match::path(":getByDataFilter"), action);
    let run = world.night_with(AS_OF, refused);
    assert_eq!((run.code, &run.json()["counts"]["pqr"]), (0, &json!(1)), "{run}");
    assert!(run.stderr.contains("what the cells show cannot be read"), "{run}");
}
