//! Headers that people rename, blank, swap and delete, over several nights: nothing is handed over again,
//! nothing is lost, and nothing passes in silence.

use crate::world::{AS_OF, HEADER, NEXT, World, complete};

/// The night after [`NEXT`].
const THIRD: &str = "2026-03-12";

/// A spreadsheet in which ten reports have been handed over.
fn handed_over() -> World {
    let rows: Vec<_> = (1..=10).map(complete).collect();
    let world = World::adopted(&rows);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], 10);
    world
}

fn place(header: &str) -> usize {
    HEADER.iter().position(|known| *known == header).unwrap()
}

fn cell(header: &str) -> String {
    format!("{}1", char::from(b'A' + u8::try_from(place(header)).unwrap()))
}

/// A night, whatever it ends with: its exit code, what it counted and what it said.
fn night(world: &World, as_of: &str) -> (i32, serde_json::Value, String) {
    let run = world.traslado(&["run", "--as-of", as_of, "--json"]);
    (run.code, run.json(), run.stderr)
}

fn counts(night: &serde_json::Value) -> [i64; 3] {
    ["already", "amended", "pqr"].map(|count| night["counts"][count].as_i64().unwrap())
}

#[test]
fn a_header_that_is_renamed_or_blanked_is_read_where_it_was_and_said_until_it_is_typed_again() {
    for (header, typed) in
        [("Hora", ""), ("Correo electrónico", "Columna 9"), ("Fundamentos de la petición", "")]
    {
        let world = handed_over();
        world.type_at(&cell(header), &[[typed]]);
        world.type_at("A12", &[complete(11)]);

        let (code, first, said) = night(&world, NEXT);
        assert_eq!((code, counts(&first)), (0, [10, 0, 1]), "{header}: {said}");
        assert!(said.contains(&cell(header)) && said.contains(header), "{header}: {said}");
        assert!(typed.is_empty() || !said.contains(typed), "what people typed is not repeated: {said}");
        let mail = world.emulator.mails().last().unwrap().text.clone();
        assert!(mail.contains("Las columnas de CE-F05 no están como antes"), "{mail}");
        let check = world.traslado(&["check"]);
        assert!(check.code == 0 && check.stdout.contains(&cell(header)), "{check}");

        world.type_at(&cell(header), &[[header]]);
        let (code, second, said) = night(&world, THIRD);
        assert_eq!((code, counts(&second)), (0, [11, 0, 0]), "{header}: {said}");
        assert!(!said.contains(&cell(header)), "{said}");
    }
}

#[test]
fn a_column_that_is_deleted_is_said_every_night_until_it_is_back_or_confirmed() {
    let world = handed_over();
    let column = place("Hora") + 1;
    let before = world.shown("CE-F05!A1:L11");
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_columns(column, 1))
        .unwrap();

    for as_of in [NEXT, THIRD] {
        let (code, counted, said) = night(&world, as_of);
        assert_eq!((code, counts(&counted)), (3, [10, 0, 0]), "{said}");
        assert!(said.contains("no column holds \"Hora\" any more"), "{said}");
    }
    assert_eq!(world.traslado(&["check"]).code, 3);

    let confirmed = world.traslado(&["init", "--yes"]);
    assert!(confirmed.code == 0 && confirmed.stdout.contains("\"Hora\""), "{confirmed}");
    let (code, counted, said) = night(&world, "2026-03-13");
    assert_eq!((code, counts(&counted)), (0, [10, 0, 0]), "{said}");

    // Put back at the right end, it changes nothing that anybody was handed.
    let hours: Vec<[&str; 1]> = before.iter().map(|row| [row[place("Hora")].as_str()]).collect();
    world.type_at("P1", &hours);
    let (code, counted, said) = night(&world, "2026-03-14");
    assert_eq!((code, counts(&counted)), (0, [10, 0, 0]), "{said}");
}

#[test]
fn headers_above_other_cells_stop_the_night_and_putting_them_back_goes_on() {
    let world = handed_over();
    let (name, profile) = (cell("Nombre completo del solicitante"), cell("Usuario / Perfil"));
    world.type_at(&name, &[["Usuario / Perfil"]]);
    world.type_at(&profile, &[["Nombre completo del solicitante"]]);
    world.type_at("A12", &[complete(11)]);

    let (code, failed, said) = night(&world, NEXT);
    assert_eq!((code, failed["code"].as_i64()), (65, Some(65)), "{said}");
    assert!(said.contains(&name) || said.contains(&profile), "{said}");
    assert!(said.contains("traslado init"), "{said}");
    assert_eq!(world.traslado(&["check"]).code, 65);

    world.type_at(&name, &[["Nombre completo del solicitante"]]);
    world.type_at(&profile, &[["Usuario / Perfil"]]);
    let (code, counted, said) = night(&world, THIRD);
    assert_eq!((code, counts(&counted)), (0, [10, 0, 1]), "{said}");
}

#[test]
fn a_criterion_that_loses_its_column_stops_the_night_and_names_it() {
    let world = handed_over();
    let column = place("No. de identificación") + 1;
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_columns(column, 1))
        .unwrap();
    let (code, _, said) = night(&world, NEXT);
    assert_eq!(code, 65, "{said}");
    assert!(said.contains("\"No. de identificación\"") && said.contains("was read until now"), "{said}");
    assert_eq!(world.traslado(&["check"]).code, 65);
}
