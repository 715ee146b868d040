//! Changes of many rows that look like an accidental edit: each is held, said, and ended in every way that
//! people are told, over the nights that it takes.

use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, NEXT, Row, Run, World, complete, table};

/// The nights after the slip.
const THIRD: &str = "2026-03-12";
const FOURTH: &str = "2026-03-13";

/// The columns of the sheet, by letter.
const DATE: (&str, usize) = ("B", 1);
const NAME: (&str, usize) = ("F", 5);
const DOCUMENT: (&str, usize) = ("G", 6);
const ADDRESS: (&str, usize) = ("J", 9);

fn rows(count: u32) -> Vec<Row> {
    (0..count).map(complete).collect()
}

/// A sheet whose reports have all been handed over.
fn handed_over(rows: &[Row]) -> World {
    let world = World::adopted(rows);
    assert_eq!(world.night(AS_OF)["counts"]["pqr"], rows.len());
    world
}

/// The cells of a column, from row 2 on.
fn column(rows: &[Row], (_, index): (&str, usize)) -> Vec<[String; 1]> {
    rows.iter().map(|row| [row[index].clone()]).collect()
}

/// Types a column from row `first` on, as people do who paste it.
fn paste(world: &World, (letter, _): (&str, usize), first: usize, cells: &[[String; 1]]) {
    world.type_at(&format!("{letter}{first}"), cells);
}

fn run(world: &World, as_of: &str, more: &[&str]) -> Run {
    world.traslado(&[&["run", "--as-of", as_of, "--json"], more].concat())
}

/// A night that holds so many rows and says the columns beside them, under the table and on stderr.
fn holds(world: &World, as_of: &str, rows: usize, columns: &str) -> Value {
    let run = run(world, as_of, &[]);
    assert_eq!(run.code, 3, "{run}");
    let json = run.json();
    let counts = &json["counts"];
    assert_eq!((&counts["withheld"], &counts["amended"]), (&rows.into(), &0.into()), "{run}");
    assert!(run.stderr.contains("--accept-changes=ID"), "{run}");

    let beside = world.shown("CE-F05!M2:P140");
    let quarantined: Vec<_> =
        beside.iter().filter(|row| row.get(1).is_some_and(|state| state.starts_with("Retenido: "))).collect();
    assert_eq!(quarantined.len(), rows, "{}", table(&beside));
    for row in quarantined {
        assert!(row[2].contains(&format!("copie de ella {columns} y pegue")), "{}", row[2]);
        assert!(!row[2].contains("traslado run"), "{}", row[2]);
    }
    json
}

/// The night after everything was put back: nothing is held, nothing goes, and the ledger verifies.
fn is_as_before(world: &World, as_of: &str, known: usize) {
    let json = world.night(as_of);
    let counts = &json["counts"];
    assert_eq!(
        (&counts["withheld"], &counts["amended"], &counts["already"]),
        (&0.into(), &0.into(), &known.into()),
        "{json}"
    );
    let beside = table(&world.shown("CE-F05!M2:P140"));
    assert!(!beside.contains("Retenido"), "{beside}");
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
}

#[test]
fn six_names_that_change_places_in_a_book_of_a_hundred_are_held_and_end_with_the_older_columns() {
    let known = rows(100);
    let world = handed_over(&known);
    let mut names = column(&known, NAME)[10..16].to_vec();
    let mut documents = column(&known, DOCUMENT)[10..16].to_vec();
    names.rotate_left(1);
    documents.rotate_left(1);
    paste(&world, NAME, 12, &names);
    paste(&world, DOCUMENT, 12, &documents);
    world.type_at("A102", &[complete(300)]);

    let json = holds(&world, NEXT, 6, "las columnas F y G");
    assert_eq!(json["counts"]["pqr"], 1, "everything else goes over");
    let below = table(&world.shown(&format!("'Traslado {NEXT}'!A5:B20")));
    assert!(
        below.contains("copie de ella las columnas F y G y pegue") && below.contains("Fila 12 |"),
        "{below}"
    );
    let mail = world.emulator.mails().last().unwrap().text.clone();
    assert!(mail.replace('\n', " ").contains("copie de ella las columnas F y G"), "{mail}");
    assert!(!mail.contains("traslado run"), "{mail}");
    holds(&world, THIRD, 6, "las columnas F y G");

    // The whole columns of the older version, pasted into the same cells.
    paste(&world, NAME, 2, &column(&known, NAME));
    paste(&world, DOCUMENT, 2, &column(&known, DOCUMENT));
    is_as_before(&world, FOURTH, 101);
}

#[test]
fn some_held_changes_go_by_their_ids_and_the_rest_stays_held_night_after_night() {
    let known = rows(40);
    let world = handed_over(&known);
    let mut names = column(&known, NAME)[..6].to_vec();
    names.rotate_left(1);
    paste(&world, NAME, 2, &names);
    holds(&world, NEXT, 6, "la columna F");
    let id = world.shown("CE-F05!M4:M4")[0][0].clone();
    let other = world.shown("CE-F05!M30:M30")[0][0].clone();

    let start = world.emulator.mutations().len();
    for wrong in [other.as_str(), "CE-2026-00900"] {
        for command in ["run", "plan"] {
            let option = format!("--accept-changes={id},{wrong}");
            let refused = world.traslado(&[command, "--as-of", NEXT, &option, "--json"]);
            assert_eq!(refused.code, 2, "{refused}");
            let message = refused.json()["message"].to_string();
            assert!(message.contains(wrong) && !message.contains(&id), "{message}");
        }
    }
    assert_eq!(run(&world, NEXT, &["--accept-changes=fila12"]).code, 2);
    assert_eq!(world.mutations_since(start).len(), 0);

    let accepted = run(&world, NEXT, &[&format!("--accept-changes={id}")]);
    assert_eq!((accepted.code, &accepted.json()["counts"]["amended"]), (3, &1.into()), "{accepted}");
    holds(&world, THIRD, 5, "la columna F");
    let all = run(&world, FOURTH, &["--accept-changes"]);
    assert_eq!((all.code, &all.json()["counts"]["amended"]), (0, &5.into()), "{all}");
    is_as_before(&world, "2026-03-16", 40);

    // To go back to what an earlier revision said is never held.
    paste(&world, NAME, 2, &column(&known, NAME));
    assert_eq!(world.night("2026-03-17")["counts"]["amended"], 6);
}

#[test]
fn a_column_that_is_emptied_shifted_or_filled_is_held_and_ends_with_the_older_column() {
    let known = rows(60);
    let world = handed_over(&known);
    let addresses = column(&known, ADDRESS);

    let emptied = vec![[String::new()]; 8];
    let dragged = vec![["Carrera 5 # 22-45".to_owned()]; 9];
    let mut shifted = addresses[20..].to_vec();
    shifted.remove(0);
    shifted.push([String::new()]);
    let mishaps = [(emptied, 2, 8), (shifted, 22, 40), (dragged, 30, 9)];
    let days = [
        [NEXT, THIRD, FOURTH],
        ["2026-03-16", "2026-03-17", "2026-03-18"],
        ["2026-03-19", "2026-03-20", "2026-03-24"],
    ];
    for ((cells, first, quarantined), [first_night, second_night, after]) in mishaps.into_iter().zip(days) {
        paste(&world, ADDRESS, first, &cells);
        holds(&world, first_night, quarantined, "la columna J");
        holds(&world, second_night, quarantined, "la columna J");
        paste(&world, ADDRESS, 2, &addresses);
        is_as_before(&world, after, 60);
    }
}

#[test]
fn a_day_that_is_dragged_over_rows_of_other_days_is_held_and_ends_with_the_older_column() {
    let known = rows(60);
    let world = handed_over(&known);
    let days = column(&known, DATE);
    let dragged = vec![[days[7][0].clone()]; 7];
    paste(&world, DATE, 10, &dragged);
    holds(&world, NEXT, 7, "la columna B");
    holds(&world, THIRD, 7, "la columna B");
    paste(&world, DATE, 2, &days);
    is_as_before(&world, FOURTH, 60);

    // Seven rows of one day that get the day before are corrected.
    let one_day: Vec<usize> = (0..60).filter(|at| days[*at] == days[0]).take(7).collect();
    for at in &one_day {
        paste(&world, DATE, at + 2, &days[1..2]);
    }
    assert_eq!(world.night("2026-03-16")["counts"]["amended"], one_day.len());
}

/// Inserts a cell before that of a row and a column, counted from 0, and has the others shifted right, or takes
/// it away again.
fn shift(world: &World, what: &str, (row, column): (usize, usize)) {
    let range = json!({"sheetId": 0, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column,
        "endColumnIndex": column + 1});
    let request = json!({what: {"range": range, "shiftDimension": "COLUMNS"}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
}

#[test]
fn rows_whose_cells_are_shifted_are_held_until_the_shift_is_undone() {
    let known = rows(20);
    let world = handed_over(&known);
    // Before the hour, the address and the grounds.
    let pushed = [(4, 2), (9, ADDRESS.1), (10, ADDRESS.1), (15, 11)];
    // The hour, the name, the address and the subject.
    let pulled = [(5, ("C", 2)), (11, NAME), (12, ADDRESS), (16, ("K", 10))];
    for at in pushed {
        shift(&world, "insertRange", at);
    }
    for (row, (_, column)) in pulled {
        shift(&world, "deleteRange", (row, column));
    }
    world.type_at("A22", &[complete(300)]);

    for (as_of, known, new) in [(NEXT, 12, 1), (THIRD, 13, 0)] {
        let run = run(&world, as_of, &[]);
        assert_eq!(run.code, 3, "{run}");
        let counts = &run.json()["counts"];
        let found =
            ["withheld", "already", "pqr", "incomplete", "amended", "missing"].map(|name| &counts[name]);
        assert_eq!(found, [8, known, new, 0, 0, 0], "{run}");
        for said in ["rows=\"5 (CE-", "columns ", "--accept-changes=ID"] {
            assert!(run.stderr.contains(said), "{said}: {run}");
        }
    }

    for at in pushed {
        shift(&world, "deleteRange", at);
    }
    for (row, (letter, column)) in pulled {
        shift(&world, "insertRange", (row, column));
        paste(&world, (letter, column), row + 1, &[[known[row - 1][column].clone()]]);
    }
    is_as_before(&world, FOURTH, 21);
}

#[test]
fn a_night_of_very_many_amendments_is_held_and_blanks_that_are_filled_never_are() {
    let mut known = rows(60);
    for row in &mut known[30..] {
        row[DOCUMENT.1].clear();
    }
    let world = World::adopted(&known);
    assert_eq!(world.night(AS_OF)["counts"]["incomplete"], 30);
    let retyped: Vec<[String; 1]> = (0..24).map(|n| [format!("Carrera {n} # 9-{}", n + 3)]).collect();
    paste(&world, ADDRESS, 2, &retyped);
    let documents: Vec<[String; 1]> = (30..60).map(|n| [format!("CC 1.999.777.{n:03}")]).collect();
    paste(&world, DOCUMENT, 32, &documents);

    let json = holds(&world, NEXT, 24, "la columna J");
    assert_eq!(json["counts"]["pqr"], 30, "completions go over: {json}");
    holds(&world, THIRD, 24, "la columna J");
    paste(&world, ADDRESS, 2, &column(&known, ADDRESS));
    is_as_before(&world, FOURTH, 60);

    paste(&world, ADDRESS, 2, &retyped[..20]);
    assert_eq!(world.night("2026-03-16")["counts"]["amended"], 20);
}

#[test]
fn an_inserted_row_above_thirty_rows_with_formulas_holds_and_amends_nothing() {
    let mut known = rows(30);
    for (at, row) in known.iter_mut().enumerate() {
        let line = at + 2;
        row[NAME.1] = format!("=\"Ana Prueba \"&A{line}");
        row[11] = format!("=K{line}&\" desde hace días, calle \"&A{line}");
    }
    let world = handed_over(&known);
    for (above, day) in [(1, NEXT), (10, THIRD), (1, FOURTH)] {
        world
            .emulator
            .with(|state| state.sheet_mut(&world.id, "CE-F05").unwrap().insert_rows(above, 1))
            .unwrap();
        is_as_before(&world, day, 30);
    }
    let formulas = world.emulator.with(|state| state.formulas(&world.id, "CE-F05!F4:F4")).unwrap();
    assert_eq!(formulas[0][0], "=\"Ana Prueba \"&A4", "the sheet has rewritten them: {formulas:?}");
}
