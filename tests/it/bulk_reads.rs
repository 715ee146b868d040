//! What Google was measured to do where a kinder emulator hid it: bulk reads sorted and merged, appended cells refused beyond
//! the grid.

use google_emulator::{Options, Switches};

use crate::archive::{INDEX, a_day_passes, answer, answered, archive};
use crate::world::{AS_OF, HEADER, NEXT, World, complete, table};

/// Two nights over a sheet with a formula, and all that stands in the spreadsheet then, but the minute of the hand-offs.
fn nights(bulk_reads_are_sorted: bool) -> String {
    let switches = Switches { bulk_reads_are_sorted, ..Switches::default() };
    let world = World::under(Options { switches, ..Options::default() });
    let mut rows: Vec<_> = (0..4).map(complete).collect();
    rows[2][10] = "=\"Solicito \"&\"revisión\"".to_owned();
    world.type_at("A1", &[HEADER]);
    world.type_at("A2", &rows);
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    for (night, as_of) in [AS_OF, NEXT].into_iter().enumerate() {
        let run = world.traslado(&["run", "--as-of", as_of]);
        assert_eq!(run.code, 0, "{run}");
        let late = complete(20 + u32::try_from(night).unwrap());
        world.type_at(&format!("A{}", 6 + night), &[late]);
    }
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
    let tab = |title: &str, range: &str| table(&world.shown(&format!("'{title}'!{range}")));
    [
        tab("CE-F05", "A1:P20"),
        tab(&format!("Traslado {AS_OF}"), "A4:V40"),
        tab(&format!("Traslado {NEXT}"), "A4:V40"),
        tab("Libro de traslados", "A1:I40"),
    ]
    .join("\n")
}

#[test]
fn nights_are_the_same_whether_or_not_bulk_reads_are_sorted_and_merged() {
    let (sorted, as_asked) = (nights(true), nights(false));
    assert_eq!(sorted, as_asked);
    assert!(sorted.contains("Solicito revisión"), "{sorted}");
}

#[test]
fn a_register_that_lost_a_column_is_widened_before_lines_are_listed_again() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    let listed = || {
        let cells = world.shown(&format!("'{INDEX}'!A2:E20")).into_iter().flatten();
        cells.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let before = listed();
    assert!(!before.is_empty());

    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, INDEX).unwrap();
        tab.delete_columns(13, 1).unwrap();
        tab.clear("A2:L5").unwrap();
    });
    assert!(listed().is_empty());
    let run = archive(&world);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(listed(), before);
}

#[test]
fn a_register_that_lost_a_column_is_widened_once_however_many_numbers_are_archived() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    let columns = || {
        let file = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
        let mut tabs = file["sheets"].as_array().unwrap().iter().map(|tab| &tab["properties"]);
        let index = tabs.find(|tab| tab["title"] == INDEX).unwrap();
        index["gridProperties"]["columnCount"].as_u64().unwrap()
    };
    let before = columns();

    // Two hand-offs of more lines than go under one number together.
    for (day, first) in [("2026-03-12", 100), ("2026-03-13", 300)] {
        let rows: Vec<_> = (first..first + 130).map(complete).collect();
        world.type_at(&format!("A{first}"), &rows);
        world.night(day);
        let radicados: Vec<String> = (first..first + 130).map(|number| format!("R-{number}")).collect();
        answer(&world, day, &radicados.iter().map(String::as_str).collect::<Vec<_>>());
    }
    world.night("2026-03-14");
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);

    world.emulator.with(|state| state.sheet_mut(&world.id, INDEX).unwrap().delete_columns(13, 1).unwrap());
    assert_eq!(columns(), before - 1);
    let run = archive(&world);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(
        (world.titles().iter().filter(|title| title.starts_with("Traslado 2026")).count(), columns()),
        (0, before)
    );
}

#[test]
fn a_tab_of_the_services_is_never_taken_for_the_staffs() {
    for title in ["Libro de traslados", "Pendientes", "Tablero", "Índice"] {
        let world = World::adopted(&[complete(1)]);
        world.night(AS_OF);
        let start = world.emulator.mutations().len();
        world.reconfigure("[sheet]", &format!("[sheet]\ntab = \"{title}\""));
        // The tab that has the service's columns is the staff's, whatever it is called.
        let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
        assert_eq!((run.code, &run.json()["outcome"]), (0, &"nothing_new".into()), "{title}: {run}");
        assert!(world.mutations_since(start).is_empty(), "{title}");
    }
}
