//! Headers that people rename, blank, swap and delete, over several nights: nothing is handed over again,
//! nothing is lost, and nothing passes in silence.

use google_emulator::Match;

use crate::init::answering;
use crate::world::{AS_OF, CLASS, HEADER, NEXT, World, complete};

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
fn a_column_that_is_back_at_a_second_look_stops_no_night() {
    let world = handed_over();
    world.type_at("A12", &[complete(11)]);
    let column = char::from(b'A' + u8::try_from(place("Dirección de notificación")).unwrap());
    let range = format!("CE-F05!{column}1:{column}12");
    let cells = world.shown(&range);
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().clear(range.split_once('!').unwrap().1))
        .unwrap();

    let second = Match { nth: Some(2), ..Match::path("/values:batchGetByDataFilter") };
    let hold = world.emulator.hold(second);
    let (code, json, said) = std::thread::scope(|scope| {
        let night = scope.spawn(|| night(&world, NEXT));
        assert!(hold.wait_until_reached(std::time::Duration::from_secs(20)));
        world.type_at(&format!("{column}1"), &cells);
        hold.release();
        night.join().unwrap()
    });
    assert_eq!((code, counts(&json)), (0, [10, 0, 1]), "{said}");
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

    // Who does not mean it, or says nothing, has confirmed nothing.
    let start = world.emulator.mutations().len();
    for (answers, code, words) in
        [("n\n", 3, "Nothing was written."), ("\n", 3, ""), ("", 2, "nobody answered")]
    {
        let asked = answering(&world, &[], answers);
        assert_eq!(asked.code, code, "{asked}");
        let said = asked.to_string();
        assert!(said.contains("Is that meant? [y/N]") && said.contains(words), "{said}");
        assert!(!said.contains("nothing to add"), "{said}");
    }
    assert_eq!(world.mutations_since(start).len(), 0);

    let confirmed = answering(&world, &[], "sí\nsí\n");
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

/// A report of few words: on what day, through what, and one sentence.
fn minimal(day: &str, words: &str) -> crate::world::Row {
    let mut row = crate::world::Row::default();
    row[place("Fecha del reporte")] = day.to_owned();
    row[place("Red social")] = "WhatsApp".to_owned();
    row[place("Objeto de la petición")] = words.to_owned();
    row
}

#[test]
fn a_report_whose_words_are_gone_with_their_column_is_held_and_goes_over_once() {
    let mut rows: Vec<_> = (1..=10).map(complete).collect();
    rows.push(minimal("09/03/2026", "no hay agua"));
    let world = World::adopted(&rows);
    assert_eq!(world.night(AS_OF)["counts"]["incomplete"], 1);

    // The column of its words goes, and so does the ID beside it; another citizen writes the same day.
    let column = place("Objeto de la petición") + 1;
    let before = world.shown("CE-F05!K1:K12");
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_columns(column, 1))
        .unwrap();
    world.emulator.with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().clear("L12:O12")).unwrap();
    world.type_at("A13", &[["", "09/03/2026", "", "WhatsApp"]]);
    for as_of in [NEXT, THIRD] {
        let (code, counted, said) = night(&world, as_of);
        assert_eq!(
            (code, counts(&counted), &counted["counts"]["withheld"]),
            (3, [10, 0, 0], &2.into()),
            "{said}"
        );
        assert!(said.contains("rows 12 (CE-2026-00011?), 13 (CE-2026-00011?) are held back"), "{said}");
        assert_eq!(counted["outcome"], "nothing_new", "{said}");
    }
    let state = world.shown("CE-F05!M12").remove(0).remove(0);
    assert!(state.starts_with("Puede ser CE-2026-00011"), "{state}");

    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().insert_columns(column, 1))
        .unwrap();
    world.type_at("K1", &before);
    world.type_at("K13", &[["fuga en la esquina"]]);
    let (code, counted, said) = night(&world, "2026-03-13");
    assert_eq!(
        (code, counts(&counted), &counted["counts"]["incomplete"]),
        (0, [11, 0, 0], &1.into()),
        "{said}"
    );
    let (code, counted, said) = night(&world, "2026-03-16");
    assert_eq!((code, counts(&counted)), (0, [12, 0, 0]), "{said}");
}

#[test]
fn a_report_that_lacked_a_column_goes_over_complete_once_the_column_is_there() {
    let mut rows: Vec<_> = (1..=3).map(complete).collect();
    rows[1][place("Dirección de notificación")] = String::new();
    rows[2][place("Dirección de notificación")] = String::new();
    let world = World::with(&rows);
    let column = place("Correo electrónico") + 1;
    world
        .emulator
        .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().delete_columns(column, 1))
        .unwrap();
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    let first = world.night(AS_OF);
    assert_eq!((&first["counts"]["pqr"], &first["counts"]["incomplete"]), (&1.into(), &2.into()));

    // Communications add the column, and write what one of the two citizens had given.
    world.type_at("P1", &[["Correo electrónico"], ["uno@correo.example"], ["dos@correo.example"]]);
    let (code, counted, said) = night(&world, NEXT);
    assert_eq!((code, counts(&counted)), (0, [2, 0, 1]), "{said}");
    let line = world.lines().pop().unwrap();
    assert_eq!((line[0].as_str(), line[CLASS].as_str()), ("CE-2026-00002", "PQR"), "under the same ID");
    let (code, counted, said) = night(&world, THIRD);
    assert_eq!((code, counts(&counted)), (0, [3, 0, 0]), "{said}");
}

#[test]
fn what_only_todays_rules_make_complete_does_not_go_over_and_is_counted() {
    let mut rows: Vec<_> = (1..=3).map(complete).collect();
    for row in &mut rows[1..] {
        row[place("Fundamentos de la petición")] = String::new();
    }
    let world = World::adopted(&rows);
    assert_eq!(world.night(AS_OF)["counts"]["incomplete"], 2);

    std::fs::write(
        world.path("form.toml"),
        "required_criteria = [\"identificación\", \"dirección de notificación\", \"objeto\"]\n",
    )
    .unwrap();
    world.reconfigure("[sheet]\n", "[sheet]\nform = \"form.toml\"\n");
    world.type_at("A5", &[complete(4)]);
    let (code, counted, said) = night(&world, NEXT);
    assert_eq!((code, counts(&counted)), (0, [3, 0, 1]), "{said}");
    let sentence = "2 reportes que salieron POR COMPLETAR se leen hoy como completos; revise en Pendientes";
    let mail = world.emulator.mails().last().unwrap().text.clone();
    assert!(mail.contains(sentence), "{mail}");
    let check = world.traslado(&["check"]);
    assert!(check.code == 0 && check.stdout.contains(sentence), "{check}");
    let (code, counted, said) = night(&world, THIRD);
    assert_eq!((code, counts(&counted)), (0, [4, 0, 0]), "{said}");
}
