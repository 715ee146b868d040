//! The column `Calidad`, which staff may add: from its cell to the terms that clerks read.

use crate::world::{AS_OF, CLASS, NEXT, Row, World, complete};

/// Of a message of 02/03/2026, day ten; the 23rd is a holiday, so that day fifteen is 24/03, and day thirty, after
/// the holidays of 2 and 3 April, 16/04.
const DAY_10: &str = "16/03/2026";
const DAY_15: &str = "24/03/2026";
const DAY_30: &str = "16/04/2026";

/// Reports of 02/03/2026, for each what staff typed under `Calidad` and `Tipo de reporte`.
fn asking(people: &[[&str; 2]]) -> World {
    let row = |n: usize| -> Row {
        let mut row = complete(u32::try_from(n).unwrap());
        row[1] = "02/03/2026".to_owned();
        row
    };
    let rows: Vec<Row> = (0..people.len()).map(row).collect();
    let world = World::adopted(&rows);
    world.type_at("R1", &[["Calidad", "Tipo de reporte"]]);
    world.type_at("R2", people);
    world
}

/// The newest line of the report of a staff row: class, what is to be done and by when, and the last day.
fn line(world: &World, row: usize) -> [String; 4] {
    let id = world.shown(&format!("CE-F05!M{row}")).remove(0).remove(0);
    let line = world.lines().into_iter().rfind(|line| line[0] == id).unwrap();
    [CLASS, 2, 3, 4].map(|column| line[column].clone())
}

#[test]
fn who_is_no_user_is_answered_in_terms_of_his_own() {
    let documents = "Solicitud de documentos";
    let world = asking(&[
        ["No usuario", documents],
        ["No usuario", "Consulta"],
        ["Suscriptor", "Consulta"],
        ["", documents],
        ["No usuario", "Petición"],
    ]);
    world.night(AS_OF);

    let [class, to_do, before, due] = line(&world, 2);
    assert_eq!((class.as_str(), before.as_str(), due.as_str()), ("PQR", DAY_10, DAY_10));
    assert!(to_do.contains("16/03: documentos; es el plazo legal"), "{to_do}");
    let [_, to_do, before, due] = line(&world, 3);
    assert_eq!((to_do.as_str(), due.as_str()), ("Radicar y responder", DAY_30));
    assert_eq!(before, "13/04/2026", "three business days before");
    for row in [4, 5, 6] {
        assert_eq!(line(&world, row)[3], DAY_15, "row {row}");
    }
    let run = world.traslado(&["verify"]);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_corrected_quality_is_a_correction_that_changes_the_term_and_keeps_its_first_day() {
    let world = asking(&[["", "Consulta"], ["No usuario", "Consulta"]]);
    world.night(AS_OF);
    assert_eq!([&line(&world, 2)[3], &line(&world, 3)[3]], [DAY_15, DAY_30]);

    world.type_at("R2", &[["No usuario"], ["Usuario"]]);
    world.night(NEXT);
    for (row, due) in [(2, DAY_30), (3, DAY_15)] {
        let [class, to_do, _, last] = line(&world, row);
        assert_eq!((class.as_str(), last.as_str()), ("ENMIENDA", due));
        assert!(to_do.contains("calidad"), "{to_do}");
    }

    // What else is corrected leaves the term as it is.
    world.type_at("K2", &[["Quisiera saber el horario de la oficina"]]);
    world.night("2026-03-12");
    let [class, _, _, due] = line(&world, 2);
    assert_eq!((class.as_str(), due.as_str()), ("ENMIENDA", DAY_30));
}

#[test]
fn a_column_that_is_added_later_is_no_news_about_what_went_over() {
    let world = World::adopted(&[complete(0)]);
    world.night(AS_OF);
    world.type_at("R1", &[["Calidad"], ["No usuario"]]);
    let night = world.night(NEXT);
    assert_eq!(night["counts"]["amended"], 0, "{night}");
    assert_eq!(world.lines().len(), 1);
}
