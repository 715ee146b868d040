use std::sync::LazyLock;

use super::*;
use crate::domain::finding::field::Field;
use crate::domain::ids::report_id::ReportId;
use crate::testing::{
    ADDRESS, Cells, DATE, DOCUMENT, GROUNDS, ID, InventedRows, Memory, NAME, NETWORK, PROFILE, SUBJECT, TIME,
    assess_rows, complete, id, minimal, window,
};

static KNOWN: LazyLock<(Memory, InventedRows)> = LazyLock::new(|| {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..6).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    (memory, rows)
});

/// Six reports handed over on the 23rd, their IDs beside them.
fn known() -> (Memory, InventedRows) {
    KNOWN.clone()
}

fn matches(memory: &Memory, rows: &InventedRows) -> Vec<Match> {
    assess_rows(rows, &memory.verified(), window("2026-11-24")).matches
}

fn own_id(row: &Cells) -> ReportId {
    row[ID].parse().expect("an ID")
}

#[test]
fn an_unchanged_row_is_the_same_report_wherever_it_stands_and_whatever_its_id_cell_says() {
    let (memory, mut rows) = known();
    let ids: Vec<ReportId> = rows.iter().map(own_id).collect();
    rows.reverse();
    rows[0][ID] = "CE-2026-00001".into();
    rows[1][ID] = String::new();
    rows[2][ID] = "CE-2026-99999".into();
    let found = matches(&memory, &rows);
    let expected: Vec<Match> = ids.into_iter().rev().map(Match::Same).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_edited_row_is_an_amendment_of_its_report_with_and_without_its_id() {
    for keep_id in [true, false] {
        let (memory, mut rows) = known();
        let own = own_id(&rows[2]);
        rows[2][ADDRESS] = "Carrera 5 # 22-45".into();
        if !keep_id {
            rows[2][ID] = String::new();
        }
        assert_eq!(matches(&memory, &rows)[2], Match::Changed { id: own, fields: vec![Field::Address] });
    }
}

#[test]
fn a_new_report_typed_over_a_copied_row_is_new_although_it_carries_an_id() {
    let (memory, mut rows) = known();
    let mut typed = complete(77);
    typed[ID] = rows[1][ID].clone();
    typed[DATE] = rows[1][DATE].clone();
    rows.push(typed);
    assert_eq!(matches(&memory, &rows)[6], Match::New { resembles: None });
}

#[test]
fn of_two_rows_with_one_id_the_more_similar_keeps_it() {
    let (memory, mut rows) = known();
    let own = own_id(&rows[3]);
    let mut edited = rows[3].clone();
    edited[GROUNDS] = "Otra razón".into();
    edited[SUBJECT] = "Otra cosa".into();
    rows[3][ADDRESS] = "Carrera 5 # 22-45".into();
    rows.push(edited);
    let found = matches(&memory, &rows);
    assert_eq!(found[3], Match::Changed { id: own, fields: vec![Field::Address] });
    assert_eq!(found[6], Match::New { resembles: Some(Original::Entry(own)) });
}

#[test]
fn an_exact_copy_is_a_repeat_and_so_is_a_second_new_row() {
    let (memory, mut rows) = known();
    let own = own_id(&rows[0]);
    rows.push(rows[0].clone());
    rows.push(complete(50));
    rows.push(complete(50));
    let found = matches(&memory, &rows);
    assert_eq!(found[6], Match::Repeat(Original::Entry(own)));
    assert_eq!(found[7], Match::New { resembles: None });
    assert_eq!(found[8], Match::Repeat(Original::NewRow(7)));
}

#[test]
fn two_bare_reports_are_two_citizens_tonight_and_on_later_nights() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![minimal("No hay agua"), minimal("No hay agua")];
    let found = matches(&memory, &rows);
    assert_eq!(found[0], Match::New { resembles: None });
    assert_eq!(found[1], Match::New { resembles: Some(Original::NewRow(0)) });
    memory.night(&mut rows, "2026-11-23");
    rows.push(minimal("No hay agua"));
    let found = matches(&memory, &rows);
    assert_eq!(found[..2], [Match::Same(id(1)), Match::Same(id(2))]);
    assert!(matches!(found[2], Match::New { resembles: Some(Original::Entry(_)) }), "{:?}", found[2]);
}

#[test]
fn a_placeholder_identifies_nobody() {
    let mut row = minimal("No hay agua");
    row[DOCUMENT] = "no aporta".into();
    row[PROFILE] = "N/A".into();
    let rows: InventedRows = vec![row.clone(), row];
    assert_eq!(matches(&Memory::default(), &rows)[1], Match::New { resembles: Some(Original::NewRow(0)) });
}

#[test]
fn another_report_of_the_same_person_is_new_with_an_alert_only_if_it_is_similar() {
    let (memory, mut rows) = known();
    let mut second = complete(80);
    for column in [PROFILE, NAME, DOCUMENT, ADDRESS] {
        second[column].clone_from(&rows[0][column]);
    }
    second[TIME] = "23:59".into();
    rows.push(second);
    assert!(matches!(matches(&memory, &rows)[6], Match::New { .. }));
}

#[test]
fn a_row_that_goes_back_to_what_it_said_is_amended_again() {
    let (mut memory, mut rows) = known();
    let own = own_id(&rows[4]);
    let first = rows[4][ADDRESS].clone();
    rows[4][ADDRESS] = "Carrera 5 # 22-45".into();
    memory.night(&mut rows, "2026-11-24");
    assert_eq!(matches(&memory, &rows)[4], Match::Same(own));
    rows[4][ADDRESS] = first;
    assert_eq!(matches(&memory, &rows)[4], Match::Changed { id: own, fields: vec![Field::Address] });
}

#[test]
fn the_id_cell_yields_to_the_entry_that_a_row_clearly_resembles_more() {
    let (memory, mut rows) = known();
    let ids: Vec<ReportId> = rows.iter().map(own_id).collect();
    for (one, two) in [(0, 1), (2, 3)] {
        let id = std::mem::take(&mut rows[one][ID]);
        rows[one][ID] = std::mem::replace(&mut rows[two][ID], id);
    }
    // Two citizens of one household: the other's entry is similar enough for an ID cell to name it.
    for row in &mut rows[..4] {
        row[ADDRESS] = "Carrera 5 # 22-45".into();
    }
    let found = matches(&memory, &rows);
    for at in 0..4 {
        assert_eq!(found[at], Match::Changed { id: ids[at], fields: vec![Field::Address] }, "row {at}");
    }
}

#[test]
fn a_report_that_is_completed_at_length_keeps_its_id_even_if_most_of_it_was_blank() {
    let mut memory = Memory::default();
    let mut row = complete(7);
    for column in [NAME, DOCUMENT, ADDRESS, GROUNDS, TIME] {
        row[column].clear();
    }
    let mut rows: InventedRows = vec![row];
    memory.night(&mut rows, "2026-11-23");
    let own = rows[0][ID].clone();
    rows[0] = complete(7);
    rows[0][ID] = own;
    assert!(matches!(&matches(&memory, &rows)[0], Match::Changed { id: found, .. } if *found == id(1)));
}

#[test]
fn a_report_that_reappears_is_known_and_a_changed_one_is_amended() {
    let (memory, mut rows) = known();
    let (first, second) = (own_id(&rows[1]), own_id(&rows[2]));
    let mut gone: InventedRows = rows.drain(1..3).collect();
    assert!(!matches(&memory, &rows).iter().any(|found| matches!(found, Match::New { .. })));
    for row in &mut gone {
        row[ID].clear();
    }
    gone[1][ADDRESS] = "Carrera 5 # 22-45".into();
    rows.extend(gone);
    let found = matches(&memory, &rows);
    assert_eq!(found[4], Match::Same(first));
    assert_eq!(found[5], Match::Changed { id: second, fields: vec![Field::Address] });
}

#[test]
fn two_changed_rows_without_ids_that_resemble_one_entry_equally_do_not_both_become_it() {
    let (memory, mut rows) = known();
    let own = own_id(&rows[0]);
    rows[0][ID].clear();
    let mut copy = rows[0].clone();
    rows[0][ADDRESS] = "Carrera 5 # 22-45".into();
    copy[TIME] = "23:58".into();
    rows.push(copy);
    let found = matches(&memory, &rows);
    let (claims, news): (Vec<_>, Vec<_>) =
        [&found[0], &found[6]].into_iter().partition(|found| matches!(found, Match::Changed { .. }));
    assert!(matches!(claims[..], [Match::Changed { id: found, .. }] if *found == own), "{claims:?}");
    assert_eq!(news, [&Match::New { resembles: Some(Original::Entry(own)) }]);
}

#[test]
fn a_new_row_that_resembles_an_entry_which_another_row_claims_says_so() {
    let (memory, mut rows) = known();
    let own = own_id(&rows[2]);
    let mut template = rows[2].clone();
    template[DATE] = "22/11/2026".into();
    template[SUBJECT] = "Solicito que reparen la fuga".into();
    rows.push(template);
    assert_eq!(matches(&memory, &rows)[6], Match::New { resembles: Some(Original::Entry(own)) });
}

#[test]
fn of_two_similar_new_rows_the_later_report_is_the_repeat_wherever_it_stands() {
    let mut later = complete(30);
    later[TIME] = "23:30".into();
    later[ADDRESS] = "Carrera 5 # 22-45".into();
    let mut rows: InventedRows = vec![later, complete(30), complete(31)];
    let found = matches(&Memory::default(), &rows);
    assert_eq!(found[0], Match::New { resembles: Some(Original::NewRow(1)) });
    assert_eq!(found[1..], [Match::New { resembles: None }, Match::New { resembles: None }]);
    rows.reverse();
    let found = matches(&Memory::default(), &rows);
    assert_eq!(found[2], Match::New { resembles: Some(Original::NewRow(1)) });
}

#[test]
fn a_text_that_everybody_writes_finds_nobody() {
    let rows: InventedRows = (0..80)
        .map(|n| {
            let mut row = minimal("No hay agua");
            row[PROFILE] = format!("perfil.{n}");
            row
        })
        .collect();
    let found = matches(&Memory::default(), &rows);
    assert!(found.iter().all(|found| *found == Match::New { resembles: None }));
}

/// A sheet of so many rows after the night on which it was first handed over, changed by people since.
fn sheet_of(count: u32, row: impl Fn(u32) -> Cells, change: impl Fn(&mut InventedRows)) -> u64 {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (0..count).map(row).collect();
    memory.night(&mut rows, "2026-11-23");
    change(&mut rows);
    let ledger = memory.verified();
    comparisons::made_by(|| drop(assess_rows(&rows, &ledger, window("2026-11-24"))))
}

#[test]
fn comparisons_grow_as_the_rows_do_whatever_people_type() {
    fn identical(_: u32) -> Cells {
        minimal("Sin agua en el barrio")
    }
    fn unchanged(_: &mut InventedRows) {}
    fn without_ids(rows: &mut InventedRows) {
        for row in rows {
            row[ID] = String::new();
        }
    }
    fn twice(rows: &mut InventedRows) {
        without_ids(rows);
        rows.extend(rows.clone());
    }
    fn edited(rows: &mut InventedRows) {
        for row in rows {
            row[SUBJECT].push_str(", otra vez");
        }
    }
    fn partly_sorted(rows: &mut InventedRows) {
        let names: Vec<String> = rows.iter().rev().map(|row| row[NAME].clone()).collect();
        for (row, name) in rows.iter_mut().zip(names) {
            row[NAME] = name;
        }
    }
    type Sheet = (&'static str, fn(u32) -> Cells, fn(&mut InventedRows));
    let sheets: [Sheet; 9] = [
        ("known", complete, unchanged),
        ("known, without IDs", complete, without_ids),
        ("known, each twice", complete, twice),
        ("all edited", complete, edited),
        ("partly sorted", complete, partly_sorted),
        ("identical", identical, unchanged),
        ("identical, without IDs", identical, without_ids),
        ("identical, each twice", identical, twice),
        ("identical, all edited", identical, edited),
    ];

    for (name, row, change) in sheets {
        let [small, large] = [100, 200].map(|count| sheet_of(count, row, change));
        assert!(large <= 2 * small + 200, "{name}: {small} comparisons of 100 rows, {large} of 200");
    }
}

/// A report of one citizen, with some cells of its own.
fn of_one_citizen(cells: &[(usize, &str)]) -> Cells {
    let mut row = complete(7);
    row[DATE] = "10/11/2026".into();
    for (column, text) in cells {
        row[*column] = (*text).into();
    }
    row
}

/// Returns `true` if the second of two rows is called a possible repeat of the first: on one night, and once
/// the first has been handed over.
fn is_called_a_repeat(first: &Cells, second: &Cells) -> bool {
    let both: InventedRows = vec![first.clone(), second.clone()];
    let tonight = matches(&Memory::default(), &both);
    assert!(matches!(tonight[1], Match::New { .. }), "never withheld: {:?}", tonight[1]);

    let (mut memory, mut rows) = (Memory::default(), vec![first.clone()]);
    memory.night(&mut rows, "2026-11-23");
    rows.push(second.clone());
    let later = matches(&memory, &rows);
    assert!(matches!(later[1], Match::New { .. }), "never withheld: {:?}", later[1]);

    let called = tonight.iter().any(|found| matches!(found, Match::New { resembles: Some(_) }));
    assert_eq!(called, later[1] == Match::New { resembles: Some(Original::Entry(own_id(&rows[0]))) });
    assert_eq!(called, !matches!(later[1], Match::New { resembles: None }));
    called
}

#[test]
fn another_matter_of_the_same_person_is_no_repeat() {
    let texts = [
        ("Revisión del medidor", "El medidor gira sin consumo"),
        ("Destape de alcantarilla", "El manjol de la esquina se rebosa"),
        ("Carrotanque", "Seis días sin servicio"),
        ("Cambio de nombre en la factura", "Compré la casa en agosto"),
        ("Paz y salvo", "Lo pide la notaría"),
        ("", "La factura llegó por 482 mil y siempre pago 60"),
        ("Acuerdo de pago", ""),
    ];
    for (at, (subject, grounds)) in texts.iter().enumerate() {
        for (other_subject, other_grounds) in &texts[at + 1..] {
            let first = of_one_citizen(&[(SUBJECT, subject), (GROUNDS, grounds)]);
            let second = of_one_citizen(&[
                (SUBJECT, other_subject),
                (GROUNDS, other_grounds),
                (DATE, "19/11/2026"),
                (TIME, "17:40"),
            ]);
            assert!(
                !is_called_a_repeat(&first, &second),
                "{subject} {grounds}: {other_subject} {other_grounds}"
            );
        }
    }
}

#[test]
fn the_same_matter_of_the_same_person_in_other_words_is_a_repeat_wherever_it_is_written() {
    let first = of_one_citizen(&[
        (NETWORK, "Facebook"),
        (SUBJECT, "No hay agua"),
        (GROUNDS, "Llevamos seis días sin que caiga una gota"),
    ]);
    let again: &[(usize, &str)] = &[
        (DATE, "12/11/2026"),
        (TIME, "18:02"),
        (NETWORK, "Instagram"),
        (PROFILE, "otro.perfil"),
        (ADDRESS, ""),
        (SUBJECT, "Que manden un carrotanque"),
        (GROUNDS, "Casi una semana y nada que llega el agua"),
    ];
    assert!(is_called_a_repeat(&first, &of_one_citizen(again)));

    let by_name: Vec<(usize, &str)> = [again, &[(DOCUMENT, "")]].concat();
    assert!(is_called_a_repeat(&first, &of_one_citizen(&by_name)), "a name of three words");
    let later: Vec<(usize, &str)> = [again, &[(DATE, "20/11/2026")]].concat();
    let mut long_ago = first.clone();
    long_ago[DATE] = "02/10/2026".into();
    let found = matches(&Memory::default(), &vec![long_ago, of_one_citizen(&later)]);
    assert_eq!(found[1], Match::New { resembles: None }, "a failure that comes back");
    let of_another: Vec<(usize, &str)> =
        [again, &[(DOCUMENT, "CC 1.999.000.888"), (NAME, "Otra Persona Supuesta")]].concat();
    assert!(!is_called_a_repeat(&first, &of_one_citizen(&of_another)));
}

#[test]
fn a_report_typed_again_in_other_spellings_is_a_repeat() {
    let first = of_one_citizen(&[
        (DOCUMENT, "CC 1.999.000.777"),
        (ADDRESS, "Carrera 5 # 22-45"),
        (SUBJECT, "Reparación de la acera"),
        (GROUNDS, "La raíz del árbol levantó las losas"),
    ]);
    let again = of_one_citizen(&[
        (TIME, ""),
        (NAME, "PRUEBAH INVENTADA EJEMPLO"),
        (DOCUMENT, "1999000777"),
        (ADDRESS, "Cra. 5 No. 22 - 45"),
        (SUBJECT, "reparacion de la acera."),
        (GROUNDS, "la raiz del arbol levanto las losas!!"),
    ]);
    assert!(is_called_a_repeat(&first, &again));
    let mut misspelt = again;
    misspelt[DOCUMENT] = "1999000778".into();
    misspelt[GROUNDS] = "la rais del arbol levanto las lozas".into();
    assert!(is_called_a_repeat(&first, &misspelt), "a digit wrong, beside the same name");
}

#[test]
fn two_citizens_who_write_the_same_at_the_same_hour_are_two() {
    let names = ["Ledys Polo Ficticia", "Wilmer Charris Inventado"];
    let of = |n: u32| {
        let mut row = complete(n);
        let document = format!("CC 1.999.{n}{n}{n}.{n}00");
        for (column, text) in [
            (NAME, names[n as usize - 1]),
            (DOCUMENT, document.as_str()),
            (DATE, "10/11/2026"),
            (TIME, "19:40"),
            (NETWORK, "Facebook"),
            (ADDRESS, ""),
            (SUBJECT, "No hay agua"),
            (GROUNDS, "¿Hasta cuándo nos van a tener así?"),
        ] {
            row[column] = text.into();
        }
        row
    };
    assert!(!is_called_a_repeat(&of(1), &of(2)));
    let unnamed = |n: u32| {
        let mut row = of(n);
        row[NAME].clear();
        row[DOCUMENT].clear();
        row[PROFILE] = ["ledys.p", "wilmer_ch"][n as usize - 1].into();
        row
    };
    assert!(!is_called_a_repeat(&unnamed(1), &unnamed(2)), "two profiles of one network");
}

#[test]
fn the_same_failure_in_another_street_is_another_matter() {
    let of = |date: &str, grounds: &str| {
        of_one_citizen(&[(DATE, date), (SUBJECT, "Fuga de agua"), (GROUNDS, grounds)])
    };
    let first = of("10/11/2026", "Se está botando el agua en la 30 con 4");
    assert!(!is_called_a_repeat(&first, &of("12/11/2026", "Otra fuga en la calle 12 con carrera 7")));
    assert!(!is_called_a_repeat(&first, &of("12/11/2026", "Otra fuga en la calle 30 con carrera 16")));
    assert!(is_called_a_repeat(&first, &of("12/11/2026", "Sigue la fuga de la calle 30")));
}
